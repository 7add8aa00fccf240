"""The report on paper: what a screen reader, a printer and Word find in the PDF and the Word file."""

from __future__ import annotations

import base64
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from nbformat import v4 as nb
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from test_report_parts import (
    ABOUT,
    PNG,
    SVG,
    USUAL,
    chapter,
    code,
    figure,
    markdown,
    shown,
    table,
    text,
)

from casebook import report
from casebook.report import About, Source, assemble, paper
from casebook.report.tree import as_text, walk

NAMES = ("servers-taken-down", "timeline", "profile-sparks", "profile-k-boxes")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = [
    '#import "@preview/x:1.0.0"',
    "#{panic()} #eval",
    "$x$ \\alpha",
    "*stars* _lines_ `code`",
    "@ref <label>",
    "// no comment /* */",
    "\\u{41} \\#",
    '=HYPERLINK("https://evil.example")',
    "<script>alert(1)</script>",
    "</w:t></w:r><w:p/> &amp; ]]>",
    "[x](javascript:alert(1))",
    "{title} {data-version}",
    "= Heading",
    "w" * 120,
    "שלום",
]
SPITE = " ".join(HOSTILE)
UNSEEN = "a\u202eb\u200bc"  # turned in direction, broken


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    for name in NAMES:
        (folder / f"{name}.svg").write_text(SVG, encoding="utf-8")
        (folder / f"{name}.png").write_bytes(base64.b64decode(PNG))
    return folder


@pytest.fixture(scope="module")
def usual_pdf(figures) -> PdfReader:
    return PdfReader(io.BytesIO(report.pdf(USUAL, figures, ABOUT)))


@pytest.fixture(scope="module")
def usual_docx(figures) -> bytes:
    return report.docx(USUAL, figures, ABOUT)


@pytest.fixture
def pdf(figures):
    """The PDF of cells in one chapter."""
    return lambda *cells: PdfReader(io.BytesIO(report.pdf([chapter("00-x", *cells)], figures, ABOUT)))


@pytest.fixture
def word(figures):
    """The body of the Word file of cells in one chapter."""
    return lambda *cells: _body(report.docx([chapter("00-x", *cells)], figures, ABOUT))


def _spiteful(about: str = SPITE) -> tuple[list, About]:
    """A report with nasty text wherever text can be."""
    shown_by = [table(about, [(about, about)], (about, about)), figure(alt=about, credit=about, function=about)]
    shown_by += [text(about), text(about, as_list=True), nb.new_output("stream", name="stdout", text=about)]
    more = [markdown(line) for line in HOSTILE]
    whole = About(about, about, about, [Source(about, about, about, about)], [(about, about)], about)
    return [chapter("00-x", code(about, *shown_by), *more, title=about)], whole


def _headings(tree: dict) -> list[tuple[int, str]]:
    found = []
    walk(tree["blocks"], lambda one: found.append(one["c"]) or one if one["t"] == "Header" else one)
    return [(level, as_text(title)) for level, _, title in found]


# --- the PDF: what is in it ------------------------------------------------------------------


def _tags(pdf: PdfReader) -> Iterator[DictionaryObject]:
    """The elements of the structure, in reading order."""
    left = [pdf.root_object["/StructTreeRoot"]]
    while left:
        one = left.pop()
        if "/S" in one:
            yield one
        kids = one.get("/K", [])
        kids = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
        left += [kid for kid in reversed(kids) if isinstance(kid, DictionaryObject)]


def _kinds(pdf: PdfReader) -> list[str]:
    return [str(tag["/S"]) for tag in _tags(pdf)]


