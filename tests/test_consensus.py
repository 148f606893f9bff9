"""Groups of papers: what most partitions agree on, the same for every order and number of cores."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_papers import random_rows, separated
from sklearn.metrics import adjusted_mutual_info_score

from analysis.consensus import Links, by_size, consensus, finer, join_alike, leiden, neighbour_graph, pairs_of
from analysis.lexical import unit_rows
from analysis.neighbours import among, nearest


def test_the_nearest_papers_come_nearest_first_and_without_the_paper_itself() -> None:
    rows = np.array([[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [0.0, 1.0]])
    near = nearest(rows, 2)
    np.testing.assert_array_equal(near.ids, [[1, 2], [2, 0], [1, 3], [2, 1]])
    np.testing.assert_allclose(near.cosine[0], [0.8, 0.6], atol=1e-5)


def test_of_equally_near_papers_the_first_is_taken() -> None:
    np.testing.assert_array_equal(
        nearest(np.ones((50, 1)), 3).ids[[0, 1, 2, 49]], [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]
    )


def test_there_are_no_more_neighbours_than_other_papers() -> None:
    assert nearest(np.ones((3, 1)), 20).ids.shape == (3, 2)
    assert nearest(np.ones((1, 1)), 20).ids.shape == (1, 0)


def test_many_papers_are_looked_at_in_blocks_with_the_same_result() -> None:
    rows = random_rows(1200)
    cosine = rows.astype(np.float32) @ rows.astype(np.float32).T
    np.fill_diagonal(cosine, -2)
    near = nearest(rows, 5)
    np.testing.assert_allclose(near.cosine, -np.sort(-cosine, axis=1)[:, :5], atol=2e-5)


def test_groups_far_apart_are_found_whatever_the_seed() -> None:
    truth = np.repeat(np.arange(6), 20)
    for seed in (1, 7, 2**31):
        assert adjusted_mutual_info_score(consensus(separated(6, 20), seed, 3), truth) == pytest.approx(1)


def test_the_same_seed_gives_the_same_groups() -> None:
    rows = random_rows(150)
    np.testing.assert_array_equal(consensus(rows, 7, 4), consensus(rows, 7, 4))


def test_no_group_is_smaller_than_asked_and_the_largest_is_the_first() -> None:
    sizes = np.bincount(consensus(random_rows(200), 7, 8))
    assert sizes.min() >= 8
    assert (np.diff(sizes) <= 0).all()


@pytest.mark.parametrize("n_groups", [2, 4, 6, 10, 15])
def test_the_number_of_groups_asked_for_is_kept_where_the_papers_allow_it(n_groups: int) -> None:
    assert consensus(separated(6, 20, noise=0.15), 7, 3, n_groups).max() + 1 == n_groups


def test_more_groups_than_the_papers_allow_are_not_made() -> None:
    sizes = np.bincount(consensus(random_rows(30), 7, 5, 25))
    assert 2 <= len(sizes) <= 6
    assert sizes.min() >= 5


@pytest.mark.parametrize("rows", [np.ones((60, 1)), np.zeros((60, 4)), separated(1, 60, noise=0.001)])
def test_papers_that_are_all_alike_are_one_group(rows: np.ndarray) -> None:
    assert consensus(rows, 7, 3).tolist() == [0] * 60


def test_a_paper_told_many_times_is_one_group_beside_the_others() -> None:
    rows = np.vstack([separated(1, 50, noise=0), np.roll(separated(4, 10), 1, axis=1)])
    truth = np.concatenate([np.zeros(50), 1 + np.repeat(np.arange(4), 10)])
    assert adjusted_mutual_info_score(consensus(rows, 7, 3), truth) == pytest.approx(1)


def test_the_fewest_papers_are_grouped_too() -> None:
    assert consensus(np.ones((2, 1)), 7, 2).tolist() == [0, 0]
    assert len(consensus(random_rows(15), 7, 3)) == 15


def test_a_sample_is_partitioned_the_finer_the_more_papers_each_of_it_stands_for() -> None:
    assert finer([(12, 2.0), (20, 4.0)], 8) == [(12, 4.0), (20, 8.0)]
    assert finer(pairs_of(100), 1) == list(pairs_of(100))


def test_groups_that_differ_are_not_taken_for_alike() -> None:
    rows, groups = separated(3, 10), np.repeat(np.arange(3), 10)
    np.testing.assert_array_equal(join_alike(groups, rows), groups)
    cut_in_two = np.where(np.arange(30) < 5, 3, groups)
    np.testing.assert_array_equal(by_size(join_alike(cut_in_two, rows)), groups)


def test_papers_without_a_link_are_groups_of_their_own() -> None:
    graph = neighbour_graph(nearest(separated(2, 3), 1), 1).tolil()
    graph[0, :] = graph[:, 0] = 0
    groups = leiden(Links.of(graph.tocsr()), 1.0, 7)
    assert (groups == groups[0]).sum() == 1


def test_groups_are_numbered_by_size_and_then_by_their_first_paper() -> None:
    assert by_size(np.array([5, 9, 9, 2, 5, 9, 2])).tolist() == [1, 0, 0, 2, 1, 0, 2]


def test_the_nearest_among_some_papers_are_those_found_among_them_alone() -> None:
    rows = unit_rows(np.random.default_rng(5).normal(size=(200, 8))).astype(np.float32)
    kept = np.sort(np.random.default_rng(6).permutation(200)[:160])
    known, alone = among(nearest(rows, 40), kept, 20), nearest(rows[kept], 20)
    assert np.array_equal(known.ids, alone.ids)
    assert np.allclose(known.cosine, alone.cosine)
