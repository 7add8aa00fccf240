"""What the tables say in sentences: true for whichever actions were chosen, and for the awkward ones too."""

from __future__ import annotations

import re
from datetime import date

import pytest

from casebook import compare, sentences

TITLES = {
    "pay-tv-streaming": "Pay-TV streaming",
    "pay-tv-signals": "Pay-TV signals",
    "sparks-group": "Sparks Group",
    "k-boxes": "K-boxes",
}
DAYS = {
    "pay-tv-streaming": date(2020, 6, 3),
    "pay-tv-signals": date(2020, 11, 11),
    "sparks-group": date(2020, 8, 25),
    "k-boxes": date(2020, 11, 10),
}
SERVERS = {
    "pay-tv-streaming": (50, "50"),
    "pay-tv-signals": (5550, "over 5 550"),
    "sparks-group": (60, "over 60"),
    "k-boxes": (11, "11"),
}
OVER = {"pay-tv-signals", "sparks-group"}
EARLIEST = {"pay-tv-streaming": 2017, "pay-tv-signals": 2019, "sparks-group": 2016, "k-boxes": 2019}
OPENED = {"pay-tv-streaming": (5, 18), "sparks-group": (43, 56)}
OUTCOMES = {
    "pay-tv-streaming": 5,
    "pay-tv-signals": 3,
    "sparks-group": 4,
    "k-boxes": 5,
}
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def chosen(book):
    return list(book.cases["case"])


def number(word):
    return NUMBERS.index(word.lower()) if word.lower() in NUMBERS else int(word)


def once(words):
    """Keep what is said of a choice of the four actions: many tests read it."""
    kept = {}

    def said(book):
        cases = tuple(chosen(book))
        if cases not in kept:
            kept[cases] = words(book)
        return kept[cases]

    return said


@once
def headlines(book):
    """Every list of headlines, the fullest variant first, by what it is about."""
    named, shared, waits = compare.countries(book), compare.shared_countries(book), compare.waits(book)
    coverage, check = compare.coverage(compare.reported(book)), compare.headline_check(book)
    found = {
        "overview": sentences.overview_headlines(compare.overview(book)),
        "servers": sentences.by_action_headlines(compare.by_action(book, "servers_taken_down")),
        "reported": sentences.reported_headlines(coverage, book.cases["short_title"][0]),
        "timeline": sentences.timeline_headlines(compare.timeline(book)),
        "countries": sentences.countries_headlines(named),
        "map": sentences.countries_map_headlines(named),
        "shared": sentences.shared_headlines(shared),
        "cooperation": sentences.cooperation_headlines(compare.cooperation(book)),
        "time to action": sentences.time_to_action_headlines(waits),
    }
    if len(check):
        found["check"] = sentences.check_headlines(check)
    if len(book.cases) == 1:
        found["profile"] = sentences.profile_headlines(compare.profile_figures(book), named)
    return {what: [plain(text) for text in variants] for what, variants in found.items()}


@once
def told(book):
    """Every sentence that is no headline."""
    servers, arrests = compare.by_action(book, "servers_taken_down"), compare.by_action(book, "arrests")
    coverage, check = compare.coverage(compare.reported(book)), compare.headline_check(book)
    steps, waits = compare.timeline(book), compare.waits(book)
    named, shared, cooperation = compare.countries(book), compare.shared_countries(book), compare.cooperation(book)
    found = [
        *(sentences.added_up(row) for _, row in compare.sums(book).iterrows()),
        sentences.words_only(arrests),
        sentences.gaps(servers, "the number of servers"),
        sentences.gaps(compare.by_action(book, "bank_accounts_frozen"), "the number of accounts"),
        sentences.once_only(coverage),
        sentences.openings(waits),
        sentences.other_starts(waits),
        sentences.undated(steps),
        sentences.check_is_looser(check) if len(check) else sentences.no_check(len(book.cases)),
        sentences.no_takedown(named),
        sentences.membership(named),
        *sentences.by_role(named),
        *sentences.coming_back(named, eu=True),
        *sentences.coming_back(named, eu=False),
        *sentences.combinations(shared),
        sentences.no_cooperation(cooperation),
        sentences.part_of(cooperation, "eurojust"),
        sentences.part_of(cooperation, "europol"),
        sentences.only_contacted(cooperation),
        sentences.numbers_of_means(cooperation),
        sentences.no_time_to_action(waits),
        sentences.other_starts(waits),
    ]
    return [plain(text) for text in found if text]


