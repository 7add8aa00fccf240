"""The actions at a glance: a column each, figures as printed."""

from __future__ import annotations

import pandas as pd

from casebook import dates, places, sentences, words
from casebook.data import Credit
from casebook.figures.page import INCH, Page, fit, fit_lines, width, wrap

MOST_COLUMNS, MOST_ROWS = 5, 14
GAP, HEAD, LEADING = 0.20, 0.37, 1.22
NOTHING = "not printed"


def overview(table: pd.DataFrame, credit: Credit, theme: str = "light") -> Page:
    """One column an action (a row each above five) from a table of `compare.overview`."""
    page = Page("overview", table, credit, theme)
    subtitle = (
        "The action at a glance, as the source prints it"
        if len(table) == 1
        else "The actions at a glance, in the order of their action days; figures as the source prints them"
    )
    page.frame(sentences.overview_headlines(table), subtitle, _doubt(table))
    if len(table) <= MOST_COLUMNS:
        _columns(page, table)
    else:
        _rows(page, table)
    page.describe(
        f"Table of {words.plural(len(table), 'action')} at a glance",
        [_clause(row) for _, row in table.iterrows()],
        _doubt(table),
    )
    return page


def facts(row: pd.Series) -> dict[str, str]:
    """The lines below the number of servers: label to printed words, "" where nothing is printed."""
    return {
        "Arrests": words.quoted(row["arrests"]) if row["arrests"] else "",
        "Money": _money(row),
        "Where": _where(row),
        "Begun": _begun(row["openings"]),
    }


def _money(row: pd.Series) -> str:
    parts = [f"{words.quoted(row[kind])} {kind}" for kind in ("seized", "frozen") if row[kind]]
    if row["accounts"]:
        parts.append(f"{words.quoted(row['accounts'])}{words.BOUND}bank accounts frozen")
    return ", ".join(parts) + (", no amount" if parts and not row["seized"] and not row["frozen"] else "")


def _where(row: pd.Series) -> str:
    if row["places"]:
        return f"{words.countries(row['places'])} named"
    if row["located"]:
        return f"{words.countries(row['located'])} with servers"
    return ""


def _begun(openings: tuple) -> str:
    names = {
        "investigation_opened": "",
        "parallel_investigation_opened": "parallel",
        "complaint": "complaint",
    }
    parts = []
    for event, date, country in openings:
        day = words.when(dates.parse(date))
        where = places.name(country) if country and event == "parallel_investigation_opened" else ""
        parts.append(" ".join(part for part in (where or names[event], day) if part))
    return "; ".join(parts)


def _doubt(table: pd.DataFrame) -> str:
    floors = table["qualifier"].isin(["more_than", "at_least"]).any()
    located = [row.short_title for row in table.itertuples() if row.located and not row.places]
    said = ["“Over” and “more than” are floors." if floors else ""]
    if 0 < len(located) <= 2:
        said.append(f"{words.listed(located)}: the source says where servers stood, not where they were taken down.")
    return " ".join(part for part in said if part)


def _clause(row: pd.Series) -> str:
    servers = (
        f"servers taken down {words.printed(row['as_printed'])}"
        if row["qualifier"]
        else "servers taken down not printed"
    )
    told = [f"{label.lower()} {text or NOTHING}" for label, text in facts(row).items()]
    return (
        f"{row['short_title']}, {sentences.action_day(row['action_day'])}, {sentences.led_by(row['leads'])}: "
        + ", ".join([servers, *told])
    )


# --- a column each ---------------------------------------------------------------------------


def _columns(page: Page, table: pd.DataFrame) -> None:
    size, count = page.size, len(table)
    wide = min((page.right - page.left - GAP * (count - 1)) / count, 6.0)
    lefts = [page.left + number * (wide + GAP) for number in range(count)]
    told = [_cells(facts(row), wide, size) for _, row in table.iterrows()]
    low = _height(told, size)
    for most in ((2, 2), (2, 1), (1, 1), (1, 0)):
        heads = [_head(row, wide - 0.06, size, *most) for _, row in table.iterrows()]
        deep = max(sum(points for _, points, _, _ in lines[1:]) for lines in heads) * LEADING / INCH
        if page.top - 0.04 - HEAD - deep - 1.12 - low > page.bottom:
            break
    y = page.top - 0.04
    for left, lines in zip(lefts, heads, strict=True):
        page.box(left, y - 0.06, wide, 0.06, page.theme.data)
        _write(page, left, y - HEAD, lines)
    y -= HEAD + deep + 0.62
    for left, (_, row) in zip(lefts, table.iterrows(), strict=True):
        _servers(page, left, y, row, wide - 0.06)
    _facts(page, lefts, wide, y - 0.50, told)


