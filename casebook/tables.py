"""The tables of one or more data folders, read, put right where that is plain, and checked.

    folders --> reading (bytes to cells) --> cells (each by itself) --> checks (rows and tables together)

`read` gives the tables and the findings. The shapes come from `datapackage.json`, the words from
`codebook.csv`: a folder that has no description of its own borrows those of the project's data, and its
codebook adds words to them. Nothing here needs pandas.
"""

from __future__ import annotations

import csv
import gc
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from casebook import cells, checks
from casebook.findings import DataError, Findings, did_you_mean, printable
from casebook.paths import DATA, ROOT
from casebook.reading import Sheet
from casebook.reading import read as read_sheet
from casebook.words import listed

PACKAGE = "datapackage.json"
CODEBOOK = "codebook"
TOLD = ("title", "description", "notice", "version")  # what a description says of its folder
PART_OF = "partOf"  # what the collection names of which it is a part (see `casebook.parts`)


@dataclass
class Table:
    """The rows of one table, from one file or several one after the other.

    `columns` hold text; `lines` is the line each row starts at; `files` has the first row and the path of each
    file. `words` are those the codebook has for each column.
    """

    name: str
    schema: dict
    columns: dict[str, list[str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    files: list[tuple[int, str]] = field(default_factory=list)
    complete: bool = True

    @property
    def fields(self) -> list[dict]:
        return self.schema["fields"]

    @property
    def path(self) -> str:
        """The file, or the first of several, as messages name it."""
        return self.files[0][1] if self.files else f"{self.name}.csv"

    def file(self, row: int) -> str:
        """The file a row stands in."""
        return self.files[bisect_right(self.files, row, key=lambda file: file[0]) - 1][1]

    def place(self, row: int, column: str = "") -> str:
        """Where a row stands: "data/measures.csv, line 7, column value"."""
        return f"{self.file(row)}, line {self.lines[row]}" + (f", column {column}" if column else "")

    def both(self, first: int, second: int) -> str:
        """Where two rows stand: "data/measures.csv, lines 4 and 9"."""
        one, two = self.file(first), self.file(second)
        if one == two:
            return f"{one}, lines {self.lines[first]} and {self.lines[second]}"
        return f"{two}, line {self.lines[second]} and {one}, line {self.lines[first]}"

    def rows(self, *names: str) -> Iterator[tuple]:
        """The number of each row and its cells in these columns."""
        return zip(range(len(self.lines)), *(self.columns[name] for name in names), strict=True)

    def add(self, sheet: Sheet) -> None:
        """Append the rows of a file."""
        self.files.append((len(self.lines), sheet.path))
        self.lines += sheet.lines
        for name, column in self.columns.items():
            self.columns[name] = column + sheet.columns[name] if column else sheet.columns[name]
        self.complete = self.complete and sheet.complete


@dataclass
class Folder:
    """A data folder: where it is, how messages name it, its description, and whether it stands by itself."""

    path: Path
    name: str
    package: dict
    own: bool


def folders(data: str | Path | Sequence[str | Path]) -> list[Path]:
    """The folders that are meant, relative ones to the project. Raises DataError for none at all."""
    given = [data] if isinstance(data, str | Path) else list(data)
    if not given or not all(str(folder).strip() for folder in given):
        raise DataError(["no data folder is chosen: give one or more, such as data"])
    return list(dict.fromkeys((ROOT / Path(folder).expanduser()).resolve() for folder in given))


def describe(paths: Sequence[Path], findings: Findings) -> list[Folder]:
    """The folders with their names and descriptions; what is missing goes into `findings`."""
    return [
        Folder(path, name, *_described(path, name, findings)) for path, name in zip(paths, _names(paths), strict=True)
    ]


def _names(paths: Sequence[Path]) -> list[str]:
    """The last part of each path, with the one before it where two would be called the same."""
    last = [path.name for path in paths]
    return [path.name if last.count(path.name) == 1 else f"{path.parent.name}/{path.name}" for path in paths]


def descriptor(folder: Path = DATA) -> dict:
    """datapackage.json as written: shapes and keys, without the codebook's words. Raises DataError."""
    try:
        return json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError([f"{folder.name}/{PACKAGE}: the file is missing"]) from None
    except (ValueError, OSError, RecursionError) as error:
        raise DataError([f"{folder.name}/{PACKAGE}: not JSON ({error})"]) from None


def _described(path: Path, name: str, findings: Findings) -> tuple[dict, bool]:
    """The description to use for a folder, and whether it is the folder's own.

    What the columns hold is always what the project's description says: one that came with a press release would
    else decide by itself what is checked, and with which patterns.
    """
    shapes = descriptor(DATA)["resources"]
    if not (path / PACKAGE).exists():
        return {"resources": shapes}, False
    try:
        package = descriptor(path)
        own = package.get("resources", shapes)
        for key in TOLD:
            _check_told(package.get(key, ""), key, f"{name}/{PACKAGE}", findings)
        if not _is_known(package.get(PART_OF)):
            findings.problem(f"{name}/{PACKAGE}", f"{PART_OF} is for the build to write: take it out")
            package.pop(PART_OF)
        if [_shape(resource) for resource in own] == [_shape(resource) for resource in shapes]:
            return package | {"resources": list(map(_in_part, shapes, own))}, "resources" in package
        findings.problem(f"{name}/{PACKAGE}", "describes other tables or columns than those of the casebook")
    except DataError as error:
        for problem in error.problems:
            findings.problem(*problem.split(": ", 1))
    except (AttributeError, KeyError, TypeError):
        findings.problem(f"{name}/{PACKAGE}", "is not the description of a data folder")
    return {"resources": shapes}, False


def _check_told(text: object, key: str, place: str, findings: Findings) -> None:
    """What a description says of its folder is printed: it must be text without unseen characters."""
    if not isinstance(text, str):
        findings.problem(place, f"{key} must be a text in quotation marks")
    elif hidden := cells.UNSEEN.search(text):
        findings.problem(place, f"{key} contains the control character U+{ord(hidden[0]):04X}: take it out")


def _is_known(told: object) -> bool:
    """Whether that is what a description can say of the collection of which its folder is a part."""
    match told:
        case None:
            return True
        case {"measures": [*measures], "means": [*means]}:
            pairs = all(isinstance(pair, list) and len(pair) == 2 for pair in means)
            return pairs and all(
                isinstance(word, str) for word in [*measures, *(word for pair in means for word in pair)]
            )
    return False


def _shape(resource: dict) -> tuple[str, str, list[str]]:
    return resource["name"], resource["path"], _columns(resource)


def _in_part(shape: dict, own: dict) -> dict:
    """The shape of a table, which may be without rows if its folder says so (see `casebook.parts`)."""
    return shape | {"schema": shape["schema"] | {"part": True}} if own["schema"].get("part") is True else shape


def _columns(resource: dict) -> list[str]:
    return [spec["name"] for spec in resource["schema"]["fields"]]


# --- reading and checking --------------------------------------------------------------------


@dataclass
class Collection:
    """What data folders hold: the `tables` by name, the `package` that describes them, and the `findings`."""

    tables: dict[str, Table]
    package: dict
    findings: Findings

    @property
    def version(self) -> str:
        """The version of the data, as footers print it."""
        return self.package["version"]


def read(data: str | Path | Sequence[str | Path] = DATA) -> Collection:
    """The tables of one or more folders, later ones adding rows, with all that reading and checking found.

    Raises DataError where there is nothing to read at all: no such folder, no description.
    """
    with uncollected():
        return _collection(folders(data))


@contextmanager
def uncollected():
    """Without garbage collection: reading makes millions of objects that all stay, and looking through them takes
    as long as making them."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _collection(paths: list[Path]) -> Collection:
    findings = Findings()
    gone = [path for path in paths if not path.is_dir()]
    if gone:
        raise DataError([f"{path.name}: no such folder{_nearest_folder(path)}" for path in gone])
    chosen = describe(paths, findings)
    package = _package(chosen)
    resources = package["resources"]
    lending = [] if any(folder.own for folder in chosen) else describe([DATA], findings)
    tables = {}
    for resource in reversed(resources):  # the codebook comes last in the description, and first in reading
        used = lending + chosen if resource["name"] == CODEBOOK else chosen
        words = {} if resource["name"] == CODEBOOK else words_of(tables[CODEBOOK])
        tables[resource["name"]] = _table(resource, used, words, findings)
    tables = {resource["name"]: tables[resource["name"]] for resource in resources}
    _check(tables, chosen, findings)
    findings.sort([path for table in tables.values() for _, path in table.files])
    return Collection(tables, package, findings)


def package(data: str | Path | Sequence[str | Path] = DATA) -> dict:
    """The description of one or more folders together, with the version of all. Raises DataError."""
    return _package(describe(folders(data), Findings()))


def _package(chosen: Sequence[Folder]) -> dict:
    first = next((folder for folder in chosen if folder.own), chosen[0])
    others = [str(folder.package.get("title", folder.name)) for folder in chosen if folder is not first]
    title = first.package.get("title", "")
    named = {"title": f"{title}, and {listed(others)}"} if title and others else {}
    return first.package | named | {"version": _version(chosen)}


def _check(tables: dict[str, Table], chosen: list[Folder], findings: Findings) -> None:
    codebook = tables[CODEBOOK]
    for table in tables.values() if codebook.complete else ():
        words = {} if table is codebook else words_of(codebook)
        cells.check(table, words, cells.Codebook(codebook.path, f"{chosen[-1].name}/{CODEBOOK}.csv"), findings)
    if tables["cases"].complete and not tables["cases"].lines:
        findings.problem(f"{chosen[0].name}/cases.csv", "no data rows: there is no case to show")
        tables["cases"].complete = False
    checks.check(tables, findings, _elsewhere(chosen))
    for folder in chosen:
        _check_files(folder, [f"{table.name}.csv" for table in tables.values()], findings)


def words_of(codebook: Table) -> dict[str, list[str]]:
    """The words of each column."""
    found: dict[str, list[str]] = {}
    for _, column, term in codebook.rows("column", "term"):
        found.setdefault(column, []).append(term)
    return found


def _table(resource: dict, chosen: list[Folder], words: dict, findings: Findings) -> Table:
    names = [spec["name"] for spec in resource["schema"]["fields"]]
    table = Table(resource["name"], resource["schema"], {name: [] for name in names})
    for folder in chosen:
        file = folder.path / resource["path"]
        if not folder.own and not file.exists():
            continue
        sheet = read_sheet(file, f"{folder.name}/{resource['path']}", names, findings)
        if sheet.complete and not sheet.lines:
            _tell_of_no_rows(sheet, folder, resource, findings)
        cells.tidy(sheet, resource["schema"], words, findings)
        if resource["name"] == CODEBOOK:
            _without_known_words(sheet, table)
        table.add(sheet)
    return table


def _tell_of_no_rows(sheet: Sheet, folder: Folder, resource: dict, findings: Findings) -> None:
    if not folder.own and resource["name"] != CODEBOOK:
        findings.note(sheet.path, "no data rows")
    elif folder.own and not resource["schema"].get("part"):
        findings.problem(sheet.path, "no data rows")
        sheet.complete = False


def _without_known_words(sheet: Sheet, table: Table) -> None:
    """Leave out of a further codebook the words that it has in common with the ones before."""
    known = set(zip(*table.columns.values(), strict=True))
    rows = zip(*(sheet.columns[name] for name in table.columns), strict=True)
    new = [number for number, row in enumerate(rows) if row not in known]
    sheet.columns = {name: [column[row] for row in new] for name, column in sheet.columns.items()}
    sheet.lines = [sheet.lines[row] for row in new]


def _check_files(folder: Folder, known: list[str], findings: Findings) -> None:
    """Ask about tables that nobody reads, for one of them may be misspelt."""
    there = sorted(file.name for file in folder.path.glob("*.csv") if not file.name.startswith((".", "~")))
    for name in there:
        if name not in known:
            findings.warn(f"{folder.name}/{name}", f"is not read: no table has this name.{did_you_mean(name, known)}")


def _elsewhere(chosen: list[Folder]) -> dict[str, str]:
    """Ids of the project's cases and sources, if its folder was not chosen, with the folder's name."""
    if any(folder.path == DATA or PART_OF in folder.package for folder in chosen):
        return {}  # a part (casebook.parts) reads nothing but itself
    found: dict[str, str] = {}
    for name, column in (("cases", "case"), ("sources", "source")):
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found |= {row[column]: DATA.name for row in csv.DictReader(file)}
    return found


def _version(chosen: Sequence[Folder]) -> str:
    """The version of the data that stands by itself, and the names of the other folders and of one without version."""
    first = next((folder for folder in chosen if folder.own), None)
    versions = [printable(str(folder.package.get("version", ""))) for folder in chosen]
    own = [folder is first and bool(version) for folder, version in zip(chosen, versions, strict=True)]
    names = ["" if known else printable(folder.name) for folder, known in zip(chosen, own, strict=True)]
    return listed([" ".join(filter(None, named)) for named in zip(names, versions, strict=True)])


def _nearest_folder(path: Path) -> str:
    there = [other.name for other in path.parent.iterdir() if other.is_dir()] if path.parent.is_dir() else []
    return did_you_mean(path.name, there).replace(" Did", ". Did", 1)
