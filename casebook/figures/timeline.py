"""Each action's steps in time, drawn no more precisely than they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from casebook import sentences
from casebook.data import Credit
from casebook.figures import lanes, marks
from casebook.figures.page import INCH, Each, Page, drawing, fit, settle, settle_first, width
from casebook.figures.theme import LIGHT, Look, Size, roomy
from casebook.sentences.drawn import timeline as say
from casebook.words import NOT_PRINTED

LANES = {"slide": 4, "half": 4, "column": 5}
MOST_ROWS, LOWEST, HIGHEST = 18, 0.236, 0.8  # the last two: of rows, in inches
KEYED = 2.2  # inches of names beside which there is room for a key
NAMES, NARROW_NAMES, DAYS = 2.30, 1.85, 2.6  # columns, at most: of names, the same on a half slide, of action days
COLUMN = 7.4  # the height of the canvas for the column of a report
STARTS = ("investigation_opened", "parallel_investigation_opened", "complaint", "action_day")
# On a half slide: from a name down to the middle of its marks, from there to the first label, from label to label.
MIDDLE, UNDER, LABEL = 0.21, 0.33, 0.235


@drawing
def timeline(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """One lane an action from a table of `compare.timeline`; of more than have room a row each, days in a column.

    A half slide shows what began when and the action days, on one axis, and says so.
    """
    page = Page("timeline", table, credit, look, column=COLUMN)
    ids = list(table["case"].unique())
    cases, full = Each(table.groupby("case", sort=False).get_group, ids), len(ids) <= LANES[look.size]
    near = table if full else table[table["case"].isin(ids[:MOST_ROWS])]
    shown = near[near["event"].isin(STARTS)] if full and page.size.narrow else near
    axis = _axis(page, shown, cases)
    said = sentences.timeline_headlines(table)
    page.frame(said, _subtitle(page, axis, len(cases)), _doubt(page, shown, axis, full))
    draw = _rows if not full else _narrow_lanes if page.size.narrow else _full_lanes
    draw(page, axis, cases)
    page.describe(
        say.form(len(cases)),
        Each(lambda place: say.clause(cases[place], full), range(len(ids))),
        say.CAVEAT if (table["earliest"] != table["latest"]).any() else "",
    )
    return page


def _axis(page: Page, table: pd.DataFrame, cases: Sequence[pd.DataFrame]) -> lanes.Axis:
    """The axis beside the names, and before the column of days that rows have; on a half slide with one scale."""
    narrow, left, right = page.size.narrow, page.left + NAMES, page.right - lanes.inset(page)
    if len(cases) > LANES[page.look.size]:
        long = max(
            width(say.action_days(steps) or NOT_PRINTED, page.size.small, "semibold") for steps in cases[:MOST_ROWS]
        )
        left, right = page.left + _names(page), page.right - min(long, DAYS) - 0.21
    elif narrow:
        left = page.left + lanes.inset(page)
    return lanes.Axis(table, left, right, even=narrow)


def _names(page: Page) -> float:
    return NARROW_NAMES if page.size.narrow else NAMES


# --- words -----------------------------------------------------------------------------------


def _subtitle(page: Page, axis: lanes.Axis, cases: int) -> str:
    return say.subtitle(cases, page.size.narrow and cases <= LANES[page.look.size], axis.note)


def _doubt(page: Page, table: pd.DataFrame, axis: lanes.Axis, full: bool) -> str:
    """What the marks that are drawn mean."""
    dated = [row for _, row in table.iterrows() if row["date"]]
    kinds = {lanes.kind(axis, row) for row in dated if full or row["event"] == "action_day"}
    if not full:
        line = any(row["event"] != "action_day" for row in dated) or bool(kinds - {"day"})
        return say.marks_in_rows(bool(kinds & {"day", "days"}), line)
    if page.size.narrow:
        return say.marks_of_starts(bool(kinds & {"window", "bracket"}))
    return say.marks_in_lanes(kinds, any(table["leads"]))


# --- full lanes ------------------------------------------------------------------------------


def _full_lanes(page: Page, axis: lanes.Axis, cases: Sequence[pd.DataFrame]) -> None:
    top = page.top - lanes.HEAD + 0.04
    pitch, size = min((top - page.bottom - 0.08) / max(len(cases), 1), 3.0), roomy(len(cases), page.look.size)
    middles = [top - (number + 0.5) * pitch for number in range(len(cases))]
    lanes.grid(page, axis, top, top - max(len(cases), 1) * pitch, middles, min(pitch / lanes.LANE, 1.5))
    _key(page, axis, cases, top)
    for number, steps in enumerate(cases):
        page.rule(top - number * pitch, page.theme.outline, 1.2)
        _lane(page, axis, steps, top - number * pitch, pitch, size)


def _key(page: Page, axis: lanes.Axis, cases: Sequence[pd.DataFrame], top: float) -> None:
    """What the bars stand for, left of the calendar's head."""
    kinds = sentences.kinds_of_step({row["event"] for steps in cases for _, row in steps.iterrows() if row["date"]})
    room = axis.seam - page.left - 0.55
    for number, (event, said) in enumerate(reversed(kinds) if len(kinds) > 1 else ()):
        y = top + 0.09 + 0.235 * number
        lanes.window(page, (page.left, page.left + 0.32), y + 0.05, event, f"key:{event}", 0.75)
        page.write(page.left + 0.40, y, fit(said, room, page.size.small), page.size.small, page.theme.second)


