"""Cooperation, time to action and the profiles as drawn: each mark, cell and sentence counted again from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations

import ink
import made_up
import pandas as pd
import pytest
from matplotlib import rc_context

from casebook import compare, dates, figures, load, places, sentences, words
from casebook.data import Book
from casebook.figures import shapes
from casebook.figures.page import Page
from casebook.figures.saving import render

FOUR = ["pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"]
REAL = {"+".join(chosen): list(chosen) for number in range(1, 5) for chosen in combinations(FOUR, number)}
SIZES = {f"{number} cases": number for number in (1, 4, 6, 12, 40)}
NASTY = ["long names", "names without spaces", "long names, many", "hostile words", "intervals", "soft dates",
         "only undated", "no leads", "many sources", "years apart"]  # fmt: skip
MEANS = {
    "European Investigation Orders": ("means", "eio"),
    "mutual legal assistance": ("means", "mla"),
    "coordination meetings": ("means", "coordination_meeting"),
    "the coordination centre": ("means", "coordination_centre"),
    "liaison": ("means", "liaison"),
    "analytical support": ("means", "analytical_support"),
    "operational coordination": ("means", "operational_coordination"),
    "Europol": ("body", "europol"),
}
COUNTS = {word: number for number, word in enumerate(words.SMALL)} | {"both": 2}
SEEN = re.compile(
    r"\b(blue|red|green|orange|grey|gray|purple|colou?r|arrow|diamond|square|ring|bracket|dashed|hollow|bars?|left|right)\b"
)
profiled = pytest.mark.parametrize("case", FOUR)
subset = pytest.mark.parametrize("name", REAL)
plain = pytest.mark.parametrize("name", [*REAL, *SIZES])
anything = pytest.mark.parametrize("name", [*REAL, *SIZES, *NASTY])


@cache
def book_of(name: str) -> Book:
    """The book of a choice of cases, of a number of made-up cases, or a nasty one."""
    if name in REAL:
        return load(cases=REAL[name])
    made = made_up.collection(SIZES[name], SIZES[name]) if name in SIZES else made_up.NASTY[name]()
    return made_up.with_cooperation(made)


@cache
def cooperation(name: str, theme: str = "light") -> Page:
    """The figure of a book."""
    book = book_of(name)
    return figures.cooperation(compare.cooperation(book), book.credit(), figures.Look(theme))


@cache
def waiting(name: str, theme: str = "light") -> Page:
    """The figure of a book."""
    book = book_of(name)
    return figures.time_to_action(compare.waits(book), book.credit(), figures.Look(theme))


@cache
def profile(case: str, theme: str = "light", name: str = "") -> Page:
    """The sheet of one case, of the book of that name if one is given."""
    return sheet(book_of(name).select([case]) if name else load(cases=[case]), theme)


def sheet(book: Book, theme: str = "light") -> Page:
    """The profile of a book with one case."""
    tables = (compare.profile_figures, compare.timeline, compare.countries, compare.cooperation)
    return figures.profile(*(table(book) for table in tables), book.credit(), figures.Look(theme))


def said(page: Page) -> list[str]:
    """Every text on a page."""
    return [text.what for text in ink.texts(page)]


def paragraph(page: Page, start: str, stop: str) -> str:
    """The words on the page from one beginning to the next, across lines."""
    lines = sorted(ink.texts(page), key=lambda box: -box.artist.get_position()[1])
    text = " ".join(line.what for line in lines)
    return text[text.index(start) + len(start) : text.index(stop, text.index(start))].strip()


def faults(page: Page) -> list[str]:
    """What `ink` finds wrong with a page; text is never mathematics."""
    with rc_context({"text.parse_math": False}):
        return ink.Drawn(page).faults()


# --- cooperation -----------------------------------------------------------------------------


@plain
def test_a_cell_is_filled_exactly_where_the_table_names_the_means(name):
    book, page = book_of(name), cooperation(name)
    pairs = {f"cell:{row.body}-{row.means}:{row.case}" for row in book.cooperation.itertuples()}
    many = len(book.cases) > 6
    assert set(ink.by_gid(page, "cell:")) == (set() if many else pairs)


@subset
def test_a_cell_holds_the_printed_number_and_else_says_that_the_means_is_named(name):
    book, page = book_of(name), cooperation(name)
    inside: dict[str, list[str]] = {}
    for text in ink.texts(page):
        if text.gid.startswith("in:cell:"):
            inside.setdefault(text.gid.removeprefix("in:cell:"), []).append(text.what)
    measured = {"eurojust-mla": "mla_requests", "eurojust-coordination_meeting": "coordination_meetings"}
    rows = book.measures.set_index(["case", "measure"])["as_printed"]
    for cell, lines in inside.items():
        row, case = cell.split(":")
        key = (case, measured.get(row, ""))
        told = " ".join(lines).replace(words.BOUND, " ")
        assert rows[key].lower() in told if key in rows.index else told == "named"


@plain
def test_the_count_beside_a_row_is_the_number_of_actions_that_are_named_with_it(name):
    book, page = book_of(name), cooperation(name)
    of = len(book.cases)
    used = book.cooperation.drop_duplicates(["case", "body", "means"])
    counts = {gid.removeprefix("count:"): artist.get_text() for gid, artist in ink.by_gid(page, "count:").items()}
    for row, told in counts.items():
        body, _, means = row.partition("-")
        cases = used[(used["body"] == body) & ((used["means"] == means) if means else True)]["case"].nunique()
        if of == 1:
            assert told == ("named" if cases else "not named")
        else:
            assert told.split(" ")[0] == str(cases)
    assert of == 1 or {row for row in counts if "-" in row} >= set(used["body"] + "-" + used["means"])


@pytest.mark.parametrize("name", ["12 cases", "40 cases"])
def test_above_six_actions_a_mark_is_as_long_as_the_count_says(name):
    book, page = book_of(name), cooperation(name)
    longs = {gid.split(":")[2]: ink.box_of(bar) for gid, bar in ink.by_gid(page, "mark:exact:").items()}
    used = (book.cooperation["body"] + "-" + book.cooperation["means"]).value_counts()
    assert set(longs) == set(used.index)
    per_case = {row: (box.right - box.left) / used[row] for row, box in longs.items()}
    assert max(per_case.values()) == pytest.approx(min(per_case.values()), rel=0.02)


def claims(headline: str) -> Iterator[tuple[list[str], int]]:
    """The names that a cooperation headline gives, and for how many actions it says they are named."""
    for part in headline.split("; "):
        found = re.fullmatch(r"(.+?)(?: (?:is|are) named)? for (?:all )?(\w+)(?: actions)?", part)
        names = re.split(", | and ", found[1])
        yield (
            [name[0].lower() + name[1:] if name[0].lower() + name[1:] in MEANS else name for name in names],
            (COUNTS[found[2]] if found[2] in COUNTS else int(found[2])),
        )


@subset
def test_the_cooperation_headline_is_true_and_complete(name):
    book, page = book_of(name), cooperation(name)
    used, of = book.cooperation, len(book.cases)
    if of == 1:
        for body in ("Eurojust", "Europol"):
            number = len(used[used["body"] == body.lower()])
            told = {0: "(no means of cooperation|none)"}.get(number, words.count(number))
            assert re.search(rf"{told}\b.{{0,30}}\bwith {body}", page.headline.replace(words.BOUND, " "))
        return
    counts = {label: used[used[column] == term]["case"].nunique() for label, (column, term) in MEANS.items()}
    told = list(claims(page.headline))
    assert told[0][1] == of, "what all have in common comes first"
    for names, number in told:
        assert sorted(names) == sorted(label for label, cases in counts.items() if cases == number)


def test_where_nothing_is_common_to_all_the_headline_says_so(make_book):
    book = make_book("a b", cooperation="a eurojust eio\nb eurojust mla")
    headlines = sentences.cooperation_headlines(compare.cooperation(book))
    assert headlines[0].startswith("No means of cooperation is named for both actions; European Investigation Orders")
    assert headlines[0].endswith("are named for one")
    nothing = make_book("a b c", cooperation="a eurojust eio").select(["b", "c"])
    table = compare.cooperation(nothing)
    assert sentences.cooperation_headlines(table) == ["No means of cooperation is named for either of the two actions"]
    assert sentences.no_cooperation(table) and not sentences.no_cooperation(compare.cooperation(book))
    assert sentences.no_cooperation(compare.cooperation(make_book("a")))


def test_a_means_shared_by_two_bodies_is_in_no_headline_that_no_row_bears_out(make_book):
    book = make_book("a b", cooperation="a eurojust eio\nb europol eio")
    headlines = sentences.cooperation_headlines(compare.cooperation(book))
    assert headlines == [f"One{words.BOUND}means of cooperation is named for both actions"]


@subset
def test_europol_is_told_as_contacted_only_where_nothing_else_is_named_of_it(name):
    rows = book_of(name).cooperation
    only = [case for case, part in rows[rows["body"] == "europol"].groupby("case") if set(part["means"]) == {"liaison"}]
    assert only == (["sparks-group"] if "sparks-group" in REAL[name] else [])
    told = "For Sparks Group Europol is named only as contacted through a liaison." in " ".join(said(cooperation(name)))
    assert told == bool(only)


@subset
def test_an_empty_cell_is_said_to_mean_no_more_than_it_does(name):
    assert "not named, which does not mean not used" in " ".join(said(cooperation(name)))


def test_prose_on_cooperation_counts_as_the_table_does(four):
    table = compare.cooperation(four)
    told = sentences.part_of(table, "europol")
    assert told.startswith("Europol is named for three of four actions: Pay-TV streaming (analytical support); Sparks")
    assert "Sparks Group (liaison)" in told and "Pay-TV signals" not in told
    numbers = sentences.numbers_of_means(table)
    assert numbers.startswith("How many there were is printed for 5 of 17 entries")
    assert "30+\u00a0requests for Sparks Group" in numbers and "three for Pay-TV signals" in numbers
    one = compare.cooperation(four.select(["pay-tv-signals"]))
    assert sentences.part_of(one, "europol") == "Europol is not named for the action."


# --- from opening to action day --------------------------------------------------------------


def whole_months(first: date, last: date) -> int:
    """Counted by stepping: how many times a month can be added to the first day without passing the last."""
    months = 0
    while True:
        year, month = divmod(first.year * 12 + first.month + months, 12)
        end = (date(year + (month == 11), month % 11 + 1 if month == 11 else month + 2, 1) - timedelta(1)).day
        if date(year, month + 1, min(first.day, end)) > last:
            return months
        months += 1


def span(opening: str, action: str) -> tuple[int, int | None]:
    """The shortest and the longest number of months, rounded outwards, from the days themselves."""
    begun, acted = dates.parse(opening), dates.parse(action)
    low = 0
    if begun.latest and acted.earliest and acted.earliest > begun.latest:
        low = whole_months(begun.latest, acted.earliest)
    if begun.earliest is None or acted.latest is None:
        return low, None
    high = whole_months(begun.earliest, acted.latest)
    exact = whole_months(begun.earliest, acted.latest - timedelta(1)) < high
    return low, high if exact else high + 1


def starts(book: Book) -> list[tuple[str, str, str, tuple[int, int | None]]]:
    """Event, case, date and months of everything that a wait is counted from, straight from the events."""
    rows = book.events[book.events["date"] != ""]
    days = rows[rows["event"] == "action_day"].groupby("case")["date"].min()
    kinds = ("investigation_opened", "parallel_investigation_opened", "complaint")
    return [
        (row.event, row.case, row.date, span(row.date, days[row.case]))
        for row in rows.itertuples()
        if row.event in kinds and row.case in days.index
    ]


def months_at(page: Page, x: float) -> float:
    """What the axis of a page says of a place on it."""
    ticks = {int(gid.split(":")[1]): ink.box_of(line).middle[0] for gid, line in ink.by_gid(page, "tick:").items()}
    last = max(ticks)
    return last * (x - ticks[0]) / (ticks[last] - ticks[0])


@pytest.mark.parametrize("name", [*REAL, "4 cases", "6 cases"])
def test_a_range_ends_at_the_months_counted_again(name):
    page, expected = waiting(name), starts(book_of(name))
    bars = ink.by_gid(page, "mark:")
    assert set(bars) == {f"mark:{event}:{case}:{day}" for event, case, day, _ in expected}
    for event, case, day, (low, high) in expected:
        box = ink.box_of(bars[f"mark:{event}:{case}:{day}"])
        assert months_at(page, box.left) == pytest.approx(low, abs=0.2)
        assert months_at(page, box.right) == pytest.approx(high, abs=0.2)
        told = f"{low} to {high} months"
        assert told in said(page) and f"): {told}" in page.alt
        before = ink.by_gid(page, f"certain:{event}:{case}:{day}")
        assert len(before) == (low > 0), "the line to the shortest time"


def test_the_four_come_to_the_months_that_a_calendar_gives(four):
    rows = compare.waits(four)
    found = {(row["case"], row["event"]): sentences.wait(row) for _, row in rows.iterrows() if row["event"]}
    assert found == {
        ("pay-tv-streaming", "investigation_opened"): "5 to 18 months",
        ("pay-tv-streaming", "parallel_investigation_opened"): "29 to 42 months",
        ("sparks-group", "investigation_opened"): "43 to 56 months",
        ("k-boxes", "complaint"): "10 to 23 months",
    }


@pytest.mark.parametrize("name", [*REAL, "4 cases", "12 cases", "intervals", "only undated"])
def test_a_gap_has_no_mark_and_says_that_nothing_is_printed(name):
    book, page = book_of(name), waiting(name)
    opened = {row.case for row in book.events.itertuples() if row.event == "investigation_opened" and row.date}
    gaps = [case for case in book.cases["case"] if case not in opened]
    texts = [text for text in ink.texts(page) if text.what == "opening not printed"]
    assert sorted(text.gid for text in texts) == sorted(f"gap:{case}" for case in gaps)
    names = dict(zip(book.cases["case"], book.cases["short_title"], strict=True))
    for text in texts:
        near = [other for other in ink.texts(page) if abs(other.middle[1] - text.middle[1]) < 0.35]
        assert names[text.gid.removeprefix("gap:")] in [other.what for other in near]
        ticks = [ink.box_of(tick).left for tick in ink.by_gid(page, "tick:").values()]
        assert not ticks or text.right < min(ticks) or text.right == pytest.approx(page.right, abs=0.05)
        marks = [ink.box_of(bar) for bar in ink.by_gid(page, "mark:").values()]
        assert not [box for box in marks if abs(box.middle[1] - text.middle[1]) < 0.15]
    assert not [gid for case in gaps for gid in ink.by_gid(page, f"mark:investigation_opened:{case}")]


def test_the_three_starts_are_drawn_in_three_ways_and_in_blocks_of_their_own():
    page = waiting("+".join(FOUR))
    marks = {gid.split(":")[1]: bar for gid, bar in ink.by_gid(page, "mark:").items()}
    opening, parallel, complaint = (
        marks[kind] for kind in ("investigation_opened", "parallel_investigation_opened", "complaint")
    )
    theme = page.theme
    assert ink.colors(opening) == {theme.data.lower()}
    assert ink.colors(parallel) == {theme.data.lower(), theme.paper.lower()}
    assert ink.colors(complaint) == {theme.grey.lower()}
    boxes = [ink.box_of(bar) for bar in (opening, parallel, complaint)]
    high = [box.high - box.low for box in boxes]
    assert high[2] < 0.6 * high[0], "told apart without any colour"
    lowest = min(ink.box_of(bar).low for gid, bar in ink.by_gid(page, "mark:investigation_opened").items())
    assert lowest > boxes[1].high > boxes[2].high
    assert {"From the", "From a parallel", "From a"} <= set(said(page))


@subset
def test_the_headline_compares_two_openings_only_where_they_lie_apart(name):
    book, page = book_of(name), waiting(name)
    opened = {case: months for event, case, _, months in starts(book) if event == "investigation_opened"}
    titles = {row.short_title: row.case for row in book.cases.itertuples()}
    headline = page.headline
    if len(opened) > 1:
        found = re.fullmatch(
            r"From the leading country’s opening: (\d+) to (\d+) months \((.+)\), "
            r"(\d+) to (\d+) \((.+); Sweden began in 2017\)",
            headline.replace(words.BOUND, " "),
        )
        slow, fast = opened[titles[found[3]]], opened[titles[found[6]]]
        assert [*slow, *fast] == [int(found[place]) for place in (1, 2, 4, 5)] and slow[0] > fast[1]
    elif opened:
        ((case, (low, high)),) = opened.items()
        title = next(title for title, known in titles.items() if known == case)
        assert headline.startswith(f"{title}: {low} to {high} months from opening to action day")
        without = len(titles) - 1
        assert ("no opening is printed for the other" in headline) == bool(without)
        if without > 1:
            assert headline.endswith(f"the other {words.count(without)}")
    else:
        assert headline.startswith("No time from opening to action day can be given")
    assert bool(sentences.no_time_to_action(compare.waits(book))) == (not opened)


def test_openings_that_may_be_alike_are_not_ranked(make_book):
    book = make_book("a b", events="a investigation_opened 2019\na action_day 2020-06-03\n"
                                   "b investigation_opened 2018\nb action_day 2020-01-10")  # fmt: skip
    table = compare.waits(book)
    assert sentences.time_to_action_headlines(table) == [
        "The printed dates cannot rank the two openings by their time to the action day"
    ]
    assert not sentences.no_time_to_action(table)


def test_touching_intervals_are_not_ranked_and_one_month_apart_they_are(make_book):
    days = "a investigation_opened 2019-12-01\na action_day 2020-06-01\nb action_day 2020-06-01\n"
    touching = compare.waits(make_book("a b", events=f"{days}b investigation_opened 2019-05/2019-12"))
    assert "cannot rank" in sentences.time_to_action_headlines(touching)[0]
    apart = compare.waits(make_book("a b", events=f"{days}b investigation_opened 2019-05-01/2019-10-20"))
    assert sentences.time_to_action_headlines(apart)[0].replace(words.BOUND, " ") == (
        "From opening to action day: 7 to 13 months (Action B), 6 (Action A)"
    )


def test_an_opening_without_a_beginning_has_an_open_end(make_book):
    book = make_book("a b", events="a investigation_opened ../2018\na action_day 2020-06-03\n"
                                   "b investigation_opened 2019-01-02\nb action_day 2020-01-02")  # fmt: skip
    page = figures.time_to_action(compare.waits(book), book.credit())
    assert {"at least 17\u00a0months", "12\u00a0months"} <= set(said(page))
    stop = ink.box_of(ink.by_gid(page, "mark:investigation_opened:a")["mark:investigation_opened:a:../2018"])
    assert months_at(page, stop.middle[0]) == pytest.approx(17, abs=0.2)
    assert "An arrow: no upper end." in " ".join(said(page))
    assert "at least 17 months (Action A), 12 (Action B)" in page.headline.replace(words.BOUND, " ")
    assert faults(page) == []


def test_above_eighteen_rows_the_rest_is_counted():
    page, book = waiting("40 cases"), book_of("40 cases")
    rows = len(starts(book)) + len(
        [case for case in book.cases["case"] if not any(case == found[1] for found in starts(book))]
    )
    told = next(text for text in said(page) if text.startswith("and "))
    assert "all in time-to-action.csv" in told
    shown = len(ink.by_gid(page, "mark:")) + len(ink.by_gid(page, "gap:"))
    assert shown == 17 and int(re.search(r"\d+", told)[0]) >= rows - 17


# --- profiles --------------------------------------------------------------------------------


@profiled
def test_the_tiles_are_the_reported_figures_and_no_others(case):
    book, page = load(), profile(case)
    rows = book.measures[
        (book.measures["case"] == case) & (book.measures["scope"] == "") & (book.measures["per"] == "")
    ]
    keys = {"coordination_meetings": "coordination_meeting", "mla_requests": "mla"}
    expected = {
        keys.get(row.measure, row.measure): words.quoted(row.as_printed)
        for row in rows.itertuples()
        if row.measure not in keys or words.is_number(row.as_printed)
    }
    texts = {}
    for text in ink.texts(page):
        if text.gid.startswith("in:cell:"):
            texts.setdefault(text.gid.removeprefix("in:cell:"), []).append(text.what)
    assert {key: lines[0] for key, lines in texts.items()} == expected
    assert set(ink.by_gid(page, "cell:")) == {f"cell:{key}" for key in expected}
    assert 4 <= len(expected) <= 6


@profiled
def test_the_foot_lists_exactly_what_is_not_printed(case):
    book, page = load(), profile(case)
    codebook = book.codebook[book.codebook["column"] == "measure"]
    comparable = book.measures[(book.measures["scope"] == "") & (book.measures["case"] != "")]
    outcomes = codebook[~codebook["unit"].isin(["meetings", "requests", "countries"])]
    known = [row for row in outcomes.itertuples() if (comparable["measure"] == row.term).any()]
    own = set(comparable[comparable["case"] == case]["measure"])
    expected = {row.label.lower() for row in known if row.term not in own}
    events = set(book.events[(book.events["case"] == case) & (book.events["date"] != "")]["event"])
    expected |= set() if "investigation_opened" in events else {"opening of the investigation"}
    told = paragraph(page, "No figure or date:", ". Borders")
    assert set(re.split(", | and ", told)) == expected
    assert all(item in page.alt for item in expected)


@profiled
def test_the_profile_names_every_country_in_each_of_its_roles(case):
    rows = load().countries
    page = profile(case)
    text = " ".join(said(page)).replace(words.BOUND, " ")
    for role, part in rows[rows["case"] == case].groupby("role"):
        label = load().terms("role")[role]
        start = text.index(sentences.role(role, words.capital(label)) + ":")
        listing = text[start:].split(":")[1]
        for code in part["country"]:
            assert places.name(code) in listing


@profiled
def test_the_map_fills_the_named_countries_and_tells_takedowns_from_the_rest(case):
    rows = load().countries
    rows, page = rows[rows["case"] == case], profile(case)
    drawn = {tuple(gid.split(":")[1:]): patch for gid, patch in ink.by_gid(page, "map:").items()}
    fills = {code: patch for (_, code), patch in drawn.items()}
    world = shapes.places()
    expected = {code for code in rows["country"] if code in world and world[code].spot}
    assert set(fills) == expected
    taken = set(rows[rows["role"] == "takedown"]["country"])
    assert {code for what, code in drawn if what == "taken"} == expected & taken
    colors = {code: patch.get_facecolor() for code, patch in fills.items()}
    assert (
        len({colors[code] for code in expected & taken}) <= 1 and len({colors[code] for code in expected - taken}) <= 1
    )
    assert not {colors[code] for code in expected & taken} & {colors[code] for code in expected - taken}
    outside = set(rows["country"]) - expected
    text = " ".join(said(page)).replace(words.BOUND, " ")
    assert ("Not on the map" in text) == bool(outside)
    for code in outside:
        assert places.name(code) in text.split("Not on the map: ")[1]
    room = ink.box_of(ink.by_gid(page, "sea")["sea"])
    assert all(ink.box_of(patch).within(room, 0.02) for patch in fills.values())


def test_where_servers_stood_is_not_where_they_were_taken_down():
    text = " ".join(said(profile("sparks-group")))
    assert "Servers located there:" in text and "Servers taken down there" not in text
    assert " in " not in profile("sparks-group").headline.split(";")[0]


@profiled
def test_each_dated_step_has_its_mark_and_a_missing_opening_is_said(case):
    rows = load().events
    rows, page = rows[rows["case"] == case], profile(case)
    dated = {f"mark:{row.event}:{case}:{row.date}" for row in rows.itertuples() if row.date}
    assert set(ink.by_gid(page, "mark:")) == dated
    opened = ((rows["event"] == "investigation_opened") & (rows["date"] != "")).any()
    assert ("Opening not printed" in said(page)) == (not opened)
    text = " ".join(said(page))
    for row in rows.itertuples():
        assert load().terms("event")[row.event] in text, "every step is on the sheet, dated or not"


@profiled
def test_who_helped_is_told_as_the_table_has_it(case):
    book, page = load(cases=[case]), profile(case)
    text = " ".join(said(page))
    for body in ("eurojust", "europol"):
        means = list(book.cooperation[book.cooperation["body"] == body]["means"])
        told = sentences.help_line(compare.cooperation(book), body, numbers=False)
        assert told in text
        if not means:
            assert told == "not named"
        elif means == ["liaison"]:
            assert told == "contacted through a liaison"
        else:
            assert len(re.split(", | and ", told)) == len(means)


@profiled
def test_the_profile_headline_gives_the_printed_words_and_dates_no_more_than_the_source(case):
    book, headline = load(cases=[case]), profile(case).headline
    rows = book.measures.set_index("measure")
    servers, arrests = rows.loc["servers_taken_down"], rows.loc["arrests"]
    if isinstance(servers, pd.DataFrame):
        servers = servers[servers["scope"] == ""].iloc[0]
    first, second = headline.split(": ", 1)[1].split("; ")
    assert first.startswith(f"{words.quoted(servers['as_printed'])}{words.BOUND}servers reported taken down")
    assert first.endswith(f" on {words.when(dates.parse(servers['date']))}")
    assert words.quoted(arrests["as_printed"]) in second and "2020" not in second
    taken = book.countries[book.countries["role"] == "takedown"]["country"].nunique()
    named = re.search(r" in (\w+)\u00a0countr", first)
    assert (named[1] if named else "zero") == words.count(taken)


def test_a_profile_is_named_for_its_case():
    assert [profile(case).name for case in FOUR] == [f"profile-{case}" for case in FOUR]


def test_more_figures_than_tiles_are_counted_and_one_server_is_one():
    page = sheet(made_up.many_measures().select(["case-1"]))
    assert faults(page) == []
    assert len(ink.by_gid(page, "cell:")) == 5
    assert re.search(r"and \d+ more figures; all in profile-case-1\.csv", " ".join(said(page)))
    one = made_up.servers([("exact", 1)])
    numbers, named = compare.profile_figures(one), compare.countries(one)
    assert "1\u00a0server reported taken down" in sentences.profile_headlines(numbers, named)[0]


def test_none_said_outright_is_worded_as_none():
    rows = [made_up.figure("case-1", "exact", 0, words=f"no {what}", measure=measure)
            for what, measure in (("servers", "servers_taken_down"), ("arrests", "arrests"))]  # fmt: skip
    one = made_up.book(made_up.ids(1), rows)
    numbers, named = compare.profile_figures(one), compare.countries(one)
    said = sentences.profile_headlines(numbers, named)[0].replace("\u00a0", " ")
    assert said.endswith("no servers reported taken down; no arrests")


def test_a_long_list_of_countries_ends_in_how_many_more():
    codes = ["ES", "IT", "FR", "DE", "PL", "SE", "NO", "RO", "GR", "NL", "BE", "AT", "HU", "CZ", "SK", "BG", "HR", "SI",
             "LT", "LV", "EE", "FI", "DK", "IE", "PT", "GB", "CH", "UA", "RS", "BA", "AL", "MK", "MD", "CY", "MT", "US",
             "CA", "JP", "AU", "BR"]  # fmt: skip
    countries = [
        {"case": "case-1", "country": code, "role": role}
        for role in ("takedown", "server_location", "arrest", "coordination_meeting")
        for code in codes
    ]
    page = sheet(made_up.servers([("exact", 5)], countries=countries))
    assert len(re.findall(r"and \d+\smore", " ".join(said(page)))) >= 4
    assert faults(page) == []


# --- all three -------------------------------------------------------------------------------


@anything
def test_cooperation_and_time_to_action_can_be_read(name):
    assert faults(cooperation(name)) == []
    assert faults(waiting(name)) == []


@pytest.mark.parametrize("name", ["", *SIZES, *NASTY])
def test_every_profile_can_be_read(name):
    cases = list(book_of(name).cases["case"])[:3] if name else FOUR
    for case in cases:
        assert faults(profile(case, name=name)) == []


@pytest.mark.parametrize("draw", [cooperation, waiting, lambda name, theme="light": profile(FOUR[1], theme)])
def test_dark_is_laid_out_as_light_is(draw):
    pages = [draw("+".join(FOUR), theme) for theme in ("light", "dark")]
    assert faults(pages[1]) == []
    boxes = [[(box.what, box.left, box.low) for box in ink.texts(page)] for page in pages]
    assert boxes[0] == boxes[1]


@pytest.mark.parametrize("name", REAL)
def test_alternative_text_says_the_finding_without_what_it_looks_like(name):
    pages = [cooperation(name), waiting(name), *([profile(name)] if name in FOUR else [])]
    version = book_of(name).credit().version
    for page in pages:
        assert page.headline in page.alt and page.alt.endswith(f"Casebook data v{version}. Rule: factsheet.")
        assert 45 <= len(page.alt.split(" ")) <= 125
        assert not SEEN.search(page.alt.lower())


@pytest.mark.parametrize("name", ["long names", "names without spaces"])
def test_some_headline_fits_whatever_a_case_is_called(name):
    for page in (cooperation(name), waiting(name), profile("case-1", name=name)):
        heads = [text for text in ink.texts(page) if text.artist.get_fontsize() == page.size.headline]
        assert 1 <= len(heads) <= 2 and " ".join(text.what for text in heads) == page.headline


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_tables_give_the_same_bytes(form):
    for draw in (cooperation, waiting):
        draw.cache_clear()
        first = render(draw("+".join(FOUR)), form)
        draw.cache_clear()
        assert render(draw("+".join(FOUR)), form) == first
    first = render(profile("k-boxes"), form)
    profile.cache_clear()
    assert render(profile("k-boxes"), form) == first


def test_an_action_on_two_days_says_so_wherever_its_day_stands_and_countries_of_other_roles_are_named():
    book = made_up.book(
        ["a", "b"],
        [made_up.figure("a", "exact", 5), made_up.figure("b", "exact", 9)],
        [made_up.step("a", "action_day", f"2021-11-{day}") for day in ("10", "03")] + made_up.days(["b"]),
        [{"case": "a", "country": "XK", "role": "search", "as_printed": "Kosovo"}, made_up.lead("a", "GB")],
    )
    glance = compare.overview(book)
    assert list(glance["days"]) == [1, 2] and list(glance["named"]) == [0, 1]
    servers = compare.by_action(book, "servers_taken_down")
    pages = [
        figures.overview(glance, book.credit()),
        figures.servers_taken_down(servers, book.credit()),
        figures.what_was_reported(compare.reported(book), book.credit()),
    ]
    said = [" ".join(" ".join(box.artist.get_text() for box in ink.texts(page.figure)).split()) for page in pages]
    assert ["3 November 2021 and 1 more" in text for text in said] == [True] * 3
    assert "1 country named, none for a takedown" in said[0]
