"""Words of doubt in front of a number, and the qualifier that they ask for."""

from __future__ import annotations

import re

import pytest

from casebook.bounds import QUALIFIERS
from casebook.data import load
from casebook.hedges import HEDGES, asked_for
from casebook.paths import DATA


@pytest.mark.parametrize(
    ("printed", "language", "qualifier"),
    [
        ("more than 40 websites", "en", "more_than"),
        ("Over EUR 5 million", "en", "more_than"),
        ("no more than 40", "en", "at_most"),
        ("no fewer than 40", "en", "at_least"),
        ("up to about 40", "en", "about"),
        ("close to two million", "en", "nearly"),
        ("worth about half a million euros", "en", "about"),
        ("between 8 and 10", "en", "between"),
        ("über 5.550 Server", "de", "more_than"),
        ("plus d’un million", "fr", ""),
        ("plus de 5 550 serveurs", "fr", "more_than"),
        ("oltre 5.500 risorse", "it", "more_than"),
        ("más de 40", "es", "more_than"),
        ("ongeveer 40", "nl", "about"),
        ("over 40 websites", "de", ""),
        ("Πάνω από 5.500", "el", ""),
        ("40 websites over two years", "en", ""),
        ("more than 40 sites and about 30 servers", "en", ""),
        ("turnover 40", "en", ""),
        ("40 websites", "en", ""),
        ("several key suspects", "en", ""),
    ],
)
def test_the_words_before_a_number_ask_for_a_qualifier(printed, language, qualifier):
    assert asked_for(printed, language)[0] == qualifier


@pytest.mark.parametrize("language", HEDGES)
def test_each_word_of_doubt_asks_for_its_own_qualifier_and_no_longer_one_is_cut_short(language):
    for qualifier, phrases in HEDGES[language].items():
        assert qualifier in QUALIFIERS
        for phrase in phrases.split("|"):
            assert asked_for(f"{phrase} 40", language) == (qualifier, phrase)


def test_the_guide_for_coding_and_the_question_know_the_same_english_words():
    guide = (DATA / "README.md").read_text("utf-8").split("| the source prints | `qualifier` |")[1].split("\n\n")[0]
    known = 0
    for printed, qualifier in re.findall(r"^\| (.+?) \| `(\w+)` \|", guide, re.MULTILINE):
        for phrase in re.split(r"[,;] ", printed):
            asked = asked_for(f"{phrase} 40", "en")[0]
            assert asked in ("", qualifier) or phrase == "some (without a number)", phrase
            known += asked == qualifier
    assert known > 20


def test_the_rows_of_the_project_carry_the_doubt_that_their_words_ask_for():
    book = load(DATA)
    languages = book.stated.sources.set_index("source")["language"]
    rows = book.stated.measures
    asked = [asked_for(row.as_printed, languages[row.source])[0] for row in rows.itertuples()]
    assert {(want, row.qualifier) for want, row in zip(asked, rows.itertuples(), strict=True) if want} == {
        (qualifier, qualifier) for qualifier in ("more_than", "at_least", "about", "nearly")
    }
