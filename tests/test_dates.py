"""Dates are no more precise than their source: what an EDTF date may mean, and how far two dates may lie apart."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casebook.bounds import Interval
from casebook.dates import days_between, months_between, parse

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
MARKS = st.sampled_from(["", "~", "?", "%"])
D = Decimal


@st.composite
def points(draw):
    """A day, month or year, with or without a mark."""
    form = draw(st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
    return draw(DAYS).strftime(form) + draw(MARKS)


@st.composite
def intervals(draw):
    """An interval of two points, one of them open at times."""
    first, second = sorted([draw(points()), draw(points())], key=lambda edtf: parse(edtf).earliest)
    ends = draw(st.sampled_from([(first, second), (first, ".."), ("..", second)]))
    return "/".join(ends)


DATES = st.one_of(points(), intervals()).map(parse)


def a_day_of(data, found):
    """One of the days that a date may mean."""
    first = found.earliest or found.latest - timedelta(days=3000)
    return data.draw(st.dates(first, found.latest or first + timedelta(days=3000)))


def months_later(day, months):
    """The same day so many months later, or the last day of a month that is too short for it."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


# Reading


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "precision"),
    [
        ("2020-06-03", "2020-06-03", "2020-06-03", "day"),
        ("2020-02-29", "2020-02-29", "2020-02-29", "day"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2019-02", "2019-02-01", "2019-02-28", "month"),
        ("2020-12", "2020-12-01", "2020-12-31", "month"),
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("2017/2019", "2017-01-01", "2019-12-31", "interval"),
        ("2019-05/2019-06-03", "2019-05-01", "2019-06-03", "interval"),
        ("2020-05/2020", "2020-05-01", "2020-12-31", "interval"),
    ],
)
def test_a_date_means_every_day_from_the_earliest_to_the_latest(edtf, earliest, latest, precision):
    found = parse(edtf)
    assert (found.earliest.isoformat(), found.latest.isoformat(), found.precision) == (earliest, latest, precision)
    assert found.edtf == edtf


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2019-05/..", date(2019, 5, 1), None),
        ("2019-05/", date(2019, 5, 1), None),
        ("../2019", None, date(2019, 12, 31)),
        ("/2019", None, date(2019, 12, 31)),
    ],
)
def test_an_open_end_has_no_day(edtf, earliest, latest):
    found = parse(edtf)
    assert (found.earliest, found.latest, found.precision) == (earliest, latest, "interval")


@pytest.mark.parametrize(("mark", "about", "perhaps"), [("", 0, 0), ("~", 1, 0), ("?", 0, 1), ("%", 1, 1)])
@pytest.mark.parametrize("edtf", ["2020-06-03", "2020-06", "2020"])
def test_a_mark_says_about_or_perhaps_and_does_not_widen_the_days(edtf, mark, about, perhaps):
    plain, found = parse(edtf), parse(edtf + mark)
    assert (found.earliest, found.latest, found.precision) == (plain.earliest, plain.latest, plain.precision)
    assert (found.approximate, found.uncertain) == (bool(about), bool(perhaps))


def test_a_mark_on_one_end_is_a_mark_on_the_interval():
    found = parse("2019~/2020-06?")
    assert (found.approximate, found.uncertain) == (True, True)
    assert (found.start.uncertain, found.end.approximate) == (False, False)


@pytest.mark.parametrize("edtf", ["2020-02-30", "2019-02-29", "2020-06-31", "2020-06-00", "2020-00-10", "2020-13-01"])
def test_a_day_that_no_calendar_has_is_refused(edtf):
    with pytest.raises(ValueError, match=r"^no such day$"):
        parse(edtf)


@pytest.mark.parametrize("edtf", ["2020-00", "2020-13", "2020-99~"])
def test_a_month_that_no_calendar_has_is_refused(edtf):
    with pytest.raises(ValueError, match=r"^no such month$"):
        parse(edtf)


def test_the_year_0_is_refused():
    with pytest.raises(ValueError, match=r"^no such year$"):
        parse("0000")


