"""Runs made by hand for the tests of what becomes of themes: themes as lists of papers, each about one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import tables
from analysis.overlap import Corpus

ABOUT = 12
"""Things a paper can be about."""


@dataclass(frozen=True)
class Run:
    """One run: its tables, and the rows of its papers."""

    themes: pd.DataFrame
    memberships: pd.DataFrame
    corpus: Corpus


@dataclass(frozen=True)
class Told:
    """How a theme of a run looks where that matters."""

    name: str = ""
    color: str = "#112233"
    area: str = "All"
    terms: tuple[str, ...] = ("one", "other")


def papers(about: str, first: int, last: int) -> list[str]:
    """Papers first to last about one thing, a letter from a on."""
    return [f"{about}{number:02d}" for number in range(first, last + 1)]


def run(
    found: Mapping[str, Sequence[str]],
    watched: Mapping[str, Sequence[str]] | None = None,
    told: Mapping[str, Told] | None = None,
) -> Run:
    """Return a run; papers named by one letter point the same way, give or take.

    :param found: papers of each found theme by its id.
    :param watched: the same of the watched themes, whose papers are in found ones too.
    """
    rows, members = [], []
    for place, (theme, ids) in enumerate([*(watched or {}).items(), *found.items()]):
        kind = "found" if theme in found else "watched"
        look = (told or {}).get(theme, Told())
        rows.append(
            {
                "theme_id": theme,
                "name": look.name or theme.removeprefix("t-").capitalize(),
                "definition": None,
                "kind": kind,
                "terms": list(look.terms),
                "n_papers": len(ids),
                "stability": 0.9,
                "example_ids": list(ids[:3]),
                "color": look.color if look.color != Told.color else f"#{40 + 9 * place:02x}{place:02x}99",
                "area": look.area,
                "area_order": place,
            }
        )
        main = kind == "found"
        members += [{"paper_id": each, "theme_id": theme, "weight": 0.9, "main": main} for each in ids]
    known = sorted({member["paper_id"] for member in members})
    columns = {name: list(tables.SCHEMAS[name].columns) for name in ("themes", "memberships")}
    return Run(
        tables.check("themes", pd.DataFrame(rows).reindex(columns=columns["themes"]), "themes"),
        tables.check("memberships", pd.DataFrame(members).reindex(columns=columns["memberships"]), "memberships"),
        Corpus(tuple(known), np.stack([_row(paper) for paper in known])),
    )


def _row(paper: str) -> np.ndarray:
    chance = np.random.default_rng(int.from_bytes(paper.encode(), "big"))
    row = 0.3 * chance.normal(size=ABOUT) / np.sqrt(ABOUT)
    row[ord(paper[0]) - ord("a")] += 1.0
    return row / np.linalg.norm(row)
