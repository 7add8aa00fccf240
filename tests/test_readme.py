"""The README's numbers are those that the data give."""

import re

import pytest

from casebook import agreement, compare, load, sentences, words
from casebook.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def book():
    return load()


def total(book, measure):
    return words.amount(compare.total(compare.by_action(book, measure), book)).replace(words.THIN, " ")


def findings():
    found = README.split("**What was found.**")[1].split("![")[0]
    return re.sub(r"\s+", " ", found)


def test_the_sums_in_the_readme_are_the_computed_ones(book):
    assert f"{total(book, 'servers_taken_down')} servers" in findings()
    assert f"Arrests come to {total(book, 'arrests')}" in findings()


def test_the_readme_gives_the_verdict_on_the_printed_total_that_the_data_give(book):
    check = compare.headline_check(book)
    assert check["verdict"].iloc[-1] == "holds"
    assert (
        f"“{words.printed(check['wording'].iloc[-1])}”".replace(words.BOUND, " ").replace(words.THIN, " ") in findings()
    )


def test_the_readme_counts_the_measures_as_the_data_do(book):
    coverage = compare.coverage(compare.reported(book))
    everywhere = coverage[coverage["reported"] == coverage["of"]]["measure"]
    assert list(everywhere) == ["servers_taken_down", "arrests"]
    assert len(coverage) == 11 and (coverage["reported"] == 1).sum() == 9
    assert "every other measure of the eleven compared is reported for one action only" in findings()


def test_two_of_four_print_arrests_in_words(book):
    arrests = compare.by_action(book, "arrests")
    assert (~arrests["as_printed"].map(words.is_number)).sum() == 2
    assert "two of the four print words and no number" in findings()


def test_what_the_readme_says_of_other_sources_is_what_the_tables_hold(book):
    said = re.sub(r"\s+", " ", README.split("**What other sources say.**")[1].split("## Start")[0])
    everything, cells = agreement.spoken(book).iloc[0], agreement.matrix(book)
    assert f"what {everything['sources']} sources state" in said
    assert f"they come down to {words.count(everything['origins'])} origins" in said
    headline = sentences.sources_headlines(agreement.keys(book))[0]
    assert headline.partition(" figures")[2] in said and headline.startswith("14 ") and "Fourteen figures" in said
    assert "The other sources were read in part: what is missing here" in said
    assert f"{(cells['verdict'] == 'single').sum()} of {len(cells)} figures, dates and lists" in said
