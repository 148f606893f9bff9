"""Entries of all dumps turned into tables: every appearance stays, the same paper becomes one row."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from analysis import tables, wording
from analysis.appearances import Appearance, appearances_in
from analysis.doubts import doubted_dates, doubted_merges
from analysis.dumps.entries import Dump, Precision, Problem
from analysis.dumps.page_lines import as_printed
from analysis.listing_dates import ListingDate, listing_dates
from analysis.matching import Candidate, normalised_title, same_papers

if TYPE_CHECKING:
    import pandas as pd

_PRECISIONS: tuple[Precision, ...] = ("day", "month", "year")
Row = dict[str, Any]
"""A row of one of the tables, by column."""
_IN_ORDER = attrgetter("source", "line", "reason", "text")


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
        listings += [_listing(paper["paper_id"], each) for each in group]
        doubts += doubted_merges(group)
    return Merged(
        _table("papers", sorted(papers, key=itemgetter("paper_id"))),
        _table("listings", sorted(listings, key=itemgetter("source", "position"))),
        tuple(doubts),
    )


def problems_table(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return the table of problems, in the order of source and line."""
    return _table("problems", [asdict(each) for each in sorted(problems, key=_IN_ORDER)])


def said_of(n_dumps: int, n_appearances: int, n_papers: int, n_problems: int) -> str:
    """Return one line for the terminal on what was read."""
    said = (
        f"{wording.count(n_dumps, 'dump')}, {wording.count(n_appearances, 'appearance')} of "
        f"{wording.count(n_papers, 'different paper')}"
    )
    return f"{said}, {wording.count(n_problems, 'problem')}" if n_problems else said


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


def _paper(group: Sequence[Appearance]) -> Row:
    row = merged_row([_row(each) for each in group])
    identity = hashlib.sha256(normalised_title(row["title"]).encode()).hexdigest()[:12]
    return {"paper_id": row["arxiv_id"] or f"t-{identity}", **row}


def _row(each: Appearance) -> Row:
    entry = each.entry
    return {
        "title": each.title,
        "abstract": each.abstract,
        "published": each.published,
        "published_precision": entry.published_precision,
        "year_completed": entry.printed is not None and entry.printed.year is None,
        "n_authors": entry.n_authors,
        "organization": entry.organization,
        "upvotes": entry.upvotes,
        "n_comments": entry.n_comments,
        "arxiv_id": each.arxiv_id,
        "url": entry.url,
        "keywords": entry.keywords,
    }


def merged_row(rows: Sequence[Row]) -> Row:
    """Return the columns of one paper, each the fullest of what is said of it; all but ``paper_id``.

    Of dates the most precise counts; of those the earliest whose year was printed, else the earliest completed.

    :param rows: columns of ``papers``, None where nothing is said; the first come first. A row may say beside
        them that the year of its date is not its own (``year_completed``), and of how many appearances it was
        made (``times``).
    """
    arxiv_id = next((row["arxiv_id"] for row in rows if row["arxiv_id"]), None)
    dated = min((row for row in rows if row["published"] is not None), key=_doubt_of_date, default=None)
    urls = [row["url"] for row in rows if row["url"]]
    return {
        "title": _commonest(rows, "title") or "",
        "abstract": min((row["abstract"] for row in rows), key=lambda abstract: (-len(abstract), abstract)),
        "published": dated and dated["published"],
        "published_precision": dated and dated["published_precision"],
        "n_authors": _largest(rows, "n_authors"),
        "organization": _commonest(rows, "organization"),
        "upvotes": _largest(rows, "upvotes"),
        "n_comments": _largest(rows, "n_comments"),
        "arxiv_id": arxiv_id,
        # the link that names the paper's arXiv id goes first
        "url": next((url for url in urls if arxiv_id and arxiv_id in url), urls[0] if urls else None),
        "keywords": list(dict.fromkeys(keyword for row in rows for keyword in row["keywords"])),
    }


def _doubt_of_date(row: Row) -> tuple[int, bool, date]:
    return _PRECISIONS.index(row["published_precision"]), row.get("year_completed", False), row["published"]


def _commonest(rows: Iterable[Row], column: str) -> str | None:
    counts: Counter[str] = Counter()
    for row in rows:
        if row[column]:
            counts[row[column]] += row.get("times", 1)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)


def _largest(rows: Iterable[Row], column: str) -> int | None:
    return max((row[column] for row in rows if row[column] is not None), default=None)


def _listing(paper_id: str, each: Appearance) -> Row:
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


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    import pandas as pd

    return tables.check(name, pd.DataFrame(list(rows), columns=list(tables.SCHEMAS[name].columns)), name)
