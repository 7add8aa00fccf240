"""Write a page in every form, with its title, alt text and source inside each file.

matplotlib draws a page once. All else is made of that: outlines are put for its text, and dark colours for the light
ones; Typst makes pictures and PDF.

    page ──▶ SVG with text ──outlines──▶ <name>.svg ──colours──▶ dark/<name>.svg ──▶ dark/<name>.png
                   │                          └──▶ <name>.png and the picture for the deck
                   └──▶ <name>.pdf
"""

from __future__ import annotations

import io
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, cached_property, partial
from html import escape
from pathlib import Path

import pandas as pd
import typst
from matplotlib import rc_context

from casebook import walk
from casebook.figures.outlines import outlined
from casebook.figures.page import Page
from casebook.figures.theme import HERE, LIGHT, THEMES, in_house_style
from casebook.typesetting import typeset

FORMS = ("svg", "png", "pdf")
DARK, SLIDES, COLUMN = "dark", "slides", "column"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet takes a cell that begins so for more than text
PARTING = re.compile('[",\n]')  # a cell with one of these stands in quotation marks
SHARP = 216  # dots per inch of the pictures for the deck: half as many again as fill a screen of 1920 by 1080
# Where an SVG of matplotlib's tells of a colour; what it quotes of the data is found too, so that it is passed over.
PAINTED = re.compile(rb"<!--.*?-->|<(title|desc|metadata)>.*?</\1>|(?<=fill: |roke: )#[0-9a-f]{6}", re.DOTALL)
IN_THE_DARK = dict(
    zip(*([color.lower().encode() for color in THEMES[theme].colors()] for theme in ("light", DARK)), strict=True)
)
HEADER = 33  # bytes of a PNG before its second chunk
ON_PAPER = b"""
#let told = sys.inputs
#let (width, height, off) = ("width", "height", "off").map(name => float(told.at(name)) * 1in)
#set document(title: told.title, description: told.alt, keywords: told.source, date: none)
#set text(lang: "en")
#set page(width: width, height: height - off, margin: 0pt, fill: none)
#place(dy: -off, image(bytes(told.svg), format: "svg", alt: told.alt, width: width, height: height))
"""


class Forms:
    """The forms of a page, each made when it is asked for; the same bytes every time.

    Raises ValueError for a page without alt text.
    """

    def __init__(self, page: Page):
        if not page.alt:
            raise ValueError(f"{page.name}: no figure is saved without alt text")
        self.page = page

    @cached_property
    def drawn(self) -> str:
        """SVG, its text as text."""
        return _drawn(self.page)

    @cached_property
    def svg(self) -> bytes:
        """SVG, its text as outlines."""
        return outlined(self.drawn).encode()

    @property
    def png(self) -> bytes:
        """PNG with the dots to an inch of the page's size."""
        page = self.page
        texts = {"Title": page.headline, "Description": page.alt, "Source": page.source_line}
        return _with_texts(_on_paper(page, self.svg, "png", ppi=page.size.dpi), texts, page.size.dpi)

    @property
    def pdf(self) -> bytes:
        """PDF, its text as text and the alt text in its tags."""
        return _on_paper(self.page, self.drawn.encode(), "pdf", pdf_standards=["ua-1"])

    @property
    def slide(self) -> bytes:
        """PNG for a slide that has the headline as its title: all that is below the headline."""
        return _on_paper(self.page, self.svg, "png", self.page.size.height - self.page.cut, ppi=SHARP)


class Dark(Forms):
    """The same of a page in the light theme, with the colours of the dark one."""

    def __init__(self, light: Forms):
        super().__init__(light.page)
        self.light = light

    @cached_property
    def svg(self) -> bytes:
        return PAINTED.sub(lambda found: IN_THE_DARK.get(found[0], found[0]), self.light.svg)

    drawn = pdf = slide = None  # none is made in two looks


def render(page: Page, form: str) -> bytes:
    """The page in one of `FORMS`; see `Forms`."""
    return getattr(Forms(page), form)


