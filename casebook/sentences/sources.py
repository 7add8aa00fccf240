"""Sentences on what several sources say: agreement counted by origin, and what kind of difference there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import starmap

import pandas as pd

from casebook import agreement, dates, places, walk, words
from casebook.agreement import BOUND, COMPATIBLE, CONFLICTS, DATE, LIST, NUMBER, UNIT
from casebook.bounds import Amount, Interval
from casebook.sentences.common import MOST_COLUMNS, NAMES, heading, out_of
from casebook.words import capital, count, listed, plural

KINDS = {NUMBER: "number", BOUND: "bound", DATE: "date", LIST: "list", UNIT: "unit", COMPATIBLE: "looser"}
EXCLUDE = "The numbers cannot both be true."
ESTIMATED = "One is an estimate, and nobody says how far it may be off."
ONE_NUMBER = "It is one number, with bounds that exclude each other."
ONE_VOICE = (
    "Only one origin speaks of what was chosen here, so there is nothing to compare: what one source says is neither "
    "confirmed nor contradicted by it."
)


def one_voice(cells: pd.DataFrame) -> bool:
    """True if a table of `agreement.matrix` has nothing that two origins, or two pages of one, speak of."""
    return not ((cells["verdict"] != "single") | (cells["sources"] > 1)).any()


# --- headlines -------------------------------------------------------------------------------


def sources_headlines(keys: pd.DataFrame) -> list[str]:
    """The finding over a table of `agreement.keys`: on how many figures of whole actions origins differ or agree."""
    counted = _counted(wholes(keys)["verdict"])
    told = [(says, counted[verdict]) for verdict, says in SAYS.items() if counted[verdict]]
    several = sum(number for _, number in told)
    if not several:
        return ["No figure has more than one origin in one unit", "No two origins can be compared"]
    figures = f"{capital(count(several))} figures"
    if several == 1:
        return [f"One figure has more than one origin: origins {told[0][0].removesuffix(' on')}"]
    if len(told) == 1:
        return [f"{figures} have more than one origin: on all of them origins {told[0][0][:-3]}"]
    said = listed([f"{says} {count(number)}" for says, number in told])
    head = f"{figures} have more than one origin: origins {said}"
    last = f"Origins {told[0][0]} {out_of(told[0][1], several)} figures that have several"
    return [head, f"Of {count(several)} shared figures, origins {said}", last]


SAYS = {"conflict": "contradict each other on", "looser": "are compatible on", "agree": "agree on"}


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


def _counted(verdicts: pd.Series) -> dict[str, int]:
    return dict.fromkeys(agreement.VERDICTS, 0) | Counter(walk.cells(verdicts))


def wholes(keys: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of `agreement.keys` that are about one action as a whole, and no rate."""
    return keys[(keys["case"] != "") & (keys["scope"] == "") & (keys["per"] == "")]


# --- words of a cell -------------------------------------------------------------------------


def verdict(row) -> str:
    """What a row of `agreement.matrix` or `agreement.keys` comes to: "agree: 3" (origins), "conflict: bound".

    A star behind it: pages with one origin contradict each other.
    """
    said = {
        "agree": f"agree: {words.number(row.origins)}",
        "looser": f"looser: {words.number(row.origins)}",
        "conflict": f"conflict: {listed([KINDS[name] for name in row.classes if name in CONFLICTS])}",
        "unit": "other date" if DATE in row.classes else "other unit",
        "single": "one origin",
    }[row.verdict]
    return f"{said}{words.BOUND}{STAR}" if starred(row) else said


STAR = "*"


def starred(row) -> bool:
    """True if pages with one origin contradict each other on what a row is about."""
    return differ(row.retold) or differ(row.own)


def tag(row) -> str:
    """The same of a row of `agreement.keys` as a short sentence."""
    conflicts = [name for name in row.classes if name in CONFLICTS]
    said = {
        "agree": f"{capital(plural(row.origins, 'origin'))} agree",
        "looser": f"{capital(plural(row.origins, 'origin'))}, compatible",
        "conflict": f"Contradicted: {listed([f'{KINDS[name]}s' for name in conflicts])}",
        "unit": "Other units" if UNIT in row.classes else "One number, other things",
        "single": "One origin",
    }[row.verdict]
    more = ["retold otherwise"] * differ(row.retold) + ["its publisher differs"] * differ(row.own)
    return "; ".join([said, *more])


