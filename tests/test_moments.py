from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.moments import bursts_table, changes_table
from analysis.series import Series

WEEKS = pd.date_range("2025-01-06", periods=30, freq="7D")


def _series(*counts: np.ndarray, ids: tuple[str, ...] = ("t-a",)) -> Series:
    """Thirty weeks of a hundred papers, and an undated dump in which every theme has fifty."""
    weeks = pd.DataFrame({"period_start": WEEKS, "period_end": WEEKS + pd.Timedelta(days=6), "n_total": 100})
    undated = pd.DataFrame({"period_start": [pd.NaT], "period_end": [pd.NaT], "n_total": [100]})
    periods = pd.concat([weeks, undated], ignore_index=True)
    n_papers = np.column_stack([np.vstack(counts), np.full(len(counts), 50)])
    return Series(ids, periods, n_papers, n_papers[:, :-1].sum(axis=1))


def test_a_burst_is_told_by_its_first_and_its_last_day() -> None:
    counts = np.full(30, 4)
    counts[12:16] = 14

    (burst,) = bursts_table(_series(counts)).to_dict("records")

    assert (burst["theme_id"], burst["axis"], burst["level"]) == ("t-a", "listed", 1)
    assert (burst["start"], burst["end"]) == (WEEKS[12], WEEKS[15] + pd.Timedelta(days=6))


def test_a_change_is_told_by_the_first_day_of_the_new_level() -> None:
    counts = np.where(np.arange(30) < 18, 3, 12)

    (change,) = changes_table(_series(counts)).to_dict("records")

    assert (change["theme_id"], change["axis"], change["at"]) == ("t-a", "listed", WEEKS[18])
    assert (change["share_before"], change["share_after"]) == pytest.approx((0.03, 0.12))


def test_unplaced_papers_neither_burst_nor_change() -> None:
    counts = np.where(np.arange(30) < 18, 3, 12)
    series = _series(counts, ids=("unplaced",))

    assert bursts_table(series).empty
    assert changes_table(series).empty


def test_the_more_themes_are_searched_the_clearer_a_change_must_be() -> None:
    counts, even = np.where(np.arange(30) < 18, 4, 8), np.full(30, 5)
    many = _series(counts, *[even] * 400, ids=tuple(f"t-{number}" for number in range(401)))

    assert len(changes_table(_series(counts))) == 1
    assert changes_table(many).empty
