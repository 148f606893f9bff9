"""Groups of papers from their rows: many Leiden partitions of a neighbour graph, and what they agree on.

A single partition hangs on its seed, its number of neighbours and its resolution. We make 27 of them and keep as
links only pairs of neighbours that sit together in most (evidence accumulation: Fred & Jain 2005, IEEE TPAMI
27(6), restricted to neighbours so that its cost stays linear in the papers). On 447 hand-labelled papers this
agrees better with the labels than k-means, HDBSCAN or one partition, and varies less by seed
(docs/experiments.md).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.neighbours import Neighbours, nearest
from analysis.progress import Steps
from analysis.quotient import Quotient

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

NEIGHBOURS = (12, 15, 20)
"""Neighbours per paper in the graphs that are partitioned."""
RESOLUTIONS = (2.0, 3.0, 4.0)
"""Resolutions of modularity: higher means more and smaller groups."""
N_REPEATS = 3
"""Partitions per pair of the two."""
ALL_PAIRS = tuple((k, resolution) for k in NEIGHBOURS for resolution in RESOLUTIONS for _ in range(N_REPEATS))
"""Neighbours and resolution of each of the 27 partitions."""
FEW_PAIRS = tuple(zip(NEIGHBOURS, RESOLUTIONS, strict=True))
"""Three partitions in which each number of neighbours and each resolution comes once: where speed counts."""
PAIRS_OF_MANY = ALL_PAIRS[::N_REPEATS]
"""Those of a larger corpus: 9 partitions."""
HIGHEST_RESOLUTION = 200.0
"""Where the search for more groups ends."""
AGREEMENT = 0.5
"""A link stays where this share of the partitions keeps the pair together: the majority."""
ALIKE = 0.85
"""Two groups are one where their papers lie at least so near to each other as to their own (ratio of mean
cosines): partitions cut even papers that are all alike. Groups of different subject had at most 0.71 in seven
corpora tried, cuts through alike papers 0.94 and more."""
ALL_UP_TO = 10_000
"""In a larger corpus each number of neighbours and each resolution has one partition instead of three."""
FINER = 1 / 3
"""Power of papers per paper drawn by which resolutions grow in a sample, so that it shows as many groups as all
papers do (docs/experiments.md)."""


def pairs_of(n_papers: int) -> Sequence[tuple[int, float]]:
    """Return number of neighbours and resolution of each partition of a corpus of so many papers."""
    return PAIRS_OF_MANY if n_papers > ALL_UP_TO else ALL_PAIRS


def finer(pairs: Sequence[tuple[int, float]], n_each: float) -> Sequence[tuple[int, float]]:
    """Return what partitions a sample in place of ``pairs``, which would partition all papers.

    :param n_each: papers that each of the sample stands for, at least 1.
    """
    return [(k, resolution * n_each**FINER) for k, resolution in pairs]


def neighbour_graph(near: Neighbours, k: int) -> csr_matrix:
    """Return the symmetric graph in which a paper is linked to its ``k`` nearest, weighted by cosine."""
    from scipy.sparse import csr_matrix

    n = len(near.ids)
    k = min(k, near.ids.shape[1])
    weights = np.maximum(near.cosine[:, :k], 1e-6).ravel()
    graph = csr_matrix((weights, (np.repeat(np.arange(n), k), near.ids[:, :k].ravel())), shape=(n, n))
    return graph.maximum(graph.T).tocsr()


@dataclass(frozen=True)
class Links:
    """A graph as Leiden's library takes it; made once for all partitions of the graph."""

    n_nodes: int
    edges: tuple[tuple[str, str, float], ...]

    @staticmethod
    def of(graph: csr_matrix) -> Links:
        """Return the links of a symmetric graph with weights above 0."""
        from scipy.sparse import triu

        links = triu(graph, 1).tocoo()
        name_of = [str(node) for node in range(graph.shape[0])].__getitem__
        ends = map(name_of, links.row.tolist()), map(name_of, links.col.tolist())
        return Links(graph.shape[0], tuple(zip(*ends, links.data.tolist(), strict=True)))


def leiden(links: Links, resolution: float, seed: int, trials: int = 1) -> NDArray[np.int64]:
    """Return a partition that maximises modularity (Traag, Waltman & van Eck 2019, Scientific Reports 9, 5233).

    :param resolution: of modularity (Reichardt & Bornholdt 2006); above 0.
    :return: a group per node, from 0, shape (n_nodes,); nodes without a link are groups of their own.
    """
    import graspologic_native

    groups = np.full(links.n_nodes, -1, dtype=np.int64)
    if links.edges:
        _, found = graspologic_native.leiden(
            edges=links.edges,
            starting_communities=None,
            resolution=resolution,
            randomness=0.001,
            iterations=3,
            use_modularity=True,
            seed=seed,
            trials=trials,
        )
        groups[[int(node) for node in found]] = list(found.values())
    alone = np.flatnonzero(groups < 0)
    groups[alone] = groups.max(initial=-1) + 1 + np.arange(len(alone))
    return groups


