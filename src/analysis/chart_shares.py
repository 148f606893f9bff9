"""Each theme's share over time: a small panel per theme, whose traces carry its theme_id as ``meta``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import chart_words as words
from analysis import house, wording
from analysis.chart_grids import cell_hovers, spread
from analysis.chart_panels import NAME_LETTERS, Raster, panel_name
from analysis.drawing import Drawing, trace
from analysis.labels import year_apart
from analysis.language import _
from analysis.table_rows import rows_of

if TYPE_CHECKING:
    import pandas as pd

ARROWS = {"rising": " ↗", "falling": " ↘"}
ALONE = 220
"""Pixels of a panel that has the whole width."""


def draw_shares(
    table: pd.DataFrame,
    columns: int = 3,
    confidence: float | None = None,
    changes: pd.DataFrame | None = None,
) -> Drawing:
    """Draw a theme's shares with their intervals in each panel, on the same scales.

    Few dates are points with error bars, at even distances; many are a line in a band. What has no date stands
    apart on the right as an open diamond. Where the share moved to another level and stayed, a dashed line steps
    from the one to the other.
    """
    title = _("How does each theme’s share change?")
    if table.empty:
        return house.empty_chart(title, _("No theme was found, or no paper has a date."))
    moves = words.of_the_themes(table, changes)
    groups = list(table.groupby("theme_id", sort=False))
    raster = Raster(len(groups), min(columns, len(groups)), 80 if columns > 1 else ALONE, 30, 0.035)
    even = table["spacing"].iloc[0] == "even"
    x_axis = _date_axis(table, 2 if columns > 1 else 6)
    top = float(table["share_high"].max()) * 1.06 or 1.0
    y_axis = {"range": [-0.07 * top, top], "tickformat": ".0%", "nticks": 5, "ticks": "", "tickfont": {"size": 10}}
    traces, layout, notes = list[dict[str, Any]](), dict[str, Any](), list[dict[str, Any]]()
    for place, (_id, rows) in enumerate(groups):
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
        moved = moves[moves["theme_id"] == axes["meta"]]
        traces += [_levels(moved, axes)] if len(moved) else []
        arrow = ARROWS.get(str(rows["direction"].iloc[0]), "")
        notes.append(panel_name(rows.iloc[0], across[0], up[1], NAME_LETTERS, arrow))
    frame = house.Frame(title, _said(table, moves, confidence), raster.height, below=30)
    return house.framed(frame, traces, layout | {"annotations": notes})


def _said(table: pd.DataFrame, moves: pd.DataFrame, confidence: float | None) -> str:
    interval = _("Wilson interval")
    if confidence is not None:
        interval = _("{coverage} Wilson interval", coverage=wording.percent(confidence, 0))
    share = {
        "": _("Share of a date’s papers with {interval}.", interval=interval),
        "week": _("Share of a week’s papers with {interval}.", interval=interval),
        "month": _("Share of a month’s papers with {interval}.", interval=interval),
        "quarter": _("Share of a quarter’s papers with {interval}.", interval=interval),
        "year": _("Share of a year’s papers with {interval}.", interval=interval),
    }[str(table["pooled"].iloc[0])]
    return words.joined(
        share,
        words.spaced(table),
        "" if table["dated"].all() else _("◇\u00a0without a date."),
        words.counted(table),
        _(words.TREND) if table["direction"].isin(["rising", "falling"]).any() else "",
        _(words.LEVELS) if len(moves) else "",
    )


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
        "tickvals": [position for position, _name in named],
        "ticktext": [name for _position, name in named],
        "tickangle": 0,
        "tickfont": {"size": 10},
        "showgrid": False,
        "showline": True,
        "ticks": "",
    }


def _short(name: str) -> str:
    marks = "".join(mark for mark in "*†" if mark in name)
    day = year_apart(name)[0].rstrip("*†")
    # on one line two of them are too wide for three panels on a narrow page
    return house.plain(day).replace(" ", "<br>", 1) + marks


def _levels(changes: pd.DataFrame, axes: dict[str, str]) -> dict[str, Any]:
    """Return the levels between change points as steps; each end of a step tells its change."""
    hover = [
        f"{house.named(theme, False)}<br>{words.change(day, before, after)}"
        for theme, day, before, after in rows_of(changes, ["theme", "day", "share_before", "share_after"])
    ]
    x, y, told = [], [], []
    steps = rows_of(changes, ["since", "position", "until", "share_before", "share_after"])
    for change, (since, at, until, before, after) in zip(hover, steps, strict=True):
        x += [since, at, at, until]
        y += [before, before, after, after]
        told += [change] * 4
    return trace(
        "scatter",
        x=x,
        y=y,
        mode="lines",
        line={"color": house.GRAY, "width": 1.8, "dash": "4px,2px"},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
        **axes,
    )


def _points(rows: pd.DataFrame, axes: dict[str, str], symbol: str) -> dict[str, Any]:
    color = rows["color"].iloc[0] if len(rows) else house.GRAY
    hollow = f"{symbol.removesuffix('-open')}-open"
    # a period of which only a part was listed is hollow
    symbols = [hollow if partial else symbol for partial in rows["partial"]]
    return trace(
        "scatter",
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


def _band(rows: pd.DataFrame, axes: dict[str, str]) -> list[dict[str, Any]]:
    x = rows["position"].to_list()
    color = rows["color"].iloc[0]
    outline = _outline(rows)
    edges = trace(
        "scatter",
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
    line = trace(
        "scatter",
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
    for _run, run in rows[~empty].groupby(empty.cumsum()[~empty]):
        along = run["position"].to_list()
        x += [*along, *along[::-1], along[0], None]
        y += [*run["share_high"], *run["share_low"].to_list()[::-1], run["share_high"].iloc[0], None]
    return _Outline(x[:-1], y[:-1])
