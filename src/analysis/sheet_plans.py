"""Which charts the report has, in the order of its page, and what stands around each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis import alt_texts, views
from analysis.chart_areas import draw_areas
from analysis.chart_counts import draw_counts, draw_lags
from analysis.chart_dates import draw_dates, draw_publication
from analysis.chart_lives import draw_lives
from analysis.chart_map import draw_map
from analysis.chart_overlap import MOST_DUMPS, draw_overlap
from analysis.chart_ranking import draw_ranking
from analysis.chart_shares import draw_shares
from analysis.chart_sizes import draw_sizes
from analysis.chart_terms import draw_terms
from analysis.density import shade
from analysis.drawing import Drawing
from analysis.language import N_
from analysis.number_tables import Column, count, interval, percent, text, times, words

Tables = Mapping[str, pd.DataFrame]
Chapter = Literal["time", "map", "themes", "sources"]
"""Where on the page a chart stands: themes over time, papers, themes one by one, or what they rest on."""
MIN_DATES = 5
"""With fewer listing dates there is nothing to say about how areas and themes move."""
MIN_LAGS = 10
"""With fewer papers of known publication and listing date, the time between tells nothing."""
_THEME = ("theme_id", "theme", "kind")
_SHARE = ("n_papers", "n_total", "share", "share_low", "share_high")
_OVER_TIME = (*_THEME, "period", "dated", "assumed", "partial", *_SHARE, "direction")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A chart of the report, before it is drawn."""

    slug: str
    chapter: Chapter
    short: str
    view: Callable[[Tables], pd.DataFrame]
    chart: Callable[..., Drawing]
    """Draws what the view makes."""
    more: Callable[[pd.DataFrame, Tables, float], dict[str, object]] = lambda tidy, tables, confidence: {}
    """What the chart takes besides, by name; the number is the coverage of the intervals, in (0, 1)."""
    alt: Callable[[pd.DataFrame], str]
    columns: Sequence[Column]
    exported: Sequence[str]
    """Columns of the CSV; those that only place and color the marks stay out."""


def _shares(period: str) -> tuple[Column, ...]:
    counts = (count(N_("Papers"), "n_papers"), count(N_("of"), "n_total"), percent(N_("Share"), "share"))
    return (
        text(N_("Theme"), "theme"),
        text(period, "period_label"),
        *counts,
        interval(N_("Interval"), *_SHARE[3:]),
    )


def _of_map(held: pd.DataFrame, tables: Tables, confidence: float) -> dict[str, object]:
    places = tables["map"][tables["map"]["paper_id"].isin(tables["memberships"]["paper_id"])]
    behind = shade(places) if len(places) > held["paper_id"].nunique() else None
    return {"names": views.map_labels(tables), "shade": behind}


def _pairs(tables: Tables) -> pd.DataFrame:
    # one dump has none to compare with; of very many, a chart of every pair would outweigh the rest of the page
    return views.source_overlap(tables) if 1 < len(tables["sources"]) <= MOST_DUMPS else pd.DataFrame()


def _of_many_dates(view: Callable[[Tables], pd.DataFrame]) -> Callable[[Tables], pd.DataFrame]:
    return lambda tables: (
        view(tables) if tables["listings"]["listed_on"].nunique() >= MIN_DATES else pd.DataFrame()
    )


def _lags(tables: Tables) -> pd.DataFrame:
    lags = views.publication_lags(tables)
    return lags if lags["n_papers"].sum() >= MIN_LAGS else lags.head(0)


