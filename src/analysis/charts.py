"""The charts: each takes the tidy table that ``views`` makes under its name and returns a plotly figure.

Nothing is counted here and no table is changed. A chart has a fixed height, fits any width from 360 pixels, and
looks the same on light and dark pages but for its template (``house.template``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from analysis import house
from analysis.chart_grids import Words, theme_grid
from analysis.chart_map import draw_map
from analysis.chart_overlap import overlap_grid
from analysis.chart_panels import share_panels, term_panels
from analysis.theme_rows import theme_rows

if TYPE_CHECKING:
    import pandas as pd

    from analysis.house import Scheme

COUNTING = "Each paper counts in its main theme; a followed theme counts all its papers."
ASSUMED = "*\u00a0year assumed."
TREND = "↗\u00a0rising, ↘\u00a0falling: more than chance."
LOOSE = "◦\u00a0loose theme: its papers stay together in under half of the runs."


def theme_date_heatmap(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw each theme's share of the papers of each listing date.

    :param table: as ``views.theme_dates`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "Which themes were listed when?"
    if table.empty:
        return house.empty_chart(title, "No theme was found, or no paper was listed.", scheme)
    subtitle = f"Number of papers in each cell (empty: none), share of the column’s papers as colour. {COUNTING}"
    return theme_grid(table, Words(title, f"{subtitle} {_notes(table)}".strip(), "papers listed"), scheme)


def shares_by_publication(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw each theme's share of the papers published in each year, or month where there are many.

    :param table: as ``views.shares_by_publication`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "When were the papers published?"
    if table.empty:
        return house.empty_chart(title, "No paper has a publication date.", scheme)
    n = int(table.drop_duplicates("period")["n_total"].sum())
    subtitle = f"The {n} papers whose publication date is known; share of a column’s papers as colour. {COUNTING}"
    return theme_grid(table, Words(title, f"{subtitle} {_notes(table)}".strip(), "papers published"), scheme)


def published_counts(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers were published when.

    :param table: as ``views.published_counts`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "How old are the listed papers?"
    if table.empty:
        return house.empty_chart(title, "No paper has a publication date.", scheme)
    n_dated, n_all = table[["n_dated", "n_all"]].iloc[0]
    subtitle = f"Papers by publication date, known for {n_dated} of {n_all}; years with many papers by month."
    bars = go.Bar(
        x=table["position"].to_list(),
        y=table["n_papers"].to_list(),
        marker={"color": house.GRAY, "line": {"width": 0}},
        customdata=[house.plain(label) for label in table["period_label"]],
        hovertemplate="%{customdata}<br>%{y} papers<extra></extra>",
    )
    ticks = table.iloc[:: max(1, -(-len(table) // 12))]
    x_axis: dict[str, Any] = {
        "tickvals": ticks["position"].to_list(),
        "ticktext": ticks["period_label"].map(house.plain).to_list(),
        "tickangle": -90 if len(ticks) > 6 else 0,
    }
    y_axis = {"title": {"text": "papers"}, "rangemode": "tozero", "nticks": 5, "tickformat": "d"}
    layout = house.framed(house.Frame(title, subtitle, 220, below=48), scheme)
    return go.Figure([bars], layout | {"xaxis": x_axis, "yaxis": y_axis, "bargap": 0.12})


def share_over_time(
    table: pd.DataFrame, scheme: Scheme = "light", columns: int = 3, confidence: float | None = None
) -> go.Figure:
    """Draw each theme's share over time with its interval, a small panel per theme.

    :param table: as ``views.share_over_time`` makes it.
    :param scheme: the page it will stand on.
    :param columns: panels side by side; 3 fit a page 360 pixels wide.
    :param confidence: coverage of the intervals, told in the subtitle.
    """
    title = "How does each theme’s share change?"
    if table.empty:
        return house.empty_chart(title, "No theme was found, or no paper has a date.", scheme)
    coverage = "" if confidence is None else f"{confidence:.0%} "
    even, unit = table["spacing"].iloc[0] == "even", table["pooled"].iloc[0] or "date"
    n = table.loc[table["dated"], "period"].nunique()
    parts = [
        f"Share of a {unit}’s papers with {coverage}Wilson interval;",
        f"{_spaced(n, unit, even)}."
        if table["dated"].all()
        else f"{_spaced(n, unit, even)}; ◇\u00a0without a date.",
        _notes(table),
        TREND if table["direction"].isin(["rising", "falling"]).any() else "",
    ]
    subtitle = " ".join(filter(None, parts))
    return share_panels(table, title, subtitle, columns, scheme)


def theme_sizes(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers each theme has.

    :param table: as ``views.theme_sizes`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "How large is each theme?"
    if table.empty:
        return house.empty_chart(title, "No theme was found.", scheme)
    rows = theme_rows(table)
    n = int(table.loc[table["kind"] != "watched", "n_papers"].sum())
    subtitle = (
        f"Number of papers. Each of {n} papers is in one found theme and may be in followed ones. {_loose(table)}"
    )
    most = int(table["n_papers"].max())
    bars = go.Bar(
        x=table["n_papers"].to_list(),
        y=[place + 0.5 for place in rows.places],
        orientation="h",
        width=0.72,
        marker={"color": table["color"].to_list(), "line": {"width": 0}},
        text=table["n_papers"].to_list(),
        textposition="outside",
        textfont={"size": 11},
        cliponaxis=False,
        customdata=_size_hovers(table),
        hovertemplate="%{customdata}<extra></extra>",
    )
    x_axis = {"range": [0, 1.12 * most or 1], "showticklabels": False, "ticks": "", "showgrid": False}
    layout = house.framed(house.Frame(title, subtitle.strip(), rows.height, below=12), scheme)
    return go.Figure([bars], layout | {"xaxis": x_axis, "yaxis": rows.axis})


def theme_terms(table: pd.DataFrame, scheme: Scheme = "light", columns: int = 2) -> go.Figure:
    """Draw the terms that mark each theme, a small panel per theme.

    :param table: as ``views.theme_terms`` makes it.
    :param scheme: the page it will stand on.
    :param columns: panels side by side; 2 fit a page 360 pixels wide.
    """
    title = "Which terms mark each theme?"
    if table.empty:
        return house.empty_chart(title, "No theme was found.", scheme)
    subtitle = f"Bar: share of the theme’s papers that have the term in title or abstract. {_loose(table)}"
    return term_panels(table, title, subtitle.strip(), columns, scheme)


def paper_map(points: pd.DataFrame, names: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw all papers, near each other where their texts are alike.

    :param points: as ``views.map_points`` makes it.
    :param names: as ``views.map_labels`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "Which papers are alike?"
    if points.empty:
        return house.empty_chart(title, "There are too few papers for a map.", scheme)
    n = int(points["main"].sum())
    rings = "" if points["main"].all() else " Ring: in a followed theme."
    subtitle = f"{n} papers; the nearer, the more alike their titles and abstracts; the axes have no unit.{rings}"
    return draw_map(points, names, title, f"{subtitle} {_loose(points)}".strip(), scheme)


def source_overlap(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers each two dumps share.

    :param table: as ``views.source_overlap`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "Which dumps list the same papers?"
    if table.empty:
        return house.empty_chart(title, "No dump was read.", scheme)
    starred = ASSUMED if table["label_a"].str.contains("*", regex=False).any() else ""
    subtitle = f"Number of papers in both dumps; the diagonal stands for a dump’s own. {starred}"
    return overlap_grid(table, title, subtitle.strip(), scheme)


def _size_hovers(table: pd.DataFrame) -> list[str]:
    wanted = ["theme", "n_papers", "stability"]
    return [
        f"<b>{house.wrapped(theme, 44, 3)}</b><br>{n} papers"
        + (f"<br>stability {stability:.2f}" if stability == stability else "")
        for theme, n, stability in table[wanted].itertuples(index=False)
    ]


def _spaced(n: int, unit: str, even: bool) -> str:
    if n < 2:
        return f"one {unit}" if n else f"no {unit} is known"
    return f"{n} {unit}s, {'set at even distances' if even else 'where the calendar puts them'}"


def _notes(table: pd.DataFrame) -> str:
    unit = table["pooled"].iloc[0]
    pooled = f"Dates pooled by {unit}: a paper counts once for each of its dates." if unit else ""
    return " ".join(filter(None, [pooled, ASSUMED if table["assumed"].any() else "", _loose(table)]))


def _loose(table: pd.DataFrame) -> str:
    return LOOSE if table["loose"].any() else ""
