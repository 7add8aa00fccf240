"""Where origins agree: whatever is stated by actions, each cell told by a sign and a word."""

from __future__ import annotations

import pandas as pd

from casebook import sentences, words
from casebook.agreement import contested
from casebook.data import Credit
from casebook.figures.page import INCH, Each, Page, drawing, fit, pick, settle, width
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import agreeing as say
from casebook.sentences.sources import starred

SIGNS = {"agree": "=", "looser": "≈", "conflict": "≠", "unit": "→", "single": "○"}
TIGHTEST, ROOMIEST, EDGE = 0.268, 0.50, 0.012
MOST_COLUMNS = {"slide": 5, "half": 2, "column": 4}


@drawing
def agreement(cells: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """A row for what more than one statement is about, from a table of `agreement.matrix`, those that differ first.

    With more actions than there are columns for: for how many of them origins agree, and so on.
    """
    page = Page("agreement", cells, credit, look)
    cases = cells.drop_duplicates("case")
    many = len(cases) > MOST_COLUMNS[look.size]
    shown = contested(cells)
    doubt = say.doubt(not many and any(map(starred, shown.itertuples())))
    page.frame(sentences.agreement_headlines(cells), say.COUNTED if many else say.SUBTITLE, doubt)
    rows = dict(iter(shown.groupby(["part", "what"], sort=False)))
    columns = list(SIGNS) if many else list(cases["case"])
    heads = say.SAYS if many else dict(zip(cases["case"], cases["short_title"], strict=True))
    _draw(page, rows, columns, heads, _counts(cells) if many else _verdicts(cells))
    page.describe(say.form(len(rows), len(cases)), Each(say.clause, list(rows.values())), doubt)
    return page


def _verdicts(cells: pd.DataFrame) -> dict:
    return {((row.part, row.what), row.case): (row.verdict, say.cell(row)) for row in cells.itertuples()}


def _counts(cells: pd.DataFrame) -> dict:
    found = cells.groupby(["part", "what", "verdict"]).size()
    return {
        ((part, what), verdict): (verdict, (words.number(number),)) for (part, what, verdict), number in found.items()
    }


def _draw(page: Page, rows: dict, columns: list[str], heads: dict[str, str], told: dict) -> None:
    size = page.size
    names = (0.44 if size.narrow else 0.27) * (page.right - page.left)
    wide = (page.right - page.left - names) / max(len(columns), 1)
    top = _header(page, columns, heads, page.left + names, wide)
    room = top - page.bottom - 0.06
    kept = min(len(rows), int(room / TIGHTEST))
    kept -= kept < len(rows)
    pitch = min(room / max(kept + (kept < len(rows)), 1), ROOMIEST)
    for number, (what, group) in enumerate(list(rows.items())[:kept]):
        y = top - (number + 0.5) * pitch
        label = fit(group["label"].iloc[0], names - 0.1, size.small)
        page.write_middle(page.left, y, [label], size.small)
        page.rule(top - number * pitch)
        for place, column in enumerate(columns):
            if (what, column) in told:
                _cell(page, told[what, column], page.left + names + place * wide, y, wide, pitch, f"{what[1]}:{column}")
    if kept < len(rows):
        page.rule(top - kept * pitch)
        rest = sentences.more(len(rows) - kept, page.name)
        page.write_middle(page.left, top - (kept + 0.5) * pitch, [rest], size.small, color=page.theme.second)


def _header(page: Page, columns: list[str], heads: dict[str, str], left: float, wide: float) -> float:
    """The names of the columns; gives back where the first row begins."""
    small = page.size.small
    named = [settle(heads[column], wide - 0.12, (page.size.body, small), 2, "semibold") for column in columns]
    points = min((size for _, size in named), default=small)
    named = [settle(heads[column], wide - 0.12, (points,), 2, "semibold") for column in columns]
    deep = max((len(lines) for lines, _ in named), default=1)
    base = page.top - 0.14
    for place, (lines, points) in enumerate(named):
        up = (deep - len(lines)) * 1.2 * points / INCH
        page.write_lines(left + place * wide + 0.06, base - up, lines, points, weight="semibold")
    return base - (deep - 1) * 1.2 * page.size.body / INCH - 0.13


def _cell(page: Page, cell: tuple, x: float, y: float, wide: float, pitch: float, what: str) -> None:
    """A sign and its word; filled where more than one origin speaks. `cell` is a verdict and its words, the longest
    first."""
    verdict, variants = cell
    theme, small = page.theme, page.size.small
    gid = f"cell:{verdict}:{what}"
    color = theme.grey if verdict == "single" else theme.ink
    if verdict == "conflict" or variants[0].endswith(sentences.STAR):
        color = theme.focus_text
    if verdict != "single":
        page.box(x + EDGE, y - pitch / 2 + EDGE, wide - 2 * EDGE, pitch - 2 * EDGE, theme.cell, gid=gid)
    inside = f"in:{gid}" if verdict != "single" else ""
    page.write_middle(x + 0.08, y, [SIGNS[verdict]], small, color=color, weight="semibold", gid=inside)
    sign = max(width(sign, small, "semibold") for sign in SIGNS.values()) + 0.14
    said = pick(variants, wide - sign - 0.10, small)
    said, points = settle(said, wide - sign - 0.10, (page.size.note, small) if pitch > 0.3 else (small,))
    page.write_middle(x + sign, y, said, points, color=color, gid=inside)
