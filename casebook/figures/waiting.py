"""From each printed start to the action day: the shortest and the longest time that the dates allow."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from casebook import dates, places, sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import INCH, Each, Page, drawing, pick, settle, settle_first, width
from casebook.figures.theme import LIGHT, Look, Size, roomy
from casebook.sentences.drawn import waiting as say

MOST_ROWS, TWO_LINES, TIGHTEST = 18, 8, 0.24
DENSE = 0.30  # inches between rows below which what reaches down comes near the rule under a group
SNUG = 0.55  # inches between rows below which the second line of a name comes near the rule under it
BLOCKS = {"slide": (1.62, 2.95), "half": (0, 2.32), "column": (1.62, 2.35)}  # width of the blocks' and actions' names
HEADING = 0.32  # of a block whose name stands above it
ROOM, COLUMN = 0.22, 7.0
STEPS = (1, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
ARROW, LEAST = 0.62, 0.06  # inches: an open end, and a bar that has no length
OPENING = "investigation_opened"


@drawing
def time_to_action(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Range bars from a table of `compare.waits`, a block each for openings, parallel openings and complaints.

    A case without a printed opening, or without an action day, has no mark, and under its name that it is so.
    """
    page = Page("time-to-action", table, credit, look, COLUMN)
    rows = _rows(table)
    page.frame(
        sentences.time_to_action_headlines(table), say.subtitle(sum(row.low is not None for row in rows)), _doubt(rows)
    )
    _draw(page, rows)
    page.describe(say.form(table["case"].nunique()), Each(_clause, rows), say.CAVEAT if _mixed(rows) else "")
    return page


def _draw(page: Page, rows: list[_Row]) -> None:
    size = roomy(len(rows), page.look.size) if len(rows) < 4 else page.size
    points = size.note if len(rows) > TWO_LINES or page.size.narrow else size.name
    axis = _Axis(page, rows[:MOST_ROWS], points)
    top, foot = page.top - 0.02, page.bottom + (0.44 if axis.ticks else 0.06)
    heading = HEADING * (page.size.narrow and len(rows) > TWO_LINES)
    foot += heading * len({row.kind for row in rows})
    most = min(MOST_ROWS, int((top - foot) / TIGHTEST))
    shown = rows if len(rows) <= most else rows[: most - 1]
    lines = len(shown) + (len(shown) < len(rows))
    pitch = min((top - foot) / lines, 1.60)
    blocks = len({row.kind for row in shown})
    _grid(page, axis, top, top - lines * pitch - blocks * heading)
    names = _one_line(shown, axis, page.size) if len(rows) > TWO_LINES else [()] * len(shown)
    y = top + pitch / 2
    for before, row, name in zip([None, *shown], shown, names, strict=False):
        y -= pitch
        if before is None or before.kind != row.kind:
            _kind(page, axis, row.kind, y, pitch, heading)
            y -= heading
        if name:
            page.write_middle(axis.names, y + 0.018 * (pitch < DENSE), *name)  # off the rule under it
        else:
            _name(page, axis, row, y + 0.04 * (pitch < SNUG), size)
        if row.gap and name:
            _gap(page, row, y)
        elif not row.gap:
            end = _bar(page, axis, row, y, min(0.017 * points, pitch * 0.5))
            _label(page, row, end, y, points, pitch)
    if len(shown) < len(rows):
        _rest(page, rows[len(shown) :], y - pitch / 2, pitch)


@dataclass(frozen=True)
class _Row:
    """One start of one action, or the gap where its opening should be; months are None for a gap."""

    case: str
    short_title: str
    kind: str
    date: str
    country: str
    action_day: str
    low: int | None
    high: int | None
    gap: str


def _rows(table: pd.DataFrame) -> list[_Row]:
    """The starts in blocks, the longest first within a block and gaps last; every case has its opening or a gap."""
    found = [_of(row) for row in table.to_dict("records") if row["event"]]
    opened = {row.case for row in found if row.kind == OPENING}
    for row in table.drop_duplicates("case").itertuples():
        if row.case not in opened:
            found.append(_Row(row.case, row.short_title, OPENING, "", "", row.action_day, None, None, say.NO_OPENING))
    kinds = [*say.STARTS, *dict.fromkeys(row.kind for row in found if row.kind not in say.STARTS)]
    return sorted(found, key=lambda row: (kinds.index(row.kind), row.low is None, -(row.low or 0), -(row.high or 9999)))


