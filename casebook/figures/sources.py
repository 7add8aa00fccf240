"""What several sources say of one thing: a row a statement, grouped by action and measure.

    tables of `casebook.agreement` ──_groups──▶ groups of lines ──_drawn──▶ the page

Things as unlike as servers and euros share one axis, as each group is measured by its own first number: 1 is that
number, 2 twice as much. What has no number in that unit is told in words beside the axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import log10

import pandas as pd

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import Page, drawing, fit, settle, width
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.sources import differ, small, wholes

PITCH, ROOMIEST = 0.272, 0.36
MOST_LINES = 6  # of one group
TITLE = 0.205  # of the width, where titles stand beside their groups
SCALE = 0.72
TICKS = {"0.01": "a hundredth", "0.1": "a tenth", "0.5": "half", "1": "the first number", "2": "twice",
         "10": "10 times", "100": "100 times", "1000": "1 000 times"}  # fmt: skip
FLOORS, CEILINGS = ("more_than", "at_least"), ("nearly", "less_than", "at_most")
OFFICIAL = ("factsheet", "official", "court", "republished")
ALSO = "also"  # stands where other rows have their qualifier: the same number, given for something else
TELLING = ("conflict", "unit", "looser", "agree", "single")


@dataclass
class _Line:
    """One line of a group: a statement with a mark or words, or (`row` None) names of those who say the same."""

    name: str
    note: str = ""
    row: dict | None = None
    inside: bool = False

    @property
    def said(self) -> str:
        """The words that stand at its mark."""
        printed = self.row["as_printed"]
        return words.printed(printed) if self.row["qualifier"] == ALSO else words.quoted(printed)


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


@drawing
def sources_compared(rows: pd.DataFrame, keys: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Statements of `agreement.figures` beside one another, those that differ most first, by `agreement.keys`."""
    page = Page("sources-compared", rows, credit, look)
    found = _groups(rows, wholes(keys))
    page.frame(sentences.sources_headlines(keys), SUBTITLE, _doubt(found))
    shown, pitch = _as_many_as_fit(page, found)
    places = _Places(page, shown, pitch)
    top = y = page.top - 0.40
    for number, group in enumerate(shown):
        if number:
            page.rule(y)
        y = _draw(page, places, group, y)
    _axis(page, places, top, y)
    if len(shown) < len(found):
        page.rule(y)
        rest = sentences.more(len(found) - len(shown), page.name)
        page.write_middle(page.left, y - 0.6 * pitch, [rest], page.size.small, color=page.theme.second)
    page.describe(
        f"Statements of several sources on {words.plural(len(shown), 'figure')} of {words.number(len(found))}",
        [_clause(group) for group in shown],
        DOUBT,
    )
    return page


SUBTITLE = "What sources state, each measured by the first number of its group. Log scale."
DOUBT = "Agreement is counted by origin: a page that repeats a release confirms nothing."


def _doubt(groups: Sequence[_Group]) -> str:
    drawn = {line.row["qualifier"] for group in groups for line in group.lines if line.row and group.ratio(line.row)}
    told = [DOUBT]
    told += ["An arrow marks a bound, not a number."] if drawn & {*FLOORS, *CEILINGS} else []
    told += ["A ring marks an estimate."] if "about" in drawn else []
    return " ".join(told)


# --- what is shown ---------------------------------------------------------------------------


def _groups(rows: pd.DataFrame, keys: pd.DataFrame) -> list[_Group]:
    """The figures that more than one statement is about, those that tell most first."""
    stated = dict(iter(rows[~rows["superseded"]].groupby("key", sort=False)))
    found, told = [], set()
    for key in sorted(keys.itertuples(), key=_telling):
        pairs = {frozenset((key.case, key.label, label)) for label, *_ in key.also}
        if pairs - told or (key.statements > 1 and (key.verdict != "unit" or not pairs)):
            found.append(_group(key, stated[key.key].to_dict("records")))
        told |= pairs
    return found


def _telling(key) -> tuple:
    verdict = "conflict" if (differ(key.retold) or differ(key.own)) else key.verdict
    return TELLING.index(verdict), -key.origins, -key.statements


