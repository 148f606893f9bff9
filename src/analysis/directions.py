"""Whether a theme's share rises or falls over time, in one word that the numbers carry."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.binomial import fit_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Direction = Literal["rising", "falling", "steady", "too few to tell"]

MIN_PERIODS = 5
"""Fewer dated periods than this say nothing about a direction."""
MIN_PARTS = 3
"""Periods in fewer fifths of the time than this are clusters: a difference between two of them is no direction."""
MIN_PAPERS = 5
"""Fewer papers than this in a theme say nothing about a direction."""
STEADY_WITHIN = 2.0
"""A theme is steady where a change by this factor, up or down, over the time seen can be ruled out."""
MIN_YEARS = 0.25
"""Over less time than this no factor per year is told: it would say more than was seen."""


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
    years: float
    """Time from the first to the last period."""

    @property
    def factors(self) -> tuple[float, float, float]:
        """By what the odds (of a small share: the share) grow in a year, and the ends of its interval.

        NaN where less than ``MIN_YEARS`` were seen.
        """
        if self.years < MIN_YEARS:
            return (math.nan, math.nan, math.nan)
        return (_exp(self.per_year), _exp(self.low), _exp(self.high))


def _exp(slope: float) -> float:
    # the interval of a slope that the counts hardly bound may end beyond what a number can hold
    return math.exp(min(slope, 700.0))


def fit_slope(
    n_papers: NDArray[np.int64], n_total: NDArray[np.int64], years: NDArray[np.float64], confidence: float
) -> Slope | None:
    """Return the slope of a binomial regression of share on time, or None where there is no telling.

    Quasi-binomial: the variance is multiplied by Pearson's chi-square over its degrees of freedom where that
    exceeds 1, and t takes the place of the normal distribution then (McCullagh & Nelder 1989, Generalized
    Linear Models, 4.5). None: fewer than 5 periods, periods in fewer than 3 fifths of the time, fewer than 5
    papers, papers of the theme only at the first or the last period (the slope would be infinite), or a fit
    that does not converge.

    :param n_papers: papers of the theme per period, shape (n_periods,).
    :param n_total: papers per period, same shape; periods without any are passed over.
    :param years: time of each period in years, from any origin.
    :param confidence: coverage of the interval, in (0, 1).
    """
    some = n_total > 0
    n_papers, n_total, years = n_papers[some], n_total[some], years[some]
    if len(np.unique(years)) < MIN_PERIODS or _parts(years) < MIN_PARTS:
        return None
    if n_papers.sum() < MIN_PAPERS or _separated(n_papers, n_total, years):
        return None
    return _fit(n_papers, n_total, years, confidence)


def _parts(years: NDArray[np.float64]) -> int:
    fifths = np.floor(5 * (years - years.min()) / (years.max() - years.min())).clip(max=4)
    return len(np.unique(fifths))


def _separated(n_papers: NDArray[np.int64], n_total: NDArray[np.int64], years: NDArray[np.float64]) -> bool:
    inside, outside = years[n_papers > 0], years[n_papers < n_total]
    if not len(outside):
        return True
    return bool(inside.min() >= outside.max() or inside.max() <= outside.min())


def _fit(
    n_papers: NDArray[np.int64], n_total: NDArray[np.int64], years: NDArray[np.float64], confidence: float
) -> Slope | None:
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    # in units of its own spread, so that days and decades converge alike
    unit = float(years.std())
    line = fit_line(n_papers, n_total, (years - years.mean()) / unit)
    if line is None:
        return None
    freedom = len(years) - 2
    scale = max(1.0, line.pearson / freedom)
    error = line.error * scale**0.5
    if not (np.isfinite(line.slope) and np.isfinite(error) and error > 0):
        return None
    far = abs(line.slope) / error
    quantile = stdtrit(freedom, 0.5 + confidence / 2) if scale > 1 else ndtri(0.5 + confidence / 2)
    p_value = 2 * float(stdtr(freedom, -far) if scale > 1 else ndtr(-far))
    half = float(quantile) * error
    seen = float(years.max() - years.min())
    return Slope(line.slope / unit, (line.slope - half) / unit, (line.slope + half) / unit, p_value, seen)


def adjusted(slopes: Sequence[Slope | None]) -> list[float]:
    """Return each slope's p-value adjusted for the number of slopes looked at; NaN where there is no slope.

    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300: among the directions named, the expected
    fraction of false ones stays below the level.
    """
    values = np.array([np.nan if slope is None else slope.p_value for slope in slopes], dtype=float)
    there = np.flatnonzero(~np.isnan(values))
    # from the largest down, no smaller p-value is adjusted to more than a larger one
    down = there[np.argsort(-values[there])]
    ranks = np.arange(len(down), 0, -1)
    values[down] = np.minimum.accumulate(values[down] * len(down) / ranks)
    return [float(value) for value in values]


def in_words(slope: Slope | None, p_adjusted: float, confidence: float) -> Direction:
    """Return the direction; what is neither sure to move nor sure to stay is ``too few to tell``.

    ``steady`` is a finding too: the whole interval of the change lies within a factor of ``STEADY_WITHIN`` over
    the time seen (two one-sided tests, Schuirmann 1987, J. Pharmacokinet. Biopharm. 15, 657-680).
    """
    if slope is None:
        return "too few to tell"
    if p_adjusted < 1 - confidence:
        return "rising" if slope.per_year > 0 else "falling"
    most = max(abs(slope.low), abs(slope.high)) * slope.years
    return "steady" if most < math.log(STEADY_WITHIN) else "too few to tell"
