"""What a person who asks for twenty pictures relies on: what was drawn stays, the rest is named."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from opened_page import BROWSER

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


def test_pictures_are_drawn_where_an_event_loop_runs_already_as_in_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def write(jobs: Sequence[dict[str, Any]]) -> tuple[()]:
        jobs[0]["path"].write_bytes(b"picture")
        return ()

    async def cell() -> tuple[Path, ...]:
        return draw(pictures(tmp_path, "a.png")).written

    monkeypatch.setattr(room, "_batch", write)
    # in a thread of its own, because a browser of other tests may have its loop in this one
    with ThreadPoolExecutor(1) as alone:
        assert alone.submit(asyncio.run, cell()).result() == (tmp_path / "a.png",)


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


def browsers() -> dict[int, psutil.Process]:
    own = psutil.Process().children(recursive=True)
    return {one.pid: one for one in own if one.is_running() and "chrom" in one.name()}


def kill_when_one_is_drawn(folder: Path, others: set[int], until: float) -> None:
    """End the browser that was started last as soon as its first picture lies there whole."""
    while not any(path.stat().st_size for path in folder.glob(".unfinished-*/*.png")):
        assert time.monotonic() < until
        time.sleep(0.02)
    for pid, browser in browsers().items():
        if pid not in others:
            browser.kill()


@pytest.mark.slow(reason="a browser is started and killed")
@pytest.mark.skipif(BROWSER is None, reason="no Chrome or Chromium is installed; on Debian: apt install chromium")
def test_a_browser_killed_in_the_middle_leaves_what_was_drawn_and_names_the_rest(tmp_path: Path) -> None:
    heavy = {"data": [{"type": "scatter", "mode": "markers", "y": list(range(20_000))}], "layout": {}}
    names = [f"{number}.png" for number in range(12)]
    batch = [Picture(FIGURE if name == "0.png" else heavy, tmp_path / name, 640, 400, 2.5) for name in names]
    kill = threading.Thread(target=kill_when_one_is_drawn, args=(tmp_path, set(browsers()), time.monotonic() + 60))
    kill.start()
    began = time.monotonic()
    drawn = draw(batch)
    kill.join()
    assert time.monotonic() - began < 60
    assert drawn.written
    assert drawn.missed
    assert {path.name for path in (*drawn.written, *drawn.missed)} == set(names)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in drawn.written}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in drawn.written)
    with pytest.raises(PictureError, match=r"The browser stopped half-way .*; not drawn: .*11\.png"):
        drawn.raise_missed()