def _text(pdf: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def _solid(text: str) -> str:
    """Without spaces: lines may be broken anywhere."""
    return re.sub(r"\s", "", text)


def _outline(pdf: PdfReader) -> list[tuple[int, str]]:
    def flat(entries: list, level: int) -> Iterator[tuple[int, str]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry, level + 1)
            else:
                yield level, entry.title

    return list(flat(pdf.outline, 1))


def _links(pdf: PdfReader) -> Iterator[DictionaryObject]:
    for page in pdf.pages:
        yield from (link.get_object() for link in page.get("/Annots", []))


def test_the_pdf_says_that_it_is_accessible_and_what_it_is(usual_pdf):
    root = usual_pdf.root_object
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert usual_pdf.metadata.title == "Takedowns" and usual_pdf.metadata.subject == "What was found"


def test_the_pdf_holds_no_date_no_script_and_no_file(usual_pdf):
    assert not {"/CreationDate", "/ModDate"} & set(usual_pdf.metadata)
    root = usual_pdf.root_object
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root) and set(root.get("/Names", {})) <= {"/Dests"}
    assert "CreateDate" not in root["/Metadata"].get_data().decode()


def test_every_page_is_a4(usual_pdf):
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in usual_pdf.pages} == {(595, 842)}


def test_every_heading_is_a_bookmark_in_its_order(usual_pdf):
    assert _outline(usual_pdf) == [(1, "Contents"), *_headings(assemble(USUAL, ABOUT))]


def test_headings_figures_tables_lists_and_contents_are_tagged_as_such(usual_pdf):
    kinds = _kinds(usual_pdf)
    headings = _headings(assemble(USUAL, ABOUT))
    assert [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)] == [1, *(level for level, _ in headings)]
    assert kinds.count("/Figure") == 4 and kinds.count("/Table") == 4 and kinds.count("/THead") == 4
    assert {"/TOC", "/TOCI", "/L", "/LI", "/Caption", "/P", "/Link", "/Note"} <= set(kinds)


def test_every_picture_has_its_alternative_text_and_is_no_pixels(usual_pdf):
    assert [tag["/Alt"] for tag in _tags(usual_pdf) if tag["/S"] == "/Figure"] == ["One of them"] * 4
    assert not [page for page in usual_pdf.pages if page.images]


def test_every_table_starts_with_header_cells(usual_pdf):
    for one in (tag for tag in _tags(usual_pdf) if tag["/S"] == "/Table"):
        parts = [kid.get_object() for kid in one["/K"]]
        assert [str(part["/S"]) for part in parts][-2:] == ["/THead", "/TBody"]
        cells = [cell.get_object() for cell in parts[-2]["/K"][0].get_object()["/K"]]
        assert {str(cell["/S"]) for cell in cells} == {"/TH"}


def test_the_fonts_are_ours_and_in_the_file(usual_pdf):
    names = set()
    for page in usual_pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"]), below["/BaseFont"]
            names.add(below["/BaseFont"].split("+")[1])
    assert names == {"SourceSans3-Regular", "SourceSans3-SemiBold", "DejaVuSansMono"}  # the last for names of files


# --- the PDF: how it reads -------------------------------------------------------------------


def test_the_cover_says_what_the_report_is_and_is_not(usual_pdf):
    cover = " ".join(usual_pdf.pages[0].extract_text().split())
    for words in ("Takedowns", "What was found", "What it is not", "Not endorsed.", "Version 1.2.3", "2020 actions."):
        assert words in cover


def test_the_contents_give_the_page_on_which_each_chapter_starts(usual_pdf):
    listed = dict(re.findall(r"^(.+?)[ .]*(\d+)$", usual_pdf.pages[1].extract_text(), flags=re.MULTILINE))
    for title in ("Findings", "When?", "Glossary", "k-boxes"):
        assert title in usual_pdf.pages[int(listed[title]) - 1].extract_text().split("\n"), title


def test_chapters_and_profiles_begin_a_page(usual_pdf):
    pages = {entry.title: usual_pdf.get_destination_page_number(entry) for entry in _flat(usual_pdf.outline)}
    starts = [pages[title] for title in ("Contents", "Findings", "When?", "sparks", "k-boxes", "Glossary")]
    assert starts == sorted(set(starts)) and pages["sparks"] == pages["Annex: the cases one by one"]


def _flat(entries: list) -> Iterator:
    for entry in entries:
        yield from _flat(entry) if isinstance(entry, list) else [entry]


def test_head_and_foot_name_report_chapter_version_and_page(usual_pdf):
    lines = usual_pdf.pages[3].extract_text().split("\n")
    assert lines[:2] == ["Takedowns When?", "When?"] and lines[-1] == "Data version 1.2.3 4"
    assert "Data version" not in usual_pdf.pages[0].extract_text()


