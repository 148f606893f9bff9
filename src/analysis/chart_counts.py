"""Bars of papers: by publication date, and by the time from publication to listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis import chart_words as words
from analysis import house, wording
from analysis.drawing import Drawing, trace
from analysis.language import _
from analysis.table_rows import rows_of

if TYPE_CHECKING:
    import pandas as pd

ROW = 24


def draw_counts(table: pd.DataFrame) -> Drawing:
    """Draw a bar per publication period."""
    title = _("How old are the listed papers?")
    if table.empty:
        return house.empty_chart(title, _("No paper has a publication date."))
    n_dated, n_all = table[["n_dated", "n_all"]].iloc[0]
    subtitle = _(
        "Papers by publication date, known for {n} of {all}; years with many papers by month.",
        n=n_dated,
        all=n_all,
    )
    bars = trace(
        "bar",
        x=table["position"].to_list(),
        y=table["n_papers"].to_list(),
        marker={"color": house.GRAY, "line": {"width": 0}},
        customdata=[house.plain(label) for label in table["period_label"]],
        hovertemplate=f"%{{customdata}}<br>{words.papers('%{y}')}<extra></extra>",
    )
    ticks = table.iloc[:: max(1, -(-len(table) // 12))]
    x_axis: dict[str, Any] = {
        "tickvals": ticks["position"].to_list(),
        "ticktext": ticks["period_label"].map(house.plain).to_list(),
        "tickangle": -90 if len(ticks) > 6 else 0,
    }
    y_axis = {"title": {"text": _("papers")}, "rangemode": "tozero", "nticks": 5, "tickformat": "d"}
    layout = {"xaxis": x_axis, "yaxis": y_axis, "bargap": 0.12}
    return house.framed(house.Frame(title, subtitle, 220, below=48), [bars], layout)


def draw_lags(table: pd.DataFrame) -> Drawing:
    """Draw a bar per span between publication and listing, the shortest on top."""
    title = _("How soon are papers listed?")
    if table.empty:
        return house.empty_chart(title, _("No paper has both a publication and a listing date."))
    n_known, n_all = int(table["n_known"].iloc[0]), int(table["n_all"].iloc[0])
    subtitle = _(
        "Papers by time from publication to first listing; both dates are known for {n} of {all}. Half of them "
        "were listed within {days}.",
        n=n_known,
        all=n_all,
        days=words.days(float(table["median_days"].iloc[0])),
    )
    n, spans = len(table), [_(span) for span in table["span"]]
    counts = [int(count) for count in table["n_papers"]]
    bars = trace(
        "bar",
        x=counts,
        y=table["place"].to_list(),
        orientation="h",
        width=0.78,
        marker={"color": house.GRAY, "line": {"width": 0}},
        text=[f"{count} · {wording.percent(share, 0)}" for count, share in rows_of(table, ["n_papers", "share"])],
        textposition="outside",
        textfont={"size": 11},
        cliponaxis=False,
        customdata=spans,
        hovertemplate="%{customdata}<br>%{text}<extra></extra>",
    )
    layout = {
        "xaxis": {"range": [0, 1.45 * max(counts)], "showticklabels": False, "ticks": "", "showgrid": False},
        "yaxis": {
            "tickvals": table["place"].to_list(),
            "ticktext": spans,
            "range": [n - 0.5, -0.5],
            "showgrid": False,
            "ticks": "",
            "ticklabelstandoff": 4,
        },
    }
    return house.framed(house.Frame(title, subtitle, ROW * n, below=12), [bars], layout)
