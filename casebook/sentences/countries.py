"""Sentences on which countries are named, in which role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from casebook import places, words
from casebook.sentences.common import NAMES, chosen, first_of, names, of_all, out_of, some_actions
from casebook.words import capital, count, listed, plural

LONG = 60  # characters: an action with a longer name is not named in the foot of a figure


ROLES = {
    "lead": " (our reading)",
    "parallel_investigation": "",
    "takedown": " there",
    "server_location": " there",
    "coordination_meeting": "",
    "arrest": " (there or by it)",
}


def no_countries() -> str:
    """Why nothing is drawn where no chosen action names a country."""
    return "The source names no country for the chosen actions; that does not mean that none took part."


def countries_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.countries`: who is named everywhere, and where the others are."""
    of, named = chosen(table), each_country(table)
    if of == 1:
        return _with_title(table, f"{_are(len(named))} named{_members(named)}")
    everywhere, others = named[named["actions"] == of], named[named["actions"] < of]
    if everywhere.empty:
        return _nowhere(named, of)
    which, verb = f"named in {of_all(of, of)} actions", "is" if len(everywhere) == 1 else "are"
    counted = f"{capital(_are(len(everywhere)))} {which}{_elsewhere(others, 'other', 'others')}"
    if len(everywhere) > NAMES:
        return [counted]
    return [
        f"{capital(_who(everywhere))} {verb} {which}{_elsewhere(others, 'other country', 'other countries')}",
        counted,
    ]


def countries_map_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.countries` for a map: how many countries are named in every action."""
    of, named = chosen(table), each_country(table)
    if of == 1:
        return _with_title(table, f"{_are(len(named))} named, in {plural(table['role'].nunique(), 'role')}")
    everywhere = named[named["actions"] == of]
    if everywhere.empty:
        return _nowhere(named, of)
    told = f"{capital(_are(len(everywhere)))} named in {of_all(of, of)} actions"
    return [f"{told}: {_who(everywhere)}", told] if len(everywhere) <= NAMES else [told]


def shared_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.shared_countries`: how many of the countries come back."""
    of, number = chosen(table), int(table["number"].sum())
    if of == 1:
        said = f"{_are(number)} named; nothing to share"
        return [f"{table['short_titles'].iloc[0][0]}: {said}", capital(said)]
    back = int(table[table["actions"] > 1]["number"].sum())
    where = "both actions" if of == 2 else "more than one action"
    if not back:
        return [f"No country is named in {where}"]
    which = f"all {plural(number, 'country', 'countries')}" if back == number else f"{out_of(back, number)} countries"
    told = f"{capital(which)} {'is' if back == 1 else 'are'} named in {where}"
    if number == 1:
        told = f"One country is named, and it is in {where}"
    everywhere = [code for codes in table[table["actions"] == of]["countries"] for code in codes]
    if not everywhere:
        return [f"{told}; none in {of_all(of, of)}", told]
    if len(everywhere) > NAMES:
        return [told] if of == 2 else [f"{told}; {count(len(everywhere))} in {of_all(of, of)}", told]
    names = listed([places.in_prose(code) for code in everywhere])
    return [f"{told}: {names}" if of == 2 else f"{told}; {names} in {of_all(of, of)}", told]


def each_country(table: pd.DataFrame) -> pd.DataFrame:
    """Of a table of `compare.countries` one row a country, in its order: `country, name, eu, actions`."""
    return table.drop_duplicates("country")[["country", "name", "eu", "actions"]].reset_index(drop=True)


def _with_title(table: pd.DataFrame, said: str) -> list[str]:
    return [f"{table['short_title'].iloc[0]}: {said}", capital(said)]


def _are(number: int) -> str:
    return f"{plural(number, 'country', 'countries')} {'is' if number == 1 else 'are'}"


def _who(rows: pd.DataFrame) -> str:
    """The countries by name, up to four, else how many they are."""
    if len(rows) > NAMES:
        return plural(len(rows), "country", "countries")
    return listed([places.in_prose(code) for code in rows["country"]])


def _by_code(codes: Sequence[str]) -> str:
    return _who(pd.DataFrame({"country": codes}))


def _members(named: pd.DataFrame) -> str:
    if len(named) == 1:
        return f", {places.in_prose(named['country'].iloc[0])}"
    members = int(named["eu"].sum())
    which = {0: "none", len(named): "all" if len(named) > 2 else "both"}.get(members, count(members))
    return f", {which} of them in the{words.BOUND}EU"


def _elsewhere(others: pd.DataFrame, other: str, several: str) -> str:
    """ "; 20 other countries in one to three": in how many actions those are named that are not in all."""
    if others.empty:
        return "; no other country is named"
    low, high = others["actions"].min(), others["actions"].max()
    span = f"{count(low)} {'or' if high == low + 1 else 'to'} {count(high)}"
    if low == high:
        span = f"{count(low)} each" if len(others) > 1 else count(low)
    return f"; {plural(len(others), other, several)} in {span}"


def _nowhere(named: pd.DataFrame, of: int) -> list[str]:
    """No country is named in every action: which come nearest to it."""
    most = int(named["actions"].max())
    none = f"No country is named in {of_all(of, of)} actions"
    if most == 1:
        return [none if of == 2 else f"No country is named in more than one of the {count(of)} actions"]
    nearest = named[named["actions"] == most]
    who = _who(nearest) if len(nearest) <= NAMES else count(len(nearest))
    return [f"{none}; {who} {'is' if len(nearest) == 1 else 'are'} in {count(most)}", none]


def roles(table: pd.DataFrame) -> list[str]:
    """The roles that occur in a table of `compare.countries`: those the house knows, then any others."""
    found = dict.fromkeys(table["role"])
    return [*(term for term in ROLES if term in found), *(term for term in found if term not in ROLES)]


def role(term: str, label: str) -> str:
    """A role's label as it stands alone in a key, with what it must not be taken for."""
    return label + ROLES.get(term, "")


