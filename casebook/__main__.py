"""The verbs of the Makefile: `python -m casebook report`, `figures`, `check` or `case`.

What is chosen comes from options (--theme=dark), else from variables (THEME=dark), else from a file of choices
(--choices=FILE or CHOICES=FILE); `casebook.parameters` declares it. Exit codes: 0 fine, 1 failed or stale, 2 bad input
or usage, 130 stopped; make, which knows one code for all that fails, names ours and ends with 2. DEBUG=1 shows where an
error arose.
"""

from __future__ import annotations

import argparse
import errno
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from casebook import parameters
from casebook.build import KEPT, check, make
from casebook.findings import DataError, why
from casebook.parameters import TABLE, Refused, did_you_mean
from casebook.project import Project
from casebook.stops import stoppable

VERBS = {
    "report": "check the data, run the notebooks, write figures and report",
    "figures": "the same for the figures alone",
    "check": "check the data and say what is stale, without building",
    "case": "write starter rows for a case of your own",
}
FILE, CASE = "choices", "case"
OTHERS = {"DEBUG", "PYTHON"}  # what make may be given besides


class _Parser(argparse.ArgumentParser):
    def error(self, message: str):
        raise Refused(message)


def main(arguments: Sequence[str], project: Project | None = None) -> int:
    """Do what the command line says; gives the exit code. Problems go to stderr, a line each."""
    try:
        with stoppable():
            return _do(arguments, project or Project())
    except KeyboardInterrupt:
        print("stopped; nothing changed", file=sys.stderr)
        return 130
    except Exception as error:
        if os.environ.get("DEBUG") == "1":
            raise
        print(*_problems(error), sep="\n", file=sys.stderr)
        return 2 if isinstance(error, (Refused, DataError)) else 1


def _do(arguments: Sequence[str], project: Project) -> int:
    verb, chosen = _read(arguments, os.environ)
    if verb == CASE:
        print(*_start(**chosen), sep="\n")
        return 0
    project = replace(project, chosen=chosen)
    if verb == "check":
        for remark in project.remarks():
            print(remark, file=sys.stderr)
        lines = check(project)
        print(*(lines or ["all is up to date"]), sep="\n")
        return 1 if lines else 0
    print(make(project, figures_only=verb == "figures"))
    return 0


def _start(case: str = "", data: str = "") -> list[str]:
    """Write starter rows for a case into the (last) folder of `data`; gives what to say. Raises DataError."""
    from casebook import starter

    folder = starter.folder(data)
    files = starter.write(case, folder)
    chosen = shlex.quote(folder)
    return [
        f"{folder}: rows for {case} in {', '.join(file.name for file in files)}",
        "Fill them in with a spreadsheet program or a text editor; rows that begin with # are not read. Then:",
        f"  make check DATA={chosen}",
        f"  make report DATA={chosen}",
        f"  make report DATA={shlex.quote(f'data {chosen}')}",
    ]


def _read(arguments: Sequence[str], variables: Mapping[str, str]) -> tuple[str, dict]:
    """The verb and everything that can be chosen, typed; of the verb case the id and the folder, as given."""
    parser = _Parser(prog="python -m casebook", description=__doc__.split("\n")[0], allow_abbrev=False)
    parser.add_argument("verb", help="; ".join(f"{verb}: {what}" for verb, what in VERBS.items()))
    parser.add_argument(f"--{FILE}", help="a TOML file with any of the following", metavar="FILE")
    parser.add_argument(f"--{CASE}", help="id of the case to start; for the verb case alone", metavar="ID")
    for name, parameter in TABLE.items():
        parser.add_argument(f"--{name}", help=f"{parameter.what}: {parameter.values()}".replace("%", "%%"), metavar="…")
    given, unknown = parser.parse_known_args(arguments)
    if given.verb not in VERBS:
        raise Refused(f"unknown verb {given.verb}{did_you_mean(given.verb, VERBS)}")
    known = [CASE, "data"] if given.verb == CASE else [*TABLE, FILE]
    options = {name: value for name, value in vars(given).items() if name != "verb" and value is not None}
    for name in [*(name.split("=")[0] for name in unknown), *(f"--{name}" for name in options if name not in known)]:
        raise Refused(f"unknown option {name}{did_you_mean(name, [f'--{one}' for one in known])}")
    _refuse_unknown(variables.get("GIVEN", "").split(), known)
    told = {name: variables[name.upper()] for name in known if variables.get(name.upper())} | options
    if given.verb == CASE:
        return CASE, told
    return given.verb, parameters.read((parameters.read_file(told.pop(FILE)) if FILE in told else {}) | told)


def _refuse_unknown(names: Sequence[str], known: Sequence[str]) -> None:
    """Of the variables that make was given on its command line, each must be one of ours."""
    ours = {*map(str.upper, known), *OTHERS}
    unknown = [f"unknown variable {name}{did_you_mean(name.upper(), ours)}" for name in names if name not in ours]
    if unknown:
        raise Refused(*unknown)


def _problems(error: Exception) -> Sequence[str]:
    if isinstance(error, ModuleNotFoundError):
        return [f"{error}: run make setup"]
    if isinstance(error, OSError) and (error.filename or error.errno == errno.ENOSPC):
        what = Path(error.filename).name if error.filename else "all files"
        return [f"could not write {what}: {why(error)}. {KEPT}"]
    return getattr(error, "problems", None) or [str(error) or type(error).__name__]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
