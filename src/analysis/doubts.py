"""What was read and may be wrong: dates that contradict each other, papers that may not be the same; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from analysis.appearances import Appearance
from analysis.dumps.entries import Dump, PrintedDate, Problem
from analysis.dumps.page_lines import as_printed, excerpt
from analysis.matching import normalised_title
from analysis.raw_folder import STATED_DATES


def doubted_dates(dumps: Sequence[Dump], stated: Mapping[str, date]) -> Iterable[Problem]:
    """Name the dates the user states of dumps that are not there, or that print another date."""
    headings = {dump.source: dump.heading for dump in dumps}
    for source, day in sorted(stated.items()):
        if source not in headings:
            reason = f"a date is stated for '{source}', but no dump of that name was read"
            yield Problem(STATED_DATES, 0, reason, f"{source} = {day.isoformat()}")
            continue
        heading = headings[source]
        if heading is not None and not _agrees(heading, day):
            reason = (
                f"the page prints {as_printed(heading)}, but {STATED_DATES} states {day.isoformat()}: stated holds"
            )
            yield Problem(source, 0, reason)


def _agrees(heading: PrintedDate, day: date) -> bool:
    return replace(heading, year=heading.year or day.year) == PrintedDate(day.month, day.day, day.year)


def doubted_merges(group: Sequence[Appearance]) -> Iterable[Problem]:
    """Name what was taken for the same paper though title or abstract differ, so that a reader can look."""
    first = group[0]
    for each in group[1:]:
        if each.arxiv_id and each.arxiv_id == first.arxiv_id:
            continue
        where = f"{first.entry.source}, line {first.entry.line}"
        reason = merge_doubt(where, (first.title, first.abstract), (each.title, each.abstract))
        if reason:
            yield Problem(each.entry.source, each.entry.line, reason, excerpt(each.title))


def merge_doubt(where: str, first: tuple[str, str], other: tuple[str, str]) -> str:
    """Say why two appearances may not be the same paper after all; an empty text where nothing speaks against it.

    :param where: what to call the place of the first.
    :param first: its title and abstract; so is ``other``.
    """
    (title, abstract), (other_title, other_abstract) = first, other
    if normalised_title(title) != normalised_title(other_title):
        return f"taken for the paper of {where}, whose title differs a little: {excerpt(title)}"
    if abstract and other_abstract and not fuzz.ratio(other_abstract[:300], abstract[:300], score_cutoff=50):
        return f"taken for the paper of {where}: the same title, but another abstract"
    return ""
