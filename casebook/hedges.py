"""Which qualifier the words in front of a printed number ask for, in languages that press releases come in.

data/README.md has the English words in its table for coders; this is for asking when a row says otherwise.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from casebook.words import NUMBER_WORDS

HEDGES = {
    "en": {
        "more_than": "more than|over|above|in excess of|exceeding|upwards of",
        "at_least": "at least|no fewer than|no less than|not less than|starting at|a minimum of",
        "about": "up to about|about|around|approximately|approx.|roughly|an estimated|some|circa",
        "nearly": "close to|nearly|almost|just under|just below",
        "at_most": "up to|at most|no more than|not more than|a maximum of",
        "less_than": "under|below|less than|fewer than",
        "between": "between",
    },
    "de": {
        "more_than": "mehr als|über",
        "at_least": "mindestens|wenigstens|nicht weniger als",
        "about": "etwa|rund|ungefähr|circa|ca.|zirka|schätzungsweise",
        "nearly": "fast|knapp|beinahe|nahezu",
        "at_most": "bis zu|höchstens|maximal|nicht mehr als",
        "less_than": "weniger als|unter",
        "between": "zwischen",
    },
    "fr": {
        "more_than": "plus de|plus d’|plus d'",
        "at_least": "au moins|pas moins de",
        "about": "environ|autour de|quelque|à peu près",
        "nearly": "près de|presque",
        "at_most": "jusqu’à|jusqu'à|au plus|au maximum",
        "less_than": "moins de",
        "between": "entre",
    },
    "es": {
        "more_than": "más de",
        "at_least": "al menos|como mínimo|por lo menos",
        "about": "aproximadamente|alrededor de|unos|unas",
        "nearly": "casi|cerca de",
        "at_most": "hasta|como máximo",
        "less_than": "menos de",
        "between": "entre",
    },
    "it": {
        "more_than": "più di|oltre",
        "at_least": "almeno|non meno di",
        "about": "circa|all’incirca|all'incirca|intorno a",
        "nearly": "quasi|poco meno di",
        "at_most": "fino a|al massimo|non più di",
        "less_than": "meno di",
        "between": "fra|tra",
    },
    "nl": {
        "more_than": "meer dan|ruim",
        "at_least": "minstens|ten minste|minimaal",
        "about": "ongeveer|circa|zo’n|zo'n|rond de",
        "nearly": "bijna|haast",
        "at_most": "tot wel|hooguit|maximaal",
        "less_than": "minder dan|onder de",
        "between": "tussen",
    },
}
NUMBER = rf"(?:[A-Z]{{3}} ?|[€£$₿] ?)?(?:\d|(?:a |half a )?(?:{'|'.join(sorted(NUMBER_WORDS))}|dozen)\b)"
ANY_DIGIT = {ord(digit): "0" for digit in "123456789"}  # which number it is does not matter: 40 is asked about as 60 is
TIMES = (
    "years|months|weeks|days|hours|Jahren?|Monaten?|Wochen|Tagen?|Stunden|ans|mois|semaines|jours|heures|"
    "años|meses|semanas|días|horas|anni|mesi|settimane|giorni|ore|jaar|maanden|weken|dagen|uur"
)


def asked_for(as_printed: str, language: str) -> tuple[str, str]:
    """The qualifier that the words of doubt before a number ask for, and these words.

    `language` is ISO 639-1. ("", "") if no word of doubt stands before a number, if there are several that
    differ, or if the language is not one of `HEDGES`.
    """
    return _asked_for(as_printed.translate(ANY_DIGIT), language)


@lru_cache(maxsize=4096)
def _asked_for(as_printed: str, language: str) -> tuple[str, str]:
    found = [(_meanings(language)[hit[1].lower()], hit[1]) for hit in _pattern(language).finditer(as_printed)]
    return found[0] if len({qualifier for qualifier, _ in found}) == 1 else ("", "")


@cache
def _meanings(language: str) -> dict[str, str]:
    known = HEDGES.get(language, {})
    return {phrase: qualifier for qualifier, phrases in known.items() for phrase in phrases.split("|")}


@cache
def _pattern(language: str) -> re.Pattern:
    longest_first = sorted(_meanings(language), key=len, reverse=True)
    phrases = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)({phrases})\s*(?={NUMBER})(?!\S+ (?:{TIMES})\b)", re.IGNORECASE)
