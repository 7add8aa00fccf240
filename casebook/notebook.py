"""What a notebook shows: `save` a figure, `show` a table, `say` a paragraph, `bullets`.

Whatever is shown carries, beside what JupyterLab draws, a JSON form that the report is made of. Text
is always plain: nothing that stands in the data can become markup.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

import pandas as pd
from IPython.display import display

from casebook import dates, figures, places, words
from casebook.figures.page import Page
from casebook.mime import FIGURE, TABLE, TEXT
from casebook.paths import ROOT

MOST_ROWS = 250
CELLS = {
    "leads": lambda codes: words.listed([places.name(code) for code in codes]) if codes else "",
    "country": lambda code: places.name(code) if code else "",
    "action_day": lambda edtf: words.when(dates.parse(edtf)) if edtf else "",
    "date": lambda edtf: words.when(dates.parse(edtf)) if edtf else "",
}


def save(page: Page, output: str = "build/figures") -> None:
    """Write every form of a figure to a folder (relative to the project) and display what was saved.

    What the forms are, `casebook.figures.saving.write` tells.
    """
    folder = ROOT / output
    figures.write(page, folder)
    told = {
        "name": page.name,
        "headline": page.headline,
        "subtitle": page.subtitle,
        "doubt": page.doubt,
        "alt": page.alt,
        "credit": page.source_line,
        "sources": list(page.sources),
        "sources_in_all": len(page.credit.sources),
        "data_version": page.credit.version,
        "inches": list(page.size.inches),
        "look": asdict(page.look),
        "function": f"casebook.figures.{page.function}",
    }
    png = (folder / f"{page.name}.png").read_bytes()
    _display(
        {FIGURE: told, "image/png": b64encode(png).decode(), "text/plain": page.alt}, {"image/png": {"alt": page.alt}}
    )


def show(table: pd.DataFrame, columns: dict[str, str], caption: str = "", nothing: str = "", whole: str = "") -> None:
    """Display columns of a table under readable headings (`columns`: column to heading).

    Dates, countries and printed words are worded as in the figures; an empty cell shows `nothing`, and of a table
    without rows its caption says that there are none. Of more than
    `MOST_ROWS` rows the first are shown, and the caption says where they all are: in the file `whole`.
    """
    if table.empty:
        return say(f"{caption or 'Rows'}: {words.NONE}.")
    cells = zip(*(table[column][:MOST_ROWS] for column in columns), strict=True)
    rows = [[_cell(value, column) or nothing for value, column in zip(row, columns, strict=True)] for row in cells]
    if len(table) > len(rows):
        where = f"; all in {whole}" if whole else ""
        caption = f"{caption}: the first {words.number(len(rows))} of {words.number(len(table))} rows{where}"
    numeric = [pd.api.types.is_integer_dtype(table[column]) for column in columns]
    align = ["right" if number else "left" for number in numeric]
    told = {"caption": caption, "columns": list(columns.values()), "align": align, "rows": rows}
    _display({TABLE: told, "text/html": _html(told), "text/plain": _plain(told)})


def _cell(value, column: str) -> str:
    if column in CELLS:
        return CELLS[column](value)
    if value is None or value != value:
        return ""
    return words.number(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else str(value)


def _html(told: dict) -> str:
    def line(tag: str, cells: Sequence[str]) -> str:
        styled = zip(cells, told["align"], strict=True)
        return (
            "<tr>"
            + "".join(f'<{tag} style="text-align:{side}">{words.html(cell)}</{tag}>' for cell, side in styled)
            + "</tr>"
        )

    caption = f"<caption>{words.html(told['caption'])}</caption>" if told["caption"] else ""
    body = "".join(line("td", row) for row in told["rows"])
    return f"<table>{caption}<thead>{line('th', told['columns'])}</thead><tbody>{body}</tbody></table>"


def _plain(told: dict) -> str:
    return "\n".join(" | ".join(row) for row in [told["columns"], *told["rows"]])


def say(*sentences: str) -> None:
    """Display sentences as one paragraph; empty ones are left out."""
    _text([text for text in sentences if text], listed=False)


def bullets(*items: str) -> None:
    """Display sentences as a list; empty ones are left out."""
    _text([item for item in items if item], listed=True)


def _text(items: list[str], listed: bool) -> None:
    if not items:
        return
    marked = [words.markdown(item) for item in items]
    markdown = "\n".join(f"- {item}" for item in marked) if listed else " ".join(marked)
    plain = "\n".join(items) if listed else " ".join(items)
    _display({TEXT: {"items": items, "list": listed}, "text/markdown": markdown, "text/plain": plain})


def _display(data: dict, metadata: dict | None = None) -> None:
    display(data, metadata=metadata or {}, raw=True)
