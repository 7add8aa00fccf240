"""The tables and their reader: what is accepted comes out unchanged, what is not is said in one line with its place."""

from __future__ import annotations

import csv
import json
import re
import shutil
from decimal import Decimal

import frictionless
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook import data
from casebook.data import DataError, SelectionError
from casebook.paths import DATA

TABLES = {
    "sources": """\
source,title,publisher,kind,language,published,url,archived,derived_from,supersedes,covers
news,The news,A paper,press,en,2021-10-27?,https://example.org/a,,,,one two
""",
    "cases": """\
case,title,short_title,follows,overlaps,summary
one,The first action,One,,,It was the first. And more.
two,The second action,Two,one,,It was the second.
three,The third action,Three,,,It was the third.
""",
    "measures": """\
case,measure,qualifier,value,value_high,unit,per,scope,country,date,as_printed,source,locator
,servers_taken_down,more_than,70,,servers,,,,2020,over 70,news,"Top, sentence 1"
one,servers_taken_down,exact,50,,servers,,,NO,2020-06-03,50,news,"One, sentence 1"
two,servers_taken_down,between,20,30,servers,,,NA,,20 to 30,news,"Two, sentence 1"
two,arrests,unquantified,,,persons,,,,2020-06,several,news,"Two, sentence 2"
one,assets_seized,exact,1250.50,,EUR,,,,,EUR 1 250.50,news,"One, sentence 2"
""",
    "events": """\
case,event,date,country,as_printed,source,locator
one,action_day,2020-06-03,,03 June 2020,news,"One, sentence 1"
two,complaint,,NO,a complaint,news,"Two, sentence 1"
""",
    "countries": """\
case,country,role,as_printed,source,locator
one,NO,lead,Norway,news,"One, sentence 1"
two,NA,lead,Namibia,news,"Two, sentence 1"
""",
    "cooperation": """\
case,body,means,source,locator
one,eurojust,eio,news,"One, sentence 3"
two,europol,liaison,news,"Two, sentence 3"
""",
}
MEASURES_HEADER = TABLES["measures"].splitlines()[0]


@pytest.fixture
def folder(tmp_path):
    return lay_out(tmp_path / "data")


def lay_out(folder):
    """A folder of small tables, described by the datapackage.json and the codebook of the project."""
    folder.mkdir()
    for name in ("datapackage.json", "codebook.csv"):
        shutil.copy(DATA / name, folder)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8", newline="")
    return folder


def change(folder, table, old, new):
    """Put other words into a table, once."""
    path = folder / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="")


def problems(folder):
    with pytest.raises(DataError) as error:
        data.load(folder)
    assert all(problem.isprintable() for problem in error.value.problems)
    return error.value.problems


def told(book):
    """Everything a book holds, for comparing."""
    names = ("sources", "cases", "measures", "events", "countries", "cooperation", "codebook")
    return {name: getattr(book, name).to_dict("records") for name in names} | {"version": book.version}


# The tables of the project


