"""What charts over time are drawn from: periods, shares, lives, lags."""

from __future__ import annotations

import pandas as pd
import pytest
from trended_corpus import Corpus, daily, with_changes, with_trends

from analysis import labels, tables, views


@pytest.fixture
def whole(corpus: Corpus) -> Corpus:
    return with_trends(corpus)


def test_dates_are_labelled_with_what_is_doubtful_about_them(whole: Corpus) -> None:
    periods = views.theme_dates(whole).drop_duplicates("period")

    assert list(periods["period_label"]) == [
        "Mar 11, 2025",
        "Mar 12, 2025 (year assumed)",
        "Nov 18, 2025",
        "no date: d.txt",
    ]
    assert list(periods["period_short"]) == ["Mar 11, 2025", "Mar 12, 2025*", "Nov 18, 2025", "no date"]
    assert list(periods["dated"]) == [True, True, True, False]
    assert list(periods["assumed"]) == [False, True, False, False]


def test_few_dates_stand_at_even_distances_and_what_has_none_apart(whole: Corpus) -> None:
    periods = views.share_over_time(whole).drop_duplicates("period")

    assert list(periods["position"]) == [0, 1, 2, 3.5]
    assert set(periods["spacing"]) == {"even"}


def test_a_share_table_has_one_row_per_theme_and_period_with_its_numbers(whole: Corpus) -> None:
    table = views.theme_dates(whole)

    assert len(table) == 4 * 4
    row = table[(table["theme"] == "Image generation") & (table["period"] == "2025-03-12")].iloc[0]
    assert (row["n_papers"], row["n_total"], row["color"]) == (3, 7, "#EE6677")
    assert row["share"] == pytest.approx(3 / 7)
    assert row["direction"] in ("rising", "falling", "steady", "too few to tell")


def test_many_dates_stand_where_the_calendar_puts_them(corpus: Corpus) -> None:
    table = views.share_over_time(daily(corpus, 20))

    assert set(table["spacing"]) == {"time"}
    assert set(table["pooled"]) == {""}
    assert list(table.drop_duplicates("period")["position"]) == list(range(20))


def test_hundreds_of_dates_are_pooled_and_no_appearance_is_lost(corpus: Corpus) -> None:
    whole = daily(corpus, 250)

    table = views.share_over_time(whole)

    assert set(table["pooled"]) == {"week"}
    assert table["period"].nunique() == 37
    assert table["period_label"].iloc[0] == "week of Dec 30, 2024 (in part)"
    assert table["period_short"].iloc[0] == "Dec 30, 2024†"
    listed = whole["trends"].query("axis == 'listed'")
    assert table["n_papers"].sum() == listed["n_papers"].sum()
    assert views.share_over_time(daily(corpus, 300))["period_label"].iloc[0] == "Jan 2025"


def test_a_calendar_week_month_and_part_of_a_period_are_called_as_a_reader_would() -> None:
    monday = pd.Timestamp(2025, 3, 10)

    assert labels.period_label("2025-W11", monday, "stated") == "week of Mar 10, 2025"
    assert labels.period_short("2025-W11", monday, "stated", partial=True) == "Mar 10, 2025†"
    assert labels.period_label("2025-03", monday, "assumed", partial=True) == "Mar 2025 (year assumed) (in part)"
    assert labels.period_short("2025-03", monday, "assumed", partial=True) == "Mar 2025*†"


def test_areas_of_a_period_add_up_to_all_its_papers(corpus: Corpus) -> None:
    themes = corpus["themes"].assign(area=["", "Vision", "Text", "Text"])

    table = views.area_shares(daily({**corpus, "themes": themes}, 20))

    assert list(table["area"].unique()) == ["Vision", "Text"]
    assert table.groupby("period")["share"].sum().to_numpy() == pytest.approx(1)
    assert table.groupby("period")["top"].max().to_numpy() == pytest.approx(1)
    assert set(table["color"]) == {"#EE6677", "#CCBB44"}


def test_areas_are_not_added_up_where_a_paper_counts_in_several_themes(corpus: Corpus) -> None:
    whole = daily(corpus, 20)
    trends = whole["trends"].assign(membership="all")

    assert views.area_shares({**whole, "trends": trends}).empty


def _ranked(whole: Corpus) -> Corpus:
    trends = whole["theme_trends"].copy()
    listed = trends["axis"] == "listed"
    for theme_id, direction, factor in (
        ("t-code", "falling", 0.3),
        ("t-retrieval", "too few to tell", 1.4),
        ("t-image-generation", "rising", 2.5),
    ):
        row = listed & (trends["theme_id"] == theme_id)
        trends.loc[row, ["direction", "factor", "factor_low", "factor_high"]] = [
            direction,
            factor,
            factor / 2,
            factor * 40,
        ]
    return {**whole, "theme_trends": trends}


