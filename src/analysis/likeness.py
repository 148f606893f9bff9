"""How like each paper is to those a theme is surely about: by rows, by words and by the theme's definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.lexical import TITLE_WEIGHT
from analysis.mentions import split_sentences
from analysis.term_weights import TermWeights
from analysis.tokens import Tokens, tokens_of
from analysis.word_pairs import count_pairs, known_pairs, words_and_pairs

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
    weights: TermWeights
    """What turns a text into a row of ``words``."""

    @cached_property
    def mean_row(self) -> NDArray[np.float64]:
        """Mean of the rows, shape (d,)."""
        return _mean(self.rows)

    @cached_property
    def mean_words(self) -> NDArray[np.float64]:
        """Mean of the rows of words, shape (n_words,)."""
        return np.zeros(0) if self.words is None else _mean(self.words)

    def like_text(self, text: str) -> NDArray[np.float64] | None:
        """Return the cosine of each paper with a text by words, shape (n_papers,); None where they share none."""
        if self.words is None:
            return None
        return np.asarray(self.words @ self.weights.row_of(words_and_pairs(text)).toarray().ravel())

    def words_of(self, members: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return how much more the members use each word than all papers do, shape (n_words,)."""
        if self.words is None or not members.any():
            return np.zeros(len(self.weights.terms))
        return _mean(self.words[members]) - self.mean_words

    def nearest_sentence(self, abstract: str, theme: NDArray[np.float64]) -> str:
        """Return the sentence of an abstract that shares most with the words of a theme; "" if none does.

        :param theme: as :meth:`words_of` tells it, shape (n_words,).
        """
        sentences = split_sentences(abstract)
        if self.words is None or not sentences:
            return ""
        shared = self.weights.along([words_and_pairs(each) for each in sentences], theme[:, None])
        return sentences[int(shared.argmax())] if shared.max() > 0 else ""


def prepare(titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]) -> Corpus:
    """Return the papers ready for :func:`closeness`.

    :param rows: unit rows, shape (n_papers, d).
    """
    found = count_pairs(tokens_of(titles, abstracts), TITLE_WEIGHT, least_users(len(titles)), COMMON)
    weights = TermWeights.learned(found.terms, found.counts)
    # none are left of a handful of papers, or of papers without words
    return Corpus(rows, weights.weigh(found.counts) if found.terms else None, weights)


def least_users(n_papers: int) -> int:
    """Return how many papers must use a word or a pair for it to count: 2, in large corpora 1 in 5,000."""
    return max(2, n_papers // 5_000)


@dataclass(frozen=True)
class Yardstick:
    """What likeness to a theme is measured by, so that further papers are measured as those before them were."""

    weights: TermWeights | None
    """Of the words; None where the papers share none."""
    toward_rows: NDArray[np.float64]
    """Shape (d,): unit row from all papers to the seeds."""
    toward_words: NDArray[np.float64]
    """Shape (n_words, 3): unit rows from all papers to the seeds and of the definition, and the words of the
    members less those of all."""
    scales: NDArray[np.float64]
    """Shape (n_views, 2): middle and typical paper in each view; no row where there are too few seeds."""

    def closeness(
        self, rows: NDArray[Any], titles: Sequence[str], abstracts: Sequence[str]
    ) -> NDArray[np.float64]:
        """Return how like each paper is to the seeds, as :func:`closeness` does.

        :param rows: unit rows in the space of the papers measured by, shape (n_papers, d).
        """
        if not len(self.scales):
            return np.zeros(len(titles))
        views = [np.asarray(rows, dtype=np.float64) @ self.toward_rows]
        if self.weights is not None:
            words = _rows_of(self.weights, tokens_of(titles, abstracts))
            views += list(np.asarray(words @ self.toward_words[:, :2]).T)
        scaled = [
            _on_scale(view, middle, typical)
            for view, (middle, typical) in zip(views, self.scales.tolist(), strict=True)
        ]
        return np.asarray(np.mean(scaled, axis=0))

    def nearest_sentence(self, abstract: str) -> str:
        """Return the sentence of an abstract that shares most with the words of the members; "" if none does."""
        sentences = split_sentences(abstract)
        if self.weights is None or not sentences:
            return ""
        shared = self.weights.along([words_and_pairs(each) for each in sentences], self.toward_words[:, 2:])
        return sentences[int(shared.argmax())] if shared.max() > 0 else ""


# the yardsticks of all followed themes have the same words, and measure the same papers in turn
@lru_cache(maxsize=1)
def _rows_of(weights: TermWeights, tokens: Tokens) -> csr_matrix:
    return weights.weigh(known_pairs(tokens, TITLE_WEIGHT, weights.places))


def yardstick(corpus: Corpus, seeds: NDArray[np.bool_], members: NDArray[np.bool_], definition: str) -> Yardstick:
    """Return what measures further papers as :func:`closeness` measures those of the corpus.

    :param seeds: papers beyond doubt; ``members``: all papers of the theme; both of shape (n_papers,).
    """
    enough, words = int(seeds.sum()) >= FEWEST, corpus.words
    toward_rows, toward_words = np.zeros(corpus.rows.shape[1]), np.zeros((0, 3))
    if enough:
        toward_rows = _unit(_mean(corpus.rows[seeds]) - corpus.mean_row)
    if words is not None:
        about = corpus.weights.row_of(words_and_pairs(definition)).toarray().ravel()
        seen = _unit(_mean(words[seeds]) - corpus.mean_words) if enough else np.zeros(words.shape[1])
        toward_words = np.column_stack([seen, about, corpus.words_of(members)])
    views = _views(corpus, seeds, definition) if enough else []
    scales = np.array([_scale(view, seeds) for view in views]).reshape(-1, 2)
    return Yardstick(None if words is None else corpus.weights, toward_rows, toward_words, scales)


def _mean(rows: NDArray[Any] | csr_matrix) -> NDArray[np.float64]:
    return np.asarray(rows.mean(axis=0), dtype=np.float64).ravel()


def _unit(row: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-9))


