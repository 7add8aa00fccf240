"""The forms of a figure beside SVG and PNG, the contact sheet, and the index."""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import asdict, replace
from types import SimpleNamespace

import drawings
import pypdf
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from casebook import catalogue, compare, figures, load, notebook
from casebook.data import Credit
from casebook.figures import saving
from casebook.figures.theme import THEMES
from casebook.paths import FIGURES

NAMES = sorted(path.stem for path in FIGURES.glob("*.svg"))


@pytest.fixture(scope="module")
def page():
    book = load()
    return figures.servers_taken_down(compare.by_action(book, "servers_taken_down"), book.credit())


def test_the_pdf_has_real_text_embedded_fonts_and_no_date(page):
    pdf = pypdf.PdfReader(io.BytesIO(saving.render(page, "pdf")))
    assert pdf.metadata.title == page.headline and pdf.metadata.subject == page.alt
    assert "/CreationDate" not in pdf.metadata
    assert "Sparks Group" in pdf.pages[0].extract_text()
    fonts = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]
    kept = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    assert fonts and all("/FontFile2" in font["/FontDescriptor"] for font in kept)


def test_the_dark_twin_says_the_same_on_dark_paper(page):
    dark = page.again(theme="dark")
    assert (dark.headline, dark.alt, dark.function) == (page.headline, page.alt, "servers_taken_down")
    picture = Image.open(io.BytesIO(saving.Dark(saving.Forms(page)).png)).convert("RGB")
    assert "#{:02X}{:02X}{:02X}".format(*picture.getpixel((3, 3))) == THEMES["dark"].paper


@pytest.mark.parametrize("name", ["four", "k-boxes", "12", "40"])
@pytest.mark.parametrize("figure", drawings.FUNCTIONS)
def test_the_dark_twin_is_to_the_byte_what_would_be_drawn_anew_in_dark(figure, name):
    light = drawings.drawn(figure, name, "slide")
    forms = saving.Forms(light)
    assert forms.svg != saving.Dark(forms).svg == saving.Forms(light.again(theme="dark")).svg


def test_no_two_uses_of_a_light_colour_have_different_dark_ones():
    pairs = set(zip(THEMES["light"].colors(), THEMES["dark"].colors(), strict=True))
    assert len(pairs) == len({light for light, _ in pairs})


def test_what_the_data_say_of_colours_is_not_painted_over():
    sources = (f'fill: {THEMES["light"].ink.lower()} <"stroke: {THEMES["light"].paper.lower()}">',)
    page = figures.servers_taken_down(compare.by_action(load(), "servers_taken_down"), Credit(sources, "1"))
    light = saving.Forms(page)
    for told in (b"desc", b"metadata"):
        inside = re.compile(b"<%b>.*?</%b>" % (told, told), re.DOTALL)
        assert inside.search(light.svg)[0] == inside.search(saving.Dark(light).svg)[0]


def test_the_picture_for_the_deck_is_all_that_is_below_the_headline(page):
    whole = Image.open(io.BytesIO(saving.render(page, "png")))
    picture = Image.open(io.BytesIO(saving.Forms(page).slide)).convert("L")
    assert picture.width == pytest.approx(whole.width * saving.SHARP / whole.info["dpi"][0], abs=1)
    assert picture.height == pytest.approx(page.cut * saving.SHARP, abs=1)
    above = picture.crop((0, 0, picture.width, round(0.08 * saving.SHARP)))
    assert above.getextrema() == (255, 255), "something hangs down from the headline"
    subtitle = picture.crop((0, 0, picture.width, round(0.35 * saving.SHARP)))
    assert subtitle.getextrema()[0] < 128, "the subtitle is there"


def test_no_cell_of_the_table_beside_a_figure_is_a_formula():
    book = load()
    cases = book.cases.assign(short_title=["=1+1", "+cmd", "@SUM(A1)", "-2"])
    table = compare.actions(replace(book, cases=cases, whole=None))
    page = figures.overview(compare.overview(book), book.credit())
    page.table = table
    rows = list(csv.reader(io.StringIO(saving.as_csv(page.table).decode())))
    told = [row[rows[0].index("short_title")] for row in rows[1:]]
    assert sorted(told) == sorted(["'=1+1", "'+cmd", "'@SUM(A1)", "'-2"])


