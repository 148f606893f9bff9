"""A page of very many papers: which it holds, what it says of the others, and that counts stay those of all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from many_papers import FOLLOWED, many
from opened_page import Window, draw_all

from analysis import shown_papers as room
from analysis.provenance import Provenance
from analysis.report import write_report
from analysis.shown_papers import MOST, shown_papers

N_PAPERS = 30_000


@pytest.fixture(scope="module")
def tables_of_many() -> dict[str, pd.DataFrame]:
    return many(N_PAPERS)


@pytest.fixture(scope="module")
def folder(tables_of_many: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("many")
    write_report(tables_of_many, Provenance("data/raw", n_runs=20), made)
    return made


def test_few_papers_are_all_shown(trended: dict[str, pd.DataFrame]) -> None:
    assert shown_papers(trended) is None


def test_followed_papers_and_examples_are_shown_and_each_theme_by_its_size(
    tables_of_many: dict[str, pd.DataFrame],
) -> None:
    shown = shown_papers(tables_of_many)
    assert shown is not None
    assert 0.95 * MOST <= len(shown.ids) <= 1.05 * MOST
    members = tables_of_many["memberships"]
    assert shown.ids >= set(members.loc[members["theme_id"] == FOLLOWED, "paper_id"])
    assert shown.ids >= {paper for own in tables_of_many["themes"]["example_ids"] for paper in own}
    main = members[members["main"]]
    parts = main["paper_id"].isin(shown.ids).groupby(main["theme_id"]).mean()
    assert parts.between(0.15, 0.25).all()
    newest = tables_of_many["listings"].groupby("paper_id")["listed_on"].max().nlargest(100).index
    assert shown.ids >= set(newest)
    assert shown_papers(tables_of_many) == shown


def test_followed_themes_larger_than_half_a_page_are_shown_in_part_and_it_is_said() -> None:
    shown = shown_papers(many(9000, n_followed=8000), most=2000)
    assert shown is not None
    assert len(shown.ids) < 2500
    assert not shown.all_followed
    assert "all papers of the themes you follow" not in shown.said(9000)


@pytest.mark.slow(reason="a page of 30,000 papers is written")
def test_the_page_says_its_rule_and_the_files_beside_it_have_all_papers(folder: Path) -> None:
    html = (folder / "themes.html").read_text(encoding="utf-8")
    assert len(html.encode()) < 12_000_000
    assert html.count("of 30,000 papers are listed here and drawn on the map: all papers of the themes you") == 2
    assert "<h1>What 30,000 papers are about</h1>" in html
    assert 5500 < html.count("<tr><th><a") < 6500
    assert len(pd.read_csv(folder / "charts" / "papers.csv")) == N_PAPERS
    assert pd.read_csv(folder / "charts" / "map.csv")["paper_id"].nunique() == N_PAPERS
    sizes = pd.read_csv(folder / "charts" / "theme-sizes.csv")
    assert sizes.loc[sizes["kind"] == "found", "n_papers"].sum() == N_PAPERS


@pytest.mark.slow(reason="a browser opens a page of very many papers")
def test_the_page_of_very_many_papers_works_in_the_browser(folder: Path, window: Window) -> None:
    opened = window.open(folder / "themes.html")
    page = opened.page
    draw_all(page)
    drawn = page.evaluate(
        """() => new Set(document.getElementById('chart-map').data.flatMap(trace => trace.ids || [])).size"""
    )
    assert drawn == page.locator("#papers-table tbody tr").count()
    assert page.locator("#chart-map .imagelayer image").count() == 1
    assert f"of {N_PAPERS:,} papers" in page.inner_text("section[aria-labelledby='map'] .caption")
    page.fill("#map-words", "subject 3")
    page.wait_for_function("() => /papers marked/.test(document.getElementById('map-hits').textContent)")
    page.select_option("#choice", FOLLOWED)
    assert page.inner_text("#hits").startswith("240 of ")
    page.locator("#chart-areas-over-time").scroll_into_view_if_needed()
    # six areas, of which the theme is in one
    page.wait_for_function(
        "() => document.getElementById('chart-areas-over-time').data.filter(t => t.opacity < 0.2).length === 5"
    )
    assert opened.complaints == []


def test_a_digest_picks_the_same_papers_in_any_order_of_the_tables(
    tables_of_many: dict[str, pd.DataFrame],
) -> None:
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in tables_of_many.items()}
    assert room.shown_papers(turned) == room.shown_papers(tables_of_many)
