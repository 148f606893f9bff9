"""Words of titles and abstracts: one way to split them everywhere, and rows that place papers by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.term_weights import TermWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

N_DIMENSIONS = 80
"""Dimensions kept of the vocabulary: 50 to 120 agree equally well with hand labels (docs/experiments.md)."""
STEM = 6
"""Letters of a word that count: ``hallucination``, ``hallucinate`` and ``hallucinated`` are one (truncation, the
plainest stemmer, agrees best here with hand labels; docs/experiments.md)."""
TITLE_WEIGHT = 3
"""How often a title counts beside its abstract."""

# a word starts with a letter; hyphens, apostrophes and digits inside stay: text-to-image, GPT-4, 3D
WORD = re.compile(r"[^\W\d_][\w-]*\w|\dD\b")
_SINGULAR_ENDINGS = ("ss", "us", "is", "ias", "aos")
_SINGULAR_IN_E = ("caches", "niches")
_SAME_IN_PLURAL = frozenset({"series", "species", "lens"})


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """Return a word in lower case without its plural ending: ``Sinks`` and ``sink`` are one word.

    Only the plural is folded, so that every folded word is still a word (no ``halluci``).
    """
    word = word.lower()
    if word in _SAME_IN_PLURAL:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(_SINGULAR_IN_E):
        return word[:-1]
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "iases")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_ENDINGS):
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """Return the folded words of a text in order; hyphenated words are kept whole."""
    return [fold(word) for word in WORD.findall(text)]


def unit_rows(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows of length 1; a row of zeros stays as it is."""
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
        texts = [_stems(text, self.stop) for text in _texts(titles, abstracts)]
        return unit_rows(self.weights.along(texts, self.axes))


@dataclass(frozen=True)
class Placed:
    """Papers placed by their words, and what places further ones among them."""

    rows: NDArray[np.float64]
    """Shape (n_papers, d)."""
    lexicon: Lexicon | None
    """None where the papers share no word; ``d`` is 0 then."""


def lexical_rows(titles: Sequence[str], abstracts: Sequence[str], seed: int) -> NDArray[np.float64]:
    """Return the rows of :func:`place_by_words` alone."""
    return place_by_words(titles, abstracts, seed).rows


def place_by_words(titles: Sequence[str], abstracts: Sequence[str], seed: int) -> Placed:
    """Return one unit row per paper from its words: TF-IDF, reduced by a truncated SVD (latent semantic analysis).

    Deerwester et al. (1990), Indexing by Latent Semantic Analysis. Words in more than half of the papers and
    words of one paper alone are left out, unless nothing else is there.

    :param seed: of the randomised SVD.
    :return: rows of at most ``N_DIMENSIONS`` dimensions, fewer than there are papers and words.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    stop = frozenset({fold(word) for word in ENGLISH_STOP_WORDS} | ENGLISH_STOP_WORDS)
    nothing = Placed(np.zeros((len(titles), 0)), None)
    texts = [_stems(text, stop) for text in _texts(titles, abstracts)]
    weighed = _weighed(texts)
    if weighed is None:
        return nothing
    vectorizer, weights = weighed
    n_dimensions = min(N_DIMENSIONS, weights.shape[0] - 1, weights.shape[1] - 1)
    if n_dimensions < 1:
        return nothing
    svd = TruncatedSVD(n_dimensions, n_iter=7, random_state=seed)
    # papers that are all alike have no variance to explain, a figure we do not use
    with np.errstate(invalid="ignore", divide="ignore"):
        rows = unit_rows(svd.fit_transform(weights))
    return Placed(rows, Lexicon(TermWeights.of(vectorizer), stop, svd.components_.T))


def _texts(titles: Sequence[str], abstracts: Sequence[str]) -> list[str]:
    return [
        " . ".join([title] * TITLE_WEIGHT + [abstract]) for title, abstract in zip(titles, abstracts, strict=True)
    ]


def _stems(text: str, stop: frozenset[str]) -> list[str]:
    return [word[:STEM] for word in words(text) if word not in stop]


def _weighed(texts: Sequence[Sequence[str]]) -> tuple[TfidfVectorizer, csr_matrix] | None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    def as_they_are(text: Sequence[str]) -> Sequence[str]:
        return text

    for min_df, max_df in ((2, 0.5), (1, 1.0)):
        vectorizer = TfidfVectorizer(analyzer=as_they_are, min_df=min_df, max_df=max_df, sublinear_tf=True)
        try:
            return vectorizer, vectorizer.fit_transform(texts)
        except ValueError:
            # nothing left under these limits: a tiny corpus, or one without words
            continue
    return None
