"""More folders than one: cases of one's own beside those of the project, or alone."""

from __future__ import annotations

import json
import shutil
import time
from decimal import Decimal

import pytest
from test_data import TABLES, lay_out, problems, told

from bench import generate
from casebook import data, tables, words
from casebook.data import DataError
from casebook.paths import DATA

OWN = {
    "sources": "source,title,publisher,kind,language,published,url,archived,derived_from,supersedes,covers\n"
    "release,A release,An agency,official,en,2021-03-04,https://example.org/r,,,,\n",
    "cases": "case,title,short_title,follows,overlaps,summary\nmine,Mine,My case,,,It was mine.\n",
    "measures": "case,measure,qualifier,value,value_high,unit,per,scope,country,date,as_printed,source,locator\n"
    "mine,arrests,exact,0,,persons,,,,,no arrests,release,sentence 2\n",
}


@pytest.fixture
def base(tmp_path):
    """A folder that stands by itself, like the project's."""
    return lay_out(tmp_path / "base")


@pytest.fixture
def own(tmp_path):
    """A folder with three tables and nothing else."""
    folder = tmp_path / "my-cases"
    folder.mkdir()
    for name, text in OWN.items():
        (folder / f"{name}.csv").write_text(text, "utf-8", newline="")
    return folder


def add(folder, table, line):
    path = folder / f"{table}.csv"
    header = TABLES.get(table, "column,term,label,definition,unit,additive\n").splitlines()[0] + "\n"
    path.write_text((path.read_text("utf-8") if path.exists() else header) + line + "\n", "utf-8", newline="")


# Which cases


def test_a_folder_of_a_few_tables_stands_alone_with_shapes_and_words_of_the_project(own):
    book = data.load(own)
    assert list(book.cases["case"]) == ["mine"]
    assert list(book.measures["value"]) == [Decimal(0)]
    assert book.events.empty and list(book.events.columns) == TABLES["events"].splitlines()[0].split(",")
    assert set(data.load().codebook["term"]) <= set(book.codebook["term"])


def test_a_later_folder_adds_its_rows_to_the_first(base, own):
    first, both = data.load(base), data.load([base, own])
    assert list(both.cases["case"]) == ["one", "two", "three", "mine"]
    assert len(both.measures) == len(first.measures) + 1
    assert both.events.equals(first.events)
    assert both.codebook.equals(first.codebook)


def test_a_folder_given_as_a_text_and_in_a_list_are_the_same(own):
    assert told(data.load(str(own))) == told(data.load(own)) == told(data.load([own])) == told(data.load((str(own),)))


def test_a_folder_given_twice_is_read_once(base):
    assert told(data.load([base, str(base)])) == told(data.load(base))


