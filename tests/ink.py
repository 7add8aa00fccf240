"""What is really drawn: where the ink of texts, marks and lines of a figure is, in inches from its lower left.

The inches and points are those of the canvas that the figure was drawn on, whatever scale it is saved at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath, TextToPath


@dataclass(frozen=True)
class Box:
    """A rectangle of ink, and what it is the ink of."""

    left: float
    low: float
    right: float
    high: float
    what: str = ""
    gid: str = ""
    artist: Artist | None = None

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.low + self.high) / 2

    def meets(self, other: Box, slack: float = 0.005) -> bool:
        """True if the two have more than `slack` inches in common in both directions."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.high, other.high) - max(self.low, other.low)
        return wide > slack and high > slack

    def within(self, other: Box, slack: float = 0.005) -> bool:
        """True if all of this lies inside the other."""
        return (
            self.left >= other.left - slack
            and self.right <= other.right + slack
            and self.low >= other.low - slack
            and self.high <= other.high + slack
        )


@lru_cache(maxsize=65536)
def _outline(text: str, file: str, size: float) -> tuple[float, float, float, float, float]:
    """Left, low, right, high of the ink around the origin of a text, and its advance, in inches."""
    font = FontProperties(fname=file, size=size)
    with rc_context({"text.parse_math": False}):
        path = TextPath((0, 0), text, size=size, prop=font, usetex=False)
    advance = TextToPath().get_text_width_height_descent(text, font, False)[0]
    # Letters have points where they are widest and highest: no need to follow their curves.
    points = path.vertices[path.codes != Path.CLOSEPOLY] if len(path.vertices) else np.zeros((1, 2))
    return *points.min(axis=0) / 72, *points.max(axis=0) / 72, advance / 72


def dots(page: Figure) -> float:
    """The dots to an inch of the canvas."""
    return page.dpi * page.size.scale


def points(artist: Text) -> float:
    """The size of a text on the canvas, to a tenth of a point."""
    return round(artist.get_fontsize() / artist.get_figure().size.scale, 1)


def text_box(artist: Text) -> Box:
    """The ink of one text, measured from its own font, size, place and alignment."""
    page, font = artist.get_figure(), artist.get_fontproperties()
    left, low, right, high, advance = _outline(artist.get_text(), font.get_file(), points(artist))
    x, y = artist.get_transform().transform(artist.get_position()) / dots(page)
    x -= {"left": 0, "center": advance / 2, "right": advance}[artist.get_ha()]
    assert artist.get_va() == "baseline" and not artist.get_rotation(), f"{artist} cannot be measured"
    return Box(x + left, y + low, x + right, y + high, artist.get_text(), artist.get_gid() or "", artist)


def artists(page: Figure) -> Iterator[Artist]:
    """Everything that was put on the page, and is visible."""
    assert not page.axes, "their axis, ticks and spines are drawn as well"
    for artist in page.get_children():
        if artist.get_visible() and artist is not page.patch and isinstance(artist, Text | Line2D | Patch | Collection):
            yield artist


def texts(page: Figure) -> list[Box]:
    """The ink of every text with anything in it."""
    return [text_box(artist) for artist in artists(page) if isinstance(artist, Text) and artist.get_text().strip()]


def by_gid(page: Figure, start: str) -> dict[str, Artist]:
    """The artists whose gid begins so."""
    return {artist.get_gid(): artist for artist in artists(page) if (artist.get_gid() or "").startswith(start)}


def _around(corners: np.ndarray, page: Figure, thick: float, artist: Artist) -> Box:
    left, low, right, high = (value / dots(page) for value in (*corners.min(axis=0), *corners.max(axis=0)))
    half, what = thick / page.size.scale / 72 / 2, type(artist).__name__
    return Box(left - half, low - half, right + half, high + half, what, artist.get_gid() or "", artist)


def strokes(artist: Artist) -> list[Box]:
    """The ink of a line, patch or collection: a box a segment of a line, of an outline, or a filled shape."""
    page = artist.get_figure()
    if isinstance(artist, Line2D):
        run = artist.get_transform().transform(artist.get_xydata())
        # Butt ends: a stroke is thick across itself, not along.
        drawn = [np.array(pair) for pair in pairwise(run) if not np.isnan(pair).any()]
        return [_stroke(pair, page, artist.get_linewidth(), artist) for pair in drawn]
    if isinstance(artist, Collection):
        paths = [path.transformed(artist.get_transform()) for path in artist.get_paths()]
        return [_around(np.concatenate([path.vertices for path in paths]), page, 0, artist)]
    path = artist.get_path().transformed(artist.get_transform())
    if not artist.get_fill() or to_hex(artist.get_facecolor(), keep_alpha=True).endswith("00"):
        corners = np.concatenate(path.to_polygons() or [path.vertices])
        return [_stroke(np.array(pair), page, artist.get_linewidth(), artist) for pair in pairwise(corners)]
    return [_around(path.get_extents().get_points(), page, artist.get_linewidth(), artist)]


