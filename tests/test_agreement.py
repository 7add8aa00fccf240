"""Where sources agree: classes of pairs, verdicts by origin, dates, lists, and what is known to differ."""

from __future__ import annotations

from decimal import Decimal

import made_up
import pytest
from conftest import FOUR
from hypothesis import given
from hypothesis import strategies as st
from test_rules import statements

from casebook import agreement, load
from casebook.agreement import CONFLICTS, of_dates, of_figures


def row(words: str) -> dict:
    """`more_than 60 unit=EUR` as a row of measures.csv; `unquantified - as_printed=dozens` has no number."""
    qualifier, number, *more = words.split() if " " in words else [words, "-"]
    low, high = (*(Decimal(part) for part in number.split("..") if part != "-"), None, None)[:2]
    told = {"qualifier": qualifier, "value": low, "value_high": high, "unit": "persons", "per": ""}
    return told | {"as_printed": "several"} | dict(word.split("=") for word in more)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("exact 60", "exact 60", "same"),
        ("more_than 60", "more_than 60", "same"),
        ("nearly 60", "less_than 60", "same"),
        ("about 60", "about 60", "same"),
        ("unquantified - as_printed=dozens", "unquantified - as_printed=Dozens", "same"),
        ("unquantified - as_printed=dozens", "unquantified - as_printed=several", "compatible"),
        ("more_than 5550", "more_than 5500", "compatible"),
        ("at_least 700", "more_than 700", "compatible"),
        ("exact 30", "at_least 30", "compatible"),
        ("exact 2", "unquantified", "compatible"),
        ("more_than 3", "less_than 9", "compatible"),
        ("between 8..10", "between 10..12", "compatible"),
        ("about 60", "exact 60", "compatible"),
        ("about 2000", "more_than 1500", "compatible"),
        ("about 60", "unquantified", "compatible"),
        ("exact 60", "more_than 60", "different bound"),
        ("about 60", "more_than 60", "different bound"),
        ("nearly 2000", "more_than 2000", "different bound"),
        ("nearly 2000", "about 2000", "different bound"),
        ("at_most 9", "more_than 9", "different bound"),
        ("exact 7", "exact 8", "different number"),
        ("about 7", "about 8", "different number"),
        ("about 60", "exact 61", "different number"),
        ("about 60", "more_than 61", "different number"),
        ("exact 0", "unquantified", "different number"),
        ("more_than 9", "less_than 3", "different number"),
        ("exact 5 unit=EUR", "exact 5 unit=DKK", "different unit"),
        ("exact 5 per=year", "exact 5", "different unit"),
    ],
)
def test_two_figures_are_the_same_compatible_or_different_in_one_way(one, other, verdict):
    assert of_figures(row(one), row(other)) == of_figures(row(other), row(one)) == verdict


@given(statements(), st.data())
def test_what_can_both_be_true_is_no_conflict_and_what_cannot_is_one(rows, data):
    one, other = (data.draw(st.sampled_from(rows)) for _ in range(2))
    found = of_figures(one, other)
    assert found == of_figures(other, one) and of_figures(one, one) == "same"
    if "about" not in (one["qualifier"], other["qualifier"]):
        mine, yours = (agreement.bounds.interval_of(r["qualifier"], r["value"], r["value_high"]) for r in (one, other))
        assert (found in CONFLICTS) == mine.apart(yours) and (found == "same") == (mine == yours)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("2020-08-25", "2020-08-25", "same"),
        ("2020-08", "2020-08/2020-08", "same"),
        ("2016", "2016-09", "compatible"),
        ("2020-08-25", "", "compatible"),
        ("../2020-08-25", "2020-08-25", "compatible"),
        ("2020-08-23/2020-08-25", "2020-08-25/2020-08-26", "compatible"),
        ("2020-08-25", "2020-08-26", "different date"),
        ("2015", "2019", "different date"),
        ("2019", "2020/..", "different date"),
        ("2020-11-11", "../2020-11-10", "different date"),
    ],
)
def test_two_dates_are_the_same_compatible_or_different(one, other, verdict):
    mine, yours = {"date": one}, {"date": other}
    assert of_dates(mine, yours) == of_dates(yours, mine) == verdict


def verdict_of(lines: str, measure: str = "arrests", **changes):
    found = agreement.keys(made_up.stated_by(lines, **changes)).set_index(["case", "measure"])
    return found.loc[("a", measure)]


