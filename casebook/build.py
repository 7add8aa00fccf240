"""Run the notebooks and put what they make in place: all of it or nothing.

    data/  casebook/  requirements.txt  notebooks/          what goes in, known by its hashes
                    |
                    v
    compared with the manifest of the last build -- all as it was --> "nothing to do"
                    |
                    |  which runs are stale, and why
                    v
    engine.run: libraries imported once, a fork of that for each run, side by side, through papermill
                    |
                    |  executed notebook and figures, in build/.stage-<pid>/<run>/
                    v
    did every run finish? -- no, or stopped --> which cell and why; the stage goes, nothing else changed
                    |
                    |  yes
                    v
    the report, from what is new in the stage and what is still good
                    |
                    v
    each file to its place by os.replace; what is no longer made goes; the manifest comes last

The default choice (all cases, light) fills figures/, which is committed, and build/. Any other choice fills
a folder of its own in build/. An output folder gets a copy of the files when all is done.

The manifest holds `inputs`, hashes of what every run reads; `runs`, each with the hashes of its own inputs
and of its outputs; and `report`. Until something has to run, only the standard library is imported.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from casebook.paths import ROOT

try:
    import fcntl
except ImportError:  # Windows: nothing keeps two builds apart
    fcntl = None

NEEDED = ("pandas", "matplotlib.pyplot", "casebook.compare", "casebook.figures", "casebook.notebook")
REPORT = "report"
APART = ("slides", "column")  # folders of pictures, drawn beside the figures, that are kept apart from them
KEPT = "Earlier outputs kept."


class BuildError(Exception):
    """The build cannot be done: `problems`, a line each, and the exit `code` (1 failed, 2 asked wrongly)."""

    def __init__(self, *problems: str, code: int = 1):
        super().__init__("\n".join(problems))
        self.problems, self.code = problems, code


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest, as ". Did you mean …?", or "" if none is near."""
    near = get_close_matches(word, list(known), n=1)
    return f". Did you mean {near[0]}?" if near else ""


# --- what is built, of which project ---------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """What is to be built: case ids (none: all), a theme, and a folder that gets a copy ("": none)."""

    cases: tuple[str, ...] = ()
    theme: str = "light"
    output: str = ""

    @property
    def folder(self) -> str:
        """Name of the choice's folder in build/; "" for the default choice."""
        parts = [f"cases-{'+'.join(self.cases)}"] if self.cases else []
        parts += [f"theme-{self.theme}"] if self.theme != "light" else []
        if self.output and not parts:
            parts = ["cases-all"]
        name = re.sub(r"[^\w+-]", "_", "-".join(parts))
        return name if len(name) < 100 else f"{name[:80]}-{_hash(name.encode())[:8]}"


def case_ids(data: Path, cases: tuple[str, ...]) -> list[str]:
    """The chosen case ids in the order of cases.csv. Raises DataError or SelectionError."""
    from casebook.data import load

    return list(load(data, cases or "all").cases["case"])


def write_report(data: Path, notebooks: dict[str, Path], parameters: dict, folder: Path) -> list[Path]:
    """Write what people are handed: see `casebook.handout.write`."""
    from casebook import handout

    return handout.write(data, notebooks, parameters, folder)


@dataclass(frozen=True)
class Project:
    """A folder with data, package and notebooks; what is chosen of it; how its cases are read and its
    report is written; and the modules that its notebooks need."""

    root: Path = ROOT
    choice: Choice = Choice()
    case_ids: Callable[[Path, tuple[str, ...]], list[str]] = case_ids
    write_report: Callable[[Path, dict[str, Path], dict, Path], list[Path]] = write_report
    needed: tuple[str, ...] = NEEDED

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def notebooks(self) -> list[Path]:
        return sorted((self.root / "notebooks").glob("[0-9][0-9]-*.ipynb"))

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def home(self) -> Path:
        """Where manifest, report and executed notebooks of the choice belong."""
        return self.build / self.choice.folder

    @property
    def figures(self) -> Path:
        """Where the figures of the choice belong."""
        return (self.home if self.choice.folder else self.root) / "figures"

    @property
    def pictures(self) -> dict[str, Path]:
        """The folders of pictures: figures for people, and those for deck and report, which nobody needs to keep."""
        return {"figures": self.figures} | {name: self.home / name for name in APART}

    def name(self, file: Path) -> str:
        """The file as messages and the manifest name it."""
        return file.relative_to(self.root).as_posix()

    def cases(self) -> list[str]:
        return self.case_ids(self.data, self.choice.cases)