def _group(key, rows: list[dict]) -> _Group:
    contested = key.verdict == "conflict" or (differ(key.retold) or differ(key.own))
    group = _Group(
        f"{key.short_title}: {small(key.label)}", sentences.verdict(key), contested, f"{key.case}:{key.measure}"
    )
    numbered = next((row for row in rows if row["value"]), None)
    if numbered:
        group.base, group.unit = numbered["value"], numbered["unit"]
    group.lines = [line for origin in dict.fromkeys(row["origin"] for row in rows)
                   for line in _of_origin([row for row in rows if row["origin"] == origin])]  # fmt: skip
    for label, reading, origin in key.also if key.verdict == "unit" else ():
        also = {
            "qualifier": ALSO,
            "value": None,
            "unit": "",
            "as_printed": f"{reading}, but {small(label)}",
            "language": "en",
        }
        group.lines.append(_Line(origin, row=also))
    if len(group.lines) > MOST_LINES:
        left = words.number(len(group.lines) - MOST_LINES + 1)
        group.lines = [*group.lines[: MOST_LINES - 1], _Line("", f"and {left} more", inside=True)]
    return group


def _of_origin(rows: list[dict]) -> Iterable[_Line]:
    """One origin's statements, each reading once; under it the names of those who only say it again."""
    said: dict[tuple, list[dict]] = {}
    for row in rows:
        word = row["as_printed"].casefold() if row["qualifier"] == "unquantified" and not row["repeats"] else ""
        said.setdefault((row["qualifier"], row["value"], row["value_high"], row["unit"], word), []).append(row)
    spoken = not rows[0]["repeats"]
    for place, (first, *again) in enumerate(said.values()):
        inside = bool(place) and spoken and first["repeats"]
        name = first["publisher"] if inside else first["origin"]
        yield _Line(name, _note(first, inside), first, inside)
        others = [row["publisher"] for row in again if row["publisher"] != first["publisher"]]
        if others:
            yield _Line("", f"the same: {words.listed(list(dict.fromkeys(others)))}", inside=True)


def _note(row: dict, inside: bool) -> str:
    """How a statement reaches us: the kind of its source, and who passed it on."""
    kind = row["kind"].replace("_", " ")
    if inside:
        return f"{kind}, repeating it"
    return f"{kind}: {row['publisher']}" if row["repeats"] else kind


def _as_many_as_fit(page: Page, groups: list[_Group]) -> tuple[list[_Group], float]:
    """The groups that there is room for, and how high a line may be."""
    room = page.top - page.bottom - 0.46
    for kept in range(len(groups), 0, -1):
        lines = sum(_height(page, group) for group in groups[:kept]) + (kept < len(groups))
        if room / lines >= PITCH or kept == 1:
            return groups[:kept], min(room / lines, ROOMIEST)
    return [], PITCH


def _height(page: Page, group: _Group) -> float:
    """How many lines a group takes: where names have no room beside it, its title stands above."""
    if page.size.narrow:
        return len(group.lines) + 1.25
    return max(len(group.lines), len(_set_title(page, group)) + 1) + 0.25


def _set_title(page: Page, group: _Group) -> list[str]:
    return settle(group.title, TITLE * (page.right - page.left) - 0.15, (page.size.small,), 2, "semibold")[0]


# --- how it is drawn -------------------------------------------------------------------------


class _Places:
    """Where the columns stand, and the axis: x of a number of times the first one."""

    def __init__(self, page: Page, groups: Sequence[_Group], pitch: float):
        narrow, wide, self.pitch = page.size.narrow, page.right - page.left, pitch
        self.names = page.left + (0 if narrow else TITLE * wide)
        self.left = self.names + (0.42 if narrow else 0.29) * wide
        self.right = self.left + (0.26 if narrow else 0.24) * wide
        ratios = [group.ratio(line.row) for group in groups for line in group.lines if line.row]
        ratios = [ratio for ratio in ratios if ratio]
        known = [Decimal(tick) for tick in TICKS]
        self.low = max([tick for tick in known if tick <= min([*ratios, 0.5])], default=known[0])
        self.high = min([tick for tick in known if tick >= max([*ratios, 2])], default=known[-1])
        self.ticks = [tick for tick in known if self.low <= tick <= self.high]

    def x(self, ratio: float) -> float:
        low, high = log10(self.low), log10(self.high)
        share = min(max((log10(ratio) - low) / (high - low), 0), 1)
        return self.left + 0.35 + share * (self.right - self.left - 0.35)


