"""Intervals for shares: how far a share of a few papers can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


class Interval(NamedTuple):
    """Lower and upper ends, each of the shape of the counts, within [0, 1]."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def wilson_interval(n_papers: ArrayLike, n_total: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the Wilson score interval of each share ``n_papers / n_total``.

    It keeps its coverage for the small counts and the shares near 0 that themes have, where the textbook
    interval does not, and never leaves [0, 1]. Wilson (1927), J. Am. Stat. Assoc. 22, 209-212; compared and
    recommended by Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133.

    :param n_papers: counts, each from 0 to its total.
    :param n_total: totals, of the same shape; where a total is 0 the interval is the whole of [0, 1].
    :param confidence: coverage, in (0, 1).
    :raises ValueError: a count below 0 or above its total, or a confidence outside (0, 1).
    """
    from scipy.special import ndtri

    counts, totals = np.broadcast_arrays(np.asarray(n_papers, dtype=float), np.asarray(n_total, dtype=float))
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence!r}; expected a fraction such as 0.95")
    wrong = (counts < 0) | (counts > totals)
    if wrong.any():
        raise ValueError(
            f"counts must lie from 0 to their total; got {counts[wrong][0]:g} of {totals[wrong][0]:g}"
        )
    z = float(ndtri(0.5 + confidence / 2))
    some = np.maximum(totals, 1)
    share = counts / some
    center = (share + z**2 / (2 * some)) / (1 + z**2 / some)
    half = z / (1 + z**2 / some) * np.sqrt(share * (1 - share) / some + z**2 / (4 * some**2))
    # at the edges the ends are exactly 0 and 1; rounding would leave them at 1e-17 or 0.999...
    low = np.where((totals == 0) | (counts == 0), 0.0, center - half)
    high = np.where((totals == 0) | (counts == totals), 1.0, center + half)
    return Interval(low, high)
