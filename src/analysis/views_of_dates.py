"""Tables of the run → tidy tables of charts of single dates: when each theme was listed, how soon each paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.config import Membership
from analysis.counting import counted_members, counting_words
from analysis.labels import day
from analysis.language import N_
from analysis.schemas import UNPLACED
from analysis.theme_order import THEME, themes_in_order
from analysis.views_over_time import told_periods

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_MARKS = 6000
"""With more marks than this a chart of life lines has one per period instead of one per listing date."""
_ROW = ["theme_id", "theme", "row", "color"]
_MARK = ("period_label", "pooled", "day", "n_papers", "n_total", "told")
_LAGS = (
    (N_("before"), -1),
    (N_("same day"), 0),
    (N_("1 day"), 1),
    (N_("2 days"), 2),
    (N_("3 days"), 3),
    (N_("4 days"), 4),
    (N_("5 to 7 days"), 7),
    (N_("8 to 14 days"), 14),
    (N_("15 to 30 days"), 30),
    (N_("1 to 3 months"), 91),
    (N_("3 to 12 months"), 365),
    (N_("1 to 2 years"), 730),
    (N_("2 to 5 years"), 1826),
    (N_("over 5 years"), 10**6),
)
"""Names of the spans between publication and listing, with the last day of each."""


def life_lines(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per theme and date on which it was listed, themes by the middle of their listings.

    Of very many dates there is one row per period of the trends instead, at the mean of its dates.

    :param tables: ``themes``, ``memberships``, ``listings`` and ``trends`` are read; appearances and members are
        counted as in ``trends``.
    :return: the theme's columns; row (0 first), first, last (dates) and n_dates of the theme; of the mark
        period_label, pooled ("" for a date, else the unit), day, n_papers and n_total; told, what was counted.
    """
    trends = tables["trends"]
    trends = trends[(trends["axis"] == "listed") & trends["period_start"].notna()]
    seen = _appearances(tables, trends)
    marks = seen.groupby(["theme_id", "listed_on"], as_index=False).agg(n_papers=("paper_id", "nunique"))
    totals = seen.groupby("listed_on")["paper_id"].nunique()
    marks["n_total"] = marks["listed_on"].map(totals)
    marks = marks[marks["theme_id"] != UNPLACED].rename(columns={"listed_on": "day"})
    lives = marks.groupby("theme_id").agg(first=("day", "min"), last=("day", "max"), n_dates=("day", "size"))
    lives["center"] = _centers(marks)
    marks = _by_period(marks, trends) if len(marks) > MOST_MARKS else marks.assign(pooled="")
    if "period_label" not in marks:
        marks["period_label"] = [day(date) for date in marks["day"]]
    rows = themes_in_order(tables)[list(THEME)].merge(lives, on="theme_id").merge(marks, on="theme_id")
    rows = rows.sort_values(["center", "place", "day"], ignore_index=True, kind="stable")
    rows["row"] = rows["theme_id"].map({theme: row for row, theme in enumerate(rows["theme_id"].unique())})
    rows["told"] = counting_words(trends.assign(unit="undated"))
    return rows[[*THEME, "row", "first", "last", "n_dates", *_MARK]]


def _appearances(tables: Mapping[str, pd.DataFrame], trends: pd.DataFrame) -> pd.DataFrame:
    """Return theme_id, paper_id and listed_on of what the trends count."""
    listings = tables["listings"][["paper_id", "listed_on"]].dropna().drop_duplicates()
    if trends["counted"].eq("first listing").any():
        listings = listings.sort_values("listed_on").drop_duplicates("paper_id")
    membership: Membership = "all" if trends["membership"].eq("all").any() else "main"
    members = counted_members(tables["memberships"], tables["themes"], membership)
    return members[["paper_id", "theme_id"]].drop_duplicates().merge(listings, on="paper_id")


def _centers(marks: pd.DataFrame) -> pd.Series:
    """Return the mean listing date of each theme's papers, in days."""
    days = (marks["day"] - marks["day"].min()).dt.days * marks["n_papers"]
    centers: pd.Series = days.groupby(marks["theme_id"]).sum() / marks.groupby("theme_id")["n_papers"].sum()
    return centers