def _axis(page: Page, places: _Places, top: float, end: float) -> None:
    """The ticks from the last group up, with their names above the first, as far as there is room for them."""
    size, theme = page.size, page.theme
    named: list[tuple[float, float]] = []
    for tick in sorted(places.ticks, key=lambda tick: (tick != 1, -tick)):
        x, name, first = places.x(float(tick)), TICKS[str(tick)], tick == 1
        page.line((x, x), (end, top), theme.outline if first else theme.grid, gid=f"tick:{tick}")
        half = width(name, size.small) / 2 + 0.06
        if all(x + half < low or x - half > high for low, high in named):
            named.append((x - half, x + half))
            page.write(x, top + 0.09, name, size.small, theme.second if first else theme.grey, align="center")


def _draw(page: Page, places: _Places, group: _Group, top: float) -> float:
    """One group from `top` downwards; gives back where it ends."""
    pitch, small = places.pitch, page.size.small
    y = top - 0.125 * pitch
    color = page.theme.focus_text if group.contested else page.theme.second
    if page.size.narrow:
        room = page.right - page.left - width(group.verdict, small) - 0.15
        title = [fit(group.title, room, small, "semibold")]
        paper = page.theme.paper
        page.write_middle(page.left, y - 0.5 * pitch, title, small, weight="semibold", halo=paper)
        page.write_middle(page.right, y - 0.5 * pitch, [group.verdict], small, color=color, align="right", halo=paper)
        y -= pitch
    else:
        title = _set_title(page, group)
        for number, said in enumerate(title):
            page.write_middle(page.left, y - (number + 0.5) * pitch, [said], small, weight="semibold")
        verdict = fit(group.verdict, places.names - page.left - 0.1, small)
        page.write_middle(page.left, y - (len(title) + 0.5) * pitch, [verdict], small, color=color)
    for number, line in enumerate(group.lines):
        _line(page, places, group, line, f"{group.gid}:{number}", y - (number + 0.5) * pitch)
    return top - _height(page, group) * pitch


def _line(page: Page, places: _Places, group: _Group, line: _Line, gid: str, y: float) -> None:
    small, theme = page.size.small, page.theme
    start = places.names + 0.22 * line.inside
    room = (places.left + 0.1 if line.row else page.right) - start
    if line.name:
        name = fit(line.name, room, small)
        page.write_middle(start, y, [name], small, gid=f"name:{gid}")
        start += width(name, small) + 0.10
        room -= width(name, small) + 0.10
    if line.note and room > 0.6:
        color = _color(page, line.row["kind"], "_text") if line.row else theme.grey  # so that it explains the mark's
        page.write_middle(start, y, [fit(line.note, room, small)], small, color=color, halo=theme.paper)
    if line.row:
        _statement(page, places, group, line, gid, y)


def _statement(page: Page, places: _Places, group: _Group, line: _Line, gid: str, y: float) -> None:
    """The mark of a number and the words behind it; words alone where there is no number to place."""
    row, small, paper = line.row, page.size.small, page.theme.paper
    ratio, gid = group.ratio(row), f"mark:{row['qualifier']}:{gid}"
    if ratio is None:
        start = places.left + 0.2
        said = fit(line.said, page.right - start, small, "italic")
        page.write_middle(start, y, [said], small, weight="italic", gid=gid, halo=paper)
        return
    high = row["value_high"]
    x_high = None if high is None else places.x(float(high / group.base))
    color = _color(page, row["kind"])
    _, start = marks.for_qualifier(page, row["qualifier"], places.x(ratio), y, color, gid, SCALE, x_high)
    said = _words(line, page.right - start, small)
    page.write_middle(start, y, [said], small, weight="semibold", halo=paper)


def _color(page: Page, kind: str, use: str = "") -> str:
    """The colour of a kind of sources: as a mark, or as text if `use` is "_text"."""
    if kind in OFFICIAL:
        return getattr(page.theme, f"data{use}")
    return getattr(page.theme, f"help{use}") if kind == "rights_holder" else page.theme.grey


def _words(line: _Line, room: float, points: float) -> str:
    """The printed words; what they amount to, where they are too long or in another language."""
    foreign = line.row["language"] != "en"
    said = line.row["reading"] if foreign or width(line.said, points, "semibold") > room else line.said
    return fit(said, room, points, "semibold")


def _clause(group: _Group) -> str:
    told = [f"{line.name} {line.said if line.row['language'] == 'en' else line.row['reading']}"
            for line in group.lines if line.row]  # fmt: skip
    return f"{group.title} ({group.verdict}): {', '.join(told)}"
