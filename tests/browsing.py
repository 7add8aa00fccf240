"""A real browser for the tests: Chromium, driven by Playwright. Without one they are skipped, but never in CI."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from casebook.paths import ROOT

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


@contextmanager
def jupyterlab(folder: Path) -> Iterator[Callable[[str], str]]:
    """JupyterLab on a port of its own; gives the address of a notebook of the folder, with the token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
               f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}",
               f"--IdentityProvider.token={token}", "--LabApp.news_url=None",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    environment = os.environ | {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR",
                                "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={token}")
        yield lambda name: f"http://127.0.0.1:{port}/lab/tree/{name}?token={token}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("JupyterLab did not start")


# Until its first frame a page says nothing of sections that are laid out only once they come into sight.
LAID_OUT = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


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
        if options.get("java_script_enabled", True):
            self.page.evaluate(LAID_OUT)

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
