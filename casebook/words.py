"""How numbers, dates and lists are worded: the one place, so that all texts say them alike.

Numbers follow the Interinstitutional Style Guide of the EU: a thin no-break space between
thousands, currency codes in prose. `amount` never claims more than the interval it words, and
`read` gets the same interval back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape

from casebook.bounds import Amount, Interval
from casebook.dates import MONTHS, Date

NOTHING = (["no"], ["none"], ["nobody"], ["zero"])
THIN = "\u202f"
BOUND = "\u00a0"
MONTHS_SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
NOT_PRINTED, NOT_REPORTED, NONE = "not printed", "not reported", "none"
SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
NUMBER_WORDS = {*SMALL, "ten", "eleven", "twelve", "hundred", "thousand", "million", "billion"}
BOUND_WORDS = {"over", "more", "than", "at", "least", "most", "close", "to", "about", "nearly", "up", "under",
               "less", "fewer", "around", "almost", "some", "an", "estimated", "approximately", "no"}  # fmt: skip
OPENING = {*NUMBER_WORDS, *BOUND_WORDS, "none", "nobody", "tens", "dozens", "hundreds", "thousands", "several",
           "various", "the", "a", "both", "on", "in"}  # no names, so house style gives them no capital  # fmt: skip


def number(value: Decimal | int) -> str:
    """5671 as "5 671", 4.80 as "4.8"."""
    exact = value if isinstance(value, Decimal) else Decimal(int(value))
    text = f"{exact:,f}".replace(",", THIN)
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(value: int) -> str:
    """A count in running text: a word up to nine, digits above."""
    return SMALL[value] if 0 <= value < len(SMALL) else number(value)


def markdown(text: str) -> str:
    """Plain text as Markdown that shows it as it is, in one line: nothing in it acts as markup or as a formula."""
    text = re.sub(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+", " ", text).strip(" ")
    return re.sub(r"[`*_{}\[\]()#+\-.!|<>~^&:\\$@]", _literal, text)


def _literal(sign: re.Match) -> str:
    if sign[0] in "\\$":
        return _alone(f"&#{ord(sign[0])};")
    return "&#64;" if sign[0] == "@" else f"\\{sign[0]}"  # JupyterLab leaves @@0@@ where it has set a formula aside


def html(text: str) -> str:
    """Plain text as HTML that shows it as it is, in JupyterLab too, which looks for formulas in all that it shows."""
    return re.sub(r"[\\$]", lambda sign: _alone(sign[0]), escape(text))


def _alone(sign: str) -> str:
    """A sign in an element of its own, where it does not begin a formula."""
    return f"<span>{sign}</span>"


def plural(value: int, singular: str, several: str = "") -> str:
    """A count with its noun, bound together: "one action", "four actions"."""
    return f"{count(value)}{BOUND}{singular if value == 1 else several or singular + 's'}"


def bound(text: str) -> str:
    """The text with no place for a line to break."""
    return text.replace(" ", BOUND)


def share(part: int, of: int) -> str:
    """A count with its denominator for a table, in digits: "3 of 4"."""
    return f"{number(part)} {out_of(of)}"


def out_of(of: int) -> str:
    """The denominator alone, for the head of a column of counts: "of 4"."""
    return f"of {number(of)}"


def more(value: int) -> str:
    """How many are left, in digits: "12 more"."""
    return f"{number(value)} more"


def countries(value: int) -> str:
    """A count of countries for a table, in digits: "9 countries"."""
    return f"{number(value)}{BOUND}{'country' if value == 1 else 'countries'}"


def capital(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def version(data: str) -> str:
    """The version of the data for a footer: "v1.0.0 and my-cases"; a folder without a version is named only."""
    return f"v{data}" if data[:1].isdigit() else data


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


# --- intervals -------------------------------------------------------------------------------


def interval(bounds: Interval) -> str:
    """The interval in words, as strongly as it allows and no stronger."""
    low, high = number(bounds.low), "" if bounds.high is None else number(bounds.high)
    floor = f"{'more than' if bounds.low_open else 'at least'} {low}"
    if not high:
        return floor
    if low == high:
        return low
    ceiling = f"{'less than' if bounds.high_open else 'at most'} {high}"
    if bounds.low == 0 and not bounds.low_open:
        return ceiling
    return f"{floor} and {ceiling}" if bounds.low_open or bounds.high_open else f"{low} to {high}"


def amount(value: Amount) -> str:
    """An amount in words without its unit: "more than 5 671", "more than 5 000, and about 100 more"."""
    if value.interval is None:
        return f"about {number(value.about)}"
    more = "" if value.about is None else f", and about {number(value.about)} more"
    return interval(value.interval) + more


def amount_in_unit(value: Amount) -> str:
    """The amount, with its currency code where it is money: "EUR 4.8 million"."""
    if not value.unit.isupper():
        return amount(value)
    text = re.sub(NUMBER, lambda found: _in_millions(found[0]), amount(value))
    return (
        f"{value.unit}{BOUND}{text}" if text[0].isdigit() else re.sub(r"(?=\d)", f"{value.unit}{BOUND}", text, count=1)
    )


def _in_millions(digits: str) -> str:
    value = _decimal(digits)
    round_enough = value >= 1_000_000 and value % 10_000 == 0
    return f"{number(value / 1_000_000)}{BOUND}million" if round_enough else digits


NUMBER = rf"\d{{1,3}}(?:{THIN}\d{{3}})*(?:\.\d+)?"


def read(text: str) -> Amount:
    """The amount that `amount` words as `text` (without measure and unit). Raises ValueError."""
    only = re.fullmatch(rf"about ({NUMBER})", text)
    if only:
        return Amount(None, _decimal(only[1]))
    bounds, _, more = text.partition(", and about ")
    return Amount(_read_interval(bounds), _decimal(more.removesuffix(" more")) if more else None)


def _read_interval(text: str) -> Interval:
    found = re.fullmatch(
        rf"(?:(?P<floor>more than|at least) (?P<low>{NUMBER}))?(?P<both> and )?"
        rf"(?:(?P<ceiling>less than|at most) (?P<high>{NUMBER}))?",
        text,
    )
    if found and text and bool(found["both"]) == bool(found["low"] and found["high"]):
        return Interval(
            _decimal(found["low"] or "0"),
            _decimal(found["high"]) if found["high"] else None,
            found["floor"] == "more than",
            found["ceiling"] == "less than",
        )
    low, _, high = text.partition(" to ")
    if not all(re.fullmatch(NUMBER, part) for part in (low, high or low)):
        raise ValueError(f"not the wording of an amount: {text!r}")
    return Interval(_decimal(low), _decimal(high or low))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(THIN, ""))


# --- what the source printed -----------------------------------------------------------------


A_YEAR = rf"(?P<year>\b(?:{'|'.join(MONTHS)}|[Ii]n|[Ss]ince)[ \u00a0](?:19|20)\d\d\b(?![ \u00a0\u202f]\d))"


def printed(as_printed: str) -> str:
    """The printed words as house style sets them: thousands set apart, nothing breaking, no capital but of a name."""
    text = re.sub(rf"{A_YEAR}|\d[\d \u00a0\u202f]*\d", lambda found: found["year"] or _regroup(found[0]), as_printed)
    first = re.match(r"[A-Z][a-z]*\b", text)
    text = text[0].lower() + text[1:] if first and first[0].lower() in OPENING else text
    return text.replace(" ", BOUND)


def _regroup(digits: str) -> str:
    bare = re.sub(r"\D", "", digits)
    return number(int(bare)) if not bare.startswith("0") else digits


def unbroken(text: str) -> str:
    """The text with no place for a line to break inside a number or between it and what it counts in money."""
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", THIN, text)
    return re.sub(r"(?<=\b[A-Z]{3}) (?=\d)|(?<=\d) (?=(?:m|b)illion\b)", BOUND, text)


def loose(text: str) -> str:
    """The text with places for lines to break between its words, as running text and tables need them."""
    return unbroken(text.replace(BOUND, " "))


def is_number(as_printed: str) -> bool:
    """True for "over 60", "three", "no arrests" and "EUR 4.8 million"; False for "several key suspects"."""
    words = re.findall(r"[\w+.]+", as_printed.lower())
    if any(character.isdigit() for character in as_printed) or words[:1] in NOTHING:
        return True
    return any(word in NUMBER_WORDS for word in words) and all(word in NUMBER_WORDS | BOUND_WORDS for word in words)


def is_bare(as_printed: str) -> bool:
    """True for words that are a number and nothing else: "over 60", not "60 servers in 18 countries"."""
    words = re.findall(r"[^\W\d_]+", as_printed)
    return is_number(as_printed) and all(
        word.lower() in NUMBER_WORDS | BOUND_WORDS or (word.isupper() and len(word) == 3) for word in words
    )


def quoted(as_printed: str) -> str:
    """The printed words: bare where they are a number, in quotation marks where they are not."""
    return printed(as_printed) if is_number(as_printed) else f"“{printed(as_printed)}”"


# --- dates -----------------------------------------------------------------------------------


def day(value: date) -> str:
    """ "3 June 2020", bound together."""
    return f"{value.day}{BOUND}{MONTHS[value.month - 1]}{BOUND}{value.year}"


def when(value: Date) -> str:
    """An EDTF date in words, no more precise than it is: "3 June 2020", "July 2020", "perhaps 2019"."""
    doubt = f"{'perhaps ' if value.uncertain else ''}{'about ' if value.approximate else ''}"
    if value.precision == "interval":
        return _interval_of_days(value)
    return doubt + _point(value)


def _point(value: Date) -> str:
    first = value.earliest
    match value.precision:
        case "year":
            return str(first.year)
        case "month":
            return f"{MONTHS[first.month - 1]}{BOUND}{first.year}"
    return day(first)


def _interval_of_days(value: Date) -> str:
    edges = value.start, value.end
    start, end = (when(edge) if edge else "" for edge in edges)
    if not start or not end:
        return f"since {start}" if start else f"until {end}"
    if all(edge.precision == "day" and not edge.uncertain and not edge.approximate for edge in edges):
        return _two_days(value.start.earliest, "to", value.end.earliest)
    return f"{start} to {end}"


def days(first: date, last: date) -> str:
    """Two days in words: "3 June and 11 November 2020"."""
    return day(first) if first == last else _two_days(first, "and", last)


def _two_days(first: date, joined: str, last: date) -> str:
    """Two days without saying the year or month twice."""
    if first.year != last.year:
        return f"{day(first)} {joined} {day(last)}"
    month = "" if first.month == last.month else f"{BOUND}{MONTHS[first.month - 1]}"
    return f"{first.day}{month} {joined} {day(last)}"
