"""What goes wrong with tables in practice: each is read and said, or refused with its line; earlier outputs stay.

A small project that was built stands by. Every input that is refused is given to `make report` there, every one that
is accepted to `make check`, and what had been made must be the same bytes afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from decimal import Decimal

import pytest
from test_data import TABLES

from casebook import compare, data
from casebook.__main__ import main
from casebook.bounds import UnlikeError
from casebook.paths import DATA
from casebook.project import Project

HEADER = {name: text.splitlines()[0] for name, text in TABLES.items()}
IN_EXCEL = "In Excel: Save as, CSV UTF-8."


class Bare(Project):
    """A project whose notebooks need nothing, and whose report names its tables."""

    needed = ()

    def write_report(self, data, notebooks, folder):
        (folder / "report.html").write_text(" ".join(sorted(file.name for file in data.iterdir())), "utf-8")
        return [folder / "report.html"]


class Built:
    """A project that was built, and what its tables held."""

    def __init__(self, root, capsys):
        self.root, self.capsys = root, capsys
        self.project = Bare(root)

    def put(self, table, content):
        file = self.root / "data" / f"{table}.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def change(self, table, *changes):
        """Put other words into a table: pairs of what stands there and what shall."""
        text = (self.root / "data" / f"{table}.csv").read_bytes().decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        self.put(table, text)

    def say(self, *words):
        """Exit code and lines of a verb; what had been made must stay as it was."""
        before = made(self.root)
        code = main(words, self.project)
        assert made(self.root) == before
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, (captured.out + captured.err).splitlines()

    def refused(self):
        """The lines that `make report` says of tables that cannot be used."""
        code, lines = self.say("report")
        assert code == 2
        assert all(re.match(r"data/\w+\.(csv|json)(, line \d+(, column \w+)?)?: ", line) for line in lines), lines
        assert self.say("check") == (2, lines)
        return lines

    def accepted(self):
        """The book, and what `make check` remarks about the tables."""
        code, lines = self.say("check")
        assert code < 2, lines
        return data.load(self.root / "data"), [line for line in lines if line.startswith(("note: ", "warning: "))]


def made(root):
    """The bytes of everything that a build has made."""
    files = [path for name in ("figures", "build") for path in (root / name).rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.name != ".lock"}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    root = tmp_path_factory.mktemp("built") / "project"
    for name in ("data", "notebooks", "casebook", "figures"):
        (root / name).mkdir(parents=True)
    for name in ("datapackage.json", "codebook.csv"):
        shutil.copy(DATA / name, root / "data")
    for name, text in TABLES.items():
        (root / "data" / f"{name}.csv").write_text(text, "utf-8", newline="")
    (root / "requirements.txt").touch()
    (root / "figures" / "servers.svg").write_text("<svg/>")
    assert main(["report"], Bare(root)) == 0
    assert "build/report.html" in made(root)
    return root


@pytest.fixture
def built(finished, capsys):
    """The project, with its tables put back afterwards."""
    before = {path: path.read_bytes() for path in (finished / "data").iterdir()}
    capsys.readouterr()
    yield Built(finished, capsys)
    shutil.rmtree(finished / "data")
    (finished / "data").mkdir()
    for path, content in before.items():
        path.write_bytes(content)


def with_cells(text, line, **cells):
    """The table with other cells in a line; quotation marks are for the caller."""
    lines = text.splitlines()
    header = lines[0].split(",")
    row = re.findall(r'"[^"]*"|[^,]+|(?<=,)(?=,|$)|^(?=,)', lines[line - 1])
    for name, cell in cells.items():
        row[header.index(name)] = cell
    lines[line - 1] = ",".join(row)
    return "\n".join(lines) + "\n"


def figure(**cells):
    """The small measures.csv with other cells in its line 3: 50 servers of case one."""
    return with_cells(TABLES["measures"], 3, **cells)


def in_line_3(column):
    return f"data/measures.csv, line 3, column {column}: "


# --- 1 to 17: the file -----------------------------------------------------------------------


def test_01_semicolons_for_commas_are_read_with_a_note(built):
    expected = data.load(built.root / "data").events
    built.put("events", TABLES["events"].replace(",", ";").replace("One;", "One,").replace("Two;", "Two,"))
    book, remarks = built.accepted()
    assert book.events.equals(expected)
    assert remarks == ["note: data/events.csv: separated by semicolons, read as such"]


def test_01_a_header_that_falls_into_no_columns_is_asked_about_its_separator(built):
    built.put("events", TABLES["events"].replace(",", "|"))
    assert built.refused() == ["data/events.csv, line 1: found 1 column, expected 7. Is the separator , or ;?"]


def test_02_a_decimal_comma_is_read_with_a_note_where_semicolons_separate(built):
    text = TABLES["measures"].replace(", sentence", " sentence").replace(",", ";").replace("1250.50", "1250,50")
    built.put("measures", text)
    book, remarks = built.accepted()
    assert book.measures["value"][4] == Decimal("1250.50")
    assert 'note: data/measures.csv, line 6, column value: "1250,50" read as 1250.50' in remarks


def test_02_a_decimal_comma_where_commas_separate_is_told_the_point(built):
    built.change("measures", ("1250.50", '"125000,50"'))
    assert built.refused() == ['data/measures.csv, line 6, column value: "125000,50" is not a number: write 125000.50']


def test_03_a_byte_order_mark_is_accepted(built):
    built.put("cases", b"\xef\xbb\xbf" + TABLES["cases"].encode())
    book, remarks = built.accepted()
    assert list(book.cases["case"]) == ["one", "two", "three"] and remarks == []


def test_04_a_file_in_windows_1252_is_told_how_to_save_it(built):
    built.put("cases", TABLES["cases"].replace("The first", "L'été").encode("windows-1252"))
    assert built.refused() == [f"data/cases.csv, line 2: not UTF-8 (byte 0xE9). {IN_EXCEL}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_05_a_file_in_utf_16_is_told_the_same_by_its_name(built, encoding):
    built.put("cases", TABLES["cases"].encode(encoding))
    assert built.refused() == [f"data/cases.csv, line 1: not UTF-8 but UTF-16. {IN_EXCEL}"]


@pytest.mark.parametrize("start", [b"PK\x03\x04 and so on", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_06_a_workbook_renamed_is_told_to_be_saved(built, start):
    built.put("cases", start)
    assert built.refused() == ["data/cases.csv: this is an Excel workbook. Save it as CSV UTF-8."]


def test_06_a_workbook_beside_a_missing_table_is_named(built):
    (built.root / "data" / "cases.csv").rename(built.root / "data" / "cases.xlsx")
    assert built.refused() == ["data/cases.csv: the file is missing; cases.xlsx is there: save it as CSV UTF-8"]


def test_07_an_empty_file_is_told_its_header(built):
    built.put("events", "")
    assert built.refused() == [f"data/events.csv: the file is empty; it needs this header: {HEADER['events']}"]


def test_08_a_header_alone_has_no_data_rows(built):
    built.put("events", HEADER["events"] + "\n")
    assert built.refused() == ["data/events.csv: no data rows"]


def test_09_a_misspelt_column_is_named_with_the_nearest_and_the_missing_one(built):
    built.change("events", ("as_printed", "as_prnted"))
    assert built.refused() == [
        "data/events.csv, line 1: unknown column as_prnted. Did you mean as_printed?",
        "data/events.csv, line 1: column as_printed is missing",
    ]


def test_10_a_column_twice_is_named_with_both_places(built):
    built.change("events", ("as_printed", "case"))
    assert built.refused()[0] == "data/events.csv, line 1: column case appears twice (1, 5)"


def test_11_a_heading_in_capitals_or_with_spaces_is_read_with_a_note(built):
    built.change("events", ("case,event", " Case ,EVENT"))
    book, remarks = built.accepted()
    assert list(book.events["case"]) == ["one", "two"]
    assert remarks == ['note: data/events.csv, line 1: column " Case " read as case (and 1 more like it)']


def test_12_a_cell_too_many_in_every_row_is_told_in_every_line(built):
    header, *rows = TABLES["events"].splitlines()
    built.put("events", "\n".join([header, *(row + ",more" for row in rows)]))
    assert built.refused() == [
        f"data/events.csv, line {line}: has 8 cells, the header has 7. A comma inside text needs quotes."
        for line in (2, 3)
    ]


def test_12_a_comma_at_the_end_of_every_row_is_a_cell_too_many(built):
    header, *rows = TABLES["events"].splitlines()
    built.put("events", "\n".join([header, *(row + "," for row in rows)]))
    assert len(built.refused()) == 2


def test_13_cells_that_are_missing_are_told(built):
    built.change("events", (",03 June 2020,news", ""))
    assert built.refused() == [
        "data/events.csv, line 2: has 5 cells, the header has 7. A comma inside text needs quotes."
    ]


def test_14_blank_rows_are_skipped_with_a_note(built):
    header, first, second = TABLES["events"].splitlines()
    built.put("events", "\n".join([header, "", first, ",,,,,,", second, ",,,,,,", ",,,,,,", "", ""]))
    book, remarks = built.accepted()
    assert len(book.events) == 2
    assert remarks == ["note: data/events.csv, line 2: blank row skipped (and 3 more like it)"]


def test_15_a_quotation_mark_never_closed_is_told_where_it_opens(built):
    built.change("measures", ('"One, sentence 1"', '"One, sentence 1'))
    (line,) = built.refused()
    assert line.startswith("data/measures.csv, line 3: quotation mark never closed")


def test_16_a_nul_byte_is_told_with_its_line(built):
    built.change("events", ("a complaint", "a \0 complaint"))
    assert built.refused() == ["data/events.csv, line 3: contains a NUL byte; the file is damaged"]


def test_17_an_unresolved_merge_is_told_with_its_lines(built):
    header, first, second = TABLES["events"].splitlines()
    built.put("events", "\n".join(["<<<<<<< mine", header, first, "=======", header, second, ">>>>>>> theirs"]))
    assert built.refused() == [
        "data/events.csv, line 1: unresolved merge conflict",
        "data/events.csv, line 7: unresolved merge conflict",
    ]


# --- 18 to 27: ids and dates -----------------------------------------------------------------


def test_18_spaces_around_an_id_are_trimmed_with_a_note(built):
    built.put("measures", figure(case=" one\u00a0"))
    book, remarks = built.accepted()
    assert list(book.measures["case"])[1] == "one"
    assert remarks == ['note: data/measures.csv, line 3, column case: spaces around "one" trimmed']


@pytest.mark.parametrize("made", ["4,52E+12", "4.52E+12", "Jul-20", "03. Jun", "#NAME?"])
def test_19_an_id_that_excel_has_changed_is_told_so(built, made):
    built.change("cases", ("three,", f'"{made}",'))
    assert built.refused() == [
        f'data/cases.csv, line 4, column case: "{made}" looks changed by Excel. '
        "Format the column as Text and enter it again."
    ]


def test_19_an_id_that_excel_has_changed_is_told_so_where_it_is_used(built):
    built.put("measures", figure(case="Jul-20"))
    (line,) = built.refused()
    assert line.startswith(in_line_3("case") + '"Jul-20" looks changed by Excel.')


def test_20_a_date_as_a_number_of_excel_is_told_the_day(built):
    built.put("measures", figure(date="44026"))
    assert built.refused() == [
        in_line_3("date") + '"44026": looks like an Excel date number (2020-07-14). Write 2020-07-14'
    ]


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("14/07/2020", "write year-month-day: 2020-07-14"),
        ("07/08/2020", "ambiguous: write 2020-08-07 for 7 August or 2020-07-08 for 8 July"),
    ],
)
def test_21_a_date_in_another_order_is_told_the_right_one_or_that_it_is_ambiguous(built, written, advice):
    built.put("measures", figure(date=written))
    assert built.refused() == [f'{in_line_3("date")}"{written}": {advice}']


def test_22_a_day_that_no_calendar_has_is_told(built):
    built.put("measures", figure(date="2020-02-30"))
    assert built.refused() == [in_line_3("date") + '"2020-02-30": no such day']


def test_23_a_month_is_accepted_and_stays_a_month(built):
    built.put("measures", figure(date="2020-07"))
    book, remarks = built.accepted()
    assert book.measures["date"][1] == "2020-07" and remarks == []


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("July 2020", "write 2020-07 for the month"),
        ("mid-2020", "for mid-2020 write 2020~ and keep the words in as_printed"),
    ],
)
def test_24_a_date_in_words_is_told_how_to_write_it(built, written, advice):
    built.put("measures", figure(date=written))
    assert built.refused() == [f'{in_line_3("date")}"{written}": {advice}']


def test_25_a_date_in_the_future_is_refused(built):
    built.put("measures", figure(date="2931-01-01"))
    assert built.refused() == [in_line_3("date") + '"2931-01-01" lies in the future']


def test_26_an_interval_that_ends_before_it_starts_is_refused(built):
    built.put("measures", figure(date="2020-06/2020-05"))
    assert built.refused() == [in_line_3("date") + '"2020-06/2020-05": the interval ends before it starts']


def test_27_a_result_dated_before_the_case_opened_is_kept_with_a_warning(built):
    opened = 'one,investigation_opened,2020-09,NO,In September,news,"One, sentence 0"\n'
    built.put("events", TABLES["events"].replace("one,action_day,2020-06-03", "one,action_day,2020-10-03") + opened)
    book, remarks = built.accepted()
    assert book.measures["date"][1] == "2020-06-03"
    before = "2020-06-03 is before the investigation opened (2020-09-01)"
    assert remarks == [f"warning: {in_line_3('date')}{before}"]


# --- 28 to 36: figures -----------------------------------------------------------------------


def test_28_a_negative_count_is_refused(built):
    built.put("measures", figure(value="-4"))
    assert built.refused() == [in_line_3("value") + '"-4" is below 0. Leave it out if the source gives no number.']


def test_29_a_count_has_no_fraction(built):
    built.put("measures", figure(value="4.0"))
    assert built.accepted()[0].measures["value"][1] == 4
    built.put("measures", figure(value="4.5"))
    assert built.refused() == [in_line_3("value") + '"4.5" must be a whole number']


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("1,200", "write 1200"),
        ("1 200", "write 1200"),
        ("1\u202f200", "write 1200"),
        ("1,200,000", "write 1200000"),
        ("1.200.000", "write 1200000"),
        ("1.200", "is this 1200 or 1.2? Write the one that is meant"),
    ],
)
def test_30_a_number_with_its_thousands_set_apart_is_told_the_bare_one_or_asked(built, written, advice):
    built.put("measures", figure(value=f'"{written}"'))
    assert built.refused() == [f'{in_line_3("value")}"{written.replace(chr(0x202F), " ")}": {advice}']


def test_30_a_comma_before_three_digits_is_never_taken_for_a_decimal_one(built):
    text = figure(value="1;200").replace(", sentence", " sentence").replace(",", "|").replace(";", ",")
    built.put("measures", text.replace("|", ";"))
    assert built.refused() == [in_line_3("value") + '"1,200": write 1200']


@pytest.mark.parametrize("written", ["~50", ">1000", "dozens", "30+", "50 servers"])
def test_31_a_word_of_doubt_with_a_number_belongs_into_the_qualifier(built, written):
    built.put("measures", figure(value=written))
    (line,) = built.refused()
    assert line.startswith(f'{in_line_3("value")}"{written}" is not a number: ')
    assert "put the number in value and about or more_than in qualifier" in line


@pytest.mark.parametrize("written", ["n/a", "-", "unknown", "–", "N/A", "none"])
def test_32_no_number_is_no_row(built, written):
    built.put("measures", figure(value=written))
    assert built.refused() == [
        f'{in_line_3("value")}"{written}" is no number: leave the row out if the source gives no number; '
        "0 means the source says none"
    ]


@pytest.mark.parametrize("written", ["inf", "nan", "-inf", "Infinity", "NaN"])
def test_33_what_is_no_finite_number_is_refused(built, written):
    built.put("measures", figure(value=written))
    (line,) = built.refused()
    assert line.startswith(f'{in_line_3("value")}"{written}" is not a number')


def test_33_an_absurd_number_is_kept_with_a_warning(built):
    built.change("measures", ("unquantified,,", "exact,1000000000,"))
    book, remarks = built.accepted()
    assert book.measures["value"][3] == 10**9
    assert remarks == ["warning: data/measures.csv, line 5, column value: 1000000000 is very large"]


def test_words_of_doubt_that_the_row_leaves_out_are_asked_about(built):
    built.put("measures", figure(value="40", qualifier="exact", as_printed="more than 40 websites"))
    asked = f'{in_line_3("qualifier")}exact stands beside "more than 40 websites"; “more than” asks for more_than'
    assert built.accepted()[1][-1] == f"warning: {asked}"


def test_33_a_figure_far_larger_than_all_others_of_its_measure_is_kept_with_a_warning(built):
    built.put("measures", figure(value="500000"))
    assert built.accepted()[1][-1] == f"warning: {in_line_3('value')}500000 is very large; the next largest is 70"


@pytest.mark.parametrize(
    ("column", "written", "nearest"),
    [
        ("measure", "servers_takn_down", "servers_taken_down"),
        ("unit", "server", "servers"),
        ("qualifier", "exakt", "exact"),
        ("scope", "parts", "part"),
    ],
)
def test_34_an_unknown_word_is_told_the_nearest_and_how_to_add_one(built, column, written, nearest):
    built.put("measures", figure(**{column: written}))
    line = built.refused()[0]
    assert line.startswith(f'{in_line_3(column)}"{written}" is not a word of data/codebook.csv. ')
    assert f"Did you mean {nearest}?" in line
    assert ("A new word is a new row there" in line) == (column != "qualifier")  # each stands for a rule


def test_34_an_unknown_role_is_told_the_same(built):
    built.change("countries", ("NA,lead", "NA,leed"))
    assert built.refused() == [
        'data/countries.csv, line 3, column role: "leed" is not a word of data/codebook.csv. Did you mean lead? '
        "A new word is a new row there (column role)."
    ]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("€1m", 1000000, "EUR"),
        ("EUR 4.8 million", 4800000, "EUR"),
        ("£2,500", 2500, "GBP"),
        ("1.5 bn USD", 1500000000, "USD"),
        ("250k €", 250000, "EUR"),
    ],
)
def test_35_money_written_as_people_say_it_is_told_value_and_unit(built, written, value, unit):
    built.change("measures", ("1250.50", f'"{written}"'))
    assert built.refused() == [
        f'data/measures.csv, line 6, column value: "{written}" is not a number: write value {value}, unit {unit}'
    ]


@pytest.mark.parametrize("unit", ["money", "persons"])
def test_35_money_without_its_currency_is_refused(built, unit):
    built.change("measures", ("EUR,,,,,", f"{unit},,,,,"))
    assert built.refused() == [
        f"data/measures.csv, line 6, column unit: money needs its ISO 4217 code (EUR), found {unit}"
    ]


def test_36_two_currencies_of_one_measure_are_read_and_never_added(built):
    row = 'two,assets_seized,exact,900,,CHF,,,,,CHF 900,news,"Two, sentence 3"\n'
    built.put("measures", TABLES["measures"] + row)
    book, _ = built.accepted()
    with pytest.raises(UnlikeError, match=r"unit (EUR is not unit CHF|CHF is not unit EUR)"):
        compare.total(compare.by_action(book, "assets_seized"), book)
    (remark,) = compare.sums(book).query("measure == 'assets_seized'")["remark"]
    assert "EUR" in remark and "CHF" in remark


# --- 37 to 44: countries, keys, links --------------------------------------------------------


@pytest.mark.parametrize(("written", "read"), [("UK", "GB"), ("EL", "GR"), ("it", "IT"), ("uk", "GB")])
def test_37_a_code_of_common_use_or_in_small_letters_is_read_with_a_note(built, written, read):
    built.change("countries", ("two,NA", f"two,{written}"))
    book, remarks = built.accepted()
    assert list(book.countries["country"]) == ["NO", read]
    assert remarks == [f'note: data/countries.csv, line 3, column country: "{written}" read as {read}']


@pytest.mark.parametrize("code", ["XK", "HK", "NO", "NA"])
def test_38_kosovo_hong_kong_norway_and_namibia_are_countries(built, code):
    built.change("countries", ("two,NA", f"two,{code}"))
    book, remarks = built.accepted()
    assert list(book.countries["country"]) == ["NO", code] and remarks == []
    assert "" not in set(compare.countries(book)["name"])


@pytest.mark.parametrize(("written", "meant"), [("Italia", "IT"), ("Kosovo", "XK"), ("germany", "DE"), ("XX", "")])
def test_39_an_unknown_country_is_told_the_code_it_may_mean(built, written, meant):
    built.change("countries", ("two,NA", f"two,{written}"))
    asked = f" Did you mean {meant}?" if meant else ""
    assert built.refused() == [
        f'data/countries.csv, line 3, column country: "{written}": unknown country; use two-letter ISO codes.{asked}'
    ]


def test_40_the_same_row_twice_is_refused_with_both_lines(built):
    lines = TABLES["events"].splitlines()
    built.put("events", "\n".join([*lines, lines[1]]))
    assert built.refused() == ["data/events.csv: lines 2 and 4 are the same"]


def test_41_two_values_of_one_figure_from_one_source_are_refused_with_both_lines(built):
    lines = figure(value="4").splitlines()
    built.put("measures", "\n".join([*lines, lines[2].replace(",4,", ",6,")]))
    assert built.refused() == [
        "data/measures.csv: one, servers_taken_down has 4 (line 3) and 6 (line 7) from one source"
    ]


def test_42_a_case_or_source_that_no_table_knows_is_told_the_nearest(built):
    built.put("measures", figure(case="ones", source="newz"))
    assert built.refused() == [
        in_line_3("case") + "no case ones in data/cases.csv. Did you mean one?",
        in_line_3("source") + "no source newz in data/sources.csv. Did you mean news?",
    ]


@pytest.mark.parametrize(
    ("written", "difference"),
    [
        ("Three", "capital letters"),
        ("thr\u0435\u0435", "letters that look alike (CYRILLIC SMALL LETTER IE)"),
        ("\uff54hree", "their Unicode form"),
        ("thre\u200be", "letters that look alike (ZERO WIDTH SPACE)"),
    ],
)
def test_43_ids_that_the_eye_cannot_tell_apart_are_told_how_they_differ(built, written, difference):
    built.put("cases", TABLES["cases"] + f"{written},The fourth action,Four,,,It was.\n")
    shown = "".join(sign if sign.isprintable() else " " for sign in written)
    assert f'data/cases.csv, line 5, column case: "{shown}" and "three" (line 4) differ only by {difference}' in (
        built.refused()
    )


def test_43_an_id_that_differs_by_capitals_from_the_one_meant_is_told_so(built):
    built.put("measures", figure(case="One"))
    assert built.refused() == [in_line_3("case") + '"One" and one of data/cases.csv differ only by capital letters']


def test_43_two_forms_of_one_letter_are_told_to_be_that(built):
    composed, apart = "été", unicodedata.normalize("NFD", "été")
    built.put("sources", TABLES["sources"] + "".join(f"{name},T,P,press,en,2020,,,,,\n" for name in (composed, apart)))
    assert any("differ only by their Unicode form" in line for line in built.refused())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "www.example.org", "ftp://example.org",
                                 "data:text/html;x", "https://example.org/<b>", " //example.org"])  # fmt: skip
def test_44_an_address_must_be_one_of_the_web(built, url):
    built.change("sources", ("https://example.org/a", url))
    assert built.refused() == [f'data/sources.csv, line 2, column url: "{url.strip()}" must be an https address']


def test_44_an_address_without_encryption_is_noted_and_so_is_none_at_all(built):
    built.change("sources", ("https://", "http://"))
    assert built.accepted()[1] == ["note: data/sources.csv, line 2, column url: http only; https is better"]
    built.change("sources", ("http://example.org/a", ""))
    assert built.accepted()[1] == [
        "note: data/sources.csv, line 2, column url: is empty: without an address nobody can look it up"
    ]


# --- 45 to 50: what may stand in a text ------------------------------------------------------

HOSTILE = [
    '=HYPERLINK("https://example.org")', "+cmd|' /C calc'!A0", "@SUM(A1)",
    "<script>alert(1)</script>", "</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    r"$\foo$", "{x}", "%s", "two\nlines",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_45_46_47_formulas_markup_and_formats_are_texts_like_any_other(built, text):
    quoted = '"{}"'.format(text.replace('"', '""'))
    built.change("cases", ("The first action", quoted), (",One,", f",{quoted},"))
    book, remarks = built.accepted()
    assert (book.cases["title"][0], book.cases["short_title"][0]) == (text, text)
    assert remarks == []


def test_47_a_title_over_the_limit_is_kept_with_a_warning(built):
    built.change("cases", ("The first action", "T" * 500), (",One,", f",{'N' * 81},"))
    book, remarks = built.accepted()
    assert len(book.cases["title"][0]) == 500
    assert remarks == [
        "warning: data/cases.csv, line 2, column title: has 500 characters; up to 200 are read and drawn well",
        "warning: data/cases.csv, line 2, column short_title: has 81 characters; up to 80 are read and drawn well",
    ]


@pytest.mark.parametrize(("text", "sign"), [("דרך", "ד (U+05D3)"), ("約50台", "約 (U+7D04)"), ("🏴", "🏴 (U+1F3F4)"),
                                            ("a\u200db", "\u200d (U+200D)")])  # fmt: skip
def test_48_signs_that_the_font_lacks_are_kept_with_a_warning(built, text, sign):
    built.change("cases", (",One,", f",{text},"))
    book, remarks = built.accepted()
    assert book.cases["short_title"][0] == text
    (remark,) = remarks
    assert remark.startswith(
        "warning: data/cases.csv, line 2, column short_title: the font has no glyph for " + sign.replace("\u200d", " ")
    )


@pytest.mark.parametrize("text", ["Ελλάδα", "Україна", "Łódź", "Đà Nẵng"])
def test_48_signs_that_the_font_has_need_no_word(built, text):
    built.change("cases", (",One,", f",{text},"))
    assert built.accepted()[1] == []


@pytest.mark.parametrize("sign", ["\u202e", "\u200f", "\u2066", "\u0007", "\u0085", "\ufffe"])
def test_48_signs_that_turn_a_line_or_steer_a_terminal_are_refused(built, sign):
    built.change("cases", ("The first action", f"The {sign} action"))
    assert built.refused() == [
        f"data/cases.csv, line 2, column title: contains the control character U+{ord(sign):04X}, "
        "which nobody sees: take it out"
    ]


@pytest.mark.parametrize("written", ["../../x", "/etc/x", "a/b", ".", "x" * 300, "a b", "ä", "con", "nul", "-", "com1"])
def test_49_an_id_is_of_small_letters_digits_and_hyphens(built, written):
    built.change("cases", ("three,", f"{written},"))
    (line,) = built.refused()
    assert line.startswith("data/cases.csv, line 4, column case: ")
    assert "may use a-z, 0-9 and -, at most 64" in line


def test_49_an_empty_id_is_refused(built):
    built.change("cases", ("three,", ","))
    assert built.refused() == ["data/cases.csv, line 4, column case: is empty"]


def test_50_an_output_folder_is_one_of_this_computer(built, tmp_path):
    (tmp_path / "file").touch()
    for place in ("https://example.org/x", "s3://bucket/x", str(tmp_path / "file")):
        code, (line,) = built.say("report", "--output", place)
        assert code == 2
        assert line == f"output must be a folder on this computer that can be written to, got {place!r}"


# --- 67, 68: line ends, and few or many cases ------------------------------------------------


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_67_line_ends_of_other_systems_and_none_at_the_end_change_nothing(built, end):
    expected = data.load(built.root / "data")
    for name, text in TABLES.items():
        built.put(name, text.rstrip("\n").replace("\n", end))
    book, remarks = built.accepted()
    assert remarks == []
    assert all(getattr(book, name).equals(getattr(expected, name)) for name in TABLES)


def test_68_a_case_of_which_nothing_is_printed_is_read(built):
    book, remarks = built.accepted()
    assert remarks == []
    assert "three" not in {*book.measures["case"], *book.events["case"], *book.countries["case"]}
    assert list(compare.actions(book)["case"]) == ["one", "two", "three"]


# --- all at once -----------------------------------------------------------------------------


def test_every_problem_is_said_in_one_pass_in_the_order_of_tables_and_lines(built):
    built.put("measures", figure(value="-4", date="14/07/2020", country="Italia"))
    built.change("events", ("one,action_day", "tow,actionday"))
    built.put("cooperation", b"PK\x03\x04")
    assert [line.split(": ")[0] for line in built.refused()] == [
        "data/measures.csv, line 3, column value",
        "data/measures.csv, line 3, column country",
        "data/measures.csv, line 3, column date",
        "data/events.csv, line 2, column event",
        "data/events.csv, line 2, column case",
        "data/cooperation.csv",
    ]


def test_after_fifty_problems_the_rest_is_counted(built):
    built.put(
        "countries", "\n".join([HEADER["countries"], *(f"one,X{number},lead,N,news,here" for number in range(70))])
    )
    lines = built.say("report")[1]
    assert len(lines) == 51 and lines[-1] == "and 20 more"


def test_a_table_that_is_no_file_does_not_stop_the_reader(built):
    (built.root / "data" / "events.csv").unlink()
    os.mkfifo(built.root / "data" / "events.csv")
    assert built.refused() == ["data/events.csv: cannot be read (not a file)"]
