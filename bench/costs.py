"""What a command costs: its time, the processor time of all its processes, and the memory of them together."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread

EVERY = 0.1  # seconds from one look at the memory to the next
# What a make or a build around this one was told is not meant for what is measured, nor what makes Python slow.
NOT_MEANT = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "GIVEN", "CHOICES", "DEBUG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and seconds of processors."""

    wall: float
    cpu: float


class Failed(Exception):
    """A command that was to be measured failed; its last lines are the message."""


def run(command: Sequence[str], folder: Path, **variables: str) -> tuple[Cost, str]:
    """Run a command in a folder; gives its cost, of all that it starts included, and what it printed.

    Also what outlives its parent is waited for, and counted. Raises Failed.
    """
    _adopt_orphans()
    env = {name: value for name, value in os.environ.items() if name not in NOT_MEANT} | variables
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        own, before, started = _children(), _cpu(), time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            code = process.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
        wall = time.monotonic() - started
        _wait_for_orphans(own)
        said.seek(0)
        text = said.read()
    if code:
        raise Failed("\n".join([f"{command[0]} ended with code {code}:", *text.splitlines()[-10:]]))
    return Cost(wall, _cpu() - before), text


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def _wait_for_orphans(own: set[int]) -> None:
    """Wait for what has become a child of this process meanwhile."""
    while orphans := _children() - own:
        for process in orphans:
            with suppress(ChildProcessError):
                os.waitpid(process, 0)


def _children() -> set[int]:
    return set(_by_parent().get(os.getpid(), ()))


# --- memory ----------------------------------------------------------------------------------


@contextmanager
def watched() -> Iterator[list[int]]:
    """Gives a list that holds, after the block, the most bytes that all descendants of this process held at once.

    Linux's proportional set size: a page that several processes share counts once. Looked at ten times a second.
    """
    most, done = [0], Event()

    def watch():
        while not done.wait(EVERY):
            most[0] = max(most[0], sum(map(_held, descendants())))

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


def descendants() -> list[int]:
    """The processes below this one, by their numbers; none where the system has no /proc."""
    children, found = _by_parent(), [os.getpid()]
    for process in found:
        found += children.get(process, [])
    return found[1:]


def _by_parent() -> dict[int, list[int]]:
    """All processes, by their numbers and under their parents'."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    return children


def _held(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
