"""What people are handed: report, deck, explorer and contact sheet, of executed notebooks and the figures they drew."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import nbformat
import pypandoc

from casebook import catalogue, dates, deck, explorer, report, rules, words
from casebook.data import Book, descriptor, load
from casebook.sentences.handed_out import NOTICE, casebook_of
from casebook.sentences.slides import LIMITS

DECK = "takedowns.pptx"
ON_SCREEN = {"08-explore"}  # to be clicked in: what it shows stands in other chapters, and in the explorer page
LIBRARIES = ("pandas", "matplotlib", "papermill", "typst", "python-pptx")


def write(data: Path, notebooks: dict[str, Path], parameters: dict, folder: Path) -> list[Path]:
    """Write all of it to `folder` and give back the files.

    `data` is the folder of tables; `notebooks` are names and executed files in reading order; `parameters` what
    was chosen; `folder` holds `figures/` with every form of the figures shown, `slides/` with their pictures for
    the deck and, unless they are columns themselves, `column/` with those for paper.
    """
    book = load(data)
    chapters, told = list(_chapters(book, notebooks)), about(data, book)
    slides = folder / DECK
    slides.write_bytes(deck.deck(chapters, folder / "slides", told, parameters["theme"]))
    figures, columns = folder / "figures", folder / "column"
    made = report.write(chapters, figures, told, folder, columns if columns.is_dir() else figures)
    page = folder / explorer.NAME
    chosen = book.select(parameters["cases"], parameters.get("rule", ""))
    page.write_text(explorer.page(chosen, told.title, told.subtitle, told.notice, LIMITS), "utf-8", newline="\n")
    return [*made, slides, page, *catalogue.write(chapters, figures, parameters)]


def _chapters(book: Book, notebooks: dict[str, Path]) -> Iterable[report.Chapter]:
    """The chapters; a profile, whose heading is the same for all cases, is titled by its case."""
    titles = {f"{report.PROFILE}-{row.case}": row.short_title for row in book.cases.itertuples()}
    for name, file in notebooks.items():
        if name not in ON_SCREEN:
            yield report.Chapter(name, nbformat.read(file, as_version=4), titles.get(name, ""))


def about(data: Path, book: Book) -> report.About:
    """What the report says about itself: title and version of the data, its sources, what made it."""
    package = descriptor(data)
    reading = package.get("notice", "")
    python = ".".join(platform.python_version_tuple()[:2])
    libraries = [(name, version(name)) for name in LIBRARIES]
    return report.About(
        title=package.get("title", casebook_of(package["version"])),
        subtitle=package.get("description", ""),
        data_version=package["version"],
        sources=_sources(book),
        made_with=[("Python", python), *libraries, ("pandoc", str(pypandoc.get_pandoc_version()))],
        notice=f"{NOTICE} {reading}".rstrip(),
        reading=reading,
    )


def _sources(book: Book) -> list[report.Source]:
    """The sources of the facts, then the others that state something: not those known only as others repeat them."""
    shown, speaking = book.speakers(), book.stated.speakers()
    pages = rules.pages(book.sources)
    rows = {pages[row.source]: row for row in book.sources.itertuples() if row.source in speaking}.values()
    return [_source(row) for row in sorted(rows, key=lambda row: row.source not in shown)]


def _source(row) -> report.Source:
    published = words.when(dates.parse(row.published)) if row.published else ""
    return report.Source(row.title, row.publisher, published, row.url, row.archived)
