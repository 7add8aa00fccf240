"""The floor under every build: one process that imports once, and only draws and saves every figure.

    python -m bench.floor record CALLS     run the notebooks' code, and keep what the figures are drawn of
    python -m bench.floor draw CALLS OUT   draw and save them, and nothing else

No tables are read, nothing is compared and no sentence is made while it is measured.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from unittest.mock import patch

Call = tuple[str, tuple, dict]


def record(*notebooks: Path) -> list[Call]:
    """The calls, in order, that draw what the notebooks (all of them) save: function, tables and other values."""
    from casebook import figures, notebook

    calls: list[Call] = []
    last: list[Call] = []

    def kept(name: str, draw: Callable) -> Callable:
        @wraps(draw)
        def drawn(*values, **options):
            last[:] = [(name, values, options)]
            return draw(*values, **options)

        return drawn

    drawing = {name: draw for name, draw in vars(figures).items() if hasattr(draw, "__wrapped__")}
    unseen = dict.fromkeys(("show", "say", "bullets", "_display"), lambda *_, **__: None)
    with (
        patch.multiple(figures, **{name: kept(name, draw) for name, draw in drawing.items()}),
        patch.multiple(notebook, save=lambda page, output: calls.append(last.pop()), **unseen),
    ):
        _run(notebooks)
    return calls


def _run(notebooks: Sequence[Path]) -> None:
    from casebook.project import Project, cells, source

    project = Project()
    for run in project.runs(project.tables().cases):
        own: dict = {}
        for cell in cells(run.notebook) if run.notebook in notebooks or not notebooks else ():
            if cell["cell_type"] == "code":
                exec(compile(source(cell), run.notebook.name, "exec"), own)
            if "parameters" in cell["metadata"].get("tags", []):
                own |= project.values(run)


def draw(calls: list[Call], folder: Path) -> None:
    from casebook import figures

    for name, values, options in calls:
        figures.write(getattr(figures, name)(*values, **options), folder)


if __name__ == "__main__":
    verb, calls, *folder = sys.argv[1:]
    if verb == "record":
        Path(calls).write_bytes(pickle.dumps(record()))
    else:
        draw(pickle.loads(Path(calls).read_bytes()), Path(*folder))
