"""Entries of dumps made readable and dated: the appearances of papers; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.dumps.entries import Dump, Entry
from analysis.listing_dates import ListingDate, published_on
from analysis.matching import bare_arxiv_id
from analysis.readable import readable


@dataclass(frozen=True)
class Appearance:
    """An entry made readable and dated."""

    entry: Entry
    title: str
    abstract: str
    listing: ListingDate
    published: date | None
    arxiv_id: str | None
    """Without its version."""


def appearances_in(dump: Dump, listing: ListingDate, is_stated: bool) -> list[Appearance]:
    """Return the entries of a dump, readable and dated.

    :param listing: when the dump was listed.
    :param is_stated: whether the user says so; then it goes before what an entry says.
    """
    return [_appearance(entry, listing, is_stated) for entry in dump.entries]


def _appearance(entry: Entry, listing: ListingDate, is_stated: bool) -> Appearance:
    if entry.listed_on is not None and not is_stated:
        listing = ListingDate(entry.listed_on, "stated")
    return Appearance(
        entry,
        readable(entry.title),
        readable(entry.abstract),
        listing,
        published_on(entry, listing),
        bare_arxiv_id(entry.arxiv_id) or bare_arxiv_id(entry.url),
    )
