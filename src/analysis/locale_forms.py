"""Dates and numbers as a language writes them, by the Unicode CLDR (https://cldr.unicode.org), which Babel has."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from babel import Locale

Precision = Literal["day", "month", "quarter", "year"]
_SKELETONS = {"day": "yMMMd", "month": "yMMM", "quarter": "yQQQ", "year": "y"}


@lru_cache(maxsize=8)
def locale(language: str) -> Locale:
    """Return what the CLDR knows of a language; of one that it does not know, what it knows of English."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


# the few dates of a run are told with each of its papers
@lru_cache(maxsize=4096)
def day(language: str, when: date, precision: Precision = "day") -> str:
    """Return a date, e.g. ``18. Nov. 2025``, ``Nov. 2025``, ``Q4 2025`` or ``2025`` in German."""
    from babel.dates import format_skeleton

    return format_skeleton(_SKELETONS[precision], when, locale=locale(language))


@lru_cache(maxsize=4096)
def decimal(language: str, value: float, digits: int = 0) -> str:
    """Return a number with so many digits behind the point, thousands apart."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(f"{value:.{digits}f}", pattern, locale(language))


@lru_cache(maxsize=4096)
def percent(language: str, share: float, digits: int) -> str:
    """Return a share in [0, 1] as a percentage, e.g. ``8,5 %``."""
    number = decimal(language, 100 * share, digits)
    return re.sub(r"[#0][#0,.]*", number, locale(language).percent_formats[None].pattern)


@lru_cache(maxsize=8)
def plotly_locale(language: str) -> dict[str, Any]:
    """Return names of days and months and the signs of numbers as ``format`` of a locale of plotly.js has them.

    The form is that of https://github.com/plotly/plotly.js/blob/master/dist/README.md#to-include-localization.
    """
    known = locale(language)
    days, months = known.days["stand-alone"], known.months["stand-alone"]
    week = (6, *range(6))
    return {
        "days": [days["wide"][place] for place in week],
        "shortDays": [days["abbreviated"][place] for place in week],
        "months": [months["wide"][place] for place in range(1, 13)],
        "shortMonths": [months["abbreviated"][place] for place in range(1, 13)],
        "decimal": decimal(language, 0.5, 1)[1],
        "thousands": decimal(language, 10_000)[2:-3],
    }
