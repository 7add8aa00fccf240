"""Countries by action, the map and the shared countries: what is drawn is what the table says, and nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache

import numpy as np
import pycountry
import pytest
from ink import Drawn, box_of, by_gid, texts
from made_up import HOSTILE, LONG, collection, days, ids
from made_up import book as made_up_book
from matplotlib.colors import to_hex
from matplotlib.path import Path

from casebook import compare, figures, load, places, sentences, words
from casebook.figures import saving, shapes
from casebook.figures.maps import AT_SEA, BORDERS, WEST, cut_short
from casebook.figures.theme import THEMES
from casebook.paths import ROOT

DRAWN = {
    "countries_by_action": compare.countries,
    "countries_map": compare.countries,
    "shared_countries": compare.shared_countries,
}
ROLES = ["lead", "parallel_investigation", "takedown", "server_location", "coordination_meeting", "arrest"]
EUROPE = (
    "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO"
)
EUROPE = f"{EUROPE} RS RU SE SI SK SM TR UA VA XK".split()


def draw(name: str, book, theme: str = "light"):
    return getattr(figures, name)(DRAWN[name](book), book.credit(), figures.Look(theme))


@cache
def _drawn(name: str, cases: tuple[str, ...]):
    return draw(name, load(cases=cases))


def drawn(name: str, some):
    """The figure of some of the project's own cases, drawn once for all tests that look at it."""
    return _drawn(name, tuple(some.cases["case"]))


def named_in(book) -> dict[str, set[str]]:
    """Country to the cases that name it, counted from the data and not from the tables of `compare`."""
    found: dict[str, set[str]] = {}
    for row in book.countries.itertuples():
        found.setdefault(row.country, set()).add(row.case)
    return found


def rows(*lines: str) -> list[dict]:
    """`case country role` a line, as rows of countries.csv."""
    split = [line.split() for line in lines]
    return [{"case": case, "country": country, "role": role, "as_printed": country} for case, country, role in split]


def spread(cases: int, codes: list[str], roles: list[str] = ROLES, **more):
    """A book in which each country is named in one to four actions, in changing roles."""
    found = [
        {"case": ids(cases)[(place + step) % cases], "country": code, "role": roles[(place + 2 * step) % len(roles)]}
        for place, code in enumerate(codes)
        for step in range(min(cases, 1 + place % 4))
    ]
    return made_up_book(ids(cases), (), days(ids(cases)), found, **more)


def words_of(page) -> str:
    """All that is written on a page, in one line with plain spaces."""
    return " ".join(box.what for box in texts(page)).replace(words.BOUND, " ")


# --- countries by action ---------------------------------------------------------------------


def test_each_role_of_each_country_in_each_action_has_its_mark_and_nothing_else_has(some):
    page = drawn("countries_by_action", some)
    told = {f"mark:{row.role}:{row.country}:{row.case}" for row in some.countries.itertuples()}
    assert set(by_gid(page, "mark:")) == told


def test_each_mark_stands_in_the_row_of_its_country_and_the_column_of_its_action(some):
    page = drawn("countries_by_action", some)
    columns = [(box.gid.split(":")[1], box.middle[0]) for box in texts(page) if box.gid.startswith("column:")]
    names = by_gid(page, "name:")
    for gid, mark in by_gid(page, "mark:").items():
        _, role, country, case = gid.split(":")
        (x, y), name = box_of(mark).middle, box_of(names[f"name:{country}"])
        beside = {box_of(other).left for other in names.values() if box_of(other).low <= y <= box_of(other).high}
        assert name.low <= y <= name.high
        assert name.left == max(left for left in beside if left < x)
        column = min(columns, key=lambda column: abs(column[1] - x))[0]
        assert column == (case if len(some.cases) > 1 else role)


def test_the_two_blocks_stand_side_by_side_with_members_of_the_eu_on_the_left(some):
    page = drawn("countries_by_action", some)
    table = compare.countries(some)
    heads = {box.what: box for box in texts(page) if box.what in ("EU members", "Other countries")}
    for row in table.drop_duplicates("country").itertuples():
        name = box_of(by_gid(page, f"name:{row.country}")[f"name:{row.country}"])
        member = places.in_eu(row.country, date(2020, 7, 1))
        assert row.eu == member
        if len(some.cases) == 1:
            above = name.low > heads["Other countries"].high
            assert above == member
        else:
            assert (name.left < heads["Other countries"].left - 1) == member


