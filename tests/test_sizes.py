"""The figures in each size and on each background: the files are as large as they say, and everything can be read."""

from __future__ import annotations

import io
import re
from functools import cache

import ink
import pypdf
import pytest
from PIL import Image

from casebook import compare, figures, load
from casebook.figures.page import Page
from casebook.figures.saving import render
from casebook.figures.theme import SIZES

PRINTED = {"slide": (40 / 3, 7.5), "half": (20 / 3, 7.5), "column": (6.5, 4.2)}  # inches


@cache
def servers(size: str, background: str = "solid", theme: str = "light") -> Page:
    """Servers taken down in the actions of the project."""
    book = load()
    look = figures.Look(theme, size, background)
    return figures.servers_taken_down(compare.by_action(book, "servers_taken_down"), book.credit(), look)


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
    pdf = pypdf.PdfReader(io.BytesIO(render(servers(size), "pdf")))
    sizes = re.findall(rb"/F\S+ ([\d.]+) Tf", pdf.pages[0].get_contents().get_data())
    assert min(map(float, sizes)) == pytest.approx(least)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_on_a_transparent_page_has_the_colour_of_the_paper(theme):
    page = servers("slide", "transparent", theme)
    picture = Image.open(io.BytesIO(render(page, "png")))
    corners = [(x, y) for x in (0, picture.width - 1) for y in (0, picture.height - 1)]
    assert [picture.getpixel(corner)[3] for corner in corners] == [0] * 4
    assert page.theme.paper.lower() not in set().union(*map(ink.colors, ink.artists(page)))
    assert not any(text.artist.get_path_effects() for text in ink.texts(page))


def test_lines_end_beside_the_texts_that_stand_clear_of_them_on_a_transparent_page():
    solid, clear = (servers("slide", background) for background in ("solid", "transparent"))
    assert [text.what for text in ink.texts(solid)] == [text.what for text in ink.texts(clear)]
    assert ink.Drawn(clear).faults() == []
