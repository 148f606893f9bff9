"""Seconds of processor time of each notebook on tables that are made, and the size of its saved page.

The code of a notebook runs as one process of its own, imports included, as its kernel would run it; the pages are
those that ``paper-themes notebooks`` leaves, where they are there.

    paper-themes notebooks && python benchmarks/notebooks.py
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import nbformat

CLOCK = "import time as clock\nprint(clock.process_time())"


def main() -> None:
    """Run each notebook's code and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notebooks", type=Path, default=Path("notebooks"), help="folder (%(default)s)")
    parser.add_argument("--processed", type=Path, default=Path("data/processed"), help="tables (%(default)s)")
    parser.add_argument("--pages", type=Path, default=Path("reports/notebooks"), help="saved pages (%(default)s)")
    asked = parser.parse_args()
    for path in sorted(asked.notebooks.glob("*.ipynb")):
        page = asked.pages / f"{path.stem}.html"
        size = f"{page.stat().st_size / 1e6:.1f} MB" if page.exists() else "no page"
        print(f"{path.stem:20} {_seconds(path, asked.processed.resolve()):5.1f} s   {size}")


def _seconds(path: Path, processed: Path) -> float:
    book = nbformat.read(path, as_version=4)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    code = [cell.source for cell in cells if "parameters" not in cell.metadata.get("tags", [])]
    parameters = {"raw": None, "processed": str(processed), "theme": None}
    script = "\n".join([f"globals().update({parameters!r})", *code, CLOCK])
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(ran.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
