"""Dumps by dumps as a grid of cells: which papers they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import chart_words as words
from analysis import house
from analysis.chart_grids import COUNTS_UP_TO, TICKS, colorbar, plain_lists, spread
from analysis.drawing import Drawing, trace
from analysis.labels import year_apart
from analysis.language import _

if TYPE_CHECKING:
    import pandas as pd

MOST_DUMPS = 60
"""Of more dumps than this, no chart shows every pair."""
CELL = 38
"""Height of a cell in pixels while every dump is named."""
HEIGHT = 520
"""Height of the grid in pixels when there are more dumps than can be named."""


def draw_overlap(table: pd.DataFrame) -> Drawing:
    """Draw papers in common as colour and text, a dump's own number on the diagonal."""
    title = _("Which dumps list the same papers?")
    if table.empty:
        return house.empty_chart(title, _("No dump was read."))
    n_dumps = table["place_a"].nunique()
    if n_dumps > MOST_DUMPS:
        why = _(
            "There are {n} dumps; of more than {most} no pair could be told from another here.",
            n=n_dumps,
            most=MOST_DUMPS,
        )
        return house.empty_chart(title, why)
    starred = _(words.ASSUMED) if table["label_a"].str.contains("*", regex=False).any() else ""
    subtitle = words.joined(_("Number of papers in both dumps; the diagonal stands for a dump’s own."), starred)
    table = table.sort_values(["place_a", "place_b"])
    own = table[table["place_a"] == table["place_b"]]
    n, few = len(own), len(own) <= COUNTS_UP_TO
    places = spread(n, n if few else TICKS)
    names = [house.plain(own["label_a"].iloc[place]) for place in places]
    named = {"tickvals": places, "ticks": "", "showgrid": False}
    height, below = (max(CELL * n, 120), 44) if few else (HEIGHT, 100)
    layout = {
        "xaxis": {
            **named,
            "ticktext": ["<br>".join(year_apart(name)) for name in names],
            "range": [-0.5, n - 0.5],
        },
        "yaxis": {**named, "ticktext": names, "range": [n - 0.5, -0.5]},
        "coloraxis": {"colorbar": colorbar(".0f"), "cmin": 0, "showscale": not few},
        "annotations": _diagonal(own) if few else [],
    }
    return house.framed(house.Frame(title, subtitle, height, below=below), [_cells(table, n, few)], layout)


def _cells(table: pd.DataFrame, n: int, few: bool) -> dict[str, Any]:
    common = table["n_common"].to_numpy(dtype=float).reshape(n, n).copy()
    text = [["" if i == j or not few else f"{common[i, j]:.0f}" for j in range(n)] for i in range(n)]
    np.fill_diagonal(common, np.nan)
    hover = [
        _("{list} and {last}", list=house.plain(a), last=house.plain(b))
        + "<br>"
        + _("{n} papers in common of {n_a} and {n_b}", n=shared, n_a=n_a, n_b=n_b)
        for a, b, shared, n_a, n_b in table[["source_a", "source_b", "n_common", "n_a", "n_b"]].to_numpy()
    ]
    return trace(
        "heatmap",
        z=plain_lists(common),
        text=text,
        texttemplate="%{text}",
        customdata=[hover[n * row : n * (row + 1)] for row in range(n)],
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        coloraxis="coloraxis",
        xgap=2 if few else 0,
        ygap=2 if few else 0,
    )


def _diagonal(own: pd.DataFrame) -> list[dict[str, Any]]:
    return [{"x": place, "y": place, "text": f"<b>{count}</b>"} for place, count in enumerate(own["n_a"])]
