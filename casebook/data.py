"""The collection as notebooks use it: `load` reads data folders and gives a `Book`, or raises `DataError`.

How the tables are read and checked is in `casebook.tables`; every problem of every table is found in one pass,
each with file, line and column as a text editor shows them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import file_digest
from pathlib import Path

import pandas as pd

from casebook import rules
from casebook.cells import number
from casebook.findings import DataError, did_you_mean
from casebook.paths import DATA
from casebook.tables import PACKAGE, Table, descriptor, folders, read, uncollected

__all__ = ["Book", "Credit", "DataError", "SelectionError", "descriptor", "load", "with_words"]


class SelectionError(ValueError):
    """The choice cannot be shown: a case or the rule is unknown, or no case is left."""


@dataclass(frozen=True)
class Credit:
    """Where figures come from: `sources` (a line each), the version of the data, and the rule that chose the facts."""

    sources: tuple[str, ...]
    version: str
    rule: str = rules.DEFAULT


@dataclass(frozen=True)
class Known:
    """What a collection names at all: measures that can be compared, and means of cooperation with their body."""

    measures: frozenset[str]
    means: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Book:
    """The tables of the design, a DataFrame each, with the columns of datapackage.json.

    Text columns hold "" where the file holds nothing; `value` and `value_high` of `measures` are
    Decimal or None. `cases` and the tables that name cases hold the chosen ones, and of what is stated about them the
    facts by `rule`; `whole` is the book of the facts about all cases; `known`, what the collection names that this
    folder is only a part of; `remarks`, the warnings and notes of reading. A book that was put together by hand,
    without `whole`, holds all there is, as stated.
    """

    sources: pd.DataFrame
    cases: pd.DataFrame
    measures: pd.DataFrame
    events: pd.DataFrame
    countries: pd.DataFrame
    cooperation: pd.DataFrame
    codebook: pd.DataFrame
    version: str
    whole: Book | None = None
    known: Known | None = None
    rule: str = ""
    remarks: tuple[str, ...] = ()
    raw: Book | None = None  # of `whole` only: the book whose statements it chose its facts from

    @cached_property
    def stated(self) -> Book:
        """Every statement about the chosen cases, before the rule."""
        if self.whole is None:
            return self.raw or self
        every = self.whole.raw
        return every if len(self.cases) == len(every.cases) else every._only(list(self.cases["case"]))

    def select(self, cases: str | Iterable[str] = "all", rule: str = "") -> Book:
        """The facts about some cases only: "all", or a list of ids. Raises `SelectionError`.

        They are those of a rule of `casebook.rules`; without one, of the rule as before. Statements about all cases of
        a source stay only if all of those cases are chosen.
        """
        whole = (self.whole or self)._by(rule or self.rule or rules.DEFAULT)
        if isinstance(cases, str) and cases == "all":
            return replace(whole, whole=whole, raw=None)
        chosen = _chosen(cases, list(whole.cases["case"]))
        return replace(whole._only(chosen), whole=whole, raw=None)

    def _by(self, rule: str) -> Book:
        """The facts of the whole collection by a rule."""
        if rule not in rules.RULES:
            raise SelectionError(f"no rule {rule!r}.{did_you_mean(rule, rules.RULES)} Rules: {', '.join(rules.RULES)}")
        if self.raw and self.rule == rule:
            return self
        every = self.raw or self
        tables = {name: getattr(every, name) for name in rules.TABLES}
        return replace(every, **rules.facts(tables, every.sources, rule), raw=every, rule=rule)

    def _only(self, chosen: list[str]) -> Book:
        """The same tables with the rows about the chosen cases."""
        kept, covers = set(chosen), zip(self.sources["source"], self.sources["covers"], strict=True)
        covered = {source for source, cell in covers if kept.issuperset(cell.split())}
        about_all = (self.measures["case"] == "") & self.measures["source"].map(rules.first_source).isin(covered)
        return replace(
            self,
            cases=_keep(self.cases, self.cases["case"].isin(chosen)),
            measures=_keep(self.measures, self.measures["case"].isin(chosen) | about_all),
            **{
                table: _keep(getattr(self, table), getattr(self, table)["case"].isin(chosen))
                for table in ("events", "countries", "cooperation")
            },
        )

    def terms(self, column: str) -> dict[str, str]:
        """The words of one column and their labels, in the codebook's order."""
        rows = self.codebook[self.codebook["column"] == column]
        return dict(zip(rows["term"], rows["label"], strict=True))

    def credit(self, stated: bool = False, of: pd.DataFrame | None = None) -> Credit:
        """The sources that the book's facts come from, worded for a footer, the data version, and the rule.

        With `stated` the sources of all statements about its cases; with a table the sources that its column
        `source` names.
        """
        told = self.stated if stated else self
        speakers = told.speakers() if of is None else _named([*of["source"]])
        rows = self.sources[self.sources["source"].isin(speakers)]
        return Credit(tuple(dict.fromkeys(map(credit_line, rows.itertuples()))), self.version, self.rule)

    def speakers(self) -> set[str]:
        """The ids of the sources that the book's facts come from."""
        return _named(set().union(*(getattr(self, name)["source"] for name in rules.TABLES)))


