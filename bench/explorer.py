"""How quick the explorer is in a real browser: a page opened, and a choice made in it.

Milliseconds that the page's thread computes, however busy the computer is otherwise. Needs Chromium.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import costs, generate
from casebook import explorer
from casebook.data import load
from casebook.paths import DATA

MADE_UP = 400  # cases of the larger page
MOST = {"own data": (300, 50), f"{MADE_UP} cases": (1000, 200)}  # to open, and to choose
CHOICES = ("#measures=arrests", "#countries=ES", "#roles=lead", "#kinds=press", "#")
CHOOSE = """(part) => {
    history.replaceState(null, "", part);
    dispatchEvent(new HashChangeEvent("hashchange"));
    document.body.getBoundingClientRect();
}"""


def measure(root: Path, folder: Path, rounds: int, tell: Callable[[str], None]) -> dict:
    """For the page of the own data and of a made-up collection: milliseconds to open and to choose. Raises Failed.

    Of so many rounds the quickest is taken: a browser that is new to a page has more to do than to show it.
    """
    found = {}
    with _browser() as browser:
        for name, data in zip(MOST, (DATA, generate.write(folder / "data", MADE_UP)), strict=True):
            file = folder / "explorer.html"
            file.write_text(explorer.page(load(data), "Title", "Description", "Notice", ["Limit"]), "utf-8")
            opened, chosen = zip(*(_visit(browser, file.as_uri()) for _ in range(rounds)), strict=True)
            slowest = max(range(len(CHOICES)), key=lambda place: min(times[place] for times in chosen))
            found[name] = {
                "open": round(min(opened)),
                "choose": round(min(times[slowest] for times in chosen)),
                "slowest": CHOICES[slowest],
            }
            tell(f"explorer, {name}: opened in {found[name]['open']} ms")
    return found


@contextmanager
def _browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        raise costs.Failed("explorer: no Chromium on this computer (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        try:
            yield browser
        finally:
            browser.close()


def _visit(browser, address: str) -> tuple[float, list[float]]:
    """Milliseconds that the page takes to open, and for each choice."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    client = page.context.new_cdp_session(page)
    client.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    client.send("Performance.enable")

    def now() -> float:
        found = client.send("Performance.getMetrics")["metrics"]
        return 1000 * next(one["value"] for one in found if one["name"] == "TaskDuration")

    def choosing(part: str) -> float:
        page.evaluate(CHOOSE, "#qualifiers=exact")  # what is shown already would not be drawn again
        before = now()
        page.evaluate(CHOOSE, part)
        return now() - before

    before = now()
    page.goto(address)
    opened = now() - before
    chosen = [choosing(part) for part in CHOICES]
    page.close()
    return opened, chosen


def table(measured: dict) -> list[list[str]]:
    """What `measure` gave, as rows to print."""
    rows = [["explorer, ms of its thread", "to open", "the slowest choice"]]
    return rows + [[name, str(one["open"]), f"{one['choose']} ({one['slowest']})"] for name, one in measured.items()]


def verdicts(measured: dict) -> list[tuple[str, bool]]:
    """Each aim in words with what was measured, and whether it is met."""
    return [
        (f"the page of {name} takes {measured[name][what]} ms to {what}; aim: under {most}",
         measured[name][what] < most)
        for name, limits in MOST.items()
        for what, most in zip(("open", "choose"), limits, strict=True)
    ]  # fmt: skip
