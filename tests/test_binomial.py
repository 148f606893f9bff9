"""The fit is that of statsmodels, whatever the counts."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.binomial import fit_line


@pytest.mark.parametrize("seed", range(40))
def test_slope_error_and_scatter_are_those_of_statsmodels(seed: int) -> None:
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    rng = np.random.default_rng(seed)
    n = int(rng.integers(5, 60))
    times = np.sort(rng.normal(size=n))
    totals = rng.integers(1, 300, size=n)
    odds = rng.normal(-2, 1) + rng.normal(0, 0.7) * times + rng.normal(0, 0.3, size=n)
    counts = rng.binomial(totals, 1 / (1 + np.exp(-odds)))
    theirs = GLM(
        np.column_stack([counts, totals - counts]), np.column_stack([np.ones(n), times]), Binomial()
    ).fit()
    ours = fit_line(counts, totals, times)
    assert ours is not None
    assert (ours.slope, ours.error, ours.pearson) == pytest.approx(
        (theirs.params[1], theirs.bse[1], theirs.pearson_chi2), rel=1e-5, abs=1e-7
    )


def test_periods_that_are_all_of_the_theme_or_without_it_are_fitted_too() -> None:
    line = fit_line(np.array([0, 3, 0, 5, 4]), np.array([4, 6, 5, 6, 4]), np.linspace(-1, 1, 5))
    assert line is not None
    assert line.slope > 0 and np.isfinite(line.error)


def test_times_that_are_all_alike_have_no_line() -> None:
    assert fit_line(np.array([1, 2, 3]), np.array([9, 9, 9]), np.zeros(3)) is None