def everything(book):
    return [*(text for variants in headlines(book).values() for text in variants), *told(book)]


# Whichever of the four actions were chosen


def test_no_sentence_names_an_action_that_was_not_chosen(some):
    others = [title for case, title in TITLES.items() if case not in chosen(some)]
    assert [text for text in everything(some) for title in others if title in text] == []


def test_all_means_all_that_were_chosen(some):
    for text in everything(some):
        for word in re.findall(rf"\ball ({'|'.join(NUMBERS)})\b", text):
            assert number(word) == len(some.cases) > 2, text
        if re.search(r"\bboth\b", text, flags=re.IGNORECASE):
            assert len(some.cases) == 2, text


def test_out_of_so_many_actions_means_out_of_those_chosen(some):
    for text in everything(some):
        for few, many in re.findall(r"(\w+) of (\w+) actions", text):
            assert number(few) <= number(many) == len(some.cases), text
        for many in re.findall(r"\b[Tt]he (\w+) actions", text):
            assert many == "chosen" or number(many) == len(some.cases), text
        for many in re.findall(rf"\b({'|'.join(NUMBERS)}) actions\b", text, flags=re.IGNORECASE):
            assert number(many) <= len(some.cases), text


def test_of_so_many_measures_means_of_those_of_the_collection(some):
    measures = len(compare.outcome_measures(some))
    for text in everything(some):
        for few, many in re.findall(r"(\w+) of (\w+) measures", text):
            assert number(few) <= number(many) == measures, text


def test_no_sentence_ranks_shares_or_averages(some):
    for text in everything(some):
        assert not re.search(
            r"\b(largest|biggest|smallest|highest|lowest|longest|shortest|best|worst|fastest|slowest|average|mean|"
            r"typical\w*|per cent|trend|record)\b|%|(?<!at )\bmost\b",
            text.replace("does not mean", ""),
        ), text


def test_no_sentence_shows_an_empty_cell(some):
    for text in everything(some):
        assert not re.search(r"\bnan\b|None|NaT|\{|\}|  |\(\)|“”|^ | $", text), text


def test_a_headline_has_no_full_stop_and_a_sentence_has_one(some):
    assert [text for variants in headlines(some).values() for text in variants if text.endswith(".")] == []
    assert [text for text in told(some) if not text.endswith(".") or ".." in text] == []


def test_sentences_begin_with_a_capital_letter_or_a_number(some):
    assert [text for text in everything(some) if not (text[0].isupper() or text[0].isdigit())] == []


def test_the_last_variant_of_a_headline_names_no_action(some):
    for variants in headlines(some).values():
        assert not [title for title in TITLES.values() if title in variants[-1]]


def test_one_is_followed_by_the_singular(some):
    for text in everything(some):
        assert not re.search(
            r"^(?:One|[\w’ ]+: one) (?:\w+ ){0,4}are\b|\b[Oo]ne of \w+ \w+ are\b|\bone come\b", text
        ), text
        assert not re.search(r"\bone (actions|countries|measures|months|servers|others|members)\b", text), text


def test_the_overview_tells_the_sum_of_the_chosen_actions(some):
    cases = chosen(some)
    total = sum(SERVERS[case][0] for case in cases)
    for text in headlines(some)["overview"]:
        if len(cases) == 1:
            assert SERVERS[cases[0]][1] in text.lower()
        elif len(cases) == 4:
            assert "report more than 5 600 servers taken down" in text
        else:
            over = "more than " if OVER & set(cases) else ""
            assert f"report {over}{total:,} servers taken down".replace(",", " ") in text


