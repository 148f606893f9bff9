"""How periods, dates and dumps are called where people read them."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NO_DATE = N_("no date")
UNDATED = "undated: "
"""Begins the period of an undated dump in the trends table, before its name."""
YEAR_UNKNOWN = ", year unknown"
"""Ends the period of a dump whose date lacks the year in the trends table, after the date as printed."""
# what ends a word, but for the no-break spaces, which hold a mark and its meaning together
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_DAY_AND_YEAR = re.compile(r"(?!Q\d)(\D*\d+\D*?),? (\d{4}\b.*)")
SHOWN_DATES = 4
"""More listing dates of a paper than this are counted, not told."""


def day(date: pd.Timestamp) -> str:
    """Return a date as on the listing page, with its year: "Mar 11, 2025", whatever the computer's language."""
    return wording.day(date)


def listed_day(date: pd.Timestamp, year_from: str, heading: object = None) -> str:
    """Return a listing date with what is doubtful about it: "Mar 11, 2025 (year assumed)".

    :param date: NaT where the dump has no date, or none with a year.
    :param year_from: ``listed_year_from`` as in the listings table.
    :param heading: the date as the dump prints it, without a year; missing where it prints none.
    """
    if not pd.isna(date):
        return _doubtful(day(date), year_from == "assumed")
    return _(NO_DATE) if heading is None or pd.isna(heading) else _("{date}, year unknown", date=heading)


def listed_short(date: pd.Timestamp, year_from: str, heading: object = None) -> str:
    """Return ``listed_day`` short enough for a tick: an assumed year has a star."""
    if not pd.isna(date):
        return day(date) + ("*" if year_from == "assumed" else "")
    return _(NO_DATE) if heading is None or pd.isna(heading) else _("{date}, no year", date=heading)


def period_label(period: str, start: pd.Timestamp, year_from: str | None, partial: bool = False) -> str:
    """Return a period of either axis in full: a day, "week of Mar 10, 2025", "Mar 2025", "Q1 2025" or a year.

    :param period: as in the trends table; of an undated dump it becomes "no date: <dump>".
    :param start: its first day, NaT where it has no date.
    :param year_from: ``assumed`` is told.
    :param partial: whether the papers cover only a part of it, which is told.
    """
    if period.startswith(UNDATED):
        return _("no date: {dump}", dump=period.removeprefix(UNDATED))
    if pd.isna(start):
        heading = period.removesuffix(YEAR_UNKNOWN)
        return period if heading == period else _("{date}, year unknown", date=heading)
    named = _named(period, start)
    told = _doubtful(_("week of {day}", day=named) if "W" in period else named, year_from == "assumed")
    return _("{period} (in part)", period=told) if partial else told


def period_short(period: str, start: pd.Timestamp, year_from: str | None, partial: bool = False) -> str:
    """Return ``period_label`` short enough for a tick: an assumed year has a star, a part of a period a †."""
    if period.startswith(UNDATED):
        return _(NO_DATE)
    if pd.isna(start):
        heading = period.removesuffix(YEAR_UNKNOWN)
        return period if heading == period else _("{date}, no year", date=heading)
    return _named(period, start) + ("*" if year_from == "assumed" else "") + ("†" if partial else "")


def _named(period: str, start: pd.Timestamp) -> str:
    if len(period) == len("2025-03-11") or "W" in period:
        return day(start)
    if "-" not in period:
        return period
    return wording.day(start, "quarter" if "Q" in period else "month")


def _doubtful(told: str, assumed: bool) -> str:
    return _("{date} (year assumed)", date=told) if assumed else told


def year_apart(name: str) -> list[str]:
    """Return the short name of a day in two lines, the year in the second; other names in one."""
    if ", " in name:
        return name.split(", ", 1)
    found = _DAY_AND_YEAR.fullmatch(name)
    return [found[1], found[2]] if found else [name]


def dates_told(labels: Iterable[str]) -> str:
    """Join the dates of one paper, the first few told and the rest counted."""
    each = list(dict.fromkeys(labels))
    rest = len(each) - SHOWN_DATES
    return "; ".join(each[:SHOWN_DATES]) + (_("; and {n} more", n=rest) if rest > 0 else "")


def distinct(labels: Sequence[str], names: Sequence[str], longest: int = 12) -> list[str]:
    """Return the labels, those that occur twice told apart by the start of the names.

    :param labels: e.g. dates, which two dumps may share.
    :param names: one per label, e.g. file names.
    :param longest: how much of a name is shown.
    """
    counts = {label: labels.count(label) for label in set(labels)}
    cut = [name if len(name) <= longest else f"{name[: longest - 1]}…" for name in names]
    return [f"{label} · {name}" if counts[label] > 1 else label for label, name in zip(labels, cut, strict=True)]


def cut(text: str, letters: int) -> str:
    """Return a text of at most so many letters, ended with "…" if there is more."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def one_line(text: str) -> str:
    """Return a text on one line; spaces at which no line may break stay what they are."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(filter(None, _BREAKS.split(text)))


@cache
def _breaker(letters: int) -> textwrap.TextWrapper:
    # on one line there is nothing to expand or to replace
    return textwrap.TextWrapper(letters, expand_tabs=False, replace_whitespace=False)


def cut_lines(text: str, letters: int, lines: int) -> list[str]:
    """Return a text in at most so many lines of so many letters, the last one ended with "…" if there is more.

    A word longer than a line is broken rather than left out.
    """
    line = one_line(text)
    # most fit, and breaking lines is slow
    broken = _breaker(letters).wrap(line) if len(line) > letters else [line] if line else []
    if len(broken) > lines:
        broken = [*broken[: lines - 1], broken[lines - 1][: letters - 1].rstrip() + "…"]
    return broken
