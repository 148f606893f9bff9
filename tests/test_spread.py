from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.spread import evenness, is_newcomer

START, END = pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 12, 31)


def test_the_same_share_everywhere_is_even_and_one_date_alone_is_not() -> None:
    total = np.array([10, 20, 40, 10])

    assert evenness(total // 10, total) == pytest.approx(1)
    assert evenness(np.array([0, 0, 4, 0]), total) == 0
    assert evenness(np.array([1, 1]), np.array([1, 1])) == pytest.approx(1)


def test_evenness_is_entropy_over_its_greatest_value() -> None:
    # shares 0.1, 0.1, 0.2, 0: parts 1/4, 1/4, 1/2
    found = evenness(np.array([1, 2, 2, 0]), np.array([10, 20, 10, 10]))

    assert found == pytest.approx((0.5 * np.log(4) + 0.5 * np.log(2)) / np.log(4))


@pytest.mark.parametrize(("counts", "total"), [([1, 0], [9, 9]), ([0, 0], [9, 9]), ([5], [9]), ([5, 0], [9, 0])])
def test_one_paper_or_one_period_lies_neither_evenly_nor_unevenly(counts: list[int], total: list[int]) -> None:
    assert np.isnan(evenness(np.array(counts), np.array(total)))


def test_newcomers_are_first_seen_in_the_last_fifth_of_the_time() -> None:
    assert is_newcomer(pd.Timestamp(2025, 10, 21), START, END)
    assert not is_newcomer(pd.Timestamp(2025, 10, 18), START, END)
    assert not is_newcomer(START, START, END)


def test_without_time_nothing_is_new() -> None:
    assert not is_newcomer(START, START, START)
    assert not is_newcomer(pd.NaT, START, END)
    assert not is_newcomer(pd.NaT, pd.NaT, pd.NaT)
