"""How reading, checking and each chapter grow with the number of cases.

python -m bench.growth FOLDER [NOTEBOOK]   what reading and checking the tables of a folder costs, or a run
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import costs, generate
from casebook import parameters
from casebook.project import Project

SIZES = (10, 100, 1000, 10_000)
READING = "read and check"
MOST_READING, MOST_CHAPTER, MOST_MEMORY = 3.0, 10.0, 1000  # seconds of processors, and MB, at the largest size
LINEAR = 20  # times as long for ten times as many cases, at most


def measure(root: Path, folder: Path, rounds: int, tell: Callable[[str], None], sizes: Sequence[int] = SIZES) -> dict:
    """Made-up collections of these sizes: for each step its seconds of processors and its peak in MB, a size each."""
    found: dict[str, dict] = {}
    for cases in sizes:
        data = generate.write(folder / str(cases), cases)
        for step in [READING, *chapters()]:
            given = [] if step == READING else [step]
            _, text = costs.run([sys.executable, "-m", "bench.growth", str(data), *given], root)
            used = json.loads(text.splitlines()[-1])
            for name, value in used.items():
                found.setdefault(step, {}).setdefault(name, []).append(value)
            tell(f"{cases} cases, {step}: {used['cpu']:.1f} s of processors, {used['peak_mb']} MB")
    return {"cases": list(sizes), "steps": found}


def chapters() -> list[str]:
    """The notebooks that compare: all but the one about a single case."""
    return [run.name for run in Project().runs([""]) if "case" not in run.takes]


def reading(folder: Path) -> float:
    """Seconds of processors to read and check the tables, and to choose the facts of all cases."""
    from casebook.data import load

    before = time.process_time()
    load(folder)
    return time.process_time() - before


def chapter(folder: Path, name: str) -> float:
    """Seconds of processors that the run of a chapter takes, as the build runs it: from its fork to its end."""
    from casebook import engine

    project = replace(Project(), chosen=parameters.read({"data": str(folder)}))
    tables = project.tables()
    (run,) = [run for run in project.runs([""]) if run.name == name]
    engine.warm(project.needed)
    part = tables.of(tables.cases)
    job = engine.Job(run.name, run.notebook.name, run.notebook.read_bytes(), project.values(run), part)
    with TemporaryDirectory() as stage:
        ((*_, problem),) = engine.run([job], 1, 3600, Path(stage))
    if problem:
        sys.exit(f"{name} {problem}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak(step: str) -> int:
    """The most memory that this process, or its largest child, held at once, in MB (resident, shared pages too)."""
    status = Path("/proc/self/status")
    if step == READING and status.exists():  # the other way counts what the process held that started this one, too
        return round(int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1]) * 1024 / 1e6)
    whose = resource.RUSAGE_SELF if step == READING else resource.RUSAGE_CHILDREN
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(whose).ru_maxrss * unit / 1e6)


def verdicts(grown: dict) -> list[tuple[str, bool]]:
    """Each aim in words with what was measured at the largest size, and whether it is met."""
    steps, cases = grown["steps"], grown["cases"][-1]
    read = steps[READING]["cpu"]
    chapters = {name: used for name, used in steps.items() if name != READING}
    slow, large = (max(chapters, key=lambda name: chapters[name][what][-1]) for what in ("cpu", "peak_mb"))
    cpu, memory = chapters[slow]["cpu"][-1], chapters[large]["peak_mb"][-1]
    times = read[-1] / max(read[-2], 0.01) * 10 * grown["cases"][-2] / cases
    return [
        (f"reading and checking {cases} cases takes {read[-1]:.1f} s; aim: at most {MOST_READING:g}",
         read[-1] <= MOST_READING),
        (f"ten times as many cases are read and checked in {times:.1f} times the time; aim: under {LINEAR}",
         times < LINEAR),
        (f"the slowest chapter, {slow}, takes {cpu:.1f} s; aim: under {MOST_CHAPTER:g}", cpu < MOST_CHAPTER),
        (f"the largest chapter, {large}, holds {memory} MB; aim: under {MOST_MEMORY}", memory < MOST_MEMORY),
    ]  # fmt: skip


def table(grown: dict) -> list[list[str]]:
    """What `measure` gave, as rows to print."""
    rows = [["CPU s", *(f"{cases} cases" for cases in grown["cases"]), "peak MB"]]
    for step, used in grown["steps"].items():
        rows.append([step, *(f"{seconds:.2f}" for seconds in used["cpu"]), str(used["peak_mb"][-1])])
    return rows


if __name__ == "__main__":
    folder, step = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else READING
    cpu = reading(folder) if step == READING else chapter(folder, step)
    print(json.dumps({"cpu": round(cpu, 2), "peak_mb": peak(step)}))
