"""The build on small made-up projects: all or nothing, only what changed, and one clear line for each problem."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest
import small_project
from small_project import DRAW, OF_A_CASE, PARAMETERS, PROFILE, files, new_project, run, start, strays, wait_for, write

from casebook.__main__ import main
from casebook.paths import ROOT
from casebook.project import Project


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    root = new_project(tmp_path_factory.mktemp("finished"))
    assert run(root, "report").returncode == 0
    return root


@pytest.fixture
def built(finished, tmp_path):
    """A project that was built, in a folder of its own."""
    return shutil.copytree(finished, tmp_path / "project")


def quick(root, capsys, *arguments, **more):
    """The same in this process, for what starts no notebook."""

    def never(*_):
        raise AssertionError("nothing may be written")

    code = main(arguments, small_project.project(root, **{"write_report": never} | more))
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def lines(text):
    """What is said of each run, without its seconds."""
    return [line.rpartition(" (")[0] for line in text.splitlines() if line.endswith(" s)")]


# --- 56, 64: what the programs lack ------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["ipykernel", "papermill", "tqdm"])
def test_56_64_a_library_or_the_kernel_that_is_missing_is_said_in_one_line(tmp_path, lacking):
    root = new_project(tmp_path / "project")
    done = run(root, "report", before=f"import sys; sys.modules[{lacking!r}] = None")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert lacking in line and line.endswith(": run make setup")
    assert not (root / "figures").exists()


def test_56_the_kernel_of_another_environment_is_passed_over(tmp_path):
    root = new_project(tmp_path / "project")
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    told = {"argv": ["/nowhere/python", "-m", "ipykernel", "-f", "{connection_file}"], "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(told | {"display_name": "Another"}))
    done = run(root, "figures", JUPYTER_PATH=str(tmp_path / "jupyter"))
    assert (done.returncode, done.stderr) == (0, "")


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
        "profile-k-boxes.svg", "profile-pay-tv.svg", "servers.svg", "source", "factsheet",
    ]  # fmt: skip
    assert (finished / "figures" / "profile-k-boxes.svg").read_text() == "k-boxescase,value\nk-boxes,11"


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
    assert (home / "figures" / "servers.svg").read_text().startswith("<svg>['k-boxes', 'pay-tv'] dark ")
    assert (home / "report.html").exists()


def test_figures_go_to_the_output_folder_alone(built, tmp_path):
    before = files(built / "figures")
    done = run(built, "figures", OUTPUT=str(tmp_path / "slides"))
    assert (done.returncode, done.stderr) == (0, "")
    assert files(tmp_path / "slides") == before == files(built / "figures")
    (tmp_path / "slides" / "servers.svg").write_text("edited")
    assert "files copied" in run(built, "figures", OUTPUT=str(tmp_path / "slides")).stdout
    assert files(tmp_path / "slides") == before


def test_the_output_folder_gets_the_report_with_the_figures_of_the_default_choice_too(built, tmp_path):
    done = run(built, "report", OUTPUT=str(tmp_path / "sent"))
    assert (done.returncode, done.stderr) == (0, "")
    made = {name: content for name, content in files(built / "build").items() if name != "manifest.json"}
    figures = {f"figures/{name}": content for name, content in files(built / "figures").items()}
    assert files(tmp_path / "sent") == made | figures


def test_60_a_disk_that_is_full_when_files_are_copied_out_is_named_and_holds_no_half_a_file(built, tmp_path):
    half = """
import errno, os, shutil
def broken(file, target):
    open(target, "w").write("half")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
shutil.copyfile = broken
"""
    done = run(built, "figures", before=half, OUTPUT=str(tmp_path / "slides"))
    assert done.returncode == 1
    assert done.stderr.startswith("could not write ") and done.stderr.endswith("no space left. Earlier outputs kept.\n")
    assert files(tmp_path / "slides") == {}


# --- only what changed, and why --------------------------------------------------------------


def test_with_nothing_changed_a_build_does_nothing_in_no_time_and_needs_no_library(built):
    times = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.name not in (".lock", "build")}
    libraries = "{'pandas', 'matplotlib', 'papermill', 'IPython', 'tqdm', 'tomllib'}"
    script = f"""
