"""Servers taken down, an action a row on a log axis."""

from __future__ import annotations

import pandas as pd

from casebook import words
from casebook.sentences.common import ONE_WORD, OUR_READING, action_day, all_in, led_by_briefly, of_years
from casebook.words import NOT_REPORTED, capital, count, plural, quoted

FLOORS, CEILINGS = ("more_than", "at_least"), ("nearly", "less_than", "at_most")


def subtitle(table: pd.DataFrame, log: bool) -> str:
    """What is shown, of what and when."""
    which = "the" if len(table) == 1 else "each"
    what = f"Servers taken down in {which} action{of_years(table)}, as printed."
    return f"{what} Log scale: each step is ten times the last." if log else what


def form(actions: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    return f"Dot plot, log scale, servers taken down in {plural(actions, 'action')}"


def doubt(table: pd.DataFrame) -> str:
    """What the marks mean, and what the numbers may not."""
    floors, ceilings, rings = (table["qualifier"].isin(ends).any() for ends in (FLOORS, CEILINGS, ["about"]))
    said = []
    if floors or ceilings:
        ends = " and one to the left a ceiling" if floors and ceilings else ""
        arrow = "An arrow to the right" if ends else "The arrow"
        said.append(f"{arrow} marks a {'floor' if floors else 'ceiling'}{ends}: the true number is not known.")
    if rings:
        said.append("A ring marks an estimate.")
    said += [OUR_READING] if any(table["leads"]) else []
    return " ".join([*said, *_meaning(table)])


def caveat(table: pd.DataFrame) -> str:
    """The doubt in words that need no picture."""
    said = []
    for ends, name in ((FLOORS, "floor"), (CEILINGS, "ceiling")):
        number = int(table["qualifier"].isin(ends).sum())
        if number:
            verb = "is a" if number == 1 else "are"
            said.append(f"{capital(count(number))} {verb} {name}{'s' * (number > 1)}, not the true number.")
    said += [OUR_READING] if any(table["leads"]) else []
    return " ".join([*said, *_meaning(table)])


def _meaning(table: pd.DataFrame) -> list[str]:
    said = ["Not reported is not zero."] if (table["qualifier"] == "").any() else []
    return [*said, ONE_WORD] if len(table) > 1 else said


def who_and_when(row: pd.Series) -> list[str]:
    """Who led and the action day, the fullest variant first, the day alone last."""
    day = action_day(row["action_day"], row["days"])
    return [*(f"{lead} · {day}" for lead in led_by_briefly(row["leads"])), day]


def clause(row: pd.Series) -> str:
    """One action for the alternative text."""
    return f"{row['short_title']} {quoted(row['as_printed']) if row['qualifier'] else NOT_REPORTED}"


def rest(table: pd.DataFrame) -> tuple[str, str]:
    """How many rows are not drawn: with what they say, and without."""
    known = table[[value is not None for value in table["value"]]]
    gaps = int((table["qualifier"] == "").sum())
    span = ""
    if len(known):
        low, high = known["value"].min(), known["value"].max()
        span = f", printed numbers from {words.number(low)} to {words.number(high)}"
        span += ", some of them floors" if known["qualifier"].isin(FLOORS).any() else ""
    none = f", {words.number(gaps)} not reported" if gaps else ""
    more, file = f"and {words.more(len(table))}", all_in("servers-taken-down")
    return f"{more}{span}{none}{file}", f"{more}{file}"
