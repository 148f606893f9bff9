from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import analysis
from analysis.lexical import unit_rows
from analysis.mapping import map_model

# both are meant: papers are never added to a fitted map, and no network learns one
pytestmark = pytest.mark.filterwarnings("ignore:precomputed_knn", "ignore:Tensorflow not installed")

LATER = """
import sys
import numpy as np
from analysis.mapping import import_umap
import_umap()
from umap import umap_
assert "pynndescent" not in sys.modules, "imported with UMAP"
assert "cosine" in umap_.pynn_named_distances
assert "pynndescent" not in sys.modules, "imported for a look at its distances"
import pynndescent
assert pynndescent.__file__, "the stand-in was left behind"
assert umap_.pynn_named_distances["canberra"] is pynndescent.distances.named_distances["canberra"]
assert dict(umap_.pynn_sparse_named_distances) == dict(pynndescent.sparse.sparse_named_distances)
real = pynndescent.NNDescent
assert isinstance(real.__new__(real), umap_.NNDescent)
assert not isinstance("anything else", umap_.NNDescent)
pynndescent.NNDescent = lambda *arguments, **options: (arguments, options)
print(umap_.NNDescent("rows", n_neighbors=5))
"""
"""What UMAP may ask of the search, where nothing is compiled: searching itself compiles for half a minute."""

PLACED = """
import numpy as np
from analysis.mapping import COMPILED_LATE, map_model
rows = np.load("rows.npy")
np.save("places.npy", map_model(rows, 7).fit_transform(rows))
from umap import umap_
stats = [getattr(umap_, name).stats for name in COMPILED_LATE]
print(len(stats), *(sum(each.cache_misses.values()) for each in stats))
"""


def of_this_source() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(analysis.__file__).parents[1])}


def two_groups(n: int = 40) -> np.ndarray:
    rng = np.random.default_rng(3)
    centres = np.repeat(np.eye(2, 8), n, axis=0)
    return unit_rows(centres + rng.normal(scale=0.1, size=(2 * n, 8)))


def test_the_map_keeps_alike_papers_together() -> None:
    rows = two_groups()
    places = map_model(rows, 7).fit_transform(rows)
    middles = places[:40].mean(axis=0), places[40:].mean(axis=0)
    spread = np.linalg.norm(places[:40] - middles[0], axis=1).mean()
    assert np.linalg.norm(middles[0] - middles[1]) > 2 * spread


def test_the_same_seed_gives_the_same_map() -> None:
    rows = two_groups()
    assert np.array_equal(map_model(rows, 7).fit_transform(rows), map_model(rows, 7).fit_transform(rows))


@pytest.mark.slow(reason="UMAP is imported by a process of its own")
def test_umap_comes_without_its_search_and_gets_the_real_one_when_it_asks() -> None:
    without_compiler = {**of_this_source(), "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", LATER], env=without_compiler, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "(('rows',), {'n_neighbors': 5})", done.stderr


@pytest.mark.slow(reason="UMAP is imported by a process of its own")
def test_what_is_compiled_of_umap_is_kept_for_the_next_process_which_places_papers_alike(tmp_path: Path) -> None:
    rows = two_groups()
    np.save(tmp_path / "rows.npy", rows)
    places = map_model(rows, 7).fit_transform(rows)
    done = subprocess.run(
        [sys.executable, "-c", PLACED], cwd=tmp_path, env=of_this_source(), capture_output=True, check=False
    )
    assert done.stdout.split() == [b"2", b"0", b"0"], done.stderr
    assert np.array_equal(np.load(tmp_path / "places.npy"), places)
