"""The actions at a glance: a column each, figures as printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from casebook import places, sentences, words
from casebook.data import Credit
from casebook.figures.page import INCH, Each, Page, balance, drawing, fit, fit_lines, pick, settle, settle_first, width
from casebook.figures.theme import LIGHT, Look, Size, roomy
from casebook.sentences.drawn import overview as say
from casebook.words import NOT_PRINTED

MOST_COLUMNS, MOST_CARDS = {"slide": 5, "column": 4, "half": 0}, 4
MOST_ROWS, LOWEST = 14, 0.27  # rows of a long table; the height of one, in inches at least
GAP, LEADING, ASIDE = 0.20, 1.22, 0.20
COLUMN, LOW = 7.7, 5.4  # the height of the canvas for the column of a report, and of one with a single action
# What the columns of a long table take of its width.
SHARES = {
    say.ACTION: 0.275,
    say.ACTION_DAY: 0.178,
    say.LED_BY: 0.222,
    say.SERVERS_TAKEN_DOWN: 0.174,
    say.ARRESTS: 0.151,
}
NARROW_SHARES = {say.ACTION: 0.42, say.SERVERS_TAKEN_DOWN: 0.31, say.ARRESTS: 0.27}


@drawing
def overview(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """One column an action from a table of `compare.overview`; with many, or on a half slide, a row each."""
    page = Page("overview", table, credit, look, column=COLUMN if len(table) > 1 else LOW)
    headlines, narrow = sentences.overview_headlines(table), page.size.narrow
    draw = _form(page, len(table))
    floors = say.floors([headlines[0], *_drawn_words(table, draw is _rows)])
    reading = sentences.OUR_READING if table["leads"].map(bool).any() and (draw, narrow) != (_rows, True) else ""
    where = say.where_servers_stood(table) if draw in (_columns, _single) else ""
    subtitle = say.subtitle(len(table), narrow, len(table) <= MOST_CARDS)
    doubt = say.of_servers(floors, int((table["qualifier"] != "").sum()))
    page.frame(headlines, subtitle, " ".join(part for part in (doubt, where, reading) if part))
    draw(page, table)
    page.describe(say.form(len(table)), Each.row(lambda row: say.clause(row, len(table)), table), say.caveat(doubt))
    return page


def _form(page: Page, actions: int) -> Callable[[Page, pd.DataFrame], None]:
    """How so many actions are laid out."""
    if actions == 1:
        return _single
    if actions <= MOST_COLUMNS[page.look.size]:
        return _columns
    return _cards if page.size.narrow and actions <= MOST_CARDS else _rows


def _drawn_words(table: pd.DataFrame, rows: bool) -> Iterable[str]:
    money = [] if rows else ["seized", "frozen", "accounts"]
    return table[["as_printed", "arrests", *money]].to_numpy().ravel()


# --- one action ------------------------------------------------------------------------------


def _single(page: Page, table: pd.DataFrame) -> None:
    """What it was and its number on the left, the facts on the right; on a half slide below."""
    size, theme, row = roomy(1, page.look.size), page.theme, table.iloc[0]
    middle, top = (page.left if page.size.narrow else page.left + 0.44 * (page.right - page.left)), page.top - 0.04
    page.box(page.left, top - 0.06, page.right - page.left, 0.06, theme.data)
    room = (page.right if page.size.narrow else middle - 0.5) - page.left
    y = top - 0.50
    for lines, points, color, weight in _head(row, room, size, 2, 2 if page.size.narrow else 3)[1:]:
        y = page.write_lines(page.left, y, lines, points, LEADING, color=getattr(theme, color), weight=weight)
        y -= points * 1.35 / INCH
    y -= 0.36 if page.size.narrow else 0.62
    y = _servers(page, page.left, y, row, room, size)
    below = y - 0.20 if page.size.narrow else top
    told = say.facts(row)
    beside = max(width(label, size.body) for label in told) + 0.16
    cells = [_cells(told, page.right - middle - beside, size)]
    pitch = min((below - page.bottom - 0.1) / 4, 0.95)
    _facts(page, middle, [middle + beside], page.right - middle - beside, below, cells, size, pitch)


# --- a column each ---------------------------------------------------------------------------


def _columns(page: Page, table: pd.DataFrame) -> None:
    """What is told of each action under its name; what it is stands once, on the left."""
    size, count = roomy(len(table), page.look.size), len(table)
    aside = max(width(label, size.body) for label in [*say.facts(table.iloc[0]), *say.SERVERS]) + ASIDE
    wide = (page.right - page.left - aside - GAP * (count - 1)) / count
    lefts = [page.left + aside + number * (wide + GAP) for number in range(count)]
    told = [_cells(say.facts(row), wide, size) for _, row in table.iterrows()]
    for most in ((2, 3), (2, 0), (1, 0)):
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
    y -= deep + 0.45 * spare
    page.write_middle(page.left, y - size.number * 0.62 / INCH, say.SERVERS, size.body, color=page.theme.grey)
    for left, (_, row) in zip(lefts, table.iterrows(), strict=True):
        _number_of_servers(page, left, y - size.number * 0.95 / INCH, row, wide - 0.06, size)
    y -= _number(size) + 0.15 * spare
    _facts(page, page.left, lefts, wide, y, told, size, extra=0.07 * spare)


Lines = tuple[list[str], float, str, str]


def _head(row: pd.Series, room: float, size: Size, names: int, abouts: int) -> list[Lines]:
    """The blocks above the number, each with its lines, size, colour and weight."""
    name, points = settle(row["short_title"], room, (size.name, 18, 16, 14), names, "semibold")
    when, most = sentences.action_day(row["action_day"], row["days"]), 1 if row["days"] < 2 else 2
    day, small = settle(when, room, size.set, most, "semibold")
    lead, _ = settle_first(sentences.led_by_briefly(row["leads"]), room, (size.body,), 2)
    about = balance(sentences.summary(row["summary"]), room, size.body)
    if any(width(line, size.body) > room for line in about):  # a word that no line holds
        about = fit_lines(" ".join(about), room, size.body, max(abouts, 1))
    return [
        (name, points, "ink", "semibold"),
        (day, small, "focus_text", "semibold"),
        (lead, size.body, "second", "regular"),
        (about if len(about) <= abouts else [], size.body, "second", "regular"),
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
    return size.number * 1.55 / INCH


def _servers(page: Page, left: float, y: float, row: pd.Series, room: float, size: Size) -> float:
    """The number of servers, and under it that it is one; gives back where that stands."""
    _number_of_servers(page, left, y, row, room, size)
    y -= size.body * 1.55 / INCH
    page.write(left, y, say.TAKEN_DOWN, size.body, page.theme.second)
    return y


def _number_of_servers(page: Page, left: float, y: float, row: pd.Series, room: float, size: Size) -> None:
    theme, gid = page.theme, f"mark:{row['qualifier']}:{row['case']}"
    if row["qualifier"] == "":
        page.write(left, y, NOT_PRINTED, size.key, theme.grey, "italic", gid=f"gap:{row['case']}")
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


Cell = tuple[list[str], float, bool]


def _cells(told: dict[str, str], room: float, size: Size) -> dict[str, Cell]:
    """For each fact its lines, their size, and whether anything is printed."""
    return {
        label: (*settle(text or NOT_PRINTED, room - 0.02, size.set, 2, "semibold"), bool(text))
        for label, text in told.items()
    }


def _height(told: list[dict[str, Cell]], size: Size) -> float:
    return sum(_pitch([cells[label] for cells in told], size) for label in told[0])


def _pitch(cells: list[Cell], size: Size) -> float:
    return 0.13 + max(len(lines) for lines, _, _ in cells) * size.body * 1.2 / INCH


def _facts(
    page: Page,
    x: float,
    lefts: list[float],
    wide: float,
    y: float,
    told: list[dict[str, Cell]],
    size: Size,
    least: float = 0.0,
    extra: float = 0.0,
) -> None:
    """A line a fact with its name at `x`, in every column: `least` high at least, `extra` more than it needs."""
    theme = page.theme
    for place, label in enumerate(told[0]):
        high = max(_pitch([cells[label] for cells in told], size) + extra, least)
        middle = y - high / 2
        if place or not least or page.size.narrow:
            page.line((x, lefts[-1] + wide), (y, y), theme.grid)
        page.write_middle(x, middle, [label], size.body, color=theme.grey)
        for left, cells in zip(lefts, told, strict=True):
            lines, points, known = cells[label]
            weight, color = ("semibold", theme.ink) if known else ("italic", theme.grey)
            page.write_middle(left, middle, lines, points, weight=weight, color=color)
        y -= high


# --- cards on a half slide -------------------------------------------------------------------


def _cards(page: Page, table: pd.DataFrame) -> None:
    """An action below the other: its name and number, when and by whom, arrests and money."""
    size, theme = page.size, page.theme
    pitch = min((page.top - page.bottom - 0.06) / len(table), 1.7)
    spare = max(min((pitch - 0.98) / 3, 0.14), -0.03)
    for number, (_, row) in enumerate(table.iterrows()):
        top = page.top - number * pitch
        page.rule(top, theme.data if not number else theme.grid, 2.5 if not number else 1)
        y = top - 0.13 - 0.66 * size.key / INCH - spare
        (name,), points = settle(row["short_title"], 3.1, (size.name, 16, 14), 1, "semibold")
        end = page.write(page.left, y, name, points, weight="semibold").end
        _servers_right(page, y, row, page.right - end - 0.2)
        y -= 0.27 + spare
        when = say.when_and_who(row)
        page.write(page.left, y, pick(when, page.right - page.left, size.small), size.small, theme.second)
        y -= 0.26 + spare
        _line(page, y, say.facts(row))


def _servers_right(page: Page, y: float, row: pd.Series, room: float) -> None:
    """The number of servers at the right margin, and what it counts where there is room."""
    size, gid = page.size, f"mark:{row['qualifier']}:{row['case']}"
    if row["qualifier"] == "":
        page.write(page.right, y, NOT_PRINTED, size.small, page.theme.grey, "italic", "right", gid=f"gap:{row['case']}")
        return
    short = width(f" {say.UNIT}", size.small)
    (said,), points = settle(words.quoted(row["as_printed"]), room - short, (size.key, 18, 16, 14), 1, "semibold")
    page.write(page.right, y, say.UNIT, size.small, page.theme.second, align="right")
    page.write(page.right - short, y, said, points, page.theme.data_text, "semibold", "right", gid=gid)


def _line(page: Page, y: float, told: dict[str, str]) -> None:
    """Arrests and money in one line, each with its name."""
    x, small = page.left, page.size.small
    for place, label in enumerate((say.ARRESTS, say.MONEY)):
        x = page.write(x, y, label, small, page.theme.grey).end
        known, text = bool(told[label]), told[label] or NOT_PRINTED
        weight, color = ("semibold", page.theme.ink) if known else ("italic", page.theme.grey)
        room = page.right - x - 0.08 if place else 2.1
        x = page.write(x + 0.08, y, fit(text, room, small, weight), small, color, weight).end
        x += 0.25


# --- a row each ------------------------------------------------------------------------------


def _rows(page: Page, table: pd.DataFrame) -> None:
    size = page.size
    most = min(MOST_ROWS, int((page.top - page.bottom - 0.35) / LOWEST))
    shown = table if len(table) <= most else table.head(most - 1)
    more = len(shown) < len(table)
    pitch = min((page.top - page.bottom - 0.35) / (len(shown) + more), 0.60)
    points = min(size.body + 2, max(size.note, pitch * 40))
    shares = NARROW_SHARES if page.size.narrow else SHARES
    room = page.right - page.left
    lefts = [page.left + room * sum([*shares.values()][:place]) for place in range(len(shares))]
    y = page.top - 0.15
    for label, x in zip(shares, lefts, strict=True):
        page.write(x, y, label, size.note if room > 8 else size.small, page.theme.grey)
    y -= 0.10
    for _, row in shown.iterrows():
        page.rule(y)
        for label, x in zip(shares, lefts, strict=True):
            _entry(page, row, label, x, y - pitch / 2, room * shares[label] - 0.14, points)
        y -= pitch
    if more:
        page.rule(y)
        rest = sentences.more(len(table) - len(shown), page.name)
        page.write_middle(page.left, y - pitch / 2, [rest], size.note, color=page.theme.second)


def _entry(page: Page, row: pd.Series, label: str, x: float, y: float, room: float, points: float) -> None:
    """One cell of a row: the name and the number of servers stand out."""
    text = {
        say.ACTION: row["short_title"],
        say.ACTION_DAY: sentences.action_day(row["action_day"], row["days"]) if row["action_day"] else "",
        say.LED_BY: _some(row["leads"], room, page.size.small) if row["leads"] else "",
        say.SERVERS_TAKEN_DOWN: words.quoted(row["as_printed"]) if row["qualifier"] else "",
        say.ARRESTS: say.facts(row)[say.ARRESTS],
    }[label]
    weight = ("semibold" if label in (say.ACTION, say.SERVERS_TAKEN_DOWN) else "regular") if text else "italic"
    lines, fitting = settle(text or NOT_PRINTED, room, (points, 16, 15, 14), 1, weight)
    color = page.theme.ink if text else page.theme.grey
    page.write_middle(x, y, lines, fitting, color=color, weight=weight)


def _some(codes: tuple[str, ...], room: float, points: float) -> str:
    """As many countries as fit, and how many more."""
    names = [places.name(code) for code in codes]
    for kept in range(len(names), 0, -1):
        rest = [words.more(len(names) - kept)] if kept < len(names) else []
        said = words.listed([*names[:kept], *rest])
        if width(said, points) <= room:
            return said
    return fit(words.countries(len(names)), room, points)
