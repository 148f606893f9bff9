"""Seconds per picture in one batch: the report's charts as PNG files 1600 pixels wide, drawn by one browser.

    python benchmarks/pictures.py --processed data/processed --pictures 20

The charts are taken round and round until there are as many as asked for. The clock starts before the browser.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from analysis import load_tables
from analysis.pictures import Picture, draw
from analysis.sharing import SCALE, WIDTH, origin, shared_figure
from analysis.sheets import build_sheets


def main() -> None:
    """Draw the batch and print its time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processed", type=Path, default=Path("data/processed"), help="tables (%(default)s)")
    parser.add_argument("--pictures", type=int, default=20, help="how many (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often (%(default)s)")
    asked = parser.parse_args()
    tables = load_tables(None, asked.processed)
    told = origin(tables)
    figures = [shared_figure(sheet, told) for sheet in build_sheets(tables)]
    for number in range(1, asked.rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            batch = [
                Picture(figure, Path(folder) / f"{place}.png", WIDTH, int(figure["layout"]["height"]), SCALE)
                for place, figure in enumerate((figures * asked.pictures)[: asked.pictures])
            ]
            started = time.perf_counter()
            drawn = draw(batch)
            seconds = time.perf_counter() - started
            drawn.raise_missed()
        print(f"round {number}: {len(batch)} pictures in {seconds:.1f} s, {seconds / len(batch):.2f} s each")


if __name__ == "__main__":
    main()
