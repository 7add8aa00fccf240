"""Sentences on when things happened and how long they took."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from casebook import dates, places, words
from casebook.sentences.common import NAMES, names, of_all, out_of
from casebook.words import bound, capital, count, listed, plural, printed

MOST_RANKED = 6  # openings, of which a headline names the first and the last


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
    which = "Both" if len(days) == cases == 2 else f"All {count(len(days))}"
    acted = f"{which} action days"
    if days["case"].nunique() < cases:
        acted = capital(plural(len(days), "printed action day"))
    fall = "falls" if len(days) == 1 else "fall"
    fall += f" on {words.day(edges[0])}" if edges[0] == edges[1] else f" between {words.days(*edges)}"
    return [f"{acted} {fall}; {since}", f"{acted} {fall}"]


def _one_lane(first: pd.Series, days: pd.DataFrame) -> list[str]:
    name = first["short_title"]
    if days.empty:
        said = f"first dated step {words.when(dates.parse(first['date']))}; no action day is printed"
        return [f"{name}: {said}", capital(said)]
    day = words.when(dates.parse(days["date"].iloc[0]))
    if first["event"] == "action_day":
        said = f"the first dated step is the action day, {day}"
        return [f"{name}: {said}", capital(said)]
    step = f"{words.when(dates.parse(first['date']))} ({first['label']})"
    on = "on" if dates.parse(days["date"].iloc[0]).precision == "day" else "in"
    said = f"action day {on} {day}; the earliest dated step is from {step}"
    return [f"{name}: {said}", capital(said)]


def wait(row: pd.Series | dict) -> str:
    """How long from an opening to the action day, in words: "43 to 56 months"."""
    low, high = row["months_low"], row["months_high"]
    if pd.isna(low):
        return "not printed" if not row["date"] or not row["action_day"] else "not known"
    if pd.isna(high) or low == high:
        return f"{'at least ' if pd.isna(high) else ''}{low}{words.BOUND}month{'' if low == 1 else 's'}"
    return f"{low} to {high} months"


def step(row: pd.Series) -> str:
    """One event of a table of `compare.timeline` in words, without its date; the leading country unsaid."""
    detail, label = row["detail"], row["label"]
    if row["event"] == "coordination_meeting" and detail:
        if words.is_number(detail):
            label = f"{printed(detail)} {label}{'' if detail.lower() in ('1', 'one') else 's'}"
        return label
    if detail:
        label = f"{label}, {printed(detail)} servers"
    # The country that leads stands beside the lane already.
    told = row["country"] and not detail and row["country"] not in row["leads"]
    return f"{label} ({places.name(row['country'])})" if told else label


def kinds_of_step(events: Collection[str]) -> list[tuple[str, str]]:
    """The kinds of steps that a timeline tells apart among some events: one event of the kind, and its name."""
    begun = [name for event, name in (("investigation", "investigation"), ("complaint", "complaint"))
             if any(event in one for one in events)]  # fmt: skip
    found = [("investigation_opened", " or ".join(begun))] if begun else []
    helped = {"assistance_requested", "coordination_meeting"} & set(events)
    return found + ([("coordination_meeting", "cooperation")] if helped else [])


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


def undated(table: pd.DataFrame) -> str:
    """How many steps of a table of `compare.timeline` carry no date."""
    without = int((table["date"] == "").sum())
    if not without:
        return "Every step in the table is dated."
    verb = "is not dated and has" if without == 1 else "are not dated and have"
    return f"{capital(out_of(without, len(table)))} steps {verb} no place on the axis."


def time_to_action_headlines(waits: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.waits`: two openings compared only where their intervals lie apart."""
    rows, of = _opened(waits), waits["case"].nunique()
    without = of - waits[waits["event"] == "investigation_opened"]["case"].nunique()
    if rows.empty:
        return [no_time_to_action(waits).rstrip("."), "No time from opening to action day can be given"]
    if len(rows) == 1:
        return _one_wait(rows.iloc[0], without)
    parallel = waits[waits["event"] == "parallel_investigation_opened"]
    start = "From the leading country’s opening" if len(parallel) else "From opening to action day"
    if len(rows) > MOST_RANKED:
        return [f"{start}: {_from_to(rows)} in {count(len(rows))} actions"]
    slow, fast = _slow_and_fast(rows)
    if fast is None or slow["months_low"] <= fast["months_high"]:
        opened = "two openings" if len(rows) == 2 else f"{count(len(rows))} openings"
        return [f"The printed dates cannot rank the {opened} by their time to the action day"]
    titles = [bound(row["short_title"]) for row in (slow, fast)]
    told = [f"{title}{_earlier(row, parallel)}" for title, row in zip(titles, (slow, fast), strict=True)]
    times = bound(wait(slow)), bound(wait(fast)).removesuffix(f"{words.BOUND}months")
    variants = dict.fromkeys(tuple(f" ({who})" for who in both) for both in (told, titles))
    return [
        f"{start}: {times[0]}{one}, {times[1]}{other}"
        for one, other in (*variants, (" for one action", " for another"))
    ]


