from __future__ import annotations

import locale
from datetime import date

import pandas as pd
import pytest

from analysis import wording


def test_a_date_is_said_as_the_listing_pages_say_it() -> None:
    assert wording.day(date(2025, 11, 18)) == "Nov 18, 2025"
    assert wording.day(pd.Timestamp(2025, 3, 1)) == "Mar 1, 2025"


def test_a_date_is_said_only_as_far_as_it_is_known() -> None:
    assert wording.day(date(2025, 11, 1), "month") == "Nov 2025"
    assert wording.day(date(2025, 1, 1), "year") == "2025"
    assert wording.day(None) == ""
    assert wording.day(pd.NaT) == ""


def test_months_keep_their_english_names_under_any_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "de_DE.UTF-8")
    except locale.Error:
        pytest.skip("the German locale is not installed here")
    try:
        assert wording.day(date(2025, 12, 5)) == "Dec 5, 2025"
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_a_share_is_said_as_a_percentage_and_an_unknown_one_as_a_dash() -> None:
    assert wording.percent(0.085) == "8.5%"
    assert wording.percent(0) == "0.0%"
    assert wording.percent(1) == "100.0%"
    assert wording.percent(float("nan")) == "–"


def test_counts_have_their_plural_and_thousands_separated() -> None:
    assert wording.count(1, "paper") == "1 paper"
    assert wording.count(0, "paper") == "0 papers"
    assert wording.count(3930, "paper") == "3,930 papers"
    assert wording.count(2, "paper is", "papers are") == "2 papers are"


def test_small_numbers_are_words() -> None:
    assert [wording.in_words(number) for number in (0, 4, 10, 11, 1200)] == ["no", "four", "ten", "11", "1,200"]


def test_lists_read_as_a_sentence_does() -> None:
    assert wording.listed([]) == ""
    assert wording.listed(["A"]) == "A"
    assert wording.listed(["A", "B"]) == "A and B"
    assert wording.listed(["A", "B", "C"]) == "A, B and C"
    assert wording.listed(["A", "B", "C", "D"], at_most=2) == "A, B and two more"
    assert wording.listed(["A", "B"], at_most=2) == "A and B"


def test_stability_is_said_in_runs() -> None:
    assert wording.stability_in_words(0.95, 20) == "holds in 19 of 20 runs"
    assert wording.stability_in_words(0.684, 0) == "holds in 68% of the runs"
    assert wording.stability_in_words(float("nan"), 20) == "stability not measured"


def test_a_factor_has_the_digits_that_count() -> None:
    assert [wording.times(factor) for factor in (0.314, 0.996, 2.43, 9.96, 17.2, float("nan"))] == [
        *("×0.31", "×1.0", "×2.4", "×10", "×17", "–")
    ]
