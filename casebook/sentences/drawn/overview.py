"""The actions at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from casebook import dates, places, words
from casebook.sentences.common import ONE_WORD, action_day, led_by_briefly
from casebook.words import BOUND, NOT_PRINTED, countries, listed, quoted

SERVERS = ("Servers", "taken down")  # in two lines
SERVERS_TAKEN_DOWN, TAKEN_DOWN, UNIT = "Servers taken down", "servers taken down", "servers"
ACTION, ACTION_DAY, LED_BY, ARRESTS = "Action", "Action day", "Led by", "Arrests"
MONEY, WHERE, BEGUN = "Money", "Where", "Begun"
FEW = 5  # actions of which the alternative text tells more than the main figures
STARTS = {"investigation_opened": "", "parallel_investigation_opened": "parallel", "complaint": "complaint"}
FLOOR = re.compile(r"\b(?:over|more\sthan|at\sleast)\b|(?<=\d)\+", re.IGNORECASE)


def subtitle(actions: int, narrow: bool, money: bool) -> str:
    """What is shown of so many actions; on a `narrow` page with or without `money`."""
    if actions == 1:
        return "The action at a glance, as the source prints it"
    if narrow:
        return f"Servers taken down{', arrests and money' if money else ' and arrests'}, as the source prints them"
    return "The actions at a glance, in the order of their action days; figures as the source prints them"


def form(actions: int) -> str:
    """The kind of picture and what it is of, for the alternative text."""
    return f"Table of {words.plural(actions, 'action')} at a glance"


def caveat(doubt: str) -> str:
    """What the alternative text says last: what must not be read into it."""
    return f"What is not named is not printed. {doubt}".strip()


def of_servers(floors: str, actions: int) -> str:
    """The doubt of the numbers of servers that so many actions report."""
    return f"{floors} {ONE_WORD}".strip() if actions > 1 else floors


def facts(row: pd.Series) -> dict[str, str]:
    """The lines below the number of servers: label to printed words, "" where nothing is printed."""
    return {
        ARRESTS: quoted(row["arrests"]) if row["arrests"] else "",
        MONEY: _money(row),
        WHERE: _where(row),
        BEGUN: _begun(row["openings"]),
    }


def _money(row: pd.Series) -> str:
    parts = [f"{quoted(row[kind])} {kind}" for kind in ("seized", "frozen") if row[kind]]
    if row["accounts"]:
        parts.append(f"{quoted(row['accounts'])}{BOUND}bank accounts frozen")
    return ", ".join(parts) + (", no amount" if parts and not row["seized"] and not row["frozen"] else "")


def _where(row: pd.Series) -> str:
    if row["places"]:
        return f"{countries(row['places'])} named"
    if row["located"]:
        return f"{countries(row['located'])} named, as server locations"
    if row["named"]:
        return f"{countries(row['named'])} named, none for a takedown"
    return ""


def _begun(openings: tuple) -> str:
    parts = []
    for event, date, country in openings:
        day = words.when(dates.parse(date))
        parallel = country and event == "parallel_investigation_opened"
        where = f"in {places.in_prose(country)}" if parallel else STARTS[event]
        parts.append(f"{where} {day}".strip())
    return "; ".join(parts)


def when_and_who(row: pd.Series) -> list[str]:
    """Action day and who led, the fullest variant first."""
    return [f"{action_day(row['action_day'], row['days'])} · {lead}" for lead in led_by_briefly(row["leads"])]


def where_servers_stood(table: pd.DataFrame) -> str:
    """For which actions the countries are those where servers were located; "" for none, or for many."""
    located = [row.short_title for row in table.itertuples() if row.located and not row.places]
    if not located or len(located) > 2:
        return ""
    return f"{listed(located)}: countries where servers were located; none is named for the takedown."


def floors(texts: Iterable[str]) -> str:
    """Which of the printed words mark a floor: "“Over” and “more than” are floors"."""
    found = dict.fromkeys(" ".join(word.lower().split()) for text in texts for word in FLOOR.findall(text))
    if not found:
        return ""
    said = listed([f"“{word}”" for word in found])
    said = re.sub(r"“(\w)", lambda first: f"“{first[1].upper()}", said, count=1)
    return f"{said} {'is a floor' if len(found) == 1 else 'are floors'}."


def clause(row: pd.Series, actions: int) -> str:
    """What is printed for one action; the more there are, the less of it."""
    said = facts(row)
    told = [f"servers {quoted(row['as_printed']) if row['qualifier'] else NOT_PRINTED}"]
    told += [f"arrests {said[ARRESTS]}"] if said[ARRESTS] else []
    told += [said[MONEY]] if said[MONEY] and actions <= FEW else []
    told += [f"begun {said[BEGUN]}"] if said[BEGUN] and actions <= 2 else []
    leads = listed([places.name(code) for code in row["leads"]]) if row["leads"] and actions <= FEW else ""
    who = [row["short_title"], action_day(row["action_day"], row["days"]), leads]
    return f"{', '.join(part for part in who if part)}: {', '.join(told)}"
