"""Sentences on what several sources say: agreement counted by origin, and what kind of difference there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from casebook import agreement, dates, places, words
from casebook.agreement import BOUND, COMPATIBLE, CONFLICTS, DATE, LIST, NUMBER, UNIT
from casebook.sentences.common import NAMES, heading, out_of
from casebook.words import capital, count, listed, plural

KINDS = {NUMBER: "number", BOUND: "bound", DATE: "date", LIST: "list", UNIT: "unit", COMPATIBLE: "looser"}
MEANING = {NUMBER: "The numbers cannot both be true.", BOUND: "It is one number, with bounds that exclude each other."}
ONE_VOICE = (
    "Only one origin speaks of what was chosen here, so there is nothing to compare: what one source says is neither "
    "confirmed nor contradicted by it."
)


def one_voice(cells: pd.DataFrame) -> bool:
    """True if a table of `agreement.matrix` has nothing that two origins, or two pages of one, speak of."""
    return not ((cells["verdict"] != "single") | (cells["sources"] > 1)).any()


# --- headlines -------------------------------------------------------------------------------


def sources_headlines(keys: pd.DataFrame) -> list[str]:
    """The finding over a table of `agreement.keys`: how often origins agree on the figures of whole actions."""
    counted = _counted(wholes(keys)["verdict"])
    told = [(says, counted[verdict]) for verdict, says in SAYS.items() if counted[verdict]]
    several = sum(number for _, number in told)
    if not several:
        return ["No figure is stated by two independent sources in one unit", "No two sources can be compared"]
    if several == 1:
        return [f"One figure is stated by several independent sources: they {told[0][0].removesuffix(' on')}"]
    if len(told) == 1:
        on = f"{told[0][0]} all of them"
        return [f"{capital(count(several))} figures are stated by several independent sources: they {on}"]
    said = listed([f"{says} {count(number)}" for says, number in told])
    head = f"{capital(count(several))} figures are stated by several independent sources"
    agreed = f"Independent sources agree on {out_of(counted['agree'], several)} figures that several state"
    return [f"{head}: they {said}", f"Of {count(several)} shared figures, sources {said}", agreed]


SAYS = {"agree": "agree on", "looser": "are compatible on", "conflict": "contradict each other on"}


def agreement_headlines(cells: pd.DataFrame) -> list[str]:
    """The finding over a table of `agreement.matrix`: how much rests on one origin, and how much differs."""
    counted, of = _counted(cells["verdict"]), len(cells)
    if not of:
        return ["Nothing is stated of the chosen actions"]
    alone = f"{capital(out_of(counted['single'], of))} figures, dates and lists rest on one origin alone"
    if of == 1:
        alone = f"The one thing stated rests on {'one origin alone' if counted['single'] else 'more than one origin'}"
    differ = counted["conflict"]
    if not differ:
        return [f"{alone}; nowhere do origins contradict each other", alone]
    differs = f"origins contradict each other on {count(differ)}"
    return [f"{alone}; {differs}", alone]


def _counted(verdicts: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys(agreement.VERDICTS, 0)
    for verdict in verdicts:
        found[verdict] += 1
    return found


def wholes(keys: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of `agreement.keys` that are about one action as a whole, and no rate."""
    return keys[(keys["case"] != "") & (keys["scope"] == "") & (keys["per"] == "")]


# --- words of a cell -------------------------------------------------------------------------


def verdict(row) -> str:
    """What a row of `agreement.matrix` or `agreement.keys` comes to: "agree: 3" (origins), "conflict: bound"."""
    said = {
        "agree": f"agree: {words.number(row.origins)}",
        "looser": f"looser: {words.number(row.origins)}",
        "conflict": f"conflict: {listed([KINDS[name] for name in row.classes if name in CONFLICTS])}",
        "unit": "other date" if DATE in row.classes else "other unit",
        "single": "one origin",
    }[row.verdict]
    return f"{said}, retold" if retold(row) else said