def test_the_number_at_the_end_of_a_row_is_that_of_the_actions_that_name_the_country(some):
    page = drawn("countries_by_action", some)
    counts = {gid.split(":")[1]: text.get_text() for gid, text in by_gid(page, "count:").items()}
    if len(some.cases) == 1:
        assert counts == {}
    else:
        assert counts == {code: str(len(cases)) for code, cases in named_in(some).items()}


@pytest.mark.parametrize(("day", "member"), [("2019-06-01", True), ("2020-01-31", True), ("2020-02-01", False)])
def test_the_united_kingdom_is_a_member_of_the_eu_until_31_january_2020(make_book, day, member):
    made = make_book("a b", events=f"a action_day {day}\nb action_day {day}",
                     countries="a takedown GB\nb takedown GB\na takedown FR\na takedown CH")  # fmt: skip
    page = draw("countries_by_action", made)
    other = next(box.left for box in texts(page) if box.what == "Other countries")
    assert (box_of(by_gid(page, "name:GB")["name:GB"]).left < other - 1) == member
    assert ("the United Kingdom had left" in words_of(page)) == (not member)


def test_each_role_has_a_shape_of_its_own(four):
    page = drawn("countries_by_action", four)
    looks = {}
    for gid, mark in by_gid(page, "key:").items():
        corners = mark.get_path().transformed(mark.get_patch_transform()).vertices
        corners = corners - corners.mean(axis=0)
        looks[gid] = (len(corners), mark.get_facecolor()[3] > 0, tuple(np.round(np.abs(corners[0]) / corners.std(), 1)))
    assert len(looks) == len(set(four.countries["role"])) == len(set(looks.values()))


def test_the_key_says_what_each_role_does_not_claim(four):
    said = words_of(drawn("countries_by_action", four))
    for words_in_key in ("servers taken down there", "servers located there", "arrests (there or by it)",
                         "leads (our reading)", "at the coordination meeting", "parallel investigation"):  # fmt: skip
        assert words_in_key in said


def test_the_foot_says_for_which_actions_no_place_of_a_takedown_is_named(some):
    said = "Sparks Group: the source names countries where servers were located, and none where they were taken down."
    page = drawn("countries_by_action", some)
    assert (said in words_of(page)) == ("sparks-group" in set(some.cases["case"])) == (said in page.alt)


@pytest.mark.parametrize("actions", [1, 3])
def test_a_role_that_the_house_does_not_know_is_drawn_and_keyed(actions):
    terms = ["hosted_a_team", "searched", "froze"]
    codebook = [{"column": "role", "term": term, "label": term.replace("_", " ")} for term in terms]
    made = spread(actions, ["FR", "DE", "CH", "US", "MT"], ["takedown", *terms], codebook=codebook)
    page = draw("countries_by_action", made)
    told = {f"mark:{row.role}:{row.country}:{row.case}" for row in made.countries.itertuples()}
    assert set(by_gid(page, "mark:")) == told
    said = words_of(page).lower()
    used = set(made.countries["role"]) - {"takedown"}
    assert all(term.replace("_", " ") in said for term in used)
    assert Drawn(page).faults() == []


def test_two_roles_that_usually_share_a_place_stand_beside_one_another_where_they_meet():
    made = made_up_book(ids(2), (), days(ids(2)), rows("case-1 FR takedown", "case-1 FR server_location",
                        "case-1 FR lead", "case-1 FR parallel_investigation", "case-2 DE takedown"))  # fmt: skip
    page = draw("countries_by_action", made)
    boxes = [box_of(mark) for gid, mark in by_gid(page, "mark:").items() if ":FR:" in gid]
    assert len(boxes) == 4 and not any(one.meets(two) for one in boxes for two in boxes if one is not two)


