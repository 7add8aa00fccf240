"""The tree as a Word file: pandoc writes it in the styles of `word-parts/`, which is a Word file taken apart.

A pandoc document that takes its styles from a reference file needs that file; it is put together here from
its parts, so that what it says can be read, compared and changed as text.
"""

from __future__ import annotations

import io
import re
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from casebook.report.paper import for_paper, with_files
from casebook.report.tree import HERE, as_text, el, link, pandoc, para, strong, walk, with_rows, words
from casebook.sentences import handed_out as say

PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package-rels.xml",
    "docProps/app.xml": "app.xml",
    "word/_rels/document.xml.rels": "document-rels.xml",
    "word/document.xml": "document.xml",
    "word/fontTable.xml": "fonts.xml",
    "word/footer.xml": "footer.xml",
    "word/header.xml": "header.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
AS_THEY_ARE = ("docProps/app.xml", "word/fontTable.xml", "word/settings.xml", "word/styles.xml")
TEXT, PANDOC_TEXT = 9638, 7920  # twentieths of a point: width of the text, and what pandoc takes it to be
INDENT = 284  # twentieths of a point: of a list in the text, and of one in a list
WIDTH = "17cm"  # of the text, and of a figure
NEW_PAGE = '<w:p><w:pPr><w:pStyle w:val="NewPage"/></w:pPr></w:p>'
ON_NEW_PAGE = '<w:pageBreakBefore/><w:spacing w:before="0"/>'
WIDER = 1.04  # how much wider than ours the fonts may be that stand in for it
LOOSE, KEPT = "Table Text", "Table Text Kept"  # the second: on one page with what follows
CONTENTS = r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r>'


def docx(tree: dict, figures: Path) -> bytes:
    """The Word file, its pictures from the folder `figures` (FileNotFoundError for one that is missing)."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        told = _told(with_files(for_paper(tree, WIDER), figures, folder, "png"))
        (folder / "reference.docx").write_bytes(_packed(_parts(tree["meta"])))
        options = ["--from=json", "--to=docx", "--reference-doc=reference.docx", "--output=report.docx"]
        pandoc(options, told, folder)
        with ZipFile(folder / "report.docx") as made:
            return _packed(_finished({part: made.read(part) for part in made.namelist()}))


def _parts(meta: dict) -> dict[str, bytes]:
    """The parts of the reference file, with title and data version in its running head and foot."""
    parts = {part: _part(part) for part in PARTS}
    for part in ("word/header.xml", "word/footer.xml"):
        named = re.sub(r"\{([a-z-]+)\}", lambda name: escape(as_text(meta[name[1]])), parts[part].decode())
        parts[part] = named.encode()
    return parts


def _part(name: str) -> bytes:
    return (HERE / "word-parts" / PARTS[name]).read_bytes()


# --- the tree as Word takes it ---------------------------------------------------------------


def _told(tree: dict) -> dict:
    """The tree in Word's styles, with cover and contents."""

    def change(element: dict) -> dict | list:
        kind, content = element["t"], element.get("c")
        match kind:
            case "Image" if content[2][0].endswith(".svg"):
                return content[1]  # Word would show nothing for it without a second picture
            case "Figure":
                return walk(element, _wide)
            case "Table":
                return el("Table", *_styled(content))
            case "Header" if "new-page" in content[1][1]:
                return [_raw(NEW_PAGE), element]
        return element

    meta, blocks = tree["meta"], tree["blocks"]
    kept = {name: meta[name] for name in ("title", "subtitle", "lang", "description", "data-version") if name in meta}
    return tree | {"meta": kept, "blocks": [*_cover(meta), *_contents(blocks), *walk(blocks, change)]}


def _wide(element: dict) -> dict:
    if element["t"] != "Image":
        return element
    return el("Image", ["", [], [["width", WIDTH]]], *element["c"][1:])


def _styled(table: list) -> list:
    """The table in the style of its text; all rows of one that stays on one page hold on to the next."""
    attributes, *_, head, _, _ = table
    inner = KEPT if "whole" in attributes[1] else LOOSE

    def rows(part: list) -> list:
        styles = [inner] * (len(part) - 1) + [KEPT if part is head[1] else LOOSE]
        return [[attr, row(cells, style)] for (attr, cells), style in zip(part, styles, strict=False)]

    def row(cells: list, style: str) -> list:
        return [[*cell[:4], [_style(style, *cell[4])]] for cell in cells]

    return with_rows(table, rows)


