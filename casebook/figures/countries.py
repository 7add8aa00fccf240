"""Which country is named in which role for which action: members of the EU and others apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pandas as pd

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import lists
from casebook.figures.page import INCH, Page, drawing, fit, settle, width, wrap
from casebook.figures.rolemarks import RoleMarks
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import countries as say

MOST_ACTIONS, MOST_ROWS, MOST_ROLES = 6, 17, 6
GAP, COUNT, HEAD = 0.34, 0.52, 0.245  # between the blocks, the last column, a line of a column's heading
EDGE = 0.03  # so that the first mark of the key stays within the margin
GAPS = 0.06  # between the lists of a half slide, at least
HEADING = 0.66  # from the end of a block to the first row of the next below it
PITCH = 0.236  # of the rows, at least
STEP = 0.225  # between the marks of one cell
NAME_ONE, TALL = 2.4, 1.25  # with one action: the column of names, and the height of a block's heading in rows
NAME, ROLE = 2.5, 1.1  # with many actions: the columns of names and of a role
# The height of the canvas for the column of a report; with stacked blocks without their rows, and of a row.
COLUMN, TALL_COLUMN, ROW, MOST_STACKED = 8.0, 5.6, 0.262, 26
PAIRS = {"parallel_investigation": "lead", "server_location": "takedown"}  # share a place if they never meet


@drawing
def countries_by_action(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """Countries by actions with a mark for each role, from a table of `compare.countries`.

    Up to six actions have a column each, in two blocks of rows. With one action the columns are its
    roles; above six a bar says how many actions name a country, and numbers in which roles. A half slide
    has room for the names by role, with how many actions name each in it.
    """
    of = sentences.chosen(table)
    column = COLUMN if not 1 < of <= MOST_ACTIONS else TALL_COLUMN + ROW * min(table["country"].nunique(), MOST_STACKED)
    page = Page("countries-by-action", table, credit, look, column=column)
    layout, subtitle = _layout(page, of)
    notes = [sentences.no_takedown(table)]
    if layout is _Lists:
        notes += [say.NUMBERS if of > 1 else "", say.leading(table)]
    elif not issubclass(layout, _Matrix):
        notes.append(say.reading(table))
    page.frame(sentences.countries_headlines(table), subtitle, " ".join(note for note in notes if note))
    layout(page, table).draw()
    page.describe(say.form(table, of, of <= MOST_ACTIONS), say.clauses(table, of), sentences.no_takedown(table))
    return page


def _layout(page: Page, of: int) -> tuple[type[_Grid], str]:
    """How so many actions are laid out, and what the subtitle says of it."""
    if of == 1:
        return (_Lists if page.size.narrow else _Roles), say.ROLES_OF_ONE
    if page.size.narrow:
        return _Lists, say.BY_ROLE
    if of <= MOST_ACTIONS:
        return (_Stacked if page.look.size == "column" else _Matrix), say.BY_ACTION
    return _Bars, say.HOW_MANY


def _blocks(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    named = sentences.each_country(table)
    return [(say.MEMBERS, named[named["eu"]]), (say.OTHERS, named[~named["eu"]])]


class _Grid:
    """What the three layouts have in common: bands, lines between columns, headings over them."""

    def __init__(self, page: Page, table: pd.DataFrame):
        self.page, self.table = page, table.drop_duplicates(["country", "case", "role"])
        self.of, self.named = sentences.chosen(table), sentences.each_country(table)
        self.marks = RoleMarks(page, table)
        self.pitch = PITCH

    def band(self, x: float, low: float, wide: float) -> None:
        over = min(0.06, self.page.left - 0.25)
        self.page.box(x - over, low, wide + over, self.pitch, self.page.theme.band, zorder=0.5)

    def name(self, x: float, y: float, row, room: float, size: float = 15) -> None:
        weight = self._weight(row)
        lines, points = settle(row.name, room, (size, 15, 14), 1, weight)
        self.page.write_middle(x, y, lines, points, weight=weight, gid=f"name:{row.country}")

    def _weight(self, row) -> str:
        """The countries of all actions, of which the headline speaks, stand out."""
        return "semibold" if row.actions == self.of > 1 else "regular"

    def more(self, x: float, y: float, number: int) -> None:
        text = sentences.more(number, self.page.name)
        self.page.write_middle(x, y, [text], 15, color=self.page.theme.second)

    def headings(self, middles: dict[str, float], lines: Sequence[Sequence[str]], size: float, base: float) -> None:
        """Column headings, centred, the last line of each at `base`; `middles` by what the column is about."""
        for (what, middle), part in zip(middles.items(), lines, strict=True):
            up, style = base + HEAD * (len(part) - 1), {"weight": "semibold", "align": "center"}
            self.page.write_lines(middle, up, part, size, HEAD * INCH / size, gid=f"column:{what}", **style)


def _settled(texts: Sequence[str], room: float, most: int) -> tuple[list[list[str]], float]:
    """Column headings in lines, all in one size."""
    size = min(settle(text, room, (16, 15, 14), most, "semibold")[1] for text in texts)
    return [settle(text, room, (size,), most, "semibold")[0] for text in texts], size


# --- two to six actions ----------------------------------------------------------------------


class _Matrix(_Grid):
    """Two blocks of rows side by side, a column for each action, and the key under the shorter block."""

    def __init__(self, page: Page, table: pd.DataFrame):
        super().__init__(page, table)
        self.blocks = _blocks(table)
        self.wide = self._wide()
        longest = max(width(row.name, 15, self._weight(row)) for row in self.named.itertuples(index=False))
        self.room = min(max(longest + 0.16, 1.45), 2.1)
        titles = dict(zip(self.table["case"], self.table["short_title"], strict=True))
        each = self.table.groupby("country", sort=False)["case"].unique()
        self.cases = {case: titles[case] for case in in_order([*map(list, each)])}
        self.column = (self.wide - self.room - COUNT) / len(self.cases)
        self.offsets = self._offsets()
        self.titles, self.size = _settled(list(self.cases.values()), self.column - 0.08, 2)
        self.first = page.top - 0.16 - HEAD - 0.12
        self.key = _Key(page, self.marks, self.wide, f"{say.COUNTS} {say.reading(table)}")
        self._share(self.first - page.bottom - 0.08)

    def _wide(self) -> float:
        return (self.page.right - self.page.left - GAP) / 2

    def _share(self, room: float) -> None:
        """The height of a row, and how many rows each block has: the key stands under the shorter one."""
        lengths = [len(rows) for _, rows in self.blocks]
        self.short = int(lengths[0] >= lengths[1] or min(lengths) * PITCH > room - self.key.high)
        rooms = [room - self.key.high * (number == self.short) for number in range(2)]
        fitting = min(high / max(length, 1) for high, length in zip(rooms, lengths, strict=True))
        self.pitch = min(max(fitting, PITCH), 0.36)
        self.most = [int(high / self.pitch + 1e-6) for high in rooms]

    def _offsets(self) -> dict[str, dict[str, float]]:
        """For each action how far from the middle of its column the mark of each role stands."""
        slots = _slots(self.table, [role for role, _ in self.marks.key()])
        slots = [[role for role in self.marks.roles if self.marks.shown(role) in slot] for slot in slots]
        used = self.table.groupby("case")["role"].agg(set)
        return {case: _spread([slot for slot in slots if used[case] & set(slot)], self.column) for case in self.cases}

    def draw(self) -> None:
        for number, (title, rows) in enumerate(self.blocks):
            x = self.page.left + number * (self.wide + GAP)
            self._heading(x, title, len(rows))
            shown = rows if len(rows) <= self.most[number] else rows.head(self.most[number] - 1)
            end = self._block(x, shown)
            if len(shown) < len(rows):
                end -= self.pitch
                self.more(x, end + self.pitch / 2, len(rows) - len(shown))
            if number == self.short:
                self.key.draw(x, end)

    def _heading(self, x: float, title: str, number: int) -> None:
        page, base = self.page, self.first + 0.12
        page.write(x, base + HEAD, title, 16, weight="semibold")
        page.write(x, base, words.countries(number) if number else say.NONE_NAMED, 15, page.theme.grey)
        if number:
            self.headings({case: self._middle(x, case) for case in self.cases}, self.titles, self.size, base)
            page.write(x + self.wide - 0.06, base, words.out_of(self.of), 15, page.theme.grey, align="right")

    def _middle(self, x: float, case: str) -> float:
        return x + self.room + (list(self.cases).index(case) + 0.5) * self.column

    def _block(self, x: float, rows: pd.DataFrame) -> float:
        """The bands, names, marks and counts of one block; gives back where it ends."""
        page, end = self.page, self.first - len(rows) * self.pitch
        for number, row in enumerate(rows.itertuples()):
            low = self.first - (number + 1) * self.pitch
            if number % 2 == 0:
                self.band(x, low, self.wide)
            self._row(x, low + self.pitch / 2, row)
        for place in range(len(self.cases) + 1) if len(rows) else ():
            at = x + self.room + place * self.column
            page.line((at, at), (end, self.first), page.theme.grid, zorder=1)
        return end

    def _row(self, x: float, y: float, row) -> None:
        size = 16 if self.pitch > 0.28 else 15
        self.name(x, y, row, self.room - 0.08, size)
        scale = min(1.2, self.pitch / 0.243, self._tightest() / STEP)
        for cell in self.table[self.table["country"] == row.country].itertuples():
            at = self._middle(x, cell.case) + self.offsets[cell.case][cell.role]
            self.marks.draw(cell.role, at, y, scale, f"mark:{cell.role}:{cell.country}:{cell.case}")
        style = {"weight": "semibold", "align": "right", "gid": f"count:{row.country}"}
        self.page.write_middle(x + self.wide - 0.06, y, [str(row.actions)], size, **style)

    def _tightest(self) -> float:
        """The smallest distance between two marks of one cell."""
        places = [sorted(set(offsets.values())) for offsets in self.offsets.values()]
        return min([STEP * 1.2, *(right - left for column in places for left, right in pairwise(column))])


class _Stacked(_Matrix):
    """In the column of a report the blocks stand below one another, and the key below them."""

    def _wide(self) -> float:
        return self.page.right - self.page.left

    def _share(self, room: float) -> None:
        kept, room = [len(rows) for _, rows in self.blocks], room - self.key.high - HEADING
        while sum(kept) * PITCH > room:
            kept[kept.index(max(kept))] -= 1
        self.most, self.pitch = kept, min(max(room / max(sum(kept), 1), PITCH), 0.3)

    def draw(self) -> None:
        x, page = self.page.left, self.page
        for number, (title, rows) in enumerate(self.blocks):
            self._heading(x, title, len(rows))
            shown = rows if len(rows) <= self.most[number] else rows.head(self.most[number] - 1)
            end = self._block(x, shown)
            if len(shown) < len(rows):
                end -= self.pitch
                self.more(x, end + self.pitch / 2, len(rows) - len(shown))
            self.first = end - HEADING
        self.key.draw(page.left + EDGE, end + 0.06)


def in_order(sequences: Iterable[Sequence[str]]) -> list[str]:
    """Everything that occurs in sequences of one order, in that order as far as they tell it."""
    later: dict[str, set[str]] = {}
    for sequence in sequences:
        for number, item in enumerate(sequence):
            later.setdefault(item, set()).update(sequence[number + 1 :])
    placed: list[str] = []
    while waiting := [item for item in later if item not in placed]:
        free = [item for item in waiting if not any(item in later[other] for other in waiting if other != item)]
        placed.append((free or waiting)[0])
    return placed


def _slots(rows: pd.DataFrame, roles: Sequence[str]) -> list[list[str]]:
    """The places in a cell, from the left, each for roles that never meet in one cell."""
    together = {frozenset(cell) for _, cell in rows.groupby(["country", "case"])["role"]}
    slots: list[list[str]] = []
    for role in roles:
        pair = next((slot for slot in slots if PAIRS.get(role) in slot), None)
        if pair and not any({role, PAIRS[role]} <= cell for cell in together):
            pair.append(role)
        else:
            slots.append([role])
    return slots


def _spread(slots: Sequence[Sequence[str]], room: float) -> dict[str, float]:
    """Where each role's mark stands, from the middle of its column: servers in the middle if there is room."""
    step = min(STEP, (room - 0.10) / max(len(slots), 1))
    servers = [number for number, slot in enumerate(slots) if {"takedown", "server_location"} & set(slot)]
    middle = servers[0] if servers else (len(slots) - 1) / 2
    if max(middle, len(slots) - 1 - middle) * step + 0.13 > room / 2:
        middle = (len(slots) - 1) / 2
    return {role: (number - middle) * step for number, slot in enumerate(slots) for role in slot}