# --- what the verbs do -----------------------------------------------------------------------


def make(project: Project, limit: float = 300, figures_only: bool = False) -> str:
    """Bring figures and report, or the figures alone, up to date; gives the line to say at the end.

    Every run may take `limit` seconds. Raises BuildError, DataError or SelectionError; after these and
    after KeyboardInterrupt every file is as it was.
    """
    started = time.monotonic()
    target = _output_folder(project)
    with _handlers_kept(), _locked(project.build):
        state = State.of(project)
        if state.fresh(figures_only):
            said = "nothing to do: all is up to date"
        else:
            with _staged(project.build) as stage:
                said = _remake(project, state, stage, limit, figures_only)
            said += f" in {time.monotonic() - started:.1f} s; figures are in {project.name(project.figures)}/"
            said += "" if figures_only else f", the report in {project.name(project.home)}/"
        if target:
            said += f"; files copied to {project.choice.output}: {_copy_out(project, target, figures_only)}"
    return said


def check(project: Project) -> list[str]:
    """What is stale, missing or changed by hand, and why, a line each; builds nothing.

    Raises DataError or SelectionError if what changed cannot be used.
    """
    state = State.of(project)
    if state.fresh():
        return []
    project.cases()
    if not state.manifest["runs"]:
        return ["nothing is built yet: run make report"]
    stale = [f"stale: {name} ({_short(why)})" for name, why in state.stale.items() if why]
    return stale + [line for lines in state.damaged.values() for line in lines]


# --- what is stale, and why ------------------------------------------------------------------


@dataclass
class State:
    """The manifest of the last build, the hashes of today, and for each run and the report what is
    `stale` (inputs that changed) and `damaged` (outputs that are not as they were built)."""

    manifest: dict
    inputs: dict[str, str]
    notebooks: dict[str, str]
    stale: dict[str, list[str]] = field(default_factory=dict)
    damaged: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> State:
        notebooks = {project.name(file): _code(file) for file in project.notebooks}
        state = cls(_read_manifest(project), _inputs(project), notebooks)
        runs, report = state.manifest["runs"], state.manifest["report"]
        everywhere = _changes(state.manifest["inputs"], state.inputs)
        for name, run in runs.items():
            own = _changes(run["inputs"], {path: notebooks.get(path) for path in run["inputs"]})
            state.stale[name] = everywhere + own
            state.damaged[name] = _damage(project, run["outputs"])
        known = {path for run in runs.values() for path in run["inputs"]}
        for path in [path for path in notebooks if path not in known]:
            state.stale[Path(path).stem] = [f"{path} is new" if runs else "not built yet"]
        reasons = dict.fromkeys(reason for why in state.stale.values() for reason in why)
        state.stale[REPORT] = list(reasons) if report else ["not built yet"]
        state.damaged[REPORT] = _damage(project, report)
        return state

    def why(self, name: str) -> list[str]:
        """The reasons to make this run or the report again; none: it is as it should be."""
        return self.stale.get(name, ["not built yet"]) + self.damaged.get(name, [])

    def fresh(self, figures_only: bool = False) -> bool:
        return not any(self.why(name) for name in self.stale if name != REPORT or not figures_only)


