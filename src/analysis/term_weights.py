"""How much the words of papers weigh, as learned from one corpus and asked about further papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.tokens import Forms

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, eq=False)
class TermWeights:
    """TF-IDF with sublinear counts and unit rows, as scikit-learn's ``TfidfVectorizer`` has it."""

    terms: tuple[str, ...]
    idf: NDArray[np.float64]
    """Shape (n_terms,)."""

    @staticmethod
    def learned(terms: tuple[str, ...], counts: csr_matrix) -> TermWeights:
        """Return the weights of terms in a corpus: the fewer of its papers use one, the more it weighs.

        :param counts: shape (n_papers, n_terms).
        """
        users = counts.getnnz(axis=0)
        return TermWeights(terms, np.log((1 + counts.shape[0]) / (1 + users)) + 1.0)

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each term."""
        return {term: place for place, term in enumerate(self.terms)}

    def known(self, forms: Forms) -> Forms:
        """Return what each written word is among these terms."""
        place = np.array([self.places.get(name, -1) for name in forms.names] + [-1], dtype=np.int32)
        # the last one answers for what was no form at all
        return Forms(self.terms, place[forms.of])

    def weigh(self, counts: csr_matrix) -> csr_matrix:
        """Return unit rows of weights; of zeros where no term is known.

        :param counts: how often each text has each of the terms, shape (n_texts, n_terms).
        """
        from scipy.sparse import csr_matrix

        weights = (1.0 + np.log(counts.data)) * self.idf[counts.indices]
        rows = csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape)
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(rows.indptr))
        return rows

    def row_of(self, terms: Sequence[str]) -> csr_matrix:
        """Return the unit row of one text, given its terms as often as it has them; unknown ones count nothing."""
        from scipy.sparse import csr_matrix

        found, weights = self._weights_of(terms)
        return csr_matrix((weights, found, [0, len(found)]), shape=(1, len(self.terms)))

    def _weights_of(self, terms: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        places = np.array([self.places[term] for term in terms if term in self.places], dtype=np.int64)
        found, counts = np.unique(places, return_counts=True)
        weights = (1.0 + np.log(counts)) * self.idf[found]
        return found, weights / max(float(np.linalg.norm(weights)), 1e-12)

    def along(self, texts: Sequence[Sequence[str]], directions: NDArray[Any]) -> NDArray[np.float64]:
        """Return the product of each text's unit row with each direction.

        :param texts: the terms of each text, as often as it has them; unknown ones count nothing.
        :param directions: shape (n_terms, d).
        :return: shape (n_texts, d).
        """
        along = np.zeros((len(texts), directions.shape[1]))
        for number, text in enumerate(texts):
            found, weights = self._weights_of(text)
            along[number] = weights @ directions[found]
        return along
