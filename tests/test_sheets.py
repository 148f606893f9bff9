from __future__ import annotations

import io
import json

import pandas as pd
import pytest

from analysis import alt_texts, house, machinery, sheets, tables, views
from analysis.chart_overlap import MOST_DUMPS
from analysis.number_tables import MOST_ROWS, count, number_table, text
from analysis.sheet_plans import PLANS
from analysis.trends import build_trends

Tables = dict[str, pd.DataFrame]
OF_MANY_DATES = {"areas-over-time", "life-lines", "risers-and-fallers"}
"""Charts that four dates are too few for."""
SLUGS = [plan.slug for plan in PLANS if plan.slug not in OF_MANY_DATES]


@pytest.fixture(scope="module")
def made(trended: Tables) -> dict[str, sheets.Sheet]:
    return {sheet.slug: sheet for sheet in sheets.build_sheets(trended)}


def test_there_is_a_sheet_for_every_chart_in_the_order_of_the_page(made: dict[str, sheets.Sheet]) -> None:
    assert list(made) == SLUGS


def test_every_sheet_asks_explains_and_says_what_it_shows(made: dict[str, sheets.Sheet]) -> None:
    for sheet in made.values():
        assert sheet.question.endswith("?")
        assert sheet.caption.endswith(".")
        assert sheet.alt.endswith(".")
        assert sheet.numbers.rows
        assert 0 < sheet.head < sheet.figure["layout"]["margin"]["t"]
        assert sheet.height > 100


def test_the_numbers_shown_are_those_of_the_tables(made: dict[str, sheets.Sheet]) -> None:
    shown = made["themes-by-date"].numbers
    assert [column.heading for column in shown.columns] == ["Theme", "Listed", "Papers", "of", "Share", "Interval"]
    first = ("Attention sinks", "Mar 11, 2025", "2", "6", "33.3%", "9.7–70.0%")
    assert shown.rows[0] == first
    assert ("Attention sinks", "Mar 12, 2025 (year assumed)", "2", "7", "28.6%", "8.2–64.1%") in shown.rows


def test_the_csv_has_the_numbers_unrounded(made: dict[str, sheets.Sheet]) -> None:
    frame = pd.read_csv(io.StringIO(made["themes-by-date"].csv))
    row = frame[(frame["theme"] == "Attention sinks") & (frame["period"] == "2025-03-11")].iloc[0]
    assert (row["n_papers"], row["n_total"], round(row["share"], 6)) == (2, 6, 0.333333)
    assert len(frame) == 4 * 4
    assert "color" not in frame.columns


def test_the_largest_share_is_told_to_those_who_do_not_see_the_chart(made: dict[str, sheets.Sheet]) -> None:
    assert made["themes-by-date"].alt.startswith("4 themes by 4 periods. The largest share is that of ")
    assert made["map"].alt.startswith("24 papers as points")
    assert made["dump-overlap"].alt == "6 pairs of dumps, three with papers in common."


def test_a_title_with_markup_stays_text_in_figure_and_numbers(made: dict[str, sheets.Sheet]) -> None:
    assert "<script>" not in json.dumps(made["map"].figure)
    assert any("A <SEG> token <script>alert(1)</script>" in row for row in made["map"].numbers.rows)


def test_charts_without_anything_to_show_are_left_out(trended: Tables) -> None:
    no_themes = {name: tables.empty(name) for name in ("themes", "memberships", "map", "trends", "theme_trends")}
    left = {sheet.slug for sheet in sheets.build_sheets({**trended, **no_themes})}
    assert {"publication-lag", "dump-overlap"} <= left
    assert not left & {"publication-counts", *(plan.slug for plan in PLANS if plan.chapter != "sources")}
    nothing = {name: tables.empty(name) for name in tables.SCHEMAS}
    assert sheets.build_sheets(nothing) == ()


def test_very_many_dumps_are_not_compared_pair_by_pair(trended: Tables) -> None:
    one = trended["sources"].head(1)
    many = pd.concat([one.assign(source=f"{n}.txt") for n in range(MOST_DUMPS + 1)], ignore_index=True)
    for sources in (one, many):
        assert "dump-overlap" not in [sheet.slug for sheet in sheets.build_sheets({**trended, "sources": sources})]


