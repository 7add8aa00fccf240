"""What can be chosen: one table, read strictly, and everything that names it follows from it."""

import os
import re
import shlex
import subprocess
import sys

import nbformat
import pytest

from casebook import rules
from casebook.__main__ import main
from casebook.figures import theme
from casebook.parameters import IN_NOTEBOOKS, LARGEST, TABLE, Refused, command, folder, in_words, read, read_file
from casebook.paths import NOTEBOOKS, ROOT
from casebook.project import Project

NOTEBOOK_FILES = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))


@pytest.fixture
def refused(tmp_path, capsys):
    """What the command line says to arguments that start nothing; the project has notebooks that must not run."""
    (tmp_path / "notebooks").mkdir()
    project = Project(tmp_path)

    def ask(*arguments):
        code = main(arguments, project)
        said = capsys.readouterr()
        assert (code, said.out, list(tmp_path.iterdir())) == (2, "", [tmp_path / "notebooks"])
        return said.err.splitlines()

    return ask


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "--case", "x"], "unknown option --case. Did you mean --cases?"),
        (["case", "--case", "x", "--theme", "dark"], "unknown option --theme"),
        (["case", "--case", "X"], "CASE may use a-z, 0-9 and -, at most 64. Did you mean x?"),
        (["report", "--temes=x"], "unknown option --temes. Did you mean --theme?"),
        (["reprot"], "unknown verb reprot. Did you mean report?"),
        ([], "the following arguments are required: verb"),
    ],
)
def test_51_what_is_unknown_is_refused_with_the_nearest_name_before_any_notebook_starts(refused, arguments, said):
    assert refused(*arguments) == [said]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "--theme", "drak"], "theme must be light or dark, got 'drak'. Did you mean dark?"),
        (["report", "--theme="], "theme must be light or dark, got ''"),
        (["report", "--size", "A4"], "size must be slide, half or column, got 'A4'"),
        (["report", "--timeout", "soon"], "timeout must be a number of seconds, got 'soon'"),
        (["report", "--timeout", "0"], "timeout must be a number of seconds, got '0'"),
        (["report", "--timeout=-1"], "timeout must be a number of seconds, got '-1'"),
        (["report", "--data", "nowhere"], "data must be folders on this computer, found none at"),
        (["report", "--data", "'"], "data must be No closing quotation"),
        (["report", "--scheduler", "here"], "scheduler must be the address of a scheduler such as tcp://"),
    ],
)
def test_53_a_wrong_type_or_choice_is_refused_in_one_line_before_any_notebook_starts(refused, arguments, said):
    (line,) = refused(*arguments)
    assert line.startswith(said)


def test_52_a_name_with_code_in_it_is_refused_and_nothing_is_run(refused, tmp_path, monkeypatch):
    ran = tmp_path / "ran"
    name = f"themes;import pathlib;pathlib.Path({str(ran)!r}).touch();x"
    assert refused("report", f"--{name}=1")[0].startswith("unknown option --themes;import")
    file = tmp_path.parent / "names.toml"
    file.write_text(f'"{name}" = 1\n')
    assert refused("report", f"--choices={file}")[0].startswith(f"{file}, line 1: unknown parameter themes;import")
    monkeypatch.setenv("GIVEN", f"THEME {name.replace(' ', '')}")
    assert refused("report")[0].startswith("unknown variable themes;import")
    with pytest.raises(Refused):
        read({name: 1})


def test_variables_that_make_was_given_are_checked_by_name(refused, monkeypatch):
    monkeypatch.setenv("GIVEN", "PYTHON DEBUG THEM CASE")
    assert refused("check") == [
        "unknown variable THEM. Did you mean THEME?",
        "unknown variable CASE. Did you mean CASES?",
    ]


def test_every_problem_is_told_at_once(refused):
    assert len(refused("report", "--theme=x", "--size=y", "--rule=z")) == 3


def test_an_option_counts_before_a_variable_and_that_before_a_file(tmp_path, monkeypatch):
    from casebook.__main__ import _read

    file = tmp_path / "choices.toml"
    file.write_text('theme = "dark"\nsize = "half"\ncases = ["k-boxes", "sparks-group"]\ntimeout = 7\n')
    variables = {"THEME": "light", "SIZE": "", "CHOICES": str(file), "PATH": "x"}
    _, chosen = _read(["report", "--cases=sparks-group"], variables)
    assert (chosen["theme"], chosen["size"], chosen["cases"], chosen["timeout"]) == (
        "light",
        "half",
        ["sparks-group"],
        7,
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('theme = "dark"\ntheme = "light"\n', "line 2: Cannot overwrite a value"),
        ("theme:\tdark\n", "line 1: Expected '=' after a key in a key/value pair"),
        ('[cases]\nk-boxes = true\n', "line 1: cases must be ids of cases, got {'k-boxes': True}"),
        ("# mine\ncases = [1, 2]\n", "line 2: cases must be ids of cases, got [1, 2]"),
        ('\ntheme = ["dark"]\n', "line 2: theme must be light or dark, got ['dark']"),
        ("timeout = true\n", "line 1: timeout must be a number of seconds, got True"),
        ('\n\nthem = "dark"\n', "line 3: unknown parameter them. Did you mean theme?"),
        ('- theme: dark\n', "line 1: Expected '='"),
        ('a: &a ["x"]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n', "line 1: Expected '='"),
        ('cases = "k-boxes', "line 1: "),
        (f"cases = {'[' * 30_000}", ""),
    ],
)  # fmt: skip
def test_55_a_file_of_choices_that_is_not_one_is_named_with_its_line(tmp_path, content, said):
    file = tmp_path / "choices.toml"
    file.write_text(content)
    with pytest.raises(Refused) as refusal:
        read_file(str(file))
    (line,) = refusal.value.problems
    assert line.startswith(f"{file}, {said}" if said else str(file))