def retold(row) -> bool:
    """True if a page that repeats an origin contradicts what the origin says."""
    return bool(set(row.retold) & set(CONFLICTS))


def confirmed(row: dict | None) -> str:
    """For one figure, from `agreement.beside`: how many origins state it, and whether any contradicts it."""
    if row is None:
        return ""
    said = plural(row["origins"], "origin")
    kinds = [KINDS[name] for name in row["classes"] if name in CONFLICTS]
    if kinds:
        return f"{said}, contradicted ({listed(kinds)})"
    if row["verdict"] == "unit":
        return f"{said}, another unit elsewhere"
    return f"{said}, none contradicts" if row["origins"] > 1 else said


def confirmations(numbers: pd.DataFrame, beside: dict[tuple[str, str], dict]) -> pd.DataFrame:
    """A table of `compare.profile_figures` with `confirmed`: how many origins state each figure, shown or not."""
    said = [confirmed(beside.get((row.case, row.measure))) for row in numbers.itertuples()]
    elsewhere = [f"not shown; {text}" if text and not row.as_printed else text
                 for text, row in zip(said, numbers.itertuples(), strict=True)]  # fmt: skip
    return numbers.assign(confirmed=elsewhere)


# --- a paragraph for each action -------------------------------------------------------------


def differences(
    case: str, rows: pd.DataFrame, keys: pd.DataFrame, steps: pd.DataFrame, lists: pd.DataFrame
) -> list[str]:
    """What differs for one action and what kind of difference it is, from tables of `casebook.agreement`."""
    rows, keys, steps, lists = (table[table["case"] == case] for table in (rows, keys, steps, lists))
    keys = wholes(keys)
    return [text for text in [
        _who_speaks(rows),
        _agreed(keys, "agree", "They agree on {}."),
        _agreed(keys, "looser", "What they say of {} is compatible: one is looser than another, or uses words."),
        *[_conflict(key, rows) for key in keys.itertuples() if set(key.classes) & set(CONFLICTS)],
        _other_units(keys),
        _changed(keys),
        *[_dates(step) for step in steps.itertuples() if DATE in (*step.classes, *step.retold)],
        *[_list(pair) for pair in lists.itertuples() if _telling(pair)],
    ] if text]  # fmt: skip


