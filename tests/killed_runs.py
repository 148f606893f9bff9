"""Runs cut off by SIGKILL and taken up again: a process that has everything loaded forks a child for each run.

    python tests/killed_runs.py FOLDER --moments 50

Every second kill comes at a random time, every other at a random write: just before a finished file takes its
place, or with the file half-written. What the next run leaves is compared, byte by byte, with an undisturbed run.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import json
import logging
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

# threads do not outlive a fork
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "TQDM_DISABLE": "1"}
os.environ["NUMBA_THREADING_LAYER"] = "workqueue"

from analysis import pipeline, whole_files
from analysis.config import Folders, Settings
from analysis.job import Job

SETTINGS = Settings(n_themes=4)


def job_in(folder: Path) -> Job:
    return Job(Folders(folder / "raw", folder / "made", folder / "reports", folder / "none"), SETTINGS)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


def forked(work: Callable[[], object]) -> int:
    """Start ``work`` in a child and return its process id."""
    child = os.fork()
    if child == 0:
        code = 1
        faulthandler.dump_traceback_later(300, exit=True)
        with contextlib.suppress(BaseException):
            work()
            code = 0
        os._exit(code)
    return child


def ended(child: int) -> int:
    """Wait for a child; returns its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at_write(number: int, half: bool, job: Job) -> None:
    """Run until the file of that number is about to take its place, and die there."""
    real, counted = os.replace, iter(range(10_000))

    def replace_or_die(unfinished: Path, path: Path) -> None:
        if next(counted) == number:
            if half:
                os.truncate(unfinished, os.path.getsize(unfinished) // 2)
            os.kill(os.getpid(), signal.SIGKILL)
        real(unfinished, path)

    whole_files.os.replace = replace_or_die
    pipeline.make("report", job)


def n_writes(job: Job) -> int:
    """How many files a run writes; the run is made in this process."""
    real, counted = os.replace, []
    whole_files.os.replace = lambda unfinished, path: (counted.append(path), real(unfinished, path))
    pipeline.make("report", job)
    whole_files.os.replace = real
    return len(counted)


def main() -> None:
    """Kill and take up as often as asked; writes what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="holds a folder raw; the runs are made beside it")
    parser.add_argument("--added", type=Path, required=True, help="a dump that comes before every second run")
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=60.0, help="no kill after that")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    chance = random.Random(arguments.seed)
    root = arguments.folder
    starts, expected, seconds, writes = [], [], [], []
    # a first run, and one that finds the products of an earlier one
    for place, before in enumerate(("raw", "undisturbed-0")):
        start, undisturbed = root / f"start-{place}", root / f"undisturbed-{place}"
        shutil.copytree(root / before, start / "raw" if before == "raw" else start)
        if place:
            shutil.copy(arguments.added, start / "raw")
        shutil.copytree(start, undisturbed)
        starts.append(start)
        writes.append(n_writes(job_in(undisturbed)))
        expected.append(contents(undisturbed))
        timed = root / f"timed-{place}"
        shutil.copytree(start, timed)
        began = time.monotonic()
        assert ended(forked(lambda timed=timed: pipeline.make("report", job_in(timed)))) == 0
        seconds.append(time.monotonic() - began)
        assert contents(timed) == expected[place], "a forked run makes other bytes"
        shutil.rmtree(timed)
    found = {"killed": 0, "other": [], "raw": 0, "codes": [], "seconds": [round(each, 2) for each in seconds]}
    ends = time.monotonic() + 60 * arguments.minutes
    for moment in range(arguments.moments):
        if time.monotonic() > ends:
            break
        place = moment // 2 % 2
        run = root / f"run-{moment}"
        shutil.copytree(starts[place], run)
        job = job_in(run)
        if moment % 2:
            number, half = chance.randrange(writes[place]), chance.random() < 0.5
            child = forked(lambda number=number, half=half, job=job: killed_at_write(number, half, job))
        else:
            child = forked(lambda job=job: pipeline.make("report", job))
            time.sleep(chance.uniform(0, seconds[place]))
            os.kill(child, signal.SIGKILL)
        found["killed"] += ended(child) == -signal.SIGKILL
        found["raw"] += contents(run / "raw") != contents(starts[place] / "raw")
        found["codes"].append(ended(forked(lambda job=job: pipeline.make("report", job))))
        left = contents(run)
        found["other"] += sorted(
            f"{moment}: {name}"
            for name in left.keys() | expected[place].keys()
            if left.get(name) != expected[place].get(name)
        )
        shutil.rmtree(run)
        found["runs"] = moment + 1
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
