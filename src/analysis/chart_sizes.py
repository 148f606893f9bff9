"""How many papers each theme has, as bars in rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import chart_words as words
from analysis import house
from analysis.drawing import Drawing, trace
from analysis.language import _, written
from analysis.table_rows import rows_of
from analysis.theme_rows import theme_rows

if TYPE_CHECKING:
    import pandas as pd


def draw_sizes(table: pd.DataFrame) -> Drawing:
    """Draw a bar per theme with its number of papers at its end."""
    title = _("How large is each theme?")
    if table.empty:
        return house.empty_chart(title, _("No theme was found."))
    rows = theme_rows(table)
    n_all = int(table.loc[table["kind"] != "watched", "n_papers"].sum())
    held = _("Number of papers. Each of {n} papers is in one found theme and may be in followed ones.", n=n_all)
    subtitle = words.joined(held, words.loose(table))
    most = int(table["n_papers"].max())
    bars = trace(
        "bar",
        x=table["n_papers"].to_list(),
        y=[place + 0.5 for place in rows.places],
        orientation="h",
        width=0.72,
        marker={"color": table["color"].to_list(), "line": {"width": 0}},
        text=[f"{n}" for n in table["n_papers"]],
        textposition="outside",
        textfont={"size": 11},
        cliponaxis=False,
        customdata=_hovers(table),
        hovertemplate="%{customdata}<extra></extra>",
        meta=[str(theme_id) for theme_id in table["theme_id"]],
    )
    x_axis = {"range": [0, 1.12 * most or 1], "showticklabels": False, "ticks": "", "showgrid": False}
    frame = house.Frame(title, subtitle, rows.height, below=12)
    return house.framed(frame, [bars], {"xaxis": x_axis, "yaxis": rows.axis})


def _hovers(table: pd.DataFrame) -> list[str]:
    wanted = ["theme", "n_papers", "stability"]
    return [
        f"{house.named(theme, False)}<br>{words.papers(n)}"
        + ("<br>" + _("stability {value}", value=written(stability, 2)) if stability == stability else "")
        for theme, n, stability in rows_of(table, wanted)
    ]
