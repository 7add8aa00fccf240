"""What is printed for which action: a matrix whose gaps stay empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from casebook import compare, sentences, words
from casebook.data import Credit
from casebook.figures.page import INCH, Page, drawing, settle, width
from casebook.figures.theme import LIGHT, Look

MOST_COLUMNS = 6
DOUBT = "Coordination meetings and requests for legal assistance are compared apart, with the means of cooperation."
GROUPS, NAMES, COUNT = 1.20, 2.22, 0.88
MOST_CLAUSES = 12
WIDEST = 4.0
TIGHTEST, ROOMIEST = 0.262, 0.56
EDGE = 0.03  # white between two cells


@drawing
def what_was_reported(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Measures by actions from a table of `compare.reported`; above six actions how many report each."""
    page = Page("what-was-reported", table, credit, look)
    coverage = compare.coverage(table)
    cases = table.drop_duplicates("case")
    many = len(cases) > MOST_COLUMNS
    subtitle = (
        "For how many of the actions the source prints each measure. Not printed does not mean zero."
        if many
        else "What the source prints, in its own words. Empty cell: nothing printed, which does not mean zero."
    )
    page.frame(sentences.reported_headlines(coverage, next(iter(cases["short_title"]), "")), subtitle, DOUBT)
    if many:
        _counts(page, coverage)
    elif len(coverage):
        _matrix(page, table, cases, coverage)
    page.describe(
        f"Matrix of {words.plural(len(coverage), 'measure')} by {words.plural(len(cases), 'action')}",
        [_count(row) for row in coverage.itertuples()] if many else _printed(table),
        "Nothing printed does not mean zero.",
    )
    return page


def _count(row) -> str:
    return f"{row.label} {words.number(row.reported)} of {words.number(row.of)}"


def _printed(table: pd.DataFrame) -> list[str]:
    """For each action the measures that are printed, with their words."""
    told = []
    for _, cells in table.groupby("case", sort=False):
        known = cells[cells["as_printed"] != ""]
        said = [f"{cell.label.lower()} {', '.join(_words(cell.as_printed))}" for cell in known.itertuples()]
        if len(cells) > MOST_CLAUSES and len(said) > 5:
            said = [*said[:5], f"{words.number(len(said) - 5)} more"]
        told.append(f"{cells['short_title'].iloc[0]}: {', '.join(said) or 'nothing printed'}")
    return told


def _words(as_printed: str) -> list[str]:
    return [words.quoted(part) for part in as_printed.split("; ")]


# --- the matrix ------------------------------------------------------------------------------


@dataclass
class _Columns:
    """Where the columns of the matrix stand, in inches."""

    names: float
    first: float
    wide: float
    end: float
    counted: bool

    @classmethod
    def of(cls, page: Page, cases: int) -> _Columns:
        counted = cases > 1
        names, labels = (GROUPS, NAMES) if counted else (1.8 * GROUPS, 1.5 * NAMES)
        first = page.left + names + labels
        end = page.right - COUNT * counted
        wide = min((end - first) / cases, WIDEST) if counted else end - first
        return cls(page.left + names, first, wide, first + wide * cases, counted)


def _matrix(page: Page, table: pd.DataFrame, cases: pd.DataFrame, coverage: pd.DataFrame) -> None:
    columns = _Columns.of(page, len(cases))
    top = _header(page, cases, columns)
    cells = {(cell.measure, cell.case): cell for cell in table.itertuples()}
    rows = [[cells[row.measure, case] for case in cases["case"]] for row in coverage.itertuples()]
    for most in (4, 3, 2):
        kept, pitch = _heights([_lines(row, columns, most) for row in rows], top - page.bottom - 0.06)
        if len(kept) == len(rows):
            break
    group, y = "", top
    for row, inside, high in zip(coverage.itertuples(), rows, kept, strict=False):
        if row.group_label != group:
            page.line((page.left, page.right), (y, y), page.theme.outline, 1.4)
        _names(page, row, columns, y, high, row.group_label != group)
        group = row.group_label
        for place, cell in enumerate(inside):
            x = columns.first + place * columns.wide
            _cell(page, cell, x + EDGE, y - high + EDGE, columns.wide - 2 * EDGE, high - 2 * EDGE, most)
        y -= high
    if len(kept) < len(rows):
        _rest(page, len(rows) - len(kept), y - pitch / 2)


def _rest(page: Page, number: int, y: float) -> None:
    said = f"and {words.number(number)} more; all in what-was-reported.csv"
    page.write_middle(page.left, y, [said], page.size.note, color=page.theme.second)


