"""Tables cut down to what somebody wants to show: one theme, the followed ones, or a span of listing dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis import wording
from analysis.counting import Counting, counted_members
from analysis.language import _
from analysis.theme_order import named_theme

if TYPE_CHECKING:
    import pandas as pd

    from analysis.config import Membership, Settings
    from analysis.cut import Cut

OF_THEMES = ("themes", "memberships", "term_uses", "lineage", "trends", "theme_trends", "bursts", "changes")
"""Tables with a row per theme, or per theme and something else."""


def said(cut: Cut) -> str:
    """Return what is left in, in words; empty where nothing is cut off."""
    parts = [_("the theme {theme}", theme=cut.theme)] if cut.theme else []
    parts += [_("followed themes")] if cut.only_watched and not cut.theme else []
    ends = {"since": wording.day(cut.since), "until": wording.day(cut.until)}
    if cut.since and cut.until:
        parts.append(_("papers listed since {since} and until {until}", **ends))
    elif cut.since:
        parts.append(_("papers listed since {since}", **ends))
    elif cut.until:
        parts.append(_("papers listed until {until}", **ends))
    return _("only {parts}", parts=", ".join(parts)) if parts else ""


def cut_down(tables: Mapping[str, pd.DataFrame], cut: Cut, settings: Settings) -> dict[str, pd.DataFrame]:
    """Return the tables with only what is left in.

    A span of dates leaves out papers, and all is counted again without them. A choice of themes leaves out the
    other themes and nothing else: shares stay shares of all papers.

    :param tables: all tables, by name; they stay as they are.
    :param settings: how trends are counted.
    :raises UnknownThemeError: no theme has that name.
    """
    kept = dict(tables)
    chosen = _theme_ids(tables["themes"], cut) if cut.theme or cut.only_watched else None
    if cut.since or cut.until:
        kept = _of_dates(kept, cut, settings, chosen or [])
    return kept if chosen is None else _of_themes(kept, chosen)


def n_papers(tables: Mapping[str, pd.DataFrame]) -> int:
    """Return how many different papers are in some theme that is left in."""
    return int(tables["memberships"]["paper_id"].nunique())


def theme_name(tables: Mapping[str, pd.DataFrame], cut: Cut) -> str:
    """Return the name of the theme asked for, as the tables have it; empty where none was."""
    if not cut.theme:
        return ""
    themes = tables["themes"]
    return str(themes.loc[themes["theme_id"].isin(_theme_ids(themes, cut)), "name"].iloc[0])


def _theme_ids(themes: pd.DataFrame, cut: Cut) -> list[str]:
    if not cut.theme:
        return [str(theme_id) for theme_id in themes.loc[themes["kind"] == "watched", "theme_id"]]
    return [named_theme(themes, cut.theme)]


def _of_themes(tables: Mapping[str, pd.DataFrame], theme_ids: list[str]) -> dict[str, pd.DataFrame]:
    kept = {
        name: _rows(frame, "theme_id", theme_ids) if name in OF_THEMES else frame for name, frame in tables.items()
    }
    return kept | {"map": _rows(tables["map"], "paper_id", list(kept["memberships"]["paper_id"]))}


def _of_dates(
    tables: Mapping[str, pd.DataFrame], cut: Cut, settings: Settings, chosen: list[str]
) -> dict[str, pd.DataFrame]:
    import pandas as pd

    from analysis.trends import build_trends

    first = pd.Timestamp(cut.since) if cut.since else pd.Timestamp.min
    last = pd.Timestamp(cut.until) if cut.until else pd.Timestamp.max
    listings = tables["listings"][tables["listings"]["listed_on"].between(first, last)].reset_index(drop=True)
    ids = list(listings["paper_id"].unique())
    kept = dict(tables) | {"listings": listings}
    kept |= {name: _rows(tables[name], "paper_id", ids) for name in ("papers", "memberships", "map", "term_uses")}
    kept["sources"] = _rows(tables["sources"], "source", list(listings["source"].unique()))
    kept["problems"] = _rows(tables["problems"], "source", list(listings["source"].unique()))
    kept["themes"] = _resized(tables["themes"], kept["memberships"], settings.membership, chosen)
    # what changed since the last run is said of all papers
    kept["lineage"] = tables["lineage"].head(0)
    counted = {name: kept[name] for name in ("listings", "papers", "memberships", "themes", "sources")}
    made = build_trends(**counted, confidence=settings.confidence, counting=Counting.of(settings))
    return kept | vars(made)


def _resized(
    themes: pd.DataFrame, memberships: pd.DataFrame, membership: Membership, chosen: list[str]
) -> pd.DataFrame:
    papers = set(memberships["paper_id"])
    sizes = counted_members(memberships, themes).groupby("theme_id")["paper_id"].nunique()
    n_papers = themes["theme_id"].map(sizes).fillna(0).astype("Int64")
    examples = themes["example_ids"].map(lambda own: [paper for paper in own if paper in papers])
    resized = themes.assign(n_papers=n_papers, example_ids=examples)
    # a theme that the trends count stays, and one that somebody follows or asks for even where it has no paper
    told = resized["theme_id"].isin([*counted_members(memberships, themes, membership)["theme_id"], *chosen])
    return resized[told | (resized["kind"] == "watched")].reset_index(drop=True)


def _rows(frame: pd.DataFrame, column: str, values: list[str]) -> pd.DataFrame:
    return frame[frame[column].isin(values)].reset_index(drop=True)
