"""Runs on a Dask cluster: real processes on this computer, each in a folder of its own, that share nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import small_project
from small_project import DRAW, OF_A_CASE, PARAMETERS, PROFILE, new_project, wait_for, write

from casebook import cluster, engine, load
from casebook.data import descriptor
from casebook.parts import Parts
from casebook.paths import NOTEBOOKS, ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are forked on Linux only")
QUIET = {"DASK_DISTRIBUTED__DASHBOARD__LINK": "", "PYTHONWARNINGS": "ignore"}
HERE = Path(__file__).parent


class Cluster:
    """A scheduler, and workers by name; each works in a folder below `folder`, with its own copy of the package."""

    def __init__(self, folder: Path):
        self.folder, self.processes = folder, {}
        log = self._start("scheduler", "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        self.address = wait_for(lambda: address_in(log))

    def add(self, name: str, *options: str, changed: bool = False) -> None:
        home = self.folder / name
        shutil.copytree(ROOT / "casebook", home / "casebook", ignore=shutil.ignore_patterns("__pycache__"))
        (home / "data").mkdir()
        shutil.copy(ROOT / "data" / "datapackage.json", home / "data")
        if changed:
            (home / "casebook" / "words.py").write_text("# another\n" + (home / "casebook" / "words.py").read_text())
        always = ["--no-dashboard", "--local-directory", str(home / "dask")]
        self._start(name, "worker", self.address, *always, *(options or ("--nthreads", "1", "--no-nanny")))

    def _start(self, name, *arguments) -> Path:
        home = self.folder / name
        home.mkdir(exist_ok=True)
        log = home / "log"
        kept = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(home)}
        with open(log, "w") as out:
            command = [sys.executable, "-m", "dask", *arguments]
            self.processes[name] = subprocess.Popen(command, cwd=home, env=kept | QUIET, stdout=out, stderr=out)
        return log

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait(10)

    def close(self) -> None:
        for name in self.processes:
            self.kill(name)


def address_in(log: Path) -> str:
    found = [word for word in log.read_text().split() if word.startswith("tcp://")]
    return found[0] if found else ""


@pytest.fixture
def started(tmp_path):
    (tmp_path / "cluster").mkdir()
    found = Cluster(tmp_path / "cluster")
    yield found
    found.close()


def build(root, *arguments, **env):
    """The process of a build of the small project."""
    command = [sys.executable, str(HERE / "small_project.py"), str(root), "report", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=os.environ | QUIET | env, **pipes)


def made(root):
    """What was built, but for the lock."""
    files = [path for folder in ("build", "figures") for path in (root / folder).rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.name != ".lock"}


def project_of_many_runs(root):
    new_project(root)
    for number in range(3, 9):
        name = f"0{number}-slow"
        write(root, name, PARAMETERS, "import time\ntime.sleep(0.5)", DRAW.replace("servers", name))
    write(root, "02-profile", OF_A_CASE, PROFILE)
    return root


@pytest.mark.slow
def test_a_build_on_two_workers_that_share_nothing_gives_the_same_bytes_even_if_one_is_killed_half_way(
    started, tmp_path
):
    here, there = project_of_many_runs(tmp_path / "here"), project_of_many_runs(tmp_path / "there")
    local = build(here)
    started.add("one")
    started.add("two")
    out, err = local.communicate(timeout=120)
    assert (local.returncode, err) == (0, "")

    remote = build(there, SCHEDULER=started.address)
    assert remote.stdout.readline()
    started.kill("two")
    out, err = remote.communicate(timeout=120)
    assert (remote.returncode, err) == (0, ""), out
    assert out.splitlines()[-1].startswith("9 of 9 notebooks run")
    assert made(there) == made(here)
    assert wait_for(lambda: not list((tmp_path / "cluster" / "one").glob("casebook-*")))
    assert not processes_of(started.processes["two"].pid)


def processes_of(parent):
    """Helpers whose worker is gone."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        if b"casebook.cluster" in command and f"PPid:\t{parent}\n" in status:
            found.append(pid)
    return found