def test_the_overview_tells_what_else_is_counted_in_every_action(some):
    fullest = headlines(some)["overview"][0]
    if len(some.cases) > 1:
        arrests_counted = set(chosen(some)) <= {"pay-tv-streaming", "k-boxes"}
        assert ("one other result is counted" in fullest) == arrests_counted
        assert ("no other result is counted" in fullest) == (not arrests_counted)


def test_the_servers_reported_reach_from_the_smallest_to_the_largest_figure(some):
    ranked = [words for _, words in sorted(SERVERS[case] for case in chosen(some))]
    text = headlines(some)["servers"][0]
    if len(ranked) == 1:
        assert text == f"{TITLES[chosen(some)[0]]}: {ranked[0]} servers reported taken down"
    elif len(ranked) > 2 and "pay-tv-signals" in chosen(some):
        count = NUMBERS[len(ranked) - 1]
        expected = f"the other {count} from {ranked[0]} to {ranked[-2]} each"
        assert text == f"One action reports over 5 550 servers taken down; {expected}"
    else:
        assert (
            text == f"{NUMBERS[len(ranked)].capitalize()} actions report from {ranked[0]} to {ranked[-1]} servers each"
        )


def test_servers_and_arrests_are_all_that_several_of_the_actions_report(some):
    fullest = headlines(some)["reported"][0]
    if len(some.cases) == 1:
        (case,) = chosen(some)
        assert fullest.startswith(f"{TITLES[case]}: {OUTCOMES[case]} of ")
    else:
        assert fullest.startswith("Only 2 of ")
        assert fullest.endswith(": servers taken down and arrests")


def test_the_action_days_fall_between_the_first_and_the_last(some):
    days = sorted(DAYS[case] for case in chosen(some))
    months = {6: "June", 8: "August", 11: "November"}
    for text in headlines(some)["timeline"]:
        for day in (days[0], days[-1]):
            assert re.search(rf"\b{day.day}\b", text) and months[day.month] in text and "2020" in text
    first = min(EARLIEST[case] for case in chosen(some))
    assert str(first) in headlines(some)["timeline"][0]


def test_an_opening_is_claimed_only_for_the_two_actions_that_print_one(some):
    opened = [case for case in chosen(some) if case in OPENED]
    text = sentences.openings(compare.waits(some))
    if len(some.cases) == 1:
        assert ("does not print" in text) == (not opened)
    elif len(opened) == len(some.cases):
        assert text == "An opening of the investigation is printed for both actions."
    else:
        for case in chosen(some):
            assert not opened or (TITLES[case] in text) == (case not in OPENED)


def test_the_two_openings_are_ranked_only_if_both_are_chosen(some):
    text = plain(sentences.time_to_action_headlines(compare.waits(some))[0])
    both = "43 to 56 months (Sparks Group), 5 to 18 (Pay-TV streaming; Sweden began in 2017)"
    assert (both in text) == (set(OPENED) <= set(chosen(some)))


def test_the_steps_without_a_date_are_counted(some):
    undated = {"pay-tv-streaming": 1, "pay-tv-signals": 1, "sparks-group": 0, "k-boxes": 2}
    count = sum(undated[case] for case in chosen(some))
    text = sentences.undated(compare.timeline(some))
    if count:
        assert number(text.split()[0]) == count
        assert number(text.split()[2]) == 4 * len(some.cases)
    else:
        assert text == "Every step in the table is dated."


def test_a_sum_is_told_only_where_two_actions_report(some):
    texts = [text for text in (sentences.added_up(row) for _, row in compare.sums(some).iterrows()) if text]
    if len(some.cases) == 1:
        assert texts == []
    else:
        assert [text.split(":")[0] for text in texts] == ["Servers taken down", "Arrests"]


def test_words_without_a_number_are_quoted_with_their_action(some):
    text = plain(sentences.words_only(compare.by_action(some, "arrests")))
    for case, words in (("pay-tv-signals", "“the alleged leader”"), ("sparks-group", "“several key suspects”")):
        assert (f"{words} ({TITLES[case]})" in text) == (case in chosen(some))


