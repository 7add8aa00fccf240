"""Write a page as SVG and PNG, with its title, alt text and source inside each file."""

from __future__ import annotations

import io
import os
from html import escape
from pathlib import Path

from casebook.figures.page import Page
from casebook.figures.theme import in_house_style

FORMS = ("svg", "png")


@in_house_style
def render(page: Page, form: str) -> bytes:
    """The page as the bytes of an SVG (text as outlines) or PNG file; the same bytes every time.

    Raises ValueError for a page without alt text.
    """
    if not page.alt:
        raise ValueError(f"{page.name}: no figure is saved without alt text")
    told = {"Title": page.headline, "Description": page.alt, "Source": page.source_line}
    told |= {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    # Pictures of text and flat colour get no smaller at higher levels, and take longer.
    more = {"pil_kwargs": {"compress_level": 3}} if form == "png" else {}
    out = io.BytesIO()
    page.savefig(out, format=form, metadata=told, **more)
    return _with_description(out.getvalue(), page.alt) if form == "svg" else out.getvalue()


def _with_description(svg: bytes, alt: str) -> bytes:
    """matplotlib writes <title> for Title; <desc> is what a screen reader reads after it."""
    return svg.replace(b"</title>", b"</title>\n <desc>" + escape(alt).encode() + b"</desc>", 1)


def write(page: Page, folder: Path) -> list[Path]:
    """Write `<folder>/<name>.svg` and `.png`, each whole or not at all; give back their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for form in FORMS:
        path = folder / f"{page.name}.{form}"
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(render(page, form))
        os.replace(part, path)
        paths.append(path)
    return paths
