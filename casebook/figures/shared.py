"""Which actions share which countries: a row for each combination of actions, the countries by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.patches import Circle

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures.countries import MOST_ACTIONS, in_order
from casebook.figures.maps import cut_short
from casebook.figures.page import INCH, Page, drawing, outside, pick, settle, wrap
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import countries as say

MOST_ROWS = 10
DOT, RING = 0.12, 0.075
ACTION, NUMBER = (1.12, 1.70), 0.75  # the width of an action's column, and of the numbers
COLUMN = 7.5
SIZES = {1: (24, 20), 2: (24, 20), 3: (24, 20), 4: (22, 20)}  # of the names, before the smaller ones


@drawing
def shared_countries(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Combinations of actions with the countries named in exactly these, from `compare.shared_countries`.

    Above six actions, and on a narrow page, a row for each number of actions: which countries are named that often.
    """
    page = Page("shared-countries", table, credit, look, COLUMN)
    titles = {
        case: title for row in table.itertuples() for case, title in zip(row.cases, row.short_titles, strict=True)
    }
    many, of = len(titles) > MOST_ACTIONS or page.size.narrow, sentences.chosen(table)
    cases = () if many else in_order(table["cases"])
    subtitle = say.SHARED_BY_NONE if of == 1 else say.SHARED_BY_NUMBER if many else say.SHARED
    page.frame(sentences.shared_headlines(table), subtitle, say.SHARED_DOUBT)
    rows = _by_number(table) if many else _by_combination(table, of)
    _Rows(page, rows, {case: titles[case] for case in cases}, of).draw()
    clauses = [say.shared_clause(row.called, row.names) for row in rows]
    page.describe(say.shared_form(many), [words.capital(clauses[0]), *clauses[1:]], say.SHARED_CAVEAT)
    return page


TIGHT = 0.13  # of a row, beside the height of its lines, at least


@dataclass(frozen=True)
class Row:
    """One row: the cases it is about, what it is called in words, how many actions, and the countries' names."""

    cases: tuple[str, ...]
    called: str
    actions: int
    names: tuple[str, ...]


def _by_combination(table: pd.DataFrame, of: int) -> list[Row]:
    called = [say.combination(row.short_titles, of) for row in table.itertuples()]
    rows = zip(table["cases"], called, table["actions"], table["names"], strict=True)
    return [Row(*row) for row in rows]


def _by_number(table: pd.DataFrame) -> list[Row]:
    found = []
    for number, rows in table.groupby("actions", sort=False):
        names = tuple(sorted(name for names in rows["names"] for name in names))
        found.append(Row((), words.plural(number, "action"), number, names))
    return found


class _Rows:
    """The rows, each as high as its names need."""

    def __init__(self, page: Page, rows: Sequence[Row], titles: dict[str, str], of: int):
        self.page, self.titles, self.of = page, titles, of
        widest = ACTION[0] if page.size.narrow else ACTION[1]
        self.column = min(max(4.4 / max(len(titles), 1), ACTION[0]), widest)
        self.number = page.left + max(len(titles), 1) * self.column + NUMBER - 0.20
        self.names = self.number + 0.28
        self.first = page.top - (0.62 if titles else 0.42)
        self.lines, self.size, self.pitch = self._fit(rows)
        self.shown, self.left = list(rows[: len(self.lines)]), list(rows[len(self.lines) :])

    def _fit(self, rows: Sequence[Row]) -> tuple[list[list[str]], float, float]:
        """The names of as many rows as fit, in lines, their size, and the height of a row beside that of its lines."""
        room, high = self.page.right - self.names, self.first - self.page.bottom - 0.06
        shown = rows if len(rows) <= MOST_ROWS else rows[: MOST_ROWS - 1]
        names = [[name.replace(" ", words.BOUND) for name in row.names] for row in shown]
        larger = () if self.page.size.narrow else SIZES.get(len(rows), ())
        for size in (*larger, 18, 16, 15, 14):
            lines = [wrap(", ".join(part), room, size) for part in names]
            if self._high(lines, size, rows) <= high:
                break
        else:
            lines = [cut_short(part, room, size, 2, self.page.name) for part in names]
            while self._high(lines, size, rows) > high:
                lines.pop()
        spare = high - self._high(lines, size, rows)
        return lines, size, min(TIGHT + spare / len(lines), 0.42)

    def _high(self, lines: list[list[str]], size: float, rows: Sequence[Row]) -> float:
        """How high so many rows are at least, with a line below for those that are left."""
        each = sum(map(len, lines)) * size * 1.2 / INCH + TIGHT * len(lines)
        return each + 0.32 * (len(lines) < len(rows))

    def draw(self) -> None:
        self._headings()
        y, before = self.first, None
        for row, lines in zip(self.shown, self.lines, strict=True):
            high = len(lines) * self.size * 1.2 / INCH + self.pitch
            if before is not None:
                heavy = before != row.actions
                self.page.rule(y, self.page.theme.outline if heavy else None, 1.6 if heavy else 1.0)
            self._row(row, lines, y - high / 2)
            y, before = y - high, row.actions
        if self.left:
            self.page.rule(y)
            rest = sum(len(row.names) for row in self.left)
            variants = say.more_rows(len(self.left), rest, self.page.name)
            text = pick(variants, self.page.right - self.page.left, self.page.size.note)
            self.page.write(self.page.left, y - 0.24, text, self.page.size.note, self.page.theme.second)

    def _headings(self) -> None:
        page, base = self.page, self.first + 0.16
        for number, title in enumerate(self.titles.values()):
            lines, size = settle(title, self.column - 0.10, (16, 15, 14), 2, "semibold")
            up, style = base + 0.245 * (len(lines) - 1), {"weight": "semibold", "align": "center"}
            page.write_lines(page.left + (number + 0.5) * self.column, up, lines, size, 0.245 * INCH / size, **style)
        one = self.of == 1 or len(self.titles) == 1
        said = say.IN_THIS if one else say.IN_EXACTLY if self.titles else say.IN_SO_MANY
        page.write(self.names, base, pick(said, page.right - self.names, 16, "semibold"), 16, weight="semibold")

    def _row(self, row: Row, lines: Sequence[str], y: float) -> None:
        page, key = self.page, "+".join(row.cases) or str(row.actions)
        if self.titles:
            self._dots(row, y, key)
        else:
            page.write_middle(page.left, y, [row.called], 16)
        style = {"color": page.theme.data_text, "weight": "semibold", "align": "right", "gid": f"count:{key}"}
        page.write_middle(self.number, y, [words.number(len(row.names))], 24 if self.size > 14 else 18, **style)
        page.write_middle(self.names, y, lines, self.size, gid=f"names:{key}")

    def _dots(self, row: Row, y: float, key: str) -> None:
        """A dot for each action of the combination, joined by a line; a small ring for the others, which breaks it."""
        page, theme = self.page, self.page.theme
        places = {case: page.left + (number + 0.5) * self.column for number, case in enumerate(self.titles)}
        inside = [places[case] for case in row.cases]
        if len(inside) > 1:
            rings = [(x - RING, x + RING) for case, x in places.items() if case not in row.cases]
            xs = outside(min(inside), max(inside), rings)
            page.line(xs, [y] * len(xs), theme.data, 4, gid=f"line:{key}")
        for case, x in places.items():
            if case in row.cases:
                page.add(Circle((x, y), DOT, facecolor=theme.data, edgecolor="none"), f"mark:in:{key}:{case}", 3)
            else:
                ring = Circle((x, y), RING, facecolor="none", edgecolor=theme.outline, linewidth=1.5)
                page.add(ring, f"mark:out:{key}:{case}", 3)
