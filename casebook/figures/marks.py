"""Marks that tell a qualifier by shape: a dot for a number, a stop bar and open arrow for a floor."""

from __future__ import annotations

from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from casebook.figures.page import Page

SHAFT = 0.36


def dot(page: Page, x: float, y: float, color: str, gid: str = "", across: float = 0.26, hollow: bool = False) -> None:
    """A known point; hollow for an estimate."""
    fill = (
        {"facecolor": "none", "edgecolor": color, "linewidth": 2.5}
        if hollow
        else {"facecolor": color, "edgecolor": "none"}
    )
    page.add(Circle((x, y), (0.20 if hollow else across) / 2, **fill), gid, 3)


def floor(
    page: Page,
    x: float,
    y: float,
    color: str,
    gid: str = "",
    scale: float = 1.0,
    way: int = 1,
    tip: float | None = None,
) -> float:
    """A stop bar at x and a short open arrow away from it (`way` -1: to the left, a ceiling).

    The arrow ends at `tip` where given. Gives back the x of the tip.
    """
    if tip is None:
        tip = x + way * SHAFT * max(scale, 0.83)
    bar, head = 0.30 * scale, 0.115 * scale
    page.line((x, x), (y - bar / 2, y + bar / 2), color, 4.4 * max(scale, 0.7), zorder=3, gid=gid)
    page.line((x, tip), (y, y), color, 3.0 * max(scale, 0.7), zorder=3)
    page.line(
        (tip - way * head, tip, tip - way * head),
        (y + head, y, y - head),
        color,
        3.0 * max(scale, 0.7),
        zorder=3,
        solid_joinstyle="miter",
    )
    return tip


def chevron(page: Page, x: float, y: float, high: float, color: str) -> float:
    """An open end behind a bar that ends at x; gives back where the sign ends."""
    start, deep = x + 0.06, 0.11
    page.add(
        Line2D(
            (start, start + deep, start),
            (y + high / 2, y, y - high / 2),
            color=color,
            linewidth=3.0,
            solid_joinstyle="miter",
        ),
        zorder=3,
    )
    return start + deep


def diamond(page: Page, x: float, y: float, color: str, gid: str = "", across: float = 0.28) -> None:
    """A day."""
    r = across / 2
    page.shape([(x - r, y), (x, y + r), (x + r, y), (x, y - r)], color, gid)


def for_qualifier(
    page: Page,
    qualifier: str,
    x: float,
    y: float,
    color: str,
    gid: str,
    scale: float = 1.0,
    x_high: float | None = None,
) -> tuple[float, int]:
    """Draw the mark of a qualifier at x; give back where its label begins and to which side (1 right)."""
    match qualifier:
        case "more_than" | "at_least":
            return floor(page, x, y, color, gid, scale) + 0.09, 1
        case "nearly" | "less_than" | "at_most":
            floor(page, x, y, color, gid, scale, way=-1)
            return x + 0.12, 1
        case "about":
            dot(page, x, y, color, gid, hollow=True)
            return x + 0.22, 1
        case "between":
            page.line((x, x_high), (y, y), color, 8 * scale, gid=gid, zorder=3)
            return x_high + 0.14, 1
    dot(page, x, y, color, gid, 0.17 + 0.09 * (scale >= 1))
    return x + 0.26, 1
