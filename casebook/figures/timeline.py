"""Each action's steps in time, drawn no more precisely than they are printed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from casebook import dates, sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import INCH, Page, fit, width

LANES, MOST_ROWS = 4, 18
NAMES, YEAR, PAST = 2.30, 0.78, 3.9
ABOVE, BELOW, BAR, FADE, GAP = 0.19, -0.38, 0.22, 0.16, 0.12
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
KIND = {
    "action_day": "focus",
    "assistance_requested": "help",
    "coordination_meeting": "help",
    "earlier_action": "grey",
}


def timeline(table: pd.DataFrame, credit: Credit, theme: str = "light") -> Page:
    """One lane an action from a table of `compare.timeline`; above four lanes a row each, days labelled."""
    page = Page("timeline", table, credit, theme)
    cases = list(dict.fromkeys(table["case"]))
    full = len(cases) <= LANES
    axis = _Axis(page, table)
    page.frame(sentences.timeline_headlines(table), _subtitle(axis, len(cases)), _doubt(full))
    shown = cases if full or len(cases) <= MOST_ROWS else cases[: MOST_ROWS - 1]
    top = page.top - 0.52
    rows = max(len(shown) + (len(shown) < len(cases)), 1)
    pitch = min((top - page.bottom - 0.08) / rows, 1.15 if full else 0.5)
    _grid(page, axis, top, top - rows * pitch)
    for number, case in enumerate(shown):
        steps = table[table["case"] == case]
        y = top - number * pitch
        page.rule(y, page.theme.outline, 1.2 if full else 0.6)
        (_lane if full else _row)(page, axis, steps, y, pitch)
    if len(shown) < len(cases):
        page.rule(top - len(shown) * pitch, page.theme.outline, 0.6)
        rest = f"and {words.number(len(cases) - len(shown))} more; all in timeline.csv"
        page.write(page.left, top - (len(shown) + 0.5) * pitch - 0.07, rest, page.size.note, page.theme.second)
    page.describe(
        f"Timeline of {words.plural(len(cases), 'action')}",
        [_clause(table[table["case"] == case]) for case in cases],
        "A year or a month is drawn as a window: at some time within it.",
    )
    return page


def _subtitle(axis: _Axis, lanes: int) -> str:
    said = "Steps that the source dates, one lane per action." if lanes > 1 else "Steps that the source dates."
    return f"{said} {axis.note}".strip()


def _doubt(full: bool) -> str:
    if full:
        return (
            "A bar with open ends, or a bracket: at some time within that year or month, not throughout it. "
            "A diamond: a day."
        )
    return "A diamond: the action day. A bar: another dated step, at some time within it; timeline.csv names each."


def _clause(steps: pd.DataFrame) -> str:
    told = [
        f"{words.when(dates.parse(row['date'])) if row['date'] else 'not dated'} {sentences.step(row)}"
        for _, row in steps.iterrows()
    ]
    opening = "" if _opened(steps) else ", opening not printed"
    return f"{steps['short_title'].iloc[0]}: {', '.join(told)}{opening}"


def _opened(steps: pd.DataFrame) -> bool:
    return bool(((steps["event"] == "investigation_opened") & (steps["date"] != "")).any())


# --- axis ------------------------------------------------------------------------------------


class _Axis:
    """Days to inches: the years before in one panel, the year of the action days, wider, in another.

    Where the action days span more than two years, or none is printed, all years share one scale.
    """

    def __init__(self, page: Page, table: pd.DataFrame):
        self.left, self.right = page.left + NAMES, page.right
        days = [date.fromisoformat(day) for column in ("earliest", "latest") for day in table[column] if day]
        acting = table[(table["event"] == "action_day") & (table["earliest"] != "")]
        years = [day.year for day in days] or [0]
        wide = [int(day[:4]) for column in ("earliest", "latest") for day in acting[column] if day]
        two = bool(wide) and max(wide) - min(wide) < 2 and max(years) == max(wide)
        self.wide = list(range(min(wide), max(wide) + 1)) if two else []
        self.past = [year for year in range(min(years), max(years) + 1) if year not in self.wide]
        self.each = (
            min(YEAR, PAST / len(self.past)) if self.past and two else (self.right - self.left) / max(len(self.past), 1)
        )
        self.seam = self.left + self.each * len(self.past)

    @property
    def note(self) -> str:
        if not self.wide or not self.past:
            return ""
        return f"{_span(self.wide, 'The year')} drawn wider than the years before."

    def x(self, day: date, end: bool = False) -> float:
        """Where a day begins (or ends) on the page."""
        if day.year in self.wide:
            month = (day.year - self.wide[0]) * 12 + day.month - 1
            length = ((date(day.year + day.month // 12, day.month % 12 + 1, 1)) - date(day.year, day.month, 1)).days
            share = (month + (day.day - 1 + end) / length) / (12 * len(self.wide))
            return self.seam + share * (self.right - self.seam)
        share = (day - date(day.year, 1, 1)).days + end
        return self.left + self.each * (day.year - self.past[0] + share / (366 if day.year % 4 == 0 else 365))

    def window(self, row: pd.Series) -> tuple[float, float]:
        """From where to where a step may have happened; an open end runs to the edge."""
        left = self.x(date.fromisoformat(row["earliest"])) if row["earliest"] else self.left
        right = self.x(date.fromisoformat(row["latest"]), end=True) if row["latest"] else self.right
        return left, right


def _span(years: list[int], noun: str) -> str:
    return f"{noun} {years[0]} is" if len(years) == 1 else f"The years {years[0]} and {years[1]} are"


def _grid(page: Page, axis: _Axis, top: float, foot: float) -> None:
    size, theme = page.size, page.theme
    every = max(1, -(-len(axis.past) * 6 // 50)) if axis.each < 0.5 else 1
    for number, year in enumerate(axis.past):
        x = axis.left + number * axis.each
        page.line((x, x), (foot, top), theme.grid)
        if number % every == 0:
            page.write(x + axis.each / 2, top + 0.08, str(year), size.body, theme.second, "semibold", "center")
    if not axis.wide:
        return
    page.box(axis.seam, foot, axis.right - axis.seam, top + 0.56 - foot, theme.band, zorder=0.5)
    months = 12 * len(axis.wide)
    each = (axis.right - axis.seam) / months
    for month in range(months):
        x = axis.seam + month * each
        if month:
            page.line((x, x), (foot, top), theme.grid)
        if each > 0.5 or month % 3 == 0:
            place = x + each / 2 if each > 0.5 else x + 0.05
            page.write(
                place,
                top + 0.08,
                MONTHS[month % 12],
                size.body if each > 0.54 else size.small,
                theme.second,
                align="center" if each > 0.5 else "left",
            )
    name = str(axis.wide[0]) if len(axis.wide) == 1 else f"{axis.wide[0]} and {axis.wide[1]}"
    page.write(axis.seam + 0.10, top + 0.33, f"{name}, month by month", size.body, theme.second, "semibold")
    if axis.past:
        page.line((axis.seam - 0.10, axis.seam - 0.02), (top, top + 0.50), theme.outline, 1.6)


# --- full lanes ------------------------------------------------------------------------------


@dataclass
class _Slots:
    """The two lines of labels of a lane, and what is taken of them."""

    left: float
    right: float
    taken: dict[float, list[tuple[float, float]]] = field(default_factory=lambda: {ABOVE: [], BELOW: []})

    def place(self, long: float, anchors: list[float], lines=(ABOVE, BELOW)) -> tuple[float, float] | None:
        """Where a label of that length can begin: the first free of the anchors, above before below."""
        for line in lines:
            for start in anchors:
                end = start + long
                free = all(end + GAP <= low or start >= high + GAP for low, high in self.taken[line])
                if free and start >= self.left and end <= self.right:
                    self.taken[line].append((start, end))
                    return start, line
        return None


def _lane(page: Page, axis: _Axis, steps: pd.DataFrame, top: float, pitch: float) -> None:
    middle = top - pitch * 0.52
    _lane_name(page, steps, top, pitch)
    slots = _Slots(axis.left, page.right)
    dated = steps[steps["date"] != ""]
    order = dated.assign(first=dated["event"] != "action_day").sort_values("first", kind="stable")
    unplaced = []
    for _, row in order.iterrows():
        _mark(page, axis, row, middle)
        if not _label(page, axis, row, middle, slots):
            unplaced.append(sentences.step(row))
    undated = [sentences.step(row) for _, row in steps[steps["date"] == ""].iterrows()]
    _aside(page, axis, slots, middle, "Not dated", undated)
    _aside(page, axis, slots, middle, "Also dated", unplaced)


def _lane_name(page: Page, steps: pd.DataFrame, top: float, pitch: float) -> None:
    size, row, room = page.size, steps.iloc[0], NAMES - 0.15
    y = top - 0.34
    page.write(page.left, y, fit(row["short_title"], room, 18, "semibold"), 18, weight="semibold")
    page.write(page.left, y - 0.27, fit(sentences.led_by(row["leads"]), room, size.note), size.note, page.theme.grey)
    if not _opened(steps):
        page.write(
            page.left,
            y - 0.53,
            "Opening not printed",
            size.note,
            page.theme.grey,
            "italic",
            gid=f"gap:{row['case']}",
        )


def _is_day(row: pd.Series) -> bool:
    return row["earliest"] == row["latest"] != ""


def _is_wide(axis: _Axis, row: pd.Series) -> bool:
    """A window over a quarter of its panel would read as work that went on all the time."""
    left, right = axis.window(row)
    return bool(axis.wide) and right - left > (axis.right - axis.seam) / 4 and left >= axis.seam - 0.01


def _mark(page: Page, axis: _Axis, row: pd.Series, y: float) -> None:
    color = getattr(page.theme, KIND.get(row["event"], "data"))
    left, right = axis.window(row)
    gid = f"mark:{row['event']}:{row['case']}:{row['date']}"
    if _is_day(row):
        marks.diamond(page, (left + right) / 2, y, color, gid)
    elif row["event"] == "action_day":
        page.line((left, right), (y, y), color, 3, gid=gid, zorder=3)
        for x in (left, right):
            marks.diamond(page, x, y, color)
    elif _is_wide(axis, row):
        page.line(
            (left + 0.04, left + 0.04, right - 0.04, right - 0.04),
            (y - 0.08, y - 0.18, y - 0.18, y - 0.08),
            color,
            2.4,
            gid=gid,
            zorder=2.5,
        )
    else:
        behind = page.theme.band if left >= axis.seam and axis.wide else page.theme.paper
        _window(page, left, right, y, color, behind, gid)


def _window(page: Page, left: float, right: float, y: float, color: str, behind: str, gid: str) -> None:
    """A tinted bar with coloured edges above and below that fades out at both ends."""
    left, right = left + 0.03, right - 0.03
    fade, steps = min(FADE, (right - left) / 3), 6
    edges = [left + fade * n / steps for n in range(steps + 1)] + [
        right - fade + fade * n / steps for n in range(steps + 1)
    ]
    shapes, colors = [], []
    for number, (start, end) in enumerate(itertools.pairwise(edges)):
        share = min(1.0, (min(number, 2 * steps - number) + 0.5) / steps)
        for low, high, strength in (
            (-BAR / 2, BAR / 2, 0.28),
            (-BAR / 2, -BAR / 2 + 0.035, 1),
            (BAR / 2 - 0.035, BAR / 2, 1),
        ):
            shapes.append([(start, y + low), (end, y + low), (end, y + high), (start, y + high)])
            colors.append(_blend(color, behind, strength * share))
    page.add(
        PolyCollection(shapes, facecolors=colors, edgecolors="none", linewidths=0, antialiaseds=False),
        gid,
        2.5,
    )


def _blend(color: str, behind: str, share: float) -> tuple[float, ...]:
    return tuple(share * one + (1 - share) * two for one, two in zip(to_rgb(color), to_rgb(behind), strict=True))


def _label(page: Page, axis: _Axis, row: pd.Series, y: float, slots: _Slots) -> bool:
    day = row["event"] == "action_day"
    weight = "semibold" if day else "regular"
    color = page.theme.focus_text if day else page.theme.ink
    left, right = axis.window(row)
    text, size = _worded(axis, row), page.size.body
    if _is_wide(axis, row) and not day:
        text = f"In{words.BOUND}{words.when(dates.parse(row['date']))}, no date printed: {sentences.step(row)}"
        anchors, lines = [left + 0.06], (BELOW,)
    else:
        lines = (ABOVE, BELOW)
        anchors = [left + 0.03]
    long = width(text, size, weight)
    if not _is_wide(axis, row) or day:
        anchors += [right - long, (left + right - long) / 2, left - long / 4, left - 3 * long / 4]
    found = slots.place(long, anchors, lines)
    if found:
        _clear(page, axis, found[0], long, y + found[1])
        page.write(found[0], y + found[1], text, size, color, weight)
    return bool(found)


def _clear(page: Page, axis: _Axis, start: float, long: float, y: float) -> None:
    """Take the gridlines away behind a label, in the colour of each panel that it stands on."""
    end = min(start + long + 0.05, page.right)
    start -= 0.05
    seam = min(max(axis.seam, start), end) if axis.wide else end
    for left, right, color in ((start, seam, page.theme.paper), (seam, end, page.theme.band)):
        if right > left:
            page.box(left, y - 0.06, right - left, 0.24, color, zorder=1.8)


def _worded(axis: _Axis, row: pd.Series) -> str:
    """The date without the year where the panel says it already, then what happened."""
    when = words.when(dates.parse(row["date"]))
    if len(axis.wide) == 1 and row["earliest"][:4] == row["latest"][:4] == str(axis.wide[0]):
        when = when.replace(f"{words.BOUND}{axis.wide[0]}", "")
    return f"{when}: {sentences.step(row)}"


def _aside(page: Page, axis: _Axis, slots: _Slots, y: float, what: str, steps: list[str]) -> None:
    """What has no place on the axis, in italics where the lane has room for it."""
    if not steps:
        return
    said = fit(f"{what}: {', '.join(steps)}", page.right - slots.left, page.size.body, "italic")
    long = width(said, page.size.body, "italic")
    starts = [page.right - long, axis.seam + 0.12, slots.left]
    starts += [high + 2 * GAP for taken in slots.taken.values() for _, high in taken]
    found = slots.place(long, starts, (BELOW, ABOVE))
    if found:
        _clear(page, axis, found[0], long, y + found[1])
        page.write(found[0], y + found[1], said, page.size.body, page.theme.grey, "italic")


# --- a row each ------------------------------------------------------------------------------


def _row(page: Page, axis: _Axis, steps: pd.DataFrame, top: float, pitch: float) -> None:
    size, y = page.size, top - pitch / 2
    base = y - 0.33 * size.note / INCH
    page.write(page.left, base, fit(steps["short_title"].iloc[0], NAMES - 0.1, size.note), size.note)
    for _, row in steps[(steps["date"] != "") & (steps["event"] != "action_day")].iterrows():
        left, right = axis.window(row)
        color = getattr(page.theme, KIND.get(row["event"], "data"))
        page.box(
            left,
            y - 0.03,
            max(right - left, 0.05),
            0.06,
            color,
            gid=f"mark:{row['event']}:{row['case']}:{row['date']}",
            zorder=2,
        )
    days = steps[(steps["event"] == "action_day") & (steps["date"] != "")]
    for _, row in days.iterrows():
        left, right = axis.window(row)
        marks.diamond(
            page, (left + right) / 2, y, page.theme.focus, f"mark:action_day:{row['case']}:{row['date']}", 0.2
        )
    if len(days):
        row = days.iloc[0]
        left, right = axis.window(row)
        text = words.when(dates.parse(row["date"]))
        long = width(text, size.small, "semibold")
        x = right + 0.16 if right + 0.16 + long <= page.right else left - 0.16 - long
        page.write(
            x,
            base,
            text,
            size.small,
            page.theme.focus_text,
            "semibold",
            halo=page.theme.band if axis.wide else page.theme.paper,
        )
