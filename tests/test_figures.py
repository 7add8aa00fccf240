"""The figures as drawn: everything can be read, stands where the data say, and says what they say.

Looked at are the artists on the page, measured by `ink`, and not the code that puts them there.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import log10
from xml.etree import ElementTree

import ink
import made_up
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from PIL import Image

from casebook import bounds, compare, dates, figures, load, places, sentences, words
from casebook.data import Book, Credit
from casebook.figures.page import Page, fit, settle, width, wrap
from casebook.figures.saving import render
from casebook.figures.theme import THEMES
from casebook.paths import ROOT

FOUR = ["pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"]
DRAWN: dict[str, tuple[Callable, Callable]] = {
    "overview": (figures.overview, compare.overview),
    "servers-taken-down": (
        figures.servers_taken_down,
        lambda book: compare.by_action(book, "servers_taken_down"),
    ),
    "headline-check": (figures.headline_check, compare.headline_check),
    "what-was-reported": (figures.what_was_reported, compare.reported),
    "timeline": (figures.timeline, compare.timeline),
}
HEADLINES: dict[str, Callable[[pd.DataFrame], list[str]]] = {
    "overview": sentences.overview_headlines,
    "servers-taken-down": sentences.by_action_headlines,
    "headline-check": sentences.check_headlines,
    "what-was-reported": lambda table: sentences.reported_headlines(
        compare.coverage(table), next(iter(table["short_title"]), "")
    ),
    "timeline": sentences.timeline_headlines,
}
ALL = "+".join(FOUR)
REAL = {"+".join(chosen): chosen for number in range(1, 5) for chosen in combinations(FOUR, number)}
SIZES = {f"{number} cases": number for number in (1, 4, 12, 40)}
BOOKS = [*REAL, *SIZES, *made_up.NASTY]
FLOORS, CEILINGS = ("more_than", "at_least"), ("nearly", "less_than", "at_most")
SEEN = re.compile(
    r"\b(blue|red|green|orange|vermillion|grey|gray|purple|colou?r|arrow|diamond|circle|square|ring|bracket|dashed|"
    r"hollow|filled|bars?|outline|left|right)\b"
)


@cache
def book_of(name: str) -> Book:
    """The book of a name in `BOOKS`."""
    if name in REAL:
        return load(cases=list(REAL[name]))
    return made_up.collection(SIZES[name], SIZES[name]) if name in SIZES else made_up.NASTY[name]()


@cache
def table_of(figure: str, name: str) -> pd.DataFrame:
    """What a figure of a book is drawn from."""
    return DRAWN[figure][1](book_of(name))


@lru_cache(maxsize=8)
def page_of(figure: str, name: str, theme: str = "light") -> Page:
    """The figure of a book; the test is skipped where there is nothing to draw."""
    table = table_of(figure, name)
    if table.empty and figure == "headline-check":
        pytest.skip("no printed total is about exactly these")
    return DRAWN[figure][0](table, book_of(name).credit(), figures.Look(theme))


def pairs() -> list[tuple[str, str]]:
    """Every figure of every book for which it is of interest."""
    found = []
    for name in BOOKS:
        totalled = "total" in name or "parts" in name or name in SIZES or name == ALL
        found += [(figure, name) for figure in DRAWN if totalled or figure != "headline-check"]
    return [(figure, name) for figure, name in found if figure == "headline-check" or not name.startswith("total")]


def said(page: Page) -> list[str]:
    """Every text on a page."""
    return [text.what for text in ink.texts(page)]


def downwards(page: Page) -> list[ink.Box]:
    """Every text on a page, from top to bottom."""
    return sorted(ink.texts(page), key=lambda text: -text.low)


def gids(page: Page, start: str) -> dict[str, object]:
    """The artists that stand for data, by gid."""
    return ink.by_gid(page, start)


# --- it can be read --------------------------------------------------------------------------


def each_pair() -> list:
    """The pairs as parameters: of two figures of a made-up book one is drawn at once, the other with the slow tests."""
    return [
        pytest.param(figure, name, id=f"{figure} of {name}",
                     marks=[pytest.mark.slow] if number % 2 and name in made_up.NASTY else [])
        for number, (figure, name) in enumerate(pairs())
    ]  # fmt: skip


@pytest.mark.parametrize(("figure", "name"), each_pair())
def test_what_is_drawn(figure, name, subtests):
    """All checks of the sections below that are meant for a figure, on one drawing of it."""
    page, table = page_of(figure, name), table_of(figure, name)
    for check in [*CHECKS["every figure"], *CHECKS[figure]]:
        with subtests.test(check.__name__):
            check(page, table, name)


CHECKS: dict[str, list[Callable]] = {figure: [] for figure in ("every figure", *DRAWN)}


def check_of(*chosen: str) -> Callable:
    """Have a check made of every drawing of these figures."""

    def joined(check: Callable) -> Callable:
        for figure in chosen:
            CHECKS[figure].append(check)
        return check

    return joined


@check_of("every figure")
def nothing_overlaps_or_is_clipped(page, table, name):
    assert ink.Drawn(page).faults() == []
    assert page.get_size_inches() == pytest.approx([40 / 3, 7.5])


@pytest.mark.parametrize("name", [ALL, "sparks-group", "one of each", "long names", "crowded lane", "12 cases"])
@pytest.mark.parametrize("figure", DRAWN)
def test_dark_is_laid_out_as_light_is(figure, name):
    page = page_of(figure, name, "dark")
    assert ink.Drawn(page).faults() == []
    boxes = [[(box.what, box.left, box.low) for box in ink.texts(each)] for each in (page, page_of(figure, name))]
    assert boxes[0] == boxes[1]
    assert to_hex(page.get_facecolor()) == THEMES["dark"].paper.lower()
    light = {color.lower() for color in vars(THEMES["light"]).values() if isinstance(color, str)}
    assert not {color for text in ink.texts(page) for color in ink.colors(text.artist)} & light


def test_ink_is_where_the_pixels_are():
    page = Page("probe", pd.DataFrame(), Credit(("A source",), "1"))
    page.alt = "probe"
    for place, (text, size, weight, align) in enumerate(
        [
            ("over 5 550", 24, "semibold", "left"),
            ("“Jgypq”", 16, "italic", "center"),
            ("11 111", 34, "regular", "right"),
        ]
    ):
        page.write(6, 1 + 2 * place, text, size, weight=weight, align=align)
    for box in ink.texts(page):
        assert pixels_across(page, box) == pytest.approx((box.left, box.right), abs=0.015)


def pixels_across(page: Page, box: ink.Box) -> tuple[float, float]:
    """From where to where there are dark pixels at the height of a box, in inches."""
    pixels = np.asarray(Image.open(io.BytesIO(render(page, "png"))).convert("L")) < 128
    band = pixels[1080 - round((box.high + 0.3) * 144) : 1080 - round((box.low - 0.3) * 144)]
    across = np.flatnonzero(band.any(axis=0)) / 144
    return across[0], across[-1] + 1 / 144


PLANTED = {
    "overlapping": lambda page: [page.write(5, 3, "one text", 20), page.write(5.4, 3.1, "another", 20)],
    "off_page": lambda page: page.write(page.right - 0.1, 3, "runs out", 20),
    "off_page: 'Rectangle'": lambda page: page.box(13, 3, 0.5, 0.5, page.theme.data),
    "too_small": lambda page: ink.texts(page)[-1].artist.set_fontsize(13),
    "out_of_cell": lambda page: [page.box(5, 3, 1, 0.4, page.theme.cell, gid="cell:a:b"),
                                 page.write(5.1, 3.1, "wider than its cell", 16, gid="in:cell:a:b")],
    "out_of_cell: 'a neighbour": lambda page: [page.box(5, 3, 1, 0.4, page.theme.cell, gid="cell:a:b"),
                                               page.write(4.5, 3.1, "a neighbour", 16)],
    "on_marks": lambda page: [page.write(5, 3, "under a dot", 16), page.add(Circle((5.3, 3.1), 0.1), "mark:exact:a")],
    "on_marks: 'on a ray": lambda page: [page.write(5, 3, "on a ray", 16),
                                         page.line((4, 7), (3.05, 3.05), page.theme.data, 3)],
    "struck_through": lambda page: [page.write(5, 3, "struck", 16), page.line((5.2, 5.2), (2, 4), page.theme.grid)],
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_what_is_wrong_is_found(fault):
    page = Page("probe", pd.DataFrame(), Credit(("A source",), "1"))
    page.frame(["A headline"], "A subtitle", "A doubt")
    assert ink.Drawn(page).faults() == []
    PLANTED[fault](page)
    assert any(found.startswith(fault) for found in ink.Drawn(page).faults())


# --- it says what it should ------------------------------------------------------------------


@check_of("every figure")
def the_headline_is_the_first_sentence_that_fits(page, table, name):
    variants = HEADLINES[page.name](table)
    big = [text for text in downwards(page) if text.artist.get_fontsize() == 30]
    assert " ".join(text.what for text in big) == page.headline
    assert len(big) <= 2 and page.headline in variants
    room = page.right - page.left
    for longer in variants[: variants.index(page.headline)]:
        lines = wrap(longer, room, 30, "semibold")
        assert len(lines) > 2 or any(width(line, 30, "semibold") > room for line in lines)


@check_of("every figure")
def source_and_data_version_stand_below(page, table, name):
    credit = book_of(name).credit()
    foot = [text for text in downwards(page) if text.artist.get_fontsize() == 14 and text.low < page.bottom]
    foot = " ".join(text.what for text in foot)
    assert f"Casebook data v{credit.version}." in foot
    assert credit.sources[0][:40] in foot
    if len(credit.sources) > 1:
        assert f"; and {len(credit.sources) - foot.count('; ')} more" in foot or credit.sources[-1] in foot
    assert (
        f"; {credit.sources[-1]}. Casebook data v{credit.version}. Rule: " in page.source_line
        or len(credit.sources) == 1
    )


@check_of("every figure")
def alt_text_tells_the_finding_its_figures_and_the_source(page, table, name):
    assert page.headline in page.alt and f"Casebook data v{book_of(name).credit().version}." in page.alt
    own = " ".join([page.headline, *said(page)])  # what is quoted may say anything
    assert not [word for word in SEEN.findall(page.alt) if word not in own]
    for printed in _printed(page.name, table):
        assert printed in page.alt
    if name in REAL:
        assert 25 <= len(page.alt.split()) <= 130


def _printed(figure: str, table: pd.DataFrame) -> list[str]:
    """The printed words that an alt text must hold: all of them, if there are few."""
    cases = table["case"].nunique() if "case" in table else 0
    if figure == "headline-check":
        return [*table["wording"][:8], table["wording"].iloc[-1].strip("“”")] if len(table) <= 10 else []
    if figure == "timeline":
        found = table[table["date"] != ""]
        return [words.when(dates.parse(edtf)) for edtf in found["date"]] if cases <= 4 else []
    if figure == "overview":
        columns = ["as_printed", "arrests"] if cases > 5 else ["as_printed", "arrests", "seized", "frozen", "accounts"]
        cells = table[columns].to_numpy().ravel() if cases <= 12 else []
        return [words.quoted(cell) for cell in cells if cell]
    if figure == "what-was-reported" and (cases > 6 or table["measure"].nunique() > 12):
        return []
    return [words.quoted(cell) for cell in table["as_printed"] if cell] if cases <= 12 else []


@check_of("every figure")
def a_picture_of_many_rows_says_how_many_are_left_out(page, table, name):
    """Each action is drawn by name, or the figure says how many are not."""
    if page.name == "headline-check" or (page.name == "what-was-reported" and table["case"].nunique() > 6):
        return
    texts = said(page)
    shown = [
        title for title in table.drop_duplicates("case")["short_title"]
        if any(text.split("…")[0][:5] in title for text in texts if text[:5] == title[:5])
    ]  # fmt: skip
    rest = [int(found[1]) for text in texts if (found := re.match(r"and (\d+) more\b.*\.csv$", text))]
    if rest:
        assert len(shown) + rest[0] >= table["case"].nunique()
    else:
        assert len(shown) == table["case"].nunique()


# --- servers taken down ----------------------------------------------------------------------


def scale(page: Page, log: bool = False) -> Callable[[Decimal], float]:
    """Value to x, from the lines and labels of the axis alone."""
    ticks = {Decimal(gid.removeprefix("tick:")): tick.get_xdata()[0] for gid, tick in gids(page, "tick:").items()}
    place = (lambda value: log10(value)) if log else float
    low, high = min(ticks), max(ticks)
    for tick, x in ticks.items():
        share = (place(tick) - place(low)) / (place(high) - place(low))
        assert x == pytest.approx(ticks[low] + share * (ticks[high] - ticks[low])), "the axis is not even"
    labels = [text for text in ink.texts(page) if text.artist.get_ha() == "center"]
    for tick, x in ticks.items():
        here = [
            text.what
            for text in labels
            if text.middle[0] == pytest.approx(x, abs=0.03) and re.fullmatch(r"[\d.\u202f]+", text.what)
        ]
        assert not here or words.number(tick) in here
    span = (ticks[high] - ticks[low]) / (place(high) - place(low))
    return lambda value: ticks[low] + (place(value) - place(low)) * span


def beside(page: Page, y: float, near: float = 0.1) -> list[str]:
    """The texts of the row at this height."""
    return [text.what for text in ink.texts(page) if abs(text.middle[1] - y) < near]


def named(page: Page, title: str, y: float, near: float = 0.1) -> bool:
    """True if the row at this height begins with that name, or as much of it as fits."""
    heads = [text for text in downwards(page) if text.left < page.left + 0.1 and abs(text.middle[1] - y) < near]
    return any(title.startswith(text.what.rstrip("…")) for text in heads)


def says(texts: list[str], printed: str) -> bool:
    """True if the printed words are there, in one line or two, or as much of them as fits."""
    texts = [*texts, *(" ".join(two) for two in pairwise(texts))]
    texts, printed = [text.replace(words.BOUND, " ") for text in texts], printed.replace(words.BOUND, " ")
    return any(text == printed or (text.endswith("…") and printed.startswith(text[:-1].rstrip())) for text in texts)


@check_of("servers-taken-down")
def servers_stand_at_their_value_with_the_mark_of_their_qualifier(page, table, name):
    drawn = gids(page, "mark:")
    left_out = [int(found[1]) for text in said(page) if (found := re.match(r"and (\d+) more\b", text))]
    shown = table.head(len(table) - sum(left_out))
    placed = [row for _, row in shown.iterrows() if row["value"] is not None and row["value"] > 0]
    x = scale(page, log=True) if placed else None
    for row in placed:
        mark = drawn.pop(f"mark:{row['qualifier']}:{row['case']}")
        box = ink.box_of(mark)
        at = x(row["value"])
        if row["qualifier"] in ("exact", "about"):
            assert isinstance(mark, Circle) and mark.center[0] == pytest.approx(at)
            assert bool(ink.colors(mark) and to_hex(mark.get_facecolor(), True)[-2:] == "00") == (
                row["qualifier"] == "about"
            )
        elif row["qualifier"] == "between":
            assert isinstance(mark, Line2D)
            assert list(mark.get_xdata()) == pytest.approx([at, x(row["value_high"])])
        else:
            assert isinstance(mark, Line2D) and list(mark.get_xdata()) == pytest.approx([at, at])
            way = 1 if row["qualifier"] in FLOORS else -1
            assert row["qualifier"] in FLOORS + CEILINGS and _tip(page, at, box.middle[1], way)
        assert says(beside(page, box.middle[1]), words.quoted(row["as_printed"]))
        assert named(page, row["short_title"], box.middle[1], 0.45 if len(table) <= 6 else 0.1)
    here = {row["case"] for row in placed}
    for row in (row for _, row in shown.iterrows() if row["qualifier"] and row["case"] not in here):
        text = drawn.pop(f"mark:{row['qualifier']}:{row['case']}")
        assert says([text.get_text()], words.quoted(row["as_printed"]))
        assert not placed or ink.text_box(text).left < min(tick.get_xdata()[0] for tick in gids(page, "tick:").values())
    assert not drawn, "marks without a figure"


def _tip(page: Page, x: float, y: float, way: int) -> bool:
    """True if a shaft goes from here to that side, and none to the other, and its tip is near."""
    lines = [line for line in ink.artists(page) if isinstance(line, Line2D) and len(line.get_xdata()) == 2]
    level = [line for line in lines if list(line.get_ydata()) == pytest.approx([y, y])]
    shafts = [line.get_xdata() for line in level if line.get_xdata()[0] == pytest.approx(x)]
    assert len(shafts) == 1
    return 0.2 < way * (shafts[0][1] - shafts[0][0]) < 0.8


@check_of("servers-taken-down", "overview")
def not_reported_has_no_mark_and_no_place(page, table, name):
    limit = 18 if page.name == "servers-taken-down" else 5
    gaps = table[table["qualifier"] == ""]
    if len(table) > limit:
        return
    marks, drawn = gids(page, "mark:"), gids(page, "gap:")
    assert set(drawn) == {f"gap:{case}" for case in gaps["case"]}
    assert not [gid for gid in marks for case in gaps["case"] if gid.endswith(f":{case}")]
    first = min((tick.get_xdata()[0] for tick in gids(page, "tick:").values()), default=99)
    for text in drawn.values():
        assert text.get_text() in ("not reported", "not printed") and ink.text_box(text).right < first


# --- headline check --------------------------------------------------------------------------


@check_of("headline-check")
def parts_add_up_along_the_axis_to_their_sum(page, table, name):
    x, drawn = scale(page), gids(page, "mark:")
    start = min(tick.get_xdata()[0] for tick in gids(page, "tick:").values())
    reached, parts = Decimal(0), table[table["row"] == "part"]
    for place, (_, part) in enumerate(parts.iterrows()):
        if len(parts) > 8 and place == 7:
            break
        bar = drawn.pop(f"mark:{part['qualifier']}:{part['case']}")
        box = ink.box_of(bar)
        assert isinstance(bar, Rectangle | PathPatch)
        assert box.left == pytest.approx(max(x(reached), start))
        reached += part["low"] or 0
        assert box.right == pytest.approx(max(x(reached), start))
        texts = beside(page, box.middle[1], 0.14)
        plus = f"+{words.BOUND}" if place else ""
        assert says(texts, plus + part["wording"]) and says(texts, part["short_title"])
        assert _open_to(page, bar) == (part["high"] is None and part["low"] is not None)
    if len(parts) > 8:
        (rest,) = [gid for gid in drawn if gid.endswith(":others")]
        bar, low = drawn.pop(rest), sum(parts["low"].iloc[7:].dropna())
        assert bar.get_width() == pytest.approx(x(low) - x(Decimal(0)))
        assert f"{len(parts) - 7} others" in said(page)
    for kind in ("sum", "printed"):
        _check_ray(page, x, table[table["row"] == kind].iloc[0], drawn)
    assert not drawn


def _open_to(page: Page, bar: Rectangle | PathPatch) -> bool:
    """True if the sign of an open end stands right behind a bar."""
    box = ink.box_of(bar)
    end, y = box.right, box.middle[1]
    return any(
        isinstance(line, Line2D) and len(line.get_xdata()) == 3 and 0 < min(line.get_xdata()) - end < 0.1
        and line.get_ydata()[1] == pytest.approx(y)
        for line in ink.artists(page)
    )  # fmt: skip


def _check_ray(page: Page, x: Callable, row: pd.Series, drawn: dict) -> None:
    mark = drawn.pop(f"mark:{row['qualifier'] or row['row']}:{row['row']}", None)
    name = "Printed (as the )?total" if row["row"] == "printed" else "The one part|Sum of the .* parts|Their sum"
    (label,) = [text for text in ink.texts(page) if re.fullmatch(name, text.what)]
    near = [text.what.strip("“”") for text in ink.texts(page) if abs(text.middle[1] - label.middle[1]) < 0.5]
    assert says(near, row["wording"].strip("“”"))
    if row["low"] is None or row["qualifier"] == "unquantified":
        assert mark is None
        return
    low, high = row["low"], row["high"]
    if high is None:
        assert isinstance(mark, Line2D) and list(mark.get_xdata()) == pytest.approx([x(low)] * 2)
    elif low == high:
        assert isinstance(mark, Circle) and mark.center[0] == pytest.approx(x(low))
    elif low == 0:
        assert isinstance(mark, Line2D) and list(mark.get_xdata()) == pytest.approx([x(high)] * 2)
    else:
        assert isinstance(mark, Line2D) and list(mark.get_xdata()) == pytest.approx([x(low), x(high)])


@check_of("headline-check")
def a_cut_axis_says_so(page, table, name):
    first = min(Decimal(gid.removeprefix("tick:")) for gid in gids(page, "tick:"))
    told = re.search("The scale starts at ([^,]+),", page.subtitle)
    assert bool(told) == (first != 0) and page.subtitle in " ".join(text.what for text in downwards(page))
    assert not told or told[1] == words.number(first)
    broken = [bar for bar in gids(page, "mark:").values() if isinstance(bar, PathPatch)]
    assert len(broken) == (1 if first else 0)
    assert all(len(bar.get_path().to_polygons()) == 3 for bar in broken), "two gaps make three pieces"


@pytest.mark.parametrize(
    ("name", "verdict"),
    [("total open", "neither confirmed nor contradicted"), ("total fails", "does not hold"), ("total exact", "holds")],
)
def test_the_verdict_is_in_the_headline(name, verdict):
    assert verdict in page_of("headline-check", name).headline


# --- what was reported -----------------------------------------------------------------------


@check_of("what-was-reported")
def exactly_the_reported_cells_are_filled(page, table, name):
    cells, texts = gids(page, "cell:"), said(page)
    coverage = compare.coverage(table)
    left_out = next((int(found[1]) for text in texts if (found := re.match(r"and (\d+) more;", text))), 0)
    rows = list(coverage["measure"])[: len(coverage) - left_out]
    if table["case"].nunique() > 6:
        _check_counts(page, coverage.head(len(rows)))
        return
    known = table[(table["as_printed"] != "") & table["measure"].isin(rows)]
    assert set(cells) == {f"cell:{row.measure}:{row.case}" for row in known.itertuples()}
    inside: dict[str, list[str]] = {}
    for text in downwards(page):
        if text.gid.startswith("in:"):
            inside.setdefault(text.gid.removeprefix("in:"), []).append(text.what)
    for row in known.itertuples():
        text = " ".join(inside.pop(f"cell:{row.measure}:{row.case}"))
        assert says([text], words.quoted(row.as_printed))
    assert not inside
    _check_places(page, table, cells)
    for row in coverage.head(len(rows)).itertuples():
        assert row.label in texts or any(text.endswith("…") and row.label.startswith(text[:-1]) for text in texts)
        assert row.of == 1 or f"{row.reported} of {row.of}" in texts


def _check_places(page: Page, table: pd.DataFrame, cells: dict) -> None:
    """Every cell stands under the name of its action and beside the name of its measure."""
    texts = ink.texts(page)
    first = min((ink.box_of(cell).left for cell in cells.values()), default=0)
    centred = sorted(text.artist.get_position()[0] for text in texts if text.artist.get_ha() == "center")
    heads = [x for before, x in pairwise([0, *centred]) if x - before > 0.05]
    cases = list(dict.fromkeys(table["case"]))
    assert len(heads) == len(cases)
    titles = dict(zip(table["case"], table["short_title"], strict=True))
    for x, case in zip(heads, cases, strict=True):
        head = next(
            text.what for text in downwards(page) if text.artist.get_position()[0] == pytest.approx(x, abs=0.001)
        )
        assert titles[case].startswith(head.rstrip("…"))
    for row in table[table["as_printed"] != ""].itertuples():
        cell = cells.get(f"cell:{row.measure}:{row.case}")
        if cell is not None:
            x, y = ink.box_of(cell).middle
            assert x == pytest.approx(heads[cases.index(row.case)], abs=0.01)
            beside = [text.what for text in texts if text.right < first and abs(text.middle[1] - y) < 0.06]
            assert says(beside, row.label)


def _check_counts(page: Page, coverage: pd.DataFrame) -> None:
    drawn = gids(page, "mark:")
    whole = max(
        ink.box_of(one).right
        for one in ink.artists(page)
        if to_hex(getattr(one, "get_facecolor", lambda: "#000000")()) == page.theme.band.lower()
    )
    for row in coverage.itertuples():
        bar = drawn.pop(f"mark:exact:{row.measure}")
        assert bar.get_width() == pytest.approx((whole - bar.get_x()) * row.reported / row.of)
        assert {row.label, f"{row.reported} of {row.of}"} <= set(beside(page, bar.get_y() + bar.get_height() / 2))
    assert not drawn


# --- timeline --------------------------------------------------------------------------------


def calendar_of(page: Page) -> Callable[[date], float]:
    """The beginning of a day to x, from the head of the calendar alone: its band and the names of years."""
    bands = [
        one
        for one in ink.artists(page)
        if isinstance(one, Rectangle) and to_hex(one.get_facecolor()) == page.theme.band.lower()
    ]
    heads = [text.what.split(",")[0] for text in ink.texts(page) if text.what.endswith(", month by month")]
    wide = [int(year) for year in heads[0].split(" and ")] if heads else []
    years = {
        int(text.what): text
        for text in ink.texts(page)
        if re.fullmatch(r"\d{4}", text.what) and ink.colors(text.artist) == {page.theme.second.lower()}
    }
    seam = bands[0].get_x() if bands else None

    def x(day: date) -> float:
        if wide and day >= date(wide[0], 1, 1):
            months = (day.year - wide[0]) * 12 + day.month - 1
            following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            share = months + (day.day - 1) / (following - date(day.year, day.month, 1)).days
            return seam + bands[0].get_width() * share / (12 * len(wide))
        length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
        return _year(page, years, wide, seam, day.year) + _wide(page, years, seam, wide) * (
            (day - date(day.year, 1, 1)).days / length
        )

    return x


def _wide(page: Page, years: dict, seam: float | None, wide: list[int]) -> float:
    """How wide a year is drawn, from the distance of two of them, or from all the room that one has."""
    named = sorted(years)
    if len(named) > 1:
        one, two = named[0], named[-1]
        return (years[two].middle[0] - years[one].middle[0]) / (two - one)
    left = page.left + 2.30
    return ((seam if wide else page.right) - left) / max(1, (wide[0] if wide else named[0] + 1) - named[0])


def _year(page: Page, years: dict, wide: list[int], seam: float | None, year: int) -> float:
    """Where a year begins: its name stands in its middle, or right behind its line where years are narrow."""
    each = _wide(page, years, seam, wide)
    if seam is not None:
        return seam - (wide[0] - year) * each
    first = min(years)
    centred = first + 1 in years or len(years) == 1
    begins = years[first].middle[0] - each / 2 if centred else years[first].left - 0.03
    return begins + (year - first) * each


@check_of("timeline")
def steps_are_drawn_at_their_days_and_no_more_precisely(page, table, name):
    cases = list(dict.fromkeys(table["case"]))
    shown = cases if len(cases) <= 18 else cases[:17]
    dated = table[(table["date"] != "") & table["case"].isin(shown)]
    drawn = gids(page, "mark:")
    assert set(drawn) == {f"mark:{row.event}:{row.case}:{row.date}" for row in dated.itertuples()}
    if dated.empty:
        return
    x = calendar_of(page)
    for _, row in dated.iterrows():
        mark = drawn[f"mark:{row['event']}:{row['case']}:{row['date']}"]
        half = (page.top - page.bottom - 0.5) / len(shown) / 2 if len(cases) <= 4 else 0.2
        assert named(page, row["short_title"], ink.box_of(mark).middle[1] + half / 2, half / 2 + 0.05)
        if row["earliest"] == row["latest"] != "":
            _check_day(mark, x, row, len(cases) > 4)
        else:
            _check_window(page, mark, x, row)


def _check_day(mark, x: Callable, row: pd.Series, rows: bool) -> None:
    begins = x(date.fromisoformat(row["earliest"]))
    box = ink.box_of(mark)
    day = x(date.fromisoformat(row["earliest"]) + timedelta(1)) - begins if row["earliest"][5:] != "12-31" else 0.02
    if rows and row["event"] != "action_day":
        assert isinstance(mark, Rectangle) and box.left == pytest.approx(begins, abs=0.01)
    else:
        assert isinstance(mark, Polygon) and len(mark.get_xy()) == 5, "a day is a diamond"
        assert box.middle[0] == pytest.approx(begins + day / 2, abs=0.01)


def _check_window(page: Page, mark, x: Callable, row: pd.Series) -> None:
    assert not isinstance(mark, Polygon), "only a day is a diamond"
    points = np.concatenate([path.vertices for path in mark.get_paths()]) if isinstance(mark, PolyCollection) else None
    xs = points[:, 0] if points is not None else mark.get_xdata() if isinstance(mark, Line2D) else mark.get_xy()[:1]
    left, right = (
        (min(xs), max(xs)) if not isinstance(mark, Rectangle) else (mark.get_x(), mark.get_x() + mark.get_width())
    )
    day = dates.parse(row["date"])
    days = bool(day.start and day.end) and day.start.precision == day.end.precision == "day"
    y = ink.box_of(mark).middle[1]
    corners = [
        ink.box_of(one).middle for one in ink.artists(page) if isinstance(one, Polygon) and len(one.get_xy()) == 5
    ]
    at_ends = [corner for corner in corners if any(corner == pytest.approx((end, y)) for end in (left, right))]
    assert len(at_ends) == (2 if days else 0), "a diamond stands for a printed day"
    if row["earliest"]:
        assert left == pytest.approx(x(date.fromisoformat(row["earliest"])), abs=0.01)
    if row["latest"]:
        after = date.fromisoformat(row["latest"]) + timedelta(1)
        last = date.fromisoformat(row["latest"])
        end = x(after) if after.year == last.year else x(last)
        assert right == pytest.approx(end, abs=0.01 if after.year == last.year else 0.04)


@check_of("timeline")
def every_step_is_named_or_counted(page, table, name):
    if table["case"].nunique() > 4:
        return
    texts = said(page)
    for _, steps in table.groupby("case", sort=False):
        told = [sentences.step(row) for _, row in steps.iterrows()]
        missing = [step for step in told if not any(step.lower() in text.lower() for text in texts)]
        more = [int(found[1]) for text in texts if (found := re.match(r"(\d+) more in timeline.csv", text))]
        undated = [text for text in texts if re.fullmatch(r"\w+.steps? not dated", text)]
        assert len(missing) <= sum(more) or undated


@check_of("timeline")
def a_missing_opening_is_said(page, table, name):
    if not 0 < table["case"].nunique() <= 4:
        return
    for case, steps in table.groupby("case"):
        opened = ((steps["event"] == "investigation_opened") & (steps["date"] != "")).any()
        assert (f"gap:{case}" in gids(page, "gap:")) == (not opened)


# --- overview --------------------------------------------------------------------------------


@check_of("overview")
def an_action_has_its_figures_in_its_column(page, table, name):
    if len(table) > 5:
        return
    wide = (page.right - page.left + 0.2) / len(table)
    for place, (_, row) in enumerate(table.iterrows()):
        low = page.left + place * wide - 0.05
        column = " ".join(
            text.what for text in downwards(page)
            if low <= text.left < low + wide and page.bottom < text.low < page.top
        ).replace(words.BOUND, " ")  # fmt: skip
        assert len(table) == 1 or column.startswith(row["short_title"].replace(words.BOUND, " ")[:5])
        for cell in ("arrests", "seized", "frozen", "accounts"):
            if row[cell]:
                assert words.quoted(row[cell]).replace(words.BOUND, " ")[:20] in column
        if row["qualifier"]:
            big = [text for text in downwards(page) if text.gid == f"mark:{row['qualifier']}:{row['case']}"]
            assert all(low <= text.left < low + wide for text in big)
            told = " ".join(text.what for text in big)
            assert says([told], words.quoted(row["as_printed"]))
        empty = sum(not text for text in figures_of(row)) + (row["qualifier"] == "")
        assert column.count("not printed") >= empty


def figures_of(row: pd.Series) -> list:
    """What the lower part of a column tells."""
    return [
        row["arrests"],
        row["seized"] or row["frozen"] or row["accounts"],
        row["places"] or row["located"] or row["named"],
        row["openings"],
    ]


@pytest.mark.parametrize("name", ["12 cases", "40 cases", "many leads"])
def test_leads_are_counted_where_they_do_not_fit(name):
    page = page_of("overview", name)
    if len(table_of("overview", name)) <= 5:
        return
    texts = said(page)
    for _, row in table_of("overview", name).head(13).iterrows():
        if len(row["leads"]) > 2:
            first = re.escape(places.name(row["leads"][0]))
            assert any(re.match(rf"{first}(,.*| and \d+ more)", text) for text in texts)


# --- the doubt lines are true ----------------------------------------------------------------


@check_of("servers-taken-down", "overview")
def floors_are_spoken_of_where_there_are_some(page, table, name):
    foot = " ".join(text.what for text in downwards(page) if text.low < page.bottom)
    if page.name == "servers-taken-down":
        assert ("floor" in foot) == table["qualifier"].isin(FLOORS).any()
        assert ("ceiling" in foot) == table["qualifier"].isin(CEILINGS).any()
        assert ("Not reported" in foot) == (table["qualifier"] == "").any()
        assert ("each action" in " ".join(said(page))) == (len(table) > 1)
    else:
        named = re.findall(r"“([^”]+)”", foot.split(" floor")[0]) if " floor" in foot else []
        drawn = " ".join([page.headline, *table["as_printed"], *table["arrests"], *table["seized"], *table["frozen"]])
        assert all(word.lower() in drawn.replace(words.BOUND, " ").lower() for word in named)


@pytest.mark.parametrize("name", REAL)
def test_each_is_said_of_several_only(name):
    single = len(REAL[name]) == 1
    for figure in ("overview", "servers-taken-down", "timeline"):
        under = " ".join(text.what for text in ink.texts(page_of(figure, name)) if text.artist.get_fontsize() == 18)
        assert not (single and re.search(r"\b(each|actions|lane)\b", under.replace("each step", "")))


# --- colours ---------------------------------------------------------------------------------


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_colours_stand_out(theme):
    colors = vars(THEMES[theme])
    for text in ("ink", "second", "grey", "data_text", "focus_text", "help_text"):
        for ground in ("paper", "band"):
            assert contrast(colors[text], colors[ground]) >= 4.5, f"{text} on {ground}"
    assert contrast(colors["ink"], colors["cell"]) >= 4.5
    for text, ground in zip(colors["on_ramp"], colors["ramp"], strict=True):
        assert contrast(text, ground) >= 4.5, f"{text} on {ground}"
    for mark in ("data", "focus", "help", "grey", "outline"):
        for ground in ("paper", "band"):
            assert contrast(colors[mark], colors[ground]) >= 3, f"{mark} on {ground}"
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("figure", DRAWN)
def test_only_colours_of_the_theme_are_used(figure, theme):
    page = page_of(figure, ALL, theme)
    known = {color.lower() for color in vars(THEMES[theme]).values() if isinstance(color, str)}
    for one in ink.artists(page):
        if not isinstance(one, PolyCollection):
            assert ink.colors(one) <= known
    used = {color for text in ink.texts(page) for color in ink.colors(text.artist)}
    own = THEMES[theme]
    assert used <= {
        color.lower() for color in (own.ink, own.second, own.grey, own.data_text, own.focus_text, own.help_text)
    }


# --- the page --------------------------------------------------------------------------------


def blank() -> Page:
    return Page("probe", pd.DataFrame(), Credit(("A source",), "1"))


def test_small_type_is_refused():
    with pytest.raises(ValueError, match=r"'tiny' at 13\.9 pt"):
        blank().write(1, 1, "tiny", 13.9)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("漢字", "□□"), ("a\U0001f600b", "a□b"), ("two\r\nlines", "two lines"), ("tab\there", "tab here"),
     ("שלום", "□□□□"), ("e\u0301 a\u0e31b \u2066x\u2069", "e\u0301 ab x")],
)  # fmt: skip
def test_a_character_that_the_font_lacks_is_drawn_as_a_box_and_a_line_break_as_a_space(text, drawn):
    page = blank()
    page.write(1, 1, text, 16)
    assert page.artists[-1].get_text() == drawn
    assert width(text, 16) == width(drawn, 16) and wrap(text, 0.01, 16) == drawn.split(" ")


@pytest.mark.parametrize(
    "text", ["ÄÖÜßéèñçøåœ", "ąčęėįšųūžŽ", "őűĐđłŁńśźż", "Ελλάδα", "България Україна", "≥≤≈→−… €", "“”‘’–—"]
)
def test_the_font_has_what_europe_writes(text):
    assert all(width(text, 16, weight) > 0 for weight in ("regular", "semibold", "italic"))


@pytest.mark.parametrize("text", made_up.HOSTILE)
def test_text_is_drawn_as_it_is(text):
    """As wide as its own letters are: neither mathematics nor a placeholder."""
    page = blank()
    page.alt = text
    page.write(1, 1, text, 24)
    (box,) = ink.texts(page)
    assert box.what == text and render(page, "svg")
    assert pixels_across(page, box) == pytest.approx((box.left, box.right), abs=0.015)


def test_a_headline_that_fits_no_two_lines_is_refused():
    with pytest.raises(ValueError, match="no headline fits two lines"):
        blank().frame(["word " * 32], "Subtitle")
    page = blank()
    page.frame(["word " * 32, "Short"], "Subtitle")
    assert page.headline == "Short"


@pytest.mark.parametrize("room", [0.8, 1.5, 3.0])
@pytest.mark.parametrize("text", [made_up.LONG, made_up.LONG_WORDS, "W" * 80, "bound\u00a0with\u00a0spaces", "a"])
def test_settled_text_fits(text, room):
    for most in (1, 2, 3):
        lines, points = settle(text, room, (20, 16, 14), most, "semibold")
        assert len(lines) <= most and all(width(line, points, "semibold") <= room for line in lines)
        told = "".join(lines).replace(" ", "").replace("\u00a0", "")
        whole = text.replace(" ", "").replace("\u00a0", "")
        assert told == whole or (told.endswith("…") and whole.startswith(told[:-1].split("…")[0]))
    assert width(fit(text, room, 16), 16) <= room


# --- saving ----------------------------------------------------------------------------------

PROBE = """
import hashlib, sys
from casebook import compare, figures, load
from casebook.figures.saving import render
book = load()
tables = {
    figures.overview: compare.overview(book), figures.timeline: compare.timeline(book),
    figures.servers_taken_down: compare.by_action(book, "servers_taken_down"),
    figures.what_was_reported: compare.reported(book), figures.headline_check: compare.headline_check(book),
}
for draw, table in tables.items():
    for theme in ("light", "dark"):
        page = draw(table, book.credit(), figures.Look(theme))
        for form in ("svg", "png"):
            print(page.name, theme, form, hashlib.sha256(render(page, form)).hexdigest())
