"""A data folder in which every cell that takes free text holds something that means to act, for the tests.

Which columns take free text is what `casebook.cells` says of datapackage.json, so a column that is added is in it
too; the words of the codebook, which may be any text as well, are added to.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from casebook import cells
from casebook.data import descriptor
from casebook.paths import DATA

TEXTS = (
    '=HYPERLINK("https://evil.example","x") <b>bold</b><img src=x onerror=alert(1)><svg onload=alert(2)>',
    "+cmd|' /C calc'!A0 </script><script>alert(1)</script>",
    "-2+3+cmd|' /C calc'!A0 ]]> --> <!-- &amp; &#60;script&#62; ?> \"'",
    "@SUM(A1:A9) [x](javascript:alert(1)) ![y](https://evil.example/p.png)",
    "\t=1+1 # h *stars* _lines_ ~~gone~~ `code` | a | b | {{< x >}}",
    "\r\n=1+1 </title></desc></style></svg><script>alert(1)</script>",
    "https://evil.example/a <https://evil.example/b> www.evil.example evil@evil.example ../../x file:///etc/passwd",
    '#panic("x") #import "@preview/x:1.0.0" @ref <label> /* // #{1} \\u{41}',
    "$x_1^2$ $$\\foo$$ \\(\\href{javascript:alert(1)}{x}\\) \\[y\\] \\input{/etc/passwd}",
    "{x} {0.__class__} %s %(a)s ${y} {{title}} {{data}} {% if %} $title$ {title} {data-version} @@0@@",
    "one\n\n# two\n===\n\n    three\n- four\n\n1. five שלום 漢字 🙂 a\u200bb e\u0301",
)
ADDRESS = "https://example.org/](javascript:alert(1))|`$x$`{}\\#=1&amp;"
CASES = tuple(f"case-{number}" for number in range(1, len(TEXTS) + 1))
ADDRESSES = [f"{ADDRESS}{end}" for end in ("all", *CASES)]
WORDS = ("measure", "unit", "scope", "per", "role", "event", "body", "means", "kind", "nothing")
FIGURES = (("exact", "50", ""), ("more_than", "60", ""), ("between", "8", "10"), ("unquantified", "", ""))
STEPS = {"action_day": "2020-06-1", "investigation_opened": "2018", "coordination_meeting": "2020-0", "announced": ""}


class Texts:
    """Gives out the texts in turn, each with the place it goes to; `given` has those of every column."""

    def __init__(self) -> None:
        self.given: dict[str, list[str]] = {}

    def __call__(self, column: str) -> str:
        given = self.given.setdefault(column, [])
        place = f"{chr(ord('a') + list(self.given).index(column))}{len(given)}"
        given.append(f"{TEXTS[len(given) % len(TEXTS)]} q{place}q")
        return given[-1]


def write(folder: Path) -> dict[str, list[str]]:
    """Write a whole data folder; give back what was written into each column ("measures.as_printed"), row by row."""
    texts = Texts()
    folder.mkdir(parents=True, exist_ok=True)
    package = descriptor() | {name: texts(f"package.{name}") for name in ("title", "description", "version")}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    words = {column: [texts("codebook.term").strip() for _ in TEXTS] for column in WORDS}
    for resource in package["resources"]:
        name, fields = resource["name"], resource["schema"]["fields"]
        filled = [spec["name"] for spec in fields if cells.kind(spec, resource["schema"], _words(spec)) == "text"]
        rows = [{column: texts(f"{name}.{column}") for column in filled} | row for row in _rows(name, words)]
        with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [spec["name"] for spec in fields], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return texts.given


def _words(spec: dict) -> list[str]:
    return [row["term"] for row in _codebook() if row["column"] == spec["name"]]


def _codebook() -> list[dict]:
    with (DATA / "codebook.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows(table: str, words: dict[str, list[str]]) -> list[dict]:
    """The rows of a table without their free texts; those of the codebook keep no label or definition."""
    if table == "codebook":
        known = [{name: row[name] for name in ("column", "term", "unit", "additive")} for row in _codebook()]
        more = {"measure": {"unit": "servers", "additive": "yes"}}
        return known + [
            {"column": column, "term": term} | more.get(column, {}) for column in WORDS for term in words[column]
        ]
    return [*_rows_of_all(table), *(row for number in range(len(CASES)) for row in _rows_of(table, number, words))]


def _rows_of_all(table: str) -> list[dict]:
    """What one source says of all cases together."""
    said = {"source": "all", "qualifier": "more_than", "value": "90"}
    servers = {"measure": "servers_taken_down", "unit": "servers"}
    page = {"source": "all", "kind": "factsheet", "language": "en", "url": f"{ADDRESS}all", "covers": " ".join(CASES)}
    return {"sources": [page], "measures": [said | servers]}.get(table, [])


def _rows_of(table: str, number: int, words: dict[str, list[str]]) -> list[dict]:
    case, source = {"case": CASES[number]}, {"source": f"source-{number}"}
    word = {column: words[column][number] for column in WORDS}
    match table:
        case "sources":
            about = {"covers": CASES[number], "language": "en", "published": "2021"}
            page = {"kind": "factsheet", "url": ADDRESS + CASES[number]}
            return [source | about | page, {"source": f"other-{number}", "kind": word["kind"]} | about]
        case "cases":
            return [case]
        case "measures":
            servers = {"measure": "servers_taken_down", "unit": "servers"}
            qualifier, value, high = FIGURES[number % len(FIGURES)]
            rows = [{"qualifier": qualifier, "value": value, "value_high": high},
                    {"measure": "arrests", "unit": "persons", "qualifier": "exact", "value": "3"},
                    {"measure": word["measure"], "qualifier": "exact", "value": "7"},
                    {"scope": word["scope"], "qualifier": "exact", "value": "1"},
                    {"per": word["per"], "qualifier": "exact", "value": "2"},
                    {"source": f"other-{number}", "qualifier": "exact", "value": "9"}]  # fmt: skip
            return [case | source | servers | row for row in rows]
        case "events":
            dates = {"2020-06-1": f"2020-06-{number + 1:02}", "2020-0": f"2020-0{number % 5 + 1}"}
            steps = [{"event": event, "date": dates.get(when, when)} for event, when in STEPS.items()]
            return [case | source | row for row in [*steps, {"event": word["event"], "date": "2019-05"}]]
        case "countries":
            roles = ("lead", "ES"), ("takedown", "FR"), ("takedown", "IT"), (word["role"], "DE")
            return [case | source | {"role": role, "country": country} for role, country in roles]
        case "cooperation":
            means = ("eurojust", "eio"), (word["body"], word["means"])
            return [case | source | {"body": body, "means": how} for body, how in means]
    raise AssertionError(f"no rows are known for the table {table}")
