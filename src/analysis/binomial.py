"""A straight line in the log-odds of a share, fitted to counts by maximum likelihood.

The estimates are those of ``GLM(counts, design, family=Binomial()).fit()`` of statsmodels (tested to five digits),
which takes a second to import: as long as all the rest of the trends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_STEPS = 100
ENOUGH = 1e-8
"""The fit has converged where a step changes the deviance by no more than this."""


@dataclass(frozen=True)
class Line:
    """A fitted line in the log-odds."""

    slope: float
    """Change of the log-odds per unit of time."""
    error: float
    """Standard error of the slope where counts scatter as chance makes them."""
    pearson: float
    """Pearson's chi-square: expected near the number of counts less two."""


def fit_line(counts: NDArray[np.int64], totals: NDArray[np.int64], times: NDArray[np.float64]) -> Line | None:
    """Return the line of best fit, or None where the fit does not converge.

    Iteratively reweighted least squares (McCullagh & Nelder 1989, Generalized Linear Models, 2.5 and 4.4).

    :param counts: successes, each from 0 to its total, shape (n,).
    :param totals: above 0, shape (n,).
    :param times: not all alike, shape (n,); best with mean 0 and spread 1.
    """
    design = np.column_stack([np.ones(len(times)), times])
    share = counts / totals
    mean = (counts + 0.5) / (totals + 1.0)
    before = np.inf
    for _ in range(MOST_STEPS):
        odds = np.log(mean / (1 - mean))
        weight = totals * mean * (1 - mean)
        target = odds + (share - mean) / (mean * (1 - mean))
        information = design.T @ (weight[:, None] * design)
        try:
            line = np.linalg.solve(information, design.T @ (weight * target))
        except np.linalg.LinAlgError:
            return None
        # shares so near 0 or 1 that they cannot be told from it have no log-odds
        mean = np.clip(1 / (1 + np.exp(-np.clip(design @ line, -30, 30))), 1e-10, 1 - 1e-10)
        deviance = _deviance(counts, totals, mean)
        if abs(before - deviance) <= ENOUGH:
            break
        before = deviance
    else:
        return None
    pearson = float((totals * (share - mean) ** 2 / (mean * (1 - mean))).sum())
    return Line(float(line[1]), _error(design, totals * mean * (1 - mean)), pearson)


def _deviance(counts: NDArray[np.int64], totals: NDArray[np.int64], mean: NDArray[np.float64]) -> float:
    failures = totals - counts
    with np.errstate(divide="ignore", invalid="ignore"):
        hits = np.where(counts > 0, counts * np.log(counts / (totals * mean)), 0.0)
        misses = np.where(failures > 0, failures * np.log(failures / (totals * (1 - mean))), 0.0)
    return float(2 * (hits + misses).sum())


def _error(design: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    covariance = np.linalg.inv(design.T @ (weight[:, None] * design))
    return float(np.sqrt(covariance[1, 1]))