def _by_period(marks: pd.DataFrame, trends: pd.DataFrame) -> pd.DataFrame:
    periods = told_periods(trends).sort_values("period_start", ignore_index=True)
    at = periods["period_start"].searchsorted(marks["day"], side="right") - 1
    named = marks.assign(period_label=periods["period_label"].to_numpy()[at], pooled=periods["pooled"].iloc[0])
    pooled = named.groupby(["theme_id", "period_label", "pooled"], as_index=False).agg(
        day=("day", "mean"), n_papers=("n_papers", "sum")
    )
    pooled["day"] = pooled["day"].dt.normalize()
    totals = trends.drop_duplicates("period").merge(periods[["period", "period_label"]], on="period")
    return pooled.merge(totals[["period_label", "n_total"]], on="period_label")


def life_bursts(tables: Mapping[str, pd.DataFrame], lives: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the bursts of the themes that have a life line.

    :param tables: as for ``life_lines``, and ``bursts``.
    :param lives: as ``life_lines`` makes it of the same tables, where it is there already.
    :return: theme_id, theme, row (as in ``life_lines``), color, start, end (dates), level (1, or 2 within a 1).
    """
    lines = (life_lines(tables) if lives is None else lives).drop_duplicates("theme_id")[_ROW]
    bursts = tables["bursts"]
    bursts = bursts.loc[bursts["axis"] == "listed", ["theme_id", "start", "end", "level"]]
    return lines.merge(bursts, on="theme_id").sort_values(["row", "level", "start"], ignore_index=True)


def life_changes(tables: Mapping[str, pd.DataFrame], lives: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the change points of the themes that have a life line.

    :param tables: as for ``life_lines``, and ``changes``.
    :param lives: as ``life_lines`` makes it of the same tables, where it is there already.
    :return: theme_id, theme, row (as in ``life_lines``), color, at (the first date of the new level) and day, the
        same in words; share_before, share_after (fractions).
    """
    lines = (life_lines(tables) if lives is None else lives).drop_duplicates("theme_id")[_ROW]
    changes = tables["changes"]
    changes = changes.loc[changes["axis"] == "listed", ["theme_id", "at", "share_before", "share_after"]]
    rows = lines.merge(changes, on="theme_id").sort_values(["row", "at"], ignore_index=True)
    rows["day"] = [day(date) for date in rows["at"]]
    return rows


def publication_lags(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how many papers were first listed how long after their publication.

    Only papers count whose publication is known to the day and whose listing has a date; spans outside the
    shortest and the longest that occur are left out.

    :param tables: ``papers`` and ``listings`` are read.
    :return: span (in words), place (0 shortest), n_papers, share (of all counted), and in every row median_days,
        n_known (papers counted) and n_all.
    """
    papers = tables["papers"]
    exact = papers[papers["published"].notna() & papers["published_precision"].eq("day").fillna(False)]
    first = tables["listings"].groupby("paper_id")["listed_on"].min()
    both = exact[["paper_id", "published"]].merge(first.reset_index(), on="paper_id")
    days = (both["listed_on"] - both["published"]).dt.days.dropna()
    edges = [-(10**6), *(last for _, last in _LAGS)]
    spans = pd.cut(days, edges, labels=[name for name, _ in _LAGS])
    counts = spans.value_counts(sort=False).rename_axis("span").reset_index(name="n_papers")
    counts["span"] = counts["span"].astype("string")
    there = counts.index[counts["n_papers"] > 0]
    counts = counts.loc[there.min() : there.max()].reset_index(drop=True) if len(there) else counts.head(0)
    counts["place"], counts["share"] = range(len(counts)), counts["n_papers"] / max(len(days), 1)
    counts["median_days"], counts["n_known"], counts["n_all"] = days.median(), len(days), len(papers)
    return counts[["span", "place", "n_papers", "share", "median_days", "n_known", "n_all"]]
