"""The nearest papers of each paper: exact in a small corpus, by cells in a large one.

Cells (an inverted file, as in Jégou et al. 2011, IEEE TPAMI 33(1), without codes): papers are put into about √n
cells around centres found by k-means, and compared with those of the nearest cells alone, so that the work grows
with n √n, not n². All of it is done on whole numbers that a float holds exactly, so that neither the number of
threads nor the order of a sum decides anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.cell_centres import SCALE, cell_of, centres_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT_UP_TO = 5_000
"""With more papers neighbours are looked for by cells."""
BLOCK = 512
"""Papers whose neighbours are looked for at once."""
PROBED = 32
"""Cells that a cell's papers are compared with, its own among them."""


@dataclass(frozen=True)
class Neighbours:
    """The nearest papers of each paper, nearest first, without itself."""

    ids: NDArray[np.int64]
    """Shape (n_papers, k)."""
    cosine: NDArray[np.float64]
    """Shape (n_papers, k), in [-1, 1]."""

    def behind_first(self) -> Neighbours:
        """Return all but the nearest."""
        return Neighbours(self.ids[:, 1:], self.cosine[:, 1:])

    def first(self, k: int) -> Neighbours:
        """Return the ``k`` nearest alone."""
        return Neighbours(self.ids[:, :k], self.cosine[:, :k])


def nearest(rows: NDArray[Any], k: int) -> Neighbours:
    """Return the ``k`` nearest papers by cosine, fewer where there are fewer; ties go to the lower index.

    Above ``EXACT_UP_TO`` papers by cells, which miss one in ten: those far out in the list (docs/scale.md).

    :param rows: unit rows, shape (n_papers, d).
    """
    rows = np.ascontiguousarray(rows, dtype=np.float32)
    k = max(min(k, len(rows) - 1), 0)
    return by_cells(rows, k) if len(rows) > EXACT_UP_TO else exactly(rows, k)


def exactly(rows: NDArray[Any], k: int) -> Neighbours:
    """Return the nearest of all, in blocks, so that memory stays linear; cosines are taken to five digits.

    :param rows: unit rows, shape (n_papers, d).
    """
    # to five digits a sum of 16 comes out the same in whichever order it is taken; one of 7 does not
    rows = rows.astype(np.float64)
    ids, cosines = np.zeros((len(rows), k), dtype=np.int64), np.zeros((len(rows), k))
    for start in range(0, len(rows) if k else 0, BLOCK):
        digits = np.rint((rows[start : start + BLOCK] @ rows.T) * 1e5)
        own = np.arange(len(digits))
        digits[own, start + own] = -np.inf
        best, highest = _highest(digits, k)
        ids[start : start + BLOCK], cosines[start : start + BLOCK] = best, highest / 1e5
    return Neighbours(ids, cosines)


@dataclass(frozen=True)
class Cells:
    """Papers in cells, so that one need not be compared with all."""

    whole: NDArray[np.float32]
    """Shape (n_papers, d): rows taken to whole numbers, those of a cell one after another."""
    papers: NDArray[np.int64]
    """Which paper each of these rows is; ascending in each cell."""
    starts: NDArray[np.int64]
    """Shape (n_cells + 1,): where each cell begins, and where the last one ends."""
    centres: NDArray[np.float32]
    """Shape (n_cells, d), whole numbers too."""

    @staticmethod
    def of(rows: NDArray[Any]) -> Cells:
        """Return papers in cells.

        :param rows: unit rows, shape (n_papers, d).
        """
        whole = np.rint(np.asarray(rows, dtype=np.float32) * SCALE)
        centres = centres_of(whole)
        cell = cell_of(whole, centres)
        order = np.argsort(cell, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=len(centres)))])
        return Cells(whole[order], order, starts, centres)

    def around(self, cell: int, k: int, probed: int) -> list[slice]:
        """Return the places of so many nearest cells, more where these hold no ``k`` papers, nearest first."""
        near = np.argsort(-(self.centres @ self.centres[cell]), kind="stable")
        sizes = np.cumsum(self.starts[near + 1] - self.starts[near])
        enough = max(probed, int(np.searchsorted(sizes, k)) + 1)
        return [slice(self.starts[each], self.starts[each + 1]) for each in near[:enough].tolist()]

    def nearest_to(self, rows: NDArray[Any], k: int, probed: int = PROBED) -> Neighbours:
        """Return for each row the ``k`` nearest papers of the cells nearest to its own; each by itself.

        :param rows: unit rows, shape (n_rows, d).
        """
        whole = np.rint(np.asarray(rows, dtype=np.float32) * SCALE)
        own = cell_of(whole, self.centres) if len(whole) else np.zeros(0, dtype=np.int64)
        k = min(k, len(self.whole))

        def look(cell: int) -> tuple[NDArray[np.int64], Neighbours]:
            here = np.flatnonzero(own == cell)
            return here, self._nearest(whole[here], self.around(cell, k, probed), k)

        return _together(look, np.unique(own).tolist(), len(whole), k)

    def _nearest(
        self, whole: NDArray[np.float32], spans: Sequence[slice], k: int, itself: slice | None = None
    ) -> Neighbours:
        """Return the nearest among the papers of some cells.

        :param itself: cell that the rows are, in its order; None where they are no papers of these cells.
        """
        others = np.concatenate([self.papers[span] for span in spans])
        ids, cosines = np.zeros((len(whole), k), dtype=np.int64), np.zeros((len(whole), k))
        for start in range(0, len(whole), BLOCK):
            some = slice(start, start + BLOCK)
            # cell by cell: to bring their rows together first takes longer than the products
            products = np.concatenate([whole[some] @ self.whole[span].T for span in spans], axis=1)
            if itself is not None:
                papers = self.papers[itself][some]
                products[others == papers[:, None]] = -np.inf
            best, highest = _highest(products, k, others)
            ids[some], cosines[some] = others[best], highest / SCALE**2
        return Neighbours(ids, cosines)