def test_the_confidence_of_the_intervals_is_told(trended: Tables) -> None:
    told = {sheet.slug: sheet.caption for sheet in sheets.build_sheets(trended, confidence=0.9)}
    assert "90%" in told["share-over-time"]


def test_both_templates_are_there_and_differ() -> None:
    templates = machinery.chart_templates()
    assert templates["light"]["layout"]["font"]["color"] != templates["dark"]["layout"]["font"]["color"]
    assert {each["layout"]["paper_bgcolor"] for each in templates.values()} == {"rgba(0,0,0,0)"}


def test_a_long_table_is_cut_and_says_by_how_much() -> None:
    tidy = pd.DataFrame({"name": ["a\u202eb"] * (MOST_ROWS + 7), "n": 1200})
    shown = number_table(tidy, (text("Name", "name"), count("n", "n")))
    assert (len(shown.rows), shown.n_left_out) == (MOST_ROWS, 7)
    assert shown.rows[0] == ("ab", "1,200")


def test_publication_is_told_from_the_first_to_the_last_period(trended: Tables) -> None:
    said = alt_texts.counts(views.published_counts(trended))
    assert said.startswith("11 periods from 2015 to 2025 (in part); most papers are of ")


def _of_many_dates(trended: Tables) -> Tables:
    days = pd.to_datetime(["2025-01-10", "2025-03-11", "2025-05-12", "2025-08-13", "2025-11-18"])
    listings = trended["listings"].copy()
    listings["listed_on"], listings["listed_year_from"] = [days[n % 5] for n in range(len(listings))], "stated"
    given = {**trended, "listings": tables.check("listings", listings, "listings")}
    made = build_trends(*(given[name] for name in ("listings", "papers", "memberships", "themes", "sources")))
    theme_trends = made.theme_trends
    listed = theme_trends["axis"] == "listed"
    theme_trends.loc[listed, ["direction", "factor", "factor_low", "factor_high"]] = ["rising", 2.0, 1.0, 4.0]
    return {**given, "trends": made.trends, "theme_trends": theme_trends, "bursts": made.bursts}


def test_five_dates_are_enough_for_ranking_areas_and_life_lines(trended: Tables) -> None:
    made = {sheet.slug: sheet for sheet in sheets.build_sheets(_of_many_dates(trended))}

    assert list(made)[2:6] == ["areas-over-time", "life-lines", "published", "risers-and-fallers"]
    for slug in list(made)[2:5]:
        assert made[slug].alt.endswith(".")
        assert made[slug].numbers.rows
    assert made["risers-and-fallers"].numbers.rows[0][:5] == ("Attention sinks", "rising", "×2.0", "×1.0", "×4.0")
    assert made["risers-and-fallers"].alt.startswith("Rising: Attention sinks (×2.0), ")
    assert "factor_high" in made["risers-and-fallers"].csv.splitlines()[0]


def test_fewer_than_ten_papers_with_both_dates_have_no_lag(trended: Tables) -> None:
    papers = trended["papers"].copy()
    papers.loc[9:, "published"] = pd.NaT
    assert "publication-lag" not in [s.slug for s in sheets.build_sheets({**trended, "papers": papers})]


def test_numbers_of_a_figure_have_five_digits_those_of_its_csv_all(made: dict[str, sheets.Sheet]) -> None:
    assert made["share-over-time"].figure["data"][0]["y"][0] == 0.33333
    assert "0.3333333333" in made["themes-by-date"].csv


def test_a_caption_is_the_text_itself_wherever_the_chart_breaks_its_lines() -> None:
    said = "well-known-" * 12 + "words & <b>signs</b> of $5"

    drawn = house.framed(house.Frame("Who & what?", said, 10), [], {})

    assert (drawn.title, drawn.subtitle) == ("Who & what?", said)
    assert drawn.layout["title"]["subtitle"]["text"].count("<br>") > 1
    assert "&lt;b&gt;" in drawn.layout["title"]["subtitle"]["text"]
