"""The figures in each size and on each background: the files are as large as they say, and everything can be read."""

from __future__ import annotations

import io
import re

import drawings
import ink
import made_up
import pandas as pd
import pypdf
import pytest
import test_figures
import test_more_figures
from drawings import FOUR, drawn
from PIL import Image

from casebook import figures, words
from casebook.figures.page import Page
from casebook.figures.saving import render
from casebook.figures.theme import SIZES

NARROWER = ["half", "column"]
ON_LAND = ("country:", "map:", "land", "digit:", "swatch")  # what is drawn on a map or in its colours
PRINTED = {"slide": (40 / 3, 7.5), "half": (20 / 3, 7.5), "column": (6.5, 4.2)}  # inches


def table_of(figure: str, name: str) -> pd.DataFrame:
    """The first table that a figure of a book is drawn from."""
    return drawings.tables_of(figure, name)[0]


def servers(*look: str) -> Page:
    """Servers taken down in the actions of the project, in a size, on a background, in a theme."""
    return drawn("servers-taken-down", "four", *look)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"theme": "sepia"}, "theme must be light or dark, got 'sepia'"),
        ({"size": "poster"}, "size must be slide or half or column, got 'poster'"),
        ({"background": ""}, "background must be solid or transparent, got ''"),
    ],
)
def test_a_look_that_there_is_not_is_refused_with_those_there_are(look, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        figures.Look(**look)


@pytest.mark.parametrize("size", SIZES)
def test_each_file_is_as_large_as_its_size_says(size):
    page, (wide, high) = servers(size), PRINTED[size]
    picture = Image.open(io.BytesIO(render(page, "png")))
    assert [round(dots) for dots in picture.info["dpi"]] == [SIZES[size].dpi] * 2
    assert picture.size == (round(wide * SIZES[size].dpi), round(high * SIZES[size].dpi))
    assert f'width="{wide * 72:g}pt" height="{high * 72:g}pt"' in render(page, "svg").decode()
    box = pypdf.PdfReader(io.BytesIO(render(page, "pdf"))).pages[0].mediabox
    assert [float(box.width), float(box.height)] == pytest.approx([wide * 72, high * 72])


@pytest.mark.parametrize(("size", "least"), [("slide", 14), ("half", 14), ("column", 8.4)])
def test_no_type_in_a_file_is_smaller_than_can_be_read_there(size, least):
    found = []
    pdf = pypdf.PdfReader(io.BytesIO(render(servers(size), "pdf")))
    pdf.pages[0].extract_text(visitor_text=lambda text, shift, _, __, points: found.append((text, points, shift[3])))
    assert min(points * abs(scale) for text, points, scale in found if text.strip()) == pytest.approx(least)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_on_a_transparent_page_has_the_colour_of_the_paper(theme):
    page = servers("slide", "transparent", theme)
    picture = Image.open(io.BytesIO(render(page, "png")))
    corners = [(x, y) for x in (0, picture.width - 1) for y in (0, picture.height - 1)]
    assert [picture.getpixel(corner)[3] for corner in corners] == [0] * 4
    assert page.theme.paper.lower() not in set().union(*map(ink.colors, ink.artists(page)))
    assert not any(text.artist.get_path_effects() for text in ink.texts(page))


def test_lines_end_beside_the_texts_that_stand_clear_of_them_on_a_transparent_page():
    solid, clear = (servers("half", background) for background in ("solid", "transparent"))
    assert [text.what for text in ink.texts(solid)] == [text.what for text in ink.texts(clear)]
    pieces = [len(ink.strokes(ink.by_gid(page, "tick:10")["tick:10"])) for page in (solid, clear)]
    assert pieces == [1, 5], "four names stand on the line"


# --- every figure in every size --------------------------------------------------------------


@pytest.mark.parametrize("name", ["four", "k-boxes", "4", "12", "40", "names without spaces"])
@pytest.mark.parametrize("size", NARROWER)
@pytest.mark.parametrize("figure", drawings.TABLES)
def test_everything_can_be_read_and_lies_on_the_page(figure, size, name):
    page = drawn(figure, name, size)
    assert ink.Drawn(page).faults() == []
    assert list(page.get_size_inches()) == pytest.approx(page.size.inches)
    assert page.size.inches[0] == pytest.approx(PRINTED[size][0])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["1", *made_up.NASTY])
@pytest.mark.parametrize("figure", drawings.TABLES)
def test_nothing_nasty_spoils_a_half_slide_or_a_column(figure, name):
    for size in NARROWER:
        assert ink.Drawn(drawn(figure, name, size)).faults() == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("figure", drawings.TABLES)
