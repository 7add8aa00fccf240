"""Choose among the statements: `explore(tables, choice)` gives what there is to see. Nothing here draws or asks.

Every list of a choice is open until something in it is chosen. Countries and roles choose actions: those that name
one of the countries in one of the roles. Measures, qualifiers, agreement and kinds of source choose statements, and an
action that then has none stays, as a gap. Which column of which table a list goes by is said in `RULES`, which the
explorer page follows too. What may be added up, and how the sum is worded, is `compare.total`'s to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import pandas as pd

from casebook import agreement, bounds, compare, dates, places, rules, walk, words
from casebook.data import Book
from casebook.sentences import exploring

LISTS = ("cases", "measures", "countries", "roles", "kinds", "agreement", "qualifiers", "years")
TABLES = ("figures", "events", "named", "help")
RULES = {
    # By which column of which table each list chooses; an empty cell goes with whatever is chosen.
    "columns": {
        "actions": {"cases": "case", "years": "years"},
        "figures": {
            "measures": "measure", "qualifiers": "qualifier", "kinds": "kinds", "agreement": "verdict",
            "countries": "share",
        },
        "events": {"kinds": "kinds"},
        "named": {"countries": "country", "roles": "role", "kinds": "kinds"},
        "help": {"kinds": "kinds"},
    },
    "actions": ("cases", "countries", "roles", "years"),  # the lists that choose actions
    "naming": ("countries", "roles"),  # of these the ones that do it by the rows of `named`
    "figures_only": ("measures", "qualifiers", "agreement"),  # where one is chosen, only figures are listed
}  # fmt: skip
SUPERSEDED = "superseded"  # stands for the verdict on a page that its source has replaced
UNDATED = "none"  # stands for the year of an action whose day is not printed
PANELS = 3  # measures that are shown where none is chosen


@dataclass(frozen=True)
class Choice:
    """What somebody has chosen: ids of each list; an empty one leaves it open."""

    cases: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


class Tables:
    """The statements about the cases of a book, ready to be chosen from.

    `figures`, `events`, `named` and `help` are the tables of measures, events, countries and cooperation with every
    statement and with the facts that a rule put together from several. They gain `fact` (whether the rule in use takes
    the row for the fact) and `sources` (a tuple: a fact may rest on several).
    """

    def __init__(self, book: Book):
        self.book, self.actions = book, compare.actions(book)
        self.cases = list(self.actions["case"])
        self.sources = book.sources.set_index("source")
        self.source = self.sources.to_dict("index")
        self.origins = rules.origins(book.sources)
        self.figures, self.events, self.named, self.help = self._all = [
            self._with_facts(getattr(book.stated, name), getattr(book, name)) for name in rules.TABLES
        ]
        self._ids: dict[tuple[str, str], list[frozenset[str]]] = {}

    @cached_property
    def speakers(self) -> list[str]:
        """The sources of the rows, in the order of sources.csv."""
        used = {source for table in self._all for sources in walk.cells(table["sources"]) for source in sources}
        return [source for source in self.source if source in used]

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """For each column its words and their labels; none for a column that a codebook has no words for."""
        known = {column: self.book.terms(column) for column in self.book.codebook["column"].unique()}
        return defaultdict(dict, known)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each of the `speakers` among them."""
        return {source: number for number, source in enumerate(self.speakers)}

    def kinds(self, sources: Iterable[str]) -> list[str]:
        """Of what kinds some sources are, in words."""
        return list(dict.fromkeys(self.labels["kind"][self.source[name]["kind"]] for name in sources))

    def _with_facts(self, stated: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
        """Every row by action, those about all of them first, and else in the order of the file."""
        known, chosen = (list(walk.tuples(table)) for table in (stated, facts))
        before, facts_ = set(known), set(chosen)
        found = [*known, *(row for row in chosen if row not in before)]
        table = pd.DataFrame(found, columns=stated.columns, dtype=object)
        table["fact"] = [row in facts_ for row in found]
        table["sources"] = walk.each(lambda cell: tuple(rules.named(cell)), walk.cells(table["source"]))
        rank = {case: place for place, case in enumerate(["", *self.cases])}
        places_ = [rank[case] for case in walk.cells(table["case"])]
        order = sorted(range(len(table)), key=places_.__getitem__)
        return table.iloc[order].reset_index(drop=True)

    @cached_property
    def about(self) -> dict[str, list[tuple[str, ...]]]:
        """For each table the cases that each of its rows is about: of a statement about all, those of its source."""
        covers = {source: tuple(row["covers"].split()) for source, row in self.source.items()}
        found = {
            name: [(case,) if case else covers[sources[0]] for case, sources in walk.tuples(table, "case", "sources")]
            for name, table in zip(TABLES, self._all, strict=True)
        }
        return found | {"actions": [(case,) for case in self.cases]}

    def ids(self, table: str, name: str) -> list[frozenset[str]]:
        """By which ids a list chooses each row of a table; by none one that goes with whatever is chosen."""
        if (table, name) not in self._ids:
            self._ids[table, name] = walk.each(_ids, self._chosen_by(table, RULES["columns"][table][name]))
        return self._ids[table, name]

    def _chosen_by(self, name: str, column: str) -> list[str | tuple[str, ...]]:
        """The cells of a column of `RULES`, those among them that the tables do not have as such."""
        if name == "actions":
            return self.cases if column == "case" else [self.years[case] for case in self.cases]
        table = getattr(self, name)
        match column:
            case "kinds":
                kinds = {source: row["kind"] for source, row in self.source.items()}
                return walk.each(lambda sources: tuple(map(kinds.get, sources)), walk.cells(table["sources"]))
            case "share":
                return walk.cells(table["country"].where(table["scope"] == "part", ""))
            case "verdict":
                return [verdict or SUPERSEDED for verdict, _ in self.judged]
        return walk.cells(table[column])

    @cached_property
    def judged(self) -> list[tuple[str, int]]:
        """For each row of `figures` the verdict of `casebook.agreement` on what it states, and how many origins
        state it."""
        keys, stated = agreement.keys(self.book), agreement.figures(self.book)
        found = {key: (verdict, origins) for key, verdict, origins in walk.tuples(keys, "key", "verdict", "origins")}
        key_of = dict(zip(self._asked(stated), walk.cells(stated["key"]), strict=True))
        return [found.get(key_of.get(asked), ("", 0)) for asked in self._asked(self.figures)]

    def _asked(self, figures: pd.DataFrame) -> list[tuple]:
        """What each of some figures is an answer to."""
        first = figures.assign(source=walk.each(rules.first_source, walk.cells(figures["source"])))
        return list(walk.tuples(rules.keys(first, self.book.sources), *rules.QUESTION))

    @cached_property
    def years(self) -> dict[str, tuple[str, ...]]:
        """For each case the years in which its action day may lie, or `UNDATED`."""
        return dict(zip(self.cases, map(_years, self.actions["action_day"]), strict=True))

    @cached_property
    def terms(self) -> dict[str, dict[str, str]]:
        """For each list what there is to choose, an id and its label, in the order in which it is shown."""
        used, labels = {name: set() for name in LISTS}, self.labels
        for table, columns in RULES["columns"].items():
            for name in columns:
                used[name] = used[name].union(*set(self.ids(table, name)))
        named = set().union(*set(self.ids("named", "countries")))
        return {
            "cases": dict(zip(self.actions["case"], self.actions["short_title"], strict=True)),
            "measures": {term: label for term, label in self._measures() if term in used["measures"]},
            "countries": {code: places.name(code) for code in sorted(named, key=places.name)},
            "roles": _used(labels["role"], used["roles"]),
            "kinds": _used(labels["kind"], used["kinds"]),
            "agreement": _used(exploring.VERDICTS, used["agreement"]),
            "qualifiers": _used(labels["qualifier"], used["qualifiers"]),
            "years": {year: words.NOT_PRINTED if year == UNDATED else year for year in sorted(used["years"])},
        }

    def _measures(self) -> Iterable[tuple[str, str]]:
        """Every measure and its label, outcomes by group as in the figures, then the others."""
        labels = self.labels["measure"]
        first = [term for term in compare.outcome_measures(self.book)["measure"] if term in labels]
        return [(term, labels[term]) for term in dict.fromkeys([*first, *labels])]


def _used(labels: dict[str, str], used: set[str]) -> dict[str, str]:
    return {term: label for term, label in labels.items() if term in used}


def _ids(cell: str | tuple[str, ...]) -> frozenset[str]:
    """The ids that a cell holds: one, several, or none."""
    return frozenset([cell] if cell and isinstance(cell, str) else cell)


def _years(edtf: str) -> tuple[str, ...]:
    days = [day for day in (_edge(edtf, "earliest"), _edge(edtf, "latest")) if day]
    return tuple(str(year) for year in range(days[0].year, days[-1].year + 1)) if days else (UNDATED,)


def _edge(edtf: str, edge: str):
    return getattr(dates.parse(edtf), edge) if edtf else None


@dataclass(frozen=True)
class View:
    """What a choice leaves: `cases` in the order of their action days, and the places of the rows that are shown in
    each table of `tables`."""

    tables: Tables
    choice: Choice
    cases: tuple[str, ...]
    figures: tuple[int, ...]
    events: tuple[int, ...]
    named: tuple[int, ...]
    help: tuple[int, ...]

    @cached_property
    def options(self) -> dict[str, dict[str, int]]:
        """For each list how many actions each of its ids would give, with what is chosen in the other lists."""
        return {name: _offered(self.tables, name, replace(self.choice, **{name: ()})) for name in LISTS}

    @property
    def said(self) -> str:
        """ "3 of 4 actions"."""
        return exploring.shown_of(len(self.cases), len(self.tables.cases))

    @property
    def panels(self) -> tuple[str, ...]:
        """The measures that are compared: the chosen ones, else those that most actions report."""
        terms = self.tables.terms["measures"]
        if self.choice.measures:
            return tuple(term for term in terms if term in self.choice.measures)
        comparable = self._comparable(self.figures)
        reported = Counter(measure for measure, _ in set(walk.tuples(comparable, "measure", "case")))
        most = sorted((term for term in terms if reported[term]), key=lambda term: -reported[term])
        return tuple(most[:PANELS])

    def _comparable(self, places_: Iterable[int]) -> pd.DataFrame:
        rows = self.tables.figures.iloc[list(places_)]
        return rows[(rows["case"] != "") & (rows["scope"] == "") & (rows["per"] == "")]

    @property
    def book(self) -> Book:
        """The facts that are shown, as a book of the chosen cases, to draw from."""
        tables = self.tables
        chosen = tables.book.select(self.cases) if self.cases else tables.book
        return replace(
            chosen,
            measures=_facts(tables.figures, self.figures)[list(chosen.measures.columns)],
            countries=_facts(tables.named, self.named)[list(chosen.countries.columns)],
        )

    def finding(self, measure: str) -> str:
        """The measure in the actions shown, in a sentence: who reports it and what the facts come to."""
        label, of = self.tables.terms["measures"][measure], len(self.cases)
        if not of:
            return ""
        rows = self._comparable(self.figures)
        rows = rows[rows["measure"] == measure]
        facts = rows[rows["fact"].astype(bool)]
        if facts.empty:
            pattern = "passed_over" if len(rows) else self._without(measure)
            return exploring.FOUND[pattern].format(label=label, any=exploring.any_of(of))
        reported = facts["case"].nunique()
        told = {"label": label, "which": exploring.which(reported, of)}
        if len(facts) == 1:
            case = self.tables.terms["cases"][facts["case"].iloc[0]]
            told |= {"case": case, "amount": words.quoted(facts["as_printed"].iloc[0])}
            return exploring.FOUND["only" if of == 1 else "one"].format(**told)
        why = self._why_not(facts)
        if why:
            return exploring.FOUND["apart"].format(**told, why=exploring.WHY[why])
        together = compare.total(facts, self.tables.book)
        return exploring.FOUND["together"].format(**told, amount=words.amount_in_unit(together))

    def _without(self, measure: str) -> str:
        """Why there is nothing to compare of the measure: only figures of another kind, the choice, or no figure."""
        if (self.tables.figures["measure"].iloc[list(self.figures)] == measure).any():
            return "aside"
        rows = self._comparable(range(len(self.tables.figures)))
        return "left_out" if (rows["case"].isin(self.cases) & (rows["measure"] == measure)).any() else "none"

    def _why_not(self, facts: pd.DataFrame) -> str:
        """Why the facts are not added up, or ""."""
        book, cases = self.tables.book, set(facts["case"])
        if facts["measure"].iloc[0] not in compare.additive(book):
            return "additive"
        if facts["case"].duplicated().any():
            return "twice"
        if any(cases.issuperset(pair) for pair in walk.tuples(book.cases, "case", "overlaps")):
            return "overlap"
        return "unit" if facts["unit"].nunique() > 1 else ""

    @property
    def drawing(self) -> str:
        """The name of the house figure that fits: a function of `casebook.figures`, or "" where no fact is left."""
        choice, facts = self.choice, self.book
        if (choice.countries or choice.roles) and len(facts.countries):
            return "countries_by_action"
        if choice.measures == ("servers_taken_down",) and len(facts.measures):
            return "servers_taken_down"
        if not choice.measures and len(self.cases) == 1:
            return "profile"
        return "what_was_reported" if len(compare.figures(facts)) else ""


def _facts(table: pd.DataFrame, shown: Iterable[int]) -> pd.DataFrame:
    rows = table.iloc[list(shown)]
    return rows[rows["fact"].astype(bool)].reset_index(drop=True)


def explore(tables: Tables, choice: Choice = Choice()) -> View:
    """What the choice leaves of the tables, and what each list still offers."""
    cases, left = _left(tables, choice)
    return View(tables, choice, cases, **left)


def _fitting(tables: Tables, table: str, choice: Choice) -> set[int]:
    """The places of the rows of a table that a choice leaves, whatever actions they are about."""
    fitting = set(range(len(tables.about[table])))
    for name in RULES["columns"][table]:
        if wanted := getattr(choice, name):
            ids = tables.ids(table, name)
            fitting = {place for place in fitting if not ids[place] or not ids[place].isdisjoint(wanted)}
    return fitting


def _left(tables: Tables, choice: Choice) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]]]:
    """The actions that are left, and of each table the places of the rows that are."""
    fitting = {name: _fitting(tables, name, choice) for name in RULES["columns"]}
    within = {tables.cases[place] for place in fitting["actions"]}
    if any(getattr(choice, name) for name in RULES["naming"]):
        within &= {tables.about["named"][place][0] for place in fitting["named"]}
    left = {
        name: tuple(
            place
            for place, cases in enumerate(tables.about[name])
            if place in fitting[name] and within.issuperset(cases)
        )
        for name in TABLES
    }
    return tuple(case for case in tables.cases if case in within), left