def joined(source, target):
    """A copy of a data folder whose description names the words of the codebook, for a reader that knows only that."""
    target.mkdir()
    for path in source.glob("*.csv"):
        shutil.copy(path, target)
    with (source / "codebook.csv").open(encoding="utf-8", newline="") as file:
        package = data.with_words(data.descriptor(source), csv.DictReader(file))
    (target / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return target / "datapackage.json"


def refusals(folder, target):
    """What frictionless has against a folder."""
    report = frictionless.validate(str(joined(folder, target)))
    return report.flatten(["type", "rowNumber", "fieldName"])


def test_frictionless_accepts_the_tables_of_the_project(tmp_path):
    assert refusals(DATA, tmp_path / "joined") == []


def test_frictionless_finds_the_description_itself_in_order(tmp_path):
    package = frictionless.Package(str(joined(DATA, tmp_path / "joined")))
    assert [resource.name for resource in package.resources] == [*TABLES, "codebook"]


def test_the_words_are_joined_in_for_every_column_that_has_some():
    package = data.with_words({"resources": [{"name": "t", "schema": {"fields": [{"name": "role"}, {"name": "x"}]}}]},
                              [{"column": "role", "term": "lead"}, {"column": "role", "term": "arrest"}])  # fmt: skip
    role, other = package["resources"][0]["schema"]["fields"]
    assert role["constraints"] == {"enum": ["lead", "arrest"]}
    assert "constraints" not in other


def test_joining_the_words_in_leaves_the_description_as_it_was():
    package = data.descriptor()
    before = json.dumps(package)
    data.with_words(package, [{"column": "role", "term": "lead"}])
    assert json.dumps(package) == before


@pytest.mark.parametrize(
    ("table", "old", "new", "kind", "line"),
    [
        ("measures", ",arrests,", ",arests,", "constraint-error", 5),
        ("countries", "NA,lead", "NA,leads", "constraint-error", 3),
        ("events", "two,complaint", "tow,complaint", "foreign-key", 3),
        ("measures", "50,news", "50,nwes", "foreign-key", 3),
        ("cooperation", "two,europol,liaison", "one,eurojust,eio", "primary-key", 3),
        ("cases", "two,The second", "one,The second", "primary-key", 3),
        ("measures", "exact,50,", "exact,-50,", "constraint-error", 3),
    ],
)
def test_frictionless_and_our_reader_refuse_the_same(folder, tmp_path, table, old, new, kind, line):
    change(folder, table, old, new)
    assert (kind, line) in [(found, row) for found, row, _ in refusals(folder, tmp_path / "joined")]
    assert any(re.search(rf"{table}\.csv,? ?:?.*lines? .*\b{line}\b", problem) for problem in problems(folder))


def test_frictionless_and_our_reader_accept_the_same(folder, tmp_path):
    assert refusals(folder, tmp_path / "joined") == []
    assert len(data.load(folder).measures) == 5


def test_the_tables_end_their_lines_the_same_way_and_carry_no_mark():
    for path in DATA.glob("*.csv"):
        text = path.read_bytes()
        assert text.endswith(b"\n") and b"\r" not in text and not text.startswith(b"\xef\xbb\xbf")


# The codebook


def words_of(book, column):
    return set(book.codebook[book.codebook["column"] == column]["term"])


@pytest.mark.parametrize(
    ("table", "column"),
    [("sources", "kind"), ("measures", "measure"), ("measures", "qualifier"), ("measures", "unit"),
     ("measures", "per"), ("measures", "scope"), ("events", "event"), ("countries", "role"),
     ("cooperation", "body"), ("cooperation", "means")],
)  # fmt: skip
def test_every_word_in_use_is_in_the_codebook(book, table, column):
    assert set(getattr(book, table)[column]) - {""} <= words_of(book, column)


def test_every_column_of_the_codebook_is_one_of_a_table_or_a_group(book):
    columns = {name for table in TABLES.values() for name in table.splitlines()[0].split(",")}
    assert set(book.codebook["column"]) - columns == {"group"}


def test_every_word_has_a_label_and_a_definition(book):
    for row in book.codebook.itertuples():
        assert row.label.strip() and row.definition.strip(), row.term


def test_every_measure_has_a_unit_that_exists_and_says_whether_it_is_added(book):
    measures = book.codebook[book.codebook["column"] == "measure"]
    assert set(measures["unit"]) <= words_of(book, "unit")
    assert set(measures["additive"]) <= {"yes", "no", "kept"}


def test_only_measures_say_whether_they_are_added(book):
    others = book.codebook[book.codebook["column"] != "measure"]
    assert set(others["additive"]) == {""}


def test_every_unit_of_a_measure_is_in_one_group(book):
    rows = book.codebook
    grouped = " ".join(rows[rows["column"] == "group"]["unit"]).split()
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= words_of(book, "unit")


@pytest.mark.parametrize("measure", ["subscribers", "households_reached", "countries_represented",
                                     "countries_with_servers"])  # fmt: skip
def test_what_may_be_the_same_people_or_countries_twice_is_not_added(book, measure):
    rows = book.codebook[book.codebook["column"] == "measure"].set_index("term")
    assert rows["additive"][measure] == "no"


def test_a_word_has_its_label_in_the_order_of_the_codebook(book):
    terms = book.terms("body")
    assert terms == {"eurojust": "Eurojust", "europol": "Europol"}
    assert next(iter(book.terms("event"))) == "complaint"


# What comes out


def test_text_stays_text_and_numbers_become_exact(folder):
    book = data.load(folder)
    assert list(book.measures["value"]) == [70, 50, 20, None, Decimal("1250.50")]
    assert list(book.measures["value_high"]) == [None, None, 30, None, None]
    assert all(type(value) is Decimal for value in book.measures["value"] if value is not None)
    assert book.version == data.descriptor()["version"]


def test_namibia_and_norway_are_countries(folder):
    book = data.load(folder)
    assert list(book.countries["country"]) == ["NO", "NA"]
    assert list(book.measures["country"]) == ["", "NO", "NA", "", ""]


@pytest.mark.parametrize("word", ["NA", "nan", "None", "null", "TRUE", "1e5", "007", "-", "1/2"])
def test_a_word_that_looks_like_something_else_stays_a_word(folder, word):
    change(folder, "cases", "The first action", word)
    assert data.load(folder).cases["title"][0] == word


def test_an_empty_cell_is_empty_text_and_never_a_gap(folder, book):
    for each in (data.load(folder), book):
        for rows in told(each).values():
            for row in rows if isinstance(rows, list) else []:
                assert all(isinstance(cell, str) for name, cell in row.items() if not name.startswith("value"))


@pytest.mark.parametrize("text", ['a "quoted" word', "a, comma", "two\nlines", "two\r\nlines", "é–ø", " spaces "])
def test_a_text_comes_out_as_it_was_written(folder, text):
    change(folder, "cases", "The first action", '"{}"'.format(text.replace('"', '""')))
    assert data.load(folder).cases["title"][0] == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1).filter(str.strip))
