"""Everyone can read the figures: contrast as drawn, and marks told apart by those who see colours otherwise.

Looked at are pixels: what lies behind a text or a mark is the page without it. What a mark stands for is read
from its gid. Two that stand for different things must differ in shape, in words beside them, or in colours that
stay apart whichever receptors an eye lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import ink
import made_up
import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.text import Text
from PIL import Image

from casebook import agreement, compare, figures, load
from casebook.data import Book
from casebook.figures import rolemarks
from casebook.figures.page import Page
from casebook.figures.theme import THEMES

FOUR = ["pay-tv-streaming", "pay-tv-signals", "sparks-group", "k-boxes"]
TEXT, MARK = 4.5, 3.0  # contrasts that the Web Content Accessibility Guidelines ask for
APART = 20.0  # in CAM02-UCS, where 1 is just seen side by side: told apart across a page
LIGHTER = 8.0  # in lightness, from one class of a map to the next
ALIKE = 0.75  # of the area of two marks that they have in common when laid on one another
NEAR = 0.45  # inches from a mark to the words beside it
SEEN = 0.05  # of the area behind a text: less is the edge of something
EYES = (None, "deuteranomaly", "protanomaly", "tritanomaly")  # at full severity: a kind of receptor is missing
CARRY = ("mark:", "key:", "country:", "map:", "disc:", "leader:", "certain:", "swatch", "line:")


@cache
def book_of(name: str) -> Book:
    """Four actions, one of them, or twelve made-up ones."""
    return made_up.collection(12, 12) if name == "twelve" else load(cases=FOUR if name == "four" else FOUR[3:])


def _of(draw: Callable, table: Callable) -> Callable[[Book, figures.Look], Page]:
    return lambda book, look: draw(table(book), book.credit(), look)


def _profile(case: str) -> Callable[[Book, figures.Look], Page]:
    tables = (compare.profile_figures, compare.timeline, compare.countries, compare.cooperation)

    def draw(book: Book, look: figures.Look) -> Page:
        book = load(cases=[case])
        return figures.profile(*(table(book) for table in tables), book.credit(), look)

    return draw


DRAWN: dict[str, Callable[[Book, figures.Look], Page]] = {
    "overview": _of(figures.overview, compare.overview),
    "servers-taken-down": _of(figures.servers_taken_down, lambda book: compare.by_action(book, "servers_taken_down")),
    "headline-check": _of(figures.headline_check, compare.headline_check),
    "what-was-reported": _of(figures.what_was_reported, compare.reported),
    "timeline": _of(figures.timeline, compare.timeline),
    "time-to-action": _of(figures.time_to_action, compare.waits),
    "countries-by-action": _of(figures.countries_by_action, compare.countries),
    "countries-map": _of(figures.countries_map, compare.countries),
    "shared-countries": _of(figures.shared_countries, compare.shared_countries),
    "cooperation": _of(figures.cooperation, compare.cooperation),
    "sources-compared": lambda book, look: figures.sources_compared(
        agreement.figures(book), agreement.keys(book), book.credit(stated=True), look
    ),
    "agreement": lambda book, look: figures.agreement(agreement.matrix(book), book.credit(stated=True), look),
    **{f"profile-{case}": _profile(case) for case in FOUR},
}
PAGES = [(name, "four") for name in DRAWN]
PAGES += [(name, "one") for name in ("timeline", "countries-by-action", "countries-map")]
PAGES += [(name, "twelve") for name in ("timeline", "countries-map")]


# --- what stands for what --------------------------------------------------------------------

STEPS = {"action_day": "action day", "assistance_requested": "cooperation", "coordination_meeting": "cooperation",
         "earlier_action": "something else", "announced": "something else"}  # fmt: skip
ONE_SIGN = {"at_least": "more_than", "less_than": "nearly", "at_most": "nearly"}
# Where words stand beside each mark, so that shape and colour need not say all. Nowhere else do words count.
WORDED = {"sources-compared", "servers-taken-down", "headline-check", "time-to-action", "countries-map"}


def kind(page: Page, gid: str) -> str:
    """What a mark stands for among the things that its figure tells apart; "" for a mark that it does not."""
    start, _, rest = gid.partition(":")
    term, _, last = rest.partition(":")
    if start == "map":
        return term
    if page.name == "countries-map":
        return str(dict(page.table[["country", "actions"]].to_numpy())[term]) if start == "country" else ""
    if start not in ("mark", "key"):
        return ""
    if page.name.startswith(("timeline", "profile")):
        many = page.name == "timeline" and page.table["case"].nunique() > 4
        return STEPS.get(term, "investigation") if term == "action_day" or not many else "another step"
    if page.name == "headline-check":
        return last if last in ("sum", "printed") else "part"
    return ONE_SIGN.get(term, term)


def worded(page: Page) -> bool:
    """True if words stand beside each mark."""
    lanes = page.name == "timeline" and page.table["case"].nunique() <= 4
    return page.name in WORDED or page.name.startswith("profile") or lanes


# --- as drawn --------------------------------------------------------------------------------


class Seen:
    """A page in pixels: with everything but its texts, and without its texts and marks."""

    def __init__(self, page: Page):
        self.page, self.drawn = page, ink.Drawn(page)
        shown = [one for one in ink.artists(page) if not isinstance(one, Text)]
        self.marks = [one for one in self.drawn.marks if one in set(shown)]
        self.marks += [one for one in shown if (one.get_gid() or "").startswith(CARRY) and one not in self.marks]
        words = [text.artist for text in self.drawn.texts]
        self.full = self._without(words)
        self.ground = self._without([*words, *self.marks])

    def _without(self, hidden: Iterable[Artist]) -> np.ndarray:
        hidden = list(hidden)
        for artist in hidden:
            artist.set_visible(False)
        self.page.canvas.draw()
        for artist in hidden:
            artist.set_visible(True)
        pixels = np.asarray(self.page.canvas.buffer_rgba())
        if self.page.solid:
            return pixels[..., :3].copy()
        # What is transparent lies on somebody's slide: at best on one of the colour that the theme is made for.
        share, paper = pixels[..., 3:] / 255, np.array(to_rgb(self.page.theme.paper)) * 255
        return np.rint(pixels[..., :3] * share + paper * (1 - share)).astype(np.uint8)

    def crop(self, pixels: np.ndarray, box: ink.Box, around: float = 0.0) -> np.ndarray:
        """The part of the picture in a box, and so many inches around it."""
        dpi, high = ink.dots(self.page), pixels.shape[0]
        top, low = high - (box.high + around) * dpi, high - (box.low - around) * dpi
        left, right = (box.left - around) * dpi, (box.right + around) * dpi
        rows = slice(max(int(top), 0), max(int(np.ceil(low)), int(top) + 1))
        return pixels[rows, max(int(left), 0) : max(int(np.ceil(right)), int(left) + 1)]


def shares(pixels: np.ndarray) -> Iterator[tuple[str, float]]:
    """Each colour of a picture with the share of it that it covers, the largest first."""
    flat = pixels.reshape(-1, 3).astype(np.uint32)
    codes, times = np.unique((flat[:, 0] << 16) | (flat[:, 1] << 8) | flat[:, 2], return_counts=True)
    for number in np.argsort(-times):
        yield f"#{codes[number]:06x}", times[number] / len(flat)


def luminance(color: str) -> float:
    """Relative luminance as the guidelines define it."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in to_rgb(color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@cache