def _cover(meta: dict) -> list:
    """What stands below title and subtitle: a line of the cover for each part, its name at the margin."""
    parts = [(say.WHAT_IT_IS, meta["is"]["c"]), (say.WHAT_IT_IS_NOT, meta["is-not"]["c"])]
    parts += [("", meta["notice"]["c"])] if "notice" in meta else []
    parts += [(say.DATA, [*words(say.VERSION), el("Space"), *meta["data-version"]["c"]])]
    parts += [("" if number else say.SOURCES, source["c"]) for number, source in enumerate(meta["sources"]["c"])]
    return [_style("Cover", para([strong(name), _raw_inline("<w:r><w:tab/></w:r>"), *said])) for name, said in parts]


def _contents(blocks: list) -> list:
    """The contents as a field that Word can bring up to date, filled with links to chapters and sections."""
    headings = [block["c"] for block in blocks if block["t"] == "Header" and block["c"][0] <= 2]
    lines = [(level, [link(f"#{name}", title)]) for level, (name, *_), title in headings]
    lines[0][1].insert(0, _raw_inline(_field("begin") + CONTENTS + _field("separate")))
    lines[-1][1].append(_raw_inline(_field("end")))
    title = _style("TOC Heading", para(words(say.CONTENTS)))
    return [title, *(_style(f"toc {level}", para(line)) for level, line in lines)]


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _style(name: str, *blocks: dict) -> dict:
    paragraphs = [para(block["c"]) if block["t"] == "Plain" else block for block in blocks]
    return el("Div", ["", [], [["custom-style", name]]], paragraphs)


def _raw(source: str) -> dict:
    return el("RawBlock", "openxml", source)


def _raw_inline(source: str) -> dict:
    return el("RawInline", "openxml", source)


# --- what pandoc has written -----------------------------------------------------------------


def _finished(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with our styles as they are, no dates, and what pandoc has no words for."""
    text = parts["word/document.xml"].decode()
    text = re.sub(re.escape(NEW_PAGE) + r"(.*?<w:pStyle [^>]*/>)", r"\1" + ON_NEW_PAGE, text, flags=re.DOTALL)
    text = text.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>")
    text = text.replace("<w:tr><w:trPr><w:tblHeader", "<w:tr><w:trPr><w:cantSplit/><w:tblHeader")
    text = re.sub(r'<w:tblW w:type="pct" w:w="(\d+)" />', lambda one: _width(int(one[1]) / 5000), text)
    text = re.sub(r'<w:gridCol w:w="(\d+)" />', lambda one: _column(int(one[1]) / PANDOC_TEXT), text)
    lists = re.sub(r'w:left="(\d+)" w:hanging="360"', _indent, parts["word/numbering.xml"].decode())
    core = parts["docProps/core.xml"].decode()
    core = re.sub(r"<(dcterms:\w+|dc:creator|cp:keywords)\b[^>]*>[^<]*</\1>", "", core)
    ours = {part: _part(part) for part in AS_THEY_ARE}
    changed = {"word/document.xml": text, "word/numbering.xml": lists, "docProps/core.xml": core}
    return parts | ours | {name: content.encode() for name, content in changed.items()}


def _indent(level: re.Match) -> str:
    return f'w:left="{int(level[1]) // 720 * INDENT}" w:hanging="{INDENT}"'


def _width(share: float) -> str:
    return f'<w:tblW w:type="dxa" w:w="{round(share * TEXT)}" />'


def _column(share: float) -> str:
    return f'<w:gridCol w:w="{round(share * TEXT)}" />'


def _packed(parts: dict[str, bytes]) -> bytes:
    """A zip file of parts that is the same whenever and wherever it is made."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as file:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = ZipInfo(name)  # its time is that of no day: 1 January 1980
            info.compress_type = ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED
            info.create_system = 3
            file.writestr(info, parts[name])
    return packed.getvalue()
