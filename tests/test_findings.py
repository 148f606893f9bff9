from __future__ import annotations

import pandas as pd
import pytest

from analysis import findings, tables
from analysis.sentences import card_id
from analysis.theme_phrases import is_loose

Tables = dict[str, pd.DataFrame]
DAYS = pd.to_datetime(["2025-03-11", "2025-03-12", "2025-03-20", "2025-03-21", "2025-03-28"])


def themes_of(*rows: tuple[str, str, str, int, float | None]) -> pd.DataFrame:
    columns = ["theme_id", "name", "kind", "n_papers", "stability"]
    frame = pd.DataFrame(rows, columns=columns).assign(
        terms=[[]] * len(rows), example_ids=[[]] * len(rows), color="#4477AA", area="", area_order=0
    )
    return tables.check("themes", frame.reindex(columns=list(tables.SCHEMAS["themes"].columns)), "themes")


def trends_of(counts: dict[str, list[int]], totals: list[int], year_from: str = "stated") -> pd.DataFrame:
    from analysis.shares import wilson_interval

    rows = []
    for theme_id, numbers in counts.items():
        ends = wilson_interval(pd.Series(numbers), pd.Series(totals), 0.95)
        for place, (n, total) in enumerate(zip(numbers, totals, strict=True)):
            rows.append(
                {
                    "theme_id": theme_id,
                    "axis": "listed",
                    "period": str(DAYS[place].date()),
                    "period_start": DAYS[place],
                    "period_end": DAYS[place],
                    "unit": "day",
                    "partial": False,
                    "counted": "appearances",
                    "membership": "main",
                    "n_papers": n,
                    "n_total": total,
                    "share": n / total,
                    "share_low": list(ends.low)[place],
                    "share_high": list(ends.high)[place],
                    "year_from": year_from,
                }
            )
    return tables.check("trends", pd.DataFrame(rows), "trends")


def directions_of(words: dict[str, str]) -> pd.DataFrame:
    rows = [
        {"theme_id": theme, "axis": "listed", "direction": word, "p_adjusted": 0.01, "n_papers": 9, "n_periods": 5}
        for theme, word in words.items()
    ]
    columns = list(tables.SCHEMAS["theme_trends"].columns)
    return tables.check("theme_trends", pd.DataFrame(rows).reindex(columns=columns), "theme_trends")


def told(given: Tables, n_runs: int = 20) -> dict[str, str]:
    return {finding.kind: finding.text for finding in findings.find(given, n_runs)}


@pytest.fixture
def small(corpus: Tables) -> Tables:
    return {
        "papers": corpus["papers"],
        "listings": corpus["listings"],
        "themes": themes_of(
            ("t-a", "Adapters", "found", 12, 0.9),
            ("t-b", "Benchmarks", "found", 8, 0.4),
            ("unplaced", "Unplaced", "found", 4, None),
            ("sinks", "Attention sinks", "watched", 3, None),
            ("facts", "Facts", "watched", 0, None),
        ),
        "trends": trends_of({"t-a": [2, 2, 8], "t-b": [6, 1, 1], "unplaced": [0, 9, 0]}, [20, 20, 20]),
        "theme_trends": directions_of({"t-a": "too few to tell", "t-b": "too few to tell"}),
    }


def test_the_largest_theme_is_named_with_its_share_and_the_next(small: Tables) -> None:
    assert told(small)["largest"] == (
        "Adapters is the largest of 2 themes found: 12 of 24 papers (50.0%); next comes Benchmarks (loose) with 8."
    )


def test_two_themes_of_one_size_are_called_as_large(small: Tables) -> None:
    themes = themes_of(("t-a", "Adapters", "found", 8, None), ("t-b", "Benchmarks", "found", 8, None))
    said = told({**small, "themes": themes})["largest"]
    assert said == "Adapters is the largest of 2 themes found: 8 of 24 papers (33.3%), as large as Benchmarks."


def test_followed_themes_are_told_even_when_no_paper_fits(small: Tables) -> None:
    expected = "Of the themes you follow, Attention sinks has 3 papers (12.5%) and Facts has none."
    assert told(small)["watched"] == expected


def test_a_single_followed_theme_reads_as_one(small: Tables) -> None:
    only = {"themes": themes_of(("facts", "Facts", "watched", 0, None)), "trends": tables.empty("trends")}
    assert told({**small, **only})["watched"] == "The theme you follow, Facts, has none."


def test_a_difference_within_the_intervals_is_not_sold_as_one(small: Tables) -> None:
    said = told(small)["difference"]
    assert said.startswith("No theme's share differs clearly between dates: the intervals overlap even for ")
    assert "Adapters, 10.0% on Mar 11, 2025 (2 of 20) against 40.0% on Mar 20, 2025 (8 of 20)." in said


def test_a_clear_difference_is_told_with_both_shares_and_the_doubt_that_remains(small: Tables) -> None:
    trends = trends_of({"t-a": [1, 30], "t-b": [9, 9]}, [50, 50], "assumed")
    said = told({**small, "trends": trends})["difference"]
    assert said == (
        "The share of Adapters differs most between dates: 2.0% on Mar 11, 2025 (1 of 50, year assumed) against "
        "60.0% on Mar 12, 2025 (30 of 50, year assumed). The intervals do not overlap; but it is the widest gap "
        "among 2 themes, and some such gap is to be expected by chance."
    )


