"""What a person who asks for twenty pictures relies on: what was drawn stays, the rest is named."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from analysis import pictures as room
from analysis.pictures import Picture, PictureError, draw

FIGURE = {"data": [{"type": "bar", "y": [1]}], "layout": {}}


def pictures(folder: Path, *names: str) -> list[Picture]:
    return [Picture(FIGURE, folder / name, 640, 400, 2.5) for name in names]


def test_a_browser_that_ends_half_way_leaves_what_was_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(jobs: Sequence[dict[str, Any]]) -> None:
        # as kaleido does: every name is claimed first
        for job in jobs:
            job["path"].touch()
        jobs[0]["path"].write_bytes(b"picture")
        raise asyncio.CancelledError

    monkeypatch.setattr(room, "_batch", crash)
    (tmp_path / "c.svg").write_bytes(b"of an earlier run")
    drawn = draw(pictures(tmp_path, "a.png", "b.png", "c.svg"))
    assert drawn.written == (tmp_path / "a.png",)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a.png": b"picture",
        "c.svg": b"of an earlier run",
    }
    text = r"half-way \(the browser ended\): 1 picture is there; not drawn: b\.png and c\.svg\. Run it again"
    with pytest.raises(PictureError, match=text):
        drawn.raise_missed()


def test_all_pictures_are_asked_of_one_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    async def write(jobs: Sequence[dict[str, Any]]) -> tuple[()]:
        calls.append([(job["path"].suffix, job["opts"]["scale"]) for job in jobs])
        for job in jobs:
            job["path"].write_bytes(b"picture")
        return ()

    monkeypatch.setattr(room, "_batch", write)
    drawn = draw(pictures(tmp_path, "a.png", "b.svg"))
    drawn.raise_missed()
    assert calls == [[(".png", 2.5), (".svg", 1)]]
    assert [path.name for path in drawn.written] == ["a.png", "b.svg"]


def test_no_picture_starts_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_batch", lambda _: pytest.fail("started"))
    assert draw([]).written == ()
