"""The figures of sources and of agreement, and their sentences: they can be read, and say what the tables say."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from math import log10

import ink
import made_up
import pandas as pd
import pytest
from conftest import FOUR, SUBSETS
from matplotlib.colors import to_hex
from test_figures import SEEN

from casebook import agreement, figures, load, rules, sentences
from casebook.data import Book
from casebook.figures import agreeing
from casebook.figures import sources as sources_figure

LOOKS = [figures.Look(theme, size, background)
         for theme, size, background in [("light", "slide", "solid"), ("dark", "half", "solid"),
                                         ("light", "half", "transparent"), ("light", "column", "solid")]]  # fmt: skip


def many(cases: int, pages: int) -> Book:
    """Many actions of which many pages state the same few figures, each a little otherwise."""
    names = made_up.ids(cases)
    sources = [
        {"source": f"page-{place}", "title": "T", "published": f"2020-{place % 12 + 1:02}",
         "publisher": f"Publisher {place} of {made_up.LONG}"[: 12 + 30 * (place % 3)],
         "kind": ("official", "press", "rights_holder", "trade_press")[place % 4],
         "derived_from": f"page-{place - 1}" if place % 3 == 2 else ""}
        for place in range(pages)
    ]  # fmt: skip
    qualifiers = ["exact", "more_than", "about", "nearly", "between", "unquantified", "at_least"]
    rows = [
        made_up.figure(case, kind, None if kind == "unquantified" else 10 ** (place % 4) * 7 + number,
                       10**6 if kind == "between" else None, "words " * 12 if kind == "unquantified" else "", measure)
        | {"source": f"page-{place}"}
        for number, case in enumerate(names)
        for measure in ("arrests", "subscribers")
        for place in range(pages)
        for kind in [qualifiers[(place + number) % len(qualifiers)]]
    ]  # fmt: skip
    named = [{"case": case, "role": "takedown", "country": code, "source": f"page-{place}"}
             for case in names for place, code in enumerate(("FR", "DE", "IT")[:pages])]  # fmt: skip
    return made_up.book(names, rows, made_up.days(names), named, sources=sources)


BOOKS = {
    "the four": lambda: load(cases=FOUR),
    "by the widest rule": lambda: load(cases=FOUR, rule="widest"),
    "k-boxes": lambda: load(cases=["k-boxes"]),
    "two": lambda: load(cases=["sparks-group", "pay-tv-signals"]),
    "hundreds of statements": lambda: many(12, 14),
    "one action, many pages": lambda: many(1, 30),
    "two pages": lambda: many(1, 2),
    "hostile words": lambda: made_up.book(
        ["case-1"],
        [made_up.figure("case-1", "exact", 5 + place, words=text) | {"source": f"p{place}"}
         for place, text in enumerate(made_up.HOSTILE)],
        names=[made_up.WIDE],
        sources=[{"source": f"p{place}", "title": text, "publisher": text, "kind": "press"}
                 for place, text in enumerate(made_up.HOSTILE)],
    ),
    "zeros and huge": lambda: made_up.stated_by(
        "agency a arrests exact 0\npaper a arrests exact 3\nagency b arrests exact 1\n"
        "paper b arrests exact 1000000000000\ntrade b arrests unquantified"
    ),
    "one source": lambda: made_up.stated_by("agency a arrests exact 3"),
}  # fmt: skip


@cache
def tables(name: str):
    book = BOOKS[name]()
    return book, agreement.figures(book), agreement.keys(book), agreement.matrix(book)


def pages(name: str, look: figures.Look):
    book, rows, keys, cells = tables(name)
    credit = book.credit(stated=True)
    return figures.sources_compared(rows, keys, credit, look), figures.agreement(cells, credit, look)


def compared(book: Book):
    return figures.sources_compared(agreement.figures(book), agreement.keys(book), book.credit(stated=True))


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme} {look.size} {look.background}")
def test_everything_on_them_can_be_read(name, look):
    for page in pages(name, look):
        drawn = ink.Drawn(page)
        faults = drawn.faults()
        assert [fault for fault in faults if look.background == "solid" or "struck" not in fault] == []


@pytest.mark.parametrize("name", BOOKS)
def test_alt_text_tells_finding_statements_and_rule_and_no_looks(name):
    book, *_ = tables(name)
    for page in pages(name, LOOKS[0]):
        assert page.headline in page.alt and page.alt.endswith(f"Rule: {book.rule}.")
        texts = [page.headline, *(text.what for text in ink.texts(page)), *map(str, page.table.to_numpy().ravel())]
        own = " ".join(texts)
        assert not [word for word in SEEN.findall(page.alt) if word not in own]


def test_a_statement_stands_where_its_number_is_against_the_first_of_its_group():
    book = made_up.stated_by("""
        agency a arrests exact 40
        paper a arrests exact 80
        late a arrests more_than 20
        trade a arrests about 40
        holder a assets_seized exact 5
        late a assets_seized exact 5
        paper a assets_seized exact 6 unit=DKK
    """)
    page = compared(book)
    ticks = {gid.removeprefix("tick:"): ink.box_of(one).middle[0] for gid, one in ink.by_gid(page, "tick:").items()}
    marks = ink.by_gid(page, "mark:")
    found = {
        gid.split(":")[1]: ink.strokes(one)[0].middle[0] for gid, one in marks.items() if "arrests" in gid
    }  # the later of the two exact ones
    assert found["exact"] == pytest.approx(ticks["2"], abs=0.02)
    assert found["more_than"] == pytest.approx(ticks["0.5"], abs=0.02)
    first = marks["mark:exact:a:arrests:0"]
    assert ink.box_of(first).middle[0] == pytest.approx(ticks["1"], abs=0.02)
    # another currency is told in words, beside the axis
    (words,) = [one.get_text() for gid, one in marks.items() if "assets" in gid and hasattr(one, "get_text")]
    assert words == "DKK\xa06"


def test_the_axis_holds_every_number_and_tells_how_far_it_goes():
    book = made_up.stated_by("""
        agency a arrests exact 5
        paper a arrests exact 5796
        trade a arrests exact 12
        holder b arrests exact 90000
        late b arrests exact 40
        paper b arrests exact 100000
    """)
    page = compared(book)
    ticks = {
        Decimal(gid.removeprefix("tick:")): ink.box_of(one).middle[0] for gid, one in ink.by_gid(page, "tick:").items()
    }
    assert (min(ticks), max(ticks)) == (Decimal("0.0001"), 10_000)
    marks = {gid.removeprefix("mark:exact:"): ink.box_of(one) for gid, one in ink.by_gid(page, "mark:").items()}
    said = {gid.removeprefix("words:"): text.get_text() for gid, text in ink.by_gid(page, "words:").items()}
    numbers = {gid: int(re.sub(r"\D", "", text)) for gid, text in said.items()}
    assert len(marks) == 6
    for gid, mark in marks.items():
        times = numbers[gid] / numbers[f"{gid[:-1]}0"]
        decade = (ticks[10_000] - ticks[1]) / 4
        assert mark.middle[0] == pytest.approx(ticks[1] + decade * log10(times), abs=0.02)
    named = {text.what for text in ink.texts(page)}
    assert "the first number" in named and named & {"10\u202f000\xa0times", "×\xa010\u202f000"}


def test_who_only_repeats_is_named_without_a_mark_of_its_own():
    book = made_up.stated_by(
        "agency a arrests exact 3\necho a arrests exact 3\ncopy a arrests exact 3\npaper a arrests exact 4"
    )
    page = compared(book)
    assert len(ink.by_gid(page, "mark:")) == 2
    assert "the same: copy house and echo house" in [text.what for text in ink.texts(page)]


def test_the_kind_of_source_is_told_by_colour_and_in_words():
    book = made_up.stated_by("agency a arrests exact 3\nholder a arrests exact 4\npaper a arrests exact 5")
    page = compared(book)
    colors = [to_hex(one.get_facecolor()) for one in ink.by_gid(page, "mark:").values()]
    assert colors == [color.lower() for color in (page.theme.data, page.theme.help, page.theme.grey)]
    assert {"official", "rights holder", "press"} <= {text.what for text in ink.texts(page)}


def test_what_differs_most_comes_first_and_the_rest_is_counted():
    _, rows, keys, _ = tables("hundreds of statements")
    page = pages("hundreds of statements", LOOKS[0])[0]
    groups = sources_figure._groups(rows, sources_figure.wholes(keys))
    shown = len({tuple(gid.split(":")[2:4]) for gid in ink.by_gid(page, "mark:")})
    assert 0 < shown < len(groups)
    rest = [text.what for text in ink.texts(page) if text.what.startswith("and ") and "csv" in text.what]
    assert rest == [f"and {len(groups) - shown} more; all in sources-compared.csv"]
    assert len(page.table) == len(rows)


def test_a_cell_is_told_by_sign_and_word_and_an_empty_one_by_nothing():
    book, _, _, cells = tables("the four")
    page = figures.agreement(cells, book.credit(stated=True))
    texts = [text.what for text in ink.texts(page)]
    for verdict in cells["verdict"].unique():
        assert agreeing.SIGNS[verdict] in texts
    assert len(set(agreeing.SIGNS.values())) == len(agreeing.SIGNS)
    contested = agreement.contested(cells)
    first = contested[contested["what"] == contested["what"].iloc[0]]
    assert [sentences.verdict(row) for row in first.itertuples()] == [text for text in texts if text in
            {sentences.verdict(row) for row in first.itertuples()}][: len(first)]  # fmt: skip


# --- sentences -------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [*SUBSETS, "all"], ids=str)
@pytest.mark.parametrize("rule", rules.RULES)
def test_headlines_count_what_the_tables_hold_for_any_choice_and_rule(chosen, rule):
    book = load(cases=chosen, rule=rule)
    keys, cells = agreement.keys(book), agreement.matrix(book)
    whole = keys[(keys["case"] != "") & (keys["scope"] == "") & (keys["per"] == "")]
    counts = {verdict: int((whole["verdict"] == verdict).sum()) for verdict in agreement.VERDICTS}
    head = sentences.sources_headlines(keys)[0]
    several = counts["agree"] + counts["looser"] + counts["conflict"]
    if several < 2:
        assert head.startswith("One figure has" if several else "No figure")
        return
    assert head.lower().startswith(f"{sentences.common.count(several)} figures have more than one origin")
    for verdict, says in (("agree", "agree on"), ("looser", "compatible on"), ("conflict", "each other on")):
        assert (f"{says} {sentences.common.count(counts[verdict])}" in head) == bool(counts[verdict])
    single = int((cells["verdict"] == "single").sum())
    told = sentences.agreement_headlines(cells)[0]
    assert told.lower().startswith(sentences.out_of(single, len(cells)))


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ("agency a arrests exact 3", "No figure has more than one origin in one unit"),
        ("agency a arrests exact 3\npaper a arrests exact 3", "One figure has more than one origin: origins agree"),
        ("agency a arrests exact 3\npaper a arrests exact 4",
         "One figure has more than one origin: origins contradict each other"),
        ("agency a arrests exact 3\npaper a arrests exact 3\nagency b arrests exact 4\npaper b arrests exact 4",
         "Two figures have more than one origin: on all of them origins agree"),
        ("agency a arrests exact 3\npaper a arrests exact 3\nagency b arrests exact 4\npaper b arrests exact 5",
         "Two figures have more than one origin: origins contradict each other on one and agree on one"),
    ],
)  # fmt: skip
def test_the_headline_of_few_statements(lines, headline):
    assert sentences.sources_headlines(agreement.keys(made_up.stated_by(lines)))[0] == headline


def test_a_paragraph_says_what_differs_and_what_kind_of_difference_it_is():
    book = made_up.stated_by(
        "agency a arrests exact 60\npaper a arrests more_than 60\n"
        "agency a subscribers exact 7\npaper a subscribers exact 7\n"
        "agency a servers_taken_down more_than 60\necho a servers_taken_down exact 60\n"
        "agency a bank_accounts_frozen exact 8\npaper a bank_accounts_seized exact 8 unit=accounts",
        "agency a action_day 2020-06-03\npaper a action_day 2020-06-10",
        "agency a takedown FR\nagency a takedown DE\npaper a takedown FR\npaper a takedown MC",
    )
    told = sentences.differences("a", agreement.compared(book))
    assert [text.replace("\xa0", " ") for text in told] == [
        "Amber 1: two origins speak of it, in three sources.",
        "Origins agree on subscribers.",
        "They differ on arrests: 60 (agency house); more than 60 (paper house). "
        "It is one number, with bounds that exclude each other.",
        "One number, 8, is given for bank accounts frozen (agency house) and bank accounts seized (paper house). "
        "Such a number may be of one thing under several names, or of several things.",
        "Pages with one origin differ on servers taken down: more than 60 (agency house); 60 (echo house after "
        "agency house).",
        "Dates differ for “action day”: 3 June 2020 (agency house); 10 June 2020 (paper house).",
        "Lists of countries differ for “servers taken down”: against agency house (two countries), paper house adds "
        "Monaco and leaves out Germany.",
    ]


def test_of_an_action_of_which_nothing_is_stated_the_paragraph_says_so():
    told = agreement.compared(made_up.stated_by("agency a arrests exact 3\npaper a arrests exact 4"))
    assert sentences.differences("b", told) == ["Birch 2: nothing is stated of it."]
    assert sentences.differences("a", agreement.compared(made_up.stated_by("agency a arrests exact 3"))) == [
        "Amber 1: one\xa0origin speaks of it, in one\xa0source."
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("agency a arrests exact 3", "one origin"),
        ("agency a arrests exact 3\npaper a arrests exact 3", "two origins, none contradicts"),
        ("agency a arrests exact 3\npaper a arrests exact 4", "two origins, contradicted (number)"),
        ("agency a arrests exact 3\necho a arrests exact 3", "one origin"),
    ],
)
def test_beside_a_figure_stands_how_many_origins_state_it_and_whether_one_contradicts(lines, said):
    found = agreement.beside(made_up.stated_by(lines))["a", "arrests"]
    assert sentences.confirmed(found).replace("\xa0", " ") == said
    assert sentences.confirmed(None) == ""


def test_one_voice_is_said_to_be_one():
    assert sentences.one_voice(agreement.matrix(made_up.stated_by("agency a arrests exact 3")))
    for lines in (
        "agency a arrests exact 3\npaper b arrests exact 3",
        "agency a arrests exact 3\necho a arrests exact 3",
    ):
        pair = sentences.one_voice(agreement.matrix(made_up.stated_by(lines)))
        assert pair == ("paper" in lines)


def test_no_text_of_the_chapter_names_a_machine_or_an_empty_name():
    told = agreement.compared(tables("the four")[0])
    for case in FOUR:
        for text in sentences.differences(case, told):
            assert not re.search(r"\(\)|\bnan\b|None|  ", text)


def test_of_more_actions_than_a_table_has_columns_it_is_counted_for_how_many_origins_agree():
    cells = pd.DataFrame(
        [
            {"part": "figure", "what": "arrests", "label": "Arrests", "case": f"c{number}", "short_title": f"C{number}",
             "verdict": "agree" if number else "conflict", "classes": ("different number",) * (not number),
             "origins": 2, "retold": (), "own": ()}
            for number in range(13)
        ]
    )  # fmt: skip
    (row,) = sentences.cells_table(cells).to_dict("records")
    assert row == {"Stated": "Arrests", "In conflict": 1, "Other unit": 0, "Looser": 0, "Agree": 12, "One origin": 0}
    (row,) = sentences.cells_table(cells.head(12)).to_dict("records")
    assert len(row) == 13 and row["C0"] == "conflict: number" and row["C1"] == "agree: 2"


def test_after_the_first_forty_actions_it_is_said_how_many_more_there_are():
    assert sentences.further(40) == sentences.further(4) == ""
    assert sentences.further(41) == "One\u00a0more action is in the tables alone."
    assert sentences.further(10_040) == "10\u202f000\u00a0more actions are in the tables alone."
