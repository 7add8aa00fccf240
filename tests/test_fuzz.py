"""What the fuzzing of the reader has found, and a short run of it; the long one is `python tests/fuzz_reader.py`."""

from __future__ import annotations

import csv
import json

import fuzz_reader
import pytest

from casebook import data, tables
from casebook.data import DataError


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    fuzz_reader.start(folder)
    return folder


def describe(folder, **changes) -> list[str]:
    """What is said of a folder whose description has these keys changed."""
    file = folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | changes), "utf-8")
    return tables.read(folder).findings.problems


def put_value(folder, value: str) -> None:
    """Put a value into the first row of the figures."""
    table = folder / "measures.csv"
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    rows[0] |= {"qualifier": "exact", "value": value, "value_high": ""}
    table.write_bytes(fuzz_reader._written(rows))


@pytest.mark.slow
def test_no_damage_to_a_table_gives_more_than_lines_of_what_is_wrong():
    outcomes = fuzz_reader.fuzz(1000, start_at=7)
    assert outcomes.total() >= 1000 and min(outcomes["accepted"], outcomes["refused"]) > 20


def test_the_fuzzing_notices_what_takes_too_long_and_what_is_no_line():
    with pytest.raises(TimeoutError), fuzz_reader.limited(1):
        while True:
            pass
    for lines in (["two\nlines"], [""], ["x"] * 60, ["a\u202eb"]):
        with pytest.raises(AssertionError):
            fuzz_reader._are_lines(lines)


@pytest.mark.parametrize("digits", ["9" * 21, "9" * 5000, "0." + "1" * 19])
def test_a_number_of_more_digits_than_can_be_added_exactly_is_refused(folder, digits):
    put_value(folder, digits)
    (problem,) = tables.read(folder).findings.problems
    assert f"has {len(digits)} digits: is that what the source prints?" in problem


def test_no_number_is_minus_zero(folder):
    put_value(folder, "-0")
    assert ['"-0": write 0' in line for line in tables.read(folder).findings.problems] == [True]


def test_a_description_nested_beyond_measure_is_refused_in_one_line(folder):
    (folder / "datapackage.json").write_text("[" * 100_000, "utf-8")
    with pytest.raises(DataError, match=r"^data/datapackage\.json: not JSON \(.*\)$"):
        data.load(folder)


@pytest.mark.parametrize("key", ["title", "description", "version"])
def test_what_a_description_says_of_its_folder_is_text_without_unseen_characters(folder, key):
    assert describe(folder, **{key: 5}) == [f"data/datapackage.json: {key} must be a text in quotation marks"]
    said = [f"data/datapackage.json: {key} contains the control character U+202E: take it out"]
    assert describe(folder, **{key: "a\u202eb"}) == said


HOSTILE = [None, 5, -1.5, True, "", "x", [], [None], [1, [2]], {}, {"a": None}, 10**400, "w" * 100_000, "\u202e"]
NO_PART = [{"measures": None}, {"measures": [1], "means": []}, {"measures": "arrests", "means": "eio"},
           {"measures": ["arrests"], "means": [["eio"]]}, {"measures": [[]], "means": [{}]},
           {"measures": {}, "means": {}}]  # fmt: skip
KNOWN = {"measures": ["arrests"], "means": [["eurojust", "eio"]]}


def placed(package: dict, way: tuple, value: object) -> dict:
    """The description with another value at the end of a way through it."""
    package = json.loads(json.dumps(package))
    inner = package
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    return package


@pytest.mark.parametrize(
    "way",
    [("title",), ("version",), ("resources",), ("resources", 0), ("resources", 2, "name"), ("resources", 2, "path"),
     ("resources", 2, "schema"), ("resources", 2, "schema", "fields"), ("resources", 2, "schema", "fields", 0),
     ("resources", 2, "schema", "fields", 0, "name"), ("resources", 2, "schema", "primaryKey"), ("licenses",),
     ("partOf",), ("partOf", "measures"), ("partOf", "means"), ("partOf", "means", 0)],
)  # fmt: skip
def test_a_description_of_whatever_shape_is_used_or_refused_in_a_line(folder, way):
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8")) | {"partOf": KNOWN}
    for value in HOSTILE + NO_PART * (way == ("partOf",)):
        file.write_text(json.dumps(placed(package, way, value)), "utf-8")
        found = tables.read(folder).findings
        fuzz_reader._are_lines([*found.problems, *found.remarks()])
        assert all(line.startswith("data/datapackage.json: ") for line in found.problems)
        if not found.problems and value in (None, 5, "w" * 100_000):
            fuzz_reader._is_usable(folder)


@pytest.mark.parametrize("whole", [5, [], "x", None])
def test_a_description_that_is_no_description_is_refused_in_a_line(folder, whole):
    (folder / "datapackage.json").write_text(json.dumps(whole), "utf-8")
    assert tables.read(folder).findings.problems == ["data/datapackage.json: is not the description of a data folder"]


@pytest.mark.parametrize("version", [None, ""])
def test_a_description_without_a_version_leaves_the_name_of_its_folder(folder, version):
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    del package["version"]
    (folder / "datapackage.json").write_text(json.dumps(package | ({} if version is None else {"version": version})))
    assert tables.read(folder).version == data.load(folder).version == "data"


def test_a_folder_cannot_call_itself_a_part_to_get_around_what_is_checked(folder):
    assert describe(folder, partOf={"measures": 5}) == [
        "data/datapackage.json: partOf is for the build to write: take it out"
    ]


def test_a_folder_does_not_decide_by_its_description_what_is_checked(folder):
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        resource["schema"] = {"fields": [{"name": spec["name"]} for spec in resource["schema"]["fields"]]}
    assert describe(folder, resources=package["resources"]) == []
    table = folder / "sources.csv"
    table.write_text(table.read_text("utf-8").replace("https://", "javascript:"), "utf-8")
    assert any("must be an https address" in line for line in tables.read(folder).findings.problems)
