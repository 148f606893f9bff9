"""What a reader with many machines relies on: workers make the tables and pages that one machine makes.

All tests are slow: each starts processes, and a run from dumps to the page.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis import pipeline, tables
from analysis.cli import main
from analysis.cluster import connection, on_this_machine, reading
from analysis.cluster.connection import ClusterError, connected
from analysis.config import Folders, Settings
from analysis.dumps.folder import DumpError
from analysis.job import Job, Workers

if TYPE_CHECKING:
    from distributed import LocalCluster

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow(reason="starts processes of Dask")

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "sample"


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler with two processes."""
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0")
    yield cluster.scheduler_address
    cluster.close()


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PART", 20)
    monkeypatch.setattr(reading, "FILES_AT_ONCE", 2)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, a dump twice under two names, and files that are no dump or hold broken records."""
    folder = tmp_path_factory.mktemp("raw")
    for path in SAMPLE.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(SAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (folder / "twice.txt").write_bytes((SAMPLE / "listing-a.txt").read_bytes())
    broken = '{"title": "A whole record of a paper", "abstract": "Yes."}\n{"title": \n'
    (folder / "broken.jsonl").write_text(broken)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    return folder


def job_in(folder: Path, raw: Path) -> Job:
    """A run that finds themes from a part of the papers, so that the others have to be placed."""
    folders = Folders(raw, folder / "tables", folder / "pages", folder / "none")
    return Job(folders, Settings(sample_above=100))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory, raw: Path) -> Job:
    """What one machine makes."""
    job = job_in(tmp_path_factory.mktemp("one"), raw)
    pipeline.make("report", job)
    return job


def same(one: Job, many: Job, made_by: tuple[str, ...] = ("read", "themes", "trends")) -> dict[str, int]:
    """Fail unless the tables are the same; returns in how many files each lies."""
    names = [name for name, schema in tables.SCHEMAS.items() if schema.made_by in made_by]
    for name in names:
        expected, found = (tables.read_table(job.folders.processed, name) for job in (one, many))
        pd.testing.assert_frame_equal(found, expected, obj=name)
    return {name: len(tables.parts_of(many.folders.processed, name)) for name in names}


@pytest.mark.usefixtures("small_parts")
def test_two_workers_make_what_one_machine_makes(
    tmp_path: Path, raw: Path, one: Job, scheduler: str, caplog: pytest.LogCaptureFixture
) -> None:
    many = job_in(tmp_path, raw)
    with caplog.at_level("INFO"):
        pipeline.make("report", replace(many, workers=Workers(scheduler)))

    n_parts = same(one, many)
    pages = [(job.folders.reports / "themes.html").read_bytes() for job in (one, many)]
    assert pages[0] == pages[1]
    assert b"The themes were found in a sample of 100 papers" in pages[1]
    assert n_parts["papers"] == n_parts["listings"] == n_parts["memberships"] == n_parts["map"] > 2
    assert "dashboard http" in caplog.text
    assert pipeline.make("report", many).rebuilt == ()
    assert not list(many.folders.processed.glob(".unfinished*"))


@pytest.mark.usefixtures("small_parts")
def test_a_worker_killed_in_the_middle_costs_time_and_no_result(tmp_path: Path, raw: Path, one: Job) -> None:
    many = job_in(tmp_path, raw)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        job = replace(many, workers=Workers(cluster.scheduler_address))
        for stage, sign in (("read", ".unfinished-papers.parquet"), ("themes", ".unfinished-shared")):
            killer = _Killer(cluster, many.folders.processed / sign)
            killer.start()
            pipeline.make(stage, job)
            killer.join()
            assert killer.pids, stage

    same(one, many, ("read", "themes"))


class _Killer(threading.Thread):
    """Kills a worker's process as soon as a stage is at work."""

    def __init__(self, cluster: LocalCluster, sign: Path) -> None:
        super().__init__(daemon=True)
        self.cluster, self.sign = cluster, sign
        self.pids: list[int] = []

    def run(self) -> None:
        until = time.monotonic() + 120
        while not self.sign.exists() and time.monotonic() < until:
            time.sleep(0.01)
        pid = self.cluster.workers[0].process.pid
        os.kill(pid, signal.SIGKILL)
        self.pids.append(pid)


