"""Colours, sizes and fonts of the house: change a figure's look here, or in house.mplstyle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from matplotlib import rc_params_from_file
from matplotlib.font_manager import FontProperties

HERE = resources.files("casebook.figures")
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
    name: float = 20
    key: float = 24
    body: float = 16
    note: float = 15
    small: float = 14


SLIDE = Size()


@cache
def font(weight: str, size: float) -> FontProperties:
    """The shipped font in one of its three cuts: regular, semibold, italic."""
    return FontProperties(fname=str(HERE / "fonts" / FONTS[weight]), size=size)


@cache
def rc() -> dict:
    """The settings of house.mplstyle."""
    return dict(rc_params_from_file(str(HERE / "house.mplstyle"), use_default_template=False))
