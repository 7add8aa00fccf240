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
from datetime import date, timedelta
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


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]  # fmt: skip
SHORT = [month[:3].lower() for month in MONTHS]
VAGUE = re.compile(r"(?:mid|early|late|spring|summer|autumn|winter|around|about|circa|ca)\b\W*(\d{4})")
NUMBERS = re.compile(r"(\d{1,4})[/. -]+(\d{1,2})(?:[/. -]+(\d{1,4}))?\.?(?:[T ]\d.*)?", re.ASCII)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119


@lru_cache(maxsize=65536)
def parse(edtf: str) -> Date:
    """The date that an EDTF string means. Raises ValueError saying what to write instead."""
    if edtf.count("/") == 1:
        return _interval(edtf)
    found = POINT.fullmatch(edtf)
    if not found:
        raise ValueError(_advice(edtf))
    year, month, day, mark = found.groups()
    first, last, precision = _days(int(year), month and int(month), day and int(day))
    return Date(edtf, first, last, precision, mark in ("~", "%"), mark in ("?", "%"))


def _days(year: int, month: int | None, day: int | None) -> tuple[date, date, str]:
    try:
        if day is not None:
            only = date(year, month, day)
            return only, only, "day"
        if month is not None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
        return date(year, 1, 1), date(year, 12, 31), "year"
    except (ValueError, calendar.IllegalMonthError):
        part = "year" if month is None else "month" if day is None else "day"
        raise ValueError(f"no such {part}") from None


def _advice(text: str) -> str:
    """What to write instead of something that is no EDTF date, as far as it can be told."""
    text = text.strip()
    if text.isascii() and text.isdigit() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        day = date(1899, 12, 30) + timedelta(int(text))
        return f"looks like an Excel date number ({day}). Write {day}"
    if re.fullmatch(r"[^\W\d]{3,4}[-.]\d{2}", text):
        return "looks changed by Excel. Format the column as Text and enter it again: 2020-07 for July 2020"
    readings = _readings(text)
    if len(readings) > 1:
        return "ambiguous: write " + " or ".join(f"{day} for {day.day} {MONTHS[day.month - 1]}" for day in readings)
    if readings:
        return f"write year-month-day: {readings[0]}"
    vague = re.fullmatch(
        r"(?:mid|early|late|spring|summer|autumn|winter|around|about|circa|ca)\b\W*(\d{4})", text.lower()
    )
    if vague:
        return f"for {text} write {vague[1]}~ and keep the words in as_printed"
    month = _month(text)
    return f"write {month} for the month" if month else FORMS


FORMS = "write year-month-day (2020-07-14), a month (2020-07) or a year (2020)"


def _readings(text: str) -> list[date]:
    """The days that a date written in another way may mean, the day first before the month first."""
    found = NUMBERS.fullmatch(text)
    if found and found[3]:
        one, two, three = (int(part) for part in found.groups())
        orders = [(one, two, three)] if one > 999 else [(three, two, one), (three, one, two)]
        if "." in text:
            orders = orders[:1]  # with points the day always comes first
    else:
        words = re.findall(r"[^\W\d]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.lower()))
        months = [SHORT.index(word[:3]) + 1 for word in words if word[:3] in SHORT]
        numbers = [int(word) for word in words if word.isdecimal() and len(word) < 5]
        if len(words) != 3 or len(months) != 1 or len(numbers) != 2:
            return []
        day, year = numbers
        orders = [(year, months[0], day)]
    return list(dict.fromkeys(filter(None, (_day(*order) for order in orders))))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _month(text: str) -> str:
    """ "2020-07" for "July 2020", "07/2020" and "2020/7"."""
    found = re.fullmatch(r"([^\W\d]{3,9})[ ,.-]+(\d{4})", text, re.ASCII)
    if found and found[1][:3].lower() in SHORT:
        return f"{found[2]}-{SHORT.index(found[1][:3].lower()) + 1:02}"
    found = re.fullmatch(r"(?:(\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2}))", text, re.ASCII)
    month = int(found[1] or found[4]) if found else 0
    return f"{found[2] or found[3]}-{month:02}" if 1 <= month <= 12 else ""


def _interval(edtf: str) -> Date:
    left, _, right = edtf.partition("/")
    if left in OPEN and right in OPEN:
        raise ValueError("an interval needs at least one end")
    if re.fullmatch(r"\d{1,2}/\d{4}|\d{4}/\d{1,2}", edtf):
        raise ValueError(_advice(edtf))
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
