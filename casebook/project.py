"""A project as the build sees it: its folders, what is chosen of it, and the runs that this asks for."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from casebook import parameters
from casebook.parameters import IN_NOTEBOOKS, Refused, did_you_mean
from casebook.paths import ROOT

APART = ("slides", "column")  # folders of pictures for deck and report, which nobody needs to keep with the figures


class Tables(Protocol):
    """The tables, read and checked: the chosen `cases`, the part of the files that is about some of them, and
    `remarks` on what was read (lines)."""

    cases: list[str]
    remarks: Sequence[str]

    def of(self, cases: list[str]) -> dict[str, bytes]: ...


@dataclass(frozen=True)
class Run:
    """A notebook to be run, for one case or, without one, for all that are chosen; and the names it takes."""

    notebook: Path
    takes: frozenset[str]
    case: str = ""

    @property
    def name(self) -> str:
        return f"{self.notebook.stem}-{self.case}" if self.case else self.notebook.stem

    @property
    def title(self) -> str:
        return f"{self.notebook.stem} {self.case}".rstrip()


@dataclass(frozen=True)
class Project:
    """A folder with data, package and notebooks, and what is `chosen` of it (see `casebook.parameters`)."""

    root: Path = ROOT
    chosen: dict = field(default_factory=lambda: parameters.read({}))

    # What notebooks need: these, and what they import.
    needed = ("matplotlib.backends.backend_svg", "casebook.compare", "casebook.figures", "casebook.notebook")

    def tables(self) -> Tables:
        """The tables with the chosen cases. Raises DataError, or Refused for cases that are not there."""
        from casebook.data import SelectionError, load
        from casebook.parts import Parts
        from casebook.tables import package

        try:
            return Parts(load(self.data, self.chosen["cases"], self.chosen["rule"]), package(self.data))
        except SelectionError as error:
            raise Refused(str(error)) from error

    def remarks(self) -> Sequence[str]:
        """What is noted on the tables, without the libraries that a run needs. Raises DataError."""
        from casebook.findings import DataError
        from casebook.tables import read

        findings = read(self.data).findings
        if findings.count():
            raise DataError(findings.problems)
        return findings.remarks()

    def write_report(self, data: Path, notebooks: dict[str, Path], folder: Path) -> list[Path]:
        """Write what people are handed: see `casebook.handout.write`."""
        from casebook import handout

        chosen = {name: self.chosen[name] for name in ("cases", "theme", "size", "background", "rule")}
        return handout.write(data, notebooks, chosen, folder)

    @property
    def data(self) -> list[Path]:
        """The folders of tables."""
        folders = self.chosen["data"]
        return [self.root / folder for folder in ([folders] if isinstance(folders, str) else folders)]

    @property
    def notebooks(self) -> list[Path]:
        return sorted((self.root / "notebooks").glob("[0-9][0-9]-*.ipynb"))

    @property
    def build(self) -> Path:
        return self.root / "build"

    @cached_property
    def home(self) -> Path:
        """Where manifest, report and executed notebooks of the choice belong."""
        return self.build / parameters.folder(self.chosen)

    @property
    def own(self) -> list[Path]:
        """The folders of the choice in which nobody else may keep a file."""
        shared = self.root / "figures"
        return [folder for name in ("notebooks", "figures", *APART) if (folder := self.place(name)) != shared]

    def path(self, name: str) -> str:
        """Where something made belongs, from the project's folder: figures of the default choice beside build/."""
        beside = self.home == self.build and name.split("/")[0] == "figures"
        return name if beside else f"{self.name(self.home)}/{name}"

    def place(self, name: str) -> Path:
        return self.root / self.path(name)

    def name(self, file: Path) -> str:
        """The file as messages and the manifest name it."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()

    def runs(self, cases: list[str]) -> list[Run]:
        """A run for each notebook; for each case if the notebook takes a case as its parameter. Raises Refused."""
        found = [(notebook, _takes(notebook)) for notebook in self.notebooks]
        runs = [Run(book, takes, case) for book, takes in found for case in (cases if "case" in takes else [""])]
        names: dict[str, Run] = {}
        for run in runs:
            if names.setdefault(run.name, run) != run:
                raise Refused(f"{names[run.name].title} and {run.title} have one name: rename a notebook")
        return runs

    def values(self, run: Run) -> dict:
        """The parameters of a run; its tables and its figures are in folders that only it has."""
        values = self.chosen | {"case": run.case, "data": "data", "output": "figures"}
        return {name: values[name] for name in sorted(run.takes)}


def kept_as(drawn: Path) -> str:
    """The name in the folder of the choice of what a run drew: figures/slides/x.png is kept apart as slides/x.png."""
    return Path(*drawn.parts[drawn.parts[1] in APART :]).as_posix()


def cells(notebook: Path) -> list[dict]:
    """The cells of a notebook file. Raises Refused if it is none."""
    try:
        return json.loads(notebook.read_bytes())["cells"]
    except (ValueError, LookupError, TypeError):
        raise Refused(f"notebooks/{notebook.name} is not a Jupyter notebook") from None


def source(cell: dict) -> str:
    return "".join(cell["source"]).replace("\r\n", "\n")


def _takes(notebook: Path) -> frozenset[str]:
    """The names that the cell tagged `parameters` sets: each must be declared, and `data` among them."""
    tagged = [cell for cell in cells(notebook) if "parameters" in cell["metadata"].get("tags", [])]
    place = f"notebooks/{notebook.name}, cell of parameters"
    try:
        nodes = [node for cell in tagged for node in ast.walk(ast.parse(source(cell)))]
    except SyntaxError as error:
        raise Refused(f"{place}, line {error.lineno}: {error.msg}") from None
    names = {node.id: node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for name, node in names.items():
        if name not in IN_NOTEBOOKS:
            meant = did_you_mean(name, IN_NOTEBOOKS)
            raise Refused(f"{place}, line {node.lineno}: unknown parameter {name}{meant}")
    if "data" not in names:
        raise Refused(f"{place}: without data = ... nobody can tell which rows the notebook reads")
    return frozenset(names)