def _offered(tables: Tables, name: str, choice: Choice) -> dict[str, int]:
    """How many actions each id of a list would give, of which nothing is chosen."""
    cases, left = _left(tables, choice)
    within, speaking = set(cases), set(tables.cases)
    left["actions"] = [place for place, case in enumerate(tables.cases) if case in within]
    if name in RULES["actions"] and any(getattr(choice, other) for other in LISTS if other not in RULES["actions"]):
        # What is said of all actions together would be gone as soon as one of them is chosen.
        told = (tables.about[table][place] for table in listed(choice) for place in left[table])
        speaking = {about[0] for about in told if len(about) == 1}
    pairs = {
        (term, case)
        for table in _offering(name, choice)
        for ids, about in _told(tables, table, name, left[table])
        for term, case in product(ids, about)
        if case in speaking
    }
    counts = Counter(term for term, _ in pairs)
    return {term: counts[term] for term in tables.terms[name]}


def _told(tables: Tables, table: str, name: str, places_: Iterable[int]) -> Iterable[tuple[frozenset[str], tuple]]:
    """Of some rows of a table the ids that a list chooses them by, and the cases that they are about."""
    ids, about = tables.ids(table, name), tables.about[table]
    return ((ids[place], about[place]) for place in places_)


def listed(choice: Choice) -> tuple[str, ...]:
    """The tables whose rows are statements of the choice: figures only where kinds of figures are chosen."""
    return TABLES[:1] if any(getattr(choice, name) for name in RULES["figures_only"]) else TABLES


