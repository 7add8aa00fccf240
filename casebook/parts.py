"""The part of the tables that one run of a notebook may read, as the bytes of a small data package.

    data/ ── load, checked ──▶ Parts ── of(cases) ──▶ datapackage.json, cases.csv, measures.csv, …

A part holds every statement about its cases, what is said of all of them together, the sources that these rows name
with those that such a source repeats or replaces or is replaced by, and the codebook. A run gets the part and nothing
else, so the hash of the part is the hash of all that the run can read; and the same bytes serve a run on another
machine.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

import pandas as pd

from casebook import compare
from casebook.data import Book, Known
from casebook.tables import PACKAGE

BY_CASE = ("measures", "events", "countries", "cooperation")
OTHER_CASES = ("follows", "overlaps")  # columns of cases.csv that may name a case which is not in the part
OTHER_SOURCES = ("derived_from", "supersedes")


class Parts:
    """Parts of the collection from which a book is chosen; `package` is its datapackage.json as a dict.

    `cases` are the chosen ones. The rows are all that is stated: a run chooses its facts by itself, and is told what
    those of the whole collection name.
    """

    def __init__(self, book: Book, package: dict):
        self.cases, self.remarks = list(book.cases["case"]), book.remarks
        whole = (book.whole or book).stated
        self._columns = {name: list(getattr(whole, name).columns) for name in _names(package)}
        self._rows = {name: _rows(getattr(whole, name)) for name in _names(package)}
        self._places = {name: _places(self._column(name, "case")) for name in BY_CASE}
        self._case = {case: row for row, case in enumerate(self._column("cases", "case"))}
        self._source = {source: row for row, source in enumerate(self._column("sources", "source"))}
        self._later = dict(zip(self._column("sources", "supersedes"), self._column("sources", "source"), strict=True))
        self._covers = [set(cell.split()) for cell in self._column("sources", "covers")]
        self._codebook = self._as_csv("codebook", self._rows["codebook"])
        self._package = _descriptor(package, book)
        self._package_of_part = _descriptor(package, book, compare.known(book))

    def of(self, cases: Iterable[str]) -> dict[str, bytes]:
        """The files of a data package with what is known of these cases, by name. The same rows, the same bytes."""
        chosen = set(cases)
        rows = {name: self._chosen(name, chosen) for name in BY_CASE}
        rows["cases"] = [self._alone(row, chosen) for row in self._rows_at("cases", map(self._case.get, chosen))]
        rows["sources"] = self._sources(rows, chosen)
        files = {f"{name}.csv": self._as_csv(name, rows[name]) for name in rows}
        return {
            PACKAGE: self._package if self._is_all(chosen) else self._package_of_part,
            "codebook.csv": self._codebook,
        } | files

    def _is_all(self, chosen: set[str]) -> bool:
        return len(chosen) == len(self._case)

    def _chosen(self, name: str, chosen: set[str]) -> list[list[str]]:
        places = [place for case in chosen for place in self._places[name].get(case, ())]
        source = self._columns[name].index("source")
        about_all = self._places[name].get("", ())
        places += [p for p in about_all if self._covers[self._source[self._rows[name][p][source]]] <= chosen]
        return self._rows_at(name, places)

    def _rows_at(self, name: str, places: Iterable[int]) -> list[list[str]]:
        return [self._rows[name][place] for place in sorted(places)]

    def _alone(self, row: list[str], chosen: set[str]) -> list[str]:
        """A row of cases.csv without the names of cases that are not chosen."""
        named = zip(self._columns["cases"], row, strict=True)
        return ["" if column in OTHER_CASES and cell not in chosen else cell for column, cell in named]

    def _sources(self, rows: dict[str, list[list[str]]], chosen: set[str]) -> list[list[str]]:
        """The rows of sources.csv that others name, at one or more removes; all if every case is chosen."""
        if self._is_all(chosen):
            return self._rows["sources"]
        columns = self._columns["sources"]
        more = [columns.index(column) for column in OTHER_SOURCES]
        waiting = {row[self._columns[name].index("source")] for name in BY_CASE for row in rows[name]}
        found: set[str] = set()
        while waiting:
            source = waiting.pop()
            found.add(source)
            row = self._rows["sources"][self._source[source]]
            others = {row[place] for place in more} | {self._later.get(source, "")}
            waiting |= others - found - {""}
        covers = columns.index("covers")
        return [
            row if self._covers[self._source[row[0]]] <= chosen else [*row[:covers], "", *row[covers + 1 :]]
            for row in self._rows_at("sources", (self._source[source] for source in found))
        ]

    def _column(self, name: str, column: str) -> list[str]:
        place = self._columns[name].index(column)
        return [row[place] for row in self._rows[name]]

    def _as_csv(self, name: str, rows: Sequence[list[str]]) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self._columns[name])
        writer.writerows(rows)
        return out.getvalue().encode()


def _names(package: dict) -> list[str]:
    return [resource["name"] for resource in package["resources"]]


def _rows(frame: pd.DataFrame) -> list[list[str]]:
    columns = [[_cell(value) for value in frame[name]] for name in frame]
    return list(map(list, zip(*columns, strict=True)))


def _cell(value: str | Decimal | None) -> str:
    return value if isinstance(value, str) else "" if value is None else format(value, "f")


def _places(cells: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        places.setdefault(cell, []).append(place)
    return places


def _descriptor(package: dict, book: Book, known: Known | None = None) -> bytes:
    # A table of a part may be without rows; its file is in the part, whatever the package calls it.
    resources = [
        resource | {"path": f"{resource['name']}.csv", "schema": resource["schema"] | {"part": True}}
        for resource in package["resources"]
    ]
    told = package | {"version": book.version, "resources": resources}
    told["partOf"] = known and {"measures": sorted(known.measures), "means": sorted(known.means)}
    return json.dumps(told, ensure_ascii=False).encode()
