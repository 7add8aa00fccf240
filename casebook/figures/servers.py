"""One measure for each action on a log axis: dots for numbers, floors with an open end."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, log10

import pandas as pd

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import Page, drawing, fit, settle, width
from casebook.figures.theme import LIGHT, SLIDE, Look, roomy

AXIS = (4.40, 10.50)
GUTTER = 1.30
TWO_LINES, MOST_ROWS = 6, 18
FLOORS, CEILINGS = ("more_than", "at_least"), ("nearly", "less_than", "at_most")
NOTHING = "not reported"


@drawing
def servers_taken_down(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """One row an action from a table of `compare.by_action`, the largest printed number first."""
    page = Page("servers-taken-down", table, credit, look)
    axis = _Axis(table)
    page.frame(sentences.by_action_headlines(table), _subtitle(table, axis), _doubt(table))
    shown = table if len(table) <= MOST_ROWS else table.head(MOST_ROWS - 1)
    bottom = page.bottom + 0.42 * bool(axis.ticks)
    pitch = (page.top - bottom) / (len(shown) + (len(shown) < len(table)))
    _grid(page, axis, bottom, bottom + pitch * (len(shown) < len(table)))
    for number, (_, row) in enumerate(shown.iterrows()):
        _row(page, axis, row, page.top - (number + 0.5) * pitch, pitch, len(table))
        if number:
            page.rule(page.top - number * pitch)
    if len(shown) < len(table):
        page.rule(page.top - len(shown) * pitch)
        rest, room = _rest(table.iloc[len(shown) :]), page.right - page.left
        page.write_middle(page.left, bottom + pitch / 2, [fit(rest, room, 15)], 15, color=page.theme.second)
    page.describe(
        f"Dot plot, log scale, servers taken down in {words.plural(len(table), 'action')}",
        [_clause(row) for _, row in table.iterrows()],
        _told(table),
    )
    return page


def _placed(row: pd.Series) -> bool:
    """A log axis has no place for words, gaps and zero."""
    return row["value"] is not None and row["value"] > 0


class _Axis:
    """A log axis from the power of ten at or below the smallest number to the one above the largest.

    Rows without a place on it make it begin further right: what they say stands left of it.
    """

    def __init__(self, table: pd.DataFrame):
        placed = [row for _, row in table.iterrows() if _placed(row)]
        values = [value for row in placed for value in (row["value"], row["value_high"]) if value is not None]
        self.low = floor(log10(min(values))) if values else 0
        self.high = max(ceil(log10(max(values))), self.low + 1) if values else 1
        aside = len(placed) < len(table)
        left = any(row["qualifier"] in CEILINGS for row in placed)
        self.left = AXIS[0] + (GUTTER if aside else 0.40 if left else 0)
        self.ticks = [Decimal(10) ** power for power in range(self.low, self.high + 1)] if placed else []

    @property
    def every(self) -> int:
        """Which of the powers of ten are labelled, so that the longest label has room."""
        longest = max(width(words.number(tick), SLIDE.body) for tick in (self.ticks[0], self.ticks[-1]))
        return ceil((longest + 0.3) * (len(self.ticks) - 1) / (AXIS[1] - self.left))

    def x(self, value: Decimal) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return self.left + share * (AXIS[1] - self.left)


def _grid(page: Page, axis: _Axis, foot: float, end: float) -> None:
    for place, tick in enumerate(axis.ticks):
        x = axis.x(tick)
        page.line((x, x), (end, page.top), page.theme.grid, gid=f"tick:{tick}")
        if place % axis.every == 0:
            page.write(x, foot - 0.28, words.number(tick), page.size.body, page.theme.second, align="center")


def _row(page: Page, axis: _Axis, row: pd.Series, y: float, pitch: float, rows: int) -> None:
    _name(page, row, y, pitch, rows)
    size = roomy(rows, page.look.size)
    key = size.key if rows <= TWO_LINES else min(size.name, max(size.small, pitch * 44))
    if row["qualifier"] == "":
        _gap(page, row, y, min(key, size.note))
    elif not _placed(row):
        _aside(page, row, y, min(key, size.name))
    else:
        scale = key / 24 if rows <= TWO_LINES else min(1.0, pitch / 0.45)
        high = axis.x(row["value_high"]) if row["value_high"] is not None else None
        gid = f"mark:{row['qualifier']}:{row['case']}"
        sides = marks.for_qualifier(page, row["qualifier"], axis.x(row["value"]), y, page.theme.data, gid, scale, high)
        _label(page, row, sides, y, key, rows)


def _name(page: Page, row: pd.Series, y: float, pitch: float, rows: int) -> None:
    size, room = roomy(rows, page.look.size), AXIS[0] - page.left - 0.22
    if rows > TWO_LINES:
        name, points = settle(row["short_title"], room, (min(18, max(size.small, pitch * 44)), size.small))
        page.write_middle(page.left, y, name, points)
        return
    lead, day = sentences.led_by(row["leads"]), sentences.action_day(row["action_day"])
    under, small = settle(f"{lead} · {day}", room, (size.note,) if pitch > 1 else (size.note, size.small))
    if under[0].endswith("…"):
        under = [fit(text, room, small) for text in ((lead, day) if pitch > 1 else (day,))]
    name, points = settle(row["short_title"], room, (size.name, 18, 16, 14), 2 if pitch > 1 else 1, "semibold")
    step, gap = points * 1.15 / 72, (small * 1.15 + 4) / 72
    deep = step * (len(name) - 1) + gap + small * 1.15 / 72 * (len(under) - 1)
    top = y + deep / 2 - 0.22 * (points + small) / 2 / 72 - 0.02
    last = page.write_lines(page.left, top, name, points, 1.15, weight="semibold")
    page.write_lines(page.left, last - gap, under, small, 1.15, color=page.theme.grey)


def _label(page: Page, row: pd.Series, sides: tuple[float, float], y: float, key: float, rows: int) -> None:
    """The printed words behind the mark; before it, or smaller, where the page ends too soon."""
    left, right = sides
    text, unit, theme = words.quoted(row["as_printed"]), row["unit"], page.theme
    before, behind = left - AXIS[0], page.right - right
    sizes = [key, *(points for points in (20, 18, 16, 14) if points < key)]
    lines, points = settle(text, max(before, behind), sizes, 1, "semibold")
    long = width(lines[0], points, "semibold")
    start = right if long <= behind else left - long
    base = y - 0.33 * points / 72
    page.write(start, base, lines[0], points, theme.data_text, "semibold", halo=theme.paper)
    body = roomy(rows, page.look.size).body
    if rows <= TWO_LINES and start == right and right + long + 0.12 + width(unit, body) <= page.right:
        page.write(right + long + 0.12, base, unit, body, theme.second, halo=theme.paper)


def _gap(page: Page, row: pd.Series, y: float, points: float) -> None:
    x, long = AXIS[0] + 0.10, width(NOTHING, points, "italic")
    gid, theme = f"gap:{row['case']}", page.theme
    page.write_middle(x, y, [NOTHING], points, color=theme.grey, weight="italic", gid=gid)
    dashes = {"edgecolor": theme.outline, "linewidth": 1.2, "linestyle": (0, (4, 3)), "zorder": 2}
    high = points * 1.45 / 72
    page.box(x - 0.10, y - high / 2, long + 0.20, high, "none", **dashes)


def _aside(page: Page, row: pd.Series, y: float, points: float) -> None:
    """Words and zeros: left of the axis, and over it only where they are long."""
    x, weight = AXIS[0] + 0.10, "italic" if row["value"] is None else "semibold"
    lines, points = settle(words.quoted(row["as_printed"]), page.right - x, (points, 16, 14), 1, weight)
    gid = f"mark:{row['qualifier']}:{row['case']}"
    page.write_middle(x, y, lines, points, weight=weight, gid=gid, halo=page.theme.paper)


def _rest(rest: pd.DataFrame) -> str:
    known = rest[[value is not None for value in rest["value"]]]
    gaps = int((rest["qualifier"] == "").sum())
    span = ""
    if len(known):
        low, high = known["value"].min(), known["value"].max()
        span = f", printed numbers from {words.number(low)} to {words.number(high)}"
        span += ", some of them floors" if known["qualifier"].isin(FLOORS).any() else ""
    none = f", {words.number(gaps)} not reported" if gaps else ""
    return f"and {words.number(len(rest))} more{span}{none}; all in servers-taken-down.csv"


def _subtitle(table: pd.DataFrame, axis: _Axis) -> str:
    which = "the" if len(table) == 1 else "each"
    what = f"Servers taken down in {which} action{sentences.of_years(table)}, as the source prints it."
    return f"{what} Log scale: each step is ten times the last." if axis.ticks else what


def _doubt(table: pd.DataFrame) -> str:
    floors, ceilings, rings = (table["qualifier"].isin(ends).any() for ends in (FLOORS, CEILINGS, ["about"]))
    said = []
    if floors or ceilings:
        ends = " and one to the left a ceiling" if floors and ceilings else ""
        arrow = "An arrow to the right" if ends else "The arrow"
        said.append(f"{arrow} marks a {'floor' if floors else 'ceiling'}{ends}: the true number is not known.")
    if rings:
        said.append("A ring marks an estimate.")
    said += ["“Led by” is our reading."] if any(table["leads"]) else []
    return " ".join([*said, *_meaning(table)])


def _told(table: pd.DataFrame) -> str:
    """The doubt in words that need no picture."""
    said = []
    for ends, name in ((FLOORS, "floor"), (CEILINGS, "ceiling")):
        number = int(table["qualifier"].isin(ends).sum())
        if number:
            verb = "is a" if number == 1 else "are"
            said.append(f"{words.capital(words.count(number))} {verb} {name}{'s' * (number > 1)}, not the true number.")
    said += ["“Led by” is our reading."] if any(table["leads"]) else []
    return " ".join([*said, *_meaning(table)])


def _meaning(table: pd.DataFrame) -> list[str]:
    said = ["Not reported is not zero."] if (table["qualifier"] == "").any() else []
    return [*said, "“Server” may not mean the same thing in each action."] if len(table) > 1 else said


def _clause(row: pd.Series) -> str:
    return f"{row['short_title']} {words.quoted(row['as_printed']) if row['qualifier'] else NOTHING}"