@pytest.mark.parametrize(
    "edtf",
    ["", " 2020", "2020 ", "14/07", "20", "2020~~", "~2020", "2017/2018/2019", "٢٠٢٠", "2020-07-1４", "-2020",
     "2020-W03", "soon", "99999", "2020-99-99-99"],
)  # fmt: skip
def test_anything_else_is_refused_and_the_three_forms_are_named(edtf):
    with pytest.raises(ValueError) as error:
        parse(edtf)
    assert str(error.value) == "write year-month-day (2020-07-14), a month (2020-07) or a year (2020)"


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("44026", "looks like an Excel date number (2020-07-14). Write 2020-07-14"),
        ("14/07/2020", "write year-month-day: 2020-07-14"),
        ("07/14/2020", "write year-month-day: 2020-07-14"),
        ("14/07/20", "write year-month-day: 2020-07-14"),
        ("07/07/2020", "write year-month-day: 2020-07-07"),
        ("07.08.2020", "write year-month-day: 2020-08-07"),
        ("7-8-2020", "ambiguous: write 2020-08-07 for 7 August or 2020-07-08 for 8 July"),
        ("2020-7-4", "write year-month-day: 2020-07-04"),
        ("2020/07/14", "write year-month-day: 2020-07-14"),
        ("2020-07-14T10:00", "write year-month-day: 2020-07-14"),
        ("2020-07-14\n", "write year-month-day: 2020-07-14"),
        ("14 July 2020", "write year-month-day: 2020-07-14"),
        ("July 14th, 2020", "write year-month-day: 2020-07-14"),
        ("14-Jul-20", "write year-month-day: 2020-07-14"),
        ("Jul-20", "looks changed by Excel. Format the column as Text and enter it again: 2020-07 for July 2020"),
        ("July 2020", "write 2020-07 for the month"),
        ("2020-7", "write 2020-07 for the month"),
        ("07/2020", "write 2020-07 for the month"),
        ("2020/07", "write 2020-07 for the month"),
        ("mid-2020", "for mid-2020 write 2020~ and keep the words in as_printed"),
        ("late 2020", "for late 2020 write 2020~ and keep the words in as_printed"),
    ],
)
def test_a_date_written_in_another_way_is_told_what_to_write(written, advice):
    with pytest.raises(ValueError) as error:
        parse(written)
    assert str(error.value) == advice


@pytest.mark.parametrize("edtf", ["14/07/2020", "07/2020"])
def test_a_date_with_strokes_is_no_interval(edtf):
    with pytest.raises(ValueError):
        parse(edtf)


@pytest.mark.parametrize("edtf", ["../..", "/", "/..", "../"])
def test_an_interval_without_any_end_is_refused(edtf):
    with pytest.raises(ValueError, match="at least one end"):
        parse(edtf)


@pytest.mark.parametrize("edtf", ["2020/2019", "2020-06-03/2020-06-02", "2020-06/2020-05-31"])
def test_an_interval_that_ends_before_it_starts_is_refused(edtf):
    with pytest.raises(ValueError, match="ends before it starts"):
        parse(edtf)


@given(st.one_of(points(), intervals()))
def test_the_earliest_day_is_never_after_the_latest(edtf):
    found = parse(edtf)
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest


@given(DAYS, MARKS)
def test_a_day_is_one_of_the_days_of_its_month_and_its_year_and_the_day_before_these_is_not(day, mark):
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        found = parse(day.strftime(form) + mark)
        assert found.earliest <= day <= found.latest
        for outside in (found.earliest - timedelta(days=1), found.latest + timedelta(days=1)):
            assert outside.strftime(form) != day.strftime(form)
        for inside in (found.earliest, found.latest):
            assert inside.strftime(form) == day.strftime(form)


@given(st.data(), intervals())
def test_a_day_between_two_days_of_an_interval_is_one_of_its_days(data, edtf):
    found = parse(edtf)
    first, second = sorted([a_day_of(data, found), a_day_of(data, found)])
    between = data.draw(st.dates(first, second))
    assert found.earliest is None or found.earliest <= between
    assert found.latest is None or between <= found.latest