def differ(classes: Iterable[str]) -> bool:
    """True if two statements of these classes, of a row's `retold` or `own`, cannot both be true."""
    return bool(set(classes) & set(CONFLICTS))


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
    said = f"{said}, none contradicts" if row["origins"] > 1 else said
    return f"{said}, another unit elsewhere" if UNIT in row["classes"] else said


def confirmations(numbers: pd.DataFrame, beside: dict[tuple[str, str], dict]) -> pd.DataFrame:
    """A table of `compare.profile_figures` with `confirmed`: how many origins state each figure, shown or not."""
    said = [confirmed(beside.get((row.case, row.measure))) for row in numbers.itertuples()]
    elsewhere = [f"not shown; {text}" if text and not row.as_printed else text
                 for text, row in zip(said, numbers.itertuples(), strict=True)]  # fmt: skip
    return numbers.assign(confirmed=elsewhere)


# --- a paragraph for each action -------------------------------------------------------------


MOST_ACTIONS = 40  # of whom so much is told


def further(actions: int) -> str:
    """What is said of actions beyond `MOST_ACTIONS`, of so many in all; "" if there are none."""
    more = actions - MOST_ACTIONS
    return f"{capital(plural(more, 'more action'))} {'is' if more == 1 else 'are'} in the tables alone." * (more > 0)


def action_by_action(cases: Sequence[str], told: agreement.Compared) -> Iterable[list[str]]:
    """`differences` of each of these actions, up to `MOST_ACTIONS`."""
    cases = list(cases[:MOST_ACTIONS])
    near = agreement.Compared(*(table[table["case"].isin(cases)] for table in told))
    return (differences(case, near) for case in cases)


def differences(case: str, told: agreement.Compared) -> list[str]:
    """What differs for one action and what kind of difference it is: a sentence or two each, who speaks first."""
    rows, keys, steps, lists, alike, spoken = (table[table["case"] == case] for table in told)
    keys = wholes(keys)
    return [text for text in [
        _who_speaks(spoken.iloc[0]),
        _agreed(keys, "agree", "Origins agree on {}."),
        _agreed(keys, "looser", "What they say of {} is compatible: one is looser than another, or uses words."),
        *[_conflict(key, rows) for key in keys.itertuples() if set(key.classes) & set(CONFLICTS)],
        *_one_numbers(alike),
        *[text for key in keys.itertuples() for text in _within(key, rows)],
        *[_dates(step) for step in steps.itertuples() if DATE in (*step.classes, *step.retold, *step.own)],
        *[_list(pair) for pair in lists.itertuples() if pair.b],
    ] if text]  # fmt: skip


def _who_speaks(row) -> str:
    if not row.sources:
        return f"{row.short_title}: nothing is stated of it."
    speak = f"{plural(row.origins, 'origin')} speak{'s' if row.origins == 1 else ''}"
    return f"{row.short_title}: {speak} of it, in {plural(row.sources, 'source')}."


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
    stated = rows[(rows["key"] == key.key) & ~rows["superseded"]]
    about = (stated["qualifier"] == "about").any()
    why = [ESTIMATED if about else EXCLUDE] * (NUMBER in key.classes) + [ONE_NUMBER] * (BOUND in key.classes)
    return " ".join([f"They differ on {small(key.label)}: {_by_words(stated)}.", *why])


def _by_words(rows: pd.DataFrame) -> str:
    """ "close to 2 million (Eurojust)": each way to say it with those who print it."""
    said: dict[str, dict[str, None]] = {}
    for row in rows.itertuples():
        said.setdefault(row.said, {})[row.voice] = None
    return "; ".join(f"{text} ({_few(who)})" for text, who in said.items())


