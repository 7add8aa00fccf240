"""What a printed figure allows: qualifier to interval, and sums that keep the doubt.

An `Interval` holds every number that a figure may be; round brackets are open ends. An `Amount`
is such an interval with the unit it is counted in, plus the estimates ("about 100") that have a
position and no bounds and are therefore carried along instead of merged in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from operator import add


class UnlikeError(ValueError):
    """Figures that must not be added or compared: other measure, unit, rate or scope."""


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`; `high` None means that there is no upper end."""

    low: Decimal
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def soft_floor(self) -> bool:
        """A floor that may itself be reached and has nothing above it: "at least 30", "several"."""
        return self.high is None and not self.low_open

    def __contains__(self, number: Decimal) -> bool:
        above = number > self.low or (number == self.low and not self.low_open)
        below = self.high is None or number < self.high or (number == self.high and not self.high_open)
        return above and below

    def __add__(self, other: Interval) -> Interval:
        # One "at least" among the parts makes the whole sum an "at least": the sum speaks as
        # softly as its softest part, although "more than" would be right arithmetic.
        soft = self.soft_floor or other.soft_floor
        endless = self.high is None or other.high is None
        return Interval(
            low=self.low + other.low,
            high=None if endless else self.high + other.high,
            low_open=(self.low_open or other.low_open) and not soft,
            high_open=(self.high_open or other.high_open) and not endless,
        )

    def within(self, other: Interval) -> bool:
        """True if every number of this interval is one of `other`'s too."""
        low = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        if other.high is None:
            return low
        if self.high is None:
            return False
        high = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return low and high

    def cover(self, other: Interval) -> Interval:
        """The smallest interval that holds every number of both."""
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        if self.high is None or other.high is None:
            return Interval(low, None, low_open)
        # Of two equal ends the closed one reaches further.
        high, closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def below(self, other: Interval) -> bool:
        """True if no number of this interval is above any number of `other`."""
        return self.high is not None and self.high <= other.low

    def apart(self, other: Interval) -> bool:
        """True if the two have no number in common."""
        return any(
            one.high is not None and (one.high < two.low or (one.high == two.low and (one.high_open or two.low_open)))
            for one, two in ((self, other), (other, self))
        )


@dataclass(frozen=True)
class Amount:
    """A figure, or a sum of like figures: `interval`, `about` (sum of estimates), and what is counted.

    At least one of `interval` and `about` is given. `per` and `scope` are words of the codebook.
    """

    interval: Interval | None
    about: Decimal | None = None
    measure: str = ""
    unit: str = ""
    per: str = ""
    scope: str = ""

    def __add__(self, other: Amount) -> Amount:
        refuse_unlike(self, other)
        return replace(
            self,
            interval=_both(self.interval, other.interval),
            about=_both(self.about, other.about),
        )


def _both(one, two):
    return two if one is None else one if two is None else one + two


def refuse_unlike(one: Amount, two: Amount) -> None:
    """Raise `UnlikeError`, naming the difference, unless both count the same thing in the same way."""
    for aspect in ("measure", "unit", "per", "scope"):
        mine, yours = getattr(one, aspect), getattr(two, aspect)
        if mine != yours:
            raise UnlikeError(
                f"cannot add {_named(one)} and {_named(two)}: "
                f"{aspect} {mine or '(none)'} is not {aspect} {yours or '(none)'}"
            )


def _named(amount: Amount) -> str:
    parts = [amount.measure or "a figure", f"in {amount.unit}" if amount.unit else ""]
    parts += [f"per {amount.per}" if amount.per else "", f"({amount.scope})" if amount.scope else ""]
    return " ".join(part for part in parts if part)


QUALIFIERS = ("exact", "more_than", "at_least", "about", "nearly", "at_most", "less_than", "between", "unquantified")


def interval_of(qualifier: str, value: Decimal | None, value_high: Decimal | None = None) -> Interval | None:
    """The interval that a qualifier and its number stand for; None for `about`, which has no bounds.

    Raises ValueError for a qualifier that is not one of the codebook's or lacks its number.
    """
    if qualifier == "unquantified":
        return Interval(Decimal(1))
    if value is None:
        raise ValueError(f"{qualifier} needs a value")
    match qualifier:
        case "exact":
            return Interval(value, value)
        case "more_than":
            return Interval(value, low_open=True)
        case "at_least":
            return Interval(value)
        case "about":
            return None
        case "nearly" | "less_than":
            return Interval(Decimal(0), value, high_open=True)
        case "at_most":
            return Interval(Decimal(0), value)
        case "between" if value_high is not None:
            return Interval(value, value_high)
    raise ValueError(f"unknown qualifier {qualifier}, or its second number is missing")


def qualifier_of(interval: Interval) -> tuple[str, Decimal, Decimal | None]:
    """The qualifier and numbers that stand for an interval: the way back from `interval_of`.

    Raises ValueError for one that no qualifier stands for: with an open end and numbers beyond neither, or both.
    """
    low, high = interval.low, interval.high
    if high is None:
        return ("more_than" if interval.low_open else "at_least"), low, None
    if interval.low_open or (interval.high_open and low > 0):
        raise ValueError(f"no qualifier stands for {interval}")
    if low == high:
        return "exact", low, None
    if low > 0:
        return "between", low, high
    return ("less_than" if interval.high_open else "at_most"), high, None


def amount_of(row) -> Amount:
    """The amount of one row of measures.csv (any mapping or Series with its columns)."""
    interval = interval_of(row["qualifier"], row["value"], row["value_high"])
    return Amount(
        interval,
        None if interval else row["value"],
        *(row[column] for column in ("measure", "unit", "per", "scope")),
    )


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of like amounts. Raises `UnlikeError` for unlike ones, ValueError for none at all."""
    amounts = list(amounts)
    if not amounts:
        raise ValueError("nothing to add: not reported is not zero")
    return reduce(add, amounts)
