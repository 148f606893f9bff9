"""Names for groups of papers: the phrases that best tell a group's papers from all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.phrase_counts import PhraseCounts
from analysis.phrases import names_a_thing
from analysis.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_TERMS = 10
"""Terms shown per theme."""
FEWEST_TERMS = 5
"""Terms shown where fewer are in wide use."""
TERM_SHARE = 0.2
"""Share of a theme's papers that use a term in wide use: terms of fewer papers seldom go together elsewhere."""
SECOND_GAIN = 1.25
"""A second phrase joins the name where it makes it this many times as telling."""
NESTED = 0.5
"""A longer phrase takes the place of one inside it from this share of its uses on."""
LEAST_USE = 0.15
"""Least share of a group's papers that use the second phrase of its name."""
N_CANDIDATES = 25
"""Phrases looked at for a name."""
NAMELESS = "Other papers"
"""Name of a group that no phrase tells from the others."""


@dataclass(frozen=True)
class Named:
    """What a group is called, and by which words."""

    name: str
    terms: tuple[str, ...]
    """Phrases that tell the group from the others, the most telling first, in the form people write."""


def name_groups(
    counts: PhraseCounts, groups: NDArray[np.int64], terms: Mapping[int, Sequence[str]], taken: Sequence[str] = ()
) -> list[Named]:
    """Return a name and terms for each group 0, 1, …; no two groups share a name.

    A name is the phrase with the highest F-measure between the papers that use it and the papers of the group;
    a second phrase joins it (``A and B``) where the two together tell the group much better.

    :param groups: the group of each paper, shape (n_papers,), -1 for none.
    :param terms: candidate phrases of each group from its c-TF-IDF, best first, folded.
    :param taken: names of the watch list; a group that would be called alike is marked ``(found)``.
    """
    telling = _telling(counts, groups)
    chosen = _chosen(counts, groups, telling)
    ranked = [
        _ranked_terms(counts, groups == group, telling[group], terms.get(group, ()))
        for group in range(len(telling))
    ]
    forms = counts.written_forms({phrase for each in (*chosen, *ranked) for phrase in each})
    names = _unique([[forms[phrase] for phrase in each] for each in chosen], ranked, forms, taken)
    return [Named(name, tuple(forms[term] for term in each)) for name, each in zip(names, ranked, strict=True)]


def _telling(counts: PhraseCounts, groups: NDArray[np.int64]) -> NDArray[np.float64]:
    from scipy.sparse import csc_matrix

    placed = np.flatnonzero(groups >= 0)
    n_groups = int(groups.max(initial=-1)) + 1
    members = csc_matrix((np.ones(len(placed)), (placed, groups[placed])), shape=(len(groups), n_groups))
    sizes = np.asarray(members.sum(axis=0)).ravel()
    inside = np.asarray((members.T @ counts.uses).todense())
    everywhere = np.asarray(counts.uses.sum(axis=0)).ravel()
    # one imagined use elsewhere, so that a phrase of two papers does not count as perfectly precise
    precision = inside / (everywhere + 1.0)
    recall = inside / np.maximum(sizes, 1)[:, None]
    measure = f_measure(precision, recall)
    n_words = np.array([len(phrase.split()) for phrase in counts.vocabulary])
    return measure * np.where(n_words > 1, 1.3, 1.0)[None, :]


def f_measure(
    precision: NDArray[np.float64], recall: NDArray[np.float64], beta: float = 0.7
) -> NDArray[np.float64]:
    """Return the F-measure (van Rijsbergen 1979), shape as given; beta under 1 weighs precision above recall."""
    return (1 + beta**2) * precision * recall / np.maximum(beta**2 * precision + recall, 1e-12)


@dataclass(frozen=True)
class _Candidate:
    phrase: str
    uses: NDArray[np.float64]
    """Shape (n_papers,)."""

    def tells(self, own: NDArray[np.bool_]) -> float:
        """How well the papers that use the phrase match the group's own."""
        return _match(self.uses, own)


def _match(uses: NDArray[np.float64], own: NDArray[np.bool_]) -> float:
    inside = uses[own].sum()
    return float(f_measure(inside / (uses.sum() + 1), inside / own.sum()))


def _chosen(counts: PhraseCounts, groups: NDArray[np.int64], telling: NDArray[np.float64]) -> list[list[str]]:
    # the group that a phrase tells best has the first say, so that no two are named by one phrase
    order = np.argsort(-telling.max(axis=1, initial=0), kind="stable").tolist()
    chosen: dict[int, list[str]] = {}
    used = set[str]()
    for group in order:
        chosen[group] = _phrases_of_name(counts, groups == group, telling[group], used)
        used |= set(chosen[group])
    return [chosen[group] for group in range(len(telling))]


