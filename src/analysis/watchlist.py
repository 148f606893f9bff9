"""Watched themes: which papers belong to a theme that the reader named, whatever the clustering finds.

Evidence comes from two sides: the theme's phrases in title and abstract, and how close a paper lies to those whose
phrases leave no doubt. A mention in passing is no membership.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.config import WatchedTheme
from analysis.lexical import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

CERTAIN_SENTENCES = 3
"""Sentences of an abstract that use a phrase from which on there is no doubt; a title leaves none either."""
CLOSE_WITH_PHRASE = {2: 0.5, 1: 0.58}
"""With a phrase in so many sentences, how close a paper must lie, in units of the typical paper without doubt."""
CLOSE_WITHOUT = 0.72
"""The same for a paper without any of the phrases."""
NEAR = "words and meaning close to the papers that name it"
"""The reason shown for a paper without any of the phrases."""
WHY_LETTERS = 160
"""Most letters of the sentence shown as a reason."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Watched:
    """The papers of one watched theme."""

    theme: WatchedTheme
    members: NDArray[np.int64]
    """Places of the papers, ascending."""
    weights: NDArray[np.float64]
    """How much speaks for each member, in (0, 1]."""
    why: tuple[str, ...]
    """The phrase, and where it stands, for each member."""


def watch(theme: WatchedTheme, titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]) -> Watched:
    """Return the papers of a watched theme.

    Members are the papers with a phrase in the title or in three sentences of the abstract, and those that lie
    near them: the fewer phrases, the nearer. Where no paper is beyond doubt, two sentences must do.

    :param rows: unit rows, shape (n_papers, d).
    """
    evidence = [_evidence(theme, title, abstract) for title, abstract in zip(titles, abstracts, strict=True)]
    strength = np.array([each.strength for each in evidence], dtype=np.int64)
    certain = strength >= min(CERTAIN_SENTENCES, int(strength.max(initial=0)))
    certain &= strength >= 2
    close = _closeness(rows, certain)
    belongs = certain | (close >= CLOSE_WITHOUT)
    for n_sentences, bar in CLOSE_WITH_PHRASE.items():
        belongs |= (strength == n_sentences) & (close >= bar)
    members = np.flatnonzero(belongs)
    weights = np.where(certain[members], 0.5, 0.0) + 0.5 * np.clip(close[members], 0.1, 1.0)
    reasons = tuple(
        evidence[place].why or "words and meaning close to the papers that name it" for place in members
    )
    return Watched(theme, members, weights, reasons)


@dataclass(frozen=True)
class _Evidence:
    strength: int
    """Sentences of the abstract with a phrase; a title counts as many."""
    why: str


def _evidence(theme: WatchedTheme, title: str, abstract: str) -> _Evidence:
    patterns = [_pattern(phrase) for phrase in theme.phrases]
    in_title = _first(patterns, theme.phrases, title)
    hits = [(sentence, _first(patterns, theme.phrases, sentence)) for sentence in _SENTENCE.split(abstract)]
    hits = [(sentence, phrase) for sentence, phrase in hits if phrase]
    if in_title:
        return _Evidence(CERTAIN_SENTENCES, f"“{in_title}” in the title")
    if hits:
        return _Evidence(len(hits), f"“{hits[0][1]}” in: {_shortened(hits[0][0])}")
    return _Evidence(0, "")


def _pattern(phrase: str) -> re.Pattern[str]:
    # hyphen or space, singular or plural: block-sparse attention, block sparse attentions
    words = [re.escape(word) for word in _WORD.findall(phrase.lower())]
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(words) + r"(?:s|es)?(?![^\W_])", re.IGNORECASE)


def _first(patterns: Sequence[re.Pattern[str]], phrases: Sequence[str], text: str) -> str:
    return next((phrase for pattern, phrase in zip(patterns, phrases, strict=True) if pattern.search(text)), "")


def _shortened(sentence: str) -> str:
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= WHY_LETTERS else sentence[: WHY_LETTERS - 1].rsplit(" ", 1)[0] + "…"


def _closeness(rows: NDArray[Any], certain: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Cosine with the centroid of the papers beyond doubt, over the median of theirs; 0 where there are none."""
    if certain.sum() < 3:
        # one or two papers are no centre to measure by
        return np.zeros(len(rows))
    centroid = unit_rows(rows[certain].sum(axis=0, keepdims=True).astype(np.float64))[0]
    cosine = np.asarray(rows @ centroid, dtype=np.float64)
    return cosine / max(float(np.median(cosine[certain])), 1e-9)