def test_a_run_without_workers_takes_up_tables_in_parts_and_replaces_them(
    tmp_path: Path, raw: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PART", 20)
    folder = tmp_path / "raw"
    shutil.copytree(raw, folder)
    job = job_in(tmp_path, folder)
    pipeline.make("read", replace(job, workers=Workers(scheduler)))
    assert len(tables.parts_of(job.folders.processed, "papers")) > 2
    assert pipeline.make("read", job).rebuilt == ()

    later = {"title": "A paper that came later", "abstract": "It is about nothing else."}
    (folder / "later.jsonl").write_text(json.dumps(later) + "\n")
    pipeline.make("read", job)
    assert tables.parts_of(job.folders.processed, "papers") == [job.folders.processed / "papers.parquet"]
    assert later["title"] in set(tables.read_table(job.folders.processed, "papers")["title"])


@pytest.mark.usefixtures("small_parts")
def test_stages_of_workers_and_of_one_machine_go_together(
    tmp_path: Path, raw: Path, one: Job, scheduler: str
) -> None:
    alone = job_in(tmp_path, raw)
    spread = replace(alone, workers=Workers(scheduler))
    pipeline.make("read", spread)
    pipeline.make("themes", alone)
    pipeline.make("trends", spread)

    same(one, alone)


def test_a_raw_folder_that_is_not_there_is_told_of_and_not_made(tmp_path: Path, scheduler: str) -> None:
    job = replace(job_in(tmp_path, tmp_path / "nowhere"), workers=Workers(scheduler))
    with pytest.raises(DumpError, match="there is no such folder"):
        pipeline.make("read", job)
    assert not (tmp_path / "nowhere").exists()


def test_a_scheduler_that_does_not_answer_is_told_of_in_a_sentence(
    tmp_path: Path, raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 1)
    folders = ["--raw", str(raw), "--processed", str(tmp_path / "t"), "--reports", str(tmp_path / "r")]
    assert main(["report", *folders, "--scheduler", "tcp://127.0.0.1:9"]) == 2
    said = capsys.readouterr().err
    assert "tcp://127.0.0.1:9: no scheduler answers within 1 s. Start one (dask scheduler)" in said
    assert "Traceback" not in said


def test_the_stages_of_a_run_share_the_workers_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    @contextmanager
    def cluster(**asked: object) -> Iterator[object]:
        told.append(f"{asked['n_workers']} started")
        yield object()
        told.append("ended")

    monkeypatch.setattr(distributed, "LocalCluster", cluster)
    with on_this_machine.one_start():
        with on_this_machine.started(3) as of_reading:
            pass
        with on_this_machine.started(3) as of_themes:
            assert of_themes is of_reading
        assert told == ["3 started"]
    with on_this_machine.started(2):
        pass
    assert told == ["3 started", "ended", "2 started", "ended"]


def test_a_scheduler_without_workers_is_told_of_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 1)
    with distributed.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as cluster:
        address = cluster.scheduler_address
        with pytest.raises(ClusterError, match=f"no worker after 1 s. Start some: dask worker {address}"):
            with connected(Workers(address), (tmp_path,)):
                pass


def test_workers_that_run_another_version_are_refused(
    tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.manifest, "code_digest", lambda names: "another")
    with pytest.raises(ClusterError, match="runs another paper-themes than this one"):
        with connected(Workers(scheduler), (tmp_path,)):
            pass


def test_without_dask_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'paper-themes\[cluster\]'"):
        with connected(Workers(count=2), (tmp_path,)):
            pass


def test_a_folder_without_a_dump_is_told_of_as_on_one_machine(tmp_path: Path, scheduler: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    job = replace(job_in(tmp_path, tmp_path / "raw"), workers=Workers(scheduler))
    with pytest.raises(DumpError, match="no dump found in 1 files"):
        pipeline.make("read", job)
