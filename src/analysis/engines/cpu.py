"""Groups by consensus of many partitions, and UMAP's map: the default, on any machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.consensus import FEW_PAIRS, consensus, finer, pairs_of
from analysis.mapping import place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.engines import Task

__all__ = ["group", "place"]


def group(task: Task) -> NDArray[np.int64]:
    """Group papers by what most of 27 partitions agree on, of three where stability is measured.

    Those of a sample are as many groups as all papers would be.

    :return: the group of each paper, shape (n_papers,), 0 for the largest.
    """
    pairs = FEW_PAIRS if task.rerun else pairs_of(len(task.rows))
    if task.n_all is not None:
        pairs = finer(pairs, task.n_all / len(task.rows))
    return consensus(
        task.rows, task.seed, task.smallest, task.n_groups, pairs=pairs, near=task.near, progress=task.progress
    )
