from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.directions import MIN_PAPERS
from analysis.movements import theme_trends_table
from analysis.series import Series

DAYS = pd.date_range("2025-01-01", periods=6, freq="30D")


def _series(counts: list[list[int]], total: int = 200, ids: tuple[str, ...] | None = None) -> Series:
    periods = pd.DataFrame({"period_start": DAYS, "middle": DAYS, "n_total": total})
    n_papers = np.array(counts)
    names = ids or tuple(f"t-{row}" for row in range(len(counts)))
    return Series(names, periods, n_papers, n_papers.sum(axis=1))


def test_each_theme_has_direction_extent_and_evenness() -> None:
    series = _series([[5, 10, 20, 30, 40, 60], [0, 0, 20, 0, 0, 0]])

    up, once = theme_trends_table(series, series, 0.95).to_dict("records")

    assert (up["direction"], up["n_papers"], up["n_periods"], up["n_dates"], up["spread"]) == (
        "rising",
        165,
        6,
        6,
        1,
    )
    assert (once["n_dates"], once["first"], once["last"]) == (1, DAYS[2], DAYS[2])
    assert once["spread"] == pytest.approx(1 / 6)
    assert once["evenness"] == 0 < up["evenness"] < 1


def test_growth_is_told_as_a_factor_per_year_with_its_interval() -> None:
    series = _series([[5, 10, 20, 30, 40, 60]])

    (row,) = theme_trends_table(series, series, 0.95).to_dict("records")

    for name in ("", "_low", "_high"):
        assert row[f"factor{name}"] == pytest.approx(np.exp(row[f"slope{name}"]))
    assert 1 < row["factor_low"] < row["factor"] < row["factor_high"]


def test_a_few_papers_listed_again_and_again_have_no_direction() -> None:
    series = _series([[1, 1, 2, 3, 4, 4]])
    again = Series(series.theme_ids, series.periods, series.n_papers, np.array([4]))

    (row,) = theme_trends_table(again, again, 0.95).to_dict("records")

    assert row["direction"] == "too few to tell"
    assert row["slope"] is None or np.isnan(row["slope"])


@pytest.mark.parametrize(("n_different", "told"), [(MIN_PAPERS - 1, False), (MIN_PAPERS, True)])
def test_as_many_papers_as_it_takes_have_a_direction(n_different: int, told: bool) -> None:
    series = _series([[5, 10, 20, 30, 40, 60]])
    some = Series(series.theme_ids, series.periods, series.n_papers, np.array([n_different]))

    (row,) = theme_trends_table(some, some, 0.95).to_dict("records")

    assert (row["direction"] != "too few to tell") is told


def test_a_theme_first_seen_at_the_end_is_new_unless_an_undated_dump_lists_it_or_it_is_none() -> None:
    late = [0, 0, 0, 0, 0, 1]
    periods = pd.DataFrame({"period_start": [*DAYS, pd.NaT], "middle": [*DAYS, pd.NaT], "n_total": 200})
    counts = np.array([[*late, 0], [*late, 1], [*late, 0], [1] * 6 + [0]])
    series = Series(("new", "elsewhere", "unplaced", "old"), periods, counts, counts.sum(axis=1))

    table = theme_trends_table(series, series, 0.95).set_index("theme_id")

    assert table["newcomer"].to_dict() == {"new": True, "elsewhere": False, "unplaced": False, "old": False}
    assert table["n_dates"].to_dict() == {"new": 1, "elsewhere": 1, "unplaced": 1, "old": 6}
    assert table["p_adjusted"].isna().to_dict() == {"new": True, "elsewhere": True, "unplaced": True, "old": False}


def test_without_dates_nothing_is_said() -> None:
    series = _series([[5, 10, 20, 30, 40, 60]])
    undated = Series(
        series.theme_ids, series.periods.assign(period_start=pd.NaT, middle=pd.NaT), series.n_papers, np.array([0])
    )

    (row,) = theme_trends_table(undated, undated, 0.95).to_dict("records")

    assert (row["direction"], row["n_dates"], row["spread"], row["newcomer"]) == ("too few to tell", 0, 0, False)
    assert pd.isna(row["first"])
