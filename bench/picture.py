"""The growth as a picture, in the colours and type of the figures: a small chart for each step."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.growth import MOST_CHAPTER, MOST_READING, READING
from casebook import words
from casebook.figures.theme import LIGHT, THEMES, font, in_house_style

COLUMNS = 3


@in_house_style
def draw(grown: dict, file: Path) -> None:
    """Write the picture of what `bench.growth.measure` gave."""
    steps, theme = grown["steps"], THEMES[LIGHT.theme]
    rows = -(-len(steps) // COLUMNS)
    figure = Figure(figsize=(12, 1 + 2.4 * rows), facecolor=theme.paper)
    figure.suptitle("Seconds of processors by number of cases, with the aim dashed",
                    x=0.02, ha="left", color=theme.ink, fontproperties=font("semibold", 18))  # fmt: skip
    charts = figure.subplots(rows, COLUMNS, sharex=True, sharey=True, squeeze=False).flat
    for step, chart in zip(steps, charts, strict=False):
        _chart(chart, step, grown["cases"], steps[step]["cpu"])
    for spare in list(charts)[len(steps) :]:
        spare.set_axis_off()
    figure.tight_layout(rect=(0, 0, 1, 0.96))
    figure.savefig(file, dpi=120)


def _chart(chart: Axes, step: str, cases: list[int], seconds: list[float]) -> None:
    theme = THEMES[LIGHT.theme]
    chart.set(xscale="log", yscale="log", facecolor=theme.paper, ylim=(0.005, 200), xlim=(cases[0] / 2, cases[-1] * 2))
    chart.set_title(step, loc="left", color=theme.ink, fontproperties=font("semibold", 14))
    chart.axhline(MOST_READING if step == READING else MOST_CHAPTER, color=theme.focus, linestyle="--", linewidth=1)
    chart.plot(cases, seconds, color=theme.data, marker="o", linewidth=2, zorder=4)
    for place, number in zip(cases, seconds, strict=True):
        chart.annotate(f"{number:.2g}", (place, number), (0, 9), textcoords="offset points", ha="center",
                       color=theme.ink, fontproperties=font("regular", 12),
                       bbox={"facecolor": theme.paper, "lw": 0, "pad": 0.5})  # fmt: skip
    small = {"fontproperties": font("regular", 12)}
    chart.set_xticks(cases, [words.number(number) for number in cases], **small)
    chart.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"], **small)
    chart.minorticks_off()
