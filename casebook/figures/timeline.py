"""Each action's steps in time, drawn no more precisely than they are printed."""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from casebook import dates, sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import INCH, Page, drawing, fit, settle, width
from casebook.figures.theme import LIGHT, TINT, Look, Size, roomy

LANES, MOST_ROWS = 4, 18
NAMES, YEAR, PAST = 2.30, 0.78, 3.9
TIGHT = 0.70  # a year, where a column of dates needs room
HEAD = 0.54
NOTHING = "not printed"
# A lane, in inches from the middle of its bars, where it is LANE high; all grow with it.
LANE, ABOVE, BELOW, BAR, TICK = 1.05, 0.21, -0.38, 0.22, (-0.19, 0.15)
FADE, GAP = 0.16, 0.12
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
KIND = {
    "action_day": "focus",
    "assistance_requested": "help",
    "coordination_meeting": "help",
    "earlier_action": "grey",
}


@drawing
def timeline(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """One lane an action from a table of `compare.timeline`; above four lanes a row each, days in a column."""
    page = Page("timeline", table, credit, look)
    lanes = [steps for _, steps in table.groupby("case", sort=False)]
    full = len(lanes) <= LANES
    days = [] if full else [_days(steps) for steps in lanes]
    column = min(max((width(day or NOTHING, page.size.small, "semibold") for day in days), default=0), 2.6)
    axis = _Axis(page, table, page.right - column - (0.21 if column else 0))
    page.frame(sentences.timeline_headlines(table), _subtitle(axis, len(lanes)), _doubt(table, axis, full))
    shown = lanes if full or len(lanes) <= MOST_ROWS else lanes[: MOST_ROWS - 1]
    top, rows = page.top - HEAD + 0.04, max(len(shown) + (len(shown) < len(lanes)), 1)
    pitch = min((top - page.bottom - 0.08) / rows, 3.0 if full else 0.5)
    lines = [top - (row + 0.5) * pitch for row in range(rows)] if full else []
    _grid(page, axis, top, top - max(len(shown), 1) * pitch, lines)
    for number, steps in enumerate(shown):
        y = top - number * pitch
        page.rule(y, page.theme.outline, 1.2 if full else 0.6)
        if full:
            _lane(page, axis, steps, y, pitch, roomy(len(lanes), page.look.size))
        else:
            _row(page, axis, steps, y - pitch / 2, days[number])
    if len(shown) < len(lanes):
        page.rule(top - len(shown) * pitch, page.theme.outline, 0.6)
        rest = f"and {words.number(len(lanes) - len(shown))} more; all in timeline.csv"
        page.write_middle(page.left, top - (len(shown) + 0.5) * pitch, [rest], page.size.note, color=page.theme.second)
    page.describe(
        f"Timeline of {words.plural(len(lanes), 'action')}",
        [_clause(steps, full) for steps in lanes],
        "A year or a month means at some time within it." if (table["earliest"] != table["latest"]).any() else "",
    )
    return page


# --- words -----------------------------------------------------------------------------------


def _subtitle(axis: _Axis, lanes: int) -> str:
    said = "Steps that the source dates, one lane per action." if lanes > 1 else "Steps that the source dates."
    return f"{said} {axis.note}".strip()


def _doubt(table: pd.DataFrame, axis: _Axis, full: bool) -> str:
    """What the marks that are drawn mean."""
    dated = [row for _, row in table.iterrows() if row["date"]]
    kinds = {_kind(axis, row) for row in dated if full or row["event"] == "action_day"}
    if not full:
        line = any(row["event"] != "action_day" for row in dated) or kinds - {"day"}
        said = ["A diamond: an action day."] if kinds & {"day", "days"} else []
        said += ["A line: a dated step, at some time within it; timeline.csv names each."] if line else []
        return " ".join(said)
    names = {"window": "bar with open ends", "bracket": "bracket"}
    soft = [name for kind, name in names.items() if kind in kinds]
    said = [f"A {', or a '.join(soft)}: at some time within it, not throughout."] if soft else []
    said += ["A diamond: a day."] if "day" in kinds else []
    said += ["Two diamonds: from the one day to the other."] if "days" in kinds else []
    said += ["“Led by” is our reading."] if any(table["leads"]) else []
    return " ".join(said)


def _clause(steps: pd.DataFrame, full: bool) -> str:
    if not full:
        return f"{steps['short_title'].iloc[0]} {_days(steps) or 'action day not printed'}"
    told = [
        f"{_when(row) if row['date'] else 'not dated'} {sentences.step(row)}"
        for _, row in steps.iterrows()
        if row["event"]
    ]
    opening = _opening(steps)
    return f"{steps['short_title'].iloc[0]}: {', '.join([*told, opening.lower()] if opening else told)}"


def _when(row: pd.Series) -> str:
    return words.when(dates.parse(row["date"]))


def _days(steps: pd.DataFrame) -> str:
    """The first printed action day, and how many more."""
    found = [_when(row) for _, row in steps.iterrows() if row["event"] == "action_day" and row["date"]]
    return found[0] + (f" and {len(found) - 1} more" if found[1:] else "") if found else ""


def _opening(steps: pd.DataFrame) -> str:
    opened = steps[steps["event"] == "investigation_opened"]
    if opened.empty:
        return "Opening not printed"
    return "" if (opened["date"] != "").any() else "Opening not dated"


# --- axis ------------------------------------------------------------------------------------


class _Axis:
    """Days to inches: the years before in one panel, the year of the action days, wider, in another.

    Where the years from the first action day on are more than two, or no action day is printed, all
    years share one scale.
    """

    def __init__(self, page: Page, table: pd.DataFrame, right: float):
        self.left, self.right = page.left + NAMES, right
        days = [date.fromisoformat(day) for column in ("earliest", "latest") for day in table[column] if day]
        acting = table[(table["event"] == "action_day") & (table["earliest"] != "")]
        years = [day.year for day in days] or [date.min.year]
        first = min((int(day[:4]) for day in acting["earliest"]), default=0)
        self.wide = list(range(first, max(years) + 1)) if first and max(years) - first < 2 else []
        self.past = [year for year in range(min(years), max(years) + 1) if year not in self.wide and days]
        room = self.right - self.left
        year = YEAR if right == page.right else TIGHT
        self.each = min(year, PAST / max(len(self.past), 1)) if self.wide else room / max(len(self.past), 1)
        self.seam = self.left + self.each * len(self.past)

    @property
    def note(self) -> str:
        """What the subtitle has to say of the two scales."""
        if not self.wide or not self.past:
            return ""
        years = words.listed([str(year) for year in self.wide])
        return f"The year{'s' * (len(self.wide) > 1)} {years} {'is' if len(self.wide) == 1 else 'are'} drawn wider."

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


def _grid(page: Page, axis: _Axis, top: float, foot: float, middles: Sequence[float]) -> None:
    """The calendar: its head, and its lines, which are ticks where lanes are labelled."""
    if axis.wide:
        page.box(axis.seam, foot, axis.right - axis.seam, top + HEAD - foot, page.theme.band, zorder=0.5)
    grow = (top - foot) / len(middles) / LANE if middles else 1
    spans = [(y + TICK[0] * min(grow, 1.5), y + TICK[1] * min(grow, 1.5)) for y in middles] or [(foot, top)]
    for x in [*_years(page, axis, top), *_months(page, axis, top)]:
        for span in spans:
            page.line((x, x), span, page.theme.grid)
    if axis.past and axis.wide:
        page.line((axis.seam - 0.10, axis.seam - 0.02), (top, top + 0.50), page.theme.outline, 1.6)


def _years(page: Page, axis: _Axis, top: float) -> list[float]:
    size, color = page.size.body, page.theme.second
    every = next(times for times in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if times * axis.each > 0.60)
    found = []
    for number, year in enumerate(axis.past):
        x = axis.left + number * axis.each
        if year % every and number:
            continue
        found.append(x)
        if every == 1:
            page.write(x + axis.each / 2, top + 0.08, str(year), size, color, "semibold", "center")
        elif x + 0.60 < axis.seam and not (number == 0 and -year % every * axis.each < 0.60):
            page.write(x + 0.02, top + 0.08, str(year), size, color, "semibold")
    return found


def _months(page: Page, axis: _Axis, top: float) -> list[float]:
    if not axis.wide:
        return []
    size, color, months = page.size, page.theme.second, 12 * len(axis.wide)
    each = (axis.right - axis.seam) / months
    points = size.body if each > 0.54 else size.small
    for month in range(months):
        x, name = axis.seam + month * each, MONTHS[month % 12]
        if each > 0.43:
            page.write(x + each / 2, top + 0.08, name, points, color, align="center")
        elif month % 3 == 0:
            page.write(x + 0.05, top + 0.08, name, points, color)
    name = words.listed([str(year) for year in axis.wide])
    page.write(axis.seam + 0.10, top + 0.33, f"{name}, month by month", size.body, color, "semibold")
    return [axis.seam + month * each for month in range(1, months)]


# --- full lanes ------------------------------------------------------------------------------


@dataclass
class _Slots:
    """The lines of labels of a lane, nearest first, and what is taken of them."""

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


def _lane(page: Page, axis: _Axis, steps: pd.DataFrame, top: float, pitch: float, size: Size) -> None:
    grow = min(pitch / LANE, 1.5)
    middle = top - pitch * 0.5
    slots = _Slots(axis.left, page.right, _lines(pitch, grow, size))
    dated = steps[steps["date"] != ""]
    order = dated.assign(later=dated["event"] != "action_day").sort_values("later", kind="stable")
    unplaced = 0
    for _, row in order.iterrows():
        _mark(page, axis, row, middle, grow)
        unplaced += not _label(page, axis, row, middle, slots, size)
    undated = [sentences.step(row) for _, row in steps[(steps["date"] == "") & (steps["event"] != "")].iterrows()]
    if undated and not _aside(page, axis, slots, middle, undated, size):
        unplaced += len(undated)
    _lane_name(page, steps, top, pitch, size, unplaced)


def _lines(pitch: float, grow: float, size: Size) -> list[float]:
    """The baselines of labels above and below the bars, as many as the lane is high enough for."""
    step = 1.45 * size.body / INCH
    above, below = ABOVE * grow, BELOW * grow - (size.body - 16) / INCH / 2
    more = [above + step, below - step] if pitch / 2 > max(above + 2 * step, 0.1 - below + step) else []
    return [above, below, *more]


def _lane_name(page: Page, steps: pd.DataFrame, top: float, pitch: float, size: Size, unplaced: int) -> None:
    """Who it is, who led, and what is missing in the lane."""
    row, room, grey = steps.iloc[0], NAMES - 0.15, page.theme.grey
    most = 2 if pitch > 1.3 else 1
    name, points = settle(row["short_title"], room, (min(size.name, 20), 18, 16, 14), most, "semibold")
    lead, small = settle(sentences.led_by(row["leads"]), room, (min(size.note, 16), 15, 14), most)
    more = f"{words.number(unplaced)} more in timeline.csv" if unplaced else ""
    notes = [fit(note, room, small, "italic") for note in (_opening(steps), more) if note]
    y = top - 0.16 - 0.7 * points / INCH
    y = page.write_lines(page.left, y, name, points, weight="semibold") - 0.26
    for line in lead:
        page.write(page.left, y, line, small, grey)
        y -= small * 1.25 / INCH
    room_left = int((y - (top - pitch) - 0.05) / (small * 1.25 / INCH)) + 1
    if len(notes) > room_left:
        notes = notes[len(notes) - max(room_left, 0) :]
    for note in notes:
        gid = f"gap:{row['case']}" if note.startswith("Opening") else ""
        page.write(page.left, y, note, small, grey, "italic", gid=gid)
        y -= small * 1.25 / INCH


def _kind(axis: _Axis, row: pd.Series) -> str:
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


def _mark(page: Page, axis: _Axis, row: pd.Series, y: float, grow: float) -> None:
    color = getattr(page.theme, KIND.get(row["event"], "data"))
    left, right = axis.window(row)
    gid = f"mark:{row['event']}:{row['case']}:{row['date']}"
    match _kind(axis, row):
        case "day":
            marks.diamond(page, (left + right) / 2, y, color, gid, 0.28 * min(grow, 1.3))
        case "days":
            page.line((left, right), (y, y), color, 3, gid=gid, zorder=3)
            for x in (left, right):
                marks.diamond(page, x, y, color)
        case "bracket":
            low, high = y - 0.18 * grow, y - 0.08 * grow
            corners = (left, left, right, right), (high, low, low, high)
            page.line(*corners, color, 2.4, gid=gid, zorder=2.5, solid_joinstyle="miter")
        case _:
            behind = page.theme.band if axis.wide and left >= axis.seam - 0.01 else page.theme.paper
            _window(page, (left, right), y, color, behind, gid, BAR * grow)


def _window(page: Page, ends: tuple[float, float], y: float, color: str, behind: str, gid: str, high: float) -> None:
    """A tinted bar with coloured edges above and below that fades out at both ends."""
    left, right = ends
    fade, steps = min(FADE, (right - left) / 3), 6
    ramp = [fade * n / steps for n in range(steps + 1)]
    edges = [left + share for share in ramp] + [right - fade + share for share in ramp]
    bands = [(-high / 2, high / 2, TINT), (-high / 2, -high / 2 + 0.035, 1), (high / 2 - 0.035, high / 2, 1)]
    shapes, colors = [], []
    for number, (start, end) in enumerate(itertools.pairwise(edges)):
        share = min(1.0, (min(number, 2 * steps - number) + 0.5) / steps)
        for low, top, strength in bands:
            shapes.append([(start, y + low), (end, y + low), (end, y + top), (start, y + top)])
            colors.append(_blend(color, behind, strength * share))
    fill = PolyCollection(shapes, facecolors=colors, edgecolors="none", linewidths=0, antialiaseds=False)
    page.add(fill, gid, 2.5)


def _blend(color: str, behind: str, share: float) -> tuple[float, ...]:
    return tuple(share * one + (1 - share) * two for one, two in zip(to_rgb(color), to_rgb(behind), strict=True))


def _label(page: Page, axis: _Axis, row: pd.Series, y: float, slots: _Slots, size: Size) -> bool:
    """The date and the step beside its mark; False where the lane has no room for them."""
    day = row["event"] == "action_day"
    weight, color = ("semibold", page.theme.focus_text) if day else ("regular", page.theme.ink)
    left, right = axis.window(row)
    text = f"{_short(axis, row)}: {sentences.step(row)}"
    if _kind(axis, row) == "bracket":
        text = f"In{words.BOUND}{text}" if text[0].isdigit() else words.capital(text)
        found = slots.place(width(text, size.body, weight), [left + 0.06], slots.lines[1:2])
    else:
        long = width(text, size.body, weight)
        starts = [left + 0.03, right - long, (left + right - long) / 2, left - long / 4, left - 3 * long / 4]
        found = slots.place(long, starts)
    if found:
        page.write(found[0], y + found[1], text, size.body, color, weight)
    return bool(found)


def _short(axis: _Axis, row: pd.Series) -> str:
    """The date, without the year where the panel says it already."""
    when = _when(row)
    if len(axis.wide) == 1 and row["earliest"][:4] == row["latest"][:4] == str(axis.wide[0]):
        when = when.replace(f"{words.BOUND}{axis.wide[0]}", "")
    return when


def _aside(page: Page, axis: _Axis, slots: _Slots, y: float, steps: list[str], size: Size) -> bool:
    """What has no place on the axis, in italics where the lane has room for it."""
    short = f"{words.capital(words.plural(len(steps), 'step'))} not dated"
    for said in (f"Not dated: {', '.join(steps)}", short):
        long = width(said, size.body, "italic")
        right, lines = page.right - long - 0.06, [*slots.lines[1:], slots.lines[0]]
        behind = [high + 2 * GAP for taken in slots.taken.values() for _, high in taken]
        for starts in ([right], [x for x in behind if x >= axis.seam], [axis.seam + 0.12], [slots.left, *behind]):
            found = slots.place(long, starts, lines)
            if found:
                page.write(found[0], y + found[1], said, size.body, page.theme.grey, "italic")
                return True
    return False


# --- a row each ------------------------------------------------------------------------------


def _row(page: Page, axis: _Axis, steps: pd.DataFrame, y: float, day: str) -> None:
    size, theme = page.size, page.theme
    name, points = settle(steps["short_title"].iloc[0], NAMES - 0.1, (size.note, size.small))
    page.write_middle(page.left, y, name, points)
    dated = steps[steps["date"] != ""]
    for _, row in dated[dated["event"] != "action_day"].iterrows():
        _thin(page, axis, row, y, 0.06)
    for _, row in dated[dated["event"] == "action_day"].iterrows():
        _acting(page, axis, row, y)
    x = axis.right + 0.2
    if day:
        (said,), points = settle(day, page.right - x, (size.small,), 1, "semibold")
        page.write_middle(x, y, [said], points, color=theme.focus_text, weight="semibold")
    else:
        page.write_middle(x, y, [fit(NOTHING, page.right - x, size.small)], size.small, color=theme.grey)


def _thin(page: Page, axis: _Axis, row: pd.Series, y: float, high: float) -> None:
    left, right = axis.window(row)
    color = getattr(page.theme, KIND.get(row["event"], "data"))
    gid = f"mark:{row['event']}:{row['case']}:{row['date']}"
    page.box(left, y - high / 2, max(right - left, 0.05), high, color, gid=gid, zorder=2)


def _acting(page: Page, axis: _Axis, row: pd.Series, y: float) -> None:
    """An action day: a diamond only where the source prints the day."""
    left, right = axis.window(row)
    kind, color = _kind(axis, row), page.theme.focus
    if kind == "day":
        gid = f"mark:action_day:{row['case']}:{row['date']}"
        marks.diamond(page, (left + right) / 2, y, color, gid, 0.2)
        return
    _thin(page, axis, row, y, 0.09)
    for x in (left, right) if kind == "days" else ():
        marks.diamond(page, x, y, color, across=0.2)