def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pale_texts(seen: Seen) -> list[str]:
    """Texts that stand out too little from what lies behind them, or from their halo where they have one."""
    found = []
    for text in seen.drawn.texts:
        color, halo = to_hex(text.artist.get_color()), text.artist.get_path_effects()
        if halo:
            behind = [to_hex(effect._gc["foreground"]) for effect in halo]
        else:
            behind = [color for color, share in shares(seen.crop(seen.full, text)) if share >= SEEN]
        found += [f"{text.what!r}: {color} on {ground}" for ground in behind if contrast(color, ground) < TEXT]
    return found


def pale_marks(seen: Seen) -> list[str]:
    """Marks of which neither surface nor outline stands out from what lies behind and around them."""
    found = []
    for mark in seen.marks:
        box = ink.box_of(mark)
        most = [color for color, share in shares(seen.crop(seen.ground, box, 0.02)) if share >= 0.2]
        strong = [max(contrast(color, ground) for color in _colors(mark)) for ground in most]
        found += [f"{mark.get_gid() or mark} on {most}"] if min(strong) < MARK else []
    return found


def _colors(mark: Artist) -> set[str]:
    """The colours of a mark; of what fades, that where it is strongest."""
    if isinstance(mark, Collection):
        return {to_hex(color) for color in mark.get_facecolor()}
    return ink.colors(mark)