def _few(who: Iterable[str]) -> str:
    who = list(who)
    return listed(who if len(who) <= NAMES else [*who[:NAMES], f"{count(len(who) - NAMES)} more"])


def _one_numbers(alike: pd.DataFrame) -> list[str]:
    """A sentence for each number of a table of `agreement.one_number`, and what to make of it behind the last."""
    found = []
    for (_, (value, currency)), group in alike.groupby(["group", "number"], sort=False):
        number = words.amount_in_unit(Amount(Interval(value, value), unit=currency))
        things = listed([f"{small(row.label)} ({_few(row.voices)})" for row in group.itertuples()])
        found.append(f"One number, {number}, is given for {things}.")
    return found and [*found[:-1], f"{found[-1]} {SEVERAL_NAMES}"]


SEVERAL_NAMES = "Such a number may be of one thing under several names, or of several things."


def _within(key, rows: pd.DataFrame) -> list[str]:
    """Where pages with one origin contradict each other: those that repeat it, or its own."""
    kinds = {"Pages with one origin differ on": key.retold, "One publisher differs from itself on": key.own}
    if not starred(key):
        return []
    stated = rows[(rows["key"] == key.key) & ~rows["superseded"]]
    shared = stated[stated["origin"].duplicated(keep=False)]
    return [f"{what} {small(key.label)}: {_by_words(shared)}." for what, kind in kinds.items() if differ(kind)]


def _dates(step) -> str:
    said = [f"{day} ({_few(voices)})" for day, voices in step.told]
    where = f", {places.name(step.country)}" if step.country else ""
    several = "" if step.event in agreement.ONCE else " They may be of several steps."
    return f"Dates differ for “{step.label}{where}”: {'; '.join(said)}.{several}"


def _list(pair) -> str:
    one = len(pair.b) == 1
    more = [f"{'adds' if one else 'add'} {_few(pair.only_in_b)}"] if pair.only_in_b else []
    more += [f"{'leaves' if one else 'leave'} out {_few(pair.only_in_a)}"] if pair.only_in_a else []
    against = f"against {_few(pair.a)} ({plural(pair.in_a, 'country', 'countries')})"
    return f"Lists of countries differ for “{pair.label}”: {against}, {_few(pair.b)} {listed(more)}."


# --- what only some tell, and when -----------------------------------------------------------


def left_out(table: pd.DataFrame) -> str:
    """How much the factsheet leaves out and what it alone states, over a table of `agreement.left_out`."""
    without, alone = (_things(table[table["who"] == who]) for who in ("not", "only"))
    if table.empty:
        return "In what was read here, the factsheet and the other sources state the same."
    missing = f"others state {without} that the factsheet does not." if without else ""
    only = f"{'' if without else 'In what was read here, '}{alone} stand in the factsheet alone." if alone else ""
    return " ".join(filter(None, [missing and f"In what was read here, {missing}", capital(only)]))


THINGS = {"figure": ("figure", "figures"), "date": ("kind of step", "kinds of steps"),
          "list": ("role of countries", "roles of countries")}  # fmt: skip


def _things(table: pd.DataFrame) -> str:
    counted = {part: int((table["part"] == part).sum()) for part in THINGS}
    return listed([plural(number, *THINGS[part]) for part, number in counted.items() if number])


