"""Bytes to cells: one CSV file, whichever spreadsheet program saved it.

Nothing is guessed. What can be meant in one way only is read and noted (semicolons, blank rows, headings with
spaces); for the rest the line and what to do are said. Lines are counted as a text editor counts them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casebook import large
from casebook.findings import Findings, did_you_mean

SAVE_AS = "In Excel: Save as, CSV UTF-8."
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONFLICT = ("<" * 7, ">" * 7, "|" * 7)
COMMENT = re.compile(r"#(?!NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!)")  # and not what Excel makes of a wrong formula
ODD = {"", "#", " ", "\t", "\u00a0"}
SEPARATORS = ",;\t"
NAMED = {";": "semicolons", "\t": "tabs"}
LARGEST = 500_000_000


@dataclass
class Sheet:
    """The rows of one file: `path` as messages name it, `columns` of text, the `lines` the rows start at, the columns
    in the order of the file's `header`, what separates the cells, and whether all of the file could be read."""

    path: str
    columns: dict[str, list[str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    separator: str = ","
    complete: bool = False


def read(file: Path, path: str, names: Sequence[str], findings: Findings) -> Sheet:
    """The file as a sheet with the columns `names`; what is wrong with its form goes into `findings`."""
    sheet = Sheet(path, {name: [] for name in names})
    before = findings.count()
    content = _content(file, path, findings)
    if content is not None and not _fill_at_once(sheet, content, names, findings):
        text = _text(content, path, findings)
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


def _text(content: bytes, path: str, findings: Findings) -> str | None:
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


def _fill_at_once(sheet: Sheet, content: bytes, names: Sequence[str], findings: Findings) -> bool:
    """Put the rows of a large file into the sheet, if they need no closer look."""
    found = large.columns(content, names, SEPARATORS)
    if not found or _has_rows_of_nothing(found[1]):
        return False
    sheet.separator, columns = found
    sheet.columns, sheet.header = dict(zip(names, columns, strict=True)), list(names)
    sheet.lines = list(range(2, len(columns[0]) + 2))
    _note_separator(sheet, findings)
    return True


def _has_rows_of_nothing(columns: list[list[str]]) -> bool:
    odd = {cell for cell in set(columns[0]) if cell[:1] in ODD}
    doubtful = [row for row, cell in enumerate(columns[0]) if cell in odd] if odd else []
    return any(_silent([column[row] for column in columns]) for row in doubtful)


def _note_separator(sheet: Sheet, findings: Findings) -> None:
    if sheet.separator != ",":
        findings.note(sheet.path, f"separated by {NAMED[sheet.separator]}, read as such")


def _fill(sheet: Sheet, text: str, names: Sequence[str], findings: Findings) -> None:
    """Put the rows of the text into the sheet."""
    conflicts = _conflicts(text)
    for line in conflicts:
        findings.problem(f"{sheet.path}, line {line}", "unresolved merge conflict")
    if conflicts:
        return
    sheet.separator = _separator(text, names)
    records, lines, broken = _records(text, sheet.separator)
    records, lines = _without_rows_of_nothing(records, lines, sheet.path, findings)
    if broken:
        findings.problem(f"{sheet.path}, line {lines.pop()}", _broken(broken))
    if not records:
        if not broken:
            findings.problem(sheet.path, f"the file is empty; it needs this header: {','.join(names)}")
        return
    header = _header(records[0], f"{sheet.path}, line {lines[0]}", names, findings)
    if header is None:
        return
    sheet.header = header
    _note_separator(sheet, findings)
    rows = _rows(records, lines, sheet, findings)
    for name, cells in zip(header, zip(*rows, strict=True), strict=False):
        if name:
            sheet.columns[name] = list(cells)
        elif any(cells):
            row = next(row for row, cell in enumerate(cells) if cell)
            findings.problem(f"{sheet.path}, line {sheet.lines[row]}", "has a cell under no heading")


def _conflicts(text: str) -> list[int]:
    if not any(mark in text for mark in CONFLICT):
        return []
    lines = re.split(r"\r\n?|\n", text)
    return [number for number, line in enumerate(lines, start=1) if line.split(" ")[0] in CONFLICT]


def _separator(text: str, names: Sequence[str]) -> str:
    """What separates the cells: the sign by which the header falls into most of its columns."""
    lines = (line for line in re.split(r"\r\n?|\n", text[:20_000]) if line.strip() and not COMMENT.match(line))
    first = next(lines, "")
    header = next(lines, "") if first.lower().startswith("sep=") else first
    return max(SEPARATORS, key=lambda sign: len(set(names) & {_plain(name.strip('"')) for name in header.split(sign)}))


def _plain(name: str) -> str:
    return name.strip().lower()


def _records(text: str, separator: str) -> tuple[list[list[str]], Sequence[int], str]:
    """Every record and the line it starts at; where the quotes are wrong, one line more and what csv says of it."""
    reader = _reader(text, separator)
    try:
        records = list(reader)
        if reader.line_num == len(records):
            return records, range(1, len(records) + 1), ""
    except csv.Error:
        pass  # and once more, to see where
    records, lines, reader = [], [1], _reader(text, separator)
    try:
        for cells in reader:
            records.append(cells)
            lines.append(reader.line_num + 1)
    except csv.Error as error:
        return records, lines, str(error)
    return records, lines[:-1], ""


def _reader(text: str, separator: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _without_rows_of_nothing(
    records: list[list[str]], lines: Sequence[int], path: str, findings: Findings
) -> tuple[list[list[str]], list[int]]:
    """The records that say something: no blank row, no comment, no line that tells Excel the separator."""
    silent = {place for place, cells in enumerate(records) if not cells or (cells[0][:1] in ODD and _silent(cells))}
    if records and records[0] and records[0][0].lower().startswith("sep="):
        silent.add(0)
    if not silent:
        return records, list(lines)
    last = max((place for place in range(len(records)) if place not in silent), default=0)
    for place in sorted(silent):
        cells = records[place]
        if not "".join(cells).strip() and (cells or place < last):
            findings.note(f"{path}, line {lines[place]}", "blank row skipped")
    kept = [cells for place, cells in enumerate(records) if place not in silent]
    return kept, [line for place, line in enumerate(lines) if place not in silent]


def _silent(cells: list[str]) -> bool:
    return bool(COMMENT.match(cells[0])) or not "".join(cells).strip()


def _broken(error: str) -> str:
    if "field limit" in error:
        return f"a cell has more than {csv.field_size_limit()} characters: is a quotation mark missing?"
    return "quotation mark never closed, or one inside a text not written twice"


def _rows(records: list[list[str]], lines: list[int], sheet: Sheet, findings: Findings) -> list[list[str]]:
    """The records after the header that have as many cells as it."""
    width = len(records[0])
    wrong = {place for place, cells in enumerate(records) if len(cells) != width}
    for place in sorted(wrong):
        message = f"has {len(records[place])} cells, the header has {width}. A comma inside text needs quotes."
        findings.problem(f"{sheet.path}, line {lines[place]}", message)
    places = range(1, len(records))
    sheet.lines = [lines[place] for place in places if place not in wrong] if wrong else lines[1:]
    return [records[place] for place in places if place not in wrong] if wrong else records[1:]


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
