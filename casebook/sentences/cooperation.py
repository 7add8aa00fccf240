"""Sentences on the agencies' part and the means of cooperation."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from casebook import walk, words
from casebook.sentences.common import NAMES, first_of, of_all, out_of
from casebook.words import capital, count, listed, plural, quoted

MEANS = {
    "eio": "European Investigation Orders",
    "coordination_meeting": "coordination meetings",
    "coordination_centre": "the coordination centre",
}
COUNTED = {"coordination_meeting": ("coordination meetings",), "mla": ("legal assistance requests", "MLA requests")}


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
    labels, bodies = (
        dict(table[columns].drop_duplicates().itertuples(index=False, name=None))
        for columns in (["means", "label"], ["body", "body_label"])
    )
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
    # In the order of the actions, which the first means has all of.
    found = {case: [] for case in rows["case"].unique()}
    for row in named.itertuples():
        found[row.case].append(row)
    told = [rows for rows in found.values() if rows]
    if of == 1:
        return f"Named for {who}: {listed([row.label for row in told[0]])}."
    listing = [f"{rows[0].short_title} ({listed([row.label for row in rows])})" for rows in told[: NAMES + 1]]
    named_here = f": {'; '.join(listing)}" if len(listing) <= NAMES else ""
    return f"{who} is named for {of_all(len(told), of)} actions{named_here}."


def _none_of(of: int) -> str:
    """ "either of the two actions", "any of the four actions": after a verb with "no" or "not"."""
    return "the action" if of == 1 else f"{'either' if of == 2 else 'any'} of the {count(of)} actions"


def only_contacted(table: pd.DataFrame) -> str:
    """For which actions of a table of `compare.cooperation` a body is named as contacted and no more."""
    means: dict[tuple[str, str, str], set[str]] = {}
    for *whom, term in walk.tuples(table[table["used"]], "body_label", "case", "short_title", "means"):
        means.setdefault(tuple(whom), set()).add(term)
    told = [
        f"for {title} {body} is named only as contacted through a liaison"
        for (body, _, title), terms in means.items()
        if terms == {"liaison"}
    ]
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


def cooperation_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `compare.cooperation` for reading, a row a means: `body_label, label, actions, number, of`.

    `actions` names those for which the means is named, with the printed number where there is one.
    """
    rows = []
    for (body, label), found in table.groupby(["body_label", "label"], sort=False):
        used = found[found["used"]]
        told = [f"{row.short_title}{f' ({quoted(row.detail)})' if row.detail else ''}" for row in used.itertuples()]
        row = {"body_label": body, "label": label, "actions": first_of(told)}
        rows.append(row | {"number": len(used), "of": len(found)})
    return pd.DataFrame(rows, columns=["body_label", "label", "actions", "number", "of"])


def help_line(table: pd.DataFrame, body: str, numbers: bool = True) -> str:
    """What one case's table of `compare.cooperation` names of a body: "coordination meetings (two) and liaison"."""
    return listed(help_list(table, body, numbers))


def help_list(table: pd.DataFrame, body: str, numbers: bool = False) -> list[str]:
    """The same as a list, of one sentence where nothing is named or only a contact."""
    rows = table[(table["body"] == body) & table["used"]]
    if set(rows["means"]) == {"liaison"}:
        return ["contacted through a liaison"]
    return [_means_told(row, numbers) for row in rows.itertuples()] or ["not named"]


def counted_means(means: str, label: str) -> tuple[str, ...]:
    """What a printed number of a means of cooperation counts, the fullest variant first: "coordination meetings"."""
    return COUNTED.get(means, (label,))


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
