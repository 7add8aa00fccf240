"""Steps in time: the calendar with its lanes, and the timeline."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from casebook import dates, words
from casebook.sentences.common import OUR_READING
from casebook.sentences.times import step
from casebook.words import BOUND, capital, listed, plural

CAVEAT = "A year or a month means at some time within it."
NO_OPENING, UNDATED_OPENING = "Opening not printed", "Opening not dated"
WINDOWS = {"window": "bar with open ends", "bracket": "bracket"}  # how a lane draws a time within which something was


def subtitle(actions: int, starts: bool, wider: str) -> str:
    """What is shown: every dated step, or with `starts` only beginnings and action days; and what is drawn `wider`."""
    if starts:
        return "When the actions began, and their action days" if actions > 1 else "When it began, and the action day"
    said = "Steps that the source dates, one lane per action." if actions > 1 else "Steps that the source dates."
    return f"{said} {wider}".strip()


def form(actions: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    return f"Timeline of {plural(actions, 'action')}"


def wider(years: Sequence[int]) -> str:
    """That these years take more of the axis than the others."""
    several = len(years) > 1
    return f"The year{'s' * several} {_listed(years)} {'are' if several else 'is'} drawn wider."


def by_month(years: Sequence[int]) -> str:
    """The head of the years that are drawn wider."""
    return f"{_listed(years)}, month by month"


def _listed(years: Sequence[int]) -> str:
    return listed([str(year) for year in years])


def marks_in_lanes(kinds: set[str], led: bool) -> str:
    """What the marks of these kinds mean, and whose reading it is who `led`."""
    soft = [name for kind, name in WINDOWS.items() if kind in kinds]
    said = [f"A {', or a '.join(soft)}: at some time within it, not throughout."] if soft else []
    said += ["A diamond: a day."] if "day" in kinds else []
    said += ["Two diamonds: from the one day to the other."] if "days" in kinds else []
    said += [OUR_READING] if led else []
    return " ".join(said)


def marks_in_rows(day: bool, line: bool) -> str:
    """The same for rows, which have a diamond for a printed day and a line for any other step."""
    said = ["A diamond: an action day."] if day else []
    said += ["A line: a dated step, at some time within it; timeline.csv names each."] if line else []
    return " ".join(said)


def marks_of_starts(soft: bool) -> str:
    """The same for a half slide, which leaves out the other steps."""
    return f"{'A bar: at some time within it. ' if soft else ''}Other steps are in timeline.csv."


def label(when: str, row: pd.Series, throughout: bool) -> str:
    """What stands beside a mark: when, and which step; a capital or "In" before what lasts `throughout` its panel."""
    text = f"{when}: {step(row)}"
    if throughout:
        return f"In{BOUND}{text}" if text[0].isdigit() else capital(text)
    return text


def undated(steps: Sequence[str]) -> tuple[str, str]:
    """The steps that have no place on the axis: by name, and how many."""
    return f"Not dated: {', '.join(steps)}", f"{capital(plural(len(steps), 'step'))} not dated"


def action_days(steps: pd.DataFrame) -> str:
    """The first printed action day, and how many more; "" where none is."""
    found = [_when(row) for _, row in steps.iterrows() if row["event"] == "action_day" and row["date"]]
    return found[0] + (f" and {len(found) - 1} more" if found[1:] else "") if found else ""


def opening(steps: pd.DataFrame) -> str:
    """That the opening of the investigation is not printed, or not dated; "" where it is."""
    opened = steps[steps["event"] == "investigation_opened"]
    if opened.empty:
        return NO_OPENING
    return "" if (opened["date"] != "").any() else UNDATED_OPENING


def clause(steps: pd.DataFrame, full: bool) -> str:
    """One action with its steps, or unless `full` with its action days alone."""
    if not full:
        return f"{steps['short_title'].iloc[0]} {action_days(steps) or 'action day not printed'}"
    told = [f"{_when(row) if row['date'] else 'not dated'} {step(row)}" for _, row in steps.iterrows() if row["event"]]
    missing = opening(steps)
    return f"{steps['short_title'].iloc[0]}: {', '.join([*told, missing.lower()] if missing else told)}"


def _when(row: pd.Series) -> str:
    return words.when(dates.parse(row["date"]))


def unplaced(number: int) -> str:
    """How many steps of a lane found no room."""
    return f"{words.more(number)} in timeline.csv" if number else ""
