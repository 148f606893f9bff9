"""How far themes can be trusted: what becomes of them when the seed changes and a fifth of the papers is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.consensus import NEIGHBOURS
from analysis.engines import Engine, Task
from analysis.neighbours import Neighbours, among, nearest
from analysis.progress import Steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_RUNS = 20
"""Runs behind every figure of stability."""
N_NEAREST = 2 * max(NEIGHBOURS)
"""Length of lists of neighbours that hold enough papers of every run."""
KEPT = 0.8
"""Share of the papers in each run."""
HOLDS = 0.5
"""A theme holds in a run where one of the run's groups shares more than this with it (Jaccard)."""
AT_MOST = 10_000
"""Papers looked at per run; larger corpora are sampled."""
N_RUNS_OF_MANY = 8
"""Runs where each is such a sample."""


@dataclass(frozen=True)
class Stability:
    """How a grouping fares over the runs."""

    themes: NDArray[np.float64]
    """Shape (n_groups,), in [0, 1]: share of the runs in which the group holds."""
    papers: NDArray[np.float64]
    """Shape (n_papers,), in [0, 1]: share of the paper's runs in which it falls into the run's counterpart of its
    own group; NaN for a paper in no run."""
    agreement: float
    """Mean adjusted mutual information of pairs of runs, on the papers they share; 1 where all runs are alike."""
    n_runs: int


@dataclass(frozen=True)
class Regroup:
    """How each run groups its papers: as the grouping under test was made."""

    engine: Engine
    task: Task
    """What made the grouping."""

    def __call__(self, rows: NDArray[Any], seed: int, near: Neighbours) -> NDArray[np.int64]:
        """Return the group of each row; few rows stand for the share of the papers that a run keeps else."""
        task = self.task
        smallest = max(round(task.smallest * len(rows) / len(task.rows)), 2)
        n_all = round(KEPT * (task.n_all or len(task.rows)))
        return self.engine.group(
            Task(rows, near, seed, smallest, task.n_groups, n_all if n_all > len(rows) else None, rerun=True)
        )


def measure(
    rows: NDArray[Any],
    groups: NDArray[np.int64],
    regroup: Callable[[NDArray[Any], int, Neighbours], NDArray[np.int64]],
    seed: int,
    progress: Steps | None = None,
    near: Neighbours | None = None,
) -> Stability:
    """Run the grouping anew 20 times, each with its own seed on its own 80% of the papers, and compare.

    A large corpus is grouped 8 times, each time 10,000 of its papers.

    A group holds in a run where its best counterpart among the run's groups has a Jaccard coefficient above one
    half with it, both taken on the run's papers (Hennig 2007, Cluster-wise assessment of cluster stability,
    Computational Statistics & Data Analysis 52(1): bootstrap by subsetting, "recovered" against "dissolved").

    :param rows: unit rows, shape (n_papers, d), at least 2 papers.
    :param groups: the group of each paper from 0, -1 for none.
    :param regroup: takes rows, a seed and the rows' nearest, returns a group per row.
    :param near: at least ``N_NEAREST`` of each paper, where they are known.
    """
    rng = np.random.default_rng(seed)
    n_papers, n_groups = len(groups), int(groups.max(initial=-1)) + 1
    holds = np.zeros(n_groups)
    stays, seen = np.zeros(n_papers), np.zeros(n_papers)
    runs: list[_Run] = []
    sampled = len(rows) * KEPT > AT_MOST
    n_runs = N_RUNS_OF_MANY if sampled else N_RUNS
    # found once and long enough for every run that keeps most papers; lists of its own would take most of its time
    lists = None if sampled else near or nearest(rows, N_NEAREST)
    for done in range(n_runs):
        run = _run(rows, lists, regroup, rng)
        runs.append(run)
        own = groups[run.papers]
        overlap = _jaccard(own, run.groups, n_groups)
        holds += overlap.max(axis=1, initial=0) > HOLDS
        counterpart = overlap.argmax(axis=1) if overlap.size else np.zeros(n_groups, dtype=np.int64)
        placed = own >= 0
        seen[run.papers] += 1
        stays[run.papers[placed]] += run.groups[placed] == counterpart[own[placed]]
        if progress is not None:
            progress(done + 1, n_runs)
    with np.errstate(invalid="ignore"):
        papers = np.where(seen > 0, stays / np.maximum(seen, 1), np.nan)
    return Stability(holds / n_runs, papers, _mean_agreement(runs, n_papers), n_runs)


@dataclass(frozen=True)
class _Run:
    papers: NDArray[np.int64]
    groups: NDArray[np.int64]


def _run(
    rows: NDArray[Any],
    near: Neighbours | None,
    regroup: Callable[[NDArray[Any], int, Neighbours], NDArray[np.int64]],
    rng: np.random.Generator,
) -> _Run:
    n_kept = min(max(round(KEPT * len(rows)), 2), AT_MOST)
    kept = np.sort(rng.permutation(len(rows))[:n_kept])
    k = max(NEIGHBOURS)
    nearest_kept = nearest(rows[kept], k) if near is None else among(near, kept, k)
    return _Run(kept, regroup(rows[kept], int(rng.integers(2**31)), nearest_kept))


def _jaccard(own: NDArray[np.int64], found: NDArray[np.int64], n_groups: int) -> NDArray[np.float64]:
    both = np.zeros((n_groups, int(found.max(initial=-1)) + 1))
    placed = own >= 0
    np.add.at(both, (own[placed], found[placed]), 1)
    sizes = np.bincount(own[placed], minlength=n_groups)[:, None]
    either = sizes + np.bincount(found, minlength=both.shape[1])[None, :] - both
    return np.asarray(both / np.maximum(either, 1))


def _mean_agreement(runs: list[_Run], n_papers: int) -> float:
    from sklearn.metrics import adjusted_mutual_info_score

    labels = np.full((len(runs), n_papers), -1, dtype=np.int64)
    for place, run in enumerate(runs):
        labels[place, run.papers] = run.groups
    scores = []
    # each run with the next, a ring: as many pairs as runs are plenty for a mean
    for first, second in zip(labels, np.roll(labels, -1, axis=0), strict=True):
        shared = (first >= 0) & (second >= 0)
        if shared.any():
            scores.append(adjusted_mutual_info_score(first[shared], second[shared]))
    return float(np.mean(scores)) if scores else float("nan")
