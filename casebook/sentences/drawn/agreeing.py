"""Where origins agree: a matrix of what is stated by actions."""

from __future__ import annotations

import pandas as pd

from casebook import walk, words
from casebook.sentences.common import names
from casebook.sentences.sources import STAR, differ, starred, verdict

SAYS = {"agree": "agree", "looser": "looser", "conflict": "differ", "unit": "other unit", "single": "one origin"}
SUBTITLE = "How origins stand to each other, and how many there are. Empty: nothing found in what was read."
COUNTED = "For how many of the actions origins agree, and for how many not. Empty: for none."
WORDS = (
    "Looser: compatible, but less firm or complete. Other unit: another currency, or the number is of something else."
)
STARRED = "Star: pages with one origin contradict each other."
SPOKEN = {
    "agree": "origins agree for {}",
    "looser": "origins are compatible for {}",
    "conflict": "origins contradict each other for {}",
    "unit": "another unit or another thing for {}",
    "single": "one origin alone for {}",
    STAR: "pages with one origin contradict each other for {}",
}


def form(rows: int, actions: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    what = words.plural(rows, "figure, date or list", "figures, dates and lists")
    return f"Matrix of {what} by {words.plural(actions, 'action')}"


def doubt(starred: bool) -> str:
    """What the words mean, and the star where there is one."""
    return f"{WORDS} {STARRED}" if starred else WORDS


def cell(row) -> tuple[str, str]:
    """What a row of `agreement.matrix` comes to, in full and in short."""
    said = verdict(row)
    return said, said.partition(":")[0] + (words.BOUND + STAR) * starred(row)


def clause(rows: pd.DataFrame) -> str:
    """One row of the matrix for the alternative text, as it may be spoken."""
    stars = [differ(retold) or differ(own) for retold, own in walk.tuples(rows, "retold", "own")]
    found = {kind: rows[stars if kind == STAR else rows["verdict"] == kind]["short_title"] for kind in SPOKEN}
    said = [SPOKEN[kind].format(names(list(titles))) for kind, titles in found.items() if len(titles)]
    return f"{rows['label'].iloc[0].replace(': ', ', ')}: {', '.join(said)}"
