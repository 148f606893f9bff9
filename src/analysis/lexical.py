"""Rows that place papers by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.term_weights import TermWeights
from analysis.tokens import Forms, Tokens, tokens_of
from analysis.words import fold, is_word

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

N_DIMENSIONS = 80
"""Dimensions kept of the vocabulary: 50 to 120 agree equally well with hand labels (docs/experiments.md)."""
STEM = 6
"""Letters of a word that count: ``hallucination``, ``hallucinate`` and ``hallucinated`` are one (truncation, the
plainest stemmer, agrees best here with hand labels; docs/experiments.md)."""
TITLE_WEIGHT = 3
"""How often a title counts beside its abstract."""
MOST = 0.5
"""Words of a larger share of the papers place none."""


def unit_rows(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows of length 1, shape (n, d) as given; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: NDArray[np.float64] = rows / np.maximum(lengths, 1e-9)
    return scaled


@dataclass(frozen=True)
class Lexicon:
    """How words place papers, as learned from a corpus: further papers come to lie among its own."""

    weights: TermWeights
    stop: frozenset[str]
    """Words that count nothing."""
    axes: NDArray[np.float64]
    """Shape (n_words, d): the dimensions kept."""

    def rows(self, titles: Sequence[str], abstracts: Sequence[str]) -> NDArray[np.float64]:
        """Return one unit row per paper, of zeros for a paper without a known word; shape (n_papers, d)."""
        tokens = tokens_of(titles, abstracts)
        counts = tokens.counts(self.weights.known(_stems(tokens, self.stop)), TITLE_WEIGHT)
        return unit_rows(self.weights.weigh(counts) @ self.axes)


@dataclass(frozen=True)
class Placed:
    """Papers placed by their words, and what places further ones among them."""

    rows: NDArray[np.float64]
    """Shape (n_papers, d)."""
    lexicon: Lexicon | None
    """None where the papers share no word; ``d`` is 0 then."""


def place_by_words(titles: Sequence[str], abstracts: Sequence[str], seed: int) -> Placed:
    """Return one unit row per paper from its words: TF-IDF, reduced by a truncated SVD (latent semantic analysis).

    Deerwester et al. (1990), Indexing by Latent Semantic Analysis. Words in more than half of the papers and
    words of one paper alone are left out, unless nothing else is there.

    :param seed: of the randomised SVD.
    :return: rows of at most ``N_DIMENSIONS`` dimensions, fewer than there are papers and words.
    """
    from sklearn.decomposition import TruncatedSVD
    from threadpoolctl import threadpool_limits

    nothing = Placed(np.zeros((len(titles), 0)), None)
    tokens, stop = tokens_of(titles, abstracts), _stop_words()
    weights, counts = _weighed(tokens, _stems(tokens, stop))
    n_dimensions = min(N_DIMENSIONS, counts.shape[0] - 1, counts.shape[1] - 1)
    if n_dimensions < 1:
        return nothing
    svd = TruncatedSVD(n_dimensions, n_iter=7, random_state=seed)
    # papers that are all alike have no variance to explain, a figure we do not use; with each number of cores sums
    # would come out otherwise in their last digits, and the map with them
    with np.errstate(invalid="ignore", divide="ignore"), threadpool_limits(1, "blas"):
        rows = unit_rows(svd.fit_transform(weights.weigh(counts)))
    return Placed(rows, Lexicon(weights, stop, svd.components_.T))


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset({fold(word) for word in ENGLISH_STOP_WORDS} | ENGLISH_STOP_WORDS)


def _stems(tokens: Tokens, stop: frozenset[str]) -> Forms:
    def stem(word: str) -> str | None:
        folded = fold(word)
        return folded[:STEM] if is_word(word) and folded not in stop else None

    return tokens.forms(stem)


def _weighed(tokens: Tokens, stems: Forms) -> tuple[TermWeights, csr_matrix]:
    counts = tokens.counts(stems, TITLE_WEIGHT)
    n_users = counts.getnnz(axis=0)
    shared = np.flatnonzero((n_users >= 2) & (n_users <= MOST * tokens.n_papers))
    # a tiny corpus, or one without shared words, is placed by whatever it has
    kept = shared if len(shared) else np.arange(len(stems.names))
    kept = np.array(sorted(kept.tolist(), key=stems.names.__getitem__), dtype=np.int64)
    names = tuple(stems.names[place] for place in kept.tolist())
    return TermWeights.learned(names, counts[:, kept]), counts[:, kept]
