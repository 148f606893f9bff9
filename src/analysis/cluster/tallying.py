"""Stage ``trends`` over many machines: every theme counted in each part of the papers, and the counts summed.

All appearances of a paper lie in one part, so that sums over the parts are the counts of all. One place has the
counts alone: numbers of papers by theme and date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tables
from analysis.cluster.connection import gathered, task
from analysis.counting import Counting, counted_members
from analysis.periods import Axis, listed_axis, published_axis
from analysis.series import Series, series_of
from analysis.trends import TrendTables, listed_view, published_view, trend_tables

if TYPE_CHECKING:
    from distributed import Client
    from numpy.typing import NDArray

PARTED = ("papers", "listings", "memberships")


@dataclass(frozen=True)
class _Tally:
    """The counts of one part on one axis, for the periods it has papers in."""

    periods: pd.Index
    """What each column is called."""
    n_total: NDArray[np.int64]
    """Shape (n_periods,)."""
    n_papers: NDArray[np.int64]
    """Shape (n_themes, n_periods)."""
    n_different: NDArray[np.int64]
    """Shape (n_themes,)."""


@dataclass(frozen=True)
class _PartTallied:
    listed: _Tally
    facts: pd.DataFrame
    """Every source with the listing dates its papers have, once: what periods there are."""
    published: _Tally
    """By date of publication and its precision."""


def trends_over(folder: Path, counting: Counting, confidence: float, client: Client) -> TrendTables:
    """Count every theme as ``build_trends`` does; tables come out the same.

    :param folder: of the tables, papers, listings and memberships in as many parts, made together.
    :raises ClusterError: a task was lost with its worker again and again.
    """
    parts = zip(*(tables.parts_of(folder, name) for name in PARTED), strict=True)
    themes, sources = (tables.read_table(folder, name) for name in ("themes", "sources"))
    told = gathered(client, [task(_tally)(part, themes, sources, counting) for part in parts], "counting themes")
    ids = tuple(str(theme_id) for theme_id in themes["theme_id"])
    facts = pd.concat([each.facts for each in told]).sort_values(["source", "listed_on"], ignore_index=True)
    axis = listed_axis(facts.drop_duplicates(ignore_index=True).assign(paper_id=""), sources)
    dates = _summed(axis.periods, [each.listed for each in told], ids)
    published = _published([each.published for each in told], ids)
    return trend_tables([listed_view(dates, counting), published_view(published)], confidence, counting)


def lie_together(folder: Path) -> bool:
    """Tell whether the tables counted lie in parts of the same papers, as workers leave them."""
    return len({len(tables.parts_of(folder, name)) for name in PARTED}) == 1


def _tally(paths: Sequence[Path], themes: pd.DataFrame, sources: pd.DataFrame, counting: Counting) -> _PartTallied:
    papers = tables.read_part(paths[0], "papers", ("title", "abstract", "keywords"))
    listings, memberships = (
        tables.read_part(path, name) for path, name in zip(paths[1:], ("listings", "memberships"), strict=True)
    )
    members = counted_members(memberships, themes, counting.membership)
    ids = [str(theme_id) for theme_id in themes["theme_id"]]
    facts = listings[["source", "listed_on", "listed_year_from"]].drop_duplicates(ignore_index=True)
    return _PartTallied(
        _tally_of(listed_axis(listings, sources, counting.count), members, ids),
        facts,
        _tally_of(_by_day(papers), members, ids),
    )


def _tally_of(axis: Axis, members: pd.DataFrame, theme_ids: Sequence[str]) -> _Tally:
    series = series_of(axis, members, theme_ids)
    return _Tally(pd.Index(axis.periods["period"]), series.n_total, series.n_papers, series.n_different)


def _by_day(papers: pd.DataFrame) -> Axis:
    """Return an axis with a period per date of publication and its precision."""
    dated = papers[papers["published"].notna()]
    names = dated["published"].dt.strftime("%Y-%m-%d") + " " + dated["published_precision"].fillna("")
    appearances = pd.DataFrame({"paper_id": dated["paper_id"], "period": names})
    counts = names.value_counts().sort_index()
    periods = pd.DataFrame({"period": counts.index, "n_total": counts.to_numpy()})
    return Axis("published", periods.assign(period_start=periods["period"]), appearances)


def _published(tallies: Sequence[_Tally], theme_ids: tuple[str, ...]) -> Series:
    days = pd.Index(sorted({day for each in tallies for day in each.periods}))
    by_day = _added(days, tallies, len(theme_ids))
    said = [str(day).split(" ") for day in days]
    each = pd.DataFrame(
        {
            "paper_id": days,
            "published": pd.to_datetime([day for day, _ in said]),
            "published_precision": pd.Series([precision or None for _, precision in said], dtype="string"),
        }
    )
    # a row per paper again, all that the calendar asks for: it depends on how many were published when
    axis = published_axis(each.loc[np.repeat(np.arange(len(each)), by_day.n_total)])
    period = axis.appearances.set_index("paper_id")["period"].reindex(days)
    into = pd.Index(axis.periods["period"]).get_indexer(pd.Index(period))
    n_papers = np.zeros((len(theme_ids), len(axis.periods)), dtype=np.int64)
    np.add.at(n_papers.T, into, by_day.n_papers.T)
    n_total = np.zeros(len(axis.periods), dtype=np.int64)
    np.add.at(n_total, into, by_day.n_total)
    return Series(theme_ids, axis.periods.assign(n_total=n_total), n_papers, by_day.n_different)


def _summed(periods: pd.DataFrame, tallies: Sequence[_Tally], theme_ids: tuple[str, ...]) -> Series:
    whole = _added(pd.Index(periods["period"]), tallies, len(theme_ids))
    return Series(theme_ids, periods.assign(n_total=whole.n_total), whole.n_papers, whole.n_different)


def _added(periods: pd.Index, tallies: Sequence[_Tally], n_themes: int) -> _Tally:
    n_total = np.zeros(len(periods), dtype=np.int64)
    n_papers = np.zeros((n_themes, len(periods)), dtype=np.int64)
    n_different = np.zeros(n_themes, dtype=np.int64)
    for each in tallies:
        places = periods.get_indexer(each.periods)
        n_total[places] += each.n_total
        n_papers[:, places] += each.n_papers
        n_different += each.n_different
    return _Tally(periods, n_total, n_papers, n_different)
