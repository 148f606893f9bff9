"""Means of static word vectors: a look-up per word piece, without torch and without a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.known_vectors import TOKENIZER, WEIGHTS, check_vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

BATCH = 1_024
"""Texts whose pieces lie in memory at once."""
MOST_WORDS = 300_000
"""Words whose pieces are remembered; after that it begins anew."""


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
        pieces = _Pieces(tokenizer)
        (table,) = load_file(folder / WEIGHTS).values()
        table = table.astype(np.float32)
        found = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            some = list(texts[start : start + BATCH])
            found[start : start + len(some)] = _means(*pieces.of(some), table)
        return found


def folder_of_vectors() -> Path:
    """Return the folder of the package wordllama, which is not imported for it."""
    found = find_spec("wordllama")
    return Path(str(found.origin)).parent if found else Path("wordllama")


class _Pieces:
    """Word pieces of texts, each word taken apart once.

    The tokenizer takes a text apart as a whole, which is slow; but no piece of it goes over a space (none in its
    list has a space behind another letter), so that the pieces of a text are those of its words one after another.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._forget()

    def _forget(self) -> None:
        self._places: dict[str, int] = {}
        self._ids = np.zeros(0, dtype=np.int32)
        self._ends = np.zeros(1, dtype=np.int64)

    def of(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the pieces of all texts one after another, and how many each text has."""
        if len(self._places) > MOST_WORDS:
            self._forget()
        words = [text.split(" ") if _splits(text) else [text] for text in texts]
        flat = list(chain.from_iterable(words))
        self._learn([word for word in dict.fromkeys(flat) if word not in self._places])
        places = np.fromiter(map(self._places.__getitem__, flat), dtype=np.int64, count=len(flat))
        starts, lengths = self._ends[places], self._ends[places + 1] - self._ends[places]
        # from the place of a word's first piece on, as many as it has
        before = np.cumsum(lengths) - lengths
        ids = self._ids[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]
        firsts = np.cumsum([0, *map(len, words)])[:-1]
        return ids, np.add.reduceat(lengths, firsts)

    def _learn(self, words: Sequence[str]) -> None:
        pieces = [each.ids for each in self._tokenizer.encode_batch_fast(words, add_special_tokens=False)]
        ids = np.fromiter(chain.from_iterable(pieces), dtype=np.int32)
        ends = self._ends[-1] + np.cumsum([len(each) for each in pieces], dtype=np.int64)
        self._places |= {word: place for place, word in enumerate(words, start=len(self._places))}
        self._ids, self._ends = np.concatenate([self._ids, ids]), np.concatenate([self._ends, ends])


def _splits(text: str) -> bool:
    """Say whether a text is its words one after another.

    Not so with spaces side by side or at its ends, with the tokenizer's own sign for a space, and with what could
    be one of its marks such as ``<s>``.
    """
    return "  " not in text and text == text.strip(" ") and "<" not in text and "\u2581" not in text


def _means(ids: NDArray[np.int32], lengths: NDArray[np.int64], table: NDArray[np.float32]) -> NDArray[np.float32]:
    from scipy.sparse import csr_matrix

    # a piece that the table does not know is its last one, as in wordllama itself
    ids = np.clip(ids, 0, len(table) - 1)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    shape = (len(lengths), len(table))
    counts = csr_matrix((np.ones(len(ids), dtype=np.float32), ids, starts), shape=shape)
    means: NDArray[np.float32] = (counts @ table) / np.maximum(lengths, 1).astype(np.float32)[:, None]
    return means
