"""What charts say below their titles: what is counted, on which axis, and what their marks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ASSUMED = "*\u00a0year assumed."
PARTIAL = "†\u00a0in part."
TREND = "↗\u00a0rising, ↘\u00a0falling: more than chance."
LEVELS = "Dashed: levels between change points, at which the share moved and stayed."
MOVES = "▲▼\u00a0a change point: from here the share is higher or lower, and stays so."
LOOSE = "◦\u00a0loose theme: its papers stay together in under half of the runs."


def joined(*parts: str) -> str:
    """Return the parts that say something, as one text."""
    return " ".join(part for part in parts if part)


def counted(table: pd.DataFrame) -> str:
    """Return what a chart over time counts, and what the marks beside its periods and names mean."""
    return joined(
        str(table["told"].iloc[0]),
        ASSUMED if table["assumed"].any() else "",
        PARTIAL if table["partial"].any() else "",
        loose(table),
    )


def of_the_themes(table: pd.DataFrame, marks: pd.DataFrame | None) -> pd.DataFrame:
    """Return the marks, such as change points, of themes that the table has."""
    some = table.head(0) if marks is None else marks
    return some[some["theme_id"].isin(table["theme_id"])]


def loose(table: pd.DataFrame) -> str:
    """Return what the mark of loose themes means, if the table has one."""
    return LOOSE if table["loose"].any() else ""


def spaced(table: pd.DataFrame) -> str:
    """Return how many periods there are and how they stand on the axis."""
    n = table.loc[table["dated"], "period"].nunique()
    unit = table["pooled"].iloc[0] or "date"
    if n < 2:
        return f"One {unit}." if n else f"No {unit} is known."
    even = table["spacing"].iloc[0] == "even"
    return f"{n} {unit}s, {'set at even distances' if even else 'where the calendar puts them'}."


def days(median: float) -> str:
    """Say a number of days as a reader would: "2 days", "about 5 months", "about 3 years"."""
    if median < 0.5:
        return "a day"
    for most, size, noun in ((60, 1.0, "day"), (730, 30.4, "month")):
        if median < most:
            n = round(median / size)
            return f"{'about ' if size > 1 else ''}{n} {noun}{'' if n == 1 else 's'}"
    return f"about {median / 365.25:.0f} years"
