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
LONGEST = 32  # characters of a quotation that a headline has room for


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


def briefly(row: pd.Series) -> str:
    """The printed words of a figure, or what they amount to where they are too long for a headline."""
    said = quoted(row["as_printed"])
    return said if len(said) <= LONGEST else words.amount(bounds.amount_of(row))


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
    if len(known) == 1:
        return [f"{acted}: servers taken down are printed for one, {briefly(known.iloc[0])}"]
    stated = table["stated_total"].iloc[0]
    total = stated if stated and len(known) == len(table) and len(stated) <= LONGEST else table["sum"].iloc[0]
    if not total:
        return [f"{acted}: their servers cannot be added up"]
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


def _one_action(row: pd.Series) -> list[str]:
    day = f" on {words.when(dates.parse(row['action_day']))}" if row["action_day"] else ""
    if row["qualifier"] == "":
        what = f"no number of servers taken down is printed{' for the action' + day if day else ''}"
    else:
        what = f"{briefly(row)}{words.BOUND}servers taken down{day}"
    where = f" in {plural(row['places'], 'country', 'countries')}" if row["places"] and row["qualifier"] else ""
    full = what.replace("taken down", f"taken down{where}", 1)
    return [f"{row['short_title']}: {full}", f"{row['short_title']}: {what}", capital(what)]


# --- servers ---------------------------------------------------------------------------------


def by_action_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.by_action` for servers taken down: how far apart the figures lie."""
    known = table[[value is not None for value in table["value"]]]
    gaps = int((table["qualifier"] == "").sum())
    without = f"; {count(gaps)} {'reports' if gaps == 1 else 'report'} none" if gaps else ""
    if known.empty:
        of_any = f" for any of the {count(len(table))} actions" if len(table) > 2 else ""
        return [f"No number of servers is printed{of_any}"]
    top, k = known.iloc[0], len(known)
    if k == 1:
        one = f"{briefly(top)}{words.BOUND}servers"
        if len(table) == 1:
            return [f"{top['short_title']}: {one} taken down", f"One action took down {one}"]
        return [
            f"Only {top['short_title']} reports a number, {one}{without}",
            f"One action took down {one}{without}",
        ]
    low, high = known.iloc[-1], known.iloc[1]
    if k > 2 and top["value"] > 0 and top["value"] >= 10 * high["value"]:
        others = f"the other {count(k - 1)} report" if k == len(table) else f"{count(k - 1)} others report"
        told = f"One action took down {briefly(top)} servers"
        return [f"{told}; {others} {_span(low, high, 'each')}{without}", told]
    report = f"{capital(_actions(k))} report"
    return [f"{report} {_span(low, top, 'servers each')}{without}", f"{report} a number of servers{without}"]


def _span(low: pd.Series, high: pd.Series, noun: str) -> str:
    least = words.number(low["value"]) if low["qualifier"] == "between" else briefly(low)
    most = words.number(high["value_high"]) if high["qualifier"] == "between" else briefly(high)
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


# --- what is reported ------------------------------------------------------------------------


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


def wait(row: pd.Series) -> str:
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


def undated(table: pd.DataFrame) -> str:
    """How many steps of a table of `compare.timeline` carry no date."""
    without = int((table["date"] == "").sum())
    if not without:
        return "Every step in the table is dated."
    verb = "is not dated and has" if without == 1 else "are not dated and have"
    return f"{capital(out_of(without, len(table)))} steps {verb} no place on the axis."


def finding(variants: Sequence[str]) -> str:
    """The fullest variant of a headline as a sentence."""
    return f"{variants[0]}."


def reported_table(reported: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.reported` for reading: a row a measure, a column an action, and how many report it."""
    titles = dict(zip(reported["case"], reported["short_title"], strict=True))
    cells = {(row.measure, row.case): row.as_printed for row in reported.itertuples()}
    rows = []
    for measure, found in reported.groupby("measure", sort=False):
        row = {"Measure": found["label"].iloc[0]}
        row |= {_heading(title, titles, case): cells[measure, case] for case, title in titles.items()}
        rows.append(row | {"Printed for": f"{(found['as_printed'] != '').sum()} of {len(found)}"})
    return pd.DataFrame(rows)


def _heading(title: str, titles: dict[str, str], case: str) -> str:
    """The title of a column; with the case's id where two cases have the same."""
    return title if list(titles.values()).count(title) == 1 else f"{title} ({case})"


