"""Write a page in every form, with its title, alt text and source inside each file."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pandas as pd
from fontTools import subset
from PIL import Image

from casebook.figures.page import Page
from casebook.figures.theme import LIGHT, in_house_style

FORMS = ("svg", "png", "pdf")
DARK, SLIDES, COLUMN = "dark", "slides", "column"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet takes a cell that begins so for more than text
SHARP = 216  # dots per inch of the pictures for the deck: half as many again as fill a screen of 1920 by 1080


class _Lean(subset.Options):
    """How matplotlib has a font cut down: a PDF says where each glyph stands, so that how to set text can go too.

    That takes room, and half of the time.
    """

    def __init__(self, **choices):
        super().__init__(**choices)
        self.drop_tables += ["GSUB", "GPOS", "GDEF"]


subset.Options = _Lean


@in_house_style
def render(page: Page, form: str) -> bytes:
    """The page as the bytes of an SVG (text as outlines), PNG or PDF (real text); the same bytes every time.

    Raises ValueError for a page without alt text.
    """
    if not page.alt:
        raise ValueError(f"{page.name}: no figure is saved without alt text")
    told = {
        "svg": {"Description": page.alt, "Source": page.source_line, "Date": None, "Creator": None},
        "png": {"Description": page.alt, "Source": page.source_line, "Software": None},
        "pdf": {"Subject": page.alt, "Keywords": page.source_line, "CreationDate": None, "Creator": None},
    }[form]
    # Pictures of text and flat colour get no smaller at higher levels, and take longer.
    more = {"pil_kwargs": {"compress_level": 3}} if form == "png" else {}
    out = io.BytesIO()
    page.savefig(out, format=form, metadata={"Title": page.headline} | told, **more)
    return _with_description(out.getvalue(), page.alt) if form == "svg" else out.getvalue()


def _with_description(svg: bytes, alt: str) -> bytes:
    """matplotlib writes <title> for Title; <desc> is what a screen reader reads after it."""
    return svg.replace(b"</title>", b"</title>\n <desc>" + escape(alt).encode() + b"</desc>", 1)


@in_house_style
def for_slide(page: Page) -> bytes:
    """The page without its headline, cut off above the subtitle: a PNG for a slide that has the headline as title."""
    for line in page.heading:
        line.set_visible(False)
    raw, out = io.BytesIO(), io.BytesIO()
    try:
        page.savefig(raw, format="rgba", dpi=SHARP)
    finally:
        for line in page.heading:
            line.set_visible(True)
    wide, high = (round(length * SHARP) for length in page.size.inches)
    picture = Image.frombuffer("RGBA", (wide, high), raw.getbuffer()).convert("RGB")
    picture = picture.crop((0, round((page.size.height - page.cut) * SHARP), wide, high))
    # A palette of 256 colours is a third of the size, and no eye sees the difference.
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "png", compress_level=4)
    return out.getvalue()


def as_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV; no cell can act as a formula in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_cell, table.columns))
    columns = [[_cell(value) for value in table.iloc[:, place]] for place in range(table.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


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
    makers: dict[Path, Callable[[], bytes]] = {
        folder / f"{page.name}.{form}": lambda form=form: render(page, form) for form in FORMS
    }
    makers[folder / f"{page.name}.csv"] = lambda: as_csv(page.table)
    makers[folder / SLIDES / f"{page.name}.png"] = lambda: for_slide(_in(page, "slide"))
    if page.again:
        twins = {COLUMN: _in(page, "column")} if page.look.size != "column" else {}
        twins |= {DARK: page.again(theme=DARK)} if page.look == LIGHT else {}
        for place, twin in twins.items():
            for form in FORMS[:2]:
                makers[folder / place / f"{page.name}.{form}"] = lambda twin=twin, form=form: render(twin, form)
    for path, make in makers.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(make())
        os.replace(part, path)
    return list(makers)


def _in(page: Page, size: str) -> Page:
    """The page in that size, on solid paper; itself if it cannot be drawn again."""
    look = replace(page.look, size=size, background="solid")
    return page if look == page.look or not page.again else page.again(size=size, background="solid")
