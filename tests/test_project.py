"""The project as a whole: what its files name exists, its lock is closed, its targets do what they say."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement

from casebook.parameters import TABLE, in_words
from casebook.paths import NOTEBOOKS, ROOT

NOTEBOOK_FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
DOCUMENTS = [ROOT / "README.md", ROOT / "data" / "README.md", *NOTEBOOK_FILES]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DEPENDENCIES = [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]
ENVIRONMENT = {
    # without what a make around this test would tell the one inside it
    name: value
    for name, value in os.environ.items()
    if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
}


def each(files):
    """The files as test parameters, named by their place in the project."""
    return pytest.mark.parametrize("path", files, ids=lambda path: path.relative_to(ROOT).as_posix())


def project_files() -> list[Path]:
    """Every file that is or could be committed; in a copy without git, all that make does not generate."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    generated = {"build", "__pycache__", ".ipynb_checkpoints"}
    folders = [path for path in ROOT.iterdir() if path.name not in generated and not path.name.endswith("_cache")]
    found = [path for path in folders if path.name not in {".venv", ".hypothesis"}]
    files = [file for path in found for file in ([path] if path.is_file() else path.rglob("*"))]
    return [file for file in files if file.is_file() and not generated & set(file.parts)]


def prose(path: Path) -> str:
    """The Markdown of a document, or of all text cells of a notebook."""
    if path.suffix != ".ipynb":
        return path.read_text("utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def code_in(text: str) -> list[str]:
    """What Markdown sets as code: fenced blocks and words in backticks."""
    return re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL)


def targets() -> dict[str, str]:
    """The Makefile's targets with the sentence behind `##`."""
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))


def make(*arguments: str, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess:
    """Run make in a folder and hand back what it printed."""
    environment = ENVIRONMENT | variables
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


# What the texts name


@each(DOCUMENTS)
def test_every_make_target_a_text_names_exists(path):
    named = {target for code in code_in(prose(path)) for target in re.findall(r"\bmake ([a-z][a-z-]*)", code)}
    assert named <= targets().keys()


@each(DOCUMENTS)
def test_every_file_a_text_names_exists(path):
    text = prose(path)
    links = {link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link}
    missing = {link for link in links if link and not (path.parent / link).exists()}
    names = {file.name for file in project_files()}
    for code in code_in(text):
        for word in re.findall(r"[\w.*/-]+", code):
            if re.fullmatch(r"\d\d-[a-z-]+", word):
                word = f"{word}.ipynb"
            if word.startswith(("build/", ".venv/", "~")) or "://" in code:
                continue
            first, _, rest = word.rstrip("/").partition("/")
            if rest and (ROOT / first).is_dir():
                missing |= set() if any(ROOT.glob(word.rstrip("/"))) else {word}
            elif not rest and re.fullmatch(r"[\w-]+\.(ipynb|csv|json|py|md|toml|txt|cff|mplstyle)", word):
                missing |= {word} - names
    assert not missing


def test_every_file_the_makefile_names_exists():
    words = re.findall(r"[\w./-]+\.(?:txt|toml|md|py|ipynb)\b", (ROOT / "Makefile").read_text("utf-8"))
    assert {word for word in words if not word.startswith(".venv/") and not (ROOT / word).is_file()} == set()


def test_the_readme_lists_every_notebook():
    assert NOTEBOOK_FILES
    assert [path.stem for path in NOTEBOOK_FILES if path.stem not in prose(ROOT / "README.md")] == []


def test_the_citation_has_the_version_of_the_project():
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    for name in ("version", "license"):
        assert re.findall(rf"^{name}: (.+)$", citation, flags=re.MULTILINE) == [PROJECT[name]]


# What everything runs with


def test_the_lock_pins_everything_with_hashes_and_names_no_address():
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    entries = [entry for entry in re.split(r"\n(?=[a-z])", re.sub(r"(?m)^\s*#.*\n?", "", lock)) if entry.strip()]
    assert len(entries) > len(DEPENDENCIES)
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^\s;]+( ; [^\\]+?)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n?)+$", entry), (
            entry
        )
    assert "make lock" in lock.split("\n\n")[0]
    assert not re.search(r"://|^-|--(?!hash=)", lock, flags=re.MULTILINE)


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_the_lock_has_every_direct_dependency_in_a_version_that_is_allowed(dependency):
    wanted = Requirement(dependency)
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    versions = re.findall(rf"^{re.escape(wanted.name)}==([^\s;]+)", lock, flags=re.MULTILINE)
    assert versions, f"{wanted.name} is missing: make lock"
    assert all(version in wanted.specifier for version in versions)


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_every_direct_dependency_says_why_it_is_there(dependency):
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip().startswith(f'"{dependency}"')]
    assert lines and all(re.search(r'",\s+# \S+ \S+ \S+', line) for line in lines)


