"""Europe with the countries that are named: the legend is the list of their names, so that nothing is lost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from casebook import sentences, words
from casebook.data import Credit
from casebook.figures import shapes
from casebook.figures.page import INCH, Page, drawing, fit, width, wrap
from casebook.figures.shapes import FRAME
from casebook.figures.theme import LIGHT, Look
from casebook.sentences.drawn import countries as say
from casebook.sentences.drawn.countries import BORDERS

BINS = ((1, 1), (2, 3), (4, 9), (10, 10**9))
INSETS = 3
# On each size how wide the map may be: beside it the list needs the rest.
WIDEST, COLUMN = {"slide": 7.0, "half": 2.05, "column": 5.75}, 7.4
MOST_NOTED, MOST_NAMES, MOST_ROLES = 12, 30, 6  # places off the map, names in the alternative text, roles listed
INSET = (1.30, 0.80)
WEST = -1850.0  # km: where the map begins if no inset needs the Atlantic
SMALL = 30.0  # km: a country with less room than this for its digit is a disc
TIGHT = 58.0  # km: a digit that needs more room than this stands on its country's fill all the same
DISC, EDGE = 0.085, 0.02  # of a very small country; between the map and the margin where that is narrow
# Very small countries whose name stands at sea: where it begins, if that is further east, else its middle (degrees).
AT_SEA = {"MC": (4.4, 38.15), "MT": (17.2, 35.3)}
# Digits that stand better elsewhere than at the point farthest from all borders.
MOVED = {
    "NO": (9.4, 61.0),
    "GG": (-4.3, 49.85),
    "JE": (-2.0, 49.2),
    "ME": (18.7, 42.8),
    "MK": (21.7, 41.4),
}


@drawing
def countries_map(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    """In how many actions each country is named, from a table of `compare.countries`.

    Europe with a digit on each country, and all names in a list beside it; up to three places outside
    Europe have an inset. With one action there is nothing to count: the list then goes by role. On a half
    slide the map is too small for digits and insets: there the list has all the numbers.
    """
    page = Page("countries-map", table, credit, look, column=COLUMN)
    one = sentences.chosen(table) == 1
    page.frame(sentences.countries_map_headlines(table), say.MAP_OF_ONE if one else say.MAP, BORDERS)
    entries, fill = (_by_role(table), page.theme.ramp[1]) if one else (_by_count(table, page.theme.ramp), "")
    fills = {code: entry.fill or fill for entry in entries for code in entry.codes}
    entries += [
        Entry("", color, text, (), ()) for color, text in ((fill, say.NAMED), (page.theme.land, say.NOT_NAMED)) if color
    ]
    atlas = _Atlas(page, table, fills)
    atlas.draw(digits=not one and not page.size.narrow)
    _list(page, entries, atlas.right + (0.22 if page.size.narrow else 0.45), _notes(atlas), atlas)
    page.describe(say.MAP_FORM, _clauses(entries), say.ANY_ROLE)
    return page


def _notes(atlas: _Atlas) -> list[str]:
    off = [f"{atlas.names[code]} {words.number(atlas.actions[code])}" for code in atlas.outside]
    more = max(len(off) - MOST_NOTED, 0)
    return say.map_notes(off[:MOST_NOTED], more, atlas.page.name, bool(atlas.insets))


# --- what stands for how often ---------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One entry of the list: its swatch (with a digit or range), heading, countries, and their names as listed."""

    swatch: str
    fill: str
    heading: str
    codes: tuple[str, ...]
    names: tuple[str, ...]


def _by_count(table: pd.DataFrame, ramp: tuple[str, ...]) -> list[Entry]:
    """The countries by how many actions name them, most first; in four classes where there are more numbers."""
    of, named = sentences.chosen(table), sentences.each_country(table)
    numbers = sorted(set(named["actions"]))
    exact = len(numbers) <= len(ramp) and max(numbers) <= 9
    classes = [(number, number) for number in numbers] if exact else _classes(named["actions"])
    found = []
    for low, high in classes:
        rows = named[named["actions"].between(low, high)]
        if len(rows):
            fill = ramp[min(low, 4) - 1 if exact and max(numbers) <= 4 else classes.index((low, high))]
            found.append(_entry(rows, low, min(high, of), fill, of))
    return found[::-1]


def _classes(actions: pd.Series) -> Sequence[tuple[int, int]]:
    """The first and last number of each class; where most numbers are large, classes of about as many countries."""
    if actions.median() < BINS[-1][0]:
        return BINS
    ends = sorted({int(actions.quantile(share)) for share in (0.25, 0.5, 0.75, 1)})
    return list(zip([int(actions.min()), *(end + 1 for end in ends)], ends, strict=False))