@pytest.mark.parametrize("endless", [False, True])
def test_55_a_file_of_choices_of_50_mb_or_without_an_end_is_refused(tmp_path, endless):
    file = tmp_path / "choices.toml"
    with open(file, "wb") as large:
        large.truncate(50_000_000)
    with pytest.raises(Refused, match=f": a file of choices has at most {LARGEST} bytes$"):
        read_file("/dev/zero" if endless else str(file))


def test_55_a_file_of_choices_must_be_there_and_be_text(tmp_path):
    file = tmp_path / "choices.toml"
    with pytest.raises(Refused, match=r"cannot be read \(No such file or directory\)"):
        read_file(str(tmp_path / "none.toml"))
    file.write_bytes(b"theme = '\xe9'")
    with pytest.raises(Refused, match="not UTF-8"):
        read_file(str(file))


# What follows from the table


@pytest.mark.parametrize(
    ("name", "there"),
    [("theme", theme.THEMES), ("size", theme.SIZES), ("background", theme.BACKGROUNDS), ("rule", rules.RULES)],
)
def test_what_can_be_chosen_is_what_there_is(name, there):
    assert list(TABLE[name].choices) == list(there)


@pytest.mark.parametrize("path", NOTEBOOK_FILES, ids=lambda path: path.stem)
def test_a_notebook_says_of_each_parameter_what_the_table_says(path):
    cells = nbformat.read(path, as_version=4).cells
    (cell,) = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    lines = cell.source.splitlines()
    for comment, line in zip(lines[::2], lines[1::2], strict=True):
        name, _, value = line.partition(" = ")
        declared = IN_NOTEBOOKS[name]
        assert comment == f"# {name}: {declared.values(typed=True)}"
        if name not in ("case", "output"):
            assert value == f'"{declared.default}"'


def test_the_readme_explains_what_can_be_chosen_in_the_words_of_the_table():
    assert in_words(markdown=True) in (ROOT / "README.md").read_text("utf-8")


def test_make_takes_the_names_of_the_table():
    (line,) = re.findall(r"^choices = (.+)$", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    assert line.split() == [*map(str.upper, TABLE), "CHOICES", "CASE", "DEBUG", "PARTS", "ROUNDS"]


def test_the_command_line_explains_every_name():
    done = subprocess.run([sys.executable, "-m", "casebook", "--help"], capture_output=True, text=True, check=True)
    text = " ".join(done.stdout.split())
    for name, declared in TABLE.items():
        assert f"--{name}" in text and f"{declared.what}: {declared.values()}" in text


def test_what_to_type_for_a_choice_is_what_make_takes_and_only_what_differs_from_the_default(tmp_path):
    (tmp_path / "my cases").mkdir()
    chosen = read({"data": ["data", str(tmp_path / "my cases")], "theme": "dark", "cases": "b a"})
    own = os.path.relpath(tmp_path / "my cases", ROOT)
    told = command("report", chosen)
    assert shlex.split(told) == ["make", "report", "CASES=a b", "THEME=dark", f"DATA=data {shlex.quote(own)}"]
    assert command("check", read({})) == "make check"


def test_a_folder_named_twice_is_one_and_the_projects_own_however_written_is_the_default(tmp_path):
    assert read({"data": f"{tmp_path} {tmp_path}/"})["data"] == [str(tmp_path)]
    assert read({"data": str(ROOT / "data")})["data"] == "data"


def test_a_folder_that_is_not_there_is_refused_with_the_one_that_may_be_meant(tmp_path):
    (tmp_path / "my-cases").mkdir()
    with pytest.raises(Refused, match=r"found none at '.*my-case'\. Did you mean my-cases\?$"):
        read({"data": str(tmp_path / "my-case")})


def test_the_folder_of_a_choice_is_one_plain_and_short_name(tmp_path):
    def of(**chosen):
        return folder(read(chosen))

    assert of() == of(timeout="900", scheduler="tcp://192.0.2.1:8786") == of(output="slides") == ""
    assert (
        of(cases="sparks-group, k-boxes", theme="dark", size="half")
        == "cases-k-boxes+sparks-group-theme-dark-size-half"
    )
    assert of(cases="k-boxes sparks-group") == of(cases=["sparks-group", "k-boxes", "k-boxes"])
    assert of(cases=["../../etc", "a/b"]) == "cases-______etc+a_b"
    many = [of(cases=[f"case-{number}" for number in range(last)]) for last in (50, 51)]
    assert len(set(many)) == 2
    assert max(map(len, many)) < 100


def test_a_folder_of_tables_may_have_spaces_and_several_stand_side_by_side(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("my tables", "more", "my"):
        (tmp_path / name).mkdir()
    assert read({"data": "my tables"})["data"] == [str(tmp_path / "my tables")]
    assert read({"data": "'my tables' more"})["data"] == [str(tmp_path / "my tables"), str(tmp_path / "more")]
    assert read({"data": ["more", "my tables"]})["data"] == [str(tmp_path / "more"), str(tmp_path / "my tables")]
    assert read({"data": "data"})["data"] == "data"
    names = [folder(read({"data": text})) for text in ("my", "my tables", "'my tables' more", "more 'my tables'")]
    assert len(set(names)) == 4
    assert all(re.fullmatch(r"data-[\w+-]+-[0-9a-f]{8}", name) for name in names)
