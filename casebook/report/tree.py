"""Pandoc's document tree: making its elements, walking through it, and calling pandoc.

An element is a dict: its kind `t` and its content `c`. A list of inline elements is called words here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pypandoc

HERE = Path(__file__).parent
NO_ATTRIBUTES = ["", [], []]
NO_BREAK = "\u00a0"  # a space at which no line ends


def walk(node: dict | list, change: Callable[[dict], dict | list]) -> Any:
    """A copy of a tree where each element is what `change` makes of it, the innermost first.

    `change` gets an element and returns one, or a list of those that take its place.
    """
    if isinstance(node, dict):
        node = {key: walk(value, change) if isinstance(value, dict | list) else value for key, value in node.items()}
        return change(node) if "t" in node else node
    done: list = []
    for item in node:
        if isinstance(item, dict):
            new = walk(item, change)
            done += new if isinstance(new, list) else [new]
        else:
            done.append(walk(item, change) if item and isinstance(item, list) else item)
    return done


def el(kind: str, *content: Any) -> dict:
    """An element: one argument is its content as it is, several are a list of them."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def clean(text: str) -> str:
    """Text without what acts unseen: colour codes of terminals, control characters and those that turn the
    direction of writing, halves of characters."""
    text = re.sub(r"\r\n?|[\u2028\u2029]", "\n", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text))
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "", text)


def words(text: str) -> list:
    """Plain text as an inline element, with one space between words; groups of digits stay together."""
    text = re.sub(r"(?<!\d)\d{1,3}( \d{3})+(?!\d)", lambda number: number[0].replace(" ", NO_BREAK), clean(text))
    return [el("Str", re.sub(r"[ \t\n]+", " ", text.strip(" \t\n")))] if text.strip() else []


def joined(node: Any) -> Any:
    """The tree where words and the spaces between them have become one text: a fifth of the elements."""
    if isinstance(node, dict):
        return {key: joined(value) if isinstance(value, dict | list) else value for key, value in node.items()}
    if not isinstance(node, list):
        return node
    done: list = []
    for is_text, run in groupby(node, _is_text):
        some = list(run)
        done += [el("Str", "".join(one.get("c", " ") for one in some))] if is_text else map(joined, some)
    return done


def _is_text(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") in ("Str", "Space", "SoftBreak")


def link(address: str, shown: list | None = None) -> dict:
    """A link that shows words, or its own address."""
    return el("Link", NO_ATTRIBUTES, shown or [el("Str", address)], [address, ""])


def elements(node: Any) -> Iterator[dict]:
    """The elements of a part of the tree, as they are read, the outermost first."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if "t" in node:
                yield node
            waiting += reversed(node.values())
        elif isinstance(node, list):
            waiting += reversed(node)


def as_text(node: Any) -> str:
    """All that a part of the tree says, as plain text."""
    found: list[str] = []
    for element in elements(node):
        match element["t"]:
            case "Str":
                found.append(element["c"])
            case "Code":
                found.append(element["c"][1])
            case "Space" | "SoftBreak" | "LineBreak":
                found.append(" ")
    return "".join(found)


def slug(text: str) -> str:
    """ "What is not known?" as "what-is-not-known"."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-") or "section"


def plain(content: list) -> dict:
    return {"t": "Plain", "c": content}


def para(content: list) -> dict:
    return {"t": "Para", "c": content}


def strong(text: str) -> dict:
    return el("Strong", words(text))


def code(text: str) -> list:
    return [el("Code", NO_ATTRIBUTES, clean(text))]


def heading(level: int, text: str, name: str, *classes: str) -> dict:
    return el("Header", level, [name, list(classes), []], words(text))


def table(caption: list, columns: Sequence[str], align: Sequence[str], rows: Sequence[Sequence[list]]) -> dict:
    """A table with a header row; its first column heads the rows if it is text. Cells are lists of words."""

    def row(cells: Iterable[list]) -> list:
        return [NO_ATTRIBUTES, [[NO_ATTRIBUTES, el("AlignDefault"), 1, 1, [plain(cell)]] for cell in cells]]

    sides = [el("AlignRight" if side == "right" else "AlignLeft") for side in align]
    heads = 1 if list(align[:1]) == ["left"] else 0
    specs = [[side, el("ColWidthDefault")] for side in sides]
    head = [NO_ATTRIBUTES, [row(map(words, columns))]]
    body = [NO_ATTRIBUTES, heads, [], [row(cells) for cells in rows]]
    title = [None, [plain(caption)] if caption else []]
    return el("Table", NO_ATTRIBUTES, title, specs, head, [body], [NO_ATTRIBUTES, []])


def with_rows(table: list, change: Callable[[list], list]) -> list:
    """The content of a table, where the rows of its head, its bodies and its foot are what `change` makes of them."""
    attributes, caption, specs, head, bodies, foot = table
    bodies = [[attr, heads, change(above), change(below)] for attr, heads, above, below in bodies]
    return [attributes, caption, specs, [head[0], change(head[1])], bodies, [foot[0], change(foot[1])]]


def pandoc(options: Sequence[str], document: dict, folder: Path = HERE) -> bytes:
    """What pandoc, working in `folder`, makes of a document given as JSON. RuntimeError if it fails."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), *options],
        input=json.dumps(document).encode(),
        capture_output=True,
        cwd=folder,  # so that no path with letters that the locale lacks is on its command line
        env=os.environ | {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
    )
    if done.returncode:
        raise RuntimeError(f"pandoc: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
