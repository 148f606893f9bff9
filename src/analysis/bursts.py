"""Bursts: stretches of time in which a theme has a clearly larger share than otherwise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_PERIODS = 10
"""Fewer periods than this show no burst that could be told from a difference between dates."""
MIN_PAPERS = 5
"""Fewer papers than this in a theme make no burst."""
RATIO = 2.0
"""Each level of a burst is a share this many times that of the level below (s in the paper)."""
MAX_LEVEL = 3
COST = 2.0
"""What it costs to go up a level, in units of the logarithm of the number of periods (gamma in the paper).

With the paper's 1, 93% of years of shuffled dates had a burst in some of 30 themes; with 2, 3% had.
"""


@dataclass(frozen=True)
class Burst:
    """One stretch of periods at a level or above."""

    start: int
    """Place of the first period, from 0."""
    end: int
    """Place of the last period."""
    level: int
    """1: about twice the usual share; 2: four times, inside a burst of level 1; and so on."""
    weight: float
    """By how much the counts speak for this level over the one below (difference of log-likelihoods)."""


def find_bursts(n_papers: NDArray[np.int64], n_total: NDArray[np.int64]) -> tuple[Burst, ...]:
    """Return the bursts of one theme, in order of start and level.

    The automaton for batched counts of Kleinberg (2002), Bursty and hierarchical structure in streams, KDD
    91-101, section 4: in state i a paper of a period belongs to the theme with probability p0 * s^i, p0 the
    share over all periods; going up costs gamma * ln(n) a level, going down nothing; the cheapest sequence of
    states is found exactly.

    :param n_papers: papers of the theme per period, shape (n_periods,).
    :param n_total: papers per period, same shape; a period without any speaks for no state.
    """
    there = int(n_total.sum())
    if len(n_total) < MIN_PERIODS or n_papers.sum() < MIN_PAPERS or n_papers.sum() == there:
        return ()
    shares = float(n_papers.sum()) / there * RATIO ** np.arange(MAX_LEVEL + 1)
    shares = shares[shares < 1]
    costs = -(
        np.multiply.outer(n_papers, np.log(shares)) + np.multiply.outer(n_total - n_papers, np.log1p(-shares))
    )
    states = _cheapest(costs, COST * math.log(len(n_total)))
    found = [
        Burst(start, end, level, float((costs[start : end + 1, level - 1] - costs[start : end + 1, level]).sum()))
        for level in range(1, len(shares))
        for start, end in _runs(states >= level)
    ]
    return tuple(sorted(found, key=lambda burst: (burst.start, burst.level)))


def _cheapest(costs: NDArray[np.float64], step: float) -> NDArray[np.int64]:
    n_periods, n_states = costs.shape
    levels = np.arange(n_states)
    moves = step * np.maximum(levels[None, :] - levels[:, None], 0)
    best = costs[0] + moves[0]
    came_from = np.zeros((n_periods, n_states), dtype=np.int64)
    for period in range(1, n_periods):
        ways = best[:, None] + moves
        came_from[period] = ways.argmin(axis=0)
        best = ways.min(axis=0) + costs[period]
    states = np.empty(n_periods, dtype=np.int64)
    states[-1] = int(best.argmin())
    for period in range(n_periods - 1, 0, -1):
        states[period - 1] = came_from[period, states[period]]
    return states


def _runs(inside: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    return [(int(start), int(after) - 1) for start, after in zip(edges[::2], edges[1::2], strict=True)]
