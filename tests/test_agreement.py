"""Where sources agree: classes of pairs, verdicts by origin, dates, lists, and what is known to differ."""

from __future__ import annotations

from decimal import Decimal

import made_up
import pytest
from conftest import FOUR
from hypothesis import given
from hypothesis import strategies as st
from test_rules import statements

from casebook import agreement, load, sentences
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
        ("about 60", "more_than 60", "compatible"),
        ("about 60", "at_most 60", "compatible"),
        ("nearly 2000", "about 2000", "compatible"),
        ("nearly 2000", "more_than 2000", "different bound"),
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


def test_another_currency_confirms_nothing_and_decides_nothing_where_others_can_be_compared():
    lines = "agency a assets_seized exact 5\npaper a assets_seized exact 36 unit=DKK"
    apart = verdict_of(lines, "assets_seized")
    assert (apart.verdict, apart.origins, apart.by) == ("unit", 1, ("agency house",))
    more = verdict_of(f"{lines}\nlate a assets_seized exact 5", "assets_seized")
    assert (more.verdict, more.classes) == ("agree", ("same", "different unit"))
    assert (more.origins, more.by) == (2, ("agency house", "late house"))


def test_two_texts_of_one_publisher_that_exclude_each_other_are_no_retelling():
    sources = {"late": {"publisher": "agency house"}}
    own = verdict_of("agency a arrests nearly 60\nlate a arrests more_than 60", **sources)
    assert (own.verdict, own.origins, own.retold, own.own) == ("single", 1, (), ("different bound",))
    told = verdict_of("agency a arrests nearly 60\necho a arrests more_than 60")
    assert (told.verdict, told.retold, told.own) == ("single", ("different bound",), ())


def test_who_prints_a_statement_is_named_with_it_and_the_origin_only_for_its_own_pages_and_copies():
    rows = agreement.figures(made_up.stated_by(
        "agency a arrests exact 3\ncopy a arrests exact 3\necho a arrests exact 4\npaper a arrests exact 3"
    ))  # fmt: skip
    assert rows[["source", "voice"]].values.tolist() == [
        ["agency", "agency house"], ["copy", "agency house"], ["echo", "echo house after agency house"],
        ["paper", "paper house"],
    ]  # fmt: skip


def test_a_statement_is_said_in_its_own_words_and_in_another_language_with_its_doubt():
    rows = agreement.figures(made_up.stated_by(
        "agency a subscribers nearly 2000 as_printed=almost_2000\npaper a subscribers nearly 2000\n"
        "late a assets_seized nearly 1900000\nholder a assets_seized more_than 1900000",
        agency={"language": "en"}, paper={"language": "it"}, late={"language": "fr"}, holder={"language": "fr"},
    ))  # fmt: skip
    said = {row.source: row.said.replace("\xa0", " ").replace("\u202f", " ") for row in rows.itertuples()}
    assert said["paper"] == "close to 2 000" and said["agency"] == "almost_2 000"
    assert (said["late"], said["holder"]) == ("close to EUR 1.9 million", "more than EUR 1.9 million")


def test_one_number_under_two_nouns_is_told_and_is_no_conflict():
    made = made_up.stated_by("""
        agency a bank_accounts_frozen exact 8
        paper a bank_accounts_seized exact 8 unit=accounts
        paper a arrests exact 8
    """)
    found = agreement.keys(made).set_index("measure")
    assert found.loc["bank_accounts_frozen"].also == (("Bank accounts seized", "8", "paper house"),)
    assert agreement.one_number(made)[["label", "number", "voices"]].values.tolist() == [
        ["Bank accounts frozen", (8, ""), ("agency house",)], ["Bank accounts seized", (8, ""), ("paper house",)],
    ]  # fmt: skip
    # people are of another group than accounts
    assert found["verdict"].to_dict() == {
        "arrests": "single", "bank_accounts_frozen": "unit", "bank_accounts_seized": "unit",
    }  # fmt: skip


def test_one_number_is_given_by_those_whose_own_row_has_it_and_in_one_currency():
    made = made_up.stated_by("""
        agency a turnover about 2 unit=EUR
        paper a turnover exact 9 unit=EUR
        late a profit exact 2 unit=EUR
        holder a profit exact 2 unit=CHF
        trade a damage exact 2 unit=CHF scope=part country=FR
    """)
    found = agreement.one_number(made)
    assert found[["label", "number", "voices"]].values.tolist() == [
        ["Turnover", (2, "EUR"), ("agency house",)], ["Profit", (2, "EUR"), ("late house",)],
    ]  # fmt: skip


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


