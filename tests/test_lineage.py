"""What a reader is told about the run before: which themes are still there, which split, merged, came or went."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from theme_runs import Run, papers, run

from analysis import pipeline, tables
from analysis.config import Folders, Settings
from analysis.identity import recall, remember
from analysis.job import Job
from analysis.keeping import keep_identity
from analysis.lineage import trace

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "sample"


def after(first: Run, second: Run) -> dict[str, dict[str, Any]]:
    """The lineage of the second run by theme."""
    memory = remember(recall(None), first.themes, first.memberships, {})
    kept = keep_identity(second.themes, second.memberships, second.corpus, memory)
    memory = remember(memory, kept.themes, kept.memberships, kept.named_by)
    table = trace(memory, second.corpus)
    pd.testing.assert_frame_equal(table, tables.check("lineage", table, "lineage"))
    return {str(row["theme_id"]): row for row in table.to_dict("records")}  # type: ignore[misc]


def events(rows: dict[str, dict[str, Any]]) -> dict[str, tuple[str, Sequence[str]]]:
    return {theme: (row["event"], row["previous_ids"]) for theme, row in rows.items()}


def test_nothing_is_said_of_a_first_run() -> None:
    first = run({"t-a": papers("a", 0, 9)})
    memory = remember(recall(None), first.themes, first.memberships, {})
    assert trace(memory, first.corpus).empty


def test_kept_new_and_gone_themes_are_told_apart() -> None:
    first = run({"t-a": papers("a", 0, 9), "t-b": papers("b", 0, 9)}, {"w": papers("a", 0, 3)})
    rows = after(first, run({"t-x": papers("a", 0, 14), "t-c": papers("c", 0, 5)}, {"w": papers("a", 0, 4)}))
    assert events(rows) == {
        "t-a": ("kept", ["t-a"]),
        "t-c": ("new", []),
        "w": ("kept", ["w"]),
        "t-b": ("gone", ["t-b"]),
    }
    assert (rows["t-a"]["n_papers_before"], rows["t-a"]["n_papers_now"]) == (10, 15)
    assert (rows["t-b"]["n_papers_before"], rows["t-b"]["n_papers_now"]) == (10, 0)
    assert rows["t-a"]["score"] > 0.95
    assert rows["t-c"]["score"] < 0.55
    assert pd.isna(rows["w"]["score"])


def test_a_split_names_where_the_part_comes_from() -> None:
    first = run({"t-a": papers("a", 0, 19)})
    rows = after(first, run({"t-x": papers("a", 0, 11), "t-y": papers("a", 12, 19)}))
    assert events(rows) == {"t-a": ("kept", ["t-a"]), "t-y": ("split", ["t-a"])}
    assert rows["t-a"]["into_ids"] == ["t-a", "t-y"]


def test_parts_of_a_theme_that_is_gone_are_splits_of_it() -> None:
    first = run({"t-a": [*papers("a", 0, 7), *papers("b", 0, 7), *papers("c", 0, 7)]})
    rows = after(first, run({f"t-{each}": papers(each, 0, 7) for each in "bcd"} | {"t-e": papers("a", 0, 7)}))
    assert {theme: row["event"] for theme, row in rows.items()} == {
        "t-b": "split",
        "t-c": "split",
        "t-d": "new",
        "t-e": "split",
        "t-a": "gone",
    }
    assert rows["t-a"]["into_ids"] == ["t-b", "t-c", "t-e"]


def test_a_theme_of_mostly_new_papers_did_not_split_off() -> None:
    first = run({"t-a": papers("a", 0, 19)})
    rows = after(first, run({"t-a": papers("a", 0, 15), "t-b": [*papers("a", 16, 19), *papers("b", 0, 9)]}))
    assert events(rows)["t-b"] == ("new", [])


def test_a_merger_names_who_was_taken_in() -> None:
    first = run({"t-a": papers("a", 0, 11), "t-b": papers("a", 12, 17), "t-c": papers("c", 0, 9)})
    rows = after(first, run({"t-x": papers("a", 0, 17), "t-c": papers("c", 0, 9)}))
    assert events(rows) == {
        "t-a": ("merged", ["t-a", "t-b"]),
        "t-c": ("kept", ["t-c"]),
        "t-b": ("gone", ["t-b"]),
    }
    assert rows["t-b"]["into_ids"] == ["t-a"]


def test_a_new_theme_of_several_is_a_merger_of_them() -> None:
    first = run({f"t-{each}": papers(each, 0, 6) for each in "abcd"})
    rows = after(first, run({"t-all": [paper for each in "abcd" for paper in papers(each, 0, 6)]}))
    assert events(rows)["t-all"] == ("merged", ["t-a", "t-b", "t-c", "t-d"])


def make(folder: Path) -> dict[str, pd.DataFrame]:
    job = Job(Folders(folder / "raw", folder / "made", folder / "reports", folder / "notebooks"), Settings())
    pipeline.make("themes", job)
    return {name: tables.read_table(folder / "made", name) for name in ("themes", "memberships", "lineage")}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "made").glob("*.parquet"))}


def grow(dumps: Sequence[Path], folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """The tables made from three dumps, and those after the fourth was added."""
    (folder / "raw").mkdir()
    for dump in dumps[:3]:
        shutil.copy(dump, folder / "raw")
    before = make(folder)
    shutil.copy(dumps[3], folder / "raw")
    return before, make(folder)


def check_surviving(before: dict[str, pd.DataFrame], now: dict[str, pd.DataFrame], least: float) -> None:
    was, is_now = (each["themes"].set_index("theme_id")[["name", "color"]] for each in (before, now))
    both = was.index.intersection(is_now.index)
    assert len(both) >= least * len(was)
    pd.testing.assert_frame_equal(was.loc[both], is_now.loc[both])
    assert is_now["name"].is_unique
    assert is_now["color"].is_unique
    told = now["lineage"].set_index("theme_id")["event"]
    assert set(told[~told.isin(["new", "split", "gone"])].index) >= set(both)
    assert set(told[told == "gone"].index) == set(was.index) - set(both)
    # whatever keeps an id keeps a good part of the papers it had
    for theme in both:
        members = (each["memberships"] for each in (before, now))
        old, new = (set(each.loc[each["theme_id"] == theme, "paper_id"]) for each in members)
        assert len(old & new) >= 0.25 * len(old), theme


@pytest.mark.slow(reason="themes are found again and again")
def test_adding_a_dump_renames_no_theme_that_is_still_there(tmp_path: Path) -> None:
    before, now = grow(sorted(SAMPLE.glob("*.txt")), tmp_path)
    assert before["lineage"].empty
    check_surviving(before, now, 0.7)
    made = bytes_of(tmp_path)
    (tmp_path / "made" / "themes.parquet").unlink()
    make(tmp_path)
    assert bytes_of(tmp_path) == made


@pytest.mark.slow(reason="themes are found again and again")
def test_a_damaged_memory_is_said_and_costs_only_the_old_names(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "raw").mkdir()
    for dump in sorted(SAMPLE.glob("*.txt"))[:2]:
        shutil.copy(dump, tmp_path / "raw")
    make(tmp_path)
    made = bytes_of(tmp_path)
    (tmp_path / "made" / "identity.parquet").write_bytes(b"damaged")
    make(tmp_path)
    assert "they are named as on a first run." in caplog.text
    assert bytes_of(tmp_path) == made


@pytest.mark.dumps
@pytest.mark.slow(reason="themes are found again and again")
def test_adding_a_real_dump_renames_no_theme_that_is_still_there(tmp_path: Path) -> None:
    named = os.environ.get("ANALYSIS_DUMPS")
    if not named or not Path(named).is_dir():
        pytest.skip("ANALYSIS_DUMPS does not name the folder of the real dumps")
    dumps = sorted(Path(named).glob("*.txt"))
    check_surviving(*grow(dumps, tmp_path), 0.7)