import sys
from pathlib import Path
from casebook.__main__ import main
from casebook.project import Project
code = main(["report"], Project(Path(sys.argv[1])))
sys.exit(code or str({libraries} & set(sys.modules) or ""))
"""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script, built], capture_output=True, text=True, check=False)
    took = time.perf_counter() - started
    assert (done.stdout, done.stderr.strip()) == ("nothing to do: all is up to date\n", "")
    assert took < 0.9  # 0.3 s where nothing else is running
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_touching_crlf_byte_order_mark_and_what_jupyterlab_notes_down_change_nothing(built, capsys):
    for path in built.rglob("*.*"):
        os.utime(path, (0, 0))
    for path in (built / "data" / "measures.csv", built / "casebook" / "words.py"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
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
    assert quick(built, capsys, "check")[:2] == (1, [f"stale: 00-findings ({why})", f"stale: report.html ({why})"])
    done = run(built, "report")
    assert lines(done.stdout) == [f"00-findings: {why}"]
    assert "<svg> " in (built / "figures" / "servers.svg").read_text()


@pytest.mark.parametrize("path", ["data/sources.csv", "casebook/words.py", "requirements.txt", "casebook/new.py"])
def test_a_changed_package_lock_or_common_table_makes_all_stale(built, capsys, path):
    what = "changed" if (built / path).exists() else "is new"
    with open(built / path, "a") as file:
        file.write("more\n")
    code, said, _ = quick(built, capsys, "check")
    each = {"02-profile pay-tv": " for pay-tv", "02-profile k-boxes": " for k-boxes"} if "data" in path else {}
    names = ["00-findings", "02-profile pay-tv", "02-profile k-boxes", "report.html"]
    assert (code, said) == (1, [f"stale: {name} ({path} {what}{each.get(name, '')})" for name in names])


def test_63_rows_of_one_case_make_its_profile_and_the_comparisons_stale_and_run_and_no_other_profile(built, capsys):
    table = built / "data" / "measures.csv"
    table.write_text(table.read_text().replace("k-boxes,11", "k-boxes,12"))
    why = "data/measures.csv changed"
    assert quick(built, capsys, "check")[:2] == (
        1,
        [
            f"stale: 00-findings ({why})",
            f"stale: 02-profile k-boxes ({why} for k-boxes)",
            f"stale: report.html ({why})",
        ],
    )
    done = run(built, "report")
    assert sorted(lines(done.stdout)) == [f"00-findings: {why}", f"02-profile k-boxes: {why} for k-boxes"]
    assert "k-boxes,12" in (built / "figures" / "profile-k-boxes.svg").read_text()
    assert quick(built, capsys, "check")[0] == 0


def test_a_new_case_runs_its_profile_and_the_comparisons(built, capsys, monkeypatch):
    monkeypatch.setattr(small_project, "CASES", ["pay-tv", "k-boxes", "sparks"])
    with open(built / "data" / "measures.csv", "a") as table:
        table.write("sparks,more than 60\n")
    assert quick(built, capsys, "check")[1] == [
        "stale: 00-findings (data/measures.csv changed)",
        "stale: 02-profile sparks (sparks is new)",
        "stale: report.html (data/measures.csv changed)",
    ]


def test_a_table_that_says_the_same_in_other_bytes_makes_nothing_run(built, capsys):
    table = built / "data" / "measures.csv"
    header, *rows = table.read_text().splitlines()
    table.write_text("\n".join([header, "", *rows, "other-case,3"]) + "\n")
    assert quick(built, capsys, "check") == (0, ["all is up to date"], [])


def test_what_becomes_known_of_the_whole_collection_is_a_reason(built, capsys):
    class Tables(small_project.Tables):
        def of(self, cases):
            return super().of(cases) | {"datapackage.json": str(len(self.rows)).encode()}

    assert run(built, "report", before="import small_project").returncode == 0
    with open(built / "data" / "measures.csv", "a") as table:
        table.write("another,1\n")
    said = quick(built, capsys, "check", read_tables=Tables)[1]
    assert said[1] == "stale: 02-profile pay-tv (what the whole collection reports changed for pay-tv)"


@pytest.mark.parametrize(
    ("path", "word"),
    [("requirements.txt", "pandas"), ("notebooks/02-profile.ipynb", "# 02"), ("data/sources.csv", "factsheet")],
)
def test_what_is_edited_while_the_build_runs_is_stale_after_it(tmp_path, capsys, path, word):
    root = new_project(tmp_path / "project")
    edit = f'place = "../../../../{path}"\ntext = open(place).read()\n'
    write(root, "03-edits", PARAMETERS, f'{edit}open(place, "w").write(text.replace("{word}", "another"))')
    assert run(root, "report").returncode == 0
    code, said, _ = quick(root, capsys, "check")
    assert code == 1
    assert f"({path} changed" in "\n".join(said)


def test_62_an_output_edited_or_deleted_by_hand_is_named_and_made_again(built, capsys):
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
        "00-findings: figures/servers.svg was changed after the build",
        "02-profile k-boxes: build/notebooks/02-profile-k-boxes.ipynb is missing",
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
    assert quick(built, capsys, "check") == (1, ["stale: report.html (not built yet)"], [])
    assert quick(built, capsys, "figures")[:2] == (0, ["nothing to do: all is up to date"])
    assert lines(run(built, "report").stdout) == []
    assert quick(built, capsys, "check")[0] == 0


def test_a_file_that_the_report_no_longer_makes_goes_and_one_of_earlier_figures_is_still_the_builds_own(built, capsys):
    more = """