def test_any_text_comes_out_as_it_was_written(folder, text):
    path = folder / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [*csv.reader(TABLES["cases"].splitlines())]
        rows[1][1] = text
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert data.load(folder).cases["title"][0] == text


def test_a_byte_order_mark_is_accepted(folder):
    expected = told(data.load(folder))
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert told(data.load(folder)) == expected


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_of_other_systems_are_accepted(folder, end):
    expected = told(data.load(folder))
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", end))
    assert told(data.load(folder)) == expected


def test_a_missing_last_line_end_and_blank_lines_are_accepted(folder):
    expected = told(data.load(folder))
    change(folder, "measures", "\none,", "\n\n\none,")
    change(folder, "events", "case,event", "\n\ncase,event")
    path = folder / "cases.csv"
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8", newline="")
    assert told(data.load(folder)) == expected


def test_columns_may_stand_in_another_order(folder):
    expected = told(data.load(folder))
    rows = [line.split(",") for line in TABLES["cases"].splitlines()]
    text = "".join(",".join(reversed(row)) + "\n" for row in rows)
    (folder / "cases.csv").write_text(text, "utf-8", newline="")
    assert told(data.load(folder)) == expected


# What is refused


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        # words, cases, sources
        (
            "measures", ",arrests,", ",arests,",
            'data/measures.csv, line 5, column measure: "arests" is not a word of data/codebook.csv. '
            "Did you mean arrests? A new word is a new row there (column measure).",
        ),
        (
            "measures", "more_than", "morethan",
            'data/measures.csv, line 2, column qualifier: "morethan" is not a word of data/codebook.csv. '
            "Did you mean more_than?",
        ),
        (
            "measures", "more_than", "over",
            'data/measures.csv, line 2, column qualifier: "over" is not a word of data/codebook.csv. '
            "Write one of: exact, more_than, at_least, about, nearly, at_most, less_than, between, unquantified.",
        ),
        ("sources", "one two", '"one, two"',
         'data/sources.csv, line 2, column covers: "one, two": only spaces between the ids, no ,'),
        (
            "countries", "NA,lead", "NA,zzz",
            'data/countries.csv, line 3, column role: "zzz" is not a word of data/codebook.csv. '
            "A new word is a new row there (column role).",
        ),
        (
            "cooperation", "europol", "interpol",
            'data/cooperation.csv, line 3, column body: "interpol" is not a word of data/codebook.csv. '
            "Did you mean europol? A new word is a new row there (column body).",
        ),
        ("events", "two,complaint", "tow,complaint",
         "data/events.csv, line 3, column case: no case tow in data/cases.csv. Did you mean two?"),
        ("measures", "50,news", "50,nwes",
         "data/measures.csv, line 3, column source: no source nwes in data/sources.csv. Did you mean news?"),
        ("cases", "Two,one", "Two,on",
         "data/cases.csv, line 3, column follows: no case on in data/cases.csv. Did you mean one?"),
        ("sources", "one two", "one tow",
         "data/sources.csv, line 2, column covers: no case tow in data/cases.csv. Did you mean two?"),
        ("sources", "one two", "",
         "data/measures.csv, line 2, column case: is empty, and news covers no cases"),
        # form
        ("cases", "three,The", "Three,The",
         'data/cases.csv, line 4, column case: "Three" may use a-z, 0-9 and -, at most 64'),
        ("cases", "The first action", "",
         "data/cases.csv, line 2, column title: is empty"),
        ("sources", "https://example.org/a", "javascript:alert(1)",
         'data/sources.csv, line 2, column url: "javascript:alert(1)" must be an https address'),
        ("countries", "two,NA", "two,XX",
         'data/countries.csv, line 3, column country: "XX": unknown country; use two-letter ISO codes.'),
        # numbers
        ("measures", "exact,50,", "exact,-4,",
         'data/measures.csv, line 3, column value: "-4" is below 0. Leave it out if the source gives no number.'),
        ("measures", "exact,50,", "exact,50.5,",
         'data/measures.csv, line 3, column value: "50.5" must be a whole number'),
        ("measures", "20,30", "20,30.5",
         'data/measures.csv, line 4, column value_high: "30.5" must be a whole number'),
        ("measures", "20,30", "20,20",
         "data/measures.csv, line 4, column value_high: 20 is not above 20"),
        ("measures", "20,30", "30,20",
         "data/measures.csv, line 4, column value_high: 20 is not above 30"),
        ("measures", "20,30", "20,",
         "data/measures.csv, line 4, column value_high: is for between, and only for it"),
        ("measures", "20,30", ",30",
         "data/measures.csv, line 4, column value: between needs a number; leave the row out if there is none"),
        ("measures", "exact,50,,", "exact,50,60,",
         "data/measures.csv, line 3, column value_high: is for between, and only for it"),
        ("measures", "exact,50,", "exact,,",
         "data/measures.csv, line 3, column value: exact needs a number; leave the row out if there is none"),
        ("measures", "unquantified,,", "unquantified,3,",
         "data/measures.csv, line 5, column value: a figure that is a word only (unquantified) has no number"),
        # units
        ("measures", "persons", "servers",
         "data/measures.csv, line 5, column unit: arrests is counted in persons, found servers"),
        ("measures", "EUR,", "money,",
         "data/measures.csv, line 6, column unit: money needs its ISO 4217 code (EUR), found money"),
        ("measures", "EUR,", "servers,",
         "data/measures.csv, line 6, column unit: money needs its ISO 4217 code (EUR), found servers"),
        # dates
        ("events", "2020-06-03", "2020-02-30",
         'data/events.csv, line 2, column date: "2020-02-30": no such day'),
        ("events", "2020-06-03", "2020-06-00",
         'data/events.csv, line 2, column date: "2020-06-00": no such day'),
        ("measures", "2020-06,", "2020-13,",
         'data/measures.csv, line 5, column date: "2020-13": no such month'),
        ("events", "2020-06-03", "07/08/2020",
         'data/events.csv, line 2, column date: "07/08/2020": '
         "ambiguous: write 2020-08-07 for 7 August or 2020-07-08 for 8 July"),
        ("events", "2020-06-03", "2020/2019",
         'data/events.csv, line 2, column date: "2020/2019": the interval ends before it starts'),
        ("events", "2020-06-03", "2999-01-01",
         'data/events.csv, line 2, column date: "2999-01-01" lies in the future'),
        ("events", "2020-06-03", "2020/2999",
         'data/events.csv, line 2, column date: "2020/2999" lies in the future'),
        ("sources", "2021-10-27?", "2999?",
         'data/sources.csv, line 2, column published: "2999?" lies in the future'),
        # rows
        ("events", "two,complaint,,NO,a complaint,news,\"Two", "two,complaint,,NO,a complaint,news,sentence 9,\"Two",
         "data/events.csv, line 3: has 8 cells, the header has 7. A comma inside text needs quotes."),
        ("events", ",a complaint", "",
         "data/events.csv, line 3: has 6 cells, the header has 7. A comma inside text needs quotes."),
        ("countries", "two,NA", "one,NO",
         "data/countries.csv: lines 2 and 3 have the same case, country, role, source"),
        ("events", 'two,complaint,,NO,a complaint,news,"Two', 'one,action_day,2020-06-03,,03 June 2020,news,"One',
         "data/events.csv: lines 2 and 3 are the same"),
        ("measures", "two,servers_taken_down,between,20,30,servers,,,NA,",
         "one,servers_taken_down,between,20,30,servers,,,NO,2020-06-03",
         "data/measures.csv: one, servers_taken_down has 50 (line 3) and between 20 30 (line 4) from one source"),
        # the file
        ("events", '"One, sentence 1"', '"One, sentence 1',
         "data/events.csv, line 2: quotation mark never closed, or one inside a text not written twice"),
        ("events", '"Two, sentence 1"', '"Two, sentence 1',
         "data/events.csv, line 3: quotation mark never closed, or one inside a text not written twice"),
        ("events", '"Two, sentence 1"', '"Two, "sentence" 1"',
         "data/events.csv, line 3: quotation mark never closed, or one inside a text not written twice"),
        ("events", "a complaint", "a \0 complaint",
         "data/events.csv, line 3: contains a NUL byte; the file is damaged"),
    ],
)  # fmt: skip
def test_a_problem_is_one_line_with_file_line_and_column(folder, table, old, new, message):
    change(folder, table, old, new)
    assert problems(folder) == [message]


