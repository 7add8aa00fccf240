"""Outlines put for text: the same letters, at the same places, as matplotlib draws by itself."""

import io
import re
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest
from matplotlib import rc_context

from casebook.data import Credit
from casebook.figures.outlines import outlined
from casebook.figures.page import Page
from casebook.figures.saving import Forms
from casebook.figures.theme import in_house_style

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
TEXTS = ["Five offices, 5\u202f550 servers", "AV\u00a0To fi ‘Łódź’", "a <b> & “c” -- d -->", "-"]


@pytest.fixture(scope="module")
def page():
    page = Page("lines", pd.DataFrame(), Credit(("nobody",), "1"))
    page.headline = page.alt = "Lines"
    for number, text in enumerate(TEXTS):
        for place, align in enumerate(("left", "center", "right")):
            weight = ("regular", "semibold", "italic")[(number + place) % 3]
            page.write(2 + 4 * place, 1 + number, text, 14 + 2 * place, "#0072B2", weight, align)
    return page


@in_house_style
def by_matplotlib(page: Page) -> str:
    out = io.StringIO()
    with rc_context({"svg.fonttype": "path"}):
        page.savefig(out, format="svg")
    return out.getvalue()


def numbers(name: str, transform: str) -> list[float]:
    found = re.search(rf"{name}\(([^)]*)\)", transform)
    return [float(number) for number in found[1].split()] if found else [0, 0]


def placed(transform: str) -> tuple[float, float, float]:
    """Where a line begins, and how large it is."""
    if transform.startswith("matrix"):
        scale, _, _, _, x, y = numbers("matrix", transform)
        return x, y, scale
    return *numbers("translate", transform), numbers("scale", transform)[0]


def letters(svg: str) -> list[list]:
    """Of each line of an SVG in outlines its colour, and its glyphs with their places in points."""
    tree = ElementTree.fromstring(svg)
    seen = {path.get("id") for path in tree.iter(f"{SVG}path") if path.get("d")}
    lines = []
    for group in tree.iter(f"{SVG}g"):
        uses = group.findall(f"{SVG}use")
        if uses:
            x, y, scale = placed(group.get("transform"))
            moved = [float(use.get("x", 0)) + numbers("translate", use.get("transform", ""))[0] for use in uses]
            places = [scale * far for far in moved]
            named = [(use.get(LINK).removeprefix("#"), x + place, y) for use, place in zip(uses, places, strict=True)]
            lines.append([group.get("style"), [one for one in named if one[0] in seen]])
    return lines


def test_each_line_has_the_letters_the_colour_and_the_places_that_matplotlib_gives_it(page):
    ours, theirs = letters(Forms(page).svg.decode()), letters(by_matplotlib(page))
    assert len(ours) == len(theirs) == 12
    for (style, mine), (its_style, its) in zip(ours, theirs, strict=True):
        assert style == its_style == "fill: #0072b2"
        assert [name for name, *_ in mine] == [name for name, *_ in its]
        for one, other in zip(mine, its, strict=True):
            assert one[1:] == pytest.approx(other[1:], abs=0.25)


def test_outlines_look_like_the_letters_of_the_font(page):
    ours, theirs = (ElementTree.fromstring(svg) for svg in (Forms(page).svg.decode(), by_matplotlib(page)))
    told = {path.get("id"): path.get("d") for path in theirs.iter(f"{SVG}path")}
    glyphs = list(ours.find(f"{SVG}defs").iter(f"{SVG}path"))
    assert len(glyphs) > 30
    for glyph in glyphs:
        assert re.findall(r"[A-Za-z]|-?\d+", glyph.get("d")) == re.findall(r"[A-Za-z]|-?\d+", told[glyph.get("id")])


def test_the_text_stands_beside_its_outlines_and_none_is_left_as_text(page):
    svg = Forms(page).svg.decode()
    assert "<text" not in svg
    assert svg.count("<!-- Five offices, 5\u202f550 servers -->") == 3
    assert svg.count("<!-- a &lt;b&gt; &amp; “c” - - d - -&gt; -->") == 3


def test_what_has_no_text_stays_as_it_is():
    svg = "<svg>\n <metadata>\n </metadata>\n <path/>\n</svg>"
    assert outlined(svg) == "<svg>\n <metadata>\n </metadata>\n <defs>\n </defs>\n <path/>\n</svg>"
