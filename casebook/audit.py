"""Asks the advisory databases about every version that requirements.txt pins for this system (`make audit`).

Exit code 0 says that every version was looked up and none is known to be vulnerable, 1 that some are. It is 3 if
something was not looked up, be it that no database could be reached: what was not checked has passed nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from casebook.paths import ROOT
from casebook.words import listed

LOCK = ROOT / "requirements.txt"
DATABASES = {"pypi": "PyPI", "osv": "OSV"}  # the second is asked where the first says nothing
VULNERABLE, UNKNOWN = 1, 3
SHOWN = 5


def main(lock: Path = LOCK) -> int:
    """Print what the first database that answers says of the lock; give the exit code."""
    for database, name in DATABASES.items():
        found = _asked(database, lock)
        if any("vulns" in package for package in found):
            lines, code = verdict(found, name)
            print(*lines, sep="\n", file=sys.stderr if code else sys.stdout)
            return code
    print(
        f"No advisory database could be reached ({listed([*DATABASES.values()])}): nothing was checked.",
        file=sys.stderr,
    )
    return UNKNOWN


def _asked(database: str, lock: Path) -> list[dict]:
    """What pip-audit finds out about each package of the lock; nothing if it cannot reach the database."""
    options = ["--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off"]
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        *options,
        f"--vulnerability-service={database}",
        f"--requirement={lock}",
    ]
    told = subprocess.run(command, capture_output=True, text=True).stdout
    return json.loads(told)["dependencies"] if told else []


def verdict(found: Sequence[dict], database: str) -> tuple[list[str], int]:
    """What to say of the packages (`name`, `version`, `vulns`, or `skip_reason`), a line each, and the exit code."""
    known = [package for package in found if "vulns" in package]
    unknown = [package["name"] for package in found if "vulns" not in package]
    lines = [_line(package, one) for package in known for one in package["vulns"]]
    code = VULNERABLE if lines else UNKNOWN if unknown else 0
    if unknown:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        lines.append(f"{database} knows nothing of {', '.join(unknown[:SHOWN])}{more}: not checked.")
    if not code:
        lines = [f"{len(known)} pinned versions looked up at {database}: none is known to be vulnerable."]
    return lines, code


def _line(package: dict, vulnerability: dict) -> str:
    mended = ", ".join(vulnerability["fix_versions"])
    names = " ".join([vulnerability["id"], *vulnerability.get("aliases", [])])
    return f"{package['name']} {package['version']}: {names}, {f'mended in {mended}' if mended else 'not mended yet'}"


if __name__ == "__main__":
    sys.exit(main())
