"""The guide for coding a press release: its worked examples are the rows there are, its words those of the codebook."""

from __future__ import annotations

import re

import pytest
from conftest import FOUR

from casebook.bounds import QUALIFIERS
from casebook.paths import DATA

README = (DATA / "README.md").read_text("utf-8")
GUIDE = README.split("## How to code a press release")[1].split("\n## ")[0]
CODED = re.compile(r"`([^`\n]+)`")


def examples():
    """For each case, and "" for all of them, the rows in short as the guide gives them."""
    told = GUIDE.split("### The four cases, coded")[1].split("\n### ")[0]
    about_all, *cases = told.split("#### ")
    found = {"": set(CODED.findall(about_all.split("Of all four:")[1]))}
    for text in cases:
        lines = [line.split("|")[2] for line in text.splitlines() if line.startswith("|")]
        found[CODED.match(text)[1]] = {row for line in lines for row in CODED.findall(line)}
    return found


def in_short(book, case):
    """The rows of the tables about a case, written as the guide writes them."""

    def rows(table):
        return getattr(book, table)[getattr(book, table)["case"] == case].itertuples()

    def joined(*cells):
        return " ".join(str(cell) for cell in cells if cell not in ("", None))

    found = {
        joined(row.measure, row.qualifier, row.value, row.value_high, row.unit if row.unit.isupper() else "",
               row.scope, row.country, row.date)
        for row in rows("measures")
    }  # fmt: skip
    found |= {joined(row.event, row.date, row.country) for row in rows("events")}
    lists: dict[str, list[str]] = {}
    for table, key, item in (("countries", "role", "country"), ("cooperation", "body", "means")):
        for row in rows(table):
            lists.setdefault(f"{table} {getattr(row, key)}", []).append(getattr(row, item))
    return found | {joined(name.split()[1], *items) for name, items in lists.items()}


@pytest.mark.parametrize("case", ["", *FOUR])
def test_the_four_cases_are_coded_in_the_guide_as_they_are_in_the_tables(four, case):
    assert examples()[case] == in_short(four, case)


def test_there_is_a_line_for_every_qualifier():
    table = GUIDE.split("### From words to qualifier")[1].split("\n### ")[0]
    named = [CODED.findall(line.split("|")[2]) for line in table.splitlines() if line.startswith("| ")][2:]
    assert {word for words in named for word in words} == set(QUALIFIERS)


def test_every_word_in_the_guide_is_one_of_the_codebook_or_a_column(book):
    columns = {column for name in ("sources", "cases", "measures", "events", "countries", "cooperation", "codebook")
               for column in getattr(book, name)}  # fmt: skip
    known = set(book.codebook["term"]) | columns | set(book.cases["case"])
    prose = GUIDE.split("### The four cases, coded")[0]
    words = {word for code in CODED.findall(prose) for word in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", code)}
    assert words - known == set()
    assert len(words) > 15