def test_what_is_not_reported_is_not_said_to_be_zero(some):
    text = sentences.gaps(compare.by_action(some, "bank_accounts_frozen"), "the number of accounts")
    without = [case for case in chosen(some) if case != "k-boxes"]
    assert bool(text) == bool(without)
    assert [case for case in chosen(some) if TITLES[case] in text] == without
    assert not text or text.endswith("; that does not mean zero.")


def test_three_countries_are_named_in_every_choice(some):
    cases = [set(rows["country"]) for _, rows in some.countries.groupby("case")]
    everywhere, number_of_all = set.intersection(*cases), len(set.union(*cases))
    text = headlines(some)["map"][0]
    assert everywhere >= {"FR", "DE", "NL"}
    if len(cases) > 1:
        assert number(text.split()[0]) == len(everywhere)
    else:
        assert f"{NUMBERS[number_of_all] if number_of_all < 10 else number_of_all} countries are named" in text


def test_europol_is_named_for_all_but_the_italian_action(some):
    text = sentences.part_of(compare.cooperation(some), "europol")
    named = [case for case in chosen(some) if case != "pay-tv-signals"]
    if len(some.cases) == 1:
        assert text.startswith("Named for Europol: " if named else "Europol is not named for the action")
    else:
        assert [case for case in chosen(some) if TITLES[case] in text] == named
    contacted = sentences.only_contacted(compare.cooperation(some))
    assert ("Sparks Group" in contacted) == ("sparks-group" in chosen(some))


def test_sparks_names_no_place_of_a_takedown(some):
    text = sentences.no_takedown(compare.countries(some))
    assert text.startswith("Sparks Group: ") if "sparks-group" in chosen(some) else text == ""


def test_the_headline_of_one_action_has_a_place_only_where_one_is_named(some):
    if len(some.cases) == 1:
        (case,) = chosen(some)
        places = {
            "pay-tv-streaming": "in nine countries",
            "pay-tv-signals": "in 10 countries",
            "k-boxes": "in five countries",
        }
        fullest = headlines(some)["overview"][0]
        assert places.get(case, "taken down on") in fullest
        assert ("countries" in fullest) == (case in places)


# The four together


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (
            "overview",
            "Four actions in 2020 report more than 5 600 servers taken down; no other result is counted in all four",
        ),
        ("servers", "One action reports over 5 550 servers taken down; the other three from 11 to over 60 each"),
        ("check", "The printed total, “more than 5 600”, holds: the four parts add to more than 5 671"),
        (
            "timeline",
            "All four action days fall between 3 June and 11 November 2020; the earliest dated step is from 2016",
        ),
    ],
)
def test_the_findings_on_all_four(four, what, text):
    assert headlines(four)[what][0] == text


def test_the_printed_total_is_looser_than_its_parts(four):
    assert "71 apart" in sentences.check_is_looser(compare.headline_check(four))


@pytest.mark.parametrize(
    ("case", "steps"),
    [
        (
            "pay-tv-streaming",
            ["parallel investigation opens (Sweden)", "investigation opens", "action day", "two coordination meetings"],
        ),
        (
            "pay-tv-signals",
            ["earlier action, over 200 servers", "three coordination meetings", "action day", "agencies approached"],
        ),
        ("sparks-group", ["investigation opens", "agencies approached", "coordination meeting", "action day"]),
        ("k-boxes", ["complaint", "action day", "agencies approached", "coordination meeting"]),
    ],
)  # fmt: skip
def test_a_step_is_told_with_its_count_and_another_country_than_the_leading_one(four, case, steps):
    table = compare.timeline(four)
    found = [plain(sentences.step(row)) for _, row in table[table["case"] == case].iterrows()]
    assert found == steps


def test_the_time_from_an_opening_is_a_range_or_not_printed(four):
    table = compare.waits(four)
    found = {(row["case"], row["event"]): sentences.wait(row) for _, row in table.iterrows()}
    assert found == {
        ("pay-tv-streaming", "investigation_opened"): "5 to 18 months",
        ("pay-tv-streaming", "parallel_investigation_opened"): "29 to 42 months",
        ("sparks-group", "investigation_opened"): "43 to 56 months",
        ("k-boxes", "complaint"): "10 to 23 months",
        ("pay-tv-signals", ""): "not printed",
    }


