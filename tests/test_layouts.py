"""Overview, timeline, profiles and countries as a half slide and a column: laid out anew, and nothing lost unsaid."""

from __future__ import annotations

import io
import re
from datetime import date

import ink
import numpy as np
import pandas as pd
import pytest
from drawings import FOUR, book_of, drawn
from PIL import Image

from casebook import compare, dates, places, sentences, words
from casebook.data import Credit
from casebook.figures import lanes
from casebook.figures.page import Page
from casebook.figures.saving import Forms
from casebook.figures.theme import Look


def said(page: Page) -> str:
    """All that is written on a page from top to bottom, with plain spaces."""
    lines = sorted(ink.texts(page), key=lambda text: (-round(text.artist.get_position()[1], 2), text.left))
    return " ".join(line.what for line in lines).replace(words.BOUND, " ")


@pytest.mark.parametrize("figure", ["overview", "timeline", "countries-by-action", "countries-map", "profile"])
def test_a_column_has_every_mark_of_the_slide(figure):
    column, slide = (set(ink.by_gid(drawn(figure, "four", size), "mark:")) for size in ("column", "slide"))
    assert column == slide and (slide or figure == "countries-map")


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
    assert "No figure or date:" in text
    for label, _ in book.cooperation.drop_duplicates("body")[["body", "means"]].to_numpy():
        assert f"{label.capitalize()}:" in text


def test_the_names_of_all_countries_of_a_role_stand_on_a_half_slide_with_the_number_of_their_actions():
    text, rows = said(drawn("countries-by-action", "four", "half")), book_of("four").countries
    for role, part in rows.groupby("role"):
        label = words.capital(sentences.role(role, book_of("four").terms("role")[role]))
        listing = text.split(f"{label}: ")[1].split(": ")[0]
        for code, times in part.groupby("country")["case"].nunique().items():
            assert re.search(rf"{places.name(code)}{f' {times}' if times > 1 else '(?! [0-9])'}", listing)
    assert "A number: in so many actions." in text


def test_a_map_on_a_half_slide_has_no_numbers_but_its_list_has_them_all():
    page, table = drawn("countries-map", "four", "half"), compare.countries(book_of("four"))
    assert not ink.by_gid(page, "digit:") and not ink.by_gid(page, "inset:")
    text = said(page)
    assert all(name in text for name in table["name"])
    assert "Not on the map: Republic of Korea 1, United States 1." in re.sub(r"\s+", " ", _left(page))


def _left(page: Page) -> str:
    """The words under the map."""
    lines = sorted((text for text in ink.texts(page) if text.right < page.left + 2.2), key=lambda text: -text.low)
    return " ".join(line.what for line in lines)


@pytest.mark.parametrize("size", ["slide", "half", "column"])
def test_a_window_fades_out_without_seams(size):
    page = Page("window", pd.DataFrame(), Credit(("nobody",), "1"), Look(size=size))
    page.headline = page.alt = "A window"
    lanes.window(page, (2.013, 4.021), 4, "investigation_opened", "")
    page.finish()
    picture = np.asarray(Image.open(io.BytesIO(Forms(page).png)).convert("L"), dtype=int)
    up = page.size.height - 4
    for inches in (up, up - lanes.BAR / 2 + 0.017):  # through its middle, and through its upper edge
        row = picture[round(inches * picture.shape[0] / page.size.height)]
        half = row[round(1.9 * len(row) / page.size.width) : round(3 * len(row) / page.size.width)]
        assert half[0] == 255 and half[-1] < 230
        assert (np.diff(half) <= 0).all(), "darker and darker from its end to its middle"