def test_a_ranking_begins_with_what_can_be_said_and_counts_the_rest(whole: Corpus) -> None:
    table = views.risers_and_fallers(_ranked(whole))

    assert list(table["theme"]) == ["Image generation", "Code models", "Retrieval"]
    assert list(table["direction"]) == ["rising", "falling", "too few to tell"]
    assert set(table["n_without"]) == {1}
    assert views.risers_and_fallers(whole).empty


def test_life_lines_go_from_the_first_date_to_the_last_early_themes_first(whole: Corpus) -> None:
    table = views.life_lines(whole)

    sinks = table[table["theme"] == "Attention sinks"]
    assert list(sinks["period_label"]) == ["Mar 11, 2025", "Mar 12, 2025", "Nov 18, 2025"]
    assert list(sinks["n_papers"]) == [2, 2, 1]
    assert list(sinks["n_total"]) == [6, 7, 7]
    assert set(sinks["n_dates"]) == {3}
    assert set(sinks["first"]) == {pd.Timestamp(2025, 3, 11)}
    middles = table.groupby("row")["day"].mean()
    assert list(table.drop_duplicates("theme_id")["row"]) == list(range(4))
    assert middles.iloc[0] <= middles.iloc[-1]


def test_a_paper_has_one_life_where_only_its_first_listing_counts(whole: Corpus) -> None:
    trends = whole["trends"].assign(counted="first listing")

    table = views.life_lines({**whole, "trends": trends})

    assert table.loc[table["kind"] == "found", "n_papers"].sum() == 18  # those of the undated dump have no date


def test_of_very_many_dates_a_life_line_has_a_mark_per_period(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = daily(corpus, 300)
    exact = views.life_lines(whole)
    monkeypatch.setattr("analysis.views_of_dates.MOST_MARKS", 100)

    pooled = views.life_lines(whole)

    assert set(pooled["pooled"]) == {"month"}
    assert len(pooled) <= 40
    assert pooled["n_papers"].sum() == exact["n_papers"].sum()
    assert pooled["period_label"].iloc[0] == "Jan 2025"


def test_bursts_stand_in_the_row_of_their_theme(whole: Corpus) -> None:
    burst = {"theme_id": "t-code", "axis": "listed", "start": "2025-03-11", "end": "2025-03-12", "level": 1}
    bursts = tables.check("bursts", pd.DataFrame([burst | {"weight": 3.0}]), "bursts")

    found = views.life_bursts({**whole, "bursts": bursts})

    lines = views.life_lines(whole)
    assert list(found["row"]) == list(lines.loc[lines["theme_id"] == "t-code", "row"].unique())


def test_lags_count_papers_whose_two_dates_are_known_to_the_day(whole: Corpus) -> None:
    papers = whole["papers"].copy()
    papers["published"] = pd.Timestamp(2025, 3, 9)
    papers["published_precision"] = ["year"] * 2 + ["day"] * 22

    table = views.publication_lags({**whole, "papers": papers})

    assert list(table["span"]) == [
        "2 days",
        "3 days",
        "4 days",
        "5 to 7 days",
        "8 to 14 days",
        "15 to 30 days",
        "1 to 3 months",
        "3 to 12 months",
    ]
    assert list(table["n_papers"]) == [4, 6, 0, 0, 0, 0, 0, 6]
    assert set(table["n_known"]) == {16}
    assert set(table["n_all"]) == {24}
    assert table["share"].sum() == pytest.approx(1)


def test_periods_are_named_in_words() -> None:
    start = pd.Timestamp(2025, 3, 1)

    assert labels.period_label("2025-03", start, None) == "Mar 2025"
    assert labels.period_label("2025", start, None) == "2025"
    assert labels.period_label("2025-Q1", start, "assumed") == "Q1 2025 (year assumed)"
    assert labels.period_label("Mar 11, year unknown", pd.NaT, "unknown") == "Mar 11, year unknown"
    assert labels.period_short("Mar 11, year unknown", pd.NaT, "unknown") == "Mar 11, no year"


def test_a_change_point_stands_where_the_calendar_puts_it_among_pooled_periods(corpus: Corpus) -> None:
    months = with_changes(daily(corpus, 300), ("t-code", "2025-03-17", 0.2, 0.4))
    days = with_changes(daily(corpus, 20), ("t-code", "2025-01-12", 0.2, 0.4))

    (one,) = views.share_changes(months).to_dict("records")
    (other,) = views.share_changes(days).to_dict("records")

    assert one["day"] == "Mar 17, 2025"
    assert one["position"] == pytest.approx(2 - 0.5 + 16 / 31)  # the third month reaches from 1.5 to 2.5
    assert (one["since"], one["until"]) == (-0.5, 9.5)
    assert (other["since"], other["position"], other["until"]) == (0, 10, 19)


def test_change_points_by_publication_or_of_a_theme_that_is_gone_have_no_place(whole: Corpus) -> None:
    given = with_changes(whole, ("t-code", "2025-03-12", 0.2, 0.4), ("t-gone", "2025-03-12", 0.2, 0.4))
    given["changes"].loc[0, "axis"] = "published"

    assert views.share_changes(given).empty
    assert views.life_changes(given).empty
