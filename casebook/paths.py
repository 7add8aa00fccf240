"""Where things are: folders of the project as `pathlib.Path`, computed from the place of this file."""

import errno
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
FIGURES = ROOT / "figures"
BUILD = ROOT / "build"


def why(error: OSError) -> str:
    """Why a file could not be written, in the words of our messages."""
    return "no space left" if error.errno == errno.ENOSPC else str(error.strerror)
