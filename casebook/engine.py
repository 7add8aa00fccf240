"""Run notebooks through papermill, side by side, each in a process of its own.

papermill gives a notebook its parameters; one of its engines runs the cells. Ours runs them in the
process it is called in, with the shell, the display hooks and the messages of an ordinary Jupyter
kernel but without starting one: `run` forks a process for each notebook from this one, where the
libraries are imported already. Where there is no fork, or with CASEBOOK_ENGINE=kernel, an ordinary
kernel runs the cells, with the same results.

A run is given bytes and a folder of its own, which is laid out like the project and is all that it needs:

    <folder>/<name>/notebooks/03-timeline.ipynb   what it runs; its working folder
    <folder>/<name>/data/measures.csv, ...        its part of the tables
    <folder>/<name>/figures/                      what it draws
    <folder>/<name>/<name>.ipynb                  the notebook as executed, if every cell ran
"""
# ruff: noqa: E402

from __future__ import annotations

import codecs
import ctypes
import errno
import gc
import io
import itertools
import json
import logging
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import connection
from pathlib import Path

# Where this is installed, jsonschema takes seconds to build a grammar with it, which nothing here needs.
without_grammar = sys.modules.setdefault("rfc3987_syntax", None) is None

import nbformat
import papermill
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.session import Session
from jupyter_core.paths import jupyter_runtime_dir
from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.translators import translate_parameters
from traitlets import Any
from traitlets.config import Config

from casebook import stops
from casebook.findings import why
from casebook.paths import ROOT

if without_grammar:
    del sys.modules["rfc3987_syntax"]

KILLED = "it was killed (often memory)"
FULL = "could not write its files: no space left"
INJECTED = "injected-parameters"
CELL_FILE = re.compile(re.escape(tempfile.gettempdir()) + r"[/\\]ipykernel_\d+[/\\]\d+\.py")  # in warnings
FORKS = sys.platform == "linux"  # elsewhere forks are not to be had, or not safe once libraries are loaded


def in_process() -> bool:
    """Whether the cells run in a fork of this process; if not, in an ordinary kernel."""
    return FORKS and os.environ.get("CASEBOOK_ENGINE") != "kernel"


# --- the engine ------------------------------------------------------------------------------


class _Wire(Session):
    """Hands each message of the shell to `deliver`, as a client would receive it from a kernel."""

    deliver = Any()

    def send(self, stream, message, content=None, parent=None, **_):
        if not isinstance(message, dict):
            message = self.msg(message, content, parent)
        self.deliver(self.unpack(self.pack(message)))


class _Stream(io.TextIOWrapper):
    """What Python and its child processes write to descriptor 1 or 2; `flush` delivers it."""

    def __init__(self, name: str, descriptor: int, wire: _Wire):
        self._spool = tempfile.TemporaryFile("a+b", buffering=0)  # noqa: SIM115 (open as long as the run)
        os.dup2(self._spool.fileno(), descriptor)
        super().__init__(self._spool, encoding="utf-8", errors="replace", newline="", write_through=True)
        self._kind, self._wire, self._read = name, wire, 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def flush(self):
        super().flush()
        new = b""
        while part := os.pread(self._spool.fileno(), 1 << 20, self._read + len(new)):
            new += part
        self._read += len(new)
        if text := self._decoder.decode(new):
            self._wire.send(None, "stream", {"name": self._kind, "text": text})


