"""Whether a file of arrays is whole: each array in it carries a checksum, and none is read that needs pickle."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

DAMAGED = (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile)
"""What reading a damaged file of arrays can raise."""


def damage(path: Path) -> str:
    """Say what is wrong with a file of arrays; an empty text where all of them can be read and their sums fit."""
    try:
        with np.load(path, allow_pickle=False) as file:
            for name in file.files:
                file[name]
    except DAMAGED as error:
        return f"cannot be read ({str(error).strip() or type(error).__name__})"
    return ""
