"""What a reader of an updated report relies on: later papers go where their like is, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_up_papers import made_up, subjects_of

from analysis import tables
from analysis.config import Settings, WatchedTheme
from analysis.embeddings import embed_in_space, load_encoder
from analysis.placement import Known, Placements, known_papers, place
from analysis.placement_file import FILE, PlacementError, read_known, write_known
from analysis.schemas import UNPLACED
from analysis.term_uses import term_uses
from analysis.themes import find_themes

WATCHED = (WatchedTheme("Poets", "Papers about poems.", ("poetry", "sonnet")),)
SETTINGS = replace(Settings(), watched=WATCHED)
ENCODER = load_encoder("hybrid")


def run(papers: pd.DataFrame) -> tuple[Known, Placements]:
    embedded = embed_in_space(papers, ENCODER)
    found = find_themes(papers, embedded.rows, SETTINGS)
    known = known_papers(tuple(papers["paper_id"]), embedded.rows, embedded.space, found.rules)
    uses = term_uses(papers, found.memberships, found.themes)
    return known, Placements(found.themes, found.memberships, found.map, uses)


@pytest.fixture(scope="module")
def before() -> tuple[Known, Placements]:
    return run(made_up(100))


@pytest.fixture(scope="module")
def later() -> pd.DataFrame:
    papers = made_up(115).iloc[100:].reset_index(drop=True)
    return papers.assign(paper_id=[f"q{number:02d}" for number in range(len(papers))])


def main_theme(there: Placements) -> pd.Series:
    return there.memberships[there.memberships["main"]].set_index("paper_id")["theme_id"]


def test_papers_go_into_the_theme_of_their_subject(before: tuple[Known, Placements], later: pd.DataFrame) -> None:
    known, there = before
    placed = place(later, known, there, ENCODER)
    themes = main_theme(placed.tables)
    of_subject = {subject: themes[f"p{subject:04d}"] for subject in range(5)}
    expected = [of_subject[subject] for subject in subjects_of(115)[100:].tolist()]
    assert [themes[paper] for paper in later["paper_id"]] == expected
    assert not placed.far.any()


def test_nothing_that_was_there_changes_but_the_numbers_of_papers(
    before: tuple[Known, Placements], later: pd.DataFrame
) -> None:
    known, there = before
    placed = place(later, known, there, ENCODER).tables
    for name, frame in (("memberships", placed.memberships), ("map", placed.map)):
        old = frame[~frame["paper_id"].isin(later["paper_id"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(old, getattr(there, name))
    pd.testing.assert_frame_equal(placed.themes.drop(columns="n_papers"), there.themes.drop(columns="n_papers"))
    found = there.themes["kind"] == "found"
    assert placed.themes.loc[found, "n_papers"].sum() == there.themes.loc[found, "n_papers"].sum() + len(later)


@pytest.mark.slow(reason="papers are placed one by one")
def test_placing_one_by_one_or_together_is_the_same(before: tuple[Known, Placements], later: pd.DataFrame) -> None:
    known, there = before
    one_by_one = there
    for number in range(len(later)):
        one_by_one = place(later.iloc[[number]], known, one_by_one, ENCODER).tables
    together = place(later, known, there, ENCODER).tables
    for name in ("themes", "memberships", "map"):
        pd.testing.assert_frame_equal(
            getattr(one_by_one, name).reset_index(drop=True), getattr(together, name).reset_index(drop=True)
        )


def test_a_place_on_the_map_lies_among_its_theme(before: tuple[Known, Placements], later: pd.DataFrame) -> None:
    known, there = before
    placed = place(later, known, there, ENCODER).tables
    points, themes = placed.map.set_index("paper_id"), main_theme(placed)
    for paper in later["paper_id"]:
        own = points.loc[[each for each in there.map["paper_id"] if themes[each] == themes[paper]]]
        assert (own.min() <= points.loc[paper]).all()
        assert (points.loc[paper] <= own.max()).all()


def test_a_watched_theme_takes_by_the_rule_that_found_its_papers(before: tuple[Known, Placements]) -> None:
    known, there = before
    papers = made_up(100)
    watched = there.themes.loc[there.themes["kind"] == "watched", "theme_id"].iloc[0]
    copies = papers.assign(paper_id=[f"copy-{paper}" for paper in papers["paper_id"]])
    members = place(copies, known, there, ENCODER).tables.memberships
    members = members[members["theme_id"] == watched].set_index("paper_id")
    was = {paper for paper in members.index if not paper.startswith("copy-")}
    now = {paper.removeprefix("copy-") for paper in members.index if paper.startswith("copy-")}
    assert was
    assert len(was ^ now) <= 0.1 * len(was)
    for paper in was & now:
        assert members.loc[f"copy-{paper}", "why"] == members.loc[paper, "why"]


def test_a_paper_about_nothing_known_is_far_from_every_theme(before: tuple[Known, Placements]) -> None:
    known, there = before
    papers = made_up(1).assign(
        paper_id="x", title="Zeolite catalysis", abstract="Porous zeolites crack naphtha in refinery columns."
    )
    assert place(papers, known, there, ENCODER).far.tolist() == [True]


def test_what_a_run_leaves_is_read_as_it_was_and_is_the_same_every_time(
    before: tuple[Known, Placements], later: pd.DataFrame, tmp_path: Path
) -> None:
    known, there = before
    first = write_known(tmp_path, known).read_bytes()
    assert write_known(tmp_path, known).read_bytes() == first
    read = place(later, read_known(tmp_path, WATCHED), there, ENCODER)
    pd.testing.assert_frame_equal(read.tables.memberships, place(later, known, there, ENCODER).tables.memberships)


def test_a_damaged_file_says_what_to_run(before: tuple[Known, Placements], tmp_path: Path) -> None:
    with pytest.raises(PlacementError, match=r"placement\.npz: cannot be read .* Run: paper-themes report"):
        read_known(tmp_path, WATCHED)
    (tmp_path / FILE).write_bytes(write_known(tmp_path, before[0]).read_bytes()[:2000])
    with pytest.raises(PlacementError, match="cannot be read"):
        read_known(tmp_path, WATCHED)


def test_where_no_theme_was_found_later_papers_are_unplaced_too() -> None:
    known, there = run(made_up(6))
    later = made_up(8).iloc[6:].reset_index(drop=True)
    placed = place(later, known, there, ENCODER).tables
    assert set(placed.memberships.loc[placed.memberships["main"], "theme_id"]) == {UNPLACED}
    assert placed.themes.set_index("theme_id").loc[UNPLACED, "n_papers"] == 8


def test_without_a_new_paper_nothing_changes(before: tuple[Known, Placements]) -> None:
    known, there = before
    placed = place(tables.empty("papers"), known, there, ENCODER)
    assert placed.tables is there
    assert placed.cosine.shape == placed.far.shape == (0,)
    assert np.isfinite(known.far_below)
