"""Which of the statements is shown as the fact: a named rule, tables in, tables out.

`facts` takes every statement and gives back one fact for each key. A whole (empty `scope`) is one key whatever country
a source ties it to; a share is one for each country, an earlier or later action one for each date. Where sources differ
a rule takes one of them or covers them all; it adds nothing that no source says.

    factsheet     what factsheets state; for cases that none of them tells of, as `official`
    official      official sources before others, among them the latest
    widest        the range that covers every statement that has bounds
    corroborated  what at least two origins state

An origin is where a chain of `derived_from` ends, as far as the pages tell: whether it is a witness of its own nobody
here can say. Pages of one publisher are one origin, and so are two states of one page: nobody confirms himself. A
source that a later state of the same page supersedes never gives a fact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import itemgetter
from typing import TYPE_CHECKING

from casebook import bounds, dates, words
from casebook.bounds import Amount, Interval

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("measures", "events", "countries", "cooperation")
RANKS = (("factsheet", "official", "court"), ("republished",), ("rights_holder",), ("trade_press",), ("press",))
DATED = ("earlier", "later", "cumulative")  # scopes that the date tells apart
UNBOUNDED = ("about", "unquantified")
QUESTION = ["case", "covers", "measure", "per", "scope", "country", "date"]
KEY = [*QUESTION, "unit"]
KINDS = {"events": ["case", "event"], "countries": ["case", "role"], "cooperation": ["case", "body", "means"]}
AND = "; "  # between the sources of a fact that rests on several

Tables = dict[str, "pd.DataFrame"]


def facts(stated: Tables, sources: pd.DataFrame, rule: str) -> Tables:
    """The facts by a rule of `RULES`: the tables of `TABLES` again, with the same columns.

    A fact that rests on several sources names them all in `source`, and their places in `locator`, joined by `AND`;
    their words stand behind the places. Where it covers several statements its qualifier, numbers, date and
    `as_printed` are computed. Raises KeyError for an unknown rule.
    """
    current = set(sources["source"]) - set(sources["supersedes"])
    live = {
        name: _keep(stated[name], [source in current for source in stated[name]["source"].tolist()]) for name in TABLES
    }
    return RULES[rule](live, sources)


def origins(sources: pd.DataFrame) -> dict[str, str]:
    """For each source the one that stands for its origin; two that share it do not confirm each other."""
    further = {row.source: row.derived_from for row in sources.itertuples() if row.derived_from}
    further |= {row.supersedes: row.source for row in sources.itertuples() if row.supersedes}
    publishers = dict(zip(sources["source"], sources["publisher"], strict=True))
    speaker: dict[str, str] = {}
    found = {}
    for source in sources["source"]:
        end, seen = source, set()
        while end in further and end not in seen:
            seen.add(end)
            end = further[end]
        found[source] = speaker.setdefault(publishers[end], end)
    return found


def pages(sources: pd.DataFrame) -> dict[str, str]:
    """For each source the first that stands for the same page: one that passes on two texts has a row for each."""
    first: dict[tuple, str] = {}
    return {
        row.source: first.setdefault((row.url or row.archived or row.source), row.source)
        for row in sources.itertuples()
    }


def named(cell: str) -> list[str]:
    """The sources that the `source` of a fact names."""
    return cell.split(AND)


def first_source(cell: str) -> str:
    """The source that lends a fact what it can; what is said of all cases is about those that it covers."""
    return named(cell)[0]


def ranks(sources: pd.DataFrame) -> dict[str, int]:
    """The place of each source when officials come first, and among equals the latest.

    A vague date counts as its first day, so that vagueness wins nothing; no date counts as the earliest.
    """
    tiers = {kind: tier for tier, kinds in enumerate(RANKS) for kind in kinds}
    days = {published: _first_day(published) for published in set(sources["published"])}
    rows = sorted(_rows(sources, "source", "kind", "published"), key=lambda row: days[row[2]], reverse=True)
    rows.sort(key=lambda row: tiers.get(row[1], len(RANKS)))
    return {source: place for place, (source, *_) in enumerate(rows)}


def _first_day(published: str) -> str:
    first = dates.parse(published).earliest if published else None
    return first.isoformat() if first else ""


def _rows(table: pd.DataFrame, *columns: str) -> Iterator[tuple]:
    """The cells of these columns, row by row; a list is gone through ten times as fast as a Series."""
    return zip(*(table[column].tolist() for column in columns), strict=True)


def _keep(table: pd.DataFrame, rows: list[bool]) -> pd.DataFrame:
    return table if all(rows) else table[rows].reset_index(drop=True)


# --- keys ------------------------------------------------------------------------------------


def keys(measures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """For each row of measures.csv what it is a statement about: columns `KEY`."""
    key = measures[["case", "measure", "unit", "per", "scope"]].copy()
    key["country"] = measures["country"].where(measures["scope"] != "", "")
    key["date"] = measures["date"].where(measures["scope"].isin(DATED), "")
    key["covers"] = _covers(measures, sources)
    return key[KEY]


def _covers(measures: pd.DataFrame, sources: pd.DataFrame) -> list[str]:
    """The cases that a statement about all of them is about, "" for a statement about one."""
    covers = {source: " ".join(sorted(cell.split())) for source, cell in _rows(sources, "source", "covers")}
    return ["" if case else covers[source] for case, source in _rows(measures, "case", "source")]


def _best(table: pd.DataFrame, key: Callable[[pd.DataFrame], pd.DataFrame], rank: dict[str, int]) -> pd.DataFrame:
    """For each key, which the case is always a part of, the rows of the source that comes first."""
    speakers = Counter(case for case, _ in set(_rows(table, "case", "source")))
    several = table["case"].isin([case for case, number in speakers.items() if number > 1])
    if not several.any():
        return table
    place = table["source"][several].map(rank)
    asked = key(table[several])
    first = place.groupby([asked[name] for name in asked], sort=False).transform("min")
    kept = ~several
    kept[several] = (place == first).to_numpy()
    return _keep(table, kept.tolist())


def _one_each(
    table: pd.DataFrame, key: pd.DataFrame, rank: dict[str, int], settle: Callable[[list[dict]], list[dict]]
) -> pd.DataFrame:
    """The table with what `settle` makes of the rows of each key, the first source first."""
    groups: dict[tuple, list[dict]] = {}
    for what, row in zip(key.itertuples(index=False, name=None), table.to_dict("records"), strict=True):
        groups.setdefault(what, []).append(row)
    found = [fact for rows in groups.values() for fact in settle(sorted(rows, key=lambda row: rank[row["source"]]))]
    return type(table)(found, columns=table.columns, dtype=object)


# --- the rules -------------------------------------------------------------------------------


def _factsheet(stated: Tables, sources: pd.DataFrame) -> Tables:
    sheets = set(sources[sources["kind"] == "factsheet"]["source"])
    told = {case for table in stated.values() for case, source in _rows(table, "case", "source") if source in sheets}
    told -= {""}
    covering = {source for source, cell in _rows(sources, "source", "covers") if not told.isdisjoint(cell.split())}
    shown = {}
    for name, table in stated.items():
        rows = _rows(table, "case", "source")
        kept = [source in sheets or not (case in told if case else source in covering) for case, source in rows]
        shown[name] = _keep(table, kept)
    return _first_sources(shown, sources)


def _first_sources(stated: Tables, sources: pd.DataFrame) -> Tables:
    """For each question the rows of the first source, all of them and as they are printed."""
    rank = ranks(sources)
    found = {name: _best(stated[name], itemgetter(kind), rank) for name, kind in KINDS.items()}
    return found | {"measures": _best(stated["measures"], lambda rows: keys(rows, sources)[QUESTION], rank)}


def _official(stated: Tables, sources: pd.DataFrame) -> Tables:
    found = _first_sources(stated, sources)
    # What one source says twice is no choice between sources: the fact covers both.
    return found | {"measures": _widest_measures(found["measures"], sources)}


def _widest(stated: Tables, sources: pd.DataFrame) -> Tables:
    rank = ranks(sources)

    def each(name: str, columns: list[str], settle: Callable) -> pd.DataFrame:
        return _one_each(stated[name], stated[name][columns], rank, settle)

    return {
        "measures": _widest_measures(stated["measures"], sources),
        "events": each("events", KINDS["events"], _covered_steps),
        "countries": each("countries", ["case", "role", "country"], lambda rows: rows[:1]),
        "cooperation": each("cooperation", KINDS["cooperation"], lambda rows: rows[:1]),
    }


def _widest_measures(measures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    return _one_each(measures, keys(measures, sources), ranks(sources), lambda rows: [covering(rows)])


def _corroborated(stated: Tables, sources: pd.DataFrame) -> Tables:
    rank, origin = ranks(sources), origins(sources)

    def each(name: str, key: pd.DataFrame, settle: Callable) -> pd.DataFrame:
        return _one_each(stated[name], key, rank, lambda rows: settle(rows, origin))

    return {
        "measures": each("measures", keys(stated["measures"], sources), _agreed_figure),
        "events": each("events", stated["events"][KINDS["events"]], _agreed_steps),
        "countries": each("countries", stated["countries"][["case", "role", "country"]], _agreed),
        "cooperation": each("cooperation", stated["cooperation"][KINDS["cooperation"]], _agreed),
    }


RULES: dict[str, Callable[[Tables, pd.DataFrame], Tables]] = {
    "factsheet": _factsheet,
    "official": _official,
    "widest": _widest,
    "corroborated": _corroborated,
}
DEFAULT = "factsheet"


# --- covering --------------------------------------------------------------------------------


def covering(rows: list[dict]) -> dict:
    """One row of measures.csv that covers all of these, which are about one key; the first lends what it can.

    Estimates and words have no bounds: they widen nothing, and stand with the other sources in `locator`. Where nothing
    else is said, the first estimate, else the first word, is the fact.
    """
    bounded = [row for row in rows if row["qualifier"] not in UNBOUNDED]
    leading = bounded or [row for row in rows if row["qualifier"] == "about"] or rows
    fact = dict(leading[0])
    ranges = {_interval(row) for row in bounded}
    if len(ranges) > 1:
        fact |= _as_row(reduce(Interval.cover, ranges), fact["unit"])
    return _joined(fact | _shared(rows, "country", "date"), rows)


def _interval(row: dict) -> Interval | None:
    return bounds.interval_of(row["qualifier"], row["value"], row["value_high"])


def _reading(row: dict) -> tuple:
    """What two statements have in common that say the same, whatever their words; words say only themselves."""
    said = row["as_printed"].casefold() if row["qualifier"] == "unquantified" else ""
    return row["qualifier"], row["value"], row["value_high"], said


def _as_row(interval: Interval, unit: str) -> dict:
    qualifier, value, high = bounds.qualifier_of(interval)
    wording = words.amount_in_unit(Amount(interval, unit=unit))
    return {"qualifier": qualifier, "value": value, "value_high": high, "as_printed": wording}


def _joined(fact: dict, rows: list[dict]) -> dict:
    """The fact with the sources of all rows, the places in them, and what is printed there."""
    sources = dict.fromkeys(row["source"] for row in rows)
    if len(sources) == 1:
        return fact | {"locator": AND.join(dict.fromkeys(row["locator"] for row in rows))}
    places = dict.fromkeys(f"{row['source']}: {row['locator']}{_in_quotes(row)}" for row in rows)
    return fact | {"source": AND.join(sources), "locator": AND.join(places)}


def _in_quotes(row: dict) -> str:
    return f" (“{row['as_printed']}”)" if row.get("as_printed") else ""


def _shared(rows: list[dict], *columns: str) -> dict[str, str]:
    """What all rows say in these columns; "" where they do not say the same."""
    found = {column: {row[column] for row in rows} for column in columns}
    return {column: cells.pop() if len(cells) == 1 else "" for column, cells in found.items()}


def _covered_steps(rows: list[dict]) -> list[dict]:
    """One step that covers the dates of all; where a source tells of several such steps, all as they are."""
    countries = list(dict.fromkeys(row["country"] for row in rows))
    if "" not in countries and len(countries) > 1:  # what each country did is a step of its own
        return [step for country in countries for step in _covered_steps([r for r in rows if r["country"] == country])]
    if len({row["source"] for row in rows}) < len(rows):
        apart: dict[tuple, dict] = {}
        for row in rows:
            apart.setdefault((row["date"], row["country"]), row)
        return list(apart.values())
    dated = [row for row in rows if row["date"]]
    fact = _joined((dated or rows)[0] | _shared(rows, "country"), rows)
    covered = dates.cover([row["date"] for row in dated]) if dated else ""
    computed = covered != fact["date"]
    return [fact | {"date": covered} | ({"as_printed": words.when(dates.parse(covered))} if computed else {})]


# --- two origins -----------------------------------------------------------------------------


def _agreed(rows: list[dict], origin: dict[str, str]) -> list[dict]:
    """The first of rows that say the same, if two origins do."""
    voices = _voices(rows, origin)
    return [_joined(rows[0], list(voices.values()))] if len(voices) > 1 else []


def _voices(rows: Iterable[dict], origin: dict[str, str]) -> dict[str, dict]:
    """The first row of each origin."""
    found: dict[str, dict] = {}
    for row in rows:
        found.setdefault(origin[row["source"]], row)
    return found


def _supported(rows: list[dict], origin: dict[str, str], bears_out: Callable) -> list[tuple[dict, dict[str, dict]]]:
    """The statements that two origins bear out, each with them, as far as no tighter one is borne out as well."""
    found = [(claim, _voices([claim, *(row for row in rows if bears_out(row, claim))], origin)) for claim in rows]
    found = [(claim, voices) for claim, voices in found if len(voices) > 1]
    return [
        (claim, voices)
        for place, (claim, voices) in enumerate(found)
        if not any(
            bears_out(other, claim) and (not bears_out(claim, other) or before < place)
            for before, (other, _) in enumerate(found)
            if before != place
        )
    ]


def _agreed_figure(rows: list[dict], origin: dict[str, str]) -> list[dict]:
    """The tightest statement that two origins bear out; of several such the one that most origins do."""
    found = _supported(rows, origin, bears_out)
    if not found:
        return []
    claim, voices = max(found, key=lambda pair: len(pair[1]))
    supporting = list(voices.values())
    return [_joined(claim | _shared(supporting, "country", "date"), supporting)]


def bears_out(row: dict, claim: dict) -> bool:
    """True if whoever states `row` thereby states `claim`: its range lies within that of the claim.

    So "over 5 550" bears out "over 5 500", and 60 does not bear out "over 60". A word is read as at least one. An
    estimate has no bounds: only the same estimate bears it out.
    """
    if "about" in (row["qualifier"], claim["qualifier"]):
        return _reading(row) == _reading(claim)
    return _interval(row).within(_interval(claim))


def _agreed_steps(rows: list[dict], origin: dict[str, str]) -> list[dict]:
    return [_joined(claim, list(voices.values())) for claim, voices in _supported(rows, origin, dates_bear_out)]


def dates_bear_out(row: dict, claim: dict) -> bool:
    """True if the step of `row` is one that `claim` tells of, as precisely or less: May 2020 bears out 2020."""
    if claim["country"] not in ("", row["country"]):
        return False
    if not (row["date"] and claim["date"]):
        return not claim["date"]
    return dates.parse(row["date"]).within(dates.parse(claim["date"]))
