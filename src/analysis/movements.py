"""Direction, extent and evenness of all themes, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.directions import MIN_PAPERS, Slope, adjusted, fit_slope, in_words
from analysis.schemas import UNPLACED
from analysis.spread import evenness, is_newcomer

if TYPE_CHECKING:
    from analysis.series import Series


def theme_trends_table(tested: Series, dates: Series, confidence: float) -> pd.DataFrame:
    """Return one row per theme: where it is heading and how it lies over time.

    ``n_papers`` counts different papers of dated periods, ``n_periods`` the dated periods with papers on which
    the direction rests, ``n_dates`` the dates on which the theme appears (by publication: the periods), and
    ``spread`` is the fraction of the dates with papers that they are.

    :param tested: the periods on which direction and evenness rest.
    :param dates: the same themes by date.
    :param confidence: coverage of the intervals, in (0, 1).
    """
    some = tested.dated & (tested.n_total > 0)
    counts, totals, years = tested.n_papers[:, some], tested.n_total[some], tested.years[some]
    # one paper listed on five dates is no five papers: the count of different papers decides
    slopes = [
        fit_slope(counts[row], totals, years, confidence)
        if theme_id != UNPLACED and tested.n_different[row] >= MIN_PAPERS
        else None
        for row, theme_id in enumerate(tested.theme_ids)
    ]
    each = zip(tested.theme_ids, slopes, adjusted(slopes), strict=True)
    return pd.DataFrame(
        {
            "theme_id": theme_id,
            "direction": in_words(slope, p_adjusted, confidence),
            **_slope(slope),
            "p_adjusted": p_adjusted,
            "n_papers": int(tested.n_different[row]),
            "n_periods": int(some.sum()),
            **_extent(dates, row),
            "evenness": evenness(counts[row], totals),
        }
        for row, (theme_id, slope, p_adjusted) in enumerate(each)
    )


def _slope(slope: Slope | None) -> dict[str, float | None]:
    names = ("slope", "slope_low", "slope_high", "factor", "factor_low", "factor_high")
    if slope is None:
        return dict.fromkeys(names)
    return dict(zip(names, (slope.per_year, slope.low, slope.high, *slope.factors), strict=True))


def _extent(dates: Series, row: int) -> dict[str, Any]:
    some = dates.dated & (dates.n_total > 0)
    starts = dates.periods.loc[some, "period_start"]
    seen = starts[dates.n_papers[row, some] > 0]
    elsewhere = bool((dates.n_papers[row, ~dates.dated] > 0).any())
    first = seen.min()
    # what an undated dump lists may be older than everything
    new = not elsewhere and is_newcomer(first, starts.min(), starts.max())
    return {
        "n_dates": len(seen),
        "first": first,
        "last": seen.max(),
        "spread": len(seen) / len(starts) if len(starts) else 0.0,
        "newcomer": new and dates.theme_ids[row] != UNPLACED,
    }