@pytest.mark.slow
def test_real_notebooks_run_on_a_cluster_as_they_run_here(started, tmp_path):
    started.add("one")
    parts = Parts(load(), descriptor())
    drawn = {"data": "data", "output": "figures", "theme": "dark"}
    jobs = [
        engine.Job("profile", *code("02-case-profile"), {"case": "k-boxes"} | drawn, parts.of(["k-boxes"])),
        engine.Job("cooperation", *code("06-cooperation"), {"cases": "all"} | drawn, parts.of(parts.cases)),
    ]
    needed = ("casebook.figures", "casebook.notebook")
    engine.warm(needed)
    assert {problem for *_, problem in engine.run(jobs, 2, 100, tmp_path / "here")} == {""}
    assert {problem for *_, problem in cluster.run(jobs, started.address, 100, tmp_path / "there", needed)} == {""}
    for job in jobs:
        here, there = (files(tmp_path / place / job.name) for place in ("here", "there"))
        assert len(there) > 5
        assert there == {name: content for name, content in here.items() if name in there}


def code(name):
    return f"{name}.ipynb", (NOTEBOOKS / f"{name}.ipynb").read_bytes()


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_what_fails_on_a_worker_is_told_as_here(started, tmp_path):
    started.add("one", "--nworkers=-1")
    root = new_project(tmp_path / "project")
    write(root, "03-timeline", PARAMETERS, "{}['begin']")
    write(root, "04-slow", PARAMETERS, "import time\ntime.sleep(60)")
    write(root, "05-killed", PARAMETERS, "import os\nos.kill(os.getpid(), 9)")
    done = build(root, SCHEDULER=started.address, TIMEOUT="2")
    _, err = done.communicate(timeout=120)
    assert done.returncode == 1
    assert sorted(err.splitlines()) == [
        "03-timeline stopped in cell 2: KeyError: 'begin'. Earlier outputs kept.",
        "04-slow stopped in cell 2: it took over 2 s; TIMEOUT=6 make report to allow more. Earlier outputs kept.",
        "05-killed stopped in cell 2: it was killed (often memory). Earlier outputs kept.",
    ]
    assert made(root) == {}


@pytest.mark.slow
def test_a_worker_with_another_casebook_is_refused_in_one_line(started, tmp_path):
    started.add("one", changed=True)
    root = new_project(tmp_path / "project")
    done = build(root, SCHEDULER=started.address)
    _, err = done.communicate(timeout=120)
    (line,) = err.splitlines()
    assert done.returncode == 1
    assert line.startswith("worker tcp://127.0.0.1:")
    assert line.endswith(" has another casebook: install the same commit and lock there. Earlier outputs kept.")


@pytest.mark.slow
def test_a_scheduler_that_dies_half_way_is_told_in_one_line_and_leaves_all_as_it_was(started, tmp_path):
    root = project_of_many_runs(tmp_path / "project")
    started.add("one")
    remote = build(root, SCHEDULER=started.address)
    assert remote.stdout.readline()
    started.kill("scheduler")
    _, err = remote.communicate(timeout=120)
    assert remote.returncode == 1
    assert err == f"the scheduler at {started.address} was lost. Earlier outputs kept.\n"
    assert made(root) == {}
    assert small_project.strays(root) == []


def test_a_scheduler_that_does_not_answer_is_named_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    root = new_project(tmp_path / "project")
    code = small_project.main(["report", "--scheduler=tcp://127.0.0.1:9"], small_project.project(root))
    assert code == 1
    assert capsys.readouterr().err == "no scheduler answers at tcp://127.0.0.1:9. Earlier outputs kept.\n"


def test_what_a_worker_lacks_is_named():
    mine = cluster.fingerprint()
    assert {"casebook", "Python", "pandas", "matplotlib", "papermill"} <= mine.keys()
    assert cluster._unlike(dict(mine), mine) == ""
    assert cluster._unlike(mine | {"pandas": "2.0"}, mine) == f"pandas 2.0 for {mine['pandas']} here"
    assert cluster._unlike(ModuleNotFoundError("casebook"), mine) == "no casebook that can be used"
    assert json.loads(json.dumps(mine)) == mine
