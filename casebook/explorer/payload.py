"""What the explorer page is given: every statement with its words, worded here, and the rules it needs as data.

The page only chooses, counts, adds up columns of whole numbers, and fills in patterns. Everything else stands here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from math import comb

from casebook import bounds, compare, dates, sentences, words
from casebook.bounds import Amount, Interval
from casebook.data import credit_line
from casebook.explore import PANELS, RULES, Tables, about
from casebook.explorer.outlines import outlines
from casebook.figures.saving import FORMULA
from casebook.sentences import exploring

BRIEF = 8  # actions: of more, the timeline shows the action days only
HEADLINES = 40  # choices of actions for which the headlines of the figures are written out, at most
NOTES = {
    "floor": "An arrow to the right marks a floor: the true number is not known.",
    "ceiling": "An arrow to the left marks a ceiling: the true number is not known.",
    "about": "A ring marks an estimate.",
    "between": "A bar runs from the lower to the upper number printed.",
    "word": "Words in quotation marks have no place on an axis.",
    "gap": "Not reported is not zero.",
    "grey": "Grey: what other sources say. It is not added up.",
    "passed": "Grey: only what other sources say.",
    "arrests": "An arrest is not a conviction.",
    "coordination_meetings": "“A” meeting is counted as one; the source does not say that it was the only one.",
    "servers_taken_down": "“Server” may not mean the same thing in each action.",
}


def payload(tables: Tables) -> dict:
    """Everything the page is made of, as JSON can hold it."""
    book = tables.book
    return {
        "version": book.version,
        "rule": book.rule,
        "lists": {name: _options(terms) for name, terms in tables.terms.items()},
        "rules": RULES,
        "panels": PANELS,
        "brief": BRIEF,
        "cases": _cases(tables),
        "measures": _measures(tables),
        "roles": {term: sentences.role(term, label) for term, label in tables.terms["roles"].items()},
        "roleOrder": sentences.roles(tables.named),
        "eu": sorted(_members(tables)),
        "sources": _sources(tables),
        "figures": _figures(tables),
        "events": _events(tables),
        "named": _named(tables),
        "help": _help(tables),
        "headlines": headlines(tables),
        "words": exploring.phrases()
        | {
            "found": exploring.FOUND,
            "why": exploring.WHY,
            "marks": exploring.MARKS_OF_TIME,
            "notReported": words.NOT_REPORTED,
            "months": words.MONTHS_SHORT,
            "notes": NOTES,
            "agreement": exploring.AGREEMENT,
        },
        "amounts": amounts(),
        "formula": "".join(FORMULA),
        "map": outlines(tables.terms["countries"]),
    }


def _options(terms: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": term, "label": label} for term, label in terms.items()]


def _cases(tables: Tables) -> list[dict]:
    events = tables.events
    opened = set(events[events["event"] == "investigation_opened"]["case"])
    overlaps = dict(zip(tables.book.cases["case"], tables.book.cases["overlaps"], strict=True))
    return [
        {
            "id": row.case,
            "label": row.short_title,
            "lead": sentences.led_by(row.leads),
            "day": sentences.action_day(row.action_day, row.days),
            "years": tables.years[row.case],
            "overlaps": overlaps[row.case],
            "opened": row.case in opened,
        }
        for row in tables.actions.itertuples()
    ]


def _measures(tables: Tables) -> dict[str, dict]:
    codebook = tables.book.codebook
    rows = codebook[codebook["column"] == "measure"].set_index("term")
    groups = compare.outcome_measures(tables.book).set_index("measure")["group_label"]
    additive = compare.additive(tables.book)
    return {
        term: {
            "label": label,
            "definition": rows["definition"][term],
            "unit": rows["unit"][term],
            "group": groups.get(term, ""),
            "additive": term in additive,
        }
        for term, label in tables.terms["measures"].items()
    }


def _members(tables: Tables) -> set[str]:
    """The countries that were members of the EU on the last action day of those for which anybody names them."""
    named = compare.countries(replace(tables.book, countries=tables.named[list(tables.book.countries.columns)]))
    return set(named[named["eu"].astype(bool)]["country"]) if len(named) else set()


def _sources(tables: Tables) -> dict[str, dict]:
    used = {*tables.speakers, *(tables.origins[source] for source in tables.speakers)}
    labels = tables.labels["kind"]
    rows = tables.sources.reset_index()
    replaced = set(rows["supersedes"])
    return {
        row.source: {
            "title": row.title,
            "publisher": row.publisher,
            "kind": row.kind,
            "kindLabel": labels[row.kind],
            "published": words.when(dates.parse(row.published)) if row.published else "",
            "url": url if (url := row.url or row.archived).startswith(("https://", "http://")) else "",
            "origin": tables.origins[row.source],
            "credit": credit_line(row),
            "replaced": int(row.source in replaced),
        }
        for row in rows.itertuples()
        if row.source in used
    }


def _when(edtf: str) -> str:
    return words.when(dates.parse(edtf)) if edtf else ""


def _columns(names: str, rows: Iterable[tuple]) -> dict:
    """A table by column; where a column repeats itself, what there is (`of`) and where (`at`), as that is shorter."""
    columns = zip(*rows, strict=True)
    return {name: _packed(list(column)) for name, column in zip(names.split(), columns, strict=False)}


def _packed(cells: list) -> list | dict:
    texts = [json.dumps(cell) for cell in cells]
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    packed = {"of": [json.loads(text) for text in place], "at": [place[text] for text in texts]}
    return min(cells, packed, key=lambda form: len(json.dumps(form)))


def _figures(tables: Tables) -> dict:
    cases, judged = tables.about["figures"], tables.judged
    parts_of, verdicts = tables.ids("figures", "countries"), tables.ids("figures", "agreement")

    def row(cells: dict, place: int) -> tuple:
        amount = bounds.amount_of(cells)
        return (
            list(cases[place]),
            cells["measure"], cells["qualifier"], _plain(cells["value"]), _plain(cells["value_high"]), cells["unit"],
            cells["per"], cells["scope"], cells["country"], cells["date"], cells["as_printed"], cells["sources"],
            cells["locator"], int(cells["fact"]), parts(amount), int(words.is_number(cells["as_printed"])),
            words.quoted(cells["as_printed"]), words.amount_in_unit(amount), _when(cells["date"]),
            about(tables, cells), int(not cells["case"]), *(parts_of[place] or [""]),
            *verdicts[place], judged[place][1],
        )  # fmt: skip

    names = (
        "cases measure qualifier value high unit per scope country date printed sources locator fact parts bare "
        "said reading when about all share verdict voices"
    )
    return _columns(names, (row(cells, place) for place, cells in enumerate(tables.figures.to_dict("records"))))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _events(tables: Tables) -> dict:
    known = compare.timeline(tables.book)
    details = {(row.case, row.event, row.date, row.source): row.detail for row in known.itertuples()}
    leads = dict(zip(tables.actions["case"], tables.actions["leads"], strict=True))

    def row(cells: dict) -> tuple:
        found = dates.parse(cells["date"]) if cells["date"] else None
        soft = bool(found and (found.approximate or found.uncertain))
        ends = (found.earliest, found.latest, _known_end(found)) if found else (None, None, None)
        told = {column: cells[column] for column in ("event", "country")}
        told["detail"] = details.get((cells["case"], cells["event"], cells["date"], cells["source"]), "")
        told |= {"label": tables.labels["event"][cells["event"]], "leads": leads[cells["case"]]}
        return (
            [cells["case"]], cells["event"], cells["country"], cells["date"],
            *[day.isoformat() if day else "" for day in ends], int(soft), cells["as_printed"], cells["sources"],
            cells["locator"], int(cells["fact"]), _when(cells["date"]), sentences.step(told),
        )  # fmt: skip

    names = "cases event country date from to known soft printed sources locator fact when text"
    return _columns(names, map(row, tables.events.to_dict("records")))


def _known_end(found: dates.Date) -> date | None:
    """Of an interval with one open end the day up to which, or from which, what is printed reaches."""
    if found.start and not found.end:
        return found.start.latest
    return found.end.earliest if found.end and not found.start else None


def _named(tables: Tables) -> dict:
    columns = ["case", "country", "role", "as_printed", "sources", "locator", "fact"]
    found = tables.named[columns].itertuples(index=False, name=None)
    rows = ([[case], *rest, int(fact)] for case, *rest, fact in found)
    return _columns("cases country role printed sources locator fact", rows)


def _help(tables: Tables) -> dict:
    bodies, means = tables.labels["body"], tables.labels["means"]
    rows = (
        ([row.case], row.body, row.means, bodies[row.body], means[row.means], row.sources, row.locator, int(row.fact))
        for row in tables.help.itertuples()
    )
    return _columns("cases body means bodyLabel meansLabel sources locator fact", rows)


# --- arithmetic and wording as data ----------------------------------------------------------

PARTS = ("bounded", "low", "high", "endless", "soft", "low_open", "high_open", "estimated", "about")
LOW, HIGH, ABOUT = Decimal(10_234_567_891), Decimal(30_234_567_893), Decimal(50_234_567_897)
CURRENCY = "EUR"  # stands for any: the pattern takes the code of each


def parts(amount: Amount) -> list:
    """An amount as numbers, one for each of `PARTS`, which added up by column give the amount of the sum."""
    interval = amount.interval
    if interval is None:
        return [0, "0", "0", 0, 0, 0, 0, 1, _plain(amount.about)]
    endless = interval.high is None
    return [
        1, _plain(interval.low), "0" if endless else _plain(interval.high), int(endless), int(interval.soft_floor),
        int(interval.low_open), int(interval.high_open), 0, "0",
    ]  # fmt: skip


def amounts() -> dict:
    """How amounts are worded: for each kind of sum a pattern with `{low}`, `{high}`, `{about}`, plain and for money.

    A kind has a sign for each of bounded, endless, low open, high open, low is 0, low equals high, estimated.
    """
    plain, money = {}, {}
    for kind in product((0, 1), repeat=7):
        found = _example(kind)
        if found:
            key = "".join(map(str, kind))
            plain[key], money[key] = _pattern(found, words.amount), _pattern(found, words.amount_in_unit)
    return {
        "parts": PARTS,
        "plain": plain,
        "money": money,
        "thousands": words.THIN,
        "million": {"least": 1_000_000, "step": 10_000, "word": f"{words.BOUND}million"},
    }


def _example(kind: tuple[int, ...]) -> Amount | None:
    bounded, endless, low_open, high_open, zero, equal, estimated = kind
    about = ABOUT if estimated else None
    if not bounded:
        return Amount(None, about, unit=CURRENCY) if kind == (0, 0, 0, 0, 0, 0, 1) else None
    if (endless and (high_open or equal)) or (equal and (low_open or high_open)):
        return None
    low = Decimal(0) if zero else LOW
    high = None if endless else low if equal else HIGH
    return Amount(Interval(low, high, bool(low_open), bool(high_open)), about, unit=CURRENCY)


def _pattern(amount: Amount, wording) -> str:
    text = wording(amount).replace(CURRENCY, "{unit}")
    for name, value in (("{low}", LOW), ("{high}", HIGH), ("{about}", ABOUT)):
        text = text.replace(words.number(value), name)
    return text


# --- findings --------------------------------------------------------------------------------


def headlines(tables: Tables) -> dict[str, dict[str, str]]:
    """For choices of actions the findings of timeline, countries and map, where nothing else is chosen: for all of them
    and, of few, for every one, two and so on, as many as `HEADLINES` allows.

    The key names the cases, by action day, with a blank between them.
    """
    cases = tables.cases
    chosen = [tuple(cases)] if cases else []
    for size in range(1, len(cases)):
        if len(chosen) + comb(len(cases), size) > HEADLINES:
            break
        chosen += combinations(cases, size)
    return {" ".join(subset): _headlines(tables, subset) for subset in chosen}


def _headlines(tables: Tables, cases: tuple[str, ...]) -> dict[str, str]:
    book = tables.book.select(cases)
    named, events = compare.countries(book), tables.events
    steps = events[events["case"].isin(cases) & (events["event"] != "announced")]
    begun = (dates.parse(edtf).earliest for edtf in steps["date"] if edtf)
    told = {"timeline": exploring.timeline(compare.timeline(book), [day.isoformat() for day in begun if day])}
    if len(cases) > BRIEF:
        told["timeline"] = sentences.timeline_headlines(compare.timeline(book))[-1]
    if len(named):
        told["countries"] = sentences.countries_headlines(named)[0]
        told["map"] = sentences.countries_map_headlines(named)[0]
    return told
