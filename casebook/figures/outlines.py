"""Outlines put for the text of an SVG: it then looks the same where the font is not installed.

Everything is in the units of the font's design, whole numbers; each glyph is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

import numpy as np
from matplotlib.font_manager import get_font
from matplotlib.path import Path

from casebook.figures import theme
from casebook.figures.writing import BEFORE, INCH, MEASURE, parts, width

# A level line as matplotlib writes it: style, place, and the text.
LINE = re.compile(r'<text style="([^"]*)" x="([^"]*)" y="([^"]*)"[^>]*>([^<]*)</text>')
CUTS = {f"font-{name}: {value}": cut for cut, look in theme.CUTS.items() for name, value in look.items()}
ANCHORS = {"start": "left", "middle": "center", "end": "right"}
FINE = 64  # FreeType tells of a size in parts of so many
LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "z"}
VERTICES = {Path.CURVE3: 2, Path.CURVE4: 3}

GLYPHS: dict[str, str] = {}  # by their names, what those that were met look like


def outlined(svg: str) -> str:
    """The SVG of matplotlib's with outlines for each line of text, and the text itself as a comment beside it."""
    used: dict[str, None] = {}  # a set that keeps its order
    drawn = LINE.sub(lambda found: _line(*found.groups(), used), svg)
    glyphs = "".join(f'  <path id="{name}" d="{GLYPHS[name]}"/>\n' for name in used)
    return drawn.replace("</metadata>\n", f"</metadata>\n <defs>\n{glyphs} </defs>\n", 1)


def _line(style: str, x: str, y: str, told: str, used: dict[str, None]) -> str:
    """A line of text as outlines; the glyphs that it takes are added to those that are used."""
    said = dict(part.split(": ", 1) for part in style.split("; "))
    weight = next((cut for told, cut in CUTS.items() if told in style), "regular")
    text, size = unescape(told), float(said["font-size"].removesuffix("px"))
    start = float(x) - BEFORE[ANCHORS[said["text-anchor"]]] * width(text, size, weight) * INCH
    placed = list(_placed(text, weight))
    used |= dict.fromkeys(name for name, _ in placed)
    uses = "".join(f'     <use xlink:href="#{name}" x="{x}"/>\n' for name, x in placed)
    look = "; ".join(f"{name}: {value}" for name, value in said.items() if name in ("fill", "opacity"))
    scale = f"{size / MEASURE.FONT_SCALE / FINE:.9g}"
    comment = re.sub("-(?=-)", "- ", told)
    place = f"{scale} 0 0 -{scale} {start:.6g} {float(y):.6g}"
    return f'<!-- {comment} -->\n    <g style="{look}" transform="matrix({place})">\n{uses}    </g>'


def _placed(text: str, weight: str) -> Iterator[tuple[str, int]]:
    """The glyphs of a line that show, and where each begins."""
    start = 0
    for part in parts(text):
        for name, x in _laid_out(part, weight):
            yield name, start + x
        start += round(width(part, MEASURE.FONT_SCALE * FINE, weight) * INCH)


@lru_cache(maxsize=4096)
def _laid_out(text: str, weight: str) -> list[tuple[str, int]]:
    """The same of a word: words come back more often than lines."""
    face = get_font(theme.font(weight, 1).get_file())
    face.set_size(MEASURE.FONT_SCALE, MEASURE.DPI)
    placed, new, _ = MEASURE.get_glyphs_with_font(face, text, GLYPHS, return_new_glyphs_only=True)
    GLYPHS.update({name: _drawn(*path) for name, path in new.items()})
    return [(name, round(x * FINE)) for name, x, *_ in placed if GLYPHS[name]]


def _drawn(vertices: np.ndarray, codes: np.ndarray) -> str:
    """The path of a glyph as SVG tells it; "" for a space."""
    points, told, place = np.rint(vertices * FINE).astype(int).tolist(), [], 0
    while place < len(points):
        code = codes[place]
        takes = VERTICES.get(code, 1)
        corners = points[place : place + takes] if code != Path.CLOSEPOLY else []
        told.append(LETTERS[code] + " ".join(f"{x} {y}" for x, y in corners))
        place += takes
    return "".join(told)
