"""How far themes can be trusted: near one for what is there, low for what is not."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_papers import random_rows, separated

from analysis import stability
from analysis.consensus import Neighbours, consensus
from analysis.engines import Task, cpu
from analysis.neighbours import nearest
from analysis.stability import HOLDS, KEPT, N_RUNS, Regroup, measure


def regroup(rows: np.ndarray, smallest: int) -> Regroup:
    return Regroup(cpu, Task(rows, nearest(rows, len(rows) - 1), 7, smallest))


def test_themes_far_apart_hold_in_every_run() -> None:
    rows = separated(5, 16)
    found = measure(rows, consensus(rows, 7, 3), regroup(rows, 3), 7)
    assert found.themes.tolist() == [1.0] * 5
    assert np.nanmin(found.papers) == 1
    assert found.agreement == pytest.approx(1)


def test_themes_of_papers_without_structure_do_not_hold() -> None:
    rows = random_rows(150, 400)
    found = measure(rows, consensus(rows, 7, 4), regroup(rows, 4), 7)
    assert found.themes.mean() < 0.5
    assert found.agreement < 0.5
    assert ((found.themes >= 0) & (found.themes <= 1)).all()
    assert ((found.papers >= 0) & (found.papers <= 1) | np.isnan(found.papers)).all()


def test_a_theme_that_is_there_holds_beside_one_that_is_not() -> None:
    rows = np.vstack([np.pad(separated(2, 20), ((0, 0), (0, 40))), np.pad(random_rows(60), ((0, 0), (40, 0)))])
    groups = np.concatenate([np.repeat([0, 1], 20), 2 + np.arange(60) % 4])
    found = measure(rows, groups, regroup(rows, 4), 7)
    assert found.themes[:2].min() >= 0.9
    assert found.themes[2:].max() <= 0.3
    assert np.nanmean(found.papers[:40]) > np.nanmean(found.papers[40:]) + 0.3


def test_a_theme_holds_in_the_share_of_runs_that_have_more_than_half_of_it() -> None:
    groups = np.repeat([0, 1], 10)
    runs = iter(range(N_RUNS))

    def split_first(rows: np.ndarray, seed: int, near: Neighbours) -> np.ndarray:
        own = rows[:, 0].astype(int)
        # in every fourth run the first theme falls apart paper by paper
        return np.where(own == 0, 2 + np.arange(len(own)), 1) if next(runs) % 4 == 0 else own

    found = measure(groups[:, None].astype(float), groups, split_first, 7)
    assert found.themes.tolist() == [0.75, 1.0]


def test_each_run_has_its_own_seed_and_four_fifths_of_the_papers() -> None:
    seeds, sizes = [], []

    def all_one(rows: np.ndarray, seed: int, near: Neighbours) -> np.ndarray:
        seeds.append(seed)
        sizes.append(len(rows))
        return np.zeros(len(rows), dtype=np.int64)

    told: list[tuple[int, int]] = []
    found = measure(np.ones((50, 1)), np.zeros(50, dtype=np.int64), all_one, 7, lambda *step: told.append(step))
    assert len(set(seeds)) == N_RUNS
    assert set(sizes) == {round(KEPT * 50)}
    assert told[-1] == (N_RUNS, N_RUNS)
    assert (found.themes.tolist(), found.agreement) == ([1.0], 1.0)


def test_small_themes_hold_where_each_run_looks_at_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "AT_MOST", 120)
    rows = separated(24, 20)
    found = measure(rows, np.repeat(np.arange(24), 20), regroup(rows, 16), 7)
    assert found.n_runs == stability.N_RUNS_OF_MANY
    assert found.themes.mean() > 0.7


def test_the_same_seed_gives_the_same_figures() -> None:
    rows = random_rows(60)
    groups = consensus(rows, 7, 3)
    one, two = (measure(rows, groups, regroup(rows, 3), 7) for _ in range(2))
    np.testing.assert_array_equal(one.papers, two.papers)
    np.testing.assert_array_equal(one.themes, two.themes)
    assert one.agreement == two.agreement


def test_papers_in_no_theme_are_counted_in_none() -> None:
    rows = separated(3, 10)
    groups = np.repeat([0, -1, 1], 10)
    found = measure(rows, groups, regroup(rows, 3), 7)
    assert found.themes.tolist() == [1.0, 1.0]
    assert found.papers[10:20].max() == 0


def test_the_fewest_papers_can_be_measured() -> None:
    rows = np.ones((2, 1))
    found = measure(rows, np.zeros(2, dtype=np.int64), regroup(rows, 3), 7)
    assert found.themes.tolist() == [1.0]
    assert HOLDS == 0.5