def _phrases_of_name(
    counts: PhraseCounts, own: NDArray[np.bool_], telling: NDArray[np.float64], used: set[str]
) -> list[str]:
    best = _candidates(counts, own, telling, used, _is_used_as_title) or _candidates(
        counts, own, telling, used, _is_used
    )
    if not best:
        return []
    first = best[0]
    spoken_for = set(first.phrase.split())
    others = [
        each
        for each in best[1:]
        if not set(each.phrase.split()) & spoken_for and each.uses[own].mean() >= LEAST_USE
    ]
    joint = [_match(np.maximum(first.uses, other.uses), own) for other in others]
    if joint and max(joint) >= SECOND_GAIN * first.tells(own):
        return [first.phrase, others[int(np.argmax(joint))].phrase]
    return [first.phrase]


def _candidates(
    counts: PhraseCounts,
    own: NDArray[np.bool_],
    telling: NDArray[np.float64],
    used: set[str],
    fits: Callable[[_Candidate, NDArray[np.bool_]], bool],
) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    for place in np.argsort(-telling, kind="stable"):
        if telling[place] <= 0 or len(found) == N_CANDIDATES:
            break
        phrase = counts.vocabulary[int(place)]
        candidate = _longer(counts, own, _Candidate(phrase, counts.of(phrase)))
        if names_a_thing(candidate.phrase) and candidate.phrase not in used and fits(candidate, own):
            found.setdefault(candidate.phrase, candidate)
    return list(found.values())


def _is_used_as_title(candidate: _Candidate, own: NDArray[np.bool_]) -> bool:
    # a word alone may be any word: two titles, or one and many abstracts, show that papers are about it
    n_titles = int((candidate.uses[own] == 1).sum())
    is_compound = " " in candidate.phrase or "-" in candidate.phrase
    return n_titles >= 2 or (n_titles == 1 and (is_compound or (candidate.uses[own] > 0).mean() >= 0.25))


def _is_used(candidate: _Candidate, own: NDArray[np.bool_]) -> bool:
    return bool(candidate.uses[own].any())


def _longer(counts: PhraseCounts, own: NDArray[np.bool_], short: _Candidate) -> _Candidate:
    """Return the longer phrase that holds most uses of a shorter one (Frantzi et al. 2000, C-value)."""
    found = [
        _Candidate(phrase, counts.of(phrase)) for phrase in counts.longer(short.phrase) if names_a_thing(phrase)
    ]
    enough = [each for each in found if each.uses[own].sum() >= NESTED * short.uses[own].sum()]
    return max(enough, key=lambda each: (each.uses[own].sum(), each.phrase), default=short)


def _ranked_terms(
    counts: PhraseCounts, own: NDArray[np.bool_], telling: NDArray[np.float64], candidates: Sequence[str]
) -> list[str]:
    known = {phrase: place for place, phrase in enumerate(counts.vocabulary)}
    ours = [
        counts.vocabulary[int(place)] for place in np.argsort(-telling, kind="stable")[:40] if telling[place] > 0
    ]
    pool = [term for term in dict.fromkeys([*candidates, *ours]) if term in known]
    pool.sort(key=lambda term: (-telling[known[term]], term))
    shares = {term: float((counts.of(term)[own] > 0).mean()) for term in pool}
    # what few papers of the theme use comes last, and only where there is little else
    pool.sort(key=lambda term: shares[term] < TERM_SHARE)
    chosen: list[str] = []
    for term in pool:
        if len(chosen) >= (N_TERMS if shares[term] >= TERM_SHARE else FEWEST_TERMS):
            break
        parts = set(term.split())
        # "attention sink" and "sink" and "attention sink token" would say one thing thrice
        if not any(parts <= set(other.split()) or set(other.split()) <= parts for other in chosen):
            chosen.append(term)
    return chosen


def _unique(
    chosen: Sequence[Sequence[str]],
    ranked: Sequence[Sequence[str]],
    forms: Mapping[str, str],
    taken: Sequence[str],
) -> list[str]:
    watched, used = {" ".join(words(name)) for name in taken}, set[str]()
    names = []
    for parts, others in zip(chosen, ranked, strict=True):
        # a phrase that is no thing, or another theme's name, is better than none
        spare = sorted(others, key=lambda phrase: not names_a_thing(phrase))
        proposed = [" and ".join(parts), *(forms[phrase] for phrase in spare), NAMELESS]
        # the reader's own theme of that name is another set of papers
        free = [f"{each} (found)" if " ".join(words(each)) in watched else each for each in proposed if each]
        name = next((each for each in free if each.casefold() not in used), free[0])
        name, number = title_case(name), 2
        while name.casefold() in used:
            name, number = f"{title_case(free[0])} {number}", number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def title_case(name: str) -> str:
    """Return a name with a capital at its start; the rest as it is written (``KV cache``, ``LoRA``)."""
    return name[:1].upper() + name[1:]
