"""Entries of all dumps turned into tables: every appearance stays, the same paper becomes one row."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from analysis import tables
from analysis.appearances import Appearance, appearances_in
from analysis.doubts import doubted_dates, doubted_merges
from analysis.dumps.entries import Dump, Entry, Precision, Problem
from analysis.dumps.page_lines import as_printed
from analysis.listing_dates import ListingDate, listing_dates
from analysis.matching import Candidate, normalised_title, same_papers

if TYPE_CHECKING:
    import pandas as pd

_PRECISIONS: tuple[Precision, ...] = ("day", "month", "year")


@dataclass(frozen=True)
class PaperTables:
    """The tables of the first stage, as :data:`analysis.tables.SCHEMAS` says."""

    papers: pd.DataFrame
    """One row per different paper, in the order of ``paper_id``."""
    listings: pd.DataFrame
    """One row per appearance, in the order of source and position."""
    problems: pd.DataFrame
    """In the order of source and line."""
    sources: pd.DataFrame
    """One row per dump, in the order of their names."""


@dataclass(frozen=True)
class Merged:
    """What appearances of the same papers come to; both tables as :data:`analysis.tables.SCHEMAS` says."""

    papers: pd.DataFrame
    """In the order of ``paper_id``."""
    listings: pd.DataFrame
    """In the order of source and position."""
    doubts: tuple[Problem, ...]
    """One for each appearance that may be of another paper after all."""

    @property
    def n_papers(self) -> Counter[str]:
        """Different papers by source."""
        return Counter(self.listings.drop_duplicates(["source", "paper_id"])["source"])


def build_papers(
    dumps: Sequence[Dump],
    stated: Mapping[str, date],
    elsewhere: date | None = None,
    passed_over: Sequence[Problem] = (),
) -> PaperTables:
    """Clean, date and match all entries.

    :param dumps: all dumps of a folder, in any order.
    :param stated: listing date by source, as the user states it.
    :param elsewhere: newest listing date of the folder's other dumps, where ``dumps`` are not all.
    :param passed_over: files that are no dump; they are told among the problems.
    :return: the four tables; their content does not depend on the order of ``dumps``.
    """
    dumps = sorted(dumps, key=lambda dump: dump.source)
    dates = listing_dates(dumps, stated, elsewhere)
    appearances = [
        each for dump in dumps for each in appearances_in(dump, dates[dump.source], dump.source in stated)
    ]
    firsts = same_papers([Candidate(each.title, each.abstract, each.arxiv_id) for each in appearances])
    groups: defaultdict[int, list[Appearance]] = defaultdict(list)
    for first, appearance in zip(firsts, appearances, strict=True):
        groups[first].append(appearance)
    merged = merge(groups.values())
    problems = [*passed_over, *(problem for dump in dumps for problem in dump.problems), *merged.doubts]
    return PaperTables(
        merged.papers,
        merged.listings,
        problems_table([*problems, *doubted_dates(dumps, stated)]),
        sources_table(dumps, dates, merged.n_papers),
    )


def merge(groups: Iterable[Sequence[Appearance]]) -> Merged:
    """Make one paper of each group of appearances.

    :param groups: in any order; each in the order of source and position.
    """
    papers, listings, doubts = [], [], list[Problem]()
    for group in groups:
        paper = _paper(group)
        papers.append(paper)
        listings += [_listing(str(paper["paper_id"]), each) for each in group]
        doubts += doubted_merges(group)
    return Merged(
        _table("papers", sorted(papers, key=lambda row: str(row["paper_id"]))),
        _table("listings", sorted(listings, key=lambda row: (row["source"], row["position"]))),
        tuple(doubts),
    )


def problems_table(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return the table of problems, in the order of source and line."""
    return _table("problems", [asdict(each) for each in sorted(problems, key=_place)])


def sources_table(
    dumps: Sequence[Dump], dates: Mapping[str, ListingDate], n_papers: Mapping[str, int]
) -> pd.DataFrame:
    """Return the table of dumps, in their order.

    :param dates: by source; so is ``n_papers``, of different papers.
    """
    rows = [
        {
            "source": dump.source,
            "layout": dump.layout,
            "n_entries": len(dump.entries),
            "n_papers": n_papers.get(dump.source, 0),
            "listed_on": dates[dump.source].day,
            "listed_year_from": dates[dump.source].year_from,
            "heading": as_printed(dump.heading) if dump.heading is not None else None,
            "note": "; ".join(dump.notes),
        }
        for dump in dumps
    ]
    return _table("sources", rows)


def _paper(group: Sequence[Appearance]) -> dict[str, object]:
    """Merge the appearances of one paper, keeping the fullest value of each column."""
    entries = [each.entry for each in group]
    title = _commonest(each.title for each in group)
    arxiv_id = next((each.arxiv_id for each in group if each.arxiv_id), None)
    published, precision = _published(group)
    identity = hashlib.sha256(normalised_title(title).encode()).hexdigest()[:12]
    return {
        "paper_id": arxiv_id or f"t-{identity}",
        "title": title,
        "abstract": min((each.abstract for each in group), key=lambda abstract: (-len(abstract), abstract)),
        "published": published,
        "published_precision": precision,
        "n_authors": _largest(entry.n_authors for entry in entries),
        "organization": _commonest(entry.organization for entry in entries if entry.organization) or None,
        "upvotes": _largest(entry.upvotes for entry in entries),
        "n_comments": _largest(entry.n_comments for entry in entries),
        "arxiv_id": arxiv_id,
        "url": _url(entries, arxiv_id),
        "keywords": list(dict.fromkeys(keyword for entry in entries for keyword in entry.keywords)),
    }


def _published(group: Iterable[Appearance]) -> tuple[date | None, Precision | None]:
    """Choose the most precise date; of those the earliest whose year was printed, else the earliest completed."""
    dated: list[tuple[int, bool, date, Precision]] = []
    for each in group:
        if each.published is not None:
            printed, precision = each.entry.printed, each.entry.published_precision
            is_completed = printed is not None and printed.year is None
            dated.append((_PRECISIONS.index(precision), is_completed, each.published, precision))
    if not dated:
        return None, None
    _, _, day, precision = min(dated)
    return day, precision


def _url(entries: Sequence[Entry], arxiv_id: str | None) -> str | None:
    """Choose the link that names the paper's arXiv id, else the first."""
    urls = [entry.url for entry in entries if entry.url]
    return next((url for url in urls if arxiv_id and arxiv_id in url), urls[0] if urls else None)


def _commonest(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default="")


def _largest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _listing(paper_id: str, each: Appearance) -> dict[str, object]:
    entry = each.entry
    return {
        "paper_id": paper_id,
        "source": entry.source,
        "layout": entry.layout,
        "position": entry.position,
        "listed_on": each.listing.day,
        "listed_year_from": each.listing.year_from,
        "line": entry.line,
    }


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.source, problem.line, problem.reason, problem.text


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    import pandas as pd

    return tables.check(name, pd.DataFrame(list(rows), columns=list(tables.SCHEMAS[name].columns)), name)
