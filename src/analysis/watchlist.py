"""Watched themes: which papers belong to a theme that the reader named, whatever the clustering finds.

Evidence comes from two sides: the theme's phrases in title and abstract, and how like a paper is to those whose
phrases leave no doubt and to the theme's definition. A mention in passing is no membership.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import reasons
from analysis.config import WatchedTheme
from analysis.errors import AnalysisError
from analysis.likeness import Corpus, Yardstick, closeness, prepare, yardstick
from analysis.mentions import Mentions, find_mentions, has_word, trust_in_phrases

if TYPE_CHECKING:
    from numpy.typing import NDArray

CERTAIN_SENTENCES = 3
"""Sentences of an abstract that use a phrase from which on there is no doubt; a title leaves none either."""
BAR = 0.57
"""What a paper needs in all: the middle of a plateau from 0.5 to 0.65 (docs/experiments.md)."""
ANY_PHRASE = 0.1
"""What any use of a phrase adds to closeness, the theme's typical paper having a closeness of 1."""
PER_SENTENCE = 0.2
"""What each sentence with a trusted phrase adds, up to three."""
NAMED = 2 / 3
"""Share of the papers at least as close that must use a phrase where closeness alone makes a member: if few of the
nearest papers name a theme, what lies near is a wider field."""
ROUNDS = 2
"""How often closeness is measured: the second time by all that the first found to use a phrase and lie near."""
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


@dataclass(frozen=True)
class Rule:
    """What made papers members of a watched theme; further papers are judged by it."""

    theme: WatchedTheme
    least_count: int
    """Sentences with a phrase from which on there is no doubt."""
    trust: tuple[float, ...]
    """How much each phrase says, in (0, 1)."""
    alone: float
    """Closeness from which on a paper without any of the phrases is a member."""
    measure: Yardstick

    def judge(self, titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]) -> Watched:
        """Return the members among further papers.

        :param rows: unit rows in the space of the papers the rule comes from, shape (n_papers, d).
        """
        mentions = find_mentions(self.theme.phrases, titles, abstracts)
        evidence = _evidence(mentions, self.least_count, self.trust)
        close = self.measure.closeness(rows, titles, abstracts)
        belongs = _belongs(evidence, close, self.alone)

        def nearness(place: int) -> str:
            return self.measure.nearest_sentence(abstracts[place])

        return _watched(self.theme, belongs, evidence.certain, close, _reasons(self.theme, mentions, nearness))


@dataclass(frozen=True)
class Watch:
    """A watched theme: its papers, and the rule that found them."""

    papers: Watched
    rule: Rule


def watch(theme: WatchedTheme, titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]) -> Watched:
    """Return the papers of one watched theme; for several, :func:`watch_all` reads the papers only once.

    :param rows: unit rows, shape (n_papers, d).
    """
    return watch_all([theme], titles, abstracts, rows)[0]


def watch_all(
    themes: Sequence[WatchedTheme], titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]
) -> list[Watched]:
    """Return the papers of each watched theme, as :func:`watch_by_rule` does.

    :param rows: unit rows of the papers, shape (n_papers, d).
    """
    return [each.papers for each in watch_by_rule(themes, titles, abstracts, rows)]


def watch_by_rule(
    themes: Sequence[WatchedTheme], titles: Sequence[str], abstracts: Sequence[str], rows: NDArray[Any]
) -> list[Watch]:
    """Return the papers of each watched theme, and the rule by which further papers can be judged.

    Beyond doubt are papers with a phrase in the title or in three sentences (where no paper has so many, in two).
    Others are members where likeness to them and uses of the phrases together suffice: the fewer uses, the more
    alike. A use among the results counts half, and a phrase counts as far as its users are beyond doubt. A paper
    without any use must be so alike that of all papers as alike two in three use one.

    :param rows: unit rows, shape (n_papers, d).
    """
    if not themes:
        return []
    corpus = prepare(titles, abstracts, np.asarray(rows))
    return [_watch(theme, titles, abstracts, corpus) for theme in themes]


@dataclass(frozen=True)
class _Evidence:
    count: NDArray[np.int64]
    certain: NDArray[np.bool_]
    spoken: NDArray[np.float64]