def _read_manifest(project: Project) -> dict:
    empty = {"inputs": {}, "runs": {}, "report": {}}
    try:
        return empty | json.loads((project.home / "manifest.json").read_bytes())
    except (OSError, ValueError, TypeError):
        return empty


def _inputs(project: Project) -> dict[str, str]:
    """Hashes of what every run reads: data, package, lock; and Python's version."""
    found = [*project.data.rglob("*"), *(project.root / "casebook").rglob("*"), project.root / "requirements.txt"]
    files = sorted(file for file in found if file.is_file() and not _passing(file.relative_to(project.root)))
    return {project.name(file): _hash(_unix(file.read_bytes())) for file in files} | {"Python": _python()}


def _passing(path: Path) -> bool:
    """Whether the file is no input: byte code, and what editors and file managers leave."""
    return "__pycache__" in path.parts or path.name.startswith((".", "~")) or path.name.endswith("~")


def _code(notebook: Path) -> str:
    """Hash of what a notebook says and does, whatever JupyterLab has noted down beside it."""
    kept = [
        [cell["cell_type"], _source(cell), cell["metadata"].get("tags", []), cell.get("attachments", {})]
        for cell in _cells(notebook)
    ]
    return _hash(json.dumps(kept, sort_keys=True).encode())


def _cells(notebook: Path) -> list[dict]:
    try:
        return json.loads(notebook.read_bytes())["cells"]
    except (ValueError, LookupError, TypeError):
        raise BuildError(f"notebooks/{notebook.name} is not a Jupyter notebook", code=2) from None


def _source(cell: dict) -> str:
    return "".join(cell["source"]).replace("\r\n", "\n")


def _unix(content: bytes) -> bytes:
    """The same with the line ends of Unix, so that a file saved with others counts as the same."""
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _changes(before: dict[str, str], now: dict[str, str | None]) -> list[str]:
    """What differs, in words: "data/measures.csv changed"."""
    differing = [path for path in sorted(before.keys() | now.keys()) if before.get(path) != now.get(path)]
    gone = {path for path in differing if not now.get(path)}
    return [f"{path} {'is gone' if path in gone else 'changed' if path in before else 'is new'}" for path in differing]


def _damage(project: Project, outputs: dict[str, str]) -> list[str]:
    damage = []
    for path, digest in outputs.items():
        file = project.root / path
        if not file.is_file():
            damage.append(f"{path} is missing")
        elif _hash(file.read_bytes()) != digest:
            damage.append(f"{path} was changed after the build")
    return damage


def _short(reasons: list[str]) -> str:
    return ", ".join(reasons[:3]) + (f" and {len(reasons) - 3} more" if len(reasons) > 3 else "")


# --- making it again -------------------------------------------------------------------------


def _remake(project: Project, state: State, stage: Path, limit: float, figures_only: bool) -> str:
    """Run what is stale, write the report, put all in place."""
    from casebook import engine

    _check_theme(project.choice.theme)
    jobs = list(_jobs(engine, project, stage))
    due = [job for job in jobs if state.why(job.name)]
    _run(engine, project, due, state, limit)
    made = {job.name: _made(project, state, job, job in due) for job in jobs}
    files = _together(project, made)
    report = {} if figures_only else _staged_report(project, jobs, files, stage)
    manifest = {
        "inputs": state.inputs,
        "runs": {
            job.name: {
                "inputs": {project.name(job.notebook): state.notebooks[project.name(job.notebook)]},
                "outputs": _hashes(project, made[job.name]),
            }
            for job in jobs
        },
        "report": _hashes(project, report),
    }
    changed = _put_in_place(project, files | report, state.manifest, manifest, stage)
    return f"{len(due)} of {len(jobs)} notebooks run, files changed: {changed}"


def _check_theme(theme: str) -> None:
    from casebook.figures.theme import THEMES

    if theme not in THEMES:
        known = " or ".join(THEMES)
        raise BuildError(f"theme must be {known}, got {theme!r}{did_you_mean(theme, THEMES)}", code=2)


