"""The map of papers: UMAP over neighbours we know already. The only room that knows UMAP.

UMAP asks for pynndescent, which it needs to search neighbours, and which compiles its distances while it is being
imported: 17 of the 22 seconds that ``import umap`` takes on a machine that has not run it before. We give UMAP its
neighbours, so pynndescent is put off until something asks for it; then the real one does the work. What numba
compiles of UMAP itself takes 4 seconds more in every process; it is kept on disk, as most of pynndescent is.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.consensus import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from umap import UMAP

METRIC = "cosine"
NEIGHBOURS = 15
"""UMAP's n_neighbors, the paper itself among them; fewer for fewer papers."""
FEWEST_FOR_SPECTRAL = 50
"""With fewer papers the graph is too small for a spectral start."""
COMPILED_LATE = ("smooth_knn_dist", "compute_membership_strengths")
"""Functions of ``umap.umap_`` that numba compiles when they are first called, and by itself does not keep."""


def map_model(rows: NDArray[Any], seed: int) -> UMAP:
    """Return a UMAP that will place these papers in the plane, not yet fitted.

    Every parameter is said, since BERTopic's own defaults are lost with a model of one's own.

    :param rows: unit rows, shape (n_papers, d), at least 2 papers; the model can be fitted on these alone.
    """
    umap = import_umap()
    near = nearest(rows, NEIGHBOURS - 1)
    ids = np.hstack([np.arange(len(rows))[:, None], near.ids])
    distances = np.hstack([np.zeros((len(rows), 1)), np.clip(1 - near.cosine, 0, 2)])
    return umap(
        n_neighbors=ids.shape[1],
        n_components=2,
        min_dist=0.3,
        metric=METRIC,
        init="spectral" if len(rows) > FEWEST_FOR_SPECTRAL else "random",
        random_state=seed,
        n_jobs=1,
        precomputed_knn=(ids, distances.astype(np.float32)),
        # else UMAP would leave the neighbours it is given unused below 4,096 papers
        force_approximation_algorithm=True,
    )


def import_umap() -> type[UMAP]:
    """Import UMAP without waiting for pynndescent, unless either is there already."""
    if "umap" not in sys.modules and "pynndescent" not in sys.modules:
        stand_ins = _stand_ins()
        sys.modules.update(stand_ins)
        try:
            importlib.import_module("umap")
        finally:
            for name in stand_ins:
                del sys.modules[name]
    _keep_compiled()
    umap: type[UMAP] = importlib.import_module("umap").UMAP
    return umap


def _keep_compiled() -> None:
    functions = importlib.import_module("umap.umap_")
    for name in COMPILED_LATE:
        # another version may name them otherwise, and there may be no folder to keep anything in
        with contextlib.suppress(AttributeError, RuntimeError):
            getattr(functions, name).enable_caching()


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
