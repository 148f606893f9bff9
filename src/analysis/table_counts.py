"""Whether the tables of one run agree with one another: what goes in comes out, and nothing hangs loose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    Tables = Mapping[str, pd.DataFrame]


def disagreements(tables: Tables) -> Iterator[str]:
    """Say in a sentence each what does not add up among the tables that are there.

    :param tables: by name, of those in ``tables.SCHEMAS`` any number.
    """
    there = tables.keys()
    if {"papers", "listings", "sources"} <= there:
        yield from _of_reading(tables)
    if {"papers", "themes", "memberships"} <= there:
        yield from _of_themes(tables)
    if {"papers", "map"} <= there and set(tables["map"]["paper_id"]) != set(tables["papers"]["paper_id"]):
        yield "map.parquet has other papers than papers.parquet"
    if {"themes", "trends"} <= there:
        yield from _of_trends(tables)


def _of_reading(tables: Tables) -> Iterator[str]:
    papers, listings, sources = (tables[name] for name in ("papers", "listings", "sources"))
    if not papers["paper_id"].is_unique:
        twice = papers.loc[papers["paper_id"].duplicated(), "paper_id"]
        yield f"papers.parquet has the paper {_first(twice)} twice"
    listed, known = set(listings["paper_id"]), set(papers["paper_id"])
    unknown, unlisted = listed - known, known - listed
    if unknown:
        yield f"{len(unknown)} papers are listed but are not in papers.parquet, such as {min(unknown)}"
    if unlisted:
        yield f"{len(unlisted)} papers are nowhere listed, such as {min(unlisted)}"
    counted = listings.groupby("source")["paper_id"].agg(["size", "nunique"])
    told = sources.set_index("source")[["n_entries", "n_papers"]].astype("int64")
    counted = counted.reindex(told.index.union(counted.index), fill_value=0)
    told = told.reindex(counted.index, fill_value=0)
    wrong = counted.index[(counted.to_numpy() != told.to_numpy()).any(axis=1)]
    if len(wrong):
        yield f"listings.parquet and sources.parquet count the papers of {_first(wrong)} differently"


def _of_themes(tables: Tables) -> Iterator[str]:
    papers, themes, members = (tables[name] for name in ("papers", "themes", "memberships"))
    for column, whole, name in (("paper_id", papers, "papers"), ("theme_id", themes, "themes")):
        strangers = set(members[column]) - set(whole[column])
        if strangers:
            yield f"memberships.parquet names {min(strangers)}, which is not in {name}.parquet"
    main = members.loc[members["main"], "paper_id"]
    if sorted(main) != sorted(papers["paper_id"]):
        yield "not every paper has exactly one main theme in memberships.parquet"
    # counting.counted_members in words of its own: a check that asked it would share its mistakes
    watched = set(themes.loc[themes["kind"] == "watched", "theme_id"])
    sizes = members[members["main"] | members["theme_id"].isin(watched)].groupby("theme_id").size()
    wrong = themes[themes["n_papers"] != themes["theme_id"].map(sizes).fillna(0)]
    if len(wrong):
        yield f"themes.parquet and memberships.parquet count the papers of {_first(wrong['name'])} differently"


def _of_trends(tables: Tables) -> Iterator[str]:
    themes, trends = tables["themes"], tables["trends"]
    strangers = set(trends["theme_id"]) - set(themes["theme_id"])
    if strangers:
        yield f"trends.parquet names the theme {min(strangers)}, which is not in themes.parquet"
    beyond = trends[(trends["n_papers"] > trends["n_total"]) | (trends["n_papers"] < 0)]
    if len(beyond):
        yield f"trends.parquet counts more papers than there are in {_first(beyond['period'])}"


def _first(values: pd.Series | pd.Index) -> str:
    return str(values[0] if not hasattr(values, "iloc") else values.iloc[0])