def test_a_rising_theme_is_told_with_its_first_and_last_share(small: Tables) -> None:
    given = {
        **small,
        "trends": trends_of({"t-a": [1, 2, 3, 4, 9], "t-b": [9, 4, 3, 2, 1]}, [20] * 5),
        "theme_trends": directions_of({"t-a": "rising", "t-b": "falling"}),
    }
    assert told(given)["direction"] == (
        "Rising over the listing dates: Adapters from 5.0% on Mar 11, 2025 to 45.0% on Mar 28, 2025. "
        "Falling over the listing dates: Benchmarks (loose) from 45.0% on Mar 11, 2025 to 5.0% on "
        "Mar 28, 2025. "
    )


def test_a_direction_over_few_dates_is_called_a_hint(small: Tables) -> None:
    said = told({**small, "theme_trends": directions_of({"t-a": "rising"})})["direction"]
    assert said.endswith("With three dates this is a hint, not yet a trend.")


def test_without_a_direction_none_is_claimed(small: Tables) -> None:
    assert "direction" not in told(small)


def courses_of(*rows: tuple[str, str, float | None, int]) -> pd.DataFrame:
    columns = list(tables.SCHEMAS["theme_trends"].columns)
    frame = pd.DataFrame(rows, columns=["theme_id", "direction", "factor", "n_papers"]).assign(
        axis="listed", n_periods=5
    )
    frame["factor_low"], frame["factor_high"] = frame["factor"] / 2, frame["factor"] * 2
    return tables.check("theme_trends", frame.reindex(columns=columns), "theme_trends")


def test_how_followed_themes_went_is_told_with_intervals_and_whether_a_direction_can_be(small: Tables) -> None:
    rows = [("sinks", "rising", 3.0, 9), ("facts", "too few to tell", 0.5, 20), ("t-a", "rising", 2.0, 30)]
    counts = {"t-a": [1, 2, 3, 4, 9], "sinks": [1, 1, 2, 2, 3], "facts": [4] * 5}
    given = {**small, "trends": trends_of(counts, [20] * 5), "theme_trends": courses_of(*rows)}
    assert told(given)["courses"] == (
        "In a year their shares change by these factors: Facts ×0.50 (interval ×0.25 to ×1.0), too few to tell; "
        "Attention sinks ×3.0 (interval ×1.5 to ×6.0), rising."
    )


def test_over_few_dates_or_without_a_factor_no_course_is_told(small: Tables) -> None:
    known, unknown = (
        courses_of(("sinks", "too few to tell", 3.0, 9)),
        courses_of(("sinks", "too few to tell", None, 9)),
    )
    many = trends_of({"sinks": [1, 1, 2, 2, 3]}, [20] * 5)
    assert "courses" not in told({**small, "theme_trends": known})
    assert "courses" not in told({**small, "trends": many, "theme_trends": unknown})


def test_shares_that_moved_are_told_the_latest_first_and_of_many_some(small: Tables) -> None:
    rows = [("t-a", 0, 0.1, 0.2), ("t-b", 3, 0.4, 0.1), ("sinks", 1, 0.0, 0.05), ("facts", 2, 0.3, 0.35)]
    changes = pd.DataFrame(rows, columns=["theme_id", "at", "share_before", "share_after"])
    changes = changes.assign(axis="listed", at=[DAYS[place] for place in changes["at"]], gain=9.0)
    assert told({**small, "changes": changes})["moves"] == (
        "Shares that moved and stayed where they went, the latest first: "
        "Benchmarks (loose) from 40.0% to 10.0% on Mar 21, 2025; Facts from 30.0% to 35.0% on Mar 20, 2025; "
        "Attention sinks from 0.0% to 5.0% on Mar 12, 2025; and one more."
    )
    assert "moves" not in told({**small, "changes": changes.iloc[:0]})


def test_a_theme_seen_only_on_the_last_date_is_called_new(small: Tables) -> None:
    given = {**small, "trends": trends_of({"t-a": [0, 0, 4], "t-b": [3, 3, 3]}, [20] * 3)}
    assert told(given)["newest"] == "Adapters is new on Mar 20, 2025: 4 papers, none before."
    fewer = {**small, "trends": trends_of({"t-a": [0, 0, 2], "t-b": [3, 3, 3]}, [20] * 3)}
    assert "newest" not in told(fewer)


def test_the_firmest_and_the_loosest_theme_are_told_in_runs(small: Tables) -> None:
    expected = "Firmest is Adapters (holds in 18 of 20 runs), loosest Benchmarks (holds in 8 of 20 runs)."
    assert told(small)["loosest"] == expected


def test_themes_equally_firm_or_never_measured_are_not_ranked(small: Tables) -> None:
    for stability in (0.9, None):
        themes = themes_of(("t-a", "A", "found", 9, stability), ("t-b", "B", "found", 8, stability))
        assert "loosest" not in told({**small, "themes": themes})


def test_unplaced_papers_are_never_a_finding(small: Tables) -> None:
    assert not any("Unplaced" in text for text in told(small).values())


def test_each_theme_in_a_sentence_leads_to_its_card(small: Tables) -> None:
    targets = {phrase.text: phrase.target for finding in findings.find(small) for phrase in finding.phrases}
    assert targets["Adapters"] == card_id("t-a") == "theme-t-a"


def test_empty_tables_give_no_finding() -> None:
    assert findings.find({name: tables.empty(name) for name in tables.SCHEMAS}) == []


@pytest.mark.parametrize(("stability", "loose"), [(0.49, True), (0.5, False), (float("nan"), False)])
def test_a_theme_is_loose_below_half_of_the_runs(stability: float, loose: bool) -> None:
    assert is_loose(stability) is loose
