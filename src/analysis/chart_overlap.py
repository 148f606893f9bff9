"""Dumps by dumps as a grid of cells: which papers they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from analysis import house
from analysis.chart_grids import COUNTS_UP_TO, TICKS, colorbar, spread

if TYPE_CHECKING:
    import pandas as pd

    from analysis.house import Scheme

CELL = 38
"""Height of a cell in pixels while every dump is named."""
HEIGHT = 520
"""Height of the grid in pixels when there are more dumps than can be named."""


def overlap_grid(table: pd.DataFrame, title: str, subtitle: str, scheme: Scheme) -> go.Figure:
    """Draw papers in common as colour and text, a dump's own number on the diagonal.

    :param table: as ``views.source_overlap`` makes it, with at least one row.
    """
    table = table.sort_values(["place_a", "place_b"])
    own = table[table["place_a"] == table["place_b"]]
    n, few = len(own), len(own) <= COUNTS_UP_TO
    places = spread(n, n if few else TICKS)
    names = [house.plain(own["label_a"].iloc[place]) for place in places]
    named = {"tickvals": places, "ticks": "", "showgrid": False}
    height, below = (max(CELL * n, 120), 44) if few else (HEIGHT, 100)
    layout = house.framed(house.Frame(title, subtitle, height, below=below), scheme) | {
        "xaxis": {
            **named,
            "ticktext": [name.replace(", ", "<br>", 1) for name in names],
            "range": [-0.5, n - 0.5],
        },
        "yaxis": {**named, "ticktext": names, "range": [n - 0.5, -0.5]},
        "coloraxis": {"colorbar": colorbar(".0f"), "cmin": 0, "showscale": not few},
        "annotations": _diagonal(own) if few else [],
    }
    return go.Figure([_cells(table, n, few)], layout)


def _cells(table: pd.DataFrame, n: int, few: bool) -> go.Heatmap:
    common = table["n_common"].to_numpy(dtype=float).reshape(n, n).copy()
    text = [["" if i == j or not few else f"{common[i, j]:.0f}" for j in range(n)] for i in range(n)]
    np.fill_diagonal(common, np.nan)
    hover = [
        f"{house.plain(a)} and {house.plain(b)}<br>{shared} papers in common of {n_a} and {n_b}"
        for a, b, shared, n_a, n_b in table[["source_a", "source_b", "n_common", "n_a", "n_b"]].to_numpy()
    ]
    return go.Heatmap(
        z=common,
        text=text,
        texttemplate="%{text}",
        customdata=np.array(hover, dtype=object).reshape(n, n),
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        coloraxis="coloraxis",
        xgap=2 if few else 0,
        ygap=2 if few else 0,
    )


def _diagonal(own: pd.DataFrame) -> list[dict[str, Any]]:
    return [{"x": place, "y": place, "text": f"<b>{count}</b>"} for place, count in enumerate(own["n_a"])]
