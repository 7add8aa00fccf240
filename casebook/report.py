"""The report: executed notebooks as one document tree, and that tree as a page of HTML.

    chapters ──assemble──▶ document tree (pandoc's JSON) ──html──▶ report.html

`assemble` knows nothing of HTML: the same tree can be written in other formats. What only a page has (folds,
tables that scroll) is added to a copy of the tree by `_for_html`. Text from data goes into the tree as words,
never through a reader of Markdown or HTML, so that nothing in it can act as markup.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

import pypandoc
from fontTools.ttLib import TTFont
from nbformat import NotebookNode

from casebook.mime import FIGURE, TABLE, TEXT

HERE = Path(__file__).parent
FONTS = {400: "SourceSans3_400Regular.ttf", 600: "SourceSans3_600SemiBold.ttf"}
PROFILE = "02-case-profile"
OURS = {TABLE: "table", FIGURE: "figure", TEXT: "text"}  # in this order, where one output holds several
# Cells may not bring HTML, attributes or spans: what they show is text, and looks the same in every format.
READER = "ipynb-raw_html-raw_markdown-bracketed_spans-fenced_code_attributes-example_lists-smart+footnotes"
SHORT_TABLE = 12  # rows: a longer table under a figure is folded on the screen
NO_ATTRIBUTES = ["", [], []]

GLOSSARY = {
    "Action day":
        "The day on which authorities in several countries act at the same time: they search, arrest and "
        "take servers down, so that nobody can warn the others.",
    "Coordination centre":
        "A room at Eurojust from which an action day is followed as it happens, so that the authorities "
        "involved can answer one another at once.",
    "EDTF":
        "Extended Date/Time Format: a way to write a date no more precisely than it is known, such as 2019 "
        "for a year or 2020-07 for a month.",
    "EIO":
        "European Investigation Order: with it a judicial authority in one member state of the EU has "
        "evidence gathered in another. Denmark and Ireland do not take part.",
    "Floor":
        "A number that is certainly reached, while the true one is not known. “Over 60” is a floor: there "
        "were more than 60, and the source does not say how many more.",
    "Liaison prosecutor":
        "A prosecutor whom a country outside the EU has posted to Eurojust, to work with the member states "
        "from there.",
    "MLA":
        "Mutual legal assistance: what one state does at the request of another to help its criminal "
        "proceedings, such as taking evidence or freezing accounts. It serves where the EIO does not reach, "
        "for instance with Switzerland or the United States.",
    "Not reported":
        "The source gives no such figure. That is not zero: the result may have been there.",
    "OCG":
        "Organised crime group: three or more people who act together over some time to commit serious "
        "crime for gain.",
}  # fmt: skip
MADE = (
    "This report shows version {version} of the data. Notebooks read the data, compare the cases and "
    "draw the figures; papermill ran them, and pandoc put together what they say and show. The same "
    "data give the same report again, byte for byte."
)


class Chapter(NamedTuple):
    """An executed notebook, and its name without folder and ending ("03-timeline").

    `title` replaces the notebook's own heading: for a notebook that runs once for every case.
    """

    name: str
    notebook: NotebookNode
    title: str = ""


@dataclass(frozen=True)
class About:
    """What the report says about itself: sentences of plain text; `made_with` are names and versions."""

    title: str
    subtitle: str
    data_version: str
    sources: Sequence[str]
    made_with: Sequence[tuple[str, str]]
    notice: str = ""


def html(chapters: Sequence[Chapter], figures: Path, about: About) -> str:
    """The report as one page that loads nothing: `chapters` in reading order, pictures from `figures`.

    Every figure shown must be there as `<name>.svg` (FileNotFoundError). Same inputs, same text.
    """
    css = _font_faces() + (HERE / "report.css").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    options = [
        "--from=json", "--to=html5", "--standalone", "--template=report-template.html",
        "--toc", "--toc-depth=3", "--shift-heading-level-by=1", "--section-divs", "--wrap=none",
        "--reference-location=section", "--syntax-highlighting=none", f"--variable=css-hash:{digest}",
    ]  # fmt: skip
    page = _pandoc(options, _for_html(assemble(chapters, about)))
    # Text cannot hold a tag by now. Pandoc would take long over the pictures, and change the style sheet.
    page = page.replace("<style></style>", f"<style>{css}</style>", 1)
    return re.sub(r'(?<=<img src=")[a-z0-9-]+\.svg(?=")', lambda name: _svg(figures / name[0]), page)


def assemble(chapters: Sequence[Chapter], about: About) -> dict:
    """The whole report as pandoc's document tree, free of any output format.

    A figure is a Figure with id `fig-<name>` whose Image points to `<name>.svg`; its table follows in a Div
    of class `numbers` with the attribute `label`; a code cell is a CodeBlock in a Div of class `code`.
    Raises ValueError if a notebook holds an error.
    """
    version, parts = _read_markdown([(chapter, list(_pieces(chapter))) for chapter in chapters])
    book, blocks, annex = _Book(), [], []
    for chapter, pieces in sorted(parts, key=lambda part: _is_profile(part[0].name)):
        if _is_profile(chapter.name):
            annex = annex or [_heading(1, "Annex: the cases one by one", PROFILE, "chapter")]
            annex += book.chapter(chapter, pieces, 2)
        else:
            blocks += book.chapter(chapter, pieces, 1)
    blocks += annex + _back_matter(book.figures, about)
    return {"pandoc-api-version": version, "meta": _meta(about), "blocks": _without_dead_links(blocks)}


# --- from outputs to pieces ------------------------------------------------------------------


class _Piece(NamedTuple):
    """One thing to show: markdown, blocks (read from it), code, text, table, figure, picture or plain."""

    kind: str
    content: Any
    attachments: dict | None = None


def _pieces(chapter: Chapter) -> Iterator[_Piece]:
    for cell in chapter.notebook.cells:
        if cell.cell_type == "code":
            if cell.source.strip():
                yield _Piece("code", cell.source)
            for output in cell.outputs:
                yield from _output(output, chapter.name)
        elif cell.cell_type == "markdown":
            yield _Piece("markdown", cell.source, cell.get("attachments"))
        else:
            yield _Piece("plain", cell.source)


def _output(output: NotebookNode, chapter: str) -> Iterator[_Piece]:
    if output.output_type == "error":
        raise ValueError(f"{chapter} holds a cell that failed: {output.ename}: {output.evalue}")
    if output.output_type == "stream":
        yield _Piece("plain", _joined(output.text))
        return
    data = output.get("data", {})
    ours = [_Piece(kind, data[mime]) for mime, kind in OURS.items() if mime in data]
    yield from ours or [_foreign(data)]


def _foreign(data: dict) -> _Piece:
    """What somebody showed without `casebook.notebook`: in its safest form, and never left out."""
    plain = _joined(data.get("text/plain", ""))
    if "text/markdown" in data:
        return _Piece("markdown", _joined(data["text/markdown"]))
    for mime in ("image/png", "image/jpeg", "image/svg+xml"):
        if mime in data:
            return _Piece("picture", (_data_uri(mime, data[mime]), plain))
    if "text/html" in data and (not plain or plain.startswith("<IPython.core.display.")):
        return _Piece("plain", _html_text(_joined(data["text/html"])))
    kinds = ", ".join(sorted(data)) or "no kind"
    return _Piece("plain", plain or f"An output of a kind that this report cannot show ({kinds}).")


def _joined(text: str | Iterable[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _data_uri(mime: str, content: str | Iterable[str]) -> str:
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


def _read_markdown(
    parts: Sequence[tuple[Chapter, list[_Piece]]],
) -> tuple[list[int], list[tuple[Chapter, list[_Piece]]]]:
    """The version of the tree's format, and the chapters with their Markdown read into blocks.

    All cells go to pandoc at once, as a notebook of their own: it reads each by itself, so that a fence or a
    footnote of one cell cannot reach into another.
    """
    sources = [piece.content for _, pieces in parts for piece in pieces if piece.kind == "markdown"]
    cells = [
        {"cell_type": "markdown", "id": f"c{index}", "metadata": {}, "source": _clean(source)}
        for index, source in enumerate(sources)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    tree = json.loads(_pandoc([f"--from={READER}", "--to=json"], notebook))
    read = (div["c"][1] for div in tree["blocks"])

    def blocks(piece: _Piece, chapter: Chapter) -> _Piece:
        if piece.kind != "markdown":
            return piece
        return _Piece("blocks", _safe(next(read), chapter.name, piece.attachments or {}))

    return tree["pandoc-api-version"], [
        (chapter, [blocks(piece, chapter) for piece in pieces]) for chapter, pieces in parts
    ]


def _safe(blocks: list, chapter: str, attachments: dict) -> list:
    """The blocks of a cell without attributes, raw code and pictures from elsewhere; links made internal."""

    def change(element: dict) -> dict | list:
        kind, content = element["t"], element.get("c")
        match kind:
            case "Link":
                return _el("Link", NO_ATTRIBUTES, content[1], [_target(content[2][0], chapter), ""])
            case "Image":
                return _attached(content, attachments)
            case "Math":
                return _el("Str", f"${content[1]}$")  # a dollar sign in these texts is money
            case "RawInline" | "RawBlock":
                return _el("Code" if kind == "RawInline" else "CodeBlock", NO_ATTRIBUTES, content[1])
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
    return f"#{name}--{_slug(found['section'])}" if found["section"] else f"#{name}"


def _attached(content: list, attachments: dict) -> dict | list:
    """A picture that a cell carries with it, or else the words that stand for it."""
    _, words, (address, _) = content
    name = re.sub(r"^c\d+-", "", address)
    for mime, picture in attachments.get(name, {}).items():
        if mime in ("image/png", "image/jpeg"):
            alt = words or _words("Picture without a description")
            return _el("Image", NO_ATTRIBUTES, alt, [_data_uri(mime, picture), ""])
    return words


# --- from pieces to chapters -----------------------------------------------------------------


class _Figure(NamedTuple):
    number: int
    id: str
    chapter: str
    title: str
    credit: str
    function: str


@dataclass
class _Book:
    """Writes chapters one after another and keeps count of figures, tables and ids."""

    figures: list[_Figure] = field(default_factory=list)
    tables: int = 0
    ids: set[str] = field(default_factory=set)

    def chapter(self, chapter: Chapter, pieces: Sequence[_Piece], level: int) -> list:
        """The blocks of one notebook: its title as a heading of `level`, then all that it shows."""
        name, heading = chapter.name, _first_heading(pieces)
        words = heading["c"][2] if heading else _words(_in_words(re.sub(r"^\d+-", "", name)))
        words = _words(chapter.title) or words
        self.ids.add(name)
        blocks = [block for block in self._blocks(name, _as_text(words), pieces) if block is not heading]
        kind = "chapter" if level == 1 else "profile"
        return [_el("Header", level, [name, [kind], []], words), *self._headings(blocks, name, level)]

    def _blocks(self, name: str, title: str, pieces: Sequence[_Piece]) -> list:
        blocks: list[dict] = []
        for piece in _tables_below(pieces):
            match piece.kind:
                case "blocks":
                    blocks += piece.content
                case "code":
                    code = _el("CodeBlock", ["", ["python"], []], _clean(piece.content))
                    blocks.append(_el("Div", ["", ["code"], []], [code]))
                case "text":
                    blocks.append(_text(piece.content))
                case "table":
                    self.tables += 1
                    blocks.append(_data_table(piece.content, f"Table {self.tables}. "))
                case "figure":
                    blocks += self._figure(name, title, *piece.content)
                case "picture":
                    blocks.append(_picture(*piece.content))
                case "plain":
                    blocks.append(_el("CodeBlock", ["", ["output"], []], _clean(piece.content).rstrip("\n")))
        return blocks

    def _figure(self, chapter: str, title: str, shown: dict, numbers: dict | None) -> list:
        if not re.fullmatch(r"[a-z0-9-]+", shown["name"]):
            raise ValueError(f"{chapter} names a figure {shown['name']!r}: use a-z, 0-9 and -")
        number, name = len(self.figures) + 1, self._new_id(f"fig-{shown['name']}")
        title = f"Profile: {title}" if shown["name"].startswith("profile-") else _in_words(shown["name"])
        self.figures.append(_Figure(number, name, chapter, title, shown["credit"], shown["function"]))
        image = _el("Image", NO_ATTRIBUTES, _words(shown["alt"]), [f"{shown['name']}.svg", ""])
        label = _el("Strong", _words(f"Figure {number}. {title}."))
        caption = [None, [_plain([label, _el("Space"), *_words(shown["credit"])])]]
        blocks = [_el("Figure", [name, [], []], caption, [_plain([image])])]
        if numbers:
            attributes = ["", ["numbers"], [["label", f"Figure {number} in numbers"]]]
            blocks.append(_el("Div", attributes, [_data_table(numbers, "")]))
        return blocks

    def _headings(self, blocks: list, chapter: str, base: int) -> list:
        """The blocks with headings below `base`, none skipping a level, each with an id of its own."""
        last, done = base, []
        for block in blocks:
            if block["t"] == "Header":
                level, _, words = block["c"]
                last = min(base + max(level - 1, 1), last + 1, 5)
                name = self._new_id(f"{chapter}--{_slug(_as_text(words))}")
                block = _el("Header", last, [name, [], []], words)
            else:
                block = walk(block, _bold_heading)
            done.append(block)
        return done

    def _new_id(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self.ids:
            count += 1
            name = f"{wanted}-{count}"
        self.ids.add(name)
        return name


def _first_heading(pieces: Sequence[_Piece]) -> dict | None:
    blocks = (block for piece in pieces if piece.kind == "blocks" for block in piece.content)
    return next((block for block in blocks if block["t"] == "Header" and block["c"][0] == 1), None)


def _tables_below(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, where a table right before a figure (but for code) has become part of that figure."""
    done: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "figure":
            above = next((index for index in reversed(range(len(done))) if done[index].kind != "code"), None)
            is_table = above is not None and done[above].kind == "table"
            piece = _Piece("figure", (piece.content, done.pop(above).content if is_table else None))
        done.append(piece)
    return done


