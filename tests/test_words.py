"""How numbers, dates and lists are worded: exactly so, and never claiming more than is known."""

from __future__ import annotations

import operator
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook import places, sentences, words
from casebook.bounds import Amount, Interval, interval_of
from casebook.dates import parse
from casebook.paths import ROOT

D = Decimal
NUMBERS = st.one_of(st.integers(0, 2).map(D), st.integers(0, 20_000_000).map(D), st.decimals(0, 9999, places=2))


def plain(text):
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def of(low, high=None, low_open=False, high_open=False, about=None, **others):
    ends = D(low), None if high is None else D(high), low_open, high_open
    return Amount(Interval(*ends), None if about is None else D(about), **others)


@st.composite
def intervals(draw):
    """An interval as figures and their sums have them: never empty."""
    low, width = draw(NUMBERS), draw(st.none() | NUMBERS)
    if width == 0:
        return Interval(low, low)
    low_open, high_open = draw(st.booleans()), draw(st.booleans())
    return Interval(low, None, low_open) if width is None else Interval(low, low + width, low_open, high_open)


AMOUNTS = st.one_of(
    intervals().map(lambda interval: Amount(interval)),
    NUMBERS.map(lambda number: Amount(None, number)),
    st.builds(Amount, intervals(), NUMBERS),
)


SAYS = {"more than": operator.gt, "at least": operator.ge, "less than": operator.lt, "at most": operator.le}


def allows(text, number):
    """Whether a reader who takes each claim by itself holds the number for possible."""
    text = re.sub("^(.+) to (.+)$", r"at least \1 and at most \2", plain(text))
    for claim in text.split(" and "):
        said = re.match("(more than|at least|less than|at most) ", claim)
        compares = SAYS[said[1]] if said else operator.eq
        if not compares(number, D(claim[said.end() if said else 0 :].replace(" ", ""))):
            return False
    return True


# Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (50, "50"),
        (999, "999"),
        (5671, "5 671"),
        (20_000, "20 000"),
        (4_800_000, "4 800 000"),
        (D("4.80"), "4.8"),
        (D("4.0"), "4"),
        (D("100"), "100"),
        (D("1E+4"), "10 000"),
        (D("125000.50"), "125 000.5"),
        (D("0.05"), "0.05"),
    ],
)
def test_thousands_are_set_apart_and_no_decimals_are_added(value, text):
    assert plain(words.number(value)) == text


def test_nothing_within_a_number_can_break():
    assert words.number(1_234_567) == "1\u202f234\u202f567"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "zero"), (1, "one"), (4, "four"), (9, "nine"), (10, "10"), (15, "15"), (1200, "1 200")]
)
def test_a_count_is_a_word_up_to_nine(value, text):
    assert plain(words.count(value)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (words.plural(1, "action"), "one action"),
        (words.plural(4, "action"), "four actions"),
        (words.plural(0, "action"), "zero actions"),
        (words.plural(10, "country", "countries"), "10 countries"),
        (words.countries(1), "1 country"),
        (words.countries(9), "9 countries"),
        (words.capital("four actions"), "Four actions"),
        (words.capital("EUR 5"), "EUR 5"),
        (words.capital(""), ""),
    ],
)
def test_a_count_goes_with_its_noun(text, expected):
    assert plain(text) == expected


def test_a_count_and_its_noun_stay_on_one_line():
    assert " " not in words.plural(4, "action") + words.countries(9)


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_has_commas_and_one_and(items, text):
    assert words.listed(items) == text


# Amounts


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (of(50, 50), "50"),
        (of(0, 0), "0"),
        (of(5671, low_open=True), "more than 5 671"),
        (of(16), "at least 16"),
        (of(0, 2_000_000, high_open=True), "less than 2 000 000"),
        (of(0, 110), "at most 110"),
        (of(8, 10), "8 to 10"),
        (of(50, 110, high_open=True), "at least 50 and less than 110"),
        (of(50, 110, low_open=True), "more than 50 and at most 110"),
        (of(0, 110, low_open=True), "more than 0 and at most 110"),
        (of(0), "at least 0"),
        (Amount(None, D(100)), "about 100"),
        (of(5000, low_open=True, about=100), "more than 5 000, and about 100 more"),
        (of(50, 50, about=100), "50, and about 100 more"),
        (of(8, 10, about=D("1.5")), "8 to 10, and about 1.5 more"),
    ],
)
def test_an_amount_is_worded_as_strongly_as_it_allows(amount, text):
    assert plain(words.amount(amount)) == text
    read = words.read(words.amount(amount))
    assert (read.interval, read.about) == (amount.interval, amount.about)


@pytest.mark.parametrize(
    ("qualifier", "text"),
    [
        ("exact", "50"),
        ("more_than", "more than 50"),
        ("at_least", "at least 50"),
        ("nearly", "less than 50"),
        ("less_than", "less than 50"),
        ("at_most", "at most 50"),
        ("between", "50 to 60"),
        ("unquantified", "at least 1"),
    ],
)
def test_a_figure_is_worded_by_its_interval(qualifier, text):
    assert words.interval(interval_of(qualifier, D(50), D(60))) == text