def _count(mentions: Sequence[Mentions]) -> NDArray[np.int64]:
    return np.array([paper.count for paper in mentions], dtype=np.int64)


def _certain(count: NDArray[np.int64], least_count: int) -> NDArray[np.bool_]:
    return (count >= least_count) & (count >= 2)


def _evidence(mentions: Sequence[Mentions], least_count: int, trust: Sequence[float]) -> _Evidence:
    count = _count(mentions)
    said = np.array([min(paper.weight(trust), CERTAIN_SENTENCES) for paper in mentions], dtype=np.float64)
    return _Evidence(count, _certain(count, least_count), PER_SENTENCE * said + ANY_PHRASE * (count > 0))


def _belongs(evidence: _Evidence, close: NDArray[np.float64], alone: float) -> NDArray[np.bool_]:
    enough = close + evidence.spoken >= np.where(evidence.count > 0, BAR, alone)
    return np.asarray(evidence.certain | enough)


def _least_closeness(close: NDArray[np.float64], named: NDArray[np.bool_]) -> float:
    """Return the closeness down to which enough papers use a phrase; infinite where not even the closest do."""
    order = np.argsort(-close, kind="stable")
    share = np.cumsum(named[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= NAMED)
    return float(close[order[enough[-1]]]) if len(enough) else float("inf")


def _watch(theme: WatchedTheme, titles: Sequence[str], abstracts: Sequence[str], corpus: Corpus) -> Watch:
    mentions = find_mentions(theme.phrases, titles, abstracts)
    count = _count(mentions)
    least_count = min(CERTAIN_SENTENCES, int(count.max(initial=0)))
    trust = trust_in_phrases(mentions, _certain(count, least_count), len(theme.phrases))
    evidence = _evidence(mentions, least_count, trust)
    definition = f"{theme.name} . {theme.definition} {', '.join(theme.phrases)}"
    belongs = seeds = evidence.certain
    close, alone = np.zeros(len(titles)), BAR
    for _ in range(ROUNDS):
        seeds = evidence.certain | (belongs & (count > 0))
        close = closeness(corpus, seeds, definition)
        alone = max(BAR, _least_closeness(close, count > 0))
        belongs = _belongs(evidence, close, alone)

    theme_words = corpus.words_of(belongs)

    def nearness(place: int) -> str:
        return corpus.nearest_sentence(abstracts[place], theme_words)

    papers = _watched(theme, belongs, evidence.certain, close, _reasons(theme, mentions, nearness))
    return Watch(
        papers, Rule(theme, least_count, tuple(trust), alone, yardstick(corpus, seeds, belongs, definition))
    )


def _watched(
    theme: WatchedTheme,
    belongs: NDArray[np.bool_],
    certain: NDArray[np.bool_],
    close: NDArray[np.float64],
    reason: Callable[[int], str],
) -> Watched:
    members = np.flatnonzero(belongs)
    weights = np.where(certain[members], 0.5, 0.0) + 0.5 * np.clip(close[members], 0.1, 1.0)
    return Watched(theme, members, weights, tuple(reason(place) for place in members.tolist()))


def _reasons(
    theme: WatchedTheme, mentions: Sequence[Mentions], nearest_sentence: Callable[[int], str]
) -> Callable[[int], str]:
    def reason(place: int) -> str:
        said = _reason(theme, mentions[place])
        if said:
            return said
        sentence = nearest_sentence(place)
        return reasons.NEAR_WITH.format(sentence=_shortened(sentence)) if sentence else reasons.NEAR

    return reason


def _reason(theme: WatchedTheme, paper: Mentions) -> str:
    if paper.title_phrases:
        return reasons.IN_TITLE.format(phrase=theme.phrases[paper.title_phrases[0]])
    if paper.sentences:
        first = paper.sentences[0]
        return reasons.IN_SENTENCE.format(phrase=theme.phrases[first.phrases[0]], sentence=_shortened(first.text))
    return ""


def _shortened(sentence: str) -> str:
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= WHY_LETTERS else sentence[: WHY_LETTERS - 1].rsplit(" ", 1)[0] + "…"
