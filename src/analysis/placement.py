"""Papers that come later, placed into the themes that are there: none is renamed, regrouped or moved.

A paper goes where its nearest papers are, by the same weights that say how much of each theme a known paper has.
Only papers from which the themes were found have a vote, so the order in which others come changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import tables
from analysis.embeddings import Encoder, Space
from analysis.neighbours import Cells, Neighbours, nearest_of
from analysis.theme_tables import N_NEIGHBOURS, UNPLACED, memberships_of, watched_memberships
from analysis.watchlist import Rule

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

REFERENCE = 1_000
"""At most so many papers of the run tell how near papers usually lie to their neighbours."""
BLOCK = 10_000
"""Papers that are encoded and placed at once."""
FAR = 0.05
"""A paper is far from every theme where at most this share of the run's papers lies as far from its neighbours."""


@dataclass(frozen=True)
class Known:
    """The papers from which the themes were found, and what places others among them."""

    paper_ids: tuple[str, ...]
    rows: NDArray[np.float32]
    """Shape (n_papers, d): unit rows in the order of ``paper_ids``."""
    space: Space
    rules: tuple[Rule, ...]
    """One per watched theme, in their order."""
    far_below: float
    """Mean cosine with its nearest papers below which a paper is far from every theme."""


@dataclass(frozen=True)
class Tables:
    """The tables of themes with the further papers in them, each as in ``tables.SCHEMAS``."""

    themes: pd.DataFrame
    memberships: pd.DataFrame
    map: pd.DataFrame


@dataclass(frozen=True)
class Placed:
    """What became of papers that came later."""

    tables: Tables
    cosine: NDArray[np.float64]
    """Shape (n_new,): mean cosine of each with its nearest papers."""
    far: NDArray[np.bool_]
    """Shape (n_new,): which of them lie far from every theme."""


def known_papers(
    paper_ids: Sequence[str], rows: NDArray[np.float32], space: Space, rules: Sequence[Rule]
) -> Known:
    """Return what a run that has found themes leaves for papers that come later.

    :param rows: unit rows in ``space``, in the order of ``paper_ids``, shape (n_papers, d).
    """
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(REFERENCE, len(rows))).round().astype(np.int64))
    # the first is the paper itself, or its equal
    near = nearest_of(rows[chosen], rows, N_NEIGHBOURS + 1).behind_first()
    usual = near.cosine.mean(axis=1) if near.cosine.shape[1] else np.zeros(1)
    return Known(tuple(paper_ids), rows, space, tuple(rules), float(np.quantile(usual, FAR)))


def place(new: pd.DataFrame, known: Known, there: Tables, encoder: Encoder, cells: Cells | None = None) -> Placed:
    """Place papers into the themes that are there, block by block; each is placed as if it came alone.

    Main theme: the one with most weight among the 15 nearest known papers. Place on the map: the mean of those of
    the nearest papers that are in it. Watched themes: by the rule that found their papers.

    :param new: as in ``tables.SCHEMAS["papers"]``; none of them is in ``there``.
    :param there: the tables as they are; not changed.
    :param cells: the rows of ``known`` in cells, where there are too many to look at all of them.
    """
    home = _Home.of(known, there)
    blocks = [
        _place_block(new.iloc[start : start + BLOCK], known, home, encoder, cells)
        for start in range(0, len(new), BLOCK)
    ]
    memberships = [row for block in blocks for row in block.memberships]
    places = [row for block in blocks for row in block.places]
    cosine = np.concatenate([np.zeros(0), *(block.cosine for block in blocks)])
    return Placed(_joined(there, memberships, places), cosine, cosine < known.far_below)


@dataclass(frozen=True)
class _Home:
    """The themes that papers are placed into."""

    theme_ids: tuple[str, ...]
    """Of the found themes."""
    watched_ids: tuple[str, ...]
    groups: NDArray[np.int64]
    """Shape (n_known,): the theme of each known paper, a place in ``theme_ids``."""
    on_map: NDArray[np.float64]
    """Shape (n_known, 2)."""

    @staticmethod
    def of(known: Known, there: Tables) -> _Home:
        ids = {
            kind: tuple(there.themes.loc[there.themes["kind"] == kind].sort_values("area_order")["theme_id"])
            for kind in ("found", "watched")
        }
        main = there.memberships.loc[there.memberships["main"]].set_index("paper_id")["theme_id"]
        group = main.reindex(list(known.paper_ids)).map({theme: place for place, theme in enumerate(ids["found"])})
        on_map = there.map.set_index("paper_id").reindex(list(known.paper_ids))[["x", "y"]].to_numpy()
        return _Home(ids["found"], ids["watched"], group.to_numpy(dtype=np.int64), on_map)


@dataclass(frozen=True)
class _Block:
    """Some papers, placed: rows of the tables."""

    memberships: list[dict[str, Any]]
    places: list[dict[str, Any]]
    cosine: NDArray[np.float64]


def _place_block(new: pd.DataFrame, known: Known, home: _Home, encoder: Encoder, cells: Cells | None) -> _Block:
    titles, abstracts = new["title"].tolist(), new["abstract"].tolist()
    ids = new["paper_id"].tolist()
    rows = encoder.encode_into(known.space, titles, abstracts)
    near = nearest_of(rows, known.rows, N_NEIGHBOURS) if cells is None else cells.nearest_to(rows, N_NEIGHBOURS)
    found, places = _into_found(ids, near, home)
    watched = [rule.judge(titles, abstracts, rows) for rule in known.rules]
    followed = watched_memberships(ids, watched, home.watched_ids) if watched else []
    cosine = near.cosine.mean(axis=1) if near.cosine.shape[1] else np.zeros(len(ids))
    return _Block([*found, *followed], places, cosine)


def _into_found(
    ids: Sequence[str], near: Neighbours, home: _Home
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    order, groups, on_map = home.theme_ids, home.groups, home.on_map
    rows, places = [], []
    for number, paper_id in enumerate(ids):
        neighbours = near.ids[number]
        weights = np.zeros(len(order))
        np.add.at(weights, groups[neighbours], np.maximum(near.cosine[number], 0))
        own = int(np.round(weights, 9).argmax())
        # as with the papers known: each counts itself
        weights[own] += 1.0
        weights = weights / weights.sum() if order != (UNPLACED,) else np.zeros(1)
        rows += memberships_of(paper_id, weights, own, order)
        x, y = on_map[neighbours[groups[neighbours] == own]].mean(axis=0).round(4).tolist()
        places.append({"paper_id": paper_id, "x": x, "y": y})
    return rows, places


def _joined(there: Tables, memberships: Sequence[dict[str, Any]], places: Sequence[dict[str, Any]]) -> Tables:
    import pandas as pd

    if not places:
        return there
    added = tables.check("memberships", pd.DataFrame(memberships), "memberships")
    members = pd.concat([there.memberships, added]).sort_values(["paper_id", "theme_id"])
    points = pd.concat([there.map, pd.DataFrame(places)]).sort_values("paper_id")
    watched = set(there.themes.loc[there.themes["kind"] == "watched", "theme_id"])
    more = added.loc[added["main"] | added["theme_id"].isin(watched), "theme_id"].value_counts()
    n_more = there.themes["theme_id"].map(more).fillna(0).astype("Int64")
    return Tables(
        tables.check("themes", there.themes.assign(n_papers=there.themes["n_papers"] + n_more), "themes"),
        tables.check("memberships", members, "memberships"),
        tables.check("map", points, "map"),
    )