def _entry(rows: pd.DataFrame, low: int, high: int, fill: str, of: int) -> Entry:
    swatch = str(low) if low == high else f"{low}–{high}"
    names = [
        row.name if low == high else f"{row.name} {words.number(row.actions)}" for row in rows.itertuples(index=False)
    ]
    heading = say.in_actions(low, high, of, len(rows))
    return Entry(swatch, fill, heading, tuple(rows["country"]), tuple(names))


def _by_role(table: pd.DataFrame) -> list[Entry]:
    """The countries of one action by role; a country may be in several, so roles have no fill."""
    terms = sentences.roles(table)
    groups = [[term] for term in terms[:MOST_ROLES]]
    if len(terms) > MOST_ROLES:
        groups.append(terms[MOST_ROLES:])
    found = []
    for group in groups:
        rows = table[table["role"].isin(group)].drop_duplicates("country")
        label = sentences.role(group[0], rows["label"].iloc[0])
        heading = say.with_count(label if len(group) == 1 else say.more_roles(len(group)), len(rows))
        found.append(Entry("", "", heading, tuple(rows["country"]), tuple(rows["name"])))
    return found


# --- the map ---------------------------------------------------------------------------------


class View:
    """From km on the map to inches on the page, inside a frame."""

    def __init__(self, frame: tuple[float, float, float, float], x: float, y: float, scale: float):
        self.frame, self.x, self.y, self.scale = frame, x, y, scale

    def place(self, km: np.ndarray) -> np.ndarray:
        return (km - self.frame[:2]) * self.scale + (self.x, self.y)

    def path(self, rings: Sequence[np.ndarray]) -> Path | None:
        """Rings in km as one path in inches, to a tenth of a point: that is all an eye sees, and keeps files small."""
        parts = [np.round(self.place(shapes.clip(ring, self.frame)) * INCH, 1) / INCH for ring in rings]
        parts = [part for part in parts if len(part) > 2]
        if not parts:
            return None
        codes = [[Path.MOVETO, *[Path.LINETO] * (len(part) - 1), Path.CLOSEPOLY] for part in parts]
        return Path(np.concatenate([[*part, part[0]] for part in parts]), np.concatenate(codes))


def _extent(place: shapes.Place) -> float:
    """How far a country reaches, in degrees."""
    return float(np.ptp(np.concatenate(place.rings), axis=0).max())


