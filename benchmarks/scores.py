"""What one run of a method is worth: agreement with labels, and terms that cohere, differ and say something."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import fmean

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.metrics import adjusted_mutual_info_score

from analysis.filler import FILLER
from analysis.words import fold, words

N_WORDS = 10
_STOP_WORDS = frozenset(fold(word) for word in ENGLISH_STOP_WORDS)
_SAYS_NOTHING = FILLER | _STOP_WORDS


def agreement(groups: Sequence[int], readers: Sequence[Sequence[str]]) -> float:
    """Return the adjusted mutual information with the labels, mean over the readers, on labelled papers.

    Papers without a theme count as one group.
    """
    figures = []
    for labels in readers:
        pairs = [(label, group) for label, group in zip(labels, groups, strict=True) if label]
        figures.append(float(adjusted_mutual_info_score(*map(list, zip(*pairs, strict=True)))))
    return fmean(figures)


def top_words(terms: Sequence[str]) -> list[str]:
    """Return the first ten different words of a theme's terms, so that phrases and single words compare.

    Words are folded; stop words inside a phrase (``mixture of experts``) are left out.
    """
    found = [word for term in terms for word in folded(term) if len(folded(term)) == 1 or word not in _STOP_WORDS]
    return list(dict.fromkeys(found))[:N_WORDS]


def diversity(terms: Sequence[Sequence[str]]) -> float:
    """Return the share of different words among the top words of all themes (Dieng et al., 2020)."""
    found = [word for theme in terms for word in top_words(theme)]
    return len(set(found)) / len(found) if found else math.nan


def filler_share(terms: Sequence[Sequence[str]]) -> float:
    """Return the share of themes with a term that starts or ends in a stop word or a word of every paper."""
    if not terms:
        return math.nan
    return fmean(any(_is_filler(term) for term in theme) for theme in terms)


def _is_filler(term: str) -> bool:
    # a hyphenated word is one word here: in-context learning says something, in does not
    found = words(term)
    return not found or found[0] in _SAYS_NOTHING or found[-1] in _SAYS_NOTHING


def folded(term: str) -> tuple[str, ...]:
    """Return the folded words of a term, hyphens opened as some methods do: ``texts-to-image`` is three words."""
    return tuple(words(term.replace("-", " ").replace("_", " ")))


def largest_share(groups: Sequence[int]) -> float:
    """Return the share of all papers in the largest theme."""
    counts = Counter(group for group in groups if group >= 0)
    return max(counts.values(), default=0) / len(groups)


class Coherence:
    """NPMI of top words on texts no method has seen (Bouma, 2009), with whole abstracts as windows."""

    def __init__(self, texts: Iterable[str], themes: Iterable[Sequence[str]]) -> None:
        """Note which texts hold which words.

        :param texts: held-out texts.
        :param themes: the terms of every theme that will be asked for.
        """
        wanted = {word for terms in themes for word in top_words(terms)}
        found: dict[str, list[int]] = {word: [] for word in wanted}
        self.n_texts = 0
        for place, text in enumerate(texts):
            for word in wanted.intersection(folded(text)):
                found[word].append(place)
            self.n_texts += 1
        self.places = {word: np.array(places) for word, places in found.items()}

    def of(self, terms: Sequence[Sequence[str]]) -> float:
        """Return the mean over themes of the mean NPMI of the pairs of their top words, in [-1, 1].

        Pairs with a word that no text holds are left out; two words that never meet count -1.
        """
        means = []
        for theme in terms:
            figures = [self._npmi(first, second) for first, second in combinations(top_words(theme), 2)]
            kept = [figure for figure in figures if figure is not None]
            if kept:
                means.append(fmean(kept))
        return fmean(means) if means else math.nan

    def _npmi(self, first: str, second: str) -> float | None:
        here, there = self.places.get(first), self.places.get(second)
        if here is None or there is None or not len(here) or not len(there):
            return None
        both = len(np.intersect1d(here, there, assume_unique=True))
        if both == 0:
            return -1.0
        if both == self.n_texts:
            return 1.0
        apart = len(here) * len(there) / self.n_texts**2
        return math.log(both / self.n_texts / apart) / -math.log(both / self.n_texts)
