"""Bytes to cells: one CSV file, whichever spreadsheet program saved it.

Nothing is guessed. What can be meant in one way only is read and noted (semicolons, blank rows, headings with
spaces); for the rest the line and what to do are said. Lines are counted as a text editor counts them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casebook.findings import Findings, did_you_mean

SAVE_AS = "In Excel: Save as, CSV UTF-8."
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
COMMENT = "#"
SEPARATORS = ",;\t"
NAMED = {";": "semicolons", "\t": "tabs"}
LARGEST = 500_000_000


@dataclass
class Sheet:
    """The rows of one file: `path` as messages name it, `columns` of text, the `lines` the rows start at, what
    separates the cells, and whether all of the file could be read."""

    path: str
    columns: dict[str, list[str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    separator: str = ","
    complete: bool = False


def read(file: Path, path: str, names: Sequence[str], findings: Findings) -> Sheet:
    """The file as a sheet with the columns `names`; what is wrong with its form goes into `findings`."""
    sheet = Sheet(path, {name: [] for name in names})
    before = findings.count()
    text = _text(_content(file, path, findings), path, findings)
    if text is not None:
        _fill(sheet, text, names, findings)
    sheet.complete = findings.count() == before
    return sheet


def _content(file: Path, path: str, findings: Findings) -> bytes | None:
    try:
        if file.exists() and not file.is_dir() and not file.is_file():
            findings.problem(path, "cannot be read (not a file)")
        elif file.is_file() and file.stat().st_size > LARGEST:
            findings.problem(path, f"is larger than {LARGEST // 1_000_000} MB")
        else:
            return file.read_bytes()
    except FileNotFoundError:
        findings.problem(path, f"the file is missing{_instead(file)}")
    except OSError as error:
        findings.problem(path, f"cannot be read ({error.strerror})")
    return None


def _instead(file: Path) -> str:
    other = next((file.with_suffix(end) for end in (".xlsx", ".xls", ".ods") if file.with_suffix(end).exists()), None)
    return f"; {other.name} is there: save it as CSV UTF-8" if other else ""


def _text(content: bytes | None, path: str, findings: Findings) -> str | None:
    if content is None:
        return None
    if content.startswith(WORKBOOK):
        findings.problem(path, "this is an Excel workbook. Save it as CSV UTF-8.")
    elif content.startswith(UTF_16) or b"\0" in content[:2]:
        findings.problem(f"{path}, line 1", f"not UTF-8 but UTF-16. {SAVE_AS}")
    elif b"\0" in content:
        place = f"{path}, line {_line(content, content.index(0))}"
        findings.problem(place, "contains a NUL byte; the file is damaged")
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = f"{path}, line {_line(error.object, error.start)}"
            findings.problem(place, f"not UTF-8 (byte 0x{error.object[error.start]:02X}). {SAVE_AS}")
    return None


def _line(content: bytes, position: int) -> int:
    return len(re.split(rb"\r\n?|\n", content[:position]))


# --- rows ------------------------------------------------------------------------------------


def _fill(sheet: Sheet, text: str, names: Sequence[str], findings: Findings) -> None:
    """Put the rows of the text into the sheet."""
    conflicts = [text.count("\n", 0, found.start()) + 1 for found in CONFLICT.finditer(text)]
    for line in conflicts:
        findings.problem(f"{sheet.path}, line {line}", "unresolved merge conflict")
    if conflicts:
        return
    before, separator = findings.count(), _separator(text, names)
    sheet.separator = separator
    records = _records(text, separator, sheet.path, findings)
    first = next(records, None)
    if first is None:
        if findings.count() == before:
            findings.problem(sheet.path, f"the file is empty; it needs this header: {','.join(names)}")
        return
    header = _header(first[1], f"{sheet.path}, line {first[0]}", names, findings)
    if header is None:
        return
    if separator != ",":
        findings.note(sheet.path, f"separated by {NAMED[separator]}, read as such")
    rows = _rows(records, sheet, first[1], findings)
    for name, cells in zip(header, zip(*rows, strict=True), strict=False):
        if name:
            sheet.columns[name] = list(cells)
        elif any(cells):
            row = next(row for row, cell in enumerate(cells) if cell)
            findings.problem(f"{sheet.path}, line {sheet.lines[row]}", "has a cell under no heading")


def _separator(text: str, names: Sequence[str]) -> str:
    """What separates the cells: the sign by which the header falls into most of its columns."""
    lines = (line for line in re.split(r"\r\n?|\n", text[:20_000]) if line.strip() and not line.startswith(COMMENT))
    first = next(lines, "")
    header = next(lines, "") if first.lower().startswith("sep=") else first
    return max(SEPARATORS, key=lambda sign: len(set(names) & {_plain(name.strip('"')) for name in header.split(sign)}))


def _plain(name: str) -> str:
    return name.strip().lower()


def _records(text: str, separator: str, path: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Every record that holds something, with the line it starts at; comments and blank rows are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start, blank, ended = 1, [], 0
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not cells or (not cells[0].strip() and not "".join(cells).strip()):
                blank.append((line, bool(cells)))
            elif not cells[0].startswith(COMMENT) and not (line == 1 and cells[0].lower().startswith("sep=")):
                ended = line
                yield line, cells
    except csv.Error as error:
        findings.problem(f"{path}, line {start}", _broken(str(error)))
    for line, has_cells in blank:
        if has_cells or line < ended:
            findings.note(f"{path}, line {line}", "blank row skipped")


def _broken(error: str) -> str:
    if "field limit" in error:
        return f"a cell has more than {csv.field_size_limit()} characters: is a quotation mark missing?"
    return "quotation mark never closed, or one inside a text not written twice"


def _rows(records: Iterator, sheet: Sheet, header: list[str], findings: Findings) -> list[list[str]]:
    rows, width = [], len(header)
    for line, cells in records:
        if len(cells) == width:
            rows.append(cells)
            sheet.lines.append(line)
        else:
            findings.problem(
                f"{sheet.path}, line {line}",
                f"has {len(cells)} cells, the header has {width}. A comma inside text needs quotes.",
            )
    return rows


def _header(cells: list[str], place: str, names: Sequence[str], findings: Findings) -> list[str] | None:
    """The names of the columns, "" for one without a heading; None if they cannot be matched."""
    header = [_plain(cell) for cell in cells]
    if len(header) == 1 and header[0] not in names:
        findings.problem(place, f"found 1 column, expected {len(names)}. Is the separator , or ;?")
        return None
    before = findings.count()
    for name in dict.fromkeys(header):
        places = [str(number) for number, other in enumerate(header, start=1) if other == name]
        if name and name not in names:
            findings.problem(place, f"unknown column {cells[header.index(name)].strip()}.{did_you_mean(name, names)}")
        elif name and len(places) > 1:
            findings.problem(place, f"column {name} appears twice ({', '.join(places)})")
    for name in names:
        if name not in header:
            findings.problem(place, f"column {name} is missing")
    for cell, name in zip(cells, header, strict=True):
        if cell != name:
            findings.note(place, f'column "{cell}" read as {name}', "heading")
    return header if findings.count() == before else None
