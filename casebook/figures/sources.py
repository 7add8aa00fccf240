"""What several sources say of one thing: a row a statement, grouped by action and measure.

    tables of `casebook.agreement` ──_groups──▶ groups of lines ──_set──▶ with their texts set ──_draw──▶ the page

Who says it and the words stand left of an axis, the marks of numbers on it. Things as unlike as servers and euros share
the axis, as each group is measured by its own first number: 1 is that number, 2 twice as much. What has no number in
that unit has no mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from math import ceil, floor, log10

import pandas as pd

from casebook import sentences, walk
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import INCH, Each, Page, drawing, fit_lines, pick, settle, width
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import sources as say
from casebook.sentences.sources import starred, wholes

PITCH = 0.272
PITCHES = (0.36, 0.33, 0.30, PITCH)  # the roomiest that all of them find room in
MOST_LINES = 8  # of one group
TITLE, NAMES, WORDS = 0.19, 0.345, 0.235  # of the width, where titles stand beside their groups
NARROW_NAMES, NARROW_WORDS = 0.43, 0.33
GAP = 0.16  # between texts in one line
SCALE = 0.72
TWICE = (Decimal("0.5"), Decimal(2))  # times the first number: the least that the axis holds
SHIFT = 0.25  # as far as the name of a tick may stand beside it
OFFICIAL = ("factsheet", "official", "court", "republished")
TELLING = ("conflict", "differ", "looser", "agree")  # the order in which groups are told


@dataclass
class _Line:
    """One line of a group: a statement, or (`row` None) names of those who say the same."""

    name: str
    row: dict | None = None
    said: tuple[str, ...] = ()  # what it says, the longest first


@dataclass
class _Group:
    """One thing that several speak of, its lines, and what the numbers are measured by."""

    title: str
    verdict: str
    contested: bool
    gid: str
    lines: list[_Line] = field(default_factory=list)
    unit: str = ""
    base: Decimal | None = None

    def ratio(self, row: dict) -> float | None:
        """How often the group's first number goes into that of a statement; None where it cannot be said."""
        if self.base is None or row["value"] is None or row["value"] <= 0 or row["unit"] != self.unit:
            return None
        return float(row["value"] / self.base)

    def top(self, row: dict) -> float | None:
        """The same of the higher number of a statement that has two."""
        return None if self.ratio(row) is None or row["value_high"] is None else float(row["value_high"] / self.base)


