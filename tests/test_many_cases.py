"""Made-up collections of hundreds and thousands of cases: every figure can be read, and says how many there are."""

from __future__ import annotations

from functools import cache

import ink
import pytest
from test_legibility import DRAWN

from bench import generate
from casebook import compare, figures, load, words
from casebook.data import Book
from casebook.figures.page import Page

pytestmark = pytest.mark.slow
COMPARING = [name for name in DRAWN if not name.startswith("profile")]
OF_A_CASE = (compare.profile_figures, compare.timeline, compare.countries, compare.cooperation)


@pytest.fixture(scope="session")
def collection(once):
    """The book of a made-up collection of so many cases."""

    @cache
    def of(cases: int) -> Book:
        return load(once(f"made-up-{cases}", lambda folder: generate.write(folder, cases)))

    return of


def drawn(figure: str, book: Book, size: str) -> Page:
    if figure == "headline-check" and compare.headline_check(book).empty:
        pytest.skip("no printed total is about exactly these")
    return DRAWN[figure](book, figures.Look(size=size))


@pytest.mark.parametrize("size", ["slide", "half", "column"])
@pytest.mark.parametrize("cases", [10, 100, 1000])
@pytest.mark.parametrize("figure", COMPARING)
def test_of_so_many_cases_everything_drawn_can_be_read_and_lies_on_the_page(figure, cases, size, collection):
    assert ink.Drawn(drawn(figure, collection(cases), size)).faults() == []


@pytest.mark.parametrize("size", ["slide", "half", "column"])
@pytest.mark.parametrize("place", range(5))
def test_the_profile_of_one_of_them_can_be_read_and_lies_on_the_page(place, size, collection):
    book = collection(100)
    book = book.select([book.cases["case"].iloc[place]])
    page = figures.profile(*(table(book) for table in OF_A_CASE), book.credit(), figures.Look(size=size))
    assert ink.Drawn(page).faults() == []


@pytest.mark.parametrize(
    "figure", ["overview", "what-was-reported", "timeline", "servers-taken-down", "time-to-action"]
)
def test_of_a_thousand_cases_it_is_said_of_how_many_a_figure_tells(figure, collection):
    page = drawn(figure, collection(1000), "slide")
    said = " ".join(text.what for text in ink.texts(page))
    assert words.number(1000) in said or "more" in said
