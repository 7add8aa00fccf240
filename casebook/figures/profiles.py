"""One action on one page: its figures, its steps, who helped, which countries are named, what is not printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.patches import Circle, PathPatch

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import lanes, lists, maps, shapes
from casebook.figures.page import INCH, Page, drawing, fit, fit_lines, pick, settle, settle_first, width
from casebook.figures.theme import LIGHT, Look, Size
from casebook.sentences.drawn import profile as say
from casebook.sentences.drawn.countries import KOSOVO, NO_COUNTRY, few, not_on_map
from casebook.sentences.drawn.timeline import opening

RIGHT, BESIDE, GAP = {"slide": 3.62, "column": 3.20}, 0.31, 0.13  # the map's part, and the white on its left
MOST_TILES, ACROSS, TILE, LOW_TILE = 6, 3, (0.68, 0.84), (0.57, 0.70)
SNUG = 0.6  # inches: a tile lower than this has smaller type
ALONE = 0.42  # inches: a tile that has a row to itself says all in one line
LANE, HELP = (1.05, 1.64), 0.24
ABOVE, APART = 0.20, 0.05  # inches: over a heading, and at most between two lists
EDGE = 0.02  # so that what is drawn from margin to margin stays in it with the width of its lines
COLUMN = 7.8  # the height of the canvas for the column of a report
MAP, LINE, INDENT = (1.9, 3.3), 0.242, 0.24  # inches: the map's lowest and highest, a line of the list under it
DISC, SPECK, MARGIN, LEAST = 0.07, 0.02, 60.0, (1500.0, 1200.0)  # inches; km around the named countries; km at least


@drawing
def profile(
    numbers: pd.DataFrame,
    steps: pd.DataFrame,
    named: pd.DataFrame,
    help: pd.DataFrame,
    credit: Credit,
    look: Look = LIGHT,
) -> Page:
    """The sheet of one action: `compare.profile_figures`, `timeline`, `countries` and `cooperation` of its book.

    The page is named `profile-<case>`; its table is `numbers`. A half slide tells in lists what other sizes draw.
    """
    page = Page(f"profile-{numbers['case'].iloc[0]}", numbers, credit, look, column=COLUMN)
    steps = steps[steps["event"] != ""]
    missing, tiles = sentences.not_printed(numbers, steps), _tiles(numbers, help)
    small = None if page.size.narrow else _Map(page, named)
    doubt = _foot(page, missing, bool(small and small.fills))
    page.frame(sentences.profile_headlines(numbers, named), _subtitle(page, numbers), doubt)
    if small:
        _drawn(page, tiles, steps, named, help, small)
    else:
        _listed(page, tiles, steps, named, help)
    page.describe(say.FORM, _clauses(tiles, steps, named, help, missing))
    return page


def _drawn(
    page: Page, tiles: list[_Tile], steps: pd.DataFrame, named: pd.DataFrame, help: pd.DataFrame, small: _Map
) -> None:
    """Tiles, steps and helpers on the left, the map and its list on the right."""
    with _part(page, page.left + EDGE, page.right - RIGHT[page.look.size] - BESIDE, page.bottom, page.top):
        foot = _help(page, help) + 0.10
        top = _draw_tiles(page, tiles, foot + LANE[0] + lanes.HEAD + 0.22 + ABOVE, ACROSS, TILE)
        _steps(page, steps, top - ABOVE, foot)
    with _part(page, page.right - RIGHT[page.look.size], page.right - EDGE, page.bottom, page.top):
        _countries(page, named, small)


def _listed(page: Page, tiles: list[_Tile], steps: pd.DataFrame, named: pd.DataFrame, help: pd.DataFrame) -> None:
    """Tiles, and below them the steps, the countries and the helpers in words."""
    bodies = dict(zip(help["body"], help["body_label"], strict=True)) if len(help) else {}
    dated = [say.dated(row) for _, row in _dated(steps).iterrows()]
    told = [(say.STEPS, dated or [say.NONE_DATED])]
    told += [(role.label, list(role.names)) for role in _by_role(named) if role.term != "lead"]
    told += [(label, sentences.help_list(help, body)) for body, label in bodies.items()]
    points, line, room = page.size.small, page.size.small * 1.2 / INCH, page.right - page.left
    parts = [lists.RunIn(heading, tuple(names)) for heading, names in told]
    whole = sum(map(len, lists.fitted(parts, points, 10**6, room)))
    low = page.bottom + whole * line + 0.26 + APART * (len(parts) - 1)
    top = _draw_tiles(page, tiles, low, 2, LOW_TILE) - 0.10
    y, high = top - line, top - page.bottom - 0.10
    fitting = lists.fitted(parts, points, int(high / line), room)
    apart = min((high - line * sum(map(len, fitting))) / len(parts), APART)
    for part, lines in zip(parts, fitting, strict=True):
        y = lists.write(page, page.left, y, part, lines, points, line) - apart


@contextmanager
def _part(page: Page, left: float, right: float, bottom: float, top: float) -> Iterator[None]:
    """Let what fills a page fill a part of it."""
    whole = page.left, page.right, page.bottom, page.top
    page.left, page.right, page.bottom, page.top = left, right, bottom, top
    try:
        yield
    finally:
        page.left, page.right, page.bottom, page.top = whole


# --- words -----------------------------------------------------------------------------------


def _subtitle(page: Page, numbers: pd.DataFrame) -> str:
    row = numbers.iloc[0]
    # Where the countries are told in a list, the lead is told here alone, and so is that it is our reading.
    return pick(say.about(row, page.size.narrow), page.right - page.left, page.size.subtitle)


def _foot(page: Page, missing: Sequence[str], borders: bool) -> str:
    """What is not printed, in two lines at most, and what was done to the borders of the map."""
    room = (3 if page.size.narrow else 2) * (page.right - page.left) - 1.0
    said = _up_to(missing, room, page.size.small)
    return f"{said} {maps.BORDERS}".strip() if borders else said


def _up_to(items: Sequence[str], room: float, size: float) -> str:
    """The items that are not printed as a sentence, as many as there is room for and then how many more."""
    if not items:
        return ""
    for kept in range(len(items), 0, -1):
        said = say.not_printed(items, kept)
        if width(said, size) <= room:
            return said
    return fit(said, room, size)


def _clauses(
    tiles: list[_Tile], steps: pd.DataFrame, named: pd.DataFrame, help: pd.DataFrame, missing: list[str]
) -> list[str]:
    """For the alternative text: the figures, the steps, who helped, the countries by role, what is missing."""
    dated = [say.dated(row) for _, row in _dated(steps).iterrows()]
    found = [", ".join(f"{tile.label} {tile.text}" for tile in tiles), ", ".join(dated)]
    bodies = dict(zip(help["body"], help["body_label"], strict=True)) if len(help) else {}
    found += [f"{label} {sentences.help_line(help, body)}" for body, label in bodies.items()]
    found += [f"{role.label}: {few(role.names, 5)}" for role in _by_role(named)]
    found += [say.missing(missing)] if missing else []
    return [clause for clause in found if clause]


def _dated(steps: pd.DataFrame) -> pd.DataFrame:
    return steps[steps["date"] != ""]


# --- figures as tiles ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Tile:
    """A printed figure and what it counts, the fullest variant first; `key` is the measure or means."""

    key: str
    text: str
    labels: tuple[str, ...]
    number: bool

    @property
    def label(self) -> str:
        return self.labels[0]


def _tiles(numbers: pd.DataFrame, help: pd.DataFrame) -> list[_Tile]:
    """A tile for each reported figure, then the printed numbers of meetings and requests; what is printed of them
    in words stands with the body that held them."""
    reported = numbers[numbers["as_printed"] != ""]
    tiles = [
        _Tile(row.measure, words.quoted(row.as_printed), (row.label.lower(),), row.number)
        for row in reported.itertuples()
    ]
    counted = help[help["used"] & help["detail"].map(words.is_number)] if len(help) else help
    return tiles + [
        _Tile(row.means, words.quoted(row.detail), sentences.counted_means(row.means, row.label), True)
        for row in counted.itertuples()
    ]


def _draw_tiles(page: Page, tiles: list[_Tile], lowest: float, across: int, height: tuple[float, float]) -> float:
    """The tiles, so many beside one another at most and if possible not below `lowest`; gives back where they end.

    Where they leave one place of a full row free, the first, which counts most, takes two: in a lower row, if that
    is all of the row.
    """
    shown = tiles if len(tiles) <= MOST_TILES else tiles[: MOST_TILES - 1]
    places = max(len(shown) + (len(shown) < len(tiles)), 1)
    across = 2 if places == 4 else min(across, places)
    rows = -(-places // across)
    first = 1 + (rows * across - places == 1)
    wide = (page.right - page.left - GAP * (across - 1)) / across
    alone = first > 1 and first == across
    free = page.top - lowest - GAP * (rows - 1) - ALONE * alone
    high = min(max(free / (rows - alone), height[0]), height[1])
    less = (high - ALONE) * alone
    for number in range(places):
        place = number + first - 1 if number else 0
        x = page.left + place % across * (wide + GAP)
        y = page.top + less - (place // across + 1) * high - place // across * GAP
        if number == 0 and shown:
            whole = first * wide + (first - 1) * GAP
            _tile(page, shown[0], x, y, whole, high - less, alone)
        elif number < len(shown):
            _tile(page, shown[number], x, y, wide, high)
        else:
            _no_tile(page, len(tiles) - len(shown), x, y + high / 2, wide)
    return page.top + less - rows * high - (rows - 1) * GAP


def _tile(page: Page, tile: _Tile, x: float, y: float, wide: float, high: float, inline: bool = False) -> None:
    """What is printed, and under it (`inline`: behind it) what that counts."""
    size, theme, room = page.size, page.theme, wide - 0.30
    name, gid = f"cell:{tile.key}", f"in:cell:{tile.key}"
    page.box(x, y, wide, high, theme.cell, gid=name)
    weight, sizes = (
        ("semibold", (size.key, 20, 18, 16, 14)[high < SNUG :]) if tile.number else ("italic", (20, 18, 16, 14))
    )
    if tile.number and wide > 5 and high > 0.7:
        sizes = (28, *sizes)
    (text,), points = settle(tile.text, room, sizes, 1, weight)
    if inline:
        base = y + high / 2 - 0.33 * points / INCH
        end = page.write(x + 0.15, base, text, points, theme.data_text, weight, gid=gid).end
        (label,), small = settle_first(tile.labels, x + wide - end - 0.25, (size.note, size.small))
        page.write(end + 0.10, base, label, small, theme.second, gid=gid)
        return
    page.write(x + 0.15, y + high / 2 + 0.03, text, points, theme.data_text, weight, gid=gid)
    (label,), points = settle_first(tile.labels, room, (size.note, size.small))
    page.write(x + 0.15, y + high / 2 - min(0.26, 0.38 * high), label, points, theme.second, gid=gid)


def _no_tile(page: Page, more: int, x: float, y: float, wide: float) -> None:
    """What stands in the place of a tile: how many more there are, or that there is none."""
    said = say.more_figures(more, page.name) if more else say.NO_FIGURE
    lines = fit_lines(said, wide - 0.2, page.size.note, 2)
    page.write_middle(x + 0.15 * bool(more), y, lines, page.size.note, color=page.theme.second)


# --- steps in time ---------------------------------------------------------------------------


def _steps(page: Page, steps: pd.DataFrame, top: float, foot: float) -> None:
    """The action's own timeline, with what it does not show said beside its heading."""
    size, dated = page.size, _dated(steps)
    notes = [(opening(steps), f"gap:{page.table['case'].iloc[0]}")]
    if dated.empty:
        notes.append((say.NO_STEP_DATED, ""))
    else:
        left_out = _lane(page, steps, top - 0.22, foot)
        notes.append((say.more_steps(left_out), ""))
        vague = (dated["earliest"] != dated["latest"]).any()
        notes.append((say.VAGUE if vague else "", ""))
    x = page.write(page.left, top - 0.14, say.STEPS_IN_TIME, size.body, weight="semibold").end
    for note, gid in notes:
        if note and x + 0.20 + width(note, size.note, "italic") <= page.right:
            x = page.write(x + 0.20, top - 0.14, note, size.note, page.theme.grey, "italic", gid=gid).end


