"""All charts of a run, drawn."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
from trended_corpus import Corpus

from analysis import charts, views
from analysis.chart_template import Scheme

DRAWN: dict[str, tuple[Callable[[Corpus], pd.DataFrame], Callable[..., go.Figure]]] = {
    "theme_date_heatmap": (views.theme_dates, charts.theme_date_heatmap),
    "shares_by_publication": (views.shares_by_publication, charts.shares_by_publication),
    "share_over_time": (views.share_over_time, charts.share_over_time),
    "theme_sizes": (views.theme_sizes, charts.theme_sizes),
    "theme_terms": (views.theme_terms, charts.theme_terms),
    "source_overlap": (views.source_overlap, charts.source_overlap),
    "published_counts": (views.published_counts, charts.published_counts),
    "area_shares": (views.area_shares, charts.area_shares),
    "risers_and_fallers": (views.risers_and_fallers, charts.risers_and_fallers),
    "publication_lags": (views.publication_lags, charts.publication_lags),
}


def all_charts(given: Corpus, scheme: Scheme = "light") -> dict[str, go.Figure]:
    figures = {name: chart(view(given), scheme=scheme) for name, (view, chart) in DRAWN.items()}
    figures["life_lines"] = charts.life_lines(
        views.life_lines(given), views.life_bursts(given), scheme, views.life_changes(given)
    )
    figures["paper_map"] = charts.paper_map(views.map_points(given), views.map_labels(given), scheme=scheme)
    return figures


def subtitle_of(figure: go.Figure) -> str:
    return str(figure.layout.title.subtitle.text).replace("<br>", " ")