@pytest.mark.parametrize("actions", [7, 12, 40])
def test_above_six_actions_a_bar_says_how_often_and_numbers_say_in_which_roles(actions):
    made = spread(actions, EUROPE)
    page = draw("countries_by_action", made)
    named, table = named_in(made), compare.countries(made)
    bars = {gid.split(":")[2]: box_of(bar) for gid, bar in by_gid(page, "mark:named:").items()}
    assert list(bars) == list(dict.fromkeys(table["country"]))[:17]
    lengths = {round((bar.right - bar.left) / len(named[code]), 3) for code, bar in bars.items()}
    assert len(lengths) == 1
    for code in bars:
        told = {
            gid.split(":")[1]: text.get_text()
            for gid, text in by_gid(page, "count:").items()
            if gid.endswith(f":{code}") and gid.count(":") == 2
        }
        roles = Counter(row.role for row in made.countries.itertuples() if row.country == code)
        assert told == {role: str(times) for role, times in roles.items()}
    assert f"and {len(named) - 17} more; all in countries-by-action.csv" in words_of(page)


# --- the map ---------------------------------------------------------------------------------


def test_each_country_that_is_named_has_its_number_on_the_map_and_its_name_in_the_list(some):
    page = drawn("countries_map", some)
    named, said = named_in(some), words_of(page)
    digits = {gid.split(":")[1]: text.get_text() for gid, text in by_gid(page, "digit:").items()}
    assert all(places.name(code) in said for code in named)
    assert set(by_gid(page, "country:")) == {f"country:{code}" for code in named}
    if len(some.cases) > 1:
        assert {code: text.split(": ")[-1] for code, text in digits.items()} == {
            code: str(len(cases)) for code, cases in named.items()
        }


def test_the_number_of_a_country_stands_on_it():
    page = draw("countries_map", spread(4, EUROPE))
    for gid, text in by_gid(page, "digit:").items():
        code = gid.split(":")[1]
        place = shapes.places()[code]
        if code in AT_SEA or place.room < 30:
            continue
        outline = by_gid(page, f"country:{code}")[f"country:{code}"].get_path()
        assert outline.contains_point(box_of(text).middle), code


def test_countries_named_alike_are_filled_alike_and_the_more_actions_the_further_along_the_ramp(some):
    page, one = drawn("countries_map", some), len(some.cases) == 1
    for code, cases in named_in(some).items():
        fill = by_gid(page, f"country:{code}")[f"country:{code}"].get_facecolor()
        assert to_hex(fill).upper() == THEMES["light"].ramp[1 if one else len(cases) - 1]


def test_with_one_action_the_list_goes_by_role(book):
    said = words_of(draw("countries_map", book.select(["k-boxes"])))
    assert "Servers taken down there: 5 countries" in said and "Arrests (there or by it): 1 country" in said


def test_malta_and_monaco_are_named_beside_their_dots(four):
    page = drawn("countries_map", four)
    for code in ("MT", "MC"):
        label = box_of(by_gid(page, f"digit:{code}")[f"digit:{code}"])
        leader = box_of(by_gid(page, f"leader:{code}")[f"leader:{code}"])
        disc = box_of(by_gid(page, f"disc:{code}")[f"disc:{code}"])
        assert label.what == f"{places.name(code)}: 1"
        assert leader.meets(disc, -0.02) and leader.meets(label, -0.08)


@pytest.mark.parametrize("code", AT_SEA)
def test_the_name_of_a_very_small_country_stands_at_sea(code):
    page = draw("countries_map", spread(4, ["FR", "IT", "ES", "TN", "DZ", "MT", "MC"]))
    box = box_of(by_gid(page, f"digit:{code}")[f"digit:{code}"])
    grid = [(x, y) for x in np.linspace(box.left, box.right, 30) for y in np.linspace(box.low, box.high, 6)]
    for gid, country in (by_gid(page, "country:") | by_gid(page, "land")).items():
        if gid != f"country:{code}":
            assert not country.get_path().contains_points(grid).any(), gid


