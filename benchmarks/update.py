"""One more listing day: seconds of ``paper-themes update`` beside those of the full run, and their ratio.

The last file of a folder is held back, the report of the others is made in full, the file is added, and the report
renewed by ``update``. Each is a new process; the full run has nothing made before. A full run of all files, which
shows how many papers it finds in another theme than they were in, is made last and not timed.

    python benchmarks/update.py --raw FOLDER --rounds 3
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis import load_memberships, load_papers

AT_MOST = 0.1
"""The ratio we promise."""
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As on a reader's machine, where Python keeps what it has compiled."""


def main() -> None:
    """Run the rounds and print each, the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("../shared/daily"), help="folder of dumps (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="updates timed (default: %(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        last = _held_back(arguments.raw, work / "raw")
        full = _timed("report", work)
        n_before = len(load_papers(None, work / "processed"))
        kept = {name: work / f"kept-{name}" for name in ("processed", "reports")}
        for name, copy in kept.items():
            shutil.copytree(work / name, copy)
        shutil.copy(last, work / "raw")
        updates = [_update(work, kept) for _ in range(arguments.rounds)]
        n_now = len(load_papers(None, work / "processed"))
        placed = _main_themes(work)
        _timed("report", work)
        found = _main_themes(work)
    new = [paper for paper in placed if paper not in found or placed[paper] != found[paper]]
    quick = statistics.median(updates)
    sys.stdout.write(
        f"full run of {n_before:,} papers: {full:.1f} s\n"
        f"update with {n_now - n_before:,} more: {', '.join(f'{each:.1f}' for each in updates)} s, "
        f"median {quick:.1f} s\n"
        f"ratio {quick / full:.3f} (promised: at most {AT_MOST})\n"
        f"papers in another theme after a full run of all: {len(new):,} of {n_now:,}\n"
    )


def _held_back(raw: Path, into: Path) -> Path:
    shutil.copytree(raw, into)
    days = sorted(path for path in into.rglob("*") if path.is_file() and path.suffix != ".md")
    last = raw / days[-1].relative_to(into)
    into.chmod(0o755)
    days[-1].unlink()
    return last


def _update(work: Path, kept: dict[str, Path]) -> float:
    for name, copy in kept.items():
        shutil.rmtree(work / name)
        shutil.copytree(copy, work / name)
    return _timed("update", work)


def _timed(verb: str, work: Path) -> float:
    folders: list[str | Path] = ["--raw", work / "raw", "--processed", work / "processed"]
    command = [sys.executable, "-m", "analysis", verb, "--quiet", *folders, "--reports", work / "reports"]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=_ENVIRONMENT)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{verb} failed:\n{done.stderr[-2000:]}")
    return seconds


def _main_themes(work: Path) -> dict[str, str]:
    members = load_memberships(None, work / "processed")
    return members[members["main"]].set_index("paper_id")["theme_id"].to_dict()


if __name__ == "__main__":
    main()
