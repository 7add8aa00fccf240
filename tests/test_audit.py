"""The audit of the lock: what is said, and that nothing passes which was not looked up."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from casebook import audit
from casebook.paths import ROOT

FINE = {"name": "fine", "version": "1.0", "vulns": []}
BAD = {"name": "bad", "version": "2.0", "vulns": [
    {"id": "PYSEC-1", "aliases": ["CVE-2020-1"], "fix_versions": ["2.1", "3.0"], "description": "…"},
    {"id": "GHSA-2", "aliases": [], "fix_versions": [], "description": "…"},
]}  # fmt: skip
SKIPPED = {"name": "strange", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("found", "lines", "code"),
    [
        ([FINE, FINE], ["2 pinned versions looked up at OSV: none is known to be vulnerable."], 0),
        ([FINE, BAD], ["bad 2.0: PYSEC-1 CVE-2020-1, mended in 2.1, 3.0", "bad 2.0: GHSA-2, not mended yet"], 1),
        ([FINE, SKIPPED], ["OSV knows nothing of strange: not checked."], 3),
        ([FINE, *[SKIPPED] * 7],
         ["OSV knows nothing of strange, strange, strange, strange, strange and 2 more: not checked."], 3),
    ],
)  # fmt: skip
def test_each_vulnerability_is_a_line_and_what_was_not_looked_up_does_not_pass(found, lines, code):
    assert audit.verdict(found, "OSV") == (lines, code)


def test_a_vulnerability_counts_for_more_than_what_was_not_looked_up():
    lines, code = audit.verdict([SKIPPED, BAD], "PyPI")
    assert code == 1 and len(lines) == 3 and lines[-1] == "PyPI knows nothing of strange: not checked."


def test_a_database_that_knows_none_of_the_packages_is_no_answer(monkeypatch, capsys):
    answers = {"pypi": [SKIPPED], "osv": [FINE]}
    monkeypatch.setattr(audit, "_asked", lambda database, lock: answers[database])
    assert audit.main() == 0
    assert capsys.readouterr().out == "1 pinned versions looked up at OSV: none is known to be vulnerable.\n"
    answers["osv"] = []
    assert audit.main() == 3


def test_without_a_network_the_audit_says_in_one_line_that_nothing_was_checked(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(f"zipp==4.1.2 --hash=sha256:{'0' * 64}\n", "utf-8")
    with socket.socket() as closed:  # bound, and listening to nobody
        closed.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{closed.getsockname()[1]}"
        names = {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"}
        kept = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
        done = subprocess.run(
            [sys.executable, "-c", f"import sys, pathlib; from casebook import audit; "
             f"sys.exit(audit.main(pathlib.Path({str(lock)!r})))"],
            env=kept | dict.fromkeys(names, proxy), cwd=ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    assert done.returncode == 3
    assert (done.stdout, done.stderr) == (
        "",
        "No advisory database could be reached (PyPI and OSV): nothing was checked.\n",
    )
