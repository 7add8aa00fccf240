"""What the tables say, in sentences that are true for whichever cases were chosen.

Each `..._headlines` gives variants of one finding, the fullest first, so that a figure can take the
first that fits; the last names no case and always fits. Names are listed up to four, else counted.
No superlatives, no shares of totals with open ends, no averages: four chosen cases are no sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from casebook import bounds, dates, places, words
from casebook.words import capital, count, listed, plural, printed, quoted

NAMES = 4


def of_all(number: int, of: int) -> str:
    """ "all four", "both", "the one": how to speak of every action that was chosen."""
    return {1: "the one", 2: "both"}.get(of, f"all {count(of)}") if number == of else out_of(number, of)


def out_of(number: int, of: int) -> str:
    """ "two of four", "3 of 12": digits for both as soon as one of them needs digits."""
    return f"{count(number)} of {count(of)}" if of <= 9 else f"{words.number(number)} of {words.number(of)}"


def led_by(leads: Sequence[str]) -> str:
    """ "led by Spain", or that the source names nobody."""
    return f"led by {listed([places.in_prose(code) for code in leads])}" if leads else "lead not printed"


def action_day(edtf: str) -> str:
    """The action day in words, or that it is not printed."""
    return words.when(dates.parse(edtf)) if edtf else "action day not printed"


def summary(text: str) -> str:
    """The first sentence of a case's summary, without its full stop."""
    return text.split(". ")[0].rstrip(".")


def years(table: pd.DataFrame) -> str:
    """ "in 2020", "from 2019 to 2021", or "" where no action day is printed."""
    days = [dates.parse(edtf).earliest for edtf in table["action_day"] if edtf]
    found = sorted({day.year for day in days if day})
    if not found:
        return ""
    return f"in {found[0]}" if len(found) == 1 else f"from {found[0]} to {found[-1]}"


def of_years(table: pd.DataFrame) -> str:
    """ " of 2020", " of 2019 to 2021", or "": to follow a noun."""
    return years(table).replace("in ", " of ").replace("from ", " of ")


def _actions(number: int) -> str:
    return plural(number, "action")


# --- overview --------------------------------------------------------------------------------


