"""The verbs of the Makefile: `python -m casebook report`, `figures` or `check`.

Exit codes: 0 fine, 1 failed or stale, 2 bad input or usage, 130 stopped. DEBUG=1 shows where an error arose.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace

from casebook.build import BuildError, Choice, Project, check, did_you_mean, make

VERBS = {
    "report": "check the data, run the notebooks, write figures and report",
    "figures": "the same for the figures alone",
    "check": "say what is stale, without building",
}
OPTIONS = {
    "--cases": "ids of cases, with spaces or commas between them (all)",
    "--theme": "colours of the figures (light)",
    "--output": "a folder that gets a copy",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str):
        raise BuildError(message, code=2)


def main(arguments: Sequence[str], project: Project | None = None) -> int:
    """Do what the command line says; gives the exit code. Problems go to stderr, a line each."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _do(arguments, project or Project())
    except KeyboardInterrupt:
        print("stopped; nothing changed", file=sys.stderr)
        return 130
    except Exception as error:
        if os.environ.get("DEBUG") == "1":
            raise
        print(*_problems(error), sep="\n", file=sys.stderr)
        return _exit_code(error)
    finally:
        signal.signal(signal.SIGTERM, before)


def _do(arguments: Sequence[str], project: Project) -> int:
    verb, choice = _read(arguments)
    project = replace(project, choice=choice)
    if verb == "check":
        lines = check(project)
        print(*(lines or ["all is up to date"]), sep="\n")
        return 1 if lines else 0
    print(make(project, _seconds(os.environ.get("TIMEOUT") or "300"), figures_only=verb == "figures"))
    return 0


def _read(arguments: Sequence[str]) -> tuple[str, Choice]:
    """The verb and the choice; what the command line leaves open comes from CASES, THEME and OUTPUT."""
    parser = _Parser(prog="python -m casebook", description=__doc__.split("\n")[0], allow_abbrev=False)
    parser.add_argument("verb", help="; ".join(f"{verb}: {what}" for verb, what in VERBS.items()))
    for option, what in OPTIONS.items():
        parser.add_argument(option, default=os.environ.get(option[2:].upper(), ""), help=what)
    given, unknown = parser.parse_known_args(arguments)
    if unknown:
        name = unknown[0].split("=")[0]
        raise BuildError(f"unknown option {name}{did_you_mean(name, OPTIONS)}", code=2)
    if given.verb not in VERBS:
        raise BuildError(f"unknown verb {given.verb}{did_you_mean(given.verb, VERBS)}", code=2)
    cases = set(re.split(r"[\s,]+", given.cases)) - {"", "all"}
    return given.verb, Choice(tuple(sorted(cases)), given.theme or "light", given.output)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", text) or not float(text):
        raise BuildError(f"TIMEOUT must be a number of seconds, got {text!r}", code=2)
    return float(text)


def _problems(error: Exception) -> Sequence[str]:
    if isinstance(error, ModuleNotFoundError):
        return [f"{error}: run make setup"]
    if isinstance(error, OSError) and error.filename:
        return [f"could not write {error.filename}: {error.strerror}. Earlier outputs kept."]
    return getattr(error, "problems", None) or [str(error) or type(error).__name__]


def _exit_code(error: Exception) -> int:
    """2 for what the user gave; the errors of casebook.data can only come from there if it is loaded."""
    data = sys.modules.get("casebook.data")
    wrong = (data.DataError, data.SelectionError) if data else ()
    return getattr(error, "code", 2 if isinstance(error, wrong) else 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