def _lane(page: Page, steps: pd.DataFrame, top: float, foot: float) -> int:
    """Marks and labels on an axis of the action's own; gives back how many steps found no room."""
    top -= lanes.HEAD
    pitch, size = min(top - foot, LANE[1]), page.size
    middle, grow = top - pitch / 2, min(pitch / LANE[0], 1.5)
    edge = lanes.inset(page)
    axis = lanes.Axis(steps, page.left + edge, page.right - edge)
    lanes.grid(page, axis, top, top - pitch, [middle], grow)
    page.line((axis.left, axis.right), (top, top), page.theme.outline, 1.2)
    slots = lanes.Slots(axis.left, page.right, lanes.slot_lines(pitch, grow, size))
    dated = [row for _, row in _dated(steps).iterrows()]
    for row in dated:
        lanes.mark(page, axis, row, middle, grow)
    left_out = lanes.labels(page, axis, dated, middle, slots, size)
    undated = [sentences.step(row) for _, row in steps[steps["date"] == ""].iterrows()]
    if undated and not lanes.aside(page, axis, slots, middle, undated, size):
        left_out += len(undated)
    return left_out


# --- who helped ------------------------------------------------------------------------------


def _help(page: Page, help: pd.DataFrame) -> float:
    """A line or two on each body, at the foot of the left part; gives back where they begin."""
    size, theme = page.size, page.theme
    bodies = dict(zip(help["body"], help["body_label"], strict=True)) if len(help) else {}
    indent = max((width(f"{label}: ", size.body, "semibold") for label in bodies.values()), default=0) + 0.08
    blocks = [
        (label, *_told(sentences.help_line(help, body, numbers=False), page.right - page.left - indent, size))
        for body, label in bodies.items()
    ]
    high = sum(len(lines) for _, lines, _ in blocks) * HELP
    y = page.bottom + 0.12 + high
    for label, lines, points in blocks:
        page.write(page.left, y - HELP + 0.04, f"{label}:", size.body, weight="semibold")
        for line in lines:
            y -= HELP
            page.write(page.left + indent, y + 0.04, line, points, theme.second)
    return page.bottom + 0.12 + high


