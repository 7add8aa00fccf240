"""Builds that are killed at any moment, or find the disk full: all or nothing, and the next build finishes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest
from small_project import DRAW, PARAMETERS, files, new_project, run, start, strays, wait_for, write
from test_whole_build import copy_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes as Linux tells of them"),
]
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]
# What is there from when on, and how long the signal waits after that at most, of the seconds that a build takes.
MOMENTS = [("data", lambda takes: takes), ("build/.stage-*", lambda takes: takes / 3), ("build/.moving", lambda _: 0.4)]
UNFINISHED = "unfinished: a build was ended while it put its files in place; make report finishes it\n"

# Moving takes a moment only; drawn out, a good part of the signals finds a build at it.
DRAWN_OUT = """
import os, time
move = os.replace
def replace(*arguments):
    time.sleep(0.04)
    move(*arguments)
os.replace = replace
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The small project with changes that make all of it stale; the files once that is built; how long it takes."""
    folder = tmp_path_factory.mktemp("small")
    old = new_project(folder / "old")
    assert run(old, "report").returncode == 0
    changed = shutil.copytree(old, folder / "changed")
    for name in ("00-findings", "03-timeline"):
        write(changed, name, PARAMETERS, DRAW.replace("servers", name).replace("<svg>", "<svg>new " + 50_000 * "x"))
    (changed / "requirements.txt").write_text("pandas==4\n")
    new = shutil.copytree(changed, folder / "new")
    started = time.monotonic()
    assert run(new, "report", before=DRAWN_OUT).returncode == 0
    return changed, files(new), time.monotonic() - started


@pytest.mark.parametrize("tenth", range(2))
@pytest.mark.parametrize("stop", SIGNALS)
def test_59_a_build_ended_at_any_moment_leaves_whole_files_and_the_next_one_finishes(small, tmp_path, stop, tenth):
    changed, new, takes = small
    chance, left = random.Random(10 * int(stop) + tenth), []
    for number in range(10):
        root = shutil.copytree(changed, tmp_path / str(number))
        process = start(root, "report", before=DRAWN_OUT)
        begun, lasts = MOMENTS[number % len(MOMENTS)]
        wait_until_there(root, begun, process)
        time.sleep(chance.uniform(0, lasts(takes)))
        left.append(end_and_finish(process, stop, root, files(changed), new, lambda *verb, root=root: run(root, *verb)))
        shutil.rmtree(root)
    if stop == signal.SIGKILL:
        assert {"runs", "moves"} <= set(left)
    else:
        assert {130, 0} <= set(left)


def wait_until_there(root, pattern, process):
    wait_for(lambda: list(root.glob(pattern)) or process.poll() is not None)


def end_and_finish(process, stop, root, old, new, build):
    """Send the signal; then every file is the old or the new one, and the next build finishes.

    Gives the exit code, or what a killed build was at: its "runs", or its "moves".
    """
    process.send_signal(stop)
    _, err = process.communicate(timeout=120)
    err = "".join(line for line in err.splitlines(True) if not line.startswith("note: "))
    wait_for(lambda: not [place for place in strays(root) if ".stage-" not in place])
    now = {name: content for name, content in files(root).items() if ".stage-" not in name and ".moving" not in name}
    assert [name for name in now if now[name] not in (old.get(name), new.get(name))] == [], "half made, or stray"
    moving, staged = (list(root.glob(f"build/{name}")) for name in (".moving", ".stage-*"))
    told = build("check")
    if stop != signal.SIGKILL:
        assert strays(root) == []
        # The last: before or after Python says what it does then.
        assert (process.returncode, err) in (
            (0, ""),
            (130, "stopped; nothing changed\n"),
        ) or process.returncode == -stop
        assert now in {0: [new], 130: [old]}.get(process.returncode, [old, new])
    elif moving:
        assert (told.returncode, told.stdout) == (1, UNFINISHED)
    else:
        assert now in (old, new)
    assert told.returncode == (0 if now == new and not moving else 1)
    assert build("report").returncode == 0
    assert files(root) == new
    assert strays(root) == []
    assert (build("check").stdout, build("report").stdout) == (
        "all is up to date\n",
        "nothing to do: all is up to date\n",
    )
    return "moves" if moving else "runs" if staged else process.returncode


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The same of this project, with one chapter changed."""
    folder = tmp_path_factory.mktemp("real")
    old = copy_project(folder / "old")
    assert run_real(old, "report").returncode == 0
    changed = shutil.copytree(old, folder / "changed")
    notebook = changed / "notebooks" / "06-cooperation.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("Agency", "Body"), "utf-8")
    new = shutil.copytree(changed, folder / "new")
    started = time.monotonic()
    assert run_real(new, "report").returncode == 0
    return changed, files(new), time.monotonic() - started


def run_real(root, *verb):
    return subprocess.run([sys.executable, "-m", "casebook", *verb], cwd=root, capture_output=True, text=True)


@pytest.mark.parametrize("stop", SIGNALS)
def test_a_build_of_this_project_ended_at_any_moment_leaves_whole_files_and_the_next_one_finishes(real, tmp_path, stop):
    changed, new, takes = real
    chance = random.Random(int(stop))
    for number in range(2):
        root = shutil.copytree(changed, tmp_path / str(number))
        command = [sys.executable, "-m", "casebook", "report"]
        process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(takes * chance.uniform(0.3, 1))
        end_and_finish(process, stop, root, files(changed), new, lambda *verb, root=root: run_real(root, *verb))
        shutil.rmtree(root)


@pytest.fixture
def little_disk(tmp_path):
    """A file system of 4 MB; only root can have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs a file system of its own, which only root can mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_60_a_disk_that_is_full_at_any_moment_leaves_whole_files_and_the_next_build_finishes(small, little_disk):
    changed, new, _ = small
    chance, failed = random.Random(28), 0
    for number in range(8):
        root = shutil.copytree(changed, little_disk / str(number))
        old, filler = files(root), little_disk / "filler"
        fill(filler, leave=chance.randrange(0, 600, 4) * 1024)
        full = run(root, "report", before=DRAWN_OUT)
        now = {name: content for name, content in files(root).items() if ".moving" not in name}
        assert [name for name in now if now[name] not in (old.get(name), new.get(name))] == []
        if full.returncode:
            failed += 1
            assert full.returncode == 1
            assert all("no space left" in line for line in full.stderr.splitlines()), full.stderr
            assert now == old or "Unfinished" in full.stderr
        filler.unlink()
        assert run(root, "report").returncode == 0
        assert files(root) == new
        assert strays(root) == []
        shutil.rmtree(root)
    assert failed > 2


def fill(file, leave):
    """Fill the disk that the file is on, but for so many bytes."""
    free = shutil.disk_usage(file.parent).free
    with open(file, "wb") as out:
        out.write(bytes(max(free - leave, 0)))
