"""Whether a theme's share rises or falls over time, in one word that the numbers carry."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Direction = Literal["rising", "falling", "steady", "too few to tell"]

MIN_PERIODS = 3
"""Fewer dated periods than this say nothing about a direction."""
MIN_PAPERS = 5
"""Fewer papers than this in a theme say nothing about a direction."""
MIN_PERIODS_FOR_SCALE = 4
"""From this many periods on, counts that scatter more than chance widen the interval."""


@dataclass(frozen=True)
class Slope:
    """A fitted straight line in the log-odds of a share."""

    per_year: float
    """Change of the log-odds in a year; exp of it is the factor by which the odds grow."""
    low: float
    """Lower end of the interval of ``per_year``."""
    high: float
    """Upper end of the interval of ``per_year``."""
    p_value: float
    """Two-sided probability of a slope at least this far from 0 where there is none."""


def fit_slope(
    n_papers: NDArray[np.int64], n_total: NDArray[np.int64], years: NDArray[np.float64], confidence: float
) -> Slope | None:
    """Return the slope of a binomial regression of share on time, or None where there is no telling.

    Quasi-binomial from four periods on: the variance is multiplied by Pearson's chi-square over its degrees of
    freedom where that exceeds 1, and t takes the place of the normal distribution then (McCullagh & Nelder
    1989, Generalized Linear Models, 4.5). None: fewer than 3 periods, fewer than 5 papers, papers of the theme
    only at the first or the last period (the slope would be infinite), or a fit that does not converge.

    :param n_papers: papers of the theme per period.
    :param n_total: papers per period; periods without any are passed over.
    :param years: time of each period in years, from any origin.
    :param confidence: coverage of the interval, in (0, 1).
    """
    some = n_total > 0
    n_papers, n_total, years = n_papers[some], n_total[some], years[some]
    if len(np.unique(years)) < MIN_PERIODS or n_papers.sum() < MIN_PAPERS or _separated(n_papers, n_total, years):
        return None
    return _fit(n_papers, n_total, years, confidence)


def _separated(n_papers: NDArray[np.int64], n_total: NDArray[np.int64], years: NDArray[np.float64]) -> bool:
    inside, outside = years[n_papers > 0], years[n_papers < n_total]
    if not len(outside):
        return True
    return bool(inside.min() >= outside.max() or inside.max() <= outside.min())


def _fit(
    n_papers: NDArray[np.int64], n_total: NDArray[np.int64], years: NDArray[np.float64], confidence: float
) -> Slope | None:
    from scipy import stats
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    # in units of its own spread, so that days and decades converge alike
    unit = float(years.std())
    design = np.column_stack([np.ones(len(years)), (years - years.mean()) / unit])
    counts = np.column_stack([n_papers, n_total - n_papers])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = GLM(counts, design, family=Binomial()).fit()
        except (ValueError, np.linalg.LinAlgError):
            return None
    freedom = len(years) - 2
    scale = max(1.0, float(result.pearson_chi2) / freedom) if len(years) >= MIN_PERIODS_FOR_SCALE else 1.0
    slope, error = float(result.params[1]), float(result.bse[1]) * scale**0.5
    if not (result.converged and np.isfinite(slope) and np.isfinite(error) and error > 0):
        return None
    spread = stats.t(freedom) if scale > 1 else stats.norm()
    half = float(spread.ppf(0.5 + confidence / 2)) * error
    p_value = 2 * float(spread.sf(abs(slope) / error))
    return Slope(slope / unit, (slope - half) / unit, (slope + half) / unit, p_value)


def adjusted(slopes: Sequence[Slope | None]) -> list[float]:
    """Return each slope's p-value adjusted for the number of slopes looked at; NaN where there is no slope.

    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300: among the directions named, the expected
    fraction of false ones stays below the level.
    """
    from scipy.stats import false_discovery_control

    values = np.array([np.nan if slope is None else slope.p_value for slope in slopes], dtype=float)
    there = ~np.isnan(values)
    if there.any():
        values[there] = false_discovery_control(values[there], method="bh")
    return [float(value) for value in values]


def in_words(slope: Slope | None, p_adjusted: float, confidence: float) -> Direction:
    """Return the direction; a slope that chance would often make is ``steady``."""
    if slope is None:
        return "too few to tell"
    if p_adjusted >= 1 - confidence:
        return "steady"
    return "rising" if slope.per_year > 0 else "falling"
