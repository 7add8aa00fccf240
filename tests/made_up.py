"""Made-up books for the tests: any number of cases, seeded, and whatever is nasty."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from casebook.data import Book, descriptor, load

COLUMNS = {
    resource["name"]: [spec["name"] for spec in resource["schema"]["fields"]] for resource in descriptor()["resources"]
}
UNITS = {"servers_taken_down": "servers", "arrests": "persons", "assets_seized": "EUR", "subscribers": "subscribers"}
WORDS = {
    "exact": "{}",
    "more_than": "over {}",
    "at_least": "at least {}",
    "about": "about {}",
    "nearly": "close to {}",
    "at_most": "up to {}",
    "less_than": "fewer than {}",
    "between": "{} to {}",
}
LEADS = ["ES", "IT", "US", "CH", "NL", "GB", "KR", "CZ", "DE", "FR"]
NAMES = ["Amber", "Birch", "Copper signals", "Delta boxes", "Ember streaming", "Fjord", "Granite Group", "Harbour"]
WIDE = "W" * 80
LONG = "Operation against an international network of illegal streaming services of 2020"
LONG_WORDS = "a number that the authorities call very large and that they put at over 1 200 00"
HOSTILE = [
    "$x_1^2$ and \\alpha 5",
    "{x} {0} %s %(a)s ${y}",
    "<script>alert(1)</script>",
    "]]> &amp;<!-- \"'",
]


def table(name: str, rows: Iterable[dict]) -> pd.DataFrame:
    """A table with the columns of datapackage.json; what a row does not say is empty."""
    numbers = {"value", "value_high"}
    filled = [{column: row.get(column, None if column in numbers else "") for column in COLUMNS[name]} for row in rows]
    return pd.DataFrame(filled, columns=COLUMNS[name], dtype=object)


def ids(number: int) -> list[str]:
    """`case-1`, `case-2`, and so on."""
    return [f"case-{place}" for place in range(1, number + 1)]


def figure(case: str, qualifier: str, value=None, high=None, words: str = "", measure="servers_taken_down") -> dict:
    """A row of measures.csv; without `words` it is worded as a source would."""
    value, high = (None if number is None else Decimal(str(number)) for number in (value, high))
    spoken = words or WORDS[qualifier].format(*(f"{number:f}" for number in (value, high) if number is not None))
    row = {"case": case, "measure": measure, "qualifier": qualifier, "value": value, "value_high": high}
    return row | {"unit": UNITS.get(measure, "servers"), "as_printed": spoken}


def step(case: str, event: str, date: str, country: str = "") -> dict:
    """A row of events.csv."""
    return {"case": case, "event": event, "date": date, "country": country, "as_printed": date or event}


def lead(case: str, country: str) -> dict:
    """A row of countries.csv: who led."""
    return {"case": case, "country": country, "role": "lead", "as_printed": country}


def book(
    cases: Sequence[str],
    measures: Sequence[dict] = (),
    events: Sequence[dict] = (),
    countries: Sequence[dict] = (),
    names: Sequence[str] = (),
    sources: Sequence[dict] = (),
    codebook: Sequence[dict] = (),
) -> Book:
    """A book of these rows; they come from the first source, which covers all cases."""
    first = {"source": "made-up", "title": "Made-up actions", "publisher": "Nobody", "kind": "factsheet"}
    first |= {"published": "2021", "covers": " ".join(cases)}
    titles = list(names) or [f"{NAMES[place % len(NAMES)]} {place + 1}" for place in range(len(cases))]
    words = load().codebook
    made = Book(
        sources=table("sources", [first, *sources]),
        cases=table(
            "cases",
            [
                {"case": case, "title": title, "short_title": title, "summary": f"About {title}. More of it."}
                for case, title in zip(cases, titles, strict=True)
            ],
        ),
        measures=table("measures", [{"source": "made-up", "locator": "here"} | row for row in measures]),
        events=table("events", [{"source": "made-up", "locator": "here"} | row for row in events]),
        countries=table("countries", [{"source": "made-up", "locator": "here"} | row for row in countries]),
        cooperation=table("cooperation", []),
        codebook=pd.concat([words, table("codebook", codebook)], ignore_index=True),
        version="9.9.9",
    )
    return made.select("all")


def servers(rows: Sequence[tuple], **more) -> Book:
    """A book with one statement on servers a case; `rows` are what `figure` takes after the case, () is a gap."""
    cases = ids(len(rows))
    measures = [figure(case, *row) for case, row in zip(cases, rows, strict=True) if row]
    return book(cases, measures, **{"events": days(cases), "countries": leads(cases)} | more)


def days(cases: Sequence[str]) -> list[dict]:
    """An action day for each case, within one year."""
    return [
        step(case, "action_day", f"2020-{place % 12 + 1:02}-{place % 28 + 1:02}") for place, case in enumerate(cases)
    ]


def leads(cases: Sequence[str]) -> list[dict]:
    """A leading country for each case."""
    return [lead(case, LEADS[place % len(LEADS)]) for place, case in enumerate(cases)]


def collection(number: int, seed: int = 0) -> Book:
    """A plausible mixture of `number` cases with a printed total: numbers, floors, words, gaps, dates of all kinds."""
    chance = random.Random(seed)
    cases = ids(number)
    measures = [_stated(case, measure, chance) for case in cases for measure in UNITS if chance.random() < 0.8]
    measures.append(figure("", "more_than", 1))
    events = [row for case in cases for row in _steps(case, chance)]
    countries = [lead(case, country) for case in cases for country in chance.sample(LEADS, chance.randint(0, 3))]
    countries += [
        {"case": case, "country": country, "role": "takedown"}
        for case in cases
        for country in chance.sample(LEADS, chance.randint(0, 6))
    ]
    return book(cases, measures, events, countries)


def with_cooperation(book: Book, share: float = 0.5) -> Book:
    """The same book, in which a share of all pairs of body and means is named."""
    chance = random.Random(7)
    rows = [
        {"case": case, "body": body, "means": means, "source": "made-up", "locator": f"Heading, sentence {place}"}
        for place, case in enumerate(book.cases["case"])
        for body in book.terms("body")
        for means in book.terms("means")
        if chance.random() < share
    ]
    return replace(book, cooperation=table("cooperation", rows), whole=None).select("all")


def _stated(case: str, measure: str, chance: random.Random) -> dict:
    qualifier = chance.choice([*WORDS, "exact", "more_than", "unquantified"])
    value = int(10 ** chance.uniform(0, 5))
    if qualifier == "unquantified":
        return figure(case, qualifier, words=chance.choice(["several", "dozens", "various"]), measure=measure)
    return figure(case, qualifier, value, value * 2 if qualifier == "between" else None, measure=measure)


def _steps(case: str, chance: random.Random) -> list[dict]:
    day = f"2020-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    opened = chance.choice(["", "2016", "2017", "2018-05", "2019", "2019-03-04", "2018/2019"])
    rows = [step(case, "action_day", day)] if chance.random() < 0.95 else []
    rows.append(step(case, "investigation_opened", opened, chance.choice(LEADS)))
    if chance.random() < 0.5:
        rows.append(step(case, "coordination_meeting", chance.choice(["", "2020", f"{day[:7]}"])))
    return rows


# --- several sources -------------------------------------------------------------------------

PAGES = {
    "sheet": {"kind": "factsheet", "published": "2021-10-27?"},
    "agency": {"kind": "official", "published": "2020-06-10"},
    "early": {"kind": "official", "published": "2020-06-03"},
    "copy": {"kind": "republished", "published": "2020-06-11", "derived_from": "agency"},
    "echo": {"kind": "press", "published": "2020-06-12", "derived_from": "copy"},
    "holder": {"kind": "rights_holder", "published": "2020-06"},
    "trade": {"kind": "trade_press", "published": "2020-07-01"},
    "paper": {"kind": "press", "published": "2020-08-01"},
    "late": {"kind": "press", "published": "2020-09-01"},
    "undated": {"kind": "press"},
}


def pages(**changes: dict) -> list[dict]:
    """Rows of sources.csv of each kind, each of its own publisher; `copy` repeats `agency`, `echo` repeats `copy`."""
    plain = {name: {"source": name, "title": name, "publisher": f"{name} house", "covers": "a b"} for name in PAGES}
    return [plain[name] | row | changes.get(name, {}) for name, row in PAGES.items()]


def stated_by(measures: str = "", events: str = "", countries: str = "", rule: str = "official", **changes) -> Book:
    """The facts of two cases, a and b, by a rule: lines such as `agency a arrests exact 3`, `agency a takedown FR`."""
    rows = [_figure_by(*line.split()) for line in measures.strip().splitlines()]
    steps = [_step_by(*line.split()) for line in events.strip().splitlines()]
    named = [line.split() for line in countries.strip().splitlines()]
    roles = [{"source": source, "case": case, "role": role, "country": code} for source, case, role, code in named]
    return book(["a", "b"], rows, steps, roles, sources=pages(**changes)).select("all", rule)


def _figure_by(source: str, case: str, measure: str, qualifier: str, number: str = "", *more: str) -> dict:
    low, high = (*(number.split("..") if number not in ("", "-") else []), None, None)[:2]
    row = figure(case.strip("-"), qualifier, low, high, words="" if low else "several", measure=measure)
    return row | {"source": source} | {name: text for name, _, text in (word.partition("=") for word in more)}


def _step_by(source: str, case: str, event: str, date: str = "", country: str = "") -> dict:
    return {"source": source} | step(case, event, date.strip("-") if date == "-" else date, country)


# --- what is nasty ---------------------------------------------------------------------------


def one_of_each() -> Book:
    """Each qualifier once, and a gap."""
    rows = [(qualifier, 40 + 7 * place, 900 if qualifier == "between" else None)
            for place, qualifier in enumerate(WORDS)]  # fmt: skip
    return servers([*rows, ("unquantified", None, None, "dozens"), ()])


def dated(*steps: tuple[str, str]) -> Book:
    """One case a step of its own, (event, date)."""
    cases = ids(len(steps))
    rows = [step(case, *what) for case, what in zip(cases, steps, strict=True)]
    return book(cases, [figure(case, "exact", 5) for case in cases], rows)


def crowded() -> Book:
    """One lane with more dated steps than it has room for, beside a quiet one."""
    kinds = ["complaint", "investigation_opened", "assistance_requested", "coordination_meeting", "announced"]
    steps = [step("case-1", kinds[place % 5], f"2020-{place // 2 + 1:02}") for place in range(16)]
    steps += [step("case-1", "action_day", "2020-07-01"), step("case-1", "action_day", "2020-07-02")]
    return book(ids(2), [figure("case-1", "exact", 3)], [*steps, step("case-2", "action_day", "2020-07-01")])


def many_measures() -> Book:
    """More measures than a matrix has rows for."""
    words = [
        {"column": "measure", "term": f"extra_{place}", "label": f"Extra measure {place}", "unit": "servers"}
        for place in range(24)
    ]
    cases = ids(3)
    rows = [figure(case, "exact", 5, measure=word["term"]) for word in words for case in cases[: len(word) - 2]]
    return book(cases, rows, days(cases), codebook=words)


def many_sources() -> Book:
    """Statements from nine sources, one with a very long title."""
    more = [
        {"source": f"source-{place}", "title": f"Paper {place} " + "on a very long matter " * place,
         "publisher": "Somebody", "kind": "press"}
        for place in range(8)
    ]  # fmt: skip
    rows = [figure(case, "exact", 7) | {"source": source["source"]} for case, source in zip(ids(8), more, strict=True)]
    return book(ids(9), [*rows, figure("case-9", "exact", 7)], days(ids(9)), sources=more)


def totalled(parts: Sequence[tuple], total: tuple) -> Book:
    """Parts with a printed total of all of them."""
    cases = ids(len(parts))
    rows = [figure(case, *part) for case, part in zip(cases, parts, strict=True) if part]
    return book(cases, [*rows, figure("", *total)], days(cases), leads(cases))


NASTY: dict[str, Callable[[], Book]] = {
    "long names": lambda: servers([("exact", 10**place) for place in range(4)], names=[LONG[:80]] * 4),
    "names without spaces": lambda: servers([("exact", 50), ("more_than", 7)], names=[WIDE, "Ж" * 80]),
    "wide name": lambda: servers([("exact", 5)], names=[WIDE]),
    "wide name, no day": lambda: servers([("exact", 5)], names=[WIDE],
                                         events=[step("case-1", "investigation_opened", "2019", "ES")]),
    "wide name, long words": lambda: servers([("unquantified", None, None, LONG_WORDS)], names=[WIDE]),
    "wide name, long number": lambda: servers([("more_than", 5, None, LONG_WORDS)], names=[WIDE]),
    "wide names, long number and gap": lambda: servers([("more_than", 5, None, LONG_WORDS), ()], names=[WIDE] * 2),
    "long names and words, five": lambda: servers([("more_than", 1200, None, LONG_WORDS)] * 5, names=[LONG] * 5),
    "long names and words, six": lambda: servers([("at_most", 1200, None, LONG_WORDS)] * 6, names=[LONG] * 6),
    "long names, many": lambda: servers([("exact", place + 1) for place in range(12)], names=[LONG[:80]] * 12),
    "long words": lambda: servers([("more_than", 120000, None, LONG_WORDS), ("exact", 1, None, LONG_WORDS),
                                   ("unquantified", None, None, LONG_WORDS), ("exact", 9)]),
    "hostile words": lambda: servers([("unquantified", None, None, text) for text in HOSTILE], names=HOSTILE),
    "zeros": lambda: servers([("exact", 0), ("exact", 0), ("exact", 12), ()]),
    "only zeros": lambda: servers([("exact", 0), ("exact", 0)]),
    "only words": lambda: servers([("unquantified", None, None, words) for words in ("several", "dozens", "various")]),
    "one gap": lambda: book(ids(1), [figure("case-1", "exact", 3, measure="arrests")]),
    "all gaps": lambda: book(ids(3), [figure("case-1", "exact", 3, measure="arrests")], days(ids(3))),
    "all equal": lambda: servers([("exact", 50)] * 5),
    "one of each": one_of_each,
    "huge": lambda: servers([("exact", 10**12), ("more_than", 3), ("between", 1, 10**12)]),
    "fractions": lambda: servers([("exact", "0.5"), ("exact", "0.025"), ("about", "12.75")]),
    "two": lambda: servers([("exact", 50), ("more_than", 60)]),
    "no leads": lambda: servers([("exact", 5), ("exact", 6)], countries=[]),
    "many leads": lambda: servers([("exact", 5), ("exact", 6)],
                                  countries=[lead(case, code) for case in ids(2) for code in LEADS]),
    "no events": lambda: servers([("exact", 5), ("exact", 6)], events=[]),
    "years apart": lambda: dated(("action_day", "2003-01-01"), ("action_day", "2012-05"), ("action_day", "2020-12-31")),
    "two years": lambda: dated(("action_day", "2019-12-30"), ("action_day", "2020-01-02"), ("complaint", "1998")),
    "intervals": lambda: dated(("action_day", "2020-08-23/2020-08-25"), ("investigation_opened", "2019/.."),
                               ("complaint", "../2018"), ("action_day", "2020-06/2020-07")),
    "soft dates": lambda: dated(("action_day", "2020~"), ("investigation_opened", "2019?"), ("action_day", "2020-05%"),
                                ("complaint", "")),
    "long days": lambda: dated(*[("action_day", "2020-08-23/2020-09-25")] * 7),
    "announced later": lambda: dated(("action_day", "2020-12-23"), ("announced", "2021-01-05")),
    "announced much later": lambda: dated(("action_day", "2018-12-23"), ("announced", "2022-01-05")),
    "day after day": lambda: book(ids(1), [figure("case-1", "exact", 3)],
                                  [step("case-1", "action_day", f"2020-08-{day}") for day in range(23, 27)]),
    "vague days": lambda: dated(*[("action_day", f"20{20 + place}") for place in range(6)]),
    "only undated": lambda: dated(("coordination_meeting", ""), ("action_day", "")),
    "forty years": lambda: dated(("complaint", "1981"), ("action_day", "2020-02-29")),
    "crowded lane": crowded,
    "many measures": many_measures,
    "many sources": many_sources,
    "one without events": lambda: servers([("exact", 5), ("exact", 6)], events=days(ids(1))),
    "nothing counted": lambda: book(ids(2), events=days(ids(2))),
    "twelve parts": lambda: totalled([("more_than" if place % 3 else "exact", 10 * place + 1) for place in range(12)],
                                     ("more_than", 600)),
    "long total": lambda: totalled([("more_than", 20), ("exact", 5)], ("more_than", 90, None, LONG_WORDS)),
    "long total and parts": lambda: totalled([("more_than", 120000, None, LONG_WORDS), ("exact", 5, None, LONG_WORDS)],
                                             ("more_than", 90, None, LONG_WORDS)),
    "total of one": lambda: totalled([("exact", 20)], ("at_least", 10)),
    "total of huge": lambda: totalled([("between", 10**11, 10**12), ("about", 10**12), ("more_than", 10**12)],
                                      ("more_than", 10**14)),
    "total open": lambda: totalled([("more_than", 20), ("exact", 5)], ("more_than", 90)),
    "total fails": lambda: totalled([("exact", 20), ("exact", 5)], ("more_than", 90)),
    "total exact": lambda: totalled([("exact", 20), ("exact", 5)], ("exact", 25)),
    "total exact, one floor": lambda: totalled([("more_than", 5000), ("exact", 5)], ("exact", 5010)),
    "total with words": lambda: totalled([("exact", 20), ("unquantified", None, None, "dozens")], ("at_least", 20)),
    "total of words": lambda: totalled([("unquantified", None, None, "dozens")] * 2, ("more_than", 40)),
    "total of zeros": lambda: totalled([("exact", 0), ("exact", 0)], ("exact", 0)),
    "total with estimates": lambda: totalled([("exact", 20), ("about", 100)], ("more_than", 90)),
    "total of ranges": lambda: totalled([("between", 20, 30), ("at_most", 10), ("exact", 4)], ("at_least", 20)),
    "total with a gap": lambda: totalled([("exact", 20), ("exact", 50), ()], ("about", 100)),
    "total of words is words": lambda: totalled([("exact", 20), ("exact", 5)], ("unquantified", None, None, "many")),
}  # fmt: skip
