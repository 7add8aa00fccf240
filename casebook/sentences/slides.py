"""What the deck says besides its figures: titles, limits, speaker notes, and the names and prompts of its master."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casebook import words
from casebook.sentences.drawn.page import CREDIT, data_version

KEEP = "Shown elsewhere, a figure keeps its foot: the doubt, the source and the version of the data."
ELSEWHERE = "Made with this deck: report.html to read, explorer.html to choose and compare."
ENDING = "What these figures cannot say, and where they come from"
LIMITS_HEADING, SOURCES_HEADING = "Limits", "Sources and use"
LIMITS = (
    "No sample: a source chose to tell of these actions. No average, trend or share follows from them.",
    "One side’s account: that of the authorities that acted. No court has weighed it here.",
    "Arrests are not convictions, and not charges.",
    "A floor is not a total: “over” and “more than” leave the true number open.",
    "Not reported is not zero: a gap says only that no figure is printed.",
    "One word, several meanings: what counts as a server may differ from action to action.",
    "No endorsement: this is not a product of Eurojust, Europol or any authority that is named.",
)
MOST_SOURCES, LISTED = 6, "all in the report’s list of sources"  # of a note

# Headings of speaker notes, in their order.
TO_SAY, SHOWN, IN_MIND, FROM = "What to say", "What is shown", "What to keep in mind", "Where it comes from"

# The master: names of its layouts and shapes, and what an empty place asks for.
TITLE_SLIDE, FIGURE, TABLE, TWO_COLUMNS = "Title slide", "Figure", "Table", "Two columns"
TITLE, SUBTITLE, NOTICE, CAPTION, TEXT = "Title", "Subtitle", "Notice", "Caption", "Text"
LEFT, RIGHT, FOOTER, NUMBER, NOTES, IMAGE = "Left", "Right", "Footer", "Slide number", "Notes", "Slide image"
PROMPTS = {
    TITLE_SLIDE: "What this is about",
    TITLE: "The finding, in one sentence",
    SUBTITLE: "What is told of it",
    NOTICE: "Version and notice",
    CAPTION: "What the table shows",
}


def profile(name: str) -> str:
    """How a profile is called where its table stands."""
    return f"Profile: {name}"


def data_of(version: str) -> str:
    """The version of the data on the first slide and in notes."""
    return f"Data version {version}."


def table_title(label: str) -> str:
    """The title of the slide with the table behind a figure."""
    return f"The numbers behind “{label}”"


def table_of(figure_slide: int, headline: str) -> str:
    """What a table is of, for its note."""
    return f"The table behind slide {figure_slide}, “{headline}”"


def table_alt(rows: int, columns: int, headings: Sequence[str], caption: str) -> str:
    """The alternative text of a table."""
    return f"Table of {rows} rows and {columns} columns: {', '.join(headings)}. {caption}".strip()


def shape(kind: str, name: str) -> str:
    """The name of a picture or table on a slide: "Figure overview"."""
    return f"{kind} {name}"


def footer(title: str, version: str) -> str:
    """The foot of the last slide."""
    return f"{title}. {data_version(version)}"


def and_more(number: int) -> str:
    """The last of a list of sources that has no room for all."""
    return f"and {number} more, {LISTED}"


def whereabouts(name: str, table: bool, table_slide: int | None) -> str:
    """Where the numbers behind a figure are: on a slide, or in its file if it has a table that fits none."""
    if table_slide:
        return f"The numbers behind this figure are on slide {table_slide}."
    if table:
        return f"The table behind this figure is too large for a slide. It is in the report, and in {name}.csv."
    return ""


def few_sources(credit: str) -> str:
    """A credit with as many sources as one can read aloud, and how many more the report lists."""
    sources, between, end = credit.partition(f". {CREDIT} ")
    first, *more = re.split(r"; (?=\S)", sources)
    if len(more) < MOST_SOURCES:
        return credit
    kept = "; ".join([first, *more[: MOST_SOURCES - 1]])
    return f"{kept}; and {words.more(len(more) + 1 - MOST_SOURCES)}, {LISTED}{between}{end}"


def without_source(alt: str) -> str:
    """An alternative text without the credit at its end."""
    return re.sub(r"(^| )Sources?: .*$", "", alt)


def bare_source(line: str) -> str:
    """A line of credit without the word before it."""
    return re.sub(r"^Sources?: ", "", line)