def test_every_figure_is_there_in_every_form():
    assert NAMES
    for name in NAMES:
        for file in (f"{name}.png", f"{name}.pdf", f"{name}.csv", f"dark/{name}.svg", f"dark/{name}.png"):
            assert (FIGURES / file).stat().st_size > 100, file


DEFAULTS = {"cases": "all", "theme": "light", "size": "slide", "background": "solid", "rule": "factsheet"}


def test_the_index_tells_of_every_figure_and_its_files():
    index = json.loads((FIGURES / "index.json").read_text("utf-8"))
    assert sorted(told["name"] for told in index) == NAMES
    for told in index:
        assert told["headline"] in told["alt"] and told["sources"] and told["data_version"] == load().version
        assert told["parameters"] == DEFAULTS
        assert hasattr(figures, told["function"].removeprefix("casebook.figures."))
        for file in told["files"]:
            assert (FIGURES / file["path"]).stat().st_size == file["bytes"]
        png = next(file for file in told["files"] if file["path"].endswith(".png"))
        assert Image.open(FIGURES / png["path"]).size == (png["width"], png["height"]) == (1920, 1080)


def saved(look: figures.Look, folder, monkeypatch) -> dict:
    """What the index tells of a figure that a notebook saved in a look."""
    shown: list[dict] = []
    monkeypatch.setattr(notebook, "display", lambda data, **_: shown.append(data))
    book = load()
    page = figures.servers_taken_down(compare.by_action(book, "servers_taken_down"), book.credit(), look)
    notebook.save(page, folder)
    cells = [new_code_cell(outputs=[new_output("display_data", data=data) for data in shown])]
    (told,) = catalogue.index([SimpleNamespace(name="05", notebook=new_notebook(cells=cells))], folder, {})
    return told


@pytest.mark.parametrize(
    ("look", "inches", "pixels"),
    [
        (figures.Look(), [40 / 3, 7.5], (1920, 1080)),
        (figures.Look("dark", "half"), [20 / 3, 7.5], (960, 1080)),
        (figures.Look("light", "column", "transparent"), [6.5, 4.2], (1950, 1260)),
    ],
)
def test_the_index_tells_size_theme_and_background_of_every_file(look, inches, pixels, tmp_path, monkeypatch):
    told = saved(look, tmp_path, monkeypatch)
    name = "servers-taken-down"
    found = {file["path"]: file for file in told["files"]}
    for path, file in found.items():
        assert file["bytes"] == (tmp_path / path).stat().st_size
        if path.endswith(".csv"):
            assert set(file) == {"path", "bytes"}
            continue
        expected = asdict(look) | ({"theme": "dark"} if path.startswith("dark/") else {})
        assert {key: file[key] for key in expected} == expected
        is_png = path.endswith(".png")
        assert [file["width"], file["height"]] == pytest.approx(pixels if is_png else inches)
        assert not is_png or Image.open(tmp_path / path).size == pixels
    usual = look == figures.Look()
    twins = [f"dark/{name}.png", f"dark/{name}.svg"] if usual else []
    assert list(found) == [f"{name}.{form}" for form in ("csv", "pdf", "png", "svg")] + twins
    assert (tmp_path / f"column/{name}.png").is_file() == (look.size != "column")
    assert Image.open(tmp_path / f"slides/{name}.png").width == round(40 / 3 * saving.SHARP), "the deck has its own"


def test_the_contact_sheet_shows_every_picture_with_its_alt_text():
    sheet = (FIGURES / "README.md").read_text("utf-8")
    for name in NAMES:
        assert f"]({name}.png)" in sheet and f"[{name}.csv]({name}.csv)" in sheet
    assert sheet.count("Alt text: ") == len(NAMES)


def test_what_is_prepared_for_forks_leaves_them_forks():
    """Typst, once used, keeps them from it."""
    told = "from casebook import figures, typesetting; figures.warm(); print(typesetting.used)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True).stdout == "False\n"
