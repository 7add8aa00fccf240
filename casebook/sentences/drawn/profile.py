"""One action on one page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from casebook import words
from casebook.sentences.common import action_day, all_in, led_by_briefly, summary
from casebook.sentences.times import step
from casebook.words import capital, listed, plural

FORM = "Profile of one action"
STEPS, STEPS_IN_TIME = "Steps", "Steps in time"
NONE_DATED, NO_STEP_DATED, NO_FIGURE = "none is dated", "No step is dated", "No figure is printed"
VAGUE = "A bar or bracket: at some time within it"


def about(row: pd.Series, our_reading: bool) -> list[str]:
    """Who led, with `our_reading` said of it, and what it was; then who led alone, in shorter and shorter variants."""
    reading = " (our reading)" if row["leads"] and our_reading else ""
    leads = [f"{capital(lead)}{reading}" for lead in led_by_briefly(row["leads"])]
    return [f"{leads[0]} · {summary(row['summary'])}", *leads]


def not_printed(items: Sequence[str], kept: int) -> str:
    """What is not printed, by name as many as are `kept`."""
    rest = [words.more(len(items) - kept)] if kept < len(items) else []
    return f"No figure or date: {listed([*items[:kept], *rest])}."


def dated(row: pd.Series) -> str:
    """A step with its date before it."""
    return f"{action_day(row['date'])} {step(row)}"


def missing(items: Sequence[str]) -> str:
    """The clause for what is not printed."""
    return f"no figure or date: {', '.join(items)}"


def more_figures(number: int, name: str) -> str:
    """Key figures that no tile has room for."""
    return f"and {words.more(number)} figures{all_in(name)}"


def more_steps(number: int) -> str:
    """Steps that the lane has no room for, or ""."""
    return f"{plural(number, 'more step')} in the source" if number else ""
