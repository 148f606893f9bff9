"""What workers gain: reading, and themes found in a sample with all others placed, by one worker and by more.

The papers are drawn from the large set and written as files of 500. Each number of workers runs both stages in
empty folders; printed are seconds of each stage, and how much sooner than the first number it is done.

    python benchmarks/workers.py --large ../shared/large/papers_large.jsonl.gz --papers 20000 --sample 4000
"""

from __future__ import annotations

import argparse
import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from scale import write_papers

from analysis import pipeline
from analysis.config import Folders, Settings
from analysis.job import Job, Workers

STAGES = ("read", "themes", "trends")
FILE_OF = 500
"""Papers in a file: one long file would be a single task."""


def main() -> None:
    """Run the stages with each number of workers and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=Path, default=Path("../shared/large/papers_large.jsonl.gz"))
    parser.add_argument("--papers", type=int, default=20_000, help="drawn from the set (%(default)s)")
    parser.add_argument("--sample", type=int, default=4_000, help="papers that themes are found in (%(default)s)")
    parser.add_argument(
        "--workers", type=int, nargs="+", default=[1, 2], help="numbers of processes (%(default)s)"
    )
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    with TemporaryDirectory() as scratch:
        raw = Path(scratch, "raw")
        write_papers(asked.large, asked.papers, raw)
        split(raw / "papers.jsonl")
        times = {count: timed(Path(scratch, str(count)), raw, asked.sample, count) for count in asked.workers}
    first = times[asked.workers[0]]
    print(
        f"{asked.papers:,} papers, themes found in {asked.sample:,}; seconds, and those of the first row by them"
    )
    for count, told in times.items():
        parts = [f"{stage} {told[stage]:.1f} (x{first[stage] / told[stage]:.2f})" for stage in STAGES]
        print(f"{count} worker{'s' if count > 1 else ''}: {', '.join(parts)}")


def split(path: Path) -> None:
    """Replace a file of JSON Lines by files of ``FILE_OF`` lines."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.unlink()
    for start in range(0, len(lines), FILE_OF):
        part = path.with_name(f"papers-{start:08d}.jsonl")
        part.write_text("".join(lines[start : start + FILE_OF]), encoding="utf-8")


def timed(folder: Path, raw: Path, sample: int, count: int) -> dict[str, float]:
    """Return the seconds of each stage, workers started and stopped included."""
    folders = Folders(raw, folder / "processed", folder / "reports", folder / "none")
    job = Job(folders, Settings(sample_above=sample), workers=Workers(count=count))
    told = {}
    for stage in STAGES:
        started = time.perf_counter()
        pipeline.make(stage, job)
        told[stage] = time.perf_counter() - started
    return told


if __name__ == "__main__":
    main()
