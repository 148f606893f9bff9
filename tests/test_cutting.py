"""What a person who shows a part relies on: the right part, shares that stay shares of all, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis import cutting, tables
from analysis.config import Folders, Membership, Settings
from analysis.cut import Cut, file_slug
from analysis.job import Job
from analysis.stages import report as stage
from analysis.theme_order import UnknownThemeError

HARD_NAMES = ("</script><b>", "\"quoted\" 'name'", "🧠 brains", "مواضيع البحث", "x" * 200, "../../etc", "$$", "")


@pytest.fixture
def whole(trended: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """All tables of the small corpus."""
    return {name: trended[name] if name in trended else tables.empty(name) for name in tables.SCHEMAS}


def test_one_theme_keeps_its_papers_and_its_share_of_all(whole: dict[str, pd.DataFrame]) -> None:
    kept = cutting.cut_down(whole, Cut(theme="attention SINKS"), Settings())
    assert list(kept["themes"]["name"]) == ["Attention sinks"]
    assert set(kept["map"]["paper_id"]) == {"p00", "p03", "p09", "p14", "p20"}
    assert cutting.n_papers(kept) == 5
    assert len(kept["papers"]) == 24
    before = whole["trends"][whole["trends"]["theme_id"] == "attention-sinks"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept["trends"], before)


def test_followed_themes_alone(whole: dict[str, pd.DataFrame]) -> None:
    kept = cutting.cut_down(whole, Cut(only_watched=True), Settings())
    assert set(kept["themes"]["kind"]) == {"watched"}
    assert set(kept["memberships"]["theme_id"]) == {"attention-sinks"}


def test_a_span_of_dates_is_counted_again_without_the_rest(whole: dict[str, pd.DataFrame]) -> None:
    kept = cutting.cut_down(whole, Cut(since=date(2025, 3, 12), until=date(2025, 3, 31)), Settings())
    assert set(kept["listings"]["source"]) == {"b.txt"}
    assert list(kept["papers"]["paper_id"]) == ["p00", "p06", "p07", "p08", "p09", "p10", "p11"]
    listed = kept["trends"][kept["trends"]["axis"] == "listed"]
    assert set(listed["period"]) == {"2025-03-12"}
    assert set(listed["n_total"]) == {7}
    sizes = kept["themes"].set_index("theme_id")["n_papers"]
    assert sizes["attention-sinks"] == 2
    assert sum(sizes.drop("attention-sinks")) == 7
    assert len(whole["papers"]) == 24


@pytest.mark.parametrize(("membership", "is_told"), [("main", False), ("all", True)])
def test_a_found_theme_that_only_other_papers_touch_is_left_in_where_all_memberships_count(
    whole: dict[str, pd.DataFrame], membership: Membership, is_told: bool
) -> None:
    members = whole["memberships"]
    touched = members["theme_id"].eq("t-code") & members["paper_id"].isin(
        ["p06", "p07", "p08", "p09", "p10", "p11"]
    )
    others = members[touched].assign(theme_id="t-retrieval", main=True)
    whole["memberships"] = pd.concat([members.assign(main=members["main"] & ~touched), others], ignore_index=True)
    cut = Cut(since=date(2025, 3, 12), until=date(2025, 3, 31))
    kept = cutting.cut_down(whole, cut, Settings(membership=membership))
    sizes = kept["themes"].set_index("theme_id")["n_papers"]
    counted = kept["trends"].query("axis == 'listed'").groupby("theme_id")["n_papers"].sum()
    assert sizes.drop("attention-sinks").sum() == 7
    assert ("t-code" in sizes, counted.get("t-code", 0) == touched.sum() > 0) == (is_told, is_told)


def test_a_theme_nobody_knows_is_answered_with_those_there_are(whole: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(UnknownThemeError, match="No theme is called 'Agents'; there are: Attention sinks"):
        cutting.cut_down(whole, Cut(theme="Agents"), Settings())


@pytest.mark.parametrize("cut", [Cut(since=date(2030, 1, 1)), Cut(theme="Code models", since=date(2030, 1, 1))])
def test_a_page_of_no_paper_is_still_a_page_and_says_so(
    whole: dict[str, pd.DataFrame], cut: Cut, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name, frame in whole.items():
        tables.write_table(tmp_path / "processed", name, frame)
    job = Job(Folders(processed=tmp_path / "processed", reports=tmp_path / "reports"), Settings())
    made = stage.run(replace(job, cut=cut))
    assert made.files[0] == tmp_path / "reports" / cut.slug / "themes.html"
    html = made.files[0].read_text(encoding="utf-8")
    assert "listed since Jan 1, 2030" in html
    assert "It leaves 0 of 24 papers." in html
    assert "No paper is left (only " in caplog.text


def test_a_page_cut_down_says_so_first_and_holds_only_the_papers_left_in(
    whole: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    for name, frame in whole.items():
        tables.write_table(tmp_path / "processed", name, frame)
    folders = Folders(processed=tmp_path / "processed", reports=tmp_path / "reports")
    made = stage.run(Job(folders, Settings(), cut=Cut(theme="Attention sinks")))
    html = made.files[0].read_text(encoding="utf-8")
    note = html.index("This page is cut down: only the theme Attention sinks. It leaves 5 of 24 papers.")
    assert html.index("<h1>What 5 papers are about</h1>") < note < html.index('<nav aria-label="On this page">')
    assert "<code>paper-themes report</code>" in html[note : note + 300]
    rows = html[html.index('<table id="papers-table"') :]
    assert rows.count("<tr><th><a") == 5
    assert "themes found" not in html
    assert "<code>data/raw</code>" in html
    whole_page = stage.run(Job(folders, Settings())).files[0].read_text(encoding="utf-8")
    assert "This page is cut down" not in whole_page


def test_a_cut_is_told_in_words_and_named_for_files() -> None:
    cut = Cut(theme="Attention sinks", since=date(2025, 3, 1), until=date(2025, 4, 1))
    assert (
        cutting.said(cut)
        == "only the theme Attention sinks, papers listed since Mar 1, 2025 and until Apr 1, 2025"
    )
    assert cut.slug == "attention-sinks-since-2025-03-01-until-2025-04-01"
    assert Cut(only_watched=True).slug == "followed"
    assert not Cut()
    assert Cut().slug == cutting.said(Cut()) == ""


@pytest.mark.parametrize("name", HARD_NAMES)
def test_any_name_makes_a_folder_and_leads_nowhere_else(name: str, tmp_path: Path) -> None:
    made = tmp_path / file_slug(name)
    made.mkdir()
    assert made.resolve().parent == tmp_path.resolve()