def test_no_file_names_a_place_of_one_computer_or_a_registry():
    places = re.compile(rb"(?<![\w.])/(?:home|root|Users|work|mnt)/\w|[A-Z]:\\Users|pypi\.org|pythonhosted\.org")
    own = os.fsencode(ROOT) + b"/"
    found = [path for path in project_files() if places.search(path.read_bytes()) or own in path.read_bytes()]
    assert found == []


def test_ruff_finds_nothing():
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout


# Make


def test_bare_make_lists_every_target_on_a_line_and_what_can_be_chosen():
    lines = make().stdout.splitlines()
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)[1].split()
    assert set(phony) == targets().keys()
    listed = lines[: lines.index("")]
    assert [re.fullmatch(r"make ([a-z-]+) +(.+)", line).groups() for line in listed] == list(targets().items())
    assert lines[len(listed) + 2 :] == in_words().splitlines()


@pytest.mark.parametrize("name", ["tests", "data", "notebooks", "reprot"])
def test_what_is_no_target_is_refused_even_where_a_folder_has_its_name(name):
    told = make(name)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.splitlines()[0] == f"no target {name}; make help lists those there are"


@pytest.mark.parametrize("code", ["`touch ran` x=1", "$(touch ran)", "'; touch ran; '", '"; touch ran; "'])
def test_52_code_for_the_name_of_a_variable_or_a_target_is_never_run(folder, code):
    told = make("report", code, folder=folder)
    assert told.returncode == 2
    assert told.stderr.startswith("no target ")
    assert not (folder / "ran").exists()


def test_jupyterlab_listens_on_this_computer_only_and_keeps_its_token():
    lines = make("-n", "lab").stdout.replace("\\\n", "").splitlines()
    (command,) = [shlex.split(line) for line in lines if "jupyterlab" in line]
    options = dict(word.removeprefix("--").partition("=")[::2] for word in command if word.startswith("--"))
    assert options["ServerApp.ip"] == "127.0.0.1"
    assert set(options) == {"ServerApp.ip", "ServerApp.root_dir", "allow-root", "LabApp.news_url",
                            "LabApp.check_for_updates_class"}  # fmt: skip
    loose = r"token|password|remote|origin|xsrf|disable|certfile|0\.0\.0\.0|\*"
    assert not re.search(loose, " ".join(command), flags=re.IGNORECASE)


@pytest.fixture
def folder(tmp_path):
    """Makefile and lock in a folder with an awkward name, and a .venv whose Python prints its arguments and choices."""
    folder = tmp_path / "a b'ü$x"
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    python = folder / ".venv" / "bin" / "python"
    names = ["GIVEN", *map(str.upper, TABLE)]
    chosen = "".join(f'[ -z "${name}" ] || printf \'%s\\n\' "{name}=${name}"\n' for name in names)
    python.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\"\n{chosen}")
    python.chmod(0o755)
    (folder / ".venv" / "ready").write_text(f"{folder.resolve()}\n{(ROOT / 'requirements.txt').read_text()}", "utf-8")
    return folder


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_what_is_chosen_reaches_the_program_as_typed_and_nothing_in_it_runs(folder, how):
    run = "touch ran"
    chosen = {
        "CASES": f"a b'c\"d;{run};`{run}`$({run})$HOME#x",
        "THEME": f"$(shell {run})${{shell {run}}}$$",
        "OUTPUT": f"é \\ * | {run} & \" ' $x",
    }
    if how == "argument":
        result = make("figures", *(f"{name}={value}" for name, value in chosen.items()), folder=folder)
    else:
        result = make("figures", folder=folder, **chosen)
    verb, said = result.stdout.splitlines()[:3], result.stdout.splitlines()[3:]
    assert verb == ["-m", "casebook", "figures"], result.stderr
    given = [line for line in said if line.startswith("GIVEN=")]
    assert [sorted(line[6:].split()) for line in given] == ([sorted(chosen)] if how == "argument" else [])
    assert [line for line in said if line not in given] == [f"{name}={value}" for name, value in chosen.items()]
    assert not (folder / "ran").exists()


def test_what_is_not_chosen_is_not_passed_on(folder):
    assert make("report", folder=folder, THEME="").stdout.splitlines() == ["-m", "casebook", "report"]