def surface(mark: Artist) -> str:
    """The colour that fills a country, whose neighbours reach into its square; "" for other marks."""
    return to_hex(mark.get_facecolor()) if (mark.get_gid() or "").startswith(("country:", "map:")) else ""


def bare_cells(seen: Seen) -> list[str]:
    """Filled cells without a text: their tint alone does not stand out."""
    told = {text.gid.removeprefix("in:") for text in seen.drawn.texts}
    return [gid for gid in seen.drawn.cells if gid not in told]


# --- told apart ------------------------------------------------------------------------------


@cache
def as_seen(color: str, eye: str | None) -> tuple[float, ...]:
    """A colour as an eye sees it that lacks a kind of receptors, in sRGB."""
    if eye is None:
        return to_rgb(color)
    blind = {"name": "sRGB1+CVD", "cvd_type": eye, "severity": 100}
    return tuple(np.clip(cspace_convert(to_rgb(color), blind, "sRGB1"), 0, 1))


@cache
def distance(one: str, two: str) -> float:
    """How far apart two colours are in CAM02-UCS, in the eyes that see the least difference."""
    return min(float(deltaE(as_seen(one, eye), as_seen(two, eye), input_space="sRGB1")) for eye in EYES)


class Mark:
    """One mark as it is drawn: its outline in a square, its colour, its height, the words beside it."""

    def __init__(self, seen: Seen, artist: Artist):
        self.gid, self.box = artist.get_gid(), ink.box_of(artist)
        shown, ground = (seen.crop(pixels, self.box) for pixels in (seen.full, seen.ground))
        there = (np.abs(shown.astype(int) - ground).max(axis=2) > 40).astype(np.uint8) * 255
        self.shape = np.asarray(Image.fromarray(there).resize((24, 24), Image.Resampling.BILINEAR)) > 127
        drawn = shown[there > 0]
        shades = (color for color, _ in shares(drawn)) if len(drawn) else iter(())
        self.color = surface(artist) or next(shades, "")
        self.high = self.box.high - self.box.low
        own = self.gid.replace("country:", "digit:")  # the number that stands on a country, and not its neighbour's
        said = f"words:{self.gid.split(':', 2)[-1]}"  # in the row of the mark, where words have a column of their own
        self.words = {
            text.what
            for text in seen.drawn.texts
            if text.gid in (own, said) or (own == self.gid and _near(text, self.box))
        }

    def shaped_like(self, other: Mark) -> bool:
        """True if the two have one outline and one thickness."""
        common, both = (self.shape & other.shape).sum(), (self.shape | other.shape).sum()
        return common > ALIKE * both and min(self.high, other.high) > 0.7 * max(self.high, other.high)


def _near(text: ink.Box, mark: ink.Box) -> bool:
    wide = max(text.left - mark.right, mark.left - text.right, 0)
    return wide < NEAR and max(text.low - mark.high, mark.low - text.high, 0) < NEAR


