"""What is printed for which action: a matrix whose gaps stay empty."""

from __future__ import annotations

import pandas as pd

from casebook import compare, sentences, words
from casebook.data import Credit
from casebook.figures.page import INCH, Page, fit, width

MOST_COLUMNS, MOST_ROWS = 6, 17
GROUPS, NAMES, COUNT = 1.22, 2.28, 0.62


def what_was_reported(table: pd.DataFrame, credit: Credit, theme: str = "light") -> Page:
    """Measures by actions from a table of `compare.reported`; above six actions how many report each."""
    page = Page("what-was-reported", table, credit, theme)
    coverage = compare.coverage(table)
    cases = table.drop_duplicates("case")
    name = cases["short_title"].iloc[0]
    subtitle = "What the source prints, in its own words. Empty cell: nothing printed, which does not mean zero."
    if len(cases) > MOST_COLUMNS:
        subtitle = "For how many of the actions the source prints each measure. Not printed does not mean zero."
    page.frame(sentences.reported_headlines(coverage, name), subtitle)
    rows = coverage.head(MOST_ROWS)
    if len(cases) > MOST_COLUMNS:
        _counts(page, rows)
    else:
        _matrix(page, table, cases, rows)
    page.describe(
        f"Matrix of {words.plural(len(coverage), 'measure')} by {words.plural(len(cases), 'action')}",
        [_clause(table, row) for row in coverage.itertuples()],
        "Nothing printed does not mean zero.",
    )
    return page


def _clause(table: pd.DataFrame, row) -> str:
    cells = table[(table["measure"] == row.measure) & (table["as_printed"] != "")]
    said = ", ".join(f"{cell.short_title} {words.printed(cell.as_printed)}" for cell in cells.head(6).itertuples())
    return f"{row.label} {row.reported} of {row.of}" + (f": {said}" if said else "")


def _matrix(page: Page, table: pd.DataFrame, cases: pd.DataFrame, rows: pd.DataFrame) -> None:
    size, theme = page.size, page.theme
    first = page.left + GROUPS + NAMES
    wide = min((page.right - COUNT - first) / len(cases), 3.2)
    end = first + wide * len(cases)
    y = page.top - 0.14
    for number, case in enumerate(cases.itertuples()):
        middle = first + (number + 0.5) * wide
        page.write(
            middle,
            y,
            fit(case.short_title, wide - 0.1, size.body, "semibold"),
            size.body,
            weight="semibold",
            align="center",
        )
        page.write(
            middle,
            y - 0.25,
            fit(sentences.action_day(case.action_day), wide - 0.1, size.note),
            size.note,
            theme.grey,
            align="center",
        )
    page.write(end + COUNT, y - 0.25, f"of {len(cases)}", size.note, theme.grey, align="right")
    top = y - 0.38
    pitch = min((top - page.bottom - 0.06) / len(rows), 0.45)
    wording = {(cell.measure, cell.case): cell for cell in table.itertuples()}
    group = ""
    for number, row in enumerate(rows.itertuples()):
        low = top - (number + 1) * pitch
        base = low + pitch / 2 - 0.33 * size.body / INCH
        if row.group_label != group:
            page.line((page.left, end + COUNT), (low + pitch, low + pitch), theme.outline, 1.4)
            page.write(page.left, base, fit(row.group_label, GROUPS - 0.1, size.note), size.note, theme.grey)
            group = row.group_label
        page.write(page.left + GROUPS, base, fit(row.label, NAMES - 0.1, size.body), size.body)
        full = row.reported == row.of
        page.write(
            end + COUNT,
            base,
            str(row.reported),
            size.body + 2 * full,
            weight="semibold" if full else "regular",
            align="right",
        )
        for place, case in enumerate(cases["case"]):
            _cell(
                page,
                wording[row.measure, case],
                first + place * wide + 0.03,
                low + 0.03,
                wide - 0.06,
                pitch - 0.06,
            )


def _cell(page: Page, cell, x: float, y: float, wide: float, high: float) -> None:
    """A filled cell with its words, as large as they fit; nothing at all for a gap."""
    if not cell.as_printed:
        return
    name = f"cell:{cell.measure}:{cell.case}"
    page.box(x, y, wide, high, page.theme.cell, gid=name)
    text = "; ".join(words.quoted(part) for part in cell.as_printed.split("; "))
    weight = "semibold" if cell.number else "italic"
    points = next((p for p in (16, 15, 14) if width(text, p, weight) <= wide - 0.12), 14)
    text = fit(text, wide - 0.12, points, weight)
    page.write(
        x + wide / 2,
        y + high / 2 - 0.33 * points / INCH,
        text,
        points,
        weight=weight,
        align="center",
        gid=f"in:{name}",
    )


def _counts(page: Page, rows: pd.DataFrame) -> None:
    """With many actions: a bar for how many of them report each measure."""
    size, theme = page.size, page.theme
    start = page.left + GROUPS + NAMES + 0.2
    room = page.right - start - 1.5
    pitch = min((page.top - page.bottom) / len(rows), 0.5)
    for number, row in enumerate(rows.itertuples()):
        y = page.top - (number + 0.5) * pitch
        page.write(page.left, y - 0.075, fit(row.label, GROUPS + NAMES, size.body), size.body)
        long = room * row.reported / row.of
        page.box(start, y - pitch * 0.32, room, pitch * 0.64, theme.band)
        page.box(start, y - pitch * 0.32, long, pitch * 0.64, theme.data, gid=f"mark:exact:{row.measure}", zorder=2)
        told = f"{words.number(row.reported)} of {words.number(row.of)}"
        page.write(page.right, y - 0.075, told, size.body, weight="semibold", align="right")
