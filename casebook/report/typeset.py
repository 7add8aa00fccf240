"""The tree as a tagged PDF: `typeset.typ` draws it element by element.

The tree reaches Typst as data (JSON), so that Typst reads none of its text as Typst.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from fontTools.ttLib import TTFont

from casebook.report.paper import GUTTER, ROOM, for_paper, width, with_files
from casebook.report.screen import FONT_FILES, FONTS
from casebook.report.tree import HERE, as_text, el, joined, walk, with_rows
from casebook.typesetting import typeset

HOUSE = FONT_FILES / FONTS[400]
BREAK = "\u200b"  # where a word may be broken; typeset.typ shows nothing in its place
MANY_LINES = 20  # a cell with more of them may go on to the next page
WORD = ROOM / 3  # points: a longer word may be broken, for a line might end long before it


def pdf(tree: dict, figures: Path) -> bytes:
    """The PDF, its pictures from the folder `figures` (FileNotFoundError for one that is missing).

    Raises RuntimeError if the compiler finds it not to be accessible (PDF/UA-1).
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        told = _told(with_files(for_paper(tree), figures, folder, "svg"))
        (folder / "tree.json").write_text(json.dumps(told), encoding="utf-8")
        for file in (HERE / "typeset.typ", *_fonts(as_text(tree))):
            shutil.copyfile(file, folder / file.name)
        try:
            return typeset(
                folder / "typeset.typ",
                root=folder,
                font_paths=[folder],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            raise RuntimeError(f"report.pdf: {error}") from error


# --- the tree as Typst takes it --------------------------------------------------------------


def _told(tree: dict) -> dict:
    """The tree where long words may be broken, the alternative text of a picture as one."""

    def change(element: dict) -> dict:
        kind, content = element["t"], element.get("c")
        match kind:
            case "Str" | "Code" | "CodeBlock":
                return _broken(element, WORD)
            case "Image":
                return el("Image", content[0], as_text(content[1]).replace(BREAK, ""), content[2])
            case "Table":
                return el("Table", *_fitted(content))
        return element

    return joined(walk(tree, change)) | {"title": as_text(tree["meta"]["title"])}


def _fitted(table: list) -> list:
    """The table, where a word wider than its column may be broken."""
    rooms = [share["c"] * ROOM - GUTTER + 1 for _, share in table[2]]  # one for rounding

    def row(cells: list) -> list:
        return [_in_room(cell, room) for cell, room in zip(cells, rooms, strict=True)]

    return with_rows(table, lambda rows: [[attributes, row(cells)] for attributes, cells in rows])


def _in_room(cell: list, room: float) -> list:
    def change(element: dict) -> dict:
        return _broken(element, room) if element["t"] in ("Str", "Code") else element

    attributes, *rest = walk(cell, change)
    is_high = width(as_text(cell)) > room * MANY_LINES
    return [["", ["high"], []] if is_high else attributes, *rest]


def _broken(element: dict, room: float) -> dict:
    """The element with a mark in each of its words that is wider than `room` points, where it may be broken."""
    *attributes, text = element["c"] if isinstance(element["c"], list) else [element["c"]]
    words = re.split(r"([ \n])", _shown(text.replace(BREAK, "").expandtabs(4)))
    text = "".join(word if width(word) <= room else BREAK.join(_parts(word, room)) for word in words)
    return el(element["t"], *attributes, text)


def _parts(word: str, room: float) -> Iterator[str]:
    for part in re.findall(r"[^/._=&?:,;-]*[/._=&?:,;-]|[^/._=&?:,;-]+", word):
        yield from [part] if width(part) <= room else re.findall(r".[\u0300-\u036f\u200c\u200d\ufe0f]*", part)


# --- what can be drawn -----------------------------------------------------------------------


def _shown(text: str) -> str:
    """The text, where a character that no font has is named ("[U+4E2D]"): PDF/UA allows no empty boxes."""
    if set(text) <= _glyphs(HOUSE):
        return text
    known = _glyphs(HOUSE) | _glyphs(_stand_in())
    return "".join(letter if letter in known else _named(letter) for letter in text)


def _named(letter: str) -> str:
    return "" if unicodedata.category(letter) in ("Cf", "Mn") else f"[U+{ord(letter):04X}]"


@cache
def _glyphs(font: Path) -> frozenset[str]:
    with TTFont(font, lazy=True) as file:
        return frozenset(map(chr, file.getBestCmap())) | {"\n"}


def _fonts(text: str) -> list[Path]:
    """The fonts that a text is set in."""
    return [*FONT_FILES.glob("*.ttf"), *([] if set(text) <= _glyphs(HOUSE) else [_stand_in()])]


def _stand_in() -> Path:
    """The font for what the house font lacks; only a text that needs it has it embedded."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
