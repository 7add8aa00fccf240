"""What lies in the folder of figures: `index.json` for programs, `README.md` for those who choose by eye.

Both are made of what the executed notebooks say of each figure and of the files that they wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image

from casebook.figures.saving import DARK
from casebook.mime import FIGURE
from casebook.sentences import handed_out as say
from casebook.words import markdown

INDEX, SHEET = "index.json", "README.md"


def index(chapters: Sequence, folder: Path, parameters: dict) -> list[dict]:
    """Every figure in reading order, an object each.

    Keys: `name, headline, alt, credit, sources, data_version, parameters, notebook, function, files` (a list of
    `path, bytes`, and of a picture `width, height`, in pixels for PNG, else in inches, `theme, size, background`).
    `chapters` have `name` and `notebook` (executed); `folder` holds the files; `parameters` is what was chosen.
    """
    return [
        {
            **{key: told[key] for key in ("name", "headline", "alt", "credit", "sources", "data_version")},
            "parameters": parameters,
            "notebook": chapter.name,
            "function": told["function"],
            "files": [_file(folder, path, told) for path in _files(folder, told["name"])],
        }
        for chapter in chapters
        for told in _figures(chapter.notebook)
    ]


def _figures(notebook) -> Iterable[dict]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if FIGURE in output.get("data", {}):
                yield output["data"][FIGURE]


def _files(folder: Path, name: str) -> list[Path]:
    places = folder, folder / DARK
    return [path for place in places for path in sorted(place.glob(f"{name}.*")) if path.stem == name]


def _file(folder: Path, path: Path, told: dict) -> dict:
    file = {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size}
    if path.suffix == ".csv":
        return file
    look = told["look"] | ({"theme": DARK} if path.parent.name == DARK else {})
    wide, high = _pixels(path) if path.suffix == ".png" else told["inches"]
    return file | {"width": wide, "height": high} | look


def _pixels(png: Path) -> tuple[int, int]:
    with Image.open(png) as picture:
        return picture.size


def write(chapters: Sequence, folder: Path, parameters: dict) -> list[Path]:
    """Write `index.json` and the contact sheet `README.md` into the folder of figures; give back both."""
    found = index(chapters, folder, parameters)
    texts = {INDEX: json.dumps(found, ensure_ascii=False, indent=1) + "\n", SHEET: contact_sheet(found)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in texts]


def contact_sheet(found: Sequence[dict]) -> str:
    """A Markdown page with every picture, its headline, its alt text and its files."""
    parts = [f"# {say.SHEET_TITLE}", say.SHEET]
    return "\n\n".join([*parts, *map(_entry, found)]) + "\n"


def _entry(told: dict) -> str:
    picture = next(file["path"] for file in told["files"] if file["path"].endswith(".png"))
    files = " · ".join(f"[{file['path']}]({file['path']})" for file in told["files"])
    return "\n\n".join(
        [
            f"## {told['name']}",
            f"![{markdown(told['headline'])}]({picture})",
            f"**{markdown(told['headline'])}**",
            say.alt_text(markdown(told["alt"])),
            say.files(files),
        ]
    )