@pytest.mark.parametrize(
    ("lines", "verdict", "origins", "classes", "retold"),
    [
        ("agency a arrests exact 3", "single", 1, (), ()),
        ("agency a arrests exact 3\necho a arrests exact 3\ncopy a arrests exact 3", "single", 1, (), ()),
        ("agency a arrests exact 3\npaper a arrests exact 3", "agree", 2, ("same",), ()),
        ("agency a arrests exact 3\npaper a arrests at_least 3", "looser", 2, ("compatible",), ()),
        ("agency a arrests more_than 60\npaper a arrests exact 60", "conflict", 2, ("different bound",), ()),
        ("agency a arrests exact 7\npaper a arrests exact 8\nlate a arrests exact 7", "conflict", 3,
         ("same", "different number"), ()),
        # what a page makes of the release that it repeats is not what another origin says
        ("agency a arrests more_than 60\necho a arrests exact 60", "single", 1, (), ("different bound",)),
        ("agency a arrests more_than 60\necho a arrests exact 60\npaper a arrests more_than 60", "agree", 2, ("same",),
         ("different bound",)),
        # an origin of which nothing is left but what others make of it speaks by them
        ("echo a arrests exact 60\npaper a arrests more_than 60", "conflict", 2, ("different bound",), ()),
        ("copy a arrests more_than 60\necho a arrests exact 60\npaper a arrests more_than 60", "agree", 2, ("same",),
         ("different bound",)),
    ],
)  # fmt: skip
def test_the_verdict_counts_origins_and_not_pages(lines, verdict, origins, classes, retold):
    found = verdict_of(lines)
    assert (found.verdict, found.origins, found.classes, found.retold) == (verdict, origins, classes, retold)
    assert found.statements == found.sources == len(lines.splitlines())


def test_another_currency_decides_nothing_where_others_can_be_compared():
    lines = "agency a assets_seized exact 5\npaper a assets_seized exact 36 unit=DKK"
    assert verdict_of(lines, "assets_seized").verdict == "unit"
    more = verdict_of(f"{lines}\nlate a assets_seized exact 5", "assets_seized")
    assert (more.verdict, more.classes) == ("agree", ("same", "different unit"))


def test_one_number_under_two_nouns_is_told_and_is_no_conflict():
    made = made_up.stated_by("""
        agency a bank_accounts_frozen exact 8
        paper a bank_accounts_seized exact 8 unit=accounts
        paper a arrests exact 8
    """)
    found = agreement.keys(made).set_index("measure")
    assert found.loc["bank_accounts_frozen"].also == (("Bank accounts seized", "8", "paper house"),)
    # people are of another group than accounts
    assert found["verdict"].to_dict() == {
        "arrests": "single", "bank_accounts_frozen": "unit", "bank_accounts_seized": "unit",
    }  # fmt: skip


def test_a_share_is_compared_with_the_share_of_the_same_country_only():
    made = made_up.stated_by("""
        agency a arrests exact 3 scope=part country=DK
        paper a arrests exact 4 scope=part country=ES
        late a arrests exact 9
        late a arrests exact 5 scope=part country=ES
    """)
    found = agreement.keys(made)
    assert found[["scope", "country", "verdict"]].values.tolist() == [
        ["part", "DK", "single"], ["part", "ES", "conflict"], ["", "", "single"],
    ]  # fmt: skip


def test_a_superseded_page_is_listed_and_decides_nothing():
    made = made_up.stated_by("early a arrests exact 9\nagency a arrests exact 3\npaper a arrests exact 3",
                             agency={"supersedes": "early"})  # fmt: skip
    rows = agreement.figures(made)
    assert list(rows["source"]) == ["agency", "early", "paper"] and list(rows["superseded"]) == [False, True, False]
    assert set(rows["verdict"]) == {"agree"}


def test_each_statement_is_classed_against_the_first_of_its_key_and_says_whether_it_is_the_fact():
    made = made_up.stated_by(
        "echo a arrests exact 60\npaper a arrests at_least 60\nagency a arrests more_than 60\nlate b arrests exact 1"
    )
    rows = agreement.figures(made)
    assert rows[["source", "origin", "repeats", "class", "shown"]].values.tolist() == [
        ["agency", "agency house", False, "same", True],
        ["echo", "agency house", True, "different bound", False],
        ["paper", "paper house", False, "compatible", False],
        ["late", "late house", False, "only one source", True],
    ]
    widest = agreement.figures(made.select("all", "widest"))
    assert list(widest["shown"]) == [True] * 4 and widest["class"].equals(rows["class"])