def test_the_check_is_laid_out_for_reading(four):
    table = sentences.check_table(compare.headline_check(four))
    assert list(table["what"])[-2:] == ["Sum of the parts", "Printed as the total"]
    assert table["locator"].iloc[-2] == ""


# Small things


@pytest.mark.parametrize(
    ("number_of", "of", "text"),
    [
        (4, 4, "all four"),
        (3, 3, "all three"),
        (2, 2, "both"),
        (1, 1, "the one"),
        (2, 4, "two of four"),
        (12, 12, "all 12"),
        (3, 12, "3 of 12"),
    ],
)
def test_how_many_of_how_many(number_of, of, text):
    assert sentences.of_all(number_of, of) == text


def test_a_lead_is_named_with_its_article_or_said_not_to_be_printed():
    assert sentences.led_by(("US", "NL")) == "led by the United States and the Netherlands"
    assert sentences.led_by(()) == "lead not printed"


def test_an_action_day_is_as_precise_as_printed():
    assert plain(sentences.action_day("2020-06-03")) == "3 June 2020"
    assert sentences.action_day("2020~") == "about 2020"
    assert sentences.action_day("") == "action day not printed"


def test_the_first_sentence_of_a_summary_stands_alone(four):
    assert sentences.summary("It was this. And that.") == "It was this"
    for text in four.cases["summary"]:
        first = sentences.summary(text)
        assert text.startswith(f"{first}.") and len(first.split()) > 2


@pytest.mark.parametrize(
    ("events", "text", "noun"),
    [
        ("a action_day 2020-06-03\nb action_day 2020", "in 2020", " of 2020"),
        ("a action_day 2019\nb action_day 2021-05", "from 2019 to 2021", " of 2019 to 2021"),
        ("a complaint 2019", "", ""),
    ],
)
def test_the_years_are_those_of_the_action_days(make_book, events, text, noun):
    table = compare.actions(make_book("a b", "a arrests exact 1", events=events))
    assert sentences.years(table) == text
    assert sentences.of_years(table).replace(" from ", " of ").strip() == noun.strip()


# Awkward actions


def servers(make_book, cases, text, **others):
    figures = "\n".join(line.strip().replace(" ", " servers_taken_down ", 1) for line in text.split(","))
    return make_book(cases, figures if text else "a arrests exact 1", **others)


def first_on_servers(book):
    return plain(sentences.by_action_headlines(compare.by_action(book, "servers_taken_down"))[0])


@pytest.mark.parametrize(
    ("cases", "figures", "text"),
    [
        ("a b", "a exact 11, b exact 11", "Two actions report 11 servers each"),
        ("a b c", "a exact 11, b exact 11, c exact 20", "Three actions report from 11 to 20 servers each"),
        ("a b c", "a exact 0, b exact 0, c exact 0", "Three actions report 0 servers each"),
        ("a b", "a exact 0, b exact 5", "Two actions report from 0 to 5 servers each"),
        (
            "a b c",
            "a exact 500, b exact 5, c exact 5",
            "One action reports 500 servers taken down; the other two 5 each",
        ),
        ("a b c", "a exact 5, b exact 0, c exact 0", "One action reports 5 servers taken down; the other two 0 each"),
        ("a b c", "a exact 49, b exact 5, c exact 5", "Three actions report from 5 to 49 servers each"),
        ("a b c", "a exact 500, b exact 500, c exact 5", "Three actions report from 5 to 500 servers each"),
        ("a b c", "a exact 11, b exact 20", "Two actions report from 11 to 20 servers each; one reports no number"),
        ("a b c d", "a exact 11, b exact 20", "Two actions report from 11 to 20 servers each; two report no number"),
        ("a b", "a exact 11", "Only Action A reports a number, 11 servers; one reports no number"),
        ("a b", "a exact 11, b unquantified", "Only Action A reports a number, 11 servers"),
        ("a", "a more_than 11", "Action A: over 11 servers reported taken down"),
        ("a", "a unquantified", "No number of servers is printed"),
        ("a b", "a unquantified, b unquantified", "No number of servers is printed"),
        ("a b", "", "No number of servers is printed"),
        ("a", "", "No number of servers is printed"),
    ],
)
def test_how_far_apart_the_figures_lie(make_book, cases, figures, text):
    assert first_on_servers(servers(make_book, cases, figures)) == text


