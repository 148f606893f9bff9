"""Tables of the run → what a close look at one theme shows: its neighbours, and its place among all papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schemas import UNPLACED
from analysis.theme_order import THEME, counted, named_theme, themes_in_order

if TYPE_CHECKING:
    from collections.abc import Mapping

BACKGROUND = "#b4b8bf"
"""A pale gray for all that is not the theme looked at."""


def one_theme(tables: Mapping[str, pd.DataFrame], theme: str | None = None) -> pd.Series:
    """Return one theme by its name.

    :param tables: ``themes`` is read.
    :param theme: name or id of a theme, in any case; None takes the first that charts list.
    :return: the columns of ``themes_in_order``.
    :raises UnknownThemeError: no theme has that name, or there is none at all.
    """
    themes = themes_in_order(tables)
    if theme is not None or themes.empty:
        themes = themes[themes["theme_id"] == named_theme(tables["themes"], theme or "")]
    return themes.iloc[0]


def papers_of_theme(tables: Mapping[str, pd.DataFrame], theme: str) -> pd.DataFrame:
    """Return the papers of a theme, those that belong to it most first.

    :param tables: ``themes``, ``memberships`` and ``papers`` are read.
    :param theme: name or id of a theme, in any case.
    :return: weight, sureness, why, and the columns of ``papers``.
    :raises UnknownThemeError: no theme has that name.
    """
    members = tables["memberships"]
    members = members[members["theme_id"].eq(named_theme(tables["themes"], theme))]
    papers = members[["paper_id", "weight", "sureness", "why"]].merge(tables["papers"], on="paper_id")
    return papers.sort_values(["weight", "paper_id"], ascending=[False, True], ignore_index=True)


def near_themes(tables: Mapping[str, pd.DataFrame], theme: str | None = None, most: int = 5) -> pd.DataFrame:
    """Return the themes whose middles lie nearest to that of a theme on the map of papers.

    :param tables: ``themes``, ``memberships`` and ``map`` are read.
    :param theme: as for ``one_theme``.
    :param most: number of themes at most.
    :return: the theme's columns; distance (of the medians, 1 being the mean distance of all papers from the middle
        of the map), n_papers, n_common (papers in both), nearest first.
    :raises UnknownThemeError: no theme has that name.
    """
    close = one_theme(tables, theme)
    members = counted(tables)
    places = members.merge(tables["map"], on="paper_id").groupby("theme_id")[["x", "y"]].median()
    spread = tables["map"][["x", "y"]] - tables["map"][["x", "y"]].median()
    unit = float(np.hypot(spread["x"], spread["y"]).mean()) if len(spread) else 1.0
    own = members.loc[members["theme_id"] == close["theme_id"], "paper_id"]
    common = members[members["paper_id"].isin(own)].groupby("theme_id")["paper_id"].nunique()
    themes = themes_in_order(tables)[[*THEME, "n_papers"]]
    themes = themes[
        themes["theme_id"].isin(places.index) & ~themes["theme_id"].isin([close["theme_id"], UNPLACED])
    ]
    if close["theme_id"] not in places.index:
        return themes.head(0).assign(distance=0.0, n_common=0)
    away = places - places.loc[close["theme_id"]]
    distance = pd.Series(np.hypot(away["x"], away["y"]) / (unit or 1.0), index=places.index)
    themes = themes.assign(distance=themes["theme_id"].map(distance))
    themes["n_common"] = themes["theme_id"].map(common).fillna(0).astype(int)
    return themes.sort_values(["distance", "place"], ignore_index=True).head(most)


def nearest_themes(tables: Mapping[str, pd.DataFrame], most: int = 3) -> dict[str, list[str]]:
    """Return for each theme the ids of the nearest on the map: ``near_themes``, all at once."""
    members = counted(tables).merge(tables["map"], on="paper_id")
    members = members[members["theme_id"] != UNPLACED]
    places = members.groupby("theme_id")[["x", "y"]].median()
    ids = [str(theme_id) for theme_id in places.index]
    away = np.hypot(*(np.subtract.outer(places[axis].to_numpy(), places[axis].to_numpy()) for axis in ("x", "y")))
    np.fill_diagonal(away, np.inf)
    # the last of each row is the theme itself
    order = np.argsort(away, axis=1, kind="stable")[:, :-1][:, :most]
    return {ids[place]: [ids[near] for near in nearest] for place, nearest in enumerate(order)}


def highlighted(tidy: pd.DataFrame, theme_id: str) -> pd.DataFrame:
    """Return a tidy table in which every theme but one is pale gray."""
    return tidy.assign(color=tidy["color"].where(tidy["theme_id"] == theme_id, BACKGROUND))