class _Atlas:
    """The map of Europe and its insets."""

    def __init__(self, page: Page, table: pd.DataFrame, fills: dict[str, str]):
        self.page, self.fills, self.land = page, fills, page.theme.land
        named = sentences.each_country(table)
        self.actions = dict(zip(named["country"], named["actions"], strict=True))
        self.names = dict(zip(named["country"], named["name"], strict=True))
        world = shapes.places()
        self.on_map = [code for code in self.actions if code in world and world[code].spot]
        away = [code for code in self.actions if code not in self.on_map]
        insets = 0 if page.size.narrow else INSETS
        self.insets = [code for code in away if code in world and _extent(world[code]) > 1][:insets]
        self.outside = [code for code in away if code not in self.insets]
        self.numbers: list[tuple[float, float, float, float]] = []
        frame = (FRAME[0] if self.insets else WEST, *FRAME[1:])
        wide, high = frame[2] - frame[0], frame[3] - frame[1]
        scale = min((page.top - page.bottom - 0.10) / high, WIDEST[page.look.size] / wide)
        left = page.left + EDGE * (page.left < 0.3)
        self.view = View(frame, left, page.top - high * scale, scale)
        self.left, self.top, self.right = left, page.top, left + wide * scale

    def draw(self, digits: bool) -> None:
        world = shapes.places()
        europe = {code: [shapes.project(ring) for ring in place.rings] for code, place in world.items() if place.europe}
        rest = [ring for code, rings in europe.items() if code not in self.fills for ring in rings]
        self._fill(self.view.path(rest), self.land, self.page.theme.paper, 0.6, "land")
        for code, fill in self.fills.items():
            path = self.view.path(europe[code]) if code in europe else None
            if path is not None:
                self._fill(path, fill, self._edge(fill), 0.7, f"country:{code}", 2)
        for code in self.on_map:
            self._label(code, world[code], digits)
        if "XK" not in self.actions:
            x, y = self._at(world["XK"].spot)
            style = {"align": "center", "halo": self.land, "gid": "XK"}
            self.page.write(x, y - 0.05, say.KOSOVO, 14, self.page.theme.grey, **style)
        for number, code in enumerate(self.insets):
            self._inset(code, world[code], self.top - number * (INSET[1] + 0.36), digits)

    def _fill(self, path: Path, fill: str, edge: str, points: float, gid: str, zorder: float = 1.2) -> None:
        patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=points, joinstyle="round")
        self.page.add(patch, gid, zorder)

    def _edge(self, fill: str) -> str:
        """An outline that shows between neighbours of this fill."""
        theme = self.page.theme
        return theme.paper if fill in theme.ramp[2:] else theme.second

    def _at(self, degrees: tuple[float, float]) -> tuple[float, float]:
        x, y = self.view.place(shapes.project(np.array([degrees])))[0]
        return float(x), float(y)

    def _label(self, code: str, place: shapes.Place, digits: bool) -> None:
        """The digit on a country, or on a disc where the country is too small for it."""
        page, fill = self.page, self.fills[code]
        x, y = self._at(MOVED.get(code, place.spot))
        if place.room < SMALL:
            page.add(Circle((x, y), DISC, facecolor=fill, edgecolor=page.theme.ink, linewidth=1.3), f"disc:{code}", 3)
        if code in AT_SEA and not page.size.narrow:
            self._at_sea(code, x, y, digits)
        elif digits and self._free(x, y, number := words.number(self.actions[code])):
            wide = width(number, 14, "semibold") / 2 > place.room * self.view.scale
            style = {"gid": f"digit:{code}", "halo": fill if SMALL <= place.room < TIGHT or wide else ""}
            page.write(x, y - 0.064, number, 14, page.theme.on(fill), "semibold", "center", **style)

    def _free(self, x: float, y: float, number: str) -> bool:
        """Whether a number has room beside those that stand already; the list has it in any case."""
        half = width(number, 14, "semibold") / 2
        mine = (x - half, y - 0.10, x + half, y + 0.10)
        if any(mine[0] < right and left < mine[2] and mine[1] < top and low < mine[3]
               for left, low, right, top in self.numbers):  # fmt: skip
            return False
        self.numbers.append(mine)
        return True

    def _at_sea(self, code: str, x: float, y: float, digits: bool) -> None:
        page, (to_x, to_y) = self.page, self._at(AT_SEA[code])
        text = f"{self.names[code]}: {words.number(self.actions[code])}" if digits else self.names[code]
        long = width(text, 14)
        start = to_x if to_x > x + 0.2 else to_x - long / 2
        page.write(start, to_y - 0.065, text, 14, gid=f"digit:{code}", halo=page.theme.paper)
        end = (to_x - 0.06, to_y) if to_x > x + 0.2 else (to_x, to_y + 0.09)
        far = np.hypot(end[0] - x, end[1] - y)
        first = (x + (end[0] - x) * DISC / far, y + (end[1] - y) * DISC / far)
        page.line((first[0], end[0]), (first[1], end[1]), page.theme.ink, 1.2, zorder=3, gid=f"leader:{code}")

    def _inset(self, code: str, place: shapes.Place, top: float, digits: bool) -> None:
        """A place outside the map by itself, at a scale of its own."""
        page, (wide, high) = self.page, INSET
        page.box(self.left, top - high, wide, high, "none", f"inset:{code}",
                 edgecolor=page.theme.outline, linewidth=1.0)  # fmt: skip
        every = np.concatenate(place.rings)
        centre = tuple((every.min(axis=0) + every.max(axis=0)) / 2)
        rings = [shapes.project(ring, centre) for ring in place.rings]
        low, up = (edge(np.concatenate(rings), axis=0) for edge in (np.min, np.max))
        scale = min((wide - 0.16) / (up[0] - low[0]), (high - 0.14) / (up[1] - low[1]))
        gap = np.array([wide, high]) - (up - low) * scale
        view = View((*low, *up), self.left + gap[0] / 2, top - high + gap[1] / 2, scale)
        self._fill(view.path(rings), self.fills[code], self._edge(self.fills[code]), 0.7, f"country:{code}", 2)
        name = fit(self.names[code], wide + 0.15, 14)
        text = f"{name}: {words.number(self.actions[code])}" if digits else name
        page.write(self.left, top - high - 0.18, text, 14, gid=f"digit:{code}")


# --- the list --------------------------------------------------------------------------------


