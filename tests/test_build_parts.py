"""The build on small made-up projects: all or nothing, only what changed, and one clear line for each problem."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from casebook import build
from casebook.__main__ import main
from casebook.build import Choice, Project

CASES = ["pay-tv", "k-boxes"]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PARAMETERS = 'cases = "all"\ntheme = "light"\noutput = "build/figures"'
DRAW = """import sys
from pathlib import Path
place = Path("..", output)
place.joinpath("servers.svg").write_text(f"<svg>{cases} {theme}</svg>")
print("saved", output, "and", place.resolve(), {"some", "words"} == {"words", "some"})
print("seen", file=sys.stderr)"""
PROFILE = 'from pathlib import Path\nPath("..", output, f"profile-{case}.svg").write_text(case)\ncase'

# A build in a process of its own; the report names the notebooks and figures that it got.
BUILD = """
import os, sys
from pathlib import Path
from casebook.__main__ import main
from casebook.build import Project

def write_report(data, notebooks, parameters, folder):
    if "BROKEN" in os.environ:
        raise ValueError(os.environ["BROKEN"])
    target = folder / "report.html"
    target.write_text("\\n".join([*notebooks, *sorted(file.name for file in (folder / "figures").iterdir())]))
    return [target]

project = Project(Path(sys.argv[1]), case_ids=lambda data, cases: list(cases) or {cases!r},
                  write_report=write_report, needed=())
