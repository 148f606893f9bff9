"""How numbers, dates and lists are said to a reader: the same words everywhere, whatever the machine's locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.language import ENGLISH, N_, _, ngettext, spoken, written

# strftime's %b follows the locale of the process; the report must not
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS = (
    *(N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight")),
    *(N_("nine"), N_("ten")),
)


def day(when: date | None, precision: str = "day") -> str:
    """Say a date as the listing pages do, e.g. ``Nov 18, 2025``; an empty text where there is none.

    :param precision: ``day``, ``month`` (``Nov 2025``), ``quarter`` (``Q4 2025``) or ``year`` (``2025``): how much
        of it is known.
    """
    if when is None or pd.isna(when):
        return ""
    if spoken() != ENGLISH:
        from analysis import locale_forms

        return locale_forms.day(spoken(), date(when.year, when.month, when.day), precision)
    if precision == "year":
        return f"{when.year}"
    if precision == "quarter":
        return f"Q{(when.month + 2) // 3} {when.year}"
    month = MONTHS[when.month - 1]
    return f"{month} {when.year}" if precision == "month" else f"{month} {when.day}, {when.year}"


def percent(share: float, digits: int = 1) -> str:
    """Say a share in [0, 1] as a percentage, e.g. ``8.5%``; a dash where it is not known.

    :param digits: behind the point.
    """
    if pd.isna(share):
        return "–"
    if spoken() == ENGLISH:
        return f"{100 * share:.{digits}f}%"
    from analysis import locale_forms

    return locale_forms.percent(spoken(), float(share), digits)


def exact_percent(share: float) -> str:
    """Say a share somebody has set, with the digits it has, e.g. ``95%`` or ``99.9%``."""
    return percent(share, len(f"{100 * share:g}".partition(".")[2]))


def between(low: float, high: float) -> str:
    """Say an interval of shares, e.g. ``1.2–8.5%``."""
    return f"{percent(low).replace('%', '').strip()}–{percent(high)}"


def times(factor: float) -> str:
    """Say a factor with the digits that count, e.g. ``×0.31``, ``×2.4``, ``×17``; a dash where not known."""
    if pd.isna(factor):
        return "–"
    return f"×{written(factor, 0 if factor >= 9.95 else 1 if factor >= 0.995 else 2)}"


def number(value: int) -> str:
    """Write a whole number with thousands separated, e.g. ``3,930``."""
    return written(int(value))


def in_words(value: int) -> str:
    """Say a whole number, in words up to ten."""
    return _(_NUMBERS[value]) if 0 <= value < len(_NUMBERS) else number(value)


def count(value: int, noun: str, plural: str = "") -> str:
    """Say in English how many there are, e.g. ``1 paper`` or ``447 papers``; reports take ``ngettext``."""
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def listed(words: Sequence[str], at_most: int = 0) -> str:
    """Join words as a sentence does: ``A, B and C``.

    :param at_most: say only so many and count the others; 0 says them all.
    """
    shown = list(words)
    if at_most and len(shown) > at_most:
        rest = len(words) - at_most
        shown = [*shown[:at_most], ngettext("{words} more", "{words} more", rest, words=in_words(rest))]
    if len(shown) < 2:
        return "".join(shown)
    return _("{list} and {last}", list=", ".join(shown[:-1]), last=shown[-1])


def stability_in_words(stability: float, n_runs: int) -> str:
    """Say how often a theme came back, e.g. ``holds in 19 of 20 runs``.

    :param stability: in [0, 1]; NaN means it was not measured.
    :param n_runs: how many runs the measure rests on; 0 where that is not known.
    """
    if pd.isna(stability):
        return _("stability not measured")
    if n_runs < 1:
        return _("holds in {share} of the runs", share=percent(stability, 0))
    return _("holds in {n} of {all} runs", n=round(stability * n_runs), all=n_runs)