class _Key:
    """What each mark means, and how to read the rest."""

    def __init__(self, page: Page, marks: RoleMarks, wide: float, note: str):
        self.page, self.marks, self.wide = page, marks, wide
        items = marks.key()
        longest = {size: max(width(text, size) for _, text in items) for size in page.size.set}
        halved = [size for size in page.size.set if longest[size] <= wide / 2 - 0.42]
        self.columns, sizes = (2, halved[:1]) if halved else (1, (16, 14)) if len(items) <= 6 else (2, (14,))
        self.items = [(role, *settle(text, wide / self.columns - 0.42, sizes, 2)) for role, text in items]
        self.lines = wrap(note, wide, 14)
        self.high = 0.72 + sum(map(self._deep, self._rows())) + 0.24 * len(self.lines)

    def _rows(self) -> list[list[tuple[str, list[str], float]]]:
        return [self.items[start : start + self.columns] for start in range(0, len(self.items), self.columns)]

    def _deep(self, row: list[tuple[str, list[str], float]]) -> float:
        return 0.06 + 0.24 * max(len(lines) for _, lines, _ in row)

    def draw(self, x: float, top: float) -> None:
        page, y = self.page, top - 0.42
        page.write(x, y, say.HOW_TO_READ, 16, weight="semibold")
        y -= 0.31
        for row in self._rows():
            for number, (role, lines, size) in enumerate(row):
                at = x + number * self.wide / 2
                self.marks.draw(role, at + 0.10, y + 0.075, gid=f"key:{role}")
                page.write_lines(at + 0.28, y, lines, size, 0.24 * INCH / size, gid=f"means:{role}")
            y -= self._deep(row)
        page.write_lines(x, y - 0.06, self.lines, 14, 0.24 * INCH / 14, color=page.theme.second)


