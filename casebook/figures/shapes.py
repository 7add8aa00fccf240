"""Outlines of the world's countries from shapes.json, and the projection they are drawn in.

The outlines are Natural Earth's (public domain), made small and corrected by `make_shapes.py`, which
tells how. Borders are stored once, as arcs, so that neighbours always meet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

EARTH = 6371.0
CENTRE = (10.0, 52.0)
FRAME = (-2950.0, -1975.0, 2250.0, 2290.0)  # left, bottom, right, top of the map of Europe, in km


@dataclass(frozen=True)
class Place:
    """One country: its rings in degrees (holes run the other way), and where it is on the map of Europe.

    `europe`: a part of it lies in the frame. `spot` is the point there that is farthest from its borders
    and `room` that distance in km; None and 0 for a country of which too little lies inside the frame.
    """

    rings: tuple[np.ndarray, ...]
    europe: bool
    spot: tuple[float, float] | None
    room: float


@cache
def places(off: float = 0.0, codes: frozenset[str] | None = None) -> dict[str, Place]:
    """Every country that has a shape, by its ISO 3166-1 code (XK for Kosovo); borders may be `off` by so many km.

    With `codes`, these and what lies on the map of Europe alone.
    """
    stored = json.loads(resources.files("casebook.figures").joinpath("shapes.json").read_text("utf-8"))
    wanted = {
        code: place for code, place in stored["places"].items() if codes is None or code in codes or place.get("europe")
    }
    arcs = {}
    for number in {max(n, ~n) for place in wanted.values() for ring in place["rings"] for n in ring}:
        arc = np.cumsum(np.array(stored["arcs"][number]).reshape(-1, 2), axis=0) / stored["per_degree"]
        arcs[number] = thin(arc, off) if off else arc
    return {
        code: Place(
            tuple(_ring(arcs, ring) for ring in place["rings"]), place.get("europe", False), *_label(place.get("label"))
        )
        for code, place in wanted.items()
    }


def _label(stored: list[float] | None) -> tuple[tuple[float, float] | None, float]:
    return ((stored[0], stored[1]), stored[2]) if stored else (None, 0.0)


def _ring(arcs: dict[int, np.ndarray], numbers: list[int]) -> np.ndarray:
    """Arcs joined end to end; ~n is arc n backwards."""
    return np.concatenate([(arcs[n] if n >= 0 else arcs[~n][::-1])[:-1] for n in numbers])


def project(degrees: np.ndarray, centre: tuple[float, float] = CENTRE) -> np.ndarray:
    """Longitude and latitude to km east and north of `centre`, equal-area (Lambert azimuthal)."""
    lon, lat = np.radians(np.asarray(degrees, dtype=float)).T
    lon0, lat0 = np.radians(centre)
    cosine = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(lon - lon0)
    scale = EARTH * np.sqrt(2 / (1 + cosine))
    x = np.cos(lat) * np.sin(lon - lon0)
    y = np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(lon - lon0)
    return np.column_stack([scale * x, scale * y])


def clip(ring: np.ndarray, frame: tuple[float, float, float, float]) -> np.ndarray:
    """The part of a ring inside a frame (Sutherland and Hodgman), perhaps empty."""
    left, bottom, right, top = frame
    for axis, edge, side in ((0, left, 1), (1, bottom, 1), (0, right, -1), (1, top, -1)):
        inside = side * (ring[:, axis] - edge) >= 0
        if inside.all():
            continue
        if not inside.any():
            return ring[:0]
        ring = _cut(ring, inside, axis, edge)
    return ring


def _cut(ring: np.ndarray, inside: np.ndarray, axis: int, edge: float) -> np.ndarray:
    kept = []
    for here, there, was_in, is_in in zip(np.roll(ring, 1, axis=0), ring, np.roll(inside, 1), inside, strict=True):
        if was_in != is_in:
            kept.append(here + (there - here) * (edge - here[axis]) / (there[axis] - here[axis]))
        if is_in:
            kept.append(there)
    return np.array(kept)


# --- fewer points ----------------------------------------------------------------------------


def flat(degrees: np.ndarray) -> np.ndarray:
    """Degrees to km, good enough over the size of one country."""
    return degrees * [111.2 * np.cos(np.radians(degrees[:, 1].mean())), 111.2]


def thin(arc: np.ndarray, tolerance: float) -> np.ndarray:
    """The arc with fewer points (Douglas and Peucker), off by so many km at most, its ends kept."""
    points = flat(arc)
    if np.allclose(points[0], points[-1]):
        far = int(np.argmax(np.hypot(*(points - points[0]).T)))
        kept = {0, *_keep(points, 0, far, tolerance), far, *_keep(points, far, len(points) - 1, tolerance)}
        if len(kept) < 3:  # a ring keeps an area
            kept |= {len(points) // 3, 2 * len(points) // 3}
    else:
        kept = {0, *_keep(points, 0, len(points) - 1, tolerance)}
    return arc[sorted(kept | {len(points) - 1})]


def _keep(points: np.ndarray, first: int, last: int, tolerance: float) -> set[int]:
    if last - first < 2:
        return set()
    between, start, line = points[first + 1 : last], points[first], points[last] - points[first]
    along = np.clip((between - start) @ line / max(float(line @ line), 1e-12), 0, 1)
    off = np.hypot(*(between - start - along[:, None] * line).T)
    worst = int(np.argmax(off))
    if off[worst] <= tolerance:
        return set()
    middle = first + 1 + worst
    return {middle} | _keep(points, first, middle, tolerance) | _keep(points, middle, last, tolerance)
