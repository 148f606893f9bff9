"""Broad areas: themes grouped into a few families, and the order in which charts list them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.lexical import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST, MOST = 6, 10
"""Areas made where there are themes enough."""
THEMES_PER_AREA = 3.5


@dataclass(frozen=True)
class Areas:
    """How themes fall into areas."""

    of_theme: NDArray[np.int64]
    """Shape (n_themes,): the area of each theme, numbered in the order of ``order``."""
    order: NDArray[np.int64]
    """Shape (n_themes,): the themes in the order in which charts list them, areas together, like beside like."""


def group_themes(rows: NDArray[Any], groups: NDArray[np.int64]) -> Areas:
    """Group themes by average linkage of their centroids (cosine) into 6 to 10 areas, fewer for few themes.

    :param rows: unit rows, shape (n_papers, d).
    :param groups: the theme of each paper from 0, -1 for none.
    """
    from scipy.cluster.hierarchy import cut_tree, leaves_list, linkage
    from scipy.spatial.distance import pdist

    n_themes = int(groups.max(initial=-1)) + 1
    if n_themes < 3:
        return Areas(np.arange(n_themes), np.arange(n_themes))
    centroids = unit_rows(
        np.stack([rows[groups == theme].mean(axis=0) for theme in range(n_themes)]).astype(np.float64)
    )
    # rounded, so that the last bits of a sum decide no tie
    distances = np.round(np.maximum(pdist(centroids, "sqeuclidean"), 0), 6)
    tree = linkage(distances, "ward" if n_themes > 4 else "average", optimal_ordering=True)
    n_areas = min(max(round(n_themes / THEMES_PER_AREA), FEWEST), MOST, n_themes)
    order = np.asarray(leaves_list(tree), dtype=np.int64)
    cut = cut_tree(tree, n_areas).ravel()
    numbers = {area: place for place, area in enumerate(dict.fromkeys(cut[order].tolist()))}
    return Areas(np.array([numbers[area] for area in cut.tolist()], dtype=np.int64), order)