def _jobs(engine, project: Project, stage: Path) -> Iterator:
    """A run for each notebook; for each case if the notebook takes a case as its parameter."""
    cases, choice = project.cases(), project.choice
    for notebook in project.notebooks:
        taken = _parameters(notebook)
        for case in cases if "case" in taken else [""]:
            name = f"{notebook.stem}-{case}" if case else notebook.stem
            figures = stage / name / "figures"
            figures.mkdir(parents=True)
            output = project.name(figures)
            values = {"case": case, "cases": cases if choice.cases else "all", "theme": choice.theme, "output": output}
            words = {output: project.name(project.figures), f"{project.root}{os.sep}": ""}
            given = {key: value for key, value in values.items() if key in taken}
            yield engine.Job(name, notebook, stage / name, given, words)


def _parameters(notebook: Path) -> set[str]:
    """The names that the cell tagged `parameters` sets."""
    cells = [cell for cell in _cells(notebook) if "parameters" in cell["metadata"].get("tags", [])]
    try:
        nodes = [node for cell in cells for node in ast.walk(ast.parse(_source(cell)))]
    except SyntaxError as error:
        problem = f"notebooks/{notebook.name}, cell of parameters, line {error.lineno}: {error.msg}"
        raise BuildError(problem, code=2) from None
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _run(engine, project: Project, jobs: list, state: State, limit: float) -> None:
    """Run the jobs side by side, showing progress. Raises BuildError with every run that failed."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # a process with threads should not fork
    engine.warm(project.needed)
    problems = []
    bar = tqdm(total=len(jobs), desc="notebooks", leave=False, disable=not sys.stderr.isatty())
    with bar, closing(engine.run(jobs, min(4, os.cpu_count() or 1), limit)) as outcomes:
        for job, seconds, problem in outcomes:
            bar.update()
            if problem:
                first, *trace = problem.split("\n")
                problems += [f"{job.name} {first}. {KEPT}", *trace]
            else:
                tqdm.write(f"{job.name}  {seconds:.1f} s  ({_short(state.why(job.name))})", file=sys.stdout)
                sys.stdout.flush()
    if problems:
        raise BuildError(*problems)


def _made(project: Project, state: State, job, ran: bool) -> dict[Path, Path]:
    """The files of a run: where each belongs, and where it is now."""
    if not ran:
        kept = [project.root / path for path in state.manifest["runs"][job.name]["outputs"]]
        return dict(zip(kept, kept, strict=True))
    drawn = job.folder / "figures"
    for name in APART:
        if (drawn / name).is_dir():
            (drawn / name).rename(job.folder / name)
    notebook = f"{job.name}.ipynb"
    files = [file for name in project.pictures for file in sorted((job.folder / name).rglob("*")) if file.is_file()]
    placed = {_place(project, file.relative_to(job.folder)): file for file in files}
    return {project.home / "notebooks" / notebook: job.folder / notebook} | placed


def _together(project: Project, made: dict[str, dict[Path, Path]]) -> dict[Path, Path]:
    """The files of all runs. Raises BuildError if two runs make the same one."""
    makers: dict[Path, str] = {}
    for name, files in made.items():
        for file in files:
            if makers.setdefault(file, name) != name:
                raise BuildError(f"{makers[file]} and {name} both make {project.name(file)}. {KEPT}")
    return {file: now for files in made.values() for file, now in files.items()}


def _hashes(project: Project, files: dict[Path, Path]) -> dict[str, str]:
    return {project.name(file): _hash(now.read_bytes()) for file, now in files.items()}


def _staged_report(project: Project, jobs: list, files: dict[Path, Path], stage: Path) -> dict[Path, Path]:
    """Write the report into the stage, from all notebooks and a copy of all figures, new and kept.

    Gives for each of its files where it belongs, and where it is now.
    """
    for file, now in files.items():
        for name, home in project.pictures.items():
            if file.is_relative_to(home):
                _copy(now, stage / name / file.relative_to(home))
    notebooks = {job.name: files[project.home / "notebooks" / f"{job.name}.ipynb"] for job in jobs}
    try:
        chosen = {"cases": list(project.choice.cases) or "all", "theme": project.choice.theme}
        made = project.write_report(project.data, notebooks, chosen, stage)
    except Exception as error:
        raise BuildError(f"the report was not made: {type(error).__name__}: {error}. {KEPT}") from error
    return {_place(project, file.relative_to(stage)): file for file in made}


def _place(project: Project, file: Path) -> Path:
    """Where a file of the stage belongs: that of a folder of pictures in its home, any other in the choice's."""
    home = project.pictures.get(file.parts[0])
    return home / Path(*file.parts[1:]) if home else project.home / file


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


