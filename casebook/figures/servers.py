"""One measure for each action on a log axis: dots for numbers, floors with an open end."""

from __future__ import annotations

from math import ceil, floor, log10

import pandas as pd

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import marks
from casebook.figures.page import Page, fit, width

AXIS = (4.25, 10.60)
TWO_LINES, MOST_ROWS = 6, 18


def servers_taken_down(table: pd.DataFrame, credit: Credit, theme: str = "light") -> Page:
    """One row an action from a table of `compare.by_action`, the largest printed number first."""
    page = Page("servers-taken-down", table, credit, theme)
    subtitle = (
        f"Servers taken down in {'the' if len(table) == 1 else 'each'} action{sentences.of_years(table)}, "
        "as the source prints it. "
        "Log scale: each step is ten times the last."
    )
    doubt = _doubt(table)
    page.frame(sentences.by_action_headlines(table), subtitle, doubt)
    shown = table if len(table) <= MOST_ROWS else table.head(MOST_ROWS - 1)
    axis = _Axis([float(value) for value in table["value"] if value is not None])
    bottom = page.bottom + 0.42
    pitch = (page.top - bottom) / (len(shown) + (len(shown) < len(table)))
    pitch = min(pitch, 1.6)
    foot = page.top - pitch * (len(shown) + (len(shown) < len(table)))
    _grid(page, axis, foot)
    for number, (_, row) in enumerate(shown.iterrows()):
        _row(page, axis, row, page.top - (number + 0.5) * pitch, pitch, len(table) <= TWO_LINES)
        if number:
            page.rule(page.top - number * pitch)
    if len(shown) < len(table):
        y = page.top - (len(shown) + 0.5) * pitch - 0.07
        page.write(page.left, y, _rest(table.iloc[len(shown) :]), page.size.note, page.theme.second)
    page.describe(
        f"Dot plot on a log scale, servers taken down in {words.plural(len(table), 'action')}",
        [_clause(row) for _, row in table.iterrows()],
        doubt,
    )
    return page


class _Axis:
    """A log axis from the power of ten at or below the smallest number to the one above the largest."""

    def __init__(self, values: list[float]):
        values = [value for value in values if value > 0] or [1.0]
        self.low = floor(log10(min(values)))
        self.high = max(ceil(log10(max(values))), self.low + 1)

    def x(self, value: float) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return AXIS[0] + share * (AXIS[1] - AXIS[0])

    def ticks(self) -> list[int]:
        return [10**power for power in range(self.low, self.high + 1)]


def _grid(page: Page, axis: _Axis, foot: float) -> None:
    for tick in axis.ticks():
        x = axis.x(tick)
        page.line((x, x), (foot, page.top), page.theme.grid, gid=f"tick:{tick}")
        page.write(x, foot - 0.28, words.number(tick), page.size.body, page.theme.second, align="center")


def _row(page: Page, axis: _Axis, row: pd.Series, y: float, pitch: float, roomy: bool) -> None:
    size, theme = page.size, page.theme
    room = AXIS[0] - page.left - 0.10
    if roomy:
        page.write(
            page.left,
            y + 0.08,
            fit(row["short_title"], room, size.name, "semibold"),
            size.name,
            weight="semibold",
        )
        under = f"{sentences.led_by(row['leads'])} · {sentences.action_day(row['action_day'])}"
        page.write(page.left, y - 0.24, fit(under, room, size.note), size.note, theme.grey)
    else:
        page.write(page.left, y - 0.07, fit(row["short_title"], room, size.note), size.note)
    key = size.key if roomy else size.note
    if row["value"] is None or row["value"] == 0:
        _off_axis(page, row, y, key)
        return
    gid = f"mark:{row['qualifier']}:{row['case']}"
    high = axis.x(float(row["value_high"])) if row["value_high"] is not None else None
    scale = 1.0 if roomy else min(1.0, pitch / 0.45)
    x, _ = marks.for_qualifier(page, row["qualifier"], axis.x(float(row["value"])), y, theme.data, gid, scale, high)
    _label(page, row, x, y, key, roomy)


def _label(page: Page, row: pd.Series, x: float, y: float, key: float, roomy: bool) -> None:
    text, unit = words.quoted(row["as_printed"]), row["unit"]
    base = y - 0.33 * key / 72
    _, end = page.write(x, base, text, key, page.theme.data_text, "semibold", halo=page.theme.paper)
    if roomy and end + 0.12 + width(unit, page.size.body) <= page.right:
        page.write(end + 0.12, base, unit, page.size.body, page.theme.second, halo=page.theme.paper)


def _off_axis(page: Page, row: pd.Series, y: float, key: float) -> None:
    """Words, zeros and gaps have no place on a log axis: they stand left of it, in their own way."""
    x, base = AXIS[0] + 0.12, y - 0.33 * key / 72
    if row["qualifier"] == "":
        page.write(
            x,
            base,
            "not reported",
            page.size.note,
            page.theme.grey,
            "italic",
            gid=f"gap:{row['case']}",
            halo=page.theme.paper,
        )
        long = width("not reported", page.size.note, "italic")
        page.box(
            x - 0.10,
            y - 0.16,
            long + 0.20,
            0.32,
            "none",
            edgecolor=page.theme.outline,
            linewidth=1.2,
            linestyle=(0, (4, 3)),
            zorder=2,
        )
        return
    weight = "italic" if row["value"] is None else "semibold"
    page.write(
        x,
        base,
        words.quoted(row["as_printed"]),
        min(key, page.size.name),
        page.theme.ink,
        weight,
        gid=f"mark:{row['qualifier']}:{row['case']}",
        halo=page.theme.paper,
    )


def _rest(rest: pd.DataFrame) -> str:
    known = rest[[value is not None for value in rest["value"]]]
    gaps = int((rest["qualifier"] == "").sum())
    span = ""
    if len(known):
        open_end = known["qualifier"].isin(["more_than", "at_least"]).any()
        low, high = known["value"].min(), known["value"].max()
        span = f", printed numbers {words.number(low)} to {words.number(high)}"
        span += ", some of them floors" if open_end else ""
    none = f", {words.number(gaps)} not reported" if gaps else ""
    return f"and {words.number(len(rest))} more{span}{none}; all in servers-taken-down.csv"


def _doubt(table: pd.DataFrame) -> str:
    said = []
    if table["qualifier"].isin(["more_than", "at_least"]).any():
        said.append("The arrow marks a floor: the true number is not known.")
    if (table["qualifier"] == "").any():
        said.append("Not reported is not zero.")
    if len(table) > 1:
        said.append("“Server” may not mean the same thing in each action.")
    return " ".join(said)


def _clause(row: pd.Series) -> str:
    return f"{row['short_title']} {words.printed(row['as_printed']) if row['qualifier'] else 'not reported'}"
