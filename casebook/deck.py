"""The deck: what executed notebooks show, as slides that open in any presentation program.

    chapters ──_shown──▶ figures and the tables behind them ──_Slides──▶ takedowns.pptx

Every figure is a picture: a native chart would take a number for every mark, and so lose the open ends of floors,
the windows of dates and the printed words that stand where there is no number. Tables are native and hold only text.

The file that python-pptx opens is written here too (`_template`), so that no layout, name or date of somebody else's
is left over. Places are in inches from the upper left corner. They hold for any typeface, as ours is rarely installed
where slides are shown: lines have a fixed height, and text is measured with room for a wider one.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import _Paragraph, _Run
from pptx.util import Inches, Pt

from casebook import words
from casebook.figures.theme import FONTS, SLIDE, THEMES
from casebook.mime import FIGURE, TABLE
from casebook.report import About, Chapter
from casebook.sentences import slides as say
from casebook.sentences.drawn.page import data_version

TALK = (
    "overview", "servers-taken-down", "headline-check", "what-was-reported",
    "timeline",
    "countries-map", "countries-by-action", "shared-countries",
    "cooperation",
    "sources-compared", "agreement",
)  # fmt: skip
LEFT_OUT = {"time-to-action"}  # for the report: on a slide it shows little but how imprecise the dates are
PROFILE = "profile-"

WIDTH, HEIGHT, MARGIN = SLIDE.width, SLIDE.height, SLIDE.margin
ROOM = WIDTH - 2 * MARGIN
TITLE_TOP, LEADING, TWO_LINES = 0.30, 1.14, 0.95  # the titles stand where the figures have their headlines
BODY_TOP, FOOT = 1.45, 6.78  # between them tables and lists, below them credit and slide number
NOTICE = 6.14, 0.95  # on the first slide: top, height
COLUMNS = (6.70, 4.83)  # of the last slide
MOST_ROWS, MOST_COLUMNS = 12, 8
CELL_X, CELL_Y, LINE = 0.08, 0.0036, 1.22  # margins of cells, the second for each point of type; leading but of titles
INDENT, BETWEEN = 0.25, 0.11  # of lists

TITLES = (30, 29, 28, 27, 26, 25, 24, 22, 20)
OPENING = (48, 44, 40, 36, 32, 28, 24)
BODY = (18, 17, 16, 15, 14)
SMALL = (16, 15, 14)
# How much wider, regular and bold, the typefaces are that may stand in for ours: Arial in most programs, DejaVu Sans at
# worst. Titles count with the first only: LibreOffice, where one meets the second, shrinks them to fit.
OURS, ARIAL, DEJAVU = (1.0, 1.0), (1.10, 1.12), (1.29, 1.34)

DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can hold
TABLE_STYLE = "{C45EB00C-0001-4C45-8B00-0C5EB00C0001}"
NUMBER_FIELD = "{C45EB00C-0002-4C45-8B00-0C5EB00C0002}"

Face = tuple[float, float]


class _Shown(NamedTuple):
    """A figure as its notebook tells of it, in clean text, and the table right before it."""

    name: str
    label: str
    headline: str
    subtitle: str
    doubt: str
    alt: str
    credit: str
    table: dict | None


def deck(chapters: Sequence[Chapter], pictures: Path, about: About, theme: str = "light") -> bytes:
    """The slides as a .pptx file: `chapters` in reading order, `<name>.png` of every figure in `pictures`.

    The pictures are figures without their headline, as wide as the slide. Raises FileNotFoundError for one that
    is missing, ValueError for a figure whose name is no file name. Same inputs, same bytes.
    """
    shown = _in_order(_shown(chapters))
    grids = {figure.name: _grid(figure.table) for figure in shown if figure.table}
    with_table = [figure for figure in shown if grids.get(figure.name)]
    table_slide = {figure.name: number for number, figure in enumerate(with_table, len(shown) + 2)}
    slides = _Slides(about, theme)
    slides.opening()
    for figure in shown:
        slides.figure(figure, pictures / f"{figure.name}.png", table_slide.get(figure.name))
    for figure in with_table:
        slides.table(figure, grids[figure.name], shown.index(figure) + 2)
    slides.closing()
    return slides.packed()


# --- what is shown ---------------------------------------------------------------------------


def _shown(chapters: Sequence[Chapter]) -> Iterator[_Shown]:
    """The figures of the notebooks, each with the table before it if no more than code stands between."""
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
    said = name.removeprefix(PROFILE).replace("-", " ")
    texts = {part: _clean(told.get(part, "")) for part in ("headline", "subtitle", "doubt", "alt", "credit")}
    label = said[:1].upper() + said[1:]
    if name.startswith(PROFILE):  # whose headlines begin with the name of the action
        label = say.profile(_clean(chapter.title) or texts["headline"].partition(":")[0] or said)
    texts["headline"] = texts["headline"] or label
    return _Shown(name=name, label=label, table=table, **texts)


def _in_order(figures: Iterator[_Shown]) -> list[_Shown]:
    """The figures in the order of a talk, each once: results, time, countries, help, sources; others; profiles."""
    once: dict[str, _Shown] = {}
    for figure in figures:
        if figure.name not in LEFT_OUT:
            once.setdefault(figure.name, figure)

    def place(figure: _Shown) -> int:
        return TALK.index(figure.name) if figure.name in TALK else len(TALK) + figure.name.startswith(PROFILE)

    return sorted(once.values(), key=place)


def _clean(text: str) -> str:
    """Text in one line, with nothing that XML cannot hold or that turns the direction of writing round."""
    text = re.sub(r"[\t-\r\x1c-\x1f\x85\u2028\u2029 ]+", " ", str(text))
    text = re.sub(r"[^ -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]", "\ufffd", text)
    return text.strip(" ")


# --- what fits -------------------------------------------------------------------------------


@cache
def _advances(weight: str) -> dict[int, float]:
    """How wide each character of our typeface is, in ems."""
    with TTFont(Path(__file__).parent / "figures/fonts" / FONTS[weight], lazy=True) as font:
        widths, units = font["hmtx"], font["head"].unitsPerEm
        return {code: widths[name][0] / units for code, name in font.getBestCmap().items()}


def _width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is in inches; a character that our typeface lacks counts as a square."""
    return size / 72 * _ems(text, bold)