def test_no_country_of_the_world_is_lost():
    codes = [country.alpha_2 for country in pycountry.countries]
    made = spread(2, [*codes[:120:4], "US", "KR", "JP", "HK", "SG"])
    page = draw("countries_map", made)
    shown = {gid.split(":")[1] for gid in by_gid(page, "digit:")}
    said = words_of(page)
    note = said[said.index("Not on the map:") :]
    outside = [code for code in named_in(made) if code not in shown]
    told = [code for code in outside if f"{places.name(code)} {len(named_in(made)[code])}" in note]
    more = re.search(r"and (\d+) more in countries-map.csv", note)
    assert outside and len(outside) == len(told) + (int(more[1]) if more else 0)
    assert len(page.table["country"].unique()) == len(named_in(made))


def test_an_inset_hides_no_land_and_no_country():
    page = draw("countries_map", spread(3, ["US", "KR", "JP", "IS", "IE", "PT", "GB", "ES", "MA"]))
    boxes = [box_of(inset) for inset in by_gid(page, "inset:").values()]
    assert len(boxes) == 3
    for country in [*by_gid(page, "land").values(), *(by_gid(page, f"country:{code}")[f"country:{code}"]
                    for code in ("IS", "IE", "PT", "GB", "ES", "MA"))]:  # fmt: skip
        points = country.get_path().vertices
        for box in boxes:
            inside = (box.left < points[:, 0]) & (points[:, 0] < box.right)
            assert not (inside & (box.low < points[:, 1]) & (points[:, 1] < box.high)).any()


def owner(lon: float, lat: float) -> set[str]:
    """The countries whose shape contains a point of the globe."""
    return {
        code
        for code, place in shapes.places().items()
        if sum(Path(ring).contains_point((lon, lat)) for ring in place.rings) % 2
    }


@pytest.mark.parametrize(
    ("town", "lon", "lat", "country"),
    [
        ("Simferopol", 34.10, 44.95, "UA"),
        ("Sevastopol hills", 33.75, 44.62, "UA"),
        ("Kerch", 36.30, 45.30, "UA"),
        ("Kyiv", 30.52, 50.45, "UA"),
        ("Kyrenia", 33.32, 35.30, "CY"),
        ("Nicosia, where the line runs", 33.36, 35.18, "CY"),
        ("Paphos", 32.50, 34.85, "CY"),
        ("Pristina", 21.16, 42.66, "XK"),
        ("Nis", 21.90, 43.32, "RS"),
        ("Krasnodar", 38.98, 45.04, "RU"),
        ("Kaliningrad", 20.60, 54.75, "RU"),
        ("Ajaccio", 9.00, 42.00, "FR"),
        ("Mariehamn", 19.90, 60.20, "FI"),
        ("Belfast", -6.00, 54.60, "GB"),
        ("Seoul", 127.00, 37.50, "KR"),
        ("Denver", -105.00, 39.70, "US"),
    ],
)
def test_a_town_lies_in_the_country_that_the_caption_says(town, lon, lat, country):
    assert owner(lon, lat) == {country}


def test_the_borders_that_were_corrected_are_no_lines_any_more():
    """Crimea and the north of Cyprus are one piece with the rest: no ring of theirs runs along the old line."""
    crimea = [ring for ring in shapes.places()["UA"].rings if Path(ring).contains_point((34.1, 44.95))]
    assert len(crimea) == 1 and Path(crimea[0]).contains_point((30.5, 50.4))
    assert len(shapes.places()["CY"].rings) == 1


def test_the_corrections_are_named_under_the_map(some):
    said = words_of(drawn("countries_map", some))
    assert BORDERS in said
    assert all(name in BORDERS for name in ("Natural Earth", "Crimea", "Ukraine", "Cyprus", "Kosovo", "XK*"))


@pytest.mark.parametrize("code", ["NO", "PT", "ES", "FR"])
def test_far_islands_are_no_specks_at_the_edge_of_the_map(code):
    points = np.concatenate(shapes.places()[code].rings)
    west, south, east, north = {"NO": (4, 57, 32, 72), "PT": (-10, 36, -6, 43), "ES": (-10, 35, 5, 44),
                                "FR": (-6, 41, 10, 52)}[code]  # fmt: skip
    assert points[:, 0].min() > west and points[:, 0].max() < east
    assert points[:, 1].min() > south and points[:, 1].max() < north


