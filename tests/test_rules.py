"""Facts by a named rule: on tables of a few rows what is shown, and for any statements what always holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import made_up
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from casebook import bounds, compare, dates, figures, load, rules, words
from casebook.bounds import Interval, UnlikeError
from casebook.data import Book, SelectionError
from casebook.figures.saving import render

book = made_up.stated_by


def told(found: Book) -> list[tuple]:
    """The facts on figures, briefly."""
    rows = found.measures.itertuples()
    return [(row.case, row.qualifier, row.value, row.as_printed.replace("\u202f", " "), row.source) for row in rows]


def fact(lines: str, rule: str, **changes: dict) -> tuple:
    """Qualifier, number, wording and sources of the one fact that a rule makes of some statements."""
    ((_, *found),) = told(book(lines, rule=rule, **changes))
    return tuple(found)


# --- the factsheet ---------------------------------------------------------------------------


def test_the_factsheet_is_shown_where_it_tells_of_a_case():
    found = book("paper a arrests exact 12\nsheet a arrests exact 11\nagency a arrests exact 13", rule="factsheet")
    assert told(found) == [("a", "exact", 11, "11", "sheet")]


def test_what_the_factsheet_leaves_out_of_its_cases_stays_out():
    found = book("sheet a arrests exact 11\npaper a servers_taken_down exact 50", rule="factsheet")
    assert told(found) == [("a", "exact", 11, "11", "sheet")]


def test_a_case_that_no_factsheet_tells_of_is_shown_by_the_official_rule():
    found = book("""
        sheet a arrests exact 11
        paper b arrests exact 5
        agency b arrests exact 4
        paper b servers_taken_down exact 9
    """, rule="factsheet")  # fmt: skip
    assert told(found) == [
        ("a", "exact", 11, "11", "sheet"), ("b", "exact", 4, "4", "agency"), ("b", "exact", 9, "9", "paper"),
    ]  # fmt: skip


def test_a_case_of_which_the_factsheet_tells_only_a_step_is_told_by_it():
    found = book("paper a arrests exact 12", events="sheet a action_day 2020", rule="factsheet")
    assert told(found) == [] and list(found.events["source"]) == ["sheet"]


def test_a_total_of_cases_that_the_factsheet_tells_of_is_the_factsheets_own():
    lines = "sheet - servers_taken_down more_than 50\npaper - servers_taken_down exact 50\nsheet a arrests exact 1"
    assert told(book(lines, rule="factsheet")) == [
        ("", "more_than", 50, "over 50", "sheet"), ("a", "exact", 1, "1", "sheet"),
    ]  # fmt: skip


def test_the_default_rule_shows_the_tables_of_the_factsheet_as_they_are(four):
    for name in rules.TABLES:
        assert getattr(four.select("all"), name).equals(getattr(four, name))


# --- official sources ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated_by", "shown"),
    [
        ("paper agency", "agency"),
        ("agency early", "agency"),  # the latest
        ("sheet agency", "sheet"),  # later, and both are official
        ("copy early", "early"),  # an original before what is put out again
        ("holder copy", "copy"),
        ("trade holder", "holder"),
        ("paper trade", "trade"),
        ("paper late", "late"),
        ("paper undated", "paper"),
    ],
)
def test_officials_come_first_and_among_equals_the_latest(stated_by, shown):
    lines = [f"{source} a arrests exact {place}" for place, source in enumerate(stated_by.split())]
    for order in (lines, lines[::-1]):
        assert fact("\n".join(order), "official")[-1] == shown


def test_a_vague_day_of_publication_does_not_win_by_its_vagueness():
    lines = "paper a arrests exact 1\nlate a arrests exact 2"
    assert fact(lines, "official", paper={"published": "2020-09"}, late={"published": "2020-09-02"})[-1] == "late"


@pytest.mark.parametrize("rule", rules.RULES)
def test_a_superseded_page_gives_no_fact_by_any_rule(rule):
    lines = "agency a arrests exact 3\nearly a arrests exact 9\npaper a arrests exact 3"
    found = book(lines, rule=rule, agency={"supersedes": "early"})
    assert set(found.measures["value"]) == {3}
    assert set(found.stated.measures["value"]) == {3, 9}


def test_of_two_currencies_that_of_the_first_source_is_shown():
    lines = "paper a assets_seized exact 36 unit=DKK\nagency a assets_seized exact 5 unit=EUR"
    assert fact(lines, "official") == ("exact", 5, "5", "agency")


def test_a_figure_for_the_whole_is_one_fact_whatever_country_it_is_tied_to():
    lines = "agency a arrests exact 3 country=CH\npaper a arrests exact 4"
    assert fact(lines, "official") == ("exact", 3, "3", "agency")


def test_shares_of_two_countries_and_a_whole_are_three_facts():
    found = book("""
        agency a arrests exact 3 country=DK scope=part
        paper a arrests exact 4 country=ES scope=part
        paper a arrests exact 9
    """)
    assert sorted(row[2] for row in told(found)) == [3, 4, 9]


def test_earlier_actions_of_two_years_are_two_facts():
    lines = "agency a arrests exact 3 scope=earlier date=2018\npaper a arrests exact 4 scope=earlier date=2019"
    assert len(told(book(lines))) == 2


def test_what_the_official_source_says_twice_is_covered():
    lines = "agency a arrests exact 3\nagency a arrests exact 5 date=2020\npaper a arrests exact 9"
    assert fact(lines, "official") == ("between", 3, "3 to 5", "agency")


def test_steps_and_roles_are_those_of_the_first_source_that_tells_of_their_kind():
    found = book(
        events="paper a action_day 2020-06-04\nagency a action_day 2020-06-03\npaper a complaint 2019 CH",
        countries="paper a takedown FR\nagency a takedown DE\nagency a takedown IT\npaper a arrest ES",
    )
    assert list(found.events["date"]) == ["2020-06-03", "2019"]
    assert list(found.countries["country"]) == ["DE", "IT", "ES"]


# --- the widest range ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "qualifier", "value", "wording"),
    [
        ("agency a arrests exact 60\npaper a arrests exact 60", "exact", 60, "60"),
        ("agency a arrests exact 7\npaper a arrests exact 8", "between", 7, "7 to 8"),
        ("agency a arrests more_than 60\npaper a arrests exact 60", "at_least", 60, "at least 60"),
        ("agency a arrests more_than 5550\npaper a arrests more_than 5500", "more_than", 5500, "more than 5 500"),
        ("agency a arrests nearly 2000\npaper a arrests more_than 2000", "at_least", 0, "at least 0"),
        ("agency a arrests less_than 9\npaper a arrests at_most 9", "at_most", 9, "at most 9"),
        ("agency a arrests exact 0\npaper a arrests less_than 9", "less_than", 9, "less than 9"),
        ("agency a arrests between 3..8\npaper a arrests exact 5", "between", 3, "3 to 8"),
        ("agency a arrests exact 5\npaper a arrests about 9", "exact", 5, "5"),
        ("agency a arrests unquantified\npaper a arrests exact 2", "exact", 2, "2"),
        ("agency a arrests unquantified\npaper a arrests about 2", "about", 2, "about 2"),
        ("agency a arrests about 3\npaper a arrests about 2", "about", 3, "about 3"),
        ("agency a arrests about 3\npaper a arrests about 3", "about", 3, "about 3"),
        ("agency a arrests unquantified\npaper a arrests unquantified", "unquantified", None, "several"),
    ],
)
def test_the_widest_range_covers_every_statement_and_words_stand_beside_it(lines, qualifier, value, wording):
    for order in (lines, "\n".join(lines.splitlines()[::-1])):
        found = fact(order, "widest")
        assert (*found[:2], found[2].replace(words.BOUND, " ")) == (qualifier, value, wording)
        assert found[3] == "agency; paper"


def test_a_fact_that_rests_on_several_sources_gives_the_words_and_the_place_of_each():
    found = book("agency a arrests exact 5\npaper a arrests unquantified", rule="widest")
    assert list(found.measures["locator"]) == ["agency: here (“5”); paper: here (“several”)"]


def test_two_currencies_have_no_range_in_common():
    lines = "paper a assets_seized exact 36 unit=DKK\nagency a assets_seized exact 5 unit=EUR"
    found = book(lines, rule="widest")
    assert len(found.measures) == 2
    with pytest.raises(UnlikeError):
        compare.total(compare.by_action(found, "assets_seized"), found)


def test_money_that_is_covered_is_worded_with_its_currency():
    lines = "agency a assets_seized exact 4800000 unit=EUR\npaper a assets_seized exact 5000000 unit=EUR"
    assert fact(lines, "widest")[2].replace(words.BOUND, " ") == "EUR 4.8 million to 5 million"


def test_countries_are_united_and_dates_are_covered():
    found = book(
        events="agency a action_day 2020-08-25\npaper a action_day 2020-08-26 NO\nlate a action_day",
        countries="agency a takedown FR\npaper a takedown FR\npaper a takedown CA",
        rule="widest",
    )
    (day,) = found.events.itertuples()
    assert (day.date, day.country, day.source) == ("2020-08-25/2020-08-26", "", "agency; late; paper")
    assert words.when(dates.parse(day.date)) == day.as_printed
    assert list(found.countries[["country", "source"]].itertuples(index=False, name=None)) == [
        ("FR", "agency"), ("CA", "paper"),
    ]  # fmt: skip


def test_a_year_covers_its_days_and_keeps_its_own_words():
    found = book(events="agency a complaint 2019 CH\npaper a complaint 2019-05 CH", rule="widest")
    assert found.events[["date", "as_printed"]].values.tolist() == [["2019", "2019"]]


def test_what_two_countries_did_are_two_steps_and_several_of_one_source_are_several():
    events = """
        agency a parallel_investigation_opened 2017 SE
        paper a parallel_investigation_opened 2019-12 DK
        agency a coordination_meeting 2020-05
        agency a coordination_meeting 2020-07
        paper a coordination_meeting 2020-07
    """
    found = book(events=events, rule="widest")
    assert list(found.events["date"]) == ["2017", "2019-12", "2020-05", "2020-07"]


NUMBERS = st.integers(0, 40).map(Decimal)
BOUNDED = [name for name in bounds.QUALIFIERS if name not in rules.UNBOUNDED]


@st.composite
def statements(draw) -> list[dict]:
    rows = []
    for place in range(draw(st.integers(1, 6))):
        qualifier, value = draw(st.sampled_from(bounds.QUALIFIERS)), draw(NUMBERS)
        value += qualifier in ("nearly", "less_than")  # nothing is below zero
        high = value + draw(NUMBERS) + 1 if qualifier == "between" else None
        row = made_up.figure("a", qualifier, None if qualifier == "unquantified" else value, high, "so many", "arrests")
        rows.append(row | {"source": f"s{place}", "locator": "here", "country": "", "date": "", "per": ""})
    return rows


def interval(row: dict) -> Interval:
    return bounds.interval_of(row["qualifier"], row["value"], row["value_high"])


@given(statements())
def test_the_range_of_the_widest_fact_covers_that_of_every_statement(rows):
    found = rules.covering(rows)
    bounded = [row for row in rows if row["qualifier"] in BOUNDED]
    assert all(interval(row).within(interval(found)) for row in bounded)
    if bounded:
        # and it is the smallest that does: each of its ends is the end of a statement
        assert interval(found).low in {interval(row).low for row in bounded}
        assert interval(found).high in {interval(row).high for row in bounded}
    else:
        assert found["qualifier"] in rules.UNBOUNDED and found["value"] in {row["value"] for row in rows}


@given(statements(), statements())
def test_with_more_statements_the_widest_fact_never_gets_tighter(rows, more):
    some, every = rules.covering(rows), rules.covering(rows + more)
    if some["qualifier"] in BOUNDED:
        assert interval(some).within(interval(every))


@given(statements())
def test_the_order_of_the_statements_does_not_move_the_widest_range(rows):
    one, other = rules.covering(rows), rules.covering(rows[::-1])
    if one["qualifier"] in BOUNDED:
        assert interval(one) == interval(other)


@given(statements(), st.sets(st.integers(0, 5)))
def test_what_is_corroborated_is_borne_out_by_two_origins(rows, together):
    origin = {row["source"]: "one" if place in together else row["source"] for place, row in enumerate(rows)}
    found = rules._agreed_figure(rows, origin)
    for one in found:
        by = [row for row in rows if row["source"] in rules.named(one["source"])]
        assert len({origin[row["source"]] for row in by}) == len(by) >= 2
        assert all(rules.bears_out(row, one) for row in by)
    pairs = [(row, claim) for row in rows for claim in rows if origin[row["source"]] != origin[claim["source"]]]
    assert bool(found) == any(rules.bears_out(row, claim) for row, claim in pairs)


# --- two origins -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("agency a arrests exact 3\npaper a arrests exact 3", ("exact", 3, "3", "agency; paper")),
        ("agency a arrests more_than 5550\npaper a arrests more_than 5500",
         ("more_than", 5500, "over 5500", "paper; agency")),
        ("agency a arrests exact 60\npaper a arrests at_least 60", ("at_least", 60, "at least 60", "paper; agency")),
        ("agency a arrests unquantified\npaper a arrests exact 2", ("unquantified", None, "several", "agency; paper")),
        ("agency a arrests about 3\npaper a arrests about 3", ("about", 3, "about 3", "agency; paper")),
        ("agency a arrests exact 3\npaper a arrests exact 3\nlate a arrests unquantified",
         ("exact", 3, "3", "agency; paper")),  # the tightest that two bear out
        ("agency a arrests exact 3\ntrade a arrests exact 3\npaper a arrests exact 4\nlate a arrests exact 4\n"
         "undated a arrests exact 4", ("exact", 4, "4", "late; paper; undated")),  # that of most origins
    ],
)  # fmt: skip
def test_what_two_origins_state_is_shown_as_the_looser_of_them_says_it(lines, shown):
    assert fact(lines, "corroborated") == shown


@pytest.mark.parametrize(
    "lines",
    [
        "agency a arrests exact 3",
        "agency a arrests exact 3\ncopy a arrests exact 3",  # which repeats it
        "copy a arrests exact 3\necho a arrests exact 3",  # which repeat the same
        "agency a arrests exact 60\npaper a arrests more_than 60",  # the boundary
        "agency a arrests exact 3\npaper a arrests exact 4",
        "agency a arrests exact 3\npaper a arrests about 3",
        "agency a arrests more_than 3\npaper a arrests less_than 9",
        "agency a assets_seized exact 3 unit=EUR\npaper a assets_seized exact 3 unit=CHF",
        "agency a arrests exact 3\npaper b arrests exact 3",
        "agency a arrests exact 3\npaper a arrests exact 3 scope=part country=DE",
    ],
)
def test_nothing_is_shown_where_no_two_origins_say_the_same(lines):
    assert told(book(lines, rule="corroborated")) == []


def test_two_pages_of_one_publisher_do_not_confirm_each_other():
    lines = "agency a arrests exact 3\nearly a arrests exact 3"
    assert told(book(lines, rule="corroborated", early={"publisher": "agency house"})) == []


def test_steps_and_countries_need_two_origins_as_well():
    found = book(
        events="agency a complaint 2019 CH\npaper a complaint 2019-05 CH\nagency a action_day 2020-08-25\n"
        "paper a action_day 2020-08-26\necho a action_day 2020-08-25",
        countries="agency a takedown FR\npaper a takedown FR\nagency a takedown MC\necho a takedown MC",
        rule="corroborated",
    )
    assert found.events[["date", "source"]].values.tolist() == [["2019", "agency; paper"]]
    assert found.countries[["country", "source"]].values.tolist() == [["FR", "agency; paper"]]


def test_an_action_of_which_nothing_is_corroborated_stays_as_a_gap():
    found = book("agency a arrests exact 3", rule="corroborated")
    assert list(compare.by_action(found, "arrests")["qualifier"]) == ["", ""]


# --- origins ---------------------------------------------------------------------------------


def test_an_origin_is_where_the_chain_of_repetition_ends():
    made = made_up.table("sources", made_up.pages(early={"supersedes": "holder"}, late={"derived_from": "holder"}))
    found = rules.origins(made)
    assert {found[name] for name in ("agency", "copy", "echo")} == {"agency"}
    assert {found[name] for name in ("early", "holder", "late")} == {"early"}
    assert found["paper"] == "paper"


def test_sources_that_repeat_each_other_in_a_circle_have_one_origin_and_an_end():
    made = made_up.table("sources", made_up.pages(trade={"derived_from": "paper"}, paper={"derived_from": "trade"}))
    assert set(rules.origins(made)) == set(made_up.PAGES)


# --- choosing --------------------------------------------------------------------------------


def test_an_unknown_rule_is_refused_with_the_nearest_and_all_there_are():
    with pytest.raises(SelectionError) as refused:
        load(rule="offical")
    assert str(refused.value) == (
        "no rule 'offical'. Did you mean official? Rules: factsheet, official, widest, corroborated"
    )


@pytest.mark.parametrize("rule", rules.RULES)
def test_choosing_cases_and_choosing_a_rule_go_in_either_order(rule):
    made = book("sheet a arrests exact 3\nagency a arrests exact 4\npaper b arrests exact 4\nlate b arrests exact 4")
    one, other = made.select(["b"]).select(["b"], rule), made.select("all", rule).select(["b"])
    for name in rules.TABLES:
        assert getattr(one, name).equals(getattr(other, name))
    assert one.rule == other.rule == rule == one.credit().rule
    assert set(one.stated.measures["source"]) == {"paper", "late"} and set(one.stated.cases["case"]) == {"b"}
    assert set(one.whole.cases["case"]) == {"a", "b"} and one.whole.rule == rule


def test_a_book_changed_by_hand_is_taken_as_it_is():
    made = book("sheet a arrests exact 3\nagency b arrests exact 4")
    measures = made.measures[made.measures["case"] == "b"].reset_index(drop=True)
    changed = replace(made, measures=measures, whole=None).select("all")
    assert told(changed) == told(changed.stated) == [("b", "exact", 4, "4", "agency")]


def test_the_credit_names_the_sources_that_the_facts_come_from_and_the_rule():
    lines = "sheet a arrests exact 3\nagency a arrests exact 4\npaper a arrests exact 5"
    for rule, by in {
        "factsheet": "sheet",
        "official": "sheet",
        "widest": "sheet agency paper",
        "corroborated": "",
    }.items():
        credit = book(lines, rule=rule).credit()
        assert [line.split("“")[1].split("”")[0] for line in credit.sources] == by.split()
        assert credit.rule == rule


@pytest.mark.parametrize("rule", rules.RULES)
def test_foot_and_alt_text_of_a_figure_name_the_rule(rule):
    found = book("sheet a arrests exact 3\npaper a arrests exact 3", rule=rule)
    page = figures.what_was_reported(compare.reported(found), found.credit())
    assert page.alt.endswith(f"Rule: {rule}.") and page.source_line.endswith(f"Rule: {rule}.")
    assert f"Rule: {rule}." in " ".join(text.get_text() for text in page.findobj(Text))
    assert f"Rule: {rule}".encode() in render(page, "svg")


def test_a_figure_that_no_fact_is_left_for_names_no_source():
    found = book("sheet a arrests exact 3", rule="corroborated")
    page = figures.what_was_reported(compare.reported(found), found.credit())
    assert page.alt.endswith("Sources: none. Casebook data v9.9.9. Rule: corroborated.")


@pytest.mark.parametrize("rule", rules.RULES)
def test_by_every_rule_the_real_data_have_one_fact_for_each_action_and_measure(rule):
    found = load(rule=rule)
    rows = compare.figures(found)
    assert not rows.duplicated(["case", "measure", "unit"]).any()
    assert len(compare.actions(found)) == len(found.cases)
