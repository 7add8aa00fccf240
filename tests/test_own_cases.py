"""Three quite different cases, rows in a folder of their own: everything follows, nothing of the project changes."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil

import nbformat
import pytest
from pptx import Presentation
from test_whole_build import copy_project, made, run

from casebook.data import descriptor

NAMES = {"nameless-lead": "Domain sweep", "pound-range": "Decoder keys", "hardly-anything": "Harbour"}
ROWS = {
    "sources": [
        "sweep,Domain sweep in three waves,Europol,official,en,2021-06-30,https://example.org/sweep,,,,",
        "keys,Decoder keys seized,City of London Police,official,en,2021-03-09,https://example.org/keys,,,,",
        "harbour,An action at sea,Harbour Gazette,press,en,2021-09-02,https://example.org/harbour,,,,",
    ],
    "cases": [
        "nameless-lead,Domain sweep in three waves,Domain sweep,,,Taken over in three waves. Nobody is said to lead.",
        "pound-range,Decoder keys,Decoder keys,,,Keys for decoders were sold. Money was seized.",
        "hardly-anything,An action at sea,Harbour,,,Something happened at a harbour.",
    ],
    "measures": [
        "nameless-lead,domains_taken_down,more_than,5600,,domains,,,,,more than 5 600 domains,sweep,sentence 2",
        "nameless-lead,arrests,exact,0,,persons,,,,,no arrests,sweep,sentence 4",
        "pound-range,assets_seized,between,900000,1100000,GBP,,,,,GBP 0.9 to 1.1 million,keys,sentence 2",
        "pound-range,arrests,between,8,10,persons,,,,,8 to 10,keys,sentence 3",
        "pound-range,price,exact,9.99,,GBP,month,context,,,GBP 9.99 a month,keys,sentence 5",
    ],
    "events": [
        "nameless-lead,action_day,2021-06-08,,8 June,sweep,sentence 1",
        "nameless-lead,action_day,2021-06-15,,15 June,sweep,sentence 1",
        "nameless-lead,action_day,2021-06-22/2021-06-24,,22 to 24 June,sweep,sentence 1",
        "pound-range,investigation_opened,2019,GB,opened in 2019,keys,sentence 1",
        "pound-range,action_day,2021-03-08,,8 March,keys,sentence 2",
    ],
    "countries": [
        "nameless-lead,XK,involved,Kosovo,sweep,sentence 3",
        "nameless-lead,HK,involved,Hong Kong,sweep,sentence 3",
        "nameless-lead,NO,involved,Norway,sweep,sentence 3",
        "pound-range,GB,lead,the United Kingdom,keys,sentence 1",
        "pound-range,GB,arrest,in London,keys,sentence 3",
    ],
    "cooperation": ["nameless-lead,europol,operational_coordination,sweep,sentence 5"],
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of the project that has built the three cases alone and then with its own, and how it was before."""
    place = tmp_path_factory.mktemp("own")
    project = copy_project(place / "project")
    shutil.copytree(project / "data", place / "before")
    folder = place / "mes cas d'été"
    folder.mkdir()
    for resource in descriptor()["resources"]:
        if resource["name"] in ROWS:
            header = ",".join(spec["name"] for spec in resource["schema"]["fields"])
            (folder / resource["path"]).write_text("\n".join([header, *ROWS[resource["name"]]]) + "\n", "utf-8")
    before = files(project)
    done = {}
    for name, data in (("alone", f'"{folder}"'), ("both", f'data "{folder}"')):
        done[name] = run(project, "report", DATA=data)
        assert done[name].returncode == 0, done[name].stderr
    return project, before, done


def files(project):
    """All that the project holds, without what is made under build/."""
    found = [path for path in project.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found
            if "build" not in path.relative_to(project).parts}  # fmt: skip


def home(built, name):
    """The folder of the build of the three cases alone, or of both folders."""
    project, _, _ = built
    homes = sorted(project.glob("build/*/manifest.json"), key=lambda path: len(json.loads(path.read_text())["cases"]))
    assert len(homes) == 2
    return homes[0 if name == "alone" else 1].parent


BOTH = pytest.mark.parametrize("name", ["alone", "both"])


@pytest.mark.slow
@BOTH
def test_every_case_has_its_profile_in_notebooks_and_figures(built, name):
    folder = home(built, name)
    for case in NAMES:
        assert nbformat.read(folder / "notebooks" / f"02-case-profile-{case}.ipynb", as_version=4).cells
        assert list((folder / "figures").rglob(f"*{case}*.svg"))


