"""Watched themes: which papers belong to a theme that the reader named, whatever the clustering finds.

Evidence comes from two sides: the theme's phrases in title and abstract, and how like a paper is to those whose
phrases leave no doubt and to the theme's definition. A mention in passing is no membership.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.config import WatchedTheme
from analysis.errors import AnalysisError
from analysis.likeness import Corpus, closeness, prepare
from analysis.mentions import Mentions, find_mentions, has_word, trust_in_phrases

if TYPE_CHECKING:
    from numpy.typing import NDArray

CERTAIN_SENTENCES = 3
"""Sentences of an abstract that use a phrase from which on there is no doubt; a title leaves none either."""
BAR = 0.6
"""What a paper needs in all. From 0.5 to 0.65 the agreement with readers is the same (docs/experiments.md)."""
ANY_PHRASE = 0.1
"""What any use of a phrase adds to closeness, the theme's typical paper having a closeness of 1."""
PER_SENTENCE = 0.2
"""What each sentence with a trusted phrase adds, up to three."""
ROUNDS = 2
"""How often closeness is measured: the second time by all that the first found to use a phrase and lie near."""
NEAR = "words and meaning close to the papers that name it"
"""The reason shown for a paper without any of the phrases, before its nearest sentence."""
WHY_LETTERS = 160
"""Most letters of the sentence shown as a reason."""


class WatchError(AnalysisError):
    """A watch list that cannot be used; the text names the theme and what to change."""


def check_watch_list(themes: Sequence[WatchedTheme]) -> None:
    """Make sure that each theme can be told from the others and found by its phrases.

    :raises WatchError: two themes share a name, or a name or phrase holds no word.
    """
    names = [theme.name.strip().casefold() for theme in themes]
    for theme, name in zip(themes, names, strict=True):
        if not has_word(name):
            raise WatchError(f"a watched theme is called {theme.name!r}; give it a name of at least one word.")
        if names.count(name) > 1:
            raise WatchError(f"two watched themes are called {theme.name!r}; give each its own name.")
        empty = [phrase for phrase in theme.phrases if not has_word(phrase)]
        if empty or not theme.phrases:
            found = f"the phrase {empty[0]!r}" if empty else "no phrase"
            raise WatchError(f"the watched theme {theme.name!r} has {found}; write phrases of at least one word.")


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
    """Return the papers of one watched theme; for several, :func:`watch_all` reads the papers only once.

    :param rows: unit rows, shape (n_papers, d).
    """
    return watch_all([theme], titles, abstracts, rows)[0]


def watch_all(
    themes: Sequence[WatchedTheme], titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]
) -> list[Watched]:
    """Return the papers of each watched theme.

    Beyond doubt are papers with a phrase in the title or in three sentences (where no paper has so many, in two).
    Others are members where likeness to them and uses of the phrases together suffice: the fewer uses, the more
    alike. A use among the results counts half, and a phrase counts as far as its users are beyond doubt.

    :param rows: unit rows, shape (n_papers, d).
    """
    if not themes:
        return []
    corpus = prepare(titles, abstracts, np.asarray(rows, dtype=np.float64))
    return [_watch(theme, titles, abstracts, corpus) for theme in themes]


def _watch(theme: WatchedTheme, titles: Sequence[str], abstracts: Sequence[str], corpus: Corpus) -> Watched:
    mentions = find_mentions(theme.phrases, titles, abstracts)
    count = np.array([paper.count for paper in mentions], dtype=np.int64)
    certain = (count >= min(CERTAIN_SENTENCES, int(count.max(initial=0)))) & (count >= 2)
    trust = trust_in_phrases(mentions, certain, len(theme.phrases))
    said = np.array([min(paper.weight(trust), CERTAIN_SENTENCES) for paper in mentions], dtype=np.float64)
    spoken = PER_SENTENCE * said + ANY_PHRASE * (count > 0)
    definition = f"{theme.name} . {theme.definition} {', '.join(theme.phrases)}"
    belongs = certain
    close = np.zeros(len(titles))
    for _ in range(ROUNDS):
        close = closeness(corpus, certain | (belongs & (count > 0)), definition)
        belongs = certain | (close + spoken >= BAR)
    members = np.flatnonzero(belongs)
    weights = np.where(certain[members], 0.5, 0.0) + 0.5 * np.clip(close[members], 0.1, 1.0)
    why = tuple(
        _reason(theme, mentions[place]) or _nearness(corpus, abstracts[place], belongs)
        for place in members.tolist()
    )
    return Watched(theme, members, weights, why)


def _reason(theme: WatchedTheme, paper: Mentions) -> str:
    if paper.title_phrases:
        return f"“{theme.phrases[paper.title_phrases[0]]}” in the title"
    if paper.sentences:
        first = paper.sentences[0]
        return f"“{theme.phrases[first.phrases[0]]}” in: {_shortened(first.text)}"
    return ""


def _nearness(corpus: Corpus, abstract: str, members: NDArray[np.bool_]) -> str:
    sentence = corpus.nearest_sentence(abstract, members)
    return f"{NEAR}: {_shortened(sentence)}" if sentence else NEAR


def _shortened(sentence: str) -> str:
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= WHY_LETTERS else sentence[: WHY_LETTERS - 1].rsplit(" ", 1)[0] + "…"
