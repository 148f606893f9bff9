"""Papers of a dump held to what a paper can be: a text without end is cut, and that is said; pure."""

from __future__ import annotations

from dataclasses import replace

from analysis.dumps.entries import Dump, Entry, Problem
from analysis.dumps.page_lines import LONGEST_LINE, excerpt

LONGEST_TITLE = 1_000
"""Characters; of 87,000 titles none has half as many."""
LONGEST_ABSTRACT = LONGEST_LINE
LONGEST_NAME = 500
"""Characters of an organization or a keyword."""
LONGEST_ADDRESS = 2_000
MOST_KEYWORDS = 100


def bounded(dump: Dump) -> Dump:
    """Return a dump whose papers have no text longer than it can be; what was cut is named as a problem."""
    entries: list[Entry] = []
    told: list[Problem] = []
    for entry in dump.entries:
        cut = _cut(entry)
        entries.append(cut)
        if cut is not entry:
            told.append(Problem(dump.source, entry.line, _reason(entry), excerpt(entry.title)))
    return replace(dump, entries=tuple(entries), problems=(*dump.problems, *told)) if told else dump


def _cut(entry: Entry) -> Entry:
    keywords = tuple(word[:LONGEST_NAME] for word in entry.keywords[:MOST_KEYWORDS])
    organization = entry.organization[:LONGEST_NAME] if entry.organization else entry.organization
    # half an address leads elsewhere
    url = entry.url if entry.url is None or len(entry.url) <= LONGEST_ADDRESS else None
    cut = replace(
        entry,
        title=entry.title[:LONGEST_TITLE],
        abstract=entry.abstract[:LONGEST_ABSTRACT],
        organization=organization,
        url=url,
        keywords=keywords,
    )
    return entry if cut == entry else cut


def _reason(entry: Entry) -> str:
    lengths = (
        ("title", len(entry.title), LONGEST_TITLE),
        ("abstract", len(entry.abstract), LONGEST_ABSTRACT),
        ("organization", len(entry.organization or ""), LONGEST_NAME),
    )
    shown = [
        f"{name} of {found:,} characters, of which {most:,} are read"
        for name, found, most in lengths
        if found > most
    ]
    if entry.url and len(entry.url) > LONGEST_ADDRESS:
        shown.append(f"address of {len(entry.url):,} characters, which was left out")
    if len(entry.keywords) > MOST_KEYWORDS:
        shown.append(f"{len(entry.keywords):,} keywords, of which {MOST_KEYWORDS} are read")
    return f"too long to be that of a paper: {'; '.join(shown) or 'a keyword, which was cut'}"
