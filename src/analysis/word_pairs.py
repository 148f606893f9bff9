"""How often papers use each word and each pair of neighbouring words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    from scipy.sparse import hstack

    stream = _Stream.of(tokens, title_weight)
    users = tokens.counts(tokens.folded, 1).getnnz(axis=0)
    found, counts = [], []
    for part in stream.parts(users >= least):
        # what so many papers use is there as often at least: most pairs are gone before papers are looked at
        found.append(_often(part.keys, least))
        counts.append(part.count(found[-1], tokens.n_papers))
    both = hstack(counts).tocsr()
    users = both.getnnz(axis=0)
    kept = np.flatnonzero((users >= least) & (users <= most * tokens.n_papers))
    names = _names(np.concatenate(found)[kept], stream.names)
    order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
    return PairCounts(tuple(names[place] for place in order.tolist()), both[:, kept[order]])


def known_pairs(tokens: Tokens, title_weight: int, places: Mapping[str, int]) -> csr_matrix:
    """Count the words and pairs that are known already.

    :param places: column by term.
    :return: shape (n_papers, n_known).
    """
    from scipy.sparse import csr_matrix

    stream = _Stream.of(tokens, title_weight)
    keys, columns = _known_keys(places, stream.names)
    counted = csr_matrix((tokens.n_papers, len(places)))
    for part in stream.parts(np.ones(len(stream.names), dtype=bool)):
        counts = part.count(keys, tokens.n_papers).tocoo()
        counted += csr_matrix((counts.data, (counts.row, columns[counts.col])), shape=counted.shape)
    return counted


def _known_keys(places: Mapping[str, int], names: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys, ascending, and the columns of those terms whose words are all among the names."""
    numbers = {name: number for number, name in enumerate(names, start=1)}
    known = []
    for term, column in places.items():
        first, _, second = term.partition(" ")
        # of a few papers, few words of a large corpus are among the names
        if first in numbers and (not second or second in numbers):
            number = numbers[first]
            known.append((number * (len(names) + 1) + numbers[second] if second else number, column))
    pairs = np.array(sorted(known), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _often(keys: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    """Return the keys that are there so many times at least, ascending."""
    in_order = np.sort(keys)
    first = np.flatnonzero(np.append(True, in_order[1:] != in_order[:-1])) if len(keys) else np.zeros(0, np.int64)
    times = np.diff(np.append(first, len(keys)))
    return in_order[first[times >= least]]


@dataclass(frozen=True)
class _Part:
    """Words, or pairs, as they come: a pair is ``first * (n_words + 1) + second``, each counted from 1."""

    keys: NDArray[np.int64]
    papers: NDArray[np.int32]

    def count(self, wanted: NDArray[np.int64], n_papers: int) -> csr_matrix:
        """Return how often each paper has each of the wanted keys, which ascend."""
        from scipy.sparse import csr_matrix

        shape = (n_papers, len(wanted))
        if not len(wanted):
            return csr_matrix(shape)
        column = np.searchsorted(wanted, self.keys)
        column[column == len(wanted)] = 0
        there = wanted[column] == self.keys
        column, papers = column[there].astype(np.int32), self.papers[there]
        # the papers ascend, as the words stand: rows need no sorting
        starts = np.searchsorted(papers, np.arange(n_papers + 1))
        counts = csr_matrix((np.ones(len(column)), column, starts), shape=shape)
        counts.sum_duplicates()
        return counts


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

    def parts(self, counted: NDArray[np.bool_]) -> Iterator[_Part]:
        """Yield the words, then the pairs.

        :param counted: which words count, shape (n_words,); what does not is left out, and so are its pairs.
        """
        coded = np.where(counted, np.arange(1, len(self.names) + 1), 0)[self.words]
        yield _Part(coded[coded > 0], self.papers[coded > 0])
        is_pair = (self.papers[:-1] == self.papers[1:]) & (coded[:-1] > 0) & (coded[1:] > 0)
        yield _Part((coded[:-1] * (len(self.names) + 1) + coded[1:])[is_pair], self.papers[:-1][is_pair])


def _names(keys: NDArray[np.int64], names: tuple[str, ...]) -> list[str]:
    first, second = np.divmod(keys, len(names) + 1)
    return [
        f"{names[one - 1]} {names[other - 1]}" if one else names[other - 1]
        for one, other in zip(first.tolist(), second.tolist(), strict=True)
    ]