def by_cells(rows: NDArray[np.float32], k: int, probed: int = PROBED) -> Neighbours:
    """Return the nearest among the papers of the nearest cells; cosines are taken to four thousandths squared.

    :param rows: unit rows, shape (n_papers, d).
    :param probed: cells looked at; more where these hold too few papers.
    """
    cells = Cells.of(rows)

    def look(number: int) -> tuple[NDArray[np.int64], Neighbours]:
        own = slice(cells.starts[number], cells.starts[number + 1])
        spans = cells.around(number, k + 1, probed)
        return cells.papers[own], cells._nearest(cells.whole[own], spans, k, own)

    filled = np.flatnonzero(np.diff(cells.starts)).tolist()
    return _together(look, filled, len(rows), k)


def _together(
    look: Callable[[int], tuple[NDArray[np.int64], Neighbours]], cells: Sequence[int], n: int, k: int
) -> Neighbours:
    """Return what is found cell by cell in one table, a cell for each core at a time.

    :param look: takes a cell, returns the places of its papers, and their neighbours.
    """
    from threadpoolctl import threadpool_limits

    ids, cosines = np.zeros((n, k), dtype=np.int64), np.zeros((n, k))
    # most of the time goes where NumPy uses one core, but lets others work
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as threads:
        for here, found in threads.map(look, cells):
            ids[here], cosines[here] = found.ids, found.cosine
    return Neighbours(ids, cosines)


def nearest_of(rows: NDArray[Any], others: NDArray[Any], k: int) -> Neighbours:
    """Return for each row the ``k`` nearest of others, exactly; ties go to the lower index.

    :param rows: unit rows, shape (n_rows, d); ``others``: shape (n_others, d).
    """
    whole, targets = (np.rint(np.asarray(each, dtype=np.float32) * SCALE) for each in (rows, others))
    k = min(k, len(targets))
    ids, cosines = np.zeros((len(whole), k), dtype=np.int64), np.zeros((len(whole), k))
    for start in range(0, len(whole) if k else 0, BLOCK):
        found, products = _highest(whole[start : start + BLOCK] @ targets.T, k)
        ids[start : start + BLOCK], cosines[start : start + BLOCK] = found, products / SCALE**2
    return Neighbours(ids, cosines)


def _highest(
    values: NDArray[Any], k: int, numbers: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the places of the ``k`` highest values of each row, highest first, and the values.

    Of equal values the one with the lower number counts as higher, whatever a partition leaves: of the last value
    all are taken first, then the order decides.

    :param values: shape (n_rows, n), n at least ``k``; changed.
    :param numbers: of the columns, shape (n,); None: in their order.
    """
    below = np.negative(values, out=values)
    last = np.partition(below, k - 1, axis=1)[:, k - 1 : k]
    row, place = np.nonzero(below <= last)
    order = np.lexsort((place if numbers is None else numbers[place], below[row, place], row))
    starts = np.searchsorted(row, np.arange(len(below)))
    best = place[order[starts[:, None] + np.arange(k)]]
    return best, -np.take_along_axis(below, best, axis=1).astype(np.float64)


def among(near: Neighbours, kept: NDArray[np.int64], k: int) -> Neighbours:
    """Return the ``k`` nearest of some papers among themselves, from lists long enough to hold them.

    A paper whose list holds fewer repeats the last of them, which weighs that link more; with lists of twice ``k``
    and four fifths of the papers kept, less than one paper in 100,000 does.

    :param kept: places of the papers, ascending, shape (n_kept,); they are numbered anew from 0.
    """
    number = np.full(len(near.ids), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    ids = number[near.ids[kept]]
    # a stable sort brings the kept ones to the front and leaves them in their order
    order = np.argsort(ids < 0, axis=1, kind="stable")[:, : min(k, len(kept) - 1)]
    held = np.maximum((ids >= 0).sum(axis=1, keepdims=True), 1)
    order = np.take_along_axis(order, np.minimum(np.arange(order.shape[1])[None, :], held - 1), axis=1)
    return Neighbours(
        np.maximum(np.take_along_axis(ids, order, axis=1), 0), np.take_along_axis(near.cosine[kept], order, axis=1)
    )
