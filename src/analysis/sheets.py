"""One sheet per chart of the report: the chart, what it asks, how to read it, and its numbers."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from analysis import alt_texts, charts, house, views
from analysis.density import shade
from analysis.number_tables import Column, NumberTable, count, interval, number_table, percent, text, times
from analysis.safety import csv_text
from analysis.shown_papers import rows_shown
from analysis.visible_text import visible

Tables = Mapping[str, pd.DataFrame]


Chapter = Literal["time", "map", "themes", "sources"]
"""Where on the page a chart stands: themes over time, papers, themes one by one, or what they rest on."""


@dataclass(frozen=True)
class Sheet:
    """A chart with all that stands around it."""

    slug: str
    """Its id on the page and the name of its CSV."""
    chapter: Chapter
    short: str
    """Its name in the page's contents."""
    question: str
    caption: str
    alt: str
    """What the chart shows, in words, for those who do not see it."""
    figure: dict[str, Any]
    """``data`` and ``layout`` as plotly.js takes them."""
    head: int
    """Pixels at the top of the figure that hold question and caption; the page says them itself."""
    numbers: NumberTable
    csv: str
    csv_inside: str
    """The numbers that travel in the page: those of the papers it holds, where these are not all."""

    @property
    def height(self) -> int:
        """Pixels the chart takes on the page."""
        return int(self.figure["layout"].get("height", 450)) - self.head


@dataclass(frozen=True)
class _Plan:
    slug: str
    chapter: Chapter
    short: str
    view: Callable[[Tables], pd.DataFrame]
    chart: Callable[[pd.DataFrame, Tables, float], go.Figure]
    alt: Callable[[pd.DataFrame], str]
    columns: Sequence[Column]
    exported: Sequence[str]
    """Columns of the CSV; those that only place and color the marks stay out."""


MIN_DATES = 5
"""With fewer listing dates there is nothing to say about how areas and themes move."""
MIN_LAGS = 10
"""With fewer papers of known publication and listing date, the time between tells nothing."""
_ABOVE = 8
"""Pixels left free above a chart whose title the page says."""
_THEME = ("theme_id", "theme", "kind")
_SHARE = ("n_papers", "n_total", "share", "share_low", "share_high")
_OVER_TIME = (*_THEME, "period", "dated", "assumed", "partial", *_SHARE, "direction")


def _shares(period: str) -> tuple[Column, ...]:
    counts = (count("Papers", "n_papers"), count("of", "n_total"), percent("Share", "share"))
    return (text("Theme", "theme"), text(period, "period_label"), *counts, interval("Interval", *_SHARE[3:]))


def build_sheets(tables: Tables, confidence: float = 0.95) -> tuple[Sheet, ...]:
    """Return the charts in the order of the page; a chart that would be empty is left out.

    :param tables: by name, as in ``tables.SCHEMAS``.
    :param confidence: coverage of the intervals in ``tables``, in (0, 1).
    """
    made = (_sheet(plan, tables, confidence) for plan in _PLANS)
    return tuple(sheet for sheet in made if sheet is not None)


def _sheet(plan: _Plan, tables: Tables, confidence: float) -> Sheet | None:
    tidy = plan.view(tables)
    if tidy.empty:
        return None
    inside = rows_shown(tidy, tables)
    csv = csv_text(tidy[list(plan.exported)])
    drawn = str(plan.chart(inside, tables, confidence).to_json())
    figure: dict[str, Any] = json.loads(drawn, parse_float=_five_digits)
    title = figure["layout"]["title"]
    question, caption = _words(title["text"]), _words(title["subtitle"]["text"])
    return Sheet(
        slug=plan.slug,
        chapter=plan.chapter,
        short=plan.short,
        question=question,
        caption=caption,
        alt=visible(plan.alt(tidy)),
        figure=figure,
        head=house.framed(house.Frame(question, caption, 0), "light")["margin"]["t"] - _ABOVE,
        numbers=number_table(tidy, plan.columns),
        csv=csv,
        csv_inside=csv if inside is tidy else csv_text(inside[list(plan.exported)]),
    )


def _map(held: pd.DataFrame, tables: Tables) -> go.Figure:
    places = tables["map"][tables["map"]["paper_id"].isin(tables["memberships"]["paper_id"])]
    behind = shade(places) if len(places) > held["paper_id"].nunique() else None
    return charts.paper_map(held, views.map_labels(tables), shade=behind)


def _five_digits(number: str) -> float:
    # they place a mark to a tenth of a pixel; more would only make the page longer
    return float(f"{float(number):.5g}")


def _words(label: str) -> str:
    return html.unescape(label.replace("<br>", " "))


def _pairs(tables: Tables) -> pd.DataFrame:
    # one dump has none to compare with; of very many, a chart of every pair would outweigh the rest of the page
    return views.source_overlap(tables) if 1 < len(tables["sources"]) <= charts.MOST_DUMPS else pd.DataFrame()


