"""A small made-up project with quick notebooks, and a build of it: `python small_project.py FOLDER report`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from casebook.__main__ import main
from casebook.project import Project

CASES = ["pay-tv", "k-boxes"]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PARAMETERS = 'cases = "all"\ntheme = "light"\ndata = "data"\noutput = "build/figures"'
DRAW = """import os
import subprocess
import sys
import time
from pathlib import Path
place = Path("..", output)
place.joinpath("servers.svg").write_text(f"<svg>{cases} {theme} {Path(data, 'measures.csv').read_text()}</svg>")
print("saved", output, "and", place.resolve(), {"some", "words"} == {"words", "some"})
print("seen", file=sys.stderr)"""
OF_A_CASE = 'case = "pay-tv"\ndata = "data"\noutput = "build/figures"'
PROFILE = """from pathlib import Path
Path("..", output, f"profile-{case}.svg").write_text(case + Path(data, "measures.csv").read_text())
case"""


def write(root: Path, name: str, *cells: str) -> None:
    """A notebook whose first code cell holds the parameters."""
    # A build that has nothing to do is over before this is imported.
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    notebook = new_notebook(cells=[new_markdown_cell(f"# {name}"), *map(new_code_cell, cells)])
    notebook.metadata["kernelspec"] = KERNEL
    notebook.cells[1].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")


def new_project(root: Path) -> Path:
    for folder in ("data", "casebook", "notebooks"):
        (root / folder).mkdir(parents=True)
    (root / "data" / "measures.csv").write_bytes(b"case,value\npay-tv,50\nk-boxes,11\n")
    (root / "data" / "sources.csv").write_bytes(b"source\nfactsheet\n")
    (root / "casebook" / "words.py").write_text("WORD = 1\n")
    (root / "requirements.txt").write_text("pandas==3\n")
    write(root, "00-findings", PARAMETERS, DRAW)
    write(root, "02-profile", OF_A_CASE, PROFILE)
    return root


class Tables:
    """Two tables: rows of cases, and sources that go with every case. `cases` are those chosen."""

    remarks = ()

    def __init__(self, folders: list[Path], chosen: dict):
        self.cases = CASES if chosen["cases"] == "all" else chosen["cases"]
        self.header, *self.rows = (folders[0] / "measures.csv").read_text().splitlines()
        self.sources = (folders[0] / "sources.csv").read_bytes().replace(b"\r\n", b"\n")

    def of(self, cases: list[str]) -> dict[str, bytes]:
        rows = [row for row in self.rows if row.split(",")[0] in cases]
        return {"measures.csv": "\n".join([self.header, *rows]).encode(), "sources.csv": self.sources}


def write_report(data: Path, notebooks: dict[str, Path], folder: Path) -> list[Path]:
    """A report that names the notebooks and figures it got."""
    names = sorted(file.name for file in (folder / "figures").iterdir())
    (folder / "report.html").write_text("\n".join([*notebooks, *names, (data / "sources.csv").read_text()]))
    return [folder / "report.html"]


def project(root: Path, read_tables: Callable = Tables, write_report: Callable = write_report) -> Project:
    class Small(Project):
        needed = ()

        def tables(self):
            return read_tables(self.data, self.chosen)

        def remarks(self):
            return ()

        def write_report(self, data, notebooks, folder):
            return write_report(data, notebooks, folder)

    return Small(root)


# --- builds in processes of their own, and what they leave ----------------------------------------


def start(root, *arguments, before="", **env):
    """`before` is code that the process runs first."""
    then = "import sys, small_project, pathlib; root = pathlib.Path(sys.argv[1])\n"
    then += "sys.exit(small_project.main(sys.argv[2:], small_project.project(root, **globals().get('more', {}))))"
    command = [sys.executable, "-c", f"{before}\n{then}", str(root), *arguments]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent)} | env
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(root, *arguments, before="", **env):
    process = start(root, *arguments, before=before, **env)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def files(root):
    """Everything there is but the lock, with its bytes."""
    paths = [path for path in root.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def wait_for(condition, seconds=60):
    """Wait until a condition holds; gives what makes it hold."""
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
    return found


def strays(root):
    """What a build left behind: stages, and processes at work in the project."""
    processes = [place for place in map(working_folder, os.listdir("/proc")) if place.startswith(str(root))]
    return [*map(str, root.glob("build/.stage-*")), *processes]


def working_folder(process):
    try:
        return os.readlink(f"/proc/{process}/cwd")
    except OSError:  # no process, ended by now, or of another user
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:], project(Path(sys.argv[1]))))
