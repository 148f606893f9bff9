"""What a reader with a GPU relies on, as far as it shows without one: scikit-learn stands in for cuML."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from made_up_papers import made_up, subjects_of
from sklearn.cluster import HDBSCAN
from sklearn.decomposition import PCA

from analysis.config import Settings
from analysis.embeddings import embed, load_encoder
from analysis.gpu_models import GpuClusterer, GpuError
from analysis.lexical import unit_rows
from analysis.neighbours import nearest
from analysis.settings_file import ConfigError, load_settings
from analysis.themes import find_themes

SETTINGS = replace(Settings(), engine="gpu", watched=())


class FakeUmap:
    """Takes what cuML's UMAP takes."""

    def __init__(
        self, *, n_components: int, n_neighbors: int, min_dist: float, metric: str, random_state: int
    ) -> None:
        self.model = PCA(n_components, random_state=random_state)

    def fit_transform(self, rows: np.ndarray) -> np.ndarray:
        return self.model.fit_transform(rows)


@pytest.fixture
def cuml(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = ModuleType("cuml")
    module.UMAP, module.HDBSCAN = FakeUmap, partial(HDBSCAN, copy=True)
    monkeypatch.setitem(sys.modules, "cuml", module)


@pytest.mark.usefixtures("cuml")
def test_themes_of_a_gpu_are_tables_like_all_others() -> None:
    papers = made_up(100)
    found = find_themes(papers, embed(papers, load_encoder("hybrid")), SETTINGS)

    main = found.memberships[found.memberships["main"]].set_index("paper_id")["theme_id"]
    subject = dict(zip(papers["paper_id"], subjects_of(100).tolist(), strict=True))
    pure = sum(group.map(subject).value_counts().iloc[0] for _, group in main.index.to_series().groupby(main))
    assert len(main) == 100
    assert found.themes["stability"].notna().all()
    assert pure > 90, "papers of one subject lie in one theme"
    assert np.isfinite(found.map[["x", "y"]].to_numpy()).all()


@pytest.mark.usefixtures("cuml")
def test_papers_that_hdbscan_leaves_out_go_where_their_like_are() -> None:
    rng = np.random.default_rng(1)
    near_two = np.repeat(np.eye(2, 12), 40, axis=0) + rng.normal(scale=0.05, size=(80, 12))
    far = np.array([[3.0, 1.0, *[0.0] * 9, 4.0]])
    rows = unit_rows(np.vstack([near_two, far]))
    groups = GpuClusterer(rows, nearest(rows, 20), 7, 10).fit(rows).labels_
    assert set(groups) == {0, 1}
    assert groups[80] == groups[0]
    assert np.bincount(groups).tolist() == [41, 40]


@pytest.mark.usefixtures("cuml")
def test_where_hdbscan_finds_nothing_all_papers_are_one_theme() -> None:
    rows = unit_rows(np.random.default_rng(1).normal(size=(20, 6)))
    assert set(GpuClusterer(rows, nearest(rows, 10), 7, 15).fit(rows).labels_) == {0}


def test_without_cuml_the_reader_is_told_what_to_install_or_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cuml", None)
    papers = made_up(40)
    with pytest.raises(GpuError, match=r"pip install 'paper-themes\[gpu\]'.*Or set engine = \"cpu\""):
        find_themes(papers, embed(papers, load_encoder("hybrid")), SETTINGS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('engine = "tpu"', "engine is 'tpu'"),
        ('engine = "gpu"\nn_themes = 5', "n_themes cannot be set with engine"),
    ],
)
def test_an_engine_that_cannot_be_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "analysis.toml"
    path.write_text(f"[themes]\n{text}\n")
    with pytest.raises(ConfigError, match=said):
        load_settings(path)
