"""Compare the actions: each function takes a `Book` and gives back one table.

Every table has one row a case (or a case and measure, a case and event), in the order of the
action days unless said otherwise. A case for which the source prints nothing stays in as a row with
an empty `qualifier`: not reported is never zero. `case`, `short_title`, `leads` (country codes) and
`action_day` (EDTF) say which action a row is about; `source` and `locator` where it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd

from casebook import bounds, dates, places, rules, walk, words
from casebook.bounds import Amount, Interval, UnlikeError
from casebook.data import Book, Known

AMOUNT = ["qualifier", "value", "value_high", "measure", "unit", "per", "scope"]  # what an amount is made of
OPENINGS = ["investigation_opened", "parallel_investigation_opened", "complaint"]


def actions(book: Book) -> pd.DataFrame:
    """The chosen cases: `case, short_title, title, summary, leads, action_day, days`, by action day.

    `action_day` is the EDTF date of the first dated action day, or "" where none is printed; `days` is how many
    there are.
    """
    table = book.cases[["case", "short_title", "title", "summary"]].copy()
    leads, days = (
        _by_case(rows, column) for rows, column in ((_lead_rows(book), "country"), (_day_rows(book), "date"))
    )
    table["leads"] = [tuple(dict.fromkeys(leads.get(case, ()))) for case in table["case"]]
    table["action_day"] = [min(days.get(case, ()), key=_when, default="") for case in table["case"]]
    table["days"] = [len(set(days.get(case, ()))) for case in table["case"]]
    begins = [_when(day) for day in table["action_day"]]
    order = sorted(range(len(table)), key=begins.__getitem__)
    return table.iloc[order].reset_index(drop=True)


def _lead_rows(book: Book) -> pd.DataFrame:
    return book.countries[book.countries["role"] == "lead"]


def _day_rows(book: Book) -> pd.DataFrame:
    return book.events[(book.events["event"] == "action_day") & (book.events["date"] != "")]


def _by_case(rows: pd.DataFrame, *columns: str) -> dict[str, list]:
    """For each case what its rows hold in a column, or in several (then tuples), in the table's order."""
    found: dict[str, list] = {}
    cells = rows[columns[0]] if len(columns) == 1 else zip(*(rows[column] for column in columns), strict=True)
    for case, cell in zip(rows["case"], cells, strict=True):
        found.setdefault(case, []).append(cell)
    return found


def _when(edtf: str) -> str:
    earliest = dates.parse(edtf).earliest if edtf else None
    return earliest.isoformat() if earliest else "9999"


def figures(book: Book) -> pd.DataFrame:
    """The rows of measures.csv that may be compared: about one case as a whole, and no rate."""
    rows = book.measures
    return rows[(rows["case"] != "") & (rows["scope"] == "") & (rows["per"] == "")]


def known(book: Book) -> Known:
    """What the whole collection names, of which the book holds the chosen cases or is a part."""
    if book.known:
        return book.known
    whole = book.whole or book
    means = zip(whole.cooperation["body"], whole.cooperation["means"], strict=True)
    return Known(frozenset(figures(whole)["measure"]), frozenset(means))


def by_action(book: Book, measure: str) -> pd.DataFrame:
    """One measure for each action, the largest first, words and gaps last.

    Columns: those of `actions`, then `measure, qualifier, value, value_high, unit, per, scope,
    as_printed, source, locator`. Where nothing is printed these are "" (and None for the values).
    """
    return _by_action(actions(book), figures(book), measure)


