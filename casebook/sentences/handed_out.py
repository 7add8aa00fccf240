"""What the report, the contact sheet and the deck say about themselves, and the glossary."""

from __future__ import annotations

from collections.abc import Sequence

NOTICE = "This is not a product of Eurojust, and Eurojust has not endorsed it. An arrest is not a conviction."
GLOSSARY = {
    "Action day":
        "The day on which authorities in several countries act at the same time: they search, arrest and "
        "take servers down, so that nobody can warn the others.",
    "Coordination centre":
        "A room at Eurojust from which an action day is followed as it happens, so that the authorities "
        "involved can answer one another at once.",
    "EDTF":
        "Extended Date/Time Format: a way to write a date no more precisely than it is known, such as 2019 "
        "for a year or 2020-07 for a month.",
    "EIO":
        "European Investigation Order: with it a judicial authority in one member state of the EU has "
        "evidence gathered in another. Denmark and Ireland do not take part.",
    "Floor":
        "A number that was reached or exceeded, by the account of the source, which does not give the true "
        "one. “Over 60” is a floor: more than 60, and not said how many more.",
    "Liaison prosecutor":
        "A prosecutor whom a country outside the EU has posted to Eurojust, to work with the member states "
        "from there.",
    "Looser":
        "Said of a statement that another one fits into without being as firm or as complete: “dozens” beside "
        "“over 60”.",
    "MLA":
        "Mutual legal assistance: what one state does at the request of another to help its criminal "
        "proceedings, such as taking evidence or freezing accounts. It serves where the EIO does not reach, "
        "for instance with Switzerland or the United States.",
    "Not reported":
        "The source gives no such figure. That is not zero: the result may have been there.",
    "OCG":
        "Organised crime group: three or more people who act together over some time to commit serious "
        "crime for gain.",
    "Origin":
        "Who first gave out a statement, as far as the pages name him. A page that repeats a release has the "
        "release as its origin and confirms nothing.",
    "Rule":
        "Which of several statements is shown as the fact. “Factsheet”, the usual one, shows what a factsheet "
        "states, and of an action that no factsheet tells of what official sources state.",
}  # fmt: skip
IS = (
    "A comparison of what the sources print about each action, in their words and with their doubt: a number "
    "that is “over 60” stays a floor, and what is not reported is not counted as zero."
)
IS_NOT = "The actions are examples, not a sample: they say nothing about actions that are not among them."
MADE = (
    "This report shows version {version} of the data. Notebooks read the data, compare the cases and "
    "draw the figures; papermill ran them, and pandoc put together what they say and show, as a page, a PDF "
    "(set by Typst) and a Word file. Beside them lie explorer.html, to choose and compare in, and takedowns.pptx, the "
    "figures as slides. The same data give the same report again, byte for byte."
)

CONTENTS, ANNEX, GLOSSARY_HEADING, SOURCES = "Contents", "Annex: the cases one by one", "Glossary", "Sources"
WHAT_IT_IS, WHAT_IT_IS_NOT, DATA, VERSION = "What it is", "What it is not", "Data", "Version"
HOW_MADE, ORIGINS, CREDIT_LINES = "How this was made", "Where each figure comes from", "Credit lines"
TO_PASTE = "To be pasted below a figure that is shown elsewhere."
ORIGIN_COLUMNS, CREDIT_COLUMNS = ("Figure", "Notebook", "Drawing function"), ("Figure", "Credit line")
NO_DESCRIPTION, NO_KIND = "Picture without a description", "no kind"

SHEET_TITLE = "Figures"
SHEET = (
    "Made by `make report` from the tables in `data/`; do not edit them by hand. Each picture carries its "
    "headline, source and data version, and its title and alt text inside the file. The `.csv` beside it is the "
    "table behind it. Paste the alt text where the slide program asks for it, and keep the credit line."
)


def casebook_of(version: str) -> str:
    """The title where the data have none."""
    return f"Casebook of {version}"


def made_with(pairs: Sequence[tuple[str, str]]) -> str:
    """The programs that made it, each with its version."""
    return f"Made with {'; '.join(' '.join(pair) for pair in pairs)}."


def source(title: str, publisher: str, published: str, elsewhere: bool = False) -> str:
    """A source before its address: `published` in words, or ""; the address may be where it is only listed or kept."""
    where = " Its own address is not known; listed or kept at" if elsewhere else ""
    return f"{title}. {publisher}{f', published {published}' if published else ''}.{where}"


def more_sources(number: int) -> str:
    """Before the link to all of them."""
    return f"And {number} more:"


def table(number: int) -> str:
    """The label of a table."""
    return f"Table {number}."


def figure(number: int, title: str) -> str:
    """The label and title of a figure, without a full stop."""
    return f"Figure {number}. {title}"


def in_numbers(number: int) -> str:
    """The label of the table behind a figure."""
    return f"Figure {number} in numbers"


def not_shown(kinds: str) -> str:
    """In the place of an output that has no form on paper."""
    return f"An output of a kind that this report cannot show ({kinds})."


def alt_text(alt: str) -> str:
    """The line with the alternative text on the contact sheet."""
    return f"Alt text: {alt}"


def files(links: str) -> str:
    """The line with the links to the files of a figure."""
    return f"Files: {links}"