def test_dates_are_compared_by_step_and_country_and_what_is_made_public_is_not():
    found = agreement.steps(made_up.stated_by(events="""
        agency a action_day 2020-08-25
        paper a action_day 2020-08-26 NO
        agency a parallel_investigation_opened 2017 SE
        paper a parallel_investigation_opened 2019-12 DK
        agency a investigation_opened 2016 US
        paper a investigation_opened 2016-09 US
        agency a announced 2020-08-26
        paper a announced 2020-09-01
    """))  # fmt: skip
    assert found[["event", "country", "verdict"]].values.tolist() == [
        ["action_day", "", "conflict"],
        ["parallel_investigation_opened", "SE", "single"],
        ["parallel_investigation_opened", "DK", "single"],
        ["investigation_opened", "US", "looser"],
    ]
    assert found["classes"].iloc[0] == ("different date",)
    assert found["told"].iloc[0] == (
        ("25\xa0August\xa02020", ("agency house",)),
        ("26\xa0August\xa02020", ("paper house",)),
    )


def test_steps_that_may_recur_on_another_day_do_not_contradict_each_other():
    events = "agency a complaint 2019 CH\npaper a complaint 2015 CH\nagency a action_day 2020\npaper a action_day 2019"
    found = agreement.steps(made_up.stated_by(events=events)).set_index("event")
    assert found["classes"].to_dict() == dict.fromkeys(found.index, ("different date",))
    assert found["verdict"].to_dict() == {"complaint": "unit", "action_day": "conflict"}


@pytest.mark.parametrize(("counted", "excludes"), [("exact 1", True), ("exact 2", False), ("about 1", False)])
def test_a_shorter_list_excludes_a_longer_one_only_if_its_source_counts_its_countries(counted, excludes):
    made = made_up.stated_by(
        f"agency a countries_with_takedowns {counted} unit=countries",
        countries="agency a takedown FR\npaper a takedown FR\npaper a takedown MC",
    )
    (pair,) = agreement.lists(made).itertuples()
    assert (pair.excludes, pair.only_in_b) == (excludes, ("Monaco",))
    (cell,) = [cell for cell in agreement.matrix(made).itertuples() if cell.part == "list"]
    assert cell.verdict == ("conflict" if excludes else "looser")


def test_a_page_that_adds_a_country_to_the_list_it_repeats_tells_it_otherwise():
    lists = "agency a takedown FR\n{0} a takedown FR\n{0} a takedown MC"
    for page, retold in {"echo": ("different country list",), "paper": ()}.items():
        cells = agreement.matrix(made_up.stated_by(countries=lists.format(page)))
        assert list(cells["retold"]) == [retold]
        assert list(cells["verdict"]) == ["single" if retold else "looser"]


def test_the_matrix_has_a_row_for_each_thing_stated_of_an_action_and_the_contested_first():
    made = made_up.stated_by(
        "agency a arrests exact 3\npaper a arrests exact 3\nagency b arrests exact 4\nagency a subscribers exact 7\n"
        "agency a servers_taken_down exact 7 scope=part country=FR",
        "agency a action_day 2020\npaper a action_day 2019",
        "agency a takedown FR",
    )
    cells = agreement.matrix(made)
    assert cells[["part", "case", "what", "verdict"]].values.tolist() == [
        ["figure", "a", "arrests", "agree"],
        ["figure", "b", "arrests", "single"],
        ["figure", "a", "subscribers", "single"],
        ["date", "a", "action_day", "conflict"],
        ["list", "a", "takedown", "single"],
    ]
    assert list(agreement.contested(cells)["what"]) == ["action_day", "arrests", "arrests"]


def test_lists_of_countries_tell_what_stands_in_one_only():
    found = agreement.lists(made_up.stated_by(countries="""
        paper a takedown FR
        paper a takedown CA
        agency a takedown FR
        agency a takedown MC
        late a takedown MC
        late a takedown FR
        agency a arrest ES
        agency b arrest ES
        paper b arrest ES
        echo b arrest IT
    """))  # fmt: skip
    columns = ["case", "role", "a", "b", "both", "only_in_a", "only_in_b", "class", "retold"]
    assert found[columns].values.tolist() == [
        ["a", "takedown", ("agency house", "late house"), ("paper house",), 1, ("Monaco",), ("Canada",),
         "different country list", False],
        ["a", "arrest", ("agency house",), (), 0, (), (), "only one source", False],
        ["b", "arrest", ("agency house", "paper house"), ("echo house",), 0, ("Spain",), ("Italy",),
         "different country list", True],
    ]  # fmt: skip


