"""The engine: what a notebook shows is what an ordinary kernel shows, and each run is on its own."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from small_project import wait_for

from casebook import engine, typesetting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are forked on Linux only")

SHOWS = """
word = "in the notebook"
---
import sys, warnings
print("one"); print("problem", file=sys.stderr); print("two", end="")
---
from IPython.display import HTML, Image, Markdown, clear_output, display, update_display
print("before")
display({"text/plain": "plain", "text/html": "<b>x</b>", "application/vnd.x+json": {"b": 1, "a": [1, (2, 3)]}},
        raw=True, metadata={"text/html": {"isolated": True}})
print("after")
1 + 1
---
"not shown";
---
def lines():
    return '''a
b'''

lines()
---
warnings.warn("careful")
---
Markdown("*words*")
---
shown = display("old", display_id="here")
---
update_display("new", display_id="here")

---
---
display(1, HTML("<i>2</i>"))
print("gone"); clear_output(); print("kept")
---
import base64
Image(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
---
import pandas as pd
pd.DataFrame({"a": [1.5, 2], "é": ["NO", None]})
---
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2]);
---
figure
---
import subprocess
run = subprocess.run(["echo", "from a child process"])
---
import time
print("early"); time.sleep(0.4); print("in between", file=sys.stderr); print("late")
---
await __import__("asyncio").sleep(0)
word, _, len(In), list(Out), __name__, type(get_ipython()).__name__
---
%matplotlib inline
axes = plt.figure(figsize=(1, 1)).subplots()
"""

FAILS = """
def divide(by):
    return 1 / by
---
print("so far")
divide(0)
---
print("never")
"""


def write(folder, name, cells, tagged=False):
    """A notebook in `folder` from cells with --- between them; the first may hold the parameters."""
    code = [new_code_cell(cell.strip("\n")) for cell in textwrap.dedent(cells).split("---\n")]
    code[0].metadata["tags"] = ["parameters"] if tagged else []
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=[new_markdown_cell(f"# {name}"), *code], metadata={"kernelspec": kernel})
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


def job(folder, name, cells, tables=None, **parameters):
    """What a process that runs the engine has to know of a run; see RUN."""
    folder.mkdir(exist_ok=True)
    notebook = write(folder / "notebooks", name, cells, bool(parameters))
    made = {"name": name, "notebook": notebook.name, "code": notebook.read_text("utf-8"), "parameters": parameters}
    return made | {"data": tables or {}, "folder": str(folder)}


# Forks are made from a process that holds nothing but the engine, not from the one that runs the tests.
RUN = """
import json, os, sys
from pathlib import Path
from casebook import engine
jobs, limit, workers, modules = json.load(sys.stdin)
engine.warm(modules)
folder = Path([job.pop("folder") for job in jobs][0])
for job in jobs:
    job["code"] = job["code"].encode()
    job["data"] = {name: text.encode() for name, text in job["data"].items()}
