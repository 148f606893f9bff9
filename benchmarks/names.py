"""The names of the found themes for reading aloud: name, terms and three example titles of each, side by side.

    python benchmarks/names.py --raw FOLDER

Themes are made anew in a temporary folder, so that no name is one kept from an earlier run.
"""

from __future__ import annotations

import argparse
import tempfile
import textwrap
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from analysis import load_tables

WIDTHS = (30, 46, 78)
"""Letters of the three columns."""


def main() -> None:
    """Make the themes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("../shared/dumps"), help="folder of dumps (%(default)s)")
    raw = parser.parse_args().raw
    with tempfile.TemporaryDirectory() as folder:
        tables = load_tables(raw.resolve(), folder)
    print(table(tables["themes"], tables["papers"]))


def table(themes: pd.DataFrame, papers: pd.DataFrame) -> str:
    """Return the found themes as text, in the order of the charts, areas as headings."""
    titles = dict(zip(papers["paper_id"], papers["title"], strict=True))
    found = themes[themes["kind"] == "found"].sort_values("area_order")
    lines = [row(("NAME", "TERMS", "EXAMPLES"))]
    for area, members in found.groupby("area", sort=False):
        lines += ["", f"== {area}"]
        for theme in members.to_dict("records"):
            name = wrapped(f"{theme['name']} ({theme['n_papers']})", WIDTHS[0])
            terms = wrapped(", ".join(theme["terms"]), WIDTHS[1])
            examples = [
                textwrap.shorten(titles[paper], WIDTHS[2], placeholder=" …") for paper in theme["example_ids"]
            ]
            lines += [row(cells) for cells in zip_longest(name, terms, examples, fillvalue="")] + [""]
    return "\n".join(lines)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines of at most ``width`` letters."""
    return textwrap.wrap(text, width) or [""]


def row(cells: tuple[str, ...]) -> str:
    """Return cells side by side, each as wide as its column."""
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    main()
