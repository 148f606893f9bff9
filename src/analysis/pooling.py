"""Which periods a chart can show: the calendar of days, ISO weeks, months, quarters or years."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pandas as pd

from analysis.config import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PERIODS = 40
"""More periods than this are pooled into longer ones, unless a reader states the period."""
TOLERATED = 0.1
"""A first or last period is partial where more than this fraction of its usual days lies outside the data."""

_PANDAS: dict[Period, str] = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def chosen_unit(days: pd.Series, most: int = MAX_PERIODS) -> Period:
    """Return the finest unit that makes at most so many periods; of days only those count that list papers.

    :param days: listing dates, in any order; missing ones are passed over.
    :param most: the number of periods that still can be read.
    """
    dates = days.dropna().drop_duplicates()
    if len(dates) <= most:
        return "day"
    units: Sequence[Period] = get_args(Period)
    spans = {unit: dates.dt.to_period(_PANDAS[unit]) for unit in units[1:]}
    return next((unit for unit in units[1:] if _n_periods(spans[unit]) <= most), "year")


def _n_periods(spans: pd.Series) -> int:
    return len(pd.period_range(spans.min(), spans.max()))


def calendar(days: pd.Series, unit: Period) -> pd.DataFrame:
    """Return the periods from the first date to the last, without a gap.

    :param days: listing dates, at least one, none missing; with the unit ``day`` each of them is a period.
    :return: in order: period (as ``period_names`` says), period_start, period_end (first and last day), unit,
        partial (flag: the data begin after the first or end before the last period, see ``TOLERATED``).
    """
    dates = days.drop_duplicates().sort_values()
    spans = dates.dt.to_period(_PANDAS[unit])
    every = spans if unit == "day" else pd.Series(pd.period_range(spans.min(), spans.max()))
    starts = every.dt.start_time.astype("datetime64[us]").reset_index(drop=True)
    ends = every.dt.end_time.dt.normalize().astype("datetime64[us]").reset_index(drop=True)
    partial = pd.Series(False, index=starts.index)
    usual = frozenset(int(day) for day in dates.dt.day_of_week.unique())
    for outer in (0, -1):
        partial.iloc[outer] = _partial(starts.iloc[outer], ends.iloc[outer], dates, usual)
    names = period_names(starts, unit)
    return pd.DataFrame(
        {"period": names, "period_start": starts, "period_end": ends, "unit": unit, "partial": partial}
    )


def _partial(start: pd.Timestamp, end: pd.Timestamp, dates: pd.Series, usual: frozenset[int]) -> bool:
    expected = pd.date_range(start, end)
    expected = expected[expected.day_of_week.isin(usual)]
    outside = (expected < dates.iloc[0]) | (expected > dates.iloc[-1])
    return bool(outside.mean() > TOLERATED)


def period_names(days: pd.Series, unit: Period) -> pd.Series:
    """Return what each day's period is called: 2025-03-11, 2025-W11 (ISO 8601), 2025-03, 2025-Q1 or 2025."""
    if unit == "week":
        iso = days.dt.isocalendar()
        names = [f"{year}-W{week:02d}" for year, week in zip(iso["year"], iso["week"], strict=True)]
    elif unit == "quarter":
        names = [f"{day.year}-Q{day.quarter}" for day in days]
    else:
        names = list(days.dt.strftime({"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[unit]))
    return pd.Series(names, index=days.index, dtype="string")
