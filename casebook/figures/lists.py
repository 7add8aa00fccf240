"""Lists that run on behind their heading, cut short where there is no room for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebook import words
from casebook.figures.page import Page, fit, width, wrap


@dataclass(frozen=True)
class RunIn:
    """A heading (without colon) and the names behind it."""

    heading: str
    names: tuple[str, ...]


def fitted(lists: Sequence[RunIn], points: float, most: int, room: float) -> list[list[str]]:
    """The names of each list in lines of `room` inches; the longest are cut until all take at most `most` lines."""
    lines = [_wrapped(each, each.names, points, room) for each in lists]
    while sum(map(len, lines)) > most and any(len(part) > 1 for part in lines):
        longest = max(range(len(lines)), key=lambda number: len(lines[number]))
        lines[longest] = _cut(lists[longest], points, room, len(lines[longest]) - 1)
    return lines


def write(page: Page, x: float, y: float, each: RunIn, lines: Sequence[str], points: float, line: float) -> float:
    """Write a list whose first line stands at `y`, lines `line` inches apart; give back where the next begins."""
    for place, text in enumerate(lines):
        start = x
        if place == 0:
            heading = f"{words.capital(each.heading)}:"
            page.write(x, y, heading, points, weight="semibold")
            start += width(f"{heading}  ", points, "semibold") - width(" ", points, "semibold")
        page.write(start, y, text, points, page.theme.second)
        y -= line
    return y


def _wrapped(each: RunIn, names: Sequence[str], points: float, room: float, rest: str = "") -> list[str]:
    """Names in lines, the first of them shorter by the heading that stands before it."""
    text = words.listed([*map(words.bound, names), *([rest] if rest else [])])
    before = width(f"{words.capital(each.heading)}: ", points, "semibold")
    first, *others = text.split(" ")
    while others and before + width(f"{first} {others[0]}", points) <= room:
        first = f"{first} {others.pop(0)}"
    if before + width(first, points) > room:
        first, others = "", text.split(" ")
    return [first, *(fit(line, room, points) for line in wrap(" ".join(others), room, points))] if others else [first]


def _cut(each: RunIn, points: float, room: float, most: int) -> list[str]:
    for kept in range(len(each.names) - 1, 0, -1):
        lines = _wrapped(each, each.names[:kept], points, room, words.bound(words.more(len(each.names) - kept)))
        if len(lines) <= most:
            return lines
    return [str(len(each.names))]
