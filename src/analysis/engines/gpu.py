"""Groups and map by cuML on an NVIDIA GPU. The only room that knows cuML.

Where the papers are very many this is the quick way, and another one: UMAP to five dimensions and HDBSCAN, as in
BERTopic's own guide to cuML, where one machine without a GPU takes the consensus of many partitions, which agrees
better with hand labels (docs/experiments.md). The same seed may give other digits on another card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.consensus import by_size
from analysis.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.engines import Task
    from analysis.neighbours import Neighbours

N_DIMENSIONS = 5
"""Of the points that are grouped, as BERTopic has it by default."""
NEIGHBOURS = 15
LEAST_DISTANCE = 0.3
"""Of points on the map; those that are grouped may lie on one another."""


class GpuError(AnalysisError):
    """cuML that cannot be had or asked for this; the text says what to install or change."""


def group(task: Task) -> NDArray[np.int64]:
    """Group papers by cuML's HDBSCAN, on points that cuML's UMAP makes of the full rows.

    A paper that HDBSCAN leaves out goes where most of its nearest papers are, since each counts in a theme.

    :return: the group of each paper, shape (n_papers,), 0 for the largest.
    :raises GpuError: cuML is not installed, or a number of groups is asked for.
    """
    if task.n_groups is not None:
        raise GpuError(
            'n_themes cannot be set with engine = "gpu", which finds their number itself. Leave one out.'
        )
    cuml = import_cuml()
    points = _placed(cuml, task.rows, N_DIMENSIONS, 0.0, task.seed)
    found = cuml.HDBSCAN(min_cluster_size=task.smallest, min_samples=1).fit_predict(points)
    return by_size(_taken_in(np.asarray(_on_host(found), dtype=np.int64), task.near))


def place(rows: NDArray[Any], near: Neighbours, seed: int) -> NDArray[np.float64]:
    """Place papers in the plane by cuML's UMAP, shape (n_papers, 2).

    :raises GpuError: cuML is not installed.
    """
    return np.asarray(_on_host(_placed(import_cuml(), rows, 2, LEAST_DISTANCE, seed)), dtype=np.float64)


def import_cuml() -> Any:  # noqa: ANN401
    """Return cuML.

    :raises GpuError: it is not installed, or finds no GPU.
    """
    try:
        import cuml
    except ImportError as error:
        raise GpuError(
            "engine = \"gpu\" needs cuML and an NVIDIA GPU (pip install 'paper-themes[gpu]'; Linux). "
            'Or set engine = "cpu".'
        ) from error
    return cuml


def _placed(cuml: Any, rows: NDArray[Any], n_dimensions: int, least: float, seed: int) -> Any:  # noqa: ANN401
    model = cuml.UMAP(
        n_components=n_dimensions,
        n_neighbors=min(NEIGHBOURS, len(rows) - 1),
        min_dist=least,
        metric="cosine",
        random_state=seed,
    )
    return model.fit_transform(np.asarray(rows, dtype=np.float32))


def _on_host(values: Any) -> Any:  # noqa: ANN401
    # cuML gives back arrays of the GPU for some inputs
    return values.get() if hasattr(values, "get") else values


def _taken_in(found: NDArray[np.int64], near: Neighbours) -> NDArray[np.int64]:
    """Return groups in which nobody is left out; one group where HDBSCAN found none."""
    if found.max(initial=-1) < 0:
        return np.zeros(len(found), dtype=np.int64)
    groups = found.copy()
    while (groups < 0).any():
        left = np.flatnonzero(groups < 0)
        theirs = groups[near.ids[left]]
        votes = np.stack([(theirs == group).sum(axis=1) for group in range(int(groups.max()) + 1)], axis=1)
        reached = votes.max(axis=1) > 0
        if not reached.any():
            # papers near nobody but one another
            groups[left] = 0
        groups[left[reached]] = votes[reached].argmax(axis=1)
    return groups
