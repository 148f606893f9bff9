"""Two runs at once in one folder: one waits and says so, and what they leave is what one leaves."""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from analysis.one_run import LOCK, only_run
from analysis.whole_files import UNFINISHED, remove_unfinished, whole_file, write_whole

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "raw" / "sample"


def hold(folder: str, holds: object, seconds: float) -> None:
    with only_run(Path(folder)):
        holds.set()  # type: ignore[attr-defined]
        time.sleep(seconds)


@pytest.mark.slow(reason="a process is waited for")
def test_a_second_run_says_that_it_waits_and_goes_on_when_the_first_ends(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spawn = multiprocessing.get_context("spawn")
    holds = spawn.Event()
    other = spawn.Process(target=hold, args=(str(tmp_path), holds, 1.0))
    other.start()
    assert holds.wait(60)
    began = time.monotonic()
    with caplog.at_level(logging.WARNING, "analysis"), only_run(tmp_path):
        waited = time.monotonic() - began
    other.join()
    assert waited > 0.3
    assert caplog.messages == [f"Another run is at work in {tmp_path}: waiting for it to end."]


def test_a_run_that_was_killed_holds_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    spawn = multiprocessing.get_context("spawn")
    holds = spawn.Event()
    other = spawn.Process(target=hold, args=(str(tmp_path), holds, 600.0))
    other.start()
    assert holds.wait(60)
    other.kill()
    other.join()
    with caplog.at_level(logging.WARNING, "analysis"), only_run(tmp_path):
        assert caplog.messages == []


def test_a_run_may_hold_its_folder_twice_and_another_thread_waits(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with only_run(tmp_path):
            order.append("second")

    with only_run(tmp_path):
        with only_run(tmp_path):
            waiting = threading.Thread(target=second)
            waiting.start()
            time.sleep(0.3)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_folder_that_cannot_be_written_holds_up_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with only_run(tmp_path / "file"):
        assert (tmp_path / "file").is_file()


@pytest.mark.parametrize("fails", [False, True])
def test_a_file_is_there_whole_or_as_it_was(fails: bool, tmp_path: Path) -> None:
    path = write_whole(tmp_path / "new" / "a.txt", b"before")
    try:
        with whole_file(path, lasting=True) as unfinished:
            unfinished.write_bytes(b"after")
            assert path.read_bytes() == b"before"
            if fails:
                raise ValueError
    except ValueError:
        pass
    assert path.read_bytes() == (b"before" if fails else b"after")
    assert [each.name for each in path.parent.iterdir()] == ["a.txt"]


def test_what_a_cut_off_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.txt") as unfinished:
        left_over = unfinished.name
        unfinished.write_bytes(b"")
    for name in (left_over, "a.txt.tmp", ".hidden", "b.unfinished"):
        (tmp_path / name).touch()
    (tmp_path / f"{UNFINISHED}x" / "charts").mkdir(parents=True)
    (tmp_path / f"{UNFINISHED}x" / "charts" / "a.csv").touch()
    remove_unfinished([tmp_path, tmp_path / "nowhere"])
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "a.txt", "a.txt.tmp", "b.unfinished"]


@pytest.mark.slow(reason="two processes find themes")
def test_two_commands_at_once_leave_what_one_leaves(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(SAMPLE / "listing-b.txt", raw)
    folders = ["--raw", str(raw), "--processed", str(tmp_path / "made"), "--reports", str(tmp_path / "reports")]
    command = [sys.executable, "-m", "analysis"]
    both = [
        subprocess.Popen(
            [*command, verb, *folders], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for verb in ("report", "trends")
    ]
    told = [each.communicate(timeout=300) for each in both]
    assert [each.returncode for each in both] == [0, 0], told
    assert sum("waiting for it to end" in err for _, err in told) == 1
    checked = subprocess.run([*command, "check", *folders], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "All is whole.")
