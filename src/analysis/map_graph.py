"""The weighted graph that UMAP lays out, from neighbours we know.

UMAP's own functions for it are compiled anew in each process: 3 of the 4 seconds that a map of 450 papers takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.neighbours import Neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

ROUNDS = 64
"""Of halving, in the search for the width of each paper's surroundings."""
CLOSE_ENOUGH = 1e-5
LEAST_WIDTH = 1e-3
"""Of the mean distance to the neighbours."""
TINY = 1e-30
"""Of papers that all lie in one place."""


def fuzzy_graph(near: Neighbours) -> csr_matrix:
    """Return how strongly papers are linked: 1 to a paper's nearest, less to those further away.

    McInnes, Healy & Melville (2018), UMAP, arXiv:1802.03426, algorithms 2 and 3, as umap-learn has them: local
    connectivity 1, fuzzy union, the paper itself counted among its neighbours.

    :return: symmetric, shape (n_papers, n_papers), weights in (0, 1].
    """
    from scipy.sparse import csr_matrix

    n, k = near.ids.shape
    distances = np.clip(1 - near.cosine, 0, 2)
    nearest = _nearest_apart(distances)
    widths = _widths(distances, nearest)
    beyond = np.maximum(distances - nearest[:, None], 0)
    # a float32, as the layout takes it, hides how machines round the last digit of a power
    weights = np.exp(-beyond / widths[:, None]).astype(np.float32)
    graph = csr_matrix((weights.ravel(), near.ids.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    both = graph.multiply(graph.T)
    return (graph + graph.T - both).tocsr()


def _nearest_apart(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance to the nearest paper that is not in the same place; 0 where all are."""
    apart = np.where(distances > 0, distances, np.inf).min(axis=1, initial=np.inf)
    return np.where(np.isfinite(apart), apart, 0)


def _widths(distances: NDArray[np.float64], nearest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Widths at which the weights of a paper's links add up to the logarithm of its neighbours."""
    n, k = distances.shape
    beyond = np.maximum(distances - nearest[:, None], 0)
    target = np.log2(k + 1)
    low, high, width = np.zeros(n), np.full(n, np.inf), np.ones(n)
    for _ in range(ROUNDS):
        total = np.exp(-beyond / width[:, None]).sum(axis=1)
        off = np.abs(total - target) >= CLOSE_ENOUGH
        wide, narrow = off & (total > target), off & (total <= target)
        high, low = np.where(wide, width, high), np.where(narrow, width, low)
        middle = np.where(np.isinf(high), width * 2, (low + high) / 2)
        width = np.where(off, middle, width)
    # the paper itself, at distance 0, counts in the mean
    own_mean = distances.sum(axis=1) / (k + 1)
    least = LEAST_WIDTH * np.where(nearest > 0, own_mean, own_mean.mean())
    # to a float32, as the weights below
    return np.asarray(np.maximum(np.maximum(width, least), TINY).astype(np.float32), dtype=np.float64)
