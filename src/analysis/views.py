"""Tables of the run → one tidy table per chart: joined, in the charts' order, with names, colours and labels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis import labels
from analysis.language import _
from analysis.placing import place_labels
from analysis.schemas import UNPLACED
from analysis.table_rows import rows_of
from analysis.theme_order import THEME, counted, themes_in_order
from analysis.views_of_dates import life_bursts, life_changes, life_lines, publication_lags
from analysis.views_of_theme import highlighted, near_themes, nearest_themes, one_theme
from analysis.views_over_time import (
    area_shares,
    risers_and_fallers,
    share_changes,
    share_over_time,
    shares_by_publication,
    theme_dates,
    told_periods,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TERMS_SHOWN = 5

__all__ = [
    "area_shares",
    "highlighted",
    "life_bursts",
    "life_changes",
    "life_lines",
    "map_labels",
    "map_points",
    "near_themes",
    "nearest_themes",
    "one_theme",
    "publication_lags",
    "published_counts",
    "risers_and_fallers",
    "share_changes",
    "share_over_time",
    "shares_by_publication",
    "source_overlap",
    "theme_dates",
    "theme_sizes",
    "theme_terms",
    "themes_in_order",
]


def theme_sizes(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per theme with its number of papers."""
    return themes_in_order(tables)[[*THEME, "n_papers"]]


def theme_terms(tables: Mapping[str, pd.DataFrame], n_terms: int = TERMS_SHOWN) -> pd.DataFrame:
    """Return the first terms of each theme, and in how many of its papers' titles and abstracts they stand.

    :param tables: ``themes``, ``memberships`` and ``term_uses`` are read.
    :return: the theme's columns, rank (1 first), term, n_using, n_papers, share (n_using / n_papers).
    """
    sizes = counted(tables)["theme_id"].value_counts()
    uses = tables["term_uses"].groupby(["theme_id", "rank"]).size()
    rows = []
    for theme in themes_in_order(tables).to_dict("records"):
        n_papers = int(sizes.get(theme["theme_id"], 0))
        for rank, term in enumerate(theme["terms"][:n_terms], start=1):
            n_using = int(uses.get((theme["theme_id"], rank), 0))
            rows.append(
                [theme[name] for name in THEME] + [rank, str(term), n_using, n_papers, n_using / max(n_papers, 1)]
            )
    return pd.DataFrame(rows, columns=[*THEME, "rank", "term", "n_using", "n_papers", "share"])


def map_points(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per paper and theme it is drawn in: its main theme, and each watched theme.

    :param tables: ``map``, ``papers``, ``themes``, ``memberships``, ``listings`` and ``sources`` are read.
    :return: the theme's columns; paper_id, title, x, y (no unit), listed and published (in words), main (flag).
    """
    # a thousandth of a unit is far below a pixel, and a page of 4,000 papers the lighter for it
    drawn = counted(tables).merge(tables["map"].round(3), on="paper_id")
    papers = tables["papers"][["paper_id", "title"]].assign(published=_published(tables["papers"]))
    drawn = drawn.merge(papers, on="paper_id")
    drawn["listed"] = drawn["paper_id"].map(_listed(tables)).fillna(_(labels.NO_DATE))
    points = themes_in_order(tables)[list(THEME)].merge(drawn, on="theme_id")
    points = points.sort_values(["place", "paper_id"], ignore_index=True, kind="stable")
    return points[[*THEME, "paper_id", "title", "x", "y", "listed", "published", "main"]]


def map_labels(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return where each found theme's name stands on the map: near the median of its papers, off other names.

    :return: the theme's columns; x, y of the name's middle, anchor_x, anchor_y (the median), as on the map.
    """
    points = counted(tables).merge(tables["map"].round(3), on="paper_id")
    points = points[points["main"] & (points["theme_id"] != UNPLACED)]
    medians = points.groupby("theme_id", sort=False).agg(
        anchor_x=("x", "median"), anchor_y=("y", "median"), n_points=("x", "size")
    )
    themes = themes_in_order(tables)[list(THEME)].merge(medians, on="theme_id")
    return place_labels(themes, points[["x", "y"]])


def source_overlap(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how many papers each two dumps have in common, by listing date, undated dumps last.

    :param tables: ``listings`` and ``sources`` are read.
    :return: place_a, source_a, label_a, n_a and the same for b; n_common (for a dump with itself its papers).
    """
    sources = tables["sources"].sort_values(["listed_on", "source"], ignore_index=True)
    each = rows_of(sources, ["listed_on", "listed_year_from", "heading"])
    shown = [labels.listed_short(day, year_from, heading) for day, year_from, heading in each]
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
    periods = told_periods(trends).merge(trends.drop_duplicates("period")[["period", "n_total"]], on="period")
    periods = periods.rename(columns={"n_total": "n_papers"})
    periods["n_dated"], periods["n_all"] = periods["n_papers"].sum(), len(tables["papers"])
    return periods[["period", "period_label", "period_short", "position", "n_papers", "n_dated", "n_all"]]


def _published(papers: pd.DataFrame) -> list[str]:
    said = cache(labels.day)
    return [
        "" if pd.isna(date) else str(date.year) if precision == "year" else said(date)
        for date, precision in rows_of(papers, ["published", "published_precision"])
    ]


def _listed(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    rows = tables["listings"].sort_values(["listed_on", "source"])
    headings = tables["sources"].set_index("source")["heading"]
    told = _listed_days(rows, rows["source"].map(headings))
    days: dict[str, list[str]] = {}
    for paper_id, day in zip(rows["paper_id"], told, strict=True):
        days.setdefault(paper_id, []).append(day)
    return pd.Series({paper_id: labels.dates_told(own) for paper_id, own in days.items()}, dtype="object")


def _listed_days(rows: pd.DataFrame, headings: pd.Series) -> list[str]:
    # a day lists many papers
    said = cache(labels.listed_day)
    each = rows_of(rows.assign(heading=headings), ["listed_on", "listed_year_from", "heading"])
    return [said(*told) for told in each]
