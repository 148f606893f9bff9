"""The map of papers: UMAP's layout of a graph we know already. The only room that knows UMAP.

UMAP asks for pynndescent, which it needs to search neighbours, and which compiles its distances while it is being
imported: 17 of the 22 seconds that ``import umap`` takes on a machine that has not run it before. We give UMAP its
graph, so pynndescent is put off until something asks for it; then the real one does the work.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from analysis.map_graph import fuzzy_graph
from analysis.neighbours import Neighbours, nearest, nearest_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from umap import UMAP

METRIC = "cosine"
NEIGHBOURS = 15
"""UMAP's n_neighbors, the paper itself among them; fewer for fewer papers."""
FITTED = 15_000
"""Papers that UMAP is fitted on at most: it takes a second for 2,500."""
N_BESIDE = 5
"""Nearest fitted papers that say where one stands that has none among its neighbours."""
LEAST_DISTANCE, SPREAD = 0.3, 1.0
"""UMAP's min_dist and spread: how near papers may come, and how far apart they lie."""
FEWEST_FOR_SPECTRAL = 50
"""With fewer papers the graph is too small for a spectral start."""


def place(rows: NDArray[Any], near: Neighbours, seed: int) -> NDArray[np.float64]:
    """Return places of papers on the map, shape (n_papers, 2): of many, UMAP places a sample.

    The others stand where their nearest do.

    :param rows: unit rows, shape (n_papers, d), at least 2 papers.
    :param near: at least 14 of each, fewer where there are fewer papers.
    """
    n = len(rows)
    if n <= FITTED:
        return lay_out(rows, near, seed)
    fitted = np.sort(np.random.default_rng(seed).permutation(n)[:FITTED])
    places = lay_out(rows[fitted], nearest(rows[fitted], NEIGHBOURS - 1), seed)
    return _beside(rows, near, fitted, places)


def lay_out(rows: NDArray[Any], near: Neighbours, seed: int) -> NDArray[np.float64]:
    """Return places of papers in the plane by UMAP, shape (n_papers, 2).

    :param rows: unit rows, shape (n_papers, d), at least 2 papers.
    :param near: at least 14 of each, fewer where there are fewer papers.
    """
    import_umap()
    from umap.umap_ import find_ab_params, simplicial_set_embedding

    _keep_compiled()
    a, b = find_ab_params(SPREAD, LEAST_DISTANCE)
    # the start is found by sums that come out otherwise in their last digits with each number of cores
    with warnings.catch_warnings(), threadpool_limits(1, "blas"):
        # of a spectral start that does not converge, for which UMAP takes one by chance
        warnings.simplefilter("ignore")
        places, _ = simplicial_set_embedding(
            data=rows,
            graph=fuzzy_graph(near.first(NEIGHBOURS - 1)),
            n_components=2,
            initial_alpha=1.0,
            a=a,
            b=b,
            gamma=1.0,
            negative_sample_rate=5,
            n_epochs=None,
            init="spectral" if len(rows) > FEWEST_FOR_SPECTRAL else "random",
            random_state=np.random.RandomState(seed),
            metric=METRIC,
            metric_kwds={},
            densmap=False,
            densmap_kwds={},
            output_dens=False,
        )
    return np.asarray(places, dtype=np.float64)


def _keep_compiled() -> None:
    """Have numba keep the loop of UMAP's layout on disk, like UMAP's distances; compiling it takes .5 s."""
    from umap import layouts

    loop = getattr(layouts, "_nb_optimize_layout_euclidean_single_epoch", None)
    if loop is not None and not loop.signatures:
        loop.enable_caching()


def _beside(
    rows: NDArray[Any], near: Neighbours, fitted: NDArray[np.int64], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return places of all papers: one that was not fitted stands in the middle of its nearest that were."""
    everywhere = np.full((len(rows), 2), np.nan)
    everywhere[fitted] = places
    others = np.setdiff1d(np.arange(len(rows)), fitted)
    with warnings.catch_warnings():
        # of papers without a fitted neighbour, which come next
        warnings.simplefilter("ignore", RuntimeWarning)
        # the median: a paper whose neighbours lie apart stands with the most of them, not in the empty middle
        everywhere[others] = np.nanmedian(everywhere[near.ids[others]], axis=1)
    lost = np.flatnonzero(np.isnan(everywhere[:, 0]))
    beside = nearest_of(rows[lost], rows[fitted], N_BESIDE)
    everywhere[lost] = np.median(places[beside.ids], axis=1)
    return everywhere


def import_umap() -> type[UMAP]:
    """Import UMAP without waiting for pynndescent, unless either is there already."""
    # that there is no Tensorflow, which nobody asked for, is not passed on
    with warnings.catch_warnings(action="ignore", category=ImportWarning):
        if "umap" not in sys.modules and "pynndescent" not in sys.modules:
            stand_ins = _stand_ins()
            sys.modules.update(stand_ins)
            try:
                importlib.import_module("umap")
            finally:
                for name in stand_ins:
                    del sys.modules[name]
        umap: type[UMAP] = importlib.import_module("umap").UMAP
    return umap


class _SearchType(type):
    """So that ``isinstance`` asks about the real class."""

    def __instancecheck__(cls, instance: object) -> bool:
        real = sys.modules.get("pynndescent")
        return real is not None and isinstance(instance, real.NNDescent)


class _Search(metaclass=_SearchType):
    """Stands for ``pynndescent.NNDescent``; making one imports the real class and makes that."""

    def __new__(cls, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        return importlib.import_module("pynndescent").NNDescent(*arguments, **options)


class _Distances(Mapping[str, Any]):
    """Stands for a table of pynndescent's distances; only our own metric is known to be there without looking."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Mapping[str, Any]:
        table: Mapping[str, Any] = getattr(importlib.import_module(self._module), self._name)
        return table

    def __contains__(self, metric: object) -> bool:
        return metric == METRIC or metric in self._real()

    def __getitem__(self, metric: str) -> Any:  # noqa: ANN401
        return self._real()[metric]

    def __iter__(self) -> Iterator[str]:
        return iter(self._real())

    def __len__(self) -> int:
        return len(self._real())


def _stand_ins() -> dict[str, ModuleType]:
    tables = {"pynndescent.distances": "named_distances", "pynndescent.sparse": "sparse_named_distances"}
    package = ModuleType("pynndescent")
    package.NNDescent = _Search  # type: ignore[attr-defined]
    package.__path__ = []
    modules = {"pynndescent": package}
    for name, table in tables.items():
        modules[name] = ModuleType(name)
        setattr(modules[name], table, _Distances(name, table))
    return modules
