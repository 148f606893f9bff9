from __future__ import annotations

import subprocess
import sys

import numpy as np

from analysis.lexical import unit_rows
from analysis.mapping import map_model
from analysis.neighbours import nearest

LATER = """
import sys, warnings
import numpy as np
warnings.simplefilter("ignore")
from analysis.mapping import import_umap
model = import_umap()(n_neighbors=5, random_state=1, metric="cosine", force_approximation_algorithm=True)
assert "pynndescent" not in sys.modules, "imported with UMAP"
rows = np.random.default_rng(1).normal(size=(80, 6))
places = model.fit_transform(rows)
assert sys.modules["pynndescent"].__file__, "the stand-in was left behind"
print(places.shape, np.isfinite(places).all())
"""


def two_groups(n: int = 40) -> np.ndarray:
    rng = np.random.default_rng(3)
    centres = np.repeat(np.eye(2, 8), n, axis=0)
    return unit_rows(centres + rng.normal(scale=0.1, size=(2 * n, 8)))


def test_the_map_keeps_alike_papers_together() -> None:
    rows = two_groups()
    places = map_model(rows, nearest(rows, 14), 7).fit_transform(rows)
    middles = places[:40].mean(axis=0), places[40:].mean(axis=0)
    spread = np.linalg.norm(places[:40] - middles[0], axis=1).mean()
    assert np.linalg.norm(middles[0] - middles[1]) > 2 * spread


def test_the_same_seed_gives_the_same_map() -> None:
    rows = two_groups()
    assert np.array_equal(
        map_model(rows, nearest(rows, 14), 7).fit_transform(rows),
        map_model(rows, nearest(rows, 14), 7).fit_transform(rows),
    )


def test_umap_comes_without_its_search_and_still_searches_when_asked() -> None:
    done = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "(80, 2) True", done.stderr