def _told(text: str, room: float, size: Size) -> tuple[list[str], float]:
    """A text on one line if it fits in any size, else on two."""
    for points in size.set:
        if width(text, points) <= room:
            return [text], points
    return fit_lines(text, room, size.note, 2), size.note


# --- countries -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Role:
    """A role with the countries in it, as codes and as names in their order."""

    term: str
    label: str
    codes: tuple[str, ...]
    names: tuple[str, ...]


def _by_role(named: pd.DataFrame) -> list[_Role]:
    """The roles of a table of `compare.countries`, in the order in which roles are told."""
    found = []
    for term in sentences.roles(named):
        rows = named[named["role"] == term].drop_duplicates("country").sort_values("name")
        label = sentences.role(term, rows["label"].iloc[0])
        found.append(_Role(term, label, tuple(rows["country"]), tuple(rows["name"])))
    return found


def _countries(page: Page, named: pd.DataFrame, small: _Map) -> None:
    """The map, and under it who is named in which role."""
    left, room = page.left, page.right - page.left
    if named.empty:
        page.write(left, page.top - 0.3, NO_COUNTRY, page.size.body, page.theme.grey, "italic")
        return
    note = not_on_map(list(map(words.bound, small.outside))) if small.outside and small.fills else ""
    off = fit_lines(note, room, page.size.small, 2) if note else []
    most = int((page.top - page.bottom - 0.24 - (MAP[0] if small.fills else 0)) / LINE)
    roles = _by_role(named)
    parts = [lists.RunIn(role.label, role.names) for role in roles]
    indent = INDENT if len(set(small.fills.values())) > 1 else 0  # one colour alone needs no key
    lines = lists.fitted(parts, page.size.note, most - len(off), room - indent)
    high = LINE * (sum(map(len, lines)) + len(off))
    foot = small.draw(left, max(page.bottom + 0.24 + high, page.top - MAP[1])) - 0.14
    for role, part, its in zip(roles, parts, lines, strict=True):
        fill = small.fill_of(role)
        if fill and indent:
            page.box(left, foot - LINE + 0.03, 0.15, 0.15, fill, "swatch", edgecolor=page.theme.second, linewidth=0.7)
        y = lists.write(page, left + indent, foot - LINE + 0.04, part, its, page.size.note, LINE)
        foot = y + LINE - 0.04
    page.write_lines(left, foot - LINE + 0.04, off, page.size.small, color=page.theme.grey)


