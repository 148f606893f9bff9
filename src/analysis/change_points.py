"""Change points: where a theme's share moves to another level and stays there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_PERIODS = 20
"""Fewer periods with papers than this hold no level that could be told from a difference between dates."""
MIN_LENGTH = 3
"""A level lasts at least so many periods; what is shorter is a burst."""


@dataclass(frozen=True)
class Change:
    """One move from a level to another."""

    at: int
    """Place of the first period of the new level, among those given."""
    share_before: float
    """Share over all periods of the level before, in [0, 1]."""
    share_after: float
    """The same for the new level."""
    gain: float
    """By how much the two levels fit better than one (twice the difference of log-likelihoods)."""


def find_changes(n_papers: NDArray[np.int64], n_total: NDArray[np.int64], n_themes: int = 1) -> tuple[Change, ...]:
    """Return the changes of one theme's share, in order of time.

    The division into levels with the greatest binomial likelihood less a penalty for each change, found exactly
    by optimal partitioning (Jackson et al. 2005, IEEE Signal Process. Lett. 12, 105-108). A change costs
    3 ln(n), as the modified criterion of Zhang & Siegmund (2007, Biometrics 63, 22-32) does for a share and a
    place more, and 2 ln(themes), since as many series are searched for one.

    :param n_papers: papers of the theme per period, shape (n_periods,).
    :param n_total: papers per period, same shape; periods without any are passed over.
    :param n_themes: number of themes that are searched together.
    """
    places = np.flatnonzero(n_total > 0)
    n_periods = len(places)
    if n_periods < MIN_PERIODS:
        return ()
    papers = np.concatenate([[0], np.cumsum(n_papers[places])])
    total = np.concatenate([[0], np.cumsum(n_total[places])])
    penalty = 3 * math.log(n_periods) + 2 * math.log(n_themes)
    best, level_from = np.full(n_periods + 1, np.inf), np.zeros(n_periods + 1, dtype=np.int64)
    best[0] = -penalty
    for end in range(MIN_LENGTH, n_periods + 1):
        starts = np.arange(end - MIN_LENGTH + 1)
        costs = best[starts] + _cost(papers[end] - papers[starts], total[end] - total[starts]) + penalty
        level_from[end] = int(costs.argmin())
        best[end] = costs.min()
    edges = [n_periods]
    while edges[-1] > 0:
        edges.append(int(level_from[edges[-1]]))
    edges.reverse()
    each = zip(edges, edges[1:], edges[2:], strict=False)
    return tuple(_change(places, papers, total, *three) for three in each)


def _change(
    places: NDArray[np.int64], papers: NDArray[np.int64], total: NDArray[np.int64], a: int, b: int, c: int
) -> Change:
    before, after = (papers[b] - papers[a], total[b] - total[a]), (papers[c] - papers[b], total[c] - total[b])
    apart = _cost(*before) + _cost(*after)
    together = _cost(papers[c] - papers[a], total[c] - total[a])
    return Change(
        int(places[b]),
        float(before[0] / before[1]),
        float(after[0] / after[1]),
        float(together - apart),
    )


def _cost(papers: NDArray[np.int64], total: NDArray[np.int64]) -> NDArray[np.float64]:
    rest = total - papers
    share = papers / total
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(papers > 0, papers * np.log(share), 0.0)
        outside = np.where(rest > 0, rest * np.log1p(-share), 0.0)
    return np.asarray(-2 * (inside + outside), dtype=float)