def test_one_mistake_that_many_rows_refer_to_is_told_once_for_each_table(folder):
    table = folder / "cases.csv"
    table.write_text(
        table.read_text("utf-8").replace("\none,", "\n4,52E+12,", 1).replace("4,52E+12", '"4,52E+12"'), "utf-8"
    )
    said = problems(folder)
    assert 'data/cases.csv, line 2, column case: "4,52E+12" looks changed by Excel' in " ".join(said)
    files = [line.partition(",")[0] for line in said if "no case one in" in line]
    assert len(files) == len(set(files)) > 3 and any("more like it)" in line for line in said)


@pytest.mark.parametrize("value", ["1_000", "５０", ".5", "5.", "+5", "١٢", "0x10", "5 0", "1 2000"])
def test_a_number_is_written_in_digits(folder, value):
    change(folder, "measures", "exact,50,", f'exact,"{value}",')
    assert problems(folder) == [
        f'data/measures.csv, line 3, column value: "{value}" is not a number: put the number in value and about or '
        "more_than in qualifier; for a word alone leave value empty and put unquantified in qualifier"
    ]


@pytest.mark.parametrize("value", ["50", "50.0", "0", "0050", " 50", "50 ", "\u00a050", "'50"])
def test_a_whole_number_is_accepted_however_it_is_written(folder, value):
    change(folder, "measures", "exact,50,", f"exact,{value},")
    assert data.load(folder).measures["value"][1] == Decimal(value.strip(" '\u00a0"))


