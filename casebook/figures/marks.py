"""Marks that tell a qualifier by shape: a dot for a number, a stop bar and open arrow for a floor."""

from __future__ import annotations

from matplotlib.patches import Circle

from casebook.figures.page import Page

SHAFT = 0.36  # longer, and the tip would be read as the value; the same for all marks of a figure


def dot(page: Page, x: float, y: float, color: str, gid: str = "", scale: float = 1.0, hollow: bool = False) -> float:
    """A known point; hollow for an estimate. Gives back how far it reaches from x."""
    radius = (0.10 if hollow else 0.13) * max(scale, 0.65)
    fill = {"edgecolor": color, "linewidth": 2.5} if hollow else {"edgecolor": "none"}
    page.add(Circle((x, y), radius, facecolor="none" if hollow else color, **fill), gid, 3)
    return radius + (0.02 if hollow else 0)


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
    bar, head, heavy = 0.30 * scale, 0.115 * scale, max(scale, 0.7)
    page.line((x, x), (y - bar / 2, y + bar / 2), color, 4.4 * heavy, zorder=3, gid=gid)
    page.line((x, tip), (y, y), color, 3.0 * heavy, zorder=3)
    arrow = (tip - way * head, tip, tip - way * head), (y + head, y, y - head)
    page.line(*arrow, color, 3.0 * heavy, zorder=3, solid_joinstyle="miter")
    return tip


def span(page: Page, low: float, high: float, y: float, color: str, gid: str = "", scale: float = 1.0) -> None:
    """A number that lies between two others: a thick bar from the one to the other."""
    page.line((low, high), (y, y), color, 8 * scale, gid=gid, zorder=3)


def chevron(page: Page, x: float, y: float, high: float, color: str) -> float:
    """An open end behind a bar that ends at x; gives back where the sign ends."""
    start, deep = x + 0.06, 0.10
    corners = (start, start + deep, start), (y + high / 2, y, y - high / 2)
    page.line(*corners, color, 3.0, zorder=3, solid_joinstyle="miter")
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
) -> tuple[float, float]:
    """Draw the mark of a qualifier at x; give back where a label on its left ends and on its right begins."""
    match qualifier:
        case "more_than" | "at_least":
            return x - 0.14, floor(page, x, y, color, gid, scale) + 0.10 * max(scale, 1)
        case "nearly" | "less_than" | "at_most":
            return floor(page, x, y, color, gid, scale, way=-1) - 0.10 * max(scale, 1), x + 0.14
        case "between":
            span(page, x, x_high, y, color, gid, scale)
            return x - 0.14, x_high + 0.14
    reach = dot(page, x, y, color, gid, scale, hollow=qualifier == "about") + 0.13
    return x - reach, x + reach