class _Client(PapermillNotebookClient):
    """papermill's own client, with the shell in this process where the kernel would be."""

    def execute(self, **_):
        self.reset_execution_trackers()
        wire = _Wire(deliver=lambda message: self.process_message(message, *self._here))
        self._shell = ZMQInteractiveShell.instance(
            compiler_class=XCachingCompiler, config=Config({"HistoryManager": {"enabled": False}})
        )
        self._shell.displayhook.session = self._shell.display_pub.session = wire
        self._shell.enable_gui = lambda gui=None: None  # %matplotlib asks for it; there is no event loop
        sys.stdout, sys.stderr = _Stream("stdout", 1, wire), _Stream("stderr", 2, wire)
        sys.path.insert(0, "")  # as in a kernel
        self.papermill_execute_cells()
        return self.nb

    def execute_cell(self, cell, index, **_):
        self.on_cell_start(cell=cell, cell_index=index)
        if cell.cell_type != "code" or not cell.source.strip():
            return
        self._here, self.clear_before_next_output = (cell, index), False
        cell.execution_count = self._shell.execution_count
        result = self._shell.run_cell(cell.source, store_history=True)
        sys.stdout.flush()
        sys.stderr.flush()
        if not result.success or self._shell._last_traceback_during_displayhook:
            raise CellExecutionError("", "", "")  # papermill reads the cell's error output


class InProcessEngine(Engine):
    """A papermill engine without a kernel. It takes over the process's streams: call it in a fork."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, on_cell_start, **_):
        _Client(nb_man, on_cell_start=on_cell_start).execute()


papermill_engines.register("casebook", InProcessEngine)


def execute(notebook: Path, parameters: dict, on_cell_start) -> nbformat.NotebookNode:
    """Run one notebook in its own folder, with typed parameters; gives the executed one, tidied.

    `on_cell_start(cell=, cell_index=)` is called before each cell. Raises PapermillExecutionError
    if a cell fails. Meant for a process of its own: it changes folder and streams.
    """
    os.chdir(notebook.parent)  # papermill takes braces in a path for parameters; a mere name has none
    # A kernel is reached through a file, where its path is short enough: then no two want one port.
    short = os.name == "posix" and len(os.fsencode(jupyter_runtime_dir())) < 56
    for tries_left in (2, 1, 0):
        try:
            done = papermill.execute_notebook(
                notebook.name,
                None,
                parameters,
                engine_name="casebook" if in_process() else None,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                on_cell_start=on_cell_start,
                config=Config({"KernelManager": {"transport": "ipc" if short else "tcp"}}),
            )
            return tidy(done)
        except RuntimeError as error:
            # Over TCP another kernel may have taken the port meanwhile; no cell has run yet.
            if "before replying" not in str(error) or not tries_left:
                raise


# --- what is kept of an executed notebook ----------------------------------------------------


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without what differs from run to run: times, durations, random ids, versions."""
    metadata = {"kernelspec": notebook.metadata.get("kernelspec", {}), "language_info": {"name": "python"}}
    cells = [_tidy_cell(cell, number) for number, cell in enumerate(notebook.cells)]
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def _tidy_cell(cell: nbformat.NotebookNode, number: int) -> dict:
    tags = cell.metadata.get("tags")
    tidied = {**cell, "id": f"cell-{number}", "metadata": {"tags": tags} if tags else {}}
    if cell.cell_type == "code":
        tidied["outputs"] = list(_tidy_outputs(cell.outputs))
    return tidied


def _tidy_outputs(outputs: Sequence[dict]) -> Iterator[dict]:
    """Between two displays all of stdout, then all of stderr: a kernel cuts them at odd moments."""
    for streams, group in itertools.groupby(outputs, lambda output: output["output_type"] == "stream"):
        if not streams:
            yield from group
            continue
        texts = {"stdout": "", "stderr": ""}
        for output in group:
            texts[output["name"]] += output["text"]
        for name, text in texts.items():
            if text:
                yield {"output_type": "stream", "name": name, "text": CELL_FILE.sub("cell", text)}


def as_text(notebook: nbformat.NotebookNode, *folders: Path) -> str:
    """The notebook as the text of its file, in which places below these folders are named from there."""
    text = nbformat.v4.writes(notebook) + "\n"
    for folder in folders:
        text = text.replace(json.dumps(f"{folder}{os.sep}", ensure_ascii=False)[1:-1], "")
    return text


