"""A mark for each role that a country can have: told apart by shape, then by place, then by colour."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

import pandas as pd
from matplotlib.patches import Circle, Polygon

from casebook import sentences
from casebook.figures.page import Page
from casebook.sentences.drawn.countries import another_role


class RoleMarks:
    """The marks of the roles of a table of `compare.countries`, and what they mean.

    Roles that the house does not know take two spare shapes; if there are more of them, all but the first share one.
    """

    def __init__(self, page: Page, table: pd.DataFrame):
        colors, self.page = page.theme, page
        known = {
            "lead": (_star, colors.focus),
            "parallel_investigation": (_hollow_diamond, colors.focus),
            "takedown": (_dot, colors.data),
            "server_location": (_ring, colors.grey),
            "arrest": (_triangle, colors.help),
            "coordination_meeting": (_square, colors.ink),
        }
        spare = [(shape, colors.ink) for shape in (_hollow_square, _cross)]
        self.roles = sentences.roles(table)
        new = [role for role in self.roles if role not in known]
        self.of = {role: known[role] for role in self.roles if role in known}
        self.of |= {role: spare[min(number, len(spare) - 1)] for number, role in enumerate(new)}
        labels = dict(zip(table["role"], table["label"], strict=True))
        self.labels = {role: sentences.role(role, labels[role]) for role in self.roles}
        self.sharing = new[len(spare) - 1 :] if len(new) > len(spare) else []

    def draw(self, role: str, x: float, y: float, scale: float = 1.0, gid: str = "") -> None:
        """Draw the mark of a role with its middle at x, y."""
        shape, color = self.of[role]
        shape(self.page, x, y, scale, color, gid)

    def shown(self, role: str) -> str:
        """The role in whose place and with whose mark a role is drawn: itself, unless several share one."""
        return self.sharing[0] if role in self.sharing else role

    def key(self) -> list[tuple[str, str]]:
        """A role for each mark that is used, and what it means."""
        alone = [(role, self.labels[role]) for role in self.roles if role not in self.sharing]
        together = another_role([self.labels[role] for role in self.sharing])
        return [*alone, *([(self.sharing[0], together)] if self.sharing else [])]


def _dot(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    page.add(Circle((x, y), 0.085 * scale, facecolor=color, edgecolor="none"), gid, 3)


def _ring(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    page.add(Circle((x, y), 0.071 * scale, facecolor="none", edgecolor=color, linewidth=2.4 * scale), gid, 3)


def _star(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    radii = [0.125 * scale if corner % 2 == 0 else 0.052 * scale for corner in range(10)]
    page.shape([(x + r * sin(pi * i / 5), y + r * cos(pi * i / 5)) for i, r in enumerate(radii)], color, gid)


def _square(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    r = 0.0675 * scale
    page.shape([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], color, gid)


def _triangle(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    r = 0.0875 * scale
    page.shape([(x - r, y - 0.9 * r), (x + r, y - 0.9 * r), (x, y + 0.95 * r)], color, gid)


def _outline(page: Page, corners: Sequence[tuple[float, float]], scale: float, color: str, gid: str) -> None:
    page.add(Polygon(corners, closed=True, facecolor="none", edgecolor=color, linewidth=2.0 * scale), gid, 3)


def _hollow_diamond(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    r = 0.09 * scale
    _outline(page, [(x - r, y), (x, y + r), (x + r, y), (x, y - r)], scale, color, gid)


def _hollow_square(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    r = 0.062 * scale
    _outline(page, [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], scale, color, gid)


def _cross(page: Page, x: float, y: float, scale: float, color: str, gid: str) -> None:
    r, t = 0.08 * scale, 0.024 * scale
    corners = [(t, 0), (r, r - t), (r - t, r), (0, t), (t - r, r), (-r, r - t)]
    corners += [(-t, 0), (-r, t - r), (t - r, -r), (0, -t), (r - t, -r), (r, t - r)]
    page.shape([(x + dx, y + dy) for dx, dy in corners], color, gid)
