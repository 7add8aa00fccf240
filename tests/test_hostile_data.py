"""Text that means to act, in every free cell of every table, through all that is made of it: it stays text.

The numbers in the names of the tests are those of the list of bad inputs that test_bad_inputs.py goes through: there
it is read, here it is handed out.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import drawings
import hostile
import made_up
import nbformat
import pandas as pd
import pypdf
import pytest
from browsing import Visit, jupyterlab, launched, needs_browser
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from matplotlib.text import Text
from nbformat.v4 import new_code_cell, new_notebook, new_output
from test_whole_build import copy_project, run

from casebook import load, notebook, words
from casebook.figures import saving
from casebook.figures.page import width
from casebook.mime import FIGURE
from casebook.report.tree import as_text, pandoc, walk

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PLAIN = {"Para", "Plain", "Str", "Space", "SoftBreak", "Span"}  # the last holds a sign that could begin a formula
OURS = {"report.html", "explorer.html", "takedowns.pptx"}  # each names the others
ACTING = "script, iframe, object, embed, form, base, link[href], video, audio"


def solid(text: str) -> str:
    """The letters of a text that stay as they are wherever it is shown: no spaces, none of other scripts."""
    ascii_only = "".join(sign for sign in unicodedata.normalize("NFKD", text) if "!" <= sign <= "~")
    return re.sub(r"\[U\+[0-9A-F]+\]", "", ascii_only)


def missing(texts: Iterable[str], shown: str) -> list[str]:
    said = solid(shown)
    return [text for text in texts if solid(text) not in said]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "data"


@pytest.fixture(scope="module")
def written(folder) -> dict[str, list[str]]:
    """What each column holds."""
    return hostile.write(folder)


@pytest.fixture(scope="module")
def book(folder, written):
    return load(folder)


# --- in parts --------------------------------------------------------------------------------


def test_every_free_column_holds_every_hostile_text_and_is_read_as_it_stands(book, written):
    assert {name.split(".")[0] for name in written} == {"package", "codebook", "sources", "cases", "measures",
                                                        "events", "countries", "cooperation"}  # fmt: skip
    for name, texts in written.items():
        table, column = name.split(".")
        if table != "package":
            assert all(any(text.strip() in one for one in texts) for text in hostile.TEXTS), name
            assert [cell.strip() for cell in getattr(book.stated, table)[column]][-len(texts) :] == [
                *map(str.strip, texts)
            ]


@pytest.mark.parametrize("figure", ["headline-check", "what-was-reported", "time-to-action", "cooperation"])
def test_45_46_a_figure_of_hostile_data_is_a_picture_and_its_table_has_no_formula(book, figure):
    page = drawings.draw(figure, book)
    assert active_parts_of_svg(saving.render(page, "svg")) == []
    rows = list(csv.reader(io.StringIO(saving.as_csv(page.table).decode(), newline="")))
    assert len(rows) > 1 and not [cell for row in rows for cell in row if cell.startswith(FORMULA)]


def test_45_the_headings_of_a_table_beside_a_figure_are_no_formulas_either(book):
    page = drawings.draw("cooperation", book)
    page.table = page.table.set_axis([f"={name}" for name in page.table], axis=1)
    assert saving.as_csv(page.table).startswith(b"'=")


def test_the_table_behind_a_figure_is_written_as_the_csv_module_would_write_it():
    cells = ["", "a,b", 'a"b', "a\nb", " a ", "é", None, Decimal("1.50"), True, ("a", "b,c")]
    told = ["", "a,b", 'a"b', "a\nb", " a ", "é", "", "1.50", "True", "a b,c"]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("first, one", "n"), *((cell, 3) for cell in told * 2)])
    table = pd.DataFrame({"first, one": pd.Series(cells * 2, dtype=object), "n": 3})
    assert saving.as_csv(table).decode() == out.getvalue()


@pytest.mark.parametrize("title", ["a long title " * 40, "W" * 500, "$\\foo$ {x} %s", "one\ntwo", "漢字 שלום 🙂"])
def test_47_48_a_title_of_any_length_and_in_any_script_is_drawn_and_kept_whole_in_the_table(title):
    made = made_up.servers([("more_than", 60), ("exact", 11)], names=[title, "K-boxes"])
    page = drawings.draw("servers-taken-down", made)
    beyond = [text for text in page.findobj(Text) if width(text.get_text(), text.get_fontsize()) > page.size.width]
    assert beyond == [] and saving.render(page, "svg").startswith(b"<?xml")
    rows = csv.reader(io.StringIO(saving.as_csv(page.table).decode(), newline=""))
    assert title in {cell for row in rows for cell in row}


def active_parts_of_svg(svg: bytes) -> list[str]:
    """Elements and attributes of a picture that could load or do something."""
    found = []
    for element in etree.fromstring(svg).iter(etree.Element):
        kind = etree.QName(element).localname
        found += [kind] if kind in ("script", "a", "image", "foreignObject", "animate", "set", "iframe") else []
        for name, value in element.attrib.items():
            bare = etree.QName(name).localname
            is_outside = bare in ("href", "src") and not value.startswith("#")
            found += [f"{bare}={value}"] if bare.startswith("on") or is_outside else []
    return found


def blocks_of(source: str, form: str = "ipynb+native_spans") -> list[dict]:
    """What a reader of Markdown finds in a cell of a notebook."""
    cells = [{"cell_type": "markdown", "id": "c0", "metadata": {}, "source": source}]
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (cell,) = json.loads(pandoc([f"--from={form}", "--to=json"], whole))["blocks"]
    return cell["c"][1]


def kinds(tree: list | dict) -> set[str]:
    found: set[str] = set()
    walk(tree, lambda element: found.add(element["t"]) or element)
    return found


def squeezed(text: str) -> str:
    return re.sub(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+", " ", text).strip(" ")


@settings(max_examples=8)
@given(st.lists(st.one_of(st.text(alphabet="\\$@#*_-+=|`~<>[](){}!.:&^ab1 \n\t'\"/", min_size=1, max_size=30),
                          st.sampled_from(hostile.TEXTS)), min_size=1, max_size=40))  # fmt: skip
def test_46_text_of_the_data_is_never_markup_in_the_markdown_of_a_notebook(texts):
    texts = [text for text in texts if squeezed(text)]
    for form in (
        "ipynb+native_spans+autolink_bare_uris+tex_math_dollars+tex_math_double_backslash",
        "ipynb+native_spans",
    ):
        blocks = blocks_of("\n\n".join(map(words.markdown, texts)), form)
        assert kinds(blocks) <= PLAIN
        assert [as_text(block) for block in blocks] == list(map(squeezed, texts))


FORMULAS = [
    r"\(x\)",
    r"\\(x\\)",
    r"\[x\]",
    r"$x$",
    r"$$x$$",
    r"\begin{a}x\end{a}",
    r"@@0@@",
    r"\$x\$",
    r"\href{javascript:alert(1)}{x}",
    r"\ref{x}",
]


@pytest.mark.slow
@needs_browser
def test_46_47_jupyterlab_shows_hostile_text_as_text_and_finds_no_formula_in_it(tmp_path):
    texts = [*hostile.TEXTS, *FORMULAS, " ".join(FORMULAS)]
    listed = "\n".join(f"- {words.markdown(text)}" for text in texts)
    told = {"caption": texts[0], "columns": texts, "align": ["left"] * len(texts), "rows": [texts]}
    shown = [{"text/markdown": listed}, {"text/markdown": " ".join(map(words.markdown, texts))},
             {"text/html": notebook._html(told)}]  # fmt: skip
    cells = [new_code_cell("x", execution_count=1, outputs=[new_output("display_data", data=data)]) for data in shown]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), tmp_path / "hostile.ipynb")
    with jupyterlab(tmp_path) as address, launched() as browser:
        page = browser.new_page(viewport={"width": 1500, "height": 2500})
        said = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if "127.0.0.1" in request.url else said.append(request.url))
        page.goto(address("hostile.ipynb"))
        page.locator(".jp-OutputArea table").wait_for(timeout=120_000)
        page.wait_for_timeout(2000)  # formulas are set after all else
        outputs = page.locator(".jp-OutputArea-output")
        assert outputs.count() == 3
        for number in range(3):
            assert missing(texts, outputs.nth(number).text_content()) == []
        for tag in ("a[href]", "img", "script", "b", "h1", "em", "strong", "code", "svg", "del", "mjx-container"):
            assert page.locator(f".jp-OutputArea-output {tag}").count() == 0, tag
        assert [line for line in said if not line.startswith(("data:", "blob:"))] == []


# --- the whole build -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The project with hostile data, built."""
    folder = copy_project(tmp_path_factory.mktemp("built") / "casebook")
    shutil.rmtree(folder / "data")
    hostile.write(folder / "data")
    done = run(folder, "report")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def facts(built) -> list[str]:
    """The texts of the facts that the report shows, each as it stands in its table."""
    book = load(built / "data")
    columns = {"cases": ["title", "short_title", "summary"], "measures": ["as_printed", "locator"],
               "events": ["as_printed", "locator"]}  # fmt: skip
    cited = book.sources[book.sources["source"].isin(book.speakers())]
    found = [text for table, names in columns.items() for name in names for text in getattr(book, table)[name]]
    assert len(found) > 200
    return [*found, *cited["title"], *cited["publisher"]]


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


