"""The report: executed notebooks as one document tree, and that tree as a page, a PDF and a Word file.

                                  ┌─ screen.py ──────────────▶ report.html
    chapters ──assemble──▶ tree ──┤               ┌─ typeset ─▶ report.pdf
                (pandoc's format) └─ paper.py ────┤
                                                  └─ word ────▶ report.docx

`assemble` knows nothing of any form; what only one form has is added to a copy of the tree: folds on the screen,
widths of columns on paper. Text from data goes into the tree as words, never through a reader of Markdown or
HTML, and leaves it as words, so that nothing in it can act as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from casebook.mime import FIGURE, TABLE, TEXT
from casebook.report import screen, typeset, word
from casebook.report.assemble import PROFILE, assemble
from casebook.report.matter import GLOSSARY, About, Source
from casebook.report.notebooks import Chapter

__all__ = [
    "FIGURE", "FORMS", "GLOSSARY", "PROFILE", "TABLE", "TEXT",
    "About", "Chapter", "Source", "assemble", "docx", "html", "pdf", "write",
]  # fmt: skip
FORMS = ("report.html", "report.pdf", "report.docx")


def write(
    chapters: Sequence[Chapter], figures: Path, about: About, folder: Path, columns: Path | None = None
) -> list[Path]:
    """Write the report in its three forms to a folder; give back their paths, in the order of `FORMS`.

    `chapters` come in reading order; every figure shown must be in `figures` as `<name>.svg` and `<name>.png`
    (FileNotFoundError); `columns` is the folder of those for paper, if they are others. A PDF that would not be
    accessible (PDF/UA-1) is a RuntimeError. Same inputs, same bytes.
    """
    tree, printed = assemble(chapters, about), columns or figures
    made = screen.page(tree, figures).encode(), typeset.pdf(tree, printed), word.docx(tree, printed)
    paths = [folder / name for name in FORMS]
    for path, content in zip(paths, made, strict=True):
        path.write_bytes(content)
    return paths


def html(chapters: Sequence[Chapter], figures: Path, about: About) -> str:
    """The report as one page that loads nothing; see `write`."""
    return screen.page(assemble(chapters, about), figures)


def pdf(chapters: Sequence[Chapter], figures: Path, about: About) -> bytes:
    """The report as a tagged PDF; see `write`."""
    return typeset.pdf(assemble(chapters, about), figures)


def docx(chapters: Sequence[Chapter], figures: Path, about: About) -> bytes:
    """The report as a Word file; see `write`."""
    return word.docx(assemble(chapters, about), figures)