def _bold_heading(element: dict) -> dict:
    """A heading inside a list or a quotation would break the order of headings: it becomes a bold line."""
    return _para([_el("Strong", element["c"][2])]) if element["t"] == "Header" else element


def _text(shown: dict) -> dict:
    if shown["list"]:
        return _el("BulletList", [[_plain(_words(item))] for item in shown["items"]])
    return _para(_words(" ".join(shown["items"])))


def _picture(address: str, words: str) -> dict:
    alt = words if words and not words.startswith("<") else "Picture without a description"
    return _para([_el("Image", NO_ATTRIBUTES, _words(alt), [address, ""])])


def _data_table(shown: dict, label: str) -> dict:
    caption = [_el("Strong", _words(label)), _el("Space")] if label else []
    rows = [[_words(cell) for cell in row] for row in shown["rows"]]
    return _table([*caption, *_words(shown["caption"])], shown["columns"], shown["align"], rows)


# --- what follows the chapters ---------------------------------------------------------------


def _back_matter(figures: Sequence[_Figure], about: About) -> list:
    return [
        _heading(1, "Glossary", "glossary", "chapter"),
        _el("DefinitionList", [[_words(term), [[_para(_words(text))]]] for term, text in GLOSSARY.items()]),
        *_figure_lists(figures),
        _heading(1, "Sources", "sources"),
        _el("BulletList", [[_plain(_linked(source))] for source in about.sources]),
        _heading(1, "How this was made", "how-made"),
        _para(_words(MADE.format(version=about.data_version))),
        _para(_words(f"Made with {'; '.join(' '.join(pair) for pair in about.made_with)}.")),
    ]


