"""The deck from hand-made notebooks: what stands on its slides, and that any program opens it as it is."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
from lxml import etree
from nbformat import v4 as nb
from PIL import Image
from pptx import Presentation
from pptx.util import Inches, Pt

from casebook import deck
from casebook.mime import FIGURE, TABLE
from casebook.report import About, Chapter
from casebook.sentences import slides

ABOUT = About(
    title="Takedowns",
    subtitle="What was found",
    data_version="1.2.3",
    sources=["Source: Eurojust, 2021. https://example.eu/a"],
    made_with=[],
    notice="Not endorsed.",
)
SPITE = (
    '=HYPERLINK("https://evil.example","x") +cmd|calc -1 @SUM(A1) <script>alert(1)</script> & ]]> '
    "$\\foo$ {x} %s \x00\x07\x1b[31m\ud800\uffff \u202e שלום 漢字 𝕏\r\n\tend"
)
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-1+2", "@SUM(A1)", '=HYPERLINK("https://evil.example")', "\t=1", "\r=1"]
LINE = "One action took down over 5 550 servers; the other three report from 11 to over 60 each"
CREDIT = "Source: Eurojust, 2021. Casebook data v1.2.3."
NAME = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}  # fmt: skip
EMBED = f"{{{NAME['r']}}}"


# --- notebooks made up for the tests ---------------------------------------------------------


def shown(kind: str, content: dict) -> dict:
    return nb.new_output("display_data", data={kind: content, "text/plain": "in words"})


def figure(name: str, headline: str = "A finding", **more: str) -> dict:
    alt = f"Dot plot. {headline}. Sparks over 60; K-boxes 11. A floor is open. {CREDIT}"
    told = {"name": name, "headline": headline, "alt": alt, "credit": CREDIT, "function": "f"}
    return shown(FIGURE, told | {"subtitle": "Servers, by action", "doubt": "A floor is open."} | more)


def table(rows=(("K-boxes", "11"),), columns=("Action", "Servers"), caption: str = "By action") -> dict:
    align = ["left", *["right"] * (len(columns) - 1)]
    return shown(TABLE, {"caption": caption, "columns": list(columns), "align": align, "rows": [*rows]})


def code(*outputs: dict) -> dict:
    return nb.new_code_cell("show()", outputs=list(outputs))


def chapter(*cells, name: str = "05-outcomes", title: str = "") -> Chapter:
    return Chapter(name, nb.new_notebook(cells=list(cells)), title)


class Deck:
    """A deck of figures, read by python-pptx and as a ZIP file; a picture is `high` inches high."""

    def __init__(self, folder: Path, *chapters: Chapter, high: float = 6.2, about: About = ABOUT, theme: str = "light"):
        outputs = [out for each in chapters for cell in each.notebook.cells for out in cell.get("outputs", [])]
        for number, output in enumerate(output for output in outputs if FIGURE in output["data"]):
            name = output["data"][FIGURE]["name"]
            if re.fullmatch(r"[a-z0-9-]+", name):
                Image.new("RGB", (640, round(high * 48)), (number, 9, 9)).save(folder / f"{name}.png")
        self.bytes = deck.deck(chapters, folder, about, theme)
        self.file = Presentation(BytesIO(self.bytes))
        self.slides = list(self.file.slides)
        self.zip = ZipFile(BytesIO(self.bytes))

    @property
    def titles(self) -> list[str]:
        return [slide.shapes.title.text_frame.text for slide in self.slides]

    def slide(self, title: str):
        return self.slides[self.titles.index(title)]

    def notes(self, title: str) -> str:
        return self.slide(title).notes_slide.notes_text_frame.text

    def tables(self) -> list:
        return [shape.table for slide in self.slides for shape in slide.shapes if shape.has_table]

    def xml(self) -> dict:
        names = [name for name in self.zip.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(self.zip.read(name)) for name in names}


def picture(slide):
    (found,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    return found


def box(shape) -> tuple[float, float, float, float]:
    """Left, top, right and bottom in inches."""
    left, top, wide, high = (value / Inches(1) for value in (shape.left, shape.top, shape.width, shape.height))
    return left, top, left + wide, top + high


def title_size(slide) -> float:
    size = slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size
    return size / Pt(1) if size else 30


def many(number: int) -> Chapter:
    """As many figures, a third of them profiles, with tables that fit and tables that do not."""
    kinds = ["profile-" if each % 3 == 2 else "" for each in range(number)]
    cells = [
        code(table([["a", "b"]] * (each % 15 + 1)), figure(f"{kind}case-{each}", f"{kind}{each}: {LINE}"))
        for each, kind in enumerate(kinds)
    ]
    return chapter(*cells)


def spiteful() -> Chapter:
    rows = [[SPITE, formula] for formula in FORMULAS]
    told = dict.fromkeys(("subtitle", "doubt", "alt", "credit"), SPITE)
    return chapter(
        code(table(rows, (SPITE, "=A1"), SPITE), figure("spite", SPITE, **told)),
        code(table([["x", formula] for formula in FORMULAS]), figure("formulas", "Second")),
        title=SPITE,
    )


def sample(folder: Path) -> Deck:
    return Deck(folder, many(7), spiteful())


# --- what is on the slides -------------------------------------------------------------------


def test_order_of_a_talk(tmp_path):
    names = ["profile-k-boxes", "servers-taken-down", "cooperation", "time-to-action", "overview", "timeline"]
    made = Deck(tmp_path, chapter(*[code(table(), figure(name, f"About {name}")) for name in names]))
    told = ["overview", "servers-taken-down", "timeline", "cooperation", "profile-k-boxes"]
    labels = ["Overview", "Servers taken down", "Timeline", "Cooperation", "Profile: About profile-k-boxes"]
    assert made.titles == [
        "Takedowns", *[f"About {name}" for name in told],
        *[f"The numbers behind “{label}”" for label in labels], slides.ENDING,
    ]  # fmt: skip
    assert [slide.slide_layout.name for slide in made.slides] == [
        "Title slide", *["Figure"] * 5, *["Table"] * 5, "Two columns",
    ]  # fmt: skip


def test_a_figure_is_shown_once_though_two_notebooks_show_it(tmp_path):
    made = Deck(tmp_path, chapter(code(figure("overview", "First"))), chapter(code(figure("overview", "Again"))))
    assert made.titles == ["Takedowns", "First", slides.ENDING]


def test_the_first_and_the_last_slide_say_what_this_is_and_is_not(tmp_path):
    made = Deck(tmp_path, many(1))
    first, last = (
        "\n".join(shape.text_frame.text for shape in slide.shapes) for slide in (made.slides[0], made.slides[-1])
    )
    assert all(text in first for text in ("Takedowns", "What was found", "Not endorsed.", "1.2.3"))
    assert all(text in last for text in (*slides.LIMITS, "Eurojust, 2021. https://example.eu/a", "v1.2.3"))


@pytest.mark.parametrize(("headline", "high", "lines"), [("One line", 6.65, 1), (LINE, 6.2, 2), (LINE, 5.6, 2)])
def test_the_headline_is_the_title_and_the_picture_fills_what_is_below(tmp_path, headline, high, lines):
    slide = Deck(tmp_path, chapter(code(figure("overview", headline))), high=high).slide(headline)
    left, top, right, bottom = box(picture(slide))
    assert (left, right, bottom) == (0, pytest.approx(40 / 3), pytest.approx(7.5))
    assert bottom - top == pytest.approx(high, abs=0.02)
    shown = picture(slide)
    assert not any((shown.crop_left, shown.crop_top, shown.crop_right, shown.crop_bottom))
    assert slide.shapes.title.placeholder_format.type == 1 and title_size(slide) == 30
    assert box(slide.shapes.title)[3] == pytest.approx(top, abs=0.01)
    assert deck._title_lines(headline, 30) == lines


@pytest.mark.parametrize("headline", [LINE * 2, "w" * 500, "word " * 300, "漢" * 200, "a b " * 60 + "wide" * 40])
@pytest.mark.parametrize("high", [5.6, 6.2, 6.65, 7.2, 7.5])
def test_a_headline_never_runs_into_its_picture(tmp_path, headline, high):
    made = Deck(tmp_path, chapter(code(figure("overview", headline))), high=high)
    slide = made.slides[1]
    title, size = slide.shapes.title, title_size(slide)
    lines = deck._title_lines(title.text_frame.text, size)
    assert lines <= 2 and size >= 20
    assert box(title)[1] + lines * size * deck.LEADING / 72 <= box(picture(slide))[1] + 0.02
    left, top, right, bottom = box(picture(slide))
    assert left >= 0 and right <= 13.34 and bottom == pytest.approx(7.5, abs=0.01)
    assert (right - left) / (bottom - top) == pytest.approx(40 / 3 / high, rel=0.01)
    assert headline.strip()[1:] in slide.notes_slide.notes_text_frame.text


def test_notes_hold_what_to_say_and_what_to_keep_in_mind(tmp_path):
    made = Deck(tmp_path, chapter(code(table(), figure("overview", LINE))))
    assert made.notes(LINE).split("\n") == [
        "WHAT TO SAY", f"{LINE}.", "Sparks over 60.", "K-boxes 11.", "",
        "WHAT IS SHOWN", "Dot plot.", "Servers, by action.", "",
        "WHAT TO KEEP IN MIND", "A floor is open.", "Not endorsed.", "",
        "WHERE IT COMES FROM", CREDIT, "The numbers behind this figure are on slide 3.",
    ]  # fmt: skip


def test_notes_of_a_figure_that_tells_little(tmp_path):
    bare = figure("overview", LINE, alt="Something else. More of it.", credit="Source: A.")
    del bare["data"][FIGURE]["subtitle"], bare["data"][FIGURE]["doubt"]
    notes = Deck(tmp_path, chapter(code(bare))).notes(LINE)
    assert f"{LINE}.\nSomething else." in notes and "More of it." in notes
    assert notes.endswith("Source: A.\nData version 1.2.3.")


def test_what_to_keep_in_mind_is_said_once(tmp_path):
    alt = f"Dot plot. {LINE}. Sparks over 60. A floor is open. Words stay words. {CREDIT}"
    notes = Deck(tmp_path, chapter(code(figure("overview", LINE, alt=alt)))).notes(LINE)
    assert notes.count("A floor is open.") == 1 and "A floor is open.\nWords stay words.\nNot endorsed." in notes


def test_of_many_sources_a_note_names_six(tmp_path):
    few = slides.few_sources("Sources: A; B; C; D; E; F; G. Casebook data v1.")
    assert few == "Sources: A; B; C; D; E; F; and 1 more, all in the report’s list of sources. Casebook data v1."
    credit = f"Sources: {'; '.join(f'Paper {each}' for each in range(9))}. Casebook data v1.2.3."
    notes = Deck(tmp_path, chapter(code(figure("overview", LINE, credit=credit)))).notes(LINE)
    assert "Paper 5; and 3 more" in notes and "Paper 6" not in notes and "Casebook data v1.2.3." in notes
    assert slides.few_sources(CREDIT) == CREDIT


def test_the_first_and_the_last_slide_have_notes_too(tmp_path):
    made = Deck(tmp_path, many(1))
    first, last = (made.slides[place].notes_slide.notes_text_frame.text for place in (0, -1))
    assert first.split("\n") == ["WHAT TO SAY", "What was found.", "",
                                 "WHAT TO KEEP IN MIND", "Not endorsed.", "Data version 1.2.3."]  # fmt: skip
    assert all(limit in last for limit in slides.LIMITS) and "Eurojust, 2021. https://example.eu/a" in last


# --- tables ----------------------------------------------------------------------------------


def test_no_line_of_a_table_ends_within_a_number(tmp_path):
    made = Deck(tmp_path, chapter(code(table([["K-boxes", "over 5 550, EUR 4.8 million"]]), figure("overview", LINE))))
    (shown,) = made.tables()
    assert shown.rows[1].cells[1].text == "over\u00a05\u202f550, EUR\u00a04.8\u00a0million"


def test_a_table_can_be_edited_and_is_large_enough_to_read(tmp_path):
    rows = [["Sparks Group", "over\u00a060"], ["K-boxes", "11"]]
    made = Deck(tmp_path, chapter(code(table(rows)), code(figure("servers-taken-down", LINE))))
    slide = made.slide("The numbers behind “Servers taken down”")
    (frame,) = [shape for shape in slide.shapes if shape.has_table]
    assert [[cell.text for cell in row.cells] for row in frame.table.rows] == [["Action", "Servers"], *rows]
    assert frame.table.first_row and frame.table.first_col and not frame.table.horz_banding
    assert "By action" in [shape.text_frame.text for shape in slide.placeholders]
    assert CREDIT in [shape.text_frame.text for shape in slide.placeholders]
    assert "slide 2" in slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize(
    ("rows", "columns", "there"),
    [(12, 2, True), (13, 2, False), (3, 8, True), (3, 9, False), (0, 2, False), (1, 1, True)],
)
def test_only_tables_that_fit_a_slide_are_there(tmp_path, rows, columns, there):
    made = Deck(tmp_path, chapter(code(table([["x"] * columns] * rows, ["c"] * columns), figure("overview", LINE))))
    assert bool(made.tables()) == there
    where = "are on slide 3" if there else "It is in the report, and in overview.csv."
    assert where in made.notes(LINE)


def test_a_table_whose_text_would_overflow_is_left_out(tmp_path):
    made = Deck(tmp_path, chapter(code(table([["long text " * 60] * 2] * 9), figure("overview", LINE))))
    assert not made.tables() and "too large for a slide" in made.notes(LINE)


def test_a_table_belongs_to_the_figure_right_after_it(tmp_path):
    cells = [code(table()), nb.new_markdown_cell("Words between."), code(figure("overview", "No table")),
             code(table()), code(shown("text/html", "between"), figure("timeline", "None either")),
             code(table()), code(), code(figure("cooperation", "Its own"))]  # fmt: skip
    made = Deck(tmp_path, chapter(*cells))
    assert made.titles[4:-1] == ["The numbers behind “Cooperation”"]
    assert "numbers behind" not in made.notes("No table")


@pytest.mark.parametrize("words", ["x", "several words in each", "EUR 4.8 million", "w" * 90])
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (4, 8), (12, 3), (12, 8)])
def test_tables_stay_inside_the_slide_in_the_widest_typeface(words, rows, columns):
    grid = deck._grid(table([[words] * columns] * rows, [f"Heading {each}" for each in range(columns)])["data"][TABLE])
    if grid is None:
        assert rows * columns > 30 and words != "x"
        return
    assert grid.size >= 14 and sum(grid.widths) <= deck.ROOM + 0.001
    widest = deck._row_heights(grid.cells, grid.widths, grid.size, deck.DEJAVU)
    assert sum(grid.heights) <= sum(widest) <= deck.FOOT - deck.BODY_TOP


# --- any number of figures, any text ---------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 4, 12, 40])
def test_any_number_of_figures(tmp_path, number):
    made = Deck(tmp_path, many(number))
    assert len(made.slides) == 2 + number + len(made.tables())
    assert len(set(made.titles)) == len(made.titles)
    for position, slide in enumerate(made.slides, 1):
        look_at(slide, position)


def look_at(slide, position: int) -> None:
    """Whatever a slide holds is inside it, has words for those who do not see it, and a number below."""
    assert slide.shapes[0] == slide.shapes.title
    for shape in slide.shapes:
        left, top, right, bottom = box(shape)
        assert left >= -0.001 and top >= -0.001 and right <= 40 / 3 + 0.001 and bottom <= 7.501
        if shape.is_placeholder:
            assert shape.text_frame.text.strip()
        else:
            assert shape.element.xpath(".//p:cNvPr")[0].get("descr").strip()
    numbers = [shape.text_frame.text for shape in slide.placeholders if shape.name == "Slide number"]
    assert numbers == ([] if position == 1 else [str(position)])
    for element in slide.element.iter(f"{{{NAME['a']}}}rPr"):
        assert element.get("lang") == "en-GB"
    sizes = [int(size) for size in slide.element.xpath(".//@sz") if size.isdigit()]
    assert min(sizes, default=1400) >= 1400


def test_the_same_headline_twice_makes_two_titles(tmp_path):
    made = Deck(tmp_path, chapter(*[code(figure(name, "w" * 300)) for name in ("one", "two", "three")]))
    assert len(set(made.titles)) == 5


def test_text_stays_text(tmp_path):
    made = sample(tmp_path)
    for position, slide in enumerate(made.slides, 1):
        look_at(slide, position)
    cells = {cell.text for shown in made.tables() for row in shown.rows for cell in row.cells}
    assert {formula.strip() for formula in FORMULAS} <= cells
    for name, root in made.xml().items():
        assert not root.xpath("//a:hlinkClick | //a:hlinkHover | //a:hlinkMouseOver", namespaces=NAME), name
        assert not root.xpath("//@TargetMode"), name
    text = "".join(shape.text_frame.text for slide in made.slides for shape in slide.shapes if shape.has_text_frame)
    assert "\ufffd" in text and "_x00" not in text and not re.search("[\x00-\x08\x0e-\x1f\u202e\uffff]", text)


def test_without_subtitle_notice_and_caption_no_empty_box_is_left(tmp_path):
    about = About(title="T", subtitle="", data_version="1", sources=[], made_with=[])
    made = Deck(tmp_path, chapter(code(table(caption=""), figure("overview", ""))), about=about)
    assert made.titles[1] == "Overview"
    for position, slide in enumerate(made.slides, 1):
        look_at(slide, position)


def test_many_sources_are_counted_where_they_find_no_place(tmp_path):
    sources = [f"Source: {'A long title of a source ' * 4}{each}." for each in range(40)]
    about = About(title="T", subtitle="S", data_version="1", sources=sources, made_with=[])
    words = [shape.text_frame.text for shape in Deck(tmp_path, many(1), about=about).slides[-1].placeholders]
    kept = sum(f" {each}." in words[2].split("\n")[each + 3] for each in range(len(words[2].split("\n")) - 4))
    assert words[2].endswith(f"and {40 - kept} more, {slides.LISTED}") and 0 < kept < 40


def test_a_picture_that_is_missing_and_a_name_that_is_none(tmp_path):
    with pytest.raises(FileNotFoundError, match="overview"):
        deck.deck([chapter(code(figure("overview")))], tmp_path, ABOUT)
    with pytest.raises(ValueError, match="a-z, 0-9"):
        Deck(tmp_path, chapter(code(figure("../../etc/passwd"))))


# --- the file --------------------------------------------------------------------------------


def test_there_is_no_workbook_in_which_a_text_could_act_as_a_formula(tmp_path):
    made = sample(tmp_path)
    assert not [name for name in made.zip.namelist() if re.search(r"(?i)xls|embed|chart|oleObject|\.bin$", name)]
    types = made.zip.read("[Content_Types].xml").decode()
    assert not re.search("(?i)spreadsheet|chart|oleobject|macro|vba", types)


def test_nothing_is_left_of_a_template(tmp_path):
    made = sample(tmp_path)
    kinds = Counter(re.sub(r"\d+", "", name.rsplit("/", 1)[0]) for name in made.zip.namelist())
    assert kinds["ppt/slideLayouts"] == 4 and kinds["ppt/slideMasters"] == kinds["ppt/notesMasters"] == 1
    assert not [name for name in made.zip.namelist() if re.search("printer|thumbnail|embeddings|app.xml", name)]
    text = b"".join(made.zip.read(name) for name in made.zip.namelist() if name.endswith(".xml"))
    assert not re.search(rb"(?i)click to|canny|python-pptx|Office Theme|lang=\"en-US\"", text)
    layouts = [layout.name for layout in made.file.slide_layouts]
    assert layouts == ["Title slide", "Figure", "Table", "Two columns"]
    theme = made.zip.read("ppt/theme/theme1.xml").decode()
    assert all(word in theme for word in ("Source Sans 3", "Calibri", "1A1A1A", "0072B2", "D55E00", "595959"))
    assert (made.file.slide_width, made.file.slide_height) == (12192000, 6858000)


def test_every_relationship_leads_to_a_part_and_every_part_is_named_once(tmp_path):
    made = sample(tmp_path)
    names, xml = made.zip.namelist(), made.xml()
    assert len(set(names)) == len(names) and names[0] == "[Content_Types].xml"
    for name, root in xml.items():
        if name.endswith(".rels"):
            base = Path(name).parent.parent
            targets = [os.path.normpath(base / link.get("Target").lstrip("/")) for link in root]
            assert set(targets) <= set(names), name
        else:
            related = xml.get(str(Path(name).parent / "_rels" / f"{Path(name).name}.rels"), [])
            used = {value for element in root.iter() for key, value in element.attrib.items() if key.startswith(EMBED)}
            assert used <= {link.get("Id") for link in related}, name
            ids = [element.get("id") for element in root.iter(f"{{{NAME['p']}}}cNvPr")]
            assert len(set(ids)) == len(ids), name
    typed = {part.get("PartName", "").lstrip("/") for part in xml["[Content_Types].xml"]}
    assert {name for name in names if name.startswith("ppt/") and name.endswith(".xml")} <= typed


def test_the_dark_deck_is_dark(tmp_path):
    made = Deck(tmp_path, many(1), theme="dark")
    master, theme = (made.zip.read(f"ppt/{name}1.xml").decode() for name in ("slideMasters/slideMaster", "theme/theme"))
    assert 'bg1="dk1"' in master and '<a:dk1><a:srgbClr val="10202E"/>' in theme


def test_same_bytes_wherever_and_whenever(tmp_path):
    (tmp_path / "here").mkdir()
    expected = hashlib.sha256(sample(tmp_path / "here").bytes).hexdigest()
    places = {"TZ": "Asia/Kathmandu", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    elsewhere = tmp_path / "é $x '"
    elsewhere.mkdir()
    script = (
        "import hashlib, pathlib, sys; sys.path.insert(0, sys.argv[1]); import test_deck; "
        "print(hashlib.sha256(test_deck.sample(pathlib.Path()).bytes).hexdigest())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent)],
        cwd=elsewhere, env=os.environ | places, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.stdout.strip() == expected, ran.stderr


def test_no_dates_in_the_file(tmp_path):
    made = sample(tmp_path)
    assert {entry.date_time for entry in made.zip.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = made.zip.read("docProps/core.xml").decode()
    assert "<dc:title>Takedowns</dc:title>" in core and not re.search("created|modified|creator", core)


# --- in LibreOffice --------------------------------------------------------------------------


def convert(file: Path) -> Path | None:
    """The PDF that LibreOffice makes of a presentation."""
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    program = shutil.which("soffice") or shutil.which("libreoffice")
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(command, capture_output=True, timeout=180)
    made = file.with_suffix(".pdf")
    return made if made.exists() else None


def test_libreoffice_shows_every_slide(tmp_path):
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed")
    made = sample(tmp_path)
    (tmp_path / "deck.pptx").write_bytes(made.bytes)
    pdf = convert(tmp_path / "deck.pptx")
    if not pdf:
        Presentation().save(tmp_path / "plain.pptx")
        assert not convert(tmp_path / "plain.pptx"), "LibreOffice opens other presentations, but not the deck"
        pytest.skip("LibreOffice is installed without Impress (libreoffice-impress)")
    pages = pypdf.PdfReader(pdf).pages
    assert len(pages) == len(made.slides)
    assert float(pages[0].mediabox.width) / float(pages[0].mediabox.height) == pytest.approx(16 / 9, rel=0.01)
    assert "Takedowns" in pages[0].extract_text() and "conviction" in pages[-1].extract_text()
