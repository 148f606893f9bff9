"""Bursts and change points of all themes, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables
from analysis.bursts import find_bursts
from analysis.change_points import find_changes
from analysis.schemas import UNPLACED

if TYPE_CHECKING:
    from analysis.series import Series


def bursts_table(series: Series) -> pd.DataFrame:
    """Return the bursts of every theme but the unplaced papers, themes in order.

    :param series: undated periods have no part.
    :return: as ``tables.SCHEMAS["bursts"]``; ``start`` and ``end`` are the first and the last day.
    """
    dated = series.dated
    days = series.periods[dated]
    rows: list[dict[str, Any]] = [
        {
            "theme_id": theme_id,
            "axis": "listed",
            "start": days["period_start"].iloc[burst.start],
            "end": days["period_end"].iloc[burst.end],
            "level": burst.level,
            "weight": burst.weight,
        }
        for theme_id, counts in zip(series.theme_ids, series.n_papers[:, dated], strict=True)
        if theme_id != UNPLACED
        for burst in find_bursts(counts, series.n_total[dated])
    ]
    return _table("bursts", rows)


def changes_table(series: Series) -> pd.DataFrame:
    """Return the change points of every theme but the unplaced papers, themes in order.

    :param series: undated periods have no part.
    :return: as ``tables.SCHEMAS["changes"]``; ``at`` is the first day of the new level.
    """
    dated = series.dated
    days = series.periods[dated]
    rows: list[dict[str, Any]] = [
        {
            "theme_id": theme_id,
            "axis": "listed",
            "at": days["period_start"].iloc[change.at],
            "share_before": change.share_before,
            "share_after": change.share_after,
            "gain": change.gain,
        }
        for theme_id, counts in zip(series.theme_ids, series.n_papers[:, dated], strict=True)
        if theme_id != UNPLACED
        for change in find_changes(counts, series.n_total[dated], len(series.theme_ids))
    ]
    return _table("changes", rows)


def _table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return tables.check(name, pd.DataFrame(rows, columns=list(tables.SCHEMAS[name].columns)), name)
