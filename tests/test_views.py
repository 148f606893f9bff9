"""What charts of themes and papers are drawn from: joined, named, and placed as on the page."""

from __future__ import annotations

import pandas as pd
import pytest
from trended_corpus import Corpus, with_trends

from analysis import labels, tables, views
from analysis.placing import LETTER, LINE, MAP_HEIGHT, MAP_WIDTH, label_lines, place_labels
from analysis.term_uses import term_uses
from analysis.theme_order import UnknownThemeError


@pytest.fixture
def whole(corpus: Corpus) -> Corpus:
    return with_trends(corpus)


def test_watched_themes_come_first_then_the_order_of_areas(corpus: Corpus) -> None:
    themes = corpus["themes"].assign(area_order=[9, 2, 0, 1])

    ordered = views.themes_in_order({**corpus, "themes": themes})

    assert list(ordered["theme"]) == ["Attention sinks", "Retrieval", "Code models", "Image generation"]
    assert list(ordered["place"]) == [0, 1, 2, 3]


def test_a_theme_is_loose_only_where_a_low_stability_is_known(corpus: Corpus) -> None:
    themes = corpus["themes"].assign(stability=[None, 0.49, 0.5, 0.9])

    ordered = views.themes_in_order({**corpus, "themes": tables.check("themes", themes, "themes")})

    assert list(ordered["loose"]) == [False, True, False, False]


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

    uses = term_uses(papers, corpus["memberships"], corpus["themes"])
    table = views.theme_terms({**corpus, "term_uses": uses})

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
    views.life_changes(whole)
    views.share_changes(whole)
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
    for view in (views.life_changes, views.share_changes, views.publication_lags):
        assert view(nothing).empty
