"""The files of a raw folder, by way of links or not; none is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SAMPLE = "sample"
"""Folder inside a raw folder whose dumps stand in where the raw folder has none of its own."""
STATED_DATES = "dumps.toml"
"""File in the raw folder that states the listing date of other files."""


def walk(raw: Path, follow_links: bool = False) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield each folder with the names of its folders and files, as ``os.walk`` does; take out those not to enter.

    :param follow_links: enter folders that links lead to too, each folder once, so that a ring of links ends.
    """
    entered: set[str] = set()
    for folder, folders, files in os.walk(raw, followlinks=follow_links):
        here = os.path.realpath(folder)
        if follow_links and here in entered:
            folders.clear()
            continue
        entered.add(here)
        yield Path(folder), folders, files


def raw_files(raw: Path, follow_links: bool = False) -> list[str]:
    """Return the names of all files that reading ``raw`` may look at; hidden ones and the sample are left out."""
    found = []
    for here, folders, files in walk(raw, follow_links):
        left_out = SAMPLE if here == raw else ""
        folders[:] = [name for name in folders if name != left_out and not name.startswith(".")]
        whole = (here / name for name in files if not name.startswith("."))
        found += [path.relative_to(raw).as_posix() for path in whole if path.is_file()]
    return sorted(found)