before = os.getcwd(), dict(os.environ)
found = {name: problem for name, _, problem in engine.run([engine.Job(**job) for job in jobs], workers, limit, folder)}
assert (os.getcwd(), dict(os.environ)) == before
print(json.dumps(found))
"""


def problems(jobs, limit=60, workers=2, modules=(), **env):
    """Run the jobs in a process of their own; gives the problem of each by its name."""
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps([jobs, limit, workers, modules]),
        env={name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"} | env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


def executed(done):
    with open(os.path.join(done["folder"], done["name"], f"{done['name']}.ipynb"), encoding="utf-8") as file:
        return file.read()


def outputs(done):
    cells = json.loads(executed(done))["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


def show(folder, kind):
    """The executed notebook that shows what it can, and the problem of one that fails, with traceback."""
    good, bad = job(folder, "00-shows", SHOWS, word="typed"), job(folder, "01-fails", FAILS)
    found = problems([good, bad], CASEBOOK_ENGINE=kind, DEBUG="1", modules=["pandas", "matplotlib.pyplot"])
    assert found["00-shows"] == ""
    return good, found["01-fails"]


@pytest.fixture(scope="module")
def forked(tmp_path_factory):
    return show(tmp_path_factory.mktemp("fork"), "fork")


def test_a_notebook_shows_the_same_as_in_an_ordinary_kernel(forked, tmp_path):
    good, error = show(tmp_path, "kernel")
    assert executed(forked[0]) == executed(good)
    assert forked[1] == error
    assert error.startswith("stopped in cell 2: ZeroDivisionError: division by zero\n")


def test_streams_displays_and_results_stay_in_order_with_their_counts(forked):
    shown = outputs(forked[0])
    assert [(out["name"], out["text"]) for out in shown[2]] == [
        ("stdout", ["one\n", "two"]),
        ("stderr", ["problem\n"]),
    ]
    assert [out["output_type"] for out in shown[3]] == ["stream", "display_data", "stream", "execute_result"]
    assert shown[3][1]["metadata"] == {"text/html": {"isolated": True}}
    assert shown[3][3]["execution_count"] == 4
    assert shown[4] == []
    assert shown[6][0]["text"] == ["cell:1: UserWarning: careful\n", '  warnings.warn("careful")\n']
    assert shown[8][0]["data"]["text/plain"] == ["'new'"]
    assert shown[-4][0]["text"] == ["from a child process\n"]
    assert shown[-2][0]["data"]["text/plain"][0] == "('typed',\n"


def test_a_figure_is_drawn_only_when_it_is_shown(forked):
    drawn, asked = outputs(forked[0])[-6:-4]
    assert drawn == []
    assert len(asked) == 1


def test_parameters_keep_their_type(tmp_path):
    values = {"a": "007", "b": "NO", "c": ["k-boxes", 'with "quotes" and \\'], "d": 2, "e": True}
    typed = job(tmp_path, "00-typed", "a = b = c = d = e = None\n---\na, b, c, d, e", **values)
    assert problems([typed]) == {"00-typed": ""}
    (shown,) = outputs(typed)[-1]
    assert eval("".join(shown["data"]["text/plain"])) == tuple(values.values())


def test_one_run_cannot_change_another_or_the_build(tmp_path):
    marks = """
        import builtins, os
        assert not hasattr(builtins, "mark") and "MARK" not in os.environ
        builtins.mark, os.environ["MARK"] = 1, "x"
        os.chdir("/")
        print("quiet")
    """
    jobs = [job(tmp_path, f"0{number}-marks", marks) for number in range(3)]
    assert set(problems(jobs, workers=1).values()) == {""}


def test_the_limit_is_for_each_cell_and_not_for_the_whole_run(tmp_path):
    steady = job(tmp_path, "00-steady", "---\n".join(5 * ["import time\ntime.sleep(0.5)\n"]))
    assert problems([steady], limit=2) == {"00-steady": ""}


def test_a_run_finds_its_tables_and_draws_in_folders_of_its_own_that_nobody_can_tell_apart(tmp_path):
    reads = """
        data = output = ""
        ---
        from pathlib import Path
        Path(output, "drawn.txt").write_text(Path(data, "measures.csv").read_text())
        print(data, output, *Path("..").resolve().rglob("*.csv"))
    """
    jobs = [
        job(tmp_path, f"0{number}-reads", reads, {"measures.csv": f"{number}"}, data="data", output="figures")
        for number in range(2)
    ]
    assert set(problems(jobs).values()) == {""}
    assert [(tmp_path / one["name"] / "figures" / "drawn.txt").read_text() for one in jobs] == ["0", "1"]
    assert [outputs(one)[-1][0]["text"] for one in jobs] == 2 * [["data figures data/measures.csv\n"]]


def test_the_ways_a_run_can_end_badly_are_told_apart(tmp_path):
    jobs = [
        job(tmp_path, "00-killed", "1\n---\nimport os\nos.kill(os.getpid(), 9)"),
        job(tmp_path, "01-crashed", "import os\nos.kill(os.getpid(), 11)"),
        job(tmp_path, "02-left", "import os\nos._exit(3)"),
        job(tmp_path, "03-exit", "raise SystemExit\n---\n'never'"),
        job(tmp_path, "04-syntax", "1\n---\n\n---\n1 +"),
        job(tmp_path, "05-slow", "1\n---\nimport time\ntime.sleep(60)"),
        job(tmp_path, "06-long", 'raise ValueError("first line\\nsecond line")'),
    ]
    assert problems(jobs, limit=2) == {
        "00-killed": "stopped in cell 2: it was killed (often memory)",
        "01-crashed": "stopped in cell 1: it was ended by SIGSEGV",
        "02-left": "stopped in cell 1: its process ended with code 3",
        "03-exit": "stopped in cell 1: SystemExit",
        "04-syntax": "stopped in cell 3: SyntaxError: invalid syntax (line 1)",
        "05-slow": "stopped in cell 2: it took over 2 s; TIMEOUT=6 make report to allow more",
        "06-long": "stopped in cell 1: ValueError: first line",
    }
    assert list(tmp_path.glob("0*/*.ipynb")) == []


WAITS = """
import os, subprocess
child = subprocess.Popen(["sleep", "60"])
print(child.pid, os.getpid(), file=open("../../pids", "w"), flush=True)
child.wait()
"""


@pytest.mark.parametrize("end", ["SIGTERM", "SIGKILL"])
def test_runs_end_with_the_build_and_when_asked_so_does_what_they_started(tmp_path, end):
    run = f"""
        import signal
        from pathlib import Path
        from casebook import engine
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        job = engine.Job("00-waits", "00-waits.ipynb", Path({str(write(tmp_path, "00-waits", WAITS))!r}).read_bytes())
        list(engine.run([job], 1, 60, Path({str(tmp_path)!r})))
    """
    build = subprocess.Popen([sys.executable, "-c", textwrap.dedent(run)], stderr=subprocess.DEVNULL)
    pids = tmp_path / "pids"
    wait_for(lambda: pids.exists() and pids.read_text().endswith("\n"))
    child, run = map(int, pids.read_text().split())
    build.send_signal(getattr(signal, end))
    build.wait(20)
    wait_for(lambda: ended(run))
    if end == "SIGTERM":
        wait_for(lambda: ended(child))
    else:
        os.kill(child, signal.SIGKILL)


def ended(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")")[1].split()[0] == "Z"  # ended, not yet collected
    except FileNotFoundError:
        return True


def test_a_kernel_that_loses_its_port_to_another_is_started_again(tmp_path, monkeypatch):
    from casebook import engine

    calls = []

    def start(*_, **__):
        calls.append(1)
        if len(calls) < 3:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return nbformat.v4.new_notebook()

    monkeypatch.setattr(engine.papermill, "execute_notebook", start)
    monkeypatch.chdir(tmp_path)
    assert engine.execute(tmp_path / "00-any.ipynb", {}, None).cells == []
    assert len(calls) == 3
    with pytest.raises(RuntimeError, match="memory"):
        monkeypatch.setattr(
            engine.papermill, "execute_notebook", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("memory"))
        )
        engine.execute(tmp_path / "00-any.ipynb", {}, None)


def test_a_run_is_not_forked_from_a_process_that_has_the_threads_of_typst(tmp_path, monkeypatch):
    asked = []
    real = engine.multiprocessing.get_context
    monkeypatch.setattr(typesetting, "used", True)
    monkeypatch.setattr(engine.multiprocessing, "get_context", lambda how: asked.append(how) or real("spawn"))
    list(engine.run([engine.Job("x", "x.ipynb", b"{}", {}, {})], 1, 60, tmp_path))
    assert asked == ["spawn"]


def test_what_a_module_prepares_is_there_in_every_run(tmp_path):
    (tmp_path / "prepared.py").write_text("ready = False\n\n\ndef warm():\n    global ready\n    ready = True\n")
    asked = job(tmp_path, "asked", "import prepared\nassert prepared.ready")
    assert problems([asked], modules=["prepared"], PYTHONPATH=str(tmp_path)) == {"asked": ""}
