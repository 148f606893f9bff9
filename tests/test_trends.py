from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import tables
from analysis.counting import Counting
from analysis.trends import TrendTables, build_trends

Corpus = dict[str, pd.DataFrame]


def _build(corpus: Corpus, counting: Counting | None = None, **changed: pd.DataFrame) -> TrendTables:
    given = {**corpus, **changed}
    names = ("listings", "papers", "memberships", "themes", "sources")
    return build_trends(*(given[name] for name in names), 0.95, counting or Counting())


def _listed(made: TrendTables, theme_id: str) -> pd.DataFrame:
    rows = made.trends
    return rows[(rows["axis"] == "listed") & (rows["theme_id"] == theme_id)].set_index("period")


def test_every_theme_has_a_row_for_every_date_and_the_undated_dump(corpus: Corpus) -> None:
    listed = _build(corpus).trends.query("axis == 'listed'")

    assert len({tuple(rows["period"]) for _, rows in listed.groupby("theme_id")}) == 1
    assert list(listed["period"].unique()) == ["2025-03-11", "2025-03-12", "2025-11-18", "undated: d.txt"]
    assert len(listed) == 4 * len(corpus["themes"])


def test_found_themes_count_their_main_papers(corpus: Corpus) -> None:
    rows = _listed(_build(corpus), "t-image-generation")

    # papers 0, 3 of a.txt; 6, 9 and again 0 of b.txt; 12, 15, 6 of c.txt; 18, 21, 12 of d.txt
    assert list(rows["n_papers"]) == [2, 3, 3, 3]
    assert list(rows["n_total"]) == [6, 7, 7, 7]
    assert rows.loc["2025-03-12", "share"] == pytest.approx(3 / 7)


def test_watched_themes_count_all_their_papers_and_are_zero_where_none_is(corpus: Corpus) -> None:
    rows = _listed(_build(corpus), "attention-sinks")

    # papers 0, 3, 9, 14, 20; 0 is listed again by b.txt
    assert list(rows["n_papers"]) == [2, 2, 1, 1]
    members = corpus["memberships"]
    gone = members[~((members["theme_id"] == "attention-sinks") & members["paper_id"].isin(["p14"]))]
    assert list(_listed(_build(corpus, memberships=gone), "attention-sinks")["n_papers"]) == [2, 2, 0, 1]


def test_shares_of_found_themes_add_up_to_one_on_every_date(corpus: Corpus) -> None:
    trends = _build(corpus).trends
    found = trends[trends["theme_id"].str.startswith("t-") & (trends["n_total"] > 0)]

    assert found.groupby(["axis", "period"])["share"].sum().tolist() == pytest.approx(
        [1.0] * found.groupby(["axis", "period"]).ngroups
    )


def test_intervals_are_wilson_intervals(corpus: Corpus) -> None:
    from statsmodels.stats.proportion import proportion_confint

    trends = _build(corpus).trends
    some = trends[trends["n_total"] > 0]

    low, high = proportion_confint(
        some["n_papers"].to_numpy(dtype=int), some["n_total"].to_numpy(dtype=int), method="wilson"
    )

    assert some["share_low"].tolist() == pytest.approx(list(low), abs=1e-9)
    assert some["share_high"].tolist() == pytest.approx(list(high), abs=1e-9)


def test_the_intervals_are_as_sure_as_asked_for_and_nineteen_of_twenty_where_nothing_is_said(
    corpus: Corpus,
) -> None:
    from statsmodels.stats.proportion import proportion_confint

    given = [corpus[name] for name in ("listings", "papers", "memberships", "themes", "sources")]
    trends = build_trends(*given, 0.8).trends
    some = trends[trends["n_total"] > 0]

    low, _ = proportion_confint(
        some["n_papers"].to_numpy(dtype=int), some["n_total"].to_numpy(dtype=int), alpha=0.2, method="wilson"
    )

    assert some["share_low"].tolist() == pytest.approx(list(low), abs=1e-9)
    pd.testing.assert_frame_equal(build_trends(*given).trends, build_trends(*given, 0.95).trends)


def test_a_second_membership_of_a_found_theme_counts_where_all_are_asked_for(corpus: Corpus) -> None:
    extra = corpus["memberships"].iloc[[0]].assign(paper_id="p01", main=False)
    members = pd.concat([corpus["memberships"], extra], ignore_index=True)

    main = _build(corpus, memberships=members)
    every = _build(corpus, Counting(membership="all"), memberships=members)

    assert main.trends.equals(_build(corpus).trends)
    assert set(main.trends["membership"]) == {"main"}
    assert set(every.trends["membership"]) == set(every.theme_trends["membership"]) == {"all"}
    # p01 is listed by a.txt alone
    assert list(_listed(every, "t-image-generation")["n_papers"]) == [3, 3, 3, 3]
    assert list(_listed(every, "attention-sinks")["n_papers"]) == [2, 2, 1, 1]