def _figure_lists(figures: Sequence[_Figure]) -> list:
    """Where each figure comes from, and the line that goes with it elsewhere."""
    origins, lines = [], []
    for figure in figures:
        words = _words(f"Figure {figure.number}. {figure.title}")
        link = [_el("Link", NO_ATTRIBUTES, words, [f"#{figure.id}", ""])]
        origins.append([link, _code(f"{_file(figure.chapter)}.ipynb"), _code(figure.function)])
        lines.append([link, _words(figure.credit)])
    if not figures:
        return []
    return [
        _heading(1, "Where each figure comes from", "figure-origins"),
        _table([], ["Figure", "Notebook", "Drawing function"], ["left"] * 3, origins),
        _heading(1, "Credit lines", "credit-lines"),
        _para(_words("To be pasted below a figure that is shown elsewhere.")),
        _table([], ["Figure", "Credit line"], ["left"] * 2, lines),
    ]


def _file(chapter: str) -> str:
    return PROFILE if _is_profile(chapter) else chapter


def _is_profile(name: str) -> bool:
    return name.startswith(f"{PROFILE}-")


def _meta(about: About) -> dict:
    shown = {"title": about.title, "subtitle": about.subtitle, "notice": about.notice,
             "data-version": about.data_version}  # fmt: skip
    texts = {"lang": "en", "description": about.subtitle}
    meta = {name: {"t": "MetaInlines", "c": _words(text)} for name, text in shown.items() if text}
    return meta | {name: {"t": "MetaString", "c": text} for name, text in texts.items()}