@given(AMOUNTS)
def test_what_is_worded_reads_back_to_the_same_amount(amount):
    assert words.read(words.amount(amount)) == amount


@given(intervals(), st.data())
def test_the_words_allow_exactly_the_numbers_of_the_interval(interval, data):
    text = words.interval(interval)
    top = interval.low + 10**6 if interval.high is None else interval.high
    step = D("0.001")
    edges = [interval.low - step, interval.low, interval.low + step, top - step, top, top + step]
    for number in [*edges, data.draw(st.decimals(interval.low, top, places=2))]:
        assert number < 0 or allows(text, number) == (number in interval)


@given(AMOUNTS)
def test_an_estimate_is_called_one_and_a_bound_is_not(amount):
    assert ("about" in words.amount(amount)) == (amount.about is not None)


@pytest.mark.parametrize(
    "text",
    ["", " ", "several", "50 servers", "5671 ", "more than", "more than several", "about", "at least 5 and", " and ",
     "and less than 7", "at least 5less than 7", "at least 5 less than 7", "5 671", "8 to", "8 to 9 to 10",
     "about 5 to 6", "5, and about", "05671"],
)  # fmt: skip
def test_what_is_not_the_wording_of_an_amount_is_not_read(text):
    with pytest.raises(ValueError):
        words.read(text)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (of(4_800_000, 4_800_000, unit="EUR"), "EUR 4.8 million"),
        (of(1_100_000, 1_100_000, unit="CHF"), "CHF 1.1 million"),
        (of(4_805_000, 4_805_000, unit="EUR"), "EUR 4 805 000"),
        (of(950_000, 950_000, unit="EUR"), "EUR 950 000"),
        (of(1_000_000, unit="EUR", low_open=True), "more than EUR 1 million"),
        (of(8_000_000, 10_000_000, unit="EUR"), "EUR 8 million to 10 million"),
        (Amount(None, D(2_000_000), unit="EUR"), "about EUR 2 million"),
        (of(5_000_000, unit="EUR", about=100), "at least EUR 5 million, and about 100 more"),
        (of(4_800_000, 4_800_000, unit="servers"), "4 800 000"),
        (of(50, 50), "50"),
    ],
)
def test_money_has_its_currency_and_millions_only_where_nothing_is_lost(amount, text):
    assert plain(words.amount_in_unit(amount)) == text


@given(st.integers(0, 10**10))
def test_money_in_millions_is_the_same_money(value):
    text = plain(words.amount_in_unit(of(value, value, unit="EUR"))).removeprefix("EUR ")
    digits, _, million = text.partition(" million")
    scale = 1_000_000 if text.endswith("million") else 1
    assert million == "" and D(digits.replace(" ", "")) * scale == value


# What the source printed


@pytest.mark.parametrize(
    ("as_printed", "text"),
    [
        ("50", "50"),
        ("Over 60", "over 60"),
        ("over 5 550", "over 5 550"),
        ("more than 5600", "more than 5 600"),
        ("20 000", "20 000"),
        ("30+", "30+"),
        ("EUR 4.8 million", "EUR 4.8 million"),
        ("Three", "three"),
        ("several key suspects", "several key suspects"),
        ("K-boxes", "K-boxes"),
        ("Europol and 19 countries", "Europol and 19 countries"),
        ("A coordination meeting", "a coordination meeting"),
        ("03 June 2020", "03 June 2020"),
        ("over 5600 since 2019", "over 5 600 since 2019"),
        ("1 234.5", "1 234.5"),
    ],
)
def test_printed_words_are_set_in_house_style_and_stay_the_same_words(as_printed, text):
    assert plain(words.printed(as_printed)) == text


@given(st.integers(0, 10**9))
def test_printed_digits_are_never_changed(number):
    for text in (str(number), f"over {number:,}".replace(",", " ")):
        digits = [character for character in words.printed(text) if character.isdigit()]
        assert "".join(digits) == str(number)


def test_printed_words_stay_on_one_line():
    assert " " not in words.printed("more than 5 600 key suspects")


@pytest.mark.parametrize(
    "text", ["50", "over 60", "More than 5600", "30+", "three", "Three", "close to 2 million", "EUR 4.8 million",
             "up to ten", "at least one", "an estimated 2 million", "about two hundred", "no arrests", "None", "nobody"]
)  # fmt: skip
def test_these_words_are_a_number(text):
    assert words.is_number(text)
    assert plain(words.quoted(text)) == plain(words.printed(text))


@pytest.mark.parametrize(
    "text",
    ["several", "various", "dozens", "several key suspects", "the alleged leader", "a coordination meeting",
     "the website", "some", "more than some", "two of the suspects", "not one", "a number", ""],
)  # fmt: skip
def test_these_words_are_no_number_and_stand_in_quotation_marks(text):
    assert not words.is_number(text)
    assert plain(words.quoted(text)) == f"“{text}”"


