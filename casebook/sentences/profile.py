"""Sentences on one action alone."""

from __future__ import annotations

import pandas as pd

from casebook import dates, words
from casebook.sentences.common import carries_more
from casebook.words import capital, listed, plural, quoted


def profile_headlines(numbers: pd.DataFrame, named: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.profile_figures` and the case's `compare.countries`."""
    name = numbers["short_title"].iloc[0]
    servers, arrests = (_first(numbers, measure) for measure in ("servers_taken_down", "arrests"))
    places_named = named[named["role"] == "takedown"]["country"].nunique()
    arrested = f"; {_arrested(arrests)}" if arrests is not None else ""
    if servers is None:
        none = "no number of servers taken down is printed"
        first = _first_count(numbers)
        told = [f"{name}: {first}{arrested}", f"{name}: {first}"] if first else []
        return [*told, f"{name}: {none}{arrested}", f"{name}: {none}", capital(none)]
    what = f"{_counted(servers, 'server')} reported taken down"
    where = f" in {plural(places_named, 'country', 'countries')}" if places_named else ""
    day = f" on {words.when(dates.parse(servers['date']))}" if _is_day(servers["date"]) else ""
    variants = [f"{what}{where}{day}{arrested}", f"{what}{where}{day}", f"{what}{day}"]
    return [
        *(f"{name}: {variant}" for variant in variants),
        *map(capital, variants[1:]),
        "Servers are reported taken down",
    ]


def _first(numbers: pd.DataFrame, measure: str) -> pd.Series | None:
    found = numbers[(numbers["measure"] == measure) & (numbers["as_printed"] != "")]
    return found.iloc[0] if len(found) else None


def _first_count(numbers: pd.DataFrame) -> str:
    """The first printed count of things, arrests apart, such as "more than 40 websites closed", or ""."""
    for _, row in numbers.iterrows():
        if row["number"] and row["measure"] != "arrests" and not row["unit"].isupper():
            said = row["reading"] if carries_more(row) else row["as_printed"]
            return f"{said} {row['label'][0].lower()}{row['label'][1:]}"
    return ""


def _noun(row: pd.Series, singular: str) -> str:
    return singular if row["qualifier"] in ("exact", "at_least") and row["value"] == 1 else f"{singular}s"


def _counted(row: pd.Series, singular: str) -> str:
    if row["qualifier"] == "exact" and row["value"] == 0:
        return f"no{words.BOUND}{singular}s"
    if row["value"] is None and singular in row["as_printed"].lower():
        return quoted(row["as_printed"])
    said = row["reading"] if carries_more(row) else quoted(row["as_printed"])
    return f"{said}{words.BOUND}{_noun(row, singular)}"


def _arrested(row: pd.Series) -> str:
    return _counted(row, "arrest") if row["number"] else f"{quoted(row['as_printed'])} arrested"


def _is_day(edtf: str) -> bool:
    return bool(edtf) and dates.parse(edtf).precision == "day"


def not_printed(numbers: pd.DataFrame, steps: pd.DataFrame) -> list[str]:
    """What the source does not print of one case: outcomes that the collection knows, action day, opening.

    Printed counts of countries are left out: the countries themselves are named.
    """
    outcomes = numbers[(numbers["as_printed"] == "") & (numbers["group"] != "countries")]
    missing = [label.lower() for label in outcomes["label"] if label]
    dated = set(steps[steps["date"] != ""]["event"])
    for event, what in (("investigation_opened", "opening of the investigation"), ("action_day", "action day")):
        missing += [] if event in dated else [what]
    return missing


def not_printed_sentence(numbers: pd.DataFrame, steps: pd.DataFrame) -> str:
    """The same as a sentence, or "" where nothing is missing."""
    missing = not_printed(numbers, steps)
    return (
        f"No figure or date is printed for this action of {listed(missing)}. That does not mean zero, or that there "
        "was none."
        if missing
        else ""
    )
