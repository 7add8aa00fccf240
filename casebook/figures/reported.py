"""What is printed for which action: a matrix whose gaps stay empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from casebook import compare, sentences, words
from casebook.data import Credit
from casebook.figures import matrix
from casebook.figures.page import Page, drawing, settle
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import reported as say

# For groups, measures and counts.
ROOM = {"slide": (1.20, 2.22, 0.88), "half": (0, matrix.NARROW + 0.10, 0.88), "column": (1.05, 2.05, 0.95)}
COLUMN = 8.0
LISTED = 2  # actions: so many have room for words on a narrow page
WIDEST = 4.0
EDGE = 0.03  # white between two cells


@drawing
def what_was_reported(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Measures by actions from a table of `compare.reported`: the printed words, or where these have no room, dots.

    Above six actions how many of them report each measure.
    """
    page = Page("what-was-reported", table, credit, look, COLUMN)
    coverage = compare.coverage(table)
    cases = table.drop_duplicates("case")
    form = matrix.form(page, cases["short_title"], LISTED)
    page.frame(
        sentences.reported_headlines(coverage, next(iter(cases["short_title"]), "")), say.SUBTITLES[form], say.DOUBT
    )
    if form == matrix.WORDS and len(coverage):
        _matrix(page, table, cases, coverage)
    elif len(coverage):
        matrix.draw(page, _rows(table, coverage), cases, form, {})
    clauses = say.counts(coverage) if form == matrix.BARS else say.clauses(table)
    page.describe(say.form(len(coverage), len(cases)), clauses, say.CAVEAT)
    return page


def _rows(table: pd.DataFrame, coverage: pd.DataFrame) -> list[matrix.Row]:
    printed = table[table["as_printed"] != ""].groupby("measure")["case"].agg(frozenset)
    return [
        matrix.Row(row.measure, row.label, row.group_label, printed.get(row.measure, frozenset()), row.of)
        for row in coverage.itertuples()
    ]


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
        names, labels, count = ROOM[page.look.size]
        counted = cases > 1
        if not counted and not page.size.narrow:
            names, labels = 1.8 * names, 1.5 * labels
        first = page.left + names + labels
        end = page.right - count * counted
        wide = min((end - first) / cases, WIDEST) if counted else end - first
        return cls(page.left + names, first, wide, first + wide * cases, counted)


def _matrix(page: Page, table: pd.DataFrame, cases: pd.DataFrame, coverage: pd.DataFrame) -> None:
    columns = _Columns.of(page, len(cases))
    top = matrix.heads(page, cases, columns.first, columns.wide, say.PRINTED_FOR if columns.counted else "")
    cells = {(cell.measure, cell.case): cell for cell in table.itertuples()}
    rows = [[cells[row.measure, case] for case in cases["case"]] for row in coverage.itertuples()]
    for most in (4, 3, 2):
        kept, pitch = matrix.heights([_lines(row, columns, most) for row in rows], top - page.bottom - 0.06)
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
        matrix.rest(page, len(rows) - len(kept), y - pitch / 2)


def _set(text: str, wide: float, weight: str, most: int) -> tuple[list[str], float]:
    """The words of a cell in the largest type in which they take one line, else as few lines as they can."""
    for lines in range(1, most + 1):
        said, points = settle(text, wide - 0.12, (16, 15, 14) if lines == 1 else (15, 14), lines, weight)
        if not said[-1].endswith("…"):
            break
    return said, points


def _said(cell) -> tuple[str, str]:
    return "; ".join(say.each_quoted(cell.as_printed)), "semibold" if cell.number else "italic"


def _lines(row: Sequence, columns: _Columns, most: int) -> int:
    printed = [_said(cell) for cell in row if cell.as_printed]
    return max((len(_set(text, columns.wide - 2 * EDGE, weight, most)[0]) for text, weight in printed), default=1)


def _names(page: Page, row, columns: _Columns, y: float, high: float, begins: bool) -> None:
    size, middle = page.size, y - high / 2
    if begins and columns.names > page.left:
        group, points = settle(row.group_label, columns.names - page.left - 0.1, (size.note, size.small))
        page.write_middle(page.left, middle, group, points, color=page.theme.grey)
    full = columns.counted and row.reported == row.of  # what the headline speaks of
    bold = "semibold" if full else "regular"
    label, points = settle(row.label, columns.first - columns.names - 0.1, size.set, 1, bold)
    page.write_middle(columns.names, middle, label, points, weight=bold)
    if columns.counted:
        text = words.share(row.reported, row.of)
        page.write_middle(page.right, middle, [text], size.body + 1 * full, weight=bold, align="right")


def _cell(page: Page, cell, x: float, y: float, wide: float, high: float, most: int) -> None:
    """A filled cell with its words; nothing at all for a gap."""
    if not cell.as_printed:
        return
    name = f"cell:{cell.measure}:{cell.case}"
    page.box(x, y, wide, high, page.theme.cell, gid=name)
    text, weight = _said(cell)
    lines, points = _set(text, wide, weight, most)
    page.write_middle(x + wide / 2, y + high / 2, lines, points, weight=weight, align="center", gid=f"in:{name}")
