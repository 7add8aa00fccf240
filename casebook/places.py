"""Countries: ISO 3166-1 codes to the names that figures and sentences print, and membership of the EU."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib import resources

import pycountry

XK = "XK"  # Kosovo: in common use (user-assigned) and not in ISO 3166-1


@cache
def _house() -> dict[str, dict[str, str]]:
    """Code to a row of places.csv: `name, in_prose` where ours differ from ISO's, `eu_from, eu_until`."""
    text = resources.files("casebook").joinpath("places.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def is_known(code: str) -> bool:
    """True for an ISO 3166-1 alpha-2 code in upper case, and for XK."""
    return code == XK or (code == code.upper() and pycountry.countries.get(alpha_2=code) is not None)


def codes() -> list[str]:
    """Every code that `is_known`."""
    return [*(country.alpha_2 for country in pycountry.countries), XK]


def names(code: str) -> set[str]:
    """What the country is called here and in ISO 3166-1."""
    country = pycountry.countries.get(alpha_2=code)
    theirs = (getattr(country, kind, "") for kind in ("name", "common_name", "official_name"))
    return {name(code), in_prose(code), *theirs} - {""}


def name(code: str) -> str:
    """The country's name for lists and labels: "Netherlands"."""
    if code in _house():
        return _house()[code]["name"]
    country = pycountry.countries.get(alpha_2=code)
    return getattr(country, "common_name", country.name)


def in_prose(code: str) -> str:
    """The country's name in running text, with its article: "the Netherlands"."""
    return _house()[code]["in_prose"] if code in _house() else name(code)


def in_eu(code: str, day: date) -> bool:
    """True if the country was a member of the European Union (or its forerunners) on that day."""
    row = _house().get(code, {})
    since, until = row.get("eu_from"), row.get("eu_until")
    return bool(since) and since <= day.isoformat() and (not until or day.isoformat() <= until)
