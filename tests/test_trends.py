from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis import tables
from analysis.trends import TrendTables, build_trends

Corpus = dict[str, pd.DataFrame]


def _build(corpus: Corpus, **changed: pd.DataFrame) -> TrendTables:
    given = {**corpus, **changed}
    names = ("listings", "papers", "memberships", "themes", "sources")
    return build_trends(*(given[name] for name in names), 0.95)


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
    trends = _build(corpus).trends
    some = trends[trends["n_total"] > 0]

    low, high = proportion_confint(
        some["n_papers"].to_numpy(dtype=int), some["n_total"].to_numpy(dtype=int), method="wilson"
    )

    assert some["share_low"].tolist() == pytest.approx(list(low), abs=1e-9)
    assert some["share_high"].tolist() == pytest.approx(list(high), abs=1e-9)


def test_a_second_membership_of_a_found_theme_does_not_count_yet(corpus: Corpus) -> None:
    extra = corpus["memberships"].iloc[[0]].assign(paper_id="p01", main=False)
    members = pd.concat([corpus["memberships"], extra], ignore_index=True)

    assert _build(corpus, memberships=members).trends.equals(_build(corpus).trends)


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


def test_a_theme_that_grows_rises_and_one_that_stays_is_steady() -> None:
    days = pd.date_range("2025-01-01", periods=5, freq="30D")

    grows, stays = (
        _build(_growing(days, growing)).theme_trends.set_index("theme_id") for growing in (True, False)
    )

    assert grows.loc["t-up", "direction"] == "rising"
    assert grows.loc["t-rest", "direction"] == "falling"
    assert grows.loc["t-up", "slope"] > grows.loc["t-up", "slope_low"] > 0
    assert stays.loc["t-up", "direction"] == "steady"
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
