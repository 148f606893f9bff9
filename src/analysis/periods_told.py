"""Periods of the trends inside a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.language import _

if TYPE_CHECKING:
    import pandas as pd


def share_when(row: pd.Series) -> str:
    """Say a theme's share in a period: ``8.5% on Mar 11, 2025 (4 of 47)``.

    :param row: of the table ``trends``.
    """
    places = {
        "share": wording.percent(row["share"]),
        "when": when(row),
        "n": wording.number(row["n_papers"]),
        "all": wording.number(row["n_total"]),
    }
    if row["year_from"] == "assumed":
        return _("{share} {when} ({n} of {all}, year assumed)", **places)
    return _("{share} {when} ({n} of {all})", **places)


def when(row: pd.Series) -> str:
    """Say a period inside a sentence: ``on Mar 11, 2025``, ``in Mar 2025``, ``in the week of Mar 10, 2025``."""
    period, start = str(row["period"]), row["period_start"]
    if "W" in period:
        return _("in the week of {day}", day=wording.day(start))
    if start == row["period_end"]:
        return _("on {day}", day=wording.day(start))
    if "Q" in period:
        return _("in {quarter}", quarter=wording.day(start, "quarter"))
    if "-" in period:
        return _("in {month}", month=wording.day(start, "month"))
    return _("in {year}", year=period)
