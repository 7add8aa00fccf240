"""Run the notebooks and put what they make in place: all of it or nothing.

    parameters.py                    data/   casebook/   requirements.txt   notebooks/
         | what is chosen, typed            | what goes in, known by its hashes
         v                                  v
    project.py: the runs ------> ledger.py: compared with the manifest of the last build --> "nothing to do"
                                            |
                                            | which runs are due, and why
                                            v
    engine.py: each run in a process of its own, forked from this one; it is given a notebook, its parameters
    and its part of the tables (parts.py), all as bytes, and leaves the executed notebook and its figures
    (cluster.py: the same on other machines)
                                            |
                                            | build/.stage-<pid>/<run>/
                                            v
    did every run finish? -- no, or stopped --> which cell and why; the stage goes, nothing else has changed
                                            |
                                            | yes
                                            v
    handout.py: the report, from what is new in the stage and what is still good
                                            |
                                            | the stage becomes build/.moving: from here on the build will be
                                            v  finished, if not by this process then by the next
    each file to its place by os.replace; what is no longer made goes; the manifest comes last

The default choice fills figures/, which is committed, and build/. Any other choice fills a folder of its own in
build/. An output folder gets a copy of the files when all is done. Until something has to run, only the standard
library is imported.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from casebook import stops
from casebook.findings import why
from casebook.ledger import MANIFEST, State, hashes, made_of, passing, short
from casebook.parameters import Refused, command
from casebook.project import Project, Run, kept_as

try:
    import fcntl
except ImportError:  # Windows: nothing keeps two builds apart
    fcntl = None

KEPT = "Earlier outputs kept."
MOVING, PLAN = ".moving", "plan.json"
AT_ONCE = min(4, os.cpu_count() or 1)  # runs side by side on this computer


class BuildError(Exception):
    """The build failed: `problems`, a line each."""

    def __init__(self, *problems: str):
        super().__init__("\n".join(problems))
        self.problems = problems


# --- what the verbs do -----------------------------------------------------------------------


def make(project: Project, figures_only: bool = False) -> str:
    """Bring figures and report, or the figures alone, up to date; gives the line to say at the end.

    Raises BuildError, Refused or DataError; after these and after KeyboardInterrupt every file is as it was. Once it
    moves files, SIGINT and SIGTERM are passed over, and stay so.
    """
    started = time.monotonic()
    target = _output_folder(project)
    with _alone(project.build) as stage:
        state = State(project)
        if state.fresh(figures_only):
            said = "nothing to do: all is up to date"
        else:
            for remark in state.tables.remarks:
                print(remark, file=sys.stderr)
            said = _remake(state, stage, figures_only)
            said += f" in {time.monotonic() - started:.1f} s; figures are in {project.path('figures')}/"
            said += "" if figures_only else f", the report in {project.name(project.home)}/"
        if target:
            said += f"; files copied to {project.chosen['output']}: {_copy_out(project, target, figures_only)}"
    return said


def check(project: Project) -> list[str]:
    """What is stale, missing, changed by hand or unfinished, and why, a line each; builds nothing.

    Raises Refused or DataError if what changed cannot be used.
    """
    if (project.build / MOVING).exists():
        return ["unfinished: a build was ended while it put its files in place; make report finishes it"]
    state = State(project)
    stale = [(run.title, state.stale(run)) for run in state.runs]
    if not state.manifest["runs"]:
        return [f"the data are in order; nothing is built of them yet: {command('report', project.chosen)} builds it"]
    stale += [(name, ["no longer made"]) for name in state.gone()] + [("report.html", state.report_stale())]
    lines = [f"stale: {what} ({short(reasons)})" for what, reasons in stale if reasons]
    lines += state.damaged(made_of(state.manifest))
    return lines + [f"{project.name(file)} was not made by the build: delete it, or keep it elsewhere"
                    for file in _strangers(project, state.manifest)]  # fmt: skip


def _strangers(project: Project, manifest: dict) -> list[Path]:
    """Files in folders that are the build's alone and that it did not make."""
    known = set(map(project.place, made_of(manifest)))
    found = [file for folder in project.own for file in folder.rglob("*") if file.is_file()]
    return sorted(file for file in found if file not in known and not passing(file.relative_to(project.build)))


# --- making it again -------------------------------------------------------------------------