import small_project
def write_report(data, notebooks, folder):
    folder.joinpath("figures", "README.md").write_text(str(notebooks))
    return [*small_project.write_report(data, notebooks, folder), folder / "figures" / "README.md"]
more = {"write_report": write_report}
"""
    dark = built / "build" / "theme-dark" / "figures" / "README.md"
    assert run(built, "report", THEME="dark", before=more).returncode == 0
    write(built, "00-findings", PARAMETERS, DRAW + "\n'more'")
    assert run(built, "figures", THEME="dark").returncode == 0
    assert dark.exists()
    assert quick(built, capsys, "check", "--theme=dark") == (1, ["stale: report.html (not built yet)"], [])
    assert run(built, "report", THEME="dark").returncode == 0
    assert not dark.exists()
    assert quick(built, capsys, "check", "--theme=dark") == (0, ["all is up to date"], [])


def test_check_of_a_project_never_built_says_so(tmp_path, capsys):
    root = new_project(tmp_path / "project")
    assert quick(root, capsys, "check") == (
        1,
        ["the data are in order; nothing is built of them yet: make report builds it"],
        [],
    )
    assert not (root / "build").exists()


def test_a_damaged_manifest_counts_as_none(built, capsys):
    for content in ("", "[]", '{"runs": '):
        (built / "build" / "manifest.json").write_text(content)
        assert quick(built, capsys, "check")[0] == 1


# --- all or nothing --------------------------------------------------------------------------


def test_57_58_a_notebook_that_fails_is_killed_or_is_too_slow_is_told_by_cell_and_leaves_earlier_outputs_as_they_were(
    built,
):
    before = files(built)
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    write(built, "03-timeline", 'data = ""', "def first():\n    return {}['begin']", "first()")
    write(built, "05-outcomes", 'data = ""', "import os\nos.kill(os.getpid(), 9)")
    write(built, "06-cooperation", 'data = ""', "import time\ntime.sleep(60)")
    done = run(built, "report", TIMEOUT="2.5")
    assert done.returncode == 1
    assert sorted(done.stderr.splitlines()) == [
        "03-timeline stopped in cell 3: KeyError: 'begin'. Earlier outputs kept.",
        "05-outcomes stopped in cell 2: it was killed (often memory). Earlier outputs kept.",
        "06-cooperation stopped in cell 2: it took over 2.5 s; TIMEOUT=7.5 make report to allow more. "
        "Earlier outputs kept.",
    ]
    after = files(built)
    assert {name: after[name] for name in before if not name.startswith("notebooks/")} == {
        name: content for name, content in before.items() if not name.startswith("notebooks/")
    }
    assert {name for name in after.keys() - before.keys() if not name.startswith("notebooks/")} == set()
    assert strays(built) == []


BROKEN = """
import errno, os
def broken(*_):
    raise {}
