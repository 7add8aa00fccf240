"""Countries by action and role, on the map, and those that actions share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from casebook import places, words
from casebook.sentences.common import NAMES, all_in, of_all
from casebook.sentences.countries import each_country, role, roles
from casebook.words import capital, count, listed, plural

# --- by action and role ----------------------------------------------------------------------

ROLES_OF_ONE = "Countries that the source names for this action, by role"
BY_ROLE = "Countries that the source names, by role"
BY_ACTION = "Countries that the source names, by action and role; most often named first"
HOW_MANY = "For how many of the actions the source names each country, in any role and by role; most often named first"
NUMBERS = "A number: in so many actions."
COUNTS = "A country can have several roles. The last number counts the actions that name it."
MEMBERS, OTHERS, NONE_NAMED = "EU members", "Other countries", "none named"
EU, HOW_TO_READ = "EU", "How to read it"


def reading(table: pd.DataFrame) -> str:
    """What "leads" means, and when a country counts as a member of the EU."""
    outside = table[~table["eu"]]["country"].unique()
    left = [places.in_prose(code) for code in outside if _has_left(code)]
    gone = f"; {listed(left)} had left" if 0 < len(left) <= NAMES else ""
    return f"{leading(table)} EU membership is that of the action day{gone}.".strip()


def leading(table: pd.DataFrame) -> str:
    """What "leads" means, where a country does."""
    return "Leads: opened the investigation or asked for the action." if "lead" in set(table["role"]) else ""


def _has_left(code: str) -> bool:
    """True for a country that was a member of the EU once and is no longer."""
    return not places.in_eu(code, date.max) and any(places.in_eu(code, date(year, 1, 1)) for year in range(1958, 2100))


def another_role(labels: Sequence[str]) -> str:
    """The roles that share a mark."""
    return f"another role: {', '.join(labels)}"


def naming(of: int) -> str:
    """The head of the bars."""
    return f"actions that name it, of {words.number(of)}"


def form(table: pd.DataFrame, of: int, matrix: bool) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    named = each_country(table)
    what = f"{plural(len(named), 'country', 'countries')} by {plural(of, 'action')}, with roles"
    return f"Matrix of {what}" if matrix else f"Bars, {what}"


def clauses(table: pd.DataFrame, of: int) -> list[str]:
    """For the alternative text: the countries by how many actions name them, then the roles."""
    told = []
    for number, rows in each_country(table).groupby("actions", sort=False):
        which = of_all(number, of) if of > 1 else "named"
        told.append(f"{which}: {few(list(rows['name']), 9)}")
    for term in roles(table):
        rows = table[table["role"] == term]
        told.append(f"{role(term, rows['label'].iloc[0])}: {few(list(dict.fromkeys(rows['name'])), 4)}")
    return [capital(clause) if not place else clause for place, clause in enumerate(told)]


def few(names: Sequence[str], most: int) -> str:
    """The names, or how many countries they are if they are more than so many."""
    return listed(list(names)) if len(names) <= most else words.countries(len(names))


# --- on the map ------------------------------------------------------------------------------

BORDERS = (
    "Borders: Natural Earth; Crimea is shown with Ukraine, northern Cyprus with Cyprus, Kosovo apart (XK*): "
    "no position on status."
)
MAP = "Number of actions for which the source names each country, in any role"
MAP_OF_ONE = "Countries that the source names for this action, in any role"
MAP_FORM, ANY_ROLE = "Map of Europe", "Any role counts, from leading to where a server stood."
NAMED, NOT_NAMED = "named", "not named"
KOSOVO = "XK*"  # on a map, with its note in `BORDERS`
NO_COUNTRY = "No country is named"


def map_notes(off: Sequence[str], more: int, name: str, insets: bool) -> list[str]:
    """What is not on the map, of which `more` are in the table of the figure alone, and what counts."""
    off = [*off, f"and {more} more in {name}.csv"] if more else off
    where = [f"{not_on_map(off)}."] if off else []
    return [*where, f"{ANY_ROLE}{' Insets have a scale of their own.' if insets else ''}"]


def not_on_map(names: Sequence[str]) -> str:
    """The places that are named and lie outside the map."""
    return f"Not on the map: {', '.join(names)}"


def in_actions(low: int, high: int, of: int, number: int) -> str:
    """The heading of so many countries that are named in `low` to `high` of the actions."""
    if low != high:
        where = f"{count(low)} to {count(high)} actions"
    else:
        where = f"{of_all(low, of) if low == of else count(low)} {'action' if low == 1 else 'actions'}"
    return with_count(where, number)


def more_roles(number: int) -> str:
    """Roles that share a heading."""
    return plural(number, "more role")


def with_count(label: str, number: int) -> str:
    """A heading with how many countries stand under it."""
    return f"{label}: {words.countries(number)}"


# --- shared ----------------------------------------------------------------------------------

SHARED = "Each row is one combination of actions and the countries named in exactly that combination"
SHARED_BY_NUMBER = "Each row is a number of actions and the countries named in exactly so many"
SHARED_BY_NONE = "Countries that the source names for this action"
# Above the lists of names, longest first.
IN_SO_MANY = ("Countries named in so many actions",)
IN_EXACTLY = ("Countries named in these actions and no others", "Named in exactly these actions", "In exactly these")
IN_THIS = ("Countries named in this action",)
SHARED_DOUBT = "“Named” covers every role, from leading the investigation to being where a server stood."
SHARED_CAVEAT = "Any role counts."


def combination(titles: Sequence[str], of: int) -> str:
    """A combination in words: its actions by name, unless it has all of them or they are too many."""
    joined = " + ".join(titles)
    return of_all(len(titles), of) if 1 < of == len(titles) or len(joined) > 60 else joined


def shared_form(by_number: bool) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    what = "number of actions" if by_number else "combination of actions"
    return f"UpSet plot, countries by the {what} that name them"


def shared_clause(called: str, names: Sequence[str]) -> str:
    """One combination for the alternative text: how many countries, and which."""
    told = list(names) if len(names) <= 5 else [*names[:3], f"{len(names) - 3} more"]
    return f"{called}, {len(names)}: {listed(told)}"


def more_rows(rows: int, names: int, name: str) -> tuple[str, str]:
    """The rows that are not drawn: with how many countries they have, and without."""
    what, file = plural(rows, "more row"), all_in(name)
    return f"and {what} with {words.countries(names)}{file}", f"and {what}{file}"
