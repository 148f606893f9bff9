"""What a report does with themes and dates nobody hopes for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from opened_page import Window, draw_all

from analysis import tables
from analysis.provenance import Provenance
from analysis.report import write_report
from analysis.trends import build_trends

Tables = dict[str, pd.DataFrame]
HOSTILE = ["</script><script>alert(1)</script>", '"quo\'tes" & <b>bold</b> %{x} $y$', "🎉 שלום עולם", "x" * 200]


def with_trends(given: Tables) -> Tables:
    made = build_trends(*(given[name] for name in ("listings", "papers", "memberships", "themes", "sources")))
    return {**given, "trends": made.trends, "theme_trends": made.theme_trends}


def with_many_themes(given: Tables, n_themes: int) -> Tables:
    themes = pd.concat([given["themes"].iloc[[1]]] * n_themes, ignore_index=True)
    themes["theme_id"] = [f"t-{number:03d}" for number in range(n_themes)]
    themes["name"] = [f"Theme number {number}" for number in range(n_themes)]
    themes["area_order"] = range(n_themes)
    themes["n_papers"] = [1 if number < 24 else 0 for number in range(n_themes)]
    members = given["memberships"][given["memberships"]["main"]].copy()
    members["theme_id"] = [f"t-{number:03d}" for number in range(len(members))]
    made = {"themes": tables.check("themes", themes, "themes"), "memberships": members}
    return with_trends({**given, **made})


def written(given: Tables, folder: Path) -> str:
    return write_report(given, Provenance("data/raw", n_runs=20), folder).read_text(encoding="utf-8")


@pytest.mark.slow(reason="a page of three hundred themes is written")
def test_three_hundred_themes_make_a_page_of_bearable_size(trended: Tables, tmp_path: Path) -> None:
    html = written(with_many_themes(trended, 300), tmp_path)
    assert html.count('<li class="card') == 300
    assert "No paper of these dumps has it as its main theme." in html
    assert len(html.encode()) < 4_000_000


def test_one_date_only_draws_no_line_and_says_that_it_is_no_trend(trended: Tables, tmp_path: Path) -> None:
    listings = trended["listings"].assign(listed_on=pd.Timestamp(2025, 3, 11), listed_year_from="stated")
    sources = trended["sources"].assign(listed_on=pd.Timestamp(2025, 3, 11), listed_year_from="stated")
    html = written(with_trends({**trended, "listings": listings, "sources": sources}), tmp_path)
    assert "Only 1 listing date: a difference between dates is not yet a trend." in html
    assert "<polyline" not in html


def test_no_date_at_all_is_said_and_the_themes_are_still_there(trended: Tables, tmp_path: Path) -> None:
    listings = trended["listings"].assign(listed_on=pd.NaT, listed_year_from="unknown")
    sources = trended["sources"].assign(listed_on=pd.NaT, listed_year_from="unknown")
    given = {"listings": tables.check("listings", listings, ""), "sources": tables.check("sources", sources, "")}
    html = written(with_trends({**trended, **given}), tmp_path)
    assert "No listing date is known, so nothing can be said about change over time." in html
    assert html.count('<li class="card') == 4


def test_a_theme_whose_papers_have_no_date_is_there_without_a_spark_line(trended: Tables, tmp_path: Path) -> None:
    own = trended["memberships"].loc[trended["memberships"]["theme_id"] == "t-code", "paper_id"]
    listings = trended["listings"].copy()
    undated = listings["paper_id"].isin(own)
    listings.loc[undated, "source"], listings.loc[undated, "listed_on"] = "d.txt", pd.NaT
    listings.loc[undated, "listed_year_from"] = "unknown"
    html = written(with_trends({**trended, "listings": tables.check("listings", listings, "")}), tmp_path)
    card = html[html.index('id="theme-t-code"') :]
    card = card[: card.index("</li>\n<li class=")] if "</li>\n<li class=" in card else card
    assert "8 papers" in card
    assert "rising" not in card.split("</p>")[0]


def test_problems_without_end_are_listed_in_part_and_counted_in_whole(trended: Tables, tmp_path: Path) -> None:
    row = trended["problems"].iloc[[0]]
    many = pd.concat([row.assign(line=line) for line in range(1, 701)], ignore_index=True)
    html = written({**trended, "problems": tables.check("problems", many, "")}, tmp_path)
    assert html.count("Lost &lt;b&gt;title&lt;/b&gt;") == 500
    assert "a title without an abstract</span> (200)" in html


@pytest.mark.slow(reason="a browser is started")
def test_names_made_to_break_the_page_stay_names_in_the_browser(
    trended: Tables, tmp_path: Path, window: Window
) -> None:
    path = write_report(
        {**trended, "themes": trended["themes"].assign(name=HOSTILE)}, Provenance("data/raw"), tmp_path
    )
    opened = window.open(path, 360, 800)
    draw_all(opened.page)
    shown = opened.page.locator(".card h4").all_inner_texts()
    assert sorted(shown) == sorted(HOSTILE)
    opened.page.select_option("#choice", "t-retrieval")
    assert opened.page.locator("#chosen-said").inner_text() == f"{HOSTILE[2]} is highlighted in all charts."
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 360
    assert opened.complaints == []


@pytest.mark.slow(reason="a browser is started")
def test_a_theme_without_a_paper_can_be_chosen_and_says_that_none_fits(
    trended: Tables, tmp_path: Path, window: Window
) -> None:
    members = trended["memberships"]
    members = members[members["theme_id"] != "attention-sinks"]
    themes = trended["themes"].copy()
    themes.loc[themes["theme_id"] == "attention-sinks", "n_papers"] = 0
    empty = {"memberships": members, "themes": themes}
    path = write_report(with_trends({**trended, **empty}), Provenance("data/raw"), tmp_path)
    opened = window.open(path)
    draw_all(opened.page)
    opened.page.select_option("#choice", "attention-sinks")
    assert opened.page.inner_text("#hits") == "No paper fits."
    draw_all(opened.page)
    assert opened.complaints == []