def overview_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.overview`."""
    if len(table) == 1:
        return _one_action(table.iloc[0])
    known = table[table["qualifier"] != ""]
    span = f" {years(table)}" if years(table) else ""
    acted = capital(_actions(len(table))) + span
    if known.empty:
        return [f"{acted}: no number of servers taken down is printed for any of them"]
    total = table["stated_total"].iloc[0] or words.amount(_sum(known))
    if len(known) < len(table):
        some = f"{acted}: servers taken down add up to {total} in the {count(len(known))} that report them"
        return [some]
    took = f"{acted} took down {total}{words.BOUND}servers"
    return [f"{took}; {_others_counted(table)}", took]


def _others_counted(table: pd.DataFrame) -> str:
    everywhere = set.intersection(*map(set, table["counted"])) - {"servers_taken_down"}
    of = of_all(len(table), len(table))
    if not everywhere:
        return f"no other result is counted in {of}"
    more = plural(len(everywhere), "other result")
    return f"{more} {'is' if len(everywhere) == 1 else 'are'} counted in {of} as well"


def _sum(known: pd.DataFrame) -> bounds.Amount:
    return bounds.total(bounds.amount_of(row) for _, row in known.iterrows())


def _one_action(row: pd.Series) -> list[str]:
    day = f" on {words.when(dates.parse(row['action_day']))}" if row["action_day"] else ""
    if row["qualifier"] == "":
        what = f"no number of servers taken down is printed{' for the action' + day if day else ''}"
    else:
        what = f"{quoted(row['as_printed'])}{words.BOUND}servers taken down{day}"
    where = f" in {plural(row['places'], 'country', 'countries')}" if row["places"] and row["qualifier"] else ""
    full = what.replace("taken down", f"taken down{where}", 1)
    return [f"{row['short_title']}: {full}", f"{row['short_title']}: {what}", capital(what)]


# --- servers ---------------------------------------------------------------------------------


def by_action_headlines(table: pd.DataFrame, noun: str = "servers", verb: str = "took down") -> list[str]:
    """The finding over a table of `compare.by_action`: how far apart the printed figures lie."""
    known = table[[value is not None for value in table["value"]]]
    gaps = int((table["qualifier"] == "").sum())
    without = f"; {count(gaps)} {'reports' if gaps == 1 else 'report'} none" if gaps else ""
    if known.empty:
        return [
            f"No number of {noun} is printed for {of_all(len(table), len(table))} of the chosen actions"
            if len(table) > 2
            else f"No number of {noun} is printed"
        ]
    top, k = known.iloc[0], len(known)
    if k == 1:
        one = f"{quoted(top['as_printed'])}{words.BOUND}{noun}"
        if len(table) == 1:
            return [f"{top['short_title']}: {one} taken down", f"One action {verb} {one}"]
        return [
            f"Only {top['short_title']} reports a number, {one}{without}",
            f"One action {verb} {one}{without}",
        ]
    low, high = known.iloc[-1], known.iloc[1]
    if k > 2 and known["value"].iloc[0] >= 10 * known["value"].iloc[1]:
        span = _span(low, high, "each")
        return [
            f"One action {verb} {quoted(top['as_printed'])} {noun}; the other {count(k - 1)} report {span}{without}"
        ]
    return [f"{capital(_actions(k))} report {_span(low, top, noun + ' each')}{without}"]


def _span(low: pd.Series, high: pd.Series, noun: str) -> str:
    least, most = quoted(low["as_printed"]), quoted(high["as_printed"])
    return f"{least} {noun}" if least == most else f"from {least} to {most} {noun}"


# --- the printed total -----------------------------------------------------------------------


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
    return [f"The printed total, “{stated['wording']}”, {says}: the {count(parts)} parts add to {total}"]


def check_is_looser(table: pd.DataFrame) -> str:
    """One sentence on how the printed total and the sum of its parts differ, or "" if they do not."""
    whole = table[table["row"] == "sum"].iloc[0]
    stated = table.iloc[-1]
    if stated["verdict"] != "holds" or whole["low"] == stated["low"]:
        return ""
    apart = words.number(Decimal(whole["low"]) - Decimal(stated["low"]))
    return f"The printed floor is looser than the sum of its parts: the two are {apart} apart."


def no_check(actions: int) -> str:
    """Why a headline check is not drawn."""
    return (
        f"No printed total is about exactly {'the action' if actions == 1 else f'the {count(actions)} actions'} "
        "chosen here, so there is nothing to check it against: the total that the source prints is about all "
        "of its cases together."
    )


# --- what is reported ------------------------------------------------------------------------


def reported_headlines(coverage: pd.DataFrame, short_title: str = "") -> list[str]:
    """The finding over a table of `compare.coverage`; `short_title` names the action if it is only one."""
    of, measures = int(coverage["of"].max()), len(coverage)
    full = list(coverage[coverage["reported"] == coverage["of"]]["label"].str.lower())
    if of == 1:
        told = f"{out_of(len(full), measures)} measures are reported"
        return [f"{short_title}: {told}", capital(told)]
    which = of_all(of, of)
    if not full:
        best = coverage.loc[coverage["reported"].idxmax()]
        some = f"{best['label'].lower()}, for {out_of(int(best['reported']), of)} actions"
        return [
            f"No measure is reported for {which} actions; the one reported most is {some}",
            f"No measure is reported for {which} actions",
        ]
    if len(full) == measures:
        return [f"Each of the {count(measures)} measures is reported for {which} actions"]
    told = f"{out_of(len(full), measures)} measures {'is' if len(full) == 1 else 'are'} reported for {which} actions"
    named = [f"Only {told}: {listed(full)}"] if len(full) <= NAMES else []
    return [*named, f"Only {told}"]


# --- in time ---------------------------------------------------------------------------------


def timeline_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.timeline`: when the action days were and what came first."""
    cases = table["case"].nunique()
    days = table[(table["event"] == "action_day") & (table["earliest"] != "") & (table["latest"] != "")]
    dated = table[(table["earliest"] != "") & (table["event"] != "announced")].sort_values("earliest", kind="stable")
    if dated.empty:
        return ["No step of the chosen actions is dated" if cases > 1 else "No step of the action is dated"]
    first = dated.iloc[0]
    since = f"the earliest dated step is from {first['earliest'][:4]}"
    if cases == 1:
        return _one_lane(first, days)
    if days.empty:
        return [f"No action day is printed; {since}"]
    edges = [dates.parse(day).earliest for day in (days["earliest"].min(), days["latest"].max())]
    which = "Both" if len(days) == cases == 2 else f"All {count(cases)}"
    acted = (
        f"{which} action days"
        if days["case"].nunique() == cases
        else f"{capital(count(len(days)))} printed action days"
    )
    fall = f"fall on {words.day(edges[0])}" if edges[0] == edges[1] else f"fall between {words.days(*edges)}"
    return [f"{acted} {fall}; {since}", f"{acted} {fall}"]


def _one_lane(first: pd.Series, days: pd.DataFrame) -> list[str]:
    name = first["short_title"]
    if days.empty:
        return [f"{name}: first dated step {words.when(dates.parse(first['date']))}; no action day is printed"]
    day = words.when(dates.parse(days["date"].iloc[0]))
    if first["event"] == "action_day":
        return [f"{name}: the action day, {day}, is the only dated step" if (len(days) == 1) else f"{name}: {day}"]
    step = f"{words.when(dates.parse(first['date']))} ({first['label']})"
    return [f"{name}: from {step} to the action day on {day}", f"From {step} to the action day on {day}"]


def wait(row: pd.Series) -> str:
    """How long from an opening to the action day, in words: "43 to 56 months"."""
    if row["months_low"] is None:
        return "not printed" if not row["date"] or not row["action_day"] else "not known"
    if row["months_high"] is None:
        return f"at least {row['months_low']} months"
    return f"{row['months_low']} to {row['months_high']} months"


def step(row: pd.Series) -> str:
    """One event of a table of `compare.timeline` in words, without its date; the leading country unsaid."""
    detail, label = row["detail"], row["label"]
    if row["event"] == "coordination_meeting" and detail:
        if words.is_number(detail):
            label = f"{printed(detail)} {label}s"
        return label
    if detail:
        label = f"{label}, {printed(detail)} servers"
    # The country that leads stands beside the lane already.
    told = row["country"] and not detail and row["country"] not in row["leads"]
    return f"{label} ({places.name(row['country'])})" if told else label


# --- findings in prose -----------------------------------------------------------------------


def names(titles: Sequence[str]) -> str:
    """Names up to four, else how many there are."""
    return listed(list(titles)) if len(titles) <= NAMES else plural(len(titles), "action")


def added_up(row: pd.Series) -> str:
    """What a row of `compare.sums` comes to, or "" where fewer than two actions report it or nothing is added."""
    if row["reported"] < 2 or not row["wording"]:
        return ""
    for_whom = of_all(int(row["reported"]), int(row["of"]))
    return f"{row['label']}: reported for {for_whom} actions, together {row['wording']}."


def words_only(table: pd.DataFrame) -> str:
    """Which actions of a table of `compare.by_action` report the measure in words, without a number."""
    found = table[(table["qualifier"] != "") & ~table["as_printed"].map(words.is_number)]
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
    of = int(coverage["of"].max())
    if of < 2:
        return ""
    single, none = ((coverage["reported"] == times).sum() for times in (1, 0))
    verb = "is" if single == 1 else "are"
    told = f"{capital(out_of(int(single), len(coverage)))} measures {verb} reported for one action only"
    return f"{told}{f', {count(int(none))} for none of those chosen' if none else ''}."


def openings(waits: pd.DataFrame) -> str:
    """For how many actions of a table of `compare.waits` an opening of an investigation is printed."""
    opened = waits[(waits["event"] == "investigation_opened")]["case"].nunique()
    cases = waits["case"].nunique()
    without = waits[~waits["case"].isin(waits[waits["event"] == "investigation_opened"]["case"])]
    missing = list(dict.fromkeys(without["short_title"]))
    if cases == 1:
        return f"The source {'prints' if opened else 'does not print'} when the investigation was opened."
    told = f"An opening of the investigation is printed for {of_all(opened, cases)} actions"
    return f"{told}, not for {names(missing)}." if missing and opened else f"{told}."


def longest_and_shortest(waits: pd.DataFrame) -> str:
    """What may be said of the time from opening to action day: a ranking only where intervals lie apart."""
    rows = waits[(waits["event"] == "investigation_opened") & waits["months_low"].notna()]
    if rows.empty:
        return "No time from opening to action day can be given."
    told = [f"{row.short_title} {wait(pd.Series(row._asdict()))}" for row in rows.itertuples()]
    first = (
        f"From the opening to the action day, as far as the printed dates allow: {listed(told)}."
        if len(told) <= NAMES
        else ""
    )
    if len(rows) < 2:
        return first
    return " ".join(part for part in (first, _ranked(rows)) if part)


def _ranked(rows: pd.DataFrame) -> str:
    closed = rows[rows["months_high"].notna()]
    if closed.empty:
        return ""
    slow = rows.loc[rows["months_low"].astype(float).idxmax()]
    fast = closed.loc[closed["months_high"].astype(float).idxmin()]
    if slow["months_low"] <= fast["months_high"]:
        return f"The printed dates are too coarse to rank {of_all(len(rows), len(rows))}."
    return f"Of these, {slow['short_title']} certainly took longer than {fast['short_title']}."


def undated(table: pd.DataFrame) -> str:
    """How many steps of a table of `compare.timeline` carry no date."""
    without = int((table["date"] == "").sum())
    if not without:
        return "Every step in the table is dated."
    return f"{capital(out_of(without, len(table)))} steps are not dated and stand in no place on the axis."


def finding(variants: Sequence[str]) -> str:
    """The fullest variant of a headline as a sentence."""
    return f"{variants[0]}."


def check_table(check: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.headline_check` for reading: `what`, `wording`, `locator`."""
    labels = {"sum": "Sum of the parts", "printed": "Printed as the total"}
    what = [labels.get(row.row, row.short_title) for row in check.itertuples()]
    return check.assign(what=what)[["what", "wording", "locator"]]
