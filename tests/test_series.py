from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.periods import listed_axis
from analysis.series import series_of

Corpus = dict[str, pd.DataFrame]


def test_each_theme_is_a_row_in_the_order_asked_for_and_each_period_a_column(corpus: Corpus) -> None:
    axis = listed_axis(corpus["listings"], corpus["sources"])
    members = corpus["memberships"][["paper_id", "theme_id"]]

    series = series_of(axis, members, ["t-code", "nobody", "attention-sinks"])

    assert series.theme_ids == ("t-code", "nobody", "attention-sinks")
    assert series.n_papers.tolist() == [[2, 2, 2, 2], [0, 0, 0, 0], [2, 2, 1, 1]]
    assert series.n_different.tolist() == [6, 0, 4]
    assert series.n_different.dtype == np.int64
    assert series.n_papers.dtype == np.int64
    assert series.n_total.tolist() == [6, 7, 7, 7]
    assert series.dated.tolist() == [True, True, True, False]


def test_different_papers_of_dated_periods_are_counted_once(corpus: Corpus) -> None:
    axis = listed_axis(corpus["listings"], corpus["sources"])

    series = series_of(axis, corpus["memberships"][["paper_id", "theme_id"]], ["attention-sinks"])

    # five papers of which one is listed twice and one in the undated dump alone
    assert series.n_different.tolist() == [4]


def test_time_is_told_in_years_and_missing_where_there_is_no_date(corpus: Corpus) -> None:
    series = series_of(listed_axis(corpus["listings"], corpus["sources"]), corpus["memberships"], [])

    assert series.years[1] - series.years[0] == pytest.approx(1 / 365.25)
    assert np.isnan(series.years[3])
    assert series.n_papers.shape == (0, 4)
