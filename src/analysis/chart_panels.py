"""Charts of many small panels of one kind: a panel per theme, whose traces carry its theme_id as ``meta``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from analysis import house

if TYPE_CHECKING:
    import pandas as pd

    from analysis.house import Scheme

NAME_LETTERS, WIDE_LETTERS = 16, 24
"""Letters of a name in a line, with three panels and with two side by side on a narrow page."""
HEAD = 32
"""Pixels above a panel for two lines of its name."""


@dataclass(frozen=True)
class Raster:
    """Panels left to right, then down; all of one size."""

    n: int
    columns: int
    plot: int
    """Height of a panel in pixels."""
    foot: int
    """Pixels below a panel for what its axis says."""
    gap: float
    """Space between panels, as a fraction of the width."""

    @property
    def height(self) -> int:
        """Pixels of all panels."""
        return -(-self.n // self.columns) * (HEAD + self.plot + self.foot)

    def domains(self, place: int) -> tuple[list[float], list[float]]:
        """Return where panel ``place`` lies across and up, as fractions."""
        row, column = divmod(place, self.columns)
        wide = (1 - self.gap * (self.columns - 1)) / self.columns
        left = column * (wide + self.gap)
        top = 1 - (row * (HEAD + self.plot + self.foot) + HEAD) / self.height
        return [left, left + wide], [max(top - self.plot / self.height, 0.0), top]


def term_panels(table: pd.DataFrame, title: str, subtitle: str, columns: int, scheme: Scheme) -> go.Figure:
    """Draw a theme's terms as bars in each panel, as long as the share of its papers that use the term.

    :param table: as ``views.theme_terms`` makes it, with at least one row.
    """
    groups = list(table.groupby("theme_id", sort=False))
    most = int(table["rank"].max())
    raster = Raster(len(groups), min(columns, len(groups)), 19 * most, 8, 0.05)
    layout = house.framed(house.Frame(title, subtitle, raster.height, below=12), scheme) | {"bargap": 0.18}
    traces, notes = [], []
    for place, (_, rows) in enumerate(groups):
        number = str(place + 1) if place else ""
        across, up = raster.domains(place)
        shown = {"showticklabels": False, "ticks": "", "showgrid": False}
        layout[f"xaxis{number}"] = {**shown, "range": [0, 1], "domain": across, "anchor": f"y{number}"}
        layout[f"yaxis{number}"] = {**shown, "range": [most + 0.5, 0.5], "domain": up, "anchor": f"x{number}"}
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}", "meta": str(rows["theme_id"].iloc[0])}
        traces += _term_bars(rows, axes)
        notes.append(panel_name(rows.iloc[0], across[0], up[1], WIDE_LETTERS))
    return go.Figure(traces, {**layout, "annotations": notes})


def panel_name(theme: pd.Series, left: float, top: float, letters: int, arrow: str = "") -> dict[str, Any]:
    """Return a theme's name above its panel, as an annotation in two lines at most.

    :param left: left edge of the panel, as a fraction of all panels; ``top`` likewise its upper edge.
    :param letters: letters of a line.
    :param arrow: where the theme is heading.
    """
    return {
        "name": str(theme["theme_id"]),
        "text": f"{house.marked(theme['theme'], theme['loose'], letters)}{arrow}",
        "font": {"weight": 600 if letters > NAME_LETTERS else 400},
        "hovertext": house.wrapped(theme["theme"], 44, 4),
        "x": left,
        "y": top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "borderpad": 2,
    }


def _term_bars(rows: pd.DataFrame, axes: dict[str, str]) -> list[Any]:
    ranks = rows["rank"].to_list()
    hover = [
        f"<b>{house.wrapped(theme, 44, 3)}</b><br>“{house.wrapped(term, 44, 2)}”<br>"
        f"in {n} of {total} papers: {share:.0%}"
        for theme, term, n, total, share in rows[["theme", "term", "n_using", "n_papers", "share"]].itertuples(
            index=False
        )
    ]
    bars = go.Bar(
        x=rows["share"].to_list(),
        y=ranks,
        orientation="h",
        marker={"color": rows["color"].iloc[0], "opacity": 0.38, "line": {"width": 0}},
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        **axes,
    )
    # the words stand at the left of every bar, however short it is
    words = go.Scatter(
        x=[0.02] * len(ranks),
        y=ranks,
        mode="text",
        text=[house.wrapped(term, 26, 1) for term in rows["term"]],
        textposition="middle right",
        textfont={"size": 11},
        hoverinfo="skip",
        **axes,
    )
    return [bars, words]
