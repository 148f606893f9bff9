"""What was found, as tables: themes, memberships, the map and the model."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import palette, tables
from analysis.areas import Areas
from analysis.lexical import unit_rows
from analysis.membership_rows import found_memberships, theme_weights, watched_memberships
from analysis.naming import Named
from analysis.neighbours import Neighbours
from analysis.schemas import UNPLACED, UNPLACED_NAME, WATCHED_AREA
from analysis.stability import Stability
from analysis.watchlist import Rule, Watch, Watched

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

N_EXAMPLES = 5
"""Example papers per theme."""


@dataclass(frozen=True)
class Found:
    """The themes that the papers fall into."""

    groups: NDArray[np.int64]
    """Shape (n_papers,): the theme of each paper from 0, -1 for none."""
    rows: NDArray[np.float32]
    """Shape (n_papers, d): unit rows."""
    named: tuple[Named, ...]
    areas: Areas
    area_names: tuple[str, ...]
    stability: Stability | None
    """None where there are no themes to measure."""
    near: Neighbours
    """At least ``membership_rows.N_NEIGHBOURS`` of each paper, fewer where there are fewer papers."""


@dataclass(frozen=True)
class ThemeTables:
    """The products of the stage ``themes``, each table as in ``tables.SCHEMAS``."""

    themes: pd.DataFrame
    memberships: pd.DataFrame
    map: pd.DataFrame
    model: pd.DataFrame
    rules: tuple[Rule, ...] = ()
    """What further papers are judged by, one per watched theme."""


def build_tables(
    paper_ids: Sequence[str], found: Found, watches: Sequence[Watch], places: NDArray[np.float64]
) -> ThemeTables:
    """Return the tables of found and watched themes.

    :param paper_ids: in the order of ``found.groups``.
    :param places: the map, shape (n_papers, 2).
    """
    import pandas as pd

    watched = [each.papers for each in watches]
    watched_ids = _theme_ids([each.theme.name for each in watched], "", {UNPLACED})
    ids = _theme_ids([each.name for each in found.named], "t-", {UNPLACED, *watched_ids})
    weights = theme_weights(found.groups, found.near, len(found.named))
    sureness = None if found.stability is None else found.stability.papers
    memberships = pd.DataFrame(
        [
            *found_memberships(paper_ids, found.groups, weights, ids, sureness),
            *watched_memberships(paper_ids, watched, watched_ids),
        ]
    )
    themes = pd.DataFrame(
        [*_watched_themes(paper_ids, watched, watched_ids), *_found_themes(paper_ids, found, weights, ids)]
    )
    mapped = pd.DataFrame({"paper_id": list(paper_ids), "x": places[:, 0].round(4), "y": places[:, 1].round(4)})
    return ThemeTables(
        tables.check("themes", themes.sort_values("area_order"), "themes"),
        tables.check("memberships", memberships.sort_values(["paper_id", "theme_id"]), "memberships"),
        tables.check("map", mapped.sort_values("paper_id"), "map"),
        tables.check("model", pd.DataFrame([_model(found)]), "model"),
        tuple(each.rule for each in watches),
    )


def theme_slug(name: str) -> str:
    """Return a name as an id: lower-case letters, digits and hyphens, e.g. ``kv-cache``.

    A name without such letters, as in Chinese, becomes ``theme-`` and six digits of its SHA-256.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return short or f"theme-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _theme_ids(names: Sequence[str], before: str, used: set[str]) -> list[str]:
    used, ids = set(used), list[str]()
    for name in names:
        stem = f"{before}{theme_slug(name)}"
        number, theme_id = 1, stem
        while theme_id in used:
            number += 1
            theme_id = f"{stem}-{number}"
        used.add(theme_id)
        ids.append(theme_id)
    return ids


def _model(found: Found) -> dict[str, Any]:
    stability = found.stability
    return {
        "n_papers": len(found.groups),
        "n_sampled": len(found.groups),
        "n_themes": len(found.named),
        "n_runs": 0 if stability is None else stability.n_runs,
        "agreement": None if stability is None else round(stability.agreement, 6),
    }


def _watched_themes(
    paper_ids: Sequence[str], watched: Sequence[Watched], ids: Sequence[str]
) -> list[dict[str, Any]]:
    colors = palette.watched_colors(len(watched))
    return [
        {
            "theme_id": theme_id,
            "name": each.theme.name,
            "definition": each.theme.definition,
            "kind": "watched",
            "terms": list(each.theme.phrases),
            "n_papers": len(each.members),
            "stability": None,
            "example_ids": [paper_ids[place] for place in _first(each.members, each.weights)],
            "color": colors[order],
            "area": WATCHED_AREA,
            "area_order": order,
        }
        for order, (theme_id, each) in enumerate(zip(ids, watched, strict=True))
    ]


def _first(members: NDArray[np.int64], weights: NDArray[np.float64]) -> list[int]:
    best = members[np.argsort(-np.round(weights, 6), kind="stable")]
    return [int(place) for place in best[:N_EXAMPLES]]


def _found_themes(
    paper_ids: Sequence[str], found: Found, weights: NDArray[np.float64], ids: Sequence[str]
) -> list[dict[str, Any]]:
    after = 1_000  # found themes follow the watched ones, however many there are
    if not ids:
        return [_unplaced(len(paper_ids), after)]
    order = found.areas.order.tolist()
    areas = [found.area_names[int(found.areas.of_theme[theme])] for theme in order]
    colors = palette.theme_colors(areas)
    rows = []
    for place, theme in enumerate(order):
        members = np.flatnonzero(found.groups == theme)
        examples = _first(members, _centrality(found, members, weights[members, theme]))
        rows.append(
            {
                "theme_id": ids[theme],
                "name": found.named[theme].name,
                "definition": None,
                "kind": "found",
                "terms": list(found.named[theme].terms),
                "n_papers": len(members),
                "stability": None if found.stability is None else float(found.stability.themes[theme]),
                "example_ids": [paper_ids[paper] for paper in examples],
                "color": colors[place],
                "area": areas[place],
                "area_order": after + place,
            }
        )
    return rows


def _centrality(found: Found, members: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    # near the middle of the theme, and among papers of the theme alone
    centroid = unit_rows(found.rows[members].mean(axis=0, keepdims=True))[0]
    return np.asarray(found.rows[members] @ centroid * weights)


def _unplaced(n_papers: int, order: int) -> dict[str, Any]:
    return {
        "theme_id": UNPLACED,
        "name": UNPLACED_NAME,
        "definition": None,
        "kind": "found",
        "terms": [],
        "n_papers": n_papers,
        "stability": None,
        "example_ids": [],
        "color": palette.GRAY,
        "area": UNPLACED_NAME,
        "area_order": order,
    }
