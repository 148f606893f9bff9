"""Tables of the run → one tidy table per chart: joined, in the charts' order, with names, colours and labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analysis import labels
from analysis.placing import place_labels
from analysis.pooling import pooled_dates

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOSE_BELOW = 0.5
"""A theme whose papers stay together in fewer than this fraction of the runs is marked as loose."""
EVEN_UP_TO = 12
"""Up to this many dates stand at even distances; more stand where the calendar puts them."""
TERMS_SHOWN = 5

_THEME = ["theme_id", "theme", "kind", "area", "color", "stability", "loose", "place"]
_PERIOD = ["period", "period_label", "period_short", "dated", "assumed", "pooled", "position", "spacing"]
_COUNTS = ["n_papers", "n_total", "share", "share_low", "share_high"]


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
    return themes[[*_THEME, "n_papers", "terms"]]


def theme_dates(tables: Mapping[str, pd.DataFrame], confidence: float = 0.95) -> pd.DataFrame:
    """Return the shares by listing date, undated dumps last: ``share_over_time`` on the axis ``listed``."""
    return share_over_time(tables, "listed", confidence)


def shares_by_publication(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the shares by publication date: ``share_over_time`` on the axis ``published``."""
    return share_over_time(tables, "published")


def share_over_time(
    tables: Mapping[str, pd.DataFrame],
    axis: Literal["listed", "published"] = "listed",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return one row per theme and period of an axis, with what is needed to draw it.

    More than 40 dates are pooled into weeks, months, quarters or years, as ``pooled`` says ("" where not).

    :param tables: ``themes``, ``trends`` and ``theme_trends`` are read.
    :param confidence: coverage of the intervals of pooled shares; those of dates are as in ``trends``.
    :return: the theme's columns; the period with its labels, dated and assumed (flags) and its position on the
        axis (places at even distances, or days from the first date where there are more than twelve dates, as
        ``spacing`` says: even/time); counts, share and interval (fractions); direction in words.
    """
    trends = tables["trends"]
    trends, pooled = pooled_dates(trends[trends["axis"] == axis], confidence)
    periods = _periods(trends).assign(pooled=pooled)
    rows = themes_in_order(tables)[_THEME].merge(
        trends[["theme_id", "period", *_COUNTS]], on="theme_id", how="inner"
    )
    rows = rows.merge(periods, on="period").merge(_directions(tables, axis), on="theme_id", how="left")
    rows = rows.sort_values(["place", "position"], ignore_index=True, kind="stable")
    return rows[[*_THEME, *_PERIOD, *_COUNTS, "direction"]]


def theme_sizes(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per theme with its number of papers."""
    return themes_in_order(tables)[[*_THEME, "n_papers"]]


def theme_terms(tables: Mapping[str, pd.DataFrame], n_terms: int = TERMS_SHOWN) -> pd.DataFrame:
    """Return the first terms of each theme, and in how many of its papers' titles and abstracts they stand.

    A term is found as whole words in any case, its last word in singular or plural.

    :param tables: ``themes``, ``papers`` and ``memberships`` are read.
    :return: the theme's columns, rank (1 first), term, n_using, n_papers, share (n_using / n_papers).
    """
    papers = tables["papers"]
    texts = dict(zip(papers["paper_id"], (papers["title"] + "\n" + papers["abstract"]).str.lower(), strict=True))
    members = _counted(tables).groupby("theme_id")["paper_id"].agg(list)
    rows = []
    for theme in themes_in_order(tables).to_dict("records"):
        own = [texts[paper] for paper in members.get(theme["theme_id"], []) if paper in texts]
        for rank, term in enumerate(theme["terms"][:n_terms], start=1):
            n_using = sum(map(bool, map(_whole(term).search, own)))
            share = n_using / max(len(own), 1)
            rows.append([theme[name] for name in _THEME] + [rank, str(term), n_using, len(own), share])
    return pd.DataFrame(rows, columns=[*_THEME, "rank", "term", "n_using", "n_papers", "share"])


def map_points(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per paper and theme it is drawn in: its main theme, and each watched theme.

    :param tables: ``map``, ``papers``, ``themes``, ``memberships``, ``listings`` and ``sources`` are read.
    :return: the theme's columns; paper_id, title, x, y (no unit), listed and published (in words), main (flag).
    """
    drawn = _counted(tables).merge(tables["map"], on="paper_id")
    papers = tables["papers"][["paper_id", "title"]].assign(published=_published(tables["papers"]))
    drawn = drawn.merge(papers, on="paper_id")
    drawn["listed"] = drawn["paper_id"].map(_listed(tables)).fillna(labels.NO_DATE)
    points = themes_in_order(tables)[_THEME].merge(drawn, on="theme_id")
    points = points.sort_values(["place", "paper_id"], ignore_index=True, kind="stable")
    return points[[*_THEME, "paper_id", "title", "x", "y", "listed", "published", "main"]]


def map_labels(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return where each found theme's name stands on the map: near the median of its papers, off other names.

    :return: the theme's columns; x, y of the name's middle, anchor_x, anchor_y (the median), as on the map.
    """
    points = map_points(tables)
    points = points[points["main"] & (points["theme_id"] != "unplaced")]
    medians = points.groupby("theme_id", sort=False).agg(
        anchor_x=("x", "median"), anchor_y=("y", "median"), n_points=("x", "size")
    )
    themes = themes_in_order(tables)[_THEME].merge(medians, on="theme_id")
    return place_labels(themes, points[["x", "y"]])


def source_overlap(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how many papers each two dumps have in common, by listing date, undated dumps last.

    :param tables: ``listings`` and ``sources`` are read.
    :return: place_a, source_a, label_a, n_a and the same for b; n_common (for a dump with itself its papers).
    """
    sources = tables["sources"].sort_values(["listed_on", "source"], ignore_index=True)
    told = _listed_days(sources, sources["heading"])
    shown = [labels.period_short(label) for label in told]
    names = [str(name) for name in sources["source"]]
    label = dict(zip(names, labels.distinct(shown, names), strict=True))
    pairs = tables["listings"][["paper_id", "source"]].drop_duplicates()
    has = pd.crosstab(pairs["paper_id"], pairs["source"]).reindex(columns=names, fill_value=0)
    common = has.to_numpy().T @ has.to_numpy()
    return pd.DataFrame(
        [
            [i, a, label[a], int(common[i, i]), j, b, label[b], int(common[j, j]), int(common[i, j])]
            for i, a in enumerate(names)
            for j, b in enumerate(names)
        ],
        columns="place_a source_a label_a n_a place_b source_b label_b n_b n_common".split(),
    )


def published_counts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how many different papers were published in each period of the publication axis.

    :return: period, period_label, period_short, position, n_papers; n_dated and n_all papers in every row.
    """
    trends = tables["trends"]
    trends = trends[trends["axis"] == "published"]
    periods = _periods(trends).merge(trends.drop_duplicates("period")[["period", "n_total"]], on="period")
    periods = periods.rename(columns={"n_total": "n_papers"})
    periods["n_dated"], periods["n_all"] = periods["n_papers"].sum(), len(tables["papers"])
    return periods[["period", "period_label", "period_short", "position", "n_papers", "n_dated", "n_all"]]


def _periods(trends: pd.DataFrame) -> pd.DataFrame:
    each = trends.drop_duplicates("period")[["period", "period_start", "year_from"]].reset_index(drop=True)
    starts = each["period_start"]
    each["dated"] = starts.notna()
    each["assumed"] = each["year_from"].eq("assumed").fillna(False).astype(bool)
    each["period_label"] = [
        labels.period_label(period, start, None if pd.isna(year_from) else year_from)
        for period, start, year_from in zip(each["period"], starts, each["year_from"], strict=True)
    ]
    each["period_short"] = [labels.period_short(label) for label in each["period_label"]]
    n_dated = int(each["dated"].sum())
    each["spacing"] = "even" if n_dated <= EVEN_UP_TO else "time"
    days = (starts - starts.min()).dt.days.astype(float)
    place = pd.Series(range(len(each)), dtype=float)
    if n_dated > EVEN_UP_TO:
        # what has no date stands apart behind the last date, a fourteenth of the axis from it and from the next
        each["position"] = days.where(each["dated"], days.max() * (1 + (place - n_dated + 1) / 14))
    else:
        each["position"] = place.where(each["dated"], place + 0.5)
    return each.drop(columns=["period_start", "year_from"])


def _directions(tables: Mapping[str, pd.DataFrame], axis: str) -> pd.DataFrame:
    trends = tables["theme_trends"]
    return trends.loc[trends["axis"] == axis, ["theme_id", "direction"]]


def _counted(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    themes, members = tables["themes"], tables["memberships"]
    watched = members["theme_id"].isin(themes.loc[themes["kind"] == "watched", "theme_id"])
    return members.loc[watched | members["main"], ["paper_id", "theme_id", "main"]]


def _whole(term: str) -> re.Pattern[str]:
    words = r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", term.lower().strip().removesuffix("s"))))
    return re.compile(rf"(?<!\w){words}(?:e?s)?(?!\w)")


def _published(papers: pd.DataFrame) -> list[str]:
    return [
        "" if pd.isna(date) else str(date.year) if precision == "year" else labels.day(date)
        for date, precision in zip(papers["published"], papers["published_precision"], strict=True)
    ]


def _listed(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    rows = tables["listings"].sort_values(["listed_on", "source"])
    headings = tables["sources"].set_index("source")["heading"]
    told = _listed_days(rows, rows["source"].map(headings))
    return pd.Series(told, index=rows["paper_id"]).groupby(level=0).agg(labels.dates_told)


def _listed_days(rows: pd.DataFrame, headings: pd.Series) -> list[str]:
    each = zip(rows["listed_on"], rows["listed_year_from"], headings, strict=True)
    return [labels.listed_day(date, year_from, heading) for date, year_from, heading in each]
