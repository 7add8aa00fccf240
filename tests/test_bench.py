"""Measuring: the made-up collections."""

from __future__ import annotations

from bench import generate
from casebook.data import load


def contents(folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_made_up_collection_is_valid_and_as_rich_as_real_cases(tmp_path):
    book = load(generate.write(tmp_path / "hundred", 100)).stated
    rows = sum(map(len, (book.measures, book.events, book.countries, book.cooperation)))
    assert len(book.cases) == 100
    assert 25 <= rows / 100 <= 40
    assert set(book.measures["qualifier"]) == set(book.terms("qualifier"))
    assert {"EUR", "USD", "GBP", "CHF"} <= set(book.measures["unit"])
    assert {"factsheet", "official", "press"} <= set(book.sources["kind"])
    assert {"part", "earlier", ""} <= set(book.measures["scope"])


def test_a_seed_always_gives_the_same_collection_and_another_seed_another_one(tmp_path):
    first, again, other = (
        contents(generate.write(tmp_path / name, 12, seed)) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first == again
    assert first["measures.csv"] != other["measures.csv"]
