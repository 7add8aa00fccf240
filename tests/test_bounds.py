"""What a printed figure allows, and what sums of figures allow: intervals, and nothing beyond them."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook import bounds
from casebook.bounds import Amount, Interval, UnlikeError, amount_of, interval_of

D = Decimal


def servers(qualifier, value=None, value_high=None, **others):
    """A figure of servers taken down, as a row of measures.csv."""
    low, high = (number if number is None else D(number) for number in (value, value_high))
    row = {"measure": "servers_taken_down", "unit": "servers", "per": "", "scope": ""}
    return amount_of(row | {"qualifier": qualifier, "value": low, "value_high": high} | others)


@st.composite
def figures(draw):
    """A figure of any qualifier with bounds."""
    qualifier = draw(st.sampled_from(
        ["exact", "more_than", "at_least", "nearly", "at_most", "less_than", "between", "unquantified"]
    ))  # fmt: skip
    value = draw(st.integers(1, 5000))
    return servers(qualifier, value, value + draw(st.integers(1, 500)))


@st.composite
def members(draw, interval):
    """A number of an interval, the edges among them where they belong to it."""
    high = interval.low + 10_000 if interval.high is None else interval.high
    number = draw(st.one_of(st.just(interval.low), st.just(high), st.decimals(interval.low, high, places=2)))
    if number == interval.low and interval.low_open:
        number += min(D("0.001"), (high - interval.low) / 2)
    if number == high and interval.high is not None and interval.high_open:
        number -= min(D("0.001"), (high - interval.low) / 2)
    return number


@st.composite
def intervals(draw):
    """Any interval that is not empty, with open and closed ends."""
    low = draw(st.integers(0, 9).map(D))
    width = draw(st.none() | st.integers(0, 9).map(D))
    if width == 0:
        return Interval(low, low)
    low_open, high_open = draw(st.booleans()), draw(st.booleans())
    return Interval(low, None, low_open) if width is None else Interval(low, low + width, low_open, high_open)


def outermost(interval):
    """Members of an interval as near to its ends as matters here, lowest first."""
    high = interval.low + 99 if interval.high is None else interval.high
    step = D("0.001")
    return [number for number in (interval.low, interval.low + step, high - step, high) if number in interval]


# A figure


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "low_open", "high_open"),
    [
        ("exact", 50, 50, False, False),
        ("more_than", 50, None, True, False),
        ("at_least", 50, None, False, False),
        ("nearly", 0, 50, False, True),
        ("at_most", 0, 50, False, False),
        ("less_than", 0, 50, False, True),
    ],
)
def test_a_qualifier_and_its_number_stand_for_an_interval(qualifier, low, high, low_open, high_open):
    expected = Interval(D(low), None if high is None else D(high), low_open, high_open)
    assert interval_of(qualifier, D(50)) == expected


def test_between_has_both_its_ends():
    assert interval_of("between", D(8), D(10)) == Interval(D(8), D(10))


def test_a_word_without_a_number_is_at_least_one():
    assert interval_of("unquantified", None) == Interval(D(1))


def test_an_estimate_has_a_position_and_no_bounds():
    assert interval_of("about", D(2_000_000)) is None
    assert servers("about", 100) == Amount(None, D(100), "servers_taken_down", "servers")


def test_zero_is_a_number():
    assert interval_of("exact", D(0)) == Interval(D(0), D(0))


@pytest.mark.parametrize(
    "qualifier", ["exact", "more_than", "at_least", "about", "nearly", "at_most", "less_than", "between"]
)
def test_a_figure_that_lacks_its_number_is_refused(qualifier):
    with pytest.raises(ValueError, match=f"^{qualifier} needs a value$"):
        interval_of(qualifier, None)


def test_between_without_its_second_number_is_refused():
    with pytest.raises(ValueError, match="between"):
        interval_of("between", D(8))


def test_a_qualifier_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="roughly"):
        interval_of("roughly", D(8))


@pytest.mark.parametrize(
    ("qualifier", "inside", "outside"),
    [
        ("exact", [50], [49, 51]),
        ("more_than", [51, 10**9], [0, 50]),
        ("at_least", [50, 10**9], [0, 49]),
        ("nearly", [0, 49], [50, 51]),
        ("less_than", [0, 49], [50, 51]),
        ("at_most", [0, 50], [51]),
        ("unquantified", [1, 10**9], [0]),
    ],
)
def test_what_a_figure_may_be_and_may_not_be(qualifier, inside, outside):
    interval = interval_of(qualifier, D(50))
    assert [number for number in inside + outside if D(number) in interval] == inside


# Sums


def test_the_servers_of_2020_are_more_than_5_671():
    parts = [servers("exact", 50), servers("more_than", 5550), servers("more_than", 60), servers("exact", 11)]
    assert bounds.total(parts).interval == Interval(D(5671), low_open=True)


def test_the_arrests_of_2020_are_at_least_16():
    parts = [servers("exact", 11), servers("at_least", 1), servers("unquantified"), servers("exact", 3)]
    assert bounds.total(parts).interval == Interval(D(16))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("exact", 50), ("exact", 11)], Interval(D(61), D(61))),
        ([("exact", 50), ("more_than", 60)], Interval(D(110), None, True)),
        ([("more_than", 50), ("at_least", 60)], Interval(D(110))),
        ([("more_than", 50), ("unquantified",)], Interval(D(51))),
        ([("exact", 50), ("nearly", 60)], Interval(D(50), D(110), False, True)),
        ([("at_most", 50), ("at_most", 60)], Interval(D(0), D(110))),
        ([("at_most", 50), ("less_than", 60)], Interval(D(0), D(110), False, True)),
        ([("more_than", 50), ("nearly", 60)], Interval(D(50), None, True)),
        ([("at_least", 50), ("at_most", 60)], Interval(D(50))),
        ([("between", 8, 10), ("between", 1, 2)], Interval(D(9), D(12))),
        ([("between", 8, 10), ("exact", 1)], Interval(D(9), D(11))),
    ],
)
def test_a_sum_is_as_firm_as_its_parts(parts, expected):
    assert bounds.total(servers(*part) for part in parts).interval == expected


def test_estimates_are_carried_beside_the_sum_and_not_merged_in():
    whole = bounds.total([servers("more_than", 5000), servers("about", 60), servers("about", 40)])
    assert (whole.interval, whole.about) == (Interval(D(5000), None, True), D(100))


def test_estimates_alone_have_a_sum_and_no_bounds():
    whole = bounds.total([servers("about", 60), servers("about", 40)])
    assert (whole.interval, whole.about) == (None, D(100))


def test_nothing_at_all_has_no_sum():
    with pytest.raises(ValueError, match="not reported is not zero"):
        bounds.total([])


@pytest.mark.parametrize(
    ("others", "message"),
    [
        (
            {"measure": "websites_blocked"},
            "cannot add servers_taken_down in servers and websites_blocked in servers: "
            "measure servers_taken_down is not measure websites_blocked",
        ),
        (
            {"unit": "addresses"},
            "cannot add servers_taken_down in servers and servers_taken_down in addresses: "
            "unit servers is not unit addresses",
        ),
        (
            {"per": "month"},
            "cannot add servers_taken_down in servers and servers_taken_down in servers per month: "
            "per (none) is not per month",
        ),
        (
            {"scope": "earlier"},
            "cannot add servers_taken_down in servers and servers_taken_down in servers (earlier): "
            "scope (none) is not scope earlier",
        ),
    ],
)
def test_unlike_figures_are_not_added_and_the_difference_is_named(others, message):
    with pytest.raises(UnlikeError) as error:
        bounds.total([servers("exact", 1), servers("exact", 1, **others)])
    assert str(error.value) == message


def test_euro_and_francs_are_not_added():
    money = {"measure": "assets_seized"}
    with pytest.raises(UnlikeError, match="unit EUR is not unit CHF"):
        bounds.total([servers("exact", 1, unit="EUR", **money), servers("exact", 1, unit="CHF", **money)])


def test_unlike_figures_are_not_added_wherever_they_stand():
    figures = [servers("exact", 1), servers("about", 1), servers("exact", 1, unit="addresses")]
    for order in permutations(figures):
        with pytest.raises(UnlikeError):
            bounds.total(order)


@given(st.data(), st.lists(figures(), min_size=1, max_size=5))
def test_a_sum_may_be_every_sum_of_what_its_parts_may_be(data, parts):
    numbers = [data.draw(members(part.interval)) for part in parts]
    assert all(number in part.interval for number, part in zip(numbers, parts, strict=True))
    assert sum(numbers) in bounds.total(parts).interval


@given(st.lists(figures(), min_size=1, max_size=5))
def test_a_sum_claims_no_less_than_its_parts_allow(parts):
    interval = bounds.total(parts).interval
    assert interval.low == sum(part.interval.low for part in parts)
    tops = [part.interval.high for part in parts]
    assert interval.high == (None if None in tops else sum(tops))


@given(st.lists(figures() | st.integers(1, 99).map(lambda number: servers("about", number)), min_size=2, max_size=4))
def test_the_order_of_the_parts_does_not_matter(parts):
    assert {bounds.total(order) for order in permutations(parts)} == {bounds.total(parts)}


@given(figures(), figures(), figures())
def test_the_grouping_of_the_parts_does_not_matter(one, two, three):
    assert (one + two) + three == one + (two + three)


@given(st.lists(figures(), min_size=1, max_size=5))
def test_one_part_that_is_only_at_least_so_many_makes_the_sum_at_least_so_many(parts):
    softest = any(part.interval.high is None and not part.interval.low_open for part in parts)
    interval = bounds.total(parts).interval
    assert (interval.high is None and not interval.low_open) == softest


# Comparing


@given(st.data(), intervals(), intervals())
def test_within_means_that_every_member_is_a_member_of_the_other(data, one, other):
    if one.within(other):
        assert data.draw(members(one)) in other
    else:
        assert any(number not in other for number in outermost(one))


@given(st.data(), intervals(), intervals())
def test_below_means_that_no_member_is_above_a_member_of_the_other(data, one, other):
    if one.below(other):
        assert data.draw(members(one)) <= data.draw(members(other))
    else:
        assert outermost(one)[-1] > outermost(other)[0]


@given(st.data(), intervals(), intervals())
def test_apart_means_that_nothing_is_a_member_of_both(data, one, other):
    number = data.draw(members(one))
    if one.apart(other):
        assert number not in other
        assert data.draw(members(other)) not in one
    else:
        assert any(number in one and number in other for number in outermost(one) + outermost(other))


@given(intervals(), intervals())
def test_apart_reads_the_same_from_both_sides(one, other):
    assert one.apart(other) == other.apart(one)


@pytest.mark.parametrize(
    ("one", "other", "within", "below", "apart"),
    [
        (("exact", 50), ("exact", 50), True, True, False),
        (("exact", 50), ("more_than", 50), False, True, True),
        (("exact", 50), ("at_least", 50), True, True, False),
        (("exact", 50), ("less_than", 50), False, False, True),
        (("more_than", 50), ("at_least", 50), True, False, False),
        (("at_least", 50), ("more_than", 50), False, False, False),
        (("more_than", 5671), ("more_than", 5600), True, False, False),
        (("less_than", 50), ("more_than", 50), False, True, True),
        (("at_most", 50), ("at_least", 50), False, True, False),
        (("at_most", 50), ("less_than", 50), False, False, False),
        (("at_least", 50), ("at_most", 60), False, False, False),
    ],
)
def test_how_two_figures_lie_to_each_other(one, other, within, below, apart):
    one, other = interval_of(one[0], D(one[1])), interval_of(other[0], D(other[1]))
    assert (one.within(other), one.below(other), one.apart(other)) == (within, below, apart)