def test_a_transparent_figure_reads_as_well_and_has_no_patch_of_paper(figure, size):
    page = drawn(figure, "four", size, "transparent", "dark")
    assert ink.Drawn(page).faults() == []
    shown = [one for one in ink.artists(page) if not (one.get_gid() or "").startswith(ON_LAND)]
    assert page.theme.paper.lower() not in {color for one in shown for color in ink.colors(one)}
    halos = {effect._gc["foreground"] for text in ink.texts(page) for effect in text.artist.get_path_effects() or ()}
    assert page.theme.paper not in halos


@pytest.mark.parametrize("size", NARROWER)
@pytest.mark.parametrize("figure", drawings.TABLES)
def test_the_same_figure_gives_the_same_bytes(figure, size):
    page = drawn(figure, "four", size)
    assert size == "half" or render(page, "svg") == render(page.again(), "svg")


@pytest.mark.parametrize("size", NARROWER)
@pytest.mark.parametrize("figure", drawings.TABLES)
def test_finding_and_alternative_text_are_those_of_the_slide(figure, size):
    slide, page = drawn(figure, "four", "slide"), drawn(figure, "four", size)
    assert page.headline in slide.alt and page.table.equals(slide.table)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["four", *FOUR, "4", "12", "40"])
@pytest.mark.parametrize("figure", drawings.TABLES)
def test_nothing_is_cut_short_that_shorter_words_or_a_second_line_could_say(figure, name, size):
    if name in FOUR and figure != "profile":
        pytest.skip("the four together have it")
    assert ink.Drawn(drawn(figure, name, size)).cut_short() == []


# --- what is drawn stays right ---------------------------------------------------------------


@pytest.mark.parametrize("size", NARROWER)
@pytest.mark.parametrize("name", ["four", "12", "40", "one of each", "total of ranges", "total open"])
@pytest.mark.parametrize("figure", ["servers-taken-down", "headline-check"])
def test_marks_stand_at_their_values(figure, name, size):
    page, table = drawn(figure, name, size), table_of(figure, name)
    for check in test_figures.CHECKS[figure]:
        check(page, table, name)


@pytest.mark.parametrize("size", NARROWER)
@pytest.mark.parametrize("name", ["four", "4", "12"])
def test_bars_end_at_their_months(name, size):
    page, expected = drawn("time-to-action", name, size), test_more_figures.starts(drawings.book_of(name))
    bars = ink.by_gid(page, "mark:")
    assert expected
    for event, case, day, (low, high) in expected:
        box = ink.box_of(bars.pop(f"mark:{event}:{case}:{day}"))
        ends = [test_more_figures.months_at(page, x) for x in (box.left, box.right)]
        assert ends == pytest.approx([low, high], abs=0.75 if high - low < 3 else 0.3)
    assert not bars


MATRICES = {
    "what-was-reported": lambda table: {(row.measure, row.case) for row in table.itertuples() if row.as_printed},
    "cooperation": lambda table: {(f"{row.body}-{row.means}", row.case) for row in table.itertuples() if row.used},
}


@pytest.mark.parametrize("figure", MATRICES)
def test_a_half_slide_has_a_dot_under_each_action_for_what_is_printed_of_it(figure):
    page, table = drawn(figure, "four", "half"), table_of(figure, "four")
    dots = {tuple(gid.split(":")[2:]): ink.box_of(dot).middle for gid, dot in ink.by_gid(page, "mark:named:").items()}
    assert set(dots) == MATRICES[figure](table)
    heads = [text for text in ink.texts(page) if text.artist.get_ha() == "center"]
    titles = dict(zip(table["case"], table["short_title"], strict=True))
    for (_, case), (x, _) in dots.items():
        above = sorted((text for text in heads if abs(text.middle[0] - x) < 0.02), key=lambda text: -text.low)
        assert " ".join(text.what for text in above) == titles[case]
    for key in {key for key, _ in dots}:
        told = ink.by_gid(page, f"count:{key}")[f"count:{key}"].get_text()
        assert told == words.number(len([one for one, _ in dots if one == key]))


@pytest.mark.parametrize("figure", MATRICES)
def test_a_column_has_a_cell_for_each_that_is_printed(figure):
    cells = ink.by_gid(drawn(figure, "four", "column"), "cell:")
    assert {tuple(gid.split(":")[1:]) for gid in cells} == MATRICES[figure](table_of(figure, "four"))


def test_a_half_slide_lists_every_shared_country_by_the_number_of_its_actions():
    table, page = table_of("shared-countries", "four"), drawn("shared-countries", "four", "half")
    for number, rows in table.groupby("actions"):
        names = sorted(name for names in rows["names"] for name in names)
        lines = [box.what for box in ink.texts(page) if box.gid == f"names:{number}"]
        assert " ".join(lines).replace(words.BOUND, " ").split(", ") == names
        assert ink.by_gid(page, f"count:{number}")[f"count:{number}"].get_text() == str(len(names))