def mistaken(seen: Seen) -> list[str]:
    """Pairs of marks that stand for different things and that somebody could take for the same."""
    page, kinds = seen.page, {}
    for artist in seen.marks:
        what = kind(page, artist.get_gid() or "")
        if what and not (isinstance(artist, Line2D) and len(artist.get_xdata()) > 4):
            kinds.setdefault(what, []).append(Mark(seen, artist))
    found = []
    for one, two in combinations(kinds, 2):
        pair = next((pair for pair in _pairs(kinds[one], kinds[two]) if not _apart(page, *pair)), None)
        found += [f"{one} and {two}: {pair[0].gid} is like {pair[1].gid}"] if pair else []
    return found


def _pairs(ones: list[Mark], twos: list[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """Each mark of the one kind with each of the other; of many, a few that lie apart."""
    few = [marks[:: max(1, len(marks) // 4)] for marks in (ones, twos)]
    return ((one, two) for one in few[0] for two in few[1])


def _apart(page: Page, one: Mark, two: Mark) -> bool:
    if worded(page) and one.words and two.words and one.words != two.words:
        return True
    return not one.shaped_like(two) or distance(one.color, two.color) >= APART


# --- the tests -------------------------------------------------------------------------------

CHECKS = (pale_texts, pale_marks, bare_cells, mistaken)


def faults(name: str, book: str, look: figures.Look) -> list[str]:
    """All that keeps somebody from reading a figure; empty for one that everybody can read."""
    seen = Seen(DRAWN[name](book_of(book), look))
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(seen)]


every = pytest.mark.parametrize(("name", "book"), PAGES, ids=[" of ".join(pair) for pair in PAGES])


@pytest.mark.parametrize("theme", THEMES)
@every
def test_everyone_can_read_a_slide(name, book, theme):
    assert faults(name, book, figures.Look(theme)) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", ["half", "column"])
@every
def test_everyone_can_read_a_half_slide_and_a_column(name, book, size):
    assert [fault for theme in THEMES for fault in faults(name, book, figures.Look(theme, size))] == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@every
def test_everyone_can_read_a_figure_that_is_laid_on_another_page(name, book, theme):
    assert faults(name, book, figures.Look(theme, background="transparent")) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
def test_the_more_actions_name_a_country_the_further_it_is_from_the_lightness_of_the_land(theme, eye):
    page = DRAWN["countries-map"](book_of("four"), figures.Look(theme))
    fills = {kind(page, gid): to_hex(fill.get_facecolor()) for gid, fill in ink.by_gid(page, "country:").items()}
    ramp = [page.theme.land, *(fills[number] for number in sorted(fills))]
    light = [cspace_convert(as_seen(color, eye), "sRGB1", "CAM02-UCS")[0] for color in ramp]
    way = 1 if theme == "dark" else -1
    assert all(way * (after - before) >= LIGHTER for before, after in pairwise(light)), light


# Each makes the figures worse in one way; what finds it.
MUTANTS: dict[str, tuple[str, Callable]] = {
    "arrests as dots": ("mistaken", lambda patch: patch.setattr(rolemarks, "_triangle", rolemarks._dot)),
    "leads as diamonds": ("mistaken", lambda patch: patch.setattr(rolemarks, "_star", rolemarks._hollow_diamond)),
    "pale dots": ("pale_marks", lambda patch: _color(patch, "data", "#7FB2D0")),
    "pale words": ("pale_texts", lambda patch: _color(patch, "grey", "#8A8A8A")),
}


def _color(patch: pytest.MonkeyPatch, name: str, color: str) -> None:
    patch.setitem(THEMES, "light", replace(THEMES["light"], **{name: color}))


@pytest.mark.parametrize("mutant", MUTANTS)
def test_what_cannot_be_read_is_found(mutant, monkeypatch):
    finder, worsen = MUTANTS[mutant]
    draw, book = DRAWN["countries-by-action"], book_of("four")
    assert not any(check(Seen(draw(book, figures.Look()))) for check in CHECKS)
    worsen(monkeypatch)
    seen = Seen(draw(book, figures.Look()))
    assert [check.__name__ for check in CHECKS if check(seen)] == [finder]


def test_simulated_eyes_mistake_what_they_are_known_to_mistake():
    assert distance("#b0578d", "#0072b2") < APART < distance("#0072b2", "#d55e00")
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