def _remake(state: State, stage: Path, figures_only: bool) -> str:
    """Run what is due, write the report, put all in place."""
    # Hashed before anything is run: who edits a file meanwhile finds the runs stale afterwards.
    manifest = {"inputs": state.inputs, "notebooks": state.notebooks, "tables": state.files}
    stage.mkdir()
    _execute(state, stage)
    made = {run.name: _made(state, run, stage) for run in state.runs}
    files = _together(state.project, made)
    report = {} if figures_only else _report(state, files, stage / "report")
    manifest |= {
        "cases": state.tables.cases,
        "parts": state.parts,
        "runs": {name: _hashes(outputs) for name, outputs in made.items()},
        "report": _hashes(report) or dict.fromkeys(state.manifest["report"], ""),
    }
    changed = _put_in_place(state, files | report, manifest, stage)
    return f"{len(state.reasons)} of {len(made)} notebooks run, files changed: {changed}"


def _execute(state: State, stage: Path) -> None:
    """Do the runs that are due, showing progress. Raises BuildError with every run that failed."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # a process with threads should not fork
    problems, titles = [], {run.name: run.title for run in state.runs}
    bar = tqdm(total=len(state.reasons), desc="notebooks", leave=False, disable=not sys.stderr.isatty())
    with bar, closing(_outcomes(state, stage)) as outcomes:
        for name, seconds, problem in outcomes:
            bar.update()
            if problem:
                first, *trace = problem.split("\n")
                problems += [f"{titles[name]} {first}. {KEPT}", *trace]
            else:
                tqdm.write(f"{titles[name]}: {short(state.reasons[name])} ({seconds:.1f} s)", file=sys.stdout)
                sys.stdout.flush()
    if problems:
        raise BuildError(*problems)


def _outcomes(state: State, stage: Path) -> Iterator[tuple[str, float, str]]:
    """The runs that are due as they end, done side by side here or by the chosen cluster: see `engine.run`."""
    from casebook import engine

    project = state.project
    due = [run for run in state.runs if run.name in state.reasons]
    due.sort(key=lambda run: -run.notebook.read_bytes().count(b"save("))  # the longest first: drawing takes the time
    jobs = (
        engine.Job(run.name, run.notebook.name, run.notebook.read_bytes(), project.values(run), state.part(run.case))
        for run in due
    )
    limit, scheduler = project.chosen["timeout"], project.chosen["scheduler"]
    if scheduler:
        from casebook import cluster

        return cluster.run(jobs, scheduler, limit, stage, project.needed)
    engine.warm(project.needed)
    return engine.run(jobs, AT_ONCE, limit, stage)


def _made(state: State, run: Run, stage: Path) -> dict[str, Path]:
    """The files of a run: how the folder of the choice names each, and where it is now."""
    if run.name not in state.reasons:
        return {name: state.project.place(name) for name in state.manifest["runs"][run.name]}
    folder = stage / run.name
    drawn = [file for file in sorted((folder / "figures").rglob("*")) if file.is_file()]
    kept = {kept_as(file.relative_to(folder)): file for file in drawn}
    return {f"notebooks/{run.name}.ipynb": folder / f"{run.name}.ipynb"} | kept


def _together(project: Project, made: dict[str, dict[str, Path]]) -> dict[str, Path]:
    """The files of all runs. Raises BuildError if two runs make the same one."""
    makers: dict[str, str] = {}
    for run, files in made.items():
        for name in files:
            if makers.setdefault(name, run) != run:
                raise BuildError(f"{makers[name]} and {run} both make {project.path(name)}. {KEPT}")
    return {name: file for files in made.values() for name, file in files.items()}


def _hashes(files: dict[str, Path]) -> dict[str, str]:
    return hashes({name: file.read_bytes() for name, file in files.items()})


def _report(state: State, files: dict[str, Path], folder: Path) -> dict[str, Path]:
    """Write the report into a folder, from all notebooks, a copy of all figures and the tables of the choice.

    Gives its files: how the folder of the choice names each, and where it is now.
    """
    project, tables = state.project, folder / "data"
    for name, file in files.items():
        if not name.startswith("notebooks/"):
            _copy(file, folder / name)
    tables.mkdir(parents=True)
    for name, content in state.part().items():
        (tables / name).write_bytes(content)
    notebooks = {run.name: files[f"notebooks/{run.name}.ipynb"] for run in state.runs}
    try:
        made = project.write_report(tables, notebooks, folder)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise BuildError(f"could not write the report: no space left. {KEPT}") from error
        raise BuildError(f"the report was not made: {type(error).__name__}: {error}. {KEPT}") from error
    return {file.relative_to(folder).as_posix(): file for file in made}


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


# --- putting it in place ---------------------------------------------------------------------


def _put_in_place(state: State, files: dict[str, Path], manifest: dict, stage: Path) -> int:
    """Write down what has to move and to go, and do it. Gives the number of files that changed."""
    project, last = state.project, {MANIFEST: stage / MANIFEST}
    new = {name: file for name, file in files.items() if not _same(project.place(name), file)}
    gone = sorted(made_of(state.manifest).keys() - made_of(manifest).keys())
    moves = {project.path(name): file.relative_to(stage).as_posix() for name, file in (new | last).items()}
    _write_json(stage / MANIFEST, manifest)
    _write_json(stage / PLAN, {"moves": moves, "gone": list(map(project.path, gone))})
    stops.pass_over()
    os.replace(stage, project.build / MOVING)
    _finish(project.build)
    return len(new) + len(gone)


def _finish(build: Path) -> None:
    """Do what the plan in build/.moving says and is not done yet; the manifest is the last in it."""
    moving = build / MOVING
    if not moving.exists():
        return
    try:
        plan = json.loads((moving / PLAN).read_bytes())
        for path in plan["gone"]:
            (build.parent / path).unlink(missing_ok=True)
        for path, now in plan["moves"].items():
            file = build.parent / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if (moving / now).exists():
                os.replace(moving / now, file)
        # Its plan goes last: what a half removed folder without one holds is no longer needed.
        os.replace(moving, build / f".stage-{os.getpid()}")
    except OSError as error:
        raise BuildError(f"could not write {error.filename2 or error.filename}: {why(error)}. "
                         "Unfinished: make report finishes it") from error  # fmt: skip


def _write_json(file: Path, content: dict) -> None:
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")


def _same(file: Path, other: Path) -> bool:
    return file.is_file() and file.read_bytes() == other.read_bytes()


def _output_folder(project: Project) -> Path | None:
    """The folder that gets a copy. Raises Refused if it cannot be one."""
    output = project.chosen["output"]
    if not output:
        return None
    folder = Path(os.path.expanduser(output)).absolute()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    address = re.match(r"~|[A-Za-z][A-Za-z0-9+.-]+:/", os.path.expanduser(output))
    if address or not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise Refused(f"output must be a folder on this computer that can be written to, got {output!r}")
    own = [project.root / name for name in ("build", "casebook", "data", "figures", "notebooks", "tests")]
    place = folder.resolve()
    if place == project.root or any(place.is_relative_to(one) for one in [*own, *project.data]):
        raise Refused(f"output must be a folder that is not the project's own, got {output!r}")
    return folder


def _copy_out(project: Project, folder: Path, figures_only: bool) -> int:
    """Copy all that is made, or the figures alone, to `folder`; gives how many files changed."""
    base = "figures/" if figures_only else ""
    made = [name for name, was in made_of(State(project).manifest).items() if was and name.startswith(base)]
    copies = {folder / name.removeprefix(base): project.place(name) for name in made}
    new = {target: file for target, file in copies.items() if not _same(target, file)}
    stops.pass_over()
    for target, file in new.items():
        part = target.with_name(f".{target.name}.part")
        try:
            _copy(file, part)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return len(new)


# --- one build at a time ---------------------------------------------------------------------


@contextmanager
def _alone(build: Path) -> Iterator[Path]:
    """Keeps other builds out; gives the folder, to be made, for what is not finished, which goes at the end.

    Finishes what a killed build began, and clears away what it left. Raises BuildError if another is running.
    """
    build.mkdir(parents=True, exist_ok=True)
    stage = build / f".stage-{os.getpid()}"
    with open(build / ".lock", "a+", encoding="utf-8") as lock:
        try:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise BuildError(f"another build is running ({lock.read()})") from None
        lock.truncate(0)
        lock.write(f"pid {os.getpid()}, since {time.strftime('%H:%M')}")
        lock.flush()
        _finish(build)
        for left in build.glob(".stage-*"):
            shutil.rmtree(left)
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