# --- putting it in place ---------------------------------------------------------------------


def _put_in_place(project: Project, files: dict[Path, Path], before: dict, after: dict, stage: Path) -> int:
    """Move what is new to where it belongs, remove what is no longer made, write the manifest last.

    Gives the number of files that changed. From here on SIGINT and SIGTERM are passed over.
    """
    manifest = stage / "manifest.json"
    manifest.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8", newline="\n")
    new = {file: now for file, now in files.items() if not _same(file, now)}
    gone = _outputs(before) - _outputs(after)
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    project.home.mkdir(parents=True, exist_ok=True)
    for file, now in new.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        os.replace(now, file)
    for path in gone:
        (project.root / path).unlink(missing_ok=True)
    os.replace(manifest, project.home / "manifest.json")
    return len(new) + len(gone)


def _same(file: Path, other: Path) -> bool:
    return file.is_file() and file.read_bytes() == other.read_bytes()


def _outputs(manifest: dict) -> set[str]:
    return {path for run in manifest["runs"].values() for path in run["outputs"]}


def _output_folder(project: Project) -> Path | None:
    """The folder that gets a copy. Raises BuildError if it cannot be one."""
    output = project.choice.output
    if not output:
        return None
    folder = Path(output).expanduser().absolute()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    address = re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", output)
    if address or not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise BuildError(f"output must be a folder on this computer that can be written to, got {output!r}", code=2)
    own = [project.root / name for name in ("casebook", "data", "figures", "notebooks", "tests")]
    place = folder.resolve()
    if place in (project.root, project.build) or any(place.is_relative_to(one) for one in own):
        raise BuildError(f"output must be a folder that is not the project's own, got {output!r}", code=2)
    return folder


def _copy_out(project: Project, folder: Path, figures_only: bool) -> int:
    """Copy figures, notebooks and report, or the figures alone, to `folder`; gives how many changed."""
    manifest = _read_manifest(project)
    base = project.figures if figures_only else project.home
    made = [project.root / path for path in [*_outputs(manifest), *manifest["report"]]]
    copies = {folder / file.relative_to(base): file for file in made if file.is_relative_to(base)}
    new = {target: file for target, file in copies.items() if not _same(target, file)}
    for target, file in new.items():
        part = target.with_name(f".{target.name}.part")
        _copy(file, part)
        os.replace(part, target)
    return len(new)


# --- one build at a time, and its signals and stage ------------------------------------------

STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _handlers_kept():
    """The handlers of SIGINT and SIGTERM are at the end what they were."""
    before = {number: signal.getsignal(number) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _locked(folder: Path):
    """Raises BuildError if another build holds the lock. Clears away what a killed one left."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "a+", encoding="utf-8") as lock:
        try:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise BuildError(f"another build is running ({lock.read()})") from None
        lock.truncate(0)
        lock.write(f"pid {os.getpid()}, since {time.strftime('%H:%M')}")
        lock.flush()
        for left in folder.glob(".stage-*"):
            shutil.rmtree(left)
        yield


@contextmanager
def _staged(folder: Path):
    """A folder in `folder` for what is not finished."""
    stage = folder / f".stage-{os.getpid()}"
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
