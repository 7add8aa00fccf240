"""Make shapes.json: `python -m casebook.figures.make_shapes countries-50m.json`, needed only to renew it.

The file comes from the npm package world-atlas 2.0.2 (Natural Earth 1:50m, public domain, as
TopoJSON). What is changed, besides leaving out what would be a speck:

- Crimea belongs to Ukraine, and northern Cyprus to Cyprus;
- Kosovo, which has no ISO code, is XK;
- Åland is drawn with Finland, Somaliland with Somalia; Svalbard, Jan Mayen, Madeira, the Azores, the
  Canary Islands, Alaska, Hawaii and the overseas parts of France and the Netherlands are not drawn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path as File

import numpy as np
import pycountry
from matplotlib.path import Path

from casebook.figures.shapes import FRAME, clip, flat, project, thin

PER_DEGREE = 100
FINE, COARSE = 1.8, 0.007  # how far an outline may be off: km in Europe, elsewhere a share of the country's size
SPECK = 150.0  # km²: smaller islands are left out, if they are not all there is
NAMELESS = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
JOINED = {"AX": "FI"}
PARTLY = 100.0  # km: how far from its borders a digit must stand in a country that reaches beyond the frame
SIMFEROPOL = (34.1, 44.95)
# West, south, east, north: what is drawn of countries that have parts far away.
KEPT = {
    "NO": (4, 57, 32, 72),
    "PT": (-10, 36, -6, 43),
    "ES": (-10, 35, 5, 44),
    "FR": (-6, 41, 10, 52),
    "NL": (3, 50, 8, 54),
    "US": (-128, 24, -66, 50),
    "RU": (19, 41, 180, 82),
}
AWAY = {"GL"}  # would reach into the frame, and belongs to another continent
AROUND = (FRAME[0] - 150, FRAME[1] - 150, FRAME[2] + 150, FRAME[3] + 150)


def main(source: File, target: File) -> None:
    """Read the TopoJSON file, write the small one."""
    topology = json.loads(source.read_text("utf-8"))
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    polygons = _polygons(topology["objects"]["countries"]["geometries"], arcs)
    rings = {code: _large(code, _dissolve(found, arcs), arcs) for code, found in sorted(polygons.items())}
    used = sorted({_bare(number) for found in rings.values() for ring in found for number in ring})
    small = {number: thin(arcs[number], _tolerance(number, rings, arcs)) for number in used}
    place = {number: index for index, number in enumerate(used)}
    renamed = {
        code: [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in found] for code, found in rings.items()
    }
    stored = {
        "per_degree": PER_DEGREE,
        "arcs": [_deltas(small[number]) for number in used],
        "places": {
            code: {"rings": found} | _in_europe(code, rings[code], arcs) for code, found in renamed.items() if found
        },
    }
    target.write_text(json.dumps(stored, separators=(",", ":")).replace("],[", "],\n[") + "\n", "utf-8")


def _bare(number: int) -> int:
    return number if number >= 0 else ~number


def _polygons(geometries: list[dict], arcs: list[np.ndarray]) -> dict[str, list[list[list[int]]]]:
    """Code to polygons, each a list of rings, with the corrections made."""
    found: dict[str, list] = {}
    for geometry in geometries:
        numeric, name = geometry.get("id"), geometry["properties"]["name"]
        country = pycountry.countries.get(numeric=numeric) if numeric else None
        code = country.alpha_2 if country else NAMELESS.get(name)
        if code is None or code == "AQ":
            continue
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            crimea = code == "RU" and Path(_points(polygon[0], arcs)).contains_point(SIMFEROPOL)
            found.setdefault("UA" if crimea else JOINED.get(code, code), []).append(polygon)
    return found


def _points(ring: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([(arcs[n] if n >= 0 else arcs[~n][::-1])[:-1] for n in ring])


def _dissolve(polygons: list[list[list[int]]], arcs: list[np.ndarray]) -> list[list[int]]:
    """The rings of polygons of one country without the borders between them."""
    rings = [ring for polygon in polygons for ring in polygon]
    numbers = {number for ring in rings for number in ring}
    inner = {number for number in numbers if ~number in numbers}
    whole = [ring for ring in rings if not inner & set(ring)]
    loose = [number for ring in rings if inner & set(ring) for number in ring if number not in inner]
    starts = {tuple((arcs[n][0] if n >= 0 else arcs[~n][-1]).round(6)): n for n in loose}
    while starts:
        ring = [starts.pop(next(iter(starts)))]
        while (end := tuple((arcs[ring[-1]][-1] if ring[-1] >= 0 else arcs[~ring[-1]][0]).round(6))) in starts:
            ring.append(starts.pop(end))
        whole.append(ring)
    return whole


def _large(code: str, rings: list[list[int]], arcs: list[np.ndarray]) -> list[list[int]]:
    """The rings that are drawn: inside `KEPT` and no specks."""
    points = [_points(ring, arcs) for ring in rings]
    west, south, east, north = KEPT.get(code, (-180, -90, 180, 90))
    inside = [
        number
        for number, ring in enumerate(points)
        if west <= ring[:, 0].mean() <= east and south <= ring[:, 1].mean() <= north
    ]
    areas = {number: abs(_area(points[number])) for number in inside}
    biggest = max(areas.values(), default=0)
    least = min(biggest, SPECK) if _near(points) else biggest / 50
    return [rings[number] for number in inside if areas[number] >= least]


def _area(ring: np.ndarray) -> float:
    x, y = flat(ring).T
    return 0.5 * float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def _near(rings: Iterable[np.ndarray]) -> bool:
    """True if any of the points lies in or near the frame of Europe."""
    left, bottom, right, top = AROUND
    for ring in rings:
        ring = ring[(abs(ring[:, 0] - 10) < 80) & (ring[:, 1] > 0)]
        x, y = project(ring).T
        if np.any((left < x) & (x < right) & (bottom < y) & (y < top)):
            return True
    return False


def _tolerance(number: int, rings: dict[str, list[list[int]]], arcs: list[np.ndarray]) -> float:
    """How far the simplified arc may be off, in km."""
    if _near([arcs[number]]):
        return FINE
    sizes = []
    for found in rings.values():
        if any(number in ring or ~number in ring for ring in found):
            points = flat(np.concatenate([_points(ring, arcs) for ring in found]))
            sizes.append(float(np.ptp(points, axis=0).max()))
    return COARSE * min(sizes)


def _deltas(arc: np.ndarray) -> list[int]:
    whole = np.round(arc * PER_DEGREE).astype(int)
    return np.diff(whole, axis=0, prepend=0).ravel().tolist()


def _in_europe(code: str, rings: list[list[int]], arcs: list[np.ndarray]) -> dict:
    """Whether it lies in the frame of Europe, and where its digit stands: the point farthest from any border.

    No digit for a country of which too little lies inside.
    """
    if code in AWAY:
        return {}
    near = [project(points) for points in (_points(ring, arcs) for ring in rings) if _near([points])]
    parts = [part for part in (clip(ring, FRAME) for ring in near) if len(part) > 2]
    if not parts:
        return {}
    inside = Path(np.concatenate([[*part, part[0]] for part in parts]),
                  np.concatenate([[1, *[2] * (len(part) - 1), 79] for part in parts]))  # fmt: skip
    edges = np.concatenate([np.stack([part, np.roll(part, -1, axis=0)], axis=1) for part in parts])
    low, high = inside.vertices.min(axis=0), inside.vertices.max(axis=0)
    best, room = None, -1.0
    for _ in range(5):
        grid = np.stack(np.meshgrid(*np.linspace(low, high, 40).T), axis=-1).reshape(-1, 2)
        grid = grid[inside.contains_points(grid)]
        if len(grid) and (far := _distances(grid, edges)).max() > room:
            best, room = grid[far.argmax()], float(far.max())
        if best is None:
            break
        span = (high - low) / 8
        low, high = best - span, best + span
    if best is None:
        best, room = inside.vertices.mean(axis=0), 0.0
    whole = len(near) == len(rings) and all(len(clip(ring, FRAME)) >= len(ring) for ring in near)
    return {"europe": True} | ({"label": [*_degrees(best), round(room)]} if whole or room >= PARTLY else {})


def _distances(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    start, line = edges[:, 0], edges[:, 1] - edges[:, 0]
    along = np.einsum("pei,ei->pe", points[:, None] - start, line) / np.maximum((line**2).sum(axis=1), 1e-9)
    off = points[:, None] - start - np.clip(along, 0, 1)[..., None] * line
    return np.sqrt((off**2).sum(axis=-1)).min(axis=1)


def _degrees(wanted: np.ndarray) -> list[float]:
    """Where on the globe a point of the map lies, by approaching it."""
    guess = np.array([10.0, 52.0])
    for _ in range(60):
        miss = wanted - project(guess[None])[0]
        guess = guess + miss / [111.2 * np.cos(np.radians(guess[1])), 111.2]
    return [round(float(value), 2) for value in guess]


if __name__ == "__main__":
    main(File(sys.argv[1]), File(__file__).with_name("shapes.json"))