def _by_action(acting: pd.DataFrame, rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    columns = ["measure", *AMOUNT[:3], *AMOUNT[4:], "as_printed", "source", "locator"]
    table = acting.merge(rows[rows["measure"] == measure][["case", *columns]], on="case", how="left")
    for column in columns:
        empty = None if column.startswith("value") else ""
        table[column] = [empty if cell is None or cell != cell else cell for cell in table[column]]
    sizes = [_size(*cells) for cells in zip(table["qualifier"], table["value"], strict=True)]
    order = sorted(range(len(table)), key=sizes.__getitem__)
    return table.iloc[order].reset_index(drop=True)


def _size(qualifier: str, value: Decimal | None) -> tuple:
    if qualifier == "":
        return (2, 0)
    return (0, -value) if value is not None else (1, 0)


def total(table: pd.DataFrame, book: Book) -> Amount:
    """The sum of a table of `by_action`, over the actions that report the measure.

    Raises `UnlikeError` for unlike units, a measure that the codebook says is not additive, two cases
    that overlap, or one case with two statements; ValueError if no action reports it.
    """
    reported = table[table["qualifier"] != ""]
    measure = "".join(reported["measure"].unique())
    if len(reported) and measure not in additive(book):
        raise UnlikeError(f"cannot add {measure}: the codebook says that it is not additive")
    together = set(reported["case"])
    for case in reported["case"][reported["case"].duplicated()]:
        raise UnlikeError(f"cannot add {measure}: {case} has more than one statement of it")
    for row in book.cases.itertuples():
        if row.case in together and row.overlaps in together:
            raise UnlikeError(f"cannot add {measure} of {row.case} and {row.overlaps}: the cases overlap")
    return bounds.total(_amounts(reported))


def _amounts(rows: pd.DataFrame) -> list[Amount]:
    """The amount of each row."""
    return [bounds.amount_of(row) for row in walk.records(rows, *AMOUNT)]


def additive(book: Book) -> set[str]:
    """The measures whose figures may be added across cases."""
    rows = book.codebook
    return set(rows[(rows["column"] == "measure") & (rows["additive"] == "yes")]["term"])


# --- the printed total -----------------------------------------------------------------------


def verdict(printed: Interval, parts: Interval) -> str:
    """What the parts say of a printed total: "holds", "fails", or "open" (neither way)."""
    if parts.within(printed):
        return "holds"
    return "fails" if parts.apart(printed) else "open"


def headline_check(book: Book, measure: str = "servers_taken_down") -> pd.DataFrame:
    """A printed total beside its parts, the largest first.

    Columns: `row` (part, sum, printed), `case, short_title, leads, action_day, qualifier, low, high, low_open,
    wording, verdict, source, locator`; `verdict` is set on the printed row. Parts that have no place on
    an axis keep their wording. The parts are those of the actions that the total is about, also where more
    are chosen. Empty where no total is printed about chosen actions only, or where parts cannot be added.
    """
    covers = dict(zip(book.sources["source"], book.sources["covers"], strict=True))
    rows = book.measures
    printed = rows[(rows["case"] == "") & (rows["measure"] == measure) & (rows["scope"] == "") & (rows["per"] == "")]
    about = [covers[rules.first_source(source)].split() for source in printed["source"]]
    chosen = set(book.cases["case"])
    printed = printed[[chosen.issuperset(cases) for cases in about]]
    if printed.empty:
        return pd.DataFrame()
    table = by_action(book.select(covers[rules.first_source(printed["source"].iloc[0])].split()), measure)
    parts = table[table["qualifier"] != ""]
    if printed.empty or parts.empty:
        return pd.DataFrame()
    try:
        whole = total(table, book)
    except UnlikeError:
        return pd.DataFrame()
    stated = printed.iloc[0]
    found = [
        _check_row("part", bounds.amount_of(part), part, words.quoted(part["as_printed"]))
        for part in parts.to_dict("records")
    ]
    found.append(_check_row("sum", whole, {}, words.amount(whole)))
    found.append(_check_row("printed", bounds.amount_of(stated), stated, words.quoted(stated["as_printed"])))
    found[-1]["verdict"] = "open"
    if whole.interval and found[-1]["low"] is not None:
        # What is not reported, or only estimated, may add to the parts without an end.
        unknown = len(parts) < len(table) or whole.about is not None
        known = replace(whole.interval, high=None, high_open=False) if unknown else whole.interval
        found[-1]["verdict"] = verdict(bounds.amount_of(stated).interval, known)
    return pd.DataFrame(found)


def _check_row(kind: str, amount: Amount, row, wording: str) -> dict:
    interval = amount.interval
    return {
        "row": kind,
        "case": row.get("case", ""),
        "short_title": row.get("short_title", ""),
        "leads": row.get("leads", ()),
        "action_day": row.get("action_day", ""),
        "qualifier": row.get("qualifier", ""),
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "low_open": bool(interval and interval.low_open),
        "wording": wording,
        "verdict": "",
        "source": row.get("source", ""),
        "locator": row.get("locator", ""),
    }


# --- what is reported ------------------------------------------------------------------------


def outcome_measures(book: Book) -> pd.DataFrame:
    """The measures that any action of the whole collection reports, cooperation left to its own table.

    Columns `measure, label, group, group_label`, in the codebook's order.
    """
    codebook = book.codebook
    used = known(book).measures
    groups = codebook[codebook["column"] == "group"]
    home = {unit: (row.term, row.label) for row in groups.itertuples() for unit in row.unit.split()}
    found = [
        (row.term, row.label, *home.get(row.unit, ("other", "Other")))
        for row in codebook[codebook["column"] == "measure"].itertuples()
        if row.term in used
    ]
    table = pd.DataFrame(found, columns=["measure", "label", "group", "group_label"])
    table = table[table["group"] != "cooperation"]
    rank = {group: place for place, group in enumerate(groups["term"])}
    order = table["group"].map(lambda group: rank.get(group, len(rank))).sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True)