def left_out_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `agreement.left_out` for reading: `short_title, label, stated, by`, and `who` in words."""
    return table.assign(
        stated=walk.each("; ".join, walk.cells(table["said"])),
        by=walk.each(listed, walk.cells(table["by"])),
        who=walk.each(_who_states, walk.tuples(table, "who", "listed")),
    )


def _who_states(told: tuple[str, int]) -> str:
    who, countries = told
    return f"{WHO[who]}; the factsheet names {words.countries(countries)}" if countries else WHO[who]


WHO = {"only": "factsheet alone", "not": "others alone"}


def statements_table(rows: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """A table of `agreement.figures` for reading: `about, who, says` (how it differs), and `fact` for the one shown."""
    speaking = walk.tuples(rows, "publisher", "origin", "kind")
    who = walk.each(lambda source: f"{_speaker(*source)} ({kinds[source[-1]].lower()})", speaking)
    says = rows["class"].mask(~rows["key"].duplicated() & (rows["class"] != agreement.ONE), "the first")
    says = says.mask(rows["superseded"], "superseded")
    fact = ["yes" if shown else "" for shown in rows["shown"]]
    about = walk.each(_about, walk.tuples(rows, "label", "scope", "country", "per"))
    return rows.assign(who=who, says=says, fact=fact, about=about)


def cells_table(cells: pd.DataFrame) -> pd.DataFrame:
    """A table of `agreement.contested` for reading: a row for what is stated.

    Up to `MOST_COLUMNS` actions have a column each; of more it is counted for how many origins agree, and so on.
    """
    titles = dict(zip(cells["case"], cells["short_title"], strict=True))
    rows = []
    for _, group in cells.groupby(["part", "what"], sort=False):
        if len(titles) > MOST_COLUMNS:
            told = {COUNTED[verdict]: number for verdict, number in _counted(group["verdict"]).items()}
        else:
            said = {row.case: verdict(row) for row in group.itertuples()}
            told = {heading(titles, case): said.get(case, "") for case in titles}
        rows.append({"Stated": group["label"].iloc[0]} | told)
    return pd.DataFrame(rows)


COUNTED = {
    "conflict": "In conflict",
    "unit": "Other unit",
    "looser": "Looser",
    "agree": "Agree",
    "single": "One origin",
}


def lists_table(table: pd.DataFrame) -> pd.DataFrame:
    """Where lists differ in a table of `agreement.lists`, for reading: `who_a, who_b, more_a, more_b`."""
    found = table[[bool(names) for names in table["b"]]]
    return found.assign(
        who_a=[f"{_few(row.a)} ({row.in_a})" for row in found.itertuples()],
        who_b=[f"{_few(row.b)} ({row.in_b})" for row in found.itertuples()],
        more_a=[listed(list(names)) for names in found["only_in_a"]],
        more_b=[listed(list(names)) for names in found["only_in_b"]],
    )


def steps_table(table: pd.DataFrame) -> pd.DataFrame:
    """What several origins date in a table of `agreement.steps`, for reading: `says, dates`."""
    counted = walk.tuples(table, "origins", "retold", "own")
    found = table[[origins > 1 or DATE in (*retold, *own) for origins, retold, own in counted]]
    return found.assign(
        says=[verdict(row) for row in found.itertuples()],
        dates=["; ".join(f"{day} ({_few(voices)})" for day, voices in told) for told in found["told"]],
    )


def _speaker(publisher: str, origin: str, kind: str) -> str:
    """Who says it, and by whom it was passed on."""
    return (
        publisher if publisher == origin else f"{publisher}, {'copying' if kind == 'republished' else 'after'} {origin}"
    )


def _about(figure: tuple[str, str, str, str]) -> str:
    """A label with what share, action or time the figure is of, where it is not of the whole: "(part, Sweden)"."""
    label, scope, country, per = figure
    said = [scope, places.name(country) if scope and country else "", per and f"a {per}"]
    of = ", ".join(part for part in said if part)
    return f"{label} ({of})" if of else label


def known_table(table: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """A table of `agreement.known_when` for reading: `day, who, kind, about, told`."""
    return table.assign(
        day=[words.when(dates.parse(edtf)) if edtf else "not dated" for edtf in table["published"]],
        who=list(starmap(_speaker, walk.tuples(table, "publisher", "origin", "kind"))),
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
    days = [dates.parse(edtf) for edtf in dated["published"]]
    last = max(
        days, key=lambda day: day.earliest or day.latest
    )  # of a vague day all that is sure: not before its first
    told = f"The sources date from {words.when(days[0])} to {words.when(last)}."
    late = dated[dated["kind"] == "factsheet"]
    before = dated[dated.index < late.index[0]]["page"].nunique() if len(late) else 0
    sheet = f" {capital(plural(before, 'source'))} came before the factsheet." if before else ""
    return told + sheet
