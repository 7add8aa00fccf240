"""Colours, sizes and fonts of the house: change a figure's look here, or in house.mplstyle.

A figure is drawn anew for each of `SIZES`, never scaled from another. All are drawn in the same units: inches
for places, points for type. Slide and half slide are saved as drawn; a column is drawn on a canvas of 10.83 by 8
and saved at six tenths of that, so that what is drawn in 14 points is printed in 8.4. The code that draws
never needs to know: `Page` brings the finished page to its scale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
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
CUTS = {"semibold": {"weight": 600}, "italic": {"style": "italic"}}  # as CSS tells them from the regular one


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
    land: str
    ramp: tuple[str, ...]  # fills of a map, from the fewest actions to the most
    on_ramp: tuple[str, ...]  # text on each of them

    def on(self, fill: str) -> str:
        """The colour of text on a fill of the ramp, or on land."""
        return dict(zip(self.ramp, self.on_ramp, strict=True)).get(fill, self.ink)

    def colors(self) -> list[str]:
        """All colours, in an order that is the same in each theme."""
        return [color for value in astuple(self) for color in (value if isinstance(value, tuple) else [value])]


# What is drawn in one theme is the same in another but for its colours, so it need not be drawn twice: no two uses
# share a colour in the light theme that have different ones in the dark.
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
        focus_text="#AD4A00",
        help="#009E73",
        help_text="#00795A",
        land="#E3E7EB",
        ramp=("#A6CCE8", "#4E95C9", "#0F5B94", "#04243B"),
        on_ramp=("#1A1A1A", "#0D0D0D", "#FFFFFF", "#FFFFFF"),
    ),
    "dark": Theme(
        paper="#10202E",
        band="#1A2D3D",
        ink="#F4F6F8",
        second="#CBD3DA",
        grey="#A8B3BD",
        outline="#7C8A96",
        grid="#3A4B5A",
        cell="#214058",
        data="#56B4E9",
        data_text="#56B4E9",
        focus="#FF9A52",
        focus_text="#FF9A52",
        help="#2BC79B",
        help_text="#2BC79B",
        land="#2A3E50",
        ramp=("#28587D", "#3D8EC4", "#86CBF3", "#F4FAFF"),
        on_ramp=("#F4F6F8", "#10202E", "#10202E", "#10202E"),
    ),
}


@dataclass(frozen=True)
class Size:
    """A canvas: inches for places, points for type. Nothing is set smaller than `small`.

    `lines` is how many the headline may take, and the source; `above` the white over the headline; `scale` what
    an inch of the canvas measures in the file; `dpi` the dots to an inch of the file's picture.
    """

    width: float = 40 / 3
    height: float = 7.5
    margin: float = 0.60
    above: float = 0.42
    lines: int = 2
    headline: float = 30
    subtitle: float = 18
    number: float = 34
    key: float = 24
    name: float = 20
    body: float = 16
    note: float = 15
    small: float = 14
    scale: float = 1
    dpi: int = 144

    @property
    def set(self) -> tuple[float, float, float]:
        """The sizes that running text may take, the largest first."""
        return self.body, self.note, self.small

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height of the file."""
        return self.width * self.scale, self.height * self.scale

    @property
    def narrow(self) -> bool:
        """True where names have no room beside what they name, and stand above it."""
        return self.width < 8


SLIDE = Size()
HALF = Size(width=20 / 3, margin=0.40, lines=3, headline=22, subtitle=16, number=28, key=20, name=18)
COLUMN = Size(width=6.5 / 0.6, height=8, margin=0.25, above=0.30, headline=22, subtitle=16, number=28, key=20, name=17,
              body=15, note=14, scale=0.6, dpi=300)  # fmt: skip
SIZES = {"slide": SLIDE, "half": HALF, "column": COLUMN}
BACKGROUNDS = ("solid", "transparent")


@dataclass(frozen=True)
class Look:
    """How a figure shall look: names of a theme, a size and a background. Raises ValueError for any other name."""

    theme: str = "light"
    size: str = "slide"
    background: str = "solid"

    def __post_init__(self):
        for what, known in (("theme", THEMES), ("size", SIZES), ("background", BACKGROUNDS)):
            name = getattr(self, what)
            if name not in known:
                raise ValueError(f"{what} must be {' or '.join(known)}, got {name!r}")


LIGHT = Look()
# With few rows, lanes or columns to share a canvas, its type is larger.
ROOMY = {
    "slide": {
        1: {"number": 60, "key": 48, "name": 26, "body": 20, "note": 18},
        2: {"number": 44, "key": 32, "name": 24, "body": 18, "note": 16},
        3: {"number": 38, "key": 28, "name": 22, "body": 17},
        5: {"number": 28, "name": 18, "body": 15},
    },
    "half": {1: {"number": 40, "key": 32, "name": 22, "body": 18}},
    "column": {1: {"number": 40, "key": 30, "name": 20, "body": 17, "note": 16}},
}


def roomy(rows: int, size: str = "slide") -> Size:
    """A size with larger type where few rows, lanes or columns share it."""
    return replace(SIZES[size], **ROOMY[size].get(rows, {}))


@cache
def font(weight: str, size: float) -> FontProperties:
    """The shipped font in one of its three cuts: regular, semibold, italic."""
    family, file = settings()["font.sans-serif"][0], str(HERE / "fonts" / FONTS[weight])
    return FontProperties(family=family, fname=file, size=size, **CUTS.get(weight, {}))


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
