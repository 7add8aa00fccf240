"""Measuring: the made-up collections, what commands cost, how the ways of building are compared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import builds, costs, floor, fresh, generate, growth, machines, picture, place
from casebook import compare, figures
from casebook.build import AT_ONCE
from casebook.data import load
from casebook.parameters import Refused
from casebook.paths import ROOT
from casebook.project import Run


def contents(folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# --- made-up collections -----------------------------------------------------------------------


def test_a_made_up_collection_is_valid_and_as_rich_as_real_cases(tmp_path):
    book = load(generate.write(tmp_path / "hundred", 100)).stated
    rows = sum(map(len, (book.measures, book.events, book.countries, book.cooperation)))
    assert len(book.cases) == 100
    assert 25 <= rows / 100 <= 40
    assert set(book.measures["qualifier"]) == set(book.terms("qualifier"))
    assert {"EUR", "USD", "GBP", "CHF"} <= set(book.measures["unit"])
    assert {"factsheet", "official", "press"} <= set(book.sources["kind"])
    assert {"part", "earlier", ""} <= set(book.measures["scope"])


def test_a_seed_always_gives_the_same_collection_and_another_seed_another_one(tmp_path):
    first, again, other = (
        contents(generate.write(tmp_path / name, 12, seed)) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first == again
    assert first["measures.csv"] != other["measures.csv"]


# --- what a command costs ----------------------------------------------------------------------

BURN = "import time\nwhile time.process_time() < 0.3: pass"
LEAVES_A_CHILD_BEHIND = f"""import os
if not os.fork():
    {BURN.replace(chr(10), chr(10) + "    ")}
"""
HOLDS_MEMORY_WITH_ITS_CHILD = """import os, time
child = os.fork()
held = os.urandom(50_000_000)
time.sleep(0.8)
if child: os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody adopts orphans")
def test_the_processor_time_of_what_outlives_its_parent_counts(tmp_path):
    cost, _ = costs.run([sys.executable, "-S", "-c", LEAVES_A_CHILD_BEHIND], tmp_path)
    assert 0.3 <= cost.cpu < 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody adopts orphans")
def test_what_was_at_work_before_is_not_waited_for(tmp_path):
    with subprocess.Popen(["sleep", "600"]) as other:
        costs.run([sys.executable, "-S", "-c", LEAVES_A_CHILD_BEHIND], tmp_path)
        assert other.poll() is None
        other.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_memory_of_a_command_is_that_of_all_its_processes_at_once(tmp_path):
    with costs.watched() as most:
        costs.run([sys.executable, "-S", "-c", HOLDS_MEMORY_WITH_ITS_CHILD], tmp_path)
    assert 100e6 < most[0] < 160e6


def test_a_command_that_fails_is_told_with_its_last_lines(tmp_path):
    with pytest.raises(costs.Failed, match=r"ended with code 3:\nand this$"):
        costs.run([sys.executable, "-c", "print('and this'); raise SystemExit(3)"], tmp_path)


def test_a_command_is_not_told_what_was_chosen_for_the_measuring(tmp_path, monkeypatch):
    for name in costs.NOT_MEANT:
        monkeypatch.setenv(name, "x")
    _, said = costs.run(["env"], tmp_path, PYTHONPATH="mine")
    names = dict(line.partition("=")[::2] for line in said.splitlines())
    assert names.keys() & set(costs.NOT_MEANT) == {"PYTHONPATH"} and names["PYTHONPATH"] == "mine"


# --- a copy to measure in ----------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path) -> Path:
    """A copy of this project with one notebook, known to git, and a file that is not."""
    root = place.copy(tmp_path / "repository")
    for notebook in (root / "notebooks").glob("[0-9]*.ipynb"):
        if not notebook.name.startswith("06"):
            notebook.unlink()
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=root, check=True)
    (root / "notes.txt").write_text("not known to git")
    return root


def test_a_copy_holds_what_git_knows_and_the_environment_by_reference(repository, tmp_path):
    copy = place.copy(tmp_path / "copy", repository)
    assert (copy / "Makefile").read_bytes() == (ROOT / "Makefile").read_bytes()
    assert not (copy / "notes.txt").exists() and not (copy / "build").exists()
    place.lend_environment(copy)
    _, told = costs.run(["make", "-n", "report"], copy)
    assert told == ".venv/bin/python -m casebook report\n"  # nothing is set up
    code = "import sys, casebook; print(sys.prefix, casebook.__file__)"
    said = subprocess.run([".venv/bin/python", "-c", code], cwd=copy, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(copy / ".venv"), str(copy / "casebook" / "__init__.py")]


