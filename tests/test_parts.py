"""The part of the tables that one run may read: all of it that matters, and nothing more."""

import json
import shutil
from dataclasses import replace

import made_up
import pytest

from casebook import compare, data, load, tables
from casebook.parts import Parts
from casebook.paths import DATA

TABLES = ("cases", "measures", "events", "countries", "cooperation")


@pytest.fixture(scope="module")
def parts():
    return Parts(load(), data.descriptor())


def read(part, folder, cases="all"):
    folder.mkdir(exist_ok=True)
    for name, content in part.items():
        (folder / name).write_bytes(content)
    return load(folder, cases)


def table(part, name):
    return part[name].decode().splitlines()


def test_a_part_gives_the_same_tables_and_comparisons_as_the_whole(parts, book, tmp_path):
    for case in parts.cases:
        mine, theirs = read(parts.of([case]), tmp_path / case, [case]), book.select([case])
        for name in TABLES:
            columns = [column for column in getattr(theirs, name) if column not in ("follows", "overlaps")]
            assert getattr(mine, name)[columns].equals(getattr(theirs, name)[columns]), (case, name)
        assert mine.credit() == theirs.credit()
        for compared in (compare.profile_figures, compare.timeline, compare.countries, compare.cooperation):
            assert compared(mine).equals(compared(theirs)), (case, compared.__name__)


def test_the_part_of_all_cases_is_the_whole(parts, book, tmp_path):
    mine = read(parts.of(parts.cases), tmp_path / "all")
    assert mine.known is None
    for name in (*TABLES, "sources", "codebook"):
        assert getattr(mine, name).equals(getattr(book, name)), name


def test_a_part_holds_no_row_of_another_case(parts):
    for case in parts.cases:
        text = b"".join(content for name, content in parts.of([case]).items() if name != "sources.csv").decode()
        assert [other for other in parts.cases if other != case and other in text] == []


def test_rows_of_another_case_do_not_change_a_part_unless_the_collection_knows_something_new():
    def parts_of(*measures):
        made = made_up.book(made_up.ids(3), [made_up.figure("case-1", "exact", 5), *measures])
        return Parts(made, data.descriptor()).of(["case-1"])

    before = parts_of(made_up.figure("case-2", "exact", 7))
    assert parts_of(made_up.figure("case-2", "exact", 8)) == before
    more = parts_of(made_up.figure("case-2", "exact", 7, measure="arrests"))
    assert [name for name in before if before[name] != more[name]] == ["datapackage.json"]
    assert json.loads(more["datapackage.json"])["partOf"]["measures"] == ["arrests", "servers_taken_down"]


def test_what_is_said_of_several_cases_is_in_a_part_that_has_them_all(four):
    parts = Parts(four, data.descriptor())
    all_four, one = parts.of(parts.cases), parts.of(["k-boxes"])
    about_all = [line for line in table(all_four, "measures.csv") if line.startswith(",")]
    assert about_all
    assert [line for line in table(one, "measures.csv") if line.startswith(",")] == []


def test_a_source_brings_those_that_it_repeats_or_replaces():
    names = ("first", "second", "third", "unrelated")
    sources = [{"source": name, "title": name, "publisher": "P", "kind": "press"} for name in names]
    sources[0]["derived_from"], sources[1]["supersedes"] = "second", "third"
    made = made_up.book(made_up.ids(2), sources=sources)
    rows = made_up.table("measures", [made_up.figure("case-1", "exact", 5) | {"source": "first"}])
    found = Parts(replace(made, measures=rows, whole=None), data.descriptor()).of(["case-1"])
    assert [line.split(",")[0] for line in table(found, "sources.csv")] == ["source", "first", "second", "third"]


def test_a_case_of_which_nothing_is_printed_has_a_part_that_can_be_read(tmp_path):
    made = made_up.book(made_up.ids(2), [made_up.figure("case-1", "exact", 5)])
    poor = read(Parts(made, data.descriptor()).of(["case-2"]), tmp_path / "poor", ["case-2"])
    assert list(poor.cases["case"]) == ["case-2"]
    assert poor.measures.empty and compare.outcome_measures(poor)["measure"].tolist() == ["servers_taken_down"]


def test_a_part_is_read_without_a_look_at_the_project_s_own_rows(parts, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(DATA / "datapackage.json", tmp_path / "elsewhere")
    for module in (data, tables):
        monkeypatch.setattr(module, "DATA", tmp_path / "elsewhere")
    assert len(read(parts.of(parts.cases), tmp_path / "all").cases) == len(parts.cases)
    assert len(read(parts.of(["k-boxes"]), tmp_path / "one").cases) == 1


def test_a_part_names_no_path_outside_itself():
    package = data.descriptor()
    package["resources"][0]["path"] = "../../elsewhere.csv"
    part = Parts(load(DATA), package).of(["k-boxes"])
    paths = [resource["path"] for resource in json.loads(part["datapackage.json"])["resources"]]
    assert set(paths) | {"datapackage.json"} == set(part)


def test_a_part_brings_the_later_state_of_a_page_so_that_the_earlier_gives_no_fact_there_either():
    pages = [{"source": name, "title": name, "publisher": "P", "kind": "press"} for name in ("old", "new")]
    pages[1]["supersedes"] = "old"
    rows = [made_up.figure("case-1", "exact", 5) | {"source": "old"}, made_up.figure("case-2", "exact", 6)]
    made = made_up.book(made_up.ids(2), rows, sources=pages)
    part = Parts(made, data.descriptor()).of(["case-1"])
    assert [line.split(",")[0] for line in table(part, "sources.csv")] == ["source", "old", "new"]
    assert len(table(part, "measures.csv")) == 2 and made.select(["case-1"]).measures.empty
