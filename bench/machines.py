"""Profiles on other machines: workers of a Dask cluster, each a process of its own, beside the runs of the build.

    python -m bench.machines FOLDER WORKERS   run all profiles of a collection; 0 workers: as the build does by itself

A worker takes one run at a time, where the build here takes as many as there are processors. The machines are processes
on this one, so two of them are as quick as two of its cores at most: the figures show what the way through a cluster
costs, not what more machines save.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import costs, generate, place
from casebook import cluster, engine, parameters
from casebook.build import AT_ONCE
from casebook.project import Project

PROFILES, WORKERS = 200, (0, 1, 2)
ADDRESS = "scheduler.address"


def measure(root: Path, folder: Path, rounds: int, tell: Callable[[str], None], profiles: int = PROFILES) -> dict:
    """The profiles of a made-up collection here, on one worker and on two: seconds of the runs, processors' of all."""
    home, found = place.copy(folder / "project", root), []
    data = generate.write(folder / "data", profiles)
    for workers in WORKERS:
        command = ["python", "-m", "bench.machines", str(data), str(workers)]
        cost, text = costs.run(command, home, **place.path_of(home))
        found.append({"workers": workers, "cpu": round(cost.cpu, 1)} | json.loads(text.splitlines()[-1]))
        tell(f"{profiles} profiles, {_where(workers)}: {found[-1]['wall']:.1f} s")
    return {"profiles": profiles, "runs": found}


def _where(workers: int) -> str:
    return (f"here, {AT_ONCE} at a time", "on one worker, 1 at a time", "on two workers, 2 at a time")[workers]


def run(data: Path, workers: int) -> dict:
    """Run all profiles of a collection; seconds on the clock, from the first that is sent to the last that is back."""
    project = replace(Project(), chosen=parameters.read({"data": str(data)}))
    tables = project.tables()
    jobs = [
        engine.Job(run.name, run.notebook.name, run.notebook.read_bytes(), project.values(run), tables.of([run.case]))
        for run in project.runs(tables.cases)
        if run.case
    ]
    with TemporaryDirectory() as stage, _cluster(workers, Path(stage)) as address:
        if address:
            started = time.monotonic()
            outcomes = cluster.run(jobs, address, 300, Path(stage), project.needed)
        else:
            engine.warm(project.needed)
            started = time.monotonic()
            outcomes = engine.run(jobs, AT_ONCE, 300, Path(stage))
        problems = [problem for *_, problem in outcomes if problem]
        wall = time.monotonic() - started
    if problems:
        sys.exit("\n".join(problems))
    return {"wall": round(wall, 1)}


@contextmanager
def _cluster(workers: int, folder: Path) -> Iterator[str]:
    """The address of a scheduler with so many workers, all of which end with the block; "" for none."""
    processes: list[subprocess.Popen] = []

    def start(*arguments: str) -> None:
        own = folder / f"machine-{len(processes)}"
        own.mkdir()
        with open(own / "log", "w", encoding="utf-8") as log:
            command = [sys.executable, "-m", "dask", *arguments]
            kept = os.environ | {"TMPDIR": str(own)}
            processes.append(subprocess.Popen(command, cwd=own, env=kept, stdout=log, stderr=log))

    try:
        if workers:
            file = folder / "scheduler.json"
            start("scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file))
            for _ in range(workers):
                start("worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard")
        yield _address(file, workers) if workers else ""
    finally:
        for process in reversed(processes):
            process.kill()  # asked to end, a worker of Dask now and then waits for ever
            process.wait()


def _address(file: Path, workers: int) -> str:
    """The address that a scheduler wrote down, once it has so many workers."""
    from distributed import Client

    while not file.exists():
        time.sleep(0.05)
    with Client(scheduler_file=str(file), set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)
        return client.scheduler.address


def table(measured: dict) -> list[list[str]]:
    """What `measure` gave, as rows to print."""
    rows = [[f"{measured['profiles']} profiles", "wall s", "CPU s of all processes"]]
    return rows + [[_where(one["workers"]), f"{one['wall']:.1f}", f"{one['cpu']:.1f}"] for one in measured["runs"]]


def verdicts(measured: dict) -> list[tuple[str, bool]]:
    """No aim is set: the machines are one."""
    return []


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]))))
