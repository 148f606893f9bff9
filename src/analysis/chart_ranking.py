"""Themes from the steepest rise to the steepest fall, each with the interval of its slope."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis import chart_words as words
from analysis import house, wording
from analysis.drawing import Drawing, trace
from analysis.language import N_, _
from analysis.theme_rows import theme_rows

if TYPE_CHECKING:
    import pandas as pd

FARTHEST = 16.0
"""Intervals are cut where the share grows or shrinks by more than this factor in a year."""
HEADINGS = {
    "rising": N_("Rising"),
    "falling": N_("Falling"),
    "steady": N_("Steady"),
    "too few to tell": N_("Too few to tell"),
}
CLEAR = ("rising", "falling")
_TICKS = {1 / 16: "×1⁄16", 1 / 8: "×⅛", 1 / 4: "×¼", 1 / 2: "×½", 1: "×1", 2: "×2", 4: "×4", 8: "×8", 16: "×16"}
MOST_TICKS = 5
"""More could not stand apart on a page 360 pixels wide."""


def draw_ranking(table: pd.DataFrame, confidence: float | None = None) -> Drawing:
    """Draw a theme's yearly factor as a dot in its interval, a row each; what is no more than chance is pale.

    Each trace carries its theme_id as ``meta``.
    """
    title = _("Which themes rise, which fall?")
    if table.empty:
        return house.empty_chart(title, _("There are too few dates or papers to tell."))
    rows = theme_rows(table, [_(HEADINGS[direction]) for direction in table["direction"]])
    reach = _reach(table)
    places = [place for place in _TICKS if reach[0] <= place <= reach[1]]
    if len(places) > MOST_TICKS:
        # every second one, so that no change stays among them
        places = [place for place in places if place in (1 / 16, 1 / 4, 1, 4, 16)]
    x_axis = {
        "type": "log",
        "range": [math.log10(end) for end in reach],
        "tickvals": places,
        "ticktext": [_TICKS[place] for place in places],
        "side": "top",
        "ticks": "",
        "tickangle": 0,
    }
    layout = {
        "xaxis": x_axis,
        "yaxis": rows.axis,
        "shapes": [_no_change()],
        "annotations": [_factor(row, place) for row, place in zip(_records(table), rows.places, strict=True)],
    }
    traces = [_theme(row, place, reach) for row, place in zip(_records(table), rows.places, strict=True)]
    frame = house.Frame(title, _said(table, confidence), rows.height, above=22, below=12, right=54)
    return house.framed(frame, traces, layout)


def _said(table: pd.DataFrame, confidence: float | None) -> str:
    n = int(table["n_without"].iloc[0])
    factor = _("Factor by which the share grows in a year (×2: it doubles), with interval, by listing date.")
    if confidence is not None:
        factor = _(
            "Factor by which the share grows in a year (×2: it doubles), with {coverage} interval, by listing "
            "date.",
            coverage=wording.percent(confidence, 0),
        )
    return words.joined(
        factor,
        _("Rising, falling: more than chance, all themes asked at once; steady: neither doubled nor halved."),
        str(table["told"].iloc[0]),
        _("Left out: {n} with too few papers for a slope.", n=n) if n else "",
        words.loose(table),
    )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def _reach(table: pd.DataFrame) -> list[float]:
    low = min(max(float(table["factor_low"].min()), 1 / FARTHEST), 0.5)
    high = max(min(float(table["factor_high"].max()), FARTHEST), 2.0)
    return [low * 0.9, high * 1.1]


def _theme(row: dict[str, Any], place: int, reach: list[float]) -> dict[str, Any]:
    clear = row["direction"] in CLEAR
    low, middle, high = (
        min(max(row[name], reach[0]), reach[1]) for name in ("factor_low", "factor", "factor_high")
    )
    return trace(
        "scatter",
        x=[low, middle, high],
        y=[place + 0.5] * 3,
        mode="lines+markers",
        line={"color": row["color"], "width": 3 if clear else 1.5},
        marker={"color": row["color"], "size": [0, 11 if clear else 8, 0], "opacity": 1, "line": {"width": 0}},
        opacity=1 if clear else 0.6,
        customdata=[_hover(row)] * 3,
        hovertemplate="%{customdata}<extra></extra>",
        meta=str(row["theme_id"]),
        cliponaxis=False,
    )


def _hover(row: dict[str, Any]) -> str:
    low, middle, high = (wording.times(row[name]) for name in ("factor_low", "factor", "factor_high"))
    direction = row["direction"]
    interval = _("interval {low} to {high}", low=low, high=high)
    return (
        f"{house.named(row['theme'], row['loose'])}<br>"
        + _("{direction}: {factor} per year", direction=_(direction), factor=middle)
        + f"<br>{interval}<br>{words.papers(row['n_papers'])}"
    )


def _factor(row: dict[str, Any], place: int) -> dict[str, Any]:
    return {
        "name": str(row["theme_id"]),
        "text": wording.times(row["factor"]),
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": place + 0.5,
        "font": {"weight": 600 if row["direction"] in CLEAR else 400},
        "bgcolor": "rgba(0,0,0,0)",
    }


def _no_change() -> dict[str, Any]:
    line = {"color": house.GRAY, "width": 1}
    return {"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}
