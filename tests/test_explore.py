"""Choosing among statements, on books small enough to count by hand, and on the project's own."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook import agreement, compare, dates, figures, words
from casebook.data import Book
from casebook.explore import LISTS, RULES, UNDATED, Choice, Tables, explore, listed, listing
from casebook.explore import TABLES as STATEMENTS
from casebook.explorer.payload import headlines, payload
from casebook.sentences import exploring
from tests.made_up import collection

FIGURES = """
a servers_taken_down exact 50
a arrests exact 11
a arrests exact 4 scope=part country=ES
b servers_taken_down more_than 60
b arrests unquantified - as_printed=several_suspects
c subscribers about 900
- servers_taken_down more_than 100
"""
EVENTS = "a action_day 2020-06-03\nb action_day 2019-12/2020-01\nc investigation_opened 2018"
COUNTRIES = "a lead ES\na takedown FR\nb takedown ES\nb takedown FR\nc lead SE"


@pytest.fixture
def tables(make_book) -> Tables:
    return Tables(make_book("a b c", FIGURES, EVENTS, COUNTRIES, "a eurojust eio", covers="a b"))


def view(tables: Tables, **chosen):
    return explore(tables, Choice(**{name: tuple(ids.split()) for name, ids in chosen.items()}))


def shown(found) -> list[tuple[str, str]]:
    rows = found.tables.figures.iloc[list(found.figures)]
    return list(zip(rows["case"], rows["as_printed"], strict=True))


def test_nothing_chosen_shows_everything(tables):
    found = view(tables)
    assert (found.said, found.cases) == ("3 of 3\u00a0actions", ("b", "a", "c"))
    assert len(found.figures) == 7 and len(found.named) == 5 and len(found.events) == 3 and len(found.help) == 1


def test_a_country_chooses_the_actions_that_name_it_and_a_role_those_that_name_it_so(tables):
    assert view(tables, countries="ES").cases == ("b", "a")
    assert view(tables, countries="ES", roles="lead").cases == ("a",)
    assert view(tables, roles="lead").cases == ("a", "c")
    assert view(tables, countries="SE", roles="takedown").said == "0 of 3\u00a0actions"


def test_a_figure_of_one_country_goes_with_that_country_and_the_others_stay_whole(tables):
    assert ("a", "4") in shown(view(tables, countries="ES"))
    assert ("a", "4") not in shown(view(tables, countries="FR"))
    assert ("a", "11") in shown(view(tables, countries="FR"))


def test_a_year_is_one_in_which_the_action_day_may_lie(tables):
    assert view(tables, years="2020").cases == ("b", "a")
    assert view(tables, years="2019").cases == ("b",)
    assert view(tables, years=UNDATED).cases == ("c",)


def test_a_statement_about_all_is_shown_with_all_that_it_is_about(tables):
    about_all = ("", "over 100")
    assert about_all in shown(view(tables, cases="a b"))
    assert about_all not in shown(view(tables, cases="a c"))


def test_an_action_without_the_chosen_measure_stays_as_a_gap(tables):
    found = view(tables, measures="subscribers")
    assert found.cases == ("b", "a", "c")
    assert shown(found) == [("c", "about 900")]


def test_choosing_a_measure_lists_figures_only_and_leaves_times_and_places_to_be_seen(tables):
    found = view(tables, measures="arrests")
    assert listed(found.choice) == ("figures",) and listed(view(tables, kinds="press").choice) == STATEMENTS
    assert len(found.events) == 3 and len(found.named) == 5


def test_each_list_offers_what_the_others_leave(tables):
    found = view(tables, measures="arrests", countries="FR")
    assert found.options["cases"] == {"b": 1, "a": 1, "c": 0}
    assert found.options["measures"] == {"servers_taken_down": 2, "arrests": 2, "subscribers": 0}
    assert found.options["countries"] == {"FR": 2, "ES": 2, "SE": 0}
    assert found.options["roles"] == {"lead": 0, "takedown": 2}
    assert found.options["qualifiers"] == {"exact": 1, "more_than": 0, "about": 0, "unquantified": 1}
    assert view(tables, kinds="press").options["years"] == {"2019": 1, "2020": 2, UNDATED: 1}


@pytest.mark.parametrize(
    ("chosen", "measure", "sentence"),
    [
        ({}, "servers_taken_down", "Servers taken down: reported for two of three actions, together more than 110"),
        ({}, "arrests", "Arrests: reported for two of three actions, together at least 12"),
        ({"cases": "a"}, "arrests", "Arrests: 11 (Action A)"),
        ({"cases": "a c"}, "arrests", "Arrests: reported for one of two actions, 11 (Action A)"),
        ({"cases": "b c"}, "arrests", "Arrests: reported for one of two actions, “several suspects” (Action B)"),
        ({"cases": "c"}, "arrests", "Arrests: not reported for the action"),
        ({"cases": "a b"}, "subscribers", "Subscribers: not reported for either action"),
        ({"qualifiers": "about"}, "arrests", "Arrests: nothing in this choice"),
        ({"cases": "a", "countries": "ES"}, "arrests", "Arrests: 11 (Action A)"),
    ],
)
def test_a_finding_says_who_reports_a_measure_and_what_it_comes_to(tables, chosen, measure, sentence):
    assert view(tables, **chosen).finding(measure).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    ("figures", "more", "why"),
    [
        ("a subscribers exact 3\nb subscribers exact 4", {}, "additive"),
        ("a assets_seized exact 3\nb assets_seized exact 4 unit=CHF", {}, "unit"),
        ("a arrests exact 3\na arrests exact 4 locator=elsewhere", {}, "twice"),
        ("a arrests exact 3\nb arrests exact 4", {"overlaps": [("a", "b")]}, "overlap"),
    ],
)
def test_what_must_not_be_added_is_not_and_the_finding_says_why(make_book, figures, more, why):
    found = explore(Tables(make_book("a b", figures, **more)))
    (measure,) = found.tables.terms["measures"]
    assert found.finding(measure).endswith(exploring.WHY[why])
    with pytest.raises(ValueError):
        compare.total(compare.by_action(found.book, measure), found.book)


def test_a_measure_that_is_only_printed_for_a_part_is_not_called_unreported(make_book):
    found = explore(Tables(make_book("a", "a arrests exact 3 scope=part")))
    assert found.finding("arrests").startswith("Arrests: no figure of one whole action")


def test_the_measures_compared_are_those_that_most_actions_report_or_the_chosen_ones(tables):
    assert view(tables).panels == ("servers_taken_down", "arrests", "subscribers")
    assert view(tables, cases="c").panels == ("subscribers",)
    assert view(tables, measures="subscribers arrests").panels == ("arrests", "subscribers")


def test_figures_are_chosen_by_whether_independent_sources_agree_on_them(book):
    tables = Tables(book)
    keys = agreement.keys(book)
    for verdict, label in tables.terms["agreement"].items():
        found = view(tables, agreement=verdict)
        said = {(row.case, row.measure) for row in tables.figures.iloc[list(found.figures)].itertuples()}
        assert said == set(keys[keys["verdict"] == verdict][["case", "measure"]].itertuples(index=False, name=None)), (
            label
        )
        assert listed(found.choice) == ("figures",) and found.cases == view(tables).cases
    assert set(tables.terms["agreement"]) == {"agree", "looser", "conflict", "unit", "single"}


def test_a_figure_of_a_part_says_of_which(make_book):
    made = make_book(
        "a", "a arrests exact 4 scope=part country=ES\na arrests exact 3 scope=part\na arrests exact 2 per=month"
    )
    said = set(listing(explore(Tables(made)))["about"])
    assert said == {"Spain only", made.terms("scope")["part"], made.terms("per")["month"]}


def test_a_codebook_without_words_for_parts_and_rates_will_do(book):
    codebook = book.codebook[~book.codebook["column"].isin(["scope", "per", "means", "body", "event", "role"])]
    figures_ = book.stated.measures[(book.stated.measures["scope"] == "") & (book.stated.measures["per"] == "")]
    empty = {name: getattr(book, name).iloc[:0] for name in ("events", "countries", "cooperation")}
    made = replace(book.stated, codebook=codebook, measures=figures_, **empty).select("all")
    assert set(listing(explore(Tables(made)))["about"]) == {""} and payload(Tables(made))["figures"]


def test_every_list_goes_by_a_column_that_the_page_has_too(tables):
    sent = payload(tables)
    for name, columns in RULES["columns"].items():
        there = {"case", "years"} if name == "actions" else {*sent[name], "kinds"}
        assert set(columns.values()) <= there and set(columns) <= set(LISTS), name
    assert {name for columns in RULES["columns"].values() for name in columns} == set(LISTS)


@pytest.mark.parametrize(
    ("facts", "others", "said"),
    [
        (
            "a investigation_opened 2016\na action_day 2020-08-25",
            ["2011-01-01"],
            "is from 2016 (investigation opens), by other sources from 2011",
        ),
        (
            "a action_day 2020-08-25",
            ["2015-01-01", ""],
            "the first dated step is the action day, 25 August 2020; other sources tell of steps from 2015",
        ),
        (
            "a investigation_opened -",
            ["2019-05-01"],
            "No step of the action is dated; other sources tell of steps from 2019",
        ),
        ("a investigation_opened 2016\na action_day 2020-08-25", ["2016-09-01"], "is from 2016 (investigation opens)"),
    ],
)
def test_the_finding_over_a_timeline_covers_what_other_sources_tell(make_book, facts, others, said):
    table = compare.timeline(make_book("a", events=facts))
    assert exploring.timeline(table, others).replace("\u00a0", " ").endswith(said)


def test_no_step_that_is_drawn_lies_before_what_the_headline_says(book):
    tables = Tables(book)
    for key, told in headlines(tables).items():
        rows = tables.events[tables.events["case"].isin(key.split()) & (tables.events["event"] != "announced")]
        days = [dates.parse(edtf).earliest for edtf in rows["date"] if edtf]
        assert str(min(day.year for day in days if day)) in told["timeline"]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_sums_are_those_of_the_report_for_every_choice_of_actions(book, size):
    tables = Tables(book)
    for cases in combinations(tables.cases, size):
        sums = compare.sums(book.select(cases)).set_index("measure")
        found = explore(tables, Choice(cases=cases))
        for measure, row in sums.iterrows():
            said = found.finding(measure)
            assert row["reported"] < 2 or not row["wording"] or said.endswith(f"together {row['wording']}"), said


def test_the_book_of_a_view_draws_what_is_shown_and_nothing_else(book):
    tables = Tables(book)
    found = explore(tables, Choice(countries=("SE",), measures=("arrests",)))
    assert set(found.book.cases["case"]) == set(found.cases)
    assert set(found.book.measures["measure"]) == {"arrests"}
    assert set(found.book.countries["country"]) == {"SE"}


@pytest.mark.parametrize(
    ("chosen", "drawing"),
    [
        ({}, "what_was_reported"),
        ({"measures": ("servers_taken_down",)}, "servers_taken_down"),
        ({"measures": ("arrests",)}, "what_was_reported"),
        ({"countries": ("SE",)}, "countries_by_action"),
        ({"cases": ("k-boxes",)}, "profile"),
        ({"countries": ("CA",)}, "what_was_reported"),
        ({"countries": ("MT",), "roles": ("lead",)}, ""),
    ],
)
def test_the_figure_is_the_one_that_fits_the_choice(book, chosen, drawing):
    found = explore(Tables(book), Choice(**chosen))
    assert found.drawing == drawing
    assert not drawing or callable(getattr(figures, drawing))


def test_the_listing_keeps_the_printed_words_and_the_way_to_the_source(book):
    found = explore(
        Tables(book), Choice(cases=("pay-tv-signals",), measures=("servers_taken_down",), kinds=("factsheet",))
    )
    table = listing(found)
    assert set(table["as_printed"]) == {"over 200", "over 5 550"}
    assert set(table["about"]) == {"earlier action", ""}
    assert set(table["kind"]) == {"factsheet"} and set(table["agreement"]) <= set(exploring.VERDICTS.values())
    assert table["url"].str.startswith("https://").all() and (table["locator"] != "").all()


IDS = {name: list(Tables(collection(6, seed=3)).terms[name]) for name in LISTS}
CHOICES = st.builds(
    Choice,
    **{
        one.name: st.lists(st.sampled_from(IDS[one.name]), max_size=2, unique=True).map(tuple) for one in fields(Choice)
    },
)
TABLES = Tables(collection(6, seed=3))


@settings(max_examples=25)
@given(CHOICES)
def test_whatever_a_list_offers_leads_somewhere_and_what_it_does_not_leads_nowhere(choice):
    found = explore(TABLES, choice)
    for name in LISTS:
        for term, many in found.options[name].items():
            alone = explore(TABLES, Choice(**{**vars(choice), name: (term,)}))
            assert bool(many) == leads_somewhere(alone, name), (name, term)


def leads_somewhere(found, name):
    """Whether a list's id leaves something: a statement, or an action where only actions are chosen."""
    choice, about = found.choice, found.tables.about
    rows = {table: [about[table][place] for place in getattr(found, table)] for table in STATEMENTS}
    if name in ("measures", "qualifiers", "agreement"):
        return bool(rows["figures"])
    if name == "kinds":
        return any(rows[table] for table in listed(choice))
    if choice.measures or choice.qualifiers or choice.kinds or choice.agreement:
        return any(len(cases) == 1 for table in listed(choice) for cases in rows[table])
    return bool(found.cases)


@settings(max_examples=40)
@given(CHOICES)
def test_a_finding_never_claims_more_than_the_sum_allows(choice):
    found = explore(TABLES, choice)
    for measure in found.panels:
        together = found.finding(measure).partition(", together ")[2]
        if not together:
            continue
        rows = compare.by_action(found.book, measure)
        assert together == words.amount_in_unit(compare.total(rows, found.book))


def test_facts_that_rest_on_several_sources_keep_all_of_them(make_book):
    made = make_book("a", "a arrests exact 3\na arrests exact 3 source=t")
    sources = pd.concat([made.stated.sources, made.stated.sources.assign(source="t", publisher="Q", covers="")])
    tables = {name: getattr(made.stated, name) for name in ("cases", "measures", "events", "countries", "cooperation")}
    both = Book(sources=sources.reset_index(drop=True), **tables, codebook=made.codebook, version="0")
    found = Tables(both.select("all", rule="corroborated"))
    (fact,) = found.figures[found.figures["fact"].astype(bool)].itertuples()
    assert fact.sources == ("s", "t")
    assert explore(found).finding("arrests") == "Arrests: 3 (Action A)"
