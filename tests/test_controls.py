"""The controls of the notebook, without a browser; and the notebook where nobody can click."""

from __future__ import annotations

import csv
import io
import json
import re

import nbformat
import pytest
from nbconvert import HTMLExporter

from casebook import controls, engine, figures, handout, load
from casebook.controls import Controls, as_html, draw
from casebook.data import descriptor
from casebook.explore import Choice, Tables, explore, listing
from casebook.parts import Parts
from casebook.paths import NOTEBOOKS
from tests import made_up
from tests.browsing import jupyterlab, launched, needs_browser

NOTEBOOK = NOTEBOOKS / "08-explore.ipynb"


@pytest.fixture(scope="module")
def tables(book) -> Tables:
    return Tables(book)


@pytest.fixture
def panel(tables, tmp_path) -> Controls:
    return Controls(tables, figures.Look("dark"), str(tmp_path))  # a dark figure has no twin


def offered(panel, name: str) -> list[str]:
    return [term for _, term in panel.lists[name].options]


# --- without a browser -----------------------------------------------------------------------


def test_each_list_is_narrowed_by_the_others_and_reset_opens_them_again(panel, tables):
    everything = {name: offered(panel, name) for name in panel.lists}
    assert everything["cases"] == tables.cases and panel.count.value == "4 of 4\u00a0actions"
    panel.lists["countries"].value = ("SE",)
    panel.lists["measures"].value = ("officers_deployed",)
    found = explore(tables, Choice(countries=("SE",), measures=("officers_deployed",)))
    assert panel.count.value == found.said == "3 of 4\u00a0actions"
    for name, box in panel.lists.items():
        assert offered(panel, name) == [term for term, many in found.options[name].items() if many]
        assert box.value == getattr(found.choice, name)
    assert offered(panel, "cases") == ["pay-tv-signals"]
    panel.reset.click()
    assert {name: offered(panel, name) for name in panel.lists} == everything
    assert panel.view.choice == Choice()


def test_the_figure_and_the_table_are_saved_where_the_notebook_says(panel, tmp_path):
    panel.choose(Choice(measures=("servers_taken_down",)))
    panel.save_figure.click()
    panel.save_table.click()
    assert (tmp_path / "servers-taken-down.png").exists() and (tmp_path / "servers-taken-down.csv").exists()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "statements.csv").read_text("utf-8"))))
    assert len(rows) == len(panel.view.figures)
    assert panel.said.value.startswith("Saved as statements.csv")


def test_where_nothing_is_left_to_draw_the_button_says_so(panel, tmp_path):
    panel.choose(Choice(countries=("MT",), roles=("lead",)))
    panel.save_figure.click()
    assert panel.said.value == controls.NOTHING and not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (Choice(), "what-was-reported"),
        (Choice(cases=("k-boxes",)), "profile-k-boxes"),
        (Choice(measures=("servers_taken_down",)), "servers-taken-down"),
        (Choice(measures=("arrests",), cases=("k-boxes", "sparks-group")), "what-was-reported"),
        (Choice(countries=("SE",)), "countries-by-action"),
        (Choice(countries=("CA",), cases=("sparks-group",)), "profile-sparks-group"),
    ],
)
def test_the_figure_is_the_house_figure_of_what_is_chosen(tables, choice, name):
    page = draw(explore(tables, choice), figures.Look())
    assert page.name == name and page.alt
    if choice.measures == ("arrests",):
        assert set(page.table["measure"]) == {"arrests"} and set(page.table["case"]) == set(choice.cases)


@pytest.mark.slow
def test_every_single_choice_can_be_drawn_or_is_said_to_leave_nothing(tables):
    for name in controls.SHOWN:
        for term in tables.terms[name]:
            view = explore(tables, Choice(**{name: (term,)}))
            page = draw(view, figures.Look("dark"))
            assert page is None or page.alt, (name, term)


def test_no_cell_of_the_table_can_act_and_only_an_address_is_a_link():
    spite = '<img src=x onerror=alert(1)> & "quoted"'
    source = {"source": "bad", "title": spite, "publisher": spite, "kind": "press", "url": "javascript:alert(1)"}
    rows = [made_up.figure("case-1", "exact", 5, words=spite) | {"source": "bad", "locator": spite}]
    made = made_up.book(["case-1"], rows, names=[spite], sources=[source])
    shown = as_html(listing(explore(Tables(made))))
    assert "<" not in "".join(shown.iloc[0])
    linked = as_html(listing(explore(Tables(made_up.servers([("exact", 5)])))).assign(url='https://example.org/"x'))
    assert linked["Source"].iloc[0] == (
        '<a href="https://example.org/&quot;x" target="_blank" rel="noopener noreferrer">Nobody</a>'
    )


