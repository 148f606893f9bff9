"""The terms that mark each theme: a small panel per theme, whose traces carry its theme_id as ``meta``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis import chart_words as words
from analysis import house, wording
from analysis.chart_panels import WIDE_LETTERS, Raster, panel_name
from analysis.drawing import Drawing, trace
from analysis.language import _
from analysis.table_rows import rows_of

if TYPE_CHECKING:
    import pandas as pd


def draw_terms(table: pd.DataFrame, columns: int = 2) -> Drawing:
    """Draw a theme's terms as bars in each panel, as long as the share of its papers that use the term."""
    title = _("Which terms mark each theme?")
    if table.empty:
        return house.empty_chart(title, _("No theme was found."))
    bar = _("Bar: share of the theme’s papers that have the term in title or abstract.")
    subtitle = words.joined(bar, words.loose(table))
    groups = list(table.groupby("theme_id", sort=False))
    most = int(table["rank"].max())
    raster = Raster(len(groups), min(columns, len(groups)), 19 * most, 8, 0.05)
    layout: dict[str, Any] = {"bargap": 0.18}
    traces, notes = [], []
    for place, (_id, rows) in enumerate(groups):
        number = str(place + 1) if place else ""
        across, up = raster.domains(place)
        shown = {"showticklabels": False, "ticks": "", "showgrid": False}
        layout[f"xaxis{number}"] = {**shown, "range": [0, 1], "domain": across, "anchor": f"y{number}"}
        layout[f"yaxis{number}"] = {**shown, "range": [most + 0.5, 0.5], "domain": up, "anchor": f"x{number}"}
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}", "meta": str(rows["theme_id"].iloc[0])}
        traces += _term_bars(rows, axes)
        notes.append(panel_name(rows.iloc[0], across[0], up[1], WIDE_LETTERS))
    return house.framed(
        house.Frame(title, subtitle, raster.height, below=12), traces, layout | {"annotations": notes}
    )


def _term_bars(rows: pd.DataFrame, axes: dict[str, str]) -> list[Any]:
    ranks = rows["rank"].to_list()
    hover = [
        f"{house.named(theme, False)}<br>"
        + _("“{term}”", term=house.wrapped(term, 44, 2))
        + "<br>"
        + _("in {n} of {all} papers: {share}", n=n, all=total, share=wording.percent(share, 0))
        for theme, term, n, total, share in rows_of(rows, ["theme", "term", "n_using", "n_papers", "share"])
    ]
    bars = trace(
        "bar",
        x=rows["share"].to_list(),
        y=ranks,
        orientation="h",
        marker={"color": rows["color"].iloc[0], "opacity": 0.38, "line": {"width": 0}},
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        **axes,
    )
    # the words stand at the left of every bar, however short it is
    terms = trace(
        "scatter",
        x=[0.02] * len(ranks),
        y=ranks,
        mode="text",
        text=[house.wrapped(term, 26, 1) for term in rows["term"]],
        textposition="middle right",
        textfont={"size": 11},
        hoverinfo="skip",
        **axes,
    )
    return [bars, terms]
