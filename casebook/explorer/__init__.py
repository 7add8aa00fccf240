"""The explorer: every statement of the collection in one page that loads nothing, for people without Python.

    Tables ──payload──▶ data (JSON) ─┐
           ──_rows────▶ table (HTML) ├─ page.html ──▶ explorer.html
    page.css, script/*.js ───────────┘

Text from the data reaches the page as escaped HTML in the table, which is complete without JavaScript, and as JSON
that the script puts into text nodes. The page's policy allows its own script and style, by their hashes, and nothing
else. The script chooses, counts and draws; what it says in words and which sums it may make comes from `payload`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from html import escape
from importlib import resources

from casebook import bounds, dates, places, words
from casebook.data import Book
from casebook.explore import Tables, about
from casebook.explorer.payload import payload
from casebook.figures.theme import THEMES
from casebook.sentences import exploring

HERE = resources.files("casebook.explorer")
NAME = "explorer.html"


def page(book: Book, title: str, description: str, notice: str, limits: Iterable[str]) -> str:
    """The page for the chosen cases of a book. Same inputs, same bytes.

    `title` and `description` are those of the data, `notice` and `limits` say what it is not and cannot say.
    """
    tables = Tables(book)
    style, script = _style(), _script()
    parts = {
        "title": escape(title),
        "description": escape(description),
        "notice": escape(notice),
        "version": escape(book.version),
        "limits": "\n".join(f"<li>{escape(limit)}</li>" for limit in limits),
        "rows": "\n".join(_rows(tables)),
        "sources": "\n".join(_titles(tables)),
        "style": style,
        "style-hash": _hash(style),
        "script": script,
        "script-hash": _hash(script),
        "data": as_script(payload(tables)),
    }
    # In one pass, so that nothing in a value can be taken for a place to fill.
    return re.sub(r"\{\{([a-z-]+)\}\}", lambda found: parts[found[1]], _read("page.html"))


def as_script(data: dict) -> str:
    """Data as JSON that can stand in a script element: nothing in it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _read(name: str) -> str:
    return HERE.joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _script() -> str:
    """The files of `script/` by their numbers, as one function, so that the page's names are its own."""
    files = sorted(HERE.joinpath("script").iterdir(), key=lambda file: int(file.name.partition("-")[0]))
    lines = [line.strip() for file in files for line in file.read_text("utf-8").splitlines()]
    # Comments and indents stay here, where the script is read; the page is sent about.
    kept = [line for line in lines if line and not line.startswith(("//", "/*", "*"))]
    return "\n".join(["(() => {", '"use strict";', *kept, "})();\n"])


def _style() -> str:
    """The style sheet with the colours of the figures, light and dark."""
    light, dark = (_colours(name) for name in ("light", "dark"))
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n" + _read("page.css")
    )


def _colours(theme: str) -> str:
    colours = asdict(THEMES[theme])
    for name in ("ramp", "on_ramp"):
        colours |= {f"{name.removesuffix('_ramp')}-{step}": colour for step, colour in enumerate(colours.pop(name), 1)}
    return "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in colours.items())


# --- the table that needs no script ----------------------------------------------------------


def _rows(tables: Tables) -> Iterable[str]:
    """A row for every statement: figures, then events, countries and cooperation, as `payload` lists them."""
    for cells, (verdict, _) in zip(tables.figures.to_dict("records"), tables.judged, strict=True):
        yield _row(tables, cells, *_figure(tables, cells, verdict))
    labels = tables.labels["event"]
    for cells in tables.events.to_dict("records"):
        what = [labels[cells["event"]], _country(cells["country"]), _when(cells["date"]) or "not dated"]
        yield _row(tables, cells, what, cells["as_printed"], "")
    labels = tables.labels["role"]
    for cells in tables.named.to_dict("records"):
        what = [f"{_country(cells['country'])}: {labels[cells['role']]}"]
        yield _row(tables, cells, what, cells["as_printed"], "")
    bodies, means = tables.labels["body"], tables.labels["means"]
    for cells in tables.help.to_dict("records"):
        yield _row(tables, cells, [f"{bodies[cells['body']]}: {means[cells['means']]}"], "", "")


def _figure(tables: Tables, cells: dict, verdict: str) -> tuple[list[str], str, str]:
    said = about(tables, cells)
    country = "" if cells["scope"] == "part" else _country(cells["country"])
    what = [tables.labels["measure"][cells["measure"]], said, country, _when(cells["date"])]
    reading = f"read as {words.amount_in_unit(bounds.amount_of(cells))}"
    agreed = "" if verdict == "single" else exploring.VERDICTS.get(verdict, "")
    return what, cells["as_printed"], "; ".join(filter(None, [reading, agreed]))


def _row(tables: Tables, cells: dict, what: list[str], printed: str, reading: str) -> str:
    """A row of the table; HTML lets the ends of its cells be left out."""
    title = tables.terms["cases"].get(cells["case"], "All its actions together")
    first, *more = [part for part in what if part]
    named = "; ".join(_listed_source(tables, name) for name in cells["sources"])
    kinds = tables.kinds(cells["sources"])
    quote = f"“{escape(printed)}”" if printed else ""
    place = _small(f"{', '.join(kinds)}. {cells['locator']}")
    return (
        f'<tr><th scope="row">{escape(title)}<td>{escape(words.capital(first))}{_small(", ".join(more))}'
        f"<td>{quote}{_small(reading)}<td>{named}{place}"
    )


def _listed_source(tables: Tables, name: str) -> str:
    """The publisher, as a link to the source in the list of all; the script makes it one to what was printed."""
    return f'<a href="#s{tables.numbers[name]}">{escape(tables.source[name]["publisher"])}</a>'


def _titles(tables: Tables) -> Iterable[str]:
    """Every source that is named in the table: who published what, and when."""
    for number, name in enumerate(tables.speakers):
        source = tables.source[name]
        kind = ", ".join(filter(None, [tables.labels["kind"][source["kind"]], _when(source["published"])]))
        title, url = escape(source["title"]), escape(source["url"] or source["archived"])
        linked = f'<a href="{url}">{title}</a>' if url.startswith(("https://", "http://")) else title
        yield f'<li id="s{number}">{escape(source["publisher"])}: {linked} <small>({escape(kind)})</small>'


def _small(text: str) -> str:
    return f" <small>{escape(text)}</small>" if text else ""


def _country(code: str) -> str:
    return places.name(code) if code else ""


def _when(edtf: str) -> str:
    return words.when(dates.parse(edtf)) if edtf else ""