def reported(book: Book) -> pd.DataFrame:
    """What each action reports of each outcome measure: a row for each pair, gaps included.

    Columns: `group, group_label, measure, label, case, short_title, action_day, days, as_printed, number,
    source, locator`. `as_printed` is "" for a gap; `number` is True where the words are a number.
    """
    rows = figures(book)
    cells: dict[tuple[str, str], list[tuple]] = {}
    for measure, case, *told in walk.tuples(rows, "measure", "case", "as_printed", "value", "source", "locator"):
        cells.setdefault((measure, case), []).append(told)
    acting = list(walk.tuples(actions(book), "case", "short_title", "action_day", "days"))
    found = [
        (*of, *action, *_reported(cells.get((of[2], action[0]))))
        for of in walk.tuples(outcome_measures(book), "group", "group_label", "measure", "label")
        for action in acting
    ]
    columns = ["group", "group_label", "measure", "label", "case", "short_title", "action_day", "days", "as_printed",
               "number", "source", "locator"]  # fmt: skip
    return pd.DataFrame(found, columns=columns)


def _reported(cells: Sequence[Sequence] | None) -> tuple[str, bool, str, str]:
    """What one action reports of one measure: the words, whether they are a number, and where they are printed."""
    if not cells:
        return "", False, "", ""
    printed, values, sources, locators = zip(*cells, strict=True)
    number = all(map(is_count, printed, values))
    return "; ".join(printed), number, "; ".join(dict.fromkeys(sources)), "; ".join(dict.fromkeys(locators))


