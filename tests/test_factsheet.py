"""What the tables hold of the factsheet, said a second time and without them: every figure, date, country and means.

A difference here means that a table was changed or that the text was read differently. Look into the
factsheet before changing either.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

SOURCE = "eurojust-factsheet"
STREAMING, SIGNALS, SPARKS, K_BOXES = "pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"
FOUR = [STREAMING, SIGNALS, SPARKS, K_BOXES]

# case: measure, qualifier, value, unit, scope, country, date, as printed
FIGURES = {
    "": """
        actions               exact        4        actions          -        -   2020        four
        servers_taken_down    more_than    5600     servers          -        -   2020        more than 5600
        """,
    STREAMING: """
        subscribers           nearly       2000000  subscribers      -        -   -           close to 2 million
        servers_taken_down    exact        50       servers          -        -   2020-06-03  50
        arrests               exact        11       persons          -        -   -           11
        assets_seized         exact        4800000  EUR              -        -   -           EUR 4.8 million
        assets_frozen         exact        1100000  EUR              -        -   -           EUR 1.1 million
        coordination_meetings exact        2        meetings         -        -   -           two
        """,
    SIGNALS: """
        servers_taken_down    more_than    200      servers          earlier  -   2019        over 200
        coordination_meetings exact        3        meetings         -        -   2020        Three
        servers_taken_down    more_than    5550     servers          -        -   2020-11-11  over 5 550
        arrests               at_least     1        persons          -        IT  -           the alleged leader
        officers_deployed     more_than    700      persons          -        -   -           More than 700
        """,
    SPARKS: """
        countries_with_servers unquantified -       countries        -        -   -           several
        mla_requests          at_least     30       requests         -        -   -           30+
        coordination_meetings exact        1        meetings         -        -   2020-07     a coordination meeting
        countries_represented more_than    15       countries        -        -   2020-07     over 15
        servers_taken_down    more_than    60       servers          -        -   2020-08-25  Over 60
        arrests               unquantified -        persons          -        -   2020-08-25  several key suspects
        """,
    K_BOXES: """
        households_reached    more_than    20000    households       -        -   -           more than 20 000
        coordination_meetings exact        1        meetings         -        -   -           a coordination meeting
        servers_taken_down    exact        11       servers          -        -   2020-11-10  11
        arrests               exact        3        persons          -        CH  -           three
        websites_blocked      exact        1        websites         -        -   -           the website
        bank_accounts_frozen  exact        8        accounts         -        -   -           eight
        """,
}

# case: event, date, country
EVENTS = {
    STREAMING: """
        investigation_opened           2019        ES
        parallel_investigation_opened  2017        SE
        coordination_meeting           -           -
        action_day                     2020-06-03  -
        """,
    SIGNALS: """
        earlier_action                 2019        IT
        coordination_meeting           2020        -
        assistance_requested           -           IT
        action_day                     2020-11-11  -
        """,
    SPARKS: """
        investigation_opened           2016        US
        assistance_requested           2020-05     US
        coordination_meeting           2020-07     -
        action_day                     2020-08-25  -
        """,
    K_BOXES: """
        complaint                      2019        CH
        assistance_requested           -           CH
        coordination_meeting           -           -
        action_day                     2020-11-10  -
        """,
}

ROLES = {
    STREAMING: {
        "lead": "ES",
        "parallel_investigation": "SE",
        "takedown": "FR DE NL BE DK SE CZ PL ES",
    },
    SIGNALS: {
        "lead": "IT",
        "takedown": "IT BG FR DE LT MT RO SI SE NL",
        "arrest": "IT",
    },
    SPARKS: {
        "lead": "US",
        "server_location": "CZ DK FR DE LV RO PL PT ES SE CH NL NO GB KR",
    },
    K_BOXES: {
        "lead": "CH",
        "coordination_meeting": "CH FR DE NL MC",
        "takedown": "FR DE MC NL CH",
        "arrest": "CH",
    },
}

MEANS = {
    STREAMING: {"eurojust": "coordination_meeting eio mla", "europol": "analytical_support"},
    SIGNALS: {"eurojust": "coordination_meeting coordination_centre eio"},
    SPARKS: {"eurojust": "liaison mla coordination_meeting", "europol": "liaison"},
    K_BOXES: {
        "eurojust": "liaison coordination_meeting mla coordination_centre",
        "europol": "operational_coordination analytical_support",
    },
}

SENTENCES = {
    "2020 actions against intellectual property crime": 2,
    "EU-wide action against illegal pay-tv streaming": 6,
    "Crackdown on illegal use of pay-TV signals": 7,
    "Crackdown on one of the world's largest online piracy groups": 5,
    "Coordinated action against illegal streaming": 6,
}
HEADING = dict(zip(["", *FOUR], SENTENCES, strict=True))
ALL_CASES = pytest.mark.parametrize("case", FOUR)
TABLES = pytest.mark.parametrize("table", ["measures", "events", "countries", "cooperation"])


def told(book, table):
    """The rows of a table that the factsheet is the source of."""
    rows = getattr(book, table)
    return rows[rows["source"] == SOURCE]


def of_case(book, table, case):
    rows = told(book, table)
    return rows[rows["case"] == case]


def figures(book, case, measure):
    rows = of_case(book, "measures", case)
    return rows[rows["measure"] == measure]


def listed(text, cells):
    """The lines of a table above: so many words, the rest of the line as one."""
    lines = [line.split(maxsplit=cells - 1) for line in text.splitlines() if line.strip()]
    return sorted(tuple("" if cell == "-" else cell.strip() for cell in line) for line in lines)


# What is there


@pytest.mark.parametrize("case", list(FIGURES), ids=lambda case: case or "all")
def test_the_figures_of_a_case_are_these_and_no_others(book, case):
    found = [
        (row.measure, row.qualifier, "" if row.value is None else str(row.value), row.unit, row.scope, row.country,
         row.date, row.as_printed)
        for row in of_case(book, "measures", case).itertuples()
    ]  # fmt: skip
    assert sorted(found) == listed(FIGURES[case], 8)


def test_no_figure_is_a_range_or_a_rate(book):
    rows = told(book, "measures")
    assert set(rows["per"]) == {""}
    assert set(rows["value_high"]) == {None}


@ALL_CASES
def test_the_steps_of_a_case_are_these_with_dates_as_precise_as_printed(book, case):
    rows = of_case(book, "events", case)
    assert sorted(zip(rows["event"], rows["date"], rows["country"], strict=True)) == listed(EVENTS[case], 3)


@ALL_CASES
def test_the_countries_of_a_case_in_each_role_are_these(book, case):
    rows = of_case(book, "countries", case)
    found = {role: sorted(codes) for role, codes in rows.groupby("role")["country"]}
    assert found == {role: sorted(codes.split()) for role, codes in ROLES[case].items()}


@ALL_CASES
def test_the_means_of_each_body_in_a_case_are_these(book, case):
    rows = of_case(book, "cooperation", case)
    found = {body: sorted(means) for body, means in rows.groupby("body")["means"]}
    assert found == {body: sorted(means.split()) for body, means in MEANS[case].items()}


@pytest.mark.parametrize(
    ("case", "role", "number"),
    [(STREAMING, "takedown", 9), (SIGNALS, "takedown", 10), (SPARKS, "server_location", 15), (K_BOXES, "takedown", 5)],
)
def test_so_many_countries_are_named(book, case, role, number):
    rows = of_case(book, "countries", case)
    assert rows[rows["role"] == role]["country"].nunique() == number


def test_the_factsheet_tells_of_four_cases(book):
    source = book.sources[book.sources["source"] == SOURCE].iloc[0]
    assert source["covers"].split() == FOUR
    assert set(FOUR) <= set(book.cases["case"])
    for table in ("measures", "events", "countries", "cooperation"):
        assert set(told(book, table)["case"]) - {""} == set(FOUR)


def test_the_factsheet_is_titled_by_its_banner_and_its_date_is_uncertain(book):
    source = book.sources[book.sources["source"] == SOURCE].iloc[0]
    assert source["title"] == "2020 actions against intellectual property crime"
    assert (source["publisher"], source["kind"], source["language"]) == ("Eurojust", "factsheet", "en")
    assert source["published"] == "2021-10-27?"
    assert (source["url"], source["archived"]) == ("", "https://www.eurojust.europa.eu/term/malta")


@ALL_CASES
def test_none_of_the_four_cases_follows_or_overlaps_another(book, case):
    row = book.cases[book.cases["case"] == case].iloc[0]
    assert (row["follows"], row["overlaps"]) == ("", "")


# The traps


def test_the_headline_is_said_of_no_single_case(book):
    rows = of_case(book, "measures", "")
    assert dict(zip(rows["measure"], rows["value"], strict=True)) == {
        "actions": Decimal(4),
        "servers_taken_down": Decimal(5600),
    }
    assert set(rows["locator"]) == {"2020 actions against intellectual property crime, sentence 2"}


def test_the_servers_of_italy_s_operation_of_2019_are_no_part_of_2020(book):
    rows = figures(book, SIGNALS, "servers_taken_down")
    by_scope = {row.scope: (row.value, row.date) for row in rows.itertuples()}
    assert by_scope == {"": (Decimal(5550), "2020-11-11"), "earlier": (Decimal(200), "2019")}


def test_only_italy_s_operation_of_2019_has_a_scope(book):
    rows = told(book, "measures")
    assert list(rows[rows["scope"] != ""]["case"]) == [SIGNALS]


def test_sparks_names_countries_where_servers_stood_and_none_where_they_were_taken_down(book):
    roles = list(of_case(book, "countries", SPARKS)["role"])
    assert "takedown" not in roles
    assert roles.count("server_location") == 15


def test_servers_are_only_said_to_stand_somewhere_in_sparks(book):
    rows = told(book, "countries")
    assert set(rows[rows["role"] == "server_location"]["case"]) == {SPARKS}


def test_continents_are_not_countries(book):
    printed = " ".join(told(book, "countries")["as_printed"])
    assert not re.search("America|Europe|Asia", printed)
    assert set(of_case(book, "countries", SPARKS)["country"]) & {"CA", "MX", "CN", "JP"} == set()


def test_sweden_investigates_in_parallel_and_does_not_lead(book):
    rows = told(book, "countries")
    swedish = rows[rows["country"] == "SE"]
    assert "lead" not in set(swedish["role"])
    assert list(swedish[swedish["role"] == "parallel_investigation"]["case"]) == [STREAMING]


def test_every_case_is_led_by_one_country(book):
    rows = told(book, "countries")
    leads = rows[rows["role"] == "lead"]
    assert dict(zip(leads["case"], leads["country"], strict=True)) == {
        STREAMING: "ES",
        SIGNALS: "IT",
        SPARKS: "US",
        K_BOXES: "CH",
    }


def test_the_alleged_leader_is_at_least_one_arrest(book):
    (row,) = figures(book, SIGNALS, "arrests").itertuples()
    assert (row.qualifier, row.value, row.country) == ("at_least", 1, "IT")


def test_several_key_suspects_have_no_number(book):
    (row,) = figures(book, SPARKS, "arrests").itertuples()
    assert (row.qualifier, row.value, row.value_high) == ("unquantified", None, None)


def test_an_arrest_is_dated_only_where_its_sentence_is(book):
    rows = told(book, "measures")
    arrests = rows[rows["measure"] == "arrests"]
    assert dict(zip(arrests["case"], arrests["date"], strict=True)) == {
        STREAMING: "",
        SIGNALS: "",
        SPARKS: "2020-08-25",
        K_BOXES: "",
    }


def test_what_came_of_the_action_has_the_action_day_only_where_its_sentence_says_so(book):
    rows = told(book, "measures")
    days = set(told(book, "events").query("event == 'action_day'")["date"])
    on_the_day = rows[rows["date"].isin(days)]
    assert set(on_the_day["measure"]) == {"servers_taken_down", "arrests"}
    assert list(on_the_day[on_the_day["measure"] == "arrests"]["case"]) == [SPARKS]


def test_various_bank_accounts_are_no_number_of_accounts(book):
    assert figures(book, STREAMING, "bank_accounts_frozen").empty
    rows = told(book, "measures")
    assert list(rows[rows["measure"] == "bank_accounts_frozen"]["case"]) == [K_BOXES]


def test_seized_equipment_has_no_row(book):
    assert figures(book, K_BOXES, "assets_seized").empty
    printed = " ".join(told(book, "measures")["as_printed"])
    assert not re.search("equipment|tools|computer", printed)


def test_two_cases_print_no_opening_of_an_investigation(book):
    rows = told(book, "events")
    opened = rows[rows["event"] == "investigation_opened"]
    assert dict(zip(opened["case"], opened["date"], strict=True)) == {STREAMING: "2019", SPARKS: "2016"}


def test_a_complaint_and_an_earlier_action_are_events_of_their_own(book):
    rows = told(book, "events")
    rows = rows[rows["event"].isin(["complaint", "earlier_action"])]
    assert dict(zip(rows["case"], rows["event"], strict=True)) == {SIGNALS: "earlier_action", K_BOXES: "complaint"}


def test_europol_is_not_named_in_the_italian_case_and_only_contacted_in_sparks(book):
    rows = told(book, "cooperation")
    europol = rows[rows["body"] == "europol"]
    assert SIGNALS not in set(europol["case"])
    assert list(europol[europol["case"] == SPARKS]["means"]) == ["liaison"]
    assert europol["case"].nunique() == 3


def test_over_15_countries_at_a_meeting_are_not_the_15_countries_with_servers(book):
    (row,) = figures(book, SPARKS, "countries_represented").itertuples()
    assert (row.qualifier, row.value, row.date) == ("more_than", 15, "2020-07")
    assert "coordination_meeting" not in set(of_case(book, "countries", SPARKS)["role"])


def test_money_seized_and_money_frozen_are_two_figures(book):
    amounts = {row.measure: (row.value, row.unit) for row in told(book, "measures").itertuples() if row.unit == "EUR"}
    assert amounts == {"assets_seized": (Decimal(4_800_000), "EUR"), "assets_frozen": (Decimal(1_100_000), "EUR")}


def test_a_request_for_help_without_a_date_stays_without_one(book):
    rows = told(book, "events")
    asked = rows[rows["event"] == "assistance_requested"]
    dated = dict(zip(asked["case"], asked["date"], strict=True))
    assert dated == {SIGNALS: "", SPARKS: "2020-05", K_BOXES: ""}


def test_no_event_and_no_figure_is_dated_more_precisely_than_its_words_allow(book):
    months = {"05": "May", "06": "June", "07": "July", "08": "August", "11": "November"}
    for row in told(book, "events").itertuples():
        year, _, rest = row.date.partition("-")
        if len(rest) == 5:
            assert f"{rest[3:]} {months[rest[:2]]} {year}" in row.as_printed
        elif rest:
            assert f"{months[rest]} {year}" in row.as_printed


# Where it is printed


@TABLES
def test_every_row_says_where_it_is_printed(book, table):
    for row in told(book, table).itertuples():
        heading, _, number = row.locator.replace(" (below the introduction)", "").rpartition(", sentence ")
        assert heading == HEADING[row.case]
        assert 1 <= int(number) <= SENTENCES[heading]


def test_the_sentences_below_the_introduction_belong_to_sparks(book):
    for table in ("measures", "events", "countries", "cooperation"):
        for row in told(book, table).itertuples():
            below = row.case == SPARKS and row.locator[-1] == ")"
            assert below == ("below the introduction" in row.locator)
            assert below == bool(row.case == SPARKS and re.search("sentence [45]", row.locator))


@pytest.mark.parametrize("table", ["measures", "events", "countries"])
def test_what_is_printed_is_a_few_words_and_no_sentence(book, table):
    for words in told(book, table)["as_printed"]:
        assert 1 <= len(words.split()) <= 9
        assert len(words) <= 65
        assert not words.endswith(".")


def test_a_number_in_the_printed_words_is_the_value(book):
    words = {"three": 3, "Three": 3, "two": 2, "four": 4, "eight": 8}
    for row in told(book, "measures").itertuples():
        text = row.as_printed
        digits = re.search(r"\d[\d .]*", text)
        scale = 1_000_000 if "million" in text else 1
        if digits:
            assert row.value == Decimal(digits[0].replace(" ", "")) * scale
        elif text in words:
            assert row.value == words[text]
        else:
            assert row.value in (None, 1)


def test_a_word_of_doubt_in_the_printed_words_is_the_qualifier(book):
    signs = {"more_than": "^(over|more than) ", "at_least": r"\+$|^the alleged", "nearly": "^close to ",
             "unquantified": "^several"}  # fmt: skip
    for row in told(book, "measures").itertuples():
        found = [name for name, sign in signs.items() if re.search(sign, row.as_printed, flags=re.IGNORECASE)]
        assert found == ([] if row.qualifier == "exact" else [row.qualifier])


# What must not be there


CAPITALS = """
    EU TV EUR Pay K Sparks Group Crackdown Coordinated Eurojust Europol May June July August November
    France Germany Netherlands Belgium Denmark Sweden Czech Republic Poland Spain Italy Bulgaria Lithuania Malta
    Romania Slovenia Latvia Portugal Switzerland Norway United Kingdom Korea Monaco States US
    Spanish Italian Swiss American Swedish In More Over Three The
    """


def test_no_person_is_named(book):
    cases = book.cases[book.cases["case"].isin(FOUR)]
    texts = [words for table in ("measures", "events", "countries") for words in told(book, table)["as_printed"]]
    texts += [*cases["title"], *cases["short_title"], *told(book, "measures")["locator"]]
    found = {word for text in texts for word in re.findall(r"\b[A-Z]\w*", text)}
    found |= {word for text in cases["summary"] for word in re.findall(r"(?<![.:] )(?<!^)\b[A-Z]\w*", text)}
    assert found - set(CAPITALS.split()) == set()


@ALL_CASES
def test_a_summary_has_no_number_but_a_year(book, case):
    summary = book.cases[book.cases["case"] == case]["summary"].iloc[0]
    assert [number for number in re.findall(r"\d+", summary) if number not in ("2019", "2020")] == []