# --- one action ------------------------------------------------------------------------------


class _Roles(_Grid):
    """One action: a column for each of its roles, members of the EU above the others."""

    def draw(self) -> None:
        page, key = self.page, self.marks.key()
        column = min((page.right - page.left - NAME_ONE) / len(key), 3.3)
        middles = {role: page.left + NAME_ONE + (place + 0.5) * column for place, (role, _) in enumerate(key)}
        lines, size = _settled([words.capital(text) for _, text in key], column - 0.08, 3)
        top = page.top - 0.16 - HEAD * (max(map(len, lines)) - 1)
        self.headings(middles, lines, size, top)
        blocks, self.pitch = self._share(top - 0.10 - page.bottom - 0.06)
        y, wide = top - 0.10, NAME_ONE + column * len(key)
        for title, rows, shown in blocks:
            y = self._block(y, wide, title, rows, shown, middles)

    def _share(self, room: float) -> tuple[list[tuple[str, pd.DataFrame, pd.DataFrame]], float]:
        """Heading, rows and rows shown of each block, and the height of a row."""
        blocks = _blocks(self.table)
        lines = len(self.named) + 2 * TALL
        most = int(room / PITCH - 2 * TALL)
        kept = [len(rows) for _, rows in blocks]
        while sum(kept) + sum(number < len(rows) for number, (_, rows) in zip(kept, blocks, strict=True)) > most:
            kept[kept.index(max(kept))] -= 1
        shown = [(title, rows, rows.head(number)) for number, (title, rows) in zip(kept, blocks, strict=True)]
        return shown, min(max(room / lines, PITCH), 0.44)

    def _block(
        self, y: float, wide: float, title: str, rows: pd.DataFrame, shown: pd.DataFrame, middles: dict[str, float]
    ) -> float:
        """One block from y downwards; gives back where it ends."""
        page = self.page
        size = 18 if self.pitch > 0.36 else 16 if self.pitch > 0.28 else 15
        middle = y - self.pitch * (TALL - 0.5)
        page.write_middle(page.left, middle, [title], size, weight="semibold")
        under = words.countries(len(rows)) if len(rows) else say.NONE_NAMED
        x = page.left + width(title, size, "semibold") + 0.12
        page.write_middle(x, middle, [under], 14, color=page.theme.grey)
        y -= self.pitch * TALL
        end = y - self.pitch * len(shown)
        for number, row in enumerate(shown.itertuples()):
            low = y - (number + 1) * self.pitch
            if number % 2 == 0:
                self.band(page.left, low, wide)
            self.name(page.left, low + self.pitch / 2, row, NAME_ONE - 0.1, size)
            self._marks(row.country, low + self.pitch / 2, middles)
        for middle in middles.values() if len(shown) else ():
            edge = middle - (wide - NAME_ONE) / len(middles) / 2
            page.line((edge, edge), (end, y), page.theme.grid, zorder=1)
        if len(shown) == len(rows):
            return end
        self.more(page.left, end - self.pitch / 2, len(rows) - len(shown))
        return end - self.pitch

    def _marks(self, country: str, y: float, middles: dict[str, float]) -> None:
        for cell in self.table[self.table["country"] == country].itertuples():
            x, gid = middles[self.marks.shown(cell.role)], f"mark:{cell.role}:{country}:{cell.case}"
            self.marks.draw(cell.role, x, y, min(1.4, self.pitch / 0.243), gid)


