from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.lexical import unit_rows
from analysis.map_graph import fuzzy_graph
from analysis.mapping import lay_out
from analysis.neighbours import nearest

LATER = """
import sys, warnings
import numpy as np
from sklearn.neighbors import NearestNeighbors
warnings.simplefilter("ignore")
from analysis.mapping import import_umap
UMAP = import_umap()
assert "pynndescent" not in sys.modules, "imported with UMAP"
import pynndescent
assert pynndescent.__file__, "the stand-in was left behind"
class Search:
    def __init__(self, rows, n_neighbors, **options):
        near = NearestNeighbors(n_neighbors=n_neighbors, metric=options["metric"]).fit(rows)
        self.neighbor_graph = near.kneighbors(rows)[::-1]
        print("searched", rows.shape)
pynndescent.NNDescent = Search
rows = np.random.default_rng(1).normal(size=(80, 6))
model = UMAP(n_neighbors=5, n_epochs=5, random_state=1, metric="cosine", force_approximation_algorithm=True)
places = model.fit_transform(rows)
print(places.shape, np.isfinite(places).all())
from test_mapping import farthest_from_the_graph_of_umap
print(farthest_from_the_graph_of_umap() < 1e-4)
"""


def two_groups(n: int = 40) -> np.ndarray:
    rng = np.random.default_rng(3)
    centres = np.repeat(np.eye(2, 8), n, axis=0)
    return unit_rows(centres + rng.normal(scale=0.1, size=(2 * n, 8)))


@pytest.mark.slow(reason="UMAP is compiled")
def test_the_map_keeps_alike_papers_together() -> None:
    rows = two_groups()
    places = lay_out(rows, nearest(rows, 14), 7)
    middles = places[:40].mean(axis=0), places[40:].mean(axis=0)
    spread = np.linalg.norm(places[:40] - middles[0], axis=1).mean()
    assert np.linalg.norm(middles[0] - middles[1]) > 2 * spread


@pytest.mark.slow(reason="UMAP is compiled")
def test_the_same_seed_gives_the_same_map() -> None:
    rows = two_groups()
    assert np.array_equal(
        lay_out(rows, nearest(rows, 14), 7),
        lay_out(rows, nearest(rows, 14), 7),
    )


def farthest_from_the_graph_of_umap() -> float:
    from umap.umap_ import fuzzy_simplicial_set

    rows = two_groups()
    # some papers lie in the same place
    rows[10:13] = rows[9]
    near = nearest(rows, 14)
    ids = np.hstack([np.arange(len(rows))[:, None], near.ids])
    distances = np.hstack([np.zeros((len(rows), 1)), np.clip(1 - near.cosine, 0, 2)])
    theirs, _, _ = fuzzy_simplicial_set(rows, 15, None, "cosine", knn_indices=ids, knn_dists=distances)
    return float(abs(theirs - fuzzy_graph(near)).max())


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What a process with the whole UMAP says; to compile it would take a minute, for 80 rows."""
    here = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", LATER],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": here},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow(reason="UMAP is imported by a process of its own")
def test_umap_comes_without_its_search_and_still_searches_when_asked(told: list[str]) -> None:
    assert told[:2] == ["searched (80, 6)", "(80, 2) True"]


@pytest.mark.slow(reason="UMAP is imported by a process of its own")
def test_the_graph_is_that_of_umap(told: list[str]) -> None:
    assert told[2] == "True"