@pytest.mark.parametrize(("counted", "excludes"), [("exact 2", True), ("exact 3", False), ("about 2", False)])
def test_a_shorter_list_excludes_a_longer_one_only_if_its_source_counts_its_countries(counted, excludes):
    made = made_up.stated_by(
        f"agency a countries_with_takedowns {counted} unit=countries",
        countries="agency a takedown FR\nagency a takedown DE\n"
        "paper a takedown FR\npaper a takedown DE\npaper a takedown MC",
    )
    (pair,) = agreement.lists(made).itertuples()
    assert (pair.excludes, pair.only_in_b) == (excludes, ("Monaco",))
    (cell,) = [cell for cell in agreement.matrix(made).itertuples() if cell.part == "list"]
    assert cell.verdict == ("conflict" if excludes else "looser")


def test_a_page_that_adds_a_country_to_the_list_it_repeats_tells_it_otherwise():
    lists = "agency a takedown FR\nagency a takedown DE\n{0} a takedown FR\n{0} a takedown DE\n{0} a takedown MC"
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
        agency b arrest PT
        paper b arrest ES
        paper b arrest PT
        echo b arrest IT
        echo b arrest ES
    """))  # fmt: skip
    columns = ["case", "role", "a", "b", "both", "only_in_a", "only_in_b", "class", "retold"]
    assert found[columns].values.tolist() == [
        ["a", "takedown", ("agency house", "late house"), ("paper house",), 1, ("Monaco",), ("Canada",),
         "different country list", False],
        ["a", "arrest", ("agency house",), (), 0, (), (), "only one source", False],
        ["b", "arrest", ("agency house", "paper house"), ("echo house after agency house",), 1, ("Portugal",),
         ("Italy",), "different country list", True],
    ]  # fmt: skip


def test_the_roles_of_an_action_come_as_its_first_source_names_them_however_many_rows_that_takes():
    codes, roles = ("ES", "FR", "IT", "PT", "SE", "DE", "NL", "BE"), ("takedown", "arrest", "server_location")
    countries = "\n".join(f"agency a {role} {code}" for code in codes for role in roles)
    assert list(agreement.lists(made_up.stated_by(countries=countries))["role"]) == list(roles)


def test_a_source_that_names_its_own_country_alone_gives_a_share_and_no_list_to_compare():
    countries = "agency a arrest ES\nagency a arrest SE\npaper a arrest SE\nlate a arrest ES\nlate a arrest SE"
    (pair,) = agreement.lists(made_up.stated_by(countries=countries)).itertuples()
    assert (pair.a, pair.b) == (("agency house", "late house"), ())
    (cell,) = agreement.matrix(made_up.stated_by(countries=countries)).itertuples()
    assert (cell.verdict, cell.origins) == ("agree", 2)
    counted = made_up.stated_by("paper a countries_with_takedowns exact 1 unit=countries",
                                countries=countries.replace("arrest", "takedown"))  # fmt: skip
    assert agreement.lists(counted)["excludes"].tolist() == [True]


def test_who_leads_is_our_reading_and_confirms_nobody():
    made = made_up.stated_by(countries="agency a lead ES\npaper a lead ES\nagency a takedown ES")
    assert list(agreement.lists(made)["role"]) == ["takedown"]
    assert list(agreement.matrix(made)["what"]) == ["takedown"]


def test_the_matrix_has_the_actions_by_action_day():
    made = made_up.stated_by("agency a arrests exact 3\nagency b arrests exact 3",
                             "agency a action_day 2020-11\nagency b action_day 2020-06")  # fmt: skip
    assert list(agreement.matrix(made)["case"]) == ["b", "a", "b", "a"]


def test_sources_and_origins_are_counted_over_all_that_is_stated_and_a_page_once():
    two = {"url": "https://example.org/page"}
    made = made_up.stated_by(
        "agency a arrests exact 3\npaper b arrests exact 3\nlate b arrests exact 4",
        "trade a complaint 2019 CH", "echo a takedown FR", paper=two, late=two,
    )  # fmt: skip
    found = agreement.spoken(made).set_index("case")
    assert found[["statements", "sources", "origins"]].values.tolist() == [[5, 4, 4], [3, 3, 2], [2, 1, 2]]
    assert list(found.index) == ["", "a", "b"]


def test_what_the_factsheet_leaves_out_and_what_it_alone_states():
    found = agreement.left_out(made_up.stated_by("""
        sheet a arrests exact 3
        paper a arrests exact 3
        sheet a subscribers exact 9
        paper a servers_taken_down exact 50
        echo a countries_with_takedowns exact 2 unit=countries
    """, "sheet a complaint 2019 CH\npaper a action_day 2020\npaper a announced 2020-07",
        "sheet a takedown FR\nsheet a takedown DE\npaper a search FR\nsheet a lead FR"))  # fmt: skip
    assert found[["part", "what", "who", "said", "by", "listed"]].values.tolist() == [
        ["figure", "servers_taken_down", "not", ("50",), ("paper house",), 0],
        ["figure", "subscribers", "only", ("9",), ("sheet house",), 0],
        ["figure", "countries_with_takedowns", "not", ("2",), ("echo house after agency house",), 2],
        ["date", "complaint", "only", ("2019",), ("sheet house",), 0],
        ["date", "action_day", "not", ("2020",), ("paper house",), 0],
        ["list", "takedown", "only", ("2\xa0countries",), ("sheet house",), 0],
        ["list", "search", "not", ("1\xa0country",), ("paper house",), 0],
    ]
    told = sentences.left_out_table(found)
    assert told["who"].str.replace("\xa0", " ").tolist()[:3] == [
        "others alone", "factsheet alone", "others alone; the factsheet names 2 countries",
    ]  # fmt: skip
    assert sentences.left_out(found).replace("\xa0", " ") == (
        "In what was read here, others state two figures, one kind of step and one role of countries that the "
        "factsheet does not. One figure, one kind of step and one role of countries stand in the factsheet alone."
    )


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


def test_a_source_that_only_tells_of_a_step_or_a_country_was_known_as_well():
    made = made_up.stated_by("agency a arrests exact 3", "holder a guilty_plea 2020-05-01\nholder a announced 2020-06",
                             "paper a takedown FR")  # fmt: skip
    found = agreement.known_when(made)
    assert found[["source", "new"]].values.tolist() == [
        ["agency", (("Amber 1", "Arrests"),)], ["holder", (("Amber 1", "guilty plea"),)], ["paper", ()],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("published", "said"),
    [({}, "The sources date from 10 June 2020 to 7 July 2020."),
     # of a vague day no more is said than that it was not before its first
     ({"paper": {"published": "2020"}}, "The sources date from 10 June 2020 to 1 July 2020.")],
)  # fmt: skip
def test_from_when_to_when_the_sources_date(published, said):
    days = {"agency": {"published": "2020-06-10"}, "late": {"published": "2020-07-01"},
            "paper": {"published": "2020-07-07"}} | published  # fmt: skip
    made = made_up.stated_by("agency a arrests exact 3\npaper a arrests exact 3", "late a complaint 2019", **days)
    assert sentences.first_and_last(agreement.known_when(made)).replace("\xa0", " ") == said


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
    assert (classes["The Brussels Times"], classes["Tarnkappe.info"]) == ("different bound", "compatible")


def test_what_only_a_retelling_page_prints_is_said_by_that_page(known):
    told = sentences.differences("pay-tv-streaming", agreement.compared(known))
    (said,) = [text.replace("\xa0", " ").replace("\u202f", " ") for text in told if "differ on subscribers" in text]
    assert said == (
        "They differ on subscribers: close to 2 million (Eurojust); an estimated 2 million (Eurojust); more than "
        "2 000 000 (Giornale di Sicilia (ANSA) after Europol). It is one number, with bounds that exclude each other."
    )


def test_the_last_that_was_known_is_a_plea_of_guilty(known):
    found = agreement.known_when(load())
    last = found[found["published"] == "2021-11-22"].iloc[0]
    assert (last["publisher"], last["new"]) == ("World IP Review", (("Sparks Group", "guilty plea"),))
    assert "to 22 November 2021." in sentences.first_and_last(found).replace("\xa0", " ")


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
