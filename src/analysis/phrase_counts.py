"""Which papers use which phrase."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.filler import NOT_ALONE
from analysis.spans import Spans, spans_of
from analysis.tokens import tokens_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_matrix, csr_matrix

TITLE_COUNTS = 2.0
"""A phrase in the title counts so many times one in the abstract."""


@dataclass(frozen=True)
class PhraseCounts:
    """Which papers use which phrase."""

    vocabulary: tuple[str, ...]
    """Folded phrases in alphabetical order."""
    uses: csc_matrix
    """Shape (n_papers, n_phrases): 0 where not used, up to 1 where the title has it."""
    times: csr_matrix
    """Shape (n_papers, n_phrases): how often each paper uses each phrase."""
    spans: Spans
    """Where they stand."""
    keys: NDArray[np.int64]
    """Shape (n_phrases,): of each phrase in ``spans``."""

    def of(self, phrase: str) -> NDArray[np.float64]:
        """Return the uses of one phrase of the vocabulary, shape (n_papers,)."""
        place = bisect_left(self.vocabulary, phrase)
        used = slice(self.uses.indptr[place], self.uses.indptr[place + 1])
        column = np.zeros(self.uses.shape[0])
        column[self.uses.indices[used]] = self.uses.data[used]
        return column

    def longer(self, phrase: str) -> list[str]:
        """Return the phrases of the vocabulary that hold this one and more."""
        return self._longer.get(phrase, [])

    @cached_property
    def _longer(self) -> dict[str, list[str]]:
        longer: dict[str, list[str]] = defaultdict(list)
        for phrase in self.vocabulary:
            parts = phrase.split()
            spans = {" ".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)}
            for span in sorted(spans - {phrase}):
                longer[span].append(phrase)
        return dict(longer)

    def written_forms(self, wanted: Iterable[str]) -> dict[str, str]:
        """Return for each phrase the form most often written; one that is not there stays as it is."""
        places = {phrase: bisect_left(self.vocabulary, phrase) for phrase in wanted}
        keys = {
            int(self.keys[place]): phrase
            for phrase, place in places.items()
            if self.vocabulary[place : place + 1] == (phrase,)
        }
        forms = self.spans.written_forms(keys)
        return {phrase: phrase for phrase in places} | {keys[key]: form for key, form in forms.items()}

    def not_alone(self) -> PhraseCounts:
        """Return the counts without words too broad for one theme that fit a family of themes."""
        kept = np.flatnonzero([phrase not in NOT_ALONE for phrase in self.vocabulary])
        return replace(
            self,
            vocabulary=tuple(self.vocabulary[place] for place in kept.tolist()),
            uses=self.uses[:, kept],
            times=self.times[:, kept],
            keys=self.keys[kept],
        )


def least_users(n_papers: int) -> int:
    """Return how many papers must use a phrase for it to count: 1 to 3, in large corpora 1 in 5,000."""
    return max(1 if n_papers < 15 else 2 if n_papers <= 100 else 3, n_papers // 5_000)


def count_phrases(titles: Sequence[str], abstracts: Sequence[str], *, broad: bool = False) -> PhraseCounts:
    """Count the phrases that enough papers use.

    :param broad: count words such as ``attention`` on their own too, for names of broad areas.
    :return: counts with at least one phrase unless no paper holds a telling word.
    """
    least = least_users(len(titles))
    spans = spans_of(tokens_of(titles, abstracts), least)
    keys, columns = np.unique(spans.keys, return_inverse=True)
    in_title = spans.tokens.in_title[spans.places]
    times = _counted(spans, columns, len(keys))
    users = times.getnnz(axis=0)
    names = {int(place): spans.name(int(keys[place])) for place in np.flatnonzero(users >= least)}
    order = sorted(names, key=names.__getitem__)
    titled = _counted(spans, np.where(in_title, columns, -1), len(keys))
    uses = (times > 0).astype(np.float64) + (TITLE_COUNTS - 1) * (titled > 0).astype(np.float64)
    found = PhraseCounts(
        tuple(names[place] for place in order),
        (uses[:, order] / TITLE_COUNTS).tocsc(),
        times[:, order],
        spans,
        keys[order],
    )
    return found if broad else found.not_alone()


def _counted(spans: Spans, columns: NDArray[np.int64], n_columns: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    papers = spans.tokens.papers[spans.places]
    counted = columns >= 0
    starts = np.searchsorted(papers[counted], np.arange(spans.tokens.n_papers + 1))
    shape = (spans.tokens.n_papers, n_columns)
    counts = csr_matrix((np.ones(int(counted.sum()), dtype=np.int32), columns[counted], starts), shape=shape)
    counts.sum_duplicates()
    return counts
