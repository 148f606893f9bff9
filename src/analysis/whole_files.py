"""Files written whole or not at all, whenever a run is cut off; what it left half-written is removed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_UNFINISHED = ".unfinished"


@contextmanager
def whole_file(path: Path, *, lasting: bool = False) -> Iterator[Path]:
    """Give a place to write to, and put what was written there in the place of ``path``.

    Where writing fails the old file stays. The folder is made where it is missing.

    :param lasting: wait until the disk has it, so that a power cut does not lose it either: for what no run can
        make again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}{_UNFINISHED}")
    try:
        yield unfinished
        if lasting:
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> Path:
    """Write the bytes as the file ``path``, whole or not at all; returns the path."""
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content)
    return path


def remove_unfinished(folders: Iterable[Path]) -> None:
    """Remove what runs that were cut off have left half-written in these folders, not in those inside them."""
    for folder in folders:
        for left_over in folder.glob(f".*{_UNFINISHED}"):
            left_over.unlink(missing_ok=True)
