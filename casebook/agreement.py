"""Where sources agree and where not, by code: every table here is about all that is stated, whatever the rule.

Two statements are compared only if they are about the same key (`casebook.rules.keys`): one case, measure, rate and
scope. Their class comes from their ranges, units and dates:

    same                    the same range, the same estimate, or the same words
    compatible              both can be true: one is looser than the other, or their ranges overlap, or words differ;
                            an estimate has no bounds, so it excludes no statement about the number that it names
    different bound         one number, and bounds that exclude each other: "over 60" and 60, "close to" and "more than"
    different number        numbers that cannot both be true, or an estimate beside another number
    different unit          another currency or rate; or the same number, of the same group, given for something else
    different date, different country list, only one source

Agreement is counted by origin (`casebook.rules.origins`), among those that speak in one unit. An origin speaks by its
own pages and by word for word copies of them; only where there are none, by those who repeat it. That a page repeats
its origin otherwise than the origin speaks (`retold`), or that an origin speaks in two ways (`own`), is told apart, and
is no disagreement between origins. Whoever prints a statement is named with it (`voice`): what only a page says that
repeats an origin is never put in the origin's mouth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache, wraps
from itertools import combinations, groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from casebook import bounds, compare, dates, places, rules, walk, words
from casebook.bounds import Amount
from casebook.data import Book
from casebook.tables import uncollected

SAME, COMPATIBLE, NUMBER, UNIT, BOUND, DATE, LIST, ONE = (
    "same",
    "compatible",
    "different number",
    "different unit",
    "different bound",
    "different date",
    "different country list",
    "only one source",
)
CLASSES = (SAME, COMPATIBLE, NUMBER, UNIT, BOUND, DATE, LIST, ONE)
CONFLICTS = (NUMBER, BOUND, DATE, LIST)
VERDICTS = {"conflict": CONFLICTS, "unit": (UNIT,), "looser": (COMPATIBLE,), "agree": (SAME,), "single": ()}
OWN_DAY = "announced"  # each source makes the action public for itself, on a day of its own
ONCE = ("action_day", "investigation_opened", "parallel_investigation_opened", "group_active")  # others may recur
READINGS = ("lead",)  # roles that are our reading of the text: two sources cannot agree on them
OF_SOURCES = ("publisher", "kind", "published", "language")  # what is told of the source of a statement
OWN_KINDS = ("republished",)  # copies word for word

Row = dict
COMPARED = ("qualifier", "value", "value_high", "unit", "per", "as_printed")  # by what figures are compared
SPEAKING = ("source", "page", "origin", "voice", "repeats")  # and by whom they are stated
COUNTED = ("statements", "sources", "origins", "by", "classes", "retold", "own", "verdict")


def once(table: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """A table of a book that is made once; each caller gets one of its own: pandas copies on write what two share."""

    @wraps(table)
    def made(book: Book, *of) -> pd.DataFrame:
        known = vars(book).setdefault("compared", {})
        if (table, of) not in known:
            with uncollected():
                known[table, of] = table(book, *of)
        return known[table, of].copy(deep=False)

    return made


# --- two statements --------------------------------------------------------------------------


def of_figures(one: Row, other: Row) -> str:
    """The class of two rows of measures.csv about one key."""
    if one["unit"] != other["unit"] or one["per"] != other["per"]:
        return UNIT
    if "about" in (one["qualifier"], other["qualifier"]):
        return _of_estimates(one, other)
    mine, yours = (bounds.interval_of(row["qualifier"], row["value"], row["value_high"]) for row in (one, other))
    if mine == yours:
        return SAME if _words(one) == _words(other) else COMPATIBLE
    if not mine.apart(yours):
        return COMPATIBLE
    return BOUND if one["value"] == other["value"] else NUMBER


def _words(row: Row) -> str:
    """What a statement says that is no number: two words for some may mean more and fewer."""
    return row["as_printed"].casefold() if row["qualifier"] == "unquantified" else ""


def _of_estimates(one: Row, other: Row) -> str:
    """An estimate has no bounds: it is compatible with what names its number, and with a range that holds it."""
    if one["value"] == other["value"]:
        return SAME if one["qualifier"] == other["qualifier"] else COMPATIBLE
    estimate, row = (one, other) if one["qualifier"] == "about" else (other, one)
    if row["qualifier"] == "about":
        return NUMBER
    held = estimate["value"] in bounds.interval_of(row["qualifier"], row["value"], row["value_high"])
    return COMPATIBLE if held else NUMBER


def of_dates(one: Row, other: Row) -> str:
    """The class of two rows of events.csv about one kind of step: what is not dated contradicts no date."""
    if one["date"] == other["date"]:
        return SAME
    if not (one["date"] and other["date"]):
        return COMPATIBLE
    mine, yours = dates.parse(one["date"]), dates.parse(other["date"])
    if mine.within(yours) and yours.within(mine):
        return SAME
    return DATE if mine.apart(yours) else COMPATIBLE


# --- all statements --------------------------------------------------------------------------


@once
def figures(book: Book) -> pd.DataFrame:
    """Every figure that any source states of the chosen cases, by case and measure, the first source of each key first.

    Columns: those of measures.csv, then `short_title, label, group, reading` (its range), `short` (its number with its
    word of doubt), `said` (its words, or in another language the same as `short`); of the source `publisher, kind,
    published, language, page`; `origin` (its publisher), `repeats` (True: neither an own page of the origin nor a copy
    of one), `voice` (who prints it, and after whom); `key` (a number for each), `verdict` of the key; `class` (against
    the first statement of the key, "only one source" where it has no other); `shown` (True: the facts by the book's
    rule rest on this source); `superseded`.
    """
    rows, judged = _arranged(book), keys(book)
    rows["class"] = _classes(rows)
    rows["verdict"] = rows["key"].map(dict(walk.tuples(judged, "key", "verdict")))
    shown = _shown(book.measures, book)
    asked = walk.tuples(rules.keys(rows, book.sources), *rules.QUESTION)
    rows["shown"] = [(what, source) in shown for what, source in zip(asked, walk.cells(rows["source"]), strict=True)]
    return rows


@once
def _arranged(book: Book) -> pd.DataFrame:
    rows, numbers = _stated(book, "measures"), {}
    asked = walk.tuples(rules.keys(rows, book.sources), *rules.QUESTION)
    rows["key"] = [numbers.setdefault(what, len(numbers)) for what in asked]
    rows["label"] = rows["measure"].map(book.terms("measure"))
    rows["group"] = rows["measure"].map(_groups(book))
    said = [
        (qualifier, value, high, unit, printed if qualifier == "unquantified" else "")
        for qualifier, value, high, unit, printed in walk.tuples(
            rows, "qualifier", "value", "value_high", "unit", "as_printed"
        )
    ]
    rows["reading"] = walk.each(_reading, said)
    rows["short"] = walk.each(_short, said)
    printed = walk.each(lambda text: words.loose(words.quoted(text)), walk.cells(rows["as_printed"]))
    rows["said"] = rows["short"].mask(rows["language"] == "en", pd.Series(printed, rows.index, dtype=object))
    return _in_order(rows, book)


@lru_cache(maxsize=65536)
def _reading(said: tuple) -> str:
    """The range that a statement stands for, of its qualifier, numbers, unit and, where there is no number, words."""
    qualifier, value, high, unit, printed = said
    if qualifier == "unquantified":
        return words.loose(words.quoted(printed))
    interval = bounds.interval_of(qualifier, value, high)
    return words.amount_in_unit(Amount(interval, None if interval else value, unit=unit))


def _short(said: tuple) -> str:
    """The number with its word of doubt, in our language, so that "close to" stays so."""
    qualifier, *rest = said
    return f"close to {_reading(('exact', *rest))}" if qualifier == "nearly" else _reading(said)


def _shown(facts: pd.DataFrame, book: Book) -> set[tuple]:
    """Which sources the facts rest on, for each key."""
    cells = walk.cells(facts["source"])
    first = facts.assign(source=walk.each(rules.first_source, cells))
    asked = walk.tuples(rules.keys(first, book.sources), *rules.QUESTION)
    return {(what, source) for what, cell in zip(asked, cells, strict=True) for source in rules.named(cell)}


@once
def _stated(book: Book, table: str) -> pd.DataFrame:
    """The statements of one table with what is known of their sources."""
    rows, speakers = getattr(book.stated, table), _speakers(book)
    titles = dict(zip(book.cases["case"], book.cases["short_title"], strict=True))
    place = {source: number for number, source in enumerate(walk.cells(speakers["source"]))}
    told = speakers.drop(columns="source").iloc[[place[source] for source in walk.cells(rows["source"])]]
    told.insert(0, "short_title", [titles.get(case, "All the actions") for case in walk.cells(rows["case"])])
    return pd.concat([rows, told.set_axis(rows.index)], axis="columns")


@once
def _speakers(book: Book) -> pd.DataFrame:
    """What is known of each source, and by whom it speaks."""
    rows, origins, pages = book.sources, rules.origins(book.sources), rules.pages(book.sources)
    told = rows[["source", *OF_SOURCES]].copy()
    publishers = dict(walk.tuples(rows, "source", "publisher"))
    told["origin"] = [publishers[origins[source]] for source in rows["source"]]
    told["repeats"] = ~((told["publisher"] == told["origin"]) | told["kind"].isin(OWN_KINDS))
    told["page"] = told["source"].map(pages)
    said = walk.tuples(told, "publisher", "origin", "repeats")
    told["voice"] = [f"{publisher} after {origin}" if repeats else origin for publisher, origin, repeats in said]
    told["superseded"] = told["source"].isin(set(rows["supersedes"]) - {""})
    return told


def _groups(book: Book) -> dict[str, str]:
    """For each measure the group of its unit."""
    codebook = book.codebook
    home = {unit: row.term for row in codebook[codebook["column"] == "group"].itertuples() for unit in row.unit.split()}
    measures = codebook[codebook["column"] == "measure"]
    return {row.term: home.get(row.unit, "other") for row in measures.itertuples()}


def _in_order(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """By case, measure and key; within a key origins as they come first, each with those that repeat it."""
    cases = {case: place for place, case in enumerate(["", *book.cases["case"]])}
    measures = {measure: place for place, measure in enumerate(book.terms("measure"))}
    ranks = rules.ranks(book.sources)
    places_ = [cases[case] * len(measures) + measures[what] for case, what in walk.tuples(rows, "case", "measure")]
    rank = rows["source"].map(ranks) + rows["superseded"] * len(ranks)
    first = rank.groupby([rows["key"], rows["origin"]]).transform("min")
    order = np.lexsort([rank, rows["repeats"], first, rows["key"], places_])
    return rows.iloc[order].reset_index(drop=True)


def _classes(rows: pd.DataFrame) -> list[str]:
    several = rows["key"].duplicated(keep=False)
    stated = walk.records(rows[several], "key", *COMPARED)
    compared = (
        name
        for _, (first, *others) in groupby(stated, key=itemgetter("key"))
        for name in (SAME, *(of_figures(row, first) for row in others))
    )
    return [next(compared) if more else ONE for more in several]


# --- keys ------------------------------------------------------------------------------------


@once
def keys(book: Book) -> pd.DataFrame:
    """One row a key of figures: how many say it, and whether they agree.

    Columns: `key, case, short_title, measure, label, group, scope, country, per, statements, sources` (pages),
    `origins` (how many, of those that speak in one unit), `verdict` (conflict, unit, looser, agree, single), `classes`
    (a tuple: those that occur between origins), `retold` and `own` (the same between an origin and those who repeat
    it, and between its own pages, without same), `also` (a tuple of (label, said, voice): the same number given for
    something else in the case), `by` (the origins, a tuple).
    """
    live, alike = _live(book), walk.grouped(walk.records(_alike(book)), itemgetter("case", "group"))
    stated = walk.records(live, "key", "case", "measure", "group", "scope", *COMPARED, *SPEAKING)
    found = [_key(list(group), alike) for _, group in groupby(stated, key=itemgetter("key"))]
    columns = ["key", "case", "short_title", "measure", "label", "group", "scope", "per", "country"]
    about = live[columns].drop_duplicates("key").reset_index(drop=True)
    about["country"] = about["country"].where(about["scope"] != "", "")
    return pd.concat([about, walk.frame(found, [*COUNTED, "also"])], axis="columns")


def _key(stated: Sequence[Row], alike: dict[tuple, list[Row]]) -> Row:
    """What the statements of one key come to; `also`: the same number given for something else."""
    row, also = _counted(stated, of_figures), _also(stated, alike)
    if row["verdict"] == "single" and {other["origin"] for other in also} - set(row["by"]):
        row["verdict"] = "unit"
    return row | {"also": tuple(dict.fromkeys((other["label"], other["said"], other["voice"]) for other in also))}


def _live(book: Book) -> pd.DataFrame:
    rows = _arranged(book)
    return rows[~rows["superseded"]]


@once
def _alike(book: Book) -> pd.DataFrame:
    """The statements of cases as wholes that give one number for several measures of a group, and that `number`."""
    live = _live(book)
    wholes = live[(live["case"] != "") & (live["scope"] == "") & (live["per"] == "")]
    given, measures = [], {}
    for case, group, measure, value, unit in walk.tuples(wholes, "case", "group", "measure", "value", "unit"):
        given.append((case, group, _number(value, unit)))
        measures.setdefault(given[-1], set()).add(measure)
    found = wholes.assign(number=[number for _, _, number in given])
    return found[[what[-1] is not None and len(measures[what]) > 1 for what in given]]


def _counted(stated: Sequence[Row], compare: Callable[[Row, Row], str]) -> dict:
    """How many say one thing, how often they agree, and the verdict: what is not the same unit decides nothing."""
    if len(stated) == 1:
        return ALONE | {"by": (stated[0]["origin"],)}
    voices = _voices(stated)
    between = {compare(*pair) for one, two in combinations(voices.values(), 2) for pair in _pairs(one, two)}
    comparable = between - {UNIT} or between
    verdict = next((name for name, classes in VERDICTS.items() if comparable & set(classes)), "single")
    by = _in_one_unit(voices)
    return {
        "statements": len(stated),
        "sources": len({row["page"] for row in stated}),
        "origins": len(by),
        "by": by,
        "classes": _listed(between),
        "retold": _listed(_within(stated, compare, repeated=True)),
        "own": _listed(_within(stated, compare, repeated=False)),
        "verdict": verdict,
    }


ALONE = dict(zip(COUNTED, (1, 1, 1, (), (), (), (), "single"), strict=True))  # of one statement, all but who says it


def _in_one_unit(voices: dict[str, list[Row]]) -> tuple[str, ...]:
    """The origins that speak in the unit that most of them use: euros do not confirm kroner."""
    units: dict[str, dict] = {}
    for origin, rows in voices.items():
        for row in rows:
            units.setdefault(row.get("unit", ""), {})[origin] = True
    return tuple(max(units.values(), key=len, default=()))


def _voices(stated: Iterable[Row]) -> dict[str, list[Row]]:
    """By what each origin speaks: its own pages and copies; those who repeat it where there are none."""
    pages: dict[str, list[Row]] = {}
    for row in stated:
        pages.setdefault(row["origin"], []).append(row)
    return {origin: [row for row in rows if not row["repeats"]] or rows for origin, rows in pages.items()}


def _pairs(one: Iterable[Row], two: Iterable[Row]) -> Iterable[tuple[Row, Row]]:
    return ((mine, yours) for mine in one for yours in two)


def _within(stated: Iterable[Row], compare: Callable[[Row, Row], str], repeated: bool) -> set[str]:
    """The classes between pages of one origin that do not say the same: its own ones, or with those that repeat it."""
    return {
        compare(one, two)
        for one, two in combinations(stated, 2)
        if one["origin"] == two["origin"]
        and one["source"] != two["source"]
        and (one["repeats"] or two["repeats"]) == repeated
    } - {SAME}


def _listed(classes: set[str]) -> tuple[str, ...]:
    return tuple(name for name in CLASSES if name in classes)


def _also(stated: Sequence[Row], alike: dict[tuple, list[Row]]) -> list[Row]:
    """The statements that give the same number, of the same group, for another measure of the case as a whole."""
    first = stated[0]
    others = alike.get((first["case"], first["group"]), ())
    if not others or first["scope"] or first["per"]:
        return []
    numbers = {_number(row["value"], row["unit"]) for row in stated}
    return [row for row in others if row["measure"] != first["measure"] and row["number"] in numbers]


def _number(value: Decimal | None, unit: str) -> tuple | None:
    """A number that tells, of money in its currency: 2 million francs are not 2 million euros.

    None: one or none of two things is no sign that they are the same.
    """
    return None if value is None or value <= 1 else (value, unit if unit.isupper() else "")


@once
def one_number(book: Book) -> pd.DataFrame:
    """Where one number is given for several things of a case as a whole: a row for each thing.

    Columns: `case, short_title, group, number` (a tuple of value and currency), `label`, `said` and `voices` (tuples:
    how it is said, and by whom: those only whose own row has that number).
    """
    found: dict[tuple, dict[str, list[Row]]] = {}
    for row in walk.records(_alike(book)):
        found.setdefault((row["case"], row["group"], row["number"]), {}).setdefault(row["label"], []).append(row)
    told = [
        {"case": case, "short_title": group[0]["short_title"], "group": kind, "number": number, "label": label}
        | {
            name: tuple(dict.fromkeys(row[column] for row in group))
            for name, column in (("said", "said"), ("voices", "voice"))
        }
        for (case, kind, number), labels in found.items()
        if len(labels) > 1
        for label, group in labels.items()
    ]
    return pd.DataFrame(told, columns=["case", "short_title", "group", "number", "label", "said", "voices"])


# --- dates -----------------------------------------------------------------------------------


@once
def steps(book: Book) -> pd.DataFrame:
    """One row a kind of step of a case, and country where all statements name theirs: do its dates agree?

    Columns: `case, short_title, event, label, country, statements, sources, origins, by, classes, retold, own,
    verdict`, and `told`, a tuple of (date in words or "not dated", the voices that say so). Of steps that may occur
    more than once the verdict on different dates is "unit": they may be of two steps. The days on which sources made
    the action public are not compared.
    """
    rows = _stated(book, "events")
    rows = rows[(rows["event"] != OWN_DAY) & ~rows["superseded"]]
    labels = book.terms("event")
    found = []
    for (case, event), group in _grouped(rows, ["case", "event"], "short_title", "country", "date", *SPEAKING):
        for country, stated in _by_country(group):
            about = {"case": case, "short_title": stated[0]["short_title"], "event": event, "label": labels[event]}
            counted = _counted(stated, of_dates)
            if counted["verdict"] == "conflict" and event not in ONCE:
                counted["verdict"] = "unit"
            found.append(about | {"country": country} | counted | {"told": _told(stated)})
    columns = ["case", "short_title", "event", "label", "country", "statements", "sources", "origins", "by",
               "classes", "retold", "own", "verdict", "told"]  # fmt: skip
    return walk.frame(found, columns)


def _grouped(rows: pd.DataFrame, by: Sequence[str], *columns: str) -> Iterable[tuple[tuple, list[Row]]]:
    """The rows that have the same cells in some columns, in the order in which they first come, with further ones."""
    return walk.grouped(walk.records(rows, *by, *columns), itemgetter(*by)).items()


def _by_country(stated: list[Row]) -> Iterable[tuple[str, list[Row]]]:
    """What each country did is a step of its own, unless a statement leaves open whose it is."""
    countries = list(dict.fromkeys(row["country"] for row in stated))
    if "" in countries:
        return [("", stated)]
    return [(country, [row for row in stated if row["country"] == country]) for country in countries]


def _told(stated: Iterable[Row]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    said: dict[str, dict] = {}
    for row in stated:
        said.setdefault(_day(row["date"]), {})[row["voice"]] = True
    return tuple((day, tuple(voices)) for day, voices in said.items())


@lru_cache(maxsize=65536)
def _day(edtf: str) -> str:
    return words.when(dates.parse(edtf)) if edtf else "not dated"


# --- countries -------------------------------------------------------------------------------


@once
def lists(book: Book) -> pd.DataFrame:
    """Two lists of countries a row: for each role of a case, each list that differs beside the first source's.

    Columns: `case, short_title, role, label, a` and `b` (who names the list: voices, a tuple), `origins_a, origins_b`,
    `pages` (of both, a tuple), `in_a, in_b, both` (how many countries), `only_in_a, only_in_b` (names, a tuple),
    `class`, `retold` and `own` (True: both have one origin; a page that repeats it is among them, or none is),
    `excludes` (True: a source that counts the countries of its list leaves out one that the other names). A role with
    one list only has one row, with `b` empty, class same or only one source. Roles of `READINGS` are left out, and so
    is a list of one country beside longer ones: a source that tells of its own country names a share.
    """
    rows = _stated(book, "countries")
    rows = rows[~rows["superseded"] & ~rows["role"].isin(READINGS)]
    rows = rows.assign(rank=rows["source"].map(rules.ranks(book.sources)))
    labels, closed = book.terms("role"), _closed(book)
    found = []
    ordered = rows.sort_values("rank", kind="stable")
    for (case, role), group in _grouped(ordered, ["case", "role"], "short_title", "country", *SPEAKING):
        about = {"case": case, "short_title": group[0]["short_title"], "role": role, "label": labels[role]}
        pages: dict[str, list[Row]] = {}
        for row in group:
            pages.setdefault(row["source"], []).append(row)
        named: dict[frozenset, list[Row]] = {}
        for source, page in pages.items():
            countries = frozenset(row["country"] for row in page)
            whole = (case, role, source, len(countries)) in closed
            named.setdefault(countries, []).append(page[0] | {"whole": whole})
        (first, by), *others = _wholes(named)
        found += [about | _two_lists(first, by, other, theirs) for other, theirs in others]
        if not others:
            found.append(about | _one_list(first, by))
    columns = ["case", "short_title", "role", "label", "a", "b", "origins_a", "origins_b", "pages", "in_a", "in_b",
               "both", "only_in_a", "only_in_b", "class", "retold", "own", "excludes"]  # fmt: skip
    return _by_case(walk.frame(found, columns), book)


def _wholes(named: dict[frozenset, list[Row]]) -> list[tuple[frozenset, list[Row]]]:
    """The lists that may be compared: those of more than one country, or counted; else the first."""
    found = [
        (countries, by) for countries, by in named.items() if len(countries) > 1 or any(row["whole"] for row in by)
    ]
    return found or list(named.items())[:1]


def counts(book: Book) -> dict[str, str]:
    """For each role that a measure counts the countries of, that measure."""
    codebook = book.codebook[book.codebook["column"] == "role"]
    return {row.term: row.unit for row in codebook.itertuples() if row.unit}


def _closed(book: Book) -> set[tuple]:
    """Which sources count the countries of a role, and how many they make them."""
    roles = {measure: role for role, measure in counts(book).items()}
    rows = book.stated.measures
    rows = rows[rows["measure"].isin(roles) & (rows["qualifier"] == "exact") & (rows["scope"] == "")]
    found = walk.tuples(rows, "case", "measure", "source", "value")
    return {(case, roles[measure], source, int(value)) for case, measure, source, value in found}


def _by_case(table: pd.DataFrame, book: Book) -> pd.DataFrame:
    rank = {case: place for place, case in enumerate(book.cases["case"])}
    return table.sort_values("case", key=lambda cases: cases.map(rank), kind="stable").reset_index(drop=True)


def _one_list(countries: frozenset, by: Sequence[Row]) -> Row:
    """The same as `_two_lists` for a list that has none beside it."""
    voices, origins, pages = (tuple(dict.fromkeys(row[name] for row in by)) for name in ("voice", "origin", "page"))
    return ALONE_LISTED | {
        "a": voices, "origins_a": origins, "pages": pages, "in_a": len(countries),
        "class": SAME if len(origins) > 1 else ONE,
    }  # fmt: skip


ALONE_LISTED = {
    "b": (), "origins_b": (), "in_b": 0, "both": 0, "only_in_a": (), "only_in_b": (), "retold": False, "own": False,
    "excludes": False,
}  # fmt: skip


def _two_lists(one: frozenset, by: Sequence[Row], other: frozenset, pages: Sequence[Row]) -> Row:
    mine, yours = (tuple(dict.fromkeys(row["origin"] for row in rows)) for rows in (by, pages))
    lacks = [rows for rows, more in ((by, other - one), (pages, one - other)) if more]
    alike, repeated = set(yours) <= set(mine), any(row["repeats"] for row in (*by, *pages))
    return {
        "a": tuple(dict.fromkeys(row["voice"] for row in by)),
        "b": tuple(dict.fromkeys(row["voice"] for row in pages)),
        "origins_a": mine,
        "origins_b": yours,
        "pages": tuple(dict.fromkeys(row["page"] for row in (*by, *pages))),
        "in_a": len(one),
        "in_b": len(other),
        "both": len(one & other),
        "only_in_a": _names(one - other),
        "only_in_b": _names(other - one),
        "class": LIST,
        "retold": alike and repeated,
        "own": alike and not repeated,
        "excludes": any(row["whole"] for rows in lacks for row in rows),
    }


def _names(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(places.name, codes)))


# --- all of it at a glance -------------------------------------------------------------------

PARTS = {"figure": "", "date": "Date: ", "list": "Countries: "}


@once
def matrix(book: Book) -> pd.DataFrame:
    """One row for whatever is stated of each action as a whole: figures, dates of steps, lists of countries.

    Columns: `part` (figure, date, list), `case, short_title, what` (the measure, event or role), `label`, `verdict,
    classes, retold, own` (as in `keys`), `origins, sources` (how many).
    Ordered by part and the codebook, then by action day as all figures are.
    """
    stated = keys(book)
    stated = stated[(stated["case"] != "") & (stated["scope"] == "") & (stated["per"] == "")]
    tables = {
        "figure": stated.assign(what=stated["measure"]),
        "date": steps(book).pipe(lambda table: table.assign(what=table["event"])),
        "list": _of_lists(book),
    }
    columns = ["case", "short_title", "what", "label", "verdict", "classes", "retold", "own", "origins", "sources"]
    table = pd.concat([rows[columns] for rows in tables.values()], ignore_index=True)
    table.insert(0, "part", [part for part, rows in tables.items() for _ in range(len(rows))])
    table["label"] = walk.each("".join, zip(map(PARTS.get, table["part"]), walk.cells(table["label"]), strict=True))
    terms = {term: place for place, term in enumerate(book.codebook["term"])}
    cases = {case: place for place, case in enumerate(compare.actions(book)["case"])}
    order = np.lexsort([
        [cases[case] for case in walk.cells(table["case"])],
        [terms[what] for what in walk.cells(table["what"])],
        np.repeat(range(len(tables)), [len(rows) for rows in tables.values()]),
    ])  # fmt: skip
    return _worst_each(table.iloc[order])


def contested(cells: pd.DataFrame) -> pd.DataFrame:
    """Of a table of `matrix` the rows of all that several origins, or one in several ways, speak of somewhere.

    What differs in most actions comes first.
    """
    severity = ("conflict", "unit", "looser", "agree", "single")
    ranked = []
    for _, group in cells.groupby(["part", "what"], sort=False):
        if (group["verdict"] != "single").any() or _differing(group):
            ranked.append(([-int((group["verdict"] == verdict).sum()) for verdict in severity], group))
    ranked.sort(key=lambda pair: pair[0])
    return pd.concat([group for _, group in ranked] or [cells.head(0)], ignore_index=True)


def _differing(cells: pd.DataFrame) -> bool:
    """Whether pages of one origin contradict each other in any of these cells."""
    return any(not set(names).isdisjoint(CONFLICTS) for column in ("retold", "own") for names in cells[column])


def _of_lists(book: Book) -> pd.DataFrame:
    """The lists of countries of each role as rows of `keys`: a shorter list does not exclude a longer one."""
    table, found = lists(book), []
    for (case, role), pairs in _grouped(table, ["case", "role"], *table.columns.drop(["case", "role"])):
        about = {"case": case, "short_title": pairs[0]["short_title"], "what": role, "label": pairs[0]["label"]}
        if not pairs[0]["b"]:
            found.append(about | _of_one_list(pairs[0]))
            continue
        told = [(_class_of_lists(pair), pair) for pair in pairs]
        by = {origin for pair in pairs for origin in (*pair["origins_a"], *pair["origins_b"])}
        between = {name for name, pair in told if not pair["retold"] and not pair["own"]} if len(by) > 1 else set()
        between |= {SAME} if any(len(pair["origins_a"]) > 1 for pair in pairs) else set()
        verdict = next((name for name, kinds in VERDICTS.items() if between & set(kinds)), "single")
        found.append(
            about
            | {"verdict": verdict, "classes": _listed(between), "origins": len(by)}
            | {"sources": len({page for pair in pairs for page in pair["pages"]})}
            | {kind: _listed({name for name, pair in told if pair[kind]}) for kind in ("retold", "own")}
        )
    columns = ["case", "short_title", "what", "label", "verdict", "classes", "retold", "own", "origins", "sources"]
    return walk.frame(found, columns)


def _of_one_list(alone: Row) -> Row:
    """The same for a list that has none beside it."""
    origins = len(alone["origins_a"])
    agreed = {"verdict": "agree", "classes": (SAME,)} if origins > 1 else {"verdict": "single", "classes": ()}
    return agreed | {"origins": origins, "sources": len(alone["pages"]), "retold": (), "own": ()}


def _class_of_lists(pair: Row) -> str:
    if pair["excludes"] or ((pair["retold"] or pair["own"]) and pair["only_in_b"]):
        return LIST
    return COMPATIBLE if pair["b"] else SAME


def _worst_each(table: pd.DataFrame) -> pd.DataFrame:
    """One row for each action and what is stated, the first of those that differ most (steps of several countries)."""
    severity = {verdict: place for place, verdict in enumerate(VERDICTS)}
    worst = table.assign(place=table["verdict"].map(severity)).sort_values("place", kind="stable")
    kept = worst.drop_duplicates(["part", "case", "what"]).index
    return table[table.index.isin(kept)].reset_index(drop=True)


# --- what only some tell ---------------------------------------------------------------------


@once
def spoken(book: Book) -> pd.DataFrame:
    """How many speak of each action, whatever they state of it, and of all together: the one place that counts them.

    Columns: `case` ("" for all that is chosen, the first row), `short_title, statements, sources` (pages), `origins`.
    A statement about all the actions counts for none of them.
    """
    rows = pd.concat([_stated(book, name)[["case", "page", "origin"]] for name in rules.TABLES], ignore_index=True)
    titles = {"": ""} | dict(zip(book.cases["case"], book.cases["short_title"], strict=True))
    found = pd.DataFrame({"case": list(titles), "short_title": list(titles.values())})
    counted = {"statements": (rows, len(rows))}
    for name, column in (("sources", "page"), ("origins", "origin")):
        counted[name] = (rows.drop_duplicates(["case", column]), rows[column].nunique())
    for name, (each, in_all) in counted.items():
        number = each["case"].value_counts().to_dict() | {"": in_all}
        found[name] = [number.get(case, 0) for case in titles]
    return found


@once
def left_out(book: Book, kind: str = "factsheet") -> pd.DataFrame:
    """What of each case only sources of a kind state, and what only others do: figures, dates of steps, countries.

    Columns: `part, case, short_title, what, label, who` ("only" or "not": stated by that kind alone, or by others and
    not by it), `said` (a tuple: words, dates, or how many countries), `by` (the voices, a tuple), `listed` (how many
    countries the kind names where others count them, else 0). Shares, rates and earlier actions count as well.
    """
    roles = {measure: role for role, measure in counts(book).items()}
    countries = book.stated.countries
    named = countries[countries["source"].isin(set(book.sources[book.sources["kind"] == kind]["source"]))]
    named = named.groupby(["case", "role"])["country"].nunique().to_dict()
    found = []
    told = ("short_title", "label", "kind", "said", "voice")
    for part, rows in _all_parts(book).items():
        groups = walk.grouped(walk.tuples(rows, "case", "what", *told), itemgetter(0, 1))
        for (case, what), group in groups.items():
            _, _, titles, labels, kinds, said, voices = zip(*group, strict=True)
            of_kind = kind in kinds
            if of_kind and set(kinds) != {kind}:
                continue
            counted = part == "figure" and what in roles and not of_kind
            found.append(
                (part, case, titles[0], what, f"{PARTS[part]}{labels[0]}", "only" if of_kind else "not",
                 tuple(dict.fromkeys(said)), tuple(dict.fromkeys(voices)),
                 named.get((case, roles[what]), 0) if counted else 0)
            )  # fmt: skip
    columns = ["part", "case", "short_title", "what", "label", "who", "said", "by", "listed"]
    return pd.DataFrame(found, columns=columns)


def _all_parts(book: Book) -> dict[str, pd.DataFrame]:
    """All that is stated of single actions, superseded pages apart: `what` it is of, its `label`, how it is `said`."""
    events, countries = _stated(book, "events"), _stated(book, "countries")
    events = events[events["event"] != OWN_DAY]
    events["said"] = list(map(_day, walk.cells(events["date"])))
    countries = countries[~countries["role"].isin(READINGS)]
    many = countries.groupby(["case", "role", "source"])["country"].transform("nunique")
    countries["said"] = walk.each(words.countries, many.tolist())
    found = {
        "figure": _arranged(book).assign(what=lambda rows: rows["measure"]),
        "date": events.assign(what=events["event"], label=events["event"].map(book.terms("event"))),
        "list": countries.assign(what=countries["role"], label=countries["role"].map(book.terms("role"))),
    }
    return {part: rows[(rows["case"] != "") & ~rows["superseded"]] for part, rows in found.items()}


@once
def known_when(book: Book) -> pd.DataFrame:
    """One row a source that states anything of the chosen cases, by its day of publication: what was known when.

    Columns: `source, page, published` (EDTF), `publisher, kind, origin, voice, short_titles` (of the cases it speaks
    of, a tuple), `statements` (how many), `new` (a tuple of (short title, label): figures and steps that no source
    before it states). A vague day counts as its last, no day comes last: nothing is said to have been known before it
    surely was.
    """
    tables = {"measures": "measure", "events": "event", "countries": "", "cooperation": ""}
    columns = ["source", "case", "short_title"]
    stated = [
        rows[columns].assign(label=_labelled(rows, column, book))
        for rows, column in ((_stated(book, name), column) for name, column in tables.items())
    ]
    rows = pd.concat(stated, ignore_index=True)
    cases = {case: place for place, case in enumerate(["", *book.cases["case"]])}
    rows = rows.iloc[np.argsort([cases[case] for case in walk.cells(rows["case"])], kind="stable")]
    groups = walk.grouped(walk.tuples(rows, "source", "short_title", "label"), itemgetter(0))
    about = {row["source"]: row for row in walk.records(_speakers(book)) if row["source"] in groups}
    known: set[tuple[str, str]] = set()
    found = []
    for source, row in sorted(about.items(), key=lambda pair: (_surely(pair[1]["published"]), pair[0])):
        told = dict.fromkeys((title, label) for _, title, label in groups[source])
        found.append(
            row
            | {"short_titles": tuple(dict.fromkeys(title for title, _ in told)), "statements": len(groups[source])}
            | {"new": tuple(what for what in told if what[1] and what not in known)}
        )
        known.update(told)
    columns = ["source", "page", "published", "publisher", "kind", "origin", "voice", "short_titles", "statements",
               "new"]  # fmt: skip
    return walk.frame(found, columns)


def _labelled(rows: pd.DataFrame, column: str, book: Book) -> list[str]:
    """What figures and steps are called; "" for what a source only names."""
    labels = book.terms(column) if column else {}
    return (
        [labels[term] if term != OWN_DAY else "" for term in walk.cells(rows[column])] if column else [""] * len(rows)
    )


def _surely(published: str) -> str:
    last = dates.parse(published).latest if published else None
    return last.isoformat() if last else "9999"


# --- all of it for one action ----------------------------------------------------------------


class Compared(NamedTuple):
    """All tables that tell how the sources of an action differ, each by the function of its name."""

    figures: pd.DataFrame
    keys: pd.DataFrame
    steps: pd.DataFrame
    lists: pd.DataFrame
    one_number: pd.DataFrame
    spoken: pd.DataFrame


def compared(book: Book) -> Compared:
    """What the sources of a book state and where they differ."""
    return Compared(figures(book), keys(book), steps(book), lists(book), one_number(book), spoken(book))


def beside(book: Book) -> dict[tuple[str, str], Row]:
    """For each (case, measure) as a whole its row of `keys`, as a dict."""
    found = keys(book)
    found = found[(found["scope"] == "") & (found["per"] == "")]
    return {(row["case"], row["measure"]): row for row in walk.records(found)}
