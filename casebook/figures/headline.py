"""Does the printed total hold? Its parts as a waterfall, their sum and the total as two rays."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, log10

import pandas as pd

from casebook import places, sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import Page, fit, width

AXIS = (4.40, 11.22)
EDGE = 11.70
MOST_PARTS = 8


def headline_check(table: pd.DataFrame, credit: Credit, theme: str = "light") -> Page:
    """The parts, their sum and the printed total of a table of `compare.headline_check` (not empty)."""
    page = Page("headline-check", table, credit, theme)
    axis = _Axis(table)
    cut = f" The scale starts at {words.number(axis.start)}, so lengths show differences only." if axis.start else ""
    subtitle = f"Servers taken down in the {_parts(table)} actions{sentences.of_years(table)}.{cut}"
    doubt = _doubt(table)
    page.frame(sentences.check_headlines(table), subtitle, doubt)
    rows = _steps(table)
    bottom = page.bottom + 0.42
    pitch = min((page.top - bottom) / (len(rows) + 2.15), 0.75)
    foot = page.top - pitch * (len(rows) + 2.15)
    for tick in axis.ticks:
        x = axis.x(tick)
        page.line((x, x), (foot, page.top), page.theme.grid, gid=f"tick:{tick}")
        page.write(x, foot - 0.28, words.number(tick), page.size.body, page.theme.second, align="center")
    y = page.top - pitch / 2
    for number, step in enumerate(rows):
        _bar(page, axis, step, y, pitch, first=number == 0, last=number == len(rows) - 1)
        y -= pitch
    page.rule(y + pitch / 2 - 0.04, page.theme.outline, 1.4)
    _rays(page, axis, table, y - 0.08, pitch)
    page.describe("Waterfall of the parts and their sum beside the printed total", _clauses(table), doubt)
    return page


def _parts(table: pd.DataFrame) -> str:
    return words.count(int((table["row"] == "part").sum()))


class _Axis:
    """A linear axis; cut where one part is more than four fifths of the sum and would hide the rest."""

    def __init__(self, table: pd.DataFrame):
        parts = table[table["row"] == "part"]
        end = max(table[table["row"] != "part"]["low"])
        largest = parts["low"].iloc[0]
        self.start = Decimal(0)
        if largest > Decimal("0.8") * end:
            lowest = min(largest, table["low"].iloc[-1])
            step = _step(float(end - lowest) * 2)
            self.start = max(Decimal(0), Decimal(floor(lowest / step) * step - (step if lowest % step == 0 else 0)))
        step = _step(float(end - self.start))
        self.start -= self.start % step
        stop = self.start + ceil((end - self.start) / step) * step
        self.ticks = [self.start + step * number for number in range(int((stop - self.start) / step) + 1)]

    def x(self, value: Decimal) -> float:
        share = float((Decimal(value) - self.ticks[0]) / (self.ticks[-1] - self.ticks[0]))
        return AXIS[0] + share * (AXIS[1] - AXIS[0])


def _step(span: float) -> Decimal:
    """A round step (1, 2, 5 times a power of ten) that gives some three to six of them over the span."""
    power = Decimal(10) ** floor(log10(max(span, 1) / 4))
    return next(power * times for times in (1, 2, 5, 10) if float(power * times) >= span / 5)


def _steps(table: pd.DataFrame) -> list[dict]:
    parts = table[table["row"] == "part"].to_dict("records")
    if len(parts) > MOST_PARTS:
        rest = parts[MOST_PARTS - 1 :]
        low = sum((part["low"] or Decimal(0)) for part in rest)
        more = {"short_title": f"{words.number(len(rest))} others", "leads": (), "low": low, "case": "others"}
        more |= {"qualifier": "at_least", "wording": f"at least {words.number(low)}", "high": None}
        parts = [*parts[: MOST_PARTS - 1], more]
    return parts


def _bar(page: Page, axis: _Axis, step: dict, y: float, pitch: float, first: bool, last: bool) -> None:
    size, theme = page.size, page.theme
    start = Decimal(0) if first else page.reached
    end = start + (step["low"] or Decimal(0))
    left, right = max(axis.x(start), AXIS[0]), axis.x(end)
    high = min(0.30, pitch * 0.5)
    _name(page, step, y)
    page.box(
        left,
        y - high / 2,
        right - left,
        high,
        theme.data,
        gid=f"mark:{step['qualifier']}:{step['case']}",
        zorder=2,
    )
    if first and axis.start:
        for shift in (0.24, 0.36):
            page.shape(
                [
                    (left + shift, y - high / 2 - 0.02),
                    (left + shift + 0.05, y - high / 2 - 0.02),
                    (left + shift + 0.13, y + high / 2 + 0.02),
                    (left + shift + 0.08, y + high / 2 + 0.02),
                ],
                theme.paper,
            )
    open_end = step["high"] is None
    x = marks.chevron(page, right, y, high + 0.04, theme.data) if open_end else right
    plus = "" if first else "+\u00a0"
    page.write(x + 0.12, y - 0.10, plus + step["wording"], size.name, theme.data_text, "semibold", halo=theme.paper)
    if not last:
        page.line((right, right), (y - high / 2, y - pitch + high / 2), theme.outline, 1.2)
    page.reached = end


def _name(page: Page, step: dict, y: float) -> None:
    size, room = page.size, AXIS[0] - page.left - 0.2
    name = fit(step["short_title"], room, 18, "semibold")
    _, end = page.write(page.left, y - 0.09, name, 18, weight="semibold")
    lead = ", ".join(places.name(code) for code in step["leads"])
    if lead and end + 0.1 + width(lead, size.body) <= AXIS[0] - 0.2:
        page.write(end + 0.1, y - 0.09, lead, size.body, page.theme.grey)


def _rays(page: Page, axis: _Axis, table: pd.DataFrame, y: float, pitch: float) -> None:
    size, theme = page.size, page.theme
    both = [
        ("sum", f"Sum of the {_parts(table)} parts", theme.data, theme.data_text),
        ("printed", "Printed as the total", theme.focus, theme.focus_text),
    ]
    ends = {}
    for number, (kind, name, color, ink) in enumerate(both):
        row = table[table["row"] == kind].iloc[0]
        at, here = axis.x(row["low"]), y - number * pitch
        page.write(page.left, here - 0.09, name, 18, weight="semibold")
        wording = row["wording"] if kind == "sum" else f"“{row['wording']}”"
        gid = f"mark:{row['qualifier'] or kind}:{kind}"
        if row["high"] is None:
            marks.floor(page, at, here, color, gid, tip=EDGE)
        else:
            marks.dot(page, at, here, color, gid)
        page.write(at - 0.18, here - 0.10, wording, size.name, ink, "semibold", align="right", halo=theme.paper)
        ends[kind] = at
    _apart(page, table, ends, y - pitch / 2)


def _apart(page: Page, table: pd.DataFrame, ends: dict[str, float], y: float) -> None:
    """The bracket between the two floors, where there is room for its words."""
    lows = {row.row: row.low for row in table[table["row"] != "part"].itertuples()}
    text = f"{words.number(abs(lows['sum'] - lows['printed']))} apart"
    left, right = sorted(ends.values())
    middle, half = (left + right) / 2, width(text, page.size.body) / 2 + 0.08
    if right - left < 2 * half + 0.3:
        return
    page.write(middle, y - 0.07, text, page.size.body, page.theme.second, align="center")
    for start, end in ((left, middle - half), (middle + half, right)):
        page.line((start, end), (y, y), page.theme.outline, 1.4)
    for x in (left, right):
        page.line((x, x), (y - 0.06, y + 0.06), page.theme.outline, 1.4)


def _doubt(table: pd.DataFrame) -> str:
    parts = table[table["row"] == "part"]
    floors = int(parts["high"].isna().sum())
    said = ""
    if floors:
        number, of = words.capital(words.count(floors)), words.count(len(parts))
        said = (
            f"{number} of the {of} parts {'is a floor' if floors == 1 else 'are floors'}, so the sum is a floor too. "
        )
    return said + "The source does not say how its total was made."


def _clauses(table: pd.DataFrame) -> list[str]:
    parts = [f"{row.short_title} {row.wording}" for row in table[table["row"] == "part"].itertuples()]
    total = table[table["row"] == "sum"]["wording"].iloc[0]
    return [*parts[:8], f"sum {total}", f"printed total “{table['wording'].iloc[-1]}”"]
