"""Large files are read by pandas where that gives what reading them row by row gives, and only there."""

from __future__ import annotations

import csv

import pytest

from casebook import large, reading
from casebook.findings import Findings

NAMES = ("case", "title", "url")
LIMIT = 131_072  # characters in a cell; csv's own, which a library that other tests use raises
PLAIN = {
    "no quotation marks": "case,title,url\na,b,c\nd,e,f\n",
    "no row": "case,title,url\n",
    "no end of the last line": "case,title,url\na,b,c",
    "the last cell in quotation marks, and no end of the line": 'case,title,url\na,b,"c, d"',
    "lines of Windows": 'case,title,url\r\na,"b",c\r\nd,e,f\r\n',
    "a mark of the order of bytes": "\ufeffcase,title,url\na,b,c\n",
    "a separator within a cell": 'case,title,url\na,"b, c",\n',
    "doubled quotation marks": 'case,title,url\n"""a""","b ""c"" d",""\n',
    "semicolons": 'case;title;url\na;"b; c";d,e\n',
    "tabs": "case\ttitle\turl\na\tb\tc\n",
    "words that pandas may take for nothing": "case,title,url\nNA,null,NaN\nNone,1.0,True\n",
    "spaces and signs of all kinds": "case,title,url\n a ,\u2028é€😀\x0b, \n",
    "a first cell without anything, and a comment that is none": "case,title,url\n,b,c\n#N/A,b,c\n",
}
ODD = {
    "one cell too few": "case,title,url\na,b,c\nd,e\n",
    "one cell too few, and a separator within another": 'case,title,url\na,"b,",c\nd,e\n',
    "one cell too many": "case,title,url\na,b,c\nd,e,f,g\n",
    "too many cells in every row": "case,title,url\na,b,c,d\ne,f,g,h\n",
    "an empty line": "case,title,url\na,b,c\n\nd,e,f\n",
    "an empty line at the end": "case,title,url\na,b,c\n\n",
    "text behind a quotation mark": 'case,title,url\n"a"b,c,d\n',
    "text behind a quotation mark after a separator": 'case,title,url\n"a,"b,c,d\n',
    "a quotation mark within a cell": 'case,title,url\na"b,c,"d"\n"e"f",g,h\n',
    "a quotation mark that is never closed": 'case,title,url\na,"b,c\nd,e,f\n',
    "a line end within a cell": 'case,title,url\na,"b\nc",d\n',
    "a line end within a cell, and an empty line": 'case,title,url\na,"b\nc",d\n\n',
    "lines of an old Mac": "case,title,url\ra,b,c\r",
    "a lone carriage return": "case,title,url\na,b\r,c\n",
    "another order of columns": "title,case,url\na,b,c\n",
    "a heading in capitals": "Case,title,url\na,b,c\n",
    "two marks of the order of bytes": "\ufeff\ufeffcase,title,url\na,b,c\n",
    "a line that tells Excel the separator": "sep=,\ncase,title,url\na,b,c\n",
    "a cell longer than csv reads": f"case,title,url\na,{'b' * (LIMIT + 1)},c\n",
    "a mark of a merge": f"case,title,url\n{'<' * 7} HEAD,b,c\n",
    "a NUL byte": "case,title,url\na,\0,c\n",
    "nothing": "",
}
ROWS_OF_NOTHING = {
    "a row of separators": "case,title,url\na,b,c\n,,\n",
    "a row of spaces": "case,title,url\n , ,\u00a0\na,b,c\n",
    "a comment": "case,title,url\n# one,two,three\na,b,c\n",
}
ALL = PLAIN | ODD | ROWS_OF_NOTHING


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read a file as one of at least so many bytes is read: the sheet and all that was found."""

    def read(content: bytes, small: int) -> tuple[reading.Sheet, Findings]:
        monkeypatch.setattr(large, "SMALL", small)
        file, findings = tmp_path / "cases.csv", Findings()
        file.write_bytes(content)
        return reading.read(file, "data/cases.csv", NAMES, findings), findings

    return read


@pytest.mark.parametrize("what", ALL)
def test_a_large_file_is_read_as_it_is_read_row_by_row(read, what):
    content = ALL[what].encode()
    assert read(content, small=0) == read(content, small=len(content) + 1)


def test_a_large_file_that_is_not_utf_8_is_refused_with_its_line(read):
    _, findings = read("case,title,url\na,b,c\né,b,c\n".encode("latin-1"), small=0)
    (problem,) = findings.problems
    assert problem.startswith("data/cases.csv, line 3: not UTF-8 (byte 0xE9)")


@pytest.mark.parametrize("what", PLAIN)
def test_a_plain_large_file_is_read_at_once(monkeypatch, what):
    monkeypatch.setattr(large, "SMALL", 0)
    assert large.columns(PLAIN[what].encode(), NAMES, reading.SEPARATORS)


@pytest.fixture(autouse=True)
def limit():
    before = csv.field_size_limit(LIMIT)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize("what", ODD)
def test_a_large_file_with_anything_odd_in_it_is_left_to_be_read_row_by_row(monkeypatch, what):
    monkeypatch.setattr(large, "SMALL", 0)
    assert large.columns(ODD[what].encode(), NAMES, reading.SEPARATORS) is None


def test_a_small_file_is_read_without_pandas():
    assert large.columns(PLAIN["no quotation marks"].encode(), NAMES, reading.SEPARATORS) is None


def test_equal_cells_of_a_column_of_a_large_file_are_one_object(monkeypatch):
    monkeypatch.setattr(large, "SMALL", 0)
    content = b"case,title,url\nfirst,b,c\nfirst,b,c\n"
    _, (cases, *_) = large.columns(content, NAMES, reading.SEPARATORS)
    assert cases[0] is cases[1]
