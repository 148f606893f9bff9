from __future__ import annotations

import numpy as np
import pytest

from analysis.directions import Slope, adjusted, fit_slope, in_words

YEARS = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
TOTAL = np.full(5, 100)


def _fit(counts: list[int], years: np.ndarray = YEARS, total: np.ndarray = TOTAL) -> Slope | None:
    return fit_slope(np.array(counts), total, years, 0.95)


def test_odds_that_double_each_year_have_a_slope_of_log_two() -> None:
    # odds 1/9, 2/9, 4/9, 8/9, 16/9 of totals made so that counts are whole
    slope = fit_slope(np.array([10, 20, 40, 80, 160]), np.array([100, 110, 130, 170, 250]), YEARS, 0.95)

    assert slope is not None
    assert slope.per_year == pytest.approx(np.log(2), abs=1e-6)
    assert slope.low < slope.per_year < slope.high
    assert in_words(slope, slope.p_value, 0.95) == "rising"


def test_a_mirrored_series_falls_as_fast_as_it_rose() -> None:
    up, down = _fit([5, 10, 15, 20, 25]), _fit([25, 20, 15, 10, 5])

    assert up is not None and down is not None
    assert down.per_year == pytest.approx(-up.per_year, abs=1e-6)
    assert in_words(down, down.p_value, 0.95) == "falling"


def test_an_even_share_is_steady() -> None:
    many = np.full(5, 1000)
    slope = _fit([100, 110, 90, 110, 100], total=many)

    assert slope is not None
    assert in_words(slope, slope.p_value, 0.95) == "steady"
    assert slope.low < 0 < slope.high


def test_an_even_share_of_so_few_papers_that_it_might_have_doubled_is_not_called_steady() -> None:
    slope = _fit([10, 11, 9, 11, 10])

    assert slope is not None
    assert slope.high * slope.years > np.log(2)
    assert in_words(slope, slope.p_value, 0.95) == "too few to tell"


def test_the_factor_per_year_is_that_of_the_odds_with_its_interval() -> None:
    slope = fit_slope(np.array([10, 20, 40, 80, 160]), np.array([100, 110, 130, 170, 250]), YEARS, 0.95)

    assert slope is not None
    assert slope.factors == pytest.approx((2.0, np.exp(slope.low), np.exp(slope.high)))
    assert slope.years == 4


def test_a_factor_without_bound_is_a_number_still() -> None:
    assert Slope(3.0, -900.0, 900.0, 0.9, 1.0).factors == pytest.approx((np.exp(3), 0.0, np.exp(700)))


def test_over_a_few_weeks_no_factor_per_year_is_told() -> None:
    slope = _fit([5, 10, 15, 20, 25], YEARS / 52)

    assert slope is not None
    assert np.isnan(slope.factors).all()


def test_dates_in_two_clusters_make_no_direction_however_many_they_are() -> None:
    early, late = np.linspace(0, 0.02, 10), np.linspace(0.68, 0.7, 10)
    years = np.concatenate([early, late])
    counts, total = np.repeat([5, 25], 10), np.full(20, 100)

    assert fit_slope(counts, total, years, 0.95) is None
    assert fit_slope(counts, total, np.linspace(0, 0.7, 20), 0.95) is not None
    three = np.concatenate([early[:5], early[:5] + 0.34, late])
    assert fit_slope(counts, total, three, 0.95) is not None


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        ([10, 15, 20, 25, 30], [100] * 5),
        ([10, 14, 21, 24, 31, 30], [100, 90, 120, 110, 100, 95]),
        ([2, 30, 5, 33, 25], [100] * 5),
        ([12, 30, 15, 33, 25, 40, 60], [200, 100, 150, 100, 130, 90, 100]),
        ([1, 0, 1, 3, 4, 6, 5], [1, 9, 8, 12, 11, 14, 9]),
    ],
)
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_interval_and_p_value_are_those_of_a_quasi_binomial_regression(
    counts: list[int], total: list[int], confidence: float
) -> None:
    from scipy import stats
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    years, made = np.arange(len(counts)) * 0.7, np.array(counts)
    both = np.column_stack([made, np.array(total) - made])
    plain = GLM(both, np.column_stack([np.ones(len(years)), years]), Binomial()).fit()
    spread, freedom = plain.pearson_chi2 / (len(years) - 2), len(years) - 2
    error = plain.bse[1] * max(spread, 1) ** 0.5
    law = stats.t(freedom) if spread > 1 else stats.norm()

    ours = fit_slope(made, np.array(total), years, confidence)

    assert ours is not None
    slope, half = plain.params[1], law.ppf(0.5 + confidence / 2) * error
    assert (ours.per_year, ours.low, ours.high) == pytest.approx((slope, slope - half, slope + half), abs=1e-5)
    assert ours.p_value == pytest.approx(2 * law.sf(abs(slope) / error), rel=1e-4)