def _stroke(pair: np.ndarray, page: Figure, thick: float, artist: Artist) -> Box:
    box = _around(pair, page, 0, artist)
    half = thick / page.size.scale / 72 / 2
    across, along = (half, 0) if box.right - box.left < box.high - box.low else (0, half)
    if box.right - box.left > 0.001 and box.high - box.low > 0.001:
        across = along = half
    return Box(box.left - across, box.low - along, box.right + across, box.high + along, box.what, box.gid, artist)


def box_of(artist: Artist) -> Box:
    """One box around all the ink of an artist."""
    found = [text_box(artist)] if isinstance(artist, Text) else strokes(artist)
    edges = [
        min(box.left for box in found), min(box.low for box in found),
        max(box.right for box in found), max(box.high for box in found),
    ]  # fmt: skip
    return Box(*edges, found[0].what, found[0].gid, artist)


def colors(artist: Artist) -> set[str]:
    """The colours that an artist shows, as #rrggbb; nothing for what is transparent."""
    if isinstance(artist, Text | Line2D):
        return {to_hex(artist.get_color())}
    shown = [artist.get_facecolor()] if isinstance(artist, Patch) else list(artist.get_facecolor())
    shown += [artist.get_edgecolor()] if isinstance(artist, Patch) and artist.get_linewidth() else []
    return {to_hex(color) for color in shown if color[-1] > 0}


# --- what must not be ------------------------------------------------------------------------


class Drawn:
    """All the ink of a page, measured once, and what is wrong with it."""

    def __init__(self, page: Figure):
        self.page = page
        self.texts = texts(page)
        self.strokes = {one: strokes(one) for one in artists(page) if not isinstance(one, Text)}
        inks = {color.lower() for color in (page.theme.data, page.theme.focus, page.theme.help)}
        self.marks = [one for one in self.strokes if (one.get_gid() or "").startswith("mark:") or colors(one) & inks]
        self.cells = {one.get_gid(): box_of(one) for one in self.strokes if (one.get_gid() or "").startswith("cell:")}

    def overlapping(self) -> list[str]:
        """Pairs of texts whose ink meets."""
        return [f"{one.what!r} and {two.what!r}" for one, two in combinations(self.texts, 2) if one.meets(two)]

    def off_page(self, margin: float = 0.25) -> list[str]:
        """Texts, lines and shapes nearer to the edge of the page than the margin."""
        width, height = self.page.get_size_inches() / self.page.size.scale
        room = Box(margin, margin, width - margin, height - margin)
        drawn = [*self.texts, *(box for boxes in self.strokes.values() for box in boxes)]
        return [f"{box.what!r} {box.gid}" for box in drawn if not box.within(room, 0.001)]

    def too_small(self) -> list[str]:
        """Texts in type that cannot be read."""
        return [f"{box.what!r}" for box in self.texts if points(box.artist) < self.page.size.small]

    def out_of_cell(self) -> list[str]:
        """Texts that leave the cell they belong to, or run into one that is not theirs."""
        found = []
        for box in self.texts:
            own = box.gid.removeprefix("in:")
            if box.gid.startswith("in:") and not box.within(self.cells[own]):
                found.append(f"{box.what!r} leaves {own}")
            found += [
                f"{box.what!r} runs into {gid}" for gid, cell in self.cells.items() if gid != own and box.meets(cell)
            ]
        return found

    def on_marks(self) -> list[str]:
        """Texts that lie on a mark: on what has a gid `mark:` or is drawn in a colour of the data."""
        boxes = [box for mark in self.marks for box in self.strokes[mark]]
        return [f"{text.what!r} on {box.what} {box.gid}" for text in self.texts for box in boxes if text.meets(box)]

    def struck_through(self) -> list[str]:
        """Texts that a line crosses, unless a halo keeps the line away from them."""
        lines = [box for one, boxes in self.strokes.items() if isinstance(one, Line2D) for box in boxes]
        bare = [text for text in self.texts if not text.artist.get_path_effects()]
        return [f"{text.what!r} by {line.gid or line.what}" for text in bare for line in lines if text.meets(line, 0)]

    def cut_short(self) -> list[str]:
        """Texts that end in the middle."""
        return [f"{text.what!r}" for text in self.texts if text.what.endswith("…")]

    def faults(self) -> list[str]:
        """All of the above in one list; empty for a figure that can be read."""
        checks = (self.overlapping, self.off_page, self.too_small, self.out_of_cell, self.on_marks, self.struck_through)
        return [f"{check.__name__}: {fault}" for check in checks for fault in check()]
