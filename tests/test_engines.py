"""Engines are chosen by name; what a reader with a GPU relies on shows with scikit-learn in the place of cuML."""

from __future__ import annotations

import inspect
import re
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

from analysis.config import ENGINES, Settings
from analysis.embeddings import embed, load_encoder
from analysis.engines import Task, gpu, load_engine
from analysis.engines.gpu import GpuError
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


@pytest.mark.slow(reason="UMAP is compiled")
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
    groups = gpu.group(Task(rows, nearest(rows, 20), 7, 10))
    assert set(groups) == {0, 1}
    assert groups[80] == groups[0]
    assert np.bincount(groups).tolist() == [41, 40]


@pytest.mark.usefixtures("cuml")
def test_where_hdbscan_finds_nothing_all_papers_are_one_theme() -> None:
    rows = unit_rows(np.random.default_rng(1).normal(size=(20, 6)))
    assert set(gpu.group(Task(rows, nearest(rows, 10), 7, 15))) == {0}


def test_without_cuml_the_reader_is_told_what_to_install_or_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cuml", None)
    papers = made_up(40)
    with pytest.raises(GpuError, match=r"pip install 'paper-themes\[gpu\]'.*Or set engine = \"cpu\""):
        find_themes(papers, embed(papers, load_encoder("hybrid")), SETTINGS)


def test_a_number_of_themes_that_an_engine_cannot_promise_is_refused() -> None:
    rows = np.eye(3)
    with pytest.raises(GpuError, match="n_themes cannot be set with engine"):
        gpu.group(Task(rows, nearest(rows, 2), 7, 2, n_groups=5))


def test_an_engine_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "analysis.toml"
    path.write_text('[themes]\nengine = "tpu"\n')
    with pytest.raises(ConfigError, match=re.escape(f"engine is 'tpu'; expected one of {list(ENGINES)}")):
        load_settings(path)


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_has_what_themes_ask_of_it(name: str) -> None:
    engine = load_engine(name)
    assert list(inspect.signature(engine.group).parameters) == ["task"]
    assert list(inspect.signature(engine.place).parameters) == ["rows", "near", "seed"]