# --- where nobody can click ------------------------------------------------------------------


def executed_in(folder) -> nbformat.NotebookNode:
    """The notebook as a run of the build gives it back; it draws, and saves nothing."""
    values = {"data": "data", "output": "figures", "theme": "dark"}
    tables = Parts(load(), descriptor()).of(list(load().cases["case"]))
    engine.warm(("casebook.controls",))
    job = engine.Job("08-explore", NOTEBOOK.name, NOTEBOOK.read_bytes(), values, tables)
    ((_, _, problem),) = engine.run([job], 1, 120, folder)
    assert problem == ""
    assert not list(folder.rglob("*.png"))
    return nbformat.read(folder / "08-explore" / "08-explore.ipynb", as_version=4)


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> nbformat.NotebookNode:
    return executed_in(tmp_path_factory.mktemp("explore"))


def test_run_by_itself_it_shows_a_picture_with_its_words_and_no_dead_control(executed):
    outputs = [output["data"] for cell in executed.cells for output in cell.get("outputs", [])]
    (picture,) = [data for data in outputs if "image/png" in data]
    assert picture["text/plain"].startswith("Matrix") and len(picture["image/png"]) > 20_000
    assert not [mime for data in outputs for mime in data if "widget" in mime]
    assert any("build/explorer.html" in json.dumps(data) for data in outputs)


def test_exported_as_a_page_the_picture_has_its_alternative_text(executed):
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(executed)
    (alt,) = re.findall(r'<img[^>]* alt="(Matrix[^"]+)"', page)
    assert "Source" in alt and "jupyter-widgets" not in page


def test_the_report_and_the_deck_leave_it_to_the_screen(executed, book, tmp_path):
    file = tmp_path / "08-explore.ipynb"
    nbformat.write(executed, file)
    assert list(handout._chapters(book, {"08-explore": file})) == []


@pytest.mark.slow
def test_an_ordinary_kernel_that_nobody_watches_shows_the_same(executed, tmp_path, monkeypatch):
    monkeypatch.setenv("CASEBOOK_ENGINE", "kernel")
    done = executed_in(tmp_path)
    assert [cell.get("outputs") for cell in done.cells[2:]] == [cell.get("outputs") for cell in executed.cells[2:]]


# --- in JupyterLab ---------------------------------------------------------------------------


@pytest.fixture
def lab(tmp_path):
    """The address of a copy of the notebook in a JupyterLab of its own."""
    text = NOTEBOOK.read_text("utf-8")
    (tmp_path / "08-explore.ipynb").write_text(text.replace("build/figures", f"{tmp_path}/saved"), "utf-8")
    with jupyterlab(tmp_path) as address:
        yield address("08-explore.ipynb")


@pytest.mark.slow
@needs_browser
def test_the_controls_work_in_a_real_jupyterlab_and_ask_nothing_of_the_network(lab, tables, tmp_path):
    with launched() as browser:
        page = browser.new_page(viewport={"width": 1500, "height": 1600})
        page.set_default_timeout(120_000)
        outside = []
        page.on("request", lambda request: None if "127.0.0.1" in request.url else outside.append(request.url))
        page.goto(lab)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.get_by_text("4 of 4\u00a0actions").wait_for()
        lists = page.locator(".jp-OutputArea select[multiple]")
        assert lists.count() == 4
        picture = page.locator(".jp-RenderedHTMLCommon img[alt]")
        first = picture.get_attribute("src")
        assert picture.get_attribute("alt").startswith("Matrix")
        lists.nth(2).select_option(label="Sweden (3)")
        page.get_by_text("3 of 4\u00a0actions").wait_for()
        page.wait_for_function(
            "(src) => document.querySelector('.jp-RenderedHTMLCommon img[alt]').src !== src", arg=first
        )
        found = explore(tables, Choice(countries=("SE",)))
        names = [text.replace("\u00a0", " ") for text in lists.nth(0).locator("option").all_text_contents()]
        assert names == [tables.terms["cases"][case] for case in found.cases]
        rows = page.locator(".jp-RenderedHTMLCommon table.dataTable tbody tr")
        rows.first.wait_for()
        link = page.locator(".jp-RenderedHTMLCommon td a[href^='https://']").first
        assert link.get_attribute("rel") == "noopener noreferrer"
        page.get_by_role("button", name="Save figure").click()
        page.get_by_text("Saved as countries-by-action").wait_for()
        page.get_by_role("button", name="Reset").click()
        page.get_by_text("4 of 4\u00a0actions").wait_for()
        assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []
    assert (tmp_path / "saved" / "countries-by-action.png").exists()