def unfinished(notebook: nbformat.NotebookNode) -> str:
    """Why an executed notebook cannot be accepted; "" if every code cell ran, and without an error."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.strip():
            for output in cell.outputs:
                if output.output_type == "error":
                    return _message(output.ename, output.evalue)
            if cell.execution_count is None:
                return "not every cell ran"
    return ""


def _message(name: str, value: str) -> str:
    """The error in a line, without colours and the name of the file that a cell is to Python."""
    if f"[Errno {errno.ENOSPC}]" in value:
        return FULL
    plain = re.sub(r"\x1b\[[\d;]*m|(?<=\()\d+\.py, ", "", value)
    return f"{name}: {(plain.strip().splitlines() or [''])[0][:300]}".removesuffix(": ")


# --- one process a run -----------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """One run, as bytes that may go anywhere: a notebook's file name and code, its parameters, its tables by name.

    The parameters `data` and `output` are folders of the run.
    """

    name: str
    notebook: str
    code: bytes
    parameters: dict = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)


@dataclass
class _Running:
    """A child at work: the code cell it has come to (0: none yet), its last word (None: none yet)."""

    name: str
    process: multiprocessing.Process
    started: float = field(default_factory=time.monotonic)
    began_cell: float = field(default_factory=time.monotonic)
    cell: int = 0
    word: str | None = None

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def seconds_in_cell(self) -> float:
        return time.monotonic() - self.began_cell

    def stopped(self, why: str) -> str:
        where = f"in cell {self.cell}" if self.cell else "before its first cell"
        return why and f"stopped {where}: {why}"

    def hear(self, message: int | str) -> None:
        if isinstance(message, int):
            self.cell, self.began_cell = message, time.monotonic()
        else:
            self.word = message

    def problem(self) -> str:
        self.process.join()
        return self.stopped(_death(self.process.exitcode) if self.word is None else self.word)


def warm(modules: Sequence[str]) -> None:
    """Import and prepare once what the runs need, for the forks to come; a module may have a function `warm` for it."""
    os.environ["MPLBACKEND"] = "agg"  # a figure is shown when a notebook shows it, and only then
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a fork keeps one thread
    logging.getLogger("matplotlib").addFilter(_matters)
    if in_process():
        _keep_memory()
        for module in modules:
            getattr(import_module(module), "warm", lambda: None)()
        nbformat.validate(nbformat.v4.new_notebook())  # compiles what checks notebooks
        gc.freeze()  # no fork looks through what is imported for garbage, nor copies its pages to count


def _keep_memory() -> None:
    """Let what a picture took be used for the next one, instead of being given back and asked for again."""
    with suppress(AttributeError):  # a C library without it
        for parameter, size in ((-1, 1 << 29), (-3, 1 << 25)):  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
            ctypes.CDLL(None).mallopt(parameter, size)


def _matters(record: logging.LogRecord) -> bool:
    # Without a folder to write to matplotlib takes one of the moment, which serves us as well.
    return not re.search("MPLCONFIGDIR|mkdir -p failed", record.getMessage())


def run(jobs: Iterable[Job], workers: int, limit: float, folder: Path) -> Iterator[tuple[str, float, str]]:
    """Run the jobs, at most `workers` at once; yields each one's name, seconds and problem ("": none).

    A run in which a cell takes over `limit` seconds is ended. Closing the iterator ends all.
    """
    waiting, running = iter(jobs), {}
    try:
        while True:
            for job in itertools.islice(waiting, workers - len(running)):
                _start(job, folder.resolve(), running)
            if not running:
                return
            patience = min(limit - one.seconds_in_cell() for one in running.values())
            for receiver in connection.wait(list(running), max(patience, 0)):
                try:
                    running[receiver].hear(receiver.recv())
                except EOFError:
                    one = running.pop(receiver)
                    seconds, problem = one.seconds(), one.problem()
                    _end([one])
                    yield one.name, seconds, problem
            for receiver, one in list(running.items()):
                if one.seconds_in_cell() >= limit:
                    _end([running.pop(receiver)])
                    slow = f"it took over {limit:g} s; TIMEOUT={3 * limit:g} make report to allow more"
                    yield one.name, one.seconds(), one.stopped(slow)
    finally:
        _end(running.values())


def _start(job: Job, folder: Path, running: dict[connection.Connection, _Running]) -> None:
    typesetting = sys.modules.get("casebook.typesetting")
    is_clean = FORKS and not (typesetting and typesetting.used)
    context = multiprocessing.get_context("fork" if is_clean else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    with stops.held():  # no child that nobody knows of, and none that takes a signal for its parent
        process = context.Process(target=_child, args=(job, folder / job.name, sender, os.getpid()))
        process.start()
        running[receiver] = _Running(job.name, process)
    sender.close()


def _end(ending: Iterable[_Running]) -> None:
    """End children and all that they started: asked first, so that one can end its kernel."""
    for stop, patience in (("SIGTERM", 3), ("SIGKILL", None)):
        for one in ending:
            one.process.kill() if stop == "SIGKILL" else one.process.terminate()
            if hasattr(os, "killpg"):
                with suppress(OSError):
                    os.killpg(one.process.pid, getattr(signal, stop))
        for one in ending:
            one.process.join(patience)


def _death(code: int) -> str:
    if code == -9:
        return KILLED
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"its process ended with code {code}"


def _child(job: Job, home: Path, sender: connection.Connection, parent: int) -> None:
    """In the child: run the notebook, tell each code cell's number, and at the end the problem."""
    _stand_alone(home, parent)
    numbers = itertools.count(1)

    def on_cell_start(cell, cell_index):
        if cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", []):
            sender.send(next(numbers))

    trace = ""
    try:
        notebook, values = _lay_out(job, home)
        done = execute(notebook, values, on_cell_start)
        problem = unfinished(done)
        if not problem:
            for cell in done.cells:
                if INJECTED in cell.metadata.get("tags", []):  # says what was chosen, not where this run was
                    cell.source = translate_parameters("python3", "python", job.parameters, "Parameters")
            (home / f"{job.name}.ipynb").write_text(as_text(done, home, ROOT), "utf-8", newline="\n")
    except Exception as error:
        problem, trace = _problem(error)
    sender.send(f"{problem}\n{trace}" if problem and os.environ.get("DEBUG") == "1" else problem)


