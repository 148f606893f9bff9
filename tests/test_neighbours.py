"""Neighbours by cells: nearly those of an exact search, the same however many threads there are."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.lexical import unit_rows
from analysis.neighbours import Cells, Neighbours, by_cells, exactly, nearest_of


def papers_of_subjects(n: int = 1_500) -> NDArray[np.float32]:
    chance = np.random.default_rng(3)
    subjects = chance.normal(size=(30, 24))
    return unit_rows(subjects[chance.integers(30, size=n)] + 0.7 * chance.normal(size=(n, 24))).astype(np.float32)


def shared(one: Neighbours, other: Neighbours) -> float:
    pairs = zip(one.ids, other.ids, strict=True)
    return float(np.mean([len(np.intersect1d(a, b)) / len(a) for a, b in pairs]))


def test_cells_find_most_of_what_an_exact_search_finds_and_all_of_it_when_all_are_probed() -> None:
    rows = papers_of_subjects()
    exact = exactly(rows, 15)
    assert shared(exact, by_cells(rows, 15, probed=12)) > 0.9
    assert shared(exact, by_cells(rows, 15, probed=1_000)) > 0.995


def test_nobody_is_a_neighbour_of_itself_or_twice() -> None:
    near = by_cells(papers_of_subjects(), 20)
    assert not (near.ids == np.arange(len(near.ids))[:, None]).any()
    assert all(len(set(each)) == 20 for each in near.ids.tolist())
    assert (np.diff(near.cosine, axis=1) <= 0).all()


def test_ties_go_to_the_lower_index() -> None:
    near = by_cells(np.ones((300, 4), dtype=np.float32) / 2, 3)
    assert near.ids[[0, 1, 299]].tolist() == [[1, 2, 3], [0, 2, 3], [0, 1, 2]]


def test_products_are_whole_numbers_so_that_no_order_of_sums_decides() -> None:
    rows = papers_of_subjects(400)
    turned = rows[:, ::-1].copy()
    assert np.array_equal(by_cells(rows, 10).ids, by_cells(turned, 10).ids)


@pytest.mark.parametrize("k", [1, 7])
def test_the_nearest_of_others_are_those_with_the_highest_cosine(k: int) -> None:
    rows = papers_of_subjects(200)
    near = nearest_of(rows[:20], rows[20:], k)
    np.testing.assert_allclose(near.cosine, -np.sort(-(rows[:20] @ rows[20:].T), axis=1)[:, :k], atol=1e-3)


def test_cells_place_further_rows_one_by_one_as_together_and_near_where_they_belong() -> None:
    rng = np.random.default_rng(5)
    rows = unit_rows(rng.normal(size=(40, 24))[rng.integers(40, size=3_000)] + 0.1 * rng.normal(size=(3_000, 24)))
    further = unit_rows(rows[:50] + 0.02 * rng.normal(size=(50, 24)))
    cells = Cells.of(rows)
    together = cells.nearest_to(further, 5)
    alone = [cells.nearest_to(further[[number]], 5).ids[0] for number in range(50)]
    assert np.array_equal(together.ids, np.array(alone))
    exact = nearest_of(further, rows, 5)
    assert np.mean([len(set(a) & set(b)) / 5 for a, b in zip(together.ids, exact.ids, strict=True)]) > 0.95