def _list(page: Page, entries: Sequence[Entry], x: float, notes: Sequence[str], atlas: _Atlas) -> None:
    """Swatch, heading and names of each entry, as large as they fit, and notes at the foot, or under a small map."""
    below = page.size.narrow
    swatch = 0.42 if below else 0.56
    start = x + swatch + 0.14
    room = (atlas.right - page.left) if below else page.right - x
    foot = [line for note in notes for line in wrap(note, room, 14)]
    low = page.bottom + 0.12 + 0.235 * len(foot) * (not below)
    high = page.top - low - 0.12
    lines, size = _names(page, entries, page.right - start, high)
    gap = min(0.28, (high - sum(_height(part, size) for part in lines)) / len(entries))
    y = page.top
    for entry, part in zip(entries, lines, strict=True):
        base = y - 0.72 * size / INCH if entry.codes else y - 0.17 - 0.33 * size / INCH
        if entry.fill:
            _swatch(page, entry, x, y, swatch)
        weight, at = "semibold" if entry.codes else "regular", start if entry.fill else x
        page.write(at, base, _heading(entry, page.right - at, size, weight), size, weight=weight)
        page.write_lines(at, base - size * 1.25 / INCH, part, size, color=page.theme.second)
        y -= _height(part, size) + gap
    at, top = (page.left, atlas.view.y - 0.24) if below else (x, low - 0.10)
    page.write_lines(at, top, foot, 14, 0.235 * INCH / 14, color=page.theme.second)


def _heading(entry: Entry, room: float, size: float, weight: str = "semibold") -> str:
    """The heading of an entry, without the count behind it where there is no room for that."""
    whole = words.capital(entry.heading)
    return whole if width(whole, size, weight) <= room else fit(whole.partition(":")[0], room, size, weight)


def _swatch(page: Page, entry: Entry, x: float, y: float, wide: float) -> None:
    page.box(x, y - 0.34, wide, 0.34, entry.fill, edgecolor=page.theme.second, linewidth=0.7, gid="swatch")
    style = {"color": page.theme.on(entry.fill), "weight": "semibold", "align": "center", "gid": "swatch"}
    size = 16 if wide > 0.5 else 14
    if width(entry.swatch, size, "semibold") < wide:  # the heading beside it says it too
        page.write_middle(x + wide / 2, y - 0.17, [entry.swatch], size, **style)


def _names(page: Page, entries: Sequence[Entry], room: float, high: float) -> tuple[list[list[str]], float]:
    """The names of each entry in lines, and the size at which they fit; the longest lists are cut short."""
    for size in page.size.set:
        lines = [wrap(", ".join(map(words.bound, entry.names)), room, size) if entry.names else [] for entry in entries]
        if sum(_height(part, size) for part in lines) <= high:
            return lines, size
    while sum(_height(part, size) for part in lines) > high and max(map(len, lines)) > 1:
        longest = max(range(len(lines)), key=lambda number: len(lines[number]))
        lines[longest] = cut_short(entries[longest].names, room, size, len(lines[longest]) - 1, page.name)
    return lines, size


def cut_short(names: Sequence[str], room: float, size: float, most: int, file: str) -> list[str]:
    """The names in at most so many lines: as many as they hold, and how many there are besides."""

    def kept(number: int) -> list[str]:
        rest = f" {sentences.more(len(names) - number, file)}" if number < len(names) else ""
        return wrap((", ".join(map(words.bound, names[:number])) + rest).lstrip(), room, size)

    fitting = bisect_right(range(len(names)), most, key=lambda number: len(kept(number))) - 1
    return kept(len(names) if len(kept(len(names))) <= most else max(0, fitting))


def _height(lines: Sequence[str], size: float) -> float:
    return max(0.42, (1.47 + (1.25 + 1.2 * (len(lines) - 1)) * bool(lines)) * size / INCH)


def _clauses(entries: Sequence[Entry]) -> list[str]:
    """For the alternative text: the entries of the list, in its order, long ones cut short."""
    listed = [entry for entry in entries if entry.codes]
    whole = sum(len(entry.codes) for entry in listed)
    told = []
    for entry in listed:
        most = max(3, MOST_NAMES * len(entry.codes) // max(MOST_NAMES, whole))
        more = len(entry.names) - most
        names = [*entry.names[:most], *([words.more(more)] if more > 0 else [])]
        told.append(f"{entry.heading.replace(':', ',')}: {words.listed(names)}")
    return [words.capital(clause) if not place else clause for place, clause in enumerate(told)]
