"""Where sources agree and where not, by code: every table here is about all that is stated, whatever the rule.

Two statements are compared only if they are about the same key (`casebook.rules.keys`): one case, measure, rate and
scope. Their class comes from their ranges, units and dates:

    same                    the same range, the same estimate, or the same words
    compatible              both can be true: one is looser than the other, or their ranges overlap, or words differ
    different bound         one number, and bounds that exclude each other: "over 60" and 60, "close to" and "more than"
    different number        numbers that cannot both be true
    different unit          another currency or rate; or the same number, of the same group, given for something else
    different date, different country list, only one source

Agreement is counted by origin (`casebook.rules.origins`). An origin speaks by its own pages and by word for word
copies of them; only where there are none, by those who repeat it. That a page repeats its origin otherwise than the
origin speaks is told apart (`retold`), and is no disagreement between origins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, groupby

import pandas as pd

from casebook import bounds, dates, places, rules, words
from casebook.data import Book

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
COUNTS = {"takedown": "countries_with_takedowns", "server_location": "countries_with_servers"}
OWN_KINDS = ("republished",)  # copies word for word

Row = dict


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
    """An estimate has no bounds: a range is compatible with it where it holds the number that is estimated."""
    if one["qualifier"] == other["qualifier"]:
        return SAME if one["value"] == other["value"] else NUMBER
    estimate, row = (one, other) if one["qualifier"] == "about" else (other, one)
    if estimate["value"] in bounds.interval_of(row["qualifier"], row["value"], row["value_high"]):
        return COMPATIBLE
    return BOUND if one["value"] == other["value"] else NUMBER


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


def figures(book: Book) -> pd.DataFrame:
    """Every figure that any source states of the chosen cases, by case and measure, the first source of each key first.

    Columns: those of measures.csv, then `short_title, label, group, reading`; of the source `publisher, kind,
    published, language`; `origin` (its publisher), `repeats` (True: neither an own page of the origin nor a copy of
    one); `key` (a number for each), `verdict` of the key; `class` (against the first statement of the key, "only one
    source" where it has no other); `shown` (True: the facts by the book's rule rest on this source); `superseded`.
    """
    rows = _arranged(book)
    rows["class"] = _classes(rows, of_figures)
    rows["verdict"] = rows["key"].map(dict(_judged(rows)[["key", "verdict"]].itertuples(index=False)))
    shown = _shown(book.measures, book)
    asked = rules.keys(rows, book.sources)[rules.QUESTION].itertuples(index=False, name=None)
    rows["shown"] = [(what, source) in shown for what, source in zip(asked, rows["source"], strict=True)]
    return rows


def _arranged(book: Book) -> pd.DataFrame:
    rows = _stated(book, "measures")
    keys = rules.keys(rows, book.sources)[rules.QUESTION]
    rows["key"] = keys.groupby(rules.QUESTION, sort=False).ngroup()
    rows["label"] = rows["measure"].map(book.terms("measure"))
    rows["group"] = rows["measure"].map(_groups(book))
    rows["reading"] = [_reading(row) for row in rows.to_dict("records")]
    return _in_order(rows, book)


def _reading(row: Row) -> str:
    """The range that a statement stands for; the words themselves where there is no number."""
    if row["qualifier"] == "unquantified":
        return words.quoted(row["as_printed"])
    return words.amount_in_unit(bounds.amount_of(row))


def _shown(facts: pd.DataFrame, book: Book) -> set[tuple]:
    """Which sources the facts rest on, for each key."""
    first = facts.assign(source=facts["source"].map(rules.first_source))
    asked = rules.keys(first, book.sources)[rules.QUESTION].itertuples(index=False, name=None)
    return {(what, source) for what, cell in zip(asked, facts["source"], strict=True) for source in rules.named(cell)}


def _stated(book: Book, table: str) -> pd.DataFrame:
    """The statements of one table with what is known of their sources."""
    rows = getattr(book.stated, table).copy()
    sources = book.sources.set_index("source")
    titles = dict(zip(book.cases["case"], book.cases["short_title"], strict=True))
    origins = rules.origins(book.sources)
    rows["short_title"] = rows["case"].map(titles).fillna("All the actions")
    for column in ("publisher", "kind", "published", "language"):
        rows[column] = rows["source"].map(sources[column])
    rows["origin"] = [sources["publisher"][origins[source]] for source in rows["source"]]
    own = (rows["publisher"] == rows["origin"]) | rows["kind"].isin(OWN_KINDS)
    rows["repeats"] = ~own
    rows["superseded"] = rows["source"].isin(set(book.sources["supersedes"]) - {""})
    return rows


def _groups(book: Book) -> dict[str, str]:
    """For each measure the group of its unit."""
    codebook = book.codebook
    home = {unit: row.term for row in codebook[codebook["column"] == "group"].itertuples() for unit in row.unit.split()}
    measures = codebook[codebook["column"] == "measure"]
    return {row.term: home.get(row.unit, "other") for row in measures.itertuples()}


def _in_order(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """By case, measure and key; within a key origins as they come first, each with those that repeat it."""
    rank = rules.ranks(book.sources)
    cases = {case: place for place, case in enumerate(["", *book.cases["case"]])}
    measures = {measure: place for place, measure in enumerate(book.terms("measure"))}
    rows["place"] = rows["case"].map(cases) * len(measures) + rows["measure"].map(measures)
    rows["rank"] = rows["source"].map(rank) + rows["superseded"] * len(rank)
    rows["first"] = rows.groupby(["key", "origin"])["rank"].transform("min")
    rows = rows.sort_values(["place", "key", "first", "repeats", "rank"], kind="stable")
    return rows.drop(columns=["place", "rank", "first"]).reset_index(drop=True)


def _classes(rows: pd.DataFrame, compare: Callable[[Row, Row], str]) -> list[str]:
    found = []
    for _, key in groupby(rows.to_dict("records"), key=lambda row: row["key"]):
        first, *others = key
        found += [ONE if not others else SAME, *(compare(row, first) for row in others)]
    return found


# --- keys ------------------------------------------------------------------------------------


def keys(book: Book) -> pd.DataFrame:
    """One row a key of figures: how many say it, and whether they agree.

    Columns: `key, case, short_title, measure, label, group, scope, country, per, statements, sources, origins` (how
    many of each), `verdict` (conflict, unit, looser, agree, single), `classes` (a tuple: those that occur between
    origins), `retold` (a tuple: those that occur between pages of one origin, without same), `also` (a tuple of
    (label, reading, origin): the same number given for something else in the case), `by` (the origins, a tuple).
    """
    return _judged(_arranged(book))


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    live = [row for row in rows.to_dict("records") if not row["superseded"]]
    wholes: dict[tuple, list[Row]] = {}
    for row in live:
        if row["case"] and not row["scope"]:
            wholes.setdefault((row["case"], row["group"]), []).append(row)
    found = []
    for _, group in groupby(live, key=lambda row: row["key"]):
        stated = list(group)
        about = {name: stated[0][name] for name in ("key", "case", "short_title", "measure", "label", "group")}
        about |= {name: stated[0][name] for name in ("scope", "per")}
        about["country"] = stated[0]["country"] if stated[0]["scope"] else ""
        found.append(about | _counted(stated, of_figures) | {"also": _also(stated, wholes)})
    for row in found:
        if row["verdict"] == "single" and {origin for *_, origin in row["also"]} - set(row["by"]):
            row["verdict"] = "unit"
    columns = ["key", "case", "short_title", "measure", "label", "group", "scope", "per", "country", "statements",
               "sources", "origins", "by", "classes", "retold", "verdict", "also"]  # fmt: skip
    return pd.DataFrame(found, columns=columns)


def _counted(stated: Sequence[Row], compare: Callable[[Row, Row], str]) -> dict:
    """How many say one thing, how often they agree, and the verdict: what is not the same unit decides nothing."""
    voices = _voices(stated)
    between = {compare(*pair) for one, two in combinations(voices.values(), 2) for pair in _pairs(one, two)}
    comparable = between - {UNIT} or between
    verdict = next((name for name, classes in VERDICTS.items() if comparable & set(classes)), "single")
    return {
        "statements": len(stated),
        "sources": len({row["source"] for row in stated}),
        "origins": len(voices),
        "by": tuple(voices),
        "classes": _listed(between),
        "retold": _listed(_retold(stated, compare)),
        "verdict": verdict,
    }


def _voices(stated: Iterable[Row]) -> dict[str, list[Row]]:
    """By what each origin speaks: its own pages and copies; those who repeat it where there are none."""
    pages: dict[str, list[Row]] = {}
    for row in stated:
        pages.setdefault(row["origin"], []).append(row)
    return {origin: [row for row in rows if not row["repeats"]] or rows for origin, rows in pages.items()}


def _pairs(one: Iterable[Row], two: Iterable[Row]) -> Iterable[tuple[Row, Row]]:
    return ((mine, yours) for mine in one for yours in two)


def _retold(stated: Iterable[Row], compare: Callable[[Row, Row], str]) -> set[str]:
    """The classes between the pages of one origin that do not say the same."""
    return {
        compare(one, two)
        for one, two in combinations(stated, 2)
        if one["origin"] == two["origin"] and one["source"] != two["source"]
    } - {SAME}


def _listed(classes: set[str]) -> tuple[str, ...]:
    return tuple(name for name in CLASSES if name in classes)


def _also(stated: Sequence[Row], wholes: dict[tuple, list[Row]]) -> tuple[tuple[str, str, str], ...]:
    """The same number, of the same group, that is given for another measure of the case as a whole."""
    numbers = {row["value"] for row in stated if row["value"] is not None and row["value"] > 1}
    first = stated[0]
    found = [
        (row["label"], row["reading"], row["origin"])
        for row in wholes.get((first["case"], first["group"]), ())
        if row["measure"] != first["measure"] and row["value"] in numbers
    ]
    return tuple(dict.fromkeys(found)) if not first["scope"] else ()


# --- dates -----------------------------------------------------------------------------------


def steps(book: Book) -> pd.DataFrame:
    """One row a kind of step of a case, and country where all statements name theirs: do its dates agree?

    Columns: `case, short_title, event, label, country, statements, sources, origins, by, classes, retold, verdict`, and
    `told`, a tuple of (date in words or "not dated", the origins that say so). Of steps that may occur more than once
    the verdict on different dates is "unit": they may be of two steps. The days on which sources made the action
    public are not compared.
    """
    rows = _stated(book, "events")
    rows = rows[(rows["event"] != OWN_DAY) & ~rows["superseded"]]
    labels = book.terms("event")
    found = []
    for (case, event), group in rows.groupby(["case", "event"], sort=False):
        for country, stated in _by_country(group.to_dict("records")):
            about = {"case": case, "short_title": stated[0]["short_title"], "event": event, "label": labels[event]}
            counted = _counted(stated, of_dates)
            if counted["verdict"] == "conflict" and event not in ONCE:
                counted["verdict"] = "unit"
            found.append(about | {"country": country} | counted | {"told": _told(stated)})
    columns = ["case", "short_title", "event", "label", "country", "statements", "sources", "origins", "by",
               "classes", "retold", "verdict", "told"]  # fmt: skip
    return pd.DataFrame(found, columns=columns)


def _by_country(stated: list[Row]) -> Iterable[tuple[str, list[Row]]]:
    """What each country did is a step of its own, unless a statement leaves open whose it is."""
    countries = list(dict.fromkeys(row["country"] for row in stated))
    if "" in countries:
        return [("", stated)]
    return [(country, [row for row in stated if row["country"] == country]) for country in countries]


def _told(stated: Iterable[Row]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    said: dict[str, dict] = {}
    for row in stated:
        day = words.when(dates.parse(row["date"])) if row["date"] else "not dated"
        said.setdefault(day, {})[row["origin"]] = True
    return tuple((day, tuple(origins)) for day, origins in said.items())


# --- countries -------------------------------------------------------------------------------


def lists(book: Book) -> pd.DataFrame:
    """Two lists of countries a row: for each role of a case, each list that differs beside the first source's.

    Columns: `case, short_title, role, label, a` and `b` (who names the list: publishers, a tuple), `origins_a,
    origins_b`, `in_a, in_b, both` (how many countries), `only_in_a, only_in_b` (names, a tuple), `class`, `retold`
    (True: both have one origin), `excludes` (True: a source that counts the countries of its list leaves out one that
    the other names). A role with one list only has one row, with `b` empty, class same or only one source.
    """
    rows = _stated(book, "countries")
    rows = rows[~rows["superseded"]].assign(rank=rows["source"].map(rules.ranks(book.sources)))
    labels, closed = book.terms("role"), _closed(book)
    found = []
    for (case, role), group in rows.sort_values("rank").groupby(["case", "role"], sort=False):
        about = {"case": case, "short_title": group["short_title"].iloc[0], "role": role, "label": labels[role]}
        named: dict[frozenset, list[Row]] = {}
        for source, page in group.groupby("source", sort=False):
            countries = frozenset(page["country"])
            whole = (case, role, source, len(countries)) in closed
            named.setdefault(countries, []).append(page.iloc[0].to_dict() | {"whole": whole})
        (first, by), *others = named.items()
        found += [about | _two_lists(first, by, other, pages) for other, pages in others]
        if not others:
            found.append(about | _two_lists(first, by, frozenset(), []))
    columns = ["case", "short_title", "role", "label", "a", "b", "origins_a", "origins_b", "in_a", "in_b", "both",
               "only_in_a", "only_in_b", "class", "retold", "excludes"]  # fmt: skip
    return _by_case(pd.DataFrame(found, columns=columns), book)


def _closed(book: Book) -> set[tuple]:
    """Which sources count the countries of a role, and how many they make them."""
    roles = {measure: role for role, measure in COUNTS.items()}
    rows = book.stated.measures
    rows = rows[rows["measure"].isin(roles) & (rows["qualifier"] == "exact") & (rows["scope"] == "")]
    return {(row.case, roles[row.measure], row.source, int(row.value)) for row in rows.itertuples()}


def _by_case(table: pd.DataFrame, book: Book) -> pd.DataFrame:
    rank = {case: place for place, case in enumerate(book.cases["case"])}
    return table.sort_values("case", key=lambda cases: cases.map(rank), kind="stable").reset_index(drop=True)


def _two_lists(one: frozenset, by: Sequence[Row], other: frozenset, pages: Sequence[Row]) -> dict:
    mine, yours = (tuple(dict.fromkeys(row["origin"] for row in rows)) for rows in (by, pages))
    lacks = [rows for rows, more in ((by, other - one), (pages, one - other)) if more and pages]
    return {
        "a": tuple(dict.fromkeys(row["publisher"] for row in by)),
        "b": tuple(dict.fromkeys(row["publisher"] for row in pages)),
        "origins_a": mine,
        "origins_b": yours,
        "in_a": len(one),
        "in_b": len(other),
        "both": len(one & other),
        "only_in_a": _names(one - other) if pages else (),
        "only_in_b": _names(other - one),
        "class": LIST if pages else SAME if len(mine) > 1 else ONE,
        "retold": bool(pages) and set(yours) <= set(mine),
        "excludes": any(row["whole"] for rows in lacks for row in rows),
    }


def _names(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(places.name, codes)))


# --- all of it at a glance -------------------------------------------------------------------

PARTS = {"figure": "", "date": "Date: ", "list": "Countries: "}


def matrix(book: Book) -> pd.DataFrame:
    """One row for whatever is stated of each action as a whole: figures, dates of steps, lists of countries.

    Columns: `part` (figure, date, list), `case, short_title, what` (the measure, event or role), `label`, `verdict,
    classes, retold` (as in `keys`), `origins, sources` (how many).
    Ordered by part and the codebook, the actions as they stand in cases.csv.
    """
    stated = keys(book)
    stated = stated[(stated["case"] != "") & (stated["scope"] == "") & (stated["per"] == "")]
    tables = {
        "figure": stated.assign(what=stated["measure"]),
        "date": steps(book).pipe(lambda table: table.assign(what=table["event"])),
        "list": _of_lists(book),
    }
    found = [_cell(part, row) for part, table in tables.items() for row in table.to_dict("records")]
    columns = ["part", "case", "short_title", "what", "label", "verdict", "classes", "retold", "origins", "sources"]
    table = pd.DataFrame(found, columns=columns)
    terms = {term: place for place, term in enumerate(book.codebook["term"])}
    cases = {case: place for place, case in enumerate(book.cases["case"])}
    order = sorted(
        range(len(table)),
        key=lambda row: (
            list(PARTS).index(table["part"][row]), terms[table["what"][row]], cases[table["case"][row]],
        ),
    )  # fmt: skip
    return _worst_each(table.iloc[order])


def contested(cells: pd.DataFrame) -> pd.DataFrame:
    """Of a table of `matrix` the rows of all that several origins, or one in several ways, speak of somewhere.

    What differs in most actions comes first.
    """
    severity = ("conflict", "unit", "looser", "agree", "single")
    ranked = []
    for _, group in cells.groupby(["part", "what"], sort=False):
        retold = {name for names in group["retold"] for name in names}
        if (group["verdict"] != "single").any() or retold & set(CONFLICTS):
            ranked.append(([-int((group["verdict"] == verdict).sum()) for verdict in severity], group))
    ranked.sort(key=lambda pair: pair[0])
    return pd.concat([group for _, group in ranked] or [cells.head(0)], ignore_index=True)


def _cell(part: str, row: Row) -> Row:
    told = {name: row[name] for name in ("case", "short_title", "what", "verdict", "classes", "retold", "origins")}
    label = row["label"] if part == "figure" else f"{PARTS[part]}{row['label']}"
    return told | {"part": part, "label": label, "sources": row["sources"]}


def _of_lists(book: Book) -> pd.DataFrame:
    """The lists of countries of each role as rows of `keys`: a shorter list does not exclude a longer one."""
    found = []
    for (case, role), pairs in lists(book).groupby(["case", "role"], sort=False):
        told = [
            (LIST if pair.excludes or (pair.retold and pair.only_in_b) else COMPATIBLE if pair.b else SAME, pair.retold)
            for pair in pairs.itertuples()
        ]
        by = {origin for cell in (*pairs["origins_a"], *pairs["origins_b"]) for origin in cell}
        pages = {page for cell in (*pairs["a"], *pairs["b"]) for page in cell}
        between = {name for name, again in told if not again} if len(by) > 1 else set()
        between |= {SAME} if any(len(origins) > 1 for origins in pairs["origins_a"]) else set()
        verdict = next((name for name, kinds in VERDICTS.items() if between & set(kinds)), "single")
        found.append(
            {"case": case, "short_title": pairs["short_title"].iloc[0], "what": role, "label": pairs["label"].iloc[0]}
            | {"verdict": verdict, "classes": _listed(between), "origins": len(by), "sources": len(pages)}
            | {"retold": _listed({name for name, again in told if again})}
        )
    columns = ["case", "short_title", "what", "label", "verdict", "classes", "retold", "origins", "sources"]
    return pd.DataFrame(found, columns=columns)


def _worst_each(table: pd.DataFrame) -> pd.DataFrame:
    """One row for each action and what is stated, the first of those that differ most (steps of several countries)."""
    severity = {verdict: place for place, verdict in enumerate(VERDICTS)}
    worst = table.assign(place=table["verdict"].map(severity)).sort_values("place", kind="stable")
    kept = worst.drop_duplicates(["part", "case", "what"]).index
    return table[table.index.isin(kept)].reset_index(drop=True)


# --- what only some tell ---------------------------------------------------------------------


def left_out(book: Book, kind: str = "factsheet") -> pd.DataFrame:
    """Which measures of each case only sources of a kind state, and which only others do.

    Columns: `case, short_title, measure, label, who` ("only" or "not": stated by that kind alone, or by others and not
    by it), `readings` (a tuple), `by` (the origins, a tuple). Shares, rates and earlier actions count as well.
    """
    rows = figures(book)
    rows = rows[(rows["case"] != "") & ~rows["superseded"]]
    found = []
    for (_case, _measure), group in rows.groupby(["case", "measure"], sort=False):
        of_kind = group["kind"] == kind
        if of_kind.all() or not of_kind.any():
            first = group.iloc[0]
            found.append(
                {name: first[name] for name in ("case", "short_title", "measure", "label")}
                | {"who": "only" if of_kind.any() else "not"}
                | {"readings": tuple(dict.fromkeys(group["reading"])), "by": tuple(dict.fromkeys(group["origin"]))}
            )
    return pd.DataFrame(found, columns=["case", "short_title", "measure", "label", "who", "readings", "by"])


def known_when(book: Book) -> pd.DataFrame:
    """One row a source that speaks of the chosen cases, by its day of publication: what was known when.

    Columns: `source, published` (EDTF), `publisher, kind, origin, short_titles` (of the cases it speaks of, a tuple),
    `statements` (how many), `new` (a tuple of (short title, label): measures that no source before it states).
    A vague day counts as its last, no day comes last: nothing is said to have been known before it surely was.
    """
    rows = figures(book)
    rows = rows[(rows["case"] != "")].assign(day=rows["published"].map(_surely))
    known: set[tuple[str, str]] = set()
    found = []
    for (_day, source), group in rows.sort_values(["day", "key"], kind="stable").groupby(["day", "source"], sort=True):
        told = list(dict.fromkeys(zip(group["short_title"], group["label"], strict=True)))
        found.append(
            {name: group[name].iloc[0] for name in ("published", "publisher", "kind", "origin")}
            | {"source": source, "short_titles": tuple(dict.fromkeys(group["short_title"])), "statements": len(group)}
            | {"new": tuple(what for what in told if what not in known)}
        )
        known |= set(told)
    columns = ["source", "published", "publisher", "kind", "origin", "short_titles", "statements", "new"]
    return pd.DataFrame(found, columns=columns)


def _surely(published: str) -> str:
    last = dates.parse(published).latest if published else None
    return last.isoformat() if last else "9999"


# --- one action ------------------------------------------------------------------------------


def beside(book: Book) -> dict[tuple[str, str], Row]:
    """For each (case, measure) as a whole its row of `keys`, as a dict."""
    found = keys(book)
    found = found[(found["scope"] == "") & (found["per"] == "")]
    return {(row["case"], row["measure"]): row for row in found.to_dict("records")}
