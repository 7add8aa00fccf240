"""What several test files need: the book of the project, and small books written down in a few words."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from casebook import data
from casebook.data import Book
from casebook.parameters import TABLE

# What was chosen for a make around the tests is not chosen for the builds inside them.
for name in ("GIVEN", "CHOICES", "DEBUG", *map(str.upper, TABLE)):
    os.environ.pop(name, None)

settings.register_profile("casebook", deadline=None, derandomize=True)
settings.load_profile("casebook")

FOUR = ("pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes")
SUBSETS = [subset for size in range(1, 5) for subset in combinations(FOUR, size)]
COLUMNS = {table["name"]: [field["name"] for field in table["schema"]["fields"]]
           for table in data.descriptor()["resources"]}  # fmt: skip
PRINTED = {
    "exact": "{}",
    "more_than": "over {}",
    "at_least": "{}+",
    "about": "about {}",
    "nearly": "close to {}",
    "at_most": "up to {}",
    "less_than": "under {}",
    "between": "{} to {}",
    "unquantified": "several",
}


@pytest.fixture(scope="session")
def once(tmp_path_factory) -> Callable[[str, Callable[[Path], object]], Path]:
    """`once(name, make)`: a folder that `make` filled, once for all the processes that tests run in side by side."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        place, made = shared / name, shared / f"{name}.made"
        with open(shared / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                make(place)
                made.touch()
        return place

    return folder


@pytest.fixture(scope="session")
def book() -> Book:
    """The tables of the project."""
    return data.load()


@pytest.fixture(scope="session")
def four(book) -> Book:
    """What the factsheet tells of its four actions, whatever else the tables hold by now."""
    chosen = book.select(FOUR)
    tables = ("sources", "measures", "events", "countries", "cooperation")
    rows = {name: getattr(chosen, name).query("source == 'eurojust-factsheet'") for name in tables}
    return replace(chosen, **{name: table.reset_index(drop=True) for name, table in rows.items()}, whole=None)


@pytest.fixture(scope="session", params=SUBSETS, ids="+".join)
def some(request, four) -> Book:
    """Every choice of one, two, three or all of the four actions."""
    return four.select(request.param)


@pytest.fixture(scope="session")
def make_book(book):
    """A book written down in lines of words, `-` for an empty cell: see the tests for examples."""

    def make(cases, figures="", events="", countries="", cooperation="", overlaps=(), covers=None) -> Book:
        cases = cases.split()
        covered = covers or " ".join(cases)
        titles = [
            {
                "case": case,
                "title": f"Action {case.upper()}",
                "short_title": f"Action {case.upper()}",
                "summary": f"{case.upper()} was this. And that.",
                "overlaps": dict(overlaps).get(case, ""),
            }
            for case in cases
        ]
        tables = {
            "sources": [{"source": "s", "title": "T", "publisher": "P", "kind": "press", "covers": covered}],
            "cases": titles,
            "measures": [_figure(book, *words) for words in _lines(figures)],
            "events": [_row(("case", "event", "date", "country"), words) for words in _lines(events)],
            "countries": [_row(("case", "role", "country"), words) for words in _lines(countries)],
            "cooperation": [_row(("case", "body", "means"), words) for words in _lines(cooperation)],
        }
        frames = {name: _frame(name, rows) for name, rows in tables.items()}
        return Book(**frames, codebook=book.codebook, version="0.0.0").select("all")

    return make


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


def _row(columns: tuple[str, ...], words: list[str]) -> dict[str, str]:
    row = {name: "" if word == "-" else word for name, word in zip(columns, words, strict=False)}
    return {"source": "s", "locator": "Heading, sentence 1", "as_printed": "words"} | row


def _figure(book: Book, case: str, measure: str, qualifier: str, number: str = "", *more: str) -> dict:
    """`a arrests exact 3`, `a arrests between 3..5`, `- servers_taken_down exact 4 scope=part as_printed=four`."""
    units = book.codebook[book.codebook["column"] == "measure"].set_index("term")["unit"]
    numbers = number.split("..") if number not in ("", "-") else []
    low, high = (*map(Decimal, numbers), None, None)[:2]
    row = _row(("case", "measure", "qualifier"), [case, measure, qualifier])
    row |= {"value": low, "value_high": high, "unit": units[measure].replace("money", "EUR")}
    row |= {"as_printed": PRINTED[qualifier].format(*numbers)}
    return row | {name: text.replace("_", " ") for name, _, text in (word.partition("=") for word in more)}


def _frame(name: str, rows: list[dict]) -> pd.DataFrame:
    empty = dict.fromkeys(COLUMNS[name], "")
    return pd.DataFrame([empty | row for row in rows], columns=COLUMNS[name], dtype=object)
