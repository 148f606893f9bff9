"""Entries of all dumps turned into tables: every appearance stays, the same paper becomes one row."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from analysis import tables
from analysis.dumps.entries import Dump, Entry, Precision, PrintedDate, Problem
from analysis.dumps.folder import STATED_DATES
from analysis.dumps.page_lines import as_printed, excerpt
from analysis.listing_dates import ListingDate, listing_dates, published_on
from analysis.matching import Candidate, bare_arxiv_id, normalised_title, same_papers
from analysis.readable import readable

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
class Appearance:
    """An entry made readable and dated."""

    entry: Entry
    title: str
    abstract: str
    listing: ListingDate
    published: date | None
    arxiv_id: str | None
    """Without its version."""


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


def appearances_in(dump: Dump, listing: ListingDate, is_stated: bool) -> list[Appearance]:
    """Return the entries of a dump, readable and dated.

    :param listing: when the dump was listed.
    :param is_stated: whether the user says so; then it goes before what an entry says.
    """
    return [_appearance(entry, listing, is_stated) for entry in dump.entries]


def merge(groups: Iterable[Sequence[Appearance]]) -> Merged:
    """Make one paper of each group of appearances.

    :param groups: in any order; each in the order of source and position.
    """
    papers, listings, doubts = [], [], list[Problem]()
    for group in groups:
        paper = _paper(group)
        papers.append(paper)
        listings += [_listing(str(paper["paper_id"]), each) for each in group]
        doubts += _doubted_merges(group)
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


def _appearance(entry: Entry, listing: ListingDate, is_stated: bool) -> Appearance:
    if entry.listed_on is not None and not is_stated:  # what the user states goes before what the source says
        listing = ListingDate(entry.listed_on, "stated", entry.listed_on.year)
    return Appearance(
        entry,
        readable(entry.title),
        readable(entry.abstract),
        listing,
        published_on(entry, listing),
        bare_arxiv_id(entry.arxiv_id) or bare_arxiv_id(entry.url),
    )


def _paper(group: Sequence[Appearance]) -> dict[str, object]:
    """Merge the appearances of one paper, keeping the fullest value of each column."""
    entries = [each.entry for each in group]
    title = _commonest(each.title for each in group)
    arxiv_id = next((each.arxiv_id for each in group if each.arxiv_id), None)
    published, precision = _published(group)
    identity = hashlib.sha256(normalised_title(title).encode("utf-8", errors="replace")).hexdigest()[:12]
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
            precision = each.entry.published_precision if each.entry.published is not None else "day"
            printed = each.entry.printed if each.entry.published is None else None
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


def _doubted_merges(group: Sequence[Appearance]) -> Iterable[Problem]:
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


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.source, problem.line, problem.reason, problem.text


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    import pandas as pd

    return tables.check(name, pd.DataFrame(list(rows), columns=list(tables.SCHEMAS[name].columns)), name)