@lru_cache(maxsize=65536)
def _ems(text: str, bold: bool) -> float:
    known = _advances("semibold" if bold else "regular")
    return sum(known.get(ord(letter), 1.0) for letter in text)


def _lines(text: str, room: float, size: float, bold: bool = False, face: Face = DEJAVU) -> int:
    """In how many lines a text may stand; a word wider than the room is broken."""
    room /= face[bold]
    lines, used, space = 1, 0.0, _width(" ", size, bold)
    for word in text.split(" "):
        wide = _width(word, size, bold)
        if used and used + space + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > room:
            lines, used = lines + math.ceil(used / room) - 1, used % room
    return lines


def _high(text: str, size: float, room: float) -> float:
    return _lines(text, room, size) * size * LINE / 72


def _title_lines(text: str, size: float) -> int:
    return _lines(text, ROOM, size, True, ARIAL)


def _as_title(text: str, sizes: Sequence[float], high: float) -> tuple[str, float]:
    """The text and the largest size in which it fits `high` in at most two lines; cut if it fits in none."""

    def fits(said: str, size: float) -> bool:
        return _title_lines(said, size) <= min(2, high / (size * LEADING / 72) + 0.01)

    size = next((size for size in sizes if fits(text, size)), sizes[-1])
    return _cut_to(text, lambda said: fits(said, size)), size


def _cut_to(text: str, fits) -> str:
    """The text, or the longest beginning of it that fits, with an ellipsis."""
    if fits(text):
        return text
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(text[:middle].rstrip(" ") + "…") else (low, middle)
    return text[:low].rstrip(" ") + "…"


class _Cell(NamedTuple):
    text: str
    bold: bool

    def width(self, size: float, face: Face) -> float:
        return face[self.bold] * _width(self.text, size, self.bold) + 2 * CELL_X

    def longest_word(self, size: float) -> float:
        longest = max(_width(word, size, self.bold) for word in self.text.split(" "))
        return DEJAVU[self.bold] * longest + 2 * CELL_X

    def height(self, size: float, room: float, face: Face) -> float:
        lines = _lines(self.text, room - 2 * CELL_X, size, self.bold, face)
        return (lines * LINE / 72 + 2 * CELL_Y) * size


class _Grid(NamedTuple):
    """A table laid out: its cells, the header first, and the size of columns, rows and type.

    Rows are as high as our typeface needs them: programs let rows grow with their text, but not shrink.
    """

    caption: str
    cells: list[list[_Cell]]
    align: list[str]
    widths: list[float]
    heights: list[float]
    size: float


def _grid(table: dict) -> _Grid | None:
    """The table in the largest type in which it fits a slide; None if it fits in none."""
    align, rows = list(table["align"]), [table["columns"], *table["rows"]]
    if not (2 <= len(rows) <= MOST_ROWS + 1 and 1 <= len(align) <= MOST_COLUMNS):
        return None
    heads = align[0] == "left"  # the first column heads the rows if it is text
    cells = [
        [_Cell(_clean(_unbroken(text)), row == 0 or (column == 0 and heads)) for column, text in enumerate(texts)]
        for row, texts in enumerate(rows)
    ]
    for size in BODY:
        fitting = [
            _Grid(_clean(table["caption"]), cells, align, widths, _row_heights(cells, widths, size, OURS), size)
            for widths in (_column_widths(cells, size, face) for face in (ARIAL, DEJAVU))
            if widths and sum(_row_heights(cells, widths, size, DEJAVU)) <= FOOT - BODY_TOP
        ]
        if fitting:
            return min(fitting, key=lambda grid: sum(grid.heights))
    return None


