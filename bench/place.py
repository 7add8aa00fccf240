"""A copy of the project to measure in, so that no committed file is touched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from casebook.paths import ROOT


def copy(folder: Path, root: Path = ROOT) -> Path:
    """Copy the files of the project that git knows to a folder, which is made; gives the folder.

    Raises subprocess.CalledProcessError where there is no git, or no repository.
    """
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, folder / name)
    return folder


def lend_environment(folder: Path) -> None:
    """Let the Makefile in the folder find this environment, finished, as its own .venv: it holds links to it."""
    own = folder / ".venv"
    own.mkdir()
    for name in ("bin", "lib", "share", "pyvenv.cfg"):
        (own / name).symlink_to(Path(sys.prefix, name))
    lock = (folder / "requirements.txt").read_text("utf-8")
    (own / "ready").write_text(f"{folder.resolve()}\n{lock}", encoding="utf-8")


def path_of(folder: Path) -> dict[str, str]:
    """The variables under which plain commands find this environment, and the package in the folder."""
    return {"PATH": f"{Path(sys.prefix, 'bin')}:/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": str(folder)}