def consensus(
    rows: NDArray[Any],
    seed: int,
    smallest: int,
    n_groups: int | None = None,
    pairs: Sequence[tuple[int, float]] | None = None,
    near: Neighbours | None = None,
    progress: Steps | None = None,
) -> NDArray[np.int64]:
    """Return the groups that most partitions agree on; groups under ``smallest`` join their nearest.

    :param rows: unit rows, shape (n_papers, d), at least 2 papers.
    :param smallest: least papers of a group.
    :param n_groups: number of groups wanted; None leaves it to the papers. Fewer than wanted where the papers
        allow no more groups of ``smallest``.
    :param pairs: number of neighbours and resolution of each partition; None: those of :func:`pairs_of`.
    :param near: the nearest papers of each, where they are known.
    :param progress: told the number of partitions done and to do.
    :return: the group of each paper, shape (n_papers,), 0 for the largest.
    """
    near = (near or nearest(rows, max(NEIGHBOURS))).first(max(NEIGHBOURS))
    runs = partitions(near, seed, pairs or pairs_of(len(rows)), progress)
    agreement = agreement_of(near, runs)
    kept = agreement.copy()
    kept.data[kept.data < AGREEMENT] = 0
    kept.eliminate_zeros()
    resolution = sorted(RESOLUTIONS)[len(RESOLUTIONS) // 2]
    groups = join_small(leiden(Links.of(kept), resolution, seed, trials=3), agreement, rows, smallest)
    while n_groups is not None and groups.max() + 1 < n_groups and resolution < HIGHEST_RESOLUTION:
        resolution *= 1.5
        groups = join_small(leiden(Links.of(agreement), resolution, seed, trials=3), agreement, rows, smallest)
    groups = join_small(groups, agreement, rows, smallest, n_groups)
    return by_size(join_alike(groups, rows) if n_groups is None else groups)


def partitions(
    near: Neighbours,
    seed: int,
    pairs: Sequence[tuple[int, float]],
    progress: Steps | None = None,
) -> list[NDArray[np.int64]]:
    """Return a partition for each number of neighbours and resolution, each with its own seed.

    :return: a group per paper, shape (n_papers,), for each pair.
    """
    seeds = np.random.default_rng(seed).integers(2**31, size=len(pairs)).tolist()
    graphs = {k: Links.of(neighbour_graph(near, k)) for k in dict(pairs)}
    runs = []
    # Leiden's library lets other threads work meanwhile; of fewer papers each takes hundredths of a second
    with ThreadPoolExecutor(os.cpu_count() if len(near.ids) >= ALL_UP_TO else 1) as threads:
        found = threads.map(lambda pair, own_seed: leiden(graphs[pair[0]], pair[1], own_seed), pairs, seeds)
        for done, run in enumerate(found, start=1):
            runs.append(run)
            if progress is not None:
                progress(done, len(pairs))
    return runs


def agreement_of(near: Neighbours, runs: list[NDArray[np.int64]]) -> csr_matrix:
    """Return, for each pair of neighbours, the share of runs that keep it together.

    :param runs: a group per paper, shape (n_papers,), of each run.
    :return: shares in [0, 1], shape (n_papers, n_papers).
    """
    graph = neighbour_graph(near, near.ids.shape[1]).tocoo()
    together = np.mean([run[graph.row] == run[graph.col] for run in runs], axis=0)
    from scipy.sparse import csr_matrix

    agreement = csr_matrix((together, (graph.row, graph.col)), shape=graph.shape)
    agreement.eliminate_zeros()
    return agreement


def join_small(
    groups: NDArray[np.int64],
    agreement: csr_matrix,
    rows: NDArray[Any],
    smallest: int,
    at_most: int | None = None,
) -> NDArray[np.int64]:
    """Return groups of at least ``smallest`` papers: the smallest group joins its nearest until none is smaller.

    With ``at_most``, it goes on until there are no more groups than that.

    Nearest by mean agreement of its links; where it has none, by the cosine of the centroids.

    :param groups: a group per paper, from 0, shape (n_papers,); so is the result.
    :param agreement: as :func:`agreement_of` has it.
    :param rows: unit rows, shape (n_papers, d).
    """
    return Quotient.of(groups, agreement, rows).joined(smallest, at_most)


def join_alike(groups: NDArray[np.int64], rows: NDArray[Any]) -> NDArray[np.int64]:
    """Return groups of which no two are alike: those whose papers lie as near to each other as to their own join.

    :param groups: numbered from 0 without gaps.
    :param rows: unit rows, shape (n_papers, d).
    """
    groups = groups.copy()
    sums = np.zeros((int(groups.max(initial=-1)) + 1, rows.shape[1]))
    np.add.at(sums, groups, rows)
    while len(sums) > 1:
        sizes = np.bincount(groups)
        products = sums @ sums.T
        # a paper's product with itself says nothing about its group
        own = np.bincount(groups, weights=np.square(rows, dtype=np.float64).sum(axis=1))
        within = (products.diagonal() - own) / np.maximum(sizes * (sizes - 1), 1)
        excess = products / np.outer(sizes, sizes) - ALIKE * (within[:, None] + within[None, :]) / 2
        np.fill_diagonal(excess, -np.inf)
        # rounded, so that the last bits of a sum decide no tie
        first, second = sorted(int(place) for place in np.unravel_index(excess.round(9).argmax(), excess.shape))
        if excess[first, second] < 0:
            break
        groups[groups == second] = first
        groups[groups > second] -= 1
        sums[first] += sums[second]
        sums = np.delete(sums, second, axis=0)
    return groups


def by_size(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the groups renumbered, shape (n_papers,): 0 is the largest, ties by their first paper."""
    found, first, inverse, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(found), dtype=np.int64)
    place[np.lexsort((first, -sizes))] = np.arange(len(found))
    return place[inverse]