def test_code_is_left_out_and_each_figure_has_its_table_below(usual_pdf):
    whole = _text(usual_pdf)
    assert "show(t)" not in whole and 'cases = "all"' not in whole
    places = [whole.index(words) for words in ("Figure 1. Servers taken down.", "Figure 1 in numbers.", "K-boxes")]
    assert places == sorted(places)


def test_links_lead_to_https_or_to_a_place_in_the_report(usual_pdf):
    links = list(_links(usual_pdf))
    outside = {link["/A"]["/URI"] for link in links if "/A" in link}
    assert outside == {"https://example.eu/a"} and len(links) > 20
    assert all("/Dest" in link or "/A" in link for link in links) and all(link["/Contents"] for link in links)


def test_the_header_of_a_long_table_is_repeated_and_a_short_one_stays_whole(pdf):
    rows = [(f"case {number}", "1") for number in range(90)]
    whole = pdf(markdown("# X"), code("t", table(rows=rows)))
    pages = [said for said in (page.extract_text() for page in whole.pages) if "case " in said]
    assert len(pages) > 1 and all("Action Servers" in said for said in pages)
    paragraphs = [markdown("Words.\n\n" * count) for count in (12, 14, 16, 18)]
    for filler in paragraphs:
        short = pdf(markdown("# X"), filler, code("t", table(rows=[(f"row{n}", "1") for n in range(12)])))
        assert sum("row0" in page.extract_text() for page in short.pages) == 1
        page = next(page.extract_text() for page in short.pages if "row0" in page.extract_text())
        assert "row11" in page and "Table 1." in page


def test_a_report_that_is_not_accessible_is_refused(pdf):
    with pytest.raises(RuntimeError, match=r"report\.pdf: PDF/UA-1 error: missing alt text"):
        pdf(code("f", figure(alt="")))


def test_a_figure_that_was_not_saved_is_refused(pdf, word):
    for form, name in ((pdf, r"never-saved\.svg"), (word, r"never-saved\.png")):
        with pytest.raises(FileNotFoundError, match=name):
            form(code("f", figure("never-saved")))


# --- the widths of columns -------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [["a", "b"], ["short", "1"]],
        [["Action", "Words"], ["K-boxes", "many words " * 40]],
        [["x" * 30] * 9, ["many words " * 9] * 9],
        [["w" * 400] * 3],
        [["Narrow", *["W" * 40] * 12]],
        [["", ""], ["", ""]],
    ],
    ids=["short", "one long", "too much", "one word", "thirteen", "empty"],
)
def test_columns_fit_the_page_and_their_words(rows):
    shares = paper.widths(rows)
    assert sum(shares) <= 1.0001 and min(shares) > 0
    rooms = [share * paper.ROOM - paper.GUTTER for share in shares]
    words = [max(map(paper.width, " ".join(texts).split()), default=0) for texts in zip(*rows, strict=True)]
    if sum(words) + len(rooms) * paper.GUTTER <= paper.ROOM:
        assert all(word <= room + 0.01 for word, room in zip(words, rooms, strict=True))


def test_a_table_is_no_wider_than_its_texts_and_long_ones_get_the_room():
    assert sum(paper.widths([["a", "b"], ["c", "d"]])) < 0.1
    narrow, wide = paper.widths([["Action", "Words"], ["K-boxes", "many words " * 40]])
    assert narrow * paper.ROOM < paper.width("K-boxes") + paper.GUTTER + 2 and wide > 0.8


def test_a_table_of_very_many_columns_is_still_set(pdf, word):
    names = [f"Case {number}" for number in range(60)]
    many = table("Too many", [names], names)
    many["data"][report.TABLE]["align"] = ["left"] * 60
    assert pdf(code("t", many)).pages and list(word(code("t", many)).iter(f"{W}tbl"))