# How far apart


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ("2020-06-03", "2020-06-03", 0, 0),
        ("2020-06-03", "2020-06-04", 1, 1),
        ("2019", "2020-06-03", 155, 519),
        ("2020-05", "2020-08-25", 86, 116),
        ("2020", "2020", 0, 365),
        ("2020-11-10", "2020", 0, 51),
        ("2017/2018", "2020-01-01", 366, 1095),
        ("2019-05/..", "2020-01-01", 0, 245),
        ("2019~", "2020-06-03", 155, 519),
    ],
)
def test_the_days_between_two_dates_are_a_range(first, second, low, high):
    assert days_between(parse(first), parse(second)) == Interval(D(low), D(high))


@pytest.mark.parametrize(
    ("first", "second", "low"),
    [("../2019", "2020-01-10", 10), ("2019", "2020-01-10/..", 10), ("../2019", "2018", 0), ("../2019", "2020/..", 1)],
)
def test_with_an_open_end_outwards_there_is_no_longest_time(first, second, low):
    assert days_between(parse(first), parse(second)) == Interval(D(low))
    assert months_between(parse(first), parse(second)).high is None


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ("2020-06-03", "2020-06-03", 0, 0),
        ("2020-06-03", "2020-06-04", 0, 1),
        ("2020-06-03", "2020-07-02", 0, 1),
        ("2020-06-03", "2020-07-03", 1, 1),
        ("2020-06-03", "2020-07-04", 1, 2),
        ("2019", "2020-06-03", 5, 18),
        ("2016", "2020-08-25", 43, 56),
        ("2017", "2020-06-03", 29, 42),
        ("2019", "2020-11-10", 10, 23),
        ("2020-01-31", "2020-02-29", 0, 1),
        ("2020-01-31", "2020-03-31", 2, 2),
        ("2020", "2020", 0, 12),
        ("2019-12", "2020-01", 0, 2),
    ],
)
def test_the_months_between_two_dates_are_rounded_outwards(first, second, low, high):
    assert months_between(parse(first), parse(second)) == Interval(D(low), D(high))


@pytest.mark.parametrize("between", [days_between, months_between])
@pytest.mark.parametrize(("first", "second"), [("2021", "2020"), ("2020-06-04", "2020-06-03"), ("2021/..", "../2020")])
def test_a_date_that_cannot_follow_is_refused(between, first, second):
    with pytest.raises(ValueError, match=f"^{second} is before {first}$".replace(".", r"\.")):
        between(parse(first), parse(second))


@given(st.data(), DATES, DATES)
def test_the_true_number_of_days_is_in_the_range(data, first, second):
    one, two = a_day_of(data, first), a_day_of(data, second)
    assume(one <= two)
    assert D((two - one).days) in days_between(first, second)


@given(st.data(), DATES, DATES)
def test_the_true_number_of_months_full_or_begun_is_in_the_range(data, first, second):
    one, two = a_day_of(data, first), a_day_of(data, second)
    assume(one <= two)
    span = months_between(first, second)
    full = 0
    while months_later(one, full + 1) <= two:
        full += 1
    begun = full + (months_later(one, full) < two)
    assert span.low <= full
    assert span.high is None or begun <= span.high


@given(points().map(parse), points().map(parse))
def test_the_shortest_and_the_longest_time_both_occur(first, second):
    assume(first.earliest <= second.latest)
    span = days_between(first, second)
    assert span.high == (second.latest - first.earliest).days
    nearest = min(
        abs((two - one).days)
        for one in (first.earliest, first.latest)
        for two in (second.earliest, second.latest)
        if one <= two
    )
    overlap = max(first.earliest, second.earliest) <= min(first.latest, second.latest)
    assert span.low == (0 if overlap else nearest)


@given(DAYS, DAYS)
def test_between_two_days_the_months_are_off_by_less_than_one(one, two):
    first, second = sorted([one, two])
    span = months_between(parse(first.isoformat()), parse(second.isoformat()))
    assert 0 <= span.high - span.low <= 1
    assert abs((second - first).days / D("30.44") - span.low) < 2