def test_the_projection_keeps_areas():
    square = np.array([(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)])
    for lon, lat in ((10, 52), (-9, 38), (30, 65), (30, 36)):
        x, y = shapes.project(square + np.array((lon, lat))).T
        area = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
        true = shapes.EARTH**2 * np.radians(0.1) * (np.sin(np.radians(lat + 0.1)) - np.sin(np.radians(lat)))
        assert area == pytest.approx(true, rel=1e-3)


def test_a_ring_is_cut_at_the_frame_and_nowhere_else():
    ring = np.array([(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)])
    cut = shapes.clip(ring, (0, 0, 10, 3))
    assert {tuple(point) for point in cut} == {(0, 0), (5, 0), (5, 3), (0, 3)}
    assert len(shapes.clip(ring, (6, 6, 9, 9))) == 0
    assert (shapes.clip(ring, (-9, -9, 9, 9)) == ring).all()


def test_the_map_and_its_shapes_stay_small(four):
    assert (ROOT / "casebook" / "figures" / "shapes.json").stat().st_size <= 150_000
    assert len(saving.render(drawn("countries_map", four), "svg")) <= 350_000


def test_the_frame_begins_further_east_where_no_inset_needs_the_sea():
    with_inset, without = (draw("countries_map", spread(2, ["FR", "PT", code])) for code in ("US", "DE"))
    left = [box_of(by_gid(page, "country:PT")["country:PT"]).left for page in (with_inset, without)]
    assert left[1] < left[0] and shapes.FRAME[0] < WEST


# --- shared countries ------------------------------------------------------------------------


def test_each_combination_of_actions_has_a_row_with_its_countries(some):
    page = drawn("shared_countries", some)
    named = named_in(some)
    wanted: dict[frozenset, set[str]] = {}
    for code, cases in named.items():
        wanted.setdefault(frozenset(cases), set()).add(places.name(code))
    dots = {frozenset(gid.split(":")[2].split("+")) for gid in by_gid(page, "mark:in:")}
    assert dots == set(wanted)
    for cases, names in wanted.items():
        key = next(
            gid.split(":")[2] for gid in by_gid(page, "mark:in:") if frozenset(gid.split(":")[2].split("+")) == cases
        )
        lines = [box.what for box in texts(page) if box.gid == f"names:{key}"]
        assert set(" ".join(lines).replace(words.BOUND, " ").rstrip(",").split(", ")) == names
        assert by_gid(page, f"count:{key}")[f"count:{key}"].get_text() == str(len(names))


def test_a_dot_stands_for_an_action_of_the_combination_and_a_ring_for_each_other(some):
    page = drawn("shared_countries", some)
    for way in ("in", "out"):
        for gid, mark in by_gid(page, f"mark:{way}:").items():
            _, _, combination, case = gid.split(":")
            assert (case in combination.split("+")) == (way == "in")
            others = [box_of(other).middle[0] for other_gid, other in by_gid(page, "mark:").items()
                      if other_gid.endswith(f":{case}")]  # fmt: skip
            assert max(others) - min(others) < 0.01
            line = by_gid(page, f"line:{combination}").get(f"line:{combination}")
            assert (mark.get_facecolor()[:3] != mark.get_edgecolor()[:3]) or way == "in"
            assert line is None or line.get_zorder() < mark.get_zorder()


def test_rows_go_from_the_most_actions_to_the_fewest(some):
    page = drawn("shared_countries", some)
    heights = {gid.split(":")[2]: box_of(mark).middle[1] for gid, mark in by_gid(page, "mark:in:").items()}
    order = [len(key.split("+")) for key in sorted(heights, key=heights.get, reverse=True)]
    assert order == sorted(order, reverse=True)


def test_only_lists_that_are_too_long_are_cut_and_then_say_how_many_are_left_out():
    names = tuple(places.name(code) for code in EUROPE)
    whole = cut_short(names[:3], 6, 14, 1, "x")
    assert whole == [", ".join(names[:3])]
    for most in (1, 2, 3):
        lines = cut_short(names, 6, 14, most, "x")
        said = " ".join(lines).replace(words.BOUND, " ")
        shown, more = re.fullmatch(r"(.*) and (\d+) more; all in x\.csv", said).groups()
        assert len(lines) <= most and len(shown.split(", ")) + int(more) == len(names)