def test_of_many_actions_without_a_number_none_is_said_to_have_one(make_book):
    text = first_on_servers(servers(make_book, "a b c", "a unquantified"))
    assert text.startswith("No number of servers is printed")
    assert "all three" not in text


def overview(book):
    return plain(sentences.overview_headlines(compare.overview(book))[0])


@pytest.mark.parametrize(
    ("cases", "figures", "text"),
    [
        ("a b", "a exact 11, b at_least 20",
         "Two actions report at least 31 servers taken down; no other result is counted in both"),
        ("a b c", "a exact 11, b more_than 20",
         "Three actions: servers taken down add up to more than 31 in the two that report them"),
        ("a b", "", "Two actions: no number of servers taken down is printed for any of them"),
        ("a", "a exact 11", "Action A: 11 servers reported taken down"),
        ("a", "", "Action A: no number of servers taken down is printed"),
    ],
)  # fmt: skip
def test_the_overview_of_a_small_book(make_book, cases, figures, text):
    assert overview(servers(make_book, cases, figures)) == text


def test_the_overview_never_adds_actions_that_overlap(make_book):
    text = overview(servers(make_book, "a b", "a exact 11, b exact 20", overlaps={"b": "a"}))
    assert "31" not in text


def test_the_overview_of_one_among_several_does_not_speak_of_a_sum(make_book):
    assert "add up" not in overview(servers(make_book, "a b", "a exact 11"))


def test_a_total_that_does_not_hold_is_not_told_as_the_finding(make_book):
    text = overview(servers(make_book, "a b", "- more_than 90, a exact 50, b exact 30"))
    assert "90" not in text and "report 80 servers taken down" in text


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ("- more_than 70, a exact 50, b exact 30", "holds"),
        ("- more_than 90, a exact 50, b exact 30", "does not hold"),
        ("- more_than 90, a exact 50, b at_least 30", "is neither confirmed nor contradicted"),
        ("- about 90, a exact 50, b exact 30", "is neither confirmed nor contradicted"),
    ],
)
def test_the_verdict_on_a_printed_total(make_book, figures, verdict):
    (text,) = sentences.check_headlines(compare.headline_check(servers(make_book, "a b", figures)))
    assert f"”, {verdict}: the two parts add to " in text


def test_a_total_printed_as_a_word_is_quoted_once(make_book):
    book = servers(make_book, "a b", "- unquantified, a exact 50, b exact 30")
    (text,) = sentences.check_headlines(compare.headline_check(book))
    assert "““" not in text and "“several”" in text


@pytest.mark.parametrize(
    ("figures", "apart"),
    [
        ("- more_than 70, a exact 50, b exact 30", "10 apart"),
        ("- exact 80, a exact 50, b exact 30", ""),
        ("- more_than 90, a exact 50, b exact 30", ""),
        ("- at_most 90, a exact 50, b exact 30", ""),
    ],
)
def test_only_a_floor_that_holds_is_called_looser(make_book, figures, apart):
    text = sentences.check_is_looser(compare.headline_check(servers(make_book, "a b", figures)))
    assert bool(text) == bool(apart) and apart in text


def reported(book):
    coverage = compare.coverage(compare.reported(book))
    return sentences.reported_headlines(coverage, book.cases["short_title"][0])


def test_no_measure_is_called_the_one_reported_most_where_two_are(make_book):
    book = make_book("a b c", """
        a arrests exact 1
        b arrests exact 1
        a servers_taken_down exact 1
        b servers_taken_down exact 1
        c websites_blocked exact 1
    """)  # fmt: skip
    for text in reported(book):
        assert text.startswith("No measure is reported for all three actions")
        assert "the one" not in text