def _offering(name: str, choice: Choice) -> tuple[str, ...]:
    """The tables in whose rows the ids of a list are counted."""
    if name in RULES["naming"]:
        return ("named",)
    having = [table for table, columns in RULES["columns"].items() if name in columns]
    return tuple(table for table in having if table in ("actions", *listed(choice)))


def listing(view: View) -> pd.DataFrame:
    """The figures that are shown, for reading: a row a statement.

    Columns `short_title, label, about, as_printed, reading, agreement, country, date, source, publisher, kind, url,
    locator`; `about` says what part or rate a figure is of, `agreement` whether origins agree on it, `kind` of what
    kind the sources are, `url` is the address of the first.
    """
    tables = view.tables
    rows = tables.figures.iloc[list(view.figures)]
    titles, labels = tables.terms["cases"], tables.labels["measure"]
    addresses = tables.sources["url"].where(tables.sources["url"] != "", tables.sources["archived"])
    return pd.DataFrame(
        {
            "short_title": [titles.get(case, "") for case in rows["case"]],
            "label": [labels[measure] for measure in rows["measure"]],
            "about": [about(tables, row) for row in walk.records(rows)],
            "as_printed": list(rows["as_printed"]),
            "reading": [words.amount_in_unit(bounds.amount_of(row)) for row in walk.records(rows)],
            "agreement": [exploring.VERDICTS.get(tables.judged[place][0], "") for place in view.figures],
            "country": [places.name(code) if code else "" for code in rows["country"]],
            "date": [words.when(dates.parse(edtf)) if edtf else "" for edtf in rows["date"]],
            **{
                column: ["; ".join(tables.source[name][there] for name in sources) for sources in rows["sources"]]
                for column, there in (("source", "title"), ("publisher", "publisher"))
            },
            "kind": [", ".join(tables.kinds(sources)) for sources in rows["sources"]],
            "url": [addresses[sources[0]] for sources in rows["sources"]],
            "locator": list(rows["locator"]),
        }
    )


def about(tables: Tables, row: dict) -> str:
    """Of which part, time or rate a figure is, in words; "" for the whole of an action."""
    scopes, rates = tables.labels["scope"], tables.labels["per"]
    part = exploring.only_of(places.name(row["country"])) if row["scope"] == "part" and row["country"] else ""
    return ", ".join(filter(None, [part or scopes.get(row["scope"], ""), rates.get(row["per"], "")]))
