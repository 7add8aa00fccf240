"""Four ways to the same figures, beside one another: what each costs, and whether the build keeps what it promises.

one by one   papermill on the command line for every run, and jupyter nbconvert --to html for every notebook it made
make -j2     the same calls of papermill, without nbconvert, two at a time
floor        one process that imports once, and only draws and saves every figure in the same forms
make report  ours, from an empty folder: data checked, notebooks, figures, report (page, PDF, Word), deck, explorer
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from bench import costs, place
from casebook.project import Project, Run

PLAIN, TWO, FLOOR, OURS = "one by one", "make -j2", "floor", "make report"
AIMS = {PLAIN: 0.2, TWO: 0.4, FLOOR: 2.0}  # the most that ours may cost, in processor time, for one of theirs
SCRIPT, RECIPES, CALLS = "one-by-one.sh", "two.mk", "calls.pickle"


def measure(root: Path, folder: Path, rounds: int, tell: Callable[[str], None]) -> dict:
    """Measure the four ways in a copy of the project at `root`, in turns; gives what `bench.json` holds of it.

    A first turn fills the caches and is watched for memory; its times do not count. Raises costs.Failed, also if the
    ways do not draw the same pictures.
    """
    home = prepare(root, folder)
    found: dict[str, dict] = {way: {"wall": [], "cpu": []} for way in COMMANDS}
    for turn in range(rounds + 1):
        for way, measured in found.items():
            with nullcontext() if turn else costs.watched() as most:
                cost = _once(way, home)
            if turn:
                measured["wall"].append(round(cost.wall, 2))
                measured["cpu"].append(round(cost.cpu, 2))
            else:
                measured["peak_mb"] = round(most[0] / 1e6)
            what = f"round {turn} of {rounds}" if turn else "to warm up"
            tell(f"{what}, {way}: {cost.wall:.1f} s, {cost.cpu:.1f} s of processors")
        same_pictures(home)
    return {"rounds": rounds, "ways": found}


def prepare(root: Path, folder: Path) -> Path:
    """A copy of the project with what the four ways need beside it; gives its folder."""
    home = place.copy(folder / "project", root)
    place.lend_environment(home)
    runs = runs_of(home)
    write_script(home, runs)
    (home / RECIPES).write_text(_recipes(runs), "utf-8")
    costs.run(["python", "-m", "bench.floor", "record", CALLS], home, **place.path_of(home))
    return home


def runs_of(home: Path) -> list[Run]:
    project = Project(home)
    return project.runs(project.tables().cases)


def write_script(home: Path, runs: Sequence[Run]) -> None:
    """Write down the commands of the runs, one by one, for a shell in `home`."""
    lines = [line for run in runs for line in _plain(run)]
    (home / SCRIPT).write_text("\n".join(["set -e", "mkdir -p plain", *lines, ""]), "utf-8")


def _plain(run: Run) -> list[str]:
    """The two commands of a run, for a shell."""
    made = f"plain/{run.name}.ipynb"
    given = [f"-p case {run.case}"] if run.case else []
    call = ["papermill", f"notebooks/{run.notebook.name}", made, "-k python3", "-p output plain/figures", *given]
    return [" ".join(call), f"jupyter nbconvert --log-level=ERROR --to html {shlex.quote(made)}"]


def _recipes(runs: Sequence[Run]) -> str:
    """The same as recipes of make, without the pages."""
    names = " ".join(run.name for run in runs)
    recipes = "".join(f"{run.name}:\n\t{_plain(run)[0]}\n" for run in runs)
    return f".PHONY: all {names}\nall: {names}\n{recipes}"


COMMANDS = {
    PLAIN: ["sh", SCRIPT],
    TWO: ["make", "-s", "-j2", "-f", RECIPES],
    FLOOR: ["python", "-m", "bench.floor", "draw", CALLS, "floor"],
    OURS: ["make", "report"],
}


def _once(way: str, home: Path) -> costs.Cost:
    for left in {FLOOR: ("floor",), OURS: ("build", "figures")}.get(way, ("plain",)):
        shutil.rmtree(home / left, ignore_errors=True)
    if way in (PLAIN, TWO):
        (home / "plain").mkdir()
    given = {} if way == OURS else place.path_of(home)
    return costs.run(COMMANDS[way], home, **given)[0]


def same_pictures(home: Path) -> None:
    """Raises costs.Failed if one of the ways left out a picture, or drew another one than the build."""
    ours = _pictures(home / "figures")
    for part in ("slides", "column"):
        ours |= {f"{part}/{name}": data for name, data in _pictures(home / "build" / part).items()}
    for way, folder in ((PLAIN, "plain/figures"), (FLOOR, "floor")):
        theirs = _pictures(home / folder)
        differing = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
        if differing:
            raise costs.Failed(f"{way} and {OURS} differ in {', '.join(differing[:5])}")


def _pictures(folder: Path) -> dict[str, bytes]:
    files = [file for file in folder.rglob("*") if file.suffix in (".svg", ".png", ".pdf")]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def verdicts(compared: dict) -> list[tuple[str, bool]]:
    """Each aim in words with what was measured (medians of the processor time), and whether it is met."""
    cpu = {way: median(one["cpu"]) for way, one in compared["ways"].items()}
    shares = {way: cpu[OURS] / cpu[way] for way in AIMS}
    return [
        (f"{OURS} takes {share:.2f} of the processor time of {way}; aim: at most {AIMS[way]:g}", share <= AIMS[way])
        for way, share in shares.items()
    ]


def table(compared: dict) -> list[list[str]]:
    """What `measure` gave, as rows to print."""
    ours = compared["ways"][OURS]
    rows = [["way (medians)", "wall s", "CPU s", "peak MB", f"{OURS} to it: wall", "CPU"]]
    for way, one in compared["ways"].items():
        shares = [f"{median(ours[what]) / median(one[what]):.2f}" for what in ("wall", "cpu")]
        rows.append([way, f"{median(one['wall']):.1f}", f"{median(one['cpu']):.1f}", str(one["peak_mb"]), *shares])
    return rows