def test_a_paper_listed_on_two_dates_is_one_first_listing(corpus: Corpus) -> None:
    made = _build(corpus, Counting(count="first listing"))

    # p00 counts for a.txt alone, p06 for b.txt, p12 for c.txt
    assert list(_listed(made, "t-image-generation")["n_papers"]) == [2, 2, 2, 2]
    assert list(_listed(made, "t-image-generation")["n_total"]) == [6, 6, 6, 6]
    assert set(made.trends.query("axis == 'listed'")["counted"]) == {"first listing"}
    assert set(made.trends.query("axis == 'published'")["counted"]) == {"papers"}


def test_the_period_asked_for_is_the_one_shown_and_changes_no_direction(corpus: Corpus) -> None:
    dates, months = _build(corpus), _build(corpus, Counting("month"))

    rows = _listed(months, "t-image-generation")
    assert list(rows.index[[0, 1, -2, -1]]) == ["2025-03", "2025-04", "2025-11", "undated: d.txt"]
    assert list(rows["n_papers"].iloc[[0, 1, -2]]) == [5, 0, 3]
    assert set(rows["unit"]) == {"month", "undated"}
    pd.testing.assert_frame_equal(dates.theme_trends, months.theme_trends)


def test_few_dates_are_periods_of_their_own(corpus: Corpus) -> None:
    rows = _listed(_build(corpus), "t-code")

    assert list(rows["unit"]) == ["day", "day", "day", "undated"]
    assert not rows["partial"].any()
    assert (rows["period_end"].iloc[:3] == rows["period_start"].iloc[:3]).all()


def test_a_year_of_days_is_shown_by_month_and_tested_by_week() -> None:
    days = pd.bdate_range("2025-01-02", "2025-12-31")
    made = _build(_drawn(days, 15))

    assert list(made.trends["period"].unique()) == [f"2025-{month:02d}" for month in range(1, 13)]
    assert made.trends["n_papers"].sum() == 15 * len(days)
    assert set(made.theme_trends["n_periods"]) == {53}
    assert set(made.theme_trends["n_dates"] <= len(days)) == {True}


def test_a_planted_burst_and_a_planted_step_are_in_the_tables() -> None:
    days = pd.bdate_range("2025-01-02", "2025-12-31")
    bursts = _build(_drawn(days, 15, {day: 0.6 for day in days[120:135]})).bursts
    changes = _build(_drawn(days, 15, {day: 0.45 for day in days[130:]})).changes

    (burst,) = bursts[bursts["theme_id"] == "t-0"].query("level == 1").to_dict("records")
    assert burst["start"] <= days[121] and burst["end"] >= days[133]
    assert (burst["end"] - burst["start"]).days < 40
    (change,) = changes[changes["theme_id"] == "t-0"].to_dict("records")
    assert abs((change["at"] - days[130]).days) <= 14
    assert (change["share_before"], change["share_after"]) == pytest.approx((0.1, 0.45), abs=0.05)


def test_a_theme_first_seen_in_the_last_fifth_is_a_newcomer(corpus: Corpus) -> None:
    members = corpus["memberships"].copy()
    listings = corpus["listings"]
    late = listings.loc[listings["source"] == "c.txt", "paper_id"]
    new = members["theme_id"].eq("attention-sinks") & ~members["paper_id"].isin(late)
    themes = _build(corpus, memberships=members[~new]).theme_trends.query("axis == 'listed'").set_index("theme_id")

    assert themes["newcomer"].to_dict() == {
        "attention-sinks": True,
        "t-image-generation": False,
        "t-retrieval": False,
        "t-code": False,
    }
    assert themes.loc["attention-sinks", "n_dates"] == 1
    # what an undated dump lists may be older
    twenty = members["paper_id"].eq("p20") & members["theme_id"].eq("attention-sinks")
    kept = _build(corpus, memberships=members[~new | twenty]).theme_trends.set_index(["axis", "theme_id"])
    assert not kept.loc[("listed", "attention-sinks"), "newcomer"]


def test_each_paper_counts_once_by_publication_date(corpus: Corpus) -> None:
    trends = _build(corpus).trends
    published = trends[(trends["axis"] == "published") & (trends["theme_id"].str.startswith("t-"))]

    assert published["n_papers"].sum() == corpus["papers"]["published"].notna().sum()
    assert published["year_from"].isna().all()


def test_what_is_doubtful_about_a_date_is_kept(corpus: Corpus) -> None:
    rows = _listed(_build(corpus), "t-code")

    assert list(rows["year_from"]) == ["stated", "assumed", "inferred", "unknown"]
    assert pd.isna(rows.loc["undated: d.txt", "period_start"])


def test_too_few_dates_or_papers_have_no_direction(corpus: Corpus) -> None:
    directions = _build(corpus).theme_trends.query("axis == 'listed'").set_index("theme_id")

    assert directions.loc["attention-sinks", "direction"] == "too few to tell"
    assert directions.loc["attention-sinks", "n_papers"] == 4  # p20 is in the undated dump only
    assert directions.loc["t-code", "n_periods"] == 3
    assert directions.loc["t-code", "spread"] == 1.0