def test_a_number_that_is_none_does_not_hide_what_else_is_wrong_with_a_range(folder):
    change(folder, "measures", "20,30", "x,30")
    change(folder, "measures", "persons", "servers")
    assert [problem.split(":")[0] for problem in problems(folder)] == [
        "data/measures.csv, line 4, column value",
        "data/measures.csv, line 5, column unit",
    ]


def test_a_currency_that_the_codebook_has_is_accepted(folder):
    change(folder, "codebook", "unit,EUR,", "unit,ISK,ISK,Icelandic krona,,\nunit,EUR,")
    change(folder, "measures", ",EUR,", ",ISK,")
    assert data.load(folder).measures["unit"][4] == "ISK"


def test_a_new_word_is_a_new_row_of_the_codebook(folder):
    change(folder, "countries", "NA,lead", "NA,witness")
    assert len(problems(folder)) == 1
    change(folder, "codebook", "role,lead,", "role,witness,witness,It was heard as a witness,,\nrole,lead,")
    assert data.load(folder).terms("role")["witness"] == "witness"


def test_the_same_word_twice_in_the_codebook_is_refused(folder):
    lines = (folder / "codebook.csv").read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, start=1) if line.startswith("body,europol,"))
    change(folder, "codebook", "body,eurojust,", "body,europol,")
    assert f"data/codebook.csv: lines {place - 1} and {place} have the same column, term" in problems(folder)


