"""The charts: each takes the tidy table that ``views`` makes under its name and returns a plotly figure.

Nothing is counted here and no table is changed. A chart has a fixed height, fits any width from 360 pixels, and
looks the same on light and dark pages but for its template (``house.template``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analysis import chart_words as words
from analysis import house
from analysis.chart_areas import draw_areas
from analysis.chart_counts import draw_counts, draw_lags
from analysis.chart_grids import Words, theme_grid
from analysis.chart_lives import draw_lives
from analysis.chart_map import draw_map
from analysis.chart_overlap import overlap_grid
from analysis.chart_panels import share_panels, term_panels
from analysis.chart_ranking import draw_ranking
from analysis.theme_rows import theme_rows

if TYPE_CHECKING:
    import pandas as pd

    from analysis.density import Shade
    from analysis.house import Scheme


def theme_date_heatmap(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw each theme's share of the papers of each listing date.

    :param table: as ``views.theme_dates`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "Which themes were listed when?"
    if table.empty:
        return house.empty_chart(title, "No theme was found, or no paper was listed.", scheme)
    cells = "Number of papers (empty: none); the share of the column’s papers as colour."
    return theme_grid(table, Words(title, words.joined(cells, words.counted(table)), "papers listed"), scheme)


def shares_by_publication(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw each theme's share of the papers published in each year, or month where there are many.

    :param table: as ``views.shares_by_publication`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "When were the papers published?"
    if table.empty:
        return house.empty_chart(title, "No paper has a publication date.", scheme)
    n = int(table.drop_duplicates("period")["n_total"].sum())
    cells = f"By publication date, known for {n} papers; the share of the column’s papers as colour."
    return theme_grid(table, Words(title, words.joined(cells, words.counted(table)), "papers published"), scheme)


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
    return draw_counts(table, title, subtitle, scheme)


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
    subtitle = words.joined(
        f"Share of a {table['pooled'].iloc[0] or 'date'}’s papers with {coverage}Wilson interval.",
        words.spaced(table) if table["dated"].all() else f"{words.spaced(table)} ◇\u00a0without a date.",
        words.counted(table),
        words.TREND if table["direction"].isin(["rising", "falling"]).any() else "",
    )
    return share_panels(table, title, subtitle, columns, scheme)


def area_shares(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how the papers of each period divide among the broad areas, stacked to the whole.

    :param table: as ``views.area_shares`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "How does the mix of areas change?"
    if table.empty:
        return house.empty_chart(title, "No theme was found, or no paper has a date.", scheme)
    stacked = f"Share of a {table['pooled'].iloc[0] or 'date'}’s papers, by the area of their main theme."
    marks = words.counted(table.assign(loose=False))
    return draw_areas(table, title, words.joined(stacked, marks), scheme)


def risers_and_fallers(
    table: pd.DataFrame, scheme: Scheme = "light", confidence: float | None = None
) -> go.Figure:
    """Draw by which factor each theme's share grows in a year, with its interval, steepest rise first.

    :param table: as ``views.risers_and_fallers`` makes it.
    :param scheme: the page it will stand on.
    :param confidence: coverage of the intervals, told in the subtitle.
    """
    title = "Which themes rise, which fall?"
    if table.empty:
        return house.empty_chart(title, "There are too few dates or papers to tell.", scheme)
    coverage = "" if confidence is None else f"{confidence:.0%} "
    n = int(table["n_without"].iloc[0])
    subtitle = words.joined(
        f"Factor by which the share grows in a year (×2: it doubles), with {coverage}interval, by listing date.",
        "Rising, falling: more than chance, all themes asked at once; steady: neither doubled nor halved.",
        str(table["told"].iloc[0]),
        f"Left out: {n} with too few papers for a slope." if n else "",
        words.loose(table),
    )
    return draw_ranking(table, title, subtitle, scheme)


def life_lines(table: pd.DataFrame, bursts: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw each theme from its first listing to its last, a dot per period that has papers, bursts shaded.

    :param table: as ``views.life_lines`` makes it.
    :param bursts: as ``views.life_bursts`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "When was each theme listed?"
    if table.empty:
        return house.empty_chart(title, "No theme was found, or no paper has a date.", scheme)
    subtitle = words.joined(
        "From the first listing date to the last; early themes on top.",
        f"A dot is a {table['pooled'].iloc[0] or 'date'} with papers, the larger the more.",
        str(table["told"].iloc[0]),
        "Shaded: a burst, in which the theme was listed far more often than else." if len(bursts) else "",
        words.loose(table),
    )
    return draw_lives(table, bursts, (title, subtitle), scheme)


def publication_lags(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers were listed how long after their publication.

    :param table: as ``views.publication_lags`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "How soon are papers listed?"
    if table.empty:
        return house.empty_chart(title, "No paper has both a publication and a listing date.", scheme)
    n_known, n_all = int(table["n_known"].iloc[0]), int(table["n_all"].iloc[0])
    subtitle = (
        f"Papers by time from publication to first listing; both dates are known for {n_known} of {n_all}. "
        f"Half of them were listed within {words.days(float(table['median_days'].iloc[0]))}."
    )
    return draw_lags(table, title, subtitle, scheme)


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
    held = f"Number of papers. Each of {n} papers is in one found theme and may be in followed ones."
    subtitle = words.joined(held, words.loose(table))
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
        meta=[str(theme_id) for theme_id in table["theme_id"]],
    )
    x_axis = {"range": [0, 1.12 * most or 1], "showticklabels": False, "ticks": "", "showgrid": False}
    layout = house.framed(house.Frame(title, subtitle, rows.height, below=12), scheme)
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
    bar = "Bar: share of the theme’s papers that have the term in title or abstract."
    return term_panels(table, title, words.joined(bar, words.loose(table)), columns, scheme)


def paper_map(
    points: pd.DataFrame, names: pd.DataFrame, scheme: Scheme = "light", shade: Shade | None = None
) -> go.Figure:
    """Draw all papers, near each other where their texts are alike.

    :param points: as ``views.map_points`` makes it.
    :param names: as ``views.map_labels`` makes it.
    :param scheme: the page it will stand on.
    :param shade: where all papers lie, if the points are only some of them.
    """
    title = "Which papers are alike?"
    if points.empty:
        return house.empty_chart(title, "There are too few papers for a map.", scheme)
    n = int(points["main"].sum())
    rings = "" if points["main"].all() else "Ring: in a followed theme."
    papers = f"{n:,} papers" if shade is None else f"{n:,} of {shade.n_papers:,} papers"
    near = f"{papers}; the nearer, the more alike their titles and abstracts; the axes have no unit."
    shaded = "" if shade is None else "Gray: where all of them lie."
    return draw_map(points, names, (title, words.joined(near, shaded, rings, words.loose(points))), scheme, shade)


def source_overlap(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers each two dumps share.

    :param table: as ``views.source_overlap`` makes it.
    :param scheme: the page it will stand on.
    """
    title = "Which dumps list the same papers?"
    if table.empty:
        return house.empty_chart(title, "No dump was read.", scheme)
    starred = words.ASSUMED if table["label_a"].str.contains("*", regex=False).any() else ""
    both = "Number of papers in both dumps; the diagonal stands for a dump’s own."
    return overlap_grid(table, title, words.joined(both, starred), scheme)


def _size_hovers(table: pd.DataFrame) -> list[str]:
    wanted = ["theme", "n_papers", "stability"]
    return [
        f"<b>{house.wrapped(theme, 44, 3)}</b><br>{n} papers"
        + (f"<br>stability {stability:.2f}" if stability == stability else "")
        for theme, n, stability in table[wanted].itertuples(index=False)
    ]