def _unbroken(text: str) -> str:
    """The text of a cell: a number stays on one line with the words that qualify it."""
    text = words.unbroken(text)
    return re.sub("(?<![,;]) ", words.BOUND, text) if words.is_bare(text) else text


def _column_widths(cells: list[list[_Cell]], size: float, face: Face) -> list[float] | None:
    """As wide as their text where there is room; where not, the widest share what the others leave."""
    columns = list(zip(*cells, strict=True))
    least = [min(max(cell.longest_word(size) for cell in column), ROOM / 3) for column in columns]
    full = [max(low, *(cell.width(size, face) for cell in column)) for low, column in zip(least, columns, strict=True)]
    if sum(least) > ROOM:
        return None
    if sum(full) <= ROOM:
        return [wide * min(ROOM / sum(full), 1.3) for wide in full]
    widths, room = least.copy(), ROOM - sum(least)
    narrow_first = sorted(range(len(full)), key=lambda column: full[column] - least[column])
    for done, column in enumerate(narrow_first):
        more = min(full[column] - least[column], room / (len(full) - done))
        widths[column] += more
        room -= more
    return widths


def _row_heights(cells: list[list[_Cell]], widths: list[float], size: float, face: Face) -> list[float]:
    return [max(cell.height(size, wide, face) for cell, wide in zip(row, widths, strict=True)) for row in cells]


# --- what is said ----------------------------------------------------------------------------


def _notes(figure: _Shown, about: About, table_slide: int | None) -> list[str]:
    """What to say to a figure, what to keep in mind, where it comes from: lines under headings in capitals."""
    form, clauses, caveats = _said(figure)
    where = say.whereabouts(figure.name, figure.table is not None, table_slide)
    version = "" if about.data_version in figure.credit else say.data_of(_clean(about.data_version))
    parts = {
        say.TO_SAY: [figure.headline, *clauses],
        say.SHOWN: [form, figure.subtitle],
        say.IN_MIND: [figure.doubt, caveats, _clean(about.notice)],
        say.FROM: [say.few_sources(figure.credit), version, where],
    }
    return _under_headings(parts)


def _under_headings(parts: dict[str, Sequence[str]]) -> list[str]:
    """Sentences under headings in capitals, with an empty line between."""
    lines: list[str] = []
    for heading, texts in parts.items():
        said = [_sentence(text) for text in texts if text]
        lines += ["", heading.upper(), *said] if said else []
    return lines[1:]


def _said(figure: _Shown) -> tuple[str, list[str], str]:
    """Form, clauses and caveats, out of the alternative text: "Form. Headline. Clause; clause. Caveat. Source: …"."""
    form, found, rest = figure.alt.partition(f"{figure.headline}.")
    if not found:
        form, rest = "", figure.alt
    told, _, caveats = say.without_source(rest).strip().partition(". ")
    caveats = [said for said in re.split(r"(?<=\.) ", caveats) if said.strip() and said.strip() not in figure.doubt]
    return form.strip(), [clause for clause in told.split("; ") if clause], " ".join(caveats).strip()


def _sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


# --- the slides ------------------------------------------------------------------------------


