"""The map of papers: a point per paper, names of themes among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis import chart_words as words
from analysis import house, wording
from analysis.drawing import Drawing, trace
from analysis.labels import cut
from analysis.language import _
from analysis.placing import label_lines
from analysis.schemas import UNPLACED
from analysis.table_rows import rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.density import Shade

HEIGHT = 620
TITLE_LETTERS = 90
"""Longer titles are cut where a point is hovered; the table has them whole."""


def draw_map(points: pd.DataFrame, names: pd.DataFrame, shade: Shade | None = None) -> Drawing:
    """Draw a dot per paper in its main theme's colour, a ring for each watched theme, a name per theme.

    Traces are SVG, not WebGL, which a page with a strict content policy would not draw. Each trace carries its
    theme_id as ``meta`` and the paper_id of each point in ``ids``.
    """
    title = _("Which papers are alike?")
    if points.empty:
        return house.empty_chart(title, _("There are too few papers for a map."))
    main, watched = points[points["main"]], points[~points["main"]]
    dots = [_dots(rows) for _id, rows in main.groupby("theme_id", sort=False)]
    rings = [_rings(rows) for _id, rows in watched.groupby("theme_id", sort=False)]
    hidden = {"showgrid": False, "showticklabels": False, "ticks": "", "fixedrange": False}
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom"}
    frame = house.Frame(title, _said(points, shade), HEIGHT, below=60 if rings else 16, left=12)
    layout = {
        "xaxis": hidden | {"range": _range(points["x"], 0.05)},
        "yaxis": hidden | {"range": _range(points["y"], 0.04)},
        "showlegend": bool(rings),
        "legend": legend,
        "annotations": [_name(row) for row in names.to_dict("records")],
    }
    if shade is not None:
        layout["images"] = [_behind(shade)]
    return house.framed(frame, [*dots, *rings], layout)


def _said(points: pd.DataFrame, shade: Shade | None) -> str:
    n = int(points["main"].sum())
    papers = _("{n} papers", n=wording.number(n))
    if shade is not None:
        papers = _("{n} of {all} papers", n=wording.number(n), all=wording.number(shade.n_papers))
    return words.joined(
        _(
            "{papers}; the nearer, the more alike their titles and abstracts; the axes have no unit.",
            papers=papers,
        ),
        "" if shade is None else _("Gray: where all of them lie."),
        "" if points["main"].all() else _("Ring: in a followed theme."),
        words.loose(points),
    )


def _dots(rows: pd.DataFrame) -> dict[str, Any]:
    unplaced = rows["theme_id"].iloc[0] == UNPLACED
    marker = {"color": rows["color"].iloc[0], "size": 6, "opacity": 0.75, "line": {"width": 0}}
    return trace(
        "scatter",
        x=rows["x"].to_list(),
        y=rows["y"].to_list(),
        mode="markers",
        marker=marker | ({"symbol": "x-thin", "line": {"width": 1, "color": house.GRAY}} if unplaced else {}),
        customdata=_hovers(rows),
        hovertemplate=f"%{{customdata}}<br>{_theme(rows)}<extra></extra>",
        meta=str(rows["theme_id"].iloc[0]),
        ids=[str(paper_id) for paper_id in rows["paper_id"]],
        name=house.plain(rows["theme"].iloc[0]),
        showlegend=False,
    )


def _rings(rows: pd.DataFrame) -> dict[str, Any]:
    marker = {"color": rows["color"].iloc[0], "size": 11, "symbol": "circle-open", "line": {"width": 1.6}}
    return trace(
        "scatter",
        x=rows["x"].to_list(),
        y=rows["y"].to_list(),
        mode="markers",
        marker=marker,
        hoverinfo="skip",
        meta=str(rows["theme_id"].iloc[0]),
        ids=[str(paper_id) for paper_id in rows["paper_id"]],
        name=house.wrapped(rows["theme"].iloc[0], 24, 1),
    )


def _hovers(rows: pd.DataFrame) -> list[str]:
    on_dates, on_date = _("Listed: {dates}"), _("Published: {date}")
    return [
        f"<b>{house.wrapped(cut(title, TITLE_LETTERS), 44, 3)}</b><br>"
        + on_dates.format(dates=house.wrapped(listed, 44, 4))
        + ("<br>" + on_date.format(date=house.plain(published)) if published else "")
        for title, listed, published in rows_of(rows, ["title", "listed", "published"])
    ]


def _behind(shade: Shade) -> dict[str, Any]:
    return {
        "source": shade.source,
        "xref": "x",
        "yref": "y",
        "x": shade.left,
        "y": shade.top,
        "sizex": shade.width,
        "sizey": shade.height,
        "sizing": "stretch",
        "layer": "below",
    }


def _theme(rows: pd.DataFrame) -> str:
    one = rows.iloc[0]
    return house.literal(f"{house.wrapped(one['theme'], 44, 2)}{house.told_loose(one['loose'])}")


def _name(row: dict[Any, Any]) -> dict[str, Any]:
    lines = label_lines(row["theme"])
    mark = house.LOOSE_MARK if row["loose"] else ""
    return {
        "name": row["theme_id"],
        "x": row["x"],
        "y": row["y"],
        "text": "<br>".join(map(house.plain, lines)) + mark,
        "hovertext": house.wrapped(row["theme"], 44, 4),
        "font": {"size": 10, "weight": 600},
        "borderpad": 0,
    }


def _range(values: pd.Series, pad: float) -> list[float]:
    low, high = float(values.min()), float(values.max())
    room = pad * (high - low) or 1.0
    return [low - room, high + room]