def _without_dead_links(blocks: list) -> list:
    """The blocks, where a link that leads nowhere in the report and not to https has become its words."""
    known: set[str] = set()

    def note(element: dict) -> dict:
        if element["t"] in ("Header", "Figure"):
            known.add(element["c"][1 if element["t"] == "Header" else 0][0])
        return element

    def change(element: dict) -> dict | list:
        if element["t"] != "Link":
            return element
        address = element["c"][2][0]
        return element if address.startswith("https://") or address[1:] in known else element["c"][1]

    walk(blocks, note)
    return walk(blocks, change)


# --- elements of the tree --------------------------------------------------------------------


def walk(node: Any, change: Callable[[dict], dict | list]) -> Any:
    """A copy of a tree where each element is what `change` makes of it, the innermost first.

    `change` gets an element and returns one, or a list of those that take its place.
    """
    if isinstance(node, dict):
        node = {key: walk(value, change) for key, value in node.items()}
        return change(node) if "t" in node else node
    if not isinstance(node, list):
        return node
    done: list = []
    for item in node:
        new = walk(item, change)
        if isinstance(item, dict) and isinstance(new, list):
            done += new
        else:
            done.append(new)
    return done


def _el(kind: str, *content: Any) -> dict:
    """An element: one argument is its content as it is, several are a list of them."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def _clean(text: str) -> str:
    """Text without colour codes of terminals, control characters and halves of characters."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


