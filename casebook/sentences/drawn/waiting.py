"""From each printed start to the action day."""

from __future__ import annotations

from casebook import words
from casebook.sentences.common import all_in
from casebook.words import BOUND, plural

# Each start with its name, in the order drawn; three things that are never ranked against each other.
STARTS = {
    "investigation_opened": "From the opening",
    "parallel_investigation_opened": "From a parallel opening",
    "complaint": "From a complaint",
}
NO_OPENING, NO_DAY, UNKNOWN = "opening not printed", "action day not printed", "not known"
CAVEAT = "Openings, parallel openings and complaints are different starts."


def subtitle(bars: int) -> str:
    """What is shown, of what and when."""
    which = "the bar runs" if bars == 1 else "each bar runs"
    return f"Time to the action day: {which} from the shortest to the longest that the printed dates allow."


def form(actions: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    return f"Range chart, months from the start to the action day, {plural(actions, 'action')}"


def doubt(line: bool, open_end: bool, mixed: bool) -> str:
    """How to read the bars: with a `line` before them, with an `open_end`, from `mixed` kinds of starts."""
    said = ["Whole months, rounded outwards."]
    said += ["The line before a bar runs to the shortest time."] if line else []
    said += ["An arrow: no upper end."] if open_end else []
    said += ["Different starts are not compared with each other."] if mixed else []
    return " ".join(said)


def gap(opened: bool, acted: bool) -> str:
    """Why no time can be given."""
    return NO_OPENING if not opened else UNKNOWN if acted else NO_DAY


def start(kind: str) -> str:
    """The name of a kind of start."""
    return STARTS.get(kind, kind)


def started(kind: str, where: str) -> list[str]:
    """What began, and where, to stand under the name of an action: "parallel opening, Sweden"; then what began."""
    alone = start(kind).removeprefix("From the ").removeprefix("From a ")
    return [f"{alone}, {where}", alone] if where else [alone]


def clause(short_title: str, kind: str, started: str, said: str) -> str:
    """One action: from what start, where and when, and how long it was; or what is not printed of it."""
    return f"{short_title} {start(kind).lower()} ({started}): {said}" if started else f"{short_title}: {said}"


def tick(step: int, months: int, last: bool) -> str:
    """The name of a tick, the unit with the `last`: in years where the ticks, `step` months apart, are years apart."""
    number, unit = (months, "month") if step % 12 else (months // 12, "year")
    return f"{words.number(number)}{BOUND}{unit}{'s' * (number > 1)}" if last else words.number(number)


def between(first: str, last: str) -> str:
    """The two dates that a time lies between."""
    return f"{first} – {last}"


def rest(number: int, gaps: int) -> tuple[str, str]:
    """How many rows are not drawn: with how many of them have no opening, and without."""
    without = f", {words.number(gaps)} of them without a printed opening" if gaps else ""
    more, file = f"and {words.more(number)}", all_in("time-to-action")
    return f"{more}{without}{file}", f"{more}{file}"