def test_a_misspelt_variable_is_passed_on_by_name_alone_and_refused(folder):
    given = make("report", "THEM=$(shell touch ran)", folder=folder).stdout.splitlines()
    assert given == ["-m", "casebook", "report", "GIVEN=THEM"]
    assert not (folder / "ran").exists()
    refused = make("check", "THEM=dark")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[0] == "unknown variable THEM. Did you mean THEME?"


def test_make_works_from_another_folder(folder, tmp_path):
    result = make("--no-print-directory", "-C", str(folder), "check", folder=tmp_path)
    assert result.stdout.splitlines() == ["-m", "casebook", "check"], result.stderr


def test_a_finished_environment_is_left_alone(folder):
    assert "Filling .venv" not in make("-n", "setup", folder=folder).stdout


def test_an_environment_half_made_is_made_anew(folder):
    (folder / ".venv" / "ready").unlink()
    assert "Filling .venv" in make("-n", "setup", folder=folder).stdout


def test_an_environment_whose_python_is_gone_is_made_anew(folder):
    (folder / ".venv" / "bin" / "python").unlink()
    assert "Filling .venv" in make("-n", "setup", folder=folder).stdout


def test_an_environment_that_was_moved_with_the_project_is_made_anew(folder, tmp_path):
    moved = folder.rename(tmp_path / "elsewhere")
    assert "Filling .venv" in make("-n", "setup", folder=moved).stdout


def test_another_lock_makes_the_environment_anew(folder):
    lock = folder / "requirements.txt"
    lock.write_text(lock.read_text().replace("pandas==", "pandas==1", 1))
    assert "Filling .venv" in make("-n", "setup", folder=folder).stdout


def test_a_lock_that_was_touched_or_saved_with_other_line_ends_leaves_the_environment_alone(folder):
    lock = folder / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    os.utime(folder / ".venv" / "ready", (0, 0))
    assert "Filling .venv" not in make("-n", "setup", folder=folder).stdout


@pytest.mark.parametrize(
    ("lacking", "message"),
    [
        ("sys.version_info = (3, 9, 18)", "Needs Python 3.11 or newer, found 3.9."),
        (
            "sys.modules['ensurepip'] = None",
            "Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv",
        ),
    ],
)
def test_a_python_that_will_not_do_is_refused_in_one_line(folder, lacking, message):
    shutil.rmtree(folder / ".venv")
    python = folder / "python"
    code = shlex.quote(f"import sys; {lacking}; ")
    python.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exec {shlex.quote(sys.executable)} -c {code}"$2"\n', "utf-8")
    python.chmod(0o755)
    result = make("setup", "PYTHON=./python", folder=folder)
    first, last = result.stderr.splitlines()
    assert first.startswith(message)
    assert last.startswith("make")
    assert (result.returncode, result.stdout) == (2, "")
    assert not (folder / ".venv").exists()


def test_no_python_at_all_is_said_in_one_line(folder):
    result = make("setup", "-B", "PYTHON=./nowhere", folder=folder)
    assert result.stderr.splitlines()[0] == "Needs Python 3.11 or newer, found no ./nowhere."


def test_clean_removes_what_was_generated_and_nothing_else(folder):
    kept = ["Makefile", "figures/overview.svg", "notebooks/mine.ipynb", "requirements.txt"]
    generated = ["build/report.html", "casebook/__pycache__/data.pyc", "notebooks/.ipynb_checkpoints/x.ipynb"]
    for name in [*kept[1:3], *generated]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    assert make("clean", folder=folder).returncode == 0
    left = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    assert left == kept


# The notebooks


@each(NOTEBOOK_FILES)
def test_a_notebook_is_committed_without_outputs_and_with_its_kernel(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and not any(cell.outputs or cell.execution_count for cell in code)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info.name == "python"


@each(NOTEBOOK_FILES)
def test_a_notebook_has_one_cell_of_parameters_each_a_plain_literal_with_a_comment(path):
    cells = nbformat.read(path, as_version=4).cells
    (cell,) = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    statements = ast.parse(cell.source).body
    for statement in statements:
        assert isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        ast.literal_eval(statement.value)
    assert statements and cell.source.count("#") >= len(statements)


@each(NOTEBOOK_FILES)
def test_a_notebook_imports_the_package_as_installed(path):
    cells = nbformat.read(path, as_version=4).cells
    assert not [cell.source for cell in cells if cell.cell_type == "code" and "sys.path" in cell.source]