def _lane(page: Page, axis: lanes.Axis, steps: pd.DataFrame, top: float, pitch: float, size: Size) -> None:
    grow = min(pitch / lanes.LANE, 1.5)
    middle = top - pitch * 0.5
    slots = lanes.Slots(axis.left, page.right, lanes.slot_lines(pitch, grow, size))
    dated = [row for _, row in steps[steps["date"] != ""].iterrows()]
    for row in dated:
        lanes.mark(page, axis, row, middle, grow)
    unplaced = lanes.labels(page, axis, dated, middle, slots, size)
    undated = [sentences.step(row) for _, row in steps[(steps["date"] == "") & (steps["event"] != "")].iterrows()]
    if undated and not lanes.aside(page, axis, slots, middle, undated, size):
        unplaced += len(undated)
    _lane_name(page, steps, top, pitch, size, unplaced)


def _lane_name(page: Page, steps: pd.DataFrame, top: float, pitch: float, size: Size, unplaced: int) -> None:
    """Who it is, who led, and what is missing in the lane."""
    row, room, grey = steps.iloc[0], NAMES - 0.15, page.theme.grey
    most = 2 if pitch > 1.3 else 1
    name, points = settle(row["short_title"], room, (min(size.name, 20), 18, 16, 14), most, "semibold")
    lead, small = settle_first(sentences.led_by_briefly(row["leads"]), room, (min(size.note, 16), 15, 14), most)
    missing, more = say.opening(steps), say.unplaced(unplaced)
    notes = [(missing, f"gap:{row['case']}")] if missing else []
    notes += [(more, "")] if more else []
    y = top - 0.16 - 0.7 * points / INCH
    y = page.write_lines(page.left, y, name, points, weight="semibold") - 0.26
    for line in lead:
        page.write(page.left, y, line, small, grey)
        y -= small * 1.25 / INCH
    room_left = int((y - (top - pitch) - 0.05) / (small * 1.25 / INCH)) + 1
    if len(notes) > room_left:
        notes = notes[len(notes) - max(room_left, 0) :]
    for note, gid in notes:
        page.write(page.left, y, fit(note, room, small, "italic"), small, grey, "italic", gid=gid)
        y -= small * 1.25 / INCH


# --- lanes on a half slide -------------------------------------------------------------------


def _narrow_lanes(page: Page, axis: lanes.Axis, cases: Sequence[pd.DataFrame]) -> None:
    """Name and action day above the marks, what began below them: a lane is as high as it has labels."""
    top, size = page.top - lanes.LOW_HEAD + 0.04, page.size
    name = 0.11 + 0.68 * size.name / INCH

    def deep(number: int) -> float:
        return name + MIDDLE + UNDER + LABEL * (number - 1) + 0.07

    labels = [max(1, int(_begun(steps)["date"].ne("").sum())) for steps in cases]
    spare = top - page.bottom - 0.10 - sum(map(deep, labels))
    if spare < 0:
        labels, spare = [1] * len(cases), spare + LABEL * (sum(labels) - len(cases))
    spare = min(max(spare / max(len(cases), 1), -0.05), 0.4)
    tops = [top - sum(deep(label) + spare for label in labels[:number]) for number in range(len(cases))]
    lanes.grid(page, axis, top, page.bottom, [high - name - MIDDLE for high in tops], 0.75)
    for high, number, steps in zip(tops, labels, cases, strict=True):
        page.rule(high, page.theme.outline, 1.2)
        _narrow_lane(page, axis, steps, high - name, number)


