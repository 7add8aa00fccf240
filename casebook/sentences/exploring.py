"""Sentences on a choice of statements. The explorer page fills in the same patterns, which it is given as data."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from casebook import words
from casebook.sentences.common import of_all
from casebook.sentences.times import timeline_headlines

FOUND = {
    "together": "{label}: reported for {which}, together {amount}",
    "one": "{label}: reported for {which}, {amount} ({case})",
    "only": "{label}: {amount} ({case})",
    "apart": "{label}: reported for {which}; {why}",
    "none": "{label}: not reported for {any}",
    "aside": "{label}: no figure of one whole action in this choice, but others; see the statements",
    "left_out": "{label}: nothing in this choice",
    "passed_over": "{label}: no fact by the rule in use; other sources say something",
}
WHY = {
    "additive": "figures of this kind are not added up",
    "unit": "the units differ, so nothing is added up",
    "twice": "an action has more than one figure, so nothing is added up",
    "overlap": "two of the actions overlap, so nothing is added up",
}
VERDICTS = {
    "agree": "origins agree",
    "looser": "one is looser than another",
    "conflict": "they contradict one another",
    "unit": "another unit elsewhere",
    "single": "one origin only",
}  # the same, as a list offers them
AGREEMENT = {
    "agree": "Several origins agree on it.",
    "looser": "Several origins can all be right: one says it more loosely than another.",
    "conflict": "Origins contradict one another.",
    "unit": "Origins give the number in another unit, or for something else.",
    "single": "Only one origin states it.",
}  # the verdicts of `casebook.agreement`
MARKS_OF_TIME = {
    "day": "A diamond is a day.",
    "window": "A bar is a month or a year: at some time within it, not throughout.",
    "span": "A bar with ends goes from one date to another, both printed.",
    "open": "A bar that fades out has no printed end, or no printed beginning, on that side.",
}
SMALL = 9  # actions: up to here counts are words


def which(number: int, of: int) -> str:
    """ "all four actions", "two of four actions", "the one action"."""
    return f"{of_all(number, of)} action{'' if of == 1 else 's'}"


def timeline(facts: pd.DataFrame, dated: Iterable[str]) -> str:
    """The finding over a table of `compare.timeline`, and how far back other sources go, of whose steps `dated` holds
    the first days: what is drawn grey is covered too."""
    said, days = timeline_headlines(facts)[0], [day for day in dated if day]
    known = [day for day in facts[facts["event"] != "announced"]["earliest"] if day]
    if not days or (known and min(known)[:4] <= min(days)[:4]):
        return said
    if "earliest dated step" in said:
        return f"{said}, by other sources from {min(days)[:4]}"
    return f"{said}; other sources tell of steps from {min(days)[:4]}"


def only_of(part: str) -> str:
    """ "Italy only": behind a figure that is of a part."""
    return f"{part} only"


def any_of(of: int) -> str:
    """ "any of the four actions", "either action", "the action": to follow "not reported for"."""
    return {1: "the action", 2: "either action"}.get(of, f"any of the {words.count(of)} actions")


def shown_of(number: int, of: int) -> str:
    """ "3 of 4 actions"."""
    return f"{words.number(number)} of {words.number(of)}{words.BOUND}action{'' if of == 1 else 's'}"


def phrases() -> dict:
    """`which` and `any_of` for up to `SMALL` actions, then patterns: what a page needs to count as we do."""
    few = range(1, SMALL + 1)
    return {
        "which": [[which(number, of) for number in range(1, of + 1)] for of in few],
        "any": [any_of(of) for of in few],
        "which_many": {"all": "all {of} actions", "some": "{number} of {of} actions"},
        "any_many": "any of the {of} actions",
        "shown": {
            "one": f"{{number}} of {{of}}{words.BOUND}action",
            "many": f"{{number}} of {{of}}{words.BOUND}actions",
        },
    }