def _of(row: dict) -> _Row:
    months = [None if pd.isna(row[column]) else int(row[column]) for column in ("months_low", "months_high")]
    gap = "" if months[0] is not None else say.gap(True, bool(row["action_day"]))
    return _Row(
        row["case"], row["short_title"], row["event"], row["date"], row["country"], row["action_day"], *months, gap
    )


def _doubt(rows: list[_Row]) -> str:
    line, open_end = any(row.low for row in rows), any(row.low is not None and row.high is None for row in rows)
    return say.doubt(line, open_end, _mixed(rows))


def _mixed(rows: list[_Row]) -> bool:
    return len({row.kind for row in rows}) > 1


def _worded(row: _Row) -> str:
    months = {"months_low": row.low, "months_high": row.high, "date": row.date, "action_day": "known"}
    return row.gap or sentences.wait(months)


def _started(row: _Row) -> str:
    """Where and when it began, as printed: "United States, 2016"."""
    return ", ".join(part for part in (places.name(row.country) if row.country else "", _when(row)) if part)


def _when(row: _Row) -> str:
    return words.when(dates.parse(row.date)) if row.date else ""


def _clause(row: _Row) -> str:
    return say.clause(row.short_title, row.kind, _started(row) if row.date else "", _worded(row))


# --- axis ------------------------------------------------------------------------------------