def test_the_slope_does_not_depend_on_where_years_are_counted_from() -> None:
    here, there = _fit([5, 10, 15, 20, 25]), _fit([5, 10, 15, 20, 25], YEARS + 2000)

    assert here is not None and there is not None
    assert (here.per_year, here.years) == pytest.approx((there.per_year, there.years))


def test_dates_a_day_apart_are_fitted_too() -> None:
    slope = _fit([5, 10, 15, 20, 25], YEARS / 365.25)

    assert slope is not None
    yearly = _fit([5, 10, 15, 20, 25])
    assert yearly is not None
    assert slope.per_year == pytest.approx(yearly.per_year * 365.25)


def test_counts_that_scatter_more_than_chance_widen_the_interval() -> None:
    calm, wild = _fit([10, 15, 20, 25, 30]), _fit([2, 30, 5, 33, 25])

    assert calm is not None and wild is not None
    assert wild.high - wild.low > 3 * (calm.high - calm.low)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([1, 1, 1, 1, 0], "fewer than five papers"),
        ([0, 0, 0, 0, 9], "all at the end: the slope would be infinite"),
        ([9, 0, 0, 0, 0], "all at the start"),
        ([100, 100, 100, 100, 100], "every paper"),
    ],
)
def test_where_there_is_no_telling_there_is_no_slope(counts: list[int], why: str) -> None:
    assert _fit(counts) is None, why
    assert in_words(None, float("nan"), 0.95) == "too few to tell"


def test_five_papers_have_a_slope_and_so_has_one_early_paper_among_late_ones() -> None:
    assert _fit([1, 1, 1, 1, 1]) is not None
    assert _fit([1, 0, 0, 0, 9]) is not None


@pytest.mark.parametrize("n_dates", [1, 2, 4])
def test_fewer_than_five_dates_make_no_direction(n_dates: int) -> None:
    counts = np.arange(5, 5 + 20 * n_dates, 20)

    assert fit_slope(counts, TOTAL[:n_dates], YEARS[:n_dates], 0.95) is None


def test_periods_without_papers_are_passed_over() -> None:
    years = np.arange(6.0)
    with_gap = fit_slope(np.array([5, 0, 10, 15, 20, 25]), np.array([100, 0, 100, 100, 100, 100]), years, 0.95)
    without = fit_slope(np.array([5, 10, 15, 20, 25]), TOTAL, years[[0, 2, 3, 4, 5]], 0.95)

    assert with_gap is not None

    assert with_gap == without


def test_many_slopes_are_adjusted_as_statsmodels_adjusts_them() -> None:
    from statsmodels.stats.multitest import multipletests

    values = [0.001, 0.04, 0.03, 0.5]
    slopes = [Slope(1.0, 0.0, 2.0, value, 1.0) for value in values]

    found = adjusted([slopes[0], None, *slopes[1:]])

    assert np.isnan(found[1])
    assert [found[0], *found[2:]] == pytest.approx(multipletests(values, method="fdr_bh")[1])


def test_with_no_slope_at_all_nothing_is_adjusted() -> None:
    assert np.isnan(adjusted([None, None])).all()
    assert adjusted([]) == []


def test_without_a_trend_few_themes_are_called_rising_or_falling() -> None:
    rng = np.random.default_rng(1)
    named = 0
    for _ in range(40):
        slopes = [_fit(list(rng.binomial(100, 0.08, size=5))) for _ in range(10)]
        words = [in_words(s, p, 0.95) for s, p in zip(slopes, adjusted(slopes), strict=True)]
        named += any(word in ("rising", "falling") for word in words)
    assert named <= 6
