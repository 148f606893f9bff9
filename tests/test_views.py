from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from analysis import labels, tables, views
from analysis.placing import LETTER, LINE, MAP_HEIGHT, MAP_WIDTH, label_lines, place_labels
from analysis.theme_order import UnknownThemeError
from analysis.trends import build_trends
from analysis.views_over_time import NAME_APART, _name_heights

Corpus = dict[str, pd.DataFrame]


def _with_trends(corpus: Corpus, **changed: pd.DataFrame) -> Corpus:
    given = {**corpus, **changed}
    names = ("listings", "papers", "memberships", "themes", "sources")
    made = build_trends(*(given[name] for name in names), 0.95)
    return {**given, "trends": made.trends, "theme_trends": made.theme_trends, "bursts": made.bursts}


@pytest.fixture
def whole(corpus: Corpus) -> Corpus:
    return _with_trends(corpus)


def _daily(corpus: Corpus, n_days: int) -> Corpus:
    """Two papers of the corpus a day."""
    days = pd.date_range("2025-01-02", periods=n_days)
    rows = [
        (f"p{(2 * place + position) % 24:02d}", f"{day.date()}.json", "spaced", position, day, "stated", 1)
        for place, day in enumerate(days)
        for position in range(2)
    ]
    listings = pd.DataFrame(rows, columns=list(tables.SCHEMAS["listings"].columns))
    sources = listings.drop_duplicates("source").assign(n_entries=2, n_papers=2, heading=None, note="")
    return _with_trends(
        corpus,
        listings=tables.check("listings", listings, "listings"),
        sources=tables.check("sources", sources, "sources"),
    )


def test_watched_themes_come_first_then_the_order_of_areas(corpus: Corpus) -> None:
    themes = corpus["themes"].assign(area_order=[9, 2, 0, 1])

    ordered = views.themes_in_order({**corpus, "themes": themes})

    assert list(ordered["theme"]) == ["Attention sinks", "Retrieval", "Code models", "Image generation"]
    assert list(ordered["place"]) == [0, 1, 2, 3]


def test_a_theme_is_loose_only_where_a_low_stability_is_known(corpus: Corpus) -> None:
    themes = corpus["themes"].assign(stability=[None, 0.49, 0.5, 0.9])

    ordered = views.themes_in_order({**corpus, "themes": tables.check("themes", themes, "themes")})

    assert list(ordered["loose"]) == [False, True, False, False]


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
    table = views.share_over_time(_daily(corpus, 20))

    assert set(table["spacing"]) == {"time"}
    assert set(table["pooled"]) == {""}
    assert list(table.drop_duplicates("period")["position"]) == list(range(20))


def test_hundreds_of_dates_are_pooled_and_no_appearance_is_lost(corpus: Corpus) -> None:
    whole = _daily(corpus, 250)

    table = views.share_over_time(whole)

    assert set(table["pooled"]) == {"week"}
    assert table["period"].nunique() == 37
    assert table["period_label"].iloc[0] == "week of Dec 30, 2024 (in part)"
    assert table["period_short"].iloc[0] == "Dec 30, 2024†"
    listed = whole["trends"].query("axis == 'listed'")
    assert table["n_papers"].sum() == listed["n_papers"].sum()
    assert views.share_over_time(_daily(corpus, 300))["period_label"].iloc[0] == "Jan 2025"


def test_a_calendar_week_month_and_part_of_a_period_are_called_as_a_reader_would() -> None:
    monday = pd.Timestamp(2025, 3, 10)

    assert labels.period_label("2025-W11", monday, "stated") == "week of Mar 10, 2025"
    assert labels.period_short("week of Mar 10, 2025 (in part)") == "Mar 10, 2025†"
    assert labels.period_label("2025-03", monday, "assumed", partial=True) == "Mar 2025 (year assumed) (in part)"
    assert labels.period_short("Mar 2025 (year assumed) (in part)") == "Mar 2025*†"


def test_areas_of_a_period_add_up_to_all_its_papers(corpus: Corpus) -> None:
    themes = corpus["themes"].assign(area=["", "Vision", "Text", "Text"])

    table = views.area_shares(_daily({**corpus, "themes": themes}, 20))

    assert list(table["area"].unique()) == ["Vision", "Text"]
    assert table.groupby("period")["share"].sum().to_numpy() == pytest.approx(1)
    assert table.groupby("period")["top"].max().to_numpy() == pytest.approx(1)
    assert table.drop_duplicates("area")["name_at"].between(0, 1).all()
    assert set(table["color"]) == {"#EE6677", "#CCBB44"}


