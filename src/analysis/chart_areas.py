"""Broad areas stacked over time: how the whole of each period's papers is made up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis import chart_words as words
from analysis import house
from analysis.chart_grids import spread
from analysis.drawing import Drawing, trace
from analysis.language import _
from analysis.table_rows import rows_of

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 340
NAME_LETTERS = 23
NAMES = 160
"""Pixels at the right for the areas' names."""
NAME_APART = 0.055
"""Least distance of two names, as a fraction of the height of the plot."""


def draw_areas(table: pd.DataFrame) -> Drawing:
    """Draw the areas' shares on top of each other: bars where periods are few, a stream where they are many."""
    title = _("How does the mix of areas change?")
    if table.empty:
        return house.empty_chart(title, _("No theme was found, or no paper has a date."))
    stacked = {
        "": _("Share of a date’s papers, by the area of their main theme."),
        "week": _("Share of a week’s papers, by the area of their main theme."),
        "month": _("Share of a month’s papers, by the area of their main theme."),
        "quarter": _("Share of a quarter’s papers, by the area of their main theme."),
        "year": _("Share of a year’s papers, by the area of their main theme."),
    }
    unit = str(table["pooled"].iloc[0])
    subtitle = words.joined(stacked[unit], words.counted(table.assign(loose=False)))
    few = table["spacing"].iloc[0] == "even"
    groups = [rows for _place, rows in table.groupby("place")]
    last_rows = [rows.iloc[-1] for rows in groups]
    heights = name_heights([float(row["base"] + row["top"]) / 2 for row in last_rows])
    periods = table.drop_duplicates("period")
    shown = spread(len(periods), 4)
    first, last = float(periods["position"].min()), float(periods["position"].max())
    x_axis = {
        "tickvals": [float(periods["position"].iloc[place]) for place in shown],
        "ticktext": [_in_two(str(periods["period_short"].iloc[place])) for place in shown],
        "range": [first - 0.5, last + 0.5] if few else [first, last],
        "tickangle": 0,
        "tickfont": {"size": 10},
        "showgrid": False,
        "ticks": "",
        "ticklabelstandoff": 5,
    }
    y_axis = {"range": [0, 1], "tickformat": ".0%", "nticks": 5, "ticks": "", "layer": "above traces"}
    layout = {
        "xaxis": x_axis,
        "yaxis": y_axis,
        "barmode": "stack",
        "bargap": 0.12,
        "annotations": [_name(row, height) for row, height in zip(last_rows, heights, strict=True)],
    }
    frame = house.Frame(title, subtitle, HEIGHT, above=8, below=48, right=NAMES)
    return house.framed(frame, [_bars(rows) if few else _band(rows) for rows in groups], layout)


def _in_two(name: str) -> str:
    """Return a date with its year below it."""
    return "<br>".join(house.plain(part.rstrip(",")) for part in name.rsplit(" ", 1))


def _bars(rows: pd.DataFrame) -> dict[str, Any]:
    return trace(
        "bar",
        x=rows["position"].to_list(),
        y=rows["share"].to_list(),
        marker={"color": rows["color"].iloc[0], "line": {"width": 0}},
        **_told(rows),
    )


def _band(rows: pd.DataFrame) -> dict[str, Any]:
    return trace(
        "scatter",
        x=rows["position"].to_list(),
        y=rows["share"].to_list(),
        mode="lines",
        stackgroup="areas",
        fillcolor=rows["color"].iloc[0],
        line={"color": "rgba(255,255,255,0.55)", "width": 1},
        **_told(rows),
    )


def _told(rows: pd.DataFrame) -> dict[str, Any]:
    wanted = ["area", "period_label", "n_papers", "n_total", "share"]
    return {
        "customdata": [
            f"{house.named(area, False, 2)}<br>{house.plain(label)}<br>{words.part(n, total, share)}"
            for area, label, n, total, share in rows_of(rows, wanted)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "meta": {"area": str(rows["area"].iloc[0])},
    }


def name_heights(middles: Sequence[float]) -> list[float]:
    """Return where names stand: at the middle of their area in the last period, pushed up off the one below.

    :param middles: heights as fractions, the lowest first; the names' are such fractions too.
    """
    apart = min(NAME_APART, 1 / max(len(middles), 1))
    heights: list[float] = []
    for middle in middles:
        heights.append(max(middle, heights[-1] + apart) if heights else middle)
    # what was pushed over the top comes down again, the highest first
    tops = [1 - apart / 2 - apart * above for above in range(len(heights))]
    return [min(height, top) for height, top in zip(heights, reversed(tops), strict=True)]


def _name(row: pd.Series, height: float) -> dict[str, Any]:
    name = house.wrapped(row["area"], NAME_LETTERS, 1)
    return {
        "text": f'<span style="color:{row["color"]}">■</span> {name}',
        "hovertext": house.wrapped(row["area"], 44, 2),
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "y": height,
        "align": "left",
        "bgcolor": "rgba(0,0,0,0)",
    }
