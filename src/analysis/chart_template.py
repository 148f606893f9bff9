"""The inks of all charts, as a template of plotly for light pages and one for dark pages."""

from __future__ import annotations

from typing import Any, Literal

Scheme = Literal["light", "dark"]

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

_SCALES = {
    "light": ("#f1f3f6", "#d3e0ee", "#8fb5da", "#3c7ab8", "#0c3c72"),
    "dark": ("#22272f", "#25435f", "#2b628f", "#3a80ba", "#a8d2f7"),
}
_INKS = {
    "light": {
        "ink": "#1b1f24",
        "muted": "#57606a",
        "line": "#c9ced6",
        "grid": "#e6e9ee",
        "page": "#ffffff",
        "veil": "rgba(255,255,255,0.7)",
    },
    "dark": {
        "ink": "#e6e9ee",
        "muted": "#a3abb6",
        "line": "#4a525d",
        "grid": "#2b313a",
        "page": "#16181d",
        "veil": "rgba(22,24,29,0.7)",
    },
}


def template(scheme: Scheme = "light") -> dict[str, Any]:
    """Return the house template for a light or a dark page, on its own ground: a notebook may have another.

    A chart names no ink of its own, so exchanging ``layout.template`` turns a chart from light to dark.
    """
    ink = _INKS[scheme]
    axis = {
        "gridcolor": ink["grid"],
        "linecolor": ink["line"],
        "zeroline": False,
        "tickfont": {"color": ink["muted"], "size": 11},
        "title": {"font": {"color": ink["muted"], "size": 11}},
        "fixedrange": True,
        "automargin": True,
    }
    scale = [[place / 4, color] for place, color in enumerate(_SCALES[scheme])]
    return {
        "layout": {
            "font": {"family": FONT, "size": 12, "color": ink["ink"]},
            "paper_bgcolor": ink["page"],
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorscale": {"sequential": scale},
            "xaxis": axis,
            "yaxis": axis,
            "title": {
                "font": {"size": 16, "color": ink["ink"], "weight": 600},
                "subtitle": {"font": {"size": 11, "color": ink["muted"]}},
            },
            "annotationdefaults": {
                "font": {"color": ink["ink"], "size": 11},
                "showarrow": False,
                "bgcolor": ink["veil"],
            },
            "hoverlabel": {
                "bgcolor": ink["page"],
                "bordercolor": ink["line"],
                "font": {"color": ink["ink"], "size": 12, "family": FONT},
                "align": "left",
                "namelength": 0,
            },
            "legend": {"font": {"size": 11}, "bgcolor": "rgba(0,0,0,0)"},
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": ink["line"], "activecolor": ink["muted"]},
            "hovermode": "closest",
            "dragmode": False,
        }
    }