def test_areas_are_not_added_up_where_a_paper_counts_in_several_themes(corpus: Corpus) -> None:
    whole = _daily(corpus, 20)
    trends = whole["trends"].assign(membership="all")

    assert views.area_shares({**whole, "trends": trends}).empty


def test_names_of_thin_areas_are_kept_apart() -> None:
    rows = pd.DataFrame({"area": list("abcd"), "position": 1.0, "place": range(4)})
    rows["share"] = [0.97, 0.01, 0.01, 0.01]
    rows["top"] = rows["share"].cumsum()
    rows["base"] = rows["top"] - rows["share"]

    heights = list(_name_heights(rows).values())

    assert [round(b - a, 3) >= NAME_APART for a, b in pairwise(heights)] == [True, True, True]
    assert heights[-1] < 1


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
    whole = _daily(corpus, 300)
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


def test_a_theme_is_found_by_its_name_in_any_case_and_else_those_there_are_are_named(corpus: Corpus) -> None:
    assert views.one_theme(corpus, "code MODELS")["theme_id"] == "t-code"
    assert views.one_theme(corpus, "t-code")["theme"] == "Code models"
    assert views.one_theme(corpus)["theme"] == "Attention sinks"
    with pytest.raises(UnknownThemeError, match="No theme is called 'Agents'; there are: Attention sinks, Code"):
        views.one_theme(corpus, "Agents")


def test_the_nearest_themes_come_first_with_the_papers_in_common(corpus: Corpus) -> None:
    near = views.near_themes(corpus, "Attention sinks")

    assert set(near["theme"]) == {"Image generation", "Retrieval", "Code models"}
    assert near["distance"].is_monotonic_increasing
    assert near["n_common"].sum() == 5
    assert len(views.near_themes(corpus, "Attention sinks", most=2)) == 2


def test_a_highlighted_theme_alone_keeps_its_colour(corpus: Corpus) -> None:
    points = views.highlighted(views.map_points(corpus), "t-code")

    assert set(points.loc[points["theme_id"] == "t-code", "color"]) == {"#CCBB44"}
    assert points["color"].nunique() == 2


def test_terms_are_counted_as_whole_words_in_singular_or_plural(corpus: Corpus) -> None:
    papers = corpus["papers"].copy()
    papers["title"], papers["abstract"] = "No match", "Nothing."
    papers.loc[papers["paper_id"] == "p00", "title"] = "Sinks everywhere"
    papers.loc[papers["paper_id"] == "p03", "abstract"] = "A SINK."
    papers.loc[papers["paper_id"] == "p09", "abstract"] = "Sinking."

    table = views.theme_terms({**corpus, "papers": papers})

    row = table[(table["theme_id"] == "attention-sinks") & (table["rank"] == 1)].iloc[0]
    assert (row["term"], row["n_using"], row["n_papers"], row["share"]) == ("sink", 2, 5, 0.4)
    assert table.groupby("theme_id")["rank"].max().to_dict()["t-code"] == 2


def test_the_map_has_each_paper_once_in_its_main_theme_and_again_where_it_is_watched(corpus: Corpus) -> None:
    points = views.map_points(corpus)

    assert points["main"].sum() == 24
    assert set(points.loc[~points["main"], "paper_id"]) == {"p00", "p03", "p09", "p14", "p20"}
    assert "abstract" not in points.columns


def test_the_map_tells_all_listing_dates_of_a_paper_and_its_publication(corpus: Corpus) -> None:
    points = views.map_points(corpus).query("main").set_index("paper_id")

    assert points.loc["p00", "listed"] == "Mar 11, 2025; Mar 12, 2025 (year assumed)"
    assert points.loc["p18", "listed"] == "no date"
    assert points.loc["p01", "published"] == "Feb 3, 2016"
    assert points.loc["p00", "published"] == ""


def test_a_paper_listed_on_many_dates_tells_the_first_and_counts_the_rest() -> None:
    dates = [f"Mar {day}, 2025" for day in range(1, 8)]

    assert labels.dates_told(dates).endswith("Mar 4, 2025; and 3 more")