@drawing
def sources_compared(rows: pd.DataFrame, keys: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Statements of `agreement.figures` beside one another, those that differ most first, by `agreement.keys`."""
    page = Page("sources-compared", rows, credit, look)
    found = _groups(rows, keys)
    possible = found[: int(page.size.height / PITCH)]  # each takes a line at least
    page.frame(sentences.sources_headlines(keys), say.SUBTITLE, say.doubt(_drawn(possible)))
    places = _Places(page, possible)
    shown, pitch = _as_many_as_fit(page, places, found)
    top = y = page.top - 0.40
    for number, group in enumerate(shown):
        if number:
            page.rule(y)
        y = _draw(page, places, group, y, pitch)
    _axis(page, places, top, y)
    if len(shown) < len(found):
        page.rule(y)
        rest = sentences.more(len(found) - len(shown), page.name)
        page.write_middle(page.left, y - 0.6 * pitch, [rest], page.size.small, color=page.theme.second)
    page.describe(say.form(len(shown), len(found)), [_clause(one.group) for one in shown], say.DOUBT)
    return page


def _drawn(groups: Sequence[_Group]) -> set[str]:
    """The qualifiers that have marks."""
    return {line.row["qualifier"] for group in groups for line in group.lines if line.row and group.ratio(line.row)}


# --- what is shown ---------------------------------------------------------------------------


def _groups(rows: pd.DataFrame, keys: pd.DataFrame) -> Each:
    """The figures that origins can be compared on, or pages of one differ on; without any, those with more pages."""
    several = wholes(keys[(keys["statements"] > 1) | (keys["verdict"] != "single") | keys["also"].astype(bool)])
    telling = [key for key in several.itertuples() if _place(key) < len(TELLING)]
    shown = sorted(telling, key=lambda key: (_place(key), -key.origins, -key.statements))
    shown = shown or [key for key in several.itertuples() if key.statements > 1 or key.also]
    live = rows[~rows["superseded"] & rows["key"].isin(several["key"])]
    return Each(lambda key: _group(key, list(walk.records(live[live["key"] == key.key]))), shown)


def _place(key) -> int:
    """Where a row of keys comes in the order of `TELLING`."""
    if key.verdict == "conflict" or not starred(key):
        return TELLING.index(key.verdict) if key.verdict in TELLING else len(TELLING)
    return TELLING.index("differ")


def _group(key, rows: list[dict]) -> _Group:
    contested = _place(key) <= TELLING.index("differ")
    group = _Group(say.title(key), say.verdict(key), contested, f"{key.case}:{key.measure}")
    numbered = next((row for row in rows if row["value"]), None)
    if numbered:
        group.base, group.unit = numbered["value"], numbered["unit"]
    for origin in dict.fromkeys(row["origin"] for row in rows):
        group.lines += _of_origin([row for row in rows if row["origin"] == origin])
    for label, said, voice in key.also if key.verdict == "unit" else ():
        group.lines.append(_Line(voice, said=(say.elsewhere(said, label),)))
    return group


def _of_origin(rows: list[dict]) -> Iterable[_Line]:
    """One origin's statements, each reading once; under it the names of those who only say it again."""
    said: dict[tuple, list[dict]] = {}
    for row in rows:
        word = row["as_printed"].casefold() if row["qualifier"] == "unquantified" and not row["repeats"] else ""
        said.setdefault((row["qualifier"], row["value"], row["value_high"], row["unit"], word), []).append(row)
    for first, *again in said.values():
        yield _Line(first["voice"], first, (first["said"], first["short"]))
        others = [row["publisher"] for row in again if row["publisher"] != first["publisher"]]
        if others:
            yield _Line(say.the_same(others))


def _clause(group: _Group) -> str:
    told = [(line.name, line.said[0]) for line in group.lines if line.said]
    return say.clause(group.title, group.verdict, told)


# --- where it stands -------------------------------------------------------------------------


class _Places:
    """Where the columns stand, and the axis: x of a number of times the first one."""

    def __init__(self, page: Page, groups: Sequence[_Group]):
        narrow, wide = page.size.narrow, page.right - page.left
        self.names = page.left + (0 if narrow else TITLE * wide)
        self.words = self.names + (NARROW_NAMES if narrow else NAMES) * wide
        self.axis = self.words + (NARROW_WORDS if narrow else WORDS) * wide
        self.left, self.right = self.axis + 0.25, page.right - 0.40
        stated = [(group, line.row) for group in groups for line in group.lines if line.row]
        ratios = [ratio for group, row in stated for ratio in (group.ratio(row), group.top(row))]
        least, most = (end([*filter(None, ratios), *TWICE]) for end in (min, max))
        powers = (Decimal(10) ** power for power in range(floor(log10(least)), ceil(log10(most)) + 1))
        known = sorted({*powers, *TWICE})
        self.low, self.high = max(tick for tick in known if tick <= least), min(tick for tick in known if tick >= most)
        self.ticks = [tick for tick in known if self.low <= tick <= self.high]

    def x(self, ratio: float) -> float:
        low, high = log10(self.low), log10(self.high)
        return self.left + (log10(ratio) - low) / (high - low) * (self.right - self.left)


class _Set:
    """A group with its texts set: the first lines of it, what they say, and how many lines of text each takes."""

    def __init__(self, page: Page, places: _Places, group: _Group, most: int = MOST_LINES):
        self.group, small = group, page.size.small
        rest = len(group.lines) - most
        self.shown = [*group.lines[: most - 1], _Line(say.more_lines(rest + 1))] if rest > 0 else group.lines
        room = (page.right - page.left) if page.size.narrow else places.names - page.left - 0.15
        most = 1 if page.size.narrow else 3
        self.title = settle(group.title, room, (small,), most, "semibold")[0]
        self.verdict = settle(group.verdict, room, (small,), most)[0]
        self.lines = [_texts(page, places, line) for line in self.shown]
        self.deep = [max(len(names), len(said), 1) for names, said, _ in self.lines]
        long = width(self.title[0], small, "semibold") + GAP + width(self.verdict[0], small)
        self.one_line = page.size.narrow and long <= room
        heading = len(self.title) + len(self.verdict) - self.one_line
        # The heading stands above the lines of a narrow page, and beside them elsewhere.
        self.above = heading if page.size.narrow else 0
        self.beside = 0 if page.size.narrow else heading

    def height(self, pitch: float, step: float) -> float:
        lines = sum(pitch + (deep - 1) * step for deep in self.deep)
        return self.above * pitch + max(lines, self.beside * step + pitch - step) + 0.25 * pitch


def _texts(page: Page, places: _Places, line: _Line) -> tuple[list[str], list[str], bool]:
    """Who says it and what, in lines; and whether the kind of source finds room behind the last line of who."""
    small = page.size.small
    room = (places.words if line.said else page.right) - places.names - 0.12
    names = settle(line.name, room, (small,), 2)[0]
    said, across = [], (places.axis if line.row else page.right) - places.words - 0.08
    if line.said:
        style = _style(line)
        whole = settle(line.said[0], across, (small,), 2, style)[0]
        cut = whole[-1].endswith("…")
        said = fit_lines(pick(line.said, across, small, style), across, small, 2, style) if cut else whole
    if line.row is None:
        return names, said, False
    behind = width(names[-1], small) + GAP + width(say.kind(line.row["kind"]), small) <= room
    return (names if behind else [*names, ""]), said, behind


def _style(line: _Line) -> str:
    return "italic" if line.row is None or line.row["qualifier"] == "unquantified" else "semibold"


def _as_many_as_fit(page: Page, places: _Places, groups: Sequence[_Group]) -> tuple[list[_Set], float]:
    """The groups that there is room for, of the first as many lines as there is, and how high a line may be."""
    room, step = page.top - page.bottom - 0.46, 1.2 * page.size.small / INCH
    told = [_Set(page, places, group) for group in groups[: int(room / PITCH)]]
    for kept in range(len(told), 0, -1):
        for pitch in PITCHES:
            if sum(group.height(pitch, step) for group in told[:kept]) + pitch * (kept < len(groups)) <= room:
                return told[:kept], pitch
    for most in range(MOST_LINES - 1, 0, -1) if told else ():
        first = _Set(page, places, groups[0], most)
        if first.height(PITCH, step) + PITCH * (len(groups) > 1) <= room or most == 1:
            return [first], PITCH
    return [], PITCH


# --- how it is drawn -------------------------------------------------------------------------


def _axis(page: Page, places: _Places, top: float, end: float) -> None:
    """The ticks from the last group up, with their names above the first, as far as there is room for them."""
    size, theme = page.size, page.theme
    named: list[tuple[float, float]] = []
    for tick in sorted(places.ticks, key=lambda tick: (tick != 1, -tick)):
        x, first = places.x(float(tick)), tick == 1
        page.line((x, x), (end, top), theme.outline if first else theme.grid, gid=f"tick:{tick:f}")
        for name, aside in product(say.ticks(tick), (0, SHIFT * (tick == places.high))):
            half = width(name, size.small) / 2 + 0.06
            at = min(x + aside, page.right + 0.06 - half)  # the last one gives way to the margin
            if x - at < SHIFT and all(at + half < low or at - half > high for low, high in named):
                named.append((at - half, at + half))
                page.write(at, top + 0.09, name, size.small, theme.second if first else theme.grey, align="center")
                break


def _draw(page: Page, places: _Places, told: _Set, top: float, pitch: float) -> float:
    """One group from `top` downwards; gives back where it ends."""
    step = 1.2 * page.size.small / INCH
    y = top - 0.125 * pitch
    _heading(page, told, y - 0.5 * pitch, pitch if page.size.narrow else step)
    y -= told.above * pitch
    for number, (line, texts, deep) in enumerate(zip(told.shown, told.lines, told.deep, strict=True)):
        _line(page, places, told.group, line, texts, f"{told.group.gid}:{number}", y - 0.5 * pitch)
        y -= pitch + (deep - 1) * step
    return top - told.height(pitch, step)


def _heading(page: Page, told: _Set, y: float, down: float) -> None:
    """What a group is about, and below or behind it what it comes to."""
    small, theme = page.size.small, page.theme
    style = {"halo": theme.paper} if page.size.narrow else {}
    for number, text in enumerate(told.title):
        page.write_middle(page.left, y - number * down, [text], small, weight="semibold", **style)
    x = page.left + (width(told.title[0], small, "semibold") + GAP if told.one_line else 0)
    first = len(told.title) - told.one_line
    color = theme.focus_text if told.group.contested else theme.second
    for number, text in enumerate(told.verdict, first):
        page.write_middle(x, y - number * down, [text], small, color=color, **style)


def _line(page: Page, places: _Places, group: _Group, line: _Line, texts: tuple, gid: str, y: float) -> None:
    """Who says it, with the kind of source, what, and its mark: all beginning at the height of the first line."""
    small, step = page.size.small, 1.2 * page.size.small / INCH
    names, said, behind = texts
    color = page.theme.ink if line.row or line.said else page.theme.grey
    for number, name in enumerate(names):
        if name:
            page.write_middle(places.names, y - number * step, [name], small, color=color, gid=f"name:{gid}:{number}")
    if line.row:
        start = places.names + (width(names[-1], small) + GAP if behind else 0)
        tone = _color(page, line.row["kind"], "_text")  # so that it explains the mark's
        page.write_middle(start, y - (len(names) - 1) * step, [say.kind(line.row["kind"])], small, color=tone)
    ratio = group.ratio(line.row) if line.row else None
    for number, text in enumerate(said):
        named = "" if number or not line.row else f"words:{gid}" if ratio else f"mark:{line.row['qualifier']}:{gid}"
        page.write_middle(places.words, y - number * step, [text], small, weight=_style(line), gid=named)
    if ratio is not None:
        top = group.top(line.row)
        x_high = None if top is None else places.x(top)
        mark = f"mark:{line.row['qualifier']}:{gid}"
        marks.for_qualifier(
            page, line.row["qualifier"], places.x(ratio), y, _color(page, line.row["kind"]), mark, SCALE, x_high
        )


def _color(page: Page, kind: str, use: str = "") -> str:
    """The colour of a kind of sources: as a mark, or as text if `use` is "_text"."""
    if kind in OFFICIAL:
        return getattr(page.theme, f"data{use}")
    return getattr(page.theme, f"help{use}") if kind == "rights_holder" else page.theme.grey
