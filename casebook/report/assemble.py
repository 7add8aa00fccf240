"""Chapters into one tree: their order, headings, ids, and the numbers of figures and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from casebook.report.matter import About, Drawn, back, front
from casebook.report.notebooks import Chapter, Piece, pieces_of, read_markdown
from casebook.report.tree import (
    NO_ATTRIBUTES,
    as_text,
    clean,
    el,
    elements,
    heading,
    joined,
    link,
    para,
    plain,
    slug,
    strong,
    table,
    walk,
    words,
)
from casebook.sentences import handed_out as say
from casebook.sentences.drawn.page import MOST, counted_sources
from casebook.sentences.slides import profile

PROFILE = "02-case-profile"


def assemble(chapters: Sequence[Chapter], about: About) -> dict:
    """The whole report as pandoc's document tree, free of any output format.

    A figure is a Figure with id `fig-<name>` whose Image points to `<name>.svg`; its table follows in a Div
    of class `numbers` with the attribute `label`; a code cell is a CodeBlock in a Div of class `code`.
    Raises ValueError if a notebook holds an error.
    """
    version, parts = read_markdown([(chapter, list(pieces_of(chapter))) for chapter in chapters])
    book, blocks, annex = _Book(), [], []
    for chapter, pieces in sorted(parts, key=lambda part: _is_profile(part[0].name)):
        if _is_profile(chapter.name):
            annex = annex or [heading(1, say.ANNEX, PROFILE, "chapter")]
            annex += book.chapter(chapter, pieces, 2)
        else:
            blocks += book.chapter(chapter, pieces, 1)
    blocks += annex + back(book.figures, about)
    return {"pandoc-api-version": version, "meta": front(about), "blocks": joined(_without_dead_links(blocks))}


# --- from pieces to chapters -----------------------------------------------------------------


@dataclass
class _Book:
    """Writes chapters one after another and keeps count of figures, tables and ids."""

    figures: list[Drawn] = field(default_factory=list)
    tables: int = 0
    ids: set[str] = field(default_factory=set)

    def chapter(self, chapter: Chapter, pieces: Sequence[Piece], level: int) -> list:
        """The blocks of one notebook: its title as a heading of `level`, then all that it shows."""
        name, first = chapter.name, _first_heading(pieces)
        own = first["c"][2] if first else words(_in_words(re.sub(r"^\d+-", "", name)))
        title = words(chapter.title) or own
        self.ids.add(name)
        blocks = [block for block in self._blocks(name, as_text(title), pieces) if block is not first]
        kind = "chapter" if level == 1 else "profile"
        return [el("Header", level, [name, [kind], []], title), *self._headings(blocks, name, level)]

    def _blocks(self, name: str, title: str, pieces: Sequence[Piece]) -> list:
        blocks: list[dict] = []
        for piece in _code_joined(_tables_below(pieces)):
            match piece.kind:
                case "blocks":
                    blocks += piece.content
                case "code":
                    source = el("CodeBlock", ["", ["python"], []], clean(piece.content))
                    blocks.append(el("Div", ["", ["code"], []], [source]))
                case "text":
                    blocks.append(_text(piece.content))
                case "table":
                    self.tables += 1
                    blocks.append(_data_table(piece.content, say.table(self.tables)))
                case "figure":
                    blocks += self._figure(name, title, *piece.content)
                case "picture":
                    blocks.append(_picture(*piece.content))
                case "plain":
                    blocks.append(el("CodeBlock", ["", ["output"], []], clean(piece.content).rstrip("\n")))
        return blocks

    def _figure(self, chapter: str, title: str, shown: dict, numbers: dict | None) -> list:
        if not re.fullmatch(r"[a-z0-9-]+", shown["name"]):
            raise ValueError(f"{chapter} names a figure {shown['name']!r}: use a-z, 0-9 and -")
        number, name = len(self.figures) + 1, self._new_id(f"fig-{shown['name']}")
        title = profile(title) if shown["name"].startswith("profile-") else _in_words(shown["name"])
        notebook = f"{PROFILE if _is_profile(chapter) else chapter}.ipynb"
        self.figures.append(Drawn(number, name, title, shown["credit"], notebook, shown["function"]))
        image = el("Image", NO_ATTRIBUTES, words(shown["alt"]), [f"{shown['name']}.svg", ""])
        label = strong(f"{say.figure(number, title)}.")
        caption = [None, [plain([label, el("Space"), *_caption(shown)])]]
        blocks = [el("Figure", [name, [], []], caption, [plain([image])])]
        if numbers:
            attributes = ["", ["numbers"], [["label", say.in_numbers(number)]]]
            blocks.append(el("Div", attributes, [_data_table(numbers, "")]))
        return blocks

    def _headings(self, blocks: list, chapter: str, base: int) -> list:
        """The blocks with headings below `base`, none skipping a level, each with an id of its own."""
        last, done = base, []
        for block in blocks:
            if block["t"] == "Header":
                level, _, title = block["c"]
                last = min(base + max(level - 1, 1), last + 1, 5)
                name = self._new_id(f"{chapter}--{slug(as_text(title))}")
                block = el("Header", last, [name, [], []], title)
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


def _caption(shown: dict) -> list:
    """The credit of a figure; of very many sources only their number, with a link to the list of all."""
    number = shown.get("sources_in_all", 0)
    if number <= MOST:
        return words(shown["credit"])
    many, where, rest = counted_sources(shown["credit"], number)
    return [*words(many), el("Space"), link("#sources", words(where)), *words(rest)]


def _first_heading(pieces: Sequence[Piece]) -> dict | None:
    blocks = (block for piece in pieces if piece.kind == "blocks" for block in piece.content)
    return next((block for block in blocks if block["t"] == "Header" and block["c"][0] == 1), None)


def _tables_below(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, where a table right before a figure (but for code) has become part of that figure."""
    done: list[Piece] = []
    for piece in pieces:
        if piece.kind == "figure":
            above = next((index for index in reversed(range(len(done))) if done[index].kind != "code"), None)
            is_table = above is not None and done[above].kind == "table"
            piece = Piece("figure", (piece.content, done.pop(above).content if is_table else None))
        done.append(piece)
    return done


