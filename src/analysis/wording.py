"""How numbers, dates and lists are said to a reader: the same words everywhere, whatever the machine's locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

# strftime's %b follows the locale of the process; the report must not
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day(when: date | None, precision: str = "day") -> str:
    """Say a date as the listing pages do, e.g. ``Nov 18, 2025``; an empty text where there is none.

    :param precision: ``day``, ``month`` (``Nov 2025``) or ``year`` (``2025``): how much of it is known.
    """
    if when is None or pd.isna(when):
        return ""
    if precision == "year":
        return f"{when.year}"
    month = MONTHS[when.month - 1]
    return f"{month} {when.year}" if precision == "month" else f"{month} {when.day}, {when.year}"


def percent(share: float) -> str:
    """Say a share in [0, 1] as a percentage with one decimal, e.g. ``8.5%``; a dash where it is not known."""
    return "–" if pd.isna(share) else f"{100 * share:.1f}%"


def times(factor: float) -> str:
    """Say a factor with the digits that count, e.g. ``×0.31``, ``×2.4``, ``×17``; a dash where not known."""
    if pd.isna(factor):
        return "–"
    return f"×{factor:.0f}" if factor >= 9.95 else f"×{factor:.1f}" if factor >= 0.995 else f"×{factor:.2f}"


def number(value: int) -> str:
    """Write a whole number with thousands separated, e.g. ``3,930``."""
    return f"{int(value):,}"


def in_words(value: int) -> str:
    """Say a whole number, in words up to ten."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else number(value)


def count(value: int, noun: str, plural: str = "") -> str:
    """Say how many there are, e.g. ``1 paper`` or ``447 papers``."""
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def listed(words: Sequence[str], at_most: int = 0) -> str:
    """Join words as a sentence does: ``A, B and C``.

    :param at_most: say only so many and count the others; 0 says them all.
    """
    shown = list(words)
    if at_most and len(shown) > at_most:
        shown = [*shown[:at_most], f"{in_words(len(words) - at_most)} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def stability_in_words(stability: float, n_runs: int) -> str:
    """Say how often a theme came back, e.g. ``holds in 19 of 20 runs``.

    :param stability: in [0, 1]; NaN means it was not measured.
    :param n_runs: how many runs the measure rests on; 0 where that is not known.
    """
    if pd.isna(stability):
        return "stability not measured"
    if n_runs < 1:
        return f"holds in {100 * stability:.0f}% of the runs"
    return f"holds in {round(stability * n_runs)} of {n_runs} runs"