class _Axis:
    """Months to inches, from none to the first tick that no bar ends behind."""

    def __init__(self, page: Page, rows: list[_Row], points: float):
        kinds, names = BLOCKS[page.look.size]
        self.names = page.left + kinds
        self.left, self.room = self.names + names, names - ROOM
        labels = [width(_worded(row), points, "semibold") + ARROW * (row.high is None) for row in rows if not row.gap]
        self.right = page.right - max(labels, default=0) - 0.20
        months = [value for row in rows for value in (row.low, row.high) if value is not None]
        longest = max([*months, 1])
        self.step = next(step for step in STEPS if self._fits(step, longest, page.size.body))
        self.ticks = [self.step * number for number in range(-(-longest // self.step) + 1)] if months else []

    def _fits(self, step: int, longest: int, points: float) -> bool:
        """True if the names of ticks so many months apart do not run into each other."""
        number = -(-longest // step)
        last, before = (width(say.tick(step, step * (number - left), not left), points) for left in (0, 1))
        return (self.right - self.left) / number >= (last + before) / 2 + 0.15

    def x(self, months: int) -> float:
        return self.left + months / max(self.ticks[-1], 1) * (self.right - self.left)


def _grid(page: Page, axis: _Axis, top: float, foot: float) -> None:
    for months in axis.ticks:
        x = axis.x(months)
        page.line((x, x), (foot, top), page.theme.grid, gid=f"tick:{months}")
        page.write(
            x,
            foot - 0.28,
            say.tick(axis.step, months, months == axis.ticks[-1]),
            page.size.body,
            page.theme.second,
            align="center",
        )


# --- rows ------------------------------------------------------------------------------------


def _kind(page: Page, axis: _Axis, kind: str, y: float, pitch: float, heading: float) -> None:
    """The name of a block beside its first row; in a `heading` of its own, or with the actions, on a narrow page."""
    size, theme, said, room = page.size, page.theme, say.start(kind), axis.names - page.left - 0.15
    page.rule(y + pitch / 2, theme.outline, 1.4)
    if heading:
        page.write(page.left, y + pitch / 2 - 0.24, said, size.small, theme.grey, halo=theme.paper)
    elif not size.narrow:
        lines, points = settle(said, room, (size.note, size.small), 2 if pitch > 0.5 else 1)
        page.write_middle(page.left, y, lines, points, color=theme.grey)


def _one_line(rows: list[_Row], axis: _Axis, size: Size) -> list[tuple[list[str], float]]:
    """Names for rows of one line, each with its size; with the printed date of the start if that fits in every row."""
    dated = [", ".join(part for part in (row.short_title, _when(row)) if part) for row in rows]
    fits = all(width(said, size.small) <= axis.room for said in dated)
    names = dated if fits else [row.short_title for row in rows]
    return [settle(name, axis.room, (size.note, size.small)) for name in names]


def _name(page: Page, axis: _Axis, row: _Row, y: float, size: Size) -> None:
    where = places.name(row.country) if row.country else ""
    told = say.started(row.kind, where) if page.size.narrow and row.date else [where]
    under = [row.gap] if row.gap else told
    (name,), points = settle(row.short_title, axis.room, (size.name - 2, *size.set), 1, "semibold")
    page.write(axis.names, y + (0.03 if under[0] else -0.33 * points / INCH), name, points, weight="semibold")
    if under[0]:
        weight, gid = ("italic", f"gap:{row.case}") if row.gap else ("regular", "")
        (said,), small = settle_first(under, axis.room, (size.note, size.small), 1, weight)
        page.write(axis.names, y - 0.08 - small * 0.66 / INCH, said, small, page.theme.grey, weight, gid=gid)


def _is_opening(row: _Row) -> bool:
    return row.kind in say.STARTS and row.kind != "complaint"


def _bar(page: Page, axis: _Axis, row: _Row, y: float, high: float) -> float:
    """A line to the shortest time, then a bar to the longest: full, hollow or half as high. Gives back its end."""
    theme, gid = page.theme, f"mark:{row.kind}:{row.case}:{row.date}"
    color = theme.data if _is_opening(row) else theme.grey
    left, end = axis.x(row.low), axis.x(row.low if row.high is None else row.high)
    if row.low:
        page.line((axis.left, left), (y, y), color, 1.8, zorder=2, gid=f"certain:{row.kind}:{row.case}:{row.date}")
    if row.high is None:
        return marks.floor(page, left, y, color, gid, high / 0.30)
    if end - left < LEAST:
        left, end = (left + end - LEAST) / 2, (left + end + LEAST) / 2
    tall = high if _is_opening(row) else high / 2
    edge = 2.6 if _is_opening(row) and row.kind != OPENING else 0
    inset = edge / INCH / 2
    fill = {"color": page.blank if edge else color, "edgecolor": color, "linewidth": edge}
    page.box(left + inset, y - tall / 2 + inset, end - left - 2 * inset, tall - 2 * inset, gid=gid, zorder=3, **fill)
    return end


def _label(page: Page, row: _Row, end: float, y: float, points: float, pitch: float) -> None:
    """The months behind the bar, and under them the two dates that they lie between."""
    theme, x, small = page.theme, end + 0.13, page.size.small
    color = theme.data_text if _is_opening(row) else theme.second
    under = say.between(_when(row), words.when(dates.parse(row.action_day)))
    room = page.right - x
    both = pitch > 0.6 and width(under, small) <= room
    base = y - 0.33 * points / INCH + (0.13 if both else 0)
    page.write(x, base, _worded(row), points, color, "semibold", halo=theme.paper)
    if both:
        page.write(x, base - 0.26, under, small, theme.grey, halo=theme.paper)


def _gap(page: Page, row: _Row, y: float) -> None:
    """What is not printed, at the margin: rows too low to say it under the name, and the axis has no place for it."""
    style = {"weight": "italic", "align": "right", "gid": f"gap:{row.case}", "halo": page.theme.paper}
    page.write_middle(page.right - 0.03, y, [row.gap], page.size.small, color=page.theme.grey, **style)


def _rest(page: Page, rest: list[_Row], y: float, pitch: float) -> None:
    variants = say.rest(len(rest), sum(row.gap == say.NO_OPENING for row in rest))
    said = pick(variants, page.right - page.left, page.size.note)
    page.rule(y)
    style = {"color": page.theme.second, "halo": page.theme.paper}
    page.write_middle(page.left, y - pitch / 2, [said], page.size.note, **style)
