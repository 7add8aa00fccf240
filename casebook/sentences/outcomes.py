"""Sentences on what was reported and counted: the overview, servers, the printed total, the matrix."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from casebook import compare, dates, words
from casebook.sentences.common import (
    LONGEST,
    MOST_COLUMNS,
    NAMES,
    briefly,
    heading,
    names,
    of_all,
    out_of,
    some_actions,
    years,
)
from casebook.words import capital, count, listed, plural, quoted


def overview_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.overview`."""
    if len(table) == 1:
        return _one_action(table.iloc[0])
    known = table[table["qualifier"] != ""]
    span = f" {years(table)}" if years(table) else ""
    acted = capital(some_actions(len(table))) + span
    if known.empty:
        return [f"{acted}: no number of servers taken down is printed for any of them"]
    if len(known) == 1:
        return [f"{acted}: servers taken down are printed for one, {briefly(known.iloc[0])}"]
    stated = table["stated_total"].iloc[0]
    total = stated if stated and len(known) == len(table) and len(stated) <= LONGEST else table["sum"].iloc[0]
    if not total:
        return [f"{acted}: their servers cannot be added up"]
    if len(known) < len(table):
        some = f"{acted}: servers taken down add up to {total} in the {count(len(known))} that report them"
        return [some, f"{acted}: a number of servers taken down is printed for {count(len(known))}"]
    took = f"{acted} report {total}{words.BOUND}servers taken down"
    return [f"{took}; {_others_counted(table)}", took]


def _others_counted(table: pd.DataFrame) -> str:
    everywhere = set.intersection(*map(set, table["counted"])) - {"servers_taken_down"}
    of = of_all(len(table), len(table))
    if not everywhere:
        return f"no other result is counted in {of}"
    more = plural(len(everywhere), "other result")
    return f"{more} {'is' if len(everywhere) == 1 else 'are'} counted in {of} as well"


def _one_action(row: pd.Series) -> list[str]:
    day = f" on {words.when(dates.parse(row['action_day']))}" if row["action_day"] else ""
    if row["qualifier"] == "":
        what = f"no number of servers taken down is printed{' for the action' + day if day else ''}"
    else:
        what = f"{briefly(row)}{words.BOUND}servers reported taken down{day}"
    where = f" in {plural(row['places'], 'country', 'countries')}" if row["places"] and row["qualifier"] else ""
    full = what.replace("taken down", f"taken down{where}", 1)
    return [f"{row['short_title']}: {full}", f"{row['short_title']}: {what}", capital(what)]


