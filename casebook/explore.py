"""Choose among the statements: `explore(tables, choice)` gives what there is to see. Nothing here draws or asks.

Every list of a choice is open until something in it is chosen. Countries and roles choose actions: those that name
one of the countries in one of the roles. Measures, qualifiers and kinds of source choose statements, and an action
that then has none stays, as a gap. What may be added up, and how the sum is worded, is `compare.total`'s to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from casebook import bounds, compare, dates, places, rules, words
from casebook.data import Book
from casebook.sentences import exploring

LISTS = ("cases", "measures", "countries", "roles", "kinds", "qualifiers", "years")
TABLES = ("figures", "events", "named", "help")
ACTIONS = ("cases", "countries", "roles", "years")  # the lists that choose actions
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
    qualifiers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


class Statement(NamedTuple):
    """What a row of a table can be chosen by; `cases` are several where it is about all cases of its source."""

    cases: tuple[str, ...]
    kinds: frozenset[str]
    measure: str = ""
    qualifier: str = ""
    country: str = ""
    role: str = ""
    scope: str = ""


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
        self.figures, self.events, self.named, self.help = (
            self._with_facts(getattr(book.stated, name), getattr(book, name)) for name in rules.TABLES
        )

    @cached_property
    def speakers(self) -> list[str]:
        """The sources of the rows, in the order of sources.csv."""
        tables = (self.figures, self.events, self.named, self.help)
        used = {source for table in tables for sources in table["sources"] for source in sources}
        return [source for source in self.source if source in used]

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """For each column of the codebook its words and their labels."""
        return {column: self.book.terms(column) for column in self.book.codebook["column"].unique()}

    def _with_facts(self, stated: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
        """Every row by action, those about all of them first, and else in the order of the file."""
        known, chosen = (list(table.itertuples(index=False, name=None)) for table in (stated, facts))
        before, facts_ = set(known), set(chosen)
        rows = [*known, *(row for row in chosen if row not in before)]
        table = pd.DataFrame(rows, columns=stated.columns, dtype=object)
        table["fact"] = [row in facts_ for row in rows]
        table["sources"] = [tuple(rules.named(cell)) for cell in table["source"]]
        rank = {case: place for place, case in enumerate(["", *self.cases])}
        places_ = [rank[case] for case in table["case"]]
        order = sorted(range(len(table)), key=places_.__getitem__)
        return table.iloc[order].reset_index(drop=True)

    @cached_property
    def statements(self) -> dict[str, list[Statement]]:
        """For each table its rows as `Statement`, in their order."""
        kinds, covers = self.sources["kind"], self.sources["covers"]

        def of(table: pd.DataFrame, *columns: str) -> list[Statement]:
            return [
                Statement(
                    (row["case"],) if row["case"] else tuple(covers[row["sources"][0]].split()),
                    frozenset(kinds[source] for source in row["sources"]),
                    **{column: row[column] for column in columns},
                )
                for row in table.to_dict("records")
            ]

        return {
            "figures": of(self.figures, "measure", "qualifier", "country", "scope"),
            "events": of(self.events),
            "named": of(self.named, "country", "role"),
            "help": of(self.help),
        }

    @cached_property
    def years(self) -> dict[str, tuple[str, ...]]:
        """For each case the years in which its action day may lie."""
        return dict(zip(self.cases, map(_years, self.actions["action_day"]), strict=True))

    @cached_property
    def terms(self) -> dict[str, dict[str, str]]:
        """For each list what there is to choose, an id and its label, in the order in which it is shown."""
        used = {
            column: {getattr(row, column) for rows in self.statements.values() for row in rows}
            for column in ("measure", "role", "qualifier", "country")
        }
        kinds = set().union(*(row.kinds for rows in self.statements.values() for row in rows))
        labels = self.labels
        codes = used["country"] & {row.country for row in self.statements["named"]}
        years = sorted({year for years in self.years.values() for year in years})
        return {
            "cases": dict(zip(self.actions["case"], self.actions["short_title"], strict=True)),
            "measures": {term: label for term, label in self._measures() if term in used["measure"]},
            "countries": {code: places.name(code) for code in sorted(codes, key=places.name)},
            "roles": {term: labels["role"][term] for term in _known_first(used["role"], labels["role"])},
            "kinds": {term: label for term, label in labels["kind"].items() if term in kinds},
            "qualifiers": {term: label for term, label in labels["qualifier"].items() if term in used["qualifier"]},
            "years": {year: "not printed" if year == UNDATED else year for year in years},
        }

    def _measures(self) -> Iterable[tuple[str, str]]:
        """Every measure and its label, outcomes by group as in the figures, then the others."""
        labels = self.labels["measure"]
        first = [term for term in compare.outcome_measures(self.book)["measure"] if term in labels]
        return [(term, labels[term]) for term in dict.fromkeys([*first, *labels])]


def _known_first(found: set[str], known: Iterable[str]) -> list[str]:
    return [term for term in known if term in found]


def _years(edtf: str) -> tuple[str, ...]:
    days = [day for day in (_edge(edtf, "earliest"), _edge(edtf, "latest")) if day]
    return tuple(str(year) for year in range(days[0].year, days[-1].year + 1)) if days else (UNDATED,)


def _edge(edtf: str, edge: str):
    return getattr(dates.parse(edtf), edge) if edtf else None


@dataclass(frozen=True)
class View:
    """What a choice leaves: `cases` in the order of their action days, and the places of the rows that are shown in
    each table of `tables`. `options` say for each list how many actions each of its ids would give."""

    tables: Tables
    choice: Choice
    cases: tuple[str, ...]
    figures: tuple[int, ...]
    events: tuple[int, ...]
    named: tuple[int, ...]
    help: tuple[int, ...]
    options: dict[str, dict[str, int]]

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
        reported = Counter(measure for measure, _ in {(row.measure, row.case) for row in comparable.itertuples()})
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
        if any(row.case in cases and row.overlaps in cases for row in book.cases.itertuples()):
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
    cases, rows = _left(tables, choice)
    return View(tables, choice, cases, *rows.values(), options=_options(tables, choice))


def _fits(term: str, chosen: tuple[str, ...]) -> bool:
    return not chosen or term in chosen


def _is_of(row: Statement, kinds: tuple[str, ...]) -> bool:
    return not kinds or not row.kinds.isdisjoint(kinds)


def _left(tables: Tables, choice: Choice) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]]]:
    """The actions that are left, and of each table the places of the rows that are."""
    statements, acting = tables.statements, None
    if choice.countries or choice.roles:
        acting = {row.cases[0] for row in statements["named"] if _names(row, choice)}
    cases = tuple(
        case
        for case in tables.cases
        if _fits(case, choice.cases)
        and (not choice.years or set(tables.years[case]) & set(choice.years))
        and (acting is None or case in acting)
    )
    within = set(cases)

    def left(name: str, fits) -> tuple[int, ...]:
        rows = enumerate(statements[name])
        return tuple(place for place, row in rows if within.issuperset(row.cases) and fits(row))

    def of_kind(row: Statement) -> bool:
        return _is_of(row, choice.kinds)

    return cases, {
        "figures": left("figures", lambda row: _counts(row, choice)),
        "events": left("events", of_kind),
        "named": left("named", lambda row: _names(row, choice)),
        "help": left("help", of_kind),
    }


def _names(row: Statement, choice: Choice) -> bool:
    return _fits(row.country, choice.countries) and _fits(row.role, choice.roles) and _is_of(row, choice.kinds)


def _counts(row: Statement, choice: Choice) -> bool:
    """A share of one country goes with that country; all other figures are about the whole action."""
    elsewhere = row.scope == "part" and row.country and not _fits(row.country, choice.countries)
    return (
        not elsewhere
        and _fits(row.measure, choice.measures)
        and _fits(row.qualifier, choice.qualifiers)
        and _is_of(row, choice.kinds)
    )


def _options(tables: Tables, choice: Choice) -> dict[str, dict[str, int]]:
    """For each list how many actions each id would give, with what is chosen in the other lists."""
    return {name: _offered(tables, name, replace(choice, **{name: ()})) for name in LISTS}


def _offered(tables: Tables, name: str, choice: Choice) -> dict[str, int]:
    cases, rows = _left(tables, choice)
    statements = {table: [tables.statements[table][place] for place in found] for table, found in rows.items()}
    pairs = set(_pairs(tables, name, statements, cases, listed(choice)))
    if name in ACTIONS and (choice.measures or choice.qualifiers or choice.kinds):
        # What is said of all actions together would be gone as soon as one of them is chosen.
        speaking = {row.cases for table in listed(choice) for row in statements[table] if len(row.cases) == 1}
        pairs = {(term, case) for term, case in pairs if (case,) in speaking}
    counts = Counter(term for term, _ in pairs)
    return {term: counts[term] for term in tables.terms[name]}


def listed(choice: Choice) -> tuple[str, ...]:
    """The tables whose rows are statements of the choice: figures only where kinds of figures are chosen."""
    return TABLES[:1] if choice.measures or choice.qualifiers else TABLES


def _pairs(tables: Tables, name: str, statements: dict[str, list[Statement]], cases: tuple[str, ...], counted):
    """Every id of a list with every action for which it occurs; a kind of source by rows of the `counted` tables."""
    match name:
        case "cases":
            return ((case, case) for case in cases)
        case "years":
            return ((year, case) for case in cases for year in tables.years[case])
        case "kinds":
            rows = (row for table in counted for row in statements[table])
            return ((kind, case) for row in rows for kind in row.kinds for case in row.cases)
    table = "named" if name in ("countries", "roles") else "figures"
    column = {"countries": "country"}.get(name, name.removesuffix("s"))
    return ((getattr(row, column), case) for row in statements[table] for case in row.cases)


def listing(view: View) -> pd.DataFrame:
    """The figures that are shown, for reading: a row a statement.

    Columns `short_title, label, about, as_printed, reading, country, date, source, publisher, url, locator`; `about`
    says what part or rate a figure is of, `url` is the address of the first source.
    """
    tables = view.tables
    rows = tables.figures.iloc[list(view.figures)]
    titles, labels = tables.terms["cases"], tables.labels["measure"]
    return pd.DataFrame(
        {
            "short_title": [titles.get(case, "") for case in rows["case"]],
            "label": [labels[measure] for measure in rows["measure"]],
            "about": [about(tables, row) for row in rows.to_dict("records")],
            "as_printed": list(rows["as_printed"]),
            "reading": [words.amount_in_unit(bounds.amount_of(row)) for row in rows.to_dict("records")],
            "country": [places.name(code) if code else "" for code in rows["country"]],
            "date": [words.when(dates.parse(edtf)) if edtf else "" for edtf in rows["date"]],
            **{
                column: ["; ".join(tables.sources[there][list(sources)]) for sources in rows["sources"]]
                for column, there in (("source", "title"), ("publisher", "publisher"))
            },
            "url": [tables.sources["url"][sources[0]] for sources in rows["sources"]],
            "locator": list(rows["locator"]),
        }
    )


def about(tables: Tables, row: dict) -> str:
    """Of which part, time or rate a figure is, in words; "" for the whole of an action."""
    scopes, rates = tables.labels["scope"], tables.labels["per"]
    return ", ".join(filter(None, [scopes.get(row["scope"], ""), rates.get(row["per"], "")]))
