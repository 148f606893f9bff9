from __future__ import annotations

import pandas as pd
import pytest

from analysis.config import Settings
from analysis.counting import Counting, counted_members, counting_words


def _rows(unit: str, partial: list[bool], counted: str = "appearances", membership: str = "main") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": [f"p{place}" for place in range(len(partial))],
            "unit": unit,
            "partial": partial,
            "counted": counted,
            "membership": membership,
        }
    )


def test_the_words_name_period_counting_and_membership() -> None:
    said = counting_words(_rows("month", [True, False, True]))

    assert said == (
        "By month, the first and the last partial; a paper counts on every date that lists it; "
        "found themes by main theme."
    )


def test_the_other_choices_are_named_too() -> None:
    said = counting_words(_rows("week", [False, False, True], "first listing", "all"))

    assert said == (
        "By ISO week, the last partial; a paper counts once, on the first date that lists it; "
        "found themes by all memberships."
    )


@pytest.mark.parametrize(
    ("unit", "partial", "start"),
    [
        ("day", [False, False], "Each listing date is a period; "),
        ("year", [True], "By year, which is partial; "),
        ("year", [False], "By year; "),
        ("quarter", [False, False], "By quarter; "),
        ("undated", [False], "A paper counts on every date"),
    ],
)
def test_each_period_has_its_words(unit: str, partial: list[bool], start: str) -> None:
    assert counting_words(_rows(unit, partial)).startswith(start)


def test_years_and_months_of_publication_are_both_named() -> None:
    rows = pd.concat([_rows("year", [False]), _rows("month", [False, True], "papers").assign(period=["a", "b"])])

    assert counting_words(rows.assign(counted="papers")).startswith("By year and month, the last partial; a paper")


def test_one_period_of_many_themes_is_one_period() -> None:
    rows = pd.concat([_rows("month", [True]).assign(theme_id=theme) for theme in ("t001", "t002")])

    assert counting_words(rows).startswith("By month, which is partial; ")


def test_without_rows_there_is_nothing_to_say() -> None:
    assert counting_words(_rows("day", [])) == ""


def test_a_followed_theme_counts_all_its_papers_and_a_found_one_those_that_were_chosen() -> None:
    themes = pd.DataFrame({"theme_id": ["sinks", "t-code"], "kind": ["watched", "found"]})
    members = pd.DataFrame(
        [
            ("p1", "sinks", False),
            ("p1", "t-code", True),
            ("p2", "t-code", False),
            ("p2", "t-gone", True),
        ],
        columns=["paper_id", "theme_id", "main"],
    )

    assert list(counted_members(members, themes).index) == [0, 1]
    assert list(counted_members(members, themes, "all").index) == [0, 1, 2]


def test_the_settings_say_what_is_counted() -> None:
    settings = Settings(period="month", count="first listing", membership="all")

    assert Counting.of(settings) == Counting("month", "first listing", "all")
