"""Every figure of the project, drawn from any book: the one list that the tests of figures share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache

import made_up
import pytest

from casebook import agreement, compare, figures, load
from casebook.data import Book
from casebook.figures.page import Page
from casebook.figures.theme import LIGHT

FOUR = ["pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"]
FUNCTIONS: dict[str, Callable[..., Page]] = {
    name.replace("_", "-"): getattr(figures, name)
    for name in figures.__all__
    if inspect.signature(getattr(figures, name)).return_annotation == Page.__name__
}
TABLES: dict[str, tuple[Callable, ...]] = {
    "overview": (compare.overview,),
    "servers-taken-down": (lambda book: compare.by_action(book, "servers_taken_down"),),
    "headline-check": (compare.headline_check,),
    "what-was-reported": (compare.reported,),
    "timeline": (compare.timeline,),
    "time-to-action": (compare.waits,),
    "countries-by-action": (compare.countries,),
    "countries-map": (compare.countries,),
    "shared-countries": (compare.shared_countries,),
    "cooperation": (compare.cooperation,),
    "sources-compared": (agreement.figures, agreement.keys),
    "agreement": (agreement.matrix,),
    "profile": (compare.profile_figures, compare.timeline, compare.countries, compare.cooperation),
}  # what each is drawn from
assert sorted(TABLES) == sorted(FUNCTIONS), "a figure of the project that no test draws"
OF_ALL_SOURCES = {"sources-compared", "agreement"}
NOTHING_TO_DRAW = "nothing is printed that this figure shows"


@cache
def book_of(name: str) -> Book:
    """The project's four actions, one of them, so many made-up ones, or a nasty book."""
    if name in ("four", *FOUR):
        return load(cases=FOUR if name == "four" else [name])
    made = made_up.collection(int(name), int(name)) if name.isdigit() else made_up.NASTY[name]()
    return made_up.with_cooperation(made)


@cache
def tables_of(figure: str, name: str) -> tuple:
    """What a figure of a book is drawn from; of a profile that of the first action."""
    book = book_of(name)
    book = book.select([book.cases["case"].iloc[0]]) if figure == "profile" else book
    return tuple(table(book) for table in TABLES[figure])


def draw(figure: str, book: Book, look: figures.Look = LIGHT, tables: tuple = ()) -> Page:
    """The figure of a book."""
    tables = tables or tuple(table(book) for table in TABLES[figure])
    return FUNCTIONS[figure](*tables, book.credit(stated=figure in OF_ALL_SOURCES), look)


@cache
def drawn(figure: str, name: str, size: str, background: str = "solid", theme: str = "light") -> Page:
    """The figure of a book; the test is skipped where there is nothing to draw."""
    tables = tables_of(figure, name)
    if tables[0].empty:
        pytest.skip(NOTHING_TO_DRAW)
    return draw(figure, book_of(name), figures.Look(theme, size, background), tables)
