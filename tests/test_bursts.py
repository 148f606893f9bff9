from __future__ import annotations

import itertools

import numpy as np
import pytest

from analysis.bursts import COST, RATIO, find_bursts

TOTAL = np.full(30, 100)


def test_a_planted_burst_is_found_where_it_is() -> None:
    counts = np.full(30, 4)
    counts[12:16] = 14

    (burst,) = find_bursts(counts, TOTAL)

    assert (burst.start, burst.end, burst.level) == (12, 15, 1)
    assert burst.weight > COST * np.log(30)


def test_a_theme_may_burst_twice_and_to_the_last_period() -> None:
    counts = np.full(30, 3)
    counts[1:5], counts[26:] = 14, 14

    assert [(burst.start, burst.end, burst.level) for burst in find_bursts(counts, TOTAL)] == [
        (1, 4, 1),
        (26, 29, 1),
    ]


def test_three_levels_are_the_most_and_a_share_of_one_is_none() -> None:
    counts = np.full(30, 1)
    counts[10] = 300

    assert max(burst.level for burst in find_bursts(counts, TOTAL * 4)) == 3
    with np.errstate(all="raise"):
        assert find_bursts(np.full(30, 50), TOTAL) == ()


def test_a_burst_within_a_burst_is_a_level_higher() -> None:
    counts = np.full(30, 2)
    counts[10:18] = 8
    counts[13:15] = 40

    found = find_bursts(counts, TOTAL)

    assert [burst.level for burst in found] == [1, 2, 3]
    assert all(found[0].start <= burst.start <= 13 and 14 <= burst.end <= found[0].end for burst in found)
    assert (found[2].start, found[2].end) == (13, 14)


def test_an_even_theme_has_no_burst_even_where_more_papers_are_listed() -> None:
    total = np.where(np.arange(30) == 20, 1000, 100)

    assert find_bursts(total // 20, total) == ()


def test_the_weight_is_the_difference_of_log_likelihoods() -> None:
    counts = np.full(30, 4)
    counts[12:16] = 14
    low = counts.sum() / TOTAL.sum()
    high = low * RATIO

    (burst,) = find_bursts(counts, TOTAL)

    expected = 4 * (14 * np.log(high / low) + 86 * np.log((1 - high) / (1 - low)))
    assert burst.weight == pytest.approx(expected)


def test_the_cheapest_states_are_found_exactly() -> None:
    rng = np.random.default_rng(5)
    counts, total = rng.binomial(20, 0.3, size=10), np.full(10, 20)
    counts[4:6] = 18
    shares = counts.sum() / total.sum() * RATIO ** np.arange(2)
    costs = -(np.multiply.outer(counts, np.log(shares)) + np.multiply.outer(total - counts, np.log1p(-shares)))

    def cost(states: tuple[int, ...]) -> float:
        ups = sum(max(b - a, 0) for a, b in itertools.pairwise((0, *states)))
        return float(costs[range(10), states].sum() + COST * np.log(10) * ups)

    best = min(itertools.product((0, 1), repeat=10), key=cost)
    found = find_bursts(counts, total)

    assert [(burst.start, burst.end) for burst in found] == [(4, 5)]
    assert [place for place, state in enumerate(best) if state] == [4, 5]


def test_periods_without_papers_neither_start_nor_end_a_burst() -> None:
    counts, total = np.full(30, 4), TOTAL.copy()
    counts[12:16] = 14
    counts[14], total[14] = 0, 0

    (burst,) = find_bursts(counts, total)

    assert (burst.start, burst.end) == (12, 15)


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        ([9, 0, 0], [10, 10, 10]),
        ([0] * 29 + [4], [10] * 30),
        ([0] * 30, [10] * 30),
        ([10] * 30, [10] * 30),
        ([0] * 30, [0] * 30),
    ],
)
def test_too_little_makes_no_burst(counts: list[int], total: list[int]) -> None:
    assert find_bursts(np.array(counts), np.array(total)) == ()


def test_chance_alone_seldom_bursts() -> None:
    rng = np.random.default_rng(2)

    runs = [
        any(find_bursts(rng.binomial(75, 0.03, size=53), np.full(53, 75)) for _ in range(30)) for _ in range(40)
    ]

    assert sum(runs) <= 5
