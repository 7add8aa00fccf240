"""What rows and tables must say together (problems), and what may be right and is asked about (warnings).

`check` goes through keys and links as datapackage.json has them, then `RULES`, then `QUESTIONS`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from heapq import nlargest

from casebook import bounds, cells, dates, words
from casebook.bounds import QUALIFIERS, Amount, Interval, interval_of
from casebook.findings import Findings, did_you_mean, printable, quoted
from casebook.hedges import asked_for

WIDE = 1000  # so many times the next largest figure is asked about
ABSURD = {"money": Decimal(10) ** 12, "": Decimal(10) ** 9}
LOOKALIKES = str.maketrans("авеікмнорстухѕјԁɡαορτυνικεχ‐‑‒–—−_", "abeikmhopctyxsjdgaoptuvikex-------")


def check(tables: dict, findings: Findings, elsewhere: dict[str, str]) -> None:
    """Check keys, links and rules of complete tables; `elsewhere` has ids of the project that were not chosen."""
    for name, table in tables.items():
        for key in _keys(table):
            _check_unique(table, key, findings)
        for link in table.schema.get("foreignKeys", []):
            target = tables[link["reference"]["resource"] or name]
            if target.complete:
                _check_link(table, link, target, elsewhere, findings)
    if all(table.complete for table in tables.values()):
        for rule in RULES:
            rule(tables, findings)
        for question in QUESTIONS if not findings.count() else ():
            question(tables, findings)


# --- keys and links --------------------------------------------------------------------------


def _keys(table) -> list[list[str]]:
    unique = [[spec["name"]] for spec in table.fields if spec.get("constraints", {}).get("unique")]
    keys = [table.schema.get("primaryKey", []), *table.schema.get("uniqueKeys", []), *unique]
    return list({tuple(key): key for key in keys if key}.values())


def _check_unique(table, key: list[str], findings: Findings) -> None:
    columns = [table.columns[name] for name in key]
    if len(set(map(hash, zip(*columns, strict=True)))) < len(table.lines):  # else no two rows can be equal
        first: dict[tuple, int] = {}
        for row, found in enumerate(zip(*columns, strict=True)):
            if first.setdefault(found, row) != row:
                _tell_twice(table, key, first[found], row, findings)
    if len(key) == 1 and any("form" in spec for spec in table.fields if spec["name"] == key[0]):
        _check_alike(table, key[0], findings)


def _tell_twice(table, key: list[str], first: int, row: int, findings: Findings) -> None:
    one, two = table.lines[first], table.lines[row]
    apart = table.file(first) != table.file(row)
    place = table.place(row) if apart else table.file(row)
    there = table.place(first) if apart else f"line {one}"
    if all(column[first] == column[row] for column in table.columns.values()):
        findings.problem(place, f"the same as {there}" if apart else f"lines {one} and {two} are the same")
    elif len(key) == 1:
        findings.problem(table.place(row, key[0]), f"{table.columns[key[0]][row]} is there already ({there})")
    elif "value" in table.columns and _figure(table, first) != _figure(table, row):
        what = ", ".join(cell for cell in (table.columns["case"][row], table.columns["measure"][row]) if cell)
        here = table.place(row) if apart else f"line {two}"
        findings.problem(place, f"{what} has {_figure(table, first)} ({there}) and {_figure(table, row)} ({here}) "
                                "from one source")  # fmt: skip
    else:
        what = f"the same {', '.join(key)}"
        findings.problem(place, f"has {what} as {there}" if apart else f"lines {one} and {two} have {what}")


def _figure(table, row: int) -> str:
    qualifier, value, high = (table.columns[name][row] for name in ("qualifier", "value", "value_high"))
    return " ".join(cell for cell in ("" if qualifier == "exact" else qualifier, value, high) if cell)


def _check_alike(table, column: str, findings: Findings) -> None:
    """Ids that a reader could not tell apart."""
    first: dict[str, int] = {}
    for row, cell in table.rows(column):
        known = first.setdefault(_bare(cell), row)
        other = table.columns[column][known]
        if other != cell:
            place = table.place(row, column)
            findings.problem(place, f"{quoted(cell)} and {quoted(other)} (line {table.lines[known]}) differ only by "
                                    f"{_difference(cell, other)}")  # fmt: skip


def _bare(text: str) -> str:
    """The text without what the eye passes over: capitals, Unicode form, letters of other scripts that look alike."""
    if re.fullmatch("[a-z0-9-]*", text):
        return text
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LOOKALIKES)
    return "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf", "Zs"))


def _difference(one: str, two: str) -> str:
    if one.casefold() == two.casefold():
        return "capital letters"
    if unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", two):
        return "their Unicode form"
    strange = next((sign for sign in one + two if not sign.isascii()), "")
    name = f" ({unicodedata.name(strange, 'a sign without a name')})" if strange else ""
    return f"letters that look alike{name}"


def _check_link(table, link: dict, target, elsewhere: dict[str, str], findings: Findings) -> None:
    (column,), (there,) = link["fields"], link["reference"]["fields"]
    known = set(target.columns[there])
    unknown = set(table.columns[column]) - known - {""}
    said = {cell: _no_such(cell, there, known, target.path, elsewhere) for cell in unknown}
    for row, cell in table.rows(column) if said else ():
        if cell in said:
            findings.problem(table.place(row, column), said[cell], said[cell])


def _no_such(cell: str, what: str, known: set[str], path: str, elsewhere: dict[str, str]) -> str:
    alike = next((other for other in sorted(known) if _bare(other) == _bare(cell)), None)
    if alike:
        return f"{quoted(cell)} and {alike} of {path} differ only by {_difference(cell, alike)}"
    if cells.BY_EXCEL.fullmatch(cell):
        return f"{quoted(cell)} {cells.ENTER_AGAIN}"
    if cell in elsewhere:
        return f"no {what} {cell} in {path}; it is in {elsewhere[cell]}: choose that folder too"
    return f"no {what} {printable(cell)} in {path}.{did_you_mean(cell, known)}"


# --- rules -----------------------------------------------------------------------------------


class Units:
    """What the codebook says of measures and units: the unit `of` a measure, which measures are `added` and which
    `kept`, which units are `money` and which have `fractions`, and which measure is `counted` by which role."""

    def __init__(self, codebook):
        rows = [row[1:] for row in codebook.rows("column", "term", "unit", "additive")]
        self.of = {term: unit for column, term, unit, _ in rows if column == "measure"}
        self.added = {term for column, term, _, additive in rows if column == "measure" and additive == "yes"}
        self.kept = {term for column, term, _, additive in rows if column == "measure" and additive == "kept"}
        self.units = {term for column, term, _, _ in rows if column == "unit"}
        self.money = {term for column, term, _, _ in rows if column == "unit" and re.fullmatch("[A-Z]{3}", term)}
        self.fractions = {term for column, term, unit, _ in rows if column == "unit" and unit == "fraction"}
        self.counted = {unit: term for column, term, unit, _ in rows if column == "role" and unit}


def _check_figures(tables: dict, findings: Findings) -> None:
    """A qualifier and its numbers belong together, and a measure is counted in its unit."""
    table, units = tables["measures"], Units(tables["codebook"])
    values, highs = (table.columns[name] for name in ("value", "value_high"))
    figures = (table.columns[name] for name in ("qualifier", "measure", "unit", "per", "scope"))
    kinds = list(zip(map(bool, values), map(bool, highs), *figures, strict=True))
    verdicts = {kind: list(_wrong_figure(*kind, units=units)) for kind in set(kinds)}
    refused = {kind for kind, wrong in verdicts.items() if wrong}
    fractions = {cell for cell in set(values) if "." in cell and (cells.number(cell) or 0) % 1}
    for row, (kind, value, high) in enumerate(zip(kinds, values, highs, strict=True)):
        if not (high or value in fractions or kind in refused):
            continue
        low, top, (measure, _, per, _) = cells.number(value), cells.number(high), kind[3:]
        wrong_numbers = _wrong_numbers(value, high, low, top, _is_whole(measure, per, units))
        for column, message in (*verdicts[kind], *wrong_numbers):
            findings.problem(table.place(row, column), message)


def _is_whole(measure: str, per: str, units: Units) -> bool:
    """Whether the figures of a measure are counts: no money, no unit with decimals, no rate."""
    return units.of.get(measure, "") not in {"money", *units.fractions} and not per


def _wrong_figure(
    value: bool, high: bool, qualifier: str, measure: str, unit: str, per: str, scope: str, units: Units
) -> Iterator[tuple[str, str]]:
    if qualifier == "unquantified" and value:
        yield "value", "a figure that is a word only (unquantified) has no number"
    if qualifier != "unquantified" and not value:
        yield "value", f"{qualifier} needs a number; leave the row out if there is none"
    if (qualifier == "between") != high:
        yield "value_high", "is for between, and only for it"
    expected = units.of.get(measure, unit)
    if expected == "money" and unit in units.units - units.money:
        yield "unit", f"money needs its ISO 4217 code (EUR), found {unit}"
    elif expected not in ("money", unit):
        yield "unit", f"{measure} is counted in {expected}, found {unit}"
    if measure in units.kept and not scope:
        yield "scope", f"is empty: {measure} is kept and never compared. Write context"


def _wrong_numbers(
    value: str, high: str, low: Decimal | None, top: Decimal | None, whole: bool
) -> Iterator[tuple[str, str]]:
    if None not in (low, top) and top <= low:
        yield "value_high", f"{high} is not above {value}"
    for column, cell, number in (("value", value, low), ("value_high", high, top)):
        if whole and number is not None and number % 1:
            yield column, f'"{cell}" must be a whole number'


def _check_statements_about_all(tables: dict, findings: Findings) -> None:
    """`covers` names known cases, and a figure without a case has a source that covers some."""
    sources, measures = tables["sources"], tables["measures"]
    known = set(tables["cases"].columns["case"])
    covers = dict(zip(sources.columns["source"], sources.columns["covers"], strict=True))
    for row, cell in sources.rows("covers"):
        if apart := re.search("[,;|]", cell):
            findings.problem(
                sources.place(row, "covers"), f"{quoted(cell)}: only spaces between the ids, no {apart[0]}"
            )
            continue
        for case in cell.split():
            if case not in known:
                said = _no_such(case, "case", known, tables["cases"].path, {})
                findings.problem(sources.place(row, "covers"), said, said)
    for row, case, source in measures.rows("case", "source"):
        if not case and source in covers and not covers[source]:
            findings.problem(measures.place(row, "case"), f"is empty, and {source} covers no cases")


def _check_codebook(tables: dict, findings: Findings) -> None:
    """A qualifier is a rule of arithmetic and can be worded only; a measure has a unit and says if it is added."""
    codebook, units = tables["codebook"], Units(tables["codebook"])
    for row, column, term, unit, additive in codebook.rows("column", "term", "unit", "additive"):
        if column == "qualifier" and term not in QUALIFIERS:
            known = ", ".join(QUALIFIERS)
            findings.problem(codebook.place(row, "term"), f'"{term}" is not one of the qualifiers: {known}')
        if column == "measure" and unit not in units.units:
            place = codebook.place(row, "unit")
            findings.problem(place, f"{quoted(unit)} is no unit.{did_you_mean(unit, units.units)} "
                                    "A new unit is a new row (column unit)")  # fmt: skip
        if column == "measure" and not additive:
            findings.problem(codebook.place(row, "additive"), "is empty: write yes, no or kept")


def _check_circles(tables: dict, findings: Findings) -> None:
    """No case follows itself, and no source supersedes or repeats itself, however long the way round."""
    for name, key, columns in (("cases", "case", ["follows", "overlaps"]),
                               ("sources", "source", ["supersedes", "derived_from"])):  # fmt: skip
        table = tables[name]
        for column in columns:
            earlier = dict(zip(table.columns[key], table.columns[column], strict=True))
            for row, start, cell in table.rows(key, column):
                if cell and (cell == start or (column != "overlaps" and start in _back(cell, earlier))):
                    findings.problem(table.place(row, column), f"leads from {start} back to itself")


def _back(start: str, earlier: dict[str, str]) -> set[str]:
    passed: dict[str, None] = {}
    while start and start not in passed:
        passed[start] = None
        start = earlier.get(start, "")
    return set(passed)


RULES = (_check_figures, _check_statements_about_all, _check_codebook, _check_circles)


# --- questions: what is asked and never refused ----------------------------------------------


def _ask_about_order(tables: dict, findings: Findings) -> None:
    """Steps and results that are dated before the investigation opened, or after their source came out."""
    events, measures, sources = tables["events"], tables["measures"], tables["sources"]
    results = Units(tables["codebook"]).added
    columns = (events.columns["date"], measures.columns["date"], sources.columns["published"])
    days = {when: _days(when) for when in set().union(*columns)}
    opened: dict[str, date] = {}
    for _, case, event, when in events.rows("case", "event", "date"):
        first = days[when][0] if event == "investigation_opened" else None
        if first:
            opened[case] = min(first, opened.get(case, first))
    out = {source: days[when][1] for _, source, when in sources.rows("source", "published")}
    starts = [opened.get(case) if event in FOLLOWING else None for _, case, event in events.rows("case", "event")]
    _ask_when(events, days, starts, out, findings)
    starts = [
        opened.get(case) if measure in results and not scope else None
        for _, case, measure, scope in measures.rows("case", "measure", "scope")
    ]
    _ask_when(measures, days, starts, out, findings)
    _ask_about_states(sources, out, findings)


FOLLOWING = ("action_day", "announced", "coordination_meeting")


def _days(edtf: str) -> tuple[date | None, date | None]:
    found = dates.parse(edtf) if edtf else None
    return (found.earliest, found.latest) if found else (None, None)


def _ask_when(table, days: dict, starts: list[date | None], out: dict[str, date | None], findings: Findings) -> None:
    """`days` has the first and the last of each date, `starts` for each row what it cannot come before."""
    for (row, when, source), start in zip(table.rows("date", "source"), starts, strict=True):
        first, last = days[when]
        published = out.get(source)
        if start and last and last < start:
            findings.warn(table.place(row, "date"), f"{when} is before the investigation opened ({start})", "before")
        if published and first and first > published:
            findings.warn(table.place(row, "date"), f"{when} is after its source was published ({published})", "after")


def _ask_about_states(sources, out: dict[str, date | None], findings: Findings) -> None:
    for row, source, earlier in sources.rows("source", "supersedes"):
        if earlier and out[source] and out.get(earlier) and out[source] < out[earlier]:
            place = sources.place(row, "supersedes")
            findings.warn(place, f"{source} ({out[source]}) is older than {earlier} ({out[earlier]})", "states")


def _sum(table, rows: Iterable[int]) -> Amount:
    return bounds.total(_amount(table, row) for row in rows)


def _amount(table, row: int) -> Amount:
    return _amount_of(*(table.columns[name][row] for name in ("qualifier", "value", "value_high")))


@lru_cache(maxsize=65536)
def _amount_of(qualifier: str, value: str, high: str) -> Amount:
    found = interval_of(qualifier, cells.number(value), cells.number(high))
    return Amount(found, None if found else cells.number(value))


def _ask_about_totals(tables: dict, findings: Findings) -> None:
    """A printed whole that its printed parts contradict: a total of all cases, and shares of one figure."""
    table = tables["measures"]
    covers = dict(zip(tables["sources"].columns["source"], tables["sources"].columns["covers"], strict=True))
    keys = list(zip(*(table.columns[name] for name in ("case", "measure", "unit", "per", "source")), strict=True))
    shares, totals = defaultdict(list), {}
    for row, scope in table.rows("scope"):
        if scope == "part":
            shares[keys[row]].append(row)
        elif not scope and not keys[row][0]:
            totals[keys[row]] = [(case, *keys[row][1:]) for case in covers[keys[row][-1]].split()]
    asked = {*shares, *totals, *(part for parts in totals.values() for part in parts)}
    wholes: dict[tuple, int] = {}
    for row, scope in table.rows("scope") if asked else ():
        if not scope and keys[row] in asked:
            wholes.setdefault(keys[row], row)
    for key, parts in shares.items():
        if key in wholes:
            _ask_about_total(table, wholes[key], parts, False, findings)
    for key, named in totals.items():
        parts = [wholes[part] for part in named if part in wholes]
        _ask_about_total(table, wholes[key], parts, len(parts) < len(named), findings)


def _ask_about_total(table, row: int, parts: list[int], missing: bool, findings: Findings) -> None:
    if not parts:
        return
    whole, added = _amount(table, row).interval, _sum(table, parts)
    if whole is None or added.interval is None or added.about is not None:
        return
    known = Interval(added.interval.low, None, added.interval.low_open) if missing else added.interval
    if not known.apart(whole):
        return
    lines = ("lines " if len(parts) > 1 else "line ") + words.listed([str(table.lines[part]) for part in parts[:5]])
    what = f"the parts ({lines}) add up to {_plain(added)}, and {_plain(_amount(table, row))} is printed"
    # Shares may be named of some countries only; no share of a whole is larger than it.
    tell = findings.note if known.below(whole) and table.columns["case"][row] else findings.warn
    tell(table.place(row, "value"), what, "total")


def _plain(amount: Amount) -> str:
    return words.amount(amount).replace(words.THIN, " ")


def _ask_about_counts(tables: dict, findings: Findings) -> None:
    """A printed number of countries that the list of them contradicts."""
    counted = Units(tables["codebook"]).counted
    roles, listed = set(counted.values()), defaultdict(set)
    for _, case, role, country, source in tables["countries"].rows("case", "role", "country", "source"):
        if role in roles:
            listed[case, role, source].add(country)
    table = tables["measures"]
    for row, case, measure, scope, source in table.rows("case", "measure", "scope", "source"):
        if measure not in counted or scope:
            continue
        number = len(listed.get((case, counted[measure], source), ()))
        printed = _amount(table, row).interval if number else None
        if printed and Decimal(number) not in printed:
            what = f"{_plain(_amount(table, row))} is printed, and countries.csv lists {number}"
            # A source may name some of the countries only; it cannot name more than there are.
            tell = findings.note if number <= printed.low else findings.warn
            tell(table.place(row, "value"), f"{what} with role {counted[measure]}", "count")


def _ask_about_copies(tables: dict, findings: Findings) -> None:
    """One unusual figure in two cases: a slip of the hand, or one action entered twice."""
    table, seen = tables["measures"], {}
    related = {(case, other) for _, *pair in tables["cases"].rows("case", "follows", "overlaps")
               for case, other in ((pair[0], pair[1]), (pair[0], pair[2]))}  # fmt: skip
    unusual = {value for value in set(table.columns["value"]) if len(value.strip("0.")) > 2}
    figures = zip(*(table.columns[name] for name in ("measure", "qualifier", "value", "unit", "scope")), strict=True)
    for (row, case, value), figure in zip(table.rows("case", "value"), figures, strict=True):
        if not case or value not in unusual:
            continue
        first = seen.setdefault(figure, row)
        other = table.columns["case"][first]
        if other != case and not {(case, other), (other, case)} & related:
            there = table.place(first) if table.file(first) != table.file(row) else f"line {table.lines[first]}"
            findings.warn(table.place(row, "value"), f"{value} stands at {other} too ({there})", "copies")


def _ask_about_sizes(tables: dict, findings: Findings) -> None:
    """A figure far larger than every other of its measure, or than there can be."""
    table, units = tables["measures"], Units(tables["codebook"])
    values = table.columns["value"]
    numbers = {value: cells.number(value) for value in set(values)}
    rows: dict[tuple, list[int]] = defaultdict(list)
    kinds = zip(*(table.columns[name] for name in ("measure", "unit", "per")), strict=True)
    for row, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        if numbers[value] is not None:
            rows[kind].append(row)
    for (_, unit, _), of_kind in rows.items():
        (largest, row), *others = nlargest(2, ((numbers[values[row]], row) for row in of_kind))
        next_largest = others[0][0] if others else None
        absurd = largest >= ABSURD["money" if unit in units.money else ""]
        if absurd or (next_largest and largest > WIDE * next_largest and largest > WIDE):
            beside = f"; the next largest is {next_largest}" if next_largest else ""
            findings.warn(table.place(row, "value"), f"{largest} is very large{beside}", "size")


def _ask_about_doubt(tables: dict, findings: Findings) -> None:
    """A figure whose printed words say more or less doubt than its row: "over 40" entered as exactly 40."""
    table, sources = tables["measures"], tables["sources"]
    languages = dict(zip(sources.columns["source"], sources.columns["language"], strict=True))
    in_language = [languages[source] for source in table.columns["source"]]
    rows = list(zip(table.columns["qualifier"], table.columns["as_printed"], in_language, strict=True))
    asked = {row: asked_for(*row[1:]) for row in set(rows)}
    doubted = {row: hedge for row, hedge in asked.items() if hedge[0] not in ("", row[0])}
    for number, row in enumerate(rows) if doubted else ():
        if row in doubted:
            what = f"{row[0]} stands beside {quoted(row[1])}; “{doubted[row][1]}” asks for {doubted[row][0]}"
            findings.warn(table.place(number, "qualifier"), what, "doubt")


def _ask_about_addresses(tables: dict, findings: Findings) -> None:
    """A source without an address that nobody repeats: a reader cannot look it up."""
    sources = tables["sources"]
    repeated = set(sources.columns["derived_from"])
    for row, source, url, archived in sources.rows("source", "url", "archived"):
        if not url and not archived and source not in repeated:
            findings.note(sources.place(row, "url"), "is empty: without an address nobody can look it up", "address")


def _ask_about_names(tables: dict, findings: Findings) -> None:
    """Two cases that figures would call the same."""
    table, seen = tables["cases"], {}
    for row, name in table.rows("short_title"):
        first = seen.setdefault(name.casefold(), row)
        if first != row:
            there = table.place(first) if table.file(first) != table.file(row) else f"line {table.lines[first]}"
            findings.warn(
                table.place(row, "short_title"), f"{quoted(name)} is the name of another case too ({there})", "names"
            )


QUESTIONS = (
    _ask_about_order,
    _ask_about_totals,
    _ask_about_counts,
    _ask_about_copies,
    _ask_about_sizes,
    _ask_about_doubt,
    _ask_about_names,
    _ask_about_addresses,
)
