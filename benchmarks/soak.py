"""Many updates of one day each on a growing folder, in one process: time, memory and file handles.

The days are made up: papers of words drawn from a few subjects, so that the themes found first take later ones.

    python benchmarks/soak.py --updates 2000 --minutes 15
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from analysis import load_papers, pipeline, update
from analysis.config import Folders, Settings
from analysis.job import Job

FIRST_DAY = date(2020, 1, 1)
DAYS_AT_FIRST = 40
SUBJECTS = (
    "speech audio phoneme speaker voice acoustic accent microphone",
    "protein folding residue enzyme ligand docking peptide genome",
    "robot gripper grasping locomotion terrain joint actuator torque",
    "rainfall storm climate precipitation satellite humidity barometer drought",
)


@dataclass(frozen=True)
class Moment:
    """How things stood after one update."""

    n_files: int
    seconds: float
    """Processor time of the update."""
    megabytes: float
    """Memory held after it."""
    n_handles: int


def soak(folder: Path, n_updates: int, papers_a_day: int, seconds: float) -> Iterator[Moment]:
    """Make a report of some days, then add a day and update, again and again; yields after each update.

    :param seconds: no update starts later than that; counted from the first.
    """
    job = Job(Folders(folder / "raw", folder / "made", folder / "reports", folder / "none"), Settings(n_themes=4))
    chance = random.Random(7)
    for number in range(DAYS_AT_FIRST):
        _write_day(job.folders.raw, number, papers_a_day, chance)
    pipeline.make("report", job)
    ends = time.monotonic() + seconds
    for number in range(DAYS_AT_FIRST, DAYS_AT_FIRST + n_updates):
        if time.monotonic() > ends:
            return
        _write_day(job.folders.raw, number, papers_a_day, chance)
        began = time.process_time()
        outcome = update.update(job)
        if "update" not in outcome.rebuilt:
            raise SystemExit(f"update {number} was no update: {outcome.rebuilt}")
        yield Moment(number + 1, time.process_time() - began, _megabytes(), _n_handles())
    n_papers = len(load_papers(None, job.folders.processed))
    if n_papers != papers_a_day * (DAYS_AT_FIRST + n_updates):
        raise SystemExit(f"{n_papers} papers in the tables, not those of all days")


def _write_day(raw: Path, number: int, n_papers: int, chance: random.Random) -> None:
    day = FIRST_DAY + timedelta(days=number)
    listed = f"{day.isoformat()}T06:00:00.000Z"
    papers = []
    for place in range(n_papers):
        words = SUBJECTS[(number + place) % len(SUBJECTS)].split()
        told = " ".join(f"The {' or the '.join(chance.sample(words, 4))}." for _ in range(5))
        title = f"{' and '.join(chance.sample(words, 3)).capitalize()}, case {number}-{place}"
        papers.append({"paper": {"title": title, "summary": told, "submittedOnDailyAt": listed}})
    (raw / "daily").mkdir(parents=True, exist_ok=True)
    (raw / "daily" / f"{day.isoformat()}.json").write_text(json.dumps(papers), encoding="utf-8")


def _megabytes() -> float:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _n_handles() -> int:
    handles = Path("/proc/self/fd")
    return len(list(handles.iterdir())) if handles.exists() else 0


def main() -> None:
    """Run the updates and print how a tenth of them after the other went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=2000, help="at most so many (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=60, help="at most so long (default: %(default)s)")
    parser.add_argument("--papers", type=int, default=2, help="a day (default: %(default)s)")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    moments: list[Moment] = []
    with tempfile.TemporaryDirectory() as folder:
        for moment in soak(Path(folder), arguments.updates, arguments.papers, 60 * arguments.minutes):
            moments.append(moment)
            if len(moments) % 50 == 0:
                _tell(moments[-50:])
    first, last = moments[: max(1, len(moments) // 10)], moments[-max(1, len(moments) // 10) :]
    slower, larger = (_mean(last, what) / _mean(first, what) for what in ("seconds", "n_files"))
    sys.stdout.write(
        f"{len(moments):,} updates; from the first tenth to the last: folder x{larger:.1f}, time x{slower:.2f}, "
        f"memory {_mean(first, 'megabytes'):.0f} -> {_mean(last, 'megabytes'):.0f} MB, "
        f"file handles {max(m.n_handles for m in first)} -> {max(m.n_handles for m in last)}\n"
    )


def _tell(moments: list[Moment]) -> None:
    sys.stdout.write(
        f"{moments[-1].n_files:>6,} files: {_mean(moments, 'seconds'):.2f} s an update, "
        f"{_mean(moments, 'megabytes'):.0f} MB, {max(m.n_handles for m in moments)} file handles\n"
    )
    sys.stdout.flush()


def _mean(moments: list[Moment], what: str) -> float:
    return statistics.fmean(getattr(moment, what) for moment in moments)


if __name__ == "__main__":
    main()
