"""Papers and shares of each theme per period, on both time axes, and what became of each theme over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tables
from analysis.counting import Counted, Counting, counted_members
from analysis.moments import bursts_table, changes_table
from analysis.movements import theme_trends_table
from analysis.periods import AxisName, listed_axis, published_axis
from analysis.pooling import chosen_unit
from analysis.series import Series, pooled_series, series_of
from analysis.shares import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TESTED = 60
"""Directions, bursts and changes rest on at most so many periods: the weeks of a year."""
_DEFAULTS = Counting()


@dataclass(frozen=True)
class TrendTables:
    """What became of each theme over time; columns as in ``tables.SCHEMAS``."""

    trends: pd.DataFrame
    """One row per axis, theme and period, zero-filled, in that order (themes as given)."""
    theme_trends: pd.DataFrame
    """One row per axis and theme."""
    bursts: pd.DataFrame
    """One row per theme and burst of the listing dates."""
    changes: pd.DataFrame
    """One row per theme and change point of the listing dates."""


@dataclass(frozen=True)
class View:
    """The counts of all themes on one time axis, as they are shown, as they are tested and in its dates."""

    axis: AxisName
    counted: Counted
    shown: Series
    tested: Series
    dates: Series


def build_trends(
    listings: pd.DataFrame,
    papers: pd.DataFrame,
    memberships: pd.DataFrame,
    themes: pd.DataFrame,
    sources: pd.DataFrame,
    confidence: float = 0.95,
    counting: Counting = _DEFAULTS,
) -> TrendTables:
    """Count every theme in every period of both axes and say where it is heading.

    Watched themes count all their papers; found themes those whose main theme they are, or all. A paper counts
    once per listing date, however many dumps of that date list it, and again on each further date, or on its
    first date alone; longer periods hold the sums of their dates. Undated dumps are periods of their own at the
    end, with no part in directions. Directions, bursts and changes do not depend on the period shown: they rest
    on the dates, or on weeks or longer where there are more than 60.

    :param confidence: coverage of the intervals; a direction is named when its adjusted p-value is below the rest.
    :param counting: what a reader chose to see; ``period`` is that of the listing dates, publication dates have
        a calendar of years and months.
    :return: shares in [0, 1]; a period without any paper has share 0 and the interval [0, 1].
    """
    members = counted_members(memberships, themes, counting.membership)
    ids = [str(theme_id) for theme_id in themes["theme_id"]]
    dates = listed_axis(listings, sources, counting.count)
    published = series_of(published_axis(papers), members, ids)
    views = [listed_view(series_of(dates, members, ids), counting), published_view(published)]
    return trend_tables(views, confidence, counting)


def trend_tables(views: Sequence[View], confidence: float, counting: Counting) -> TrendTables:
    """Say where themes are heading that have been counted, see :func:`build_trends`."""
    views = [view for view in views if len(view.shown.periods)]
    if not views or not views[0].shown.theme_ids:
        names = ("trends", "theme_trends", "bursts", "changes")
        return TrendTables(*(tables.empty(name) for name in names))
    trends, movements, bursts, changes = [], [], [tables.empty("bursts")], [tables.empty("changes")]
    for view in views:
        said = {"axis": view.axis, "counted": view.counted, "membership": counting.membership}
        trends.append(_trend(view.shown, confidence).assign(**said))
        movements.append(theme_trends_table(view.tested, view.dates, confidence).assign(**said))
        if view.axis == "listed":
            bursts.append(bursts_table(view.tested))
            changes.append(changes_table(view.tested))
    made = {"trends": trends, "theme_trends": movements, "bursts": bursts, "changes": changes}
    # checked one by one, so that a column that is empty in one of them has its dtype there too
    checked = {name: [tables.check(name, frame, name) for frame in frames] for name, frames in made.items()}
    return TrendTables(**{name: tables.check(name, _joined(frames), name) for name, frames in checked.items()})


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    some = [frame for frame in frames if len(frame)]
    return pd.concat(some) if some else frames[0]


def listed_view(dates: Series, counting: Counting) -> View:
    """Return the counts of the listing dates, as they are and in longer periods."""
    days = dates.periods["period_start"]
    shown = pooled_series(dates, counting.period or chosen_unit(days))
    return View("listed", counting.count, shown, pooled_series(dates, chosen_unit(days, MOST_TESTED)), dates)


def published_view(published: Series) -> View:
    """Return the counts of the dates of publication."""
    return View("published", "papers", published, published, published)


def _trend(series: Series, confidence: float) -> pd.DataFrame:
    n_themes, n_periods = series.n_papers.shape
    trend = series.periods.iloc[np.tile(np.arange(n_periods), n_themes)].reset_index(drop=True)
    trend["theme_id"] = np.repeat(np.array(series.theme_ids), n_periods)
    trend["n_papers"] = series.n_papers.ravel()
    trend["share"] = trend["n_papers"] / trend["n_total"].clip(lower=1)
    ends = wilson_interval(trend["n_papers"], trend["n_total"], confidence)
    trend["share_low"], trend["share_high"] = ends.low, ends.high
    return trend