more = {{"write_report": broken}}
"""


def test_a_report_that_fails_leaves_earlier_outputs_as_they_were(built):
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    before = files(built)
    done = run(built, "report", before=BROKEN.format("ValueError('no such figure')"))
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
Path("../../../../notebooks/begun").touch()
time.sleep(60)"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_59_a_build_that_is_stopped_leaves_all_as_it_was_no_orphan_and_no_stray_file(built, stop):
    write(built, "00-findings", PARAMETERS, SLOW)
    before = files(built)
    process = start(built, "report")
    wait_for((built / "notebooks" / "begun").exists)
    process.send_signal(stop)
    _, err = process.communicate(timeout=120)
    (built / "notebooks" / "begun").unlink()
    assert (process.returncode, err) == (130, "stopped; nothing changed\n")
    assert files(built) == before
    assert strays(built) == []


def test_61_a_second_build_says_that_another_is_running_and_a_dead_one_is_cleared_away(built):
    before = files(built)
    write(built, "00-findings", PARAMETERS, SLOW)
    first = start(built, "report")
    wait_for((built / "notebooks" / "begun").exists)
    second = run(built, "report")
    assert second.returncode == 1
    assert second.stderr.startswith(f"another build is running (pid {first.pid}, since ")
    assert second.stderr.endswith(")\n")
    first.kill()
    first.communicate(timeout=120)
    (built / "notebooks" / "begun").unlink()
    assert len(list(built.glob("build/.stage-*"))) == 1
    write(built, "00-findings", PARAMETERS, DRAW)
    write(built, "02-profile", OF_A_CASE, PROFILE + "\n")
    wait_for(lambda: run(built, "report").returncode == 0)
    assert strays(built) == []
    assert files(built / "figures") == {name[8:]: before[name] for name in before if name.startswith("figures/")}


STOPPED_WHILE_MOVING = """
import os, signal
move = os.replace
moved = 0
def replace(file, target):
    global moved
    move(file, target)
    moved += 1
    if moved == {after}:
        os.kill(os.getpid(), signal.{stop})
