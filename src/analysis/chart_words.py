"""What charts say below their titles: what is counted, on which axis, and what their marks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.language import N_, _, ngettext

if TYPE_CHECKING:
    import pandas as pd

ASSUMED = N_("*\u00a0year assumed.")
PARTIAL = N_("†\u00a0in part.")
TREND = N_("↗\u00a0rising, ↘\u00a0falling: more than chance.")
LEVELS = N_("Dashed: levels between change points, at which the share moved and stayed.")
MOVES = N_("▲▼\u00a0a change point: from here the share is higher or lower, and stays so.")
LOOSE = N_("◦\u00a0loose theme: its papers stay together in under half of the runs.")
_DAYS_OF_A_MONTH, _DAYS_OF_A_YEAR = 30.4, 365.25


def joined(*parts: str) -> str:
    """Return the parts that say something, as one text."""
    return " ".join(part for part in parts if part)


def papers(n: object) -> str:
    """Say a number of papers beside a mark."""
    return _("{n} papers", n=n)


def part(n: int, total: int, share: float | None = None) -> str:
    """Say how many papers of all, and which share that is."""
    if share is None:
        return _("{n} of {all} papers", n=n, all=total)
    return _("{n} of {all} papers: {share}", n=n, all=total, share=wording.percent(share))


def change(day: str, before: float, after: float) -> str:
    """Say in two lines when a share moved, and from where to where."""
    shares = {"before": wording.percent(before), "after": wording.percent(after)}
    return _("Change point, {day}:<br>from {before} of the papers to {after}", day=day, **shares)


def counted(table: pd.DataFrame) -> str:
    """Return what a chart over time counts, and what the marks beside its periods and names mean."""
    return joined(
        str(table["told"].iloc[0]),
        _(ASSUMED) if table["assumed"].any() else "",
        _(PARTIAL) if table["partial"].any() else "",
        loose(table),
    )


def of_the_themes(table: pd.DataFrame, marks: pd.DataFrame | None) -> pd.DataFrame:
    """Return the marks, such as change points, of themes that the table has."""
    some = table.head(0) if marks is None else marks
    return some[some["theme_id"].isin(table["theme_id"])]


def loose(table: pd.DataFrame) -> str:
    """Return what the mark of loose themes means, if the table has one."""
    return _(LOOSE) if table["loose"].any() else ""


def spaced(table: pd.DataFrame) -> str:
    """Return how many periods there are and how they stand on the axis."""
    n = int(table.loc[table["dated"], "period"].nunique())
    if not n:
        return _("No date is known.")
    unit = str(table["pooled"].iloc[0])
    if n == 1:
        return {
            "": _("One date."),
            "week": _("One week."),
            "month": _("One month."),
            "quarter": _("One quarter."),
            "year": _("One year."),
        }[unit]
    periods = {
        "": ngettext("{n} date", "{n} dates", n),
        "week": ngettext("{n} week", "{n} weeks", n),
        "month": ngettext("{n} month", "{n} months", n),
        "quarter": ngettext("{n} quarter", "{n} quarters", n),
        "year": ngettext("{n} year", "{n} years", n),
    }[unit]
    if table["spacing"].iloc[0] == "even":
        return _("{periods}, set at even distances.", periods=periods)
    return _("{periods}, where the calendar puts them.", periods=periods)


def days(median: float) -> str:
    """Say a number of days as a reader would: "2 days", "about 5 months", "about 3 years"."""
    if median < 0.5:
        # for translators: behind "Half of them were listed within"
        return _("a day")
    if median < 60:
        # for translators: behind "Half of them were listed within"
        return ngettext("{n} day", "{n} days", round(median))
    if median < 730:
        # for translators: behind "Half of them were listed within"
        return ngettext("about {n} month", "about {n} months", round(median / _DAYS_OF_A_MONTH))
    # for translators: behind "Half of them were listed within"
    return ngettext("about {n} year", "about {n} years", round(median / _DAYS_OF_A_YEAR))
