"""What every figure says: its credit, what it has no room for, and how its alternative text is put together."""

from __future__ import annotations

from collections.abc import Sequence

from casebook import words

CREDIT = "Casebook data"


def source_line(sources: Sequence[str], more: int, version: str, rule: str) -> str:
    """ "Sources: A; B; and 3 more. Casebook data v1.0.0. Rule: official." of some sources and `more` unnamed."""
    label = "Source" if len(sources) + more == 1 else "Sources"
    rest = f"; and {words.more(more)}" if more else ""
    chosen = f" Rule: {rule}." if rule else ""
    return f"{label}: {'; '.join(sources) or 'none'}{rest}. {data_version(version)}{chosen}"


MOST = 6  # sources that a caption has room for


def counted_sources(credit: str, number: int) -> tuple[str, str, str]:
    """A credit of very many sources for a caption: how many there are, where they stand, and the rest of it."""
    _, _, rest = credit.partition(f". {CREDIT} ")
    return f"{words.number(number)} sources,", "listed at the end", f". {CREDIT} {rest}"


def data_version(version: str) -> str:
    """ "Casebook data v1.0.0."."""
    return f"{CREDIT} {words.version(version)}."


def left_out(number: int, name: str) -> str:
    """The clause for what an alternative text leaves out: "12 more in overview.csv"."""
    return f"{words.more(number)} in {name}.csv"


def last(clause: str) -> str:
    """The last of many clauses."""
    return f"last {clause}"
