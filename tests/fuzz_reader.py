"""Damaged tables for the reader, as many as wanted: nothing but DataError, no hang, every message one printable line.

    python tests/fuzz_reader.py --inputs 100000 --seed 1

A few rows of the project's own tables are the start. Each input is one of their files with up to four changes: bytes
turned, put in, taken out, doubled; cells, separators, quotation marks, line ends and encodings exchanged; or other
bytes altogether. What is accepted must load by every rule and be compared without an error.

Run on 24 November 2026 with 100 000 inputs and seed 1: 85 435 refused, 14 565 accepted, no other outcome; then, after
the last changes to the reader, 10 000 with seed 2: 8 556 and 1 444. What earlier runs found is tested in test_fuzz.py.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from casebook import compare, data, rules, tables
from casebook.findings import LONGEST, MOST, DataError, capped
from casebook.paths import DATA

SECONDS = 5  # of computing, for one input
ROWS = 6  # of each table, at most
CASES = ("sparks-group", "k-boxes")
NAMES = ("sources", "cases", "measures", "events", "countries", "cooperation", "codebook", "datapackage")
TOKENS = [
    b"", b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"'", b"#", b"sep=;\n", b"<<<<<<< x\n",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"PK\x03\x04", b"\x1b[31m", b"\x85",
    "\u202e".encode(), "\u2028".encode(), "\u00a0".encode(), "\ufeff".encode(), "٣".encode(), "½".encode(),
    "е".encode(), "é".encode(), "e\u0301".encode(), "ß".encode(), "İ".encode(), "漢字".encode(), "🙂".encode(),
    b"=1+1", b"+cmd|' /C calc'!A0", b"<script>", b"$x$", b"{x}", b"%s", b"\\", b"../../x", b"con", b"javascript:x",
    b"-4", b"4.5", b"1,200", b"1.200", b"9" * 40, b"9" * 5000, b"0." + b"1" * 60, b"1e999999999", b"NaN", b"-Infinity",
    b"44026", b"14/07/2020", b"2020-02-30", b"2031-01-01", b"0000", b"9999-12-31", b"2020-01-01/2019", b"../..",
    b"2020-06-10/..", b"2020~", b"2020?~", b"4,52E+12", b"Jul-20", b"#NAME?", b"exact", b"between", b"unquantified",
    b"sparks-group", b"all", b"EUR", b"UK", b"xk", b"a" * 300, b"w" * 200_000,
    b",," * 3000, b"\n" * 2000, b'"\n"' * 500,
    b"[" * 20_000, b"{", b"null", b"1", b'"resources": 1, ', b"(", b"(a+",
]  # fmt: skip
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac-roman", "utf-7", "shift-jis")

Change = tuple[str, int, int]
place = st.integers(0, 2**16)
changes = st.lists(
    st.tuples(
        st.sampled_from(["flip", "put", "put", "cell", "cell", "cell", "cut", "take", "double", "swap", "exchange",
                         "encode", "ends", "quote", "column"]),
        place,
        place,
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip
inputs = st.one_of(
    st.tuples(st.sampled_from(NAMES), changes, st.none()),
    st.tuples(st.sampled_from(NAMES), st.just([]), st.binary(max_size=200)),
)


# --- making inputs ---------------------------------------------------------------------------


def start(folder: Path) -> dict[str, bytes]:
    """Write a small collection, cut out of the project's tables; give back its files by name."""
    rows = {name: _read(name) for name in NAMES[:-1]}
    kept = {"cases": [row for row in rows["cases"] if row["case"] in CASES]}
    for name in ("measures", "events", "countries", "cooperation"):
        of_case = [[row for row in rows[name] if row["case"] == case] for case in CASES]
        kept[name] = [row for some in of_case for row in some[: ROWS // 2]]
    sources = {row["source"] for some in kept.values() for row in some if "source" in row}
    kept["sources"] = [
        row | {"covers": " ".join(CASES) if row["covers"] else "", "derived_from": "", "supersedes": ""}
        for row in rows["sources"] if row["source"] in sources
    ]  # fmt: skip
    used = {cell for some in kept.values() for row in some for cell in row.values()} | {"money", "servers", "actions"}
    kept["codebook"] = [row for row in rows["codebook"] if {row["term"], row["unit"]} & used - {""}]
    files = {f"{name}.csv": _written(some) for name, some in kept.items()}
    files["datapackage.json"] = json.dumps(data.descriptor()).encode()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return files


def _read(name: str) -> list[dict]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _written(rows: list[dict]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def changed(content: bytes, several: list[Change]) -> bytes:
    """The content after each of the changes."""
    for kind, one, two in several:
        content = CHANGES[kind](content, one, two)
    return content


def _flip(content: bytes, one: int, two: int) -> bytes:
    if not content:
        return content
    at = one % len(content)
    return content[:at] + bytes([content[at] ^ (1 << two % 8)]) + content[at + 1 :]


def _put(content: bytes, one: int, two: int) -> bytes:
    at = one % (len(content) + 1)
    return content[:at] + TOKENS[two % len(TOKENS)] + content[at:]


def _cell(content: bytes, one: int, two: int) -> bytes:
    """Another text in one cell, quoted if it must be."""
    token = TOKENS[two % len(TOKENS)]
    lines = content.split(b"\n")
    row = one % len(lines)
    cells = lines[row].split(b",")
    must = any(sign in token for sign in (b",", b'"', b"\n", b"\r"))
    cells[(one // len(lines)) % len(cells)] = b'"' + token.replace(b'"', b'""') + b'"' if must else token
    lines[row] = b",".join(cells)
    return b"\n".join(lines)


def _cut(content: bytes, one: int, two: int) -> bytes:
    return content[: one % (len(content) + 1)]


def _take(content: bytes, one: int, two: int) -> bytes:
    at = one % (len(content) + 1)
    return content[:at] + content[at + two % 40 :]


def _double(content: bytes, one: int, two: int) -> bytes:
    at = one % (len(content) + 1)
    return content[: at + two % 200] + content[at:]


def _swap(content: bytes, one: int, two: int) -> bytes:
    lines = content.split(b"\n")
    one, two = one % len(lines), two % len(lines)
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _exchange(content: bytes, one: int, two: int) -> bytes:
    signs = (b",", b";", b"\t", b"|", b" ", b'"', b"'", b"-", b".", b"0", b"a")
    return content.replace(signs[one % len(signs)], signs[two % len(signs)])


def _encode(content: bytes, one: int, two: int) -> bytes:
    return content.decode("utf-8", "replace").encode(ENCODINGS[one % len(ENCODINGS)], "replace")


def _ends(content: bytes, one: int, two: int) -> bytes:
    return content.replace(b"\n", (b"\r", b"\r\n", b"\n\n", b"\n\r", b"\x0b", "\u2028".encode())[one % 6])


def _quote(content: bytes, one: int, two: int) -> bytes:
    return b"\n".join(b",".join(b'"' + cell + b'"' for cell in line.split(b",")) for line in content.split(b"\n"))


def _column(content: bytes, one: int, two: int) -> bytes:
    """A column taken out, doubled or emptied, in every row."""

    def change(cells: list[bytes]) -> list[bytes]:
        at = one % width
        new = ([], cells[at : at + 1] * 2, [b""])[two % 3]
        return [*cells[:at], *new, *cells[at + 1 :]]

    width = content.split(b"\n")[0].count(b",") + 1
    return b"\n".join(b",".join(change(line.split(b","))) for line in content.split(b"\n"))


CHANGES: dict[str, Callable[[bytes, int, int], bytes]] = {
    "flip": _flip, "put": _put, "cell": _cell, "cut": _cut, "take": _take, "double": _double, "swap": _swap,
    "exchange": _exchange, "encode": _encode, "ends": _ends, "quote": _quote, "column": _column,
}  # fmt: skip


# --- what must hold --------------------------------------------------------------------------


def look(folder: Path) -> str:
    """Read a folder and check what is said of it: "accepted", "refused", or "no collection" (DataError at once)."""
    try:
        found = tables.read(folder).findings
    except DataError as error:
        _are_lines(error.problems)
        return "no collection"
    problems = capped(found.problems)
    _are_lines(problems)
    _are_lines(found.remarks())
    if not problems:
        _is_usable(folder)
    return "refused" if problems else "accepted"


def _are_lines(lines: list[str]) -> None:
    assert len(lines) <= MOST + 1 and (len(lines) <= MOST or lines[-1].startswith("and "))
    for line in lines:
        assert line.isprintable() and 0 < len(line) <= LONGEST + 40, line


def _is_usable(folder: Path) -> None:
    book = data.load(folder)
    for rule in rules.RULES:
        shown = book.select(rule=rule)
        shown.credit()
    for table in (compare.actions, compare.overview, compare.headline_check, compare.reported, compare.waits,
                  compare.shared_countries, compare.cooperation, compare.sums):  # fmt: skip
        table(book)


@contextmanager
def limited(seconds: int):
    """Raises TimeoutError in what computes for longer."""

    def stop(*_):
        raise TimeoutError(f"took over {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fuzz(number: int, start_at: int) -> Counter:
    """Try so many inputs, the same for the same `start_at`; count the outcomes. Raises what a bad input has raised,
    with the smallest such input in its notes."""
    outcomes: Counter = Counter()

    @seed(start_at)
    @settings(max_examples=number, database=None, deadline=None, phases=[Phase.generate, Phase.shrink],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(inputs)
    def one(made: tuple[str, list[Change], bytes | None]) -> None:
        name, several, other = made
        name = "datapackage.json" if name == "datapackage" else f"{name}.csv"
        (folder / name).write_bytes(changed(files[name], several) if other is None else other)
        try:
            with limited(SECONDS):
                outcomes[look(folder)] += 1
        finally:
            (folder / name).write_bytes(files[name])

    with tempfile.TemporaryDirectory() as given_folder:
        folder = Path(given_folder) / "data"
        folder.mkdir()
        files = start(folder)
        assert look(folder) == "accepted"
        one()
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given_options = parser.parse_args()
    began = time.monotonic()
    outcomes = fuzz(given_options.inputs, given_options.seed)
    said = ", ".join(f"{name} {count}" for name, count in outcomes.most_common())
    print(f"{outcomes.total()} inputs in {time.monotonic() - began:.0f} s, seed {given_options.seed}: {said}")


if __name__ == "__main__":
    sys.exit(main())