def _head(row: pd.Series, room: float, size, names: int, abouts: int) -> list[tuple[str, float, str, str]]:
    """The lines above the number, each with its size, colour and weight."""
    names = fit_lines(row["short_title"], room, size.name, names, "semibold")
    lines = [(line, size.name, "ink", "semibold") for line in names]
    day = fit(sentences.action_day(row["action_day"]), room, size.body, "semibold")
    lines.append((day, size.body, "focus_text", "semibold"))
    about = fit_lines(sentences.summary(row["summary"]), room, size.body, abouts) if abouts else []
    told = [*fit_lines(sentences.led_by(row["leads"]), room, size.body, 2), *about]
    return lines + [(line, size.body, "second", "regular") for line in told]


def _write(page: Page, left: float, y: float, lines: list[tuple[str, float, str, str]]) -> None:
    for number, (text, points, color, weight) in enumerate(lines):
        if number:
            y -= points * LEADING / INCH
        page.write(left, y, text, points, getattr(page.theme, color), weight)


def _servers(page: Page, left: float, y: float, row: pd.Series, room: float) -> None:
    size = page.size
    if row["qualifier"] == "":
        page.write(left, y, NOTHING, size.key, page.theme.grey, "italic", gid=f"gap:{row['case']}")
    else:
        text = words.quoted(row["as_printed"])
        points = next((points for points in (34, 28, 24, 20, 16) if width(text, points, "semibold") <= room), 16)
        page.write(
            left,
            y,
            fit(text, room, points, "semibold"),
            points,
            page.theme.data_text,
            "semibold",
            gid=f"mark:{row['qualifier']}:{row['case']}",
        )
    page.write(left, y - 0.35, "servers taken down", size.body, page.theme.second)


Cell = tuple[list[str], float, bool]


def _cells(told: dict[str, str], wide: float, size) -> dict[str, Cell]:
    """For each fact its lines, their size, and whether anything is printed."""
    room = wide - _indent(told, size) - 0.02
    return {label: (*_set(text or NOTHING, room, size), bool(text)) for label, text in told.items()}


def _indent(told: dict, size) -> float:
    return max(width(label, size.body) for label in told) + 0.16


def _set(text: str, room: float, size) -> tuple[list[str], float]:
    """The text in the largest type that takes two lines; where none does, in the smallest, cut short."""
    for points in (size.body, size.note, size.small):
        lines = wrap(text, room, points, "semibold")
        if len(lines) <= 2 and all(width(line, points, "semibold") <= room for line in lines):
            return lines, points
    return fit_lines(text.replace(words.BOUND, " "), room, size.small, 2, "semibold"), size.small


def _height(told: list[dict[str, Cell]], size) -> float:
    return sum(_pitch([cells[label] for cells in told], size) for label in told[0])


def _pitch(cells: list[Cell], size) -> float:
    return 0.13 + max(len(lines) for lines, _, _ in cells) * size.body * 1.2 / INCH


def _facts(page: Page, lefts: list[float], wide: float, y: float, told: list[dict[str, Cell]]) -> None:
    size, theme = page.size, page.theme
    for label in told[0]:
        for left, cells in zip(lefts, told, strict=True):
            lines, points, known = cells[label]
            weight, color = ("semibold", theme.ink) if known else ("italic", theme.grey)
            page.line((left, left + wide), (y, y), theme.grid)
            page.write(left, y - 0.27, label, size.body, theme.grey)
            page.write_lines(left + _indent(cells, size), y - 0.27, lines, points, weight=weight, color=color)
        y -= _pitch([cells[label] for cells in told], size)


# --- a row each ------------------------------------------------------------------------------


def _rows(page: Page, table: pd.DataFrame) -> None:
    size = page.size
    shown = table if len(table) <= MOST_ROWS else table.head(MOST_ROWS - 1)
    columns = [
        ("Action", 0, 3.5),
        ("Action day", 3.6, 2.5),
        ("Led by", 6.2, 2.3),
        ("Servers taken down", 8.6, 1.8),
        ("Arrests", 10.5, 1.6),
    ]
    y = page.top - 0.12
    for label, x, room in columns:
        page.write(page.left + x, y, fit(label, room, size.note), size.note, page.theme.grey)
    pitch = (y - 0.10 - page.bottom - 0.10) / MOST_ROWS
    for _, row in shown.iterrows():
        page.rule(y - 0.10)
        y -= pitch
        leads = words.listed([places.name(code) for code in row["leads"]]) if row["leads"] else ""
        texts = [
            row["short_title"],
            sentences.action_day(row["action_day"]) if row["action_day"] else "",
            leads,
            words.quoted(row["as_printed"]) if row["qualifier"] else "",
            facts(row)["Arrests"],
        ]
        for (_, x, room), text in zip(columns, texts, strict=True):
            weight = "semibold" if x in (0, 8.6) and text else "regular" if text else "italic"
            page.write(
                page.left + x,
                y,
                fit(text or NOTHING, room, size.note, weight),
                size.note,
                page.theme.ink if text else page.theme.grey,
                weight,
            )
    if len(shown) < len(table):
        page.rule(y - 0.10)
        page.write(
            page.left,
            y - pitch,
            f"and {words.number(len(table) - len(shown))} more; all in overview.csv",
            size.note,
            page.theme.second,
        )
