"""Means of static word vectors: a look-up per word piece, without torch and without a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.known_vectors import TOKENIZER, WEIGHTS, check_vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 1_024
"""Texts whose pieces lie in memory at once."""


@dataclass(frozen=True)
class StaticVectors:
    """Vectors of wordllama (256 dimensions, 16 MB inside its wheel), the mean over a text's word pieces.

    The same numbers as ``WordLlama.load().embed(texts)``, whose import brings along what only training and
    downloading need.
    """

    @property
    def name(self) -> str:
        """The package and its version."""
        return f"wordllama-{version('wordllama')}"

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector per text, shape (n_texts, 256); zeros for a text without a piece.

        :raises VectorsError: the package's files are not those that came with it.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = folder_of_vectors()
        check_vectors(folder, version("wordllama"))
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        (table,) = load_file(folder / WEIGHTS).values()
        table = table.astype(np.float32)
        found = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            some = list(texts[start : start + BATCH])
            pieces = [each.ids for each in tokenizer.encode_batch_fast(some, add_special_tokens=False)]
            found[start : start + len(some)] = _means(pieces, table)
        return found


def folder_of_vectors() -> Path:
    """Return the folder of the package wordllama, which is not imported for it."""
    found = find_spec("wordllama")
    return Path(str(found.origin)).parent if found else Path("wordllama")


def _means(pieces: Sequence[Sequence[int]], table: NDArray[np.float32]) -> NDArray[np.float32]:
    from scipy.sparse import csr_matrix

    lengths = np.array([len(each) for each in pieces])
    ids = np.fromiter((piece for each in pieces for piece in each), dtype=np.int32, count=lengths.sum())
    # a piece that the table does not know is its last one, as in wordllama itself
    np.clip(ids, 0, len(table) - 1, out=ids)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    shape = (len(pieces), len(table))
    counts = csr_matrix((np.ones(len(ids), dtype=np.float32), ids, starts), shape=shape)
    means: NDArray[np.float32] = (counts @ table) / np.maximum(lengths, 1).astype(np.float32)[:, None]
    return means
