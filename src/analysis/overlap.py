"""How much the themes of two runs are the same: by the papers both know, and by where these lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.lexical import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME_FROM = 0.55
"""Themes of two runs are the same from this score on (docs/experiments.md, "Identity over time").

It is about where half of the papers are shared (Jaccard 1/3, centroids at a cosine of 0.75).
"""
LEAST_SHARED = 3
"""Papers that two themes must share, or all those of a smaller theme: one or two may be chance."""

Groups = Mapping[str, Sequence[str]]
"""paper_ids of each theme, by theme_id; a paper is in one theme at most."""


@dataclass(frozen=True)
class Corpus:
    """The papers of this run."""

    paper_ids: tuple[str, ...]
    rows: NDArray[Any]
    """Shape (n_papers, d): unit rows in the order of ``paper_ids``."""


@dataclass(frozen=True)
class Overlap:
    """Every theme of the run before against every theme of this run; arrays have the shape (n_before, n_now)."""

    before: tuple[str, ...]
    now: tuple[str, ...]
    score: NDArray[np.float64]
    """Mean of Jaccard index and cosine of the centroids, in [0, 1]."""
    shared: NDArray[np.int64]
    """Papers in both."""
    sizes_before: NDArray[np.int64]
    """Shape (n_before,): all papers of each theme before."""
    sizes_now: NDArray[np.int64]
    """Shape (n_now,): all papers of each theme now."""

    def is_more_than_chance(self) -> NDArray[np.bool_]:
        """Return for each pair whether it shares papers enough to be spoken of, shape (n_before, n_now)."""
        smaller = np.minimum(self.sizes_before[:, None], self.sizes_now[None, :])
        return np.asarray(self.shared >= np.clip(smaller, 1, LEAST_SHARED))

    def matches(self) -> dict[str, str]:
        """Return the theme before of each theme now that has one: the assignment with the highest sum of scores.

        Source: Kuhn (1955), The Hungarian method for the assignment problem.
        """
        from scipy.optimize import linear_sum_assignment

        same = (self.score >= SAME_FROM) & self.is_more_than_chance()
        # what is not the same must not push aside what is
        before, now = linear_sum_assignment(np.where(same, np.round(self.score, 9), 0.0), maximize=True)
        return {
            self.now[n]: self.before[b] for b, n in zip(before.tolist(), now.tolist(), strict=True) if same[b, n]
        }


def overlap(before: Groups, now: Groups, corpus: Corpus) -> Overlap:
    """Compare themes of two runs by the papers that both know.

    Rows depend on the corpus, so the centroid of a theme before is made from this run's rows of those of its
    papers that are still there.

    :param before: themes of the run before; the papers in them are those it knew.
    :param now: themes of this run.
    """
    place = {paper: number for number, paper in enumerate(corpus.paper_ids)}
    was, known = _labels(before, place)
    now_is, _ = _labels(now, place)
    both = (was >= 0) & (now_is >= 0)
    shared = np.zeros((len(before), len(now)), dtype=np.int64)
    np.add.at(shared, (was[both], now_is[both]), 1)
    known_before = np.bincount(was[was >= 0], minlength=len(before))
    known_now = np.bincount(now_is[(now_is >= 0) & known], minlength=len(now))
    union = known_before[:, None] + known_now[None, :] - shared
    jaccard = shared / np.maximum(union, 1)
    cosine = _centroids(corpus.rows, was, len(before)) @ _centroids(corpus.rows, now_is, len(now)).T
    score = (jaccard + np.clip(cosine, 0.0, 1.0)) / 2
    return Overlap(tuple(before), tuple(now), score, shared, _sizes(before), _sizes(now))


def _sizes(groups: Groups) -> NDArray[np.int64]:
    return np.array([len(papers) for papers in groups.values()], dtype=np.int64)


def _labels(groups: Groups, place: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    labels = np.full(len(place), -1, dtype=np.int64)
    for number, papers in enumerate(groups.values()):
        labels[[place[paper] for paper in papers if paper in place]] = number
    return labels, labels >= 0


def _centroids(rows: NDArray[Any], labels: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    sums = np.zeros((n, rows.shape[1]))
    np.add.at(sums, labels[labels >= 0], np.asarray(rows, dtype=np.float64)[labels >= 0])
    return unit_rows(sums)
