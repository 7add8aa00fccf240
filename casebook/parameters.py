"""What can be chosen of a build: the one table that everything else follows from.

The command line, the variables of make, a file of choices, the name of a choice's folder, the values that notebooks
are given, and the texts of `make help` and the README come from `TABLE`. Values are read strictly and end up typed;
a name is only ever looked up here, never run. Standard library only: `make help` has no other yet.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebook import findings
from casebook.paths import ROOT

LARGEST = 64 * 1024  # bytes of a file of choices


class Refused(ValueError):
    """What was asked for cannot be done: `problems` has a line for each reason."""

    def __init__(self, *problems: str):
        super().__init__("\n".join(problems))
        self.problems = problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest, as ". Did you mean …?", or "" if none is near."""
    meant = findings.did_you_mean(word, known)
    return meant and f".{meant}"


# --- reading a value: as text, or typed from a file; ValueError says what it must be -----------


def _one_of(value: object, parameter: Parameter) -> str:
    if isinstance(value, str) and value in parameter.choices:
        return value
    meant = did_you_mean(value, parameter.choices) if isinstance(value, str) else ""
    raise ValueError(f"{_alternatives(parameter.choices)}, got {value!r}{meant}")


def _texts(value: object, what: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise ValueError(f"{what}, got {value!r}")


def _ids(value: object, parameter: Parameter) -> str | list[str]:
    """ "all", or ids in order; whether there are such cases is for the tables to say."""
    if isinstance(value, str):
        value = [word for word in re.split(r"[\s,]+", value) if word]
    found = _texts(value, "ids of cases")
    return "all" if found == ["all"] else sorted(set(found))


def _folders(value: object, parameter: Parameter) -> str | list[str]:
    """The default, or absolute paths; a text that is a folder as it stands is one, spaces and all."""
    if value == parameter.default:
        return parameter.default
    if isinstance(value, str):
        value = [value] if Path(value).is_dir() else shlex.split(value)
    found = list(dict.fromkeys(os.path.abspath(os.path.expanduser(folder)) for folder in _texts(value, "folders")))
    if not found:
        raise ValueError("a folder, or several with spaces between them")
    for folder in found:
        if not os.path.isdir(folder):
            there = os.listdir(os.path.dirname(folder)) if os.path.isdir(os.path.dirname(folder)) else []
            near = did_you_mean(os.path.basename(folder), there)
            raise ValueError(f"folders on this computer, found none at {folder!r}{near}")
    return parameter.default if found == [os.path.join(ROOT, parameter.default)] else found


def _folder(value: object, parameter: Parameter) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"a folder, got {value!r}")


def _seconds(value: object, parameter: Parameter) -> float:
    text = "" if isinstance(value, bool) else str(value)
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text) and float(text):
        return float(text)
    raise ValueError(f"a number of seconds, got {value!r}")


def _address(value: object, parameter: Parameter) -> str:
    if isinstance(value, str) and re.fullmatch(r"(?:(tcp|tls)://[\w.\[\]:%-]+:\d{1,5})?", value):
        return value
    raise ValueError(f"the address of a scheduler such as tcp://192.0.2.1:8786, got {value!r}")


# --- the table -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parameter:
    """One thing that can be chosen: `what` it decides, how it is written as `text` and, `typed`, in a notebook.

    `choices`, which follow on these, are the words it may take, each with a remark or ""; `shapes` tells whether what
    is made depends on it.
    """

    name: str
    default: object
    what: str
    text: str = ""
    typed: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[object, Parameter], object] = _one_of
    shapes: bool = True

    def values(self, typed: bool = False) -> str:
        """What may be written for it, on the command line or typed in a notebook."""
        if not self.choices:
            return self.typed if typed else self.text
        return (self.typed if typed else self.text) + _alternatives(
            (f'"{word}"' if typed else word) + (f" ({remark})" if remark else "")
            for word, remark in self.choices.items()
        )