def test_more_than_four_measures_that_all_report_are_counted_and_not_listed(make_book):
    measures = ["arrests", "servers_taken_down", "websites_blocked", "officers_deployed", "assets_seized"]
    figures = "\n".join(f"{case} {measure} exact 1" for case in "ab" for measure in measures)
    book = make_book("a b", f"{figures}\na assets_frozen exact 1")
    assert reported(book) == ["Only five of six measures are reported for both actions"]


def timeline(make_book, cases, events):
    book = make_book(cases, f"{cases[0]} arrests exact 1", events=events)
    return [plain(text) for text in sentences.timeline_headlines(compare.timeline(book))]


@pytest.mark.parametrize(
    ("cases", "events", "text"),
    [
        ("a b", "a action_day 2020-06-03\nb action_day 2020-06-03",
         "Both action days fall on 3 June 2020; the earliest dated step is from 2020"),
        ("a b", "a complaint 2018\nb complaint 2019", "No action day is printed; the earliest dated step is from 2018"),
        ("a b", "a complaint -\nb action_day -", "No step of the chosen actions is dated"),
        ("a", "a complaint -", "No step of the action is dated"),
        ("a", "a complaint 2019\na action_day 2020-06",
         "Action A: action day in June 2020; the earliest dated step is from 2019 (complaint)"),
    ],
)  # fmt: skip
def test_the_timeline_of_a_small_book(make_book, cases, events, text):
    assert timeline(make_book, cases, events)[0] == text


def test_one_printed_action_day_among_two_actions_is_one(make_book):
    for text in timeline(make_book, "a b", "a action_day 2020-06-03\nb complaint 2019\nb action_day -"):
        assert "3 June 2020" in text and "days fall" not in text and "Both" not in text


def test_an_estimate_is_told_beside_the_sum(make_book):
    text = overview(servers(make_book, "a b", "a about 11, b exact 20"))
    assert "20, and about 11 more" in text and "31" not in text


def test_an_action_of_two_days_does_not_make_two_actions_of_three(make_book):
    events = "a action_day 2020-06-03\na action_day 2020-06-05\nb action_day 2020-07-01"
    for text in timeline(make_book, "a b", events):
        assert "ll two" not in text and "oth action" not in text
        assert "3 June and 1 July 2020" in text


def test_the_day_it_was_announced_is_no_step_of_the_action(make_book):
    for text in timeline(make_book, "a b", "a announced 2018\na action_day 2020-06-03\nb action_day 2020-06-04"):
        assert "2018" not in text


@pytest.mark.parametrize(
    "events", ["a complaint 2019", "a action_day 2020-06-03", "a complaint 2019\na action_day 2020"]
)
def test_the_last_variant_of_one_lane_names_no_action(make_book, events):
    assert "Action A" not in timeline(make_book, "a", events)[-1]


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ("a investigation_opened 2019\na action_day 2020-06-03", "5 to 18 months"),
        ("a investigation_opened 2020-01-03\na action_day 2020-06-03", "5 months"),
        ("a investigation_opened 2020-05-03\na action_day 2020-06-03", "1 month"),
        ("a investigation_opened ../2019\na action_day 2020-06-03", "at least 5 months"),
        ("a investigation_opened 2021\na action_day 2020-06-03", "not known"),
        ("a investigation_opened 2019", "not printed"),
        ("a action_day 2020-06-03", "not printed"),
        ("a complaint -", "not printed"),
    ],
)
def test_how_long_an_opening_was_before_the_action_day(make_book, events, text):
    (row,) = (row for _, row in compare.waits(make_book("a", "a arrests exact 1", events=events)).iterrows())
    assert plain(sentences.wait(row)) == text


@pytest.mark.parametrize(
    ("first", "second", "ranked"),
    [("2016", "2019", True), ("2018", "2019", False), ("2019", "2019", False), ("2019-01", "2019-12", True)],
)
def test_two_openings_are_ranked_only_where_their_ranges_lie_apart(make_book, first, second, ranked):
    events = f"""
        a investigation_opened {first}
        a action_day 2020-06-03
        b investigation_opened {second}
        b action_day 2020-06-03
    """
    waits = compare.waits(make_book("a b", "a arrests exact 1", events=events))
    headline = sentences.time_to_action_headlines(waits)[0]
    assert bool(re.search(r"months \(Action A\), [\d to]+ \(Action B\)$", plain(headline))) == ranked
    assert ("cannot rank" in sentences.time_to_action_headlines(waits)[0]) == (not ranked)


