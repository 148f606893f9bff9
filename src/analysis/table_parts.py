"""Tables written in parts, by several processes: all parts are there, or the table stays as it was."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import tables
from analysis.whole_files import UNFINISHED, whole_file

if TYPE_CHECKING:
    import pandas as pd


def begin_parts(folder: Path, name: str) -> None:
    """Make room for the parts of a table; whatever lies there of a run that was cut off goes."""
    unfinished = _unfinished(folder, name)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)


def write_part(folder: Path, name: str, number: int, frame: pd.DataFrame) -> Path:
    """Check a part of a table and write it; written twice, it is the same file.

    :param number: from 0; parts need no order among their rows.
    :raises TableError: the frame is not as the schema says.
    """
    path = _unfinished(folder, name) / f"{tables.PART}{number:05d}.parquet"
    checked = tables.check(name, frame, str(path))
    with whole_file(path) as unfinished:
        tables.write_checked(unfinished, checked)
    return path


def finish_parts(folder: Path, name: str, n_parts: int) -> list[Path]:
    """Put the parts in the place of the table that was there; returns their paths.

    :raises TableError: a part is missing.
    """
    unfinished, path = _unfinished(folder, name), tables.table_path(folder, name)
    found = len(list(unfinished.glob(f"{tables.PART}*.parquet")))
    if found != n_parts:
        raise tables.TableError(
            f"{path}: {found} of {n_parts} parts are there. All workers must write to the same folder "
            f"({folder}), on a disk they share."
        )
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    os.replace(unfinished, path)
    return tables.parts_of(folder, name)


def _unfinished(folder: Path, name: str) -> Path:
    return folder / f"{UNFINISHED}{tables.table_path(folder, name).name}"
