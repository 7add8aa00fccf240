"""The map of the explorer page: the same outlines, corrections and caption as the figure's, small enough to send.

Borders are thinned as arcs that neighbours share, and their points rounded to a grid of a thousand steps across
Europe: neighbours still meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from casebook.figures import shapes
from casebook.figures.maps import AT_SEA, BORDERS, MOVED, SMALL, WEST
from casebook.figures.shapes import FRAME

WIDE = 1000
OFF = 5.0  # km, about a step: how far a border may be off
INSET = 200  # steps: the longer side of a place that is shown by itself
SPECK = 3.0  # square steps: smaller islands cannot be seen


def outlines(codes: Iterable[str]) -> dict:
    """The map for a page: `width, height`, `land` (every country in the frame), `insets` (of `codes`, those that lie
    outside it), `caption`.

    A country has `d` (a path, perhaps empty), and in the frame `at` (where its digit stands), `room` (steps from there
    to its border) and, if its name stands at sea, `sea`.
    """
    codes = list(codes)
    world = shapes.places(OFF, frozenset(codes))
    away = [code for code in codes if code in world and not world[code].spot]
    frame = (FRAME[0] if away else WEST, *FRAME[1:])  # insets stand in the Atlantic
    scale = WIDE / (frame[2] - frame[0])
    land = {}
    for code, place in world.items():
        if not place.europe:
            continue
        path = _path([shapes.clip(shapes.project(ring), frame) for ring in place.rings], frame, scale)
        if path or place.spot:  # the smallest are a disc and have no path
            land[code] = {"d": path} | _label(code, place, frame, scale)
    return {
        "width": WIDE,
        "height": round((frame[3] - frame[1]) * scale),
        "land": land,
        "insets": {code: _inset(world[code]) for code in away},
        "caption": BORDERS,
    }


def _label(code: str, place: shapes.Place, frame: Sequence[float], scale: float) -> dict:
    if not place.spot:
        return {}
    told = {"at": _step(MOVED.get(code, place.spot), frame, scale), "room": round(place.room * scale)}
    told |= {"small": True} if place.room < SMALL else {}
    return told | ({"sea": _step(AT_SEA[code], frame, scale)} if code in AT_SEA else {})


def _step(degrees: tuple[float, float], frame: Sequence[float], scale: float) -> list[int]:
    return _steps(shapes.project(np.array([degrees])), frame, scale)[0].tolist()


def _steps(km: np.ndarray, frame: Sequence[float], scale: float) -> np.ndarray:
    """Kilometres east and north to steps right and down."""
    return np.round((km - (frame[0], frame[3])) * (scale, -scale)).astype(int)


def _inset(place: shapes.Place) -> dict:
    """A place by itself, at a scale of its own."""
    every = np.concatenate(place.rings)
    centre = tuple((every.min(axis=0) + every.max(axis=0)) / 2)
    rings = [shapes.project(ring, centre) for ring in place.rings]
    low, up = (edge(np.concatenate(rings), axis=0) for edge in (np.min, np.max))
    scale = INSET / float((up - low).max() or 1)
    wide, high = np.ceil((up - low) * scale).astype(int).tolist()
    return {"d": _path(rings, (*low, *up), scale), "width": wide, "height": high}


def _path(rings: Iterable[np.ndarray], frame: Sequence[float], scale: float) -> str:
    """The rings as a path of whole steps, each point told from the one before."""
    return "".join(map(_ring, filter(_seen, (_thinned(_steps(ring, frame, scale)) for ring in rings if len(ring)))))


def _seen(points: np.ndarray) -> bool:
    x, y = points.T
    return len(points) > 2 and abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2 >= SPECK


def _thinned(points: np.ndarray) -> np.ndarray:
    """The points without those that repeat the one before or lie between two others on a straight line."""
    points = points[np.any(points != np.roll(points, 1, axis=0), axis=1)]
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    return points[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]] if len(points) > 2 else points


def _ring(points: np.ndarray) -> str:
    first, *rest = np.diff(points, axis=0, prepend=[[0, 0]]).tolist()
    steps = " ".join(f"{x} {y}" for x, y in rest).replace(" -", "-")
    return f"M{first[0]} {first[1]}l{steps}z"
