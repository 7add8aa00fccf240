"""Comparing actions: one table from small books whose answer is plain, and from the tables of the project."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook import bounds, compare, words
from casebook.bounds import Interval, UnlikeError

D = Decimal
FOUR = ["pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"]
BY_DAY = ["pay-tv-streaming", "sparks-group", "k-boxes", "pay-tv-signals"]
SERVERS = {
    "pay-tv-streaming": "50",
    "pay-tv-signals": "over 5 550",
    "sparks-group": "Over 60",
    "k-boxes": "11",
}
ARRESTS = {
    "pay-tv-streaming": "11",
    "pay-tv-signals": "the alleged leader",
    "sparks-group": "several key suspects",
    "k-boxes": "three",
}
# the floor of each figure, and whether the floor is not itself reached
SERVER_FLOORS = {
    "pay-tv-streaming": (50, False),
    "pay-tv-signals": (5550, True),
    "sparks-group": (60, True),
    "k-boxes": (11, False),
}
ARREST_FLOORS = {"pay-tv-streaming": 11, "pay-tv-signals": 1, "sparks-group": 1, "k-boxes": 3}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def chosen(book):
    return list(book.cases["case"])


def of_servers(text):
    """Figures of servers taken down: "- more_than 70, a exact 50"."""
    return "\n".join(line.strip().replace(" ", " servers_taken_down ", 1) for line in text.split(","))


def servers(book):
    return compare.by_action(book, "servers_taken_down")


# The actions


def test_the_actions_stand_in_the_order_of_their_action_days(four):
    table = compare.actions(four)
    assert list(table["case"]) == BY_DAY
    assert list(table["action_day"]) == ["2020-06-03", "2020-08-25", "2020-11-10", "2020-11-11"]
    assert list(table["leads"]) == [("ES",), ("US",), ("CH",), ("IT",)]


def test_an_action_without_a_printed_day_stands_last_and_leads_may_be_several_or_none(make_book):
    book = make_book(
        "a b c",
        events="""
            a action_day -
            b action_day 2020-06
            b action_day 2020-03-01
            c action_day 2020-02
            c complaint 2019
        """,
        countries="""
            b lead IT
            b lead FR
            b lead IT
            c takedown ES
        """,
    )
    table = compare.actions(book)
    assert list(table["case"]) == ["c", "b", "a"]
    assert list(table["action_day"]) == ["2020-02", "2020-03-01", ""]
    assert list(table["leads"]) == [(), ("IT", "FR"), ()]


# One measure


def test_the_servers_of_the_four_actions(four):
    table = servers(four)
    assert list(table["case"]) == ["pay-tv-signals", "sparks-group", "pay-tv-streaming", "k-boxes"]
    assert list(table["value"]) == [5550, 60, 50, 11]
    assert list(table["qualifier"]) == ["more_than", "more_than", "exact", "exact"]
    assert dict(zip(table["case"], table["as_printed"], strict=True)) == SERVERS


def test_the_servers_of_the_earlier_action_are_not_compared(four):
    assert 200 not in set(servers(four)["value"])


@pytest.mark.parametrize("scope", ["part", "earlier", "later", "cumulative"])
def test_only_a_figure_of_the_whole_action_is_compared(make_book, scope):
    book = make_book("a b", f"""
        a arrests exact 3
        a arrests exact 9 scope={scope}
        b arrests exact 5 scope={scope}
    """)  # fmt: skip
    table = compare.by_action(book, "arrests")
    assert dict(zip(table["case"], table["value"], strict=True)) == {"a": 3, "b": None}
    assert plain(words.amount(compare.total(table, book))) == "3"


def test_a_rate_is_not_compared(make_book):
    book = make_book("a b", "a arrests exact 9 per=month\nb arrests exact 5")
    table = compare.by_action(book, "arrests")
    assert dict(zip(table["case"], table["qualifier"], strict=True)) == {"b": "exact", "a": ""}


def test_a_statement_about_all_actions_is_the_figure_of_none(make_book):
    book = make_book("a", "- servers_taken_down exact 9\na arrests exact 5")
    assert list(servers(book)["qualifier"]) == [""]


def test_the_largest_stands_first_then_words_then_what_is_not_reported(make_book):
    figures = of_servers("a exact 5, c unquantified, d more_than 50, e exact 0, f about 7")
    table = servers(make_book("a b c d e f", figures))
    assert list(table["case"]) == ["d", "f", "a", "e", "c", "b"]
    assert list(table["value"]) == [50, 7, 5, 0, None, None]
    assert list(table["as_printed"]) == ["over 50", "about 7", "5", "0", "several", ""]


def test_of_equal_numbers_the_earlier_action_stands_first(make_book):
    book = make_book(
        "a b c",
        "a arrests exact 5\nb arrests exact 5\nc arrests exact 5",
        events="a action_day 2020-03\nb action_day 2020-01\nc action_day 2020-02",
    )
    assert list(compare.by_action(book, "arrests")["case"]) == ["b", "c", "a"]


def test_not_reported_is_empty_and_zero_is_a_number(make_book):
    book = make_book("a b", "a arrests exact 0")
    zero, gap = compare.by_action(book, "arrests").to_dict("records")
    assert (zero["value"], zero["qualifier"], zero["as_printed"]) == (0, "exact", "0")
    assert (gap["value"], gap["qualifier"], gap["as_printed"], gap["source"]) == (None, "", "", "")


def test_every_row_says_where_it_is_printed(some):
    for row in servers(some).itertuples():
        assert (row.source == "eurojust-factsheet") and ", sentence " in row.locator


# Sums


def test_the_servers_of_2020_add_up_to_more_than_5_671(four):
    assert plain(words.amount(compare.total(servers(four), four))) == "more than 5 671"


def test_the_arrests_of_2020_add_up_to_at_least_16(four):
    assert words.amount(compare.total(compare.by_action(four, "arrests"), four)) == "at least 16"


def test_the_servers_of_some_actions_add_up_to_their_floors(some):
    floors = [SERVER_FLOORS[case] for case in chosen(some)]
    number, over = sum(floor for floor, _ in floors), any(over for _, over in floors)
    expected = f"more than {number:,}" if over else f"{number:,}"
    assert plain(words.amount(compare.total(servers(some), some))) == expected.replace(",", " ")


def test_the_arrests_of_some_actions_add_up_to_their_floors(some):
    number = sum(ARREST_FLOORS[case] for case in chosen(some))
    soft = {"pay-tv-signals", "sparks-group"} & set(chosen(some))
    total = compare.total(compare.by_action(some, "arrests"), some)
    assert words.amount(total) == (f"at least {number}" if soft else f"{number}")


def test_what_is_not_reported_is_not_added_as_zero(make_book):
    book = make_book("a b", "a arrests exact 3")
    assert compare.total(compare.by_action(book, "arrests"), book).interval == Interval(D(3), D(3))
    none = make_book("a b", "a servers_taken_down exact 3")
    with pytest.raises(ValueError, match="nothing to add"):
        compare.total(compare.by_action(none, "arrests"), none)


def test_zero_is_added(make_book):
    book = make_book("a b", "a arrests exact 0\nb arrests exact 0")
    assert words.amount(compare.total(compare.by_action(book, "arrests"), book)) == "0"


def test_estimates_stay_beside_the_sum(make_book):
    book = make_book("a b c", "a arrests about 40\nb arrests at_least 3\nc arrests about 60")
    assert words.amount(compare.total(compare.by_action(book, "arrests"), book)) == "at least 3, and about 100 more"


@pytest.mark.parametrize(
    "measure", ["subscribers", "households_reached", "countries_represented", "countries_with_servers"]
)
def test_what_may_count_the_same_twice_is_never_added(make_book, measure):
    book = make_book("a b", f"a {measure} exact 3\nb {measure} exact 5")
    with pytest.raises(UnlikeError, match=f"^cannot add {measure}: the codebook says that it is not additive$"):
        compare.total(compare.by_action(book, measure), book)
    assert measure not in compare.additive(book)


@pytest.mark.parametrize("overlaps", [{"b": "a"}, {"a": "b"}])
def test_actions_that_overlap_are_never_added(make_book, overlaps):
    book = make_book("a b c", "a arrests exact 3\nb arrests exact 5\nc arrests exact 7", overlaps=overlaps)
    with pytest.raises(UnlikeError, match=r"the cases overlap$"):
        compare.total(compare.by_action(book, "arrests"), book)


def test_actions_that_overlap_may_each_be_added_to_others(make_book):
    book = make_book("a b c", "a arrests exact 3\nb arrests exact 5\nc arrests exact 7", overlaps={"b": "a"})
    for pair, total in ((["a", "c"], "10"), (["b", "c"], "12")):
        some = book.select(pair)
        assert words.amount(compare.total(compare.by_action(some, "arrests"), some)) == total


def test_an_overlap_matters_only_where_both_report(make_book):
    book = make_book("a b", "b arrests exact 5", overlaps={"b": "a"})
    assert words.amount(compare.total(compare.by_action(book, "arrests"), book)) == "5"


def test_two_currencies_are_never_added(make_book):
    book = make_book("a b", "a assets_seized exact 3\nb assets_seized exact 5 unit=CHF")
    with pytest.raises(UnlikeError, match="unit CHF is not unit EUR"):
        compare.total(compare.by_action(book, "assets_seized"), book)


# The printed total


@pytest.mark.parametrize(
    ("printed", "parts", "verdict"),
    [
        (("more_than", 5600), ("more_than", 5671), "holds"),
        (("more_than", 5671), ("more_than", 5671), "holds"),
        (("at_least", 5671), ("exact", 5671), "holds"),
        (("exact", 61), ("exact", 61), "holds"),
        (("at_most", 70), ("exact", 61), "holds"),
        (("more_than", 5671), ("at_least", 5671), "open"),
        (("more_than", 6000), ("more_than", 5671), "open"),
        (("exact", 61), ("at_least", 61), "open"),
        (("at_most", 70), ("more_than", 61), "open"),
        (("more_than", 61), ("exact", 61), "fails"),
        (("more_than", 70), ("exact", 61), "fails"),
        (("exact", 60), ("exact", 61), "fails"),
        (("at_most", 60), ("more_than", 60), "fails"),
        (("less_than", 61), ("at_least", 61), "fails"),
    ],
)
def test_the_parts_confirm_a_printed_total_contradict_it_or_leave_it_open(printed, parts, verdict):
    printed, parts = (bounds.interval_of(qualifier, D(number)) for qualifier, number in (printed, parts))
    assert compare.verdict(printed, parts) == verdict


def test_the_printed_total_of_the_factsheet_holds_and_is_looser_than_its_parts(four):
    check = compare.headline_check(four)
    assert list(check["row"]) == ["part"] * 4 + ["sum", "printed"]
    assert list(check["case"]) == ["pay-tv-signals", "sparks-group", "pay-tv-streaming", "k-boxes", "", ""]
    assert list(check["low"]) == [5550, 60, 50, 11, 5671, 5600]
    assert list(check["low_open"]) == [True, True, False, False, True, True]
    assert [plain(wording) for wording in check["wording"]] == [
        "over 5 550", "over 60", "50", "11", "more than 5 671", "more than 5 600",
    ]  # fmt: skip
    assert list(check["verdict"]) == [""] * 5 + ["holds"]


def test_the_printed_number_of_actions_is_that_of_the_cases(four):
    (row,) = four.measures[(four.measures["case"] == "") & (four.measures["measure"] == "actions")].itertuples()
    assert row.value == len(four.cases)


def test_fewer_actions_than_the_total_is_about_have_no_check(some):
    assert compare.headline_check(some).empty == (len(some.cases) < 4)


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ("- more_than 70, a exact 50, b exact 30", "holds"),
        ("- more_than 90, a exact 50, b exact 30", "fails"),
        ("- more_than 90, a exact 50, b at_least 30", "open"),
        # a gap may hold anything
        ("- more_than 70, a exact 80", "holds"),
        ("- more_than 90, a exact 80", "open"),
        ("- exact 80, a exact 80", "open"),
        ("- at_most 70, a exact 80", "fails"),
        ("- less_than 90, a exact 80", "open"),
        # and so may an estimate
        ("- more_than 70, a exact 80, b about 9", "holds"),
        ("- more_than 85, a exact 80, b about 9", "open"),
        ("- exact 80, a exact 80, b about 9", "open"),
        ("- at_most 70, a exact 80, b about 9", "fails"),
        # a word is at least one
        ("- more_than 80, a exact 80, b unquantified", "holds"),
        ("- more_than 81, a exact 80, b unquantified", "open"),
        ("- unquantified, a exact 80, b exact 1", "holds"),
    ],
)  # fmt: skip
def test_a_gap_or_an_estimate_among_the_parts_can_confirm_but_not_contradict_a_floor(make_book, figures, verdict):
    check = compare.headline_check(make_book("a b", of_servers(figures)))
    assert check["verdict"].iloc[-1] == verdict


@pytest.mark.parametrize(
    "figures",
    [
        "- about 90, a exact 80, b exact 9",
        "- more_than 90, a about 80, b about 9",
    ],
)
def test_an_estimate_alone_neither_confirms_nor_contradicts(make_book, figures):
    assert compare.headline_check(make_book("a b", of_servers(figures)))["verdict"].iloc[-1] == "open"


@pytest.mark.parametrize(
    "figures",
    [
        "a exact 80, b exact 9",
        "- exact 80",
        "- exact 80 scope=cumulative, a exact 80",
    ],
)
def test_without_a_printed_total_or_without_parts_there_is_no_check(make_book, figures):
    assert compare.headline_check(make_book("a b", of_servers(figures))).empty


def test_overlapping_parts_are_not_checked_against_a_total(make_book):
    figures = of_servers("- exact 8, a exact 5, b exact 3")
    assert compare.headline_check(make_book("a b", figures, overlaps={"b": "a"})).empty


def test_a_total_of_something_else_is_not_checked(make_book):
    assert compare.headline_check(make_book("a", "- arrests exact 80\na servers_taken_down exact 80")).empty


def test_a_total_about_some_of_the_chosen_actions_is_checked_against_those_only(make_book):
    book = make_book("a b c", of_servers("- exact 80, a exact 50, b exact 30, c exact 9"), covers="a b")
    assert list(compare.headline_check(book.select(["a", "b"]))["verdict"]) == ["", "", "", "holds"]
    assert compare.headline_check(book.select(["a"])).empty
    check = compare.headline_check(book)
    assert list(check["case"]) == ["a", "b", "", ""] and check["verdict"].iloc[-1] == "holds"
    assert set(compare.overview(book)["stated_total"]) == {""}


# What is reported


def test_the_outcomes_are_those_that_any_action_reports_and_meetings_are_none(four):
    table = compare.outcome_measures(four)
    assert list(table["measure"]) == [
        "servers_taken_down", "websites_blocked", "arrests", "officers_deployed", "assets_seized", "assets_frozen",
        "bank_accounts_frozen", "subscribers", "households_reached", "countries_represented", "countries_with_servers",
    ]  # fmt: skip
    assert list(dict.fromkeys(table["group"])) == ["taken_down", "people", "money", "reach", "countries"]


def test_the_outcomes_are_the_same_for_every_choice(some, four):
    assert list(compare.outcome_measures(some)["measure"]) == list(compare.outcome_measures(four)["measure"])


def test_every_action_has_a_cell_for_every_outcome(some):
    table = compare.reported(some)
    pairs = list(zip(table["measure"], table["case"], strict=True))
    assert len(pairs) == len(set(pairs)) == len(compare.outcome_measures(some)) * len(some.cases)
    cells = {(row.measure, row.case): row.as_printed for row in table.itertuples()}
    for case in chosen(some):
        assert cells["servers_taken_down", case] == SERVERS[case]
        assert cells["arrests", case] == ARRESTS[case]


def test_a_gap_is_empty_and_never_zero(four):
    cells = {(row.measure, row.case): row for row in compare.reported(four).itertuples()}
    gap = cells["bank_accounts_frozen", "pay-tv-streaming"]
    assert (gap.as_printed, gap.number, gap.source, gap.locator) == ("", False, "", "")
    assert cells["bank_accounts_frozen", "k-boxes"].as_printed == "eight"


def test_a_cell_says_whether_its_words_are_a_number(four):
    numbers = {row.as_printed: row.number for row in compare.reported(four).itertuples() if row.as_printed}
    assert {text for text, number in numbers.items() if not number} == {
        "the alleged leader", "several key suspects", "several", "the website",
    }  # fmt: skip


def test_how_many_actions_report_each_outcome(four):
    table = compare.coverage(compare.reported(four))
    counts = dict(zip(table["measure"], table["reported"], strict=True))
    full = {measure for measure, number in counts.items() if number == 4}
    assert full == {"servers_taken_down", "arrests"}
    assert set(table["of"]) == {4}
    once = set(counts) - full
    assert {counts[measure] for measure in once} <= {0, 1}


def test_the_coverage_counts_only_chosen_actions(some):
    table = compare.coverage(compare.reported(some)).set_index("measure")
    assert set(table["of"]) == {len(some.cases)}
    assert table["reported"]["servers_taken_down"] == table["reported"]["arrests"] == len(some.cases)
    assert table["reported"]["assets_seized"] == ("pay-tv-streaming" in chosen(some))
    assert table["reported"]["bank_accounts_frozen"] == ("k-boxes" in chosen(some))


def test_the_coverage_of_a_small_book(make_book):
    book = make_book("a b c", """
        a arrests exact 3
        b arrests unquantified
        a servers_taken_down exact 0
        c coordination_meetings exact 2
    """)  # fmt: skip
    table = compare.coverage(compare.reported(book))
    assert table[["measure", "reported", "of"]].values.tolist() == [["servers_taken_down", 1, 3], ["arrests", 2, 3]]


def test_two_figures_for_one_cell_stand_side_by_side(make_book):
    book = make_book("a", "a arrests exact 3 date=2020-01\na arrests at_least 4 date=2020-02")
    assert list(compare.reported(book)["as_printed"]) == ["3; 4+"]


# All sums


def test_what_adds_up_over_the_four_actions(four):
    table = compare.sums(four).set_index("measure")
    assert plain(table["wording"]["servers_taken_down"]) == "more than 5 671"
    assert table["wording"]["arrests"] == "at least 16"
    assert plain(table["wording"]["assets_seized"]) == "EUR 4.8 million"
    assert plain(table["wording"]["assets_frozen"]) == "EUR 1.1 million"
    for measure in ("subscribers", "households_reached", "countries_represented", "countries_with_servers"):
        assert table["wording"][measure] == ""
        assert "not additive" in table["remark"][measure]


def test_nothing_is_summed_that_must_not_be(make_book):
    book = make_book(
        "a b",
        """
        a arrests exact 3
        b arrests exact 5
        a assets_seized exact 3
        b assets_seized exact 5 unit=CHF
        a websites_blocked exact 2
        """,
        overlaps={"b": "a"},
    )
    table = compare.sums(book).set_index("measure")
    assert dict(table["wording"]) == {"websites_blocked": "2", "arrests": "", "assets_seized": ""}
    assert "overlap" in table["remark"]["arrests"]
    assert dict(table["reported"]) == {"websites_blocked": 1, "arrests": 2, "assets_seized": 2}


def test_a_measure_that_no_chosen_action_reports_is_not_reported_and_not_zero(four):
    table = compare.sums(four.select(["k-boxes"])).set_index("measure")
    row = table.loc["assets_seized"]
    assert (row["wording"], row["remark"], row["reported"], row["of"]) == ("", "not reported", 0, 1)


# At a glance


def test_the_four_actions_at_a_glance(four):
    table = compare.overview(four)
    assert list(table["case"]) == BY_DAY
    assert dict(zip(table["case"], table["arrests"], strict=True)) == ARRESTS
    assert list(table["seized"]) == ["EUR 4.8 million", "", "", ""]
    assert list(table["frozen"]) == ["EUR 1.1 million", "", "", ""]
    assert list(table["accounts"]) == ["", "", "eight", ""]
    assert list(table["places"]) == [9, 0, 5, 10]
    assert list(table["located"]) == [0, 15, 0, 0]


def test_only_what_is_printed_opens_an_action(four):
    table = compare.overview(four).set_index("case")
    assert table["openings"]["pay-tv-streaming"] == (
        ("investigation_opened", "2019", "ES"),
        ("parallel_investigation_opened", "2017", "SE"),
    )
    assert table["openings"]["sparks-group"] == (("investigation_opened", "2016", "US"),)
    assert table["openings"]["k-boxes"] == (("complaint", "2019", "CH"),)
    assert table["openings"]["pay-tv-signals"] == ()


def test_an_opening_without_a_date_opens_nothing_at_a_glance(make_book):
    events = "a investigation_opened -\na complaint 2019 FR"
    (row,) = compare.overview(make_book("a", "a arrests exact 1", events=events)).itertuples()
    assert row.openings == (("complaint", "2019", "FR"),)


def test_a_country_named_twice_in_a_role_is_one_place(make_book):
    countries = "a takedown FR\na takedown FR\na takedown DE\na server_location NL"
    (row,) = compare.overview(make_book("a", "a arrests exact 1", countries=countries)).itertuples()
    assert (row.places, row.located) == (2, 1)


def test_the_printed_total_is_stated_only_for_exactly_its_actions(some):
    total = compare.overview(some)["stated_total"].iloc[0]
    assert plain(total) == ("more than 5 600" if len(some.cases) == 4 else "")


def test_a_total_that_does_not_hold_is_not_stated(make_book):
    book = make_book("a b", of_servers("- more_than 90, a exact 50, b exact 30"))
    assert set(compare.overview(book)["stated_total"]) == {""}


def test_what_is_counted_leaves_out_words(four):
    table = compare.overview(four).set_index("case")
    assert set(table["counted"]["sparks-group"]) == {"servers_taken_down", "countries_represented"}
    assert "arrests" not in table["counted"]["pay-tv-signals"]


# In time


def test_every_step_is_in_the_timeline_dated_or_not(some):
    table = compare.timeline(some)
    assert len(table) == len(some.events) == 4 * len(some.cases)
    assert list(dict.fromkeys(table["case"])) == [case for case in BY_DAY if case in chosen(some)]


def test_a_year_is_a_window_and_a_step_without_a_date_has_none_and_stands_last(four):
    table = compare.timeline(four.select(["k-boxes"]))
    assert list(table["event"]) == ["complaint", "action_day", "assistance_requested", "coordination_meeting"]
    assert list(table["earliest"]) == ["2019-01-01", "2020-11-10", "", ""]
    assert list(table["latest"]) == ["2019-12-31", "2020-11-10", "", ""]


def test_a_printed_count_goes_with_the_step_it_is_dated_like(four):
    table = compare.timeline(four)
    found = {(row.case, row.event): row.detail for row in table.itertuples() if row.detail}
    assert found == {
        ("pay-tv-streaming", "coordination_meeting"): "two",
        ("pay-tv-signals", "coordination_meeting"): "Three",
        ("pay-tv-signals", "earlier_action"): "over 200",
        ("sparks-group", "coordination_meeting"): "a coordination meeting",
        ("k-boxes", "coordination_meeting"): "a coordination meeting",
    }


def test_a_count_of_another_time_does_not_go_with_a_step(make_book):
    figures = "a coordination_meetings exact 3 date=2019\nb coordination_meetings exact 2"
    events = "a coordination_meeting 2020\nb coordination_meeting -"
    table = compare.timeline(make_book("a b", figures, events=events))
    assert dict(zip(table["case"], table["detail"], strict=True)) == {"a": "", "b": "2"}


def test_an_open_end_of_a_step_is_empty(make_book):
    table = compare.timeline(make_book("a", "a arrests exact 1", events="a complaint 2019/..\na announced ../2020"))
    assert table[["event", "earliest", "latest"]].values.tolist() == [
        ["complaint", "2019-01-01", ""],
        ["announced", "", "2020-12-31"],
    ]


def test_how_long_each_opening_was_before_the_action_day(four):
    table = compare.waits(four)
    found = {(row.case, row.event): (row.months_low, row.months_high) for row in table.itertuples()}
    assert found == {
        ("pay-tv-streaming", "investigation_opened"): (5, 18),
        ("pay-tv-streaming", "parallel_investigation_opened"): (29, 42),
        ("sparks-group", "investigation_opened"): (43, 56),
        ("k-boxes", "complaint"): (10, 23),
        ("pay-tv-signals", ""): (None, None),
    }


def test_without_an_opening_or_an_action_day_there_is_a_row_and_no_time(make_book):
    book = make_book("a b c", "a arrests exact 1", events="""
        a investigation_opened 2019
        b action_day 2020-06-03
        c investigation_opened -
        c action_day 2020-06-03
    """)  # fmt: skip
    table = compare.waits(book).set_index("case")
    assert list(table["months_low"]) == list(table["months_high"]) == [None] * 3
    assert dict(table["date"]) == {"a": "2019", "b": "", "c": ""}


def test_an_opening_without_an_end_has_no_longest_time(make_book):
    events = "a investigation_opened ../2019\na action_day 2020-02-01"
    (row,) = compare.waits(make_book("a", "a arrests exact 1", events=events)).itertuples()
    assert (row.months_low, row.months_high) == (1, None)


def test_an_opening_after_the_action_day_gives_no_time(make_book):
    events = "a complaint 2021\na action_day 2020-02-01"
    (row,) = compare.waits(make_book("a", "a arrests exact 1", events=events)).itertuples()
    assert (row.date, row.months_low, row.months_high) == ("2021", None, None)


# Every figure


def test_every_printed_figure_of_the_chosen_actions_is_stated_with_its_reading(some):
    table = compare.statements(some)
    own = some.measures[some.measures["case"] != ""]
    assert len(table) == len(own)
    assert set(table["case"]) == set(chosen(some))
    assert (table["locator"] != "").all() and (table["label"] != "").all()


@pytest.mark.parametrize(
    ("printed", "reading"),
    [
        ("over 5 550", "more than 5 550"),
        ("over 200", "more than 200"),
        ("the alleged leader", "at least 1"),
        ("several key suspects", "at least 1"),
        ("close to 2 million", "less than 2 000 000"),
        ("30+", "at least 30"),
        ("EUR 4.8 million", "EUR 4.8 million"),
        ("eight", "8"),
    ],
)
def test_printed_words_read_as_a_range(four, printed, reading):
    table = compare.statements(four)
    assert {plain(text) for text in table[table["as_printed"] == printed]["reading"]} == {reading}


def test_the_earlier_action_is_stated_with_its_scope(four):
    table = compare.statements(four, ["pay-tv-signals"])
    assert set(table["case"]) == {"pay-tv-signals"}
    assert table[table["scope"] == "earlier"][["date", "as_printed"]].values.tolist() == [["2019", "over 200"]]


def test_the_figures_of_one_action_have_every_outcome_of_the_collection(four):
    table = compare.profile_figures(four.select(["k-boxes"]))
    assert set(table["measure"]) == set(compare.outcome_measures(four)["measure"])
    printed = {row.measure: row.as_printed for row in table.itertuples() if row.as_printed}
    assert printed == {
        "servers_taken_down": "11",
        "arrests": "three",
        "households_reached": "more than 20 000",
        "websites_blocked": "the website",
        "bank_accounts_frozen": "eight",
    }


# Countries


def test_three_countries_are_named_in_all_four_actions(four):
    table = compare.countries(four)
    assert set(table[table["actions"] == 4]["country"]) == {"FR", "DE", "NL"}
    assert set(table[table["actions"] == 3]["country"]) == {"SE"}
    assert table["country"].nunique() == 23


def test_the_most_often_named_stand_first(some):
    counts = list(compare.countries(some)["actions"])
    assert counts == sorted(counts, reverse=True)
    assert max(counts) <= len(some.cases)


@pytest.mark.parametrize(
    ("case", "members", "others"),
    [
        ("pay-tv-streaming", "FR DE NL BE DK SE CZ PL ES", ""),
        ("pay-tv-signals", "IT BG FR DE LT MT RO SI SE NL", ""),
        ("sparks-group", "CZ DK FR DE LV RO PL PT ES SE NL", "CH NO GB KR US"),
        ("k-boxes", "FR DE NL", "CH MC"),
    ],
)
def test_membership_of_the_eu_is_that_of_the_action_day(four, case, members, others):
    table = compare.countries(four.select([case]))
    assert set(table[table["eu"]]["country"]) == set(members.split())
    assert set(table[~table["eu"]]["country"]) == set(others.split())


def test_the_united_kingdom_was_a_member_until_the_end_of_january_2020(make_book):
    for day, member in (("2020-01-31", True), ("2020-02-01", False), ("2020-01", True), ("2020", False)):
        book = make_book("a", "a arrests exact 1", events=f"a action_day {day}", countries="a takedown GB")
        assert list(compare.countries(book)["eu"]) == [member]


def test_which_actions_share_which_countries(four):
    found = {row.cases: set(row.countries) for row in compare.shared_countries(four).itertuples()}
    assert found[tuple(BY_DAY)] == {"FR", "DE", "NL"}
    assert found["pay-tv-streaming", "sparks-group", "pay-tv-signals"] == {"SE"}
    assert found["pay-tv-streaming", "sparks-group"] == {"CZ", "DK", "PL", "ES"}
    assert found["sparks-group", "k-boxes"] == {"CH"}
    assert found["sparks-group", "pay-tv-signals"] == {"RO"}
    assert found["k-boxes",] == {"MC"}


def test_every_country_is_in_one_combination(some):
    table = compare.shared_countries(some)
    codes = [code for codes in table["countries"] for code in codes]
    assert sorted(codes) == sorted(set(some.countries["country"]))
    assert list(table["number"]) == [len(codes) for codes in table["countries"]]
    assert list(table["actions"]) == [len(cases) for cases in table["cases"]]


# Cooperation


def test_every_action_has_a_cell_for_every_means_of_each_body(some):
    table = compare.cooperation(some)
    assert (table.groupby(["body", "means"])["case"].nunique() == len(some.cases)).all()
    used = {(row.case, row.body, row.means) for row in table.itertuples() if row.used}
    assert used == set(some.cooperation[["case", "body", "means"]].itertuples(index=False, name=None))


def test_a_printed_number_goes_with_its_means_and_a_gap_has_none(four):
    table = compare.cooperation(four)
    found = {(row.case, row.means): row.detail for row in table.itertuples() if row.detail}
    assert found == {
        ("pay-tv-streaming", "coordination_meeting"): "two",
        ("pay-tv-signals", "coordination_meeting"): "Three",
        ("sparks-group", "coordination_meeting"): "a coordination meeting",
        ("k-boxes", "coordination_meeting"): "a coordination meeting",
        ("sparks-group", "mla"): "30+",
    }
    assert not set(table[~table["used"]]["detail"]) - {""}


def test_two_statements_about_one_case_are_never_added(make_book):
    book = make_book("a b", "a arrests exact 3\na arrests exact 4 date=2020\nb arrests exact 1")
    with pytest.raises(UnlikeError, match="a has more than one statement"):
        compare.total(compare.by_action(book, "arrests"), book)