def _begun(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps with which something begins, the opening of the investigation first."""
    found = steps[steps["event"].isin(STARTS) & (steps["event"] != "action_day")]
    return found.assign(order=found["event"].map(STARTS.index)).sort_values("order", kind="stable")


def _narrow_lane(page: Page, axis: lanes.Axis, steps: pd.DataFrame, base: float, labels: int) -> None:
    size, theme, row, day = page.size, page.theme, steps.iloc[0], say.action_days(steps)
    (said,), points = settle(day or sentences.action_day(""), 2.9, (size.body, size.small), 1, "semibold")
    color, weight = (theme.focus_text, "semibold") if day else (theme.grey, "italic")
    start = page.write(page.right, base, said, points, color, weight, "right").start
    (name,), points = settle(row["short_title"], start - page.left - 0.15, (size.name, 16, 14), 1, "semibold")
    page.write(page.left, base, name, points, weight="semibold")
    middle, small = base - MIDDLE, replace(size, body=size.small)
    slots = lanes.Slots(page.left, page.right, [-UNDER + 0.02 - LABEL * number for number in range(labels)])
    missing = say.opening(steps)
    if missing:
        x, y = slots.place(width(missing, small.body, "italic"), [page.left])
        page.write(x, middle + y, missing, small.body, theme.grey, "italic", gid=f"gap:{row['case']}")
    for _, step in steps[(steps["date"] != "") & (steps["event"] == "action_day")].iterrows():
        lanes.mark(page, axis, step, middle, 0.85)
    begun = [step for _, step in _begun(steps[steps["date"] != ""]).iterrows()]
    for step in begun:
        lanes.mark(page, axis, step, middle, 0.85)
    unplaced = lanes.labels(page, axis, begun, middle, slots, small)
    if unplaced:
        _more(page, slots, middle, say.unplaced(unplaced))


def _more(page: Page, slots: lanes.Slots, y: float, text: str) -> None:
    """How many labels found no room, where there is room for that."""
    long = width(text, page.size.small, "italic")
    found = slots.place(long, [page.right - long, page.left, *slots.behind()])
    if found:
        page.write(found[0], y + found[1], text, page.size.small, page.theme.grey, "italic")


# --- a row each ------------------------------------------------------------------------------


def _rows(page: Page, axis: lanes.Axis, cases: Sequence[pd.DataFrame]) -> None:
    top = page.top - axis.head + 0.04
    most = min(MOST_ROWS, int((top - page.bottom - 0.08) / LOWEST))
    shown = cases if len(cases) <= most else cases[: most - 1]
    rows = len(shown) + (len(shown) < len(cases))
    pitch = min((top - page.bottom - 0.08) / rows, HIGHEST)
    lanes.grid(page, axis, top, top - len(shown) * pitch)
    keyed = axis.head == lanes.HEAD and axis.left - page.left > KEYED
    if keyed:
        _key(page, axis, shown, top)
    for number, steps in enumerate(shown):
        y = top - number * pitch
        page.rule(y, page.theme.outline, 0.6)
        _row(page, axis, steps, y - pitch / 2, keyed)
    if len(shown) < len(cases):
        page.rule(top - len(shown) * pitch, page.theme.outline, 0.6)
        rest = sentences.more(len(cases) - len(shown), page.name)
        page.write_middle(page.left, top - (len(shown) + 0.5) * pitch, [rest], page.size.note, color=page.theme.second)


def _row(page: Page, axis: lanes.Axis, steps: pd.DataFrame, y: float, keyed: bool) -> None:
    """Name, marks and days of an action; its steps have the colours of their kinds where a key tells them."""
    size, theme, day = page.size, page.theme, say.action_days(steps)
    name, points = settle(steps["short_title"].iloc[0], _names(page) - 0.1, (size.note, size.small))
    page.write_middle(page.left, y, name, points)
    dated = steps[steps["date"] != ""]
    for _, row in dated[dated["event"] != "action_day"].iterrows():
        _thin(page, axis, row, y, 0.06, lanes.color_of(page, row["event"]) if keyed else theme.data)
    for _, row in dated[dated["event"] == "action_day"].iterrows():
        _acting(page, axis, row, y)
    x = axis.right + 0.2
    if day:
        (said,), points = settle(day, page.right - x, (size.small,), 1, "semibold")
        page.write_middle(x, y, [said], points, color=theme.focus_text, weight="semibold")
    else:
        page.write_middle(x, y, [fit(NOT_PRINTED, page.right - x, size.small)], size.small, color=theme.grey)


def _thin(page: Page, axis: lanes.Axis, row: pd.Series, y: float, high: float, color: str) -> None:
    left, right = axis.window(row)
    gid = f"mark:{row['event']}:{row['case']}:{row['date']}"
    page.box(left, y - high / 2, max(right - left, 0.05), high, color, gid=gid, zorder=2)


def _acting(page: Page, axis: lanes.Axis, row: pd.Series, y: float) -> None:
    """An action day: a diamond only where the source prints the day."""
    left, right = axis.window(row)
    kind, color = lanes.kind(axis, row), page.theme.focus
    if kind == "day":
        gid = f"mark:action_day:{row['case']}:{row['date']}"
        marks.diamond(page, (left + right) / 2, y, color, gid, 0.2)
        return
    _thin(page, axis, row, y, 0.09, color)
    for x in (left, right) if kind == "days" else ():
        marks.diamond(page, x, y, color, across=0.2)