"""


@pytest.mark.slow  # the whole build, in test_whole_build, is compared in any case
def test_the_same_bytes_come_out_everywhere(tmp_path):
    styled = tmp_path / "styled"
    styled.mkdir()
    (styled / "matplotlibrc").write_text(
        "font.size: 30\nlines.linewidth: 9\nsavefig.dpi: 50\nsavefig.bbox: tight\nsvg.fonttype: none\n"
        "text.parse_math: True\naxes.facecolor: red\nfigure.facecolor: red\npatch.linewidth: 7\n"
        "text.hinting: default\nlines.antialiased: False\nimage.resample: False\nsavefig.transparent: True\n"
    )
    base = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "MPL"))}
    worlds = [
        (ROOT, {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C.UTF-8"}),
        (styled, {"PYTHONHASHSEED": "77", "TZ": "Pacific/Apia", "LANG": "de_DE.UTF-8", "LC_ALL": "C"}),
    ]
    running = [
        subprocess.Popen([sys.executable, "-c", PROBE], cwd=cwd, env=base | more, stdout=subprocess.PIPE, text=True)
        for cwd, more in worlds
    ]
    one, two = (process.communicate()[0].splitlines() for process in running)
    assert len(one) == 20 and one == two


@lru_cache(maxsize=16)
def saved(figure: str, form: str, name: str = ALL) -> bytes:
    return render(page_of(figure, name), form)


@pytest.mark.parametrize("figure", DRAWN)
def test_an_svg_tells_what_it_shows_and_has_no_letters(figure):
    page, svg = page_of(figure, ALL), saved(figure, "svg")
    root = ElementTree.fromstring(svg)
    kinds = [element.tag.split("}")[1] for element in root.iter()]
    assert "text" not in kinds and "script" not in kinds and "image" not in kinds
    children = {child.tag.split("}")[1]: child for child in root}
    assert children["title"].text == page.headline and children["desc"].text == page.alt
    assert kinds.index("title") < kinds.index("desc") < kinds.index("path")
    assert b"<dc:date>" not in svg and not re.search(rb"\b20\d\d-\d\d-\d\dT", svg)
    assert page.source_line.replace("“", "").split()[1].encode() in svg
    assert b'href="http' not in svg.replace(b'xlink:href="#', b"")


@pytest.mark.parametrize("figure", DRAWN)
def test_a_png_is_a_full_screen_and_carries_its_meaning(figure):
    page, image = page_of(figure, ALL), Image.open(io.BytesIO(saved(figure, "png")))
    assert image.size == (1920, 1080)
    assert image.text == {"Title": page.headline, "Description": page.alt, "Source": page.source_line}


@pytest.mark.parametrize("form", ["svg", "png"])
def test_without_alt_text_nothing_is_saved(form, tmp_path):
    page = blank()
    page.frame(["A headline"], "A subtitle")
    with pytest.raises(ValueError, match="probe: no figure is saved without alt text"):
        render(page, form)
    with pytest.raises(ValueError, match="alt text"):
        figures.write(page, tmp_path)
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith(".")]


def test_files_are_named_for_the_figure_and_whole(tmp_path):
    page = page_of("servers-taken-down", "k-boxes")
    paths = figures.write(page, tmp_path / "new" / "folder")
    name, folder = "servers-taken-down", tmp_path / "new" / "folder"
    expected = [f"{name}.svg", f"{name}.png", f"{name}.pdf", f"{name}.csv", f"slides/{name}.png"]
    expected += [f"{place}/{name}.{form}" for place in ("column", "dark") for form in ("svg", "png")]
    assert [path.relative_to(folder).as_posix() for path in paths] == expected
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(paths)
    assert [hashlib.sha256(path.read_bytes()).digest() for path in paths[:3]] == [
        hashlib.sha256(render(page, form)).digest() for form in ("svg", "png", "pdf")
    ]


def test_what_stands_in_the_data_cannot_become_markup():
    page = page_of("servers-taken-down", "hostile words")
    for one in (page, page_of("overview", "hostile words")):
        svg = render(one, "svg")
        root = ElementTree.fromstring(svg)
        descriptions = [element.text for element in root.iter() if element.tag.endswith("}desc")]
        assert descriptions == [one.alt] and made_up.HOSTILE[2] in one.alt
        assert b"<script" not in svg
    assert Image.open(io.BytesIO(render(page, "png"))).text["Description"] == page.alt


def test_saving_leaves_the_page_as_it_was():
    page = page_of("timeline", "k-boxes")
    before = [(box.what, box.left, box.low) for box in ink.texts(page)]
    assert render(page, "svg") == render(page, "svg") and render(page, "png")
    assert [(box.what, box.left, box.low) for box in ink.texts(page)] == before


# --- the sums behind the pictures ------------------------------------------------------------


def test_the_made_up_books_are_what_their_names_say():
    assert len(book_of("40 cases").cases) == 40
    assert made_up.collection(5, 3).measures.equals(made_up.collection(5, 3).measures)
    assert set(book_of("one of each").measures["qualifier"]) == {*made_up.WORDS, "unquantified"}
    amounts = [bounds.amount_of(row) for _, row in book_of("zeros").measures.iterrows()]
    assert bounds.total(amounts).interval == bounds.Interval(Decimal(12), Decimal(12))
    assert all(len(title) == 80 for title in book_of("long names").cases["short_title"])
    assert len(made_up.LONG_WORDS) == 80


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["AV", "To", "Ta.", "servers", "W" * 30, "5 671", "of", "–"]), min_size=1, max_size=40),
    st.floats(0.3, 12),
)
def test_a_line_takes_as_many_words_as_fit(text, room):
    lines = wrap(" ".join(text), room, 14)
    assert " ".join(lines) == " ".join(text)
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        assert width(line, 14) <= room or " " not in line
        assert not after or width(f"{line} {after.split(' ')[0]}", 14) > room
