"""A real browser for the tests: Chromium, driven by Playwright. Without one they are skipped, but never in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="no Chromium on this computer (Debian: apt install chromium)"
)


@contextmanager
def launched() -> Iterator:
    """The browser; closed at the end."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI must have a Chromium: these tests are never skipped there"
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A page in a context of its own, with every request it makes and every error it meets written down."""

    def __init__(self, browser, address: str, **options):
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.requests, self.errors = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.on("dialog", lambda dialog: (self.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.goto(address)

    def __enter__(self):
        return self.page

    def __exit__(self, *failure):
        self.context.close()
        if failure == (None, None, None):
            assert self.errors == []
            assert [url for url in self.requests if not url.startswith(("file:", "blob:", "data:", "about:"))] == []


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page, part: str = "html", rules: tuple[str, ...] = ()) -> list[str]:
    """What keeps people from reading a part of the page, a line each, as axe finds it by some of its rules or all."""
    page.evaluate(_axe())
    options = {"runOnly": list(rules)} if rules else {}
    found = page.evaluate("([part, options]) => axe.run(part, options)", [part, options])["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