PLANS = (
    Plan(
        slug="themes-by-date",
        chapter="time",
        short=N_("By date"),
        view=views.theme_dates,
        chart=draw_dates,
        alt=alt_texts.over_time,
        columns=_shares(N_("Listed")),
        exported=_OVER_TIME,
    ),
    Plan(
        slug="share-over-time",
        chapter="time",
        short=N_("Shares"),
        view=views.share_over_time,
        chart=draw_shares,
        more=lambda tidy, tables, confidence: {"confidence": confidence, "changes": views.share_changes(tables)},
        alt=alt_texts.over_time,
        columns=(*_shares(N_("Listed")), words(N_("Direction"), "direction")),
        exported=_OVER_TIME,
    ),
    Plan(
        slug="areas-over-time",
        chapter="time",
        short=N_("Areas"),
        view=_of_many_dates(views.area_shares),
        chart=draw_areas,
        alt=alt_texts.areas,
        columns=(text(N_("Area"), "area"), *_shares(N_("Listed"))[1:-1]),
        exported=("area", "period", "assumed", "partial", "n_papers", "n_total", "share"),
    ),
    Plan(
        slug="life-lines",
        chapter="time",
        short=N_("Life lines"),
        view=_of_many_dates(views.life_lines),
        chart=draw_lives,
        more=lambda tidy, tables, confidence: {
            "bursts": views.life_bursts(tables, tidy),
            "changes": views.life_changes(tables, tidy),
        },
        alt=alt_texts.lives,
        columns=(
            text(N_("Theme"), "theme"),
            text(N_("Listed"), "period_label"),
            count(N_("Papers"), "n_papers"),
            count(N_("of"), "n_total"),
        ),
        exported=(*_THEME, "first", "last", "n_dates", "day", "n_papers", "n_total"),
    ),
    Plan(
        slug="published",
        chapter="time",
        short=N_("Published"),
        view=views.shares_by_publication,
        chart=draw_publication,
        alt=alt_texts.over_time,
        columns=_shares(N_("Published")),
        exported=(*_THEME, "period", *_SHARE, "direction"),
    ),
    Plan(
        slug="risers-and-fallers",
        chapter="time",
        short=N_("Risers"),
        view=_of_many_dates(views.risers_and_fallers),
        chart=draw_ranking,
        more=lambda tidy, tables, confidence: {"confidence": confidence},
        alt=alt_texts.ranking,
        columns=(
            text(N_("Theme"), "theme"),
            words(N_("Direction"), "direction"),
            times(N_("Per year"), "factor"),
            times(N_("Low"), "factor_low"),
            times(N_("High"), "factor_high"),
            count(N_("Papers"), "n_papers"),
        ),
        exported=(*_THEME, "direction", "factor", "factor_low", "factor_high", "n_papers", "n_periods"),
    ),
    Plan(
        slug="map",
        chapter="map",
        short=N_("Map"),
        view=views.map_points,
        chart=draw_map,
        more=_of_map,
        alt=alt_texts.paper_map,
        columns=(
            text(N_("Paper"), "title"),
            text(N_("Theme"), "theme"),
            text(N_("Listed"), "listed"),
            text(N_("Published"), "published"),
        ),
        exported=("paper_id", "title", *_THEME, "main", "listed", "published"),
    ),
    Plan(
        slug="theme-sizes",
        chapter="themes",
        short=N_("Sizes"),
        view=views.theme_sizes,
        chart=draw_sizes,
        alt=alt_texts.sizes,
        columns=(text(N_("Theme"), "theme"), text(N_("Area"), "area"), count(N_("Papers"), "n_papers")),
        exported=(*_THEME, "area", "n_papers", "stability"),
    ),
    Plan(
        slug="theme-terms",
        chapter="themes",
        short=N_("Words"),
        view=views.theme_terms,
        chart=draw_terms,
        alt=alt_texts.terms,
        columns=(
            text(N_("Theme"), "theme"),
            text(N_("Word"), "term"),
            count(N_("Papers with it"), "n_using"),
            count(N_("of"), "n_papers"),
            percent(N_("Share"), "share"),
        ),
        exported=(*_THEME, "rank", "term", "n_using", "n_papers", "share"),
    ),
    Plan(
        slug="publication-counts",
        chapter="sources",
        short=N_("Age"),
        view=views.published_counts,
        chart=draw_counts,
        alt=alt_texts.counts,
        columns=(text(N_("Published"), "period_label"), count(N_("Papers"), "n_papers")),
        exported=("period", "n_papers"),
    ),
    Plan(
        slug="publication-lag",
        chapter="sources",
        short=N_("Lag"),
        view=_lags,
        chart=draw_lags,
        alt=alt_texts.lags,
        columns=(
            words(N_("From publication to listing"), "span"),
            count(N_("Papers"), "n_papers"),
            percent(N_("Share"), "share"),
        ),
        exported=("span", "n_papers", "share"),
    ),
    Plan(
        slug="dump-overlap",
        chapter="sources",
        short=N_("Repeats"),
        view=_pairs,
        chart=draw_overlap,
        alt=alt_texts.overlap,
        columns=(
            text(N_("Dump"), "source_a"),
            text(N_("and dump"), "source_b"),
            count(N_("Papers in both"), "n_common"),
        ),
        exported=("source_a", "source_b", "n_a", "n_b", "n_common"),
    ),
)
