"""Which papers use which phrase."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.phrases import broad_phrases, phrases

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_matrix

TITLE_COUNTS = 2.0
"""A phrase in the title counts so many times one in the abstract."""


@dataclass(frozen=True)
class PhraseCounts:
    """Which papers use which phrase."""

    vocabulary: tuple[str, ...]
    """Folded phrases in alphabetical order."""
    uses: csc_matrix
    """Shape (n_papers, n_phrases): 0 where not used, up to 1 where the title has it."""
    texts: tuple[str, ...]
    """Title and abstract of each paper."""

    def of(self, phrase: str) -> NDArray[np.float64]:
        """Return the uses of one phrase of the vocabulary, shape (n_papers,)."""
        column = self.uses[:, [bisect_left(self.vocabulary, phrase)]]
        return np.asarray(column.toarray(), dtype=np.float64).ravel()

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


def count_phrases(titles: Sequence[str], abstracts: Sequence[str], *, broad: bool = False) -> PhraseCounts:
    """Count the phrases that at least two papers use, three in a corpus of more than 100; one in a tiny one.

    :param broad: count words such as ``attention`` on their own too, for names of broad areas.
    :return: counts with at least one phrase unless no paper holds a telling word.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    least = 1 if len(titles) < 15 else 2 if len(titles) <= 100 else 3
    analyzer = broad_phrases if broad else phrases
    texts = [f"{title} . {abstract}" for title, abstract in zip(titles, abstracts, strict=True)]
    try:
        counter = CountVectorizer(analyzer=analyzer, min_df=least, binary=True)
        in_text = counter.fit_transform(texts).astype(np.float64)
    except ValueError:
        from scipy.sparse import csc_matrix

        return PhraseCounts((), csc_matrix((len(texts), 0)), tuple(texts))
    in_title = counter.transform(list(titles)).astype(np.float64)
    uses = (in_text + (TITLE_COUNTS - 1) * in_title) / TITLE_COUNTS
    return PhraseCounts(tuple(counter.get_feature_names_out()), uses.tocsc(), tuple(texts))