# --- the ways of building ----------------------------------------------------------------------


def ways(**cpu: list[float]) -> dict:
    names = {"plain": builds.PLAIN, "two": builds.TWO, "floor": builds.FLOOR, "ours": builds.OURS}
    return {"ways": {names[name]: {"wall": seconds, "cpu": seconds, "peak_mb": 7} for name, seconds in cpu.items()}}


def test_aims_are_judged_by_medians_of_processor_time():
    measured = ways(plain=[100, 90, 900], two=[40, 40, 41], floor=[10, 10, 12], ours=[20, 20.5, 1])
    assert builds.verdicts(measured) == [
        ("make report takes 0.20 of the processor time of one by one; aim: at most 0.2", True),
        ("make report takes 0.50 of the processor time of make -j2; aim: at most 0.4", False),
        ("make report takes 2.00 of the processor time of floor; aim: at most 2", True),
    ]
    assert builds.table(measured)[1] == ["one by one", "100.0", "100.0", "7", "0.20", "0.20"]


def test_by_hand_each_run_is_one_call_of_papermill_and_one_of_nbconvert(tmp_path):
    runs = [
        Run(tmp_path / "02-profile.ipynb", frozenset({"case"}), "k-boxes"),
        Run(tmp_path / "03-x.ipynb", frozenset()),
    ]
    builds.write_script(tmp_path, runs)
    assert (tmp_path / builds.SCRIPT).read_text().splitlines()[2:] == [
        "papermill notebooks/02-profile.ipynb plain/02-profile-k-boxes.ipynb -k python3 -p output plain/figures"
        " -p case k-boxes",
        "jupyter nbconvert --log-level=ERROR --to html plain/02-profile-k-boxes.ipynb",
        "papermill notebooks/03-x.ipynb plain/03-x.ipynb -k python3 -p output plain/figures",
        "jupyter nbconvert --log-level=ERROR --to html plain/03-x.ipynb",
    ]