def by_action_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.by_action` for servers taken down: how far apart the figures lie."""
    known = table[[value is not None for value in table["value"]]]
    gaps = int((table["qualifier"] == "").sum())
    without = f"; {count(gaps)} {'reports' if gaps == 1 else 'report'} no number" if gaps else ""
    if known.empty:
        of_any = f" for any of the {count(len(table))} actions" if len(table) > 2 else ""
        return [f"No number of servers is printed{of_any}"]
    top, k = known.iloc[0], len(known)
    if k == 1:
        one = f"{briefly(top)}{words.BOUND}servers"
        if len(table) == 1:
            return [f"{top['short_title']}: {one} reported taken down", f"One action reports {one} taken down"]
        return [
            f"Only {top['short_title']} reports a number, {one}{without}",
            f"One action reports {one} taken down{without}",
        ]
    low, high = known.iloc[-1], known.iloc[1]
    if k > 2 and top["value"] > 0 and top["value"] >= 10 * high["value"]:
        others = f"the other {count(k - 1)}" if k == len(table) else f"{count(k - 1)} others"
        told = f"One action reports {briefly(top)} servers taken down"
        return [f"{told}; {others} {_span(low, high, 'each')}{without}", told]
    report = f"{capital(some_actions(k))} report"
    return [f"{report} {_span(low, top, 'servers each')}{without}", f"{report} a number of servers{without}"]


def _span(low: pd.Series, high: pd.Series, noun: str) -> str:
    least = words.number(low["value"]) if low["qualifier"] == "between" else briefly(low)
    most = words.number(high["value_high"]) if high["qualifier"] == "between" else briefly(high)
    return f"{least} {noun}" if least == most else f"from {least} to {most} {noun}"


def check_headlines(table: pd.DataFrame) -> list[str]:
    """The verdict of a table of `compare.headline_check` on the printed total."""
    parts = int((table["row"] == "part").sum())
    total = table[table["row"] == "sum"]["wording"].iloc[0]
    stated = table.iloc[-1]
    says = {
        "holds": "holds",
        "open": "is neither confirmed nor contradicted",
        "fails": "does not hold",
    }[stated["verdict"]]
    sums = f"the {count(parts)} parts add to {total}" if parts > 1 else f"the one part is {total}"
    quotation = f", “{stated['wording'].strip('“”')}”," if len(stated["wording"]) <= LONGEST else ""
    said = [f"The printed total{quotation} {says}: {sums}"]
    return said if len(total) <= LONGEST else [*said, f"The printed total{quotation} {says}"]


def check_is_looser(table: pd.DataFrame) -> str:
    """One sentence on how the printed total and the sum of its parts differ, or "" if they do not."""
    whole = table[table["row"] == "sum"].iloc[0]
    stated = table.iloc[-1]
    if stated["verdict"] != "holds" or stated["high"] is not None or whole["low"] == stated["low"]:
        return ""
    apart = words.number(Decimal(whole["low"]) - Decimal(stated["low"]))
    floors = (words.number(row["low"]) for row in (stated, whole))
    return "The printed floor, {}, is looser than the floor of the sum, {}: they are {} apart.".format(*floors, apart)


def no_check(actions: int) -> str:
    """Why a headline check is not drawn."""
    return (
        f"No printed total is about exactly {'the action' if actions == 1 else f'the {count(actions)} actions'} "
        "chosen here, so there is nothing to check it against: the total that the source prints is about all "
        "of its cases together."
    )


def reported_headlines(coverage: pd.DataFrame, short_title: str = "") -> list[str]:
    """The finding over a table of `compare.coverage`; `short_title` names the action if it is only one."""
    if coverage.empty:
        return ["No outcome is reported for the chosen actions"]
    of, measures = int(coverage["of"].max()), len(coverage)
    full = list(coverage[coverage["reported"] == coverage["of"]]["label"].str.lower())
    if of == 1:
        told = f"{out_of(len(full), measures)} measures {'is' if len(full) == 1 else 'are'} reported"
        return [f"{short_title}: {told}", capital(told)]
    which = of_all(of, of)
    if not full:
        none = f"No measure is reported for {which} actions"
        next_best = int(coverage["reported"].max())
        some = list(coverage[coverage["reported"] == next_best]["label"].str.lower())
        told = f"{none}; {listed(some)} {'is' if len(some) == 1 else 'are'} for {out_of(next_best, of)}"
        return [*([told] if next_best and len(some) <= NAMES else []), none]
    if len(full) == measures:
        each = f"Each of the {count(measures)} measures" if measures > 1 else "The one measure"
        return [f"{each} is reported for {which} actions"]
    told = f"{out_of(len(full), measures)} measures {'is' if len(full) == 1 else 'are'} reported for {which} actions"
    named = [f"Only {told}: {listed(full)}"] if len(full) <= NAMES else []
    return [*named, f"Only {told}"]


def added_up(row: pd.Series) -> str:
    """What a row of `compare.sums` comes to, or "" where fewer than two actions report it or nothing is added."""
    if row["reported"] < 2 or not row["wording"]:
        return ""
    for_whom = of_all(int(row["reported"]), int(row["of"]))
    return f"{row['label']}: reported for {for_whom} actions, together {row['wording']}."


def words_only(table: pd.DataFrame) -> str:
    """Which actions of a table of `compare.by_action` report the measure in words, without a number."""
    numbers = [compare.is_count(row.as_printed, row.value) for row in table.itertuples()]
    found = table[(table["qualifier"] != "") & ~pd.Series(numbers, table.index, dtype=bool)]
    if found.empty:
        return ""
    told = [f"{quoted(row.as_printed)} ({row.short_title})" for row in found.itertuples()]
    if len(told) > NAMES:
        return f"For {plural(len(told), 'action')} the source prints words and no number."
    return f"The source prints no number but words in {listed(told)}: each counts as at least one."


def gaps(table: pd.DataFrame, what: str) -> str:
    """For which actions of a table of `compare.by_action` the source prints nothing."""
    without = list(table[table["qualifier"] == ""]["short_title"])
    return f"Not reported is {what} for {names(without)}; that does not mean zero." if without else ""


def once_only(coverage: pd.DataFrame) -> str:
    """How many measures a table of `compare.coverage` has for one action only, and for none."""
    of = int(coverage["of"].max()) if len(coverage) else 0
    if of < 2:
        return ""
    single, none = ((coverage["reported"] == times).sum() for times in (1, 0))
    verb = "is" if single == 1 else "are"
    told = f"{capital(out_of(int(single), len(coverage)))} measures {verb} reported for one action only"
    return f"{told}{f', {count(int(none))} for none of those chosen' if none else ''}."


def reported_table(reported: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.reported` for reading: a row a measure, and how many actions report it.

    Up to `MOST_COLUMNS` actions have a column each.
    """
    titles = dict(zip(reported["case"], reported["short_title"], strict=True))
    titles = titles if len(titles) <= MOST_COLUMNS else {}
    cells = {(row.measure, row.case): row.as_printed for row in reported.itertuples()}
    rows = []
    for measure, found in reported.groupby("measure", sort=False):
        row = {"Measure": found["label"].iloc[0]}
        row |= {heading(titles, case): cells[measure, case] for case in titles}
        rows.append(row | {"Printed for": f"{(found['as_printed'] != '').sum()} of {len(found)}"})
    return pd.DataFrame(rows)


def check_table(check: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.headline_check` for reading: `what`, `wording`, `locator`."""
    labels = {"sum": "Sum of the parts", "printed": "Printed as the total"}
    what = [labels.get(row.row, row.short_title) for row in check.itertuples()]
    return check.assign(what=what)[["what", "wording", "locator"]]
