"""The charts: each takes a tidy table, made by the view that its parameter names, and returns a plotly figure.

Nothing is counted here and no table is changed. A chart has a fixed height, fits any width from 360 pixels, and
looks the same on light and dark pages but for its template (``chart_template``). How each looks stands in its
``chart_…`` room, whose ``draw_…`` takes the same but ``scheme``; from there the report has it, without plotly's
checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.chart_areas import draw_areas
from analysis.chart_counts import draw_counts, draw_lags
from analysis.chart_dates import draw_dates, draw_publication
from analysis.chart_lives import draw_lives
from analysis.chart_map import draw_map
from analysis.chart_overlap import draw_overlap
from analysis.chart_ranking import draw_ranking
from analysis.chart_shares import draw_shares
from analysis.chart_sizes import draw_sizes
from analysis.chart_terms import draw_terms

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analysis.chart_template import Scheme
    from analysis.density import Shade


def theme_date_heatmap(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw each theme's share of the papers of each listing date.

    :param table: as ``views.theme_dates`` makes it.
    :param scheme: the page it will stand on.
    """
    return draw_dates(table).figure(scheme)


def shares_by_publication(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw each theme's share of the papers published in each year, or month where there are many.

    :param table: as ``views.shares_by_publication`` makes it.
    :param scheme: the page it will stand on.
    """
    return draw_publication(table).figure(scheme)


def published_counts(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers were published when.

    :param table: as ``views.published_counts`` makes it.
    :param scheme: the page it will stand on.
    """
    return draw_counts(table).figure(scheme)


def share_over_time(
    table: pd.DataFrame,
    scheme: Scheme = "light",
    columns: int = 3,
    confidence: float | None = None,
    changes: pd.DataFrame | None = None,
) -> go.Figure:
    """Draw each theme's share over time with its interval, a small panel per theme.

    :param table: as ``views.share_over_time`` makes it.
    :param scheme: the page it will stand on.
    :param columns: panels side by side; 3 fit a page 360 pixels wide.
    :param confidence: coverage of the intervals, in (0, 1), told in the subtitle.
    :param changes: as ``views.share_changes`` makes it, for a table by listing date; None draws no levels.
    """
    return draw_shares(table, columns, confidence, changes).figure(scheme)


def area_shares(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how the papers of each period divide among the broad areas, stacked to the whole.

    :param table: as ``views.area_shares`` makes it.
    :param scheme: the page it will stand on.
    """
    return draw_areas(table).figure(scheme)


def risers_and_fallers(
    table: pd.DataFrame, scheme: Scheme = "light", confidence: float | None = None
) -> go.Figure:
    """Draw by which factor each theme's share grows in a year, with its interval, steepest rise first.

    :param table: as ``views.risers_and_fallers`` makes it.
    :param scheme: the page it will stand on.
    :param confidence: coverage of the intervals, in (0, 1), told in the subtitle.
    """
    return draw_ranking(table, confidence).figure(scheme)


def life_lines(
    table: pd.DataFrame, bursts: pd.DataFrame, scheme: Scheme = "light", changes: pd.DataFrame | None = None
) -> go.Figure:
    """Draw each theme from its first listing to its last, a dot per period that has papers, bursts shaded.

    :param table: as ``views.life_lines`` makes it.
    :param bursts: as ``views.life_bursts`` makes it.
    :param scheme: the page it will stand on.
    :param changes: as ``views.life_changes`` makes it; None marks no change.
    """
    return draw_lives(table, bursts, changes).figure(scheme)


def publication_lags(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers were listed how long after their publication.

    :param table: as ``views.publication_lags`` makes it.
    :param scheme: the page it will stand on.
    """
    return draw_lags(table).figure(scheme)


def theme_sizes(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers each theme has.

    :param table: as ``views.theme_sizes`` makes it.
    :param scheme: the page it will stand on.
    """
    return draw_sizes(table).figure(scheme)


def theme_terms(table: pd.DataFrame, scheme: Scheme = "light", columns: int = 2) -> go.Figure:
    """Draw the terms that mark each theme, a small panel per theme.

    :param table: as ``views.theme_terms`` makes it.
    :param scheme: the page it will stand on.
    :param columns: panels side by side; 2 fit a page 360 pixels wide.
    """
    return draw_terms(table, columns).figure(scheme)


def paper_map(
    points: pd.DataFrame, names: pd.DataFrame, scheme: Scheme = "light", shade: Shade | None = None
) -> go.Figure:
    """Draw all papers, near each other where their texts are alike.

    :param points: as ``views.map_points`` makes it.
    :param names: as ``views.map_labels`` makes it.
    :param scheme: the page it will stand on.
    :param shade: where all papers lie, if the points are only some of them.
    """
    return draw_map(points, names, shade).figure(scheme)


def source_overlap(table: pd.DataFrame, scheme: Scheme = "light") -> go.Figure:
    """Draw how many papers each two dumps share.

    :param table: as ``views.source_overlap`` makes it.
    :param scheme: the page it will stand on.
    """
    return draw_overlap(table).figure(scheme)