os.replace = replace
"""


def test_a_build_asked_to_stop_while_it_moves_files_finishes(built, capsys):
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    done = run(built, "report", before=STOPPED_WHILE_MOVING.format(stop="SIGINT", after=2))
    assert (done.returncode, done.stderr) == (0, "")
    assert "<svg>new " in (built / "figures" / "servers.svg").read_text()
    assert quick(built, capsys, "check") == (0, ["all is up to date"], [])


def test_a_build_killed_while_it_moves_files_is_unfinished_until_the_next_finishes_it(built, capsys):
    write(built, "00-findings", PARAMETERS, DRAW.replace("<svg>", "<svg>new "))
    for times in range(1, 9):
        killed = run(built, "report", before=STOPPED_WHILE_MOVING.format(stop="SIGKILL", after=times))
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL
        unfinished = "unfinished: a build was ended while it put its files in place; make report finishes it"
        assert quick(built, capsys, "check") == (1, [unfinished], [])
    assert times > 2  # each took up where the one before was killed
    assert "<svg>new " in (built / "figures" / "servers.svg").read_text()
    assert quick(built, capsys, "report")[:2] == (0, ["nothing to do: all is up to date"])
    assert quick(built, capsys, "check")[0] == 0
    assert strays(built) == []


def test_a_file_that_the_build_did_not_make_is_named_where_only_its_own_may_lie(built, capsys):
    stranger = built / "build" / "notebooks" / "old.ipynb"
    stranger.write_text("{}")
    (built / "figures" / "mine.svg").write_text("by hand")
    (built / "build" / "mine.txt").write_text("by hand")
    said = "build/notebooks/old.ipynb was not made by the build: delete it, or keep it elsewhere"
    assert quick(built, capsys, "check") == (1, [said], [])
    assert stranger.exists()


# --- a full disk -------------------------------------------------------------------------------


def test_60_a_disk_that_is_full_when_a_notebook_draws_is_named_and_leaves_all_as_it_was(built):
    full = 'import errno, os\nraise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "x.png")'
    write(built, "00-findings", PARAMETERS, full)
    before = files(built)
    done = run(built, "report")
    said = "00-findings stopped in cell 2: could not write its files: no space left. Earlier outputs kept.\n"
    assert (done.returncode, done.stderr) == (1, said)
    assert files(built) == before


def test_60_a_folder_that_vanishes_while_a_notebook_runs_is_named_and_made_again_by_the_next_build(built):
    before = files(built)
    write(built, "03-vanish", PARAMETERS, "import shutil\nshutil.rmtree('../../../../build')")
    done = run(built, "report")
    assert done.returncode == 1
    said = "03-vanish stopped in cell 2: could not write 03-vanish.ipynb: No such file or directory. "
    assert said in done.stderr
    assert files(built / "figures") == {name[8:]: before[name] for name in before if name.startswith("figures/")}
    (built / "notebooks" / "03-vanish.ipynb").unlink()
    assert run(built, "report").returncode == 0
    assert files(built) == before


def test_60_a_disk_that_is_full_when_the_report_is_written_is_named_and_leaves_all_as_it_was(built):
    (built / "requirements.txt").write_text("pandas==4\n")
    before = files(built)
    done = run(built, "report", before=BROKEN.format("OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))"))
    assert (done.returncode, done.stderr) == (
        1,
        "could not write the report: no space left. Earlier outputs kept.\n",
    )
    assert files(built) == before


# --- what is asked for wrongly ---------------------------------------------------------------


def test_54_an_unknown_case_or_none_is_refused_with_the_known_ones_before_any_notebook_starts(finished, capsys):
    def real(_, chosen):
        return Project(chosen=chosen | {"data": "data"}).tables()

    for cases, said in (
        ("k-boxs", "no case 'k-boxs'. Did you mean k-boxes? Known cases: "),
        ("../../etc", "no case '../../etc'. Known cases: "),
        (" , ", "no case is chosen; known cases: "),
    ):
        code, out, err = quick(finished, capsys, "report", "--cases", cases, read_tables=real)
        assert (code, out, len(err)) == (2, [], 1)
        assert err[0].startswith(said)
    assert [path.name for path in (finished / "build").iterdir() if path.is_dir()] == ["notebooks"]


def test_problems_of_the_data_are_told_a_line_each_before_any_notebook_starts(built, capsys):
    def real(folders, chosen):
        return Project(built, chosen).tables()

    shutil.rmtree(built / "data")
    shutil.copytree(ROOT / "data", built / "data")
    measures = built / "data" / "measures.csv"
    told = measures.read_text("utf-8").replace("\nk-boxes,", "\nk-boxs,").replace(",arrests,", ",arests,")
    measures.write_text(told, "utf-8")
    for verb in ("report", "check"):
        code, out, said = quick(built, capsys, verb, read_tables=real)
        assert (code, out) == (2, [])
        assert len(said) > 1
        assert all(line.startswith("data/measures.csv, line ") for line in said)


@pytest.mark.parametrize(
    "output",
    [
        "s3://bucket/x", "https://example.org/x", "{file}", "{file}/below", "~nobody-has-this-name/x",
        "{own}", "{own}/figures/x", "{own}/build", "{own}/build/.moving",
    ],
)  # fmt: skip
def test_an_output_that_is_no_folder_or_the_projects_own_is_refused(finished, capsys, output):
    output = output.format(file=finished / "requirements.txt", own=finished)
    before = files(finished)
    code, out, err = quick(finished, capsys, "report", "--output", output)
    assert (code, out) == (2, [])
    assert len(err) == 1
    assert "folder" in err[0]
    assert files(finished) == before


def test_a_file_that_is_no_notebook_is_named(built, capsys):
    (built / "notebooks" / "04-countries.ipynb").write_text("{")
    assert quick(built, capsys, "report") == (2, [], ["notebooks/04-countries.ipynb is not a Jupyter notebook"])


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ('theme = "light"\ncases = ?', ", line 2: invalid syntax"),
        ('data = "data"\nthemes = "light"', ", line 2: unknown parameter themes. Did you mean theme?"),
        ('theme = "light"', ": without data = ... nobody can tell which rows the notebook reads"),
    ],
)
def test_parameters_of_a_notebook_that_cannot_be_given_are_named_with_their_line(built, capsys, parameters, said):
    write(built, "04-countries", parameters, "1")
    assert quick(built, capsys, "report") == (2, [], [f"notebooks/04-countries.ipynb, cell of parameters{said}"])


def test_two_runs_of_one_name_are_refused_before_anything_is_run(built, capsys):
    before = files(built)
    write(built, "02-profile-pay-tv", PARAMETERS, DRAW)
    said = "02-profile-pay-tv and 02-profile pay-tv have one name: rename a notebook"
    assert quick(built, capsys, "report") == (2, [], [said])
    (built / "notebooks" / "02-profile-pay-tv.ipynb").unlink()
    assert files(built) == before
