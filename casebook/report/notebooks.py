"""Executed notebooks as pieces: each thing that one shows, in the safest form it comes in.

Text from data goes on as words, never through a reader of Markdown or HTML; the Markdown of the notebooks
is read once, without the parts of it that could act.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any, NamedTuple

from nbformat import NotebookNode

from casebook.mime import FIGURE, TABLE, TEXT
from casebook.report.tree import NO_ATTRIBUTES, clean, el, pandoc, slug, walk, words
from casebook.sentences import handed_out as say

OURS = {TABLE: "table", FIGURE: "figure", TEXT: "text"}  # in this order, where one output holds several
# Cells may not bring HTML, attributes or spans: what they show is text, and looks the same in every format.
READER = "ipynb-raw_html-raw_markdown-bracketed_spans-fenced_code_attributes-example_lists-smart+footnotes"


class Chapter(NamedTuple):
    """An executed notebook, and its name without folder and ending ("03-timeline").

    `title` replaces the notebook's own heading: for a notebook that runs once for every case.
    """

    name: str
    notebook: NotebookNode
    title: str = ""


class Piece(NamedTuple):
    """One thing to show: markdown, blocks (read from it), code, text, table, figure, picture or plain."""

    kind: str
    content: Any
    attachments: dict | None = None


def pieces_of(chapter: Chapter) -> Iterator[Piece]:
    """What the notebook shows, in its order. Raises ValueError for a cell that failed."""
    for cell in chapter.notebook.cells:
        if cell.cell_type == "code":
            if cell.source.strip():
                yield Piece("code", cell.source)
            for output in cell.outputs:
                yield from _output(output, chapter.name)
        elif cell.cell_type == "markdown":
            yield Piece("markdown", cell.source, cell.get("attachments"))
        else:
            yield Piece("plain", cell.source)


def _output(output: NotebookNode, chapter: str) -> Iterator[Piece]:
    if output.output_type == "error":
        raise ValueError(f"{chapter} holds a cell that failed: {output.ename}: {output.evalue}")
    if output.output_type == "stream":
        yield Piece("plain", _joined(output.text))
        return
    data = output.get("data", {})
    ours = [Piece(kind, data[mime]) for mime, kind in OURS.items() if mime in data]
    yield from ours or [_foreign(data)]


def _foreign(data: dict) -> Piece:
    """What somebody showed without `casebook.notebook`: in its safest form, and never left out."""
    plain = _joined(data.get("text/plain", ""))
    if "text/markdown" in data:
        return Piece("markdown", _joined(data["text/markdown"]))
    for mime in ("image/png", "image/jpeg", "image/svg+xml"):
        if mime in data:
            return Piece("picture", (data_uri(mime, data[mime]), plain))
    if "text/html" in data and (not plain or plain.startswith("<IPython.core.display.")):
        return Piece("plain", _html_text(_joined(data["text/html"])))
    kinds = ", ".join(sorted(data)) or say.NO_KIND
    return Piece("plain", plain or say.not_shown(kinds))


def _joined(text: str | Iterable[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def data_uri(mime: str, content: str | Iterable[str]) -> str:
    text = _joined(content)
    raw = text.encode() if mime.endswith("xml") else base64.b64decode(text)
    return f"data:{mime};base64,{base64.b64encode(raw).decode()}"


def _html_text(source: str) -> str:
    """The words of a piece of HTML, a line for each row or paragraph."""
    source = re.sub(r"(?is)<(script|style)\b.*?</\1>|<!--.*?-->", "", source)
    source = re.sub(r"(?i)<(/?(tr|p|div|li|ul|ol|table|h\d)|br)\b[^>]*>", "\n", source)
    lines = unescape(re.sub(r"<[^>]*>", " ", source)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


# --- the Markdown of the notebooks -----------------------------------------------------------


def read_markdown(
    parts: Sequence[tuple[Chapter, list[Piece]]],
) -> tuple[list[int], list[tuple[Chapter, list[Piece]]]]:
    """The version of the tree's format, and the chapters with their Markdown read into blocks.

    All cells go to pandoc at once, as a notebook of their own: it reads each by itself, so that a fence or a
    footnote of one cell cannot reach into another.
    """
    sources = [piece.content for _, pieces in parts for piece in pieces if piece.kind == "markdown"]
    cells = [
        {"cell_type": "markdown", "id": f"c{index}", "metadata": {}, "source": clean(source)}
        for index, source in enumerate(sources)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    tree = json.loads(pandoc(["--sandbox", f"--from={READER}", "--to=json"], notebook))
    read = (div["c"][1] for div in tree["blocks"])

    def blocks(piece: Piece, chapter: Chapter) -> Piece:
        if piece.kind != "markdown":
            return piece
        return Piece("blocks", _safe(next(read), chapter.name, piece.attachments or {}))

    return tree["pandoc-api-version"], [
        (chapter, [blocks(piece, chapter) for piece in pieces]) for chapter, pieces in parts
    ]


def _safe(blocks: list, chapter: str, attachments: dict) -> list:
    """The blocks of a cell without attributes, raw code and pictures from elsewhere; links made internal."""

    def change(element: dict) -> dict | list:
        kind, content = element["t"], element.get("c")
        match kind:
            case "Link":
                return el("Link", NO_ATTRIBUTES, content[1], [_target(content[2][0], chapter), ""])
            case "Image":
                return _attached(content, attachments)
            case "Math":
                return el("Str", f"${content[1]}$")  # a dollar sign in these texts is money
            case "RawInline" | "RawBlock":
                return el("Code" if kind == "RawInline" else "CodeBlock", NO_ATTRIBUTES, content[1])
            case "Code" | "CodeBlock" | "Div" | "Span" | "Table":
                return {"t": kind, "c": [NO_ATTRIBUTES, *content[1:]]}
        return element

    return walk(blocks, change)


def _target(address: str, chapter: str) -> str:
    """Where a link of a notebook leads in the report: outside, to a chapter, or to a section of it."""
    if address.startswith("https://"):
        return address
    found = re.fullmatch(r"(?:\./)?(?P<name>[\w-]+)?(?:\.ipynb)?(?:#(?P<section>.+))?", address)
    if not found:
        return ""
    name = found["name"] or chapter
    return f"#{name}--{slug(found['section'])}" if found["section"] else f"#{name}"


def _attached(content: list, attachments: dict) -> dict | list:
    """A picture that a cell carries with it, or else the words that stand for it."""
    _, said, (address, _) = content
    name = re.sub(r"^c\d+-", "", address)
    for mime, picture in attachments.get(name, {}).items():
        if mime in ("image/png", "image/jpeg"):
            alt = said or words(say.NO_DESCRIPTION)
            return el("Image", NO_ATTRIBUTES, alt, [data_uri(mime, picture), ""])
    return said
