"""Papers and shares of each theme per period, on both time axes, and the direction of each theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables
from analysis.directions import MIN_PAPERS, Slope, adjusted, fit_slope, in_words
from analysis.periods import Axis, listed_axis, published_axis
from analysis.shares import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS_PER_YEAR = 365.25
UNPLACED = "unplaced"
"""The theme_id of the papers that fit no theme; counted, but no theme whose direction means anything."""


@dataclass(frozen=True)
class TrendTables:
    """What became of each theme over time; columns as in ``tables.SCHEMAS``."""

    trends: pd.DataFrame
    """One row per axis, theme and period, zero-filled, in that order (themes as given)."""
    theme_trends: pd.DataFrame
    """One row per axis and theme."""


def build_trends(
    listings: pd.DataFrame,
    papers: pd.DataFrame,
    memberships: pd.DataFrame,
    themes: pd.DataFrame,
    sources: pd.DataFrame,
    confidence: float = 0.95,
) -> TrendTables:
    """Count every theme in every period of both axes and say where it is heading.

    Found themes count the papers whose main theme they are, watched themes all their papers. A paper counts
    once per period, however many dumps of that date list it, and again on each further date that lists it.
    Undated dumps are periods of their own at the end, with no part in directions.

    :param confidence: coverage of the intervals; a direction is named when its adjusted p-value is below the rest.
    :return: shares in [0, 1]; a period without any paper has share 0 and the interval [0, 1]. ``n_papers``
        of ``theme_trends`` counts different papers in dated periods, ``n_periods`` the dated periods that
        have papers, ``spread`` the fraction of those in which the theme appears.
    """
    counted = _counted(memberships, themes)
    counts, directions = [], []
    for axis in (listed_axis(listings, sources), published_axis(papers)):
        if len(axis.periods) and len(themes):
            trend = _trend(axis, counted, themes, confidence)
            counts.append(tables.check("trends", trend, "trends"))
            direction = _directions(axis, trend, counted, confidence)
            directions.append(tables.check("theme_trends", direction, "theme_trends"))
    if not counts:
        return TrendTables(tables.empty("trends"), tables.empty("theme_trends"))
    return TrendTables(pd.concat(counts, ignore_index=True), pd.concat(directions, ignore_index=True))


def _counted(memberships: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    watched = memberships["theme_id"].isin(themes.loc[themes["kind"] == "watched", "theme_id"])
    known = memberships["theme_id"].isin(themes["theme_id"])
    return memberships.loc[known & (watched | memberships["main"]), ["paper_id", "theme_id"]].drop_duplicates()


def _trend(axis: Axis, counted: pd.DataFrame, themes: pd.DataFrame, confidence: float) -> pd.DataFrame:
    seen = counted.merge(axis.appearances, on="paper_id").groupby(["theme_id", "period"]).size()
    every = pd.MultiIndex.from_product([themes["theme_id"], axis.periods["period"]], names=["theme_id", "period"])
    trend = seen.reindex(every, fill_value=0).rename("n_papers").reset_index()
    trend = trend.merge(axis.periods, on="period", how="left")
    trend["axis"] = axis.name
    trend["share"] = trend["n_papers"] / trend["n_total"].clip(lower=1)
    ends = wilson_interval(trend["n_papers"], trend["n_total"], confidence)
    trend["share_low"], trend["share_high"] = ends.low, ends.high
    return trend


def _directions(axis: Axis, trend: pd.DataFrame, counted: pd.DataFrame, confidence: float) -> pd.DataFrame:
    dated = trend[trend["middle"].notna() & (trend["n_total"] > 0)]
    days = axis.periods.loc[axis.periods["middle"].notna(), "period"]
    papers = counted.merge(axis.appearances[axis.appearances["period"].isin(days)], on="paper_id")
    n_papers = papers.groupby("theme_id")["paper_id"].nunique()
    ids = list(trend["theme_id"].unique())
    each = {str(theme_id): rows for theme_id, rows in dated.groupby("theme_id", sort=False)}
    slopes = [_slope(each.get(theme_id), n_papers.get(theme_id, 0), theme_id, confidence) for theme_id in ids]
    words: Sequence[tuple[str, Slope | None, float]] = list(zip(ids, slopes, adjusted(slopes), strict=True))
    return pd.DataFrame(
        {
            "theme_id": theme_id,
            "axis": axis.name,
            "direction": in_words(slope, p_adjusted, confidence),
            "slope": None if slope is None else slope.per_year,
            "slope_low": None if slope is None else slope.low,
            "slope_high": None if slope is None else slope.high,
            "p_adjusted": p_adjusted,
            "n_papers": int(n_papers.get(theme_id, 0)),
            **_extent(each.get(theme_id)),
        }
        for theme_id, slope, p_adjusted in words
    )


def _slope(rows: pd.DataFrame | None, n_papers: int, theme_id: str, confidence: float) -> Slope | None:
    # one paper listed on five dates is no five papers: the count of different papers decides
    if rows is None or n_papers < MIN_PAPERS or theme_id == UNPLACED:
        return None
    years = (rows["middle"] - pd.Timestamp(2000, 1, 1)).dt.total_seconds().to_numpy(dtype=float)
    years = years / 86400 / DAYS_PER_YEAR
    counts, totals = rows["n_papers"].to_numpy(dtype=int), rows["n_total"].to_numpy(dtype=int)
    return fit_slope(counts, totals, years, confidence)


def _extent(rows: pd.DataFrame | None) -> dict[str, Any]:
    if rows is None:
        return {"n_periods": 0, "first": pd.NaT, "last": pd.NaT, "spread": 0.0}
    starts = rows.loc[rows["n_papers"] > 0, "period_start"]
    return {"n_periods": len(rows), "first": starts.min(), "last": starts.max(), "spread": len(starts) / len(rows)}
