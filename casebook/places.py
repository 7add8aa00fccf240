"""Countries: ISO 3166-1 codes to the names that figures and sentences print."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import pycountry

XK = "XK"  # Kosovo: in common use (user-assigned) and not in ISO 3166-1


@cache
def _house_names() -> dict[str, tuple[str, str]]:
    """Code to (name, name in running text), where ours differ from the ISO list's."""
    text = resources.files("casebook").joinpath("places.csv").read_text(encoding="utf-8")
    return {row["code"]: (row["name"], row["in_prose"]) for row in csv.DictReader(text.splitlines())}


def is_known(code: str) -> bool:
    """True for an ISO 3166-1 alpha-2 code in upper case, and for XK."""
    return code == XK or (code == code.upper() and pycountry.countries.get(alpha_2=code) is not None)


def name(code: str) -> str:
    """The country's name for lists and labels: "Netherlands"."""
    if code in _house_names():
        return _house_names()[code][0]
    country = pycountry.countries.get(alpha_2=code)
    return getattr(country, "common_name", country.name)


def in_prose(code: str) -> str:
    """The country's name in running text, with its article: "the Netherlands"."""
    return _house_names()[code][1] if code in _house_names() else name(code)
