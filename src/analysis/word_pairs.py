"""How often papers use each word and each pair of neighbouring words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.tokens import Tokens
from analysis.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class PairCounts:
    """Words and pairs of words, and who uses them."""

    terms: tuple[str, ...]
    """In alphabetical order; a pair with a space between."""
    counts: csr_matrix
    """Shape (n_papers, n_terms)."""


def words_and_pairs(text: str) -> list[str]:
    """Return the words of a text and its pairs of neighbouring words, with repeats."""
    found = words(text)
    return found + [f"{first} {second}" for first, second in zip(found, found[1:], strict=False)]


def count_pairs(tokens: Tokens, title_weight: int, least: int, most: float) -> PairCounts:
    """Count the words and pairs that at least so many papers use, and at most such a share of them.

    A title counts as if it stood in front of its abstract so many times; a pair may cross the end of a clause.
    """
    stream = _Stream.of(tokens, title_weight)
    found, counts = stream.counts(stream.codes(least))
    users = counts.getnnz(axis=0)
    kept = np.flatnonzero((users >= least) & (users <= most * tokens.n_papers))
    names = _names(found[kept], stream.names)
    order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
    return PairCounts(tuple(names[place] for place in order.tolist()), counts[:, kept[order]])


def known_pairs(tokens: Tokens, title_weight: int, places: Mapping[str, int]) -> csr_matrix:
    """Count the words and pairs that are known already.

    :param places: column by term.
    :return: shape (n_papers, n_known).
    """
    from scipy.sparse import csr_matrix

    stream = _Stream.of(tokens, title_weight)
    found, counts = stream.counts(stream.codes(1))
    columns = np.array([places.get(name, -1) for name in _names(found, stream.names)], dtype=np.int64)
    known = np.flatnonzero(columns >= 0)
    counts = counts[:, known].tocoo()
    shape = (tokens.n_papers, len(places))
    return csr_matrix((counts.data, (counts.row, columns[known][counts.col])), shape=shape)


@dataclass(frozen=True)
class _Stream:
    """All folded words in a row, each title as often as it counts, and the paper of each."""

    words: NDArray[np.int32]
    papers: NDArray[np.int32]
    n_papers: int
    names: tuple[str, ...]

    @staticmethod
    def of(tokens: Tokens, title_weight: int) -> _Stream:
        """Return the stream of a corpus."""
        folded = tokens.folded.of[tokens.ids]
        is_word = folded >= 0
        ends = np.concatenate([[0], np.cumsum(is_word)])[tokens.ends]
        in_title, in_abstract = np.diff(ends)[0::2], np.diff(ends)[1::2]
        lengths = title_weight * in_title + in_abstract
        papers = np.repeat(np.arange(tokens.n_papers, dtype=np.int32), lengths)
        place = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        own_title = in_title[papers]
        is_repeat = place < title_weight * own_title
        source = np.where(is_repeat, place % np.maximum(own_title, 1), place - (title_weight - 1) * own_title)
        return _Stream(folded[is_word][ends[:-1:2][papers] + source], papers, tokens.n_papers, tokens.folded.names)

    def codes(self, least: int) -> NDArray[np.int64]:
        """Return a number for each word that so many papers use, from 1; 0 for the others."""
        n_words = max(len(self.names), 1)
        used = np.unique(self.papers.astype(np.int64) * n_words + self.words)
        users = np.bincount(used % n_words, minlength=len(self.names))
        codes = np.zeros(len(self.names), dtype=np.int64)
        codes[users >= least] = np.flatnonzero(users >= least) + 1
        return codes

    def counts(self, codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], csr_matrix]:
        """Return the words and pairs found, a pair as ``first * (n_words + 1) + second``, and their counts.

        :param codes: of each word; what has none is left out, and so are its pairs.
        """
        from scipy.sparse import csr_matrix

        coded = codes[self.words]
        pairs = coded[:-1] * (len(self.names) + 1) + coded[1:]
        is_pair = (self.papers[:-1] == self.papers[1:]) & (coded[:-1] > 0) & (coded[1:] > 0)
        keys = np.concatenate([coded[coded > 0], pairs[is_pair]])
        papers = np.concatenate([self.papers[coded > 0], self.papers[:-1][is_pair]])
        found, columns = np.unique(keys, return_inverse=True)
        # counted as they come: what a paper has several times is added up
        return found, csr_matrix((np.ones(len(keys)), (papers, columns)), shape=(self.n_papers, len(found)))


def _names(keys: NDArray[np.int64], names: tuple[str, ...]) -> list[str]:
    first, second = np.divmod(keys, len(names) + 1)
    return [
        f"{names[one - 1]} {names[other - 1]}" if one else names[other - 1]
        for one, other in zip(first.tolist(), second.tolist(), strict=True)
    ]
