"""Which papers a page holds one by one: all of them, or of very many a part by a rule that can be said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.language import _
from analysis.theme_order import counted

MOST = 6000
"""More papers would make the page too heavy to mail and its map too full to read."""
FEWEST_OF_A_THEME = 10


@dataclass(frozen=True)
class Shown:
    """The papers a page holds of very many."""

    ids: frozenset[str]
    all_followed: bool
    """Whether all papers of the followed themes are among them."""

    def said(self, n_all: int) -> str:
        """Say how many papers are listed and drawn, and by which rule.

        :param n_all: papers there are.
        """
        text = (
            _(
                "{n} of {all} papers are listed here and drawn on the map: all papers of the themes you follow "
                "and all examples; of each other theme a part in proportion to its size, half of it the newest, "
                "half picked evenly."
            )
            if self.all_followed
            else _(
                "{n} of {all} papers are listed here and drawn on the map: all examples; of each theme a part in "
                "proportion to its size, half of it the newest, half picked evenly."
            )
        )
        return text.format(n=wording.number(len(self.ids)), all=wording.number(n_all))


def shown_papers(tables: Mapping[str, pd.DataFrame], most: int = MOST) -> Shown | None:
    """Return the papers a page draws and lists; None where these are all.

    Examples and the papers of followed themes come first, as far as they fill no more than half of the page; the
    rest goes to the found themes by their size. Picking evenly is by the digest of a paper's id: the same papers,
    the same choice.

    :param tables: ``listings``, ``themes`` and ``memberships`` are read.
    :param most: about as many papers are chosen, where there are more.
    """
    members = counted(tables)
    if members["paper_id"].nunique() <= most:
        return None
    watched = set(tables["themes"].loc[tables["themes"]["kind"] == "watched", "theme_id"])
    ranked = _ranked(members, tables["listings"])
    followed = ranked[ranked["theme_id"].isin(watched)]
    found = ranked[~ranked["theme_id"].isin(watched)]
    examples = {paper for own in tables["themes"]["example_ids"] for paper in own}
    chosen = examples | _part(followed, most // 2)
    chosen |= _part(found[~found["paper_id"].isin(chosen)], most - len(chosen))
    ids = frozenset(chosen & set(members["paper_id"]))
    return Shown(ids, ids.issuperset(followed["paper_id"]))


def rows_shown(tidy: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of the papers a page shows; all of a table whose rows are not of papers."""
    shown = shown_papers(tables) if "paper_id" in tidy.columns else None
    return tidy if shown is None else tidy[tidy["paper_id"].isin(shown.ids)].reset_index(drop=True)


def _ranked(members: pd.DataFrame, listings: pd.DataFrame) -> pd.DataFrame:
    """Return the members with their places within the theme, by newness and by chance, both from 0."""
    newest = listings.groupby("paper_id")["listed_on"].max()
    ranked = members[["theme_id", "paper_id"]].assign(
        newest=members["paper_id"].map(newest),
        chance=[hashlib.sha256(str(paper).encode()).hexdigest() for paper in members["paper_id"]],
    )
    ranked = ranked.sort_values(["newest", "chance"], ascending=[False, True], na_position="last")
    ranked["newness"] = ranked.groupby("theme_id").cumcount()
    ranked = ranked.sort_values("chance")
    ranked["turn"] = ranked.groupby("theme_id").cumcount()
    return ranked


def _part(ranked: pd.DataFrame, room: int) -> set[str]:
    """Return about ``room`` papers, of each theme in proportion to its size."""
    if len(ranked) <= room:
        return set(ranked["paper_id"])
    sizes = ranked.groupby("theme_id")["paper_id"].transform("size")
    quota = (sizes * max(room, 0) // len(ranked)).clip(lower=FEWEST_OF_A_THEME)
    newest = ranked["newness"] < quota // 2
    evenly = ranked[~newest].groupby("theme_id").cumcount() < (quota - quota // 2)[~newest]
    return {*ranked.loc[newest, "paper_id"], *ranked.loc[~newest].loc[evenly, "paper_id"]}