def test_names_of_one_place_on_the_map_do_not_cover_each_other() -> None:
    themes = pd.DataFrame(
        {
            "theme_id": [f"t-{n}" for n in range(6)],
            "theme": [f"A theme of number {n}" for n in range(6)],
            "anchor_x": 5.0,
            "anchor_y": 5.0,
            "n_points": range(6, 0, -1),
        }
    )
    placed = place_labels(themes, pd.DataFrame({"x": [0, 10], "y": [0, 10]}))

    lines = [label_lines(name) for name in placed["theme"]]
    x, y = placed["x"] / 10 * MAP_WIDTH, placed["y"] / 10 * MAP_HEIGHT
    for i in range(6):
        for j in range(i):
            wide = (max(map(len, lines[i])) + max(map(len, lines[j]))) * LETTER / 2
            high = (len(lines[i]) + len(lines[j])) * LINE / 2
            assert abs(x[i] - x[j]) >= wide - 1e-6 or abs(y[i] - y[j]) >= high - 1e-6
    assert (placed.loc[0, "x"], placed.loc[0, "y"]) == (5.0, 5.0)
    assert x.between(0, MAP_WIDTH).all()


def test_names_stand_near_the_middle_of_their_papers(corpus: Corpus) -> None:
    names = views.map_labels(corpus).set_index("theme_id")

    assert set(names.index) == {"t-image-generation", "t-retrieval", "t-code"}
    assert names.loc["t-code", "anchor_x"] == 12.5


def test_dumps_are_compared_by_the_papers_they_share(corpus: Corpus) -> None:
    table = views.source_overlap(corpus).set_index(["source_a", "source_b"])

    assert table.loc[("a.txt", "a.txt"), "n_common"] == 6
    assert table.loc[("a.txt", "b.txt"), "n_common"] == 1
    assert table.loc[("b.txt", "a.txt"), "n_common"] == 1
    assert table.loc[("a.txt", "c.txt"), "n_common"] == 0
    assert table.loc[("a.txt", "d.txt"), "label_b"] == "no date"


def test_two_dumps_of_a_date_are_told_apart_by_their_names(corpus: Corpus) -> None:
    sources = corpus["sources"].copy()
    sources.loc[1, ["listed_on", "listed_year_from"]] = [sources.loc[0, "listed_on"], "stated"]

    names = views.source_overlap({**corpus, "sources": sources})["label_a"].unique()

    assert list(names) == ["Mar 11, 2025 · a.txt", "Mar 11, 2025 · b.txt", "Nov 18, 2025", "no date"]


def test_a_dump_with_a_date_but_no_year_is_called_by_its_heading(corpus: Corpus) -> None:
    sources = corpus["sources"].copy()
    sources.loc[1, ["listed_on", "listed_year_from"]] = [pd.NaT, "unknown"]

    assert "Mar 12, no year" in set(views.source_overlap({**corpus, "sources": sources})["label_a"])


def test_published_papers_are_counted_with_all_papers_beside_them(whole: Corpus) -> None:
    table = views.published_counts(whole)

    assert table["n_papers"].sum() == 18
    assert set(table["n_dated"]) == {18}
    assert set(table["n_all"]) == {24}


def test_periods_are_named_in_words() -> None:
    start = pd.Timestamp(2025, 3, 1)

    assert labels.period_label("2025-03", start, None) == "Mar 2025"
    assert labels.period_label("2025", start, None) == "2025"
    assert labels.period_label("2025-Q1", start, "assumed") == "Q1 2025 (year assumed)"
    assert labels.period_label("Mar 11, year unknown", pd.NaT, "unknown") == "Mar 11, year unknown"
    assert labels.period_short("Mar 11, year unknown") == "Mar 11, no year"


def test_no_view_changes_the_tables(whole: Corpus) -> None:
    before = {name: frame.copy() for name, frame in whole.items()}

    views.theme_dates(whole)
    views.shares_by_publication(whole)
    views.theme_sizes(whole)
    views.theme_terms(whole)
    views.map_labels(whole)
    views.source_overlap(whole)
    views.published_counts(whole)
    views.area_shares(whole)
    views.risers_and_fallers(whole)
    views.life_bursts(whole)
    views.publication_lags(whole)
    views.near_themes(whole)

    for name, frame in whole.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_empty_tables_make_empty_views() -> None:
    nothing = {name: tables.empty(name) for name in tables.SCHEMAS}

    for view in (views.theme_dates, views.theme_sizes, views.theme_terms, views.map_points, views.map_labels):
        assert view(nothing).empty
    assert views.source_overlap(nothing).empty
    assert views.published_counts(nothing).empty
    for view in (views.area_shares, views.risers_and_fallers, views.life_lines, views.life_bursts):
        assert view(nothing).empty
    assert views.publication_lags(nothing).empty