def _growing(days: pd.DatetimeIndex, growing: bool) -> Corpus:
    """Forty papers a date; of theme "t-up" 4, 8, 12, ... or always 10."""
    rows, members = [], []
    for place, day in enumerate(days):
        for number in range(40):
            paper = f"p{place}-{number}"
            rows.append((paper, f"{place}.txt", "spaced", number, day, "stated", 1))
            inside = number < (4 * (place + 1) if growing else 10)
            members.append((paper, "t-up" if inside else "t-rest", 1.0, True, 1.0, ""))
    listings = pd.DataFrame(rows, columns=list(tables.SCHEMAS["listings"].columns))
    return {
        "listings": tables.check("listings", listings, "listings"),
        "memberships": pd.DataFrame(members, columns=list(tables.SCHEMAS["memberships"].columns)),
        "sources": pd.DataFrame({"source": listings["source"].unique()}).reindex(
            columns=list(tables.SCHEMAS["sources"].columns)
        ),
        "themes": pd.DataFrame({"theme_id": ["t-up", "t-rest"], "kind": "found"}),
        "papers": tables.empty("papers"),
    }


def _drawn(days: pd.DatetimeIndex, n: int, own: dict[pd.Timestamp, float] | None = None) -> Corpus:
    """So many papers a date, of theme "t-0" a tenth or what ``own`` says, of nine others alike."""
    rng = np.random.default_rng(3)
    rows, members = [], []
    for day in days:
        share = (own or {}).get(day, 0.1)
        for number in range(n):
            paper = f"{day.date()}-{number}"
            rows.append((paper, f"{day.date()}.json", "daily-json", number, day, "stated", 1))
            theme = 0 if rng.random() < share else rng.integers(1, 10)
            members.append((paper, f"t-{theme}", 1.0, True, 1.0, ""))
    listings = pd.DataFrame(rows, columns=list(tables.SCHEMAS["listings"].columns))
    return {
        "listings": tables.check("listings", listings, "listings"),
        "memberships": pd.DataFrame(members, columns=list(tables.SCHEMAS["memberships"].columns)),
        "sources": pd.DataFrame({"source": listings["source"].unique(), "heading": None}),
        "themes": pd.DataFrame({"theme_id": [f"t-{number}" for number in range(10)], "kind": "found"}),
        "papers": tables.empty("papers"),
    }


def test_a_theme_that_grows_rises_and_one_that_stays_does_not() -> None:
    days = pd.date_range("2025-01-01", periods=5, freq="30D")

    grows, stays = (
        _build(_growing(days, growing)).theme_trends.set_index("theme_id") for growing in (True, False)
    )

    assert grows.loc["t-up", "direction"] == "rising"
    assert grows.loc["t-rest", "direction"] == "falling"
    assert grows.loc["t-up", "slope"] > grows.loc["t-up", "slope_low"] > 0
    # 50 papers cannot exclude a doubling
    assert stays.loc["t-up", "direction"] == "too few to tell"
    assert stays.loc["t-up", "factor_low"] < 1 < stays.loc["t-up", "factor_high"]
    assert grows.loc["t-up", "factor_low"] > 1
    assert grows.loc["t-up", "first"] == days[0]
    assert grows.loc["t-up", "last"] == days[-1]


def test_the_unplaced_papers_are_counted_but_go_nowhere() -> None:
    made = _growing(pd.date_range("2025-01-01", periods=5, freq="30D"), growing=True)
    made["themes"]["theme_id"] = made["themes"]["theme_id"].replace("t-up", "unplaced")
    made["memberships"]["theme_id"] = made["memberships"]["theme_id"].replace("t-up", "unplaced")

    trends = _build(made).theme_trends.set_index("theme_id")

    assert trends.loc["unplaced", "direction"] == "too few to tell"
    assert trends.loc["unplaced", "n_papers"] == 60


def test_without_papers_or_themes_the_tables_are_empty_but_whole(corpus: Corpus) -> None:
    for name in ("listings", "themes"):
        made = _build(corpus, **{name: tables.empty(name), "papers": tables.empty("papers")})
        assert made.trends.empty
        assert list(made.trends.columns) == list(tables.SCHEMAS["trends"].columns)
        assert list(made.theme_trends.columns) == list(tables.SCHEMAS["theme_trends"].columns)


def test_the_same_tables_in_another_order_give_the_same_trends(corpus: Corpus) -> None:
    turned = {
        name: corpus[name].iloc[::-1].reset_index(drop=True) for name in ("listings", "memberships", "papers")
    }

    assert _build(corpus, **turned).trends.equals(_build(corpus).trends)


def test_nothing_given_is_changed(corpus: Corpus) -> None:
    before = {name: frame.copy() for name, frame in corpus.items()}

    _build(corpus)

    for name, frame in corpus.items():
        pd.testing.assert_frame_equal(frame, before[name])