def _named(cells: Iterable[str]) -> set[str]:
    return {source for cell in cells if cell for source in rules.named(cell)}


def credit_line(source) -> str:
    """One row of sources.csv (with its columns as attributes) as a footer names it."""
    year = f", {source.published[:4]}" if source.published else ""
    publisher = f"{source.publisher} factsheet" if source.kind == "factsheet" else f"{source.publisher},"
    return f"{publisher} “{source.title}”{year}"


def _keep(table: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    return table[rows].reset_index(drop=True)


def _chosen(cases: str | Iterable[str], known: list[str]) -> list[str]:
    wanted = re.split(r"[\s,]+", cases.strip(" ,")) if isinstance(cases, str) else list(cases)
    if not wanted or wanted == [""]:
        raise SelectionError(f"no case is chosen; known cases: {', '.join(known)}")
    there = set(known)
    for case in wanted:
        if case not in there:
            raise SelectionError(f"no case {case!r}.{did_you_mean(str(case), known)} Known cases: {', '.join(known)}")
    return wanted


# --- loading ---------------------------------------------------------------------------------


Folders = str | Path | Sequence[str | Path]


def load(data: Folders = DATA, cases: str | Iterable[str] = "all", rule: str = rules.DEFAULT) -> Book:
    """The tables of a data folder, or of several (relative ones to the project), checked: the facts about the chosen
    cases by a rule.

    Later folders add rows to the first. Raises `DataError` with every problem found, or `SelectionError` for an
    unknown case or rule. Folders that have not changed are not read again; what a caller does to a table is his own.
    """
    state = _state(folders(data))
    with uncollected():
        if state not in _read:
            _read.clear()  # one collection at a time: it may be large
            _read[state] = {"": _stated(data)}
        books = _read[state]
        if rule not in books:
            books[rule] = books[""].select("all", rule)
    return _own(books[rule]).select(cases)


def _stated(data: Folders) -> Book:
    """All that the folders state. Raises `DataError`."""
    found = read(data)
    if found.findings.count():
        raise DataError(found.findings.problems)
    frames = {name: _frame(table) for name, table in found.tables.items()}
    remarks = tuple(found.findings.remarks())
    return Book(**frames, version=found.version, known=_known(found.package), remarks=remarks)


def _own(book: Book) -> Book:
    """The same book with tables that can be changed: pandas copies on write what two of them share."""
    tables = {name: getattr(book, name).copy(deep=False) for name in TABLES}
    return replace(book, **tables, whole=book.whole and _own(book.whole), raw=book.raw and _own(book.raw))


_read: dict[str, dict[str, Book]] = {}
TABLES = ("sources", "cases", "measures", "events", "countries", "cooperation", "codebook")


def _state(paths: Sequence[Path]) -> str:
    """Hashes of all that reading these folders depends on: their places and contents, the project's words, the day."""
    told = [date.today().isoformat()]
    for folder in [*paths, DATA]:
        files = [folder / name for name in (PACKAGE, *(f"{table}.csv" for table in TABLES))]
        told += [repr(folder), *(_hash(file) if file.is_file() else "-" for file in files)]
    return " ".join(told)


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _known(package: dict) -> Known | None:
    """What the collection names of which the package is a part (see `casebook.parts`); None: it is no part."""
    told = package.get("partOf")
    return told and Known(frozenset(told["measures"]), frozenset(map(tuple, told["means"])))


def _frame(table: Table) -> pd.DataFrame:
    kinds = {spec["name"]: spec["type"] for spec in table.fields}
    return pd.DataFrame(
        {
            name: pd.Series(_numbers(cells) if kinds[name] == "number" else cells, dtype=object)
            for name, cells in table.columns.items()
        }
    )


def _numbers(cells: list[str]) -> list[Decimal | None]:
    numbers = {cell: number(cell) for cell in set(cells)}
    return [numbers[cell] for cell in cells]


def with_words(package: dict, codebook: Iterable[dict]) -> dict:
    """The package with each controlled column's words as an enum, for a validator that reads only it."""
    package = json.loads(json.dumps(package))
    words: dict[str, list[str]] = {}
    for row in codebook:
        words.setdefault(row["column"], []).append(row["term"])
    for resource in package["resources"]:
        for spec in resource["schema"]["fields"]:
            if spec["name"] in words and resource["name"] != "codebook":
                spec.setdefault("constraints", {})["enum"] = words[spec["name"]]
    return package
