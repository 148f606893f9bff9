"""Centres of the cells that papers are put into, by k-means on a sample of the rows, in whole numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALE = 4_000.0
"""Rows are taken to 1/4000: products then are whole numbers below 2^24, which a float32 holds exactly."""
_PER_CELL = 48
"""Papers per cell that the centres are found from."""
_ROUNDS = 6
"""Of k-means."""
_BLOCK = 4_096
"""Rows compared with the centres at once."""


def centres_of(whole: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return about √n centres of rows by k-means, shape (n_cells, d), whole numbers as the rows are.

    :param whole: rows taken to whole numbers, shape (n_papers, d).
    """
    n_cells = round(math.sqrt(len(whole)))
    rng = np.random.default_rng(n_cells)
    sample = whole[np.sort(rng.permutation(len(whole))[: _PER_CELL * n_cells])]
    centres = sample[np.sort(rng.permutation(len(sample))[:n_cells])]
    for _ in range(_ROUNDS):
        centres = _means(sample, cell_of(sample, centres), centres)
    return centres


def _means(
    whole: NDArray[np.float32], cell: NDArray[np.int64], before: NDArray[np.float32]
) -> NDArray[np.float32]:
    from scipy.sparse import csr_matrix

    shape = (len(before), len(whole))
    members = csr_matrix((np.ones(len(whole)), (cell, np.arange(len(whole)))), shape=shape)
    sums = np.asarray(members @ whole.astype(np.float64))
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means = np.rint(sums / np.maximum(lengths, 1.0) * SCALE).astype(np.float32)
    # a cell that has lost its papers stays where it is
    return np.where(lengths > 0, means, before)


def cell_of(whole: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the cell of each row, the one with the nearest centre, shape (n_papers,)."""
    return np.concatenate(
        [(whole[start : start + _BLOCK] @ centres.T).argmax(axis=1) for start in range(0, len(whole), _BLOCK)]
    )
