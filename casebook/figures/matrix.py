"""What several matrices of rows by actions share: their heads, the heights of rows, and what is drawn where words
have no room: dots under the names of the actions, or bars of how many actions there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.patches import Circle

from casebook import sentences, words
from casebook.figures.page import INCH, Page, settle, width
from casebook.figures.theme import Size

MOST_COLUMNS = 6
TIGHTEST, ROOMIEST = 0.262, 0.56
LINE = 1.2 * 15 / INCH
NAMES, COUNT = 3.60, 0.28  # the names of rows at most, and the number behind a row of dots
NARROW = 1.95  # the names of rows on a narrow page
GAP, HEADING, DOT, CLEAR = 0.25, 0.30, 0.10, 0.03
WORDS, DOTS, BARS = "words", "dots", "bars"


@dataclass(frozen=True)
class Row:
    """A row of dots or a bar: what it is called, its group, and for which cases it stands, of how many."""

    key: str
    label: str
    group: str
    cases: frozenset[str]
    of: int


def form(page: Page, titles: Sequence[str], listed: int = 0) -> str:
    """How a matrix is drawn for actions of these titles: in `WORDS`, as `DOTS` on a narrow page, else as `BARS`.

    `listed` is for how many actions even a narrow page has room for words.
    """
    if len(titles) > MOST_COLUMNS:
        return BARS
    if not page.size.narrow or len(titles) <= listed:
        return WORDS
    room = _wide(page, len(titles)) - CLEAR
    heads = [settle(title, room, (page.size.small,), 2, "semibold")[0] for title in titles]
    return BARS if any(lines[-1].endswith("…") for lines in heads) else DOTS


def heights(lines: Sequence[int], room: float) -> tuple[list[float], float]:
    """How high rows of so many lines are, for as many rows as there is room for, and the height of one line."""
    for kept in range(len(lines), 0, -1):
        extra = LINE * sum(number - 1 for number in lines[:kept])
        more = kept < len(lines)
        pitch = min((room - extra) / (kept + more), ROOMIEST)
        if pitch >= TIGHTEST:
            break
    return [pitch + LINE * (number - 1) for number in lines[:kept]], pitch


def heads(page: Page, cases: pd.DataFrame, first: float, wide: float, last: str = "") -> float:
    """The actions above columns `wide` inches apart from `first` on, with their days unless the page is narrow.

    `last` is the head of a column at the right edge. Gives back where the first row begins.
    """
    size, room, grey = page.size, wide - (CLEAR if page.size.narrow else 0.10), page.theme.grey
    sizes = (size.small,) if size.narrow else size.set
    names = [settle(title, room, sizes, 2, "semibold") for title in cases["short_title"]]
    told = [sentences.action_day(*day) for day in zip(cases["action_day"], cases["days"], strict=True)]
    days = [settle(day, room, (size.note, size.small), 2) for day in told]
    base = page.top - 0.14 - (max(len(lines) for lines, _ in names) - 1) * 1.2 * sizes[0] / INCH
    low = base if size.narrow else base - 0.25 - (max(len(lines) for lines, _ in days) - 1) * 1.2 * size.note / INCH
    for place, ((name, points), (day, small)) in enumerate(zip(names, days, strict=True)):
        middle = first + (place + 0.5) * wide
        up = (len(name) - 1) * 1.2 * points / INCH
        page.write_lines(middle, base + up, name, points, weight="semibold", align="center")
        if not size.narrow:
            page.write_lines(middle, base - 0.25, day, small, color=grey, align="center")
    page.write(page.right, low, last, size.small, grey, align="right")
    return low - 0.13


def rest(page: Page, number: int, y: float) -> None:
    """The line that says how many rows are not drawn, and where they are."""
    said = sentences.more(number, page.name)
    page.write_middle(page.left, y, [said], page.size.note, color=page.theme.second)


def draw(page: Page, rows: Sequence[Row], cases: pd.DataFrame, shape: str, headings: Mapping[str, str]) -> None:
    """The rows as `DOTS` or `BARS`, with a line between groups; a group of `headings` has that above its rows."""
    top, of = page.top - 0.04, len(cases)
    if shape == DOTS:
        wide = _wide(page, of)
        first = page.right - COUNT * (of > 1) - wide * of
        top, room = heads(page, cases, first, wide, words.out_of(of) if of > 1 else ""), first - page.left - 0.06
    else:
        longest = max(width(row.label, page.size.body) for row in rows)
        room = min(longest, NARROW + GAP if page.size.narrow else NAMES)
    labels = [_label(row.label, room, page.size) for row in rows]
    points = min(size for _, size in labels)
    above = HEADING * sum(group in headings for group in {row.group for row in rows})
    kept, pitch = heights([len(lines) for lines, _ in labels], top - page.bottom - 0.06 - above)
    group, y = "", top
    for row, (lines, _), high in zip(rows, labels, kept, strict=False):
        if row.group != group:
            page.rule(y, page.theme.outline, 1.4)
            if row.group in headings:
                page.write(page.left, y - 0.23, headings[row.group], page.size.small, page.theme.grey)
                y -= HEADING
        group = row.group
        page.write_middle(page.left, y - high / 2, lines, points)
        if shape == DOTS:
            _dots(page, row, list(cases["case"]), first, wide, y - high / 2)
        else:
            _bar(page, row, page.left + room + GAP, y - high / 2, min(pitch * 0.64, 0.30))
        y -= high
    if len(kept) < len(rows):
        rest(page, len(rows) - len(kept), y - pitch / 2)


def _label(text: str, room: float, size: Size) -> tuple[list[str], float]:
    """A name in one line, or on a narrow page in two rather than cut short."""
    lines, points = settle(text, room, size.set)
    if lines[0].endswith("…") and size.narrow:
        lines, points = settle(text, room, (size.small,), 2)
    return lines, points


def _wide(page: Page, cases: int) -> float:
    """The width of a column of dots."""
    return min((page.right - COUNT * (cases > 1) - page.left - NARROW - 0.06) / cases, 1.6)


def _dots(page: Page, row: Row, cases: Sequence[str], first: float, wide: float, y: float) -> None:
    for place, case in enumerate(cases):
        if case in row.cases:
            dot = Circle((first + (place + 0.5) * wide, y), DOT, facecolor=page.theme.data, edgecolor="none")
            page.add(dot, f"mark:named:{row.key}:{case}", 3)
    if row.of > 1:
        _count(page, row, words.number(len(row.cases)), y)


def _bar(page: Page, row: Row, start: float, y: float, high: float) -> None:
    room = page.right - start - width(words.share(row.of, row.of), page.size.body, "semibold") - 0.25
    page.box(start, y - high / 2, room, high, page.theme.band)
    if row.cases:
        long = room * len(row.cases) / row.of
        page.box(start, y - high / 2, long, high, page.theme.data, gid=f"mark:exact:{row.key}", zorder=2)
    _count(page, row, words.share(len(row.cases), row.of), y)


def _count(page: Page, row: Row, told: str, y: float) -> None:
    weight = "semibold" if len(row.cases) == row.of else "regular"
    style = {"weight": weight, "align": "right", "gid": f"count:{row.key}"}
    page.write_middle(page.right, y, [told], page.size.body, **style)