def check_table(check: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.headline_check` for reading: `what`, `wording`, `locator`."""
    labels = {"sum": "Sum of the parts", "printed": "Printed as the total"}
    what = [labels.get(row.row, row.short_title) for row in check.itertuples()]
    return check.assign(what=what)[["what", "wording", "locator"]]


# --- countries ---

LONG = 60  # characters: an action with a longer name is not named in the foot of a figure
# The roles in the order in which they are told, and what is added to their label so that it claims no more.
ROLES = {
    "lead": " (our reading)",
    "parallel_investigation": "",
    "takedown": " there",
    "server_location": " there",
    "coordination_meeting": "",
    "arrest": " (there or by it)",
}


def countries_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.countries`: who is named everywhere, and where the others are."""
    of, named = chosen(table), each_country(table)
    if of == 1:
        return _with_title(table, f"{_are(len(named))} named{_members(named)}")
    everywhere, others = named[named["actions"] == of], named[named["actions"] < of]
    if everywhere.empty:
        return _nowhere(named, of)
    which, verb = f"named in {of_all(of, of)} actions", "is" if len(everywhere) == 1 else "are"
    counted = f"{capital(_are(len(everywhere)))} {which}{_elsewhere(others, 'other', 'others')}"
    if len(everywhere) > NAMES:
        return [counted]
    return [
        f"{capital(_who(everywhere))} {verb} {which}{_elsewhere(others, 'other country', 'other countries')}",
        counted,
    ]


def countries_map_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.countries` for a map: how many countries are named in every action."""
    of, named = chosen(table), each_country(table)
    if of == 1:
        return _with_title(table, f"{_are(len(named))} named, in {plural(table['role'].nunique(), 'role')}")
    everywhere = named[named["actions"] == of]
    if everywhere.empty:
        return _nowhere(named, of)
    told = f"{capital(_are(len(everywhere)))} named in {of_all(of, of)} actions"
    return [f"{told}: {_who(everywhere)}", told] if len(everywhere) <= NAMES else [told]


def shared_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.shared_countries`: how many of the countries come back."""
    of, number = chosen(table), int(table["number"].sum())
    if of == 1:
        said = f"{_are(number)} named; nothing to share"
        return [f"{table['short_titles'].iloc[0][0]}: {said}", capital(said)]
    back = int(table[table["actions"] > 1]["number"].sum())
    where = "both actions" if of == 2 else "more than one action"
    if not back:
        return [f"No country is named in {where}"]
    which = f"all {plural(number, 'country', 'countries')}" if back == number else f"{out_of(back, number)} countries"
    told = f"{capital(which)} {'is' if back == 1 else 'are'} named in {where}"
    if number == 1:
        told = f"One country is named, and it is in {where}"
    everywhere = [code for codes in table[table["actions"] == of]["countries"] for code in codes]
    if not everywhere:
        return [f"{told}; none in {of_all(of, of)}", told]
    if len(everywhere) > NAMES:
        return [told] if of == 2 else [f"{told}; {count(len(everywhere))} in {of_all(of, of)}", told]
    names = listed([places.in_prose(code) for code in everywhere])
    return [f"{told}: {names}" if of == 2 else f"{told}; {names} in {of_all(of, of)}", told]


def each_country(table: pd.DataFrame) -> pd.DataFrame:
    """Of a table of `compare.countries` one row a country, in its order: `country, name, eu, actions`."""
    return table.drop_duplicates("country")[["country", "name", "eu", "actions"]].reset_index(drop=True)


def chosen(table: pd.DataFrame) -> int:
    """How many actions a table of `compare.countries` or `compare.shared_countries` is about, whoever they name."""
    return int(table["of"].iloc[0])


def _with_title(table: pd.DataFrame, said: str) -> list[str]:
    return [f"{table['short_title'].iloc[0]}: {said}", capital(said)]


def _are(number: int) -> str:
    return f"{plural(number, 'country', 'countries')} {'is' if number == 1 else 'are'}"


def _who(rows: pd.DataFrame) -> str:
    """The countries by name, up to four, else how many they are."""
    if len(rows) > NAMES:
        return plural(len(rows), "country", "countries")
    return listed([places.in_prose(code) for code in rows["country"]])


def _by_code(codes: Sequence[str]) -> str:
    return _who(pd.DataFrame({"country": codes}))


def _members(named: pd.DataFrame) -> str:
    if len(named) == 1:
        return f", {places.in_prose(named['country'].iloc[0])}"
    members = int(named["eu"].sum())
    which = {0: "none", len(named): "all" if len(named) > 2 else "both"}.get(members, count(members))
    return f", {which} of them in the{words.BOUND}EU"


def _elsewhere(others: pd.DataFrame, other: str, several: str) -> str:
    """ "; 20 other countries in one to three": in how many actions those are named that are not in all."""
    if others.empty:
        return "; no other country is named"
    low, high = others["actions"].min(), others["actions"].max()
    span = f"{count(low)} {'or' if high == low + 1 else 'to'} {count(high)}"
    if low == high:
        span = f"{count(low)} each" if len(others) > 1 else count(low)
    return f"; {plural(len(others), other, several)} in {span}"


def _nowhere(named: pd.DataFrame, of: int) -> list[str]:
    """No country is named in every action: which come nearest to it."""
    most = int(named["actions"].max())
    none = f"No country is named in {of_all(of, of)} actions"
    if most == 1:
        return [none if of == 2 else f"No country is named in more than one of the {count(of)} actions"]
    nearest = named[named["actions"] == most]
    who = _who(nearest) if len(nearest) <= NAMES else count(len(nearest))
    return [f"{none}; {who} {'is' if len(nearest) == 1 else 'are'} in {count(most)}", none]


def roles(table: pd.DataFrame) -> list[str]:
    """The roles that occur in a table of `compare.countries`: those the house knows, then any others."""
    found = dict.fromkeys(table["role"])
    return [*(term for term in ROLES if term in found), *(term for term in found if term not in ROLES)]


def role(term: str, label: str) -> str:
    """A role's label as it stands alone in a key, with what it must not be taken for."""
    return label + ROLES.get(term, "")


def no_takedown(table: pd.DataFrame) -> str:
    """For which actions of a table of `compare.countries` servers are located but no takedown has a place."""
    taken, located = (set(table[table["role"] == term]["case"]) for term in ("takedown", "server_location"))
    rows = table[table["case"].isin(located - taken)]
    if rows.empty:
        return ""
    titles = list(dict.fromkeys(rows["short_title"]))
    which = names(titles) if max(map(len, titles)) <= LONG else capital(_actions(len(titles)))
    return f"{which}: the source names countries where servers were located, and none where they were taken down."


def membership(table: pd.DataFrame) -> str:
    """How many countries a table of `compare.countries` names, and how many of them were members of the EU."""
    of, named = chosen(table), each_country(table)
    members, others = named[named["eu"]], named[~named["eu"]]
    whole = "For the action" if of == 1 else f"For the {count(of)} actions together"
    parts = [f"{plural(len(members), 'member')} of the EU{_by_name(members)}"] if len(members) else []
    parts += [f"{plural(len(others), 'other')}{_by_name(others)}"] if len(others) else []
    told = f"{whole} the source names {plural(len(named), 'country', 'countries')}"
    return f"{told}: {listed(parts)}. Membership is that of the action day."


def _by_name(rows: pd.DataFrame) -> str:
    return f" ({_who(rows)})" if len(rows) <= NAMES else ""


def by_role(table: pd.DataFrame) -> list[str]:
    """One sentence a role over a table of `compare.countries`: who is named in it, and who more than once."""
    told = []
    for term in roles(table):
        rows = table[table["role"] == term]
        counts = rows.groupby("country", sort=False)["case"].nunique()
        label = capital(role(term, rows["label"].iloc[0]))
        told.append(f"{label}: {_by_code(counts.index)}{_often(counts) if chosen(table) > 1 else ''}.")
    return told


def _often(counts: pd.Series) -> str:
    """ "; France and Sweden in two or more actions": who is named more than once in the same role."""
    often = counts[counts > 1]
    if often.empty:
        return ", in one action each" if len(counts) > 1 else ", in one action"
    least, all_alike = int(often.min()), often.min() == often.max()
    return f"; {_by_code(often.index)} in {count(least)}{'' if all_alike else ' or more'} actions"


def coming_back(table: pd.DataFrame, eu: bool, most: int = 10) -> list[str]:
    """In which roles countries come back that are named in more than one action; countries alike share a sentence.

    `eu` chooses members of the EU or the others, of a table of `compare.countries`.
    """
    rows, of = table[(table["actions"] > 1) & (table["eu"] == eu)], chosen(table)
    alike: dict[tuple[int, str], list[str]] = {}
    for code, found in rows.groupby("country", sort=False):
        alike.setdefault((int(found["actions"].iloc[0]), _roles(found)), []).append(places.in_prose(code))
    told = [
        f"{capital(listed(who))}, {'each ' * (len(who) > 1)}in {of_all(times, of)} actions: {said}."
        for (times, said), who in alike.items()
    ]
    left = sum(map(len, list(alike.values())[most:]))
    return [*told[:most], *([f"And {plural(left, 'more country', 'more countries')}."] if left else [])]


def _roles(rows: pd.DataFrame) -> str:
    """The roles of one country, the one it has in most actions first."""
    counts = {term: rows[rows["role"] == term]["case"].nunique() for term in roles(rows)}
    labels = dict(zip(rows["role"], rows["label"], strict=True))
    said = {term: role(term, label).removesuffix(ROLES["lead"]) for term, label in labels.items()}
    return listed([f"{said[term]} in {count(counts[term])}" for term in sorted(counts, key=lambda term: -counts[term])])


def combinations(table: pd.DataFrame, most: int = 10) -> list[str]:
    """One sentence a row of `compare.shared_countries` with more than one action: which countries they share."""
    rows = table[table["actions"] > 1]
    told = [
        f"{names(row.short_titles)}: {listed([places.in_prose(code) for code in row.countries])}."
        for row in rows.head(most).itertuples()
    ]
    more = len(rows) - len(told)
    return [*told, f"And {plural(more, 'more combination')}."] if more else told


def country_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.countries` for reading, a row a country: `name, membership, actions, roles`."""
    told = each_country(table)
    told["membership"] = ["EU member" if eu else "other" for eu in told["eu"]]
    parts = {
        code: "; ".join(
            f"{title}: {', '.join(found['label'])}" for title, found in rows.groupby("short_title", sort=False)
        )
        for code, rows in table.groupby("country", sort=False)
    }
    return told.assign(roles=told["country"].map(parts))[["country", "name", "membership", "actions", "roles"]]


def shared_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.shared_countries` for reading: `actions` and `countries` by name, and the `number`."""
    told = {
        "in": [", ".join(titles) for titles in table["short_titles"]],
        "names": [", ".join(names) for names in table["names"]],
    }
    return pd.DataFrame(told).assign(number=list(table["number"]))


# --- cooperation -----------------------------------------------------------------------------

MEANS = {
    "eio": "European Investigation Orders",
    "coordination_meeting": "coordination meetings",
    "coordination_centre": "the coordination centre",
}


def cooperation_headlines(table: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.cooperation`: what is named for all of the actions, and what next."""
    of = table["case"].nunique()
    if of == 1:
        return _one_cooperation(table)
    means, counts = _named_for(table)
    known, which = sum(number == of for number in means.values()), f"{of_all(of, of)} actions"
    full = [name for name, number in counts.items() if number == of]
    below = max((number for number in counts.values() if number < of), default=0)
    rest = [name for name, number in counts.items() if 0 < number == below]
    if not full and not known:
        none = f"No means of cooperation is named for {which if rest else _none_of(of)}"
        return [f"{none}; {listed(rest)} {_is(rest)} named for {count(below)}", none] if rest else [none]
    told = []
    if 0 < len(full) <= NAMES:
        told.append(capital(f"{listed(full)} {_is(full)} named for {which}"))
        told[:0] = [f"{told[0]}; {listed(rest)} for {count(below)}"] if 0 < len(rest) <= NAMES else []
    if known:
        verb = "is" if known == 1 else "are"
        told.append(f"{capital(plural(known, 'means', 'means'))} of cooperation {verb} named for {which}")
    return told or [f"{capital(plural(len(full), 'body', 'bodies'))} are named for {which}"]


def _named_for(table: pd.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """For how many actions each means is named; and the same with each body but the first, most first.

    The second leaves out means that two bodies share so that neither is named with it as often as both.
    """
    used = table[table["used"]]
    labels = dict(zip(table["means"], table["label"], strict=True))
    bodies = dict(zip(table["body"], table["body_label"], strict=True))
    means, shown = {}, {}
    for term, label in labels.items():
        rows, name = used[used["means"] == term], means_in_prose(term, label)
        means[name] = _cases(rows)
        if means[name] == rows.groupby("body")["case"].nunique().max():
            shown[name] = means[name]
    others = {bodies[body]: _cases(used[used["body"] == body]) for body in list(bodies)[1:]}
    return means, dict(sorted(shown.items(), key=lambda item: -item[1])) | others


def _cases(rows: pd.DataFrame) -> int:
    return int(rows["case"].nunique())


def means_in_prose(term: str, label: str) -> str:
    """A means in the middle of a sentence, in the plural where it can be counted."""
    return MEANS.get(term, label)


def _is(names: Sequence[str]) -> str:
    return "are" if len(names) > 1 or names[0].endswith("s") else "is"


def _one_cooperation(table: pd.DataFrame) -> list[str]:
    """For one action how many means are named with each body."""
    parts = []
    for body, rows in table.groupby("body_label", sort=False):
        number = int(rows["used"].sum())
        said = plural(number, "means", "means") + " of cooperation" if not parts else count(number)
        parts.append(f"{said if number else 'no means of cooperation' if not parts else 'none'} with {body}")
    told = f"{' and '.join(parts)} {'are' if table['used'].sum() > 1 else 'is'} named"
    return [f"{table['short_title'].iloc[0]}: {told}", capital(told)]


def no_cooperation(table: pd.DataFrame) -> str:
    """Why a table of `compare.cooperation` is not drawn, or "" where it can be."""
    if len(table) and table["used"].any():
        return ""
    return "The source names no means of cooperation for the chosen actions; that does not mean that there was none."


def part_of(table: pd.DataFrame, body: str) -> str:
    """For which actions of a table of `compare.cooperation` a body is named, and as what."""
    rows = table[table["body"] == body]
    if rows.empty:
        return ""
    named, of = rows[rows["used"]], rows["case"].nunique()
    who = rows["body_label"].iloc[0]
    if named.empty:
        return f"{who} is not named for {_none_of(of)}."
    order = [title for title in rows["short_title"].unique() if title in set(named["short_title"])]
    by_case = {title: listed(list(named[named["short_title"] == title]["label"])) for title in order}
    if of == 1:
        return f"Named for {who}: {next(iter(by_case.values()))}."
    told = [f"{title} ({means})" for title, means in by_case.items()]
    listing = f": {'; '.join(told)}" if len(told) <= NAMES else ""
    return f"{who} is named for {of_all(len(told), of)} actions{listing}."


def _none_of(of: int) -> str:
    """ "either of the two actions", "any of the four actions": after a verb with "no" or "not"."""
    return "the action" if of == 1 else f"{'either' if of == 2 else 'any'} of the {count(of)} actions"


def only_contacted(table: pd.DataFrame) -> str:
    """For which actions of a table of `compare.cooperation` a body is named as contacted and no more."""
    used = table[table["used"]]
    told = []
    for (body, title), rows in used.groupby(["body_label", "short_title"], sort=False):
        if set(rows["means"]) == {"liaison"}:
            told.append(f"for {title} {body} is named only as contacted through a liaison")
    return capital(f"{listed(told)}.") if 0 < len(told) <= 2 else ""


def numbers_of_means(table: pd.DataFrame) -> str:
    """Where a table of `compare.cooperation` has a printed number beside the name of a means."""
    used = table[table["used"]]
    counted = used[used["detail"] != ""]
    if counted.empty:
        return "No number is printed with any of them."
    told = []
    for term, rows in counted.groupby("means", sort=False):
        cells = [f"{how_many(term, row.detail)} for {row.short_title}" for row in rows.itertuples()]
        cells = cells if len(cells) <= NAMES else [count(len(cells))]
        told.append(f"{means_in_prose(term, rows['label'].iloc[0])} ({listed(cells)})")
    return f"How many there were is printed for {out_of(len(counted), len(used))} entries: {listed(told)}."


# --- from opening to action day --------------------------------------------------------------


def time_to_action_headlines(waits: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.waits`: two openings compared only where their intervals lie apart."""
    rows, of = _opened(waits), waits["case"].nunique()
    without = of - waits[waits["event"] == "investigation_opened"]["case"].nunique()
    if rows.empty:
        return [no_time_to_action(waits).rstrip("."), "No time from opening to action day can be given"]
    if len(rows) == 1:
        return _one_wait(rows.iloc[0], without)
    slow, fast = _slow_and_fast(rows)
    if fast is None or slow["months_low"] <= fast["months_high"]:
        opened = "two openings" if len(rows) == 2 else f"{count(len(rows))} openings"
        return [f"The printed dates cannot rank the {opened} by their time to the action day"]
    apart = f"at least {slow['months_low']} months{{}}, at most {fast['months_high']}{{}}"
    names = (f" for {row['short_title']}" for row in (slow, fast))
    parallel = "Parallel openings apart, from" if (waits["event"] == "parallel_investigation_opened").any() else "From"
    return [
        f"{parallel} opening to action day: {apart.format(*names)}",
        f"{parallel} opening to action day: {apart.format(' for one action', ' for another')}",
    ]


def _opened(waits: pd.DataFrame) -> pd.DataFrame:
    return waits[(waits["event"] == "investigation_opened") & waits["months_low"].notna()]


def _slow_and_fast(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series | None]:
    """The row with the highest lower end, and the one with the lowest upper end if any has one."""
    closed = rows[rows["months_high"].notna()]
    slow = rows.loc[rows["months_low"].astype(float).idxmax()]
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


# --- one action ------------------------------------------------------------------------------


def profile_headlines(numbers: pd.DataFrame, named: pd.DataFrame) -> list[str]:
    """The finding over a table of `compare.profile_figures` and the case's `compare.countries`."""
    name = numbers["short_title"].iloc[0]
    servers, arrests = (_first(numbers, measure) for measure in ("servers_taken_down", "arrests"))
    places_named = named[named["role"] == "takedown"]["country"].nunique()
    arrested = f"; {_arrested(arrests)}" if arrests is not None else ""
    if servers is None:
        none = "no number of servers taken down is printed"
        return [f"{name}: {none}{arrested}", f"{name}: {none}", capital(none)]
    what = f"{quoted(servers['as_printed'])}{words.BOUND}{_noun(servers, 'server')} taken down"
    where = f" in {plural(places_named, 'country', 'countries')}" if places_named else ""
    day = f" on {words.when(dates.parse(servers['date']))}" if _is_day(servers["date"]) else ""
    variants = [f"{what}{where}{day}{arrested}", f"{what}{where}{day}", f"{what}{day}"]
    return [*(f"{name}: {variant}" for variant in variants), *map(capital, variants[1:]), "Servers were taken down"]


def _first(numbers: pd.DataFrame, measure: str) -> pd.Series | None:
    found = numbers[(numbers["measure"] == measure) & (numbers["as_printed"] != "")]
    return found.iloc[0] if len(found) else None


def _noun(row: pd.Series, singular: str) -> str:
    return singular if row["qualifier"] == "exact" and row["value"] == 1 else f"{singular}s"


def _arrested(row: pd.Series) -> str:
    said = quoted(row["as_printed"])
    return f"{said}{words.BOUND}{_noun(row, 'arrest')}" if row["number"] else f"{said} arrested"


def _is_day(edtf: str) -> bool:
    return bool(edtf) and dates.parse(edtf).precision == "day"


def not_printed(numbers: pd.DataFrame, steps: pd.DataFrame) -> list[str]:
    """What the source does not print of one case: outcomes that the collection knows, action day, opening.

    Printed counts of countries are left out: the countries themselves are named.
    """
    outcomes = numbers[(numbers["as_printed"] == "") & (numbers["group"] != "countries")]
    missing = [label.lower() for label in outcomes["label"] if label]
    dated = set(steps[steps["date"] != ""]["event"])
    for event, what in (("investigation_opened", "opening of the investigation"), ("action_day", "action day")):
        missing += [] if event in dated else [what]
    return missing


def not_printed_sentence(numbers: pd.DataFrame, steps: pd.DataFrame) -> str:
    """The same as a sentence, or "" where nothing is missing."""
    missing = not_printed(numbers, steps)
    return (
        f"Not printed for this action: {listed(missing)}. That does not mean zero, or that there was none."
        if missing
        else ""
    )


def cooperation_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.cooperation` for reading, a row a means: `body_label, label, actions, number, of`.

    `actions` names those for which the means is named, with the printed number where there is one.
    """
    rows = []
    for (body, label), found in table.groupby(["body_label", "label"], sort=False):
        used = found[found["used"]]
        told = [f"{row.short_title}{f' ({quoted(row.detail)})' if row.detail else ''}" for row in used.itertuples()]
        row = {"body_label": body, "label": label, "actions": ", ".join(told)}
        rows.append(row | {"number": len(used), "of": len(found)})
    return pd.DataFrame(rows, columns=["body_label", "label", "actions", "number", "of"])


def help_line(table: pd.DataFrame, body: str, numbers: bool = True) -> str:
    """What one case's table of `compare.cooperation` names of a body: "coordination meetings (two) and liaison"."""
    rows = table[(table["body"] == body) & table["used"]]
    if set(rows["means"]) == {"liaison"}:
        return "contacted through a liaison"
    return listed([_means_told(row, numbers) for row in rows.itertuples()]) if len(rows) else "not named"


def _means_told(row, numbers: bool) -> str:
    if row.detail and not words.is_number(row.detail):
        return quoted(row.detail)
    told = f" ({how_many(row.means, row.detail)})" if row.detail and numbers else ""
    return means_in_prose(row.means, row.label) + told


def how_many(means: str, detail: str) -> str:
    """The printed number of a means, with its noun where the name of the means is not one: "30+ requests"."""
    if means != "mla" or not words.is_number(detail):
        return quoted(detail)
    return f"{quoted(detail)}{words.BOUND}{'request' if detail.lower() in ('1', 'one') else 'requests'}"
