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
from analysis.lexical import fold, words

_SAYS_NOTHING = FILLER | {fold(word) for word in ENGLISH_STOP_WORDS}


def agreement(groups: Sequence[int], readers: Sequence[Sequence[str]]) -> float:
    """Return the adjusted mutual information with the labels, mean over the readers, on labelled papers.

    Papers without a theme count as one group.
    """
    figures = []
    for labels in readers:
        pairs = [(label, group) for label, group in zip(labels, groups, strict=True) if label]
        figures.append(float(adjusted_mutual_info_score(*map(list, zip(*pairs, strict=True)))))
    return fmean(figures)


def diversity(terms: Sequence[Sequence[str]]) -> float:
    """Return the share of different words among the words of all terms (Dieng et al., 2020, with words for terms).

    A word that a theme's terms share counts each time, so pairs of words gain nothing over single ones.
    """
    found = [word for theme in terms for term in theme for word in folded(term)]
    return len(set(found)) / len(found) if found else math.nan


def filler_share(terms: Sequence[Sequence[str]]) -> float:
    """Return the share of themes with a term that starts or ends in a stop word or a word of every paper."""
    if not terms:
        return math.nan
    return fmean(any(_is_filler(folded(term)) for term in theme) for theme in terms)


def _is_filler(term: tuple[str, ...]) -> bool:
    return not term or term[0] in _SAYS_NOTHING or term[-1] in _SAYS_NOTHING


def folded(term: str) -> tuple[str, ...]:
    """Return the folded words of a term, hyphens opened as some methods do: ``texts-to-image`` is three words."""
    return tuple(word for word in words(term.replace("-", " ").replace("_", " ")))


def largest_share(groups: Sequence[int]) -> float:
    """Return the share of all papers in the largest theme."""
    counts = Counter(group for group in groups if group >= 0)
    return max(counts.values(), default=0) / len(groups)


class Coherence:
    """NPMI of terms on texts no method has seen (Bouma, 2009), with whole abstracts as windows."""

    def __init__(self, texts: Iterable[str], terms: Iterable[str]) -> None:
        """Note which texts hold which terms.

        :param texts: held-out texts.
        :param terms: every term that will be asked for.
        """
        wanted = {folded(term) for term in terms} - {()}
        lengths = sorted({len(term) for term in wanted})
        found: dict[tuple[str, ...], list[int]] = {term: [] for term in wanted}
        self.n_texts = 0
        for place, text in enumerate(texts):
            said = words(text.replace("-", " "))
            here = {tuple(said[start : start + length]) for length in lengths for start in range(len(said))}
            for term in here & wanted:
                found[term].append(place)
            self.n_texts += 1
        self.places = {term: np.array(places) for term, places in found.items()}

    def of(self, terms: Sequence[Sequence[str]]) -> float:
        """Return the mean over themes of the mean NPMI of their pairs of terms, in [-1, 1].

        Pairs that share a word are left out (``sink`` and ``attention sink`` go together by themselves), and so
        are pairs with a term no text holds; two terms that never meet count -1.
        """
        means = []
        for theme in terms:
            keys = [folded(term) for term in theme]
            figures = [self._npmi(first, second) for first, second in combinations(keys, 2)]
            kept = [figure for figure in figures if figure is not None]
            if kept:
                means.append(fmean(kept))
        return fmean(means) if means else math.nan

    def _npmi(self, first: tuple[str, ...], second: tuple[str, ...]) -> float | None:
        here, there = self.places.get(first), self.places.get(second)
        if here is None or there is None or not len(here) or not len(there) or set(first) & set(second):
            return None
        both = len(np.intersect1d(here, there, assume_unique=True))
        if both == 0:
            return -1.0
        if both == self.n_texts:
            return 1.0
        apart = len(here) * len(there) / self.n_texts**2
        return math.log(both / self.n_texts / apart) / -math.log(both / self.n_texts)
