"""What one row of the trends counts: by which periods, which appearances of a paper, which of its themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.language import N_, _

if TYPE_CHECKING:
    import pandas as pd

    from analysis.config import Count, Membership, Period, Settings

Counted = Literal["appearances", "first listing", "papers"]

_EVERY_DATE = N_("Each listing date is a period")
_UNITS = {"week": N_("ISO week"), "month": N_("month"), "quarter": N_("quarter"), "year": N_("year")}
_COUNTED = {
    "appearances": N_("a paper counts on every date that lists it"),
    "first listing": N_("a paper counts once, on the first date that lists it"),
    "papers": N_("a paper counts once"),
}
_MEMBERSHIP = {"main": N_("found themes by main theme"), "all": N_("found themes by all memberships")}


@dataclass(frozen=True)
class Counting:
    """The choices of a reader, as ``[trends]`` in ``analysis.toml`` states them."""

    period: Period | None = None
    """Period of the listing dates; None lets the dates decide."""
    count: Count = "appearances"
    """Whether a paper listed on three dates counts on each of them, or on the first alone."""
    membership: Membership = "main"
    """Whether a found theme counts the papers whose main theme it is, or all its papers."""

    @staticmethod
    def of(settings: Settings) -> Counting:
        """Return what the settings say."""
        return Counting(settings.period, settings.count, settings.membership)


def counted_members(
    memberships: pd.DataFrame, themes: pd.DataFrame, membership: Membership = "main"
) -> pd.DataFrame:
    """Return the memberships that count: a followed theme counts all its papers, a found one those of the choice.

    The choice is one of trends. Sizes, lists, maps and what a theme is known by always go by main themes, so that
    the sizes of found themes add up to all papers.

    :param memberships: as in ``tables.SCHEMAS``, or some of its rows and columns.
    :param themes: other themes than these count nothing.
    """
    counts = memberships["theme_id"].isin(themes["theme_id"])
    if membership == "main":
        watched = themes.loc[themes["kind"] == "watched", "theme_id"]
        counts &= memberships["main"] | memberships["theme_id"].isin(watched)
    return memberships[counts]


def counting_words(trends: pd.DataFrame) -> str:
    """Return one sentence on what was counted, for a subtitle; the empty text where there is no row.

    :param trends: rows of one axis, as in ``tables.SCHEMAS``.
    """
    if trends.empty:
        return ""
    dated = trends[trends["unit"] != "undated"].drop_duplicates("period")
    parts = [
        _periods(dated),
        _(_COUNTED[str(trends["counted"].iloc[0])]),
        _(_MEMBERSHIP[str(trends["membership"].iloc[0])]),
    ]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _periods(dated: pd.DataFrame) -> str:
    from analysis import wording

    units = list(dated["unit"].unique())
    if not units:
        return ""
    if units == ["day"]:
        return _(_EVERY_DATE)
    by = wording.listed([_(_UNITS[unit]) for unit in units])
    first, last = bool(dated["partial"].iloc[0]), bool(dated["partial"].iloc[-1])
    if len(dated) == 1 and first:
        return _("by {unit}, which is partial", unit=by)
    if first and last:
        return _("by {unit}, the first and the last partial", unit=by)
    if first:
        return _("by {unit}, the first partial", unit=by)
    return _("by {unit}, the last partial", unit=by) if last else _("by {unit}", unit=by)