@pytest.mark.parametrize("date", ["2020-07", "2019~", "2019-05/..", "2020-07-14%"])
def test_a_date_as_coarse_as_its_source_is_accepted_and_stays_so(folder, date):
    change(folder, "events", "2020-06-03", date)
    assert data.load(folder).events["date"][0] == date


def test_every_problem_of_every_table_is_found_in_one_pass(folder):
    change(folder, "cases", "The first action", "")
    change(folder, "measures", ",arrests,", ",arests,")
    change(folder, "measures", "exact,50,", "exact,-4,")
    change(folder, "events", "two,complaint", "tow,complaint")
    change(folder, "events", "2020-06-03", "2020-02-30")
    change(folder, "cooperation", "two,europol,liaison", "one,eurojust,eio")
    assert [problem.split(":")[0] for problem in problems(folder)] == [
        "data/cases.csv, line 2, column title",
        "data/measures.csv, line 3, column value",
        "data/measures.csv, line 5, column measure",
        "data/events.csv, line 2, column date",
        "data/events.csv, line 3, column case",
        "data/cooperation.csv",
    ]


def test_a_damaged_table_does_not_hide_the_problems_of_the_others(folder):
    change(folder, "cases", ",One,", ",One,,")
    (folder / "events.csv").unlink()
    change(folder, "measures", "exact,50,", "exact,-4,")
    found = problems(folder)
    assert len(found) == 3
    assert found[0].startswith("data/cases.csv, line 2: has 7 cells")
    assert found[1].startswith("data/measures.csv, line 3, column value")
    assert found[2] == "data/events.csv: the file is missing"


def test_after_fifty_problems_the_rest_is_counted(folder):
    rows = "".join(f"one,NO,role-{number},Norway,news,here\n" for number in range(60))
    change(folder, "countries", 'one,NO,lead,Norway,news,"One, sentence 1"\n', rows)
    found = problems(folder)
    assert len(found) == 51
    assert found[-1] == "and 10 more"
    assert found[49].startswith("data/countries.csv, line 51, ")


def test_a_cell_with_lines_of_its_own_keeps_the_count_of_lines_and_its_problem_on_one(folder):
    change(folder, "measures", "over 70", '"over\n70\r\n"')
    change(folder, "measures", "exact,50,", 'exact,"5\n0",')
    change(folder, "measures", ",arrests,", ",arests,")
    found = problems(folder)
    assert found[0].startswith('data/measures.csv, line 5, column value: "5 0" is not a number: ')
    assert found[1].startswith('data/measures.csv, line 8, column measure: "arests"')


def test_blank_lines_are_counted(folder):
    change(folder, "measures", "\none,", "\n\n\none,")
    change(folder, "measures", ",arrests,", ",arests,")
    assert problems(folder)[0].startswith("data/measures.csv, line 7, ")


def test_a_cell_that_swallowed_half_a_file_does_not_fill_the_screen(folder):
    change(folder, "measures", ",arrests,", f",{'arrests ' * 1000},")
    (found,) = problems(folder)
    assert found.startswith("data/measures.csv, line 5, column measure") and len(found) <= 400


