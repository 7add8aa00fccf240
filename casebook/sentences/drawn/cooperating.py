"""By which means the agencies helped."""

from __future__ import annotations

import pandas as pd

from casebook import words
from casebook.sentences.cooperation import how_many, means_in_prose, only_contacted
from casebook.words import capital, plural

NAMED, NOT_NAMED = "named", "not named"
WHERE = "Where in the source"
CAVEAT = "Not named does not mean not used."
# What each means was, in our words: a line under its name where there is room.
NOTES = {
    "eio": "help with their execution",
    "mla": "help with requests",
    "coordination_meeting": "of the authorities involved",
    "coordination_centre": "the action followed from there",
    "liaison": "a prosecutor or officer as contact",
    "analytical_support": "information analysed",
    "operational_coordination": "police work coordinated",
}


def subtitle(actions: int, form: str) -> str:
    """What is shown, and that a gap is not a no; by the form of the matrix."""
    if form == "bars":
        return f"For how many of the actions the source names each means. {CAVEAT}"
    which, empty = "the action" if actions == 1 else "each action", "No dot" if form == "dots" else "Empty"
    return f"Means of cooperation that the source names for {which}. {empty}: not named, which does not mean not used."


def doubt(table: pd.DataFrame, form: str) -> str:
    """What a reader must know of what is shown."""
    described = " and their descriptions" if form == "words" else ""
    said = only_contacted(table), f"The names of the means{described} are the casebook’s."
    return " ".join(part for part in said if part)


def form(means: int, actions: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    return f"Matrix of {plural(means, 'means', 'means')} of cooperation by {plural(actions, 'action')}"


def called(means: str, label: str) -> str:
    """A means as the name of a row."""
    return capital(means_in_prose(means, label).removeprefix("the "))


def heading(body: str, named: int, of: int) -> str:
    """A body above its rows, and for how many of the actions it is named at all."""
    return f"{body}: {NAMED if named else NOT_NAMED}" if of == 1 else f"{body}: named for {_actions(named, of)}"


def under_body(named: int, of: int) -> str:
    """The same for the line under the name of a body."""
    if of == 1:
        return NAMED if named else NOT_NAMED
    return _actions(named, of) if of < 10 else words.share(named, of)


def _actions(named: int, of: int) -> str:
    return f"{words.share(named, of)} actions"


def clause(label: str, named: pd.DataFrame, of: int, tell: bool) -> str:
    """One means: for how many of the actions it is named; with `tell` for which, and how many there were."""
    if of == 1:
        said = "".join(f" {how_many(cell.means, cell.detail)}" for cell in named.itertuples() if cell.detail)
        return f"{label}{said}{'' if len(named) else f' {NOT_NAMED}'}"
    told = f"{label} {words.share(len(named), of)}"
    return f"{told} ({', '.join(map(_with_number, named.itertuples()))})" if tell and len(named) else told


def _with_number(cell) -> str:
    return f"{cell.short_title} {how_many(cell.means, cell.detail)}" if cell.detail else cell.short_title
