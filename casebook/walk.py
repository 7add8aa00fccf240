"""Tables gone through row by row, as lists of plain cells: pandas' own ways make an object of each cell again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

import numpy as np
import pandas as pd


def cells(column: pd.Series) -> list:
    """The cells of a column as Python's own: text, numbers, True and False, tuples."""
    return np.asarray(column, dtype=object).tolist()


def tuples(table: pd.DataFrame, *columns: str) -> Iterator[tuple]:
    """The cells of these columns, or of all, a tuple a row."""
    return zip(*(cells(table[column]) for column in columns or table.columns), strict=True)


def records(table: pd.DataFrame, *columns: str) -> Iterator[dict]:
    """The same, a dict a row."""
    names = columns or tuple(table.columns)
    return (dict(zip(names, row, strict=False)) for row in tuples(table, *names))


def frame(found: Iterable[dict], columns: Iterable[str]) -> pd.DataFrame:
    """A table with these columns of dicts that have them all."""
    found = list(found)
    # Without a row pandas would take a column for one of numbers.
    return pd.DataFrame({name: [row[name] for row in found] for name in columns}, dtype=None if found else object)


def each(make: Callable, known: Iterable[Hashable]) -> list:
    """What a function makes of each item; equal ones are made once, for most cells of a column occur again."""
    items = list(known)
    made = {item: make(item) for item in dict.fromkeys(items)}
    return [made[item] for item in items]


def grouped(found: Iterable, key: Callable) -> dict[Hashable, list]:
    """The items by what a function says of them, in the order in which that first comes."""
    groups: dict[Hashable, list] = {}
    for item in found:
        groups.setdefault(key(item), []).append(item)
    return groups