def is_count(as_printed: str, value: Decimal | None) -> bool:
    """True where a number is printed, in whatever language: nobody reads more than one into words that are none."""
    return words.is_number(as_printed) or (value is not None and value > 1)


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Of a table of `reported`: for each measure how many of the actions report it.

    Columns `measure, label, group_label, reported, of`, in the table's order.
    """
    grouped = table.groupby("measure", sort=False)
    counts = grouped.agg(
        label=("label", "first"),
        group_label=("group_label", "first"),
        reported=("as_printed", lambda cells: int((cells != "").sum())),
        of=("case", "size"),
    )
    return counts.reset_index()


def sums(book: Book) -> pd.DataFrame:
    """Every outcome measure added up where that is allowed, and why not where it is not.

    Columns `measure, label, reported, of, wording, remark`; `wording` is "" where nothing is added.
    """
    found, acting, rows = [], actions(book), figures(book)
    for measure in outcome_measures(book).itertuples():
        table = _by_action(acting, rows, measure.measure)
        cases = table[table["qualifier"] != ""]["case"].nunique()
        row = {"measure": measure.measure, "label": measure.label, "reported": cases, "of": len(book.cases)}
        try:
            row |= {"wording": words.amount_in_unit(total(table, book)), "remark": ""}
        except UnlikeError as error:
            row |= {"wording": "", "remark": str(error)}
        except ValueError:
            row |= {"wording": "", "remark": "not reported"}
        found.append(row)
    return pd.DataFrame(found, columns=["measure", "label", "reported", "of", "wording", "remark"])


# --- at a glance -----------------------------------------------------------------------------


def overview(book: Book) -> pd.DataFrame:
    """One row an action: what, when, who, and the main figures as printed ("" where not printed).

    Columns: those of `by_action` for servers taken down; `arrests, seized, frozen, accounts` (printed
    words); `places`, `located` and `named` (how many countries are named for takedowns, for servers located,
    for anything but leading); `openings` (a tuple of (event, date, country)); `counted` (the outcome measures
    with a number);
    `stated_total` (the printed total of servers, where one is about exactly these actions and holds);
    `sum` (what the servers add up to, "" where nothing may be added).
    """
    servers = by_action(book, "servers_taken_down").set_index("case")
    table = servers.loc[actions(book)["case"].unique()].reset_index()
    rows = figures(book)
    for column, measure in {
        "arrests": "arrests",
        "seized": "assets_seized",
        "frozen": "assets_frozen",
        "accounts": "bank_accounts_frozen",
    }.items():
        found = rows[rows["measure"] == measure].groupby("case")["as_printed"].agg("; ".join).to_dict()
        table[column] = [found.get(case, "") for case in table["case"]]
    for column, role in {"places": "takedown", "located": "server_location"}.items():
        named = book.countries[book.countries["role"] == role].groupby("case")["country"].nunique().to_dict()
        table[column] = [int(named.get(case, 0)) for case in table["case"]]
    named = book.countries[book.countries["role"] != "lead"].groupby("case")["country"].nunique().to_dict()
    table["named"] = [int(named.get(case, 0)) for case in table["case"]]
    opened = _openings(book)
    table["openings"] = [opened.get(case, ()) for case in table["case"]]
    cells = reported(book)
    counted = _by_case(cells[cells["number"].astype(bool)], "measure")
    table["counted"] = [tuple(counted.get(case, ())) for case in table["case"]]
    table["stated_total"] = _stated_total(book)
    table["sum"] = _sum(servers.reset_index(), book)
    return table


def _sum(table: pd.DataFrame, book: Book) -> str:
    try:
        return words.amount(total(table, book))
    except ValueError:  # nothing to add, or nothing that may be added
        return ""


def _stated_total(book: Book) -> str:
    """The wording of the printed total, if it holds and is about exactly the chosen actions."""
    check = headline_check(book)
    if check.empty or check["verdict"].iloc[-1] != "holds":
        return ""
    stated = rules.first_source(check["source"].iloc[-1])
    covers = book.sources.set_index("source")["covers"][stated].split()
    return check["wording"].iloc[-1] if set(covers) == set(book.cases["case"]) else ""


def _openings(book: Book) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """For each case its dated openings, in the order of `OPENINGS`: event, date, country."""
    rows = book.events[book.events["event"].isin(OPENINGS) & (book.events["date"] != "")]
    found = _by_case(rows, "event", "date", "country")
    return {case: tuple(sorted(rows, key=lambda row: OPENINGS.index(row[0]))) for case, rows in found.items()}


# --- in time ---------------------------------------------------------------------------------


def timeline(book: Book) -> pd.DataFrame:
    """Every step that the source tells of, dated or not, by action day and then by date.

    Columns: those of `actions` without `summary`, then `event, label, date` (EDTF or ""), `earliest,
    latest` (ISO days or ""), `country, detail` (a printed count that the source gives with the same
    date, else ""), `as_printed, source, locator`.
    """
    labels = book.terms("event")
    rows = book.events.assign(label=[labels[event] for event in book.events["event"]])
    rows["earliest"] = [_edge(date, "earliest") for date in rows["date"]]
    rows["latest"] = [_edge(date, "latest") for date in rows["date"]]
    rows["detail"] = _details(book, rows)
    acting = actions(book).drop(columns=["summary", "title"])
    acting["lane"] = range(len(acting))
    # An action of which the source tells no step stays in, as one row of nothing.
    table = acting.merge(rows, on="case", how="left").astype(object)
    table = table.where(table.notna(), "")
    order = table.assign(day=table["earliest"].replace("", "9999")).sort_values(["lane", "day"], kind="stable").index
    columns = [*acting.columns[:-1], "event", "label", "date", "earliest", "latest", "country", "detail",
               "as_printed", "source", "locator"]  # fmt: skip
    return table.loc[order, columns].reset_index(drop=True)


def _edge(edtf: str, edge: str) -> str:
    found = getattr(dates.parse(edtf), edge) if edtf else None
    return found.isoformat() if found else ""


COUNTED = {
    "coordination_meeting": ("coordination_meetings", ""),
    "earlier_action": ("servers_taken_down", "earlier"),
}


def _details(book: Book, events: pd.DataFrame) -> list[str]:
    """For each step the printed count that goes with it: so many meetings, so many servers the time before."""
    printed: dict[tuple, str] = {}
    rows = book.measures[["case", "measure", "scope", "date", "source", "as_printed"]]
    for *key, words_printed in rows.itertuples(index=False, name=None):
        printed.setdefault(tuple(key), words_printed)
    steps = events[["case", "event", "date", "source"]].itertuples(index=False, name=None)
    return [printed.get((case, *COUNTED.get(event, ("", "")), day, source), "") for case, event, day, source in steps]


def waits(book: Book) -> pd.DataFrame:
    """How long from each printed opening to the action day, as an interval rounded outwards.

    Columns: `case, short_title, event, label, date, country, action_day, months_low, months_high`. A
    case without a printed opening or action day has one row with "" for what is missing and None for
    the months. An opening, a parallel opening and a complaint are three things and never ranked together.
    """
    labels, opened = book.terms("event"), _openings(book)
    found = []
    for action in actions(book).itertuples():
        for event, when, country in opened.get(action.case, (("", "", ""),)):
            row = {"case": action.case, "short_title": action.short_title, "event": event}
            row |= {
                "label": labels.get(event, ""),
                "date": when,
                "country": country,
                "action_day": action.action_day,
            }
            span = _months(when, action.action_day)
            row |= {
                "months_low": span and int(span.low),
                "months_high": span and span.high and int(span.high),
            }
            found.append(row)
    return pd.DataFrame(found, dtype=object)


def _months(opening: str, action_day: str) -> Interval | None:
    if not opening or not action_day:
        return None
    try:
        return dates.months_between(dates.parse(opening), dates.parse(action_day))
    except ValueError:  # a start that is printed with a later date than the action day
        return None


def statements(book: Book, cases: Iterable[str] | None = None) -> pd.DataFrame:
    """Every printed figure of the chosen cases with its words and place: what a reader checks.

    Columns `case, short_title, measure, label, scope, date, country, as_printed, reading, source, locator`;
    `reading` words the interval that the figure stands for.
    """
    rows = book.measures[book.measures["case"] != ""]
    titles = dict(zip(book.cases["case"], book.cases["short_title"], strict=True))
    labels = book.terms("measure")
    rank = {case: place for place, case in enumerate(cases or actions(book)["case"])}
    rows = rows[rows["case"].isin(rank)].sort_values("case", key=lambda case: case.map(rank), kind="stable")
    return pd.DataFrame(
        {
            "case": rows["case"],
            "short_title": rows["case"].map(titles),
            "measure": rows["measure"],
            "label": rows["measure"].map(labels),
            "scope": rows["scope"],
            "date": rows["date"],
            "country": rows["country"],
            "as_printed": rows["as_printed"],
            "reading": [words.amount_in_unit(amount) for amount in _amounts(rows)],
            "source": rows["source"],
            "locator": rows["locator"],
        }
    ).reset_index(drop=True)


# --- countries -------------------------------------------------------------------------------


def countries(book: Book) -> pd.DataFrame:
    """Every country named, in each of its roles in each action.

    Columns: `country, name, eu, actions, case, short_title, role, label, as_printed, source, locator`.
    `actions` is the number of chosen actions that name it; `eu` whether it was a member of the EU on the
    last action day of those. Most often named first, then by name; within a country by action day.
    """
    acting = actions(book)
    rank = {case: place for place, case in enumerate(acting["case"])}
    days = dict(zip(acting["case"], acting["action_day"], strict=True))
    titles = dict(zip(acting["case"], acting["short_title"], strict=True))
    table = book.countries.assign(
        name=[places.name(code) for code in book.countries["country"]],
        label=book.countries["role"].map(book.terms("role")),
        short_title=book.countries["case"].map(titles),
    )
    grouped = table.groupby("country")["case"]
    table["actions"] = grouped.transform("nunique")
    member = {code: _in_eu(code, [days[case] for case in cases.unique()]) for code, cases in grouped}
    table["eu"] = table["country"].map(member)
    order = table.assign(less=-table["actions"], lane=table["case"].map(rank))
    order = order.sort_values(["less", "name", "lane"], kind="stable").index
    table["of"] = len(book.cases)
    columns = ["country", "name", "eu", "actions", "of", "case", "short_title", "role", "label"]
    return table.loc[order, [*columns, "as_printed", "source", "locator"]].reset_index(drop=True)


def _in_eu(code: str, action_days: list[str]) -> bool:
    days = [dates.parse(edtf).latest for edtf in action_days if edtf]
    return places.in_eu(code, max((day for day in days if day), default=date.max))


def shared_countries(book: Book) -> pd.DataFrame:
    """Which actions name which countries in common: a row for each combination that occurs.

    Columns: `cases` (ids, by action day), `short_titles`, `names` (countries named in these actions and
    in no others), `countries` (codes), `actions` and `number` (how many of each). Most actions first,
    then most countries.
    """
    rank = {case: place for place, case in enumerate(actions(book)["case"])}
    titles = dict(zip(book.cases["case"], book.cases["short_title"], strict=True))
    named: dict[tuple[str, ...], list[str]] = {}
    for code, cases in book.countries.groupby("country")["case"]:
        named.setdefault(tuple(sorted(set(cases), key=rank.__getitem__)), []).append(code)
    rows = [
        {
            "cases": cases,
            "short_titles": tuple(titles[case] for case in cases),
            "names": tuple(sorted(map(places.name, codes))),
            "countries": tuple(sorted(codes, key=places.name)),
            "actions": len(cases),
            "number": len(codes),
            "of": len(book.cases),
        }
        for cases, codes in named.items()
    ]
    rows.sort(key=lambda row: (-row["actions"], -row["number"], [rank[case] for case in row["cases"]]))
    columns = ["cases", "short_titles", "names", "countries", "actions", "number", "of"]
    return pd.DataFrame(rows, columns=columns)


# --- cooperation -----------------------------------------------------------------------------

NUMBERED = {"coordination_meeting": "coordination_meetings", "mla": "mla_requests"}


def cooperation(book: Book) -> pd.DataFrame:
    """By which means Eurojust and Europol helped which action: a row for each pair, gaps included.

    Columns: `body, body_label, means, label, case, short_title, action_day, days, used, detail, source,
    locator`.
    `detail` holds the printed number where the source gives one (coordination meetings, MLA requests). Means
    that no action of the whole collection names are left out.
    """
    bodies, means = book.terms("body"), book.terms("means")
    named = known(book).means
    used = {(row.body, row.means, row.case): row for row in book.cooperation.itertuples()}
    printed, acting, rows = _printed_numbers(book), list(actions(book).itertuples()), []
    for body, what in ((body, what) for body in bodies for what in means if (body, what) in named):
        for action in acting:
            found = used.get((body, what, action.case))
            rows.append(
                {
                    "body": body,
                    "body_label": bodies[body],
                    "means": what,
                    "label": means[what],
                    "case": action.case,
                    "short_title": action.short_title,
                    "action_day": action.action_day,
                    "days": action.days,
                    "used": found is not None,
                    "detail": printed.get((body, what, action.case), "") if found else "",
                    "source": found.source if found else "",
                    "locator": found.locator if found else "",
                }
            )
    columns = ["body", "body_label", "means", "label", "case", "short_title", "action_day", "days", "used", "detail",
               "source", "locator"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"used": bool})


def _printed_numbers(book: Book) -> dict[tuple[str, str, str], str]:
    """The printed number of each means that is counted, by body, means and case."""
    rows = figures(book)
    return {
        ("eurojust", means, case): "; ".join(printed)
        for means, measure in NUMBERED.items()
        for case, printed in _by_case(rows[rows["measure"] == measure], "as_printed").items()
    }


# --- one action ------------------------------------------------------------------------------


def profile_figures(book: Book) -> pd.DataFrame:
    """The comparable figures of the one chosen case, outcomes first, in the codebook's order.

    Columns: those of `actions`, then `measure, label, group, qualifier, value, unit, date, as_printed, number, reading,
    source, locator`. `reading` words the range that the figure stands for. A measure that the whole collection
    knows and this case does not report stays in with "" (and None). A collection without any measure gives one row.
    """
    rows = figures(book)
    action = actions(book).iloc[0].to_dict()
    measures = outcome_measures(book)[["measure", "label", "group"]].to_dict("records")
    found = []
    for measure in measures or [{"measure": "", "label": "", "group": ""}]:
        cells = rows[rows["measure"] == measure["measure"]]
        empty = {"qualifier": "", "value": None, "unit": "", "date": "", "as_printed": "", "source": "", "locator": ""}
        for cell in cells.to_dict("records") or [empty]:
            found.append(
                action
                | measure
                | {column: cell[column] for column in empty}
                | {"number": bool(cell["as_printed"]) and is_count(cell["as_printed"], cell["value"])}
                | {"reading": words.amount_in_unit(bounds.amount_of(cell)) if cell["qualifier"] else ""}
            )
    return pd.DataFrame(found)