@pytest.mark.slow
@BOTH
def test_report_deck_and_figures_tell_of_every_case(built, name):
    folder = home(built, name)
    report = html.unescape((folder / "report.html").read_text("utf-8"))
    slides = Presentation(folder / "takedowns.pptx").slides
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    cells = [cell.text for slide in slides for shape in slide.shapes if shape.has_table
             for row in shape.table.rows for cell in row.cells]  # fmt: skip
    for title in NAMES.values():
        assert title in report
        assert any(title in text for text in (*texts, *cells))
    assert {"report.html", "report.pdf", "report.docx", "takedowns.pptx"} <= {path.name for path in folder.iterdir()}


@pytest.mark.slow
@BOTH
def test_what_the_rows_say_is_said_no_stronger(built, name):
    report = " ".join(re.sub(r"<[^>]+>", " ", html.unescape((home(built, name) / "report.html").read_text())).split())
    plain = report.replace("\u202f", " ").replace("\u00a0", " ")
    for words in ("more than 5 600 domains", "no arrests", "GBP 0.9 to 1.1 million", "GBP 9.99 a month", "8 to 10",
                  "Hong Kong", "Kosovo"):  # fmt: skip
        assert words in plain, words


@pytest.mark.slow
def test_the_foot_of_every_figure_names_the_folder(built):
    for name, version in (("alone", "Casebook data mes cas d'été."), ("both", " and mes cas d'été.")):
        feet = [html.unescape(path.read_text("utf-8")) for path in (home(built, name) / "figures").rglob("*.svg")]
        assert feet
        assert all(version in foot for foot in feet)


@pytest.mark.slow
def test_a_figure_of_one_case_says_nothing_of_the_others(built):
    (table,) = (home(built, "alone") / "figures").rglob("*hardly-anything*.csv")
    told = table.read_text("utf-8-sig")
    assert "Decoder" not in told and "sweep" not in told
    assert list(csv.reader(told.splitlines()))


@pytest.mark.slow
def test_nothing_of_the_project_has_changed(built):
    project, before, _ = built
    assert files(project) == before
    assert not (project / "build" / "report.html").exists()


@pytest.mark.slow
def test_the_check_finds_both_up_to_date(built):
    project, _, _ = built
    folder = project.parent / "mes cas d'été"
    for data in (f'"{folder}"', f'data "{folder}"'):
        done = run(project, "check", DATA=data)
        assert (done.returncode, done.stdout) == (0, "all is up to date\n")


@pytest.mark.slow
def test_a_wrong_row_is_refused_with_its_place_and_both_builds_stay(built):
    project, _, _ = built
    table = project.parent / "mes cas d'été" / "measures.csv"
    text, before = table.read_text("utf-8"), made(project)
    table.write_text(text.replace(",between,8,10,", ",between,10,8,"), "utf-8")
    done = run(project, "report", DATA=f'data "{table.parent}"')
    table.write_text(text, "utf-8")
    assert (done.returncode, made(project)) == (2, before)
    assert done.stderr == "mes cas d'été/measures.csv, line 5, column value_high: 8 is not above 10\n"


@pytest.mark.slow
def test_where_no_two_origins_state_a_figure_the_corroborated_report_says_so(built):
    project, _, _ = built
    folder = project.parent / "mes cas d'été"
    done = run(project, "report", DATA=f'"{folder}"', RULE="corroborated")
    assert done.returncode == 0, done.stderr
    page = html.unescape(next(project.glob("build/rule-*/report.html")).read_text("utf-8"))
    assert "what the figures add up to: none." in page and "5 600" not in page.split("Sources")[0]


@pytest.mark.slow
def test_a_case_of_which_only_the_name_is_known_has_its_report_all_the_same(built, tmp_path):
    project, _, _ = built
    (tmp_path / "cases.csv").write_text(
        "case,title,short_title,follows,overlaps,summary\nmine,Mine,My case,,,It was mine.\n"
    )
    done = run(project, "report", DATA=f'"{tmp_path}"')
    assert done.returncode == 0, done.stderr
    assert "0 of 0" not in next(project.glob(f"build/data-{tmp_path.name}*/report.html")).read_text("utf-8")