def no_takedown(table: pd.DataFrame) -> str:
    """For which actions of a table of `compare.countries` servers are located but no takedown has a place."""
    taken, located = (set(table[table["role"] == term]["case"]) for term in ("takedown", "server_location"))
    rows = table[table["case"].isin(located - taken)]
    if rows.empty:
        return ""
    titles = list(dict.fromkeys(rows["short_title"]))
    which = names(titles) if max(map(len, titles)) <= LONG else capital(some_actions(len(titles)))
    return f"{which}: the source names countries where servers were located, and none where they were taken down."


def membership(table: pd.DataFrame) -> str:
    """How many countries a table of `compare.countries` names, and how many of them were members of the EU."""
    of, named = chosen(table), each_country(table)
    members, others = named[named["eu"]], named[~named["eu"]]
    whole = "For the action" if of == 1 else f"For the {count(of)} actions together"
    parts = [f"{plural(len(members), 'member')} of the EU{_by_name(members)}"] if len(members) else []
    parts += [f"{plural(len(others), 'other')}{_by_name(others)}"] if len(others) else []
    told = f"{whole} the source names {plural(len(named), 'country', 'countries')}"
    return f"{told}: {listed(parts)}. Membership is that of the action day."


def _by_name(rows: pd.DataFrame) -> str:
    return f" ({_who(rows)})" if len(rows) <= NAMES else ""


def by_role(table: pd.DataFrame) -> list[str]:
    """One sentence a role over a table of `compare.countries`: who is named in it, and who more than once."""
    told = []
    for term in roles(table):
        rows = table[table["role"] == term]
        counts = rows.groupby("country", sort=False)["case"].nunique()
        label = capital(role(term, rows["label"].iloc[0]))
        told.append(f"{label}: {_by_code(counts.index)}{_often(counts) if chosen(table) > 1 else ''}.")
    return told


def _often(counts: pd.Series) -> str:
    """ "; France and Sweden in two or more actions": who is named more than once in the same role."""
    often = counts[counts > 1]
    if often.empty:
        return ", in one action each" if len(counts) > 1 else ", in one action"
    least, all_alike = int(often.min()), often.min() == often.max()
    return f"; {_by_code(often.index)} in {count(least)}{'' if all_alike else ' or more'} actions"


def coming_back(table: pd.DataFrame, eu: bool, most: int = 10) -> list[str]:
    """In which roles countries come back that are named in more than one action; countries alike share a sentence.

    `eu` chooses members of the EU or the others, of a table of `compare.countries`.
    """
    rows, of = table[(table["actions"] > 1) & (table["eu"] == eu)], chosen(table)
    alike: dict[tuple[int, str], list[str]] = {}
    for code, found in rows.groupby("country", sort=False):
        alike.setdefault((int(found["actions"].iloc[0]), _roles(found)), []).append(places.in_prose(code))
    told = [
        f"{capital(listed(who))}, {'each ' * (len(who) > 1)}in {of_all(times, of)} actions: {said}."
        for (times, said), who in alike.items()
    ]
    left = sum(map(len, list(alike.values())[most:]))
    return [*told[:most], *([f"And {plural(left, 'more country', 'more countries')}."] if left else [])]


def _roles(rows: pd.DataFrame) -> str:
    """The roles of one country, the one it has in most actions first."""
    counts = {term: rows[rows["role"] == term]["case"].nunique() for term in roles(rows)}
    labels = dict(zip(rows["role"], rows["label"], strict=True))
    said = {term: role(term, label).removesuffix(ROLES["lead"]) for term, label in labels.items()}
    return listed([f"{said[term]} in {count(counts[term])}" for term in sorted(counts, key=lambda term: -counts[term])])


def combinations(table: pd.DataFrame, most: int = 10) -> list[str]:
    """One sentence a row of `compare.shared_countries` with more than one action: which countries they share."""
    rows = table[table["actions"] > 1]
    told = [
        f"{names(row.short_titles)}: {listed([places.in_prose(code) for code in row.countries])}."
        for row in rows.head(most).itertuples()
    ]
    more = len(rows) - len(told)
    return [*told, f"And {plural(more, 'more combination')}."] if more else told


def country_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.countries` for reading, a row a country: `name, membership, actions, roles`."""
    told = each_country(table)
    told["membership"] = ["EU member" if eu else "other" for eu in told["eu"]]
    parts = {
        code: first_of([f"{title}: {', '.join(labels)}" for title, labels in _labels(rows)], "; ")
        for code, rows in table.groupby("country", sort=False)
    }
    return told.assign(roles=told["country"].map(parts))[["country", "name", "membership", "actions", "roles"]]


def _labels(rows: pd.DataFrame) -> Iterable[tuple[str, list[str]]]:
    """For each action of these rows its name and what is said of its roles."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows.itertuples():
        found.setdefault((row.case, row.short_title), []).append(row.label)
    return ((title, labels) for (_, title), labels in found.items())


def shared_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.shared_countries` for reading: `actions` and `countries` by name, and the `number`."""
    told = {
        "in": [first_of(titles) for titles in table["short_titles"]],
        "names": [", ".join(names) for names in table["names"]],
    }
    return pd.DataFrame(told).assign(number=list(table["number"]))