@pytest.mark.parametrize("actions", [7, 40])
def test_above_six_actions_countries_are_listed_by_how_many_actions_name_them(actions):
    made = spread(actions, EUROPE)
    said = words_of(draw("shared_countries", made))
    for number, codes in Counter(len(cases) for cases in named_in(made).values()).items():
        assert re.search(rf"{words.count(number)} actions? {codes}\b", said)


# --- all three -------------------------------------------------------------------------------


def claims(book) -> dict[str, str]:
    """What each headline must say, recounted from the rows of countries.csv."""
    named, of = named_in(book), len(book.cases)
    everywhere = [code for code, cases in named.items() if len(cases) == of]
    return {
        "named": str(len(named)),
        "everywhere": str(len(everywhere)),
        "back": str(sum(len(cases) > 1 for cases in named.values())),
        "eu": str(sum(places.in_eu(code, date(2020, 7, 1)) for code in named)),
        "names": sorted(places.in_prose(code) for code in everywhere),
        "elsewhere": sorted({len(cases) for cases in named.values() if len(cases) < of}),
    }


def number_in(text: str) -> str:
    """The first number of a text in digits."""
    first = re.match(r"\w+", text)[0].lower()
    return str(words.SMALL.index(first)) if first in words.SMALL else first


def names_in(text: str) -> list[str]:
    return sorted(
        name[0].lower() + name[1:] if name.startswith("The ") else name for name in re.split(", | and ", text)
    )


def test_every_headline_is_true_for_every_choice_of_actions(some):
    of, true = len(some.cases), claims(some)
    by_action, on_map, shared = (drawn(name, some).headline.replace(words.BOUND, " ") for name in DRAWN)
    if of == 1:
        title = some.cases["short_title"].iloc[0]
        assert all(line.startswith(f"{title}: ") for line in (by_action, on_map, shared))
        told = [line.removeprefix(f"{title}: ") for line in (by_action, on_map, shared)]
        assert {number_in(line) for line in told} == {true["named"]}
        which = re.search(r"(\w+) of them in the EU", told[0])[1]
        counted = {"all": true["named"], "none": "0"}.get(which) or number_in(which)
        assert counted == true["eu"]
        assert number_in(told[1].split(", in ")[1]) == str(some.countries["role"].nunique())
        return
    which = "both actions" if of == 2 else f"all {words.count(of)} actions"
    assert which in by_action and which in on_map
    head, tail = by_action.split("; ")
    if true["names"] and len(true["names"]) <= 4:
        assert names_in(re.split(" (?:is|are) named", head)[0]) == true["names"]
        assert names_in(on_map.split(": ")[1]) == true["names"]
        assert (
            names_in(re.split(": |; ", shared)[1].removesuffix(f" in {which.removesuffix(' actions')}"))
            == true["names"]
        )
    else:
        assert number_in(head) == true["everywhere"]
    assert number_in(tail) == str(int(true["named"]) - int(true["everywhere"]))
    assert number_in(on_map) == true["everywhere"]
    span = [words.count(number) for number in true["elsewhere"]]
    assert tail.split(" in ")[1].split()[0] == span[0] and tail.split()[-1] in (span[-1], "each")
    assert shared.startswith(f"{words.capital(sentences.out_of(int(true['back']), int(true['named'])))} countries")


@pytest.mark.parametrize(
    ("lines", "headlines"),
    [
        (["case-1 FR takedown", "case-2 DE takedown"],
         ["No country is named in both actions", "No country is named in both actions",
          "No country is named in both actions"]),
        (["case-1 NL takedown", "case-2 NL lead"],
         ["The Netherlands is named in both actions; no other country is named",
          "One country is named in both actions: the Netherlands",
          "One country is named, and it is in both actions: the Netherlands"]),
        (["case-1 FR lead", "case-2 DE lead", "case-3 IT lead"],
         ["No country is named in more than one of the three actions"] * 2
         + ["No country is named in more than one action"]),
        (["case-1 FR lead", "case-2 FR lead", "case-3 IT lead"],
         ["No country is named in all three actions; France is in two"] * 2
         + ["1 of 2 countries is named in more than one action; none in all three"]),
        (["case-1 CZ lead"],
         ["Amber 1: one country is named, the Czech Republic", "Amber 1: one country is named, in one role",
          "Amber 1: one country is named; nothing to share"]),
    ],
)  # fmt: skip
def test_headlines_where_nothing_or_everything_is_shared(lines, headlines):
    cases = sorted({line.split()[0] for line in lines})
    made = made_up_book(cases, (), days(cases), rows(*lines))
    found = [draw(name, made).headline.replace(words.BOUND, " ") for name in DRAWN]
    assert [re.sub("^One of two", "1 of 2", line) for line in found] == headlines


