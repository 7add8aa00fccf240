"""What all sentences share: counts with their denominators, names, days."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from casebook import bounds, dates, places, words
from casebook.words import count, listed, plural, quoted

NAMES, MOST_ITEMS = 4, 24
MOST_COLUMNS = 12  # of a table that is read: with more actions than that they are counted
OUR_READING = "“Led by” is our reading."
ONE_WORD = "“Server” may not mean the same in each action."


LONGEST = 32  # characters of a quotation that a headline has room for


def of_all(number: int, of: int) -> str:
    """ "all four", "both", "the one": how to speak of every action that was chosen."""
    return {1: "the one", 2: "both"}.get(of, f"all {count(of)}") if number == of else out_of(number, of)


def out_of(number: int, of: int) -> str:
    """ "two of four", "3 of 12": digits for both as soon as one of them needs digits."""
    return f"{count(number)} of {count(of)}" if of <= 9 else f"{words.number(number)} of {words.number(of)}"


def led_by(leads: Sequence[str]) -> str:
    """ "led by Spain", or that the source names nobody."""
    return f"led by {listed([places.in_prose(code) for code in leads])}" if leads else "lead not printed"


def led_by_briefly(leads: Sequence[str]) -> list[str]:
    """`led_by` in variants, the fullest first: fewer and fewer names, at last how many countries they are."""
    shorter = [
        f"led by {listed([*map(places.in_prose, leads[:kept]), words.more(len(leads) - kept)])}"
        for kept in range(len(leads) - 1, 0, -1)
    ]
    last = f"led by {words.countries(len(leads))}" if shorter else f"led by {listed(list(map(places.name, leads)))}"
    return [led_by(leads), *shorter, *([last] if leads else [])]


def action_day(edtf: str, days: int = 1) -> str:
    """The action day in words, and how many more of them there are; or that it is not printed."""
    more = f" and {days - 1} more" if days > 1 else ""
    return f"{words.when(dates.parse(edtf))}{more}" if edtf else "action day not printed"


def summary(text: str) -> str:
    """The first sentence of a case's summary, without its full stop."""
    return text.split(". ")[0].rstrip(".")


def years(table: pd.DataFrame) -> str:
    """ "in 2020", "from 2019 to 2021", or "" where no action day is printed."""
    days = [dates.parse(edtf).earliest for edtf in table["action_day"] if edtf]
    found = sorted({day.year for day in days if day})
    if not found:
        return ""
    return f"in {found[0]}" if len(found) == 1 else f"from {found[0]} to {found[-1]}"


def of_years(table: pd.DataFrame) -> str:
    """ " of 2020", " of 2019 to 2021", or "": to follow a noun."""
    return years(table).replace("in ", " of ").replace("from ", " of ")


def briefly(row: pd.Series) -> str:
    """The printed words of a figure, or what they amount to where they are too long for a headline."""
    if row["qualifier"] == "exact" and row["value"] == 0:
        return words.number(0)  # printed as "no servers" or "none", and a noun follows here
    said = quoted(row["as_printed"])
    if carries_more(row) or len(said) > LONGEST:
        return words.amount(bounds.amount_of(row))
    return said


def carries_more(row: pd.Series) -> bool:
    """True where a number is printed with its noun, or in a language that is not ours: it needs no second noun."""
    return row["value"] is not None and row["value"] > 1 and not words.is_bare(row["as_printed"])


def more(number: int, file: str) -> str:
    """ "and 12 more; all in overview.csv": what a figure has no room for, and where it is."""
    return f"and {words.number(number)} more{all_in(file)}"


def all_in(file: str) -> str:
    """ "; all in overview.csv": behind what a figure says of its rest."""
    return f"; all in {file}.csv"


def some_actions(number: int) -> str:
    return plural(number, "action")


def names(titles: Sequence[str]) -> str:
    """Names up to four, else how many there are."""
    return listed(list(titles)) if len(titles) <= NAMES else plural(len(titles), "action")


def heading(titles: dict[str, str], case: str) -> str:
    """The title of a case as the head of a column; with its id where two cases have the same."""
    title = titles[case]
    return title if list(titles.values()).count(title) == 1 else f"{title} ({case})"


def first_of(items: Sequence[str], between: str = ", ") -> str:
    """The items, of very many the first and how many more: for the cell of a table."""
    more = len(items) - MOST_ITEMS
    kept = [*items[:MOST_ITEMS], f"and {words.number(more)} more"] if more > 0 else items
    return between.join(kept)


def finding(variants: Sequence[str]) -> str:
    """The fullest variant of a headline as a sentence."""
    return f"{variants[0]}."


def chosen(table: pd.DataFrame) -> int:
    """How many actions a table of `compare.countries` or `compare.shared_countries` is about, whoever they name."""
    return int(table["of"].iloc[0]) if len(table) else 0
