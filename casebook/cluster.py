"""The same runs on other machines: a Dask cluster whose workers have this project.

    here: Job ──bytes──▶ worker: `perform` ──pipe──▶ its helper: engine.run, in a folder that is then gone
    here: the files, as a run here leaves them ◀──bytes── worker ◀──pipe── outcome and files

No folder is shared. A helper is a process beside a worker's thread that has imported the libraries once and forks for
every run, which a worker with its many threads must not do itself. A worker whose project or libraries are not those
of this computer does not run anything, for its bytes would be others. The runs of a worker that is lost go to the next.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import requires, version
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from casebook.build import KEPT, BuildError
from casebook.paths import ROOT

if TYPE_CHECKING:
    from casebook import engine  # which a worker leaves to its helpers

PATIENCE = 10  # seconds for a scheduler and its first worker to answer
AHEAD = 3  # runs a thread of a worker has been sent at most
TRIES = 3  # helpers that may be lost over one run
SAME = "install the same commit and lock there"


def run(
    jobs: Iterable[engine.Job], address: str, limit: float, folder: Path, needed: Sequence[str]
) -> Iterator[tuple[str, float, str]]:
    """Run the jobs on the cluster at `address`; yields and leaves what `engine.run` does.

    `needed` are the modules that runs need. Raises BuildError if no scheduler answers or it is lost, it has no worker,
    or a worker is not like this computer.
    """
    from distributed import as_completed

    with _client(address) as client:
        waiting, names, running = iter(jobs), {}, as_completed(loop=client.loop)
        while True:
            room = AHEAD * sum(client.nthreads().values()) - len(names)
            for job in islice(waiting, max(room, not names)):
                future = client.submit(
                    perform, pickle.dumps(job), limit, tuple(needed), fingerprint(), pure=False, retries=TRIES
                )
                names[future.key] = job.name
                running.add(future)
            if not names:
                return
            future = next(running)
            name = names.pop(future.key)
            seconds, problem, files = _outcome(future)
            for path, content in files.items():
                file = folder / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            yield name, seconds, problem


@contextmanager
def _client(address: str):
    """A client of the scheduler, all of whose workers are like this computer. What goes wrong is told in a line."""
    from distributed import CancelledError, Client
    from distributed.comm import CommClosedError

    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise BuildError(f"no scheduler answers at {address}. {KEPT}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise BuildError(f"the scheduler at {address} has no workers. {KEPT}") from error
        try:
            found = client.run(fingerprint, on_error="return")
            unlike = {worker: wrong for worker, its in found.items() if (wrong := _unlike(its, fingerprint()))}
            if unlike:
                raise BuildError(*(f"worker {worker} has {wrong}: {SAME}. {KEPT}" for worker, wrong in unlike.items()))
            yield client
        except (CommClosedError, CancelledError) as error:
            raise BuildError(f"the scheduler at {address} was lost. {KEPT}") from error


def _outcome(future) -> tuple[float, str, dict[str, bytes]]:
    from distributed.scheduler import KilledWorker

    from casebook.engine import KILLED

    try:
        return future.result()
    except (KilledWorker, EOFError):
        return 0, f"stopped on every worker that tried: {KILLED}", {}


# --- who is like whom ------------------------------------------------------------------------


@cache
def fingerprint() -> dict[str, str]:
    """What decides over the bytes that a run makes: a hash of the package, and versions of Python and the libraries."""
    package = Path(__file__).parent
    files = [file for file in package.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    content = hashlib.sha256((ROOT / "data" / "datapackage.json").read_bytes())
    for file in sorted(files):
        content.update(file.relative_to(package).as_posix().encode() + file.read_bytes())
    names = [re.match(r"[\w.-]+", line)[0] for line in requires("casebook") or () if "extra ==" not in line]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"casebook": content.hexdigest(), "Python": python} | {name: version(name) for name in sorted(names)}


def _unlike(found: dict[str, str] | Exception, wanted: dict[str, str]) -> str:
    """In what a worker differs, in words; "" if in nothing that matters."""
    if not isinstance(found, dict):
        return "no casebook that can be used"
    for name, value in wanted.items():
        if found.get(name) != value:
            return "another casebook" if name == "casebook" else f"{name} {found.get(name)} for {value} here"
    return ""


# --- on a worker -----------------------------------------------------------------------------

_own = threading.local()  # the helper of each thread of a worker


def perform(
    job: bytes, limit: float, needed: tuple[str, ...], wanted: dict[str, str]
) -> tuple[float, str, dict[str, bytes]]:
    """On a worker, for a pickled job: the run's seconds, its problem, and its files by their place in its folder.

    Raises EOFError if the helper ended without an outcome.
    """
    wrong = _unlike(fingerprint(), wanted)
    if wrong:  # it joined later than the others
        return 0, f"stopped: a worker has {wrong}: {SAME}", {}
    helper = getattr(_own, "helper", None)
    if helper is None or helper.poll() is not None:
        command = [sys.executable, "-m", "casebook.cluster"]
        helper = _own.helper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        pickle.dump((job, limit, needed), helper.stdin)
        helper.stdin.flush()
        return pickle.load(helper.stdout)
    except (OSError, pickle.UnpicklingError) as error:
        raise EOFError("the helper ended") from error


def _help() -> None:
    """In a helper: run what comes in, one after the other, until its worker is gone."""
    from casebook import engine

    engine.end_with_parent(os.getppid())
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            packed, limit, needed = pickle.load(source)
        except EOFError:
            return
        engine.warm(needed)
        job = pickle.loads(packed)
        with TemporaryDirectory(prefix="casebook-") as folder:
            ((_, seconds, problem),) = engine.run([job], 1, limit, Path(folder))
            pickle.dump((seconds, problem, {} if problem else _files(Path(folder, job.name), job.name)), sink)
        sink.flush()


def _files(home: Path, name: str) -> dict[str, bytes]:
    files = [home / f"{name}.ipynb", *(file for file in (home / "figures").rglob("*") if file.is_file())]
    return {file.relative_to(home).as_posix(): file.read_bytes() for file in files}


if __name__ == "__main__":
    _help()