def test_no_headline_and_no_alternative_text_says_that_a_country_took_part(some):
    for name in DRAWN:
        page = drawn(name, some)
        assert not re.search("took part|involved|participat", f"{words_of(page)} {page.alt}")
        assert not re.search(r"\b(blue|grey|dots?|star|square|colou?r)\b", page.alt)
        assert 20 <= len(page.alt.split()) <= 130 and page.headline in page.alt


def test_nothing_overlaps_leaves_the_page_or_is_too_small(some):
    for name in DRAWN:
        assert Drawn(drawn(name, some)).faults() == []


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("actions", [1, 2, 4, 6, 7, 12, 40])
def test_everything_can_be_read_with_many_countries_and_many_actions(name, actions):
    assert Drawn(draw(name, spread(actions, [*EUROPE, "US", "KR", "JP", "HK"]), "dark")).faults() == []


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize(
    "made",
    [
        lambda: collection(12, 5),
        lambda: spread(6, EUROPE, names=[LONG[:80]] * 6),
        lambda: spread(4, EUROPE, names=["W" * 80, "Ж" * 80, *HOSTILE[:2]]),
        lambda: spread(1, EUROPE, names=["W" * 80]),
        lambda: spread(2, ["FR"]),
        lambda: spread(3, [country.alpha_2 for country in pycountry.countries][::2]),
    ],
    ids=["collection", "long names", "hostile names", "one long name", "one country", "half the world"],
)
def test_everything_can_be_read_whatever_the_names_are(name, made):
    page = draw(name, made())
    assert Drawn(page).faults() == []
    assert saving.render(page, "svg")


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_twice_a_figure_has_the_same_bytes(name, four):
    for form in saving.FORMS:
        assert saving.render(drawn(name, four), form) == saving.render(draw(name, four), form)


def test_an_action_for_which_no_country_is_named_still_counts():
    lines = [f"{case} {code} takedown" for case in ids(2) for code in ("FR", "MT")]
    made = made_up_book(ids(3), (), days(ids(3)), rows(*lines, "case-1 IT lead"))
    by_action, on_map, shared = (draw(name, made) for name in DRAWN)
    told = "No country is named in all three actions; France and Malta are in two"
    assert by_action.headline == on_map.headline == told
    assert shared.headline == "Two of three countries are named in more than one action; none in all three"
    assert "of 3" in words_of(by_action)


# --- in prose --------------------------------------------------------------------------------


def test_the_sentences_on_countries_count_as_the_rows_do(some):
    table, shared, true = compare.countries(some), compare.shared_countries(some), claims(some)
    told = sentences.membership(table).replace(words.BOUND, " ")
    assert f" names {words.count(int(true['named']))} countries" in told
    if true["eu"] != "0":
        assert f"{words.count(int(true['eu']))} members of the EU" in told
    back = [*sentences.coming_back(table, eu=True), *sentences.coming_back(table, eu=False)]
    mentioned = sum(len(names_in(re.split(", (?:each )?in ", line)[0])) for line in back)
    assert mentioned == int(true["back"])
    assert len(sentences.by_role(table)) == some.countries["role"].nunique()
    assert len(sentences.combinations(shared)) == int((shared["actions"] > 1).sum())


def test_the_table_of_countries_has_a_row_for_each_with_its_roles_in_words(four):
    table = sentences.country_table(compare.countries(four)).set_index("country")
    assert set(table.index) == set(named_in(four))
    assert table.loc["CH", "membership"] == "other" and table.loc["FR", "membership"] == "EU member"
    assert table.loc["SE", "roles"].startswith("Pay-TV streaming: parallel investigation, servers taken down; Sparks")