slow = pytest.mark.slow


@slow
@needs_browser
def test_46_the_report_in_a_browser_runs_nothing_and_shows_hostile_text_as_text(built, browser, facts):
    with Visit(browser, (built / "build" / "report.html").as_uri()) as page:
        assert page.locator(ACTING).count() == 0
        assert page.locator("b, i, svg, span, body [style], [onload], [onerror], [onclick]").count() == 0
        assert page.locator('img:not([src^="data:image/svg+xml;base64,"])').count() == 0
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        assert {link for link in links if link[0] != "#"} - OURS == set(hostile.ADDRESSES)
        assert missing(facts, page.evaluate("document.body.textContent")) == []


@slow
@needs_browser
def test_46_the_explorer_in_a_browser_runs_nothing_but_its_own_and_shows_hostile_text_as_text(built, browser):
    book = load(built / "data").stated
    with Visit(browser, (built / "build" / "explorer.html").as_uri()) as page:
        assert page.locator("main iframe, main object, main embed, main img, main script, base").count() == 0
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        outside = {link for link in links if not link.startswith("#")} - OURS
        assert outside == set(hostile.ADDRESSES)
        assert missing(book.measures["as_printed"], page.evaluate("document.body.textContent")) == []


RUNS = [
    "<script>document.title = 'ran'</script>",
    "<img src=x onerror=\"document.title = 'ran'\">",
    "<svg onload=\"document.title = 'ran'\"></svg>",
]
LOADS = ['<script src="https://evil.example/x.js"></script>', '<img src="https://evil.example/x.png">']


