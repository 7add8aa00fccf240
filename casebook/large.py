"""A large file that is plain, read by pandas, which takes a third of the time that csv does.

pandas forgives what whoever edits the tables must be told: missing cells, text behind a closing quotation mark, an
empty line. So what it makes of a file counts only if nothing of that can be in it; whatever else there is to say of a
file is left to `casebook.reading`, which then goes through it row by row.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence

SMALL = 500_000  # bytes; up to here pandas takes longer to be imported than csv to read


def columns(content: bytes, names: Sequence[str], separators: str) -> tuple[str, list[list[str]]] | None:
    """The sign that separates the cells of a file, and its columns: if its first line is these names, and each further
    line a row of as many cells. Equal cells of a column are one object.

    None: the file is small, or something in it is not so plain.
    """
    if len(content) < SMALL or not _is_plain(content):
        return None
    content = content.removeprefix(codecs.BOM_UTF8)
    for separator in separators:
        header = separator.join(names).encode()
        if content.startswith((header + b"\n", header + b"\r\n")):
            found = _columns(content, separator, len(names))
            return (separator, found) if found else None
    return None


def _is_plain(content: bytes) -> bool:
    """Whether there is no NUL byte and no mark of a merge, and lines end as on Unix or Windows."""
    marks = (sign * 7 for sign in (b"<", b"|", b">") if sign in content)
    ends = b"\r" not in content or content.count(b"\r") == content.count(b"\r\n")
    return ends and b"\0" not in content and not any(mark in content for mark in marks)


def _columns(content: bytes, separator: str, width: int) -> list[list[str]] | None:
    """The columns without the header, which is as wide as the table must be."""
    lines = _lines(content, separator)
    found = _cells(content, separator) if lines else []
    if len(found) != width or len(found[0]) != lines:
        return None
    # pandas has refused a line with too many cells, and filled up one with too few.
    within = sum("".join(column).count(separator) for column in found)
    if content.count(separator.encode()) != lines * (width - 1) + within:
        return None
    for column in found:
        del column[0]
    return found


def _lines(content: bytes, separator: str) -> int:
    """How many lines there are; 0 where one is longer than a cell may be, and where quotation marks do not stand around
    whole cells."""
    import numpy as np

    signs = np.frombuffer(content, np.uint8)
    here = signs == ord("\n")
    ends = np.flatnonzero(here)
    marks = np.flatnonzero(np.equal(signs, ord('"'), out=here))
    if not content.endswith(b"\n"):
        ends = np.append(ends, len(signs))
    if len(marks) % 2 or np.diff(ends).max(initial=0) > csv.field_size_limit():
        return 0
    is_edge = np.isin(np.arange(256), list(f'{separator}\r\n"'.encode()))  # a mark beside a mark: they stand for one
    before, after = marks[::2] - 1, marks[1::2] + 1
    after = after[after < len(signs)]
    return len(ends) if is_edge[signs[before]].all() and is_edge[signs[after]].all() else 0


def _cells(content: bytes, separator: str) -> list[list[str]]:
    """The cells of each column, the header first; none at all where pandas refuses the file."""
    import pandas as pd

    try:
        found = pd.read_csv(io.BytesIO(content), sep=separator, header=None, dtype=object, na_filter=False,
                            skip_blank_lines=False, low_memory=False)  # fmt: skip
    except (pd.errors.ParserError, UnicodeDecodeError):
        return []
    return [found[name].tolist() for name in found]
