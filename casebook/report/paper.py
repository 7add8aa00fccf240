"""What paper has: no code, tables with measured columns, pictures as files beside the text."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from casebook.report.screen import FONT_FILES, FONTS, SHORT_TABLE
from casebook.report.tree import as_text, el, strong, walk

ROOM = 482  # points: the 170 mm that an A4 page has between its margins
SIZE = 9  # points: text in tables
SHORT_BELOW = 8  # rows: as SHORT_TABLE, for a table below its figure
LOW = 40  # lines: of a table that stays on one page, if it is a short one
GUTTER = 11  # points between two columns
STEPS = (6, 12, 24, 48, 96)  # points: by how much a column may grow at a time
CALM = 0.5  # lines of a row: what one line less in a cell is worth if the row stays as high as it is
SPACE = 2  # points between words
LOOKED_AT = 60  # rows: in a longer table, only those with most text decide on the widths
LONGEST = 130  # points: a longer word may be broken
BOLD = 1.06  # how much wider than the letters that are measured those of a header are


def for_paper(tree: dict, wider: float = 1) -> dict:
    """The tree without code; the table of a figure has a caption of its own, every table its widths.

    What is to stay on one page is a table of class `whole`; what stays with the next block, a Div of class `lead`;
    what begins a page, a heading of class `new-page`.
    `wider`: how much wider than the house font the one may be that the text is shown in.
    """

    def change(element: dict) -> dict | list:
        kind, content = element["t"], element.get("c")
        match kind:
            case "Div" if "code" in content[0][1]:
                return []
            case "Div" if "numbers" in content[0][1]:
                return [_below_its_figure(content[1][0], dict(content[0][2])["label"])]
            case "Table":
                return _measured(content, ROOM / wider)
        return element

    made = walk(tree, change)
    return made | {"blocks": _paged(made["blocks"])}


def _paged(blocks: list) -> list:
    """The blocks: a paragraph stays with the figure or table right below; chapters and profiles begin a page."""
    around = zip([{"t": ""}, *blocks], blocks, [*blocks[1:], {"t": ""}], strict=False)
    return [_on_its_page(above["t"], block, below["t"]) for above, block, below in around]


def _on_its_page(above: str, block: dict, below: str) -> dict:
    kind, content = block["t"], block.get("c")
    if kind == "Para" and below in ("Figure", "Table"):
        return el("Div", ["", ["lead"], [["custom-style", "Lead"]]], [block])
    if kind == "Header" and ("chapter" in content[1][1] or ("profile" in content[1][1] and above != "Header")):
        level, (name, *_), title = content
        return el("Header", level, [name, ["new-page"], []], title)
    return block


def with_files(tree: dict, figures: Path, folder: Path, form: str) -> dict:
    """The tree whose pictures are files in `folder`: figures in the `form` svg or png, and what cells carry."""
    carried: list[Path] = []

    def change(element: dict) -> dict:
        if element["t"] != "Image":
            return element
        attributes, alt, (address, title) = element["c"]
        if address.startswith("data:"):
            path = _unpacked(address, folder, len(carried))
            carried.append(path)
        else:
            path = folder / address.replace(".svg", f".{form}")
            shutil.copyfile(figures / path.name, path)
        return el("Image", attributes, alt, [path.name, title])

    return walk(tree, change)


def _unpacked(address: str, folder: Path, number: int) -> Path:
    kind, data = re.fullmatch(r"data:image/(\w+)[^,]*;base64,(.*)", address).groups()
    path = folder / f"carried-{number}.{kind}"
    path.write_bytes(base64.b64decode(data))
    return path


def _below_its_figure(table: dict, label: str) -> dict:
    """The table with a caption; it rather breaks than leaves its figure for the next page."""
    attributes, (short, caption), *rest = table["c"]
    said = [strong(f"{label}."), *([el("Space"), *caption[0]["c"]] if caption else [])]
    is_long = sum(len(body[3]) for body in rest[2]) > SHORT_BELOW
    return el("Table", ["", [], []] if is_long else attributes, [short, [el("Plain", said)]], *rest)


# --- the widths of columns -------------------------------------------------------------------


def _measured(table: list, room: float) -> dict:
    attributes, caption, specs, head, bodies, foot = table
    rows = [row for part in (head[1], *(body[3] for body in bodies), foot[1]) for _, row in part]
    texts = [[as_text(walk(cell[4], _as_digits)) for cell in row] for row in rows]
    shares = [el("ColWidth", round(share, 4)) for share in widths(texts, room)]
    specs = [[side, share] for (side, _), share in zip(specs, shares, strict=True)]
    is_low = len(texts) <= SHORT_TABLE + len(head[1]) and _height(texts, shares) <= LOW
    attributes = ["", ["whole"], []] if is_low else attributes
    return el("Table", attributes, caption, specs, head, bodies, foot)


def _height(rows: Sequence[Sequence[str]], shares: Sequence[dict]) -> int:
    """The lines of a table."""
    rooms = [share["c"] * ROOM for share in shares]
    return sum(max(_line_count(text, room - GUTTER) for text, room in zip(row, rooms, strict=True)) for row in rows)


def _as_digits(element: dict) -> dict:
    """Code is set in letters that are all about as wide as a digit."""
    return el("Str", "0" * len(element["c"][1])) if element["t"] == "Code" else element


def widths(rows: Sequence[Sequence[str]], room: float = ROOM) -> list[float]:
    """The share of `room` for each column of a table: all texts in one line if they fit, or else no word
    broken and the table as low as can be."""
    columns = list(zip(*rows, strict=True))
    wanted = [max(map(width, texts)) + GUTTER for texts in columns]
    if sum(wanted) > room:
        least = [max(map(_longest_word, texts)) + GUTTER for texts in columns]
        wanted = _low(rows, least, room) if sum(least) < room else _fair(least, room)
    return [one / room for one in wanted]


def _low(rows: Sequence[Sequence[str]], least: Sequence[float], room: float) -> list[float]:
    """Widths that fill the page: step by step, room goes to the column where it saves most lines."""
    longest = sorted(rows, key=lambda row: sum(map(width, row)))[-LOOKED_AT:]
    columns = [tuple(texts) for texts in zip(*longest, strict=True)]
    rooms = list(least)
    while True:
        spare = room - sum(rooms)
        saved, index, step = max(_savings(columns, rooms, spare), default=(0, 0, 0))
        if saved <= 0:
            wraps = [max(_lines(texts, one)) > 1 for texts, one in zip(columns, rooms, strict=True)]
            return [one + spare * wrap / (sum(wraps) or 1) for one, wrap in zip(rooms, wraps, strict=True)]
        rooms[index] += step


def _savings(
    columns: Sequence[tuple[str, ...]], rooms: Sequence[float], spare: float
) -> Iterator[tuple[float, int, int]]:
    """For each column and each step of more room: the lines saved for a point of it, in rows and a little in cells."""
    lines = [_lines(texts, room) for texts, room in zip(columns, rooms, strict=True)]
    for index, texts in enumerate(columns):
        others = [max(row[:index] + row[index + 1 :], default=0) for row in zip(*lines, strict=True)]
        now = sum(map(max, others, lines[index])) + CALM * sum(lines[index])
        for step in [step for step in STEPS if step <= spare]:
            then = _lines(texts, rooms[index] + step)
            yield (now - sum(map(max, others, then)) - CALM * sum(then)) / step, index, step


@lru_cache(maxsize=4096)
def _lines(texts: tuple[str, ...], room: float) -> list[int]:
    return [_line_count(text, room - GUTTER) for text in texts]


def _line_count(text: str, room: float) -> int:
    room = max(room, SIZE) + 0.01  # for rounding
    count, left = 1, room
    for word in text.split(" "):
        need = width(word)
        if need > left and left < room:
            count, left = count + 1, room
        count += int(need / room)
        left -= need % room + SPACE
    return count


def _fair(least: Sequence[float], room: float) -> list[float]:
    """Widths where not even all words fit: narrow columns keep theirs, wide ones share what is left."""
    done, left = {}, len(least)
    for index in sorted(range(len(least)), key=lambda place: least[place]):
        done[index] = min(least[index], room / left)
        room, left = room - done[index], left - 1
    return [done[index] for index in range(len(least))]


def _longest_word(text: str) -> float:
    return max(min(width(word), LONGEST) for word in re.split(r"[ \n]", text))


@cache
def width(text: str) -> float:
    """How wide a text is in a table, in points."""
    advance = _advances()
    return sum(advance.get(letter, 1.0) for letter in text) * SIZE * BOLD


@cache
def _advances() -> dict[str, float]:
    """The advance of each character of the house font, in ems."""
    with TTFont(FONT_FILES / FONTS[400], lazy=True) as font:
        units, table = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): table[name][0] / units for code, name in font.getBestCmap().items()}
