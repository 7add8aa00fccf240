"""What stands before and after the chapters: what the report says about itself, glossary, lists, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from casebook.report.tree import clean, code, el, heading, link, para, plain, table, words
from casebook.sentences import handed_out as say
from casebook.sentences.handed_out import GLOSSARY
from casebook.sentences.slides import few_sources

ON_COVER = 6  # sources


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
        return say.source(self.title, self.publisher, self.published, bool(self.found) and not self.url)

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
    texts = {"title": about.title, "subtitle": about.subtitle, "notice": about.notice, "is": say.IS,
             "is-not": say.IS_NOT, "data-version": about.data_version}  # fmt: skip
    meta = {name: _inlines(words(text)) for name, text in texts.items() if text}
    meta["sources"] = {"t": "MetaList", "c": [_inlines(line) for line in _first_sources(about.sources)]}
    strings = {"lang": "en-GB", "description": clean(about.subtitle)}
    return meta | {name: {"t": "MetaString", "c": text} for name, text in strings.items()}


def back(figures: Sequence[Drawn], about: About) -> list:
    """What follows the chapters and the annex."""
    return [
        heading(1, say.GLOSSARY_HEADING, "glossary", "chapter"),
        el("DefinitionList", [[words(term), [[para(words(text))]]] for term, text in GLOSSARY.items()]),
        *_figure_lists(figures),
        heading(1, say.SOURCES, "sources"),
        el("BulletList", [[plain(source.linked)] for source in about.sources]),
        heading(1, say.HOW_MADE, "how-made"),
        para(words(say.MADE.format(version=about.data_version))),
        para(words(say.made_with(about.made_with))),
    ]


def _inlines(content: list) -> dict:
    return {"t": "MetaInlines", "c": content}


def _first_sources(sources: Sequence[Source]) -> list[list]:
    """As many sources as a cover has room for; the report's list has them all."""
    more = len(sources) - ON_COVER
    rest = [*words(say.more_sources(more)), el("Space"), link("#sources", words(say.SOURCES))]
    return [*(source.linked for source in sources[:ON_COVER]), *([rest] if more > 0 else [])]


def _figure_lists(figures: Sequence[Drawn]) -> list:
    """Where each figure comes from, and the line that goes with it elsewhere."""
    names = [[link(f"#{figure.id}", words(say.figure(figure.number, figure.title)))] for figure in figures]
    origins = [[name, code(one.notebook), code(one.function)] for name, one in zip(names, figures, strict=True)]
    lines = [[name, words(few_sources(one.credit))] for name, one in zip(names, figures, strict=True)]
    if not figures:
        return []
    return [
        heading(1, say.ORIGINS, "figure-origins"),
        table([], say.ORIGIN_COLUMNS, ["left"] * 3, origins),
        heading(1, say.CREDIT_LINES, "credit-lines"),
        para(words(say.TO_PASTE)),
        table([], say.CREDIT_COLUMNS, ["left"] * 2, lines),
    ]
