"""Links in the raw folder: what leads out of it is followed where the reader says so, and nowhere else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from analysis.dumps.folder import files_in, read_folder, read_some

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with a file of its own, a link to another folder, and one to a file."""
    for name in ("raw/own", "outside/behind", "outside/alone"):
        path = tmp_path / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"title": f"A paper in {name}", "abstract": "It tells."}), encoding="utf-8")
    (tmp_path / "raw" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "raw" / "linked.jsonl").symlink_to(tmp_path / "outside" / "alone.jsonl")
    return tmp_path / "raw"


def test_what_leads_out_is_named_and_left_where_nothing_is_said(raw: Path) -> None:
    reading = read_folder(raw)
    assert [dump.source for dump in reading.dumps] == ["own.jsonl"]
    assert sorted(each.source for each in reading.passed_over) == ["folder", "linked.jsonl"]
    assert [file.source for file in files_in(raw) if file.path is not None] == ["own.jsonl"]
    assert [dump.source for dump in read_some(raw, {"own.jsonl", "linked.jsonl"}).dumps] == ["own.jsonl"]


def test_what_leads_out_is_read_where_the_reader_says_so(raw: Path) -> None:
    reading = read_folder(raw, follow_links=True)
    assert [dump.source for dump in reading.dumps] == ["folder/alone.jsonl", "folder/behind.jsonl", "own.jsonl"]
    assert [(each.source, each.line) for each in reading.passed_over] == [("linked.jsonl", 0)]
    assert "same content as folder/alone.jsonl" in reading.passed_over[0].reason
    some = read_some(raw, {"folder/behind.jsonl", "own.jsonl"}, follow_links=True)
    assert [dump.source for dump in some.dumps] == ["folder/behind.jsonl", "own.jsonl"]