def _of_many_dates(view: Callable[[Tables], pd.DataFrame]) -> Callable[[Tables], pd.DataFrame]:
    return lambda tables: (
        view(tables) if tables["listings"]["listed_on"].nunique() >= MIN_DATES else pd.DataFrame()
    )


def _lags(tables: Tables) -> pd.DataFrame:
    lags = views.publication_lags(tables)
    return lags if lags["n_papers"].sum() >= MIN_LAGS else lags.head(0)


_PLANS = (
    _Plan(
        "themes-by-date",
        "time",
        "By date",
        views.theme_dates,
        lambda tidy, _, __: charts.theme_date_heatmap(tidy),
        alt_texts.over_time,
        _shares("Listed"),
        _OVER_TIME,
    ),
    _Plan(
        "share-over-time",
        "time",
        "Shares",
        views.share_over_time,
        lambda tidy, tables, confidence: charts.share_over_time(
            tidy, confidence=confidence, changes=views.share_changes(tables)
        ),
        alt_texts.over_time,
        (*_shares("Listed"), text("Direction", "direction")),
        _OVER_TIME,
    ),
    _Plan(
        "areas-over-time",
        "time",
        "Areas",
        _of_many_dates(views.area_shares),
        lambda tidy, _, __: charts.area_shares(tidy),
        alt_texts.areas,
        (text("Area", "area"), *_shares("Listed")[1:-1]),
        ("area", "period", "assumed", "partial", "n_papers", "n_total", "share"),
    ),
    _Plan(
        "life-lines",
        "time",
        "Life lines",
        _of_many_dates(views.life_lines),
        lambda tidy, tables, _: charts.life_lines(
            tidy, views.life_bursts(tables), changes=views.life_changes(tables)
        ),
        alt_texts.lives,
        (
            text("Theme", "theme"),
            text("Listed", "period_label"),
            count("Papers", "n_papers"),
            count("of", "n_total"),
        ),
        (*_THEME, "first", "last", "n_dates", "day", "n_papers", "n_total"),
    ),
    _Plan(
        "published",
        "time",
        "Published",
        views.shares_by_publication,
        lambda tidy, _, __: charts.shares_by_publication(tidy),
        alt_texts.over_time,
        _shares("Published"),
        (*_THEME, "period", *_SHARE, "direction"),
    ),
    _Plan(
        "risers-and-fallers",
        "time",
        "Risers",
        _of_many_dates(views.risers_and_fallers),
        lambda tidy, _, confidence: charts.risers_and_fallers(tidy, confidence=confidence),
        alt_texts.ranking,
        (
            text("Theme", "theme"),
            text("Direction", "direction"),
            times("Per year", "factor"),
            times("Low", "factor_low"),
            times("High", "factor_high"),
            count("Papers", "n_papers"),
        ),
        (*_THEME, "direction", "factor", "factor_low", "factor_high", "n_papers", "n_periods"),
    ),
    _Plan(
        "map",
        "map",
        "Map",
        views.map_points,
        lambda held, tables, _: _map(held, tables),
        alt_texts.paper_map,
        (text("Paper", "title"), text("Theme", "theme"), text("Listed", "listed"), text("Published", "published")),
        ("paper_id", "title", *_THEME, "main", "listed", "published"),
    ),
    _Plan(
        "theme-sizes",
        "themes",
        "Sizes",
        views.theme_sizes,
        lambda tidy, _, __: charts.theme_sizes(tidy),
        alt_texts.sizes,
        (text("Theme", "theme"), text("Area", "area"), count("Papers", "n_papers")),
        (*_THEME, "area", "n_papers", "stability"),
    ),
    _Plan(
        "theme-terms",
        "themes",
        "Words",
        views.theme_terms,
        lambda tidy, _, __: charts.theme_terms(tidy),
        alt_texts.terms,
        (
            text("Theme", "theme"),
            text("Word", "term"),
            count("Papers with it", "n_using"),
            count("of", "n_papers"),
            percent("Share", "share"),
        ),
        (*_THEME, "rank", "term", "n_using", "n_papers", "share"),
    ),
    _Plan(
        "publication-counts",
        "sources",
        "Age",
        views.published_counts,
        lambda tidy, _, __: charts.published_counts(tidy),
        alt_texts.counts,
        (text("Published", "period_label"), count("Papers", "n_papers")),
        ("period", "n_papers"),
    ),
    _Plan(
        "publication-lag",
        "sources",
        "Lag",
        _lags,
        lambda tidy, _, __: charts.publication_lags(tidy),
        alt_texts.lags,
        (text("From publication to listing", "span"), count("Papers", "n_papers"), percent("Share", "share")),
        ("span", "n_papers", "share"),
    ),
    _Plan(
        "dump-overlap",
        "sources",
        "Repeats",
        _pairs,
        lambda tidy, _, __: charts.source_overlap(tidy),
        alt_texts.overlap,
        (text("Dump", "source_a"), text("and dump", "source_b"), count("Papers in both", "n_common")),
        ("source_a", "source_b", "n_a", "n_b", "n_common"),
    ),
)
