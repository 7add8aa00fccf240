"""Lines of text: how wide they are, and how they are drawn without being laid out again.

A page places every line itself, by its baseline. What matplotlib does for any text at each drawing, in every form
(break it into lines, measure them, turn them, surround them), takes longer there than drawing it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from matplotlib.font_manager import get_font
from matplotlib.patheffects import PathEffectRenderer
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

from casebook.figures.theme import font

INCH = 72
MEASURE = TextToPath()
PARTS = re.compile("[ \u00a0\u202f]|[^ \u00a0\u202f]+")
BOX = "□"
BEFORE = {"left": 0, "center": 0.5, "right": 1}  # how much of a line stands before the place it is written at


def drawable(text: str, weight: str = "regular") -> str:
    """The text in one line as the font can draw it: a box stands for a character that it lacks."""
    text = re.sub(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+", " ", text)
    return "".join(map(_drawn, text)) if set(map(ord, text)) - _glyphs(weight) else text


def _drawn(sign: str) -> str:
    unseen = unicodedata.category(sign) in ("Cc", "Cf", "Mn")
    return sign if ord(sign) in _glyphs("regular") else "" if unseen else BOX


@cache
def _glyphs(weight: str) -> frozenset[int]:
    """The characters that can be drawn; a line break is none of them."""
    return frozenset(code for code in get_font(font(weight, 10).get_file()).get_charmap() if code >= ord(" "))


def width(text: str, size: float, weight: str = "regular") -> float:
    """How wide a text is as it is drawn, in inches."""
    return _ems(text, weight) * size / INCH


@lru_cache(maxsize=65536)
def _ems(text: str, weight: str) -> float:
    """How many times its size a text is wide."""
    return sum(_advance(part, weight) for part in parts(drawable(text, weight)))


def parts(text: str) -> list[str]:
    """The text as words and spaces, which the font sets side by side without kerning."""
    return PARTS.findall(text)


@lru_cache(maxsize=65536)
def _advance(part: str, weight: str) -> float:
    """How many times its size one of them is wide: words come back more often than lines."""
    return MEASURE.get_text_width_height_descent(part, font(weight, 1), False)[0]


class Line(Text):
    """One level line of text in a cut of the house font, placed by its baseline; its path effects lie behind it."""

    def __init__(self, x: float, y: float, text: str, size: float, weight: str, **style):
        super().__init__(x, y, drawable(text, weight), fontproperties=font(weight, size), va="baseline",
                         parse_math=False, **style)  # fmt: skip
        self._cut, self._canvas_size = weight, size

    @property
    def start(self) -> float:
        """Where it begins, in the inches of the canvas that it was placed in."""
        return self.get_position()[0] - BEFORE[self.get_ha()] * width(self.get_text(), self._canvas_size, self._cut)

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.start + width(self.get_text(), self._canvas_size, self._cut)

    def draw(self, renderer) -> None:
        if not self.get_visible() or not self.get_text():
            return
        renderer.open_group("text", self.get_gid())
        x, y = self.get_transform().transform(self.get_position())
        if before := BEFORE[self.get_ha()]:
            x -= before * width(self.get_text(), self.get_fontsize(), self._cut) * self.get_figure(root=True).dpi
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        pen = renderer.new_gc()
        pen.set_foreground(self.get_color())
        what = pen, x, y, self.get_text(), self.get_fontproperties(), 0
        if self.get_path_effects():
            PathEffectRenderer(self.get_path_effects(), renderer).draw_text(*what)
        renderer.draw_text(*what, mtext=self)
        pen.restore()
        renderer.close_group("text")
