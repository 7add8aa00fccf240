"""Overview, timeline, profiles and countries as a half slide and a column: laid out anew, and nothing lost unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

import ink
import made_up
import pytest
from test_more_figures import with_cooperation

from casebook import compare, dates, figures, load, places, sentences, words
from casebook.data import Book
from casebook.figures.page import Page
from casebook.figures.saving import render

FOUR = ["pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"]
NARROWER = ["half", "column"]
TABLES = {
    "overview": (compare.overview,),
    "timeline": (compare.timeline,),
    "countries_by_action": (compare.countries,),
    "countries_map": (compare.countries,),
    "profile": (compare.profile_figures, compare.timeline, compare.countries, compare.cooperation),
}
PLAIN = ["four", "k-boxes", "40", "names without spaces"]
MORE = ["4", "12", *made_up.NASTY]


@cache
def book_of(name: str) -> Book:
    if name in ("four", *FOUR):
        return load(cases=FOUR if name == "four" else [name])
    made = made_up.collection(int(name), int(name)) if name.isdigit() else made_up.NASTY[name]()
    return with_cooperation(made)


@cache
def drawn(figure: str, name: str, size: str, background: str = "solid", theme: str = "light") -> Page:
    """The figure of a book; a profile is that of the first action."""
    book = book_of(name)
    book = book.select([book.cases["case"].iloc[0]]) if figure == "profile" else book
    tables = [table(book) for table in TABLES[figure]]
    if figure.startswith("countries") and tables[0].empty:
        pytest.skip("no country is named")
    draw: Callable = getattr(figures, figure)
    return draw(*tables, book.credit(), figures.Look(theme, size, background))


def said(page: Page) -> str:
    """All that is written on a page from top to bottom, with plain spaces."""
    lines = sorted(ink.texts(page), key=lambda text: (-round(text.artist.get_position()[1], 2), text.left))
    return " ".join(line.what for line in lines).replace(words.BOUND, " ")


each = pytest.mark.parametrize("figure", TABLES)


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("size", NARROWER)
@each
def test_everything_can_be_read_and_lies_on_the_page(figure, size, name):
    assert ink.Drawn(drawn(figure, name, size)).faults() == []


@pytest.mark.slow
@pytest.mark.parametrize("name", MORE)
@each
def test_nothing_nasty_spoils_a_half_slide_or_a_column(figure, name):
    for size in NARROWER:
        assert ink.Drawn(drawn(figure, name, size)).faults() == []


@pytest.mark.parametrize("size", ["slide", *NARROWER])
@each
def test_on_a_transparent_page_nothing_has_the_colour_of_the_paper(figure, size):
    page = drawn(figure, "four", size, "transparent", "dark")
    assert ink.Drawn(page).faults() == []
    on_land = ("country:", "map:", "land", "digit:", "swatch")
    shown = [one for one in ink.artists(page) if not (one.get_gid() or "").startswith(on_land)]
    assert page.theme.paper.lower() not in {color for one in shown for color in ink.colors(one)}
    halos = {effect._gc["foreground"] for text in ink.texts(page) for effect in text.artist.get_path_effects() or ()}
    assert page.theme.paper not in halos


@pytest.mark.parametrize("size", NARROWER)
@each
def test_the_same_figure_gives_the_same_bytes_and_tells_the_same(figure, size):
    page, slide = drawn(figure, "four", size), drawn(figure, "four", "slide")
    assert size == "half" or render(page, "svg") == render(page.again(), "svg")
    assert page.headline in slide.alt and page.table.equals(slide.table)


@each
def test_a_column_has_every_mark_of_the_slide(figure):
    column, slide = (set(ink.by_gid(drawn(figure, "four", size), "mark:")) for size in ("column", "slide"))
    assert column == slide and (slide or figure == "countries_map")


@pytest.mark.parametrize("name", ["four", "4", "k-boxes"])
def test_a_half_slide_has_the_printed_words_of_each_action_under_its_name(name):
    page, table = drawn("overview", name, "half"), compare.overview(book_of(name))
    text = said(page)
    parts = re.split("|".join(map(re.escape, table["short_title"])), text)[-len(table) :]
    for part, (_, row) in zip(parts, table.iterrows(), strict=True):
        for cell in ("arrests", "seized", "frozen", "accounts"):
            assert not row[cell] or words.quoted(row[cell]).replace(words.BOUND, " ") in part
        assert not row["qualifier"] or words.quoted(row["as_printed"]).replace(words.BOUND, " ") in part
        missing = [row["qualifier"], row["arrests"], row["seized"] or row["frozen"] or row["accounts"]]
        assert part.count("not printed") >= missing.count("")


def test_on_a_half_slide_what_began_stands_at_its_years_and_the_rest_is_said_to_be_in_the_table():
    page, steps = drawn("timeline", "four", "half"), compare.timeline(book_of("four"))
    years = {int(text.what): text.middle[0] for text in ink.texts(page) if re.fullmatch(r"20\d\d", text.what)}
    first, last = min(years), max(years)
    each = (years[last] - years[first]) / (last - first)
    shown = steps[steps["event"].isin(["action_day", "investigation_opened", "parallel_investigation_opened",
                                       "complaint"]) & (steps["date"] != "")]  # fmt: skip
    marks = ink.by_gid(page, "mark:")
    assert set(marks) == {f"mark:{row.event}:{row.case}:{row.date}" for row in shown.itertuples()}
    for row in shown.itertuples():
        low, high = (
            years[first] - each / 2 + each * (day.year - first + (day.timetuple().tm_yday - 1 + end) / 365.25)
            for day, end in ((date.fromisoformat(row.earliest), 0), (date.fromisoformat(row.latest), 1))
        )
        assert ink.box_of(marks[f"mark:{row.event}:{row.case}:{row.date}"]).middle[0] == pytest.approx(
            (low + high) / 2, abs=0.02
        )
    text = said(page)
    assert "Other steps are in timeline.csv." in text and text.count("Opening not printed") == 2
    for row in shown.itertuples():
        assert words.when(dates.parse(row.date)).replace(words.BOUND, " ") in text
    assert "2017: parallel investigation opens (Sweden)" in text


@pytest.mark.parametrize("case", FOUR)
def test_a_profile_on_a_half_slide_says_in_words_what_the_slide_draws(case):
    page, slide = drawn("profile", case, "half"), drawn("profile", case, "slide")
    text = said(page)
    assert set(ink.by_gid(page, "cell:")) == set(ink.by_gid(slide, "cell:"))
    book = book_of(case)
    assert all(places.name(code) in text for code in book.countries["country"])
    steps = compare.timeline(book)
    for _, row in steps[steps["date"] != ""].iterrows():
        told = f"{sentences.action_day(row['date'])} {sentences.step(row)}".replace(words.BOUND, " ")
        assert told in text
    assert "No figure for this action:" in text
    for label, _ in book.cooperation.drop_duplicates("body")[["body", "means"]].to_numpy():
        assert f"{label.capitalize()}:" in text


def test_the_names_of_all_countries_of_a_role_stand_on_a_half_slide_with_the_number_of_their_actions():
    text, rows = said(drawn("countries_by_action", "four", "half")), book_of("four").countries
    for role, part in rows.groupby("role"):
        label = words.capital(sentences.role(role, book_of("four").terms("role")[role]))
        listing = text.split(f"{label}: ")[1].split(": ")[0]
        for code, times in part.groupby("country")["case"].nunique().items():
            assert re.search(rf"{places.name(code)}{f' {times}' if times > 1 else '(?! [0-9])'}", listing)
    assert "A number: in so many actions." in text


def test_a_map_on_a_half_slide_has_no_numbers_but_its_list_has_them_all():
    page, table = drawn("countries_map", "four", "half"), compare.countries(book_of("four"))
    assert not ink.by_gid(page, "digit:") and not ink.by_gid(page, "inset:")
    text = said(page)
    assert all(name in text for name in table["name"])
    assert "Not on the map: Republic of Korea 1, United States 1." in re.sub(r"\s+", " ", _left(page))


def _left(page: Page) -> str:
    """The words under the map."""
    lines = sorted((text for text in ink.texts(page) if text.right < page.left + 2.2), key=lambda text: -text.low)
    return " ".join(line.what for line in lines)