# Dates


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2020-06-03", "3 June 2020"),
        ("2020-11", "November 2020"),
        ("2019", "2019"),
        ("2020~", "about 2020"),
        ("2020-07?", "perhaps July 2020"),
        ("2020-07-14%", "perhaps about 14 July 2020"),
        ("2017/2019", "2017 to 2019"),
        ("2012-01-07/2012-01-09", "7 to 9 January 2012"),
        ("2012-01-30/2012-02-02", "30 January to 2 February 2012"),
        ("2012-12-30/2013-01-02", "30 December 2012 to 2 January 2013"),
        ("2012-01-07?/2012-01-09", "perhaps 7 January 2012 to 9 January 2012"),
        ("2017~/2020-06", "about 2017 to June 2020"),
        ("2019-05/..", "since May 2019"),
        ("../2019?", "until perhaps 2019"),
    ],
)
def test_a_date_is_worded_no_more_precisely_than_it_is(edtf, text):
    assert plain(words.when(parse(edtf))) == text


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_month_is_worded_without_a_day_and_a_year_without_a_month(day):
    for form, parts in (("%Y-%m-%d", 3), ("%Y-%m", 2), ("%Y", 1)):
        assert len(plain(words.when(parse(day.strftime(form)))).split()) == parts


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["~", "?", "%"]))
def test_a_doubtful_date_is_worded_with_its_doubt(day, mark):
    sure, doubtful = (words.when(parse(day.isoformat() + end)) for end in ("", mark))
    assert doubtful.endswith(sure)
    assert ("about" in doubtful, "perhaps" in doubtful) == (mark in "~%", mark in "?%")


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2020-06-03", "2020-06-03", "3 June 2020"),
        ("2020-06-03", "2020-06-14", "3 and 14 June 2020"),
        ("2020-06-03", "2020-11-11", "3 June and 11 November 2020"),
        ("2019-12-31", "2020-01-01", "31 December 2019 and 1 January 2020"),
        ("2019-06-03", "2020-06-03", "3 June 2019 and 3 June 2020"),
    ],
)
def test_two_days_name_their_month_and_year_once(first, last, text):
    assert plain(words.days(date.fromisoformat(first), date.fromisoformat(last))) == text


# Countries


@pytest.mark.parametrize(
    ("code", "name", "in_prose"),
    [
        ("NL", "Netherlands", "the Netherlands"),
        ("CZ", "Czech Republic", "the Czech Republic"),
        ("KR", "Republic of Korea", "the Republic of Korea"),
        ("GB", "United Kingdom", "the United Kingdom"),
        ("US", "United States", "the United States"),
        ("MC", "Monaco", "Monaco"),
        ("MD", "Moldova", "Moldova"),
        ("NA", "Namibia", "Namibia"),
        ("XK", "Kosovo*", "Kosovo*"),
    ],
)
def test_a_country_is_named_as_the_style_guide_names_it(code, name, in_prose):
    assert (places.name(code), places.in_prose(code)) == (name, in_prose)


@pytest.mark.parametrize("code", ["NO", "NA", "XK", "GB"])
def test_a_country_code_is_known(code):
    assert places.is_known(code)


@pytest.mark.parametrize("code", ["UK", "EL", "XX", "it", "", "EU", "ITA"])
def test_what_is_no_country_code_is_not_known(code):
    assert not places.is_known(code)


def test_every_country_of_the_data_has_a_name_of_its_own(book):
    codes = set(book.countries["country"])
    assert len({places.name(code) for code in codes}) == len(codes)
    assert all(places.in_prose(code).endswith(places.name(code)) for code in codes)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("over 5 550 servers", "over 5\u202f550 servers"),
        ("EUR 4.8 million and CHF 20 000", "EUR\u00a04.8\u00a0million and CHF\u00a020\u202f000"),
        ("10 November 2020", "10 November 2020"),
        ("sentence 3", "sentence 3"),
    ],
)
def test_no_line_may_end_within_a_number(text, bound):
    assert words.unbroken(text) == bound


def test_a_sign_that_could_begin_a_formula_stands_alone_in_html_and_markdown():
    assert words.html("$5 & <b> \\(x") == "<span>$</span>5 &amp; &lt;b&gt; <span>\\</span>(x"
    assert words.markdown("$5 *a* @b") == "<span>&#36;</span>5 \\*a\\* &#64;b"


def test_what_several_figures_say_alike_is_worded_in_one_place():
    files = [*(ROOT / "casebook" / "figures").glob("*.py"), ROOT / "casebook" / "deck.py"]
    texts = {file.name: file.read_text("utf-8") for file in files}
    for said in (sentences.OUR_READING, "; all in ", f'"{words.NOT_PRINTED}"', f'"{words.MONTHS_SHORT[1]}"', "January"):
        assert [name for name, text in texts.items() if said in text] == []
    assert sentences.more(1200, "overview") == "and 1\u202f200 more; all in overview.csv"


@pytest.mark.parametrize(
    ("as_printed", "bare"),
    [("over 60", True), ("three", True), ("EUR 4.8 million", True), ("30+", True),
     ("60 servers in 18 countries", False), ("Two arrests", False), ("rund 60 Server", False), ("several", False)],
)  # fmt: skip
def test_a_bare_number_has_no_noun_with_it(as_printed, bare):
    assert words.is_bare(as_printed) == bare
