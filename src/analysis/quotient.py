"""A graph of papers seen as a graph of their groups, in which small groups join others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

CLOSENESS = 0.05
"""What the cosine of two centroids counts beside mean agreement: agreement decides, closeness breaks ties."""


@dataclass
class Quotient:
    """Groups, and how much each has to do with each other; changes as groups join."""

    groups: NDArray[np.int64]
    """Shape (n_papers,)."""
    sizes: NDArray[np.int64]
    """Shape (n_groups,): 0 for a group that has joined another."""
    links: NDArray[np.float64]
    """Shape (n_groups, n_groups): sum of the agreement between papers of each two."""
    sums: NDArray[np.float64]
    """Shape (n_groups, d): sum of the rows of each."""

    @staticmethod
    def of(groups: NDArray[np.int64], agreement: csr_matrix, rows: NDArray[Any]) -> Quotient:
        """Return the groups of papers as a graph.

        :param groups: the group of each paper.
        :param agreement: symmetric, shape (n_papers, n_papers).
        :param rows: unit rows, shape (n_papers, d).
        """
        groups = np.unique(groups, return_inverse=True)[1]
        members = _members(groups)
        links = (members.T @ agreement @ members).toarray()
        return Quotient(groups, np.bincount(groups), links, np.asarray(members.T @ rows, dtype=np.float64))

    def joined(self, smallest: int, at_most: int | None = None) -> NDArray[np.int64]:
        """Return groups after the smallest has joined its nearest again and again.

        :param smallest: goes on until no group has fewer papers.
        :param at_most: goes on until there are no more groups than that.
        :return: a group per paper, shape (n_papers,).
        """
        while True:
            alive = self.sizes > 0
            least = int(np.where(alive, self.sizes, self.sizes.max() + 1).argmin())
            n_groups = int(alive.sum())
            if n_groups < 2 or (self.sizes[least] >= smallest and (at_most is None or n_groups <= at_most)):
                return np.asarray(np.unique(self.groups, return_inverse=True)[1], dtype=np.int64)
            self._join(least)

    def _join(self, least: int) -> None:
        centroids = self.sums / np.maximum(np.linalg.norm(self.sums, axis=1, keepdims=True), 1e-9)
        affinity = self.links[least] / np.maximum(self.sizes, 1) + CLOSENESS * (centroids @ centroids[least])
        affinity[(self.sizes == 0) | (np.arange(len(self.sizes)) == least)] = -np.inf
        into = int(affinity.argmax())
        self.groups[self.groups == least] = into
        self.links[into] += self.links[least]
        self.links[:, into] += self.links[:, least]
        self.sums[into] += self.sums[least]
        self.sizes[into] += self.sizes[least]
        self.sizes[least] = 0


def _members(groups: NDArray[np.int64]) -> csr_matrix:
    from scipy.sparse import csr_matrix

    return csr_matrix((np.ones(len(groups)), (np.arange(len(groups)), groups)))
