"""The check of the printed total against its parts."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from casebook import words
from casebook.sentences.common import ONE_WORD, of_years
from casebook.words import capital, count

FORM = "Waterfall of the parts and their sum beside the printed total"
TOTAL = ("Printed as the total", "Printed total")  # the second where there is no room for the first


def subtitle(table: pd.DataFrame, start: Decimal) -> str:
    """What is added up; and that the scale is cut, where it does not begin at zero."""
    number = int((table["row"] == "part").sum())
    of = f"{count(number)} actions" if number > 1 else "one action"
    cut = f" The scale starts at {words.number(start)}, so lengths show differences only." if start else ""
    return f"Servers taken down in the {of}{of_years(table)}.{cut}"


def sum_of(parts: int) -> tuple[str, ...]:
    """The name of the sum, longest first."""
    return (f"Sum of the {count(parts)} parts", "Their sum") if parts > 1 else ("The one part",)


def others(number: int) -> str:
    """Parts that are drawn together."""
    return f"{words.number(number)} others"


def estimated(wording: str, guessed: int) -> str:
    """The wording of a sum, with how many parts of it are estimates."""
    return f"{wording}, {guessed} estimated".removeprefix(", ") if guessed else wording


def apart(number: Decimal) -> str:
    """How far two numbers lie apart."""
    return f"{words.number(number)} apart"


def doubt(table: pd.DataFrame) -> str:
    """Which parts are floors or words, and what the source does not say."""
    parts = table[table["row"] == "part"]
    floors, said = int(parts["qualifier"].isin(["more_than", "at_least"]).sum()), []
    if floors and len(parts) > 1:
        verb = "is a floor" if floors == 1 else "are floors"
        said.append(f"{capital(count(floors))} of the {count(len(parts))} parts {verb}, so the sum is a floor too.")
    if parts["qualifier"].isin(["unquantified"]).any():
        said.append("Words without a number count as at least one.")
    said.append("The source does not say how its total was made.")
    return " ".join([*said, ONE_WORD] if len(parts) > 1 else said)


def outlines(table: pd.DataFrame) -> str:
    """What an outline behind a bar means, where there is one."""
    parts = table[table["row"] == "part"]
    ranges = any(row.high is not None and row.high != row.low for row in parts.itertuples())
    return "An outline reaches as far as a part may." if ranges else ""


def clauses(table: pd.DataFrame, most: int) -> list[str]:
    """At most so many parts, their sum and the printed total."""
    parts = table[table["row"] == "part"]
    told = [f"{row.short_title} {row.wording}" for row in parts.head(most).itertuples()]
    more = [f"{count(len(parts) - most)} more parts in headline-check.csv"] * (len(parts) > most)
    whole, stated = table[table["row"] == "sum"].iloc[0], table.iloc[-1]
    return [*told, *more, f"sum {whole['wording']}", f"printed total {in_quotes(stated['wording'])}"]


def in_quotes(wording: str) -> str:
    """The words in quotation marks, which they may have already."""
    return f"“{wording.strip('“”')}”"
