"""A page to draw on: one coordinate system in inches, text that is measured before it is placed.

A function that draws asks its page for everything that a `Look` may change: `page.size` for the canvas and its
type, `page.theme` for colours, `page.left`, `page.right`, `page.top` and `page.bottom` for the room there is. It
draws in inches and points of the canvas; `drawing` brings the finished page to the scale of its size and, where
the background is transparent, takes away what would show on another colour.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from inspect import signature
from math import nan

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, TransformedPath

from casebook import words
from casebook.data import Credit
from casebook.figures.theme import LIGHT, SIZES, THEMES, Look, in_house_style
from casebook.figures.writing import INCH, Line, drawable, width
from casebook.sentences.drawn import page as say

MOST_CLAUSES = 12
STUMP = 0.4  # of the longer of two lines: a shorter line looks forgotten
NEAR = 0.02  # a line is as wide as its parts and spaces, but for this share of it at most
BELOW = 0.26  # of the size of type: as far as letters reach below their baseline
MOST_SOURCES = 40  # in a credit; more are counted


def wrap(text: str, room: float, size: float, weight: str = "regular") -> list[str]:
    """The text in lines of at most `room` inches, broken at spaces only."""
    return _filled(drawable(text, weight).split(" "), room, size, weight)


def _filled(parts: Sequence[str], room: float, size: float, weight: str) -> list[str]:
    """The parts, with spaces between them, in as few lines as hold them; each line has one part at least."""
    space = width(" ", size, weight)
    lines, line, about = [], parts[0], width(parts[0], size, weight)
    for part in parts[1:]:
        longer, long = f"{line} {part}", about + space + width(part, size, weight)
        # Parts come back, lines do not: only a line that about fills the room is worth measuring.
        if (long if abs(long - room) > NEAR * room else width(longer, size, weight)) <= room:
            line, about = longer, long
        else:
            lines.append(line)
            line, about = part, width(part, size, weight)
    return [*lines, line]


def balance(text: str, room: float, size: float, weight: str = "regular") -> list[str]:
    """The text in as few lines as `wrap` needs, all about equally long."""
    lines = tried = wrap(text, room, size, weight)
    while len(tried) == len(lines) > 1:
        lines, longest = tried, max(width(line, size, weight) for line in tried)
        tried = wrap(text, longest - 0.001, size, weight)
        if max(width(line, size, weight) for line in tried) >= longest:
            break
    return lines


def by_sentence(text: str, room: float, size: float) -> list[str]:
    """The text in as few lines as `wrap` needs: sentences begin a line where they can, and the last is no stump."""
    lines, apart, sentences = wrap(text, room, size), [], re.split(r"(?<=\.) ", text)
    for sentence in sentences:
        joined = f"{apart[-1]} {sentence}" if apart else sentence
        if apart and width(joined, size) <= room:
            apart[-1] = joined
        else:
            apart += wrap(sentence, room, size)
    if len(apart) <= len(lines) and (apart[-1] in sentences or not _stump(apart, room, size)):
        return apart
    return _whole(text, room, size)


def _whole(text: str, room: float, size: float) -> list[str]:
    """The text in lines, of which the last is no stump."""
    lines = wrap(text, room, size)
    return balance(text, room, size) if _stump(lines, room, size) else lines


def _stump(lines: Sequence[str], room: float, size: float) -> bool:
    """True for lines of which the last looks forgotten."""
    return len(lines) > 1 and width(lines[-1], size) < room * STUMP / 2


def _headline(text: str, room: float, size: float) -> list[str]:
    """The lines of a headline, balanced; where that takes no more of them, they part at a colon or semicolon."""
    lines = balance(text, room, size, "semibold")
    for pause in re.finditer("(?<=[:;]) ", text) if len(lines) > 1 else ():
        parts = text[: pause.start()], text[pause.end() :]
        parted = [line for part in parts for line in balance(part, room, size, "semibold")]
        long = [width(line, size, "semibold") for line in parted]
        if len(parted) <= len(lines) and max(long) <= room and min(long) >= max(long) * STUMP:
            return parted
    return lines


def fit(text: str, room: float, size: float, weight: str = "regular") -> str:
    """The text, or as much of it as fits into `room` inches with an ellipsis behind."""
    if width(text, size, weight) <= room:
        return text
    fitting = bisect_right(range(len(text)), room, key=lambda kept: width(text[:kept].rstrip() + "…", size, weight))
    return text[: max(fitting - 1, 0)].rstrip() + "…"


def pick(variants: Sequence[str], room: float, size: float, weight: str = "regular") -> str:
    """The first of the variants, the longest first, that fits into `room` inches; else the last, cut short."""
    fitting = (text for text in variants if width(text, size, weight) <= room)
    return next(fitting, None) or fit(variants[-1], room, size, weight)


def fit_lines(text: str, room: float, size: float, most: int, weight: str = "regular") -> list[str]:
    """The text in at most `most` lines of `room` inches; what does not fit ends in an ellipsis."""
    lines = wrap(text, room, size, weight)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fit(line, room, size, weight) for line in lines]


def settle(
    text: str, room: float, sizes: Sequence[float], most: int = 1, weight: str = "regular"
) -> tuple[list[str], float]:
    """The text in the first of the sizes in which it takes at most `most` lines, and that size.

    Where none will do, no-break spaces break as well, and then the smallest size is cut short.
    """
    loose = text.replace(words.BOUND, " ")
    for said in (text, loose) if most > 1 else (text,):
        for size in sizes:
            lines = wrap(said, room, size, weight)
            if len(lines) <= most and all(width(line, size, weight) <= room for line in lines):
                return lines, size
    return fit_lines(loose, room, sizes[-1], most, weight), sizes[-1]


def settle_first(
    variants: Sequence[str], room: float, sizes: Sequence[float], most: int = 1, weight: str = "regular"
) -> tuple[list[str], float]:
    """`settle` for the first of the variants, the longest first, that is not cut short; else for the last of them."""
    settled = (settle(text, room, sizes, most, weight) for text in variants)
    return next((found for found in settled if not is_cut(found[0])), None) or settle(
        variants[-1], room, sizes, most, weight
    )


def is_cut(lines: Sequence[str]) -> bool:
    """True for lines of which one was cut short."""
    return any(line.endswith("…") for line in lines)


def drawing(function: Callable[..., Page]) -> Callable[..., Page]:
    """A function that draws a page: in house style, with its name on the page, which can be drawn `again`."""
    styled = in_house_style(function)

    @wraps(function)
    def draw(*tables, **options) -> Page:
        given = signature(function).bind(*tables, **options).arguments
        page = styled(**given)
        page.finish()
        page.function = function.__name__
        page.again = lambda **changes: draw(**(given | {"look": replace(page.look, **changes)}))
        return page

    return draw


class Each(Sequence):
    """What a function makes of each item, made only when it is asked for: of thousands few are drawn or told."""

    def __init__(self, function: Callable, items: Sequence):
        self.function, self.items = function, items

    @classmethod
    def row(cls, function: Callable[[pd.Series], str], table: pd.DataFrame) -> Each:
        """The same for the rows of a table."""
        return cls(lambda place: function(table.iloc[place]), range(len(table)))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, place):
        return (
            list(map(self.function, self.items[place]))
            if isinstance(place, slice)
            else self.function(self.items[place])
        )


class Page(Figure):
    """A canvas with headline, subtitle and footer, drawn in inches from the lower left corner.

    `name`, `headline`, `alt`, `credit` and `table` (the rows that are drawn) go with it wherever
    it is saved. Each artist that stands for data carries a gid: `mark:<qualifier>:<row>`.
    `blank` fills what shall look empty. `column` is how high the page is as a column of a report, where the usual
    height does not suit it.
    """

    def __init__(self, name: str, table: pd.DataFrame, credit: Credit, look: Look = LIGHT, column: float = 0):
        self.look, self.size, self.theme = look, SIZES[look.size], THEMES[look.theme]
        if column and look.size == "column":
            self.size = replace(self.size, height=column)
        self.solid = look.background == "solid"
        self.blank = self.theme.paper if self.solid else "none"
        super().__init__(figsize=(self.size.width, self.size.height), dpi=self.size.dpi, facecolor=self.blank)
        FigureCanvasAgg(self)
        self.name, self.table, self.credit = name, table, credit
        self.headline = self.subtitle = self.doubt = self.alt = self.function = ""
        self.cut = 0.0
        self.clear: list[tuple[float, float, float, float]] = []
        self.again: Callable[..., Page] | None = None
        self.top = self.bottom = 0.0
        self.left, self.right = self.size.margin, self.size.width - self.size.margin
        self.inches = Affine2D().scale(1 / self.size.width, 1 / self.size.height) + self.transFigure
        # Nothing is clipped; an artist without a path to be clipped to would be given one, each its own.
        self.unclipped = TransformedPath(Path.unit_rectangle(), self.transFigure)

    # --- text -------------------------------------------------------------------------------

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        color: str | None = None,
        weight: str = "regular",
        align: str = "left",
        gid: str = "",
        halo: str = "",
    ) -> Line:
        """Write one line with its baseline at `y`; give it back, which knows where it begins and ends in x.

        A `halo`, the colour behind the text, keeps lines away from it; where that is the paper, they end beside it on
        a transparent page.
        Raises ValueError for type smaller than the smallest that can be read from the back row.
        """
        if size < self.size.small:
            raise ValueError(f"{self.name}: {text!r} at {size} pt; {self.size.small} pt is the smallest")
        line = Line(x, y, text, size, weight, color=color or self.theme.ink, ha=align)
        if halo and (self.solid or halo != self.theme.paper):
            line.set_path_effects([Stroke(linewidth=5 * self.size.scale, foreground=halo)])
        elif halo:
            self.clear.append((line.start - 0.05, y - 0.25 * size / INCH, line.end + 0.05, y + 0.80 * size / INCH))
        return self.add(line, gid, zorder=5)

    def write_lines(
        self, x: float, y: float, lines: Sequence[str], size: float, leading: float = 1.2, **style
    ) -> float:
        """Write lines below one another, the first baseline at `y`; give back the last baseline."""
        for number, line in enumerate(lines):
            self.write(x, y - number * size * leading / INCH, line, size, **style)
        return y - (len(lines) - 1) * size * leading / INCH

    def write_middle(
        self, x: float, y: float, lines: Sequence[str], size: float, leading: float = 1.2, **style
    ) -> None:
        """Write lines so that, as a block, they stand with their middle at `y`."""
        step = size * leading / INCH
        self.write_lines(x, y + step * (len(lines) - 1) / 2 - 0.33 * size / INCH, lines, size, leading, **style)

    # --- shapes -----------------------------------------------------------------------------

    def add(self, artist: Artist, gid: str = "", zorder: float = 2) -> Artist:
        """Put an artist on the page, in inches."""
        artist.set(gid=gid or None, zorder=zorder, clip_on=False, clip_path=self.unclipped, transform=self.inches)
        return self.add_artist(artist)

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, points: float = 1.0, **more) -> Artist:
        """A line through points, `points` wide."""
        zorder, gid = more.pop("zorder", 1.5), more.pop("gid", "")
        return self.add(Line2D(xs, ys, color=color, linewidth=points, **more), gid, zorder)

    def rule(self, y: float, color: str | None = None, points: float = 1.0) -> None:
        """A horizontal line from margin to margin."""
        self.line((self.left, self.right), (y, y), color or self.theme.grid, points)

    def box(self, x: float, y: float, wide: float, high: float, color: str, gid: str = "", **more) -> Artist:
        """A filled rectangle with its lower left corner at x, y."""
        zorder = more.pop("zorder", 1)
        style = {"facecolor": color, "edgecolor": "none", "linewidth": 0} | more
        return self.add(Rectangle((x, y), wide, high, **style), gid, zorder)

    def shape(self, corners: Sequence[tuple[float, float]], color: str, gid: str = "", zorder: float = 3) -> Artist:
        """A filled polygon."""
        return self.add(Polygon(corners, closed=True, facecolor=color, edgecolor="none"), gid, zorder)

    # --- the frame of every figure ----------------------------------------------------------

    def frame(self, headlines: Sequence[str], subtitle: str, doubt: str = "") -> None:
        """Headline (the first variant that fits the lines of the size), subtitle, doubt line and source line.

        Sets `headline`, `subtitle`, `doubt`; `top` and `bottom`, between which the figure is drawn; and `cut`, above
        which there is the headline alone. Raises ValueError if no headline fits.
        """
        size, room = self.size, self.right - self.left
        variants = [(text, wrap(text, room, size.headline, "semibold")) for text in headlines]
        fitting = (text for text, lines in variants if len(lines) <= size.lines and _fits(lines, room, size.headline))
        head = next(fitting, "")
        if not head:
            raise ValueError(f"{self.name}: no headline fits {words.count(size.lines)} lines: {headlines[-1]!r}")
        self.headline, self.subtitle, self.doubt = head, subtitle, doubt
        lines = _headline(head, room, size.headline)
        cap = 0.66 * size.headline / INCH
        y = self.write_lines(self.left, size.height - size.above - cap, lines, size.headline, 1.14, weight="semibold")
        self.cut = y - BELOW * size.headline / INCH
        under, y = by_sentence(subtitle, room, size.subtitle), y - 1.6 * size.subtitle / INCH
        y = self.write_lines(self.left, y, under, size.subtitle, 1.24, color=self.theme.second)
        self.top = y - 0.24
        self.bottom = self._foot(doubt)

    def _foot(self, doubt: str) -> float:
        room, small = self.right - self.left, self.size.small
        lines = [(line, self.theme.second) for line in (by_sentence(doubt, room, small) if doubt else [])]
        lines += [(line, self.theme.grey) for line in by_sentence(self._short_source(), room, small)]
        y = 0.30
        for line, color in reversed(lines):
            self.write(self.left, y, line, small, color)
            y += small * 1.22 / INCH
        self.rule(y + 0.02)
        return y + 0.02

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that the credit names: all, or the first of very many."""
        return self.credit.sources[:MOST_SOURCES]

    @property
    def source_line(self) -> str:
        """The credit that goes with the figure, with every source; very many are counted from the 41st on."""
        return self._credit(self.sources, len(self.credit.sources) - len(self.sources))

    def _short_source(self) -> str:
        """The credit with as many sources as its lines hold, and always with the data version."""
        room, small, number = self.right - self.left, self.size.small, len(self.credit.sources)
        told = [self._credit(self.sources[:kept], number - kept) for kept in range(1, len(self.sources) + 1)]
        fitting = bisect_right(told, self.size.lines, key=lambda said: len(wrap(said, room, small)))
        if fitting:
            return told[fitting - 1]
        return self._credit([fit(source, room - 0.4, small) for source in self.sources[:1]], max(number - 1, 0))

    def _credit(self, sources: Sequence[str], more: int) -> str:
        return say.source_line(sources, more, self.credit.version, self.credit.rule)

    def describe(self, form: str, clauses: Sequence[str], doubt: str = "") -> None:
        """Set the alt text: form, finding, a clause a row (all up to 12, else first 5 and last), doubt, source."""
        if len(clauses) > MOST_CLAUSES:
            clauses = [*clauses[:5], say.left_out(len(clauses) - 6, self.name), say.last(clauses[-1])]
        parts = [
            f"{form}.",
            f"{self.headline}.",
            "; ".join(clauses) + "." if clauses else "",
            doubt,
            self._short_source(),
        ]
        self.alt = " ".join(part for part in parts if part)

    # --- when all is drawn ------------------------------------------------------------------

    def finish(self) -> None:
        """Bring what is drawn to the scale of its size; end lines beside the texts that are to stand clear of them."""
        for line in self.artists if self.clear else ():
            if (
                isinstance(line, Line2D)
                and line.get_color() in (self.theme.grid, self.theme.outline)
                and len(line.get_xdata()) == 2
            ):
                self._cut(line)
        scale = self.size.scale
        if scale == 1:
            return
        self.set_size_inches(self.size.inches)
        for text in self.findobj(Text):
            text.set_fontsize(text.get_fontsize() * scale)
        for stroke in self.findobj(lambda artist: isinstance(artist, Line2D | Patch)):
            stroke.set_linewidth(stroke.get_linewidth() * scale)

    def _cut(self, line: Line2D) -> None:
        """Leave out the stretches of an upright or level line that run behind texts that are to stand clear."""
        ends = line.get_xydata()
        along = int(ends[0][0] == ends[1][0])
        at, (start, stop) = ends[0][1 - along], sorted(ends[:, along])
        behind = sorted((box[along], box[along + 2]) for box in self.clear if box[1 - along] < at < box[3 - along])
        if behind:
            kept = outside(start, stop, behind)
            line.set_data(*([at] * len(kept), kept)[:: 1 if along else -1])


def outside(start: float, stop: float, gaps: Sequence[tuple[float, float]]) -> list[float]:
    """What is left of a stretch between gaps, as starts and ends with a nan after each end."""
    kept: list[float] = []
    for low, high in [*gaps, (stop, stop)]:
        if start < min(low, stop):
            kept += [start, min(low, stop), nan]
        start = max(start, high)
    return kept[:-1]


def _fits(lines: Sequence[str], room: float, size: float) -> bool:
    return all(width(line, size, "semibold") <= room for line in lines)
