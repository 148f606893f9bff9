"""An Atom feed (RFC 4287), which is how the arXiv API answers, read into entries and problems; pure.

Of the feed only what https://info.arxiv.org/help/api/user-manual.html describes is looked at. An entry without a
title is left out and named among the problems.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.dumps.columns import Record, Source, records_dump
from analysis.dumps.entries import Dump
from analysis.dumps.soup import soup_of

if TYPE_CHECKING:
    from bs4 import Tag

_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+<feed\b", re.IGNORECASE | re.DOTALL)
_ELEMENTS = {
    "title": "title",
    "abstract": "summary",
    "published": "published",
    "arxiv_id": "id",
    "doi": "arxiv:doi",
    "url": "id",
}
"""Our field -> the element of an entry that holds it; an id is the address of the paper at arXiv."""


def is_atom(text: str) -> bool:
    """Tell an Atom feed from other text."""
    return _FEED.match(text) is not None


def read_atom(source: str, text: str) -> Dump:
    """Read a feed; what stands behind a break in it is lost, what stands before is kept.

    :param source: name of the file, relative to the raw folder.
    :param text: the feed.
    :raises NoPage: more tags inside one another than any feed has.
    """
    feed = soup_of(text)
    return records_dump(Source(source, "atom", {}), map(_record, feed.find_all("entry")))


def _record(entry: Tag) -> Record:
    found = {field: entry.find(element) for field, element in _ELEMENTS.items()}
    texts = {field: each.get_text(" ") for field, each in found.items() if each is not None}
    authors = [author.get_text(" ") for author in entry.find_all("author")]
    return Record(entry.sourceline or 1, {**texts, "authors": authors})
