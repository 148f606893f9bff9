"""How soon one can begin: seconds of ``import analysis``, and from nothing to the first chart on tables we have.

Each is measured in new processes; the median of wall and processor time is printed. The tables are made before,
by a whole run on the folder of dumps.

    python benchmarks/start.py --raw ../shared/dumps
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMPORT = "import analysis"
FIRST_CHART = """
import sys
from analysis import charts, load_tables, views
charts.theme_date_heatmap(views.theme_dates(load_tables(*sys.argv[1:3]))).to_json()
"""


def main() -> None:
    """Make the tables, run both in turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("../shared/dumps"), help="folder of dumps (%(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="new processes for each (%(default)s)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folders = [str(asked.raw), str(Path(scratch) / "processed"), str(Path(scratch) / "reports")]
        named = [
            f"--{name}={folder}" for name, folder in zip(("raw", "processed", "reports"), folders, strict=True)
        ]
        subprocess.run(
            [sys.executable, "-m", "analysis", "report", "--quiet", *named], check=True, stdout=subprocess.DEVNULL
        )
        rounds = {"nothing": "pass", "import analysis": IMPORT, "first chart on warm tables": FIRST_CHART}
        for name, code in rounds.items():
            wall, cpu = zip(*(timed(code, folders) for _ in range(asked.rounds)), strict=True)
            print(f"{name}: {statistics.median(wall):.2f} s, of processors {statistics.median(cpu):.2f} s")


def timed(code: str, folders: list[str]) -> tuple[float, float]:
    """Return the wall and processor seconds of a new Python that runs the code."""
    before, started = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *folders], check=True)
    wall, after = time.perf_counter() - started, os.times()
    user, system = after.children_user - before.children_user, after.children_system - before.children_system
    return wall, user + system


if __name__ == "__main__":
    main()
