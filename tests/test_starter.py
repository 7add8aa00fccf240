"""Starter rows for a case of one's own: what is written, what is left to fill, and that nothing is ever overwritten."""

from __future__ import annotations

import csv

import pytest

from casebook import data, starter, tables
from casebook.findings import DataError
from casebook.paths import DATA


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "my-cases"


def refused(case, folder):
    with pytest.raises(DataError) as error:
        starter.write(case, folder)
    (line,) = error.value.problems
    return line


def saved_by_excel(folder, **fill):
    """Fill the tables in as Excel does where it is set to semicolons: `table=[(row test, cells by column), …]`."""
    for file in folder.glob("*.csv"):
        first, *lines = file.read_text("utf-8").splitlines()
        assert first == "sep=,"
        rows = list(csv.DictReader(lines))
        for test, cells in fill.get(file.stem, ()):
            (row,) = [row for row in rows if all(row[name] == cell for name, cell in test.items())]
            row |= cells
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)


FILLED = {
    "sources": [
        (
            {"source": "operation-x-release"},
            {
                "title": "Große Aktion",
                "publisher": "Eurojust",
                "published": "'2021-06-10",
                "url": "https://example.org/x",
            },
        )
    ],
    "cases": [({"case": "operation-x"}, {"title": "Operation X", "summary": "It was sold. It was stopped."})],
    "measures": [
        (
            {"measure": "arrests"},
            {"case": "operation-x", "qualifier": "exact", "value": "12", "as_printed": "12", "locator": "sentence 2"},
        ),
        (
            {"measure": "assets_seized"},
            {
                "case": "operation-x",
                "qualifier": "about",
                "value": "1500000,50",
                "as_printed": "around EUR 1.5 million",
                "locator": "sentence 3",
            },
        ),
    ],
    "events": [
        (
            {"event": "action_day"},
            {"case": "operation-x", "date": "'2021-06-03", "as_printed": "3 June", "locator": "sentence 1"},
        )
    ],
}


def test_starter_rows_say_exactly_what_is_left_to_fill(folder):
    starter.write("operation-x", folder)
    found = tables.read(folder).findings
    assert [line.split(", column ")[1] for line in found.problems] == [
        "title: is empty",
        "publisher: is empty",
        "title: is empty",
        "summary: is empty",
    ]
    assert found.warnings == []


def test_there_is_a_row_ready_for_every_word_of_the_codebook(folder):
    words = tables.words_of(tables.read(DATA).tables["codebook"])
    for file in starter.write("operation-x", folder):
        column = {"measures": "measure", "events": "event", "countries": "role"}.get(file.stem)
        rows = list(csv.DictReader(file.read_text("utf-8").splitlines()[1:]))
        if column:
            assert [row[column] for row in rows if row["case"] == "# operation-x"] == words[column]


def test_every_ready_row_has_the_unit_of_its_measure(folder):
    starter.write("operation-x", folder)
    file = folder / "measures.csv"
    lines = file.read_text("utf-8").splitlines()
    used = [
        line.replace("# ", "").replace(",,,,", ",exact,1,,", 1) for line in lines if line.startswith("# operation-x")
    ]
    used = [line.replace(",,operation-x-release,", ",words,operation-x-release,here") for line in used]
    file.write_text("\n".join([lines[1], *used]) + "\n", "utf-8")
    assert [line for line in tables.read(folder).findings.problems if "measures.csv" in line] == []


def test_what_an_analyst_fills_in_and_saves_from_excel_is_a_case(folder):
    starter.write("operation-x", folder)
    saved_by_excel(folder, **FILLED)
    book = data.load(folder)
    assert list(book.cases["short_title"]) == ["Operation X"]
    assert list(book.measures["measure"]) == ["arrests", "assets_seized"]
    assert list(book.events["date"]) == ["2021-06-03"]
    assert len(data.load([DATA, folder]).cases) == len(data.load().cases) + 1


def test_a_second_case_is_added_below_and_what_was_there_stays_byte_for_byte(folder):
    starter.write("operation-x", folder)
    saved_by_excel(folder, **FILLED)
    before = {file.name: file.read_bytes() for file in folder.glob("*.csv")}
    starter.write("operation-y", folder)
    for name, content in before.items():
        assert (folder / name).read_bytes().startswith(content)
    assert [line.split(":")[0] for line in tables.read(folder).findings.problems if "line 4" not in line]
    assert tables.read(folder).tables["cases"].columns["case"] == ["operation-x", "operation-y"]


def test_a_file_without_a_last_line_end_gets_one_before_what_is_added(folder):
    starter.write("operation-x", folder)
    file = folder / "cases.csv"
    file.write_bytes(file.read_bytes().rstrip())
    starter.write("operation-y", folder)
    assert tables.read(folder).tables["cases"].columns["case"] == ["operation-x", "operation-y"]


def test_columns_in_another_order_are_filled_in_that_order(folder):
    folder.mkdir()
    (folder / "cases.csv").write_text("summary,case,title,short_title,overlaps,follows\nIt was.,a,A,A,,\n", "utf-8")
    starter.write("operation-y", folder)
    assert tables.read(folder).tables["cases"].columns["short_title"] == ["A", "Operation Y"]


@pytest.mark.parametrize(
    ("case", "line"),
    [
        ("Operation X", "CASE may use a-z, 0-9 and -, at most 64. Did you mean operation-x?"),
        ("../../x", "CASE may use a-z, 0-9 and -, at most 64. Did you mean x?"),
        ("", "CASE may use a-z, 0-9 and -, at most 64: CASE=operation-x"),
        ("k-boxes", "data/cases.csv: k-boxes is there already"),
    ],
)
def test_an_id_that_cannot_be_one_or_is_taken_is_refused_and_nothing_written(folder, case, line):
    assert refused(case, folder) == line
    assert not folder.exists()


def test_a_case_that_the_folder_has_is_refused_and_stays_as_it_is(folder):
    starter.write("operation-x", folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert refused("operation-x", folder) == "my-cases/cases.csv: operation-x is there already"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("place", ["data", "data/more", "build", "casebook", "."])
def test_the_folders_of_the_project_are_left_alone(place):
    assert "is the project's own; choose another folder, such as DATA=my-cases" in refused("operation-x", place)
    assert not (DATA / "more").exists()


def test_a_table_that_cannot_be_read_is_told_and_nothing_written(folder):
    folder.mkdir()
    (folder / "events.csv").write_bytes("case,event\nä".encode("windows-1252"))
    assert refused("operation-x", folder).startswith("my-cases/events.csv, line 2: not UTF-8")
    assert [file.name for file in folder.iterdir()] == ["events.csv"]