def closeness(corpus: Corpus, seeds: NDArray[np.bool_], definition: str) -> NDArray[np.float64]:
    """Return how like each paper is to the seeds: 0 as the mean of all papers, 1 as the typical seed.

    Mean of three views: cosine of rows and of words with the direction from all papers to the seeds (Rocchio,
    1971; a seed is measured against the others), and likeness of words to the definition.

    :param seeds: papers beyond doubt, shape (n_papers,).
    :return: zeros where there are fewer than three seeds.
    """
    if seeds.sum() < FEWEST:
        return np.zeros(len(seeds))
    scaled = [_on_scale(view, *_scale(view, seeds)) for view in _views(corpus, seeds, definition)]
    return np.asarray(np.mean(scaled, axis=0))


def _views(corpus: Corpus, seeds: NDArray[np.bool_], definition: str) -> list[NDArray[np.float64]]:
    views = [_toward(corpus.rows, corpus.mean_row, seeds)]
    if corpus.words is not None:
        views.append(_toward(corpus.words, corpus.mean_words, seeds))
    like_definition = corpus.like_text(definition)
    if like_definition is not None:
        views.append(like_definition)
    return views


def _toward(
    rows: NDArray[Any] | csr_matrix, mean: NDArray[np.float64], seeds: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Cosine of each row with the mean of the seeds, itself left out, less the mean of all rows."""
    total = np.asarray(rows[seeds].sum(axis=0), dtype=np.float64).ravel()
    squared = np.square(rows) if isinstance(rows, np.ndarray) else rows.multiply(rows)
    length = np.asarray(squared.sum(axis=1), dtype=np.float64).ravel()
    with_total, with_mean = np.asarray(rows @ total).ravel(), np.asarray(rows @ mean).ravel()
    own = seeds.astype(np.float64)
    others = seeds.sum() - own
    along = (with_total - own * length) / others - with_mean
    of_others = (total @ total - own * (2 * with_total - length)) / others**2
    squared_norm = of_others - 2 * (total @ mean - own * with_mean) / others + mean @ mean
    return np.asarray(along / np.maximum(np.sqrt(np.maximum(squared_norm * length, 0.0)), 1e-9))


def _scale(view: NDArray[np.float64], seeds: NDArray[np.bool_]) -> tuple[float, float]:
    return float(view.mean()), float(np.median(view[seeds]))


def _on_scale(view: NDArray[np.float64], middle: float, typical: float) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = np.clip((view - middle) / max(typical - middle, LEAST_SPREAD), LOWEST, HIGHEST)
    return scaled