def test_of_many_openings_the_headline_tells_from_when_to_when_and_names_none(make_book):
    cases = "abcdefgh"
    opened = {case: f"{case} investigation_opened 201{9 - number}" for number, case in enumerate(cases[:7])}
    days = [f"{case} action_day 2020-06-03" for case in cases]
    figures = "\n".join(f"{case} arrests exact 1" for case in cases)
    book = make_book(" ".join(cases), figures, events="\n".join([*opened.values(), *days]))
    (headline,) = sentences.time_to_action_headlines(compare.waits(book))
    assert plain(headline) == "From opening to action day: 5 to 90 months in seven actions"
    opened["c"] = "c investigation_opened ../2017"
    book = make_book(" ".join(cases), figures, events="\n".join([*opened.values(), *days]))
    (headline,) = sentences.time_to_action_headlines(compare.waits(book))
    assert plain(headline) == "From opening to action day: at least 5 months in seven actions"


@pytest.mark.parametrize(
    ("printed", "text"),
    [("two", "two coordination meetings"), ("one", "one coordination meeting"), ("a_meeting", "coordination meeting")],
)
def test_a_counted_meeting_is_told_with_its_count(make_book, printed, text):
    book = make_book("a", f"a coordination_meetings at_least 1 as_printed={printed}", events="a coordination_meeting -")
    (row,) = (row for _, row in compare.timeline(book).iterrows())
    assert plain(sentences.step(row)) == text


def test_an_action_that_names_no_country_is_still_one_of_those_chosen(make_book):
    book = make_book("a b c", "a arrests exact 1", countries="a takedown FR\nb takedown FR")
    for text in [
        *sentences.countries_headlines(compare.countries(book)),
        *sentences.countries_map_headlines(compare.countries(book)),
        *sentences.shared_headlines(compare.shared_countries(book)),
        *sentences.coming_back(compare.countries(book), eu=True),
        sentences.membership(compare.countries(book)),
    ]:
        assert not re.search(r"\b[Bb]oth\b|two actions together", text), text


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("a servers_taken_down exact 60 as_printed=60_servers_in_18_countries", "60 servers reported taken down"),
        (
            "a servers_taken_down more_than 5500 as_printed=oltre_5500_server",
            "more than 5 500 servers reported taken down",
        ),
        ("a servers_taken_down unquantified - as_printed=dozens_of_servers", "“dozens of servers” reported taken down"),
        ("a servers_taken_down at_least 1", "1+ server reported taken down"),
    ],
)
def test_a_number_printed_with_its_noun_gets_no_second_one(make_book, figure, said):
    book = make_book("a", figure)
    headline = sentences.profile_headlines(compare.profile_figures(book), compare.countries(book))[0]
    assert plain(headline) == f"Action A: {said}"


def test_a_number_in_another_language_is_not_said_to_be_words(make_book):
    book = make_book("a b", "a arrests exact 3 as_printed=trois_personnes\nb arrests unquantified")
    told = sentences.words_only(compare.by_action(book, "arrests"))
    assert "trois" not in told and "several" in told
    assert list(compare.reported(book)["number"]) == [True, False]


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ("a websites_closed more_than 40\na arrests exact 14", "Action A: over 40 websites closed; 14 arrests"),
        (
            "a assets_seized exact 40 EUR\na arrests exact 14",
            "Action A: no number of servers taken down is printed; 14 arrests",
        ),
        ("a servers_taken_down exact 9\na websites_closed exact 40", "Action A: 9 servers reported taken down"),
    ],
)
def test_a_profile_without_servers_is_headed_by_the_first_thing_that_is_counted(make_book, figures, told):
    book = make_book("a", figures)
    said = sentences.profile_headlines(compare.profile_figures(book), compare.countries(book))[0]
    assert plain(said) == told
