"""Measure how quick the casebook is: `make bench`, or `python -m bench`.

PARTS chooses what is measured (builds, growth, machines; only if they are named explorer, which needs a browser, and
fresh, which downloads the whole environment anew) and ROUNDS how often builds and explorer are repeated. Works in a
copy of the project; the figures go to build/bench.json, where those of parts that are not measured stay, and
build/bench.png.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import builds, costs, explorer, fresh, growth, machines, picture
from casebook.parameters import Refused, did_you_mean
from casebook.paths import ROOT

FILE, PICTURE = "bench.json", "bench.png"
MODULES = {"builds": builds, "growth": growth, "machines": machines, "explorer": explorer, "fresh": fresh}
USUAL = ("builds", "growth", "machines")
ROUNDS = 5


def main(variables: dict[str, str]) -> int:
    """Measure what is asked for, write it down and print it; gives the exit code."""
    try:
        parts, rounds = chosen(variables)
    except Refused as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 2
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    try:
        found = measure(parts, rounds)
    except costs.Failed as error:
        print(error, file=sys.stderr)
        return 1
    known = json.loads((build / FILE).read_text("utf-8")) if (build / FILE).exists() else {}
    (build / FILE).write_text(json.dumps(known | found, indent=1) + "\n", "utf-8")
    if "growth" in found:
        picture.draw(found["growth"], build / PICTURE)
    print(*lines(found), sep="\n")
    return 0


def chosen(variables: dict[str, str]) -> tuple[list[str], int]:
    """The parts to measure and the number of rounds. Raises Refused."""
    parts, rounds = variables.get("PARTS", "").split() or list(USUAL), variables.get("ROUNDS") or str(ROUNDS)
    given = [name for name in variables.get("GIVEN", "").split() if name not in ("PARTS", "ROUNDS", "PYTHON")]
    problems = [f"unknown variable {name}{did_you_mean(name, ('PARTS', 'ROUNDS'))}" for name in given]
    problems += [f"unknown part {part}{did_you_mean(part, MODULES)}" for part in parts if part not in MODULES]
    if not rounds.isdecimal() or not int(rounds):
        problems.append(f"ROUNDS must be a number of rounds, got {rounds!r}")
    if problems:
        raise Refused(*problems)
    return parts, int(rounds)


def measure(parts: Sequence[str], rounds: int) -> dict:
    """What each of the parts gave, under its name, and the machine."""
    found: dict = {"machine": machine()}
    for part in parts:
        with TemporaryDirectory(prefix="casebook-bench-") as folder:
            found[part] = MODULES[part].measure(ROOT, Path(folder), rounds, tell)
    return found


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def machine() -> dict:
    """What the figures hang on; seconds of two machines, or hours, compare by their yardsticks."""
    told = {"system": platform.system(), "processors": os.cpu_count(), "python": platform.python_version()}
    return told | {"yardstick": round(yardstick(), 2)}


def yardstick() -> float:
    """Seconds of a processor that ten million additions take in Python, one by one."""
    before, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - before


def lines(found: dict) -> list[str]:
    """All that was measured, as tables to print, and under each whether its aims are met; the machine comes first."""
    told = ["{processors} processors, {system}, Python {python}; its yardstick, ten million additions, takes"
            " {yardstick:g} s".format(**found["machine"])]  # fmt: skip
    for part in filter(found.get, MODULES):
        module = MODULES[part]
        judged = [f"{'met' if met else 'NOT met'}: {aim}" for aim, met in module.verdicts(found[part])]
        told += ["", *aligned(module.table(found[part])), *judged]
    return told


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(wide) if place == 0 else cell.rjust(wide)
                      for place, (cell, wide) in enumerate(zip(row, widths, strict=True))).rstrip()
            for row in rows]  # fmt: skip


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what is being measured ends with it
    sys.exit(main(dict(os.environ)))
