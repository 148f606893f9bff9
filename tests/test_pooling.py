from __future__ import annotations

import pandas as pd
import pytest

from analysis.pooling import MAX_PERIODS, calendar, chosen_unit, period_names


def _workdays(start: str, end: str) -> pd.Series:
    return pd.Series(pd.bdate_range(start, end)).astype("datetime64[us]")


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [
        ("2025-03-11", "2025-03-11", "day"),
        ("2025-01-06", "2025-02-28", "day"),  # exactly 40 listing dates
        ("2025-01-06", "2025-03-03", "week"),
        ("2025-01-06", "2025-10-10", "week"),  # exactly 40 weeks
        ("2025-01-02", "2025-12-31", "month"),  # 53 weeks would be too many
        ("2020-01-01", "2025-12-31", "quarter"),
        ("2010-01-01", "2025-12-31", "year"),
        ("1970-01-01", "2025-12-31", "year"),
    ],
)
def test_the_finest_period_is_taken_that_still_can_be_read(start: str, end: str, unit: str) -> None:
    days = _workdays(start, end)

    assert chosen_unit(days) == unit
    if start > "1980":
        assert len(calendar(days, chosen_unit(days))) <= MAX_PERIODS


def test_a_higher_limit_keeps_the_weeks_of_a_year() -> None:
    assert chosen_unit(_workdays("2025-01-02", "2025-12-31"), most=60) == "week"


def test_many_dates_in_few_clusters_are_pooled_by_the_calendar_between_them() -> None:
    days = pd.concat([_workdays("2020-01-01", "2020-02-15"), _workdays("2025-11-03", "2025-11-28")])

    assert chosen_unit(days) == "quarter"
    assert len(calendar(days, "quarter")) == 24


def test_no_date_at_all_needs_no_pooling() -> None:
    assert chosen_unit(pd.Series([pd.NaT], dtype="datetime64[us]")) == "day"


def test_weeks_are_those_of_iso_8601_also_around_new_year() -> None:
    days = pd.Series(pd.to_datetime(["2024-12-29", "2024-12-30", "2025-12-28", "2025-12-29"]))

    assert list(period_names(days, "week")) == ["2024-W52", "2025-W01", "2025-W52", "2026-W01"]
    assert list(period_names(days, "quarter")) == ["2024-Q4", "2024-Q4", "2025-Q4", "2025-Q4"]
    assert list(period_names(days, "day"))[0] == "2024-12-29"
    assert list(period_names(days, "month"))[1:3] == ["2024-12", "2025-12"]
    assert list(period_names(days, "year"))[1:3] == ["2024", "2025"]


def test_names_of_periods_lie_beside_the_days_they_belong_to() -> None:
    days = _workdays("2025-03-10", "2025-03-14")[::-2]

    assert period_names(days, "day").to_dict() == {4: "2025-03-14", 2: "2025-03-12", 0: "2025-03-10"}


def test_a_calendar_has_no_gap_and_says_where_each_period_ends() -> None:
    days = pd.concat([_workdays("2025-03-10", "2025-03-14"), _workdays("2025-03-31", "2025-04-04")])

    weeks = calendar(days, "week")

    assert list(weeks["period"]) == ["2025-W11", "2025-W12", "2025-W13", "2025-W14"]
    assert list(weeks["period_start"]) == list(pd.date_range("2025-03-10", periods=4, freq="7D"))
    assert list(weeks["period_end"]) == list(pd.date_range("2025-03-16", periods=4, freq="7D"))


@pytest.mark.parametrize(
    ("start", "end", "unit", "partial"),
    [
        ("2025-01-06", "2025-01-31", "week", [False, False]),  # Monday to Friday: no listing at weekends
        ("2025-01-09", "2025-01-31", "week", [True, False]),  # from a Thursday on
        ("2025-01-06", "2025-01-28", "week", [False, True]),  # to a Tuesday
        ("2025-01-02", "2025-03-31", "month", [False, False]),  # one holiday is no partial month
        ("2025-01-10", "2025-03-20", "month", [True, True]),
        ("2025-03-03", "2025-12-31", "year", [True, True]),  # one period is the first and the last
    ],
)
def test_a_first_or_last_period_that_the_data_do_not_fill_is_partial(
    start: str, end: str, unit: str, partial: list[bool]
) -> None:
    made = calendar(_workdays(start, end), unit)  # type: ignore[arg-type]

    assert set(made["unit"]) == {unit}
    assert [made["partial"].iloc[0], made["partial"].iloc[-1]] == partial
    assert not made["partial"].iloc[1:-1].any()


def test_single_days_are_never_partial_and_days_without_a_listing_are_none() -> None:
    made = calendar(_workdays("2025-03-13", "2025-03-18"), "day")

    assert list(made["period"]) == ["2025-03-13", "2025-03-14", "2025-03-17", "2025-03-18"]
    assert not made["partial"].any()
