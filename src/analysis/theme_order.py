"""Themes in the order in which every chart lists them, with what a chart needs to name and colour them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting import counted_members
from analysis.errors import AnalysisError
from analysis.language import ENGLISH, N_, retold, spoken
from analysis.schemas import UNPLACED_NAME, WATCHED_AREA
from analysis.shared_views import made_once

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

LOOSE_BELOW = 0.5
"""A theme whose papers stay together in fewer than this fraction of the runs is marked as loose."""
OWN_NAMES = (UNPLACED_NAME, WATCHED_AREA, N_("{theme} (found)"))
"""Names of themes and areas, or parts of them, that come from no paper."""
THEME = ("theme_id", "theme", "kind", "area", "color", "stability", "loose", "place")
"""Columns of a theme in every tidy table that has themes."""


class UnknownThemeError(AnalysisError):
    """A theme that is not among the results; the text lists those that are."""


def named_theme(themes: pd.DataFrame, theme: str) -> str:
    """Return the id of the theme that has a name, in any case, or an id.

    :param themes: the table; ``theme_id`` and ``name`` are read.
    :raises UnknownThemeError: no theme has it.
    """
    found = themes.loc[
        themes["name"].str.casefold().eq(theme.casefold()) | themes["theme_id"].eq(theme), "theme_id"
    ]
    if found.empty:
        known = ", ".join(sorted(themes["name"])) or "none"
        raise UnknownThemeError(f"No theme is called {theme!r}; there are: {known}.")
    return str(found.iloc[0])


def own_names(names: pd.Series) -> pd.Series:
    """Return names in which only what we said ourselves is of the language of the moment; the others stay.

    :param names: of themes or areas, as tables hold them.
    """
    if spoken() == ENGLISH:
        return names
    return names.map(lambda name: retold(name, *OWN_NAMES), na_action="ignore")


@made_once
def themes_in_order(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the themes as every chart lists them: watched first, then by ``area_order``.

    :param tables: by name, as in ``tables.SCHEMAS``; ``themes`` is read.
    :return: theme_id, theme (the name), kind, area, color, stability, loose (flag), place (0 first), n_papers,
        terms.
    """
    themes = tables["themes"].assign(found=tables["themes"]["kind"] != "watched")
    themes = themes.sort_values(["found", "area_order", "theme_id"], ignore_index=True, kind="stable")
    themes = themes.rename(columns={"name": "theme"})
    themes["loose"] = (themes["stability"] < LOOSE_BELOW).fillna(False).astype(bool)
    themes["place"] = range(len(themes))
    return themes[[*THEME, "n_papers", "terms"]]


@made_once
def counted(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return paper_id, theme_id and main of the papers each theme counts: its main ones, a watched theme all.

    :param tables: ``themes`` and ``memberships`` are read.
    """
    return counted_members(tables["memberships"], tables["themes"])[["paper_id", "theme_id", "main"]]
