"""How a theme lies over time: on how many dates it appears, how evenly, and whether it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEW_FROM = 0.8
"""A theme first seen after this fraction of the time is a newcomer."""
MIN_PAPERS = 2
"""Fewer papers than this lie neither evenly nor unevenly."""


def evenness(n_papers: NDArray[np.int64], n_total: NDArray[np.int64]) -> float:
    """Return how evenly a theme's share lies over the periods: 1 the same in each, near 0 all in one.

    Pielou (1966), J. Theor. Biol. 13, 131-144: the entropy of the shares, over the greatest there can be. Shares
    rather than counts, so that a period with many papers does not pass for a high point.

    :param n_papers: papers of the theme per period, shape (n_periods,).
    :param n_total: papers per period, same shape; periods without any are passed over.
    :return: in [0, 1]; NaN where there are fewer than 2 papers or 2 periods.
    """
    some = n_total > 0
    if n_papers.sum() < MIN_PAPERS or some.sum() < 2:
        return float("nan")
    shares = n_papers[some] / n_total[some]
    parts = shares[shares > 0] / shares.sum()
    return float(min(1.0, max(0.0, -(parts * np.log(parts)).sum() / np.log(some.sum()))))


def is_newcomer(first: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp) -> bool:
    """Say whether a theme was first seen in the last fifth of the time.

    :param first: its first date; NaT where it has none.
    :param start: the first date of all papers.
    :param end: the last date of all papers.
    """
    if pd.isna(first) or pd.isna(start) or start == end:
        return False
    return bool(first - start > NEW_FROM * (end - start))
