"""The deck: what executed notebooks show, as slides that open in any presentation program.

    chapters ──_shown──▶ figures with their tables ──_Deck──▶ slides on our own master ──_packed──▶ takedowns.pptx

Every figure is a picture: a native chart would take a number for every mark, and so lose the open ends of floors,
the windows of dates and the printed words that stand where there is no number. Tables are native, and hold text only.

The file that python-pptx opens is written here, so that no layout, name or date of a template is left over. Places
are in inches from the upper left corner of the slide, and the same for all fonts: lines have a fixed height, and text
is measured with room for a typeface that is wider than ours where ours is not installed.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from casebook.figures.theme import FONTS, SLIDE, THEMES, Theme
from casebook.mime import FIGURE, TABLE
from casebook.report import About, Chapter

FIRST = ("overview", "headline-check", "what-was-reported", "timeline", "shared-countries", "cooperation")
LEFT_OUT = {"time-to-action"}  # drawn for the report: on a slide it shows little but imprecision
PROFILE = "profile-"
LIMITS = (
    "No sample: a source chose to tell of these actions. No average, trend or share follows.",
    "One side’s account: that of the authorities that acted. No court has weighed it here.",
    "An arrest is not a conviction, and not a charge.",
    "A floor is not a total: “over” and “more than” leave the true number open.",
    "Not reported is not zero: a gap says only that nothing is printed.",
    "Words may differ: one action’s “server” may not be another’s.",
    "No endorsement: not a product of Eurojust, Europol or any authority named here.",
)

WIDTH, HEIGHT, MARGIN = SLIDE.width, SLIDE.height, SLIDE.margin
ROOM = WIDTH - 2 * MARGIN
TITLE_TOP, LEADING = 0.30, 1.14
TITLE_SIZES = (30, 29, 28, 27, 26, 25, 24, 22, 20)
CAPTION = 0.90, 0.62  # of a table: top, height
BODY_TOP, FOOT = 1.62, 6.78  # between them stand tables and lists; credit and slide number below
MOST_ROWS, MOST_COLUMNS = 12, 8
TABLE_SIZES = (20, 18, 17, 16, 15, 14)
LIST_SIZES = (20, 19, 18, 17, 16, 15, 14)
LINE, CELL_X, CELL_Y = 1.25, 0.10, 0.065  # of tables and lists: leading; of cells: margins
COLUMNS = (6.9, 4.73)  # of the last slide
WIDER = 1.12  # Arial Bold, which may stand in for the house font, is this much wider
DATE = (1980, 1, 1, 0, 0, 0)  # the zero of ZIP files


class _Shown(NamedTuple):
    """A figure as its notebook shows it, in clean text, and the table right before it."""

    name: str
    headline: str
    subtitle: str
    doubt: str
    alt: str
    credit: str
    label: str
    table: dict | None


def deck(chapters: Sequence[Chapter], pictures: Path, about: About, theme: str = "light") -> bytes:
    """The slides as a .pptx file: `chapters` in reading order, `<name>.png` of every figure in `pictures`.

    The pictures are figures without their headline, as wide as the slide. Raises FileNotFoundError for one that
    is missing and ValueError for a figure with a name that is no file name. Same inputs, same bytes.
    """
    shown = _in_order(_shown(chapters))
    slides = _Deck(about, THEMES[theme])
    grids = {figure.name: _grid(figure.table) for figure in shown if figure.table}
    with_table = [figure for figure in shown if grids.get(figure.name)]
    number_of = {figure.name: number for number, figure in enumerate(with_table, len(shown) + 2)}
    slides.opening()
    for figure in shown:
        slides.figure(figure, pictures / f"{figure.name}.png", _whereabouts(figure, number_of.get(figure.name)))
    for figure in with_table:
        slides.table(figure, grids[figure.name], shown.index(figure) + 2)
    slides.closing()
    return slides.packed()


# --- what is shown ---------------------------------------------------------------------------


def _shown(chapters: Sequence[Chapter]) -> Iterator[_Shown]:
    """The figures of the notebooks, each with the table that only code stands between."""
    for chapter in chapters:
        table = None
        for cell in chapter.notebook.cells:
            if cell.cell_type != "code":
                table = None
                continue
            for output in cell.outputs:
                data = output.get("data", {})
                table = data.get(TABLE, table if FIGURE in data else None)
                if FIGURE in data:
                    yield _read(chapter, data[FIGURE], table)
                    table = None


def _read(chapter: Chapter, told: dict, table: dict | None) -> _Shown:
    name = told["name"]
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"{chapter.name} names a figure {name!r}: use a-z, 0-9 and -")
    texts = {part: _clean(told.get(part, "")) for part in ("headline", "subtitle", "doubt", "alt", "credit")}
    said = name.removeprefix(PROFILE).replace("-", " ")
    label = f"Profile: {_clean(chapter.title) or said}" if name.startswith(PROFILE) else said[:1].upper() + said[1:]
    return _Shown(name=name, label=label, table=table, **texts)


def _in_order(figures: Iterator[_Shown]) -> list[_Shown]:
    """The figures in the order of a talk, each once: those that tell most, the others, the profiles."""

    def place(figure: _Shown) -> int:
        if figure.name in FIRST:
            return FIRST.index(figure.name)
        return len(FIRST) + figure.name.startswith(PROFILE)

    once = {figure.name: figure for figure in reversed(list(figures)) if figure.name not in LEFT_OUT}
    return sorted(reversed(once.values()), key=place)


def _clean(text: str) -> str:
    """Text in one line that XML can hold; thin and no-break spaces stay."""
    text = re.sub(r"[\t-\r\x1c-\x1f\x85\u2028\u2029 ]+", " ", str(text))
    return re.sub(r"[^ -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text).strip(" ")


# --- measuring -------------------------------------------------------------------------------


@cache
def _advances(weight: str) -> dict[int, float]:
    """How wide each character of the house font is, in ems."""
    path = Path(__file__).parent / "figures/fonts" / FONTS[weight]
    with TTFont(path, lazy=True) as font:
        widths, units = font["hmtx"], font["head"].unitsPerEm
        return {code: widths[name][0] / units for code, name in font.getBestCmap().items()}


def _width(text: str, size: float, weight: str = "regular") -> float:
    """How wide a text may become, in inches; a character that the font lacks counts as a square."""
    known = _advances(weight)
    return WIDER * size / 72 * sum(known.get(ord(letter), 1.0) for letter in text)


def _lines(text: str, room: float, size: float, weight: str = "regular") -> int:
    """In how many lines a text stands; a word that is wider than the room is broken."""
    lines, used, space = 1, 0.0, _width(" ", size, weight)
    for word in text.split(" "):
        wide = _width(word, size, weight)
        if used and used + space + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > room:
            lines, used = lines + math.ceil(used / room) - 1, used % room
    return lines


def _settled(text: str, room: float, high: float, sizes: Sequence[float], most: int = 2) -> tuple[str, float]:
    """The text and the first size in which it fits as a title, or else as much of it as the last size holds."""

    def fits(said: str, size: float) -> bool:
        lines = _lines(said, room, size, "semibold")
        return lines <= most and lines * size * LEADING / 72 <= high + 0.005

    for size in sizes:
        if fits(text, size):
            return text, size
    kept = len(text)
    while kept > 1 and not fits(_cut(text, kept), sizes[-1]):
        kept -= 1 + kept // 50
    return _cut(text, kept), sizes[-1]


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip(" ") + "…"


class _Grid(NamedTuple):
    """A table laid out: clean cells with the header first, column widths, row heights, and the size of its type."""

    caption: str
    cells: list[list[str]]
    align: list[str]
    widths: list[float]
    heights: list[float]
    size: float


def _grid(table: dict) -> _Grid | None:
    """The table as it fits a slide, in the largest type; None where it does not."""
    cells = [[_clean(cell) for cell in row] for row in [table["columns"], *table["rows"]]]
    align, columns = list(table["align"]), len(cells[0])
    if not 2 <= len(cells) <= MOST_ROWS + 1 or not 1 <= columns <= MOST_COLUMNS:
        return None
    for size in TABLE_SIZES:
        widths = _column_widths(cells, size)
        if widths is None:
            continue
        heights = [_row_height(row, widths, size) for row in cells]
        if sum(heights) <= FOOT - BODY_TOP:
            return _Grid(_clean(table["caption"]), cells, align, widths, heights, size)
    return None


def _column_widths(cells: list[list[str]], size: float) -> list[float] | None:
    """Each column as wide as its text, or where that is too much, at least as its longest word."""
    columns = list(zip(*cells, strict=True))
    full = [max(_width(cell, size, "semibold") for cell in column) + 2 * CELL_X for column in columns]
    least = [
        max(_width(word, size, "semibold") for cell in column for word in cell.split(" ")) + 2 * CELL_X
        for column in columns
    ]
    least = [min(wide, ROOM / 3) for wide in least]
    if sum(least) > ROOM:
        return None
    if sum(full) <= ROOM:
        spare = (ROOM - sum(full)) / len(full)
        return [wide + min(spare, 0.6) for wide in full]
    spare = (ROOM - sum(least)) / sum(wide - low for wide, low in zip(full, least, strict=True))
    return [low + spare * (wide - low) for wide, low in zip(full, least, strict=True)]


def _row_height(row: list[str], widths: list[float], size: float) -> float:
    lines = max(
        _lines(cell, wide - 2 * CELL_X, size, "semibold") for cell, wide in zip(row, widths, strict=True)
    )
    return lines * size * LINE / 72 + 2 * CELL_Y


# --- what is said ----------------------------------------------------------------------------


def _whereabouts(figure: _Shown, slide: int | None) -> str:
    """Where the numbers behind a figure are."""
    if slide:
        return f"The numbers behind this figure are a table on slide {slide}."
    if figure.table:
        return f"The table behind this figure is too long for a slide: it stands below it in the report, and in {figure.name}.csv."
    return ""


def _notes(figure: _Shown, about: About, whereabouts: str) -> list[str]:
    """What to say to a figure, what to keep in mind, and where it comes from."""
    form, clauses = _said(figure)
    version = "" if about.data_version in figure.credit else f"Data version {_clean(about.data_version)}."
    parts = {
        "What to say": [_sentence(figure.headline), *map(_sentence, clauses)],
        "What is shown": [_sentence(form), _sentence(figure.subtitle)],
        "What to keep in mind": [_sentence(figure.doubt), _clean(about.notice)],
        "Where it comes from": [figure.credit, version, whereabouts],
    }
    filled = {heading: [line for line in lines if line] for heading, lines in parts.items()}
    blocks = [[heading.upper(), *lines] for heading, lines in filled.items() if lines]
    return [line for block in blocks for line in ["", *block]][1:]


def _said(figure: _Shown) -> tuple[str, list[str]]:
    """The form of a figure and its clauses, from an alternative text "Form. Headline. Clause; clause. Doubt. Source"."""
    form, found, rest = figure.alt.partition(f"{figure.headline}.")
    if not found:
        form, rest = "", figure.alt
    rest = re.sub(r"(^| )Sources?: .*$", "", rest)
    if figure.doubt:
        rest = rest.replace(figure.doubt, "")
    return form.strip(), [clause.strip() for clause in rest.split("; ") if clause.strip()]


def _sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".") if text else ""


# --- the slides ------------------------------------------------------------------------------


class _Deck:
    """Adds slides one after another to a presentation with our master."""

    def __init__(self, about: About, theme: Theme):
        self.about, self.titles = about, set()
        self.file = Presentation(_template(about, theme))
        self.layouts = {layout.name: layout for layout in self.file.slide_layouts}

    def opening(self) -> None:
        """The first slide: what this is, of which data, and that nobody stands behind it."""
        slide, end = self._slide("Title slide", self.about.title, OPENING_SIZES, 2.4)
        subtitle, notice = list(slide.placeholders)[1:]
        _place(subtitle, MARGIN, end + 0.22, ROOM, 1.5)
        _fill(subtitle, [self.about.subtitle], SUBTITLE_SIZES, ROOM, 1.5)
        _fill(notice, [self.about.notice, f"Data version {self.about.data_version}."], NOTE_SIZES, ROOM, NOTICE[1])

    def figure(self, figure: _Shown, picture: Path, whereabouts: str) -> None:
        """A figure under its headline, with what to say in the notes."""
        slide = self.file.slides.add_slide(self.layouts["Figure"])
        image = slide.shapes.add_picture(io.BytesIO(picture.read_bytes()), 0, 0, width=Inches(WIDTH))
        top = HEIGHT - image.height / Inches(1)
        end = self._title(slide, figure.headline or figure.label, TITLE_SIZES, top - TITLE_TOP)
        if end > top:  # a picture that leaves too little room becomes smaller, the headline stays
            top, high = end, HEIGHT - end
            wide = image.width / image.height * high
            _place(image, (WIDTH - wide) / 2, top, wide, high)
        else:
            image.top = Inches(top)
        _place(slide.shapes.title, MARGIN, TITLE_TOP, ROOM, top - TITLE_TOP)
        _describe(image, f"Figure {figure.name}", figure.alt or figure.headline or figure.label)
        _number(self.file, slide)
        _write_notes(slide, _notes(figure, self.about, whereabouts))

    def table(self, figure: _Shown, grid: _Grid, origin: int) -> None:
        """The table behind a figure, in cells that can be edited."""
        slide, _ = self._slide("Table", f"The numbers behind “{figure.label}”", TITLE_SIZES, 0.5)
        caption = list(slide.placeholders)[1]
        if grid.caption:
            _fill(caption, [grid.caption], CAPTION_SIZES, ROOM, CAPTION[1])
        else:
            caption.element.getparent().remove(caption.element)
        extent = f"{len(grid.cells) - 1} rows and {len(grid.widths)} columns"
        headings = ", ".join(cell for cell in grid.cells[0] if cell)
        alt = f"Table of {extent}: {headings}. {_sentence(grid.caption)}"
        _describe(_add_table(slide, grid), f"Table {figure.name}", alt.strip())
        _footer(slide, figure.credit)
        _number(self.file, slide)
        said = [f"The table behind slide {origin}: “{figure.headline}”.", _sentence(figure.doubt), figure.credit]
        _write_notes(slide, [line for line in said if line])

    def closing(self) -> None:
        """The last slide: limits and sources."""
        slide, _ = self._slide("Two columns", "What these figures cannot say, and where they come from", TITLE_SIZES, 0.95)
        lists = [("What to keep in mind", LIMITS), ("Sources", self.about.sources)]
        _fill_lists(list(slide.placeholders)[1:], lists)
        _footer(slide, f"{self.about.title}. Casebook data v{self.about.data_version}.")
        _number(self.file, slide)

    def packed(self) -> bytes:
        """The file, with nothing in it that differs from run to run; pictures are not compressed twice."""
        saved, out = io.BytesIO(), io.BytesIO()
        self.file.save(saved)
        with ZipFile(saved) as parts, ZipFile(out, "w") as packed:
            for name in parts.namelist():
                entry = ZipInfo(name, DATE)
                entry.create_system = 0
                entry.compress_type = ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED
                packed.writestr(entry, parts.read(name))
        return out.getvalue()

    def _slide(self, layout: str, title: str, sizes: Sequence[float], high: float) -> tuple[Slide, float]:
        slide = self.file.slides.add_slide(self.layouts[layout])
        return slide, self._title(slide, title, sizes, high)

    def _title(self, slide: Slide, title: str, sizes: Sequence[float], high: float) -> float:
        """Write a title that no other slide has; gives back where it ends."""
        for number in count(1):
            text, size, lines = _settled(title if number == 1 else f"({number}) {title}", sizes, high)
            if text not in self.titles:
                break
        self.titles.add(text)
        _write(slide.shapes.title.text_frame.paragraphs[0], text, size, LEADING, resize=size != sizes[0])
        return slide.shapes.title.top / Inches(1) + lines * size * LEADING / 72


def _place(shape: BaseShape, left: float, top: float, wide: float, high: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, wide, high))


def _write(paragraph: _Paragraph, text: str, size: float, leading: float = LINE, resize: bool = True) -> _Run:
    """Write text of a fixed height; `resize` where the size is not that of the layout."""
    run = paragraph.add_run()
    run.text = text
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    if resize:
        run.font.size, paragraph.line_spacing = Pt(size), Pt(round(size * leading, 1))
    return run


def _fill(shape: BaseShape, texts: Sequence[str], sizes: Sequence[float], room: float, high: float) -> None:
    """Write paragraphs in the largest type in which they fit; the last is cut where none will do."""
    texts = [text for text in map(_clean, texts) if text]

    def fits(size: float) -> bool:
        return sum(_lines(text, room, size) for text in texts) * size * LINE / 72 <= high

    size = next(filter(fits, sizes), sizes[-1])
    while not fits(size):
        texts[-1] = _cut(texts[-1], len(texts[-1]) * 9 // 10)
    for number, text in enumerate(texts):
        _write(_paragraph(shape, number), text, size)


def _paragraph(shape: BaseShape, number: int) -> _Paragraph:
    return shape.text_frame.paragraphs[0] if number == 0 else shape.text_frame.add_paragraph()
