"""Tables of the run → tidy tables of charts over time: shares by period, slopes, broad areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis import labels
from analysis.counting import counting_words
from analysis.language import N_, _
from analysis.schemas import UNPLACED, UNPLACED_NAME
from analysis.shared_views import made_once
from analysis.table_rows import rows_of
from analysis.theme_order import THEME, themes_in_order

if TYPE_CHECKING:
    from collections.abc import Mapping

AxisName = Literal["listed", "published"]

EVEN_UP_TO = 12
"""Up to this many dates stand at even distances; more stand where the calendar puts them."""
DIRECTIONS = (N_("rising"), N_("falling"), N_("steady"), N_("too few to tell"))
"""Order of a ranking: first what can be said."""

_POOLED = ("week", "month", "quarter", "year")
_LABELS = ("period", "period_label", "period_short")
_PERIOD = (*_LABELS, "dated", "assumed", "partial", "pooled", "position", "spacing")
_COUNTS = ("n_papers", "n_total", "share", "share_low", "share_high")


def theme_dates(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the shares by listing date, undated dumps last: ``share_over_time`` on the axis ``listed``."""
    return share_over_time(tables)


def shares_by_publication(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the shares by publication date: ``share_over_time`` on the axis ``published``."""
    return share_over_time(tables, "published")


@made_once
def share_over_time(tables: Mapping[str, pd.DataFrame], axis: AxisName = "listed") -> pd.DataFrame:
    """Return one row per theme and period of an axis, with what is needed to draw it.

    :param tables: ``themes``, ``trends`` and ``theme_trends`` are read.
    :return: the theme's columns; the period with its labels, dated, assumed and partial (flags), pooled ("" where
        a period is a date, else its unit) and its position on the axis (places at even distances, or days from
        the first date where there are more than twelve periods, as ``spacing`` says: even/time); counts, share
        and interval (fractions); direction in words; told, a sentence on what was counted how.
    """
    trends = tables["trends"]
    trends = trends[trends["axis"] == axis]
    rows = themes_in_order(tables)[list(THEME)].merge(
        trends[["theme_id", "period", *_COUNTS]], on="theme_id", how="inner"
    )
    directions = tables["theme_trends"]
    directions = directions.loc[directions["axis"] == axis, ["theme_id", "direction"]]
    rows = rows.merge(told_periods(trends), on="period").merge(directions, on="theme_id", how="left")
    rows["told"] = counting_words(trends)
    rows = rows.sort_values(["place", "position"], ignore_index=True, kind="stable")
    return rows[[*THEME, *_PERIOD, *_COUNTS, "direction", "told"]]


def share_changes(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per change point of a theme's share by listing date, where it stands in ``share_over_time``.

    :param tables: ``themes``, ``trends`` and ``changes`` are read.
    :return: theme_id, theme, color; at (the first date of the new level) and day, the same in words; since,
        position and until: where the old level begins, where it gives way and where the new one ends, on the
        axis of ``share_over_time``; share_before and share_after (fractions).
    """
    periods = told_periods(tables["trends"][tables["trends"]["axis"] == "listed"])
    dated = periods[periods["dated"]].sort_values("period_start")
    changes = tables["changes"]
    changes = changes.loc[changes["axis"] == "listed", ["theme_id", "at", "share_before", "share_after"]]
    rows = themes_in_order(tables)[["theme_id", "theme", "color", "place"]].merge(changes, on="theme_id")
    rows = rows.sort_values(["place", "at"], ignore_index=True)
    rows["day"] = [labels.day(date) for date in rows["at"]]
    # at even distances a period reaches half a place to either side; levels rest on weeks where it may be a month
    half = 0.5 if dated["spacing"].eq("even").any() else 0.0
    edges = dated["position"] - half
    first = dated["period_start"].min()
    known = [*(dated["period_start"] - first).dt.days, (dated["period_end"].max() - first).days + 1]
    places = [*edges, dated["position"].max() + half]
    rows["position"] = np.interp((rows["at"] - first).dt.days, known, places) if len(rows) else 0.0
    each = rows.groupby("theme_id")["position"]
    rows["since"] = each.shift(1).fillna(places[0])
    rows["until"] = each.shift(-1).fillna(places[-1])
    wanted = ["theme_id", "theme", "color", "at", "day", "since", "position", "until"]
    return rows[[*wanted, "share_before", "share_after"]]


