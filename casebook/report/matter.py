"""What stands before and after the chapters: what the report says about itself, glossary, lists, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from casebook.report.tree import clean, code, el, heading, link, para, plain, table, words

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
    "MLA":
        "Mutual legal assistance: what one state does at the request of another to help its criminal "
        "proceedings, such as taking evidence or freezing accounts. It serves where the EIO does not reach, "
        "for instance with Switzerland or the United States.",
    "Not reported":
        "The source gives no such figure. That is not zero: the result may have been there.",
    "OCG":
        "Organised crime group: three or more people who act together over some time to commit serious "
        "crime for gain.",
}  # fmt: skip
ON_COVER = 6  # sources
FOUND = "Its own address is not known; listed or kept at"
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


class Source(NamedTuple):
    """A source of the data; `published` in words ("perhaps 27 October 2021"), empty if not known. `found` is where it
    is listed or kept, if not at an address of its own."""

    title: str
    publisher: str
    published: str = ""
    url: str = ""
    found: str = ""

    @property
    def line(self) -> str:
        """ "Title. Publisher, published perhaps 27 October 2021. https://…" """
        return f"{self.said} {self.address}".rstrip()

    @property
    def said(self) -> str:
        """The line without the address."""
        where = "" if self.url or not self.found else f" {FOUND}"
        return f"{self.title}. {self.publisher}{f', published {self.published}' if self.published else ''}.{where}"

    @property
    def address(self) -> str:
        """Its own address, else where it can be found."""
        return self.url or self.found

    @property
    def linked(self) -> list:
        """The line as words. Its address is a link if it is one of https; addresses in the texts are words."""
        is_link = re.fullmatch(r"https://[^\s<>\"']+", self.address)
        address = [link(clean(self.address))] if is_link else words(self.address)
        return [*words(self.said), *([el("Space"), *address] if self.address else [])]


@dataclass(frozen=True)
class About:
    """What the report says about itself: sentences of plain text; `made_with` are names and versions.

    `notice` says what it is not, and how its sources were read, which `reading` says alone.
    """

    title: str
    subtitle: str
    data_version: str
    sources: Sequence[Source]
    made_with: Sequence[tuple[str, str]]
    notice: str = ""
    reading: str = ""


class Drawn(NamedTuple):
    """A figure of the report: its place in it, and where it comes from."""

    number: int
    id: str
    title: str
    credit: str
    notebook: str
    function: str


def front(about: About) -> dict:
    """The report's title and what a cover says, as pandoc's metadata; the sources are a list."""
    texts = {"title": about.title, "subtitle": about.subtitle, "notice": about.notice, "is": IS, "is-not": IS_NOT,
             "data-version": about.data_version}  # fmt: skip
    meta = {name: _inlines(words(text)) for name, text in texts.items() if text}
    meta["sources"] = {"t": "MetaList", "c": [_inlines(line) for line in _first_sources(about.sources)]}
    strings = {"lang": "en-GB", "description": clean(about.subtitle)}
    return meta | {name: {"t": "MetaString", "c": text} for name, text in strings.items()}


def back(figures: Sequence[Drawn], about: About) -> list:
    """What follows the chapters and the annex."""
    return [
        heading(1, "Glossary", "glossary", "chapter"),
        el("DefinitionList", [[words(term), [[para(words(text))]]] for term, text in GLOSSARY.items()]),
        *_figure_lists(figures),
        heading(1, "Sources", "sources"),
        el("BulletList", [[plain(source.linked)] for source in about.sources]),
        heading(1, "How this was made", "how-made"),
        para(words(MADE.format(version=about.data_version))),
        para(words(f"Made with {'; '.join(' '.join(pair) for pair in about.made_with)}.")),
    ]


def _inlines(content: list) -> dict:
    return {"t": "MetaInlines", "c": content}


def _first_sources(sources: Sequence[Source]) -> list[list]:
    """As many sources as a cover has room for; the report's list has them all."""
    more = len(sources) - ON_COVER
    rest = [*words(f"And {more} more:"), el("Space"), link("#sources", words("Sources"))]
    return [*(source.linked for source in sources[:ON_COVER]), *([rest] if more > 0 else [])]


def _figure_lists(figures: Sequence[Drawn]) -> list:
    """Where each figure comes from, and the line that goes with it elsewhere."""
    names = [[link(f"#{figure.id}", words(f"Figure {figure.number}. {figure.title}"))] for figure in figures]
    origins = [[name, code(one.notebook), code(one.function)] for name, one in zip(names, figures, strict=True)]
    lines = [[name, words(one.credit)] for name, one in zip(names, figures, strict=True)]
    if not figures:
        return []
    return [
        heading(1, "Where each figure comes from", "figure-origins"),
        table([], ["Figure", "Notebook", "Drawing function"], ["left"] * 3, origins),
        heading(1, "Credit lines", "credit-lines"),
        para(words("To be pasted below a figure that is shown elsewhere.")),
        table([], ["Figure", "Credit line"], ["left"] * 2, lines),
    ]