@pytest.mark.parametrize("content", ["", "\n", "\r\n\r\n", "\ufeff"])
def test_an_empty_file_is_told_the_header_it_needs(folder, content):
    (folder / "measures.csv").write_text(content, "utf-8", newline="")
    assert problems(folder) == [f"data/measures.csv: the file is empty; it needs this header: {MEASURES_HEADER}"]


def test_a_header_without_rows_is_said_to_have_none(folder):
    (folder / "measures.csv").write_text(MEASURES_HEADER, "utf-8")
    assert problems(folder) == ["data/measures.csv: no data rows"]


@pytest.mark.parametrize("table", [*TABLES, "codebook"])
def test_a_missing_file_is_named(folder, table):
    (folder / f"{table}.csv").unlink()
    assert problems(folder) == [f"data/{table}.csv: the file is missing"]


def test_a_folder_in_the_place_of_a_file_cannot_be_read(folder):
    (folder / "events.csv").unlink()
    (folder / "events.csv").mkdir()
    assert problems(folder) == ["data/events.csv: cannot be read (Is a directory)"]


def test_a_description_that_cannot_be_read_is_refused(folder):
    (folder / "datapackage.json").write_text("{", "utf-8")
    (found,) = problems(folder)
    assert found.startswith("data/datapackage.json: not JSON (")


@pytest.mark.parametrize(
    ("encoding", "line", "what"),
    [
        ("windows-1252", 3, "(byte 0xE9)"),
        ("utf-16", 1, "but UTF-16"),
        ("utf-16-le", 1, "but UTF-16"),
        ("utf-8", None, ""),
    ],
)
def test_a_file_in_another_encoding_is_refused_with_the_line(folder, encoding, line, what):
    text = (folder / "cases.csv").read_text("utf-8").replace("The second", "The sécond")
    (folder / "cases.csv").write_bytes(text.encode(encoding))
    if line is None:
        assert data.load(folder).cases["title"][1] == "The sécond action"
    else:
        message = f"data/cases.csv, line {line}: not UTF-8 {what}. In Excel: Save as, CSV UTF-8."
        assert problems(folder) == [message]


def test_every_wrong_column_is_named_at_once(folder):
    text = TABLES["cases"].replace("case,title,short_title", "case,titel,case")
    (folder / "cases.csv").write_text(text, "utf-8", newline="")
    assert problems(folder) == [
        "data/cases.csv, line 1: column case appears twice (1, 3)",
        "data/cases.csv, line 1: unknown column titel. Did you mean title?",
        "data/cases.csv, line 1: column title is missing",
        "data/cases.csv, line 1: column short_title is missing",
    ]


def test_a_misspelt_column_is_named_with_the_nearest(folder):
    change(folder, "cases", "short_title", "short_titel")
    assert problems(folder) == [
        "data/cases.csv, line 1: unknown column short_titel. Did you mean short_title?",
        "data/cases.csv, line 1: column short_title is missing",
    ]


def test_an_unresolved_merge_is_refused(folder):
    change(folder, "cases", "two,The", "<<<<<<< mine\ntwo,The")
    assert problems(folder) == ["data/cases.csv, line 3: unresolved merge conflict"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 3000), damage=st.sampled_from([",", '"', "\n", "\0", "x", ";", "é", "\r", " ", "-"]))
def test_a_damaged_file_is_read_or_refused_in_lines_and_never_breaks_the_reader(folder, place, damage):
    table = list(TABLES)[place % len(TABLES)]
    text = TABLES[table]
    place %= len(text)
    (folder / f"{table}.csv").write_text(text[:place] + damage + text[place + 1 :], "utf-8", newline="")
    try:
        data.load(folder)
    except DataError as error:
        assert error.problems
        assert all(re.match(r"data/[a-z]+\.csv(, line \d+(, column \w+)?)?: ", line) for line in error.problems)
    finally:
        (folder / f"{table}.csv").write_text(text, "utf-8", newline="")


# Choosing cases


def test_all_cases_are_chosen_by_default(folder):
    assert told(data.load(folder)) == told(data.load(folder, "all")) == told(data.load(folder).select())


