"""Take docs/explorer.png, the picture of the explorer in the README: `.venv/bin/python docs/picture.py`.

Needs Chromium and the test libraries. Taken anew when the page's look or the version of the data changes.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "explorer.png"
PART = "#cases=sparks-group,pay-tv-signals&measures=servers_taken_down,arrests"


def main(target: Path = TARGET) -> None:
    """Write the picture, with the version of the data inside the file."""
    sys.path.insert(0, str(ROOT))
    from casebook import explorer, handout, load
    from casebook.data import descriptor
    from casebook.paths import DATA
    from casebook.sentences.slides import LIMITS
    from tests.browsing import Visit, launched

    package, book = descriptor(), load()
    text = explorer.page(book, package["title"], package["description"], handout.about(DATA, book).notice, LIMITS)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        file = Path(folder) / "explorer.html"
        file.write_text(text, "utf-8")
        with Visit(browser, file.as_uri() + PART, viewport={"width": 1280, "height": 860}) as page:
            picture = Image.open(io.BytesIO(page.screenshot()))
    told = PngInfo()
    told.add_text("Source", f"build/explorer.html, casebook data v{book.version}")
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True, pnginfo=told)


if __name__ == "__main__":
    main()
