"""Starter rows for a case of one's own: tables that Excel opens, with a row ready for everything there is a word for.

Rows that begin with # are comments. Whoever fills them in takes the # away from what the source speaks of, and leaves
the rest. What a folder holds already stays as it is: rows are added below.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

from casebook import tables
from casebook.findings import DataError, Findings
from casebook.paths import DATA, ROOT
from casebook.reading import Sheet, read
from casebook.tables import CODEBOOK, descriptor

HOME = "my-cases"
HASH = "# "
FIRST_LINE = "sep=,\r\n"  # tells Excel, wherever it is set to semicolons, what separates the cells
DATE = "date: 2020-06-03, 2020-06 or 2020. In Excel type two apostrophes before it (''2020-06-03), or it is rewritten."
PRINTED = "as_printed: the few words of the source, not a sentence. locator: heading and sentence."
HINTS = {
    "sources": [
        "A row for the text you code: title as printed, publisher, published (2020-06-10), url (https://...).",
        "kind is one of: {kind}.",
    ],
    "cases": ["short_title is the name in figures. summary: what it was, in your own words, one or two sentences."],
    "measures": [
        "Take the # from a row that the source speaks of and fill it in. Leave the others: rows with # are not read.",
        "qualifier is one of: {qualifier}. value is empty only with unquantified (several, dozens).",
        PRINTED,
    ],
    "events": ["Take the # from each step that the source tells of.", DATE, PRINTED],
    "countries": ["A row for each country and role; copy a row as often as you need it. country: two letters, FR."],
    "cooperation": ["Take the # from what the source says was used."],
    "codebook": ["A row for each word that the project's codebook lacks, such as a new measure; leave it empty else."],
}


def folder(data: str) -> str:
    """The folder that rows go into: the last one that DATA names, or `HOME`."""
    if not data or Path(data).is_dir():
        return data or HOME
    return shlex.split(data)[-1]


def write(case: str, place: str | Path) -> list[Path]:
    """Write starter rows for a case into the tables of a folder (relative to the project) and give the files.

    Raises DataError, and writes nothing, for an id that cannot be one or is there already, for the project's own
    folder, and for tables that cannot be read.
    """
    place = (ROOT / Path(place).expanduser()).resolve()
    package = descriptor(DATA)
    shapes = {resource["name"]: resource["schema"] for resource in package["resources"]}
    _refuse(case, place, shapes["cases"]["fields"][0])
    files = {}
    for name, rows in _rows(case).items():
        columns = [spec["name"] for spec in shapes[name]["fields"]]
        file = place / f"{name}.csv"
        files[file] = _added(file, place.name, columns, rows) if file.exists() else _new(columns, HINTS[name], rows)
    place.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        part = file.with_name(f".{file.name}.part")
        part.write_bytes(content)
        os.replace(part, file)
    return list(files)


def _refuse(case: str, place: Path, spec: dict) -> None:
    """Raise DataError for an id that cannot be one or is taken, and for a folder of the project."""
    limits = spec["constraints"]
    if not re.fullmatch(limits["pattern"], case) or len(case) > limits["maxLength"]:
        meant = "-".join(re.findall("[a-z0-9]+", case.lower()))[: limits["maxLength"]].strip("-")
        example = f". Did you mean {meant}?" if meant else ": CASE=operation-x"
        raise DataError([f"CASE {spec['form']}{example}"])
    own = [DATA, *(ROOT / name for name in ("casebook", "notebooks", "figures", "tests", "build"))]
    if place == ROOT or any(place.is_relative_to(folder) for folder in own):
        raise DataError([f"{place.name}: is the project's own; choose another folder, such as DATA={HOME}"])
    names = [spec["name"] for spec in descriptor(DATA)["resources"][1]["schema"]["fields"]]
    for folder in (DATA, place):
        file = folder / "cases.csv"
        if file.exists() and case in read(file, "cases.csv", names, Findings()).columns["case"]:
            raise DataError([f"{folder.name}/cases.csv: {case} is there already"])


def _rows(case: str) -> dict[str, list[dict]]:
    """What is written into each table; a row whose first cell begins with # is for taking over or leaving."""
    words = tables.read(DATA).tables[CODEBOOK]
    source = f"{case}-release"
    known = tables.words_of(words)
    measures = [row[2:] for row in words.rows("column", "term", "unit", "additive") if row[1] == "measure"]
    ready = {"case": HASH + case, "source": source}
    return {
        "sources": [{"source": source, "kind": "official", "language": "en"}],
        "cases": [{"case": case, "short_title": case.replace("-", " ").title()}],
        "measures": [
            ready
            | {"measure": measure, "unit": unit.replace("money", "EUR")}
            | ({"scope": "context"} if additive == "kept" else {})
            for measure, unit, additive in measures
        ],
        "events": [ready | {"event": event} for event in known["event"]],
        "countries": [ready | {"role": role} for role in known["role"]],
        "cooperation": [ready | {"body": body, "means": means} for body in known["body"] for means in known["means"]],
        CODEBOOK: [],
    }


def _new(columns: Sequence[str], hints: Iterable[str], rows: Iterable[dict]) -> bytes:
    words = {name: ", ".join(terms) for name, terms in tables.words_of(tables.read(DATA).tables[CODEBOOK]).items()}
    comments = [[HASH + hint.format(**words)] + [""] * (len(columns) - 1) for hint in hints]
    return (FIRST_LINE + _csv([columns, *comments, *_cells(columns, rows)], ",")).encode()


def _added(file: Path, folder: str, columns: Sequence[str], rows: Iterable[dict]) -> bytes:
    """The bytes of a file with rows below, in the order of its columns and with what separates its cells."""
    findings = Findings()
    sheet: Sheet = read(file, f"{folder}/{file.name}", columns, findings)
    if findings.count():
        raise DataError(findings.problems)
    content = file.read_bytes()
    end = b"" if content.endswith((b"\n", b"\r")) else b"\r\n"
    return content + end + _csv(_cells(sheet.header, rows), sheet.separator).encode()


def _cells(columns: Sequence[str], rows: Iterable[dict]) -> list[list[str]]:
    return [[row.get(name, "") for name in columns] for row in rows]


def _csv(rows: Iterable[Sequence[str]], separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()
