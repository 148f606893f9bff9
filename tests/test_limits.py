"""Full disks, too little memory and Ctrl-C in any stage: a clear word, and nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis import cli, manifest

STAGES = ("read", "themes", "trends", "report")
SHORT_OF_MEMORY = """
import resource, sys
import numpy, pandas, pyarrow
import analysis.stages.read
from analysis import cli
with open("/proc/self/statm") as file:
    used = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 60_000_000,) * 2)
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    raw = tmp_path / "raw"
    raw.mkdir()
    records = [{"title": f"About {word}", "abstract": f"It tells of {word}.", "year": 2020} for word in "abcdef"]
    (raw / "papers.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports")]


@pytest.fixture
def heeded_ctrl_c() -> Iterator[None]:
    """A shell that starts the tests in the background lets them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def half_written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if "unfinished" in path.name or path.suffix == ".tmp"]


def once_in(stage: str, what: Callable[[], None], processed: Path, patch: pytest.MonkeyPatch) -> None:
    """Let something happen when the stage puts its first file in its place."""
    replace, before, done = os.replace, STAGES[: STAGES.index(stage)], list[bool]()

    def replaced(source: Path, target: Path) -> None:
        if not done and set(manifest.load(processed)) >= set(before):
            done.append(True)
            what()
        replace(source, target)

    patch.setattr(os, "replace", replaced)


def stages_told(said: str) -> list[str]:
    return [line.split()[0] for line in said.splitlines() if line.split()[:1] and line.split()[0] in STAGES]


@pytest.mark.slow(reason="every stage is broken off and begun again")
@pytest.mark.usefixtures("heeded_ctrl_c")
def test_ctrl_c_in_any_stage_leaves_whole_stages_and_the_next_call_goes_on_from_there(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, stage in enumerate(STAGES):
        with pytest.MonkeyPatch.context() as patch:
            once_in(stage, lambda: signal.raise_signal(signal.SIGINT), tmp_path / "processed", patch)
            assert cli.main(["report", *folders]) == cli.STOPPED
        said = capsys.readouterr().err
        assert "goes on from there" in said
        assert half_written(tmp_path) == []
        assert set(manifest.load(tmp_path / "processed")) == set(STAGES[:place])
        assert stages_told(said) == list(STAGES[max(place - 1, 0) : place]), "the stages before were whole"
    assert cli.main(["report", *folders]) == 0
    assert stages_told(capsys.readouterr().err) == [STAGES[-1]]


@pytest.mark.slow(reason="every stage is broken off and begun again")
def test_a_full_disk_in_any_stage_is_said_in_a_sentence_and_leaves_nothing_half_written(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "table.parquet")

    for stage in STAGES:
        with pytest.MonkeyPatch.context() as patch:
            once_in(stage, full, tmp_path / "processed", patch)
            assert cli.main(["report", *folders]) == cli.USER_ERROR, stage
        said = capsys.readouterr().err
        assert "disk is full" in said or "No space left" in said
        assert half_written(tmp_path) == []
    assert cli.main(["report", *folders]) == 0


@pytest.mark.slow(reason="a process reads thirty megabytes")
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux to limit the memory")
def test_too_little_memory_is_said_in_a_sentence_with_what_to_lower(folders: list[str], tmp_path: Path) -> None:
    line = json.dumps({"title": "A paper", "abstract": "words " * 4_000})
    with (tmp_path / "raw" / "many.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for _ in range(5_000))
    command = [sys.executable, "-c", SHORT_OF_MEMORY, "read", *folders]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert done.returncode == cli.USER_ERROR, done.stderr
    assert "memory was not enough" in done.stderr and "Traceback" not in done.stderr
    assert half_written(tmp_path) == []