class _Slides:
    """Adds slides one after another to a presentation that has our master."""

    def __init__(self, about: About, theme: str):
        self.about, self.titles = about, set()
        self.file = Presentation(_template(about, theme))
        self.layouts = {layout.name: layout for layout in self.file.slide_layouts}

    def opening(self) -> None:
        """The first slide: what this is, of which data, and that nobody has endorsed it."""
        slide = self._slide(say.TITLE_SLIDE)
        end = self._title(slide, self.about.title, OPENING, 2.2)
        _, subtitle, notice = slide.placeholders
        _place(subtitle, MARGIN, end + 0.20, ROOM - 1.5, 1.5)
        _fill(subtitle, [self.about.subtitle], (24, 22, 20, *BODY), ROOM - 1.5, 1.5)
        version = say.data_of(self.about.data_version)
        _fill(notice, [self.about.notice, version], SMALL, ROOM, NOTICE[1])
        said = {say.TO_SAY: [self.about.subtitle], say.IN_MIND: [self.about.notice, version]}
        _write_notes(slide, _under_headings({heading: list(map(_clean, texts)) for heading, texts in said.items()}))

    def figure(self, figure: _Shown, picture: Path, table_slide: int | None) -> None:
        """A figure under its headline, and in the notes what to say."""
        slide = self._slide(say.FIGURE)
        image = slide.shapes.add_picture(io.BytesIO(picture.read_bytes()), 0, 0, width=Inches(WIDTH))
        top = HEIGHT - image.height / Inches(1)
        free = top - TITLE_TOP
        end = self._title(slide, figure.headline, TITLES, free if free > TWO_LINES / 2 else TWO_LINES)
        if end > top + 0.005:  # too high a picture shrinks, for the headline does not
            top, wide = end, WIDTH * (HEIGHT - end) / (HEIGHT - top)
            _place(image, (WIDTH - wide) / 2, top, wide, HEIGHT - top)
        image.top = Inches(HEIGHT) - image.height
        _place(slide.shapes.title, MARGIN, TITLE_TOP, ROOM, top - TITLE_TOP)
        _describe(image, say.shape(say.FIGURE, figure.name), figure.alt or figure.headline)
        self._number(slide)
        _write_notes(slide, _notes(figure, self.about, table_slide))

    def table(self, figure: _Shown, grid: _Grid, figure_slide: int) -> None:
        """The table behind a figure, in cells that can be edited."""
        slide = self._slide(say.TABLE)
        self._title(slide, say.table_title(figure.label), TITLES, TWO_LINES / 2)
        _, caption = slide.placeholders
        _fill(caption, [grid.caption], BODY, ROOM, 0.54)
        headings = [cell.text for cell in grid.cells[0]]
        alt = say.table_alt(len(grid.cells) - 1, len(grid.widths), headings, grid.caption)
        _describe(_add_table(slide, grid), say.shape(say.TABLE, figure.name), alt)
        self._footer(slide, figure.credit)
        self._number(slide)
        said = [say.table_of(figure_slide, figure.headline), figure.doubt, figure.credit]
        _write_notes(slide, [_sentence(text) for text in said if text])

    def closing(self) -> None:
        """The last slide: limits and sources."""
        slide = self._slide(say.TWO_COLUMNS)
        self._title(slide, say.ENDING, TITLES, TWO_LINES)
        _, limits, sources = slide.placeholders
        told = [*say.LIMITS, *filter(None, [_clean(self.about.reading)])]
        named = [source if isinstance(source, str) else source.line for source in self.about.sources]
        named = [say.bare_source(_clean(source)) for source in named]
        used = [say.KEEP, say.ELSEWHERE, *named]
        _fill_lists([(limits, say.LIMITS_HEADING, told), (sources, say.SOURCES_HEADING, used)])
        self._footer(slide, say.footer(self.about.title, self.about.data_version))
        self._number(slide)
        said = {say.TO_SAY: say.LIMITS, say.IN_MIND: [_clean(self.about.notice), say.KEEP],
                say.FROM: [*named[:say.MOST_SOURCES], data_version(self.about.data_version)]}  # fmt: skip
        _write_notes(slide, _under_headings(said))

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

    def _slide(self, layout: str) -> Slide:
        origin = self.layouts[layout]
        slide = self.file.slides.add_slide(origin)
        for placeholder, named in zip(slide.placeholders, origin.iter_cloneable_placeholders(), strict=True):
            placeholder.name = named.name
        return slide

    def _title(self, slide: Slide, title: str, sizes: Sequence[float], high: float) -> float:
        """Write a title that no other slide has; gives back where it ends."""
        title = _clean(title)
        for number in count(1):
            text, size = _as_title(title if number == 1 else f"({number}) {title}", sizes, high)
            if text not in self.titles:
                break
        self.titles.add(text)
        shape = slide.shapes.title
        shape.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # LibreOffice does not ask the master
        _write(shape.text_frame.paragraphs[0], text, size if size != sizes[0] else None, LEADING)
        return shape.top / Inches(1) + _title_lines(text, size) * size * LEADING / 72

    def _number(self, slide: Slide) -> None:
        field = (
            f'<a:fld id="{NUMBER_FIELD}" type="slidenum"><a:rPr lang="en-GB"/>'
            f"<a:t>{len(self.file.slides)}</a:t></a:fld>"
        )
        _add_placeholder(slide, NUMBER, field)

    def _footer(self, slide: Slide, text: str) -> None:
        text = _cut_to(_clean(text), lambda said: _lines(said, ROOM, SMALL[-1]) <= 2)
        run = f'<a:r><a:rPr lang="en-GB"/><a:t>{escape(text)}</a:t></a:r>'
        _add_placeholder(slide, FOOTER, run)