def test_ways_that_draw_other_pictures_are_not_compared(tmp_path):
    for folder in ("figures", "plain/figures", "floor", "build/slides"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.svg").write_text("<svg/>")
    (tmp_path / "build/slides/a.svg").unlink()
    builds.same_pictures(tmp_path)
    (tmp_path / "floor/a.svg").write_text("<svg>x</svg>")
    with pytest.raises(costs.Failed, match=r"floor and make report differ in a\.svg"):
        builds.same_pictures(tmp_path)


@pytest.mark.slow
def test_the_four_ways_of_building_are_measured_in_a_copy_and_draw_the_same_pictures(repository, tmp_path):
    before = subprocess.run(["git", "status", "--porcelain"], cwd=repository, capture_output=True, check=True).stdout
    told = []
    measured = builds.measure(repository, tmp_path / "work", 1, told.append)
    after = subprocess.run(["git", "status", "--porcelain"], cwd=repository, capture_output=True, check=True).stdout
    assert before == after
    assert [line.split(":")[0] for line in told[4:]] == [f"round 1 of 1, {way}" for way in builds.COMMANDS]
    for way, one in measured["ways"].items():
        assert len(one["cpu"]) == len(one["wall"]) == 1, way
        assert one["cpu"][0] > 0.3 and one["peak_mb"] > 100, way
    cpu = {way: one["cpu"][0] for way, one in measured["ways"].items()}
    assert cpu[builds.FLOOR] < cpu[builds.OURS]
    assert len(builds.verdicts(measured)) == 3


# --- growth, machines, setting up --------------------------------------------------------------


def grown(read: list[float], chapter: list[float], memory: int) -> dict:
    steps = {growth.READING: {"cpu": read, "peak_mb": [9] * len(read)}}
    return {"cases": [10, 100], "steps": steps | {"03-timeline": {"cpu": chapter, "peak_mb": [9, memory]}}}


def test_growth_is_judged_at_the_largest_size():
    assert [met for _, met in growth.verdicts(grown([0.1, 2.9], [1, 9.9], 999))] == [True, False, True, True]
    assert [met for _, met in growth.verdicts(grown([1, 3.1], [11, 10], 1000))] == [False, True, False, False]
    assert growth.table(grown([0.1, 2.9], [1, 9.9], 999))[2] == ["03-timeline", "1.00", "9.90", "999"]


def test_growth_is_drawn_as_a_picture(tmp_path):
    picture.draw(grown([0.1, 2.9], [1, 9.9], 999), tmp_path / "growth.png")
    assert (tmp_path / "growth.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_growth_is_measured_in_every_chapter(tmp_path):
    measured = growth.measure(ROOT, tmp_path, 1, lambda line: None, sizes=(3, 6))
    assert list(measured["steps"]) == [growth.READING, *growth.chapters()]
    for step, used in measured["steps"].items():
        assert len(used["cpu"]) == 2 and all(seconds > 0 for seconds in used["cpu"]), step
        assert all(50 < most < 1000 for most in used["peak_mb"]), step


@pytest.mark.slow
def test_profiles_are_measured_here_and_on_workers(tmp_path):
    measured = machines.measure(ROOT, tmp_path, 1, lambda line: None, profiles=2)
    assert [one["workers"] for one in measured["runs"]] == [0, 1, 2]
    assert all(one["wall"] > 0 and one["cpu"] > 1 for one in measured["runs"])
    assert [row[0] for row in machines.table(measured)] == [
        "2 profiles", f"here, {AT_ONCE} at a time", "on one worker, 1 at a time", "on two workers, 2 at a time",
    ]  # fmt: skip


def test_setting_up_is_judged_by_the_clock():
    measured = {"ways": {fresh.HAND: {"wall": 100, "cpu": 1}, fresh.OURS: {"wall": 41, "cpu": 1}}}
    ((said, met),) = fresh.verdicts(measured)
    assert said.startswith("set up and made, make report takes 0.41 of the time by hand") and not met


def test_the_floor_draws_what_the_notebooks_save_and_nothing_else(tmp_path, book):
    calls = floor.record(ROOT / "notebooks" / "06-cooperation.ipynb")
    floor.draw(calls, tmp_path / "floor")
    table = compare.cooperation(book)
    figures.write(figures.cooperation(table, book.credit(), figures.Look()), tmp_path / "plain")
    drawn, plain = (
        {file.relative_to(tmp_path / name): file.read_bytes() for file in (tmp_path / name).rglob("*.*")}
        for name in ("floor", "plain")
    )
    assert drawn == plain and len(drawn) == 9


# --- the command -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PARTS": "bilds"}, "unknown part bilds. Did you mean builds?"),
        ({"ROUNDS": "0"}, "ROUNDS must be a number of rounds, got '0'"),
        ({"ROUNDS": "many"}, "ROUNDS must be a number of rounds, got 'many'"),
        ({"GIVEN": "ROUND"}, "unknown variable ROUND. Did you mean ROUNDS?"),
        ({"GIVEN": "THEME", "THEME": "dark"}, "unknown variable THEME"),
    ],
)
def test_what_cannot_be_measured_is_refused_before_anything_starts(variables, said, capsys):
    assert bench.main(variables) == 2
    assert capsys.readouterr().err == f"{said}\n"


def test_without_a_choice_all_is_measured_that_needs_no_registry():
    assert bench.chosen({}) == (["builds", "growth", "machines"], 5)
    assert bench.chosen({"PARTS": "fresh", "ROUNDS": "1"}) == (["fresh"], 1)


def test_what_is_not_measured_this_time_stays_in_the_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    measured = {"ways": {fresh.HAND: {"wall": 100, "cpu": 1}, fresh.OURS: {"wall": 30, "cpu": 1}}}
    monkeypatch.setattr(fresh, "measure", lambda *_: measured)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / bench.FILE).write_text('{"growth": {"cases": []}}')
    assert bench.main({"PARTS": "fresh"}) == 0
    kept = json.loads((tmp_path / "build" / bench.FILE).read_text())
    assert kept["fresh"] == measured and kept["growth"] == {"cases": []} and kept["machine"]["yardstick"] > 0
    machine, *told = capsys.readouterr().out.splitlines()
    assert machine.endswith(f"ten million additions, takes {kept['machine']['yardstick']:g} s")
    assert told == [
        "",
        "from a fresh copy  wall s  CPU s",
        "by hand             100.0    1.0",
        "make report          30.0    1.0",
        "met: set up and made, make report takes 0.30 of the time by hand; aim: at most 0.4",
    ]


def test_a_variable_that_only_the_bench_takes_is_refused_elsewhere():
    from casebook.__main__ import _read

    with pytest.raises(Refused, match="unknown variable ROUNDS"):
        _read(["report"], {"GIVEN": "ROUNDS"})
