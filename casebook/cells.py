"""Cells, each by itself: what is put right where it can mean one thing only, and what cannot stand in its column.

What a column holds comes from its field in datapackage.json and from the codebook's words. Every different cell
of a column is looked at once, however often it stands there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from importlib import resources
from typing import NamedTuple

from casebook import dates, places
from casebook.bounds import QUALIFIERS
from casebook.findings import Findings, did_you_mean, quoted
from casebook.reading import Sheet

DATES = {"date", "published"}
ADDRESSES = {"url", "archived"}
HABITS = {"UK": "GB", "EL": "GR"}  # codes in common use for codes of the standard
HABITS_OF_MONEY = {"BTC": "XBT"}
SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "₿": "XBT"}
SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
NO_FIGURE = {"n/a", "na", "n.a.", "-", "–", "—", "?", "unknown", "none", "nil", "not reported", "not known", "tbc"}
RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names that Windows keeps for itself
LONGEST_NUMBER = 20  # digits, with the point: so many can be added up exactly
DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
WHOLE = re.compile(rf"0|[1-9][0-9]{{0,{LONGEST_NUMBER - 1}}}")
UNCLEAR = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
GROUP = r"[ ,.'’\u00a0\u2009\u202f]"
THOUSANDS = re.compile(rf"(?P<whole>\d{{1,3}}(?P<sign>{GROUP})\d{{3}}(?:(?P=sign)\d{{3}})*)(?P<rest>[.,]\d{{1,2}})?")
CURRENCY = r"(?:[€£$₿]|[A-Z]{3})?"
BY_EXCEL = re.compile(
    r"\d+(?:[.,]\d+)?[Ee][+-]?\d+"  # 4,52E+12
    r"|[^\W\d]{3,4}[-. ]\d{2}|\d{1,2}[-. ]+[^\W\d]{3,4}(?:[-. ]\d{2,4})?"  # Jul-20, 3-Jun
    r"|#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!)"
)
DAY_BY_EXCEL = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}-[A-Z][a-z]{2}(-\d{2,4})?|[A-Z][a-z]{2}-\d{2}")
ENTER_AGAIN = "looks changed by Excel. Format the column as Text and enter it again."
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


DRAWN = {
    chr(number) for number in (*range(0xA0, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x202F, 0x20AC)
}


def kind(spec: dict, schema: dict, words: Iterable[str]) -> str:
    """What a column holds: number, date, country, address, word, id, code or text."""
    name, limits = spec["name"], spec.get("constraints", {})
    if spec["type"] == "number":
        return "number"
    if name in DATES:
        return "date"
    if name == "country":
        return "country"
    if name in ADDRESSES:
        return "address"
    if words:
        return "word"
    linked = [column for link in schema.get("foreignKeys", []) for column in link["fields"]]
    if name in linked or "form" in spec:
        return "id"
    coded = "pattern" in limits or "enum" in limits or name in schema.get("primaryKey", [])
    return "code" if coded else "text"


# --- what is put right -----------------------------------------------------------------------


def tidy(sheet: Sheet, schema: dict, words: dict[str, list[str]], findings: Findings) -> None:
    """Put right, and note, what can mean one thing only; free text stays as it is."""
    for spec in schema["fields"]:
        name = spec["name"]
        what = kind(spec, schema, words.get(name, ()))
        cells = sheet.columns[name]
        if what == "text":
            continue
        # In front of a text an apostrophe keeps Excel from making a date or a number of it.
        bare = {cell: cell.strip().removeprefix("'") for cell in set(cells)}
        decimal_comma = sheet.separator == ";"
        if what in ("country", "word") or decimal_comma:
            better = partial(_better, what=what, words=words.get(name, ()), decimal_comma=decimal_comma)
            bare = {cell: better(text) for cell, text in bare.items()}
        changed = {cell: new for cell, new in bare.items() if new != cell}
        if not changed:
            continue
        for row, cell in enumerate(cells):
            if cell in changed and cell.strip().removeprefix("'") != changed[cell]:
                place = f"{sheet.path}, line {sheet.lines[row]}, column {name}"
                findings.note(place, f"{quoted(cell)} read as {changed[cell]}", f"{name} read")
            elif cell in changed and cell.strip() != cell:
                place = f"{sheet.path}, line {sheet.lines[row]}, column {name}"
                findings.note(place, f"spaces around {quoted(cell.strip())} trimmed", f"{name} trimmed")
        sheet.columns[name] = [changed.get(cell, cell) for cell in cells]


def _better(bare: str, what: str, words: Iterable[str], decimal_comma: bool) -> str:
    if what == "country":
        code = bare.upper() if re.fullmatch("[A-Za-z]{2}", bare) else bare
        return HABITS.get(code, code) if places.is_known(HABITS.get(code, code)) else bare
    if what == "number" and decimal_comma and re.fullmatch(r"\d+,\d+", bare) and not THOUSANDS.fullmatch(bare):
        return bare.replace(",", ".")
    if what == "word" and bare not in words:
        return _known_word(bare, words)
    return bare


def _known_word(cell: str, words: Iterable[str]) -> str:
    """The word that is meant if it differs by capitals, spaces or hyphens only, or is a habit."""
    if HABITS_OF_MONEY.get(cell) in words:
        return HABITS_OF_MONEY[cell]
    alike = [word for word in words if word.lower() == re.sub(r"[ -]", "_", cell.lower())]
    return alike[0] if len(alike) == 1 else cell


# --- what cannot stand -----------------------------------------------------------------------


class Codebook(NamedTuple):
    """The file of the known words as messages name it, and the file that a new word would be a row of."""

    path: str
    own: str


def check(table, words: dict[str, list[str]], codebook: Codebook, findings: Findings) -> None:
    """What the schema, the codebook and the kind of column say of every single cell of a table."""
    for spec in table.fields:
        name = spec["name"]
        known = words.get(name, [])
        what = kind(spec, table.schema, known)
        different = set(table.columns[name])
        everything = "".join(different)
        hidden = not everything.isprintable() and UNSEEN.search(everything)
        right = None if hidden else _right(spec, what)
        doubtful = [cell for cell in different if not right(cell)] if right else different
        wrong = partial(_wrong, spec=spec, what=what, words=set(known), codebook=codebook)
        _tell(table, name, {cell: wrong(cell) for cell in doubtful}, findings.problem)
        if what == "text":
            missing = set() if everything.isascii() else {sign for sign in set(everything) if not _drawn(sign)}
            longest = spec.get("longest", len(everything))
            doubtful = [cell for cell in different if missing or len(cell) > longest or DAY_BY_EXCEL.fullmatch(cell)]
            asked = {cell: _asked(cell, spec, missing) for cell in doubtful}
            _tell(table, name, asked, partial(findings.warn, kind=f"{name} asked"))
        if what == "address":
            asked = {cell: "http only; https is better" for cell in different if cell.startswith("http:")}
            _tell(table, name, asked, partial(findings.note, kind="http"))


def _right(spec: dict, what: str) -> Callable[[str], object] | None:
    """What is true of cells that need no closer look, if nothing unseen is in them; None: all do."""
    limits = spec.get("constraints", {})
    if what == "text" or (what == "id" and "form" not in spec):
        return str.strip
    if what == "number" and limits.get("minimum", 0) <= 0:
        return WHOLE.fullmatch
    if what in ("id", "code", "address") and "pattern" in limits and "enum" not in limits:
        fits, most = re.compile(limits["pattern"]).fullmatch, limits.get("maxLength", sys.maxsize)
        return lambda cell: cell and len(cell) <= most and fits(cell) and not RESERVED.fullmatch(cell)
    return None


def _tell(table, column: str, verdicts: dict[str, str], tell: Callable[[str, str], None]) -> None:
    said = {cell: verdict for cell, verdict in verdicts.items() if verdict}
    if said:
        for row, cell in enumerate(table.columns[column]):
            if cell in said:
                tell(table.place(row, column), said[cell])


def _wrong(cell: str, spec: dict, what: str, words: Collection[str], codebook: Codebook) -> str:
    """Why a cell cannot stand in its column, or "" if it can."""
    limits = spec.get("constraints", {})
    if not cell or (what == "text" and limits.get("required") and not cell.strip()):
        return "is empty" if limits.get("required") else ""
    hidden = UNSEEN.search(cell)
    if hidden:
        return f"contains the control character U+{ord(hidden[0]):04X}, which nobody sees: take it out"
    if what == "word":
        return "" if cell in words else _wrong_word(cell, spec["name"], words, codebook)
    if what == "number":
        return _wrong_number(cell, limits)
    if what == "date":
        return _wrong_date(cell)
    if what == "country":
        return "" if places.is_known(cell) else _wrong_country(cell)
    return "" if what == "text" else _wrong_form(cell, spec, what, limits)


def _wrong_word(cell: str, column: str, words: Collection[str], codebook: Codebook) -> str:
    if SYMBOLS.get(cell) in words:
        return f"{quoted(cell)}: write {SYMBOLS[cell]}"
    meant = _meant(cell, words)
    if column == "qualifier":  # no new ones: each is a rule of arithmetic
        said = meant or f" Write one of: {', '.join(word for word in QUALIFIERS if word in words)}."
        return f"{quoted(cell)} is not a word of {codebook.path}.{said}"
    there = "there" if codebook.own == codebook.path else f"in {codebook.own}"
    return f"{quoted(cell)} is not a word of {codebook.path}.{meant} A new word is a new row {there} (column {column})."


def _meant(cell: str, words: Iterable[str]) -> str:
    """The words that begin with what was written, which differ from one another, or else the one that is nearest."""
    longer = sorted(word for word in words if word.startswith(f"{cell.lower()}_"))
    return f" Did you mean {' or '.join(longer)}?" if 1 < len(longer) < 6 else did_you_mean(cell, words)


def _wrong_form(cell: str, spec: dict, what: str, limits: dict) -> str:
    fits = len(cell) <= limits.get("maxLength", len(cell)) and re.fullmatch(limits.get("pattern", "(?s:.*)"), cell)
    if what == "id" and "form" in spec and fits and RESERVED.fullmatch(cell):
        return f"{quoted(cell)} {spec['form']}, and no name that Windows keeps for itself"
    if "enum" in limits and cell not in limits["enum"]:
        return f"{quoted(cell)} is not one of {', '.join(limits['enum'])}"
    if fits:
        return ""
    if what == "id" and BY_EXCEL.fullmatch(cell):
        return f"{quoted(cell)} {ENTER_AGAIN}"
    return f"{quoted(cell)} {spec.get('form') or 'does not have the form ' + limits.get('pattern', '')}"


def _wrong_country(cell: str) -> str:
    meant = did_you_mean(cell.lower(), _country_names(), 0.7).removeprefix(" Did you mean ").removesuffix("?")
    near = f" Did you mean {_country_names()[meant]}?" if meant else ""
    return f"{quoted(cell)}: unknown country; use two-letter ISO codes.{near}"


@cache
def _country_names() -> dict[str, str]:
    """Names of countries, in small letters, to their codes."""
    return {name.lower(): code for code in places.codes() for name in places.names(code)}


def _wrong_date(cell: str) -> str:
    try:
        found = dates.parse(cell)
    except ValueError as error:
        return f"{quoted(cell)}: {error}"
    begins = (found.end or found).earliest
    return f"{quoted(cell)} lies in the future" if begins and begins > date.today() else ""


# --- numbers ---------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def number(cell: str) -> Decimal | None:
    """The number as the tables write it: digits, with a point where it has decimals. None for anything else.

    1.200 is none: it may be 1200.
    """
    if len(cell) > LONGEST_NUMBER or not DIGITS.fullmatch(cell) or UNCLEAR.fullmatch(cell):
        return None
    return Decimal(cell)


def _wrong_number(cell: str, limits: dict) -> str:
    found = number(cell)
    if found is not None and "minimum" in limits and found < limits["minimum"]:
        return f"{quoted(cell)} is below {limits['minimum']}. Leave it out if the source gives no number."
    if found == 0 and cell.startswith("-"):
        return f"{quoted(cell)}: write 0"
    grouped = THOUSANDS.fullmatch(cell) if cell.isascii() or re.search("[\u00a0\u2009\u202f’]", cell) else None
    if grouped and not cell.startswith("0"):
        return f"{quoted(cell)}: {_ungrouped(grouped)}"
    return "" if found is not None else f"{quoted(cell)} {_no_number(cell)}"


def _ungrouped(found: re.Match) -> str:
    whole, sign = re.sub(r"\D", "", found["whole"]), found["sign"]
    groups = len(re.split(r"\D", found["whole"])) - 1
    if sign == "." and groups == 1 and not found["rest"]:
        return f"is this {whole} or {_short(found['whole'])}? Write the one that is meant"
    return f"write {whole}{(found['rest'] or '').replace(',', '.')}"


def _short(decimal: str) -> str:
    return decimal.rstrip("0").rstrip(".")


def _no_number(cell: str) -> str:
    """What to do about a cell that is no number."""
    if len(cell) > LONGEST_NUMBER and DIGITS.fullmatch(cell):
        return f"has {len(cell)} digits: is that what the source prints?"
    if cell.lower() in NO_FIGURE:
        return "is no number: leave the row out if the source gives no number; 0 means the source says none"
    if BY_EXCEL.fullmatch(cell):
        return ENTER_AGAIN
    if re.fullmatch(r"\d+,\d+", cell) and cell.isascii():
        return f"is not a number: write {cell.replace(',', '.')}"
    if money := _money(cell):
        return f"is not a number: write value {money[0]}" + (f", unit {money[1]}" if money[1] else "")
    if share := re.fullmatch(r"(\d+(?:\.\d+)?) ?%", cell):
        return f"is not a number: write value {share[1]}, unit percent"
    if re.fullmatch(r"(inf|infinity|nan)", cell.lstrip("+-").lower()):
        return "is not a number. Write 1200 or 125000.50"
    return (
        "is not a number: put the number in value and about or more_than in qualifier; "
        "for a word alone leave value empty and put unquantified in qualifier"
    )


def _money(cell: str) -> tuple[str, str] | None:
    """Number and currency of "€1m", "EUR 1.5 million" or "2 million"."""
    found = re.fullmatch(
        rf"(?P<before>{CURRENCY})\s*(?P<number>\d[\d,. ]*?)\s*(?P<size>[a-z]*)\s*(?P<after>{CURRENCY})", cell
    )
    if not found or not (found["size"] or found["before"] or found["after"]) or (found["size"] or "m") not in SHORT:
        return None
    plain = _plain_number(found["number"])
    currency = found["before"] or found["after"]
    value = plain and Decimal(plain) * SHORT.get(found["size"], 1)
    return (f"{value.normalize():f}", SYMBOLS.get(currency, currency)) if value else None


def _plain_number(text: str) -> str:
    """The digits of "2,500", "1.5" and "1,5" as the tables write them; "" where it cannot be told."""
    grouped = THOUSANDS.fullmatch(text)
    if grouped and not UNCLEAR.fullmatch(text):
        return re.sub(r"\D", "", grouped["whole"]) + (grouped["rest"] or "").replace(",", ".")
    return text.replace(",", ".") if re.fullmatch(r"\d+([.,]\d{1,2})?", text) else ""


# --- what is questioned ----------------------------------------------------------------------


def _asked(cell: str, spec: dict, missing: set[str]) -> str:
    """What a reader of the tables would ask about a text that may stand all the same."""
    if len(cell) > spec.get("longest", len(cell)):
        return f"has {len(cell)} characters; up to {spec['longest']} are read and drawn well"
    if spec["name"] == "as_printed" and cell[-1:].isdigit() and DAY_BY_EXCEL.fullmatch(cell):
        return f"{quoted(cell)} looks like a date that Excel has rewritten: is it what the source prints?"
    if missing and not missing.isdisjoint(cell):
        signs = [f"{sign} (U+{ord(sign):04X})" for sign in dict.fromkeys(cell) if sign in missing]
        return f"the font has no glyph for {', '.join(signs[:3])}: figures show a box there"
    return ""


def _drawn(sign: str) -> bool:
    return sign.isascii() or sign in DRAWN or ord(sign) in _glyphs()


@cache
def _glyphs() -> frozenset[int]:
    """The characters that every font of the figures has."""
    from fontTools.ttLib import TTFont

    files = sorted((resources.files("casebook") / "figures" / "fonts").iterdir(), key=lambda file: file.name)
    known = []
    for file in files:
        if file.name.endswith(".ttf"):
            with TTFont(str(file), lazy=True) as font:
                known.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*known))