def _words(text: str) -> list:
    """Plain text as words and spaces; no-break and thin spaces stay part of their word."""
    done: list = []
    for word in re.split(r"[ \t\n]+", _clean(text).strip(" \t\n")):
        done += [_el("Space"), _el("Str", word)] if done else [_el("Str", word)]
    return done if text.strip() else []


def _linked(text: str) -> list:
    """Plain text as words, its https addresses as links."""
    done = []
    for element in _words(text):
        found = re.fullmatch(r"([(<]?)(https://[^\s<>\"]+?)([).,;>]*)", element.get("c", ""))
        if found:
            link = _el("Link", NO_ATTRIBUTES, [_el("Str", found[2])], [found[2], ""])
            done += [_el("Str", found[1]), link, _el("Str", found[3])]
        else:
            done.append(element)
    return done


def _as_text(words: list) -> str:
    found: list[str] = []

    def note(element: dict) -> dict:
        match element["t"]:
            case "Str":
                found.append(element["c"])
            case "Code":
                found.append(element["c"][1])
            case "Space" | "SoftBreak" | "LineBreak":
                found.append(" ")
        return element

    walk(words, note)
    return "".join(found)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section"


def _in_words(name: str) -> str:
    """ "servers-taken-down" as "Servers taken down"."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _plain(words: list) -> dict:
    return {"t": "Plain", "c": words}


def _para(words: list) -> dict:
    return {"t": "Para", "c": words}


def _code(text: str) -> list:
    return [_el("Code", NO_ATTRIBUTES, _clean(text))]


def _heading(level: int, text: str, name: str, *classes: str) -> dict:
    return _el("Header", level, [name, list(classes), []], _words(text))


def _table(caption: list, columns: Sequence[str], align: Sequence[str], rows: Sequence[Sequence[list]]) -> dict:
    """A table with a header row; its first column heads the rows if it is text. Cells are lists of words."""

    def row(cells: Iterable[list]) -> list:
        return [NO_ATTRIBUTES, [[NO_ATTRIBUTES, _el("AlignDefault"), 1, 1, [_plain(cell)]] for cell in cells]]

    sides = [_el("AlignRight" if side == "right" else "AlignLeft") for side in align]
    heads = 1 if list(align[:1]) == ["left"] else 0
    specs = [[side, _el("ColWidthDefault")] for side in sides]
    head = [NO_ATTRIBUTES, [row(map(_words, columns))]]
    body = [NO_ATTRIBUTES, heads, [], [row(cells) for cells in rows]]
    title = [None, [_plain(caption)] if caption else []]
    return _el("Table", NO_ATTRIBUTES, title, specs, head, [body], [NO_ATTRIBUTES, []])


# --- the page --------------------------------------------------------------------------------


def _for_html(tree: dict) -> dict:
    """The tree with what only a page has: code and tables that fold, tables that scroll, guarded links."""

    def change(element: dict) -> dict | list:
        kind, content = element["t"], element.get("c")
        match kind:
            case "Link" if content[2][0].startswith("https://"):
                return _el("Link", ["", [], [["rel", "noopener noreferrer"]]], *content[1:])
            case "CodeBlock":
                return _el("CodeBlock", ["", content[0][1], [["tabindex", "0"]]], content[1])
            case "Table":
                return _scrolling(content)
            case "Div" if "code" in content[0][1]:
                return _folded("Code", "code", content[1])
            case "Div" if "numbers" in content[0][1]:
                return _folded(dict(content[0][2])["label"], "numbers", content[1])
        return element

    return walk(tree, change)


def _folded(label: str, kind: str, blocks: list) -> list:
    is_open = " open" if kind == "numbers" and _row_count(blocks[0]) <= SHORT_TABLE else ""
    start = f'<details class="{kind}"{is_open}><summary>{escape(label)}</summary>'
    return [_el("RawBlock", "html", start), *blocks, _el("RawBlock", "html", "</details>")]


def _row_count(scrolling: dict) -> int:
    return sum(len(body[3]) for body in scrolling["c"][1][0]["c"][4])


def _scrolling(table: list) -> dict:
    """The table in a box that scrolls; its sides as classes, for the page allows no style attributes."""
    _, caption, specs, head, bodies, foot = table
    sides = ["right" if spec[0]["t"] == "AlignRight" else "left" for spec in specs]
    default = _el("AlignDefault")

    def row(cells: list) -> list:
        pairs = zip(cells, sides, strict=True)
        return [NO_ATTRIBUTES, [[["", [side], []], default, *cell[2:]] for cell, side in pairs]]

    def rows(part: list) -> list:
        return [row(cells) for _, cells in part]

    specs = [[default, _el("ColWidthDefault")] for _ in specs]
    bodies = [[NO_ATTRIBUTES, heads, rows(above), rows(below)] for _, heads, above, below in bodies]
    parts = [NO_ATTRIBUTES, rows(head[1])], bodies, [NO_ATTRIBUTES, rows(foot[1])]
    box = [["role", "group"], ["tabindex", "0"], ["aria-label", _as_text(caption[1]) or "Table"]]
    return _el("Div", ["", ["wide"], box], [_el("Table", NO_ATTRIBUTES, caption, specs, *parts)])


def _svg(path: Path) -> str:
    return _data_uri("image/svg+xml", path.read_text(encoding="utf-8"))


def _font_faces() -> str:
    """The house font as style rules: unchanged, but compressed as pages want it (WOFF)."""
    rules = []
    for weight, name in FONTS.items():
        packed = io.BytesIO()
        with TTFont(HERE / "figures/fonts" / name, lazy=True, recalcTimestamp=False) as font:
            font.flavor = "woff"
            font.save(packed, reorderTables=None)
        data = base64.b64encode(packed.getvalue()).decode()
        rules.append(
            f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};'
            f'src:url(data:font/woff;base64,{data}) format("woff")}}\n'
        )
    return "".join(rules)


def _pandoc(options: Sequence[str], document: dict) -> str:
    """What pandoc makes of a document given as JSON; it may read no other file. RuntimeError if it fails."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--sandbox", *options],
        input=json.dumps(document).encode(),
        capture_output=True,
        cwd=HERE,  # so that no path with letters that the locale lacks is on its command line
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        raise RuntimeError(f"pandoc: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode("utf-8")
