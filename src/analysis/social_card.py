"""The whole report as one picture, 1200 × 630, as sites show it beside a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import house, views, wording
from analysis.drawing import trace
from analysis.language import _
from analysis.overview import overview
from analysis.schemas import UNPLACED
from analysis.sharing import Origin

WIDTH, HEIGHT, SCALE = 600, 315, 2.0
"""Pixels of the layout, and of the file per pixel of the layout."""
MOST_THEMES = 7
NAME_LETTERS = 44


def card_figure(tables: Mapping[str, pd.DataFrame], told: Origin) -> dict[str, Any]:
    """Draw the largest themes as bars under the report's title.

    :param tables: ``papers``, ``listings``, ``sources``, ``problems`` and ``themes`` are read.
    :param told: the source line.
    """
    about = overview(tables)
    themes = views.theme_sizes(tables)
    themes = themes[(themes["theme_id"] != UNPLACED) & (themes["n_papers"] > 0)]
    themes = themes.sort_values(["n_papers", "place"], ascending=[False, True])
    top = themes.head(MOST_THEMES)
    more = len(themes) - len(top)
    subtitle = about.subtitle
    if more:
        subtitle = _(
            "{subtitle}. The {n} largest of {all} themes:", subtitle=subtitle, n=len(top), all=len(themes)
        )
    bars = trace(
        "bar",
        x=top["n_papers"].to_list(),
        y=list(range(len(top))),
        orientation="h",
        width=0.5,
        marker={"color": top["color"].to_list(), "line": {"width": 0}},
        text=[wording.number(n) for n in top["n_papers"]],
        textposition="outside",
        cliponaxis=False,
    )
    ticks = [house.wrapped(name, NAME_LETTERS, 1) for name in top["theme"]]
    layout = _layout(about.title, subtitle, told.source) | {
        "xaxis": {"visible": False, "range": [0, 1.1 * int(top["n_papers"].max()) if len(top) else 1]},
        "yaxis": {
            "tickvals": list(range(len(top))),
            "ticktext": ticks,
            "range": [max(len(top), 1) - 0.5, -0.5],
            "tickfont": {"size": 13},
            "ticklabelstandoff": 6,
            "showgrid": False,
            "showline": False,
            "visible": bool(len(top)),
        },
    }
    return {"data": [bars], "layout": layout}


def _layout(title: str, subtitle: str, source: str) -> dict[str, Any]:
    framed = house.framed(house.Frame(title, "", HEIGHT), [], {}).layout
    heading = framed["title"] | {
        "font": {"size": 24, "weight": 700},
        "subtitle": {"text": house.wrapped(subtitle, 84, 2), "font": {"size": 13}},
        "pad": {"l": 24, "t": 22},
    }
    foot = {
        "text": house.wrapped(source, 80, 1),
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 0,
        "xanchor": "right",
        "yanchor": "bottom",
        "yshift": -34,
        "font": {"size": 11, "color": house.GRAY},
    }
    return {
        "template": house.template(),
        **framed,
        "title": heading,
        "height": HEIGHT,
        "width": WIDTH,
        "margin": {"l": 24, "r": 28, "t": 92, "b": 42},
        "annotations": [foot],
    }