# --- more than six actions -------------------------------------------------------------------


class _Bars(_Grid):
    """One row a country: a bar for how many actions name it, and numbers for its roles."""

    def draw(self) -> None:
        page, key = self.page, self.marks.key()[:MOST_ROLES]
        shown_as = self.table["role"].map(self.marks.shown)
        self.times = self.table.groupby(["country", shown_as])["case"].nunique().to_dict()
        roles = page.right - ROLE * len(key)
        middles = {role: roles + (place + 0.5) * ROLE for place, (role, _) in enumerate(key)}
        lines = [settle(text, ROLE - 0.05, (14,), 3)[0] for _, text in key]
        first = page.top - 0.30 - 0.235 * max(map(len, lines))
        for (role, middle), part in zip(middles.items(), lines, strict=True):
            self.marks.draw(role, middle, page.top - 0.02, gid=f"key:{role}")
            page.write_lines(middle, page.top - 0.30, part, 14, 0.235 * INCH / 14, align="center")
        page.write(page.left + NAME, first + 0.10, say.naming(self.of), 14)
        shown = self.named if len(self.named) <= MOST_ROWS + 1 else self.named.head(MOST_ROWS)
        rows = len(shown) + (len(shown) < len(self.named))
        self.pitch = min((first - page.bottom - 0.06) / rows, 0.36)
        for number, row in enumerate(shown.itertuples()):
            low = first - (number + 1) * self.pitch
            if number % 2 == 0:
                self.band(page.left, low, page.right - page.left)
            self._bar(row, low, roles - page.left - NAME - 0.6)
            self._numbers(row.country, low + self.pitch / 2, middles)
        if len(shown) < len(self.named):
            self.more(page.left, first - (rows - 0.5) * self.pitch, len(self.named) - len(shown))

    def _bar(self, row, low: float, room: float) -> None:
        page, y, start = self.page, low + self.pitch / 2, self.page.left + NAME
        self.name(page.left, y, row, NAME - 0.55)
        if row.eu:
            page.write_middle(start - 0.14, y, [say.EU], 14, color=page.theme.grey, align="right")
        long = room * row.actions / self.of
        bar = (start, low + self.pitch * 0.2, long, self.pitch * 0.6)
        page.box(*bar, page.theme.data, f"mark:named:{row.country}", zorder=2)
        style = {"weight": "semibold", "gid": f"count:{row.country}"}
        page.write_middle(start + long + 0.09, y, [words.number(row.actions)], 15, **style)

    def _numbers(self, country: str, y: float, at: dict[str, float]) -> None:
        for role, x in at.items():
            times = self.times.get((country, role))
            if times:
                style = {"align": "center", "gid": f"count:{role}:{country}"}
                self.page.write_middle(x, y, [words.number(times)], 15, **style)


