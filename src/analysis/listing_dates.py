"""The year a listing page leaves out: found by rule, with how sure it is, for listings and for publications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.dumps.entries import Dump, Entry, PrintedDate

YearFrom = Literal["stated", "inferred", "assumed", "unknown"]

_SEARCHED_YEARS = 9
"""29 February can be eight years away."""


@dataclass(frozen=True)
class ListingDate:
    """When a dump was listed, and where its year comes from."""

    day: date | None
    """None where there is no date, or no year for it."""
    year_from: YearFrom
    """Stated by the user or the source, inferred from the dump's own dates, assumed, or unknown."""
    year: int | None = None
    """The year in which the page was saved, where its own dates tell; it is looked at where there is no day."""


def listing_dates(
    dumps: Sequence[Dump], stated: Mapping[str, date], elsewhere: date | None = None
) -> dict[str, ListingDate]:
    """Find the listing date of every dump.

    The first rule that holds: the date the user or the source states; the year after the newest year printed in
    that dump (a page prints a year only when it is not the current one); the latest such day that is not after the
    newest date found so in the folder; no year.

    :param dumps: all dumps of a folder, in any order.
    :param stated: date by source, as the user states it.
    :param elsewhere: newest date of the folder's other dumps, where ``dumps`` are not all.
    :return: one date per source.
    """
    found = {dump.source: _own_date(dump, stated.get(dump.source)) for dump in dumps}
    whole = [own.day for own in found.values()]
    each = [entry.listed_on for dump in dumps for entry in dump.entries]
    newest = max((day for day in (elsewhere, *whole, *each) if day is not None), default=None)
    for dump in dumps:
        own = found[dump.source]
        if own.day is None and dump.heading is not None and newest is not None:
            day = latest_day(dump.heading, newest)
            if day is not None and own.year is None:
                found[dump.source] = ListingDate(day, "assumed")
    return found


def published_on(entry: Entry, listing: ListingDate) -> date | None:
    """Return the publication date of an entry, completed from its listing where the page leaves the year out.

    :param entry: an entry of the dump that was listed at ``listing``.
    :param listing: the listing date; without its year a date without year stays unknown.
    :return: a day in the listing's year, or in the year before where it would lie after the listing.
    """
    if entry.published is not None or entry.printed is None:
        return entry.published
    if entry.printed.year is not None:
        return _day(entry.printed, entry.printed.year)
    if listing.day is not None:
        return latest_day(entry.printed, listing.day)
    return _day(entry.printed, listing.year) if listing.year is not None else None


def latest_day(printed: PrintedDate, not_after: date) -> date | None:
    """Return the latest day with this month and day that is not after another, or None for a page's slip.

    :param printed: a month and a day; its year is not looked at.
    :param not_after: the last day allowed.
    """
    for year in range(not_after.year, not_after.year - _SEARCHED_YEARS, -1):
        day = _day(printed, year)
        if day is not None and day <= not_after:
            return day
    return None


def _own_date(dump: Dump, stated: date | None) -> ListingDate:
    """Date a dump by what is said about it and in it, without a look at the others."""
    if stated is not None:
        return ListingDate(stated, "stated")
    if dump.listed_on is not None:
        return ListingDate(dump.listed_on, "stated")
    days = {entry.listed_on for entry in dump.entries if entry.listed_on is not None}
    if len(days) == 1:
        return ListingDate(days.pop(), "stated")
    heading = dump.heading
    if heading is not None and heading.year is not None:
        return ListingDate(_day(heading, heading.year), "stated", heading.year)
    years = [entry.printed.year for entry in dump.entries if entry.printed and entry.printed.year is not None]
    if not years:
        return ListingDate(None, "unknown")
    year = max(years) + 1
    day_in_year = _day(heading, year) if heading is not None else None
    return ListingDate(day_in_year, "unknown" if day_in_year is None else "inferred", year)


def _day(printed: PrintedDate, year: int) -> date | None:
    try:
        return date(year, printed.month, printed.day)
    except ValueError:  # 29 February in a common year
        return None
