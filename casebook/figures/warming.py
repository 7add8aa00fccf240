"""What the first drawing of a process reads and builds, done before it is needed."""

from __future__ import annotations

import pandas as pd

from casebook.data import Credit
from casebook.figures import shapes
from casebook.figures.page import Page, drawing
from casebook.figures.saving import Dark, Forms
from casebook.figures.theme import CUTS, LIGHT, Look


def warm() -> None:
    """Draw a page that nobody sees. Typst is left alone: a process that has used it cannot be forked."""
    forms = Forms(_nothing(pd.DataFrame(), Credit(("nobody",), "0")))
    assert Dark(forms).svg
    shapes.places()


@drawing
def _nothing(table: pd.DataFrame, credit: Credit, look: Look = LIGHT) -> Page:
    page = Page("nothing", table, credit, look)
    page.frame(["0"], "0", "0")
    page.box(page.left, page.bottom, 1, 1, page.theme.data)
    for weight in CUTS:
        page.write(page.left, page.bottom, "0", page.size.body, weight=weight, halo=page.theme.paper)
    page.describe("0", ["0"])
    return page