def injected(page: Path, folder: Path, source: str, kept: bool = True) -> Path:
    """A copy of a page with something in it that we did not write, and with its policy or without."""
    text = re.sub(r"(?=</main>)", lambda _: source, page.read_text("utf-8"), count=1)
    copy = folder / page.name
    copy.write_text(text if kept else re.sub(r"<meta http-equiv=.*?>", "", text, count=1), "utf-8")
    return copy


@slow
@needs_browser
@pytest.mark.parametrize("name", ["report.html", "explorer.html"])
@pytest.mark.parametrize("source", [*RUNS, *LOADS])
def test_46_what_got_into_a_page_all_the_same_would_not_run(built, browser, tmp_path, name, source):
    visit = Visit(browser, injected(built / "build" / name, tmp_path, source).as_uri())
    try:
        assert visit.page.locator("main script, main img, main svg").count() > 0
        assert visit.page.title() != "ran"
        assert [line for line in visit.errors if "Content Security Policy" in line]
    finally:
        visit.context.close()


@slow
@needs_browser
@pytest.mark.parametrize("source", RUNS)
def test_46_it_is_the_policy_of_the_page_that_keeps_it_from_running(built, browser, tmp_path, source):
    visit = Visit(browser, injected(built / "build" / "report.html", tmp_path, source, kept=False).as_uri())
    try:
        visit.page.wait_for_function("document.title === 'ran'")
    finally:
        visit.context.close()


