"""Write a made-up data folder of any number of cases: seeded, realistic, and valid.

    python -m bench.generate 1000 build/bench/1000

About 30 rows a case. A factsheet tells of some eight cases; half of the cases have a release of their own, which
press pages repeat or contradict. Words, units and columns are those of the project's own data folder.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from casebook.paths import DATA, ROOT

TOGETHER = 8  # cases that one factsheet tells of
FIRST, LAST = date(2012, 1, 1), date(2024, 12, 20)
CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF", "SEK": "SEK"}
NAMES = [
    "Amber", "Birch", "Copper", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Indigo", "Juniper", "Kestrel",
    "Lantern", "Marble", "Nimbus", "Onyx", "Pelican", "Quartz", "Raven", "Saffron", "Tundra", "Umber", "Velvet",
    "Willow", "Yarrow", "Zephyr", "Basalt", "Cobalt", "Dune", "Falcon", "Glacier",
]  # fmt: skip
THINGS = [
    "signals", "boxes", "streams", "cards", "cinema", "channel", "relay", "network", "servers", "platform",
    "archive", "screen", "mirror", "portal", "pay-TV", "sports", "cable", "playlist", "downloads", "catalogue",
]  # fmt: skip
DEEDS = ("Crackdown on", "EU-wide action against", "Takedown of", "Coordinated action against", "Arrests over")
SERVICES = ("illegal pay-TV streaming", "the resale of set-top boxes", "a network of piracy groups",
            "illegal streaming of live sports", "the sharing of decryption keys for satellite television")  # fmt: skip
ENDINGS = ("", "", " across Europe", " with subscribers in several countries", " on three continents after two years")
COUNTRIES = [
    "ES", "IT", "FR", "DE", "NL", "BE", "DK", "SE", "CZ", "PL", "BG", "LT", "MT", "RO", "SI", "LV", "PT", "CH", "NO",
    "GB", "US", "KR", "AT", "CY", "EE", "FI", "GR", "HR", "HU", "IE", "LU", "SK", "UA", "CA", "AU", "BR", "TR", "RS",
    "AL", "MC", "IS",
]  # fmt: skip
PRINTED = {
    "exact": "{}",
    "more_than": "over {}",
    "at_least": "at least {}",
    "about": "about {}",
    "nearly": "close to {}",
    "at_most": "up to {}",
    "less_than": "fewer than {}",
    "between": "{} to {}",
    "unquantified": "several",
}
OFTEN = {"exact": 10, "more_than": 6, "unquantified": 2}  # how often a qualifier is drawn; the others once
SIZES = {  # the measures, each with the powers of ten that its numbers lie between
    "servers_taken_down": (0, 4),
    "websites_blocked": (0, 4),
    "arrests": (0, 2),
    "officers_deployed": (1, 3),
    "assets_seized": (4, 7),
    "assets_frozen": (4, 7),
    "subscribers": (3, 6),
    "households_reached": (4, 6),
    "bank_accounts_frozen": (0, 2),
    "countries_represented": (0, 1.3),
    "countries_with_servers": (0, 1.3),
    "coordination_meetings": (0, 0.9),
    "mla_requests": (0, 1.7),
}
BEFORE = {"complaint": 1200, "investigation_opened": 900, "parallel_investigation_opened": 700,
          "earlier_action": 500, "assistance_requested": 300, "coordination_meeting": 60, "announced": -3}  # fmt: skip
SCOPES = ("part", "earlier", "later", "cumulative")


def write(folder: Path, number: int, seed: int = 0) -> Path:
    """Write the tables of `number` cases to a folder, which is made, and give it back; same seed, same bytes."""
    package = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    names = {table["name"]: [spec["name"] for spec in table["schema"]["fields"]] for table in package["resources"]}
    codebook = _codebook()
    tables: dict[str, list[dict]] = {name: [] for name in names} | {"codebook": codebook}
    _fill(tables, number, random.Random(seed))
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DATA / "datapackage.json", folder / "datapackage.json")
    for resource in package["resources"]:
        with open(folder / resource["path"], "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names[resource["name"]], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables[resource["name"]])
    return folder


def _codebook() -> list[dict]:
    """The project's codebook, with a row for each currency that it has no word for yet."""
    with open(DATA / "codebook.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["term"] for row in rows if row["column"] == "unit"}
    more = {term: label for term, label in CURRENCIES.items() if term not in known}
    new = [{"column": "unit", "term": term, "label": label, "definition": term} for term, label in more.items()]
    return rows + new


def _terms(codebook: Iterable[dict], column: str) -> dict[str, str]:
    """The words of a column of the codebook, each with its unit."""
    return {row["term"]: row.get("unit", "") for row in codebook if row["column"] == column}


def _fill(tables: dict[str, list[dict]], number: int, chance: random.Random) -> None:
    measures = {term: unit for term, unit in _terms(tables["codebook"], "measure").items() if term in SIZES}
    words = {column: list(_terms(tables["codebook"], column)) for column in ("role", "body", "means")}
    factsheet: dict = {}
    for place in range(number):
        if place % TOGETHER == 0:
            factsheet = _source(f"factsheet-{place // TOGETHER + 1}", "factsheet", chance, LAST)
            tables["sources"].append(factsheet)
        case = _case(place, chance)
        tables["cases"].append(case)
        factsheet["covers"] = f"{factsheet['covers']} {case['case']}".strip()
        acted = FIRST + timedelta(chance.randrange((LAST - FIRST).days))
        for source in (factsheet, *_own_sources(case["case"], acted, tables["sources"], chance)):
            share = 1.0 if source is factsheet else 0.35
            said = {"case": case["case"], "source": source["source"]}
            tables["measures"] += (said | row for row in _figures(measures, acted, share, chance))
            tables["events"] += (said | row for row in _events(acted, share, chance))
            tables["countries"] += (said | row for row in _countries(words["role"], share, chance))
            tables["cooperation"] += (said | row for row in _cooperation(words, share, chance))
    stated = {"measure": "servers_taken_down", "qualifier": "more_than", "value": 100, "unit": "servers"}
    stated |= {"as_printed": "more than 100", "source": "factsheet-1", "locator": "Headline"}
    tables["measures"].insert(0, stated)


def _case(place: int, chance: random.Random) -> dict:
    name = f"{chance.choice(NAMES)} {chance.choice(THINGS)}"
    title = f"{chance.choice(DEEDS)} {chance.choice(SERVICES)}{chance.choice(ENDINGS)}"
    what = f"A service that sold {chance.choice(THINGS)} to subscribers in {chance.randint(2, 20)} countries"
    summary = f"{what}. Authorities of several countries acted on one day, and more was found later."
    return {"case": f"{name.lower().replace(' ', '-')}-{place + 1}", "title": title, "short_title": name,
            "summary": summary}  # fmt: skip


def _source(name: str, kind: str, chance: random.Random, day: date) -> dict:
    publishers = {"factsheet": ("Eurojust", "Europol"), "official": ("Guardia Civil", "Polizia Postale", "FACT")}
    publisher = chance.choice(publishers.get(kind, ("The Daily Reel", "Broadband Weekly", "Screen Courier")))
    title = f"{chance.choice(DEEDS)} {chance.choice(SERVICES)}"
    return {"source": name, "title": title, "publisher": publisher, "kind": kind, "language": "en",
            "published": day.isoformat(), "url": f"https://example.org/{name}", "covers": ""}  # fmt: skip


def _own_sources(case: str, acted: date, sources: list[dict], chance: random.Random) -> list[dict]:
    """A release about the case alone, and press pages of which most repeat it; for every second case none."""
    if chance.random() < 0.5:
        return []
    own = [_source(f"release-{case}"[:64], "official", chance, acted + timedelta(1))]
    for number in range(chance.randint(0, 2)):
        kind = chance.choice(("republished", "trade_press", "press"))
        page = _source(f"page-{number + 1}-{case}"[:64], kind, chance, acted + timedelta(2 + number))
        page["derived_from"] = own[0]["source"] if chance.random() < 0.7 else ""
        own.append(page)
    sources += own
    return own


def _figures(measures: dict[str, str], acted: date, share: float, chance: random.Random) -> Iterator[dict]:
    for measure in chance.sample(list(measures), round(chance.randint(5, 10) * share)):
        unit = (
            chance.choices(list(CURRENCIES), (8, 2, 2, 1, 1))[0] if measures[measure] == "money" else measures[measure]
        )
        yield _figure(measure, unit, acted.isoformat() if chance.random() < 0.5 else "", chance)
    if chance.random() < 0.4 * share:
        part = _figure("servers_taken_down", "servers", str(acted.year - 1), chance)
        yield part | {"scope": chance.choice(SCOPES), "country": chance.choice(COUNTRIES)}
    if chance.random() < 0.2 * share:
        yield _figure("subscribers", "subscribers", "", chance) | {"per": chance.choice(("month", "year"))}


def _figure(measure: str, unit: str, when: str, chance: random.Random) -> dict:
    qualifier = chance.choices(list(PRINTED), [OFTEN.get(word, 1) for word in PRINTED])[0]
    value = int(10 ** chance.uniform(*SIZES[measure]))
    value = round(value, 1 - len(str(value))) if qualifier not in ("exact", "between") else value
    numbers = [] if qualifier == "unquantified" else [value] + [value + max(1, value // 2)] * (qualifier == "between")
    said = PRINTED[qualifier].format(*(f"{number:,}".replace(",", " ") for number in numbers))
    row = {"measure": measure, "qualifier": qualifier, "unit": unit, "date": when, "locator": _place(chance)}
    row |= dict(zip(("value", "value_high"), numbers, strict=False))
    return row | {"as_printed": f"{unit} {said}" if unit in CURRENCIES and said[0].isdigit() else said}


def _place(chance: random.Random) -> str:
    return f"{chance.choice(SERVICES).capitalize()}, sentence {chance.randint(1, 12)}"


def _events(acted: date, share: float, chance: random.Random) -> Iterator[dict]:
    yield {"event": "action_day", "as_printed": f"{acted:%d %B %Y}", "locator": _place(chance),
           "date": _as_precise(acted, chance.choice(["day"] * 8 + ["month", "days"]))}  # fmt: skip
    for event, before in BEFORE.items():
        if chance.random() < 0.5 * share:
            day = acted - timedelta(before if before < 0 else chance.randint(before // 3, before))
            edtf = _as_precise(day, chance.choice(("day", "day", "month", "year", "year", "about", "perhaps", "none")))
            country = chance.choice(COUNTRIES) if event != "announced" else ""
            yield {"event": event, "date": edtf, "country": country, "locator": _place(chance),
                   "as_printed": f"{event.replace('_', ' ')} in {day:%B %Y}"}  # fmt: skip


def _as_precise(day: date, precision: str) -> str:
    """The day as EDTF, no more precise than asked for."""
    return {
        "day": day.isoformat(),
        "days": f"{day.isoformat()}/{(day + timedelta(2)).isoformat()}",
        "month": f"{day:%Y-%m}",
        "year": f"{day:%Y}",
        "about": f"{day:%Y}~",
        "perhaps": f"{day:%Y-%m}?",
        "none": "",
    }[precision]


def _countries(roles: list[str], share: float, chance: random.Random) -> Iterator[dict]:
    for role in [role for role in chance.sample(roles, min(4, len(roles))) if chance.random() < 0.8]:
        many = {"takedown": 9, "server_location": 8, "lead": 1}.get(role, 3)
        for country in chance.sample(COUNTRIES, round(chance.randint(1, many) * share)):
            yield {"country": country, "role": role, "as_printed": f"servers in {country}", "locator": _place(chance)}


def _cooperation(words: dict[str, list[str]], share: float, chance: random.Random) -> Iterator[dict]:
    pairs = [(body, means) for body in words["body"] for means in words["means"]]
    for body, means in chance.sample(pairs, round(chance.randint(0, 6) * share)):
        yield {"body": body, "means": means, "locator": _place(chance)}


if __name__ == "__main__":
    print(write(ROOT / sys.argv[2], int(sys.argv[1])))
