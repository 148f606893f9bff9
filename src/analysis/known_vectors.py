"""The file of static word vectors, checked before use: a changed one would change every theme without a word."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from analysis.errors import AnalysisError

log = logging.getLogger(__name__)

WEIGHTS = "weights/l2_supercat_256.safetensors"
TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
VERSION = "0.4.0.post1"
"""Of the package wordllama, as the lock installs it."""
FILES = {
    WEIGHTS: "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
    TOKENIZER: "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",
}
"""SHA-256 of the vectors and of their tokenizer as ``VERSION`` holds them."""
_REINSTALL = f"Install it again: pip install --force-reinstall --no-deps wordllama=={VERSION}"


class VectorsError(AnalysisError):
    """Word vectors that cannot be trusted; the text names the file, what was found and what to do."""


def check_vectors(folder: Path, version: str) -> None:
    """Make sure that the static vectors are those that came with their version.

    Of another version than the known one the files may well be others; that is said, as figures may differ.

    :param folder: of the package wordllama.
    :param version: which of its versions is installed.
    :raises VectorsError: a file is missing, or one of the known version was changed.
    """
    for name, known in FILES.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise VectorsError(f"{folder / name}: {error.strerror or error}. {_REINSTALL}") from error
        if found == known:
            continue
        if version == VERSION:
            told = f"its SHA-256 is {found}, expected {known}"
            raise VectorsError(f"{folder / name} is not the file that came with wordllama: {told}. {_REINSTALL}")
        log.warning("wordllama %s has other word vectors than %s: themes may differ.", version, VERSION)
        return
