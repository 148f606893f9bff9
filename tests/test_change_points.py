from __future__ import annotations

import itertools

import numpy as np
import pytest

from analysis.change_points import MIN_LENGTH, find_changes

TOTAL = np.full(40, 100)


def test_a_planted_step_is_found_where_it_is_with_both_levels() -> None:
    counts = np.where(np.arange(40) < 25, 3, 9)

    (change,) = find_changes(counts, TOTAL, 30)

    assert change.at == 25
    assert (change.share_before, change.share_after) == pytest.approx((0.03, 0.09))
    assert change.gain > 20


def test_up_and_down_again_are_two_changes() -> None:
    counts = np.where((np.arange(40) >= 10) & (np.arange(40) < 25), 15, 3)

    found = find_changes(counts, TOTAL, 30)

    assert [change.at for change in found] == [10, 25]
    assert found[0].share_after == found[1].share_before == pytest.approx(0.15)


def test_an_even_share_has_no_change_whatever_the_number_of_papers() -> None:
    total = np.where(np.arange(40) < 20, 100, 400)

    assert find_changes(total // 20, total) == ()


def test_the_division_is_the_best_of_all() -> None:
    rng = np.random.default_rng(3)
    counts, total = rng.binomial(30, 0.1, size=20), np.full(20, 30)
    counts[8:] += 6

    def fit(edges: tuple[int, ...]) -> float:
        gain = 0.0
        for a, b in itertools.pairwise((0, *edges, 20)):
            share = counts[a:b].sum() / total[a:b].sum()
            gain += counts[a:b].sum() * np.log(share) + (total[a:b] - counts[a:b]).sum() * np.log1p(-share)
        return 2 * gain - 3 * np.log(20) * len(edges)

    ways = [edges for n in (0, 1, 2) for edges in itertools.combinations(range(MIN_LENGTH, 18), n)]
    ways = [way for way in ways if all(b - a >= MIN_LENGTH for a, b in itertools.pairwise(way))]

    assert tuple(change.at for change in find_changes(counts, total)) == max(ways, key=fit) == (8,)


def test_places_are_told_among_all_periods_also_where_some_have_no_papers() -> None:
    counts, total = np.where(np.arange(40) < 25, 3, 9), TOTAL.copy()
    counts[5:8], total[5:8] = 0, 0

    assert [change.at for change in find_changes(counts, total)] == [25]


def test_fewer_than_twenty_periods_hold_no_change() -> None:
    counts = np.where(np.arange(40) < 10, 1, 30)

    assert find_changes(counts[:19], TOTAL[:19]) == ()
    assert len(find_changes(counts[:20], TOTAL[:20])) == 1
    empty = np.zeros(5, dtype=np.int64)
    assert find_changes(np.concatenate([counts[:19], empty]), np.concatenate([TOTAL[:19], empty])) == ()
    single = (np.arange(40) >= 20).astype(np.int64)
    assert [change.at for change in find_changes(single, np.ones(40, dtype=np.int64))] == [20]


def test_a_change_must_be_worth_what_a_place_and_a_share_cost_and_more_among_more_themes() -> None:
    counts = np.where(np.arange(40) < 20, 6, 9)

    # its gain is 13.05; one change among 40 periods costs 3 ln 40 = 11.07, and 2 ln(themes) more
    assert [len(find_changes(counts, TOTAL, n_themes)) for n_themes in (1, 2, 3)] == [1, 1, 0]


def test_a_theme_without_papers_or_with_all_of_them_never_changes() -> None:
    assert find_changes(np.zeros(40, dtype=int), TOTAL) == ()
    assert find_changes(TOTAL, TOTAL) == ()


@pytest.mark.slow(reason="hundreds of series are drawn by chance")
def test_chance_alone_seldom_changes() -> None:
    rng = np.random.default_rng(4)
    runs = [
        any(find_changes(rng.binomial(75, 0.03, size=53), np.full(53, 75), 30) for _ in range(30))
        for _ in range(40)
    ]

    assert sum(runs) <= 4


@pytest.mark.parametrize(("low", "high"), [(3, 9), (0, 12), (40, 100), (0, 100), (60, 91)])
def test_the_gain_is_twice_what_two_levels_are_likelier_than_one(low: int, high: int) -> None:
    from scipy.stats import binom

    counts = np.where(np.arange(40) < 25, low, high)
    (change,) = find_changes(counts, TOTAL)

    levels = np.where(np.arange(40) < 25, low / 100, high / 100)
    apart, together = (binom.logpmf(counts, TOTAL, level).sum() for level in (levels, counts.sum() / TOTAL.sum()))
    assert change.gain == pytest.approx(2 * (apart - together))
    assert isinstance(change.gain, float)


def test_the_gain_of_a_later_change_is_that_of_the_two_levels_beside_it() -> None:
    counts = np.where((np.arange(40) >= 10) & (np.arange(40) < 25), 15, 3)

    _, down = find_changes(counts, TOTAL)

    (alone,) = find_changes(counts[10:], TOTAL[10:])
    assert down.gain == pytest.approx(alone.gain)


def test_a_theme_of_no_paper_or_of_all_is_one_level_without_a_warning() -> None:
    with np.errstate(all="raise"):
        assert find_changes(np.zeros(40, dtype=np.int64), TOTAL) == ()
        assert find_changes(TOTAL, TOTAL) == ()
