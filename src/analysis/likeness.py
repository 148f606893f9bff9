"""How like each paper is to those a theme is surely about: by rows, by words and by the theme's definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.lexical import TITLE_WEIGHT, words
from analysis.mentions import split_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

FEWEST = 3
"""Papers that make a centre to measure by; one or two do not."""
LEAST_SPREAD = 0.05
"""Least lead, as a cosine, of the typical paper of the theme over the mean of all: a smaller one tells nothing."""
HIGHEST = 1.2
"""One view alone may call a paper that much more typical than the typical one, no more."""
LOWEST = -0.5
"""Bound below, for the same reason."""
COMMON = 0.3
"""Words of a larger share of the papers tell no theme."""


@dataclass(frozen=True)
class Corpus:
    """Papers as the views need them; made once for all themes."""

    rows: NDArray[Any]
    """Unit rows, shape (n_papers, d)."""
    words: csr_matrix | None
    """TF-IDF of single words and pairs, unit rows; None where the papers share no word."""
    vectorizer: Any
    """What turns a text into a row of ``words``."""

    def like_text(self, text: str) -> NDArray[np.float64] | None:
        """Return the cosine of each paper with a text, by words; None where the papers share no word."""
        if self.words is None:
            return None
        return np.asarray((self.words @ self.vectorizer.transform([text]).T).todense()).ravel()

    def nearest_sentence(self, abstract: str, members: NDArray[np.bool_]) -> str:
        """Return the sentence of an abstract that shares most with the words of the members; "" if none does."""
        sentences = split_sentences(abstract)
        if self.words is None or not sentences:
            return ""
        theme = np.asarray(self.words[members].mean(axis=0) - self.words.mean(axis=0)).ravel()
        shared = np.asarray(self.vectorizer.transform(sentences) @ theme).ravel()
        return sentences[int(shared.argmax())] if shared.max() > 0 else ""


def prepare(titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]) -> Corpus:
    """Return the papers ready for :func:`closeness`.

    :param rows: unit rows, shape (n_papers, d).
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [
        f"{f'{title} . ' * TITLE_WEIGHT}{abstract}" for title, abstract in zip(titles, abstracts, strict=True)
    ]
    vectorizer = TfidfVectorizer(analyzer=_words_and_pairs, min_df=2, max_df=COMMON, sublinear_tf=True)
    try:
        return Corpus(rows, vectorizer.fit_transform(texts), vectorizer)
    except ValueError:
        # nothing left under these limits: a handful of papers, or papers without words
        return Corpus(rows, None, vectorizer)


def closeness(corpus: Corpus, seeds: NDArray[np.bool_], definition: str) -> NDArray[np.float64]:
    """Return how like each paper is to the seeds: 0 as the mean of all papers, 1 as the typical seed.

    Mean of three views: cosine of rows and of words with the direction from all papers to the seeds (Rocchio,
    1971; a seed is measured against the others), and likeness of words to the definition.

    :param seeds: papers beyond doubt, shape (n_papers,).
    :return: zeros where there are fewer than three seeds.
    """
    if seeds.sum() < FEWEST:
        return np.zeros(len(seeds))
    views = [_toward(corpus.rows, seeds)]
    if corpus.words is not None:
        views.append(_toward(corpus.words, seeds))
    like_definition = corpus.like_text(definition)
    if like_definition is not None:
        views.append(like_definition)
    scaled: NDArray[np.float64] = np.mean([_scaled(view, seeds) for view in views], axis=0)
    return scaled


def _words_and_pairs(text: str) -> list[str]:
    found = words(text)
    return found + [f"{first} {second}" for first, second in zip(found, found[1:], strict=False)]


def _toward(rows: NDArray[Any] | csr_matrix, seeds: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Cosine of each row with the mean of the seeds, itself left out, less the mean of all rows."""
    total = np.asarray(rows[seeds].sum(axis=0), dtype=np.float64).ravel()
    mean = np.asarray(rows.mean(axis=0), dtype=np.float64).ravel()
    squared = np.square(rows) if isinstance(rows, np.ndarray) else rows.multiply(rows)
    length = np.asarray(squared.sum(axis=1), dtype=np.float64).ravel()
    with_total, with_mean = np.asarray(rows @ total).ravel(), np.asarray(rows @ mean).ravel()
    own = seeds.astype(np.float64)
    others = seeds.sum() - own
    along = (with_total - own * length) / others - with_mean
    of_others = (total @ total - own * (2 * with_total - length)) / others**2
    squared_norm = of_others - 2 * (total @ mean - own * with_mean) / others + mean @ mean
    return np.asarray(along / np.maximum(np.sqrt(np.maximum(squared_norm * length, 0.0)), 1e-9))


def _scaled(view: NDArray[np.float64], seeds: NDArray[np.bool_]) -> NDArray[np.float64]:
    typical, middle = float(np.median(view[seeds])), float(view.mean())
    scaled: NDArray[np.float64] = np.clip((view - middle) / max(typical - middle, LEAST_SPREAD), LOWEST, HIGHEST)
    return scaled
