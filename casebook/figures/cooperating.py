"""By which means Eurojust and Europol helped: a matrix whose gaps stay empty."""

from __future__ import annotations

import pandas as pd

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import matrix
from casebook.figures.page import INCH, Page, drawing, is_cut, settle, width
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import cooperating as say

MOST_ROWS, ONLY = 16, 3.0
ROOM = {"slide": (1.26, 2.98, 0.54), "column": (1.24, 2.72, 0.34)}  # for bodies, means and counts
NOTED, COLUMN = 0.46, 8.0


@drawing
def cooperation(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Means by actions from a table of `compare.cooperation`, with dots where words have no room.

    Above six actions how many of them each is named for.
    """
    page = Page("cooperation", table, credit, look, COLUMN)
    cases = table.drop_duplicates("case")
    rows, form = _rows(table), matrix.form(page, cases["short_title"])
    page.frame(sentences.cooperation_headlines(table), say.subtitle(len(cases), form), say.doubt(table, form))
    if form == matrix.WORDS:
        _matrix(page, table, cases, rows)
    else:
        told = [_row(row, table) for row in rows.itertuples()]
        matrix.draw(page, told, cases, form, {body: _heading(table, body) for body in rows["body_label"].unique()})
    clauses = [_clause(table, rows, number, len(cases)) for number in range(len(rows))]
    page.describe(say.form(len(rows), len(cases)), clauses, say.CAVEAT)
    return page


def _row(row, table: pd.DataFrame) -> matrix.Row:
    used = table[(table["body"] == row.body) & (table["means"] == row.means) & table["used"]]
    return matrix.Row(
        f"{row.body}-{row.means}", say.called(row.means, row.label), row.body_label, frozenset(used["case"]), row.of
    )


def _heading(table: pd.DataFrame, body: str) -> str:
    rows = table[table["body_label"] == body]
    return say.heading(body, rows[rows["used"]]["case"].nunique(), rows["case"].nunique())


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    """A row for each body and means: `body, body_label, means, label, named, of`; per body the most named first."""
    grouped = table.groupby(["body", "means"], sort=False)
    rows = grouped.agg(
        body_label=("body_label", "first"), label=("label", "first"), named=("used", "sum"), of=("case", "size")
    ).reset_index()
    rank = {body: place for place, body in enumerate(table["body"].unique())}
    order = rows.assign(rank=rows["body"].map(rank), less=-rows["named"]).sort_values(["rank", "less"], kind="stable")
    return rows.loc[order.index].reset_index(drop=True)


def _clause(table: pd.DataFrame, rows: pd.DataFrame, number: int, actions: int) -> str:
    row = rows.iloc[number]
    who = "" if number and rows["body"].iloc[number - 1] == row["body"] else f"{row['body_label']}: "
    named = table[(table["body"] == row["body"]) & (table["means"] == row["means"]) & table["used"]]
    return who + say.clause(row["label"], named, actions, actions <= matrix.MOST_COLUMNS)


# --- the matrix ------------------------------------------------------------------------------


def _matrix(page: Page, table: pd.DataFrame, cases: pd.DataFrame, rows: pd.DataFrame) -> None:
    groups, names, count = ROOM[page.look.size]
    first = page.left + groups + names
    wide = ONLY if len(cases) == 1 else (page.right - count - first) / len(cases)
    end = first + wide * len(cases)
    last = words.out_of(len(cases)) if len(cases) > 1 else ""
    shown, top, pitch = _pitch(page, rows, matrix.heads(page, cases, first, wide, last))
    if len(cases) == 1:
        page.write(end + 0.20, top + 0.13, say.WHERE, page.size.note, page.theme.grey)
    cells = {(cell.body, cell.means, cell.case): cell for cell in table[table["used"]].itertuples()}
    for number, row in enumerate(shown.itertuples()):
        middle = top - (number + 0.5) * pitch
        _name(page, table, shown, number, middle, pitch, page.right)
        _count(page, row, middle)
        for place, case in enumerate(cases["case"]):
            cell = cells.get((row.body, row.means, case))
            if cell:
                _cell(page, cell, first + place * wide + 0.03, middle - pitch / 2 + 0.03, wide - 0.06, pitch - 0.06)
                if len(cases) == 1:
                    _place(page, cell, end + 0.20, middle)
    if len(shown) < len(rows):
        matrix.rest(page, len(rows) - len(shown), top - (len(shown) + 0.5) * pitch)


def _pitch(page: Page, rows: pd.DataFrame, top: float) -> tuple[pd.DataFrame, float, float]:
    """As many rows as there is room for, where they begin and how high each is."""
    shown = rows if len(rows) <= MOST_ROWS else rows.head(MOST_ROWS - 1)
    lines = len(shown) + (len(shown) < len(rows))
    return shown, top, min((top - page.bottom - 0.06) / lines, 0.62)


def _name(page: Page, table: pd.DataFrame, rows: pd.DataFrame, number: int, y: float, pitch: float, end: float) -> None:
    """The name of a row with its description, and in the first row of a body that body."""
    size, theme, row = page.size, page.theme, rows.iloc[number]
    if number == 0 or rows["body"].iloc[number - 1] != row["body"]:
        page.line((page.left, end), (y + pitch / 2, y + pitch / 2), theme.outline, 1.4)
        _body(page, table, row, y, pitch, int((rows["body"] == row["body"]).sum()))
    groups, names, _ = ROOM[page.look.size]
    weight = "semibold" if row["named"] == row["of"] > 1 else "regular"  # what the headline speaks of
    (said,), points = settle(say.called(row["means"], row["label"]), names - 0.14, size.set, 1, weight)
    note, x = say.NOTES.get(row["means"], ""), page.left + groups
    if note and pitch >= NOTED and width(note, size.small) <= names:
        page.write(x, y + 0.035, said, points, weight=weight)
        page.write(x, y - 0.175, note, size.small, theme.grey)
    else:
        page.write(x, y - 0.33 * points / INCH, said, points, weight=weight)


def _body(page: Page, table: pd.DataFrame, row: pd.Series, y: float, pitch: float, rows: int) -> None:
    """The body, and under it for how many of the actions it is named at all."""
    size, x = page.size, page.left
    named, of = table[(table["body"] == row["body"]) & table["used"]]["case"].nunique(), table["case"].nunique()
    room = ROOM[page.look.size][0]
    (said,), points = settle(row["body_label"], room - 0.12, size.set, 1, "semibold")
    (told,), small = settle(say.under_body(named, of), room - 0.06, (size.small,))
    noted = pitch >= NOTED
    page.write(x, y + (0.035 if noted else -0.33 * points / INCH), said, points, weight="semibold")
    if noted or rows > 1:
        base = y + (-0.175 if noted else -pitch - 0.33 * small / INCH)
        page.write(x, base, told, small, page.theme.grey, gid=f"count:{row['body']}")


def _count(page: Page, row, y: float) -> None:
    if row.of == 1:
        return
    full, size = row.named == row.of, page.size
    points = size.body + 2 * full
    weight = "semibold" if full else "regular"
    gid = f"count:{row.body}-{row.means}"
    style = {"weight": weight, "align": "right", "gid": gid}
    page.write(page.right, y - 0.33 * points / INCH, str(row.named), points, **style)


def _cell(page: Page, cell, x: float, y: float, wide: float, high: float) -> None:
    """A filled cell with the printed number, or the word that the means is named."""
    name = f"cell:{cell.body}-{cell.means}:{cell.case}"
    page.box(x, y, wide, high, page.theme.cell, gid=name)
    text = sentences.how_many(cell.means, cell.detail) if cell.detail else say.NAMED
    number = bool(cell.detail) and words.is_number(cell.detail)
    weight = "semibold" if number else "italic" if cell.detail else "regular"
    lines, points = settle(text, wide - 0.14, page.size.set, 1, weight)
    if is_cut(lines) and high >= 0.42:
        lines, points = settle(text, wide - 0.14, (page.size.note, page.size.small), 2, weight)
    if is_cut(lines):
        lines, points = settle(say.NAMED, wide - 0.14, page.size.set)
    color = page.theme.ink if cell.detail else page.theme.second
    page.write_middle(
        x + wide / 2, y + high / 2, lines, points, 1.08, color=color, weight=weight, align="center", gid=f"in:{name}"
    )


def _place(page: Page, cell, x: float, y: float) -> None:
    """Where the source says it: for one action alone there is room beside the cell."""
    lines, points = settle(cell.locator, page.right - x, (page.size.note, page.size.small), 2)
    page.write_middle(x, y, lines, points, 1.08, color=page.theme.grey)
