"""Many dates as few periods, so that a chart of a year of days can be read."""

from __future__ import annotations

import pandas as pd

from analysis.shares import wilson_interval

MAX_PERIODS = 40
"""More dates than this are pooled."""
_COARSER = {"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def pooled_dates(trends: pd.DataFrame, confidence: float) -> tuple[pd.DataFrame, str]:
    """Return trends with their dates pooled into at most 40 weeks, months, quarters or years, and which of them.

    Counts are sums over the dates of a period: a paper listed on two of its dates counts twice, as two
    appearances. Undated periods stay as they are, and so does everything where 40 dates or fewer are there.

    :param trends: rows of one axis, as in ``tables.SCHEMAS``.
    :param confidence: coverage of the pooled shares' intervals, in (0, 1).
    :return: rows with the same columns and the finest unit that is coarse enough; the unit is "" where nothing was
        pooled. A week is called by its Monday ("2025-03-10"), a quarter "2025-Q1".
    """
    dated = trends[trends["period_start"].notna()]
    days = dated["period_start"].drop_duplicates()
    if len(days) <= MAX_PERIODS:
        return trends, ""
    unit = next((unit for unit in _COARSER if days.dt.to_period(_COARSER[unit]).nunique() <= MAX_PERIODS), "year")
    spans = dated["period_start"].dt.to_period(_COARSER[unit])
    start = spans.dt.start_time.astype("datetime64[us]")
    rows = dated.assign(period_start=start, period=_names(start, unit), unsure=dated["year_from"].eq("assumed"))
    keys = ["theme_id", "axis", "period", "period_start"]
    pooled = rows.groupby(keys, sort=False, as_index=False).agg(
        n_papers=("n_papers", "sum"), n_total=("n_total", "sum"), unsure=("unsure", "any")
    )
    pooled["year_from"] = pooled["unsure"].map({True: "assumed", False: "stated"})
    pooled["share"] = pooled["n_papers"] / pooled["n_total"].clip(lower=1)
    ends = wilson_interval(pooled["n_papers"], pooled["n_total"], confidence)
    pooled["share_low"], pooled["share_high"] = ends.low, ends.high
    return pd.concat(
        [pooled[list(trends.columns)], trends[trends["period_start"].isna()]], ignore_index=True
    ), unit


def _names(start: pd.Series, unit: str) -> pd.Series:
    named = {"week": "{0:%Y-%m-%d}", "month": "{0:%Y-%m}", "quarter": "{0:%Y}-Q{0.quarter}", "year": "{0:%Y}"}[
        unit
    ]
    return pd.Series([named.format(day) for day in start], index=start.index, dtype="string")
