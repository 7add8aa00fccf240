"""The tree as a page of HTML that loads nothing and allows itself nothing but its own style."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html import escape
from pathlib import Path

from fontTools.ttLib import TTFont

from casebook.report.notebooks import data_uri
from casebook.report.tree import HERE, NO_ATTRIBUTES, as_text, el, pandoc, walk, with_rows

FONT_FILES = HERE.parent / "figures/fonts"
FONTS = {400: "SourceSans3_400Regular.ttf", 600: "SourceSans3_600SemiBold.ttf"}
SHORT_TABLE = 12  # rows: a longer table may break on paper, and is folded under a figure on the screen


def page(tree: dict, figures: Path) -> str:
    """The page, its pictures from the folder `figures` (FileNotFoundError for one that is missing)."""
    css = _font_faces() + (HERE / "screen.css").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    options = [
        "--sandbox", "--from=json", "--to=html5", "--standalone", "--template=screen-template.html",
        "--toc", "--toc-depth=3", "--shift-heading-level-by=1", "--section-divs", "--wrap=none",
        "--reference-location=section", "--syntax-highlighting=none", f"--variable=css-hash:{digest}",
    ]  # fmt: skip
    made = pandoc(options, _for_screen(tree)).decode("utf-8")
    # Text cannot hold a tag by now. Pandoc would take long over the pictures, and change the style sheet.
    made = made.replace("<style></style>", f"<style>{css}</style>", 1)
    return re.sub(r'(?<=<img src=")[a-z0-9-]+\.svg(?=")', lambda name: _svg(figures / name[0]), made)


def _for_screen(tree: dict) -> dict:
    """The tree with what only a page has: code and tables that fold, tables that scroll, guarded links."""

    def change(element: dict) -> dict | list:
        kind, content = element["t"], element.get("c")
        match kind:
            case "Link" if content[2][0].startswith("https://"):
                return el("Link", ["", [], [["rel", "noopener noreferrer"]]], *content[1:])
            case "CodeBlock":
                return el("CodeBlock", ["", content[0][1], [["tabindex", "0"]]], content[1])
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
    return [el("RawBlock", "html", start), *blocks, el("RawBlock", "html", "</details>")]


def _row_count(scrolling: dict) -> int:
    return sum(len(body[3]) for body in scrolling["c"][1][0]["c"][4])


def _scrolling(table: list) -> dict:
    """The table in a box that scrolls; its sides as classes, for the page allows no style attributes."""
    sides = ["right" if spec[0]["t"] == "AlignRight" else "left" for spec in table[2]]
    default = el("AlignDefault")

    def row(cells: list) -> list:
        pairs = zip(cells, sides, strict=True)
        return [NO_ATTRIBUTES, [[["", [side], []], default, *cell[2:]] for cell, side in pairs]]

    _, caption, specs, *parts = with_rows(table, lambda rows: [row(cells) for _, cells in rows])
    specs = [[default, el("ColWidthDefault")] for _ in specs]
    box = [["role", "group"], ["tabindex", "0"], ["aria-label", as_text(caption[1]) or "Table"]]
    return el("Div", ["", ["wide"], box], [el("Table", NO_ATTRIBUTES, caption, specs, *parts)])


def _svg(path: Path) -> str:
    return data_uri("image/svg+xml", path.read_text(encoding="utf-8"))


def _font_faces() -> str:
    """The house font as style rules: unchanged, but compressed as pages want it (WOFF)."""
    rules = []
    for weight, name in FONTS.items():
        packed = io.BytesIO()
        with TTFont(FONT_FILES / name, lazy=True, recalcTimestamp=False) as font:
            font.flavor = "woff"
            font.save(packed, reorderTables=None)
        data = base64.b64encode(packed.getvalue()).decode()
        rules.append(
            f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};'
            f'src:url(data:font/woff;base64,{data}) format("woff")}}\n'
        )
    return "".join(rules)
