"""A calendar with lanes on it, and the steps of an action in a lane: no more precise than they are printed."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from casebook import dates, words
from casebook.figures import marks
from casebook.figures.page import INCH, Page, width
from casebook.figures.theme import TINT, Size
from casebook.sentences.drawn import timeline as say

YEAR, LEAST, PAST = 0.08, 0.72, 0.40  # of a year before: its share of the axis, its inches at least; the share of all
HEAD, LOW_HEAD = 0.54, 0.30
# A lane, in inches from the middle of its bars, where it is LANE high; all grow with it.
LANE, ABOVE, BELOW, BAR, TICK = 1.05, 0.21, -0.38, 0.22, (-0.19, 0.15)
FADE, STEPS, GAP = 0.16, 6, 0.12
KIND = {
    "action_day": "focus",
    "assistance_requested": "help",
    "coordination_meeting": "help",
    "earlier_action": "grey",
    "announced": "grey",
}
THIN = 0.55  # how high a window of cooperation is: told apart by more than its colour


# --- axis ------------------------------------------------------------------------------------


class Axis:
    """Days to inches: the years before in one panel, the year of the action days, wider, in another.

    Where the years from the first action day on are more than two, or no action day is printed, or if `even`, all
    years share one scale.
    """

    def __init__(self, table: pd.DataFrame, left: float, right: float, even: bool = False):
        self.left, self.right = left, right
        days = [date.fromisoformat(day) for column in ("earliest", "latest") for day in table[column] if day]
        acting = table[(table["event"] == "action_day") & (table["earliest"] != "")]
        years = [day.year for day in days] or [date.min.year]
        first = min((int(day[:4]) for day in acting["earliest"]), default=0)
        self.wide = list(range(first, max(years) + 1)) if first and max(years) - first < 2 and not even else []
        self.past = [year for year in range(min(years), max(years) + 1) if year not in self.wide and days]
        room, past = self.right - self.left, max(len(self.past), 1)
        self.each = min(max(YEAR * room, LEAST), PAST * room / past) if self.wide else room / past
        self.seam = self.left + self.each * len(self.past)

    @property
    def note(self) -> str:
        """What the subtitle has to say of the two scales."""
        return say.wider(self.wide) if self.wide and self.past else ""

    @property
    def head(self) -> float:
        """How high the names of the years are, and of the months if there are some."""
        return HEAD if self.wide else LOW_HEAD

    def x(self, day: date, end: bool = False) -> float:
        """Where a day begins (or ends) on the page."""
        if day.year in self.wide:
            month = (day.year - self.wide[0]) * 12 + day.month - 1
            length = calendar.monthrange(day.year, day.month)[1]
            share = (month + (day.day - 1 + end) / length) / (12 * len(self.wide))
            return self.seam + share * (self.right - self.seam)
        share = (day - date(day.year, 1, 1)).days + end
        return self.left + self.each * (day.year - self.past[0] + share / (365 + calendar.isleap(day.year)))

    def window(self, row: pd.Series) -> tuple[float, float]:
        """From where to where a step may have happened; an open end runs to the edge."""
        left = self.x(date.fromisoformat(row["earliest"])) if row["earliest"] else self.left
        right = self.x(date.fromisoformat(row["latest"]), end=True) if row["latest"] else self.right
        return left, right


def inset(page: Page) -> float:
    """How far from the margin a calendar ends, so that the mark of its first or last day stays on the page."""
    return max(0.0, 0.44 - page.size.margin)


def grid(page: Page, axis: Axis, top: float, foot: float, middles: Sequence[float] = (), grow: float = 1.0) -> None:
    """The calendar: its head, and its lines, which are ticks around the middles of lanes if there are some."""
    if axis.wide:
        page.box(axis.seam, foot, axis.right - axis.seam, top + HEAD - foot, page.theme.band, zorder=0.5)
    spans = [(y + TICK[0] * grow, y + TICK[1] * grow) for y in middles] or [(foot, top)]
    for x in [*_years(page, axis, top), *_months(page, axis, top)]:
        for span in spans:
            page.line((x, x), span, page.theme.grid)
    if axis.past and axis.wide:
        page.line((axis.seam - 0.10, axis.seam - 0.02), (top, top + 0.50), page.theme.outline, 1.6)


def _years(page: Page, axis: Axis, top: float) -> list[float]:
    """The names of the years, all of them where they have room; gives back where years begin."""
    color, weight = page.theme.second, "semibold"
    each, size = axis.each, page.size.body
    if each < width("2000", size, weight) + 0.25:
        size = page.size.small
    room = width("2000", size, weight) + (0.25 if axis.wide else 0.12)
    every = next(times for times in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if times * each > room)
    found = []
    for number, year in enumerate(axis.past):
        x = axis.left + number * each
        if year % every and number:
            continue
        found.append(x)
        if every == 1:
            page.write(x + each / 2, top + 0.08, str(year), size, color, weight, "center")
        elif x + room < axis.seam and not (number == 0 and (-year % every or every) * each < room):
            page.write(x + 0.02, top + 0.08, str(year), size, color, weight)
    return found


def _months(page: Page, axis: Axis, top: float) -> list[float]:
    if not axis.wide:
        return []
    size, color, months = page.size, page.theme.second, 12 * len(axis.wide)
    each = (axis.right - axis.seam) / months
    points = size.body if each > 0.54 else size.small
    for month in range(months):
        x, name = axis.seam + month * each, words.MONTHS_SHORT[month % 12]
        if each > 0.43:
            page.write(x + each / 2, top + 0.08, name, points, color, align="center")
        elif month % 3 == 0:
            page.write(x + 0.05, top + 0.08, name, points, color)
    page.write(axis.seam + 0.10, top + 0.33, say.by_month(axis.wide), size.body, color, "semibold")
    return [axis.seam + month * each for month in range(1, months)]


# --- steps -----------------------------------------------------------------------------------


@dataclass
class Slots:
    """The lines of labels of a lane, nearest first, in inches above its middle, and what is taken of them."""

    left: float
    right: float
    lines: list[float]
    taken: dict[float, list[tuple[float, float]]] = field(default_factory=dict)

    def place(self, long: float, starts: Sequence[float], lines: Sequence[float] = ()) -> tuple[float, float] | None:
        """Where a label of that length can begin, and on which line: the first free of the starts."""
        for line in lines or self.lines:
            taken = self.taken.setdefault(line, [])
            for start in starts:
                end = start + long
                free = all(end + GAP <= low or start >= high + GAP for low, high in taken)
                if free and start >= self.left and end <= self.right + 0.001:
                    taken.append((start, end))
                    return start, line
        return None

    def behind(self, gap: float = GAP + 0.001) -> list[float]:
        """Where a label could begin right behind each that has its place."""
        return [high + gap for taken in self.taken.values() for _, high in taken]


def slot_lines(pitch: float, grow: float, size: Size) -> list[float]:
    """The baselines of labels above and below the bars, as many as the lane is high enough for."""
    step = 1.45 * size.body / INCH
    above, below = ABOVE * grow, BELOW * grow - (size.body - 16) / INCH / 2
    more = [above + step, below - step] if pitch / 2 > max(above + 2 * step, 0.1 - below + step) else []
    return [above, below, *more]


def kind(axis: Axis, row: pd.Series) -> str:
    """How a date is drawn: a day, days from one to another, a window, or a bracket for a very wide one."""
    if row["earliest"] == row["latest"] != "":
        return "day"
    day = dates.parse(row["date"])
    if day.start and day.end and day.start.precision == day.end.precision == "day":
        return "days"
    # A window over a quarter of its panel would read as work that went on all the time.
    left, right = axis.window(row)
    wide = bool(axis.wide) and right - left > (axis.right - axis.seam) / 4 and left >= axis.seam - 0.01
    return "bracket" if wide else "window"


def mark(page: Page, axis: Axis, row: pd.Series, y: float, grow: float = 1.0) -> None:
    """A dated step at the height `y`: a diamond for a day, else what shows within which time it happened."""
    color = color_of(page, row["event"])
    left, right = axis.window(row)
    gid = f"mark:{row['event']}:{row['case']}:{row['date']}"
    match kind(axis, row):
        case "day":
            marks.diamond(page, (left + right) / 2, y, color, gid, 0.28 * min(grow, 1.3))
        case "days":
            page.line((left, right), (y, y), color, 3, gid=gid, zorder=3)
            for x in (left, right):
                marks.diamond(page, x, y, color)
        case "bracket":
            low, high = y - 0.18 * grow, y - 0.08 * grow
            left, right = left + 0.01, right - 0.01
            corners = (left, left, right, right), (high, low, low, high)
            page.line(*corners, color, 1.4, gid=gid, zorder=2.5, solid_joinstyle="miter")
        case _:
            window(page, (left, right), y, row["event"], gid, grow)


def color_of(page: Page, event: str) -> str:
    """The colour that stands for a kind of steps."""
    return getattr(page.theme, KIND.get(event, "data"))


def window(page: Page, ends: tuple[float, float], y: float, event: str, gid: str, grow: float = 1.0) -> None:
    """A tinted bar with strong edges above and below that fades out at both ends; a thin one for cooperation."""
    left, right = ends
    color, high = color_of(page, event), BAR * grow * (THIN if KIND.get(event) == "help" else 1)
    fade = min(FADE, (right - left) / 3) if right - left > 0.12 else 0
    bands = [(-high / 2, high / 2, TINT), (-high / 2, -high / 2 + 0.035, 1), (high / 2 - 0.035, high / 2, 1)]
    shapes, colors = [], []
    for low, top, strength in bands:
        for inset, opacity in _layers(fade, strength):
            start, end = left + inset, right - inset
            shapes.append([(start, y + low), (end, y + low), (end, y + top), (start, y + top)])
            colors.append(to_rgba(color, opacity))
    fill = PolyCollection(shapes, facecolors=colors, edgecolors="none", linewidths=0, antialiaseds=False)
    page.add(fill, gid, 2.5)


def _layers(fade: float, strength: float) -> list[tuple[float, float]]:
    """For layers that lie on one another how far in each begins, and how opaque it is, so that they fade out together.

    Layers, for of stretches side by side many viewers show the seams.
    """
    layers, under = [], 0.0
    for step in range(STEPS + 1) if fade else (STEPS,):
        whole = strength * min(1.0, (step + 0.5) / STEPS)
        layers.append((fade * step / STEPS, (whole - under) / (1 - under)))
        under = whole
    return layers


def labels(page: Page, axis: Axis, rows: Sequence[pd.Series], y: float, slots: Slots, size: Size) -> int:
    """The date and the step beside each mark; gives back for how many the slots had no room.

    Action days have their places first. The others follow forwards or backwards in time, whichever leaves fewer out.
    """
    days = [row for row in rows if row["event"] == "action_day"]
    others = [row for row in rows if row["event"] != "action_day"]
    tries = []
    for order in ([*days, *others], [*days, *others[::-1]]):
        tried = replace(slots, taken={line: [*taken] for line, taken in slots.taken.items()})
        tries.append((tried, [(row, *_label(axis, row, tried, size)) for row in order]))
    best, placed = min(tries, key=lambda attempt: sum(found is None for *_, found in attempt[1]))
    slots.taken = best.taken
    for row, text, found in placed:
        day = row["event"] == "action_day"
        color, weight = (page.theme.focus_text, "semibold") if day else (page.theme.ink, "regular")
        if found:
            page.write(found[0], y + found[1], text, size.body, color, weight)
    return sum(found is None for *_, found in placed)


def _label(axis: Axis, row: pd.Series, slots: Slots, size: Size) -> tuple[str, tuple[float, float] | None]:
    """What to write beside a mark, and where; None where no slot has room for it."""
    left, right = axis.window(row)
    bracket = kind(axis, row) == "bracket"
    text = say.label(_short(axis, row), row, bracket)
    if bracket:
        return text, slots.place(width(text, size.body), [left + 0.06], slots.lines[1:2])
    long = width(text, size.body, "semibold" if row["event"] == "action_day" else "regular")
    starts = [left + 0.03, right - long, (left + right - long) / 2, left - long / 4, left - 3 * long / 4]
    return text, slots.place(long, [*starts, *(x for x in slots.behind() if left < x < right)])


def _short(axis: Axis, row: pd.Series) -> str:
    """The date, without the year where the panel says it already."""
    when = words.when(dates.parse(row["date"]))
    if len(axis.wide) == 1 and row["earliest"][:4] == row["latest"][:4] == str(axis.wide[0]):
        when = when.replace(f"{words.BOUND}{axis.wide[0]}", "")
    return when


def aside(page: Page, axis: Axis, slots: Slots, y: float, steps: list[str], size: Size) -> bool:
    """What has no place on the axis, in italics where the lane has room for it."""
    for said in say.undated(steps):
        long = width(said, size.body, "italic")
        right, lines = page.right - long - 0.06, [*slots.lines[1:], slots.lines[0]]
        behind = slots.behind(2 * GAP)
        for starts in ([right], [x for x in behind if x >= axis.seam], [axis.seam + 0.12], [slots.left, *behind]):
            found = slots.place(long, starts, lines)
            if found:
                page.write(found[0], y + found[1], said, size.body, page.theme.grey, "italic")
                return True
    return False