@slow
def test_46_47_48_the_pdf_shows_hostile_text_as_text_and_does_nothing(built, facts):
    pdf = pypdf.PdfReader(built / "build" / "report.pdf")
    for page in pdf.pages:
        page["/Resources"].pop("/XObject", None)  # the pictures, whose text is outlines: pypdf takes long over them
    assert missing(facts, "".join(page.extract_text() for page in pdf.pages)) == []
    actions = [note.get_object()["/A"] for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
    kinds = {str(action["/S"]) for action in actions}
    assert kinds <= {"/URI", "/GoTo"}
    outside = {str(action["/URI"]) for action in actions if "/URI" in action}
    assert outside == set(hostile.ADDRESSES)
    assert not {"/OpenAction", "/AA"} & set(pdf.root_object)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(pdf.root_object.get("/Names", {}))


@slow
def test_46_47_48_the_word_file_shows_hostile_text_as_text_without_fields_or_links_made_of_it(built, facts):
    parts = xml_of(built / "build" / "report.docx")
    text = "".join(parts["word/document.xml"].itertext())
    assert missing(facts, text) == []
    fields = {"".join(one.itertext()).split()[0] for part in parts.values() for one in named(part, "instrText")}
    assert fields <= {"TOC", "PAGE", "NUMPAGES", "STYLEREF"}
    assert not [one for part in parts.values() for one in named(part, "fldSimple", "object", "altChunk")]
    targets = set(hostile.ADDRESSES)
    assert set(outside(parts)) == targets


@slow
def test_45_46_47_48_the_deck_shows_hostile_text_as_text_without_formulas_or_links(built):
    parts = xml_of(built / "build" / "takedowns.pptx")
    text = "".join("".join(part.itertext()) for name, part in parts.items() if "slides/" in name.lower())
    assert missing(hostile.TEXTS, text) == []
    assert list(outside(parts)) == []
    assert not [name for name in ZipFile(built / "build" / "takedowns.pptx").namelist() if "embed" in name.lower()]
    assert not [one for part in parts.values() for one in named(part, "hlinkClick", "hlinkHover", "oleObj", "chart")]


def xml_of(file: Path) -> dict[str, etree._Element]:
    with ZipFile(file) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(parts.read(name)) for name in names}


def named(part: etree._Element, *names: str) -> list[etree._Element]:
    return [one for one in part.iter(etree.Element) if etree.QName(one).localname in names]


def outside(parts: dict[str, etree._Element]) -> Iterator[str]:
    """The targets of relations that lead out of a file."""
    for name, part in parts.items():
        if name.endswith(".rels"):
            yield from (one.get("Target") for one in part if one.get("TargetMode") == "External")


@slow
def test_45_no_exported_table_has_a_cell_that_a_spreadsheet_would_run(built):
    found = ""
    for file in sorted(built.glob("figures/**/*.csv")):
        with file.open(encoding="utf-8", newline="") as table:
            rows = list(csv.reader(table))
        assert len({len(row) for row in rows}) == 1, file.name
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)], file.name
        found += " ".join(cell.removeprefix("'") for row in rows for cell in row)
    assert missing(hostile.TEXTS, found) == []


@slow
def test_46_pictures_hold_nothing_that_acts_and_the_index_holds_the_texts_as_they_are(built):
    pictures = sorted(built.glob("figures/**/*.svg"))
    assert len(pictures) > 10
    assert [file.name for file in pictures if active_parts_of_svg(file.read_bytes())] == []
    for file in built.glob("figures/**/*.pdf"):
        pdf = pypdf.PdfReader(file)
        assert not list(pdf.pages[0].get("/Annots", [])) and "/OpenAction" not in pdf.root_object
    told = json.loads((built / "figures" / "index.json").read_text("utf-8"))
    assert missing(hostile.TEXTS, " ".join(f"{one['headline']} {one['alt']} {one['credit']}" for one in told)) == []


@slow
def test_46_the_contact_sheet_has_only_our_pictures_and_links(built):
    file = built / "figures" / "README.md"
    tree = json.loads(pandoc(["--from=gfm+tex_math_dollars", "--to=json", str(file)], {}))
    addresses, raw, found = [], set(), set()

    def note(element: dict) -> dict:
        found.add(element["t"])
        if element["t"] == "RawInline":
            raw.add(element["c"][1])
        if element["t"] in ("Link", "Image"):
            addresses.append(element["c"][2][0])
        return element

    walk(tree["blocks"], note)
    assert not {"RawBlock", "Math"} & found and raw == {"<span>", "</span>"}  # round each sign of a formula
    assert addresses and all((file.parent / address).is_file() for address in addresses)


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found |= {tag, *(f"{tag} {name}={value}" for name, value in attrs)}


@slow
def test_46_what_notebooks_display_is_text_and_tables_made_by_us(built):
    tables = {"table", "caption", "thead", "tbody", "tr", "th", "td", "span"}
    tables |= {f"{tag} style=text-align:{side}" for tag in ("th", "td") for side in ("left", "right")}
    shown: set[str] = set()
    for file in sorted(built.glob("build/notebooks/*.ipynb")):
        for cell in nbformat.read(file, as_version=4).cells:
            for data in (output.data for output in cell.get("outputs", []) if "data" in output):
                shown |= set(data)
                assert Tags(data.get("text/html", "")).found <= tables
                assert kinds(blocks_of(data.get("text/markdown", ""))) <= PLAIN | {"BulletList"}
                assert re.fullmatch("[a-z0-9-]+", data.get(FIGURE, {"name": "none"})["name"])
    assert {"text/html", "text/markdown", FIGURE} <= shown
