"""Charts of many small panels of one kind: a panel per theme, whose traces carry its theme_id as ``meta``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from analysis import house
from analysis.chart_grids import cell_hovers, spread

if TYPE_CHECKING:
    import pandas as pd

    from analysis.house import Scheme

NAME_LETTERS, WIDE_LETTERS = 17, 24
"""Letters of a name in a line, with three panels and with two side by side on a narrow page."""
ARROWS = {"rising": " ↗", "falling": " ↘"}
ALONE = 220
"""Pixels of a panel that has the whole width."""
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


def share_panels(table: pd.DataFrame, title: str, subtitle: str, columns: int, scheme: Scheme) -> go.Figure:
    """Draw a theme's shares with their intervals in each panel, on the same scales.

    Few dates are points with error bars, at even distances; many are a line in a band. What has no date stands
    apart on the right as an open diamond.

    :param table: as ``views.share_over_time`` makes it, with at least one row.
    """
    groups = list(table.groupby("theme_id", sort=False))
    raster = Raster(len(groups), min(columns, len(groups)), 80 if columns > 1 else ALONE, 20, 0.035)
    even = table["spacing"].iloc[0] == "even"
    layout = house.framed(house.Frame(title, subtitle, raster.height, below=20), scheme)
    x_axis = _date_axis(table, 2 if columns > 1 else 6)
    top = float(table["share_high"].max()) * 1.06 or 1.0
    y_axis = {"range": [-0.07 * top, top], "tickformat": ".0%", "nticks": 5, "ticks": "", "tickfont": {"size": 10}}
    traces: list[Any] = []
    notes = []
    for place, (_, rows) in enumerate(groups):
        number = str(place + 1) if place else ""
        across, up = raster.domains(place)
        first = place % raster.columns == 0
        layout[f"xaxis{number}"] = {**x_axis, "domain": across, "anchor": f"y{number}"}
        layout[f"yaxis{number}"] = {**y_axis, "domain": up, "anchor": f"x{number}", "showticklabels": first}
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}", "meta": str(rows["theme_id"].iloc[0])}
        dated = rows[rows["dated"]]
        traces += [_points(dated[dated["n_total"] > 0], axes, "circle")] if even else _band(dated, axes)
        if not rows["dated"].all():
            traces.append(_points(rows[~rows["dated"]], axes, "diamond-open"))
        arrow = ARROWS.get(str(rows["direction"].iloc[0]), "")
        notes.append(_panel_name(rows.iloc[0], across[0], up[1], NAME_LETTERS, arrow))
    return go.Figure(traces, {**layout, "annotations": notes})


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
        notes.append(_panel_name(rows.iloc[0], across[0], up[1], WIDE_LETTERS))
    return go.Figure(traces, {**layout, "annotations": notes})


def _panel_name(theme: pd.Series, left: float, top: float, letters: int, arrow: str = "") -> dict[str, Any]:
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


def _date_axis(table: pd.DataFrame, most: int) -> dict[str, Any]:
    periods = table.drop_duplicates("period").sort_values("position")
    dated = periods[periods["dated"]]
    told = dated if len(dated) else periods
    shown = told.iloc[spread(len(told), most)]
    named = [(position, _short(name)) for position, name in shown[["position", "period_short"]].to_numpy()]
    first, last = float(periods["position"].min()), float(periods["position"].max())
    pad = 0.12 * (last - first) if last > first else 0.5
    return {
        "range": [first - pad, last + pad],
        "tickvals": [position for position, _ in named],
        "ticktext": [name for _, name in named],
        "tickangle": 0,
        "tickfont": {"size": 9},
        "showgrid": False,
        "showline": True,
        "ticks": "",
    }


def _short(name: str) -> str:
    marks = "".join(mark for mark in "*†" if mark in name)
    day = name.split(",")[0].rstrip("*†")
    # "Jan 2025" is too wide for three panels on a narrow page
    return house.plain(re.sub(r"(?<= )\d\d(?=\d\d$)", "’", day)) + marks


def _points(rows: pd.DataFrame, axes: dict[str, str], symbol: str) -> go.Scatter:
    color = rows["color"].iloc[0] if len(rows) else house.GRAY
    hollow = f"{symbol.removesuffix('-open')}-open"
    # a period of which only a part was listed is hollow
    symbols = [hollow if partial else symbol for partial in rows["partial"]]
    return go.Scatter(
        x=rows["position"].to_list(),
        y=rows["share"].to_list(),
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (rows["share_high"] - rows["share"]).to_list(),
            "arrayminus": (rows["share"] - rows["share_low"]).to_list(),
            "color": color,
            "thickness": 1.2,
            "width": 0,
        },
        mode="markers",
        marker={
            "color": color,
            "size": 7,
            "symbol": symbols if rows["partial"].any() else symbol,
            "line": {"width": 1.5, "color": color},
        },
        customdata=cell_hovers(rows),
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
        **axes,
    )


def _band(rows: pd.DataFrame, axes: dict[str, str]) -> list[go.Scatter]:
    x = rows["position"].to_list()
    color = rows["color"].iloc[0]
    outline = _outline(rows)
    edges = go.Scatter(
        x=outline.x,
        y=outline.y,
        fill="toself",
        fillcolor=color,
        opacity=0.22,
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        **axes,
    )
    line = go.Scatter(
        x=x,
        y=rows["share"].where(rows["n_total"] > 0).to_list(),
        mode="lines",
        connectgaps=False,
        line={"color": color, "width": 1.2},
        customdata=cell_hovers(rows),
        hovertemplate="%{customdata}<extra></extra>",
        **axes,
    )
    return [edges, line]


@dataclass(frozen=True)
class _Outline:
    x: list[float | None]
    y: list[float | None]


def _outline(rows: pd.DataFrame) -> _Outline:
    """Return the edge of the intervals, around each run of periods in which papers were listed."""
    x: list[float | None] = []
    y: list[float | None] = []
    empty = rows["n_total"] == 0
    for _, run in rows[~empty].groupby(empty.cumsum()[~empty]):
        along = run["position"].to_list()
        x += [*along, *along[::-1], along[0], None]
        y += [*run["share_high"], *run["share_low"].to_list()[::-1], run["share_high"].iloc[0], None]
    return _Outline(x[:-1], y[:-1])


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
