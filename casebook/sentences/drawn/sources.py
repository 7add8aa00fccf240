"""What several sources say of one thing, beside one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from casebook import words
from casebook.sentences.sources import small, tag

SUBTITLE = "What sources state, in their words or ours; each number against the first of its group, log scale."
DOUBT = "“A after B”: A prints it and repeats B, which confirms nothing. Not all was read."
BOUND, ESTIMATE = "An arrow is a bound, not a number.", "A ring is an estimate."
FLOORS, CEILINGS = ("more_than", "at_least"), ("nearly", "less_than", "at_most")
TICKS = {"0.01": "a hundredth", "0.1": "a tenth", "0.5": "half", "1": "the first number", "2": "twice"}


def doubt(qualifiers: set[str]) -> str:
    """What an origin is, and what the marks of these qualifiers mean."""
    told = [DOUBT] + [BOUND] * bool(qualifiers & {*FLOORS, *CEILINGS}) + [ESTIMATE] * ("about" in qualifiers)
    return " ".join(told)


def ticks(times: Decimal) -> list[str]:
    """What stands over a line of the axis, which is so many times the first number; the longest first."""
    if f"{times:f}" in TICKS:
        return [TICKS[f"{times:f}"]]
    number = words.number(max(times, 1 / times))
    return [f"{number}{words.BOUND}times", f"×{words.BOUND}{number}"] if times > 1 else [f"1/{number}"]


def form(drawn: int, of: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    return f"Statements of several sources on {words.plural(drawn, 'figure')} of {words.number(of)}"


def title(key) -> str:
    """What a row of `agreement.keys` is about."""
    return f"{key.short_title}: {small(key.label)}"


def verdict(key) -> str:
    return tag(key)


def elsewhere(said: str, label: str) -> str:
    """The same number given for something else."""
    return f"{words.printed(said)}, but {small(label)}"


def the_same(voices: Iterable[str]) -> str:
    return f"the same: {words.listed(list(dict.fromkeys(voices)))}"


def kind(term: str) -> str:
    """A kind of source as it stands behind a name."""
    return term.replace("_", " ")


def more_lines(number: int) -> str:
    return f"and {words.more(number)}"


def clause(about: str, comes_to: str, told: Sequence[tuple[str, str]]) -> str:
    """A group for the alternative text, as it may be spoken: (who, what) of each statement, and what it comes to."""
    by: dict[str, list[str]] = {}
    for who, said in told:
        by.setdefault(who, []).append(said)
    said = [f"{who} says {words.listed(texts)}" for who, texts in by.items()]
    return f"{about.replace(': ', ', ')}: {', '.join(said)} ({comes_to[:1].lower()}{comes_to[1:].replace('; ', ', ')})"