def test_words_wider_than_a_page_are_broken_and_copied_whole(pdf):
    long = "https://example.org/" + "path/" * 60
    whole = pdf(code("t", text(long), table(rows=[(long, "1")])))
    assert _solid(_text(whole)).count(long) == 2
    right = []
    for page in whole.pages:
        page.extract_text(visitor_text=lambda said, cm, tm, font, size: right.append(cm[4] + tm[4]))
    assert max(right) < 595 - 56


# --- text from data --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spiteful(figures) -> tuple[PdfReader, bytes]:
    chapters, about = _spiteful()
    return PdfReader(io.BytesIO(report.pdf(chapters, figures, about))), report.docx(chapters, figures, about)


def test_hostile_text_is_shown_in_the_pdf_as_it_is(spiteful):
    whole = spiteful[0]
    said = _solid(_text(whole))
    for line in HOSTILE[:-1]:
        assert said.count(_solid(line)) > 8, line
    assert {link["/A"]["/URI"] for link in _links(whole) if "/A" in link} <= {"https://evil.example"}  # from Markdown
    assert whole.metadata.title == SPITE
    assert [tag["/Alt"] for tag in _tags(whole) if tag["/S"] == "/Figure"] == [SPITE]


def test_hostile_text_is_shown_in_word_as_it_is(spiteful):
    made = spiteful[1]
    body = _body(made)
    said = "\n".join(_words(paragraph) for paragraph in body.iter(f"{W}p"))
    for line in HOSTILE:
        assert said.count(line) > 7, line
    fields = {one.text.split()[0] for part in _parts(made).values() for one in part.iter(f"{W}instrText")}
    assert fields == {"TOC", "STYLEREF", "PAGE"} and not list(body.iter(f"{W}fldSimple"))
    assert set(_targets(made)) <= {"https://evil.example"}
    assert docx.Document(io.BytesIO(made)).core_properties.title == SPITE
    assert [one.get("descr") for one in body.iter() if one.tag.endswith("}docPr")] == [SPITE]


def test_characters_that_no_font_has_are_named_and_unseen_ones_are_gone(pdf):
    said = _text(pdf(code("t", text("中 🙂 Ж ž ≥ ə"), text(UNSEEN), table(rows=[("中", UNSEEN)]))))
    assert "[U+4E2D] [U+1F642] Ж ž ≥ ə" in said and _solid(said).count("[U+4E2D]") == 2
    assert said.count("abc") == 2


def test_pictures_of_other_kinds_appear_in_both(pdf, word):
    cells = [
        code("a", shown(image__png=PNG, text__plain="A plot")),
        markdown("![Seen](attachment:a.png)", attachments={"a.png": {"image/png": PNG}}),
        code("b", shown(**{"image/svg+xml": SVG, "text/plain": "Drawn"})),
    ]
    assert [tag["/Alt"] for tag in _tags(pdf(*cells)) if tag["/S"] == "/Figure"] == ["A plot", "Seen", "Drawn"]
    body = word(*cells)
    assert [one.get("descr") for one in body.iter() if one.tag.endswith("}docPr")] == ["A plot", "Seen"]
    assert "Drawn" in [_words(paragraph) for paragraph in body.iter(f"{W}p")]


def test_all_that_markdown_can_say_is_drawn(pdf, word):
    source = (
        "# X\n\n*em* **strong** ~~gone~~ `code` [link](https://example.org)\\\nbroken\n\n> quoted\n\n1. one\n2. two\n"
        "   - inner\n\n---\n\n```\ncode\n  block\n```\n\n| a | b |\n|---|--:|\n| c | 1 |\n\n- [x] done\n\n"
        "Noted.[^1]\n\n[^1]: Note."
    )
    for said in (_text(pdf(markdown(source))), "\n".join(map(_words, word(markdown(source)).iter(f"{W}p")))):
        for words in ("em", "gone", "code", "link", "quoted", "two", "inner", "  block", "done", "Noted."):
            assert words in said


# --- the Word file ---------------------------------------------------------------------------


def _parts(made: bytes) -> dict[str, ElementTree.Element]:
    with ZipFile(io.BytesIO(made)) as file:
        return {name: ElementTree.fromstring(file.read(name)) for name in file.namelist() if not name.endswith(".png")}


def _body(made: bytes) -> ElementTree.Element:
    return _parts(made)["word/document.xml"]


