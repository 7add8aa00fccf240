"""What the last build was made of and made, and what of that is no longer so, with the reasons.

The manifest of a build holds `inputs` (hashes of what every run reads: package, lock, Python), `notebooks` and
`tables` (hashes of the files), `cases`, `parts` (for each case, and "" for all that were chosen, the hashes of its
part of the tables), `runs` (for each its outputs, with hashes, as the folder of the choice names them) and `report`
(likewise; without hashes if it is of earlier figures). Hashes decide, not times. The tables are read only if one of
their files changed; until then the standard library is enough.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from casebook.project import Project, Run, Tables, cells, source

MANIFEST = "manifest.json"
EMPTY = {"inputs": {}, "notebooks": {}, "tables": {}, "cases": [], "parts": {}, "runs": {}, "report": {}}


@dataclass
class State:
    """A project today beside the manifest of its last build.

    What is read when it is first asked for can raise Refused or DataError.
    """

    project: Project

    @cached_property
    def manifest(self) -> dict:
        try:
            return EMPTY | json.loads(self.project.place(MANIFEST).read_bytes())
        except (OSError, ValueError, TypeError):
            return EMPTY

    @cached_property
    def inputs(self) -> dict[str, str]:
        files = [self.project.root / "requirements.txt", *(self.project.root / "casebook").rglob("*")]
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return _hashes_of_text(self.project, files) | {"Python": version}

    @cached_property
    def notebooks(self) -> dict[str, str]:
        return {self.project.name(file): _code(file) for file in self.project.notebooks}

    @cached_property
    def files(self) -> dict[str, str]:
        # The project's own folder lends its words and its description to others.
        found = {file for folder in {*self.project.data, self.project.root / "data"} for file in folder.glob("*")}
        return _hashes_of_text(self.project, found)

    @cached_property
    def tables(self) -> Tables:
        """The tables, read and checked."""
        return self.project.tables()

    @cached_property
    def runs(self) -> list[Run]:
        same = self.files == self.manifest["tables"]
        return self.project.runs(self.manifest["cases"] if same else self.tables.cases)

    def part(self, case: str = "") -> dict[str, bytes]:
        """The part of the tables about a case, which its run may read; without one, about all that are chosen."""
        return self.tables.of([case] if case else self.tables.cases)

    @cached_property
    def parts(self) -> dict[str, dict[str, str]]:
        """The hashes of these parts, for every case that a run is about, and "" for all that are chosen."""
        return {case: hashes(self.part(case)) for case in dict.fromkeys(["", *(run.case for run in self.runs)])}

    def stale(self, run: Run) -> list[str]:
        """The inputs of a run that are not what they were, in words; none: it need not run for them."""
        before, notebook = self.manifest, self.project.name(run.notebook)
        if run.name in before["runs"]:
            return [*self._everywhere, *self._code([notebook]), *self._rows(run.case)]
        if not before["runs"]:
            return ["not built yet"]
        return [f"{run.case if run.case and notebook in before['notebooks'] else notebook} is new"]

    @cached_property
    def _everywhere(self) -> list[str]:
        return list(_differing(self.manifest["inputs"], self.inputs).values())

    def _code(self, notebooks: Iterable[str]) -> list[str]:
        differing = _differing(self.manifest["notebooks"], self.notebooks)
        return [differing[name] for name in notebooks if name in differing]

    def _rows(self, case: str) -> list[str]:
        """Why the part of the tables about a case (all that are chosen: "") is another one; none: it is the same."""
        files = _differing(self.manifest["tables"], self.files)
        parts = files and _differing(self.manifest["parts"].get(case, {}), self.parts[case])
        if not parts:
            return []
        about = f" for {case}" if case else ""
        found = [why for file, why in files.items() if Path(file).name in parts]
        return [why + about for why in found or ["what the whole collection reports changed"]]

    def gone(self) -> list[str]:
        """The names of runs that were made and are no longer asked for."""
        return sorted(self.manifest["runs"].keys() - {run.name for run in self.runs})

    def damaged(self, outputs: dict[str, str]) -> list[str]:
        """The outputs that are not as they were built, in words."""
        found = []
        for name, was in outputs.items():
            file, path = self.project.place(name), self.project.path(name)
            if not file.is_file():
                found.append(f"{path} is missing")
            elif was not in ("", digest(file.read_bytes())):
                found.append(f"{path} was changed after the build")
        return found

    @cached_property
    def reasons(self) -> dict[str, list[str]]:
        """For every run that is due, by its name, why."""
        made = self.manifest["runs"]
        found = {run.name: self.stale(run) + self.damaged(made.get(run.name, {})) for run in self.runs}
        return {name: why for name, why in found.items() if why}

    def report_stale(self) -> list[str]:
        """The inputs of the report that are not what they were, in words."""
        if not any(self.manifest["report"].values()):
            return ["not built yet"]
        return [*self._everywhere, *self._code(self.manifest["notebooks"] | self.notebooks), *self._rows("")]

    def fresh(self, figures_only: bool = False) -> bool:
        """Whether there is nothing to do."""
        if self.reasons or self.gone():
            return False
        return figures_only or not (self.report_stale() or self.damaged(self.manifest["report"]))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hashes(contents: dict[str, bytes]) -> dict[str, str]:
    return {name: digest(content) for name, content in contents.items()}


def made_of(manifest: dict) -> dict[str, str]:
    """All outputs of a build, with hashes."""
    return {name: was for outputs in [*manifest["runs"].values(), manifest["report"]] for name, was in outputs.items()}


def short(reasons: list[str]) -> str:
    """The first three reasons, and how many more there are."""
    return ", ".join(reasons[:3]) + (f" and {len(reasons) - 3} more" if len(reasons) > 3 else "")


def _hashes_of_text(project: Project, files: Iterable[Path]) -> dict[str, str]:
    kept = sorted(file for file in files if file.is_file() and not passing(file))
    return {project.name(file): digest(_plain(file.read_bytes())) for file in kept}


def passing(file: Path) -> bool:
    """Whether the file belongs to nobody: byte code, and what editors and file managers leave."""
    return "__pycache__" in file.parts or file.name.startswith((".", "~")) or file.name.endswith("~")


def _plain(content: bytes) -> bytes:
    """The same with the line ends of Unix and no mark in front, so that a file saved again counts as the same."""
    return content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _code(notebook: Path) -> str:
    """Hash of what a notebook says and does, whatever JupyterLab has noted down beside it."""
    kept = [
        [cell["cell_type"], source(cell), cell["metadata"].get("tags", []), cell.get("attachments", {})]
        for cell in cells(notebook)
    ]
    return digest(json.dumps(kept, sort_keys=True).encode())


def _differing(before: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    """What differs, by its name, and how in words: "data/cases.csv changed", "… is new" or "… is gone"."""
    found = {}
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            how = "is gone" if name not in now else "changed" if name in before else "is new"
            found[name] = f"{name} {how}"
    return found
