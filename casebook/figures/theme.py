"""Colours, sizes and fonts of the house: change a figure's look here, or in house.mplstyle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from importlib import resources

from matplotlib import rc_context, rc_params_from_file, rcParamsDefault
from matplotlib.font_manager import FontProperties

HERE = resources.files("casebook.figures")
NOT_STYLE = ("backend", "date.epoch", "docstring", "figure.max_open", "figure.raise", "interactive",
             "savefig.directory", "timezone", "tk.", "toolbar", "webagg")  # fmt: skip
TINT = 0.28  # how much of its colour a tinted surface has
FONTS = {
    "regular": "SourceSans3_400Regular.ttf",
    "semibold": "SourceSans3_600SemiBold.ttf",
    "italic": "SourceSans3_400Regular_Italic.ttf",
}


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for; `*_text` pass 4.5:1 as text, the others 3:1 as marks."""

    paper: str
    band: str
    ink: str
    second: str
    grey: str
    outline: str
    grid: str
    cell: str
    data: str
    data_text: str
    focus: str
    focus_text: str
    help: str
    help_text: str
    meeting: str
    land: str
    ramp: tuple[str, ...]  # fills of a map, from the fewest actions to the most


THEMES = {
    "light": Theme(
        paper="#FFFFFF",
        band="#F2F4F6",
        ink="#1A1A1A",
        second="#3D4852",
        grey="#595959",
        outline="#76828C",
        grid="#C9D1D8",
        cell="#DCEAF4",
        data="#0072B2",
        data_text="#0067A1",
        focus="#D55E00",
        focus_text="#B84E00",
        help="#009E73",
        help_text="#00795A",
        meeting="#B0578D",
        land="#E3E7EB",
        ramp=("#9CC5E3", "#5A9BCB", "#1F6FA8", "#083B60"),
    ),
    "dark": Theme(
        paper="#10202E",
        band="#1A2D3D",
        ink="#F4F6F8",
        second="#CBD3DA",
        grey="#A8B3BD",
        outline="#7C8A96",
        grid="#3A4B5A",
        cell="#23445C",
        data="#56B4E9",
        data_text="#56B4E9",
        focus="#FF9A52",
        focus_text="#FF9A52",
        help="#2BC79B",
        help_text="#2BC79B",
        meeting="#E29BC6",
        land="#2A3E50",
        ramp=("#2F6690", "#3F8FC4", "#7CC3EE", "#E3F3FD"),
    ),
}


@dataclass(frozen=True)
class Size:
    """The slide: inches for places, points for type. Nothing is set smaller than `small`."""

    width: float = 40 / 3
    height: float = 7.5
    margin: float = 0.60
    headline: float = 30
    subtitle: float = 18
    number: float = 34
    key: float = 24
    name: float = 20
    body: float = 16
    note: float = 15
    small: float = 14

    @property
    def set(self) -> tuple[float, float, float]:
        """The sizes that running text may take, the largest first."""
        return self.body, self.note, self.small


SLIDE = Size()
SIZES = {"slide": SLIDE}
BACKGROUNDS = ("solid", "transparent")


@dataclass(frozen=True)
class Look:
    """How a figure shall look: names of a theme, a size and a background."""

    theme: str = "light"
    size: str = "slide"
    background: str = "solid"


LIGHT = Look()
ROOMY = {
    1: Size(number=60, key=48, name=26, body=20, note=18),
    2: Size(number=44, key=32, name=24, body=18, note=16),
    3: Size(number=38, key=28, name=22, body=17),
    5: Size(number=28, name=18, body=15),
}


def roomy(rows: int) -> Size:
    """The slide with larger type where few rows, lanes or columns share it."""
    return ROOMY.get(rows, SLIDE)


@cache
def font(weight: str, size: float) -> FontProperties:
    """The shipped font in one of its three cuts: regular, semibold, italic."""
    return FontProperties(fname=str(HERE / "fonts" / FONTS[weight]), size=size)


@cache
def settings() -> dict:
    """What matplotlib is told: its own defaults, whatever a matplotlibrc says, then house.mplstyle."""
    plain = {name: value for name, value in rcParamsDefault.items() if not name.startswith(NOT_STYLE)}
    return plain | dict(rc_params_from_file(str(HERE / "house.mplstyle"), use_default_template=False))


def in_house_style(function: Callable) -> Callable:
    """Let a function draw with `settings`, and leave everybody else's as they were."""

    @wraps(function)
    def styled(*args, **kwargs):
        with rc_context(settings()):
            return function(*args, **kwargs)

    return styled
