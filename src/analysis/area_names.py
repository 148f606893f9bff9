"""Names for broad areas: a word that most papers of each of its themes use, else the themes themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis import wording
from analysis.naming import f_measure, title_case
from analysis.phrase_counts import PhraseCounts
from analysis.words import words

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

LEAST_SHARE = 0.01
"""Phrases of a smaller share of the papers name no area."""
LEAST_MATCH = 0.6
"""Least F-measure between the uses of a phrase and an area that it can name."""
LEAST_PRECISION = 0.72
"""A theme of the area uses its name so much more than one outside: 2.6 times as often."""


@dataclass(frozen=True)
class _Uses:
    """How much of each theme uses each phrase."""

    phrases: tuple[str, ...]
    shares: NDArray[np.float64]
    """Shape (n_themes, n_phrases), in [0, 1]."""
    sizes: NDArray[np.int64]
    """Shape (n_themes,): papers."""


def name_areas(
    counts: PhraseCounts,
    groups: NDArray[np.int64],
    of_theme: NDArray[np.int64],
    theme_names: Sequence[str],
    taken: Iterable[str] = (),
) -> list[str]:
    """Return a name for each area 0, 1, …, no two alike.

    A word or phrase names an area where it speaks for all of its themes: each theme counts alike, however many
    papers it has, and one that hardly uses the phrase weighs most. An area without such a phrase is called by its
    largest theme (``Speech and two more``), and so is not given the name of a part.

    :param counts: of ``count_phrases(..., broad=True)``.
    :param groups: the theme of each paper from 0, -1 for none.
    :param of_theme: shape (n_themes,): the area of each theme.
    :param theme_names: of the themes 0, 1, …
    :param taken: further names that no area takes, such as those of the watch list.
    """
    uses = _uses(counts, groups, len(of_theme))
    avoided = {" ".join(words(name)) for name in (*theme_names, *taken)}
    chosen: dict[int, str] = {}
    for area in range(int(of_theme.max(initial=-1)) + 1):
        phrase = _phrase(uses, of_theme == area, avoided | set(chosen.values()))
        if phrase is not None:
            chosen[area] = phrase
    forms = counts.written_forms(chosen.values())
    names = []
    for area in range(int(of_theme.max(initial=-1)) + 1):
        own = np.flatnonzero(of_theme == area)
        by_themes = name_by_themes([theme_names[theme] for theme in own.tolist()], uses.sizes[own].tolist())
        names.append(title_case(forms[chosen[area]]) if area in chosen else by_themes)
    return names


def _uses(counts: PhraseCounts, groups: NDArray[np.int64], n_themes: int) -> _Uses:
    from scipy.sparse import csr_matrix

    used = counts.uses > 0
    often = np.flatnonzero(np.asarray(used.sum(axis=0)).ravel() >= LEAST_SHARE * len(groups))
    placed = np.flatnonzero(groups >= 0)
    members = csr_matrix((np.ones(len(placed)), (groups[placed], placed)), shape=(n_themes, len(groups)))
    sizes = np.bincount(groups[placed], minlength=n_themes)
    shares = np.asarray((members @ used[:, often]).todense()) / np.maximum(sizes, 1)[:, None]
    return _Uses(tuple(counts.vocabulary[place] for place in often.tolist()), shares, sizes)


def _phrase(uses: _Uses, own: NDArray[np.bool_], avoided: set[str]) -> str | None:
    if not uses.phrases:
        return None
    # between the least and the mean of its themes (power mean of exponent 1/2)
    inside = np.sqrt(uses.shares[own]).mean(axis=0) ** 2
    outside = uses.shares[~own].mean(axis=0) if (~own).any() else np.zeros(len(uses.phrases))
    precision = inside / np.maximum(inside + outside, 1e-9)
    match = np.where(precision >= LEAST_PRECISION, f_measure(precision, inside), 0.0)
    order: list[int] = np.argsort(-np.round(match, 9), kind="stable").tolist()
    fitting = (uses.phrases[place] for place in order if match[place] >= LEAST_MATCH)
    return next((phrase for phrase in fitting if phrase not in avoided), None)


def name_by_themes(names: Sequence[str], sizes: Sequence[int]) -> str:
    """Return the name of an area whose themes share no word: its largest theme, or both of two.

    :param names: of its themes.
    :param sizes: papers of each.
    """
    largest = sorted(range(len(names)), key=lambda theme: -sizes[theme])
    # of a theme of two names the first is enough here
    told = [names[theme].split(" and ")[0].removesuffix(" (found)") for theme in largest]
    # short, because it stands beside bars; two are both told
    return wording.listed([*told[:1], *(_inside(name) for name in told[1:])], 2 if len(told) < 3 else 1)


def renamed_areas(found: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Return themes whose areas, where themes name them, carry the names that the themes kept from earlier runs.

    :param found: themes under the names of this run, as in ``tables.SCHEMAS["themes"]``.
    :param kept: the same rows under the names they keep.
    """
    areas = kept["area"].astype(object).copy()
    for area, own in found.groupby("area", sort=False):
        sizes = [int(size) for size in own["n_papers"]]
        if name_by_themes(own["name"].tolist(), sizes) == area:
            areas.loc[own.index] = name_by_themes(kept.loc[own.index, "name"].tolist(), sizes)
    return kept.assign(area=areas.astype(kept["area"].dtype))


def _inside(name: str) -> str:
    """Return a name as it stands within a list: a capital that is the sentence's own goes."""
    first = name.split()[0] if name.split() else name
    return (
        name if any(letter.isupper() or letter.isdigit() for letter in first[1:]) else name[:1].lower() + name[1:]
    )