def told_periods(trends: pd.DataFrame) -> pd.DataFrame:
    """Return one row per period of trends of one axis: its labels, what is doubtful, and where it stands.

    :return: period, period_start, period_end and the columns of a period in ``share_over_time``.
    """
    columns = ["period", "period_start", "period_end", "year_from", "unit", "partial"]
    each = trends.drop_duplicates("period")[columns].reset_index(drop=True)
    starts = each["period_start"]
    each["dated"] = starts.notna()
    each["assumed"] = each["year_from"].eq("assumed").fillna(False).astype(bool)
    # publication mixes years and months: only listing dates are pooled into one unit
    pooled = trends["axis"].eq("listed").all() and each["unit"].iloc[:1].isin(_POOLED).any()
    each["pooled"] = each["unit"].iloc[0] if pooled else ""
    told = [
        (period, start, None if pd.isna(year_from) else year_from, bool(partial))
        for period, start, year_from, partial in rows_of(each, ["period", "period_start", "year_from", "partial"])
    ]
    each["period_label"] = [labels.period_label(*period) for period in told]
    each["period_short"] = [labels.period_short(*period) for period in told]
    n_dated = int(each["dated"].sum())
    each["spacing"] = "even" if n_dated <= EVEN_UP_TO else "time"
    days = (starts - starts.min()).dt.days.astype(float)
    place = pd.Series(range(len(each)), dtype=float)
    if n_dated > EVEN_UP_TO:
        # what has no date stands apart behind the last date, a fourteenth of the axis from it and from the next
        each["position"] = days.where(each["dated"], days.max() * (1 + (place - n_dated + 1) / 14))
    else:
        each["position"] = place.where(each["dated"], place + 0.5)
    return each.drop(columns=["year_from", "unit"])


def area_shares(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per broad area and listing period: how much of the period's papers its found themes hold.

    A paper has one main theme, so that the shares of a period add up to 1; watched themes take no part. Where the
    trends count all themes of a paper, nothing adds up and the table is empty.

    :return: area, color (of the theme in its middle), place (0 lowest); the period as in ``share_over_time``;
        n_papers, n_total, share, base and top (the sum of the shares below it, and with it); told.
    """
    rows = share_over_time(tables).merge(tables["trends"][["theme_id", "axis", "period", "membership"]])
    rows = rows[(rows["axis"] == "listed") & (rows["membership"] == "main") & (rows["kind"] != "watched")]
    rows = rows[rows["dated"] & (rows["n_total"] > 0)]
    rows = rows.assign(area=rows["area"].where(rows["theme_id"] != UNPLACED, _(UNPLACED_NAME)))
    shares = rows.groupby(["area", *_PERIOD, "told"], sort=False, as_index=False).agg(
        n_papers=("n_papers", "sum"), n_total=("n_total", "max"), place=("place", "min")
    )
    first = shares.groupby("area")["place"].transform("min")
    shares["place"] = first.rank(method="dense").astype(int) - 1
    shares["color"] = shares["area"].map(_area_colors(rows))
    shares["share"] = shares["n_papers"].astype(float) / shares["n_total"].astype(float)
    shares = shares.sort_values(["position", "place"], ignore_index=True)
    shares["top"] = shares.groupby("position")["share"].cumsum()
    shares["base"] = shares["top"] - shares["share"]
    counts = ["n_papers", "n_total", "share", "base", "top", "told"]
    shares = shares.sort_values(["place", "position"], ignore_index=True)
    return shares[["area", "color", "place", *_PERIOD, *counts]]


def risers_and_fallers(tables: Mapping[str, pd.DataFrame], axis: AxisName = "listed") -> pd.DataFrame:
    """Return the themes that have a slope: rising, falling, steady and undecided ones, each of these by its slope.

    :return: the theme's columns, direction, factor with factor_low and factor_high (by how much the odds of a
        paper to be of the theme grow in a year; 1 is no change), n_papers (different ones), n_periods, n_without
        (themes without a slope, the same in every row), told (what was counted).
    """
    trends = tables["theme_trends"]
    trends = trends[(trends["axis"] == axis) & (trends["theme_id"] != UNPLACED)]
    rows = themes_in_order(tables)[list(THEME)].merge(trends, on="theme_id")
    known = rows[rows["factor"].notna()].copy()
    known["order"] = known["direction"].map(DIRECTIONS.index)
    known = known.sort_values(["order", "factor", "place"], ascending=[True, False, True], ignore_index=True)
    known["n_without"] = len(rows) - len(known)
    # the slope rests on periods of its own: only what is counted is told, not the periods shown
    shown = tables["trends"][tables["trends"]["axis"] == axis]
    known["told"] = counting_words(shown.assign(unit="undated"))
    numbers = ["factor", "factor_low", "factor_high", "n_papers", "n_periods", "n_without"]
    return known[[*THEME, "direction", *numbers, "told"]]


def _area_colors(rows: pd.DataFrame) -> dict[str, str]:
    themes = rows.drop_duplicates("theme_id").sort_values("place")
    return {str(area): str(own["color"].iloc[len(own) // 2]) for area, own in themes.groupby("area")}