def _earlier(row: pd.Series, parallel: pd.DataFrame) -> str:
    """ "; Sweden began in 2017": who opened a parallel investigation of the same action before that."""
    own = parallel[(parallel["case"] == row["case"]) & (parallel["date"] != "") & (parallel["country"] != "")]
    opened = dates.parse(row["date"]).earliest or date.min
    before = [one for _, one in own.iterrows() if (dates.parse(one["date"]).latest or date.max) < opened]
    if len(before) != 1:
        return ""
    began = dates.parse(before[0]["date"])
    on = "on" if began.precision == "day" else "in"
    return f"; {places.in_prose(before[0]['country'])} began {on} {words.when(began)}"


def _opened(waits: pd.DataFrame) -> pd.DataFrame:
    return waits[(waits["event"] == "investigation_opened") & waits["months_low"].notna()]


def _from_to(rows: pd.DataFrame) -> str:
    """The shortest and the longest time that the dates of several actions allow."""
    low, high = rows["months_low"], rows["months_high"]
    return bound(wait({"months_low": min(low), "months_high": None if high.isna().any() else max(high)}))


def _slow_and_fast(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series | None]:
    """The row with the highest lower end, and the one with the lowest upper end if any has one."""
    closed = rows[rows["months_high"].notna()]
    slow = rows.astype({"months_low": float, "months_high": float}).sort_values(
        ["months_low", "months_high"], ascending=False, kind="stable", na_position="first"
    )
    slow = rows.loc[slow.index[0]]
    return slow, None if closed.empty else closed.loc[closed["months_high"].astype(float).idxmin()]


def _one_wait(row: pd.Series, without: int) -> list[str]:
    took = f"{wait(row)} from opening to action day"
    others = "action" if without == 1 else count(without)
    rest = f"; no opening is printed for the other {others}" if without else ""
    return [f"{row['short_title']}: {took}{rest}", f"{row['short_title']}: {took}", capital(took)]


def no_time_to_action(waits: pd.DataFrame) -> str:
    """Why a table of `compare.waits` is not drawn, or "" where it can be."""
    if len(_opened(waits)):
        return ""
    titles = list(dict.fromkeys(waits["short_title"]))
    opened = waits[waits["event"] == "investigation_opened"]
    what = "an opening with an action day" if len(opened) else "an opening of the investigation"
    return f"No time from opening to action day can be given: {what} is not printed for {names(titles)}."


def other_starts(waits: pd.DataFrame) -> str:
    """What is counted from a complaint or a parallel opening: told apart, and ranked with nothing."""
    rows = waits[(waits["event"] != "investigation_opened") & waits["months_low"].notna()]
    if rows.empty or len(rows) > NAMES:
        return ""
    told = [f"{row['short_title']} ({row['label']}) {wait(row)}" for _, row in rows.iterrows()]
    return f"Counted from another start, and so not comparable: {listed(told)}."
