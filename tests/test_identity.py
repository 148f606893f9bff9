"""What a rebuild relies on: the same themes leave the same memory, and the last real change stays the last."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from theme_runs import Run, papers, run

from analysis import tables
from analysis.identity import Memory, recall, remember

FIRST = run({"t-cats": papers("a", 0, 9), "t-dogs": papers("b", 0, 9)})
SECOND = run({"t-cats": papers("a", 0, 12), "t-fish": papers("c", 0, 9)})


def after(memory: Memory, made: Run) -> Memory:
    return remember(memory, made.themes, made.memberships, {})


def test_before_the_first_run_there_is_nothing_to_remember() -> None:
    assert recall(None).table().empty
    assert after(recall(None), FIRST).before.empty


def test_the_run_before_is_remembered_beside_this_one() -> None:
    memory = after(after(recall(None), FIRST), SECOND)
    assert list(memory.before["theme_id"]) == ["t-cats", "t-dogs"]
    assert list(memory.now["theme_id"]) == ["t-cats", "t-fish"]
    assert memory.now["paper_ids"].iloc[0] == papers("a", 0, 12)


def test_the_same_themes_once_more_change_nothing() -> None:
    memory = after(after(recall(None), FIRST), SECOND)
    pd.testing.assert_frame_equal(after(memory, SECOND).table(), memory.table())


def test_memory_survives_the_disk_with_the_same_bytes(tmp_path: Path) -> None:
    memory = after(after(recall(None), FIRST), SECOND)
    first = tables.write_table(tmp_path, "identity", memory.table()).read_bytes()
    back = recall(tables.read_table(tmp_path, "identity"))
    assert tables.write_table(tmp_path, "identity", after(back, SECOND).table()).read_bytes() == first


def test_themes_gone_two_runs_ago_are_remembered_by_their_ids_alone() -> None:
    memory = after(after(after(recall(None), FIRST), SECOND), run({"t-cats": papers("a", 0, 12)}))
    assert list(memory.retired["theme_id"]) == ["t-dogs"]
    assert memory.retired["paper_ids"].iloc[0] == []
    memory = after(memory, FIRST)
    assert list(memory.retired["theme_id"]) == ["t-fish"]


def test_papers_of_another_corpus_wipe_the_memory() -> None:
    memory = after(after(recall(None), FIRST), run({"t-stones": papers("g", 0, 9)}))
    assert memory.before.empty
    assert memory.retired.empty
    assert list(memory.now["theme_id"]) == ["t-stones"]
