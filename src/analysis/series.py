"""The counts of all themes on one time axis, as one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.periods import pooled_periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.config import Period
    from analysis.periods import Axis

DAYS_PER_YEAR = 365.25
_ORIGIN = pd.Timestamp(2000, 1, 1)


@dataclass(frozen=True)
class Series:
    """Themes by periods."""

    theme_ids: tuple[str, ...]
    periods: pd.DataFrame
    """As ``Axis.periods``: one row per column of ``n_papers``."""
    n_papers: NDArray[np.int64]
    """Papers (or appearances) of each theme (row) in each period (column)."""
    n_different: NDArray[np.int64]
    """Different papers of each theme in all dated periods together."""

    @cached_property
    def n_total(self) -> NDArray[np.int64]:
        """Papers (or appearances) of all themes per period, shape (n_periods,)."""
        return self.periods["n_total"].to_numpy(dtype=np.int64)

    @cached_property
    def dated(self) -> NDArray[np.bool_]:
        """Which periods have a date, shape (n_periods,)."""
        return self.periods["period_start"].notna().to_numpy(dtype=bool)

    @cached_property
    def years(self) -> NDArray[np.float64]:
        """Where the papers of each period stand in time, shape (n_periods,); NaN without a date or a paper."""
        since = self.periods["middle"] - _ORIGIN
        return since.dt.total_seconds().to_numpy(dtype=float) / 86400 / DAYS_PER_YEAR


def series_of(axis: Axis, members: pd.DataFrame, theme_ids: Sequence[str]) -> Series:
    """Count each theme in each period.

    :param axis: the periods, and which paper is in which.
    :param members: paper_id and theme_id; a pair counts once, other themes are passed over.
    :param theme_ids: the themes in the order wanted; those without a paper have a row of zeros.
    """
    known = members["theme_id"].isin(list(theme_ids))
    both = members.loc[known, ["paper_id", "theme_id"]].drop_duplicates().merge(axis.appearances, on="paper_id")
    rows = pd.Index(theme_ids).get_indexer(pd.Index(both["theme_id"]))
    columns = pd.Index(axis.periods["period"]).get_indexer(pd.Index(both["period"]))
    n_papers = np.zeros((len(theme_ids), len(axis.periods)), dtype=np.int64)
    np.add.at(n_papers, (rows, columns), 1)
    dated = axis.periods["period_start"].notna().to_numpy()[columns]
    different = both[dated].groupby("theme_id")["paper_id"].nunique()
    counts = different.reindex(list(theme_ids), fill_value=0).to_numpy(dtype=np.int64)
    return Series(tuple(theme_ids), axis.periods, n_papers, counts)


def pooled_series(dates: Series, unit: Period) -> Series:
    """Return counts of listing dates pooled into longer periods, see ``pooled_periods``."""
    periods, into = pooled_periods(dates.periods, unit)
    n_papers = np.zeros((len(dates.theme_ids), len(periods)), dtype=np.int64)
    np.add.at(n_papers.T, np.array(into, dtype=np.int64), dates.n_papers.T)
    return Series(dates.theme_ids, periods, n_papers, dates.n_different)