def test_a_relative_folder_is_one_of_the_project(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert told(data.load("data")) == told(data.load(DATA)) == told(data.load(["data"]))


def test_a_case_of_ones_own_may_tell_more_of_a_case_of_the_project(base, own):
    add(own, "measures", "two,arrests,exact,7,,persons,,,,,seven,release,sentence 5")
    add(own, "cases", "heir,Heir,Heir,two,one,It grew out of two.")
    stated = data.load([base, own]).stated
    assert "release" in set(stated.measures[stated.measures["case"] == "two"]["source"])
    assert stated.cases.set_index("case").loc["heir", ["follows", "overlaps"]].tolist() == ["two", "one"]


def test_alone_a_folder_that_names_a_case_of_the_project_is_told_where_that_is(own):
    add(own, "measures", "k-boxes,arrests,exact,7,,persons,,,,,seven,release,sentence 5")
    assert problems(own) == [
        "my-cases/measures.csv, line 3, column case: no case k-boxes in my-cases/cases.csv; "
        "it is in data: choose that folder too"
    ]


def test_one_id_in_two_folders_is_told_with_both_places(base, own):
    add(own, "cases", "two,Another,Another,,,It was another.")
    add(own, "sources", "news,News,Paper,press,en,2021,https://example.org/n,,,,one")
    assert problems([base, own]) == [
        "my-cases/sources.csv, line 3, column source: news is there already (base/sources.csv, line 2)",
        "my-cases/cases.csv, line 3, column case: two is there already (base/cases.csv, line 3)",
    ]


def test_one_row_in_two_folders_is_told_with_both_places(base, own):
    add(own, "events", TABLES["events"].splitlines()[2])
    assert problems([base, own]) == ["my-cases/events.csv, line 2: the same as base/events.csv, line 3"]


def test_two_figures_for_one_in_two_folders_are_told_with_both_places(base, own):
    add(own, "measures", TABLES["measures"].splitlines()[2].replace(",50,", ",51,"))
    assert problems([base, own]) == [
        "my-cases/measures.csv, line 3: one, servers_taken_down has 50 (base/measures.csv, line 3) "
        "and 51 (my-cases/measures.csv, line 3) from one source"
    ]


def test_problems_of_all_folders_are_said_with_their_own_lines(base, own):
    add(own, "measures", "mine,servers_taken_down,exact,-4,,servers,,,,,4,release,sentence 3")
    add(base, "events", "one,announced,14/07/2020,,words,news,here")
    assert [problem.split(": ")[0] for problem in problems([base, own])] == [
        "my-cases/measures.csv, line 3, column value",
        "base/events.csv, line 4, column date",
    ]


def test_folders_of_one_name_are_told_apart(tmp_path, own):
    other = shutil.copytree(own, tmp_path / "other" / "my-cases")
    found = problems([own, other])
    assert len(found) == 3
    assert all("other/my-cases/" in line for line in found)


# Words


def test_a_codebook_adds_words(base, own):
    add(own, "codebook", "measure,decoders_seized,Decoders seized,Boxes seized,decoders,yes")
    add(own, "codebook", "unit,decoders,decoders,Boxes,,")
    add(own, "measures", "mine,decoders_seized,exact,4,,decoders,,,,,four,release,sentence 3")
    for folders in (own, [base, own]):
        book = data.load(folders)
        assert book.terms("measure")["decoders_seized"] == "Decoders seized"
        assert "arrests" in book.terms("measure")
    assert "decoders_seized" not in data.load(base).terms("measure")


def test_an_unknown_word_sends_to_the_codebook_of_ones_own_folder(base, own):
    add(own, "measures", "mine,decoders_seized,exact,4,,persons,,,,,four,release,sentence 3")
    for folders in (own, [base, own]):
        (line,) = problems(folders)
        assert line.endswith("A new word is a new row in my-cases/codebook.csv (column measure).")


@pytest.mark.parametrize(
    ("measure", "unit", "said"),
    [
        ("suspects", "persons", "Did you mean suspects_charged or suspects_identified? "),
        ("proceeds", "£", '"£": write GBP'),
    ],
)
def test_an_unknown_word_is_met_with_all_that_may_be_meant_and_said_once(own, measure, unit, said):
    add(own, "measures", f"mine,{measure},exact,4,,{unit},,,,,four,release,sentence 3")
    (line,) = problems(own)
    assert said in line


def test_without_cases_one_line_says_so_and_not_every_row_again(own):
    (own / "cases.csv").unlink()
    assert problems(own) == ["my-cases/cases.csv: no data rows: there is no case to show"]


def test_the_title_of_several_folders_names_each(base, own):
    assert tables.package([own]).get("title") is None
    assert tables.package([base, own])["title"] == f"{tables.package(base)['title']}, and my-cases"


def test_a_word_that_the_project_has_already_may_stand_in_the_codebook_as_it_is(base, own):
    shutil.copy(DATA / "codebook.csv", own)
    assert data.load([base, own]).codebook.equals(data.load(base).codebook)
    assert data.load(own).codebook.equals(data.load().codebook)


def test_a_word_with_another_meaning_is_refused_with_both_places(base, own):
    add(own, "codebook", "measure,arrests,Arrests and raids,Both,persons,yes")
    (line,) = problems([base, own])
    assert line.startswith("my-cases/codebook.csv, line 2: has the same column, term as base/codebook.csv, line ")


def test_a_new_measure_says_its_unit_and_whether_it_is_added(own):
    add(own, "codebook", "measure,decoders_seized,Decoders seized,Boxes seized,vvv,")
    assert problems(own) == [
        'my-cases/codebook.csv, line 2, column unit: "vvv" is no unit. A new unit is a new row (column unit)',
        "my-cases/codebook.csv, line 2, column additive: is empty: write yes, no or kept",
    ]


# What the version says


def version(*folders):
    return data.load(folders).version


def test_the_version_names_each_folder_that_has_none(base, own):
    own_version = json.loads((base / "datapackage.json").read_text("utf-8"))["version"]
    assert version(base) == own_version
    assert version(base, own) == f"{own_version} and my-cases"
    assert version(own) == "my-cases"


def test_a_folder_may_give_itself_a_version(base, own):
    (own / "datapackage.json").write_text('{"version": "0.2"}', "utf-8")
    assert version(base, own) == f"{version(base)} and my-cases 0.2"
    assert version(own) == "my-cases 0.2"


def test_a_footer_says_version_only_of_a_number():
    assert words.version("1.0.0 and my-cases") == "v1.0.0 and my-cases"
    assert words.version("my-cases") == "my-cases"


# What is not there


def test_no_folder_is_told_with_the_nearest(base):
    with pytest.raises(DataError, match=r"^bse: no such folder\. Did you mean base\?$"):
        data.load(base.parent / "bse")


@pytest.mark.parametrize("nothing", [[], "", " ", ()])
def test_no_folder_at_all_is_refused(nothing):
    with pytest.raises(DataError, match="no data folder is chosen"):
        data.load(nothing)


def test_a_folder_without_any_case_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty") == ["empty/cases.csv: no data rows: there is no case to show"]


def test_a_table_of_which_only_the_header_is_there_is_noted_in_a_further_folder(own):
    (own / "events.csv").write_text(TABLES["events"].splitlines()[0] + "\n", "utf-8")
    assert data.load(own).remarks == ("note: my-cases/events.csv: no data rows",)


def test_a_table_with_a_misspelt_name_is_questioned(own):
    (own / "measures.csv").rename(own / "mesures.csv")
    assert data.load(own).remarks == (
        "warning: my-cases/mesures.csv: is not read: no table has this name. Did you mean measures.csv?",
    )


OUTSIDE = '{"resources": [{"name": "x", "path": "../x", "schema": {"fields": []}}]}'


@pytest.mark.parametrize(
    "text", ["[]", "1", '{"resources": 1}', '{"resources": [{}]}', '{"resources": []}', "\x00", OUTSIDE]
)
def test_a_description_that_is_none_is_refused_in_one_line(own, text):
    (own / "datapackage.json").write_text(text, "utf-8")
    (line,) = problems(own)
    assert line.startswith("my-cases/datapackage.json: ")


# Comments, for those who fill in tables


def test_rows_that_begin_with_a_hash_are_comments(own):
    path = own / "measures.csv"
    header, row = path.read_text("utf-8").splitlines()
    comments = ["# what this is, and more", "#mine,arrests,exact", "#,,,,,,,,,,,,", '"# so, too"']
    path.write_text("\n".join([comments[0], header, *comments[1:], row, "#"]) + "\n", "utf-8")
    assert len(data.load(own).measures) == 1 and data.load(own).remarks == ()


def test_the_line_in_which_excel_is_told_the_separator_is_passed_over(own):
    path = own / "measures.csv"
    path.write_text("sep=;\n" + path.read_text("utf-8").replace(",", ";"), "utf-8")
    assert len(data.load(own).measures) == 1


def test_an_apostrophe_that_keeps_excel_from_making_a_date_is_no_part_of_the_cell(own):
    add(own, "events", "mine,action_day,'2020-06-03,,'3 June,release,'here")
    book = data.load(own)
    assert book.events.loc[0, ["date", "as_printed"]].tolist() == ["2020-06-03", "'3 June"]
    assert book.remarks == ()


# Reading once


def test_folders_that_have_not_changed_are_read_once(own, monkeypatch):
    expected = told(data.load(own))
    monkeypatch.setattr(data, "read", lambda *_: pytest.fail("read again"))
    assert told(data.load(own)) == told(data.load([str(own)])) == expected


def test_a_changed_table_is_read_again(own):
    data.load(own)
    add(own, "measures", "mine,servers_taken_down,exact,4,,servers,,,,,4,release,sentence 3")
    assert len(data.load(own).measures) == 2


def test_what_a_caller_does_to_a_table_is_his_own(own):
    before = told(data.load(own))
    book = data.load(own)
    for frame in (book.measures, book.whole.measures, book.stated.measures):
        frame.loc[0, "value"] = Decimal(99)
        frame["new"] = 1
        frame.columns = [name.upper() for name in frame.columns]
        frame.index.name = "changed"
    book.cases.loc[:, "title"] = "changed"
    book.codebook.iloc[0, 0] = "changed"
    again = data.load(own)
    assert told(again) == before == told(again.whole) == told(again.stated)
    assert again.measures.index.name is None


# How long


@pytest.mark.slow
def test_ten_thousand_cases_are_read_and_checked_in_three_seconds(tmp_path):
    seconds = {}
    for cases in (1000, 10_000):
        folder = generate.write(tmp_path / str(cases), cases)
        started = time.process_time()
        found = tables.read(folder)
        seconds[cases] = time.process_time() - started
        assert found.findings.count() == 0 and len(found.tables["cases"].lines) == cases
    assert seconds[10_000] < 3
    assert seconds[10_000] < 20 * seconds[1000]
