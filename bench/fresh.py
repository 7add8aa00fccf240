"""From a fresh copy to the finished report, and beside it what setting up by hand and papermill one by one take.

    by hand       python -m venv, pip install -r requirements.txt, then papermill and nbconvert one by one
    make report   ours: environment, notebooks, report

Once each, with empty caches, from the package registry that is set for pip.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bench import builds, costs, place

HAND, OURS, AIM = "by hand", "make report", 0.4


def measure(root: Path, folder: Path, rounds: int, tell: Callable[[str], None]) -> dict:
    """Wall and processor seconds of both."""
    found = {}
    for name in (HAND, OURS):
        home = place.copy(folder / name.replace(" ", "-"), root)
        if name == HAND:
            builds.write_script(home, builds.runs_of(home))
        empty = {"UV_CACHE_DIR": str(home / "cache" / "uv"), "PIP_CACHE_DIR": str(home / "cache" / "pip")}
        cost, _ = costs.run(["make", "report"] if name == OURS else ["sh", "-ec", BY_HAND], home, **empty)
        found[name] = {what: round(seconds, 1) for what, seconds in asdict(cost).items()}
        tell(f"{name}: {cost.wall:.1f} s")
    return {"ways": found}


BY_HAND = f"""
python3 -m venv .venv
.venv/bin/pip install -q --disable-pip-version-check -r requirements.txt
PATH="$PWD/.venv/bin:$PATH" PYTHONPATH="$PWD" sh {builds.SCRIPT}
"""


def table(measured: dict) -> list[list[str]]:
    """What `measure` gave, as rows to print."""
    rows = [["from a fresh copy", "wall s", "CPU s"]]
    return rows + [[name, f"{one['wall']:.1f}", f"{one['cpu']:.1f}"] for name, one in measured["ways"].items()]


def verdicts(measured: dict) -> list[tuple[str, bool]]:
    """The aim in words with what was measured, and whether it is met."""
    share = measured["ways"][OURS]["wall"] / measured["ways"][HAND]["wall"]
    return [(f"set up and made, {OURS} takes {share:.2f} of the time by hand; aim: at most {AIM:g}", share <= AIM)]
