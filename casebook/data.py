"""Read the tables of a data folder and check them: `load` gives a `Book` or raises `DataError`.

The shapes come from `datapackage.json`, the words from `codebook.csv`. Every problem of every
table is found in one pass, each with file, line and column as a text editor shows them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import pandas as pd

from casebook import dates, places, rules
from casebook.bounds import QUALIFIERS
from casebook.paths import DATA, ROOT

PACKAGE = "datapackage.json"
DATES = {"date", "published"}
HABITS = {"UK": "GB", "EL": "GR"}  # codes in common use for codes of the standard
MOST = 50
LONGEST = 400


class DataError(ValueError):
    """The tables cannot be used as they are; `problems` has one line for each reason."""

    def __init__(self, problems: Sequence[str]):
        self.problems = [_one_line(problem) for problem in problems[:MOST]]
        if len(problems) > MOST:
            self.problems.append(f"and {len(problems) - MOST} more")
        super().__init__("\n".join(self.problems))


def _one_line(text: str) -> str:
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


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
    folder is only a part of. A book that was put together by hand, without `whole`, holds all there is, as stated.
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
            raise SelectionError(f"no rule {rule!r}.{_nearest(rule, rules.RULES)} Rules: {', '.join(rules.RULES)}")
        if self.raw and self.rule == rule:
            return self
        every = self.raw or self
        tables = {name: getattr(every, name) for name in rules.TABLES}
        return replace(every, **rules.facts(tables, every.sources, rule), raw=every, rule=rule)

    def _only(self, chosen: list[str]) -> Book:
        """The same tables with the rows about the chosen cases."""
        covered = {row.source for row in self.sources.itertuples() if set(row.covers.split()) <= set(chosen)}
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

    def credit(self) -> Credit:
        """The sources that the book's facts come from, worded for a footer, the data version, and the rule."""
        cells = set().union(*(getattr(self, name)["source"] for name in rules.TABLES))
        used = {source for cell in cells for source in rules.named(cell)}
        rows = self.sources[self.sources["source"].isin(used)]
        return Credit(tuple(_credit(row) for row in rows.itertuples()), self.version, self.rule)


def _credit(source) -> str:
    year = f", {source.published[:4]}" if source.published else ""
    publisher = f"{source.publisher} factsheet" if source.kind == "factsheet" else f"{source.publisher},"
    return f"{publisher} “{source.title}”{year}"


