"""What one row of the trends counts: by which periods, which appearances of a paper, which of its themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from analysis.config import Count, Membership, Period

Counted = Literal["appearances", "first listing", "papers"]

_EVERY_DATE = "Each listing date is a period"
_UNITS = {"week": "ISO week", "month": "month", "quarter": "quarter", "year": "year"}
_COUNTED = {
    "appearances": "a paper counts on every date that lists it",
    "first listing": "a paper counts once, on the first date that lists it",
    "papers": "a paper counts once",
}
_MEMBERSHIP = {"main": "found themes by main theme", "all": "found themes by all memberships"}


@dataclass(frozen=True)
class Counting:
    """The choices of a reader, as ``[trends]`` in ``analysis.toml`` states them."""

    period: Period | None = None
    """Period of the listing dates; None lets the dates decide."""
    count: Count = "appearances"
    """Whether a paper listed on three dates counts on each of them, or on the first alone."""
    membership: Membership = "main"
    """Whether a found theme counts the papers whose main theme it is, or all its papers."""


def counting_words(trends: pd.DataFrame) -> str:
    """Return one sentence on what was counted, for a subtitle; the empty text where there is no row.

    :param trends: rows of one axis, as in ``tables.SCHEMAS``.
    """
    if trends.empty:
        return ""
    dated = trends[trends["unit"] != "undated"].drop_duplicates("period")
    parts = [
        _periods(dated),
        _COUNTED[str(trends["counted"].iloc[0])],
        _MEMBERSHIP[str(trends["membership"].iloc[0])],
    ]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _periods(dated: pd.DataFrame) -> str:
    units = list(dated["unit"].unique())
    if not units:
        return ""
    if units == ["day"]:
        return _EVERY_DATE
    by = " and ".join(_UNITS[unit] for unit in units)
    ends = [name for name, row in (("first", 0), ("last", -1)) if dated["partial"].iloc[row]]
    if len(dated) == 1:
        return f"by {by}" + (", which is partial" if ends else "")
    return f"by {by}" + (f", the {' and the '.join(ends)} partial" if ends else "")