@in_house_style
def _drawn(page: Page) -> str:
    """The page as SVG, its text as text."""
    out = io.StringIO()
    told = {"Title": page.headline, "Description": page.alt, "Source": page.source_line, "Date": None, "Creator": None}
    with rc_context({"svg.fonttype": "none"}):
        page.savefig(out, format="svg", metadata=told)
    # matplotlib writes <title> for Title; <desc> is what a screen reader reads after it.
    return out.getvalue().replace("</title>", f"</title>\n <desc>{escape(page.alt)}</desc>", 1)


def _on_paper(page: Page, svg: bytes, form: str, off: float = 0, **more) -> bytes:
    """What Typst makes of the SVG of a page, without the uppermost inches."""
    width, height = page.size.inches
    told = {"title": page.headline, "alt": page.alt, "source": page.source_line, "svg": svg.decode()}
    sizes = {"width": repr(width), "height": repr(height), "off": repr(off)}
    return typeset(ON_PAPER, format=form, font_paths=_fonts(), sys_inputs=told | sizes, root=HERE, **more)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


def _with_texts(png: bytes, texts: dict[str, str], dpi: int) -> bytes:
    """The PNG with texts, and how many dots make an inch, after its header."""
    metre = round(dpi / 0.0254)
    chunks = [(b"pHYs", struct.pack(">IIB", metre, metre, 1))]
    chunks += [(b"iTXt", name.encode() + bytes(5) + text.encode()) for name, text in texts.items()]
    packed = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return png[:HEADER] + b"".join(packed) + png[HEADER:]


def as_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV; no cell can act as a formula in a spreadsheet."""
    columns = (_written([name, *walk.cells(table.iloc[:, place])]) for place, name in enumerate(table.columns))
    return b"".join(f"{','.join(row)}\n".encode() for row in zip(*columns, strict=True))


def _written(cells: list) -> Iterator[str]:
    """Cells as CSV has them. The csv module would look at each, and most are the same object as another."""
    different = dict(zip(map(id, cells), cells, strict=True))
    written = {place: _in_marks(_cell(value)) for place, value in different.items()}
    return map(written.__getitem__, map(id, cells))


def _in_marks(text: str) -> str:
    """The text in quotation marks if a sign in it would end the cell."""
    if not PARTING.search(text):
        return text
    return '"{}"'.format(text.replace('"', '""'))


def _cell(value) -> str:
    if isinstance(value, tuple):
        return " ".join(_cell(part) for part in value)
    text = "" if value is None or value != value else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def write(page: Page, folder: Path) -> list[Path]:
    """Write every form of the page to a folder, each file whole or not at all; give back their paths.

    `<name>.svg`, `.png`, `.pdf` and `.csv` (the table behind it), as the page looks. Beside them, on solid paper, what
    is made of figures: `slides/<name>.png` for the deck, `column/<name>.svg` and `.png` for the report on paper, unless
    the page is a column itself. The usual look brings its dark twin, `dark/<name>.svg` and `.png`.
    """
    forms, slide = Forms(page), _in(page, "slide")
    makers: dict[str, Callable[[], bytes]] = {f"{page.name}.{form}": partial(getattr, forms, form) for form in FORMS}
    makers[f"{page.name}.csv"] = lambda: as_csv(page.table)
    makers[f"{SLIDES}/{page.name}.png"] = partial(getattr, forms if slide is page else Forms(slide), "slide")
    for place, twin in _twins(forms).items():
        makers |= {f"{place}/{page.name}.{form}": partial(getattr, twin, form) for form in FORMS[:2]}
    return [_write(folder / name, make()) for name, make in makers.items()]


def _twins(forms: Forms) -> dict[str, Forms]:
    """The other looks that a page is saved in, by their folders."""
    page, twins = forms.page, {}
    if page.again and page.look.size != COLUMN:
        twins[COLUMN] = Forms(_in(page, COLUMN))
    if page.again and page.look == LIGHT:
        twins[DARK] = Dark(forms)
    return twins


def _write(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    os.replace(part, file)
    return file


def _in(page: Page, size: str) -> Page:
    """The page in that size, on solid paper; itself if it cannot be drawn again."""
    look = replace(page.look, size=size, background="solid")
    return page if look == page.look or not page.again else page.again(size=size, background="solid")
