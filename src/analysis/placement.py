"""Papers that come later, placed into the themes that are there: none is renamed, regrouped or moved.

A paper goes where its nearest papers are, by the same weights that say how much of each theme a known paper has.
Only papers from which the themes were found have a vote, so the order in which others come changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import tables
from analysis.embeddings import Encoder, Space
from analysis.neighbours import Neighbours, nearest_of
from analysis.term_uses import term_uses
from analysis.theme_tables import N_NEIGHBOURS, UNPLACED, memberships_of, watched_memberships
from analysis.watchlist import Rule

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

TABLES = ("themes", "memberships", "map", "term_uses")
"""Names of the tables that papers are placed into."""
REFERENCE = 1_000
"""At most so many papers of the run tell how near papers usually lie to their neighbours."""
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
    term_uses: pd.DataFrame


@dataclass(frozen=True)
class Part:
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


def place(new: pd.DataFrame, known: Known, there: Tables, encoder: Encoder) -> Placed:
    """Place papers into the themes that are there.

    Main theme: the one with most weight among the 15 nearest known papers. Place on the map: the mean of those of
    the nearest papers that are in it. Watched themes: by the rule that found their papers.

    :param new: as in ``tables.SCHEMAS["papers"]``; none of them is in ``there``.
    :param there: the tables as they are; not changed.
    """
    return joined(there, [place_part(new, known, there, encoder)])


def place_part(new: pd.DataFrame, known: Known, there: Tables, encoder: Encoder) -> Part:
    """Place papers as :func:`place` does, and return only what is said of them.

    :param there: with the papers of ``known``; others count nothing.
    """
    import pandas as pd

    titles, abstracts = new["title"].tolist(), new["abstract"].tolist()
    ids = new["paper_id"].tolist()
    if not ids:
        nothing = np.zeros(0)
        members, points, uses = (tables.empty(name) for name in TABLES[1:])
        return Part(members, points, uses, nothing, nothing < 0)
    rows = encoder.encode_into(known.space, titles, abstracts)
    near = nearest_of(rows, known.rows, N_NEIGHBOURS)
    found, places = _into_found(ids, near, known, there)
    watched_ids = there.themes.loc[there.themes["kind"] == "watched"].sort_values("area_order")["theme_id"]
    watched = [rule.judge(titles, abstracts, rows) for rule in known.rules]
    followed = watched_memberships(ids, watched, watched_ids.tolist())
    cosine = near.cosine.mean(axis=1) if near.cosine.shape[1] else np.zeros(len(ids))
    memberships = tables.check("memberships", pd.DataFrame([*found, *followed]), "memberships")
    return Part(
        memberships,
        tables.check("map", pd.DataFrame(places), "map"),
        term_uses(new, memberships, there.themes),
        cosine,
        cosine < known.far_below,
    )


def joined(there: Tables, parts: Sequence[Part]) -> Placed:
    """Return the tables with the papers of all parts in them; ``there`` is not changed."""
    import pandas as pd

    cosine, far = (np.concatenate([getattr(part, name) for part in parts]) for name in ("cosine", "far"))
    if not len(far):
        return Placed(there, cosine, far)
    members = pd.concat([there.memberships, *(part.memberships for part in parts)])
    points = pd.concat([there.map, *(part.map for part in parts)])
    uses = pd.concat([there.term_uses, *(part.term_uses for part in parts)])
    added: Counter[str] = sum((counted(part.memberships, there.themes) for part in parts), Counter())
    merged = Tables(
        with_more(there.themes, added),
        tables.check("memberships", members.sort_values(["paper_id", "theme_id"]), "memberships"),
        tables.check("map", points.sort_values("paper_id"), "map"),
        tables.check("term_uses", uses.sort_values(["paper_id", "theme_id", "rank"]), "term_uses"),
    )
    return Placed(merged, cosine, far)


def counted(memberships: pd.DataFrame, themes: pd.DataFrame) -> Counter[str]:
    """Return the papers of each theme as themes count them: by main theme, and all of those that are watched."""
    watched = set(themes.loc[themes["kind"] == "watched", "theme_id"])
    return Counter(
        memberships.loc[memberships["main"] | memberships["theme_id"].isin(watched), "theme_id"].tolist()
    )


def with_more(themes: pd.DataFrame, added: Mapping[str, int]) -> pd.DataFrame:
    """Return themes with more papers, by theme_id."""
    more = themes["theme_id"].map(added).fillna(0).astype("Int64")
    return tables.check("themes", themes.assign(n_papers=themes["n_papers"] + more), "themes")


def _into_found(
    ids: Sequence[str], near: Neighbours, known: Known, there: Tables
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    order = there.themes.loc[there.themes["kind"] == "found"].sort_values("area_order")["theme_id"].tolist()
    main = there.memberships.loc[there.memberships["main"]].set_index("paper_id")["theme_id"]
    group = main.reindex(list(known.paper_ids)).map({theme: place for place, theme in enumerate(order)})
    groups = group.to_numpy(dtype=np.int64)
    on_map = there.map.set_index("paper_id").reindex(list(known.paper_ids))[["x", "y"]].to_numpy()
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