def _add_placeholder(slide: Slide, placeholder: tuple, content: str) -> None:
    """What python-pptx does not copy from a layout: footer and slide number.

    With a place of its own: LibreOffice draws one without beneath the picture, and in another typeface.
    """
    number, name, kind, box, *_ = placeholder
    shape = _shape(number, name, f"<p:ph {kind}/>", _frame(box), _body("b"), f"<a:p>{content}</a:p>")
    slide.shapes.element.append(parse_xml(shape.replace("<p:sp>", f"<p:sp {SPACES}>", 1)))


def _place(shape: BaseShape, left: float, top: float, wide: float, high: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, wide, high))


def _describe(shape: BaseShape, name: str, alt: str) -> None:
    shape.name = name
    shape.element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _write(paragraph: _Paragraph, text: str, size: float | None, leading: float = LINE) -> _Run:
    """Write text in British English; without a size, that of the layout holds."""
    run = paragraph.add_run()
    run.text, run.font.language_id = text, MSO_LANGUAGE_ID.ENGLISH_UK
    if size:
        run.font.size, paragraph.line_spacing = Pt(size), Pt(round(size * leading, 1))
    return run


def _paragraph(shape: BaseShape, number: int) -> _Paragraph:
    return shape.text_frame.add_paragraph() if number else shape.text_frame.paragraphs[0]


def _fill(shape: BaseShape, texts: Sequence[str], sizes: Sequence[float], room: float, high: float) -> None:
    """Write paragraphs in the largest type in which they fit; in the smallest, the first is cut."""
    texts = [text for text in map(_clean, texts) if text]
    if not texts:
        shape.element.getparent().remove(shape.element)
        return
    first, *rest = texts

    def fits(said: str, size: float) -> bool:
        return sum(_high(text, size, room) for text in [said, *rest]) <= high

    size = next((size for size in sizes if fits(first, size)), sizes[-1])
    for number, text in enumerate([_cut_to(first, lambda said: fits(said, size)), *rest]):
        _write(_paragraph(shape, number), text, size)


def _fill_lists(lists: Sequence[tuple[BaseShape, str, list[str]]]) -> None:
    """Write lists side by side, in one size of type; what finds no place in the smallest is counted."""

    def fits(items: list[str], room: float, size: float) -> bool:
        high = sum(_high(item, size, room - INDENT) + BETWEEN for item in items)
        return high + size * LINE / 72 <= FOOT - BODY_TOP

    sizes = [size for size in BODY if all(fits(each[2], room, size) for each, room in zip(lists, COLUMNS, strict=True))]
    size = (sizes or BODY[-1:])[0]
    for (shape, heading, items), room in zip(lists, COLUMNS, strict=True):
        kept = next(number for number in range(len(items), -1, -1) if fits(_first(items, number), room, size))
        _write(shape.text_frame.paragraphs[0], heading, size).font.bold = True
        for item in _first(items, kept):
            paragraph = shape.text_frame.add_paragraph()
            paragraph.level, paragraph.space_before = 1, Pt(round(BETWEEN * 72))
            _write(paragraph, item, size)


def _first(items: list[str], number: int) -> list[str]:
    """The first of the items, and how many more there are."""
    rest = len(items) - number
    return items[:number] + ([say.and_more(rest)] if rest else [])


def _add_table(slide: Slide, grid: _Grid) -> BaseShape:
    places = map(Inches, (MARGIN, BODY_TOP, sum(grid.widths), sum(grid.heights)))
    frame = slide.shapes.add_table(len(grid.cells), len(grid.widths), *places)
    frame.element.xpath(".//a:tableStyleId")[0].text = TABLE_STYLE
    table = frame.table
    table.horz_banding, table.first_col = False, grid.cells[1][0].bold
    for column, wide in zip(table.columns, grid.widths, strict=True):
        column.width = Inches(wide)
    for row, high, shown in zip(table.rows, grid.heights, grid.cells, strict=True):
        row.height = Inches(high)
        for number, (cell, (text, _), side) in enumerate(zip(row.cells, shown, grid.align, strict=True)):
            cell.margin_left, cell.margin_right = Inches(CELL_X if number else 0), Inches(CELL_X)
            cell.margin_top = cell.margin_bottom = Inches(CELL_Y * grid.size)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if side == "right" else PP_ALIGN.LEFT
            _write(paragraph, text, grid.size)
    return frame