def _keep(table: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    return table[rows].reset_index(drop=True)


def _chosen(cases: str | Iterable[str], known: list[str]) -> list[str]:
    wanted = re.split(r"[\s,]+", cases.strip(" ,")) if isinstance(cases, str) else list(cases)
    if not wanted or wanted == [""]:
        raise SelectionError(f"no case is chosen; known cases: {', '.join(known)}")
    for case in wanted:
        if case not in known:
            raise SelectionError(f"no case {case!r}.{_nearest(str(case), known)} Known cases: {', '.join(known)}")
    return wanted


def _nearest(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


# --- reading ---------------------------------------------------------------------------------


@dataclass
class Table:
    """One file as read: its schema, its text columns, the line each row starts at, and whether all of it is there."""

    path: str
    schema: dict
    columns: dict[str, list[str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    complete: bool = False

    def problem(self, row: int, column: str, message: str) -> str:
        return f"{self.path}, line {self.lines[row]}, column {column}: {message}"


def load(folder: str | Path = DATA, cases: str | Iterable[str] = "all", rule: str = rules.DEFAULT) -> Book:
    """The tables of `folder` (relative to the project), checked: the facts about the chosen cases by a rule.

    Raises `DataError` with every problem found, or `SelectionError` for an unknown case or rule.
    """
    folder = ROOT / folder
    package = descriptor(folder)
    problems: list[str] = []
    tables = {resource["name"]: _read(folder, resource, problems) for resource in package["resources"]}
    if tables["codebook"].complete:
        problems += [line for table in tables.values() for line in _check_fields(table, tables["codebook"])]
    problems += _check_keys(tables)
    if all(table.complete for table in tables.values()):
        problems += [line for rule in RULES for line in rule(tables)]
    if problems:
        raise DataError(problems)
    frames = {name: _frame(table) for name, table in tables.items()}
    return Book(**frames, version=package["version"], known=_known(package)).select(cases, rule)


def _known(package: dict) -> Known | None:
    """What the collection names of which the package is a part (see `casebook.parts`); None: it is no part."""
    told = package.get("partOf")
    return told and Known(frozenset(told["measures"]), frozenset(map(tuple, told["means"])))


def descriptor(folder: Path = DATA) -> dict:
    """datapackage.json as written: shapes and keys, without the codebook's words."""
    try:
        return json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError([f"{folder.name}/{PACKAGE}: the file is missing"]) from None
    except ValueError as error:
        raise DataError([f"{folder.name}/{PACKAGE}: not JSON ({error})"]) from None


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


def _read(folder: Path, resource: dict, problems: list[str]) -> Table:
    path = folder / resource["path"]
    table = Table(f"{folder.name}/{resource['path']}", resource["schema"])
    names = [spec["name"] for spec in resource["schema"]["fields"]]
    table.columns = {name: [] for name in names}
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(f"{table.path}: the file is missing")
        return table
    except OSError as error:
        problems.append(f"{table.path}: cannot be read ({error.strerror})")
        return table
    except UnicodeDecodeError as error:
        line = len(re.split(rb"\r\n?|\n", error.object[: error.start]))
        problems.append(
            f"{table.path}, line {line}: not UTF-8 (byte 0x{error.object[error.start]:02X}). "
            "In Excel: Save as, CSV UTF-8."
        )
        return table
    found = list(_fill(table, re.split(r"(?<=\n)|(?<=\r)(?!\n)", text), names))
    table.complete = not found
    problems += found
    return table


def _fill(table: Table, lines: list[str], names: list[str]) -> Iterator[str]:
    """Put the rows into the table; yields what is wrong with their form."""
    damaged = [number for number, line in enumerate(lines, start=1) if "\0" in line]
    if damaged:
        yield f"{table.path}, line {damaged[0]}: contains a NUL byte; the file is damaged"
        return
    header: list[str] = []
    for start, cells in _records(lines):
        if cells is None:
            yield (
                f"{table.path}, line {start}: a quotation mark is never closed, "
                "or one inside a text is not written twice"
            )
            return
        if not header:
            header = cells
            wrong = list(_check_header(f"{table.path}, line {start}", header, names))
            if wrong:
                yield from wrong
                return
        elif len(cells) == len(header):
            table.lines.append(start)
            for name, cell in zip(header, cells, strict=True):
                table.columns[name].append(cell)
        else:
            yield (
                f"{table.path}, line {start}: {len(cells)} cells, the header has {len(header)}. "
                "A comma inside text needs quotes."
            )
    if not header:
        yield f"{table.path}: the file is empty; it needs this header: {','.join(names)}"
    elif not table.lines and not table.schema.get("part"):
        yield f"{table.path}: no data rows"


def _records(lines: list[str]) -> Iterator[tuple[int, list[str] | None]]:
    """Every record that is not blank, with the line it starts at; None and the end where the quotes are wrong."""
    reader = csv.reader(lines, strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        yield start, None


def _check_header(place: str, header: list[str], names: list[str]) -> Iterator[str]:
    for name in header:
        if name not in names:
            yield f"{place}: unknown column {name}.{_nearest(name, names)}"
    for name in names:
        if name not in header:
            yield f"{place}: column {name} is missing"
        elif header.count(name) > 1:
            yield f"{place}: column {name} appears twice"


def _frame(table: Table) -> pd.DataFrame:
    kinds = {spec["name"]: spec["type"] for spec in table.schema["fields"]}
    return pd.DataFrame(
        {
            name: pd.Series(_numbers(cells) if kinds[name] == "number" else cells, dtype=object)
            for name, cells in table.columns.items()
        }
    )


def _numbers(cells: list[str]) -> list[Decimal | None]:
    return [Decimal(cell) if cell else None for cell in cells]


# --- checking --------------------------------------------------------------------------------


def _check_fields(table: Table, codebook: Table) -> Iterator[str]:
    """What the schema, the codebook and the kind of column ask of every single cell."""
    for spec in table.schema["fields"]:
        name = spec["name"]
        words = None if table is codebook else _words(codebook, name)
        verdicts = {cell: _wrong(cell, spec, words, codebook.path) for cell in set(table.columns[name])}
        for row, cell in enumerate(table.columns[name]):
            if verdicts[cell]:
                yield table.problem(row, name, verdicts[cell])


def _words(codebook: Table, column: str) -> list[str] | None:
    pairs = zip(codebook.columns["column"], codebook.columns["term"], strict=True)
    return [term for kind, term in pairs if kind == column] or None


def _wrong(cell: str, spec: dict, words: list[str] | None, codebook: str) -> str:
    """Why a cell cannot stand in its column, or "" if it can."""
    limits = spec.get("constraints", {})
    if not cell:
        return "is empty" if limits.get("required") else ""
    if words is not None and cell not in words:
        return (
            f'"{cell}" is not a word of {codebook}.{_nearest(cell, words)} '
            + ("" if spec["name"] == "qualifier" else f"A new word is a new row there (column {spec['name']}).")
        ).strip()
    if "enum" in limits and cell not in limits["enum"]:
        return f'"{cell}" is not one of {", ".join(limits["enum"])}'
    if len(cell) > limits.get("maxLength", len(cell)):
        return f"has {len(cell)} characters, at most {limits['maxLength']} are read"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return f'"{cell}" does not have the form {limits["pattern"]}'
    if spec["type"] == "number":
        return _wrong_number(cell, limits)
    if spec["name"] in DATES:
        return _wrong_date(cell)
    if spec["name"] == "country" and not places.is_known(cell):
        meant = f" Did you mean {HABITS[cell]}?" if cell in HABITS else ""
        return f'"{cell}" is not a country code of ISO 3166-1{"." if meant else ""}{meant}'
    return ""


def _number(cell: str) -> Decimal | None:
    """The number as the tables write it: digits, with a point where it has decimals. None for anything else."""
    return Decimal(cell) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell) else None


def _wrong_number(cell: str, limits: dict) -> str:
    value = _number(cell)
    if value is None:
        return f'"{cell}" is not a number. Write 1200 or 125000.50; put about or more_than in qualifier.'
    if "minimum" in limits and value < limits["minimum"]:
        return f'"{cell}" is below {limits["minimum"]}. Leave it out if the source gives no number.'
    return ""


def _wrong_date(cell: str) -> str:
    try:
        found = dates.parse(cell)
    except ValueError as error:
        return f'"{cell}": {error}'
    begins = (found.end or found).earliest
    return f'"{cell}" lies in the future' if begins and begins > date.today() else ""


def _check_keys(tables: dict[str, Table]) -> Iterator[str]:
    for name, table in tables.items():
        unique = [[s["name"]] for s in table.schema["fields"] if s.get("constraints", {}).get("unique")]
        keys = [table.schema.get("primaryKey", []), *table.schema.get("uniqueKeys", []), *unique]
        for key in {tuple(key): key for key in keys if key}.values():
            yield from _check_unique(table, key)
        for link in table.schema.get("foreignKeys", []):
            target = tables[link["reference"]["resource"] or name]
            if target.complete:
                yield from _check_link(table, link, target)


def _check_unique(table: Table, key: list[str]) -> Iterator[str]:
    seen: dict[tuple, int] = {}
    for row, cells in enumerate(zip(*(table.columns[name] for name in key), strict=True)):
        first = seen.setdefault(cells, row)
        if first != row:
            yield f"{table.path}: lines {table.lines[first]} and {table.lines[row]} have the same {', '.join(key)}"


def _check_link(table: Table, link: dict, target: Table) -> Iterator[str]:
    (column,), (there,) = link["fields"], link["reference"]["fields"]
    known = set(target.columns[there])
    for row, cell in enumerate(table.columns[column]):
        if cell and cell not in known:
            yield table.problem(row, column, f"no {there} {cell} in {target.path}.{_nearest(cell, known)}")


def _rows(table: Table, *names: str) -> Iterator[tuple]:
    yield from zip(range(len(table.lines)), *(table.columns[name] for name in names), strict=True)


def _check_figures(tables: dict[str, Table]) -> Iterator[str]:
    """A qualifier and its numbers belong together, and a measure is counted in its unit."""
    table = tables["measures"]
    book = tables["codebook"]
    units = {term: unit for _, column, term, unit in _rows(book, "column", "term", "unit") if column == "measure"}
    for row, measure, qualifier, value, high, unit in _rows(
        table, "measure", "qualifier", "value", "value_high", "unit"
    ):
        if qualifier == "unquantified" and value:
            yield table.problem(row, "value", "a figure that is a word only (unquantified) has no number")
        if qualifier != "unquantified" and not value:
            yield table.problem(row, "value", f"{qualifier} needs a number; leave the row out if there is none")
        if (qualifier == "between") != bool(high):
            yield table.problem(row, "value_high", "is for between, and only for it")
        low, top = _number(value), _number(high)
        if None not in (low, top) and top <= low:
            yield table.problem(row, "value_high", f"{high} is not above {value}")
        expected = units.get(measure, unit)
        if expected == "money" and not re.fullmatch("[A-Z]{3}", unit):
            yield table.problem(row, "unit", f"money needs its ISO 4217 code (EUR), found {unit}")
        elif expected not in ("money", unit):
            yield table.problem(row, "unit", f"{measure} is counted in {expected}, found {unit}")
        for column, cell in (("value", value), ("value_high", high)):
            number = _number(cell)
            if expected != "money" and number is not None and number % 1:
                yield table.problem(row, column, f'"{cell}" must be a whole number')


def _check_statements_about_all(tables: dict[str, Table]) -> Iterator[str]:
    """`covers` names known cases, and a figure without a case has a source that covers some."""
    sources, measures = tables["sources"], tables["measures"]
    known = set(tables["cases"].columns["case"])
    covers = dict(zip(sources.columns["source"], sources.columns["covers"], strict=True))
    for row, cell in enumerate(sources.columns["covers"]):
        for case in cell.split():
            if case not in known:
                yield sources.problem(row, "covers", f"no case {case} in cases.csv.{_nearest(case, known)}")
    for row, case, source in _rows(measures, "case", "source"):
        if not case and not covers.get(source):
            yield measures.problem(row, "case", f"is empty, and {source} covers no cases")


def _check_qualifiers(tables: dict[str, Table]) -> Iterator[str]:
    """A qualifier is a rule of arithmetic, so the codebook may word those there are and not add to them."""
    codebook = tables["codebook"]
    for row, column, term in _rows(codebook, "column", "term"):
        if column == "qualifier" and term not in QUALIFIERS:
            yield codebook.problem(row, "term", f'"{term}" is not one of the qualifiers: {", ".join(QUALIFIERS)}')


RULES = (_check_figures, _check_statements_about_all, _check_qualifiers)