@pytest.mark.parametrize("chosen", [["one"], ("one",), "one", " one, ", {"one"}, iter(["one"])])
def test_a_case_is_chosen_by_a_list_or_by_words(folder, chosen):
    book = data.load(folder).select(chosen)
    for table in ("cases", "measures", "events", "countries", "cooperation"):
        assert set(getattr(book, table)["case"]) == {"one"}
        assert list(getattr(book, table).index) == list(range(len(getattr(book, table))))


def test_the_order_of_the_table_is_kept(folder):
    assert list(data.load(folder, ["two", "one"]).cases["case"]) == ["one", "two"]
    assert list(data.load(folder, "two,one one").cases["case"]) == ["one", "two"]


def test_an_unknown_case_is_named_with_the_nearest_and_all_known(folder):
    with pytest.raises(SelectionError) as error:
        data.load(folder, ["one", "tow"])
    assert str(error.value) == "no case 'tow'. Did you mean two? Known cases: one, two, three"


def test_a_case_that_resembles_none_is_refused_without_a_guess(folder):
    with pytest.raises(SelectionError, match=r"^no case 'x/y'\. Known cases: one, two, three$"):
        data.load(folder, "x/y")


@pytest.mark.parametrize("chosen", [[], "", " , ", ()])
def test_no_case_at_all_is_refused(folder, chosen):
    with pytest.raises(SelectionError, match=r"^no case is chosen; known cases: one, two, three$"):
        data.load(folder, chosen)


@pytest.mark.parametrize(
    ("chosen", "stays"),
    [
        ("all", True),
        (["one", "two"], True),
        (["one", "two", "three"], True),
        (["one"], False),
        (["two", "three"], False),
    ],
)
def test_a_statement_about_all_cases_stays_only_if_all_that_it_covers_are_chosen(folder, chosen, stays):
    rows = data.load(folder, chosen).measures
    assert ("" in set(rows["case"])) == stays


def test_choosing_again_starts_from_the_whole_book(folder):
    whole = data.load(folder)
    one = whole.select(["one"])
    assert told(one.select(["two"])) == told(whole.select(["two"]))
    assert told(one.select("all")) == told(whole)
    assert told(one.whole) == told(whole)


def test_choosing_changes_nothing_in_the_whole_book(folder):
    whole = data.load(folder)
    before = told(whole)
    whole.select(["one"])
    assert told(whole) == before


def test_the_credit_names_only_sources_that_speak_of_the_chosen_cases(folder):
    change(folder, "sources", "one two\n", "one two\nother,Other news,B paper,trade_press,en,,,,,,\n")
    change(folder, "events", "a complaint,news", "a complaint,other")
    book = data.load(folder)
    news, other = "A paper, “The news”, 2021", "B paper, “Other news”"
    assert book.credit().sources == (news, other)
    assert book.select(["one"]).credit().sources == (news,)
    assert book.credit().version == book.version


def test_the_credit_of_the_factsheet(four):
    (line,) = four.select(["k-boxes"]).credit().sources
    assert line == "Eurojust factsheet “2020 actions against intellectual property crime”, 2021"


def test_a_qualifier_that_stands_for_no_rule_is_refused(folder):
    change(folder, "codebook", "qualifier,exact,", "qualifier,roughly,roughly,More or less,,\nqualifier,exact,")
    with pytest.raises(data.DataError) as refused:
        data.load(folder)
    (line,) = refused.value.problems
    assert line.startswith("data/codebook.csv, line") or "codebook.csv, line" in line
    assert '"roughly" is not one of the qualifiers: exact, more_than' in line


def test_the_credit_of_a_table_names_the_sources_of_its_rows_alone(folder):
    change(folder, "sources", "\n", "\nmore,Another,Someone,press,en,2021,https://example.org/m,,,,\n")
    book = data.load(folder)
    table = pd.DataFrame({"source": ["news", ""]})
    assert book.credit(of=table).sources == ("A paper, “The news”, 2021",)
    assert book.credit(of=table.iloc[1:]).sources == ()