# --- the map ---------------------------------------------------------------------------------


class _Map:
    """The named countries on a part of the map of Europe: full where servers were taken down, else paler.

    `fills` has the colour of each country on it, `outside` the names of those that are not.
    """

    def __init__(self, page: Page, named: pd.DataFrame):
        self.page, self.world, self.land = page, shapes.places(), page.theme.land
        self.pale, _, self.full, _ = page.theme.ramp
        taken = set(named[named["role"] == "takedown"]["country"])
        self.names = dict(zip(named["country"], named["name"], strict=True))
        self.fills = {code: self.full if code in taken else self.pale for code in self.names if self._is_on(code)}
        self.outside = sorted(name for code, name in self.names.items() if code not in self.fills)

    def _is_on(self, code: str) -> bool:
        return code in self.world and self.world[code].spot is not None

    def fill_of(self, role: _Role) -> str:
        """The colour that stands for a role, or "" where none of its countries is on the map in that colour."""
        color = self.full if role.term == "takedown" else self.pale
        return color if any(self.fills.get(code) == color for code in role.codes) else ""

    def draw(self, left: float, bottom: float) -> float:
        """The map in the right-hand part of the page, from `bottom` to the page's top; gives back where it ends."""
        if not self.fills:
            return self.page.top
        room = np.array([self.page.right - left, self.page.top - bottom])
        frame = self._frame(room[0] / room[1])
        size = np.array(frame[2:]) - frame[:2]
        scale = float(min(room / size))
        # A map narrower than its room shows Europe from its western edge: only sea lies beyond.
        x, y = self.page.right - size[0] * scale, self.page.top - size[1] * scale
        view = maps.View(frame, x, y, scale)
        self.page.box(left, y, room[0], size[1] * scale, self.page.theme.band, "sea")
        rings = {
            code: [shapes.project(ring) for ring in place.rings] for code, place in self.world.items() if place.europe
        }
        rest = [ring for code, parts in rings.items() if code not in self.fills for ring in parts]
        self._fill(view.path(rest), self.land, self.page.theme.band, 0.6, "land")
        for code, fill in self.fills.items():
            edge = self.page.theme.paper if fill == self.full else self.page.theme.second
            what = "taken" if fill == self.full else "named"
            self._fill(view.path(rings[code]), fill, edge, 0.7, f"map:{what}:{code}", 2)
        for code in self.fills:
            if self.world[code].room * view.scale < SPECK:
                self._disc(code, view)
        self._kosovo(view)
        return y

    def _fill(self, path, fill: str, edge: str, points: float, gid: str, zorder: float = 1.2) -> None:
        if path is not None:
            patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=points, joinstyle="round")
            self.page.add(patch, gid, zorder)

    def _frame(self, aspect: float) -> tuple[float, float, float, float]:
        """The part of the map of Europe with all named countries in it, as wide to high as `aspect`; in km."""
        rings = [
            shapes.clip(shapes.project(ring), shapes.FRAME) for code in self.fills for ring in self.world[code].rings
        ]
        spots = [shapes.project(np.array([maps.AT_SEA[code]])) for code in self.fills if code in maps.AT_SEA]
        points = np.concatenate([*(ring for ring in rings if len(ring)), *spots])
        low, high = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
        edges = np.array(shapes.FRAME).reshape(2, 2)
        middle, size, most = (low + high) / 2, np.maximum(high - low, LEAST), edges[1] - edges[0]
        size = np.minimum(np.maximum(size, size[::-1] * (aspect, 1 / aspect)), most)
        low = np.clip(middle - size / 2, edges[0], edges[1] - size)
        return (*map(float, low), *map(float, low + size))

    def _at(self, degrees: tuple[float, float], view) -> tuple[float, float]:
        x, y = view.place(shapes.project(np.array([degrees])))[0]
        return float(x), float(y)

    def _disc(self, code: str, view) -> None:
        """A country too small to be seen, with its name at sea where a place for it is known."""
        page, (x, y) = self.page, self._at(self.world[code].spot, view)
        disc = Circle((x, y), DISC, facecolor=self.fills[code], edgecolor=page.theme.ink, linewidth=1.3)
        page.add(disc, f"disc:{code}", 3)
        if code in maps.AT_SEA:
            self._name(code, x, y, *self._at(maps.AT_SEA[code], view))

    def _name(self, code: str, x: float, y: float, to_x: float, to_y: float) -> None:
        """The name of a disc at x, y: right behind it where the sea lies there, else at the end of a line."""
        page, text, style = self.page, self.names[code], {"halo": self.page.theme.band, "gid": f"name:{code}"}
        if to_x - x > abs(to_y - y):
            page.write(x + DISC + 0.06, y - 0.065, text, 14, **style)
            return
        half = width(text, 14) / 2
        to_x = min(max(to_x, page.left + half), page.right - half)
        page.write(to_x, to_y - 0.065, text, 14, align="center", **style)
        end = np.array([to_x, to_y + 0.09])
        start = np.array([x, y]) + (end - (x, y)) * DISC / np.hypot(*(end - (x, y)))
        page.line(*zip(start, end, strict=True), page.theme.ink, 1.2, zorder=3, gid=f"leader:{code}")

    def _kosovo(self, view) -> None:
        left, bottom, right, top = view.frame
        x, y = shapes.project(np.array([self.world["XK"].spot]))[0]
        if "XK" not in self.names and left + 250 < x < right - 250 and bottom + 150 < y < top - 150:
            x, y = self._at(self.world["XK"].spot, view)
            self.page.write(x, y - 0.065, KOSOVO, 14, self.page.theme.grey, align="center", halo=self.land, gid="XK")
