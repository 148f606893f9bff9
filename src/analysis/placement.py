"""Papers that come later, placed into the themes that are there: none is renamed, regrouped or moved.

A paper goes where its nearest papers are, by the same weights that say how much of each theme a known paper has.
Only papers from which the themes were found have a vote, so the order in which others come changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import tables
from analysis.counting import counted_members
from analysis.embeddings import HybridEncoder, Space
from analysis.membership_rows import N_NEIGHBOURS, memberships_of, watched_memberships
from analysis.neighbours import Cells, Neighbours, nearest_of
from analysis.schemas import UNPLACED
from analysis.term_uses import term_uses
from analysis.watchlist import Rule

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

TABLES = ("themes", "memberships", "map", "term_uses")
"""Names of the tables that papers are placed into."""
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
class Placements:
    """Which papers are in which theme, and where on the map: tables, each as in ``tables.SCHEMAS``."""

    themes: pd.DataFrame
    memberships: pd.DataFrame
    map: pd.DataFrame
    term_uses: pd.DataFrame


@dataclass(frozen=True)
class PlacedBlock:
    """What became of some of the papers that came later."""

    memberships: pd.DataFrame
    """As in ``tables.SCHEMAS``; so are ``map`` and ``term_uses``."""
    map: pd.DataFrame
    term_uses: pd.DataFrame
    cosine: NDArray[np.float64]
    """Shape (n_new,): mean cosine of each with its nearest papers."""
    far: NDArray[np.bool_]
    """Shape (n_new,): which of them lie far from every theme."""


@dataclass(frozen=True)
class Placed:
    """What became of papers that came later."""

    tables: Placements
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


def place(new: pd.DataFrame, known: Known, there: Placements, encoder: HybridEncoder) -> Placed:
    """Place papers into the themes that are there; each is placed as if it came alone.

    Main theme: the one with most weight among the 15 nearest known papers. Place on the map: the mean of those of
    the nearest papers that are in it. Watched themes: by the rule that found their papers.

    :param new: as in ``tables.SCHEMAS["papers"]``; none of them is in ``there``.
    :param there: the tables as they are; not changed.
    """
    return joined(there, list(place_parts(new, known, there, encoder)))


def place_parts(
    new: pd.DataFrame, known: Known, there: Placements, encoder: HybridEncoder, cells: Cells | None = None
) -> Iterator[PlacedBlock]:
    """Place papers as :func:`place` does, block by block, and yield only what is said of them.

    :param there: with the papers of ``known``; others count nothing.
    :param cells: the rows of ``known`` in cells, where there are too many to look at all of them.
    """
    home = _Home.of(known, there)
    for start in range(0, max(len(new), 1), BLOCK):
        yield _place_block(new.iloc[start : start + BLOCK], known, home, encoder, cells)


@dataclass(frozen=True)
class _Home:
    """The themes that papers are placed into."""

    themes: pd.DataFrame
    groups: NDArray[np.int64]
    """Shape (n_known,): the theme of each known paper, a place in ``found``."""
    on_map: NDArray[np.float64]
    """Shape (n_known, 2)."""

    @staticmethod
    def of(known: Known, there: Placements) -> _Home:
        main = there.memberships.loc[there.memberships["main"]].set_index("paper_id")["theme_id"]
        place = {theme: number for number, theme in enumerate(_ids_of(there.themes, "found"))}
        group = main.reindex(list(known.paper_ids)).map(place)
        on_map = there.map.set_index("paper_id").reindex(list(known.paper_ids))[["x", "y"]].to_numpy()
        return _Home(there.themes, np.asarray(group, dtype=np.int64), on_map)


def _ids_of(themes: pd.DataFrame, kind: str) -> list[str]:
    return themes.loc[themes["kind"] == kind].sort_values("area_order")["theme_id"].tolist()


def _place_block(
    new: pd.DataFrame, known: Known, home: _Home, encoder: HybridEncoder, cells: Cells | None
) -> PlacedBlock:
    import pandas as pd

    titles, abstracts = new["title"].tolist(), new["abstract"].tolist()
    ids = new["paper_id"].tolist()
    if not ids:
        nothing = np.zeros(0)
        members, points, uses = (tables.empty(name) for name in TABLES[1:])
        return PlacedBlock(members, points, uses, nothing, nothing < 0)
    rows = encoder.encode_into(known.space, titles, abstracts)
    near = nearest_of(rows, known.rows, N_NEIGHBOURS) if cells is None else cells.nearest_to(rows, N_NEIGHBOURS)
    found, places = _into_found(ids, near, home)
    watched = [rule.judge(titles, abstracts, rows) for rule in known.rules]
    followed = watched_memberships(ids, watched, _ids_of(home.themes, "watched"))
    cosine = near.cosine.mean(axis=1) if near.cosine.shape[1] else np.zeros(len(ids))
    memberships = tables.check("memberships", pd.DataFrame([*found, *followed]), "memberships")
    return PlacedBlock(
        memberships,
        tables.check("map", pd.DataFrame(places), "map"),
        term_uses(new, memberships, home.themes),
        cosine,
        cosine < known.far_below,
    )


def joined(there: Placements, parts: Sequence[PlacedBlock]) -> Placed:
    """Return the tables with the papers of all parts in them; ``there`` is not changed."""
    import pandas as pd

    cosine, far = (np.concatenate([getattr(part, name) for part in parts]) for name in ("cosine", "far"))
    if not len(far):
        return Placed(there, cosine, far)
    members = pd.concat([there.memberships, *(part.memberships for part in parts)])
    points = pd.concat([there.map, *(part.map for part in parts)])
    uses = pd.concat([there.term_uses, *(part.term_uses for part in parts)])
    added: Counter[str] = sum((counts_of(part.memberships, there.themes) for part in parts), Counter())
    merged = Placements(
        with_more(there.themes, added),
        tables.check("memberships", members.sort_values(["paper_id", "theme_id"]), "memberships"),
        tables.check("map", points.sort_values("paper_id"), "map"),
        tables.check("term_uses", uses.sort_values(["paper_id", "theme_id", "rank"]), "term_uses"),
    )
    return Placed(merged, cosine, far)


def counts_of(memberships: pd.DataFrame, themes: pd.DataFrame) -> Counter[str]:
    """Return how many of these papers each theme counts, by theme_id."""
    return Counter(counted_members(memberships, themes)["theme_id"].tolist())


def with_more(themes: pd.DataFrame, added: Mapping[str, int]) -> pd.DataFrame:
    """Return themes with more papers, by theme_id."""
    more = themes["theme_id"].map(added).fillna(0).astype("Int64")
    return tables.check("themes", themes.assign(n_papers=themes["n_papers"] + more), "themes")


def _into_found(
    ids: Sequence[str], near: Neighbours, home: _Home
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    order, groups, on_map = _ids_of(home.themes, "found"), home.groups, home.on_map
    rows, places = [], []
    for number, paper_id in enumerate(ids):
        neighbours = near.ids[number]
        weights = np.zeros(len(order))
        np.add.at(weights, groups[neighbours], np.maximum(near.cosine[number], 0))
        own = int(np.round(weights, 9).argmax())
        # as with the papers known: each counts itself
        weights[own] += 1.0
        weights = weights / weights.sum() if order != [UNPLACED] else np.zeros(1)
        rows += memberships_of(paper_id, weights, own, order)
        x, y = on_map[neighbours[groups[neighbours] == own]].mean(axis=0).round(4).tolist()
        places.append({"paper_id": paper_id, "x": x, "y": y})
    return rows, places
