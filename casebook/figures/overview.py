"""The actions at a glance: a column each, figures as printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from casebook import dates, places, sentences, words
from casebook.data import Credit
from casebook.figures.page import INCH, Page, drawing, fit, fit_lines, settle, width
from casebook.figures.theme import LIGHT, Look, Size, roomy

MOST_COLUMNS, MOST_ROWS = 5, 14
GAP, LEADING = 0.20, 1.22
NOTHING = "not printed"
FLOOR = re.compile(r"\b(?:over|more\sthan|at\sleast)\b|(?<=\d)\+", re.IGNORECASE)


@drawing
def overview(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """One column an action (a row each above five) from a table of `compare.overview`."""
    page = Page("overview", table, credit, look)
    headlines = sentences.overview_headlines(table)
    floors = _floors([headlines[0], *_drawn_words(table)])
    reading = "“Led by” is our reading." if table["leads"].map(bool).any() else ""
    doubt = " ".join(part for part in (floors, _where_servers_stood(table), reading) if part)
    page.frame(headlines, _subtitle(table), doubt)
    draw = _single if len(table) == 1 else _columns if len(table) <= MOST_COLUMNS else _rows
    draw(page, table)
    page.describe(
        f"Table of {words.plural(len(table), 'action')} at a glance",
        [_clause(row, len(table)) for _, row in table.iterrows()],
        f"What is not named is not printed. {floors}".strip(),
    )
    return page


def _subtitle(table: pd.DataFrame) -> str:
    if len(table) == 1:
        return "The action at a glance, as the source prints it"
    return "The actions at a glance, in the order of their action days; figures as the source prints them"


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
        return f"{words.countries(row['located'])} named, as server locations"
    return ""


def _begun(openings: tuple) -> str:
    names = {"investigation_opened": "", "parallel_investigation_opened": "parallel", "complaint": "complaint"}
    parts = []
    for event, date, country in openings:
        day = words.when(dates.parse(date))
        parallel = country and event == "parallel_investigation_opened"
        where = f"in {places.in_prose(country)}" if parallel else names[event]
        parts.append(f"{where} {day}".strip())
    return "; ".join(parts)


def _drawn_words(table: pd.DataFrame) -> Iterable[str]:
    money = ["seized", "frozen", "accounts"] if len(table) <= MOST_COLUMNS else []
    return table[["as_printed", "arrests", *money]].to_numpy().ravel()


def _where_servers_stood(table: pd.DataFrame) -> str:
    located = [row.short_title for row in table.itertuples() if row.located and not row.places]
    if not located or len(located) > 2 or len(table) > MOST_COLUMNS:
        return ""
    return f"{words.listed(located)}: countries where servers were located; none is named for the takedown."


def _floors(texts: Iterable[str]) -> str:
    """Which of the printed words mark a floor: "“Over” and “more than” are floors"."""
    found = dict.fromkeys(" ".join(word.lower().split()) for text in texts for word in FLOOR.findall(text))
    if not found:
        return ""
    said = words.listed([f"“{word}”" for word in found])
    said = re.sub(r"“(\w)", lambda first: f"“{first[1].upper()}", said, count=1)
    return f"{said} {'is a floor' if len(found) == 1 else 'are floors'}."


def _clause(row: pd.Series, actions: int) -> str:
    """What is printed for one action; the more there are, the less of it."""
    said = facts(row)
    told = [f"servers {words.quoted(row['as_printed']) if row['qualifier'] else NOTHING}"]
    told += [f"arrests {said['Arrests']}"] if said["Arrests"] else []
    told += [said["Money"]] if said["Money"] and actions <= MOST_COLUMNS else []
    told += [f"begun {said['Begun']}"] if said["Begun"] and actions <= 2 else []
    leads = _leads(row["leads"]) if actions <= MOST_COLUMNS else ""
    who = [row["short_title"], sentences.action_day(row["action_day"]), leads]
    return f"{', '.join(part for part in who if part)}: {', '.join(told)}"


def _leads(codes: tuple[str, ...]) -> str:
    return words.listed([places.name(code) for code in codes]) if codes else ""


# --- one action ------------------------------------------------------------------------------


def _single(page: Page, table: pd.DataFrame) -> None:
    """What it was and its number on the left, the facts on the right."""
    size, theme, row = roomy(1, page.look.size), page.theme, table.iloc[0]
    middle, top = page.left + 5.3, page.top - 0.04
    page.box(page.left, top - 0.06, page.right - page.left, 0.06, theme.data)
    room = middle - page.left - 0.5
    y = top - 0.50
    for lines, points, color, weight in _head(row, room, size, 2, 3)[1:]:
        y = page.write_lines(page.left, y, lines, points, LEADING, color=getattr(theme, color), weight=weight)
        y -= points * 1.35 / INCH
    _servers(page, page.left, y - 0.62, row, room, size)
    told = [_cells(facts(row), page.right - middle, size)]
    pitch = min((top - page.bottom - 0.2) / 4, 0.95)
    _facts(page, [middle], page.right - middle, top, told, size, pitch)


# --- a column each ---------------------------------------------------------------------------


def _columns(page: Page, table: pd.DataFrame) -> None:
    size, count = roomy(len(table), page.look.size), len(table)
    wide = (page.right - page.left - GAP * (count - 1)) / count
    lefts = [page.left + number * (wide + GAP) for number in range(count)]
    told = [_cells(facts(row), wide, size) for _, row in table.iterrows()]
    for most in ((2, 2), (2, 0), (1, 0)):
        heads = [_head(row, wide - 0.06, size, *most) for _, row in table.iterrows()]
        deep = max(map(_depth, heads))
        spare = page.top - page.bottom - 0.10 - deep - _number(size) - _height(told, size)
        if spare >= 0:
            break
    spare = min(max(spare, 0), 1.2)
    y = page.top - 0.10
    for left, head in zip(lefts, heads, strict=True):
        page.box(left, y, wide, 0.06, page.theme.data)
        _write(page, left, y, head)
    y -= deep + 0.25 * spare
    for left, (_, row) in zip(lefts, table.iterrows(), strict=True):
        _servers(page, left, y - size.number * 0.95 / INCH, row, wide - 0.06, size)
    y -= _number(size) + 0.15 * spare
    _facts(page, lefts, wide, y, told, size, extra=0.12 * spare)


Lines = tuple[list[str], float, str, str]


def _head(row: pd.Series, room: float, size: Size, names: int, abouts: int) -> list[Lines]:
    """The blocks above the number, each with its lines, size, colour and weight."""
    name, points = settle(row["short_title"], room, (size.name, 18, 16, 14), names, "semibold")
    day, small = settle(sentences.action_day(row["action_day"]), room, size.set, 1, "semibold")
    lead = fit_lines(sentences.led_by(row["leads"]), room, size.body, 2)
    about = fit_lines(sentences.summary(row["summary"]), room, size.body, abouts) if abouts else []
    return [
        (name, points, "ink", "semibold"),
        (day, small, "focus_text", "semibold"),
        (lead, size.body, "second", "regular"),
        (about, size.body, "second", "regular"),
    ]


def _depth(head: list[Lines]) -> float:
    return 0.14 + sum(len(lines) * points for lines, points, _, _ in head) * LEADING / INCH


def _write(page: Page, left: float, y: float, head: list[Lines]) -> None:
    y -= 0.06
    for lines, points, color, weight in head:
        for line in lines:
            y -= points * LEADING / INCH
            page.write(left, y, line, points, getattr(page.theme, color), weight)


def _number(size: Size) -> float:
    return (size.number * 1.15 + size.body * 1.9) / INCH


def _servers(page: Page, left: float, y: float, row: pd.Series, room: float, size: Size) -> None:
    theme, gid = page.theme, f"mark:{row['qualifier']}:{row['case']}"
    if row["qualifier"] == "":
        page.write(left, y, NOTHING, size.key, theme.grey, "italic", gid=f"gap:{row['case']}")
    else:
        sizes, text = (
            [points for points in (60, 44, 38, 34, 28, 24, 20, 18) if points <= size.number],
            row["as_printed"],
        )
        lines, points = settle(words.quoted(text), room, sizes, 1, "semibold")
        if lines[0].endswith("…"):
            lines, points = settle(words.quoted(text), room, (16, 14), 2, "semibold")
        up = (len(lines) - 1) * 1.2 * points / INCH
        page.write_lines(left, y + up, lines, points, color=theme.data_text, weight="semibold", gid=gid)
    page.write(left, y - size.body * 1.55 / INCH, "servers taken down", size.body, theme.second)


Cell = tuple[list[str], float, bool]


def _cells(told: dict[str, str], wide: float, size: Size) -> dict[str, Cell]:
    """For each fact its lines, their size, and whether anything is printed."""
    room = wide - _indent(told, size) - 0.02
    return {
        label: (*settle(text or NOTHING, room, size.set, 2, "semibold"), bool(text)) for label, text in told.items()
    }


def _indent(told: dict, size: Size) -> float:
    return max(width(label, size.body) for label in told) + 0.16


def _height(told: list[dict[str, Cell]], size: Size) -> float:
    return sum(_pitch([cells[label] for cells in told], size) for label in told[0])


def _pitch(cells: list[Cell], size: Size) -> float:
    return 0.13 + max(len(lines) for lines, _, _ in cells) * size.body * 1.2 / INCH


def _facts(
    page: Page,
    lefts: list[float],
    wide: float,
    y: float,
    told: list[dict[str, Cell]],
    size: Size,
    least: float = 0.0,
    extra: float = 0.0,
) -> None:
    """A line a fact, the same height in every column: `least` at least, `extra` more than it needs."""
    theme = page.theme
    for place, label in enumerate(told[0]):
        high = max(_pitch([cells[label] for cells in told], size) + extra, least)
        middle = y - high / 2
        for left, cells in zip(lefts, told, strict=True):
            lines, points, known = cells[label]
            weight, color = ("semibold", theme.ink) if known else ("italic", theme.grey)
            if place or not least:
                page.line((left, left + wide), (y, y), theme.grid)
            page.write_middle(left, middle, [label], size.body, color=theme.grey)
            page.write_middle(left + _indent(cells, size), middle, lines, points, weight=weight, color=color)
        y -= high


# --- a row each ------------------------------------------------------------------------------


def _rows(page: Page, table: pd.DataFrame) -> None:
    size = page.size
    shown = table if len(table) <= MOST_ROWS else table.head(MOST_ROWS - 1)
    more = len(shown) < len(table)
    pitch = min((page.top - page.bottom - 0.35) / (len(shown) + more), 0.60)
    points = min(size.body + 2, max(size.note, pitch * 40))
    columns = {"Action": 3.35, "Action day": 2.15, "Led by": 2.70, "Servers taken down": 2.10, "Arrests": 1.83}
    y = page.top - 0.15
    lefts = [page.left + sum([*columns.values()][:place]) for place in range(len(columns))]
    for label, x in zip(columns, lefts, strict=True):
        page.write(x, y, label, size.note, page.theme.grey)
    y -= 0.10
    for _, row in shown.iterrows():
        page.rule(y)
        _row(page, row, zip(lefts, columns.values(), strict=True), y - pitch / 2, points)
        y -= pitch
    if more:
        page.rule(y)
        rest = f"and {words.number(len(table) - len(shown))} more; all in overview.csv"
        page.write_middle(page.left, y - pitch / 2, [rest], size.note, color=page.theme.second)


def _row(page: Page, row: pd.Series, places_: Iterable[tuple[float, float]], y: float, points: float) -> None:
    day = sentences.action_day(row["action_day"]) if row["action_day"] else ""
    servers = words.quoted(row["as_printed"]) if row["qualifier"] else ""
    texts = [row["short_title"], day, row["leads"], servers, facts(row)["Arrests"]]
    for place, ((x, room), text) in enumerate(zip(places_, texts, strict=True)):
        room -= 0.14
        bold = place in (0, 3)
        weight = ("semibold" if bold else "regular") if text else "italic"
        said = _some(text, room, page.size.small) if place == 2 and text else text or NOTHING
        lines, fitting = settle(said, room, (points, 16, 15, 14), 1, weight)
        color = page.theme.ink if text else page.theme.grey
        page.write_middle(x, y, lines, fitting, color=color, weight=weight)


def _some(codes: tuple[str, ...], room: float, points: float) -> str:
    """As many countries as fit, and how many more."""
    names = [places.name(code) for code in codes]
    for kept in range(len(names), 0, -1):
        rest = [f"{words.number(len(names) - kept)} more"] if kept < len(names) else []
        said = words.listed([*names[:kept], *rest])
        if width(said, points) <= room:
            return said
    return fit(said, room, points)
