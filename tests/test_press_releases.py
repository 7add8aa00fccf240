"""What press releases print, as rows that do not lie; and what the comparisons make of them."""

from __future__ import annotations

import shutil
from decimal import Decimal

import pytest
from test_data import TABLES

from casebook import compare, data, places
from casebook.bounds import Interval, UnlikeError
from casebook.paths import DATA

D = Decimal


@pytest.fixture
def told(tmp_path):
    """A folder of one case; give further rows by table and get the book and what is remarked."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("datapackage.json", "codebook.csv"):
        shutil.copy(DATA / name, folder)
    headers = {name: text.splitlines()[0] for name, text in TABLES.items()}
    rows = {
        "sources": ["r,A release,An agency,official,en,2020-06-10,https://example.org/r,,,,"],
        "cases": ["a,Action A,A,,,It was A.", "b,Action B,B,,,It was B."],
        "measures": ["b,servers_taken_down,exact,5,,servers,,,,,five,r,here"],
        "events": ["b,action_day,2020-03-01,,1 March,r,here"],
        "countries": ["b,FR,lead,France,r,here"],
        "cooperation": ["b,eurojust,eio,r,here"],
    }

    def tell(**more) -> data.Book:
        for name, lines in rows.items():
            text = "\n".join([headers[name], *lines, *more.get(name, ())]) + "\n"
            (folder / f"{name}.csv").write_text(text, "utf-8", newline="")
        return data.load(folder)

    return tell


def figure(measure, qualifier, value="", high="", unit="", per="", scope="", printed="words", case="a", source="r"):
    return f'{case},{measure},{qualifier},{value},{high},{unit},{per},{scope},,,"{printed}",{source},here'


def of_a(book, measure):
    """The facts about action A that are compared."""
    table = compare.by_action(book, measure)
    return table[(table["case"] == "a") & (table["qualifier"] != "")]


def step(event, date, printed="words"):
    return f"a,{event},{date},,{printed},r,here {date}"


# When


def test_several_action_days_are_a_row_each_and_waits_end_with_the_first(told):
    book = told(
        events=[
            step("action_day", "2020-06-05"),
            step("action_day", "2020-06-03"),
            step("investigation_opened", "2020-01"),
        ]
    )
    acting = compare.actions(book).set_index("case")
    assert acting.loc["a", "action_day"] == "2020-06-03"
    days = compare.timeline(book).query("case == 'a' and event == 'action_day'")["date"]
    assert list(days) == ["2020-06-03", "2020-06-05"]
    (wait,) = compare.waits(book).query("case == 'a'").itertuples()
    assert (wait.months_low, wait.months_high) == (4, 6)


def test_days_on_end_are_one_period_and_durations_stay_ranges(told):
    book = told(events=[step("action_day", "2020-06-03/2020-06-05"), step("investigation_opened", "2019")])
    assert compare.actions(book).set_index("case").loc["a", "action_day"] == "2020-06-03/2020-06-05"
    (wait,) = compare.waits(book).query("case == 'a'").itertuples()
    assert (wait.months_low, wait.months_high) == (5, 18)


# How many


def test_a_range_is_two_numbers_and_a_sum_keeps_both(told):
    book = told(measures=[figure("servers_taken_down", "between", 8, 10, "servers", printed="8 to 10")])
    added = compare.total(compare.by_action(book, "servers_taken_down"), book)
    assert added.interval == Interval(D(13), D(15))


def test_dozens_is_a_word_and_counts_as_at_least_one(told):
    book = told(measures=[figure("servers_taken_down", "unquantified", unit="servers", printed="dozens of servers")])
    added = compare.total(compare.by_action(book, "servers_taken_down"), book)
    assert added.interval == Interval(D(6))
    (row,) = of_a(book, "servers_taken_down").itertuples()
    assert (row.value, row.as_printed) == (None, "dozens of servers")


def test_no_arrests_said_outright_is_a_zero_and_not_a_gap(told):
    book = told(measures=[figure("arrests", "exact", 0, unit="persons", printed="no arrests")])
    table = compare.by_action(book, "arrests").set_index("case")
    assert (table.loc["a", "qualifier"], table.loc["a", "value"]) == ("exact", 0)
    assert (table.loc["b", "qualifier"], table.loc["b", "value"]) == ("", None)
    assert compare.coverage(compare.reported(book)).set_index("measure").loc["arrests", "reported"] == 1


def test_a_count_of_two_things_in_one_number_is_a_measure_of_its_own_and_added_to_neither(told):
    book = told(
        measures=[
            figure(
                "domains_and_servers_taken_down",
                "exact",
                20,
                unit="domains_and_servers",
                printed="20 web domains and servers",
            ),
            figure("domains_taken_down", "exact", 3, unit="domains", printed="three domains"),
        ]
    )
    assert of_a(book, "servers_taken_down").empty
    measures = set(compare.outcome_measures(book)["measure"])
    assert {"domains_and_servers_taken_down", "domains_taken_down", "servers_taken_down"} <= measures
    assert compare.total(compare.by_action(book, "servers_taken_down"), book).interval == Interval(D(5), D(5))


def test_companies_among_the_suspects_are_counted_apart_from_people(told):
    book = told(
        measures=[
            figure("suspects_identified", "exact", 2, unit="persons", printed="two people"),
            figure("companies_suspected", "exact", 3, unit="companies", printed="three companies"),
        ]
    )
    groups = compare.outcome_measures(book).set_index("measure")["group"]
    assert groups["companies_suspected"] != groups["suspects_identified"]


# Money


def test_amounts_in_several_currencies_and_bitcoin_are_a_row_each_and_never_added(told):
    book = told(
        measures=[
            figure("assets_seized", "exact", "500000", unit="EUR", printed="EUR 500 000"),
            figure("assets_seized", "exact", "120000", unit="USD", printed="USD 120 000"),
            figure("assets_seized", "exact", "12.75", unit="BTC", printed="12.75 bitcoin"),
        ]
    )
    assert list(of_a(book, "assets_seized")["unit"]) == ["EUR", "USD", "XBT"]
    assert of_a(book, "assets_seized")["value"].tolist() == [500000, 120000, D("12.75")]
    assert book.remarks == ('note: data/measures.csv, line 5, column unit: "BTC" read as XBT',)
    with pytest.raises(UnlikeError):
        compare.total(compare.by_action(book, "assets_seized"), book)


def test_an_amount_in_pounds_with_its_conversion_is_one_amount(told):
    book = told(
        measures=[
            figure("assets_seized", "about", "900000", unit="GBP", printed="around GBP 900 000"),
            figure(
                "assets_seized",
                "about",
                "1000000",
                unit="EUR",
                scope="converted",
                printed="(approximately EUR 1 million)",
            ),
        ]
    )
    assert list(of_a(book, "assets_seized")["unit"]) == ["GBP"]
    assert len(compare.statements(book)) == 3


def test_a_price_and_a_percentage_are_kept_and_never_compared(told):
    book = told(
        measures=[
            figure("price", "exact", "9.99", unit="EUR", per="month", scope="context", printed="EUR 9.99 a month"),
            figure("market_share", "more_than", "12.5", unit="percent", scope="context", printed="more than 12.5 %"),
        ]
    )
    assert of_a(book, "price").empty and of_a(book, "market_share").empty
    assert not {"price", "market_share"} & set(compare.outcome_measures(book)["measure"])
    assert {"EUR 9.99 a month", "more than 12.5 %"} <= set(compare.statements(book)["as_printed"])


def test_a_price_that_would_be_compared_is_refused(told):
    with pytest.raises(data.DataError) as refused:
        told(measures=[figure("price", "exact", "9.99", unit="EUR", per="month", printed="EUR 9.99 a month")])
    assert refused.value.problems == [
        "data/measures.csv, line 3, column scope: is empty: price is kept and never compared. Write context"
    ]


def test_a_rate_stands_beside_a_total_and_is_never_added_to_it(told):
    book = told(
        measures=[
            figure("turnover", "exact", "250000", unit="EUR", per="month", printed="EUR 250 000 a month"),
            figure("turnover", "more_than", "3000000", unit="EUR", printed="over EUR 3 million"),
        ]
    )
    assert list(of_a(book, "turnover")["as_printed"]) == ["over EUR 3 million"]
    assert len(compare.statements(book).query("measure == 'turnover'")) == 2


# Later, elsewhere, otherwise


def test_a_figure_revised_by_its_source_replaces_the_earlier_one_which_stays_in_the_tables(told):
    book = told(
        sources=["r-2,A release,An agency,official,en,2020-06-12,https://example.org/r,https://example.org/kept,,r,"],
        measures=[
            figure("arrests", "exact", 11, unit="persons", printed="11"),
            figure("arrests", "exact", 13, unit="persons", printed="13", source="r-2"),
        ],
    )
    assert of_a(book, "arrests")[["value", "source"]].values.tolist() == [[13, "r-2"]]
    assert [str(value) for value in book.stated.measures.query("measure == 'arrests'")["value"]] == ["11", "13"]
    assert set(book.sources.set_index("source")["published"]) == {"2020-06-10", "2020-06-12"}
    assert book.remarks == ()


def test_a_revision_that_is_older_than_what_it_revises_is_questioned(told):
    book = told(sources=["r-2,A release,An agency,official,en,2020-06-01,https://example.org/r,,,r,"])
    assert book.remarks == (
        "warning: data/sources.csv, line 3, column supersedes: r-2 (2020-06-01) is older than r (2020-06-10)",
    )


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        (
            ["r-2,T,P,press,en,2020,https://example.org,,,r-3,", "r-3,T,P,press,en,2020,https://example.org,,,r-2,"],
            3,
            "supersedes",
        ),
        (["r-2,T,P,press,en,2020,https://example.org,,r-2,,"], 3, "derived_from"),
    ],
)
def test_sources_that_repeat_or_revise_in_a_circle_are_refused(told, rows, line, column):
    with pytest.raises(data.DataError, match=f"data/sources.csv, line {line}, column {column}: leads from r-2 back"):
        told(sources=rows)


def test_kosovo_and_hong_kong_are_countries_with_names(told):
    book = told(countries=["a,XK,takedown,Kosovo,r,here", "a,HK,takedown,Hong Kong,r,here"])
    assert {"XK", "HK"} <= set(compare.countries(book)["country"])
    assert places.name("XK").startswith("Kosovo") and places.name("HK") == "Hong Kong"


def test_a_case_that_grew_out_of_another_says_so_and_the_two_are_added(told):
    book = told(
        cases=["c,Action C,C,a,,It grew out of A."],
        measures=[
            figure("servers_taken_down", "exact", 7, unit="servers"),
            figure("servers_taken_down", "exact", 2, unit="servers", case="c"),
        ],
    )
    assert compare.total(compare.by_action(book, "servers_taken_down"), book).interval == Interval(D(14), D(14))


def test_two_cases_that_may_be_one_are_both_shown_and_never_added(told):
    book = told(
        cases=["c,Action C,C,,a,It may be A."],
        measures=[
            figure("servers_taken_down", "exact", 7, unit="servers"),
            figure("servers_taken_down", "exact", 7, unit="servers", case="c"),
        ],
    )
    table = compare.by_action(book, "servers_taken_down")
    assert set(table["case"]) == {"a", "b", "c"}
    with pytest.raises(UnlikeError, match="overlap"):
        compare.total(table, book)


def test_parts_above_the_printed_total_are_reported_and_not_repaired(told):
    book = told(
        measures=[
            figure("arrests", "exact", 10, unit="persons", printed="10"),
            "a,arrests,exact,7,,persons,,part,ES,,seven in Spain,r,here",
            "a,arrests,exact,5,,persons,,part,IT,,five in Italy,r,here",
        ]
    )
    assert book.remarks == (
        "warning: data/measures.csv, line 3, column value: the parts (lines 4 and 5) add up to 12, and 10 is printed",
    )
    assert of_a(book, "arrests")["value"].tolist() == [10]


def test_parts_below_the_printed_total_are_noted_for_some_may_not_be_named(told):
    book = told(
        measures=[
            figure("arrests", "exact", 10, unit="persons", printed="10"),
            "a,arrests,exact,7,,persons,,part,ES,,seven in Spain,r,here",
        ]
    )
    assert book.remarks == (
        "note: data/measures.csv, line 3, column value: the parts (line 4) add up to 7, and 10 is printed",
    )


def test_a_printed_total_of_all_cases_that_its_parts_contradict_is_questioned(told):
    book = told(
        sources=["s,All,An agency,factsheet,en,2020,https://example.org/s,,,,a b"],
        measures=[
            figure("servers_taken_down", "exact", 7, unit="servers", source="s"),
            figure("servers_taken_down", "exact", 5, unit="servers", source="s", case="b"),
            figure("servers_taken_down", "exact", 13, unit="servers", source="s", case=""),
        ],
    )
    assert book.remarks == (
        "warning: data/measures.csv, line 5, column value: the parts (lines 3 and 4) add up to 12, and 13 is printed",
    )


def test_a_total_that_its_parts_do_not_contradict_is_not_questioned(told):
    for qualifier, value in (("more_than", 11), ("exact", 12), ("at_least", 12), ("about", 100), ("unquantified", "")):
        book = told(
            sources=["s,All,An agency,factsheet,en,2020,https://example.org/s,,,,a b"],
            measures=[
                figure("servers_taken_down", "exact", 7, unit="servers", source="s"),
                figure("servers_taken_down", "exact", 5, unit="servers", source="s", case="b"),
                figure("servers_taken_down", qualifier, value, unit="servers", source="s", case=""),
            ],
        )
        assert book.remarks == ()


@pytest.mark.parametrize(("printed", "remark"), [(3, ""), (2, "warning: "), (4, "note: ")])
def test_a_printed_number_of_countries_is_compared_with_the_list(told, printed, remark):
    book = told(
        measures=[figure("countries_with_takedowns", "exact", printed, unit="countries")],
        countries=[f"a,{code},takedown,words,r,here" for code in ("ES", "IT", "FR")],
    )
    said = f"{printed} is printed, and countries.csv lists 3 with role takedown"
    assert list(book.remarks) == ([f"{remark}data/measures.csv, line 3, column value: {said}"] if remark else [])


def test_an_unusual_figure_in_two_cases_is_questioned(told):
    book = told(
        measures=[
            figure("servers_taken_down", "exact", 6, unit="servers"),
            figure("arrests", "exact", 1234, unit="persons"),
            figure("arrests", "exact", 1234, unit="persons", case="b"),
        ]
    )
    assert book.remarks == ("warning: data/measures.csv, line 5, column value: 1234 stands at a too (line 4)",)


def test_a_common_figure_in_two_cases_or_one_in_cases_that_may_be_one_is_not_questioned(told):
    book = told(
        cases=["c,Action C,C,a,,It grew out of A."],
        measures=[
            figure("arrests", "exact", 1200, unit="persons"),
            figure("arrests", "exact", 1200, unit="persons", case="b"),
            figure("searches", "exact", 1234, unit="searches"),
            figure("searches", "exact", 1234, unit="searches", case="c"),
        ],
    )
    assert book.remarks == ()


def test_a_statement_dated_after_its_source_came_out_is_questioned(told):
    book = told(events=[step("announced", "2021-06-11")])
    assert book.remarks == (
        "warning: data/events.csv, line 3, column date: 2021-06-11 is after its source was published (2020-06-10)",
    )


def test_two_cases_of_one_short_name_are_questioned(told):
    book = told(cases=["c,Action C,a,,,It was C."])
    assert book.remarks == (
        'warning: data/cases.csv, line 4, column short_title: "a" is the name of another case too (line 2)',
    )