def _lay_out(job: Job, home: Path) -> tuple[Path, dict]:
    """Write down what the run is given; gives its notebook and its parameters with the folders that are its own."""
    files = {f"notebooks/{job.notebook}": job.code} | {f"data/{name}": content for name, content in job.data.items()}
    for folder in ("notebooks", "data", "figures"):
        (home / folder).mkdir(parents=True)
    for name, content in files.items():
        (home / name).write_bytes(content)
    own = {name: str(home / folder) for name, folder in job.parameters.items() if name in ("data", "output")}
    return home / "notebooks" / job.notebook, job.parameters | own


def _problem(error: Exception) -> tuple[str, str]:
    """What ended a run, in a line, and where it arose."""
    if isinstance(error, papermill.PapermillExecutionError):
        return _message(error.ename, error.evalue), "\n".join(error.traceback)
    known = {DeadKernelError: KILLED, NoSuchKernel: "there is no Python kernel here; run make setup"}
    said = known.get(type(error)) or _message(type(error).__name__, str(error))
    if isinstance(error, OSError) and error.filename and said != FULL:  # its folder is gone, or may not be written to
        said = f"could not write {Path(error.filename).name}: {why(error)}"
    return said, traceback.format_exc()


def _stand_alone(home: Path, parent: int) -> None:
    """Make this process a group of its own that ends with its parent, silent, with its own Jupyter files."""
    if hasattr(os, "setsid"):
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stops.STOPS)
    end_with_parent(parent)
    os.environ["IPYTHONDIR"] = os.environ["JUPYTER_RUNTIME_DIR"] = str(home / "jupyter")
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)


def end_with_parent(parent: int) -> None:
    """Let this process be ended when its parent ends, however that happens; where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
