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


@dataclass(frozen=True)
class Plan:
    """A chart of the report, before it is drawn."""

    slug: str
    chapter: Chapter
    short: str
    view: Callable[[Tables], pd.DataFrame]
    chart: Callable[[pd.DataFrame, Tables, float], Drawing]
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


def _map(held: pd.DataFrame, tables: Tables) -> Drawing:
    places = tables["map"][tables["map"]["paper_id"].isin(tables["memberships"]["paper_id"])]
    behind = shade(places) if len(places) > held["paper_id"].nunique() else None
    return draw_map(held, views.map_labels(tables), shade=behind)


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
        "themes-by-date",
        "time",
        N_("By date"),
        views.theme_dates,
        lambda tidy, _, __: draw_dates(tidy),
        alt_texts.over_time,
        _shares(N_("Listed")),
        _OVER_TIME,
    ),
    Plan(
        "share-over-time",
        "time",
        N_("Shares"),
        views.share_over_time,
        lambda tidy, tables, confidence: draw_shares(
            tidy, confidence=confidence, changes=views.share_changes(tables)
        ),
        alt_texts.over_time,
        (*_shares(N_("Listed")), words(N_("Direction"), "direction")),
        _OVER_TIME,
    ),
    Plan(
        "areas-over-time",
        "time",
        N_("Areas"),
        _of_many_dates(views.area_shares),
        lambda tidy, _, __: draw_areas(tidy),
        alt_texts.areas,
        (text(N_("Area"), "area"), *_shares(N_("Listed"))[1:-1]),
        ("area", "period", "assumed", "partial", "n_papers", "n_total", "share"),
    ),
    Plan(
        "life-lines",
        "time",
        N_("Life lines"),
        _of_many_dates(views.life_lines),
        lambda tidy, tables, _: draw_lives(
            tidy, views.life_bursts(tables, tidy), changes=views.life_changes(tables, tidy)
        ),
        alt_texts.lives,
        (
            text(N_("Theme"), "theme"),
            text(N_("Listed"), "period_label"),
            count(N_("Papers"), "n_papers"),
            count(N_("of"), "n_total"),
        ),
        (*_THEME, "first", "last", "n_dates", "day", "n_papers", "n_total"),
    ),
    Plan(
        "published",
        "time",
        N_("Published"),
        views.shares_by_publication,
        lambda tidy, _, __: draw_publication(tidy),
        alt_texts.over_time,
        _shares(N_("Published")),
        (*_THEME, "period", *_SHARE, "direction"),
    ),
    Plan(
        "risers-and-fallers",
        "time",
        N_("Risers"),
        _of_many_dates(views.risers_and_fallers),
        lambda tidy, _, confidence: draw_ranking(tidy, confidence=confidence),
        alt_texts.ranking,
        (
            text(N_("Theme"), "theme"),
            words(N_("Direction"), "direction"),
            times(N_("Per year"), "factor"),
            times(N_("Low"), "factor_low"),
            times(N_("High"), "factor_high"),
            count(N_("Papers"), "n_papers"),
        ),
        (*_THEME, "direction", "factor", "factor_low", "factor_high", "n_papers", "n_periods"),
    ),
    Plan(
        "map",
        "map",
        N_("Map"),
        views.map_points,
        lambda held, tables, _: _map(held, tables),
        alt_texts.paper_map,
        (
            text(N_("Paper"), "title"),
            text(N_("Theme"), "theme"),
            text(N_("Listed"), "listed"),
            text(N_("Published"), "published"),
        ),
        ("paper_id", "title", *_THEME, "main", "listed", "published"),
    ),
    Plan(
        "theme-sizes",
        "themes",
        N_("Sizes"),
        views.theme_sizes,
        lambda tidy, _, __: draw_sizes(tidy),
        alt_texts.sizes,
        (text(N_("Theme"), "theme"), text(N_("Area"), "area"), count(N_("Papers"), "n_papers")),
        (*_THEME, "area", "n_papers", "stability"),
    ),
    Plan(
        "theme-terms",
        "themes",
        N_("Words"),
        views.theme_terms,
        lambda tidy, _, __: draw_terms(tidy),
        alt_texts.terms,
        (
            text(N_("Theme"), "theme"),
            text(N_("Word"), "term"),
            count(N_("Papers with it"), "n_using"),
            count(N_("of"), "n_papers"),
            percent(N_("Share"), "share"),
        ),
        (*_THEME, "rank", "term", "n_using", "n_papers", "share"),
    ),
    Plan(
        "publication-counts",
        "sources",
        N_("Age"),
        views.published_counts,
        lambda tidy, _, __: draw_counts(tidy),
        alt_texts.counts,
        (text(N_("Published"), "period_label"), count(N_("Papers"), "n_papers")),
        ("period", "n_papers"),
    ),
    Plan(
        "publication-lag",
        "sources",
        N_("Lag"),
        _lags,
        lambda tidy, _, __: draw_lags(tidy),
        alt_texts.lags,
        (
            words(N_("From publication to listing"), "span"),
            count(N_("Papers"), "n_papers"),
            percent(N_("Share"), "share"),
        ),
        ("span", "n_papers", "share"),
    ),
    Plan(
        "dump-overlap",
        "sources",
        N_("Repeats"),
        _pairs,
        lambda tidy, _, __: draw_overlap(tidy),
        alt_texts.overlap,
        (text(N_("Dump"), "source_a"), text(N_("and dump"), "source_b"), count(N_("Papers in both"), "n_common")),
        ("source_a", "source_b", "n_a", "n_b", "n_common"),
    ),
)
