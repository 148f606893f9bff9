"""Themes from their first listing to their last, with what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis import chart_words as words
from analysis import house, labels
from analysis.drawing import Drawing, trace
from analysis.language import _
from analysis.table_rows import rows_of
from analysis.theme_rows import theme_rows

if TYPE_CHECKING:
    import pandas as pd

MONTHS_FROM = 150
"""Days from the first listing to the last, from which ticks are months."""
LARGEST = 13
"""Pixels across the dot of the most papers."""
ABOVE = 0.16
"""Where the mark of a change stands in its row, from the upper edge: off the dots."""


def draw_lives(table: pd.DataFrame, bursts: pd.DataFrame, changes: pd.DataFrame | None = None) -> Drawing:
    """Draw a line per theme from its first to its last listing, a dot per period as large as its papers.

    Bursts are shaded behind it; a triangle above it points to where a change point moved the share. Each trace
    carries its theme_id as ``meta``.
    """
    title = _("When was each theme listed?")
    if table.empty:
        return house.empty_chart(title, _("No theme was found, or no paper has a date."))
    moved = words.of_the_themes(table, changes)
    subtitle = words.joined(
        _("From the first listing date to the last; early themes on top."),
        _dots(str(table["pooled"].iloc[0])),
        str(table["told"].iloc[0]),
        _("Shaded: a burst, in which the theme was listed far more often than else.") if len(bursts) else "",
        _(words.MOVES) if len(moved) else "",
        words.loose(table),
    )
    groups = [rows for _row, rows in table.groupby("row")]
    rows = theme_rows(table.drop_duplicates("theme_id"), [""] * len(groups))
    most = max(int(table["n_papers"].max()), 1)
    days = (table["last"].max() - table["first"].min()).days
    layout = {
        "xaxis": {
            "type": "date",
            "side": "top",
            "nticks": 6,
            "tickformat": _("%b\n%Y") if days > MONTHS_FROM else _("%b %-d\n%Y"),
            "ticks": "",
            "tickangle": 0,
        },
        "yaxis": rows.axis,
    }
    bands = [_burst(burst) for burst in bursts.to_dict("records")]
    moves = [_change(change) for change in moved.to_dict("records")]
    frame = house.Frame(title, subtitle, rows.height, above=36, below=12)
    return house.framed(frame, [*bands, *(_life(each, most) for each in groups), *moves], layout)


def _dots(unit: str) -> str:
    return {
        "": _("A dot is a date with papers, the larger the more."),
        "week": _("A dot is a week with papers, the larger the more."),
        "month": _("A dot is a month with papers, the larger the more."),
        "quarter": _("A dot is a quarter with papers, the larger the more."),
        "year": _("A dot is a year with papers, the larger the more."),
    }[unit]


def _life(rows: pd.DataFrame, most: int) -> dict[str, Any]:
    one = rows.iloc[0]
    name = house.literal(house.named(one["theme"], one["loose"]))
    span = _(
        "listed on {n} dates from {first} to {last}",
        n=one["n_dates"],
        first=labels.day(one["first"]),
        last=labels.day(one["last"]),
    )
    # plotly.js tells a date shorter than each mark could
    date = _("%b %-d, %Y")
    exact = f"%{{x|{date}}}: " if one["pooled"] == "" else ""
    told = [
        words.part(n, total) if exact else f"{house.plain(label)}: {words.part(n, total)}"
        for label, n, total in rows_of(rows, ["period_label", "n_papers", "n_total"])
    ]
    return trace(
        "scatter",
        x=[_iso(day) for day in rows["day"]],
        y=[int(one["row"]) + 0.5] * len(rows),
        mode="lines+markers",
        line={"color": one["color"], "width": 1.5},
        marker={
            "color": one["color"],
            "size": [round(max(LARGEST * (n / most) ** 0.5, 4), 1) for n in rows["n_papers"]],
            "opacity": 1,
            "line": {"width": 0},
        },
        customdata=told,
        hovertemplate=f"{name}<br>{exact}%{{customdata}}<br>{span}<extra></extra>",
        meta=str(one["theme_id"]),
        cliponaxis=False,
    )


def _burst(burst: dict[Any, Any]) -> dict[str, Any]:
    return trace(
        "scatter",
        x=[_iso(burst["start"]), _iso(burst["end"])],
        y=[int(burst["row"]) + 0.5] * 2,
        mode="lines",
        line={"color": burst["color"], "width": 17},
        opacity=0.28,
        hoverinfo="skip",
        meta=str(burst["theme_id"]),
    )


def _change(change: dict[Any, Any]) -> dict[str, Any]:
    name = house.literal(house.named(change["theme"], False))
    before, after = change["share_before"], change["share_after"]
    told = words.change(change["day"], before, after)
    return trace(
        "scatter",
        x=[_iso(change["at"])],
        y=[int(change["row"]) + ABOVE],
        mode="markers",
        marker={
            "color": change["color"],
            "size": 9,
            "symbol": "triangle-up" if after > before else "triangle-down",
            "opacity": 1,
            "line": {"width": 0},
        },
        hovertemplate=f"{name}<br>{told}<extra></extra>",
        meta=str(change["theme_id"]),
        cliponaxis=False,
    )


def _iso(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%d}"
