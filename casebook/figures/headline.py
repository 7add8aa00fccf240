"""Does the printed total hold? Its parts as a waterfall, their sum and the total as two rays."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor, log10

import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from casebook import bounds, sentences, words
from casebook.bounds import Interval
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import INCH, Page, drawing, is_cut, pick, settle, width
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import headline as say

ROOM = {"slide": (3.80, 1.51), "half": (1.95, 0.85), "column": (2.60, 1.10)}  # for names, and behind the axis
RAY = 0.48  # how far a ray runs past the axis
NAMES = (18, 16, 15, 14)
MOST_PARTS = 8
COLUMN = 7.0
ZERO = Decimal(0)


@drawing
def headline_check(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """The parts, their sum and the printed total of a table of `compare.headline_check` (not empty)."""
    page = Page("headline-check", table, credit, look, COLUMN)
    axis = _Axis(page, table)
    doubt = say.doubt(table)
    foot = f"{doubt} {say.outlines(table)}".strip()
    page.frame(sentences.check_headlines(table), say.subtitle(table, axis.start), foot)
    steps = _steps(table)
    bottom = page.bottom + 0.42
    # The two rays need a certain room between them, for the bracket; the parts share what is left.
    ray = min(max((page.top - bottom) / (len(steps) + 2.3), 0.58), 1.0)
    pitch = min((page.top - bottom - 2.15 * ray) / len(steps), 1.2)
    foot = page.top - pitch * len(steps) - 2.15 * ray
    _grid(page, axis, foot)
    reached = ZERO
    for number, step in enumerate(steps):
        y = page.top - (number + 0.5) * pitch
        begun = _bar(page, axis, step, reached, y, pitch)
        plus = f"+{words.BOUND}" if number else ""
        _value(page, axis, plus + step["wording"], *begun, y)
        reached += step["low"] or ZERO
        if number < len(steps) - 1:
            x, half = axis.x(reached), _thick(pitch) / 2
            page.line((x, x), (y - half, y - pitch + half), page.theme.outline, 1.2)
    middle = page.top - pitch * len(steps) - 0.06
    page.rule(middle, page.theme.outline, 1.4)
    _rays(page, axis, table, middle - ray * 0.55, ray)
    page.describe(say.FORM, say.clauses(table, MOST_PARTS), doubt)
    return page


class _Axis:
    """A linear axis; cut where one part is more than four fifths of the sum and would hide the rest."""

    def __init__(self, page: Page, table: pd.DataFrame):
        names, behind = ROOM[page.look.size]
        self.left, self.right = page.left + names, page.right - behind
        known = table[[low is not None for low in table["low"]]]
        ends = [end for end in (*known["low"], *known["high"]) if end is not None]
        ends.append(sum(_reach(row) for _, row in known[known["row"] == "part"].iterrows()))
        end = max([*ends, ZERO])
        first = table["low"].iloc[0] or ZERO
        self.start = ZERO
        if first > Decimal("0.8") * end:
            lowest = min([first, *known[known["row"] == "printed"]["low"]])
            step = _step(float(end - lowest) * 2)
            self.start = max(ZERO, floor(lowest / step) * step - (step if lowest % step == 0 else 0))
        step = _step(float(end - self.start))
        self.start -= self.start % step
        stop = self.start + max(ceil((end - self.start) / step), 1) * step
        self.ticks = [self.start + step * number for number in range(int((stop - self.start) / step) + 1)]

    def x(self, value: Decimal) -> float:
        share = float((Decimal(value) - self.ticks[0]) / (self.ticks[-1] - self.ticks[0]))
        return self.left + share * (self.right - self.left)


def _reach(row) -> Decimal:
    """How far a part reaches at most: its upper end where it has one."""
    return row["high"] if row["high"] is not None else row["low"]


def _step(span: float) -> Decimal:
    """A round step (1, 2, 5 times a power of ten) that gives some three to six of them over the span."""
    power = Decimal(10) ** floor(log10(max(span, 1) / 4))
    return max(Decimal(1), next(power * times for times in (1, 2, 5, 10) if float(power * times) >= span / 5))


def _grid(page: Page, axis: _Axis, foot: float) -> None:
    longest = width(words.number(axis.ticks[-1]), page.size.body) + 0.3
    every = ceil(longest * (len(axis.ticks) - 1) / (axis.right - axis.left))
    for place, tick in enumerate(axis.ticks):
        x = axis.x(tick)
        page.line((x, x), (foot, page.top), page.theme.grid, gid=f"tick:{tick}")
        if place % every == 0:
            page.write(x, foot - 0.28, words.number(tick), page.size.body, page.theme.second, align="center")


def _steps(table: pd.DataFrame) -> list[dict]:
    parts = table[table["row"] == "part"].to_dict("records")
    if len(parts) <= MOST_PARTS:
        return parts
    rest = parts[MOST_PARTS - 1 :]
    return [*parts[: MOST_PARTS - 1], _others(rest)]


def _others(rest: list[dict]) -> dict:
    """The parts that are not drawn one by one, added up as the sum is."""
    known = [part for part in rest if part["low"] is not None]
    amount = bounds.total(map(_amount, known)) if known else None
    guessed = len(rest) - len(known)
    wording = say.estimated(words.amount(amount) if known else "", guessed)
    ends = {"low": amount.interval.low, "high": amount.interval.high} if known else {"low": None, "high": None}
    qualifier = "exact" if known and ends["low"] == ends["high"] else "at_least"
    named = {"short_title": say.others(len(rest)), "leads": (), "case": "others"}
    return named | ends | {"qualifier": qualifier, "wording": wording}


def _amount(part: dict) -> bounds.Amount:
    # Whether an upper end is open is not told by the table: closed claims less than it might.
    return bounds.Amount(Interval(part["low"], part["high"], part["low_open"]))


def _thick(pitch: float) -> float:
    return min(0.34, pitch * 0.5)


def _bar(page: Page, axis: _Axis, step: dict, reached: Decimal, y: float, pitch: float) -> tuple[float, float]:
    """One part, begun where the parts before it end; gives back what it takes up."""
    end = reached + (step["low"] or ZERO)
    left, right, high = max(axis.x(reached), axis.left), axis.x(end), _thick(pitch)
    _name(page, step, y, axis.left - page.left - 0.2)
    gid = f"mark:{step['qualifier']}:{step['case']}"
    if axis.start and reached < axis.start:
        _broken(page, left, right, y, high, gid)
    else:
        page.box(left, y - high / 2, right - left, high, page.theme.data, gid=gid, zorder=2)
    return left, _open_end(page, axis, step, reached, right, y, high)


def _broken(page: Page, left: float, right: float, y: float, high: float, gid: str) -> None:
    """A bar with two slanting gaps: the sign that it does not begin where its scale does."""
    low, top, lean = y - high / 2, y + high / 2, 0.08
    edges = [(left, left), *((left + at, left + at + lean) for at in (0.24, 0.29, 0.36, 0.41)), (right, right)]
    pieces = [
        Path([(start, low), (stop, low), (stop_top, top), (start_top, top), (start, low)], closed=True)
        for (start, start_top), (stop, stop_top) in zip(edges[::2], edges[1::2], strict=True)
    ]
    bar = PathPatch(Path.make_compound_path(*pieces), facecolor=page.theme.data, edgecolor="none", linewidth=0)
    page.add(bar, gid)


def _open_end(page: Page, axis: _Axis, step: dict, reached: Decimal, right: float, y: float, high: float) -> float:
    """What a part may be beyond its lower end; gives back where its label can begin."""
    theme = page.theme
    if step["high"] is not None and step["high"] != step["low"]:
        most = axis.x(reached + step["high"])
        edge = {"edgecolor": theme.data, "linewidth": 2}
        page.box(right, y - high / 2, most - right, high, "none", zorder=1.9, **edge)
        return most
    if step["high"] is None and step["low"] is not None:
        return marks.chevron(page, right, y, high + 0.02, theme.data)
    return right


def _value(page: Page, axis: _Axis, text: str, left: float, stop: float, y: float) -> None:
    """What is printed for a part: behind its bar, or before it where the page ends too soon."""
    before, behind = left - 0.12 - axis.left, page.right - stop - 0.12
    lines, points = _settled(text, max(before, behind), (page.size.name, 18, 16, 14))
    long = max(width(line, points, "semibold") for line in lines)
    x = stop + 0.12 if long <= behind else left - 0.12 - long
    style = {"color": page.theme.data_text, "weight": "semibold", "halo": page.theme.paper}
    page.write_middle(x, y, lines, points, 1.08, **style)


def _settled(text: str, room: float, sizes: Sequence[float]) -> tuple[list[str], float]:
    """What is printed in one line, or in two small ones rather than cut short."""
    lines, points = settle(text, room, sizes, 1, "semibold")
    return settle(text, room, sizes[-1:], 2, "semibold") if is_cut(lines) else (lines, points)


def _name(page: Page, step: dict, y: float, room: float) -> None:
    lines, points = settle(step["short_title"], room, NAMES, 1, "semibold")
    base = y - 0.33 * points / INCH
    page.write(page.left, base, lines[0], points, weight="semibold")


def _rays(page: Page, axis: _Axis, table: pd.DataFrame, y: float, pitch: float) -> None:
    theme = page.theme
    whole, stated = (table[table["row"] == kind].iloc[0] for kind in ("sum", "printed"))
    number = int((table["row"] == "part").sum())
    beside = _ray(page, axis, whole, say.sum_of(number), whole["wording"], y, theme.data, theme.data_text)
    quoted = say.in_quotes(stated["wording"])
    _ray(page, axis, stated, say.TOTAL, quoted, y - pitch, theme.focus, theme.focus_text)
    if beside and whole["low"] is not None and stated["low"] is not None:
        _apart(page, axis, whole, stated, y - pitch / 2)


def _ray(
    page: Page, axis: _Axis, row: pd.Series, names: Sequence[str], wording: str, y: float, color: str, ink: str
) -> bool:
    """What the sum or the total may be; its words before the mark, else behind it, else under its name (False)."""
    big = NAMES[1 if page.size.narrow else 0]
    name = pick(names, axis.left - page.left - 0.2, big, "semibold")
    left, right = _reading(page, axis, row, y, color)
    before, behind = left - 0.14 - page.left - width(name, big, "semibold") - 0.3, page.right - right - 0.14
    style = {"weight": "semibold", "color": ink, "halo": page.theme.paper}
    lines, points = settle(wording, max(before, behind), (page.size.name, 18, 16), 1, "semibold")
    if lines[0].endswith("…"):
        page.write_middle(page.left, y + 0.13, [name], big, weight="semibold", color=ink)
        lines, points = _settled(wording, left - page.left - 0.2, (18, 16, 14))
        page.write_middle(page.left, y - 0.06 - 0.08 * len(lines), lines, points, 1.08, **style)
        return False
    page.write_middle(page.left, y, [name], big, weight="semibold", color=ink)
    long = width(lines[0], points, "semibold")
    page.write_middle(left - 0.14 - long if long <= before else right + 0.14, y, lines, points, **style)
    return True


def _reading(page: Page, axis: _Axis, row: pd.Series, y: float, color: str) -> tuple[float, float]:
    """Draw what the sum or the total may be; gives back from where to where."""
    gid = f"mark:{row['qualifier'] or row['row']}:{row['row']}"
    if row["low"] is None or row["qualifier"] == "unquantified":
        return axis.left + 0.14, axis.left
    low = axis.x(row["low"])
    if row["high"] is None:
        return low, marks.floor(page, low, y, color, gid, tip=axis.right + RAY)
    high = axis.x(row["high"])
    if row["low"] == row["high"]:
        reach = marks.dot(page, low, y, color, gid)
        return low - reach, low + reach
    if row["low"] == 0:
        return marks.floor(page, high, y, color, gid, way=-1, tip=axis.left), high
    marks.span(page, low, high, y, color, gid)
    return low, high


def _apart(page: Page, axis: _Axis, whole: pd.Series, stated: pd.Series, y: float) -> None:
    """The bracket between two lower ends, where there is room for its words."""
    if 0 in (whole["low"], stated["low"]) or stated["qualifier"] == "unquantified":
        return
    text = say.apart(abs(whole["low"] - stated["low"]))
    left, right = sorted(axis.x(row["low"]) for row in (whole, stated))
    middle, half = (left + right) / 2, width(text, page.size.body) / 2 + 0.08
    if right - left < 2 * half + 0.3:
        return
    page.write(middle, y - 0.07, text, page.size.body, page.theme.second, align="center", halo=page.theme.paper)
    for start, end in ((left, middle - half), (middle + half, right)):
        page.line((start, end), (y, y), page.theme.outline, 1.4)
    for x in (left, right):
        page.line((x, x), (y - 0.06, y + 0.06), page.theme.outline, 1.4)