def test_what_the_factsheet_leaves_out_and_what_it_alone_states():
    found = agreement.left_out(made_up.stated_by("""
        sheet a arrests exact 3
        paper a arrests exact 3
        sheet a subscribers exact 9
        paper a servers_taken_down exact 50
    """))  # fmt: skip
    assert found[["measure", "who", "readings", "by"]].values.tolist() == [
        ["servers_taken_down", "not", ("50",), ("paper house",)], ["subscribers", "only", ("9",), ("sheet house",)],
    ]  # fmt: skip


def test_what_was_known_when_follows_the_days_that_are_sure():
    found = agreement.known_when(made_up.stated_by("""
        undated a subscribers exact 3
        holder a arrests exact 3
        paper a arrests exact 3
        agency a servers_taken_down exact 3
    """))  # fmt: skip
    assert found[["source", "new"]].values.tolist() == [
        ["agency", (("Amber 1", "Servers taken down"),)],
        ["holder", (("Amber 1", "Arrests"),)],  # June 2020: by its end at the latest
        ["paper", ()],
        ["undated", (("Amber 1", "Subscribers"),)],
    ]


def test_a_collection_of_one_source_has_nothing_to_compare(four):
    assert set(agreement.keys(four)["verdict"]) <= {"single", "unit"}
    assert set(agreement.lists(four)["class"]) == {"only one source"}
    assert set(agreement.figures(four)["class"]) == {"only one source"}


@pytest.mark.parametrize("tables", [agreement.figures, agreement.keys, agreement.steps, agreement.lists,
                                    agreement.left_out, agreement.known_when])  # fmt: skip
def test_a_book_in_which_nothing_is_stated_gives_empty_tables_with_their_columns(tables):
    found = tables(made_up.stated_by())
    assert (found.empty and "short_titles" in found) or "short_title" in found


# --- what is known of the four actions -------------------------------------------------------


@pytest.fixture(scope="module")
def known():
    return load(cases=FOUR)


@pytest.mark.parametrize(
    ("case", "measure", "verdict", "kinds"),
    [
        ("pay-tv-streaming", "subscribers", "conflict", {"different bound"}),
        ("pay-tv-streaming", "servers_taken_down", "unit", set()),  # 50 servers, 50 IP addresses
        ("pay-tv-streaming", "arrests", "agree", {"same"}),
        ("pay-tv-streaming", "assets_seized", "looser", {"same", "compatible", "different unit"}),
        ("k-boxes", "bank_accounts_seized", "conflict", {"different number"}),  # eight, seven
        ("k-boxes", "bank_accounts_frozen", "unit", set()),  # frozen, seized
        ("k-boxes", "households_reached", "unit", set()),  # households, boxes
        ("k-boxes", "servers_taken_down", "agree", {"same"}),
        ("sparks-group", "servers_taken_down", "looser", {"same", "compatible"}),  # over 60, dozens
        ("pay-tv-signals", "servers_taken_down", "unit", set()),
    ],
)
def test_the_known_differences_are_found_by_code(known, case, measure, verdict, kinds):
    found = agreement.beside(known)[case, measure]
    assert found["verdict"] == verdict
    assert kinds <= set(found["classes"])


def test_over_sixty_and_sixty_are_two_ways_of_telling_one_release(known):
    found = agreement.beside(known)["sparks-group", "servers_taken_down"]
    assert "different bound" in found["retold"]
    rows = agreement.figures(known)
    mine = rows[(rows["case"] == "sparks-group") & (rows["measure"] == "servers_taken_down")]
    classes = dict(zip(mine["publisher"], mine["class"], strict=True))
    assert classes["The Brussels Times"] == classes["Tarnkappe.info"] == "different bound"


def test_the_known_lists_of_countries_differ_as_is_known(known):
    found = agreement.lists(known)
    names = {(row.case, row.role): (row.only_in_a, row.only_in_b) for row in found.itertuples() if not row.retold}
    assert names["sparks-group", "server_location"] == ((), ("Canada",))
    assert names["k-boxes", "takedown"] == (("Monaco",), ())
    retold = {(row.case, row.role): (row.only_in_a, row.only_in_b) for row in found.itertuples() if row.retold}
    assert retold["pay-tv-signals", "takedown"] == ((), ("Greece",))
    assert retold["sparks-group", "server_location"] == (("Republic of Korea",), ())


def test_the_action_days_that_are_known_to_differ(known):
    found = agreement.steps(known)
    days = found[found["event"] == "action_day"].set_index("case")
    assert days["verdict"].to_dict() == {
        "pay-tv-streaming": "agree", "pay-tv-signals": "conflict", "sparks-group": "conflict", "k-boxes": "single",
    }  # fmt: skip