def _write_notes(slide: Slide, lines: Sequence[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    for number, line in enumerate(lines):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        if line:
            _write(paragraph, line, None)


# --- the file that it starts from ------------------------------------------------------------

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
MAPS = {
    "light": 'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"',
    "dark": 'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"',
}
ACCENTS = " ".join(f'{name}="{name}"' for name in [*(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink"])
FALLBACK = "Calibri"
FOOTER = (90, say.FOOTER, 'type="ftr" sz="quarter" idx="11"', (MARGIN, 6.77, ROOM, 0.50), "", 14, "accent4", "b")
NUMBER = (91, say.NUMBER, 'type="sldNum" sz="quarter" idx="12"', (WIDTH - MARGIN, 6.77, 0.35, 0.50),
          f'<a:fld id="{NUMBER_FIELD}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>',
          14, "accent4", "b")  # fmt: skip
HEADLINE = (2, say.TITLE, 'type="title" hasCustomPrompt="1"', (MARGIN, TITLE_TOP, ROOM, TWO_LINES),
            say.PROMPTS[say.TITLE], 0, "", "t")  # fmt: skip
BODY_HIGH = FOOT - BODY_TOP


def _template(about: About, theme: str) -> io.BytesIO:
    """A presentation without slides: our master and four layouts, the notes' master, theme and table style."""
    layouts = _layouts()
    names = [f"slideLayouts/slideLayout{number}.xml" for number in range(1, len(layouts) + 1)]
    masters = [("slideMaster", "slideMasters/slideMaster1.xml"), ("notesMaster", "notesMasters/notesMaster1.xml")]
    others = [("presProps", "presProps.xml"), ("tableStyles", "tableStyles.xml"), ("theme", "theme/theme1.xml")]
    parts = {
        "presentation.xml": ("presentation.main", _presentation(), [*masters, *others]),
        "presProps.xml": ("presProps", f"<p:presentationPr {SPACES}/>", []),
        "tableStyles.xml": ("tableStyles", _table_style(), []),
        "theme/theme1.xml": ("theme", _theme(theme), []),
        "theme/theme2.xml": ("theme", _theme("light"), []),
        masters[0][1]: ("slideMaster", _slide_master(theme, len(names)),
                        [("slideLayout", f"../{name}") for name in names] + [("theme", "../theme/theme1.xml")]),
        masters[1][1]: ("notesMaster", _notes_master(), [("theme", "../theme/theme2.xml")]),
    }  # fmt: skip
    for name, layout in zip(names, layouts, strict=True):
        parts[name] = ("slideLayout", layout, [("slideMaster", f"../{masters[0][1]}")])
    return _package(parts, _core(about))


def _package(parts: dict[str, tuple[str, str, list[tuple[str, str]]]], core: str) -> io.BytesIO:
    """The parts of ppt/ (kind, XML, and kind and target of each relationship) as a file."""
    base = "application/vnd.openxmlformats-officedocument"
    types = {f"/ppt/{name}": f"{base}.{'' if kind == 'theme' else 'presentationml.'}{kind}+xml"
             for name, (kind, _, _) in parts.items()}  # fmt: skip
    types["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    start = [(f"{OFFICE}/officeDocument", "ppt/presentation.xml"),
             (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")]  # fmt: skip
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relationships(start),
        "docProps/core.xml": core,
    }
    for name, (_, content, related) in parts.items():
        folder, _, file = f"ppt/{name}".rpartition("/")
        files[f"ppt/{name}"] = content
        files[f"{folder}/_rels/{file}.rels"] = _relationships([(f"{OFFICE}/{kind}", to) for kind, to in related])
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(ZipInfo(name, DATE), XML + content)
    out.seek(0)
    return out


def _relationships(related: Sequence[tuple[str, str]]) -> str:
    inner = "".join(f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
                    for number, (kind, target) in enumerate(related, 1))  # fmt: skip
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _core(about: About) -> str:
    """Title and version of the file; no date and no name, so that the same data give the same file."""
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_clean(about.title))}</dc:title><dc:subject>{escape(_clean(about.subtitle))}</dc:subject>"
        f"<dc:language>en-GB</dc:language><cp:version>{escape(_clean(about.data_version))}</cp:version>"
        "</cp:coreProperties>"
    )


def _presentation() -> str:
    return (
        f'<p:presentation {SPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        '</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{Inches(WIDTH)}" cy="{Inches(HEIGHT)}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"<p:defaultTextStyle>{_level(1, 18, 'tx1')}</p:defaultTextStyle></p:presentation>"
    )


def _slide_master(theme: str, layouts: int) -> str:
    ids = "".join(f'<p:sldLayoutId id="{2147483648 + number}" r:id="rId{number}"/>' for number in range(1, layouts + 1))
    body = (3, "Text", 'type="body" idx="1"', (MARGIN, BODY_TOP, ROOM, BODY_HIGH), "Text", 0, "", "t")
    title = _level(1, TITLES[0], "tx1", LEADING, font="mj", bold=True)
    lists = _level(1, 20, "tx1") + "".join(_level(number, 20, "tx1", bullet=True) for number in range(2, 6))
    return (
        f'<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        f"<p:spTree>{GROUP}{''.join(_placeholder(*each) for each in (HEADLINE, body, FOOTER, NUMBER))}</p:spTree>"
        f"</p:cSld><p:clrMap {MAPS[theme]} {ACCENTS}/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>"
        f'<p:hf hdr="0" dt="0"/><p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{lists}</p:bodyStyle>'
        f"<p:otherStyle>{_level(1, 18, 'tx1')}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _layouts() -> list[str]:
    """The layouts by their names: title slide, figure, table, two columns."""
    second = MARGIN + ROOM - COLUMNS[1]
    opening = [
        (2, say.TITLE, 'type="ctrTitle" hasCustomPrompt="1"', (MARGIN, 1.60, ROOM, 2.2), say.PROMPTS[say.TITLE_SLIDE],
         OPENING[0], "tx1", "t"),
        (3, say.SUBTITLE, 'type="subTitle" idx="1" hasCustomPrompt="1"', (MARGIN, 3.9, ROOM - 1.5, 1.5),
         say.PROMPTS[say.SUBTITLE], 24, "tx2", "t"),
        (4, say.NOTICE, 'type="body" sz="quarter" idx="10" hasCustomPrompt="1"', (MARGIN, NOTICE[0], ROOM, NOTICE[1]),
         say.PROMPTS[say.NOTICE], 16, "accent4", "t"),
    ]  # fmt: skip
    caption = (3, say.CAPTION, 'type="body" sz="quarter" idx="10" hasCustomPrompt="1"', (MARGIN, 0.86, ROOM, 0.54),
               say.PROMPTS[say.CAPTION], 18, "tx2", "t")  # fmt: skip
    columns = [
        (3 + number, name, f'type="body" sz="half" idx="{number + 1}"', (left, BODY_TOP, wide, BODY_HIGH), say.TEXT,
         0, "", "t")
        for number, (name, left, wide) in enumerate([(say.LEFT, MARGIN, COLUMNS[0]), (say.RIGHT, second, COLUMNS[1])])
    ]  # fmt: skip
    bars = _bar(7, 1.32, 0.085, "accent1") + _bar(8, NOTICE[0] - 0.16, 0.014, "accent6")
    return [
        _layout(say.TITLE_SLIDE, 'type="title"', opening, bars),
        _layout(say.FIGURE, 'type="titleOnly"', [HEADLINE, NUMBER]),
        _layout(say.TABLE, 'userDrawn="1"', [HEADLINE, caption, FOOTER, NUMBER]),
        _layout(say.TWO_COLUMNS, 'type="twoObj"', [HEADLINE, *columns, FOOTER, NUMBER]),
    ]


def _layout(name: str, kind: str, placeholders: Sequence[tuple], drawn: str = "") -> str:
    return (
        f'<p:sldLayout {SPACES} {kind} preserve="1"><p:cSld name="{name}"><p:spTree>{GROUP}{drawn}'
        f"{''.join(_placeholder(*each) for each in placeholders)}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _notes_master() -> str:
    image = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{say.IMAGE}"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_frame((0.75, 0.6, 6.0, 3.375))}<a:noFill/></p:spPr></p:sp>"
    )
    notes = _placeholder(3, say.NOTES, 'type="body" sz="quarter" idx="3"', (0.75, 4.2, 6.0, 5.2), say.NOTES, 0, "", "t")
    return (
        f'<p:notesMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        f"<a:effectLst/></p:bgPr></p:bg><p:spTree>{GROUP}{image}{notes}</p:spTree></p:cSld>"
        f"<p:clrMap {MAPS['light']} {ACCENTS}/><p:notesStyle>{_level(1, 12, 'tx1')}</p:notesStyle></p:notesMaster>"
    )


def _placeholder(
    number: int,
    name: str,
    kind: str,
    box: tuple[float, float, float, float],
    prompt: str,
    size: float,
    colour: str,
    anchor: str,
) -> str:
    """A placeholder of a master or layout; without a size it looks as its master says."""
    right = "r" if 'type="sldNum"' in kind else "l"
    leading = LEADING if 'type="ctrTitle"' in kind else LINE
    style = _level(1, size, colour, leading, align=right, bold='type="ctrTitle"' in kind) if size else ""
    content = prompt if prompt.startswith("<") or not prompt else f'<a:r><a:rPr lang="en-GB"/><a:t>{prompt}</a:t></a:r>'
    paragraph = f'<a:p>{content}<a:endParaRPr lang="en-GB"/></a:p>'
    return _shape(number, name, f"<p:ph {kind}/>", _frame(box), _body(anchor), paragraph, style)


def _body(anchor: str) -> str:
    fit = "<a:noAutofit/>" if anchor == "b" else "<a:normAutofit/>"
    return f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">{fit}</a:bodyPr>'


def _shape(number: int, name: str, kind: str, frame: str, body: str, content: str, style: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{kind}</p:nvPr></p:nvSpPr><p:spPr>{frame}</p:spPr><p:txBody>{body}"
        f"<a:lstStyle>{style}</a:lstStyle>{content}</p:txBody></p:sp>"
    )


def _bar(number: int, top: float, high: float, colour: str) -> str:
    """A line across the slide, for the eye only."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Line {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_frame((MARGIN, top, ROOM, high))}<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p>'
        "</p:txBody></p:sp>"
    )


def _frame(box: tuple[float, float, float, float]) -> str:
    left, top, wide, high = map(Inches, box)
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def _level(
    number: int,
    size: float,
    colour: str,
    leading: float = LINE,
    align: str = "l",
    font: str = "mn",
    bold: bool = False,
    bullet: bool = False,
) -> str:
    """How text of one level of a list looks."""
    left, hang = (Inches(INDENT * (number - 1)), -Inches(INDENT)) if bullet else (0, 0)
    sign = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullet else "<a:buNone/>"
    return (
        f'<a:lvl{number}pPr marL="{left}" indent="{hang}" algn="{align}" defTabSz="914400" rtl="0" eaLnBrk="1" '
        f'latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPts val="{round(size * leading * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef>{sign}<a:defRPr lang="en-GB" sz="{round(size * 100)}" '
        f'b="{int(bold)}" kern="1200"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/></a:defRPr>'
        f"</a:lvl{number}pPr>"
    )


def _theme(name: str) -> str:
    """Colours and typefaces of the house, and the plainest of shapes."""
    theme = THEMES[name]
    light, dark = (theme.paper, theme.ink) if name == "light" else (theme.ink, theme.paper)
    pale, deep = (theme.band, theme.second) if name == "light" else (theme.second, theme.band)
    accents = (theme.data, theme.focus, theme.help, theme.grey, theme.outline, theme.grid)
    colours = {"dk1": dark, "lt1": light, "dk2": deep, "lt2": pale}
    colours |= {f"accent{number}": colour for number, colour in enumerate(accents, 1)}
    colours |= {"hlink": theme.data_text, "folHlink": theme.grey}
    scheme = "".join(f'<a:{role}><a:srgbClr val="{colour[1:]}"/></a:{role}>' for role, colour in colours.items())
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    # The fallback stands where PowerPoint looks when ours lacks a script; panose tells it what ours is like.
    face = (
        '<a:latin typeface="Source Sans 3" panose="020B0503030403020204"/>'
        f'<a:ea typeface="{FALLBACK}"/><a:cs typeface="{FALLBACK}"/>'
    )
    return (
        f'<a:theme {SPACES} name="Casebook"><a:themeElements><a:clrScheme name="Casebook {name}">{scheme}'
        f'</a:clrScheme><a:fontScheme name="Casebook"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}'
        f'</a:minorFont></a:fontScheme><a:fmtScheme name="Casebook"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f'<a:lnStyleLst>{"".join(f"""<a:ln w="{w}">{fill}</a:ln>""" for w in (9525, 12700, 19050))}</a:lnStyleLst>'
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _table_style() -> str:
    """Rows apart by thin lines, a strong one under the header."""
    text = '<a:fontRef idx="minor"/><a:schemeClr val="tx1"/>'
    none = "".join(_border(side, 0) for side in ("left", "right", "top"))
    inner = _border("bottom", 9525) + _border("insideH", 9525) + _border("insideV", 0)
    return (
        f'<a:tblStyleLst {SPACES} def="{TABLE_STYLE}"><a:tblStyle styleId="{TABLE_STYLE}" styleName="Casebook">'
        f"<a:wholeTbl><a:tcTxStyle>{text}</a:tcTxStyle><a:tcStyle><a:tcBdr>{none}{inner}</a:tcBdr>"
        f'<a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl><a:firstCol><a:tcTxStyle b="on">{text}</a:tcTxStyle>'
        f'<a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol><a:firstRow><a:tcTxStyle b="on">{text}</a:tcTxStyle>'
        f"<a:tcStyle><a:tcBdr>{_border('bottom', 25400, 'accent1')}</a:tcBdr></a:tcStyle></a:firstRow></a:tblStyle>"
        "</a:tblStyleLst>"
    )


def _border(side: str, width: int, colour: str = "accent6") -> str:
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>' if width else "<a:noFill/>"
    return f'<a:{side}><a:ln w="{width}" cmpd="sng">{fill}</a:ln></a:{side}>'
