"""How periods, dates and dumps are called where people read them."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NO_DATE = "no date"
UNDATED = "undated: "
YEAR_UNKNOWN = ", year unknown"
ASSUMED = " (year assumed)"
PARTIAL = " (in part)"
WEEK = "week of "
# what ends a word, but for the no-break spaces, which hold a mark and its meaning together
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
SHOWN_DATES = 4
"""More listing dates of a paper than this are counted, not told."""


def day(date: pd.Timestamp) -> str:
    """Return a date as on the listing page, with its year: "Mar 11, 2025", whatever the computer's language."""
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"


def listed_day(date: pd.Timestamp, year_from: str, heading: object = None) -> str:
    """Return a listing date with what is doubtful about it: "Mar 11, 2025 (year assumed)".

    :param date: NaT where the dump has no date, or none with a year.
    :param year_from: ``listed_year_from`` as in the listings table.
    :param heading: the date as the dump prints it, without a year; missing where it prints none.
    """
    if pd.isna(date):
        return NO_DATE if heading is None or pd.isna(heading) else f"{heading}{YEAR_UNKNOWN}"
    return f"{day(date)}{ASSUMED}" if year_from == "assumed" else day(date)


def period_label(period: str, start: pd.Timestamp, year_from: str | None, partial: bool = False) -> str:
    """Return a period of either axis in full: a day, "week of Mar 10, 2025", "Mar 2025", "Q1 2025" or a year.

    :param period: as in the trends table; of an undated dump it becomes "no date: <dump>".
    :param start: its first day, NaT where it has no date.
    :param year_from: ``assumed`` is told.
    :param partial: whether the papers cover only a part of it, which is told.
    """
    if period.startswith(UNDATED):
        return f"{NO_DATE}: {period.removeprefix(UNDATED)}"
    if pd.isna(start):
        return period
    doubt = (ASSUMED if year_from == "assumed" else "") + (PARTIAL if partial else "")
    if len(period) == len("2025-03-11"):
        return day(start) + doubt
    if "W" in period:
        return f"{WEEK}{day(start)}{doubt}"
    if "Q" in period:
        return f"{period[-2:]} {start.year}{doubt}"
    return (f"{_MONTHS[start.month - 1]} {start.year}" if "-" in period else period) + doubt


def period_short(label: str) -> str:
    """Return the label of a period short enough for a tick: an assumed year has a star, a part of a period a †."""
    if label.startswith(NO_DATE):
        return NO_DATE
    short = label.removeprefix(WEEK).replace(YEAR_UNKNOWN, ", no year")
    return short.replace(ASSUMED, "*").replace(PARTIAL, "†")


def dates_told(labels: Iterable[str]) -> str:
    """Join the dates of one paper, the first few told and the rest counted."""
    each = list(dict.fromkeys(labels))
    rest = len(each) - SHOWN_DATES
    return "; ".join(each[:SHOWN_DATES]) + (f"; and {rest} more" if rest > 0 else "")


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


def cut_lines(text: str, letters: int, lines: int) -> list[str]:
    """Return a text in at most so many lines of so many letters, the last one ended with "…" if there is more.

    A word longer than a line is broken rather than left out.
    """
    line = one_line(text)
    # most fit, and breaking lines is slow
    broken = textwrap.wrap(line, letters) if len(line) > letters else [line] if line else []
    if len(broken) > lines:
        broken = [*broken[: lines - 1], broken[lines - 1][: letters - 1].rstrip() + "…"]
    return broken