sys.exit(main(sys.argv[2:], project))
"""


def write(root, name, *cells):
    """A notebook whose first code cell holds the parameters."""
    notebook = new_notebook(cells=[new_markdown_cell(f"# {name}"), *map(new_code_cell, cells)])
    notebook.metadata["kernelspec"] = KERNEL
    notebook.cells[1].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")


def new_project(root):
    for folder in ("data", "casebook", "notebooks"):
        (root / folder).mkdir(parents=True)
    (root / "data" / "measures.csv").write_bytes(b"case,value\npay-tv,50\n")
    (root / "casebook" / "words.py").write_text("WORD = 1\n")
    (root / "requirements.txt").write_text("pandas==3\n")
    write(root, "00-findings", PARAMETERS, DRAW)
    write(root, "02-profile", 'case = "pay-tv"\noutput = "build/figures"', PROFILE)
    return root


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    root = new_project(tmp_path_factory.mktemp("finished"))
    assert run(root, "report").returncode == 0
    return root


@pytest.fixture
def built(finished, tmp_path):
    """A project that was built, in a folder of its own."""
    return shutil.copytree(finished, tmp_path / "project")


def start(root, *arguments, before="", **env):
    """`before` is code that the process runs first."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CASES", "THEME", "OUTPUT", "TIMEOUT")}
    command = [sys.executable, "-c", before + BUILD.replace("{cases!r}", repr(CASES)), str(root), *arguments]
    return subprocess.Popen(command, env=kept | env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(root, *arguments, before="", **env):
    process = start(root, *arguments, before=before, **env)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def quick(root, capsys, *arguments):
    """The same in this process, for what starts no notebook."""

    def never(*_):
        raise AssertionError("nothing may be read or written")

    code = main(arguments, Project(root, case_ids=lambda data, cases: CASES, write_report=never, needed=()))
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def files(root):
    """Everything there is but the lock, with its bytes."""
    paths = [path for path in root.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def lines(text):
    return [line.split("  ")[0] + "  " + line.split("  ")[2] for line in text.splitlines() if " s  (" in line]


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def strays(root):
    """What a build left behind: stages, and processes at work in the project."""
    processes = [place for place in map(working_folder, os.listdir("/proc")) if place.startswith(str(root))]
    return [*map(str, root.glob("build/.stage-*")), *processes]


def working_folder(process):
    try:
        return os.readlink(f"/proc/{process}/cwd")
    except OSError:  # no process, ended by now, or of another user
        return ""


# --- what a build makes ----------------------------------------------------------------------


def test_each_notebook_runs_once_and_one_with_a_case_once_for_each_case(finished):
    made = {name for name in files(finished) if name.startswith(("build", "figures"))}
    assert made == {
        "build/manifest.json",
        "build/report.html",
        "build/notebooks/00-findings.ipynb",
        "build/notebooks/02-profile-pay-tv.ipynb",
        "build/notebooks/02-profile-k-boxes.ipynb",
        "figures/servers.svg",
        "figures/profile-pay-tv.svg",
        "figures/profile-k-boxes.svg",
    }
    assert (finished / "build" / "report.html").read_text().splitlines() == [
        "00-findings", "02-profile-pay-tv", "02-profile-k-boxes",
        "profile-k-boxes.svg", "profile-pay-tv.svg", "servers.svg",
    ]  # fmt: skip


def test_executed_notebooks_hold_outputs_and_the_final_places_but_nothing_of_the_machine_or_the_run(finished):
    text = (finished / "build" / "notebooks" / "00-findings.ipynb").read_text()
    assert 'output = \\"figures\\"' in text
    assert '"saved figures and figures True\\n"' in text
    for trace in (str(finished), ".stage", "start_time", "duration", "papermill", "version", os.uname().nodename):
        assert trace not in text
    assert nbformat.validate(nbformat.reads(text, as_version=4)) is None


def test_executed_notebooks_are_the_same_bytes_elsewhere(finished, tmp_path):
    other = new_project(tmp_path / "other place, l'été {x} $y")
    done = run(other, "report", TZ="Asia/Tokyo", LANG="tr_TR.UTF-8", LC_ALL="C", PYTHONHASHSEED="7", HOME="/nowhere")
    assert (done.returncode, done.stderr) == (0, "")
    for folder in ("build", "figures"):
        made = {name: content for name, content in files(other / folder).items() if name != "manifest.json"}
        assert made
        assert made == {name: content for name, content in files(finished / folder).items() if name != "manifest.json"}


def test_another_choice_has_its_own_folder_and_leaves_the_committed_figures_alone(built):
    before = files(built / "figures")
    done = run(built, "report", "--cases", "pay-tv,k-boxes", THEME="dark")
    assert (done.returncode, done.stderr) == (0, "")
    assert files(built / "figures") == before
    home = built / "build" / "cases-k-boxes+pay-tv-theme-dark"
    assert (home / "figures" / "servers.svg").read_text() == "<svg>['k-boxes', 'pay-tv'] dark</svg>"
    assert (home / "report.html").exists()


def test_figures_go_to_the_output_folder_alone(built, tmp_path):
    before = files(built / "figures")
    done = run(built, "figures", OUTPUT=str(tmp_path / "slides"))
    assert (done.returncode, done.stderr) == (0, "")
    assert files(tmp_path / "slides") == before == files(built / "figures")
    (tmp_path / "slides" / "servers.svg").write_text("edited")
    assert "files copied" in run(built, "figures", OUTPUT=str(tmp_path / "slides")).stdout
    assert files(tmp_path / "slides") == before


# --- only what changed, and why --------------------------------------------------------------


def test_with_nothing_changed_a_build_does_nothing_in_no_time_and_needs_no_library(built):
    times = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.name not in (".lock", "build")}
    libraries = "{'pandas', 'matplotlib', 'papermill', 'IPython', 'tqdm'}"
    script = f"""
import sys
from pathlib import Path
from casebook.__main__ import main
from casebook.build import Project
code = main(["report"], Project(Path(sys.argv[1])))
sys.exit(code or str({libraries} & set(sys.modules) or ""))
"""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script, built], capture_output=True, text=True, check=False)
    took = time.perf_counter() - started
    assert (done.stdout, done.stderr.strip()) == ("nothing to do: all is up to date\n", "")
    assert took < 0.9  # 0.3 s where nothing else is running
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_touching_crlf_and_what_jupyterlab_notes_down_change_nothing(built, capsys):
    for path in built.rglob("*.*"):
        os.utime(path, (0, 0))
    for path in (built / "data" / "measures.csv", built / "casebook" / "words.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    notebook = built / "notebooks" / "00-findings.ipynb"
    saved = json.loads(notebook.read_text())
    saved["cells"][2] |= {"execution_count": 7, "outputs": [], "id": "another"}
    saved["metadata"]["language_info"] = {"name": "python", "version": "3.99"}
    notebook.write_text(json.dumps(saved))
    (built / "casebook" / "__pycache__").mkdir()
    (built / "casebook" / "__pycache__" / "words.pyc").write_text("x")
    assert quick(built, capsys, "report") == (0, ["nothing to do: all is up to date"], [])
    assert quick(built, capsys, "check") == (0, ["all is up to date"], [])


def test_a_changed_notebook_runs_alone(built, capsys):
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg> "))
    why = "notebooks/00-findings.ipynb changed"
    assert quick(built, capsys, "check")[:2] == (1, [f"stale: 00-findings ({why})", f"stale: report ({why})"])
    done = run(built, "report")
    assert lines(done.stdout) == [f"00-findings  ({why})"]
    assert "<svg> " in (built / "figures" / "servers.svg").read_text()


@pytest.mark.parametrize("path", ["data/measures.csv", "casebook/words.py", "requirements.txt", "data/new.csv"])
def test_changed_data_package_or_lock_make_all_stale(built, capsys, path):
    what = "changed" if (built / path).exists() else "is new"
    with open(built / path, "a") as file:
        file.write("more\n")
    code, said, _ = quick(built, capsys, "check")
    names = ["00-findings", "02-profile-pay-tv", "02-profile-k-boxes", "report"]
    assert (code, said) == (1, [f"stale: {name} ({path} {what})" for name in names])


def test_an_output_edited_or_deleted_by_hand_is_named_and_made_again(built, capsys):
    before = files(built)
    (built / "figures" / "servers.svg").write_text("<svg>edited</svg>")
    (built / "build" / "notebooks" / "02-profile-k-boxes.ipynb").unlink()
    (built / "build" / "report.html").write_text("x")
    assert quick(built, capsys, "check") == (
        1,
        [
            "figures/servers.svg was changed after the build",
            "build/notebooks/02-profile-k-boxes.ipynb is missing",
            "build/report.html was changed after the build",
        ],
        [],
    )
    done = run(built, "report")
    assert sorted(lines(done.stdout)) == [
        "00-findings  (figures/servers.svg was changed after the build)",
        "02-profile-k-boxes  (build/notebooks/02-profile-k-boxes.ipynb is missing)",
    ]
    assert files(built) == before


def test_what_is_no_longer_made_goes_and_what_others_put_there_stays(built):
    (built / "figures" / "mine.svg").write_text("by hand")
    (built / "notebooks" / "02-profile.ipynb").unlink()
    assert run(built, "report").returncode == 0
    assert set(files(built / "figures")) == {"servers.svg", "mine.svg"}
    assert set(files(built / "build")) == {"manifest.json", "report.html", "notebooks/00-findings.ipynb"}


def test_the_report_is_made_again_after_the_figures_alone(built, capsys):
    write(built, "00-findings", PARAMETERS, DRAW + "\n'more'")
    assert run(built, "figures").returncode == 0
    assert (built / "build" / "report.html").exists()
    assert quick(built, capsys, "check") == (1, ["stale: report (not built yet)"], [])
    assert quick(built, capsys, "figures")[:2] == (0, ["nothing to do: all is up to date"])
    assert lines(run(built, "report").stdout) == []
    assert quick(built, capsys, "check")[0] == 0


def test_check_of_a_project_never_built_says_so(tmp_path, capsys):
    root = new_project(tmp_path / "project")
    assert quick(root, capsys, "check") == (1, ["nothing is built yet: run make report"], [])
    assert not (root / "build").exists()


def test_a_damaged_manifest_counts_as_none(built, capsys):
    for content in ("", "[]", '{"runs": '):
        (built / "build" / "manifest.json").write_text(content)
        assert quick(built, capsys, "check")[0] == 1


# --- all or nothing --------------------------------------------------------------------------


def test_a_failed_notebook_leaves_earlier_outputs_as_they_were(built):
    before = files(built)
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    write(built, "03-timeline", "x = 1", "def first():\n    return {}['begin']", "first()")
    write(built, "05-outcomes", "x = 1", "import os\nos.kill(os.getpid(), 9)")
    write(built, "06-cooperation", 'output = ""', "import time\ntime.sleep(60)")
    done = run(built, "report", TIMEOUT="2.5")
    assert done.returncode == 1
    assert sorted(done.stderr.splitlines()) == [
        "03-timeline stopped in code cell 3: KeyError: 'begin'. Earlier outputs kept.",
        "05-outcomes stopped in code cell 2: it was killed (often memory). Earlier outputs kept.",
        "06-cooperation took over 2.5 s in code cell 2; TIMEOUT=7.5 make report to allow more. Earlier outputs kept.",
    ]
    after = files(built)
    assert {name: after[name] for name in before if not name.startswith("notebooks/")} == {
        name: content for name, content in before.items() if not name.startswith("notebooks/")
    }
    assert {name for name in after.keys() - before.keys() if not name.startswith("notebooks/")} == set()
    assert strays(built) == []


def test_a_report_that_fails_leaves_earlier_outputs_as_they_were(built):
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    before = files(built)
    done = run(built, "report", BROKEN="no such figure")
    assert (done.returncode, done.stderr) == (
        1,
        "the report was not made: ValueError: no such figure. Earlier outputs kept.\n",
    )
    assert files(built) == before


def test_two_runs_that_make_one_file_are_refused(built):
    write(built, "03-timeline", PARAMETERS, DRAW)
    done = run(built, "report")
    assert (done.returncode, done.stderr) == (
        1,
        "00-findings and 03-timeline both make figures/servers.svg. Earlier outputs kept.\n",
    )


def test_with_debug_a_failure_shows_where_it_arose(built):
    write(built, "00-findings", PARAMETERS, "1 / 0")
    done = run(built, "report", DEBUG="1")
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback (most recent call last)" in done.stderr


SLOW = """import time
from pathlib import Path
Path("..", output, "servers.svg").write_text("new")
Path("begun").touch()
time.sleep(60)"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_all_as_it_was(built, stop):
    write(built, "00-findings", PARAMETERS, SLOW)
    before = files(built)
    process = start(built, "report")
    wait_for((built / "notebooks" / "begun").exists)
    process.send_signal(stop)
    _, err = process.communicate(timeout=20)
    (built / "notebooks" / "begun").unlink()
    assert (process.returncode, err) == (130, "stopped; nothing changed\n")
    assert files(built) == before
    assert strays(built) == []


def test_a_second_build_says_that_another_is_running_and_a_dead_one_is_cleared_away(built):
    before = files(built)
    write(built, "00-findings", PARAMETERS, SLOW)
    first = start(built, "report")
    wait_for((built / "notebooks" / "begun").exists)
    second = run(built, "report")
    assert second.returncode == 1
    assert second.stderr.startswith(f"another build is running (pid {first.pid}, since ")
    assert second.stderr.endswith(")\n")
    first.kill()
    first.communicate(timeout=20)
    (built / "notebooks" / "begun").unlink()
    assert len(list(built.glob("build/.stage-*"))) == 1
    write(built, "00-findings", PARAMETERS, DRAW)
    write(built, "02-profile", 'case = "pay-tv"\noutput = "build/figures"', PROFILE + "\n")
    wait_for(lambda: run(built, "report").returncode == 0)
    assert strays(built) == []
    assert files(built / "figures") == {name[8:]: before[name] for name in before if name.startswith("figures/")}


STOPPED_WHILE_MOVING = """
import os, signal
move = os.replace
def replace(file, target):
    move(file, target)
    os.kill(os.getpid(), signal.{stop})
os.replace = replace
"""


def test_a_build_asked_to_stop_while_it_moves_files_finishes(built, capsys):
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    done = run(built, "report", before=STOPPED_WHILE_MOVING.format(stop="SIGINT"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "<svg>new " in (built / "figures" / "servers.svg").read_text()
    assert quick(built, capsys, "check") == (0, ["all is up to date"], [])


def test_a_build_killed_while_it_moves_files_is_noticed_and_finished_by_the_next(built, capsys):
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    assert run(built, "report", before=STOPPED_WHILE_MOVING.format(stop="SIGKILL")).returncode == -signal.SIGKILL
    code, said, _ = quick(built, capsys, "check")
    assert code == 1
    assert said[-1] == "build/notebooks/00-findings.ipynb was changed after the build"
    assert run(built, "report").returncode == 0
    assert "<svg>new " in (built / "figures" / "servers.svg").read_text()
    assert quick(built, capsys, "check")[0] == 0
    assert strays(built) == []


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_killed_at_any_moment_leaves_whole_files_and_the_next_one_finishes(built, stop):
    old = files(built)
    for name in ("00-findings", "03-timeline"):
        write(built, name, PARAMETERS, DRAW.replace("servers", name).replace("<svg>", "<svg>new " + 50_000 * "x"))
    (built / "requirements.txt").write_text("pandas==4\n")
    started = time.monotonic()
    shutil.copytree(built, built.parent / "goal")
    assert run(built.parent / "goal", "report").returncode == 0
    takes = time.monotonic() - started
    new, chance = files(built.parent / "goal"), random.Random(int(stop))
    stopped = 0
    for number in range(12):
        root = shutil.copytree(built, built.parent / f"try-{number}")
        process = start(root, "report")
        time.sleep(takes * chance.random())
        process.send_signal(stop)
        process.communicate(timeout=20)
        wait_for(lambda root=root: not any(".stage-" not in place for place in strays(root)))
        now = {name: content for name, content in files(root).items() if ".stage-" not in name}
        for name, content in now.items():
            assert content in (old.get(name), new.get(name)), f"{name} is half made"
        if stop != signal.SIGKILL:
            assert strays(root) == []
            assert process.returncode in (0, 130, -signal.SIGINT, -signal.SIGTERM)
            assert all(now[name] == new.get(name) for name in now) or all(
                now.get(name) == old[name] for name in old if name.startswith(("build", "figures"))
            )
        stopped += process.returncode != 0
        assert run(root, "report").returncode == 0
        assert files(root) == new
        assert run(root, "check").returncode == 0
    assert stopped > 2


# --- what is asked for wrongly ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "--case", "x"], "unknown option --case. Did you mean --cases?"),
        (["report", "--temes=x"], "unknown option --temes. Did you mean --theme?"),
        (["reprot"], "unknown verb reprot. Did you mean report?"),
        ([], "the following arguments are required: verb"),
        (["report", "--theme", "ligth"], "theme must be light or dark, got 'ligth'. Did you mean light?"),
    ],
)
def test_what_is_misspelt_is_refused_with_the_nearest_word(finished, capsys, arguments, said):
    assert quick(finished, capsys, *arguments) == (2, [], [said])


def test_an_unknown_case_is_refused_with_the_nearest_one_before_any_notebook_starts(finished, capsys):
    project = Project(finished, case_ids=lambda data, cases: build.case_ids(build.ROOT / "data", cases), needed=())
    assert main(["report", "--cases", "k-boxs"], project) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("no case 'k-boxs'. Did you mean k-boxes? Known cases: ")
    assert not (finished / "build" / "cases-k-boxs").exists()


def test_problems_of_the_data_are_told_a_line_each_before_any_notebook_starts(built, capsys):
    shutil.rmtree(built / "data")
    shutil.copytree(build.ROOT / "data", built / "data")
    measures = built / "data" / "measures.csv"
    measures.write_text(measures.read_text("utf-8").replace("\nk-boxes,", "\nk-boxs,"), "utf-8")
    for verb in ("report", "check"):
        assert main([verb], Project(built, needed=())) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        said = captured.err.splitlines()
        assert len(said) > 1
        assert all(line.startswith("data/measures.csv, line ") for line in said)


@pytest.mark.parametrize(
    "output", ["s3://bucket/x", "https://example.org/x", "{file}", "{file}/below", "{own}", "{own}/figures/x"]
)
def test_an_output_that_is_no_folder_or_the_projects_own_is_refused(finished, capsys, output):
    output = output.format(file=finished / "requirements.txt", own=finished)
    before = files(finished)
    code, out, err = quick(finished, capsys, "report", "--output", output)
    assert (code, out) == (2, [])
    assert len(err) == 1
    assert "folder" in err[0]
    assert files(finished) == before


@pytest.mark.parametrize("limit", ["soon", "-1", "0", "1e3"])
def test_a_time_limit_that_is_no_number_of_seconds_is_refused(finished, capsys, monkeypatch, limit):
    monkeypatch.setenv("TIMEOUT", limit)
    assert quick(finished, capsys, "report") == (2, [], [f"TIMEOUT must be a number of seconds, got {limit!r}"])


def test_a_file_that_is_no_notebook_is_named(built, capsys):
    (built / "notebooks" / "04-countries.ipynb").write_text("{")
    assert quick(built, capsys, "report") == (2, [], ["notebooks/04-countries.ipynb is not a Jupyter notebook"])


def test_parameters_that_are_not_python_are_named_with_their_line(built, capsys):
    write(built, "04-countries", 'theme = "light"\ncases = ?', "1")
    code, _, err = quick(built, capsys, "report")
    assert code == 2
    assert err == ["notebooks/04-countries.ipynb, cell of parameters, line 2: invalid syntax"]


def test_the_folder_of_a_choice_is_one_plain_and_short_name(tmp_path):
    assert Choice().folder == ""
    assert Choice(output="slides").folder == "cases-all"
    assert Choice(("../../etc", "a b")).folder == "cases-______etc+a_b"
    many = [Choice(tuple(f"case-{number}" for number in range(last))).folder for last in (50, 51)]
    assert len(set(many)) == 2
    assert max(map(len, many)) < 100