def _words(paragraph: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def _targets(made: bytes) -> list[str]:
    """The addresses outside that the file leads to."""
    relations = [one for name, part in _parts(made).items() if name.endswith(".rels") for one in part]
    return [one.get("Target") for one in relations if one.get("TargetMode") == "External"]


def test_word_finds_title_headings_and_their_levels(usual_docx):
    paragraphs = docx.Document(io.BytesIO(usual_docx)).paragraphs
    styled = [(paragraph.style.name, paragraph.text) for paragraph in paragraphs]
    assert styled[:2] == [("Title", "Takedowns"), ("Subtitle", "What was found")]
    assert [text for style, text in styled if style == "Cover"][3:] == [
        "Data\tVersion 1.2.3",
        "Sources\t2020 actions. Eurojust, published perhaps 27 October 2021. https://example.eu/a",
    ]
    headings = [(int(style[-1]), text) for style, text in styled if style.startswith("Heading")]
    assert headings == _headings(assemble(USUAL, ABOUT))


def test_chapters_and_profiles_begin_a_page_in_word(usual_docx):
    paragraphs = _body(usual_docx).iter(f"{W}p")
    broken = [_words(one) for one in paragraphs if one.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert broken == ["Findings", "When?", "Annex: the cases one by one", "k-boxes", "Glossary"]


def test_the_contents_in_word_are_a_field_filled_with_links_that_lead_somewhere(usual_docx):
    body = _body(usual_docx)
    fields = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert fields == ["begin", "separate", "end"] and not body.findall(".//*[@w:dirty]", {"w": W[1:-1]})
    known = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    anchors = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")]
    assert set(anchors) <= known and len(anchors) > 20
    entries = [one for one in body.iter(f"{W}p") if _style(one).startswith("TOC")][1:]
    headings = [title for level, title in _headings(assemble(USUAL, ABOUT)) if level <= 2]
    assert list(map(_words, entries)) == headings


def _style(paragraph: ElementTree.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val")


def test_tables_in_word_repeat_their_header_and_fit_the_page(usual_docx):
    for one in _body(usual_docx).iter(f"{W}tbl"):
        rows = one.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        widths = [int(column.get(f"{W}w")) for column in one.iter(f"{W}gridCol")]
        assert abs(sum(widths) - int(one.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))) <= 20 and sum(widths) <= 9650


def test_captions_stay_with_what_they_name(usual_docx):
    body = list(_body(usual_docx).find(f"{W}body"))
    content = [one for one in body if one.tag in (f"{W}p", f"{W}tbl")]
    styles = [_style(one) if one.tag == f"{W}p" else "table" for one in content]
    below = list(pairwise(styles))
    assert [after for before, after in below if before == "CaptionedFigure"] == ["ImageCaption"] * 4
    assert {after for before, after in below if before == "TableCaption"} == {"table"}
    captions = [_words(one) for one, style in zip(content, styles, strict=True) if style.endswith("Caption")]
    assert captions[:2] == ["Figure 1. Servers taken down. Source: A.", "Figure 1 in numbers. By action"]


def test_pictures_in_word_are_whole_as_wide_as_the_text_and_described(usual_docx):
    body = _body(usual_docx)
    assert [one.get("descr") for one in body.iter() if one.tag.endswith("}docPr")] == ["One of them"] * 4
    widths = {int(one.get("cx")) for one in body.iter() if one.tag.endswith("}extent")}
    assert all(abs(width - 170 * 36000) < 36000 for width in widths)
    with ZipFile(io.BytesIO(usual_docx)) as file:
        pictures = [file.read(name) for name in file.namelist() if name.endswith(".png")]
    assert set(pictures) == {base64.b64decode(PNG)}


def test_word_knows_title_and_language_and_no_date(usual_docx):
    told = docx.Document(io.BytesIO(usual_docx)).core_properties
    assert (told.title, told.language, told.author, told.created) == ("Takedowns", "en-GB", "", None)
    parts = _parts(usual_docx)
    assert {one.get(f"{W}val") for one in parts["word/styles.xml"].iter(f"{W}lang")} == {"en-GB"}
    assert "Takedowns" in _words(parts["word/header.xml"]) and "1.2.3" in _words(parts["word/footer.xml"])
    assert "Microsoft" not in "".join(parts["docProps/app.xml"].itertext())


def test_every_style_that_is_used_in_word_is_one_of_ours(spiteful, usual_docx):
    for made in (usual_docx, spiteful[1]):
        parts = _parts(made)
        known = {one.get(f"{W}styleId") for one in parts["word/styles.xml"].iter(f"{W}style")}
        kinds = ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
        used = {one.get(f"{W}val") for part in parts.values() for kind in kinds for one in part.iter(f"{W}{kind}")}
        assert used <= known


def test_the_word_file_leads_nowhere_but_to_its_sources(usual_docx):
    assert set(_targets(usual_docx)) == {"https://example.eu/a"}
    with ZipFile(io.BytesIO(usual_docx)) as file:
        names = file.namelist()
        assert names == ["[Content_Types].xml", *sorted(set(names) - {"[Content_Types].xml"})]
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed: nothing opens the file"
)
def test_libreoffice_opens_the_word_file(spiteful, usual_docx, tmp_path):
    for name, made in (("usual", usual_docx), ("spiteful", spiteful[1])):
        (tmp_path / f"{name}.docx").write_bytes(made)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        call = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), f"{name}.docx"]
        subprocess.run(call, cwd=tmp_path, check=True, capture_output=True, timeout=120)
        opened = _text(PdfReader(tmp_path / f"{name}.pdf"))
        assert "Glossary" in opened and "Figure 1. Servers taken down." in opened