def _alternatives(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


TABLE = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "cases",
            "all",
            "which cases",
            "all, or ids from data/cases.csv with spaces or commas between them",
            '"all", or a list of ids from data/cases.csv such as ["sparks-group", "k-boxes"]',
            read=_ids,
        ),
        Parameter("theme", "light", "colours of the figures", choices={"light": "", "dark": ""}),
        Parameter(
            "size",
            "slide",
            "size of the figures",
            choices={"slide": "16:9", "half": "of a slide", "column": "of a printed page"},
        ),
        Parameter("background", "solid", "ground of the figures", choices={"solid": "", "transparent": ""}),
        Parameter(
            "rule",
            "factsheet",
            "which statement is the fact where sources differ",
            typed="which statement is the fact: ",
            choices={"factsheet": "", "official": "", "widest": "", "corroborated": "see data/README.md"},
        ),
        Parameter(
            "data",
            "data",
            "the tables",
            "a folder, or several with spaces between them",
            "the folder of tables, or a list of folders",
            read=_folders,
        ),
        Parameter(
            "output",
            "",
            "a folder that gets a copy of what is made",
            "any folder but the project's own",
            "folder for the figures, inside the project or anywhere on this computer",
            read=_folder,
        ),
        Parameter("timeout", 300.0, "how long a cell of a notebook may take", "seconds", read=_seconds, shapes=False),
        Parameter(
            "scheduler",
            "",
            "a Dask cluster that runs the notebooks",
            "its address, such as tcp://192.0.2.1:8786",
            read=_address,
            shapes=False,
        ),
    )
}
CASE = Parameter("case", "", "the one case", typed='an id from data/cases.csv, such as "sparks-group"')
IN_NOTEBOOKS = {name: one for name, one in TABLE.items() if one.shapes} | {"case": CASE}


def read(given: Mapping[str, object]) -> dict[str, object]:
    """Everything that can be chosen, typed; what is not `given` has its default. Raises Refused."""
    problems = [f"unknown parameter {name}{did_you_mean(name, TABLE)}" for name in given if name not in TABLE]
    chosen = {name: parameter.default for name, parameter in TABLE.items()}
    for name in given.keys() & TABLE.keys():
        try:
            chosen[name] = TABLE[name].read(given[name], TABLE[name])
        except ValueError as error:
            problems.append(f"{name} must be {error}")
    if problems:
        raise Refused(*sorted(problems))
    return chosen


def read_file(path: str) -> dict[str, object]:
    """What a TOML file gives, by name: `theme = "dark"` and the like. Raises Refused with file and line."""
    import tomllib

    try:
        with open(path, "rb") as file:  # read no further: a device has no end
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Refused(f"{path}: a file of choices has at most {LARGEST} bytes")
        text = content.decode("utf-8-sig")
        found = tomllib.loads(text)
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Refused(f"{path}: not UTF-8") from None
    except RecursionError:
        raise Refused(f"{path}: too deeply nested") from None
    except tomllib.TOMLDecodeError as error:
        what, line = re.fullmatch(r"(.*?)(?: \(at line (\d+).*\)| \(at end of document\))?", str(error)).groups()
        raise Refused(f"{path}, line {line or len(text.splitlines())}: {what}") from None
    problems = []
    for name, value in found.items():
        try:
            read({name: value})
        except Refused as error:
            problems += [f"{path}, line {_line(text, name)}: {problem}" for problem in error.problems]
    if problems:
        raise Refused(*problems)
    return found


def _line(text: str, name: str) -> int:
    starts = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if starts.match(line)), 1)


def folder(chosen: Mapping[str, object]) -> str:
    """The name of a choice's folder in build/, one plain and short word; "" for the default choice."""
    parts = [
        f"{name}-{_in_a_name(name, chosen[name])}"
        for name, parameter in TABLE.items()
        if parameter.shapes and name != "output" and chosen[name] != parameter.default
    ]
    name = re.sub(r"[^\w+-]", "_", "-".join(parts))
    return name if len(name) < 100 else f"{name[:80]}-{_hash(name)}"


def _in_a_name(name: str, value: str | list[str]) -> str:
    if name == "data":  # folders of one name are told apart by their paths
        return f"{'+'.join(map(os.path.basename, value))}-{_hash(os.pathsep.join(value))}"
    return value if isinstance(value, str) else "+".join(value)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def command(target: str, chosen: Mapping[str, object]) -> str:
    """What to type for a choice: "make report THEME=dark"."""
    words = {name: _typed(chosen[name]) for name, one in TABLE.items() if chosen[name] != one.default}
    return " ".join(["make", target, *(f"{name.upper()}={shlex.quote(value)}" for name, value in words.items())])


def _typed(value: object) -> str:
    """A value as it is typed; folders as seen from the project."""
    if isinstance(value, list):
        near = [os.path.relpath(item, ROOT) if os.path.isabs(item) else item for item in value]
        return shlex.join(near)
    return f"{value:g}" if isinstance(value, float) else str(value)


def in_words(markdown: bool = False) -> str:
    """The table to be read: a line for each name that make takes, or the same as a table in Markdown."""
    rows = [(name.upper(), one.what, one.values(), _typed(one.default)) for name, one in TABLE.items()]
    if not markdown:
        return "\n".join(f"{name:<12}{what}: {values}" for name, what, values, _ in rows)
    head = [("variable", "what it decides", "values", "if left out"), ("---",) * 4]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*head, *((f"`{row[0]}`", *row[1:]) for row in rows)])


if __name__ == "__main__":
    print(in_words())
