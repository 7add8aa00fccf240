"""One measure for each action on a log axis: dots for numbers, floors with an open end."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, log10

import pandas as pd

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import INCH, Each, Page, drawing, is_cut, pick, settle, width
from casebook.figures.theme import LIGHT, Look, Size, roomy
from casebook.sentences.drawn import servers as say
from casebook.words import NOT_REPORTED

ROOM = {"slide": (3.80, 2.23), "half": (2.20, 2.20), "column": (3.60, 2.05)}  # for names, and behind the axis
GUTTER = 1.30
TWO_LINES, MOST_ROWS, TIGHTEST = 6, 18, 0.24
COLUMN = 7.0


@drawing
def servers_taken_down(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """One row an action from a table of `compare.by_action`, the largest printed number first."""
    page = Page("servers-taken-down", table, credit, look, COLUMN)
    axis = _Axis(page, table.head(MOST_ROWS))
    page.frame(sentences.by_action_headlines(table), say.subtitle(table, bool(axis.ticks)), say.doubt(table))
    bottom = page.bottom + 0.42 * bool(axis.ticks)
    most = min(MOST_ROWS, int((page.top - bottom) / TIGHTEST))
    shown = table if len(table) <= most else table.head(most - 1)
    pitch = (page.top - bottom) / (len(shown) + (len(shown) < len(table)))
    _grid(page, axis, bottom, bottom + pitch * (len(shown) < len(table)))
    for number, (_, row) in enumerate(shown.iterrows()):
        _row(page, axis, row, page.top - (number + 0.5) * pitch, pitch, len(table), not number)
        if number:
            page.rule(page.top - number * pitch)
    if len(shown) < len(table):
        page.rule(page.top - len(shown) * pitch)
        rest, points = say.rest(table.iloc[len(shown) :]), page.size.note
        said = pick(rest, page.right - page.left, points)
        page.write_middle(page.left, bottom + pitch / 2, [said], points, color=page.theme.second)
    page.describe(say.form(len(table)), Each.row(say.clause, table), say.caveat(table))
    return page


def _placed(row: pd.Series) -> bool:
    """A log axis has no place for words, gaps and zero."""
    return row["value"] is not None and row["value"] > 0


class _Axis:
    """A log axis from the power of ten at or below the smallest number to the one above the largest.

    Rows without a place on it make it begin further right: what they say stands left of it, from `start` on.
    On a narrow page a few rows have their names `above` their marks.
    """

    def __init__(self, page: Page, table: pd.DataFrame):
        names, behind = ROOM[page.look.size]
        self.above = page.size.narrow and len(table) <= TWO_LINES
        self.body = page.size.body
        placed = [row for _, row in table.iterrows() if _placed(row)]
        values = [value for row in placed for value in (row["value"], row["value_high"]) if value is not None]
        self.low = floor(log10(min(values))) if values else 0
        self.high = max(ceil(log10(max(values))), self.low + 1) if values else 1
        first = width(words.number(Decimal(10) ** self.low), self.body) / 2
        self.start, self.right = page.left + (max(first, 0.10) if self.above else names), page.right - behind
        aside = len(placed) < len(table)
        left = any(row["qualifier"] in say.CEILINGS for row in placed)
        self.left = self.start + (GUTTER if aside else 0.40 if left else 0)
        self.ticks = [Decimal(10) ** power for power in range(self.low, self.high + 1)] if placed else []

    @property
    def every(self) -> int:
        """Which of the powers of ten are labelled, so that the longest label has room."""
        longest = max(width(words.number(tick), self.body) for tick in (self.ticks[0], self.ticks[-1]))
        return ceil((longest + 0.3) * (len(self.ticks) - 1) / (self.right - self.left))

    def x(self, value: Decimal) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


def _grid(page: Page, axis: _Axis, foot: float, end: float) -> None:
    for place, tick in enumerate(axis.ticks):
        x = axis.x(tick)
        page.line((x, x), (end, page.top), page.theme.grid, gid=f"tick:{tick}")
        if place % axis.every == 0:
            page.write(x, foot - 0.28, words.number(tick), page.size.body, page.theme.second, align="center")


def _row(page: Page, axis: _Axis, row: pd.Series, y: float, pitch: float, rows: int, first: bool) -> None:
    """One action; the first says what is counted."""
    size = roomy(rows, page.look.size)
    if axis.above:
        y = _name_above(page, row, y, size)
    elif rows > TWO_LINES:
        room = axis.start - page.left - 0.22
        name, points = settle(row["short_title"], room, (min(18, max(size.small, pitch * 44)), size.small))
        page.write_middle(page.left, y, name, points)
    else:
        _name(page, row, y, pitch, axis.start - page.left - 0.22, size)
    key = size.key if rows <= TWO_LINES else min(size.name, max(size.small, pitch * 44))
    if row["qualifier"] == "":
        _gap(page, axis, row, y, min(key, size.note))
    elif not _placed(row):
        _aside(page, axis, row, y, min(key, size.name))
    else:
        scale = key / 24 if rows <= TWO_LINES else min(1.0, pitch / 0.45)
        high = axis.x(row["value_high"]) if row["value_high"] is not None else None
        gid = f"mark:{row['qualifier']}:{row['case']}"
        sides = marks.for_qualifier(page, row["qualifier"], axis.x(row["value"]), y, page.theme.data, gid, scale, high)
        _label(page, axis, row, sides, y, key, size.body if first and rows <= TWO_LINES else 0)


def _name_above(page: Page, row: pd.Series, y: float, size: Size) -> float:
    """The name, and behind it what fits of who led and when; gives back where the middle of the mark belongs."""
    (name,), points = settle(row["short_title"], page.right - page.left, (size.name, *size.set), 1, "semibold")
    base = y + 0.08
    end = page.write(page.left, base, name, points, weight="semibold", halo=page.theme.paper).end
    variants = say.who_and_when(row)
    under = (text for text in variants if width(text, size.small) <= page.right - end - 0.15)
    page.write(end + 0.15, base, next(under, ""), size.small, page.theme.grey, halo=page.theme.paper)
    return base - 0.11 - 0.42 * size.key / INCH


def _name(page: Page, row: pd.Series, y: float, pitch: float, room: float, size: Size) -> None:
    lead, day = sentences.led_by_briefly(row["leads"]), sentences.action_day(row["action_day"], row["days"])
    under, small = settle(f"{lead[0]} · {day}", room, (size.note,) if pitch > 1 else (size.note, size.small))
    if is_cut(under):
        under = [pick(lead, room, small), day] if pitch > 1 else [day]
    name, points = settle(row["short_title"], room, (size.name, 18, 16, 14), 2 if pitch > 1 else 1, "semibold")
    step, gap = points * 1.15 / INCH, (small * 1.15 + 4) / INCH
    deep = step * (len(name) - 1) + gap + small * 1.15 / INCH * (len(under) - 1)
    top = y + deep / 2 - 0.22 * (points + small) / 2 / INCH - 0.02
    last = page.write_lines(page.left, top, name, points, 1.15, weight="semibold")
    page.write_lines(page.left, last - gap, under, small, 1.15, color=page.theme.grey)


def _label(
    page: Page, axis: _Axis, row: pd.Series, sides: tuple[float, float], y: float, key: float, body: float
) -> None:
    """The printed words behind the mark; before it, or smaller, where the page ends too soon; the unit in `body`."""
    left, right = sides
    text, unit, theme = words.quoted(row["as_printed"]), row["unit"], page.theme
    before, behind = left - axis.start, page.right - right
    sizes = [key, *(points for points in (20, 18, 16, 14) if points < key)]
    lines, points = settle(text, max(before, behind), sizes, 1, "semibold")
    long = width(lines[0], points, "semibold")
    start = right if long <= behind else left - long
    base = y - 0.33 * points / INCH
    page.write(start, base, lines[0], points, theme.data_text, "semibold", halo=theme.paper)
    if body and start == right and right + long + 0.12 + width(unit, body) <= page.right:
        page.write(right + long + 0.12, base, unit, body, theme.second, halo=theme.paper)


def _gap(page: Page, axis: _Axis, row: pd.Series, y: float, points: float) -> None:
    x, long = axis.start + 0.10, width(NOT_REPORTED, points, "italic")
    gid, theme = f"gap:{row['case']}", page.theme
    page.write_middle(x, y, [NOT_REPORTED], points, color=theme.grey, weight="italic", gid=gid)
    dashes = {"edgecolor": theme.outline, "linewidth": 1.2, "linestyle": (0, (4, 3)), "zorder": 2}
    high = points * 1.45 / INCH
    page.box(x - 0.10, y - high / 2, long + 0.20, high, "none", **dashes)


def _aside(page: Page, axis: _Axis, row: pd.Series, y: float, points: float) -> None:
    """Words and zeros: left of the axis, and over it only where they are long."""
    x, weight = axis.start + 0.10, "italic" if row["value"] is None else "semibold"
    lines, points = settle(words.quoted(row["as_printed"]), page.right - x, (points, 16, 14), 1, weight)
    gid = f"mark:{row['qualifier']}:{row['case']}"
    page.write_middle(x, y, lines, points, weight=weight, gid=gid, halo=page.theme.paper)
