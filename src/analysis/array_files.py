"""Files of arrays: each array in one carries a checksum, and none is read that needs pickle."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAMAGED = (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile)
"""What reading a damaged file of arrays can raise."""


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Return every array of a file by name, each of the shape it was written in.

    :raises OSError: the file cannot be read; a damaged one raises this or another of ``DAMAGED``.
    """
    # left to open the file itself, NumPy leaves a damaged one open
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def damage(path: Path) -> str:
    """Say what is wrong with a file of arrays; an empty text where all of them can be read and their sums fit."""
    try:
        read_arrays(path)
    except DAMAGED as error:
        return f"cannot be read ({str(error).strip() or type(error).__name__})"
    return ""
