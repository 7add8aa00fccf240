"""Lines of text: drawn without matplotlib's layout, they stand where it would have put them."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from casebook.figures.theme import font, in_house_style
from casebook.figures.writing import MEASURE, Line, width

SAID = "over 5\u202f550 servers, “Größe” AVATAR"


@in_house_style
def svg_of(artist: Text) -> str:
    page, out = Figure(figsize=(8, 2)), io.BytesIO()
    FigureCanvasSVG(page)
    page.add_artist(artist, clip=False)
    page.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue().decode()


def places(svg: str) -> list[list[float]]:
    """Where texts, and letters in them, are moved to."""
    return [list(map(float, found)) for found in re.findall(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", svg)]


@pytest.mark.parametrize("weight", ["regular", "semibold", "italic"])
@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_line_stands_where_matplotlib_would_lay_it_out(align, weight):
    ours = places(svg_of(Line(0.5, 0.5, SAID, 20, weight, ha=align)))
    laid_out = Text(0.5, 0.5, SAID, fontproperties=font(weight, 20), ha=align, va="baseline", parse_math=False)
    theirs = places(svg_of(laid_out))
    assert len(ours) == len(SAID), "one for the line, one for each letter but the first"
    assert ours[1:] == theirs[1:], "the letters of the line stand to each other as they would"
    assert ours[0] == pytest.approx(theirs[0], abs=0.02)


def test_what_lies_behind_a_line_is_drawn_before_it_and_the_line_once():
    line = Line(0.5, 0.5, "5 June", 20, "regular", color="#123456")
    line.set_path_effects([Stroke(linewidth=5, foreground="#abcdef")])
    svg = svg_of(line)
    assert 0 < svg.index("stroke: #abcdef") < svg.index("<use")
    assert svg.count("<use") == len("5 June"), "the line is drawn of letters, as one without anything behind it"


@pytest.mark.parametrize("line", [Line(0, 0, "", 12, "regular"), Line(0, 0, "x", 12, "regular", visible=False)])
def test_a_line_that_is_empty_or_hidden_leaves_nothing(line):
    assert places(svg_of(line)) == []


def test_a_text_of_twice_the_size_is_twice_as_wide_and_unknown_letters_are_as_wide_as_the_box():
    assert width(SAID, 28) == pytest.approx(2 * width(SAID, 14))
    assert width("\U0001f600", 14) == width("□", 14)


@pytest.mark.parametrize("weight", ["regular", "semibold", "italic"])
@given(text=st.text(st.sampled_from("AVToyfi’.,-1 5\u00a0\u202f“Łé→"), min_size=1, max_size=30))
def test_a_line_is_as_wide_as_its_words_and_spaces(weight, text):
    whole = MEASURE.get_text_width_height_descent(text, font(weight, 1), False)[0]
    assert width(text, 72, weight) == pytest.approx(whole)
