"""Where papers use the phrases of a watched theme, and how much each use speaks for the theme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

IN_TITLE = 3
"""Sentences that a phrase in the title counts as."""
LATE = 0.6
"""Part of an abstract behind which a sentence tells results: what improves there as a side effect is no theme."""
LATE_WEIGHT = 0.5
"""What such a sentence counts beside one before it."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an abstract that uses a phrase."""

    text: str
    phrases: tuple[int, ...]
    """Places of the phrases in the theme's list."""
    late: bool


@dataclass(frozen=True)
class Mentions:
    """All that one paper says in the words of a theme."""

    title_phrases: tuple[int, ...] = ()
    """Places of the phrases in the title."""
    sentences: tuple[Sentence, ...] = ()

    @property
    def count(self) -> int:
        """Sentences with a phrase; the title counts as three."""
        return len(self.sentences) + (IN_TITLE if self.title_phrases else 0)

    @property
    def phrases(self) -> frozenset[int]:
        """Places of all phrases used."""
        return frozenset(self.title_phrases).union(*(sentence.phrases for sentence in self.sentences))

    def weight(self, trust: Sequence[float]) -> float:
        """Return how much the uses speak for the theme, where a sentence with a wholly trusted phrase says 1.

        :param trust: per phrase, in [0, 1].
        """
        said = sum(
            (LATE_WEIGHT if sentence.late else 1.0) * max(trust[phrase] for phrase in sentence.phrases)
            for sentence in self.sentences
        )
        return said + IN_TITLE * max((trust[phrase] for phrase in self.title_phrases), default=0.0)


def has_word(text: str) -> bool:
    """Tell whether a text holds anything a phrase could be made of."""
    return _WORD.search(text) is not None


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order."""
    return [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]


def find_mentions(phrases: Sequence[str], titles: Sequence[str], abstracts: Sequence[str]) -> list[Mentions]:
    """Return what each paper says in these phrases.

    Case does not matter, nor hyphen or space, nor a plural ending; one word may stand between those of a phrase:
    ``block-sparse attention`` is in "Block Sparse Attentions", ``sink token`` in "sink attention tokens".
    """
    patterns = [_Pattern.of(phrase) for phrase in phrases]
    return [_mentions(patterns, title, abstract) for title, abstract in zip(titles, abstracts, strict=True)]


def trust_in_phrases(mentions: Sequence[Mentions], certain: NDArray[np.bool_], n_phrases: int) -> list[float]:
    """Return, per phrase, the share of its users that are beyond doubt (rule of succession), in (0, 1).

    A phrase that others use in passing says less than one found where the theme is.

    :param certain: which papers are beyond doubt, shape (n_papers,).
    """
    used = np.zeros((len(mentions), n_phrases), dtype=bool)
    for place, paper in enumerate(mentions):
        used[place, list(paper.phrases)] = True
    return [float(share) for share in (used[certain].sum(axis=0) + 1) / (used.sum(axis=0) + 2)]


@dataclass(frozen=True)
class _Pattern:
    """A phrase as it is looked for."""

    words: tuple[str, ...]
    """Without which the pattern cannot match, as these are quick to look for."""
    written: re.Pattern[str]

    @staticmethod
    def of(phrase: str) -> _Pattern:
        words = _WORD.findall(phrase.casefold())
        between = r"[\W_]+(?:[\w-]+[\W_]+)?"
        inner = between.join(map(re.escape, words))
        written = re.compile(r"(?<![^\W_])" + inner + r"(?:s|es)?(?![^\W_])", re.IGNORECASE)
        return _Pattern(tuple(words), written)

    def is_in(self, text: str, folded: str) -> bool:
        return all(word in folded for word in self.words) and self.written.search(text) is not None


def _mentions(patterns: Sequence[_Pattern], title: str, abstract: str) -> Mentions:
    in_title = _found(patterns, title)
    # most papers use none of the phrases: one look at the whole abstract spares them the sentences
    if not _found(patterns, abstract):
        return Mentions(in_title)
    sentences = split_sentences(abstract)
    found = (
        Sentence(sentence, _found(patterns, sentence), place >= LATE * len(sentences))
        for place, sentence in enumerate(sentences)
    )
    return Mentions(in_title, tuple(sentence for sentence in found if sentence.phrases))


def _found(patterns: Sequence[_Pattern], text: str) -> tuple[int, ...]:
    folded = text.casefold()
    return tuple(place for place, pattern in enumerate(patterns) if pattern.is_in(text, folded))