def _code_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, where pieces of code with nothing between them have become one."""
    done: list[Piece] = []
    for piece in pieces:
        if piece.kind == "code" and done and done[-1].kind == "code":
            done[-1] = Piece("code", f"{done[-1].content.rstrip()}\n\n{piece.content}")
        else:
            done.append(piece)
    return done


def _bold_heading(element: dict) -> dict:
    """A heading inside a list or a quotation would break the order of headings: it becomes a bold line."""
    return para([el("Strong", element["c"][2])]) if element["t"] == "Header" else element


def _text(shown: dict) -> dict:
    if shown["list"]:
        return el("BulletList", [[plain(words(item))] for item in shown["items"]])
    return para(words(" ".join(shown["items"])))


def _picture(address: str, said: str) -> dict:
    alt = said if said and not said.startswith("<") else say.NO_DESCRIPTION
    return para([el("Image", NO_ATTRIBUTES, words(alt), [address, ""])])


def _data_table(shown: dict, label: str) -> dict:
    caption = [strong(label), el("Space")] if label else []
    rows = [[words(cell) for cell in row] for row in shown["rows"]]
    return table([*caption, *words(shown["caption"])], shown["columns"], shown["align"], rows)


def _is_profile(name: str) -> bool:
    return name.startswith(f"{PROFILE}-")


def _in_words(name: str) -> str:
    """ "servers-taken-down" as "Servers taken down"."""
    spaced = name.replace("-", " ")
    return spaced[:1].upper() + spaced[1:]


def _without_dead_links(blocks: list) -> list:
    """The blocks, where a link that leads nowhere in the report and not to https has become its words."""
    places = {"Header": 1, "Figure": 0}  # of the attributes in what they hold
    known = {one["c"][places[one["t"]]][0] for one in elements(blocks) if one["t"] in places}

    def change(element: dict) -> dict | list:
        if element["t"] != "Link":
            return element
        address = element["c"][2][0]
        return element if address.startswith("https://") or address[1:] in known else element["c"][1]

    return walk(blocks, change)