# --- on a half slide -------------------------------------------------------------------------


class _Lists(_Grid):
    """The names of the countries in each role, one role below the other."""

    def draw(self) -> None:
        page, indent = self.page, 0.32
        key = self.marks.key()
        high, room = page.top - page.bottom - 0.12, page.right - page.left - indent
        parts = [self._names(role, fit(meaning, room - 0.3, page.size.body, "semibold")) for role, meaning in key]
        most = {size: int((high - GAPS * (len(key) - 1)) / (1.22 * size / INCH)) for size in page.size.set}
        whole = {size: sum(map(len, lists.fitted(parts, size, 10**6, room))) for size in most}
        size = next((size for size in most if whole[size] <= most[size]), page.size.small)
        lines, line = lists.fitted(parts, size, most[size], room), 1.22 * size / INCH
        gap = min((high - line * sum(map(len, lines))) / len(key), 0.26)
        y = page.top - 0.75 * size / INCH
        for (role, _), part, its in zip(key, parts, lines, strict=True):
            self.marks.draw(role, page.left + 0.10, y + 0.24 * size / INCH, gid=f"key:{role}")
            y = lists.write(page, page.left + indent, y, part, its, size, line) - gap

    def _names(self, role: str, meaning: str) -> lists.RunIn:
        rows = self.table[self.table["role"].map(self.marks.shown) == role]
        times = rows.groupby("country")["case"].nunique()
        named = rows.drop_duplicates("country")
        named = named.assign(times=named["country"].map(times)).sort_values(["times", "name"], ascending=[False, True])
        names = [f"{row.name} {row.times}" if row.times > 1 else row.name for row in named.itertuples(index=False)]
        return lists.RunIn(meaning, tuple(names))
