"""Every notebook, run with several choices of cases: it finishes, draws, and says only what is true of them."""

import ast
import json
import os
import subprocess
import sys
from itertools import combinations

import pytest

from casebook import engine, load
from casebook.data import descriptor
from casebook.mime import FIGURE, TABLE, TEXT
from casebook.parts import Parts
from casebook.paths import NOTEBOOKS

ALL_NOTEBOOKS = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
CASES = list(load().cases["case"])
TITLES = dict(zip(CASES, load().cases["short_title"], strict=True))
SUBSETS = [list(chosen) for size in (1, 2, 3, 4) for chosen in combinations(CASES, size)]
CHOICES = [SUBSETS[5], SUBSETS[14]]


def source(notebook):
    return "".join("".join(cell["source"]) for cell in json.loads(notebook.read_text("utf-8"))["cells"])


def takes_one_case(notebook):
    return "\ncase = " in source(notebook)


def jobs(notebook, choices):
    parts = Parts(load(), descriptor())
    for number, cases in enumerate(choices):
        values = {"case": cases[0]} if takes_one_case(notebook) else {"cases": cases}
        # A dark figure has no twin, which halves the drawing.
        values |= {"data": "data", "output": "figures", "theme": "dark"}
        yield engine.Job(str(number), notebook.name, notebook.read_bytes(), values, parts.of(cases))


def executed(notebook, choices, folder):
    """The executed notebooks, one a choice; each run has a folder named by its place among them."""
    engine.warm(("casebook.compare", "casebook.figures", "casebook.notebook"))
    problems = {name: problem for name, _, problem in engine.run(jobs(notebook, choices), 2, 120, folder)}
    assert set(problems.values()) == {""}, problems
    return results(folder, choices)


def results(folder, choices):
    names = map(str, range(len(choices)))
    return [json.loads((folder / name / f"{name}.ipynb").read_text("utf-8")) for name in names]


def shown(notebook, kind):
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return [output["data"][kind] for output in outputs if kind in output.get("data", {})]


def words_shown(notebook):
    """Everything the notebook computes to be read: sentences, tables, headlines and alt texts."""
    said = [item for text in shown(notebook, TEXT) for item in text["items"]]
    said += [cell for table in shown(notebook, TABLE) for row in [*table["rows"], [table["caption"]]] for cell in row]
    said += [told[part] for told in shown(notebook, FIGURE) for part in ("headline", "alt")]
    return "\n".join(said)


def choices_of(notebook):
    return [[case] for case in CASES[1:3]] if takes_one_case(notebook) else CHOICES


@pytest.fixture(params=ALL_NOTEBOOKS, ids=lambda path: path.stem)
def done(request, once):
    """A notebook executed for several choices: its path, the executed ones, and the folder of the runs."""
    notebook = request.param
    folder = once(f"executed-{notebook.stem}", lambda place: executed(notebook, choices_of(notebook), place))
    return notebook, results(folder, choices_of(notebook)), folder


def speaks_of_no_other_case(done, cases):
    said = words_shown(done)
    for case in set(CASES) - set(cases):
        assert TITLES[case] not in said, (cases, case)
    for number, word in enumerate(["one", "two", "three", "four"], start=1):
        if number != len(cases):
            assert f"all {word}" not in said.lower(), (cases, word)


def test_a_notebook_runs_for_any_choice_and_speaks_of_no_other_case(done):
    notebook, executed_ones, _ = done
    for cases, one in zip(choices_of(notebook), executed_ones, strict=True):
        speaks_of_no_other_case(one, cases)


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ALL_NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_for_every_choice_of_the_four(notebook, tmp_path):
    choices = [[case] for case in CASES] if takes_one_case(notebook) else SUBSETS
    for cases, one in zip(choices, executed(notebook, choices, tmp_path), strict=True):
        speaks_of_no_other_case(one, cases)


def test_each_figure_is_saved_has_alt_text_and_follows_its_table(done):
    _, executed_ones, folder = done
    number, last = len(executed_ones) - 1, executed_ones[-1]
    for told in shown(last, FIGURE):
        for form in ("svg", "png"):
            assert (folder / str(number) / "figures" / f"{told['name']}.{form}").stat().st_size > 10_000
        assert told["headline"] in told["alt"]
        assert "data v" in told["credit"]
    kinds = [next((kind for kind in (FIGURE, TABLE, TEXT) if kind in output["data"]), "") for output in outputs(last)]
    for place, kind in enumerate(kinds):
        if kind == FIGURE:
            assert kinds[place - 1] == TABLE


def outputs(notebook):
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def test_every_figure_is_made_by_one_notebook_only():
    made = [line for notebook in ALL_NOTEBOOKS for line in source(notebook).splitlines() if "save(figures." in line]
    names = [line.split("figures.")[1].split("(")[0] for line in made]
    assert sorted(names) == sorted(set(names))
    assert set(names) == drawing_functions()


def drawing_functions():
    from casebook import figures

    return set(figures.__all__) - {"Look", "warm", "write"}


def test_a_notebook_runs_through_plain_papermill_from_any_folder_and_changes_no_committed_figure(tmp_path):
    notebook = NOTEBOOKS / "03-timeline.ipynb"
    before = {path: path.read_bytes() for path in (NOTEBOOKS.parent / "figures").rglob("*") if path.is_file()}
    done = tmp_path / "done.ipynb"
    command = [sys.executable, "-m", "papermill", str(notebook), str(done), "--no-progress-bar", "--log-level", "ERROR"]
    command += ["-y", f"{{cases: [k-boxes], output: '{tmp_path}/figures'}}"]
    environment = os.environ | {"IPYTHONDIR": str(tmp_path / "ipython")}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=120)
    assert "K-boxes" in words_shown(json.loads(done.read_text("utf-8")))
    assert (tmp_path / "figures" / "timeline.png").exists()
    assert before == {path: path.read_bytes() for path in before}


def test_the_default_output_of_every_notebook_is_below_build():
    for notebook in ALL_NOTEBOOKS:
        assert 'output = "build/' in source(notebook)


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ALL_NOTEBOOKS, ids=lambda path: path.stem)
def test_our_engine_and_an_ordinary_kernel_give_the_same_notebook(notebook, tmp_path, monkeypatch):
    choice = [CASES[:1]] if takes_one_case(notebook) else [CASES]
    (forked,) = executed(notebook, choice, tmp_path / "fork")
    monkeypatch.setenv("CASEBOOK_ENGINE", "kernel")
    (kernel,) = executed(notebook, choice, tmp_path / "kernel")
    assert forked == kernel
    drawn, again = (pictures(tmp_path / kind / "0" / "figures") for kind in ("fork", "kernel"))
    assert drawn == again


def pictures(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_notebook_reads_the_tables_that_it_is_given_and_no_others():
    for notebook in ALL_NOTEBOOKS:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
        loads = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "load"]
        assert loads and all(isinstance(call.args[0], ast.Name) and call.args[0].id == "data" for call in loads)
        assert "open(" not in code and "read_" not in code