def _header(page: Page, cases: pd.DataFrame, columns: _Columns) -> float:
    """The actions and their days above the columns; gives back where the first row begins."""
    size, room = page.size, columns.wide - 0.10
    names = [settle(title, room, size.set, 2, "semibold") for title in cases["short_title"]]
    days = [settle(sentences.action_day(day), room, (size.note, size.small), 2) for day in cases["action_day"]]
    deepest = max(len(lines) for lines, _ in days)
    base = page.top - 0.14 - (max(len(lines) for lines, _ in names) - 1) * 1.2 * size.body / INCH
    for place, ((name, points), (day, small)) in enumerate(zip(names, days, strict=True)):
        middle = columns.first + (place + 0.5) * columns.wide
        up = (len(name) - 1) * 1.2 * points / INCH
        page.write_lines(middle, base + up, name, points, weight="semibold", align="center")
        page.write_lines(middle, base - 0.25, day, small, color=page.theme.grey, align="center")
    low = base - 0.25 - (deepest - 1) * 1.2 * size.note / INCH
    if columns.counted:
        page.write(page.right, low, "Printed for", size.small, page.theme.grey, align="right")
    return low - 0.13


def _set(text: str, wide: float, weight: str, most: int) -> tuple[list[str], float]:
    """The words of a cell in the largest type in which they take one line, else as few lines as they can."""
    for lines in range(1, most + 1):
        said, points = settle(text, wide - 0.12, (16, 15, 14) if lines == 1 else (15, 14), lines, weight)
        if not said[-1].endswith("…"):
            break
    return said, points


def _said(cell) -> tuple[str, str]:
    return "; ".join(_words(cell.as_printed)), "semibold" if cell.number else "italic"


def _lines(row: Sequence, columns: _Columns, most: int) -> int:
    printed = [_said(cell) for cell in row if cell.as_printed]
    return max((len(_set(text, columns.wide - 2 * EDGE, weight, most)[0]) for text, weight in printed), default=1)


def _heights(lines: list[int], room: float) -> tuple[list[float], float]:
    """How high each row is, for as many rows as there is room for, and the height of one line."""
    for kept in range(len(lines), 0, -1):
        extra = 1.2 * 15 / INCH * sum(number - 1 for number in lines[:kept])
        more = kept < len(lines)
        pitch = min((room - extra) / (kept + more), ROOMIEST)
        if pitch >= TIGHTEST:
            break
    return [pitch + 1.2 * 15 / INCH * (number - 1) for number in lines[:kept]], pitch


def _names(page: Page, row, columns: _Columns, y: float, high: float, begins: bool) -> None:
    size, middle = page.size, y - high / 2
    if begins:
        group, points = settle(row.group_label, columns.names - page.left - 0.1, (size.note, size.small))
        page.write_middle(page.left, middle, group, points, color=page.theme.grey)
    label, points = settle(row.label, columns.first - columns.names - 0.1, size.set)
    page.write_middle(columns.names, middle, label, points)
    if columns.counted:
        full = row.reported == row.of
        text, weight = f"{row.reported} of {row.of}", "semibold" if full else "regular"
        page.write_middle(page.right, middle, [text], size.body + 1 * full, weight=weight, align="right")


def _cell(page: Page, cell, x: float, y: float, wide: float, high: float, most: int) -> None:
    """A filled cell with its words; nothing at all for a gap."""
    if not cell.as_printed:
        return
    name = f"cell:{cell.measure}:{cell.case}"
    page.box(x, y, wide, high, page.theme.cell, gid=name)
    text, weight = _said(cell)
    lines, points = _set(text, wide, weight, most)
    page.write_middle(x + wide / 2, y + high / 2, lines, points, weight=weight, align="center", gid=f"in:{name}")


# --- many actions ----------------------------------------------------------------------------


def _counts(page: Page, coverage: pd.DataFrame) -> None:
    """With many actions: a bar for how many of them report each measure."""
    size, theme = page.size, page.theme
    top = page.top - 0.04
    kept, pitch = _heights([1] * len(coverage), top - page.bottom - 0.06)
    names = max(width(label, size.body) for label in coverage["label"])
    start = page.left + min(names, 3.6) + 0.25
    told = [f"{words.number(row.reported)} of {words.number(row.of)}" for row in coverage.itertuples()]
    room = page.right - start - max(width(text, size.body, "semibold") for text in told) - 0.25
    for number, row in enumerate(coverage.head(len(kept)).itertuples()):
        y, high = top - (number + 0.5) * pitch, min(pitch * 0.64, 0.30)
        page.write_middle(page.left, y, *settle(row.label, 3.6, size.set))
        page.box(start, y - high / 2, room, high, theme.band)
        long = room * row.reported / row.of
        page.box(start, y - high / 2, long, high, theme.data, gid=f"mark:exact:{row.measure}", zorder=2)
        page.write_middle(page.right, y, [told[number]], size.body, weight="semibold", align="right")
    if len(kept) < len(coverage):
        _rest(page, len(coverage) - len(kept), top - (len(kept) + 0.5) * pitch)
