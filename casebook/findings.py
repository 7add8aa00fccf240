"""What reading and checking the tables finds: problems, warnings and notes, a line each.

A problem keeps the tables from being used. A warning questions what may be right. A note says what was
read otherwise than it is written. Warnings and notes never keep anything from being built.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MOST = 50
LONGEST = 400
SHOWN = 80
LINE, LINES = re.compile(r", line (\d+)"), re.compile(r", lines? \d")


class DataError(ValueError):
    """The tables cannot be used as they are; `problems` has one line for each reason, 50 at most."""

    code = 2

    def __init__(self, problems: Sequence[str]):
        self.problems = capped(problems)
        super().__init__("\n".join(self.problems))


@dataclass
class Findings:
    """What was found; `problems`, `warnings` and `notes` give it as lines.

    What is of one kind and about one file is one line, which says how many more there are.
    """

    _found: dict[str, list[tuple[str, str, str]]] = field(
        default_factory=lambda: {"problem": [], "warning": [], "note": []}
    )

    def problem(self, place: str, message: str, kind: str = "") -> None:
        """Add a problem: where ("data/measures.csv, line 7, column value"), and what is wrong with what to do.

        Those of one `kind` about one file are told together; without one each is told by itself.
        """
        self._found["problem"].append((place, message, kind))

    def warn(self, place: str, message: str, kind: str = "") -> None:
        """Add a warning; those of one `kind` about one file are told together."""
        self._found["warning"].append((place, message, kind or message))

    def note(self, place: str, message: str, kind: str = "") -> None:
        """Add a note; those of one `kind` about one file are told together."""
        self._found["note"].append((place, message, kind or message))

    def sort(self, files: Sequence[str]) -> None:
        """Put everything into the order of these files and of their lines."""
        rank = {file: place for place, file in enumerate(files)}
        for found in self._found.values():
            found.sort(key=lambda each: _where(each[0], rank))

    @property
    def problems(self) -> list[str]:
        return _together(self._found["problem"])

    @property
    def warnings(self) -> list[str]:
        return _together(self._found["warning"])

    @property
    def notes(self) -> list[str]:
        return _together(self._found["note"])

    def count(self) -> int:
        """How many problems there are by now."""
        return len(self._found["problem"])

    def remarks(self) -> list[str]:
        """Warnings, then notes, as they are printed."""
        return capped([f"warning: {line}" for line in self.warnings] + [f"note: {line}" for line in self.notes])


def _where(place: str, rank: dict[str, int]) -> tuple[int, int]:
    line = LINE.search(place)
    return rank.get(_file(place), -1), int(line[1]) if line else 0


def _file(place: str) -> str:
    line = LINES.search(place)
    return place[: line.start()] if line else place


def _together(found: Sequence[tuple[str, str, str]]) -> list[str]:
    kinds: dict[tuple, list[str]] = {}
    for number, (place, message, kind) in enumerate(found):
        kinds.setdefault((_file(place), kind) if kind else (number,), []).append(f"{place}: {message}")
    return [
        _one_line(lines[0]) + (f" (and {len(lines) - 1} more like it)" if len(lines) > 1 else "")
        for lines in kinds.values()
    ]


def capped(lines: Sequence[str]) -> list[str]:
    """At most 50 lines, then how many more there are."""
    shown = [_one_line(line) for line in lines[:MOST]]
    return shown + ([f"and {len(lines) - MOST} more"] if len(lines) > MOST else [])


def _one_line(text: str) -> str:
    text = printable(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def printable(text: str) -> str:
    """The text with a space for whatever would break the line or turn its direction."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else " " for character in text)


def quoted(cell: str) -> str:
    """A cell as messages show it: in quotation marks, on one line, not longer than a message can hold."""
    text = printable(cell)
    return f'"{text}"' if len(text) <= SHOWN else f'"{text[: SHOWN - 1]}…"'


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is nearest, as " Did you mean …?", or "" if none is near."""
    from difflib import get_close_matches  # a build with nothing to do has no time for it

    near = get_close_matches(word[:SHOWN], list(known), n=1, cutoff=cutoff)
    return f" Did you mean {near[0]}?" if near else ""


def why(error: OSError) -> str:
    """Why a file could not be written, in the words of our messages."""
    return "no space left" if error.errno == errno.ENOSPC else str(error.strerror)
