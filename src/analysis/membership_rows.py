"""Which paper is in which theme, and how much: the rows of the table ``memberships``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.neighbours import Neighbours
from analysis.schemas import UNPLACED
from analysis.watchlist import Watched

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_NEIGHBOURS = 15
"""Neighbours whose themes say how much of each theme a paper has."""
MOST_THEMES, LEAST_WEIGHT = 3, 0.2
"""A paper is in at most so many found themes, and in one beside its main one from this weight on."""


def theme_weights(groups: NDArray[np.int64], near: Neighbours, n_themes: int) -> NDArray[np.float64]:
    """Return the share of each theme among a paper's nearest papers, itself counted, weighted by cosine.

    :param groups: the theme of each paper, shape (n_papers,).
    :param near: at least ``N_NEIGHBOURS`` of each paper, fewer where there are fewer papers.
    :return: shape (n_papers, n_themes), rows sum to 1 (0 without themes).
    """
    n_papers = len(groups)
    weights = np.zeros((n_papers, n_themes))
    if not n_themes:
        return weights
    near = near.first(N_NEIGHBOURS)
    papers = np.repeat(np.arange(n_papers), near.ids.shape[1])
    np.add.at(weights, (papers, groups[near.ids].ravel()), np.maximum(near.cosine, 0).ravel())
    weights[np.arange(n_papers), groups] += 1.0
    shares: NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
    return shares


def found_memberships(
    paper_ids: Sequence[str],
    groups: NDArray[np.int64],
    weights: NDArray[np.float64],
    ids: Sequence[str],
    sureness: NDArray[np.float64] | None,
) -> list[dict[str, Any]]:
    """Return the rows of ``memberships`` in the found themes; without any, every paper is unplaced.

    :param groups: the theme of each paper, shape (n_papers,).
    :param weights: as ``theme_weights`` returns them.
    :param ids: theme_id of each theme.
    :param sureness: of each paper, in [0, 1]; None where it was not measured.
    """
    if not ids:
        return [_membership(paper_id, UNPLACED, 0.0, main=True) for paper_id in paper_ids]
    sure = np.full(len(paper_ids), np.nan) if sureness is None else sureness
    rows = []
    for place, (paper_id, main) in enumerate(zip(paper_ids, groups.tolist(), strict=True)):
        rows += memberships_of(paper_id, weights[place], main, ids, sure[place])
    return rows


def memberships_of(
    paper_id: str, weights: NDArray[np.float64], main: int, ids: Sequence[str], sureness: float = np.nan
) -> list[dict[str, Any]]:
    """Return the rows of ``memberships`` of one paper in the found themes.

    :param weights: of each theme, shape (n_themes,).
    :param main: place of the paper's own theme.
    :param ids: theme_id of each theme.
    """
    rows = [_membership(paper_id, ids[main], weights[main], main=True, sureness=sureness)]
    others = [theme for theme in np.argsort(-weights, kind="stable").tolist() if theme != main]
    for other in others[: MOST_THEMES - 1]:
        if weights[other] >= LEAST_WEIGHT:
            rows.append(_membership(paper_id, ids[other], weights[other], main=False))
    return rows


def _membership(
    paper_id: str, theme_id: str, weight: float, *, main: bool, sureness: float = np.nan, why: str | None = None
) -> dict[str, Any]:
    return {
        "paper_id": paper_id,
        "theme_id": theme_id,
        "weight": round(float(weight), 4),
        "main": main,
        "sureness": round(float(sureness), 4),
        "why": why,
    }


def watched_memberships(
    paper_ids: Sequence[str], watched: Sequence[Watched], ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the rows of ``memberships`` in the watched themes.

    :param paper_ids: of the papers that ``watched`` counts places of.
    :param ids: theme_id of each watched theme.
    """
    return [
        _membership(paper_ids[place], theme_id, weight, main=False, why=why)
        for theme_id, each in zip(ids, watched, strict=True)
        for place, weight, why in zip(each.members.tolist(), each.weights.tolist(), each.why, strict=True)
    ]
