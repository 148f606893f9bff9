from __future__ import annotations

import numpy as np
import pytest

from analysis.shares import wilson_interval


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_intervals_are_those_of_statsmodels(confidence: float) -> None:
    from statsmodels.stats.proportion import proportion_confint

    counts, totals = np.array([0, 1, 5, 24, 48, 96]), np.array([48, 48, 51, 48, 48, 96])

    found = wilson_interval(counts, totals, confidence)

    low, high = proportion_confint(counts, totals, alpha=1 - confidence, method="wilson")
    np.testing.assert_allclose(found.low, low, atol=1e-12)
    np.testing.assert_allclose(found.high, high, atol=1e-12)


def test_two_of_fifty_one_papers_lie_between_1_and_13_percent() -> None:
    # by hand: z = 1.959964, share 2/51: (share + z²/102) / (1 + z²/51) ± z / (1 + z²/51) · sqrt(...)
    found = wilson_interval(2, 51)

    assert found.low == pytest.approx(0.010821, abs=1e-6)
    assert found.high == pytest.approx(0.132163, abs=1e-6)


def test_no_paper_and_all_papers_end_exactly_at_zero_and_one() -> None:
    found = wilson_interval([0, 48], [48, 48])

    assert found.low[0] == 0
    assert found.high[1] == 1
    assert 0 < found.high[0] < 0.08
    assert 0.92 < found.low[1] < 1
    one = wilson_interval([0, 1], 1)
    assert 0 == one.low[0] < one.low[1] < one.high[0] < one.high[1] == 1


def test_a_period_without_papers_says_nothing_about_the_share() -> None:
    found = wilson_interval(0, 0)

    assert (float(found.low), float(found.high)) == (0.0, 1.0)


def test_more_certainty_and_fewer_papers_make_wider_intervals() -> None:
    widths = [wilson_interval(5, 50, c) for c in (0.8, 0.95, 0.99)]
    assert widths[0].low > widths[1].low > widths[2].low
    few, many = wilson_interval(2, 10), wilson_interval(20, 100)
    assert few.high - few.low > many.high - many.low


def test_impossible_counts_are_named() -> None:
    with pytest.raises(ValueError, match="counts must lie from 0 to their total; got 5 of 4"):
        wilson_interval([1, 5], [4, 4])
    with pytest.raises(ValueError, match="got -1 of 4"):
        wilson_interval(-1, 4)


def test_a_confidence_that_is_no_fraction_is_named() -> None:
    for confidence in (95, 1, 0):
        with pytest.raises(ValueError, match=f"confidence is {confidence}; expected a fraction such as 0.95"):
            wilson_interval(1, 4, confidence)