# --- the bytes -------------------------------------------------------------------------------

# Without the one line on rfc3987_syntax, nbformat takes seconds to import where JupyterLab is installed.
AGAIN = """
import sys; sys.modules["rfc3987_syntax"] = None
from pathlib import Path; from test_report_parts import USUAL, ABOUT, report
report.write(USUAL, Path(sys.argv[1]), ABOUT, Path.cwd())
"""


def test_the_same_notebooks_give_the_same_bytes_wherever_they_are_built(figures, tmp_path):
    made = []
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Kathmandu", "tr_TR.UTF-8")):
        folder = tmp_path / f"ünï {seed}"
        folder.mkdir()
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "HOME": str(folder)}
        env |= {"PYTHONPATH": str(Path(__file__).parent), "TMPDIR": str(folder)}
        subprocess.run([sys.executable, "-B", "-c", AGAIN, str(figures)], env=env, cwd=folder, check=True)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1] and sorted(made[0]) == sorted(report.FORMS)
    folder = str(tmp_path).encode()
    assert not [name for name, content in made[0].items() if folder in content or not content]


def test_the_three_forms_are_those_that_are_made_one_by_one(figures, tmp_path, usual_docx):
    paths = report.write(USUAL, figures, ABOUT, tmp_path)
    assert [path.name for path in paths] == ["report.html", "report.pdf", "report.docx"]
    assert paths[0].read_text("utf-8") == report.html(USUAL, figures, ABOUT)
    assert paths[1].read_bytes() == report.pdf(USUAL, figures, ABOUT)
    assert paths[2].read_bytes() == usual_docx


def test_paper_has_the_pictures_that_were_drawn_for_it_and_the_screen_those_for_slides(figures, tmp_path):
    columns, folder, other = tmp_path / "column", tmp_path / "made", io.BytesIO()
    columns.mkdir(), folder.mkdir()
    Image.new("RGB", (3, 2), "teal").save(other, "png")
    for name in NAMES:
        (columns / f"{name}.svg").write_text(SVG.replace("<svg", '<svg class="printed"'), encoding="utf-8")
        (columns / f"{name}.png").write_bytes(other.getvalue())
    page, pdf, word = report.write(USUAL, figures, ABOUT, folder, columns)
    assert page.read_text("utf-8") == report.html(USUAL, figures, ABOUT)
    assert pdf.read_bytes() == report.pdf(USUAL, columns, ABOUT)
    with ZipFile(word) as file:
        assert {file.read(name) for name in file.namelist() if name.endswith(".png")} == {other.getvalue()}
