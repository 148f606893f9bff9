"""Words of further papers weighed as a fitted vectorizer weighs them, without the library that fitted it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.feature_extraction.text import TfidfVectorizer


@dataclass(frozen=True)
class TermWeights:
    """TF-IDF with sublinear counts and unit rows, as scikit-learn's ``TfidfVectorizer`` learned it."""

    terms: tuple[str, ...]
    idf: NDArray[np.float64]
    """Shape (n_terms,)."""

    @staticmethod
    def of(vectorizer: TfidfVectorizer) -> TermWeights:
        """Return what a fitted ``TfidfVectorizer`` knows."""
        return TermWeights(tuple(vectorizer.get_feature_names_out().tolist()), np.asarray(vectorizer.idf_))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term: place for place, term in enumerate(self.terms)}

    def along(self, texts: Sequence[Sequence[str]], directions: NDArray[Any]) -> NDArray[np.float64]:
        """Return the product of each text's unit row with each direction.

        :param texts: the terms of each text, as often as it has them; unknown ones count nothing.
        :param directions: shape (n_terms, d).
        :return: shape (n_texts, d).
        """
        along = np.zeros((len(texts), directions.shape[1]))
        for number, text in enumerate(texts):
            places = [self._places[term] for term in text if term in self._places]
            found, counts = np.unique(np.array(places, dtype=np.int64), return_counts=True)
            weights = (1.0 + np.log(counts)) * self.idf[found]
            length = np.linalg.norm(weights)
            if length > 0:
                along[number] = (weights / length) @ directions[found]
        return along
