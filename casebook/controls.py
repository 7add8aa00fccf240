"""Linked controls for a notebook: lists that narrow one another, the figure that fits, the statements behind it.

What a choice leaves is `casebook.explore`'s to say; here it is only shown. Where nobody can click (papermill, an
exported page) a picture with its words stands instead, and the way to the explorer page.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from casebook import compare, figures, words
from casebook.explore import Choice, Tables, View, explore, listing
from casebook.figures.page import Page
from casebook.figures.saving import as_csv, render
from casebook.notebook import say
from casebook.paths import ROOT

SHOWN = {"cases": "Actions", "measures": "Measures", "countries": "Countries", "roles": "Roles"}
ELSEWHERE = (
    "In JupyterLab (make lab) there are lists here to choose from. Without Python, open build/explorer.html in a "
    "browser: it holds the same statements, and comes with the report."
)
NOTHING = "Nothing is left of this choice that could be drawn."
COLUMNS = {
    "short_title": "Action", "label": "Measure", "about": "Of", "as_printed": "Printed", "reading": "Read as",
    "agreement": "Do origins agree?", "country": "Country", "date": "When", "publisher": "Source", "kind": "Kind",
    "locator": "Where in the source",
}  # fmt: skip


def live() -> bool:
    """Whether somebody sits at a front end: one that runs a notebook by itself never offers to answer questions."""
    kernel = getattr(get_ipython(), "kernel", None)
    asked = kernel.get_parent("shell") if kernel else {}
    return bool(asked.get("content", {}).get("allow_stdin"))


def show(tables: Tables, look: figures.Look, output: str) -> None:
    """The controls where they can be used; else the default view as a picture, and where the controls are."""
    if live():
        Controls(tables, look, output).display()
        return
    page = draw(explore(tables), look)
    if page:
        shown, told = _picture(page)
        display(shown, metadata=told, raw=True)
    say(ELSEWHERE)


def draw(view: View, look: figures.Look) -> Page | None:
    """The house figure that fits a view; None where nothing is left to draw."""
    book, choice = view.book, view.choice
    credit = book.credit()
    match view.drawing:
        case "servers_taken_down":
            return figures.servers_taken_down(compare.by_action(book, "servers_taken_down"), credit, look)
        case "countries_by_action":
            return figures.countries_by_action(compare.countries(book), credit, look)
        case "profile":
            tables = (compare.profile_figures, compare.timeline, compare.countries, compare.cooperation)
            return figures.profile(*(table(book) for table in tables), credit, look)
        case "what_was_reported":
            cells = compare.reported(book)
            cells = cells[cells["measure"].isin(choice.measures)] if choice.measures else cells
            return figures.what_was_reported(cells.reset_index(drop=True), credit, look) if len(cells) else None
    return None


def _picture(page: Page) -> tuple[dict, dict]:
    """A page as a notebook displays it, and the words that stand for it."""
    shown = {"image/png": b64encode(render(page, "png")).decode(), "text/plain": page.alt}
    return shown, {"image/png": {"alt": page.alt}}


def _image(page: Page) -> dict:
    """The same for JupyterLab, which gives an alternative text only to a picture that stands in HTML."""
    picture, _ = _picture(page)
    source = f"data:image/png;base64,{picture['image/png']}"
    return {"text/html": f'<img alt="{escape(page.alt)}" src="{source}">', "text/plain": page.alt}


def as_html(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `explore.listing` for reading, every cell escaped; the source is a link where it has an address."""
    shown = table[list(COLUMNS)].map(lambda cell: words.html(str(cell)))
    shown["publisher"] = [
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{said}</a>' if _is_address(url) else said
        for url, said in zip(table["url"], shown["publisher"], strict=True)
    ]
    return shown.rename(columns=COLUMNS)


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://"))


class Controls:
    """The lists, the count, and the buttons; below them a figure and a table that follow."""

    def __init__(self, tables: Tables, look: figures.Look, output: str):
        import ipywidgets as widgets

        self.tables, self.look, self.folder = tables, look, ROOT / output
        wide = widgets.Layout(width="16em", height="12em")
        self.lists = {name: widgets.SelectMultiple(description="", layout=wide, options=()) for name in SHOWN}
        heads = [widgets.VBox([widgets.Label(SHOWN[name]), box]) for name, box in self.lists.items()]
        self.count, self.said = widgets.Label(), widgets.Label()
        self.reset, self.save_figure, self.save_table = (
            widgets.Button(description=text) for text in ("Reset", "Save figure", "Save table")
        )
        hint = widgets.Label("Click to choose; hold Ctrl to choose several. Nothing chosen means all.")
        buttons = widgets.HBox([self.count, self.reset, self.save_figure, self.save_table, self.said])
        self.box = widgets.VBox([hint, widgets.HBox(heads, layout=widgets.Layout(flex_flow="row wrap")), buttons])
        self.figure = self.table = None
        self._filling = False
        for box in self.lists.values():
            box.observe(self._chosen, "value")
        self.reset.on_click(lambda _: self.choose(Choice()))
        self.save_figure.on_click(lambda _: self._save_figure())
        self.save_table.on_click(lambda _: self._save_table())
        self.choose(Choice())

    def choose(self, choice: Choice) -> None:
        """Show what a choice leaves, in the lists and below them."""
        self.view = explore(self.tables, choice)
        self._filling = True
        for name, box in self.lists.items():
            chosen = getattr(choice, name)
            offered = self.view.options[name]
            labels = self.tables.terms[name]
            box.options = [
                (_offer(name, labels[term], many), term) for term, many in offered.items() if many or term in chosen
            ]
            box.value = chosen
        self._filling = False
        self.count.value, self.said.value = self.view.said, ""
        self.page = draw(self.view, self.look)
        self._follow()

    def _chosen(self, _) -> None:
        if not self._filling:
            self.choose(Choice(**{name: tuple(box.value) for name, box in self.lists.items()}))

    def display(self) -> None:
        """Put all of it below the cell. Figure and table are outputs of their own, so that an export keeps them."""
        import itables

        itables.init_notebook_mode(all_interactive=False, connected=False)
        display(self.box)
        self.figure = display({"text/plain": ""}, raw=True, display_id=True)
        self.table = display({"text/plain": ""}, raw=True, display_id=True)
        self._follow()

    def _follow(self) -> None:
        if not self.figure:
            return
        self.figure.update(_image(self.page) if self.page else {"text/plain": NOTHING}, raw=True)
        self.table.update({"text/html": self._html(), "text/plain": self._plain()}, raw=True)

    def _html(self) -> str:
        from itables import to_html_datatable

        table = as_html(listing(self.view))
        options = {"allow_html": True, "showIndex": False, "classes": "display compact", "maxBytes": 0}
        options["columnDefs"] = [{"className": "dt-left", "targets": "_all"}]
        return to_html_datatable(table, connected=False, caption="The statements behind it", **options)

    def _plain(self) -> str:
        return f"{words.plural(len(self.view.figures), 'statement')} of {self.view.said}"

    def _save_figure(self) -> None:
        if not self.page:
            self.said.value = NOTHING
            return
        figures.write(self.page, self.folder)
        self.said.value = f"Saved as {self.page.name} in {self.folder.name}/"

    def _save_table(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "statements.csv").write_bytes(as_csv(listing(self.view)))
        self.said.value = f"Saved as statements.csv in {self.folder.name}/"


def _offer(name: str, label: str, many: int) -> str:
    """An id as a list offers it, with the number of actions where that says something."""
    return words.capital(label) if name == "cases" else f"{words.capital(label)} ({words.number(many)})"
