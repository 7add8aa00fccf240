"""What is printed for which action."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from casebook import words
from casebook.words import plural, quoted

SUBTITLES = {
    "words": "What the source prints, in its own words. Empty cell: nothing printed, which does not mean zero.",
    "dots": "What the source prints for which action. No dot: nothing printed, which does not mean zero.",
    "bars": "For how many of the actions the source prints each measure. Not printed does not mean zero.",
}  # by the form of the matrix
DOUBT = "Coordination meetings and requests for legal assistance are compared apart, with the means of cooperation."
CAVEAT = "Nothing printed does not mean zero."
PRINTED_FOR = "Printed for"
MOST_CLAUSES = 12


def form(measures: int, actions: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    return f"Matrix of {plural(measures, 'measure')} by {plural(actions, 'action')}"


def counts(coverage: pd.DataFrame) -> list[str]:
    """For each measure of a table of `compare.coverage` how many actions report it."""
    return [f"{row.label} {words.share(row.reported, row.of)}" for row in coverage.itertuples()]


def clauses(table: pd.DataFrame) -> list[str]:
    """For each action the measures that are printed, with their words."""
    told = []
    for _, cells in table.groupby("case", sort=False):
        known = cells[cells["as_printed"] != ""]
        said = [f"{cell.label.lower()} {', '.join(each_quoted(cell.as_printed))}" for cell in known.itertuples()]
        if len(cells) > MOST_CLAUSES and len(said) > 5:
            said = [*said[:5], words.more(len(said) - 5)]
        told.append(f"{cells['short_title'].iloc[0]}: {', '.join(said) or 'nothing printed'}")
    return told


def each_quoted(as_printed: str) -> Sequence[str]:
    """What is printed of one measure in several places, each as words quote it."""
    return [quoted(part) for part in as_printed.split("; ")]