def _who_speaks(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    origins, sources = rows["origin"].nunique(), rows["source"].nunique()
    title = rows["short_title"].iloc[0]
    if origins == 1:
        return f"{title}: only {rows['origin'].iloc[0]} speaks of it, in {plural(sources, 'source')}."
    return f"{title}: {plural(origins, 'independent origin')} speak of it, in {plural(sources, 'source')}."


def _labels(keys: pd.DataFrame) -> str:
    labels = [small(label) for label in keys["label"]]
    return listed(labels) if len(labels) <= 2 * NAMES else plural(len(labels), "figure")


def small(label: str) -> str:
    """A label within a sentence: "arrests", and "IP addresses" as it is."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _agreed(keys: pd.DataFrame, kind: str, sentence: str) -> str:
    found = keys[keys["verdict"] == kind]
    return sentence.format(_labels(found)) if len(found) else ""


def _conflict(key, rows: pd.DataFrame) -> str:
    said = _by_reading(rows[(rows["key"] == key.key) & ~rows["superseded"]])
    why = [MEANING[name] for name in key.classes if name in MEANING]
    return " ".join([f"They differ on {small(key.label)}: {'; '.join(said)}.", *why])


def _by_reading(rows: pd.DataFrame) -> list[str]:
    """ "close to 2 million (Eurojust)": each reading with the origins, and pages that repeat them, that say so."""
    said: dict[str, dict[str, None]] = {}
    for row in rows.itertuples():
        who = f"{row.publisher} after {row.origin}" if row.repeats else row.origin
        said.setdefault(row.reading, {})[who] = None
    return [f"{reading} ({_few(who)})" for reading, who in said.items()]


def _few(who: Iterable[str]) -> str:
    who = list(who)
    return listed(who if len(who) <= NAMES else [*who[:NAMES], f"{count(len(who) - NAMES)} more"])


def _once(keys: pd.DataFrame) -> list:
    """Each pair of measures that share a number once, from the side that comes first."""
    told: set[frozenset] = set()
    found = []
    for key in keys.itertuples():
        other = [(label, reading, origin) for label, reading, origin in key.also
                 if frozenset((key.label, label)) not in told]  # fmt: skip
        told |= {frozenset((key.label, label)) for label, *_ in other}
        if other:
            found.append(key._replace(also=tuple(other)))
    return found


def _other_units(keys: pd.DataFrame) -> str:
    said = [f"{small(key.label)} ({_few(key.by)}) and {_nouns(key.also)}" for key in _once(keys)]
    if not said:
        return ""
    return f"One number is given for {'; one for '.join(said)}. That may be one thing under several names, or several."


def _nouns(also: Iterable[tuple[str, str, str]]) -> str:
    nouns: dict[tuple[str, str], list[str]] = {}
    for label, reading, origin in also:
        nouns.setdefault((label, reading), []).append(origin)
    return listed([f"{small(label)} ({reading}, {_few(origins)})" for (label, reading), origins in nouns.items()])


def _changed(keys: pd.DataFrame) -> str:
    found = [key for key in keys.itertuples() if retold(key)]
    if not found:
        return ""
    said = [f"{small(key.label)} ({listed([KINDS[name] for name in key.retold])})" for key in found]
    return f"One origin is told in ways that exclude each other, by itself or by those who repeat it: {listed(said)}."


def _dates(step) -> str:
    said = [f"{day} ({_few(origins)})" for day, origins in step.told]
    where = f", {places.name(step.country)}" if step.country else ""
    several = "" if step.event in agreement.ONCE else " They may be of several steps."
    return f"Dates differ for “{step.label}{where}”: {'; '.join(said)}.{several}"


def _telling(pair) -> bool:
    """A list of one country does not claim to be whole."""
    return bool(pair.b) and (pair.excludes or min(pair.in_a, pair.in_b) > 1)


def _list(pair) -> str:
    one = len(pair.b) == 1
    more = [f"{'adds' if one else 'add'} {_few(pair.only_in_b)}"] if pair.only_in_b else []
    more += [f"{'leaves' if one else 'leave'} out {_few(pair.only_in_a)}"] if pair.only_in_a else []
    who = f"{_few(pair.b)}{', repeating it,' if pair.retold else ''}"
    against = f"against {_few(pair.a)} ({plural(pair.in_a, 'country', 'countries')})"
    return f"Lists of countries differ for “{pair.label}”: {against}, {who} {listed(more)}."


# --- what only some tell, and when -----------------------------------------------------------


def left_out(table: pd.DataFrame) -> str:
    """How much the factsheet leaves out and what it alone states, over a table of `agreement.left_out`."""
    without, alone = (table[table["who"] == who] for who in ("not", "only"))
    if table.empty:
        return "The factsheet and the other sources state the same measures."
    missing = f"Others state {plural(len(without), 'figure')} that the factsheet does not give as a number."
    only = (
        f"{capital(plural(len(alone), 'figure'))} {'was' if len(alone) == 1 else 'were'} found in the factsheet alone."
    )
    return " ".join([missing] * bool(len(without)) + [only] * bool(len(alone)))


def left_out_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `agreement.left_out` for reading: `short_title, label, stated, by`."""
    return table.assign(
        stated=["; ".join(readings) for readings in table["readings"]],
        by=[listed(list(origins)) for origins in table["by"]],
    )


def statements_table(rows: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """A table of `agreement.figures` for reading: `who, kind, says` (how it differs), and `fact` for the one shown."""
    who = [_speaker(row) for row in rows.itertuples()]
    says = rows["class"].mask(~rows["key"].duplicated() & (rows["class"] != agreement.ONE), "the first")
    says = says.mask(rows["superseded"], "superseded")
    fact = ["yes" if shown else "" for shown in rows["shown"]]
    about = [f"{row.label} ({_scope(row)})" if _scope(row) else row.label for row in rows.itertuples()]
    return rows.assign(who=who, says=says, fact=fact, about=about, kind=rows["kind"].map(kinds))


def cells_table(cells: pd.DataFrame) -> pd.DataFrame:
    """A table of `agreement.contested` for reading: a row for what is stated, a column an action."""
    titles = dict(zip(cells["case"], cells["short_title"], strict=True))
    rows = []
    for _, group in cells.groupby(["part", "what"], sort=False):
        said = {row.case: verdict(row) for row in group.itertuples()}
        rows.append({"Stated": group["label"].iloc[0]} | {heading(titles, case): said.get(case, "") for case in titles})
    return pd.DataFrame(rows)


def lists_table(table: pd.DataFrame) -> pd.DataFrame:
    """Where lists differ in a table of `agreement.lists`, for reading: `who_a, who_b, more_a, more_b`."""
    found = table[[bool(names) for names in table["b"]]]
    return found.assign(
        who_a=[f"{_few(row.a)} ({row.in_a})" for row in found.itertuples()],
        who_b=[f"{_few(row.b)}{', repeating it' if row.retold else ''} ({row.in_b})" for row in found.itertuples()],
        more_a=[listed(list(names)) for names in found["only_in_a"]],
        more_b=[listed(list(names)) for names in found["only_in_b"]],
    )


def steps_table(table: pd.DataFrame) -> pd.DataFrame:
    """What several origins date in a table of `agreement.steps`, for reading: `says, dates`."""
    found = table[[row.origins > 1 or DATE in row.retold for row in table.itertuples()]]
    return found.assign(
        says=[verdict(row) for row in found.itertuples()],
        dates=["; ".join(f"{day} ({_few(origins)})" for day, origins in told) for told in found["told"]],
    )


def _speaker(row) -> str:
    """Who says it, and by whom it was passed on."""
    if row.publisher == row.origin:
        return row.publisher
    return f"{row.publisher}, {'copying' if row.kind == 'republished' else 'after'} {row.origin}"


def _scope(row) -> str:
    """Of what share, action or time a figure is, where it is not of the whole: "part, Sweden"."""
    said = [row.scope, places.name(row.country) if row.scope and row.country else "", row.per and f"a {row.per}"]
    return ", ".join(part for part in said if part)


def known_table(table: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """A table of `agreement.known_when` for reading: `day, who, kind, about, told`."""
    return table.assign(
        day=[words.when(dates.parse(edtf)) if edtf else "not dated" for edtf in table["published"]],
        who=[_speaker(row) for row in table.itertuples()],
        kind=table["kind"].map(kinds),
        about=[listed(list(titles)) for titles in table["short_titles"]],
        told=[_news(new) for new in table["new"]],
    )  # fmt: skip


def _news(new: Sequence[tuple[str, str]]) -> str:
    by_case: dict[str, list[str]] = {}
    for title, label in new:
        by_case.setdefault(title, []).append(small(label))
    return "; ".join(f"{title}: {listed(labels)}" for title, labels in by_case.items())


def first_and_last(table: pd.DataFrame) -> str:
    """From when to when the sources of a table of `agreement.known_when` date, and when the factsheet stands."""
    dated = table[table["published"] != ""]
    if len(dated) < 2:
        return ""
    first, last = (words.when(dates.parse(dated["published"].iloc[place])) for place in (0, -1))
    late = dated[dated["kind"] == "factsheet"]
    before = int((dated.index < late.index[0]).sum()) if len(late) else 0
    told = f"The sources date from {first} to {last}."
    sheet = f" {capital(plural(before, 'source'))} came before the factsheet." if before else ""
    return told + sheet
