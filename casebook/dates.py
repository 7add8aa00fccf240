"""EDTF dates to earliest and latest day: no date is more precise than its source.

Read are the forms the tables use (ISO 8601-2, level 1): year, month, day, intervals with open
ends (`2017/2019`, `2019-05/..`), and the marks `~` (about), `?` (uncertain), `%` (both). The marks
do not widen the days; they are worded and drawn softly.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from casebook.bounds import Interval

POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
OPEN = ("..", "")


@dataclass(frozen=True)
class Date:
    """An EDTF date: the days it may mean, its precision (day, month, year, interval) and its marks.

    `earliest` or `latest` is None at an open end. `start` and `end` are set for intervals only.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: str
    approximate: bool = False
    uncertain: bool = False
    start: Date | None = None
    end: Date | None = None

    def within(self, other: Date) -> bool:
        """True if every day that this may mean is one that the other may mean too."""
        begins = other.earliest is None or (self.earliest is not None and self.earliest >= other.earliest)
        return begins and (other.latest is None or (self.latest is not None and self.latest <= other.latest))

    def apart(self, other: Date) -> bool:
        """True if no day that this may mean is one that the other may mean."""
        return any(
            one.latest is not None and two.earliest is not None and one.latest < two.earliest
            for one, two in ((self, other), (other, self))
        )


@lru_cache(maxsize=65536)
def parse(edtf: str) -> Date:
    """The date that an EDTF string means. Raises ValueError saying what to write instead."""
    if edtf.count("/") == 1:
        return _interval(edtf)
    found = POINT.fullmatch(edtf)
    if not found:
        raise ValueError("write year-month-day (2020-07-14), a month (2020-07) or a year (2020)")
    year, month, day, mark = found.groups()
    first, last, precision = _days(*(part and int(part) for part in (year, month, day)))
    return Date(edtf, first, last, precision, mark in ("~", "%"), mark in ("?", "%"))


def _days(year: int, month: int | None, day: int | None) -> tuple[date, date, str]:
    try:
        if day is not None:
            return date(year, month, day), date(year, month, day), "day"
        if month is not None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
        return date(year, 1, 1), date(year, 12, 31), "year"
    except (ValueError, calendar.IllegalMonthError):
        part = "year" if month is None else "month" if day is None else "day"
        raise ValueError(f"no such {part}") from None


def _interval(edtf: str) -> Date:
    left, _, right = edtf.partition("/")
    if left in OPEN and right in OPEN:
        raise ValueError("an interval needs at least one end")
    start, end = (None if edge in OPEN else parse(edge) for edge in (left, right))
    if start and end and end.latest < start.earliest:
        raise ValueError("the interval ends before it starts")
    edges = [edge for edge in (start, end) if edge]
    return Date(
        edtf,
        start and start.earliest,
        end and end.latest,
        "interval",
        any(edge.approximate for edge in edges),
        any(edge.uncertain for edge in edges),
        start,
        end,
    )


def cover(edtfs: Iterable[str]) -> str:
    """The EDTF date that holds every day that one of these may mean, no more precise at its ends than they are.

    The first of those that hold all the others, else an interval. Raises ValueError for none at all.
    """
    found = [parse(edtf) for edtf in edtfs]
    if not found:
        raise ValueError("no date to cover")
    whole = next((one for one in found if all(other.within(one) for other in found)), None)
    if whole:
        return whole.edtf
    first = min(found, key=lambda one: one.earliest or date.min)
    last = max(found, key=lambda one: one.latest or date.max)
    begin, end = (
        first.start if first.precision == "interval" else first,
        last.end if last.precision == "interval" else last,
    )
    return f"{begin.edtf if begin else '..'}/{end.edtf if end else '..'}"


def days_between(first: Date, second: Date) -> Interval:
    """How many days lie between two dates, as an interval: from the shortest to the longest reading.

    Never below 0: the second is taken to follow the first. Raises ValueError if it cannot follow.
    Without an end where a date is open outwards.
    """
    if second.latest is None or first.earliest is None:
        return Interval(_shortest(first, second))
    longest = (second.latest - first.earliest).days
    if longest < 0:
        raise ValueError(f"{second.edtf} is before {first.edtf}")
    return Interval(_shortest(first, second), Decimal(longest))


def _shortest(first: Date, second: Date) -> Decimal:
    if second.earliest is None or first.latest is None:
        return Decimal(0)
    return Decimal(max(0, (second.earliest - first.latest).days))


def months_between(first: Date, second: Date) -> Interval:
    """How many months lie between two dates, rounded outwards: full months down, begun months up."""
    span = days_between(first, second)
    low = 0 if span.low == 0 else _full_months(first.latest, second.earliest)
    if span.high is None:
        return Interval(Decimal(low))
    high = _full_months(first.earliest, second.latest)
    begun = _months_on(first.earliest, high) < second.latest
    return Interval(Decimal(low), Decimal(high + begun))


def _full_months(first: date, second: date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)


def _months_on(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
