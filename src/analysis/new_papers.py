"""Tables of new dumps joined to those of the dumps read before, without reading these again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

from analysis import tables
from analysis.doubts import merge_doubt
from analysis.dumps.entries import PrintedDate, Problem
from analysis.dumps.folder import same_content
from analysis.dumps.page_lines import excerpt
from analysis.listing_dates import latest_day
from analysis.matching import Candidate, same_papers
from analysis.papers import PaperTables, Row, merged_row, problems_table

if TYPE_CHECKING:
    import pandas as pd


def newest_date(listings: pd.DataFrame) -> date | None:
    """Return the newest listing date; None where there is none."""
    import pandas as pd

    newest = listings["listed_on"].max()
    return None if pd.isna(newest) else cast("date", newest.date())


def moved_dates(sources: pd.DataFrame, newest: date | None) -> list[str]:
    """Return the dumps read before whose listing year hangs on the newest date of all, and would change with it.

    :param sources: of the dumps read before.
    :param newest: of all dumps, the new ones among them.
    """
    if newest is None:
        return []
    moved = []
    for row in _rows(sources):
        day = row["listed_on"]
        undated = row["listed_year_from"] == "unknown" and row["heading"] is not None
        assumed = row["listed_year_from"] == "assumed" and day is not None
        if undated or (assumed and latest_day(PrintedDate(day.month, day.day), newest) != day.date()):
            moved.append(row["source"])
    return sorted(moved)


def join_papers(known: PaperTables, new: PaperTables) -> PaperTables:
    """Return the tables of both: a paper listed again stays one row, with the fullest value of each column.

    A known paper keeps its ``paper_id``, even where a new dump tells its arXiv id. A new dump with the content of
    a known one is left out and named among the problems. Tables do not tell a printed year from a completed one,
    nor the less common titles of a paper: where such decide, reading all dumps anew may choose another date or
    title.

    :param new: as built from the new dumps alone.
    """
    import pandas as pd

    ids = _matched(known.papers, new.papers)
    listings = new.listings.assign(paper_id=new.listings["paper_id"].map(lambda paper: ids.get(paper, paper)))
    twice = _same_content(known, listings, new, ids)
    fresh = new.papers[~new.papers["paper_id"].isin(ids)]
    changed = _merged(known, new, ids)
    kept = known.papers[~known.papers["paper_id"].isin(changed["paper_id"])] if len(changed) else known.papers
    told = [*(same_content(source, first) for source, first in twice.items()), *_doubts(known, new, ids)]
    problems = [known.problems, new.problems, problems_table(told)]
    made = {
        "papers": pd.concat([kept, *(part for part in (changed, fresh) if len(part))]).sort_values("paper_id"),
        "listings": pd.concat([known.listings, listings[~listings["source"].isin(twice)]]),
        "problems": pd.concat([part for part in problems if len(part)] or [known.problems]),
        "sources": pd.concat([known.sources, new.sources[~new.sources["source"].isin(twice)]]),
    }
    orders = {"listings": ["source", "position"], "problems": ["source", "line"], "sources": ["source"]}
    for name, order in orders.items():
        made[name] = made[name].sort_values(order, kind="stable")
    return PaperTables(**{name: tables.check(name, frame, name) for name, frame in made.items()})


def _matched(known: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    """Return the known paper of each new one that is known."""
    candidates = [*_candidates(known), *_candidates(new)]
    ids = [*known["paper_id"], *new["paper_id"]]
    firsts = same_papers(candidates, since=len(known))
    return {ids[place]: ids[firsts[place]] for place in range(len(known), len(ids)) if firsts[place] < len(known)}


def _candidates(papers: pd.DataFrame) -> list[Candidate]:
    arxiv = papers["arxiv_id"].astype(object).where(papers["arxiv_id"].notna(), None)
    return [Candidate(*each) for each in zip(papers["title"], papers["abstract"], arxiv, strict=True)]


def _merged(known: PaperTables, new: PaperTables, ids: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    n_known, n_new = (each.listings["paper_id"].value_counts() for each in (known, new))
    rows = {row["paper_id"]: row for row in _rows(known.papers[known.papers["paper_id"].isin(set(ids.values()))])}
    for row in _rows(new.papers[new.papers["paper_id"].isin(ids)]):
        first = ids[row["paper_id"]]
        said = [rows[first] | {"times": n_known[first]}, row | {"times": n_new[row["paper_id"]]}]
        rows[first] |= merged_row(said)
    columns = list(tables.SCHEMAS["papers"].columns)
    return tables.check("papers", pd.DataFrame(list(rows.values()), columns=columns), "papers")


def _same_content(
    known: PaperTables, listings: pd.DataFrame, new: PaperTables, ids: Mapping[str, str]
) -> dict[str, str]:
    """Return the known dump of each new one that holds nothing else."""
    old = {ids[row["paper_id"]]: row for row in _rows(new.papers[new.papers["paper_id"].isin(ids)])}
    texts = {row["paper_id"]: row for row in _rows(known.papers[known.papers["paper_id"].isin(old)])}
    unchanged = {
        paper
        for paper, row in old.items()
        if (row["title"], row["abstract"]) == (texts[paper]["title"], texts[paper]["abstract"])
    }
    if not unchanged:
        return {}
    contents = {content: source for source, content in reversed(list(_contents(known.listings).items()))}
    return {
        source: contents[content]
        for source, content in _contents(listings).items()
        if content in contents and all(paper in unchanged for _, paper in content)
    }


def _contents(listings: pd.DataFrame) -> dict[str, tuple[tuple[str, str], ...]]:
    in_order = listings.sort_values(["source", "position"])
    pairs = zip(in_order["source"], in_order["listed_on"].astype(str), in_order["paper_id"], strict=True)
    contents: dict[str, list[tuple[str, str]]] = {}
    for source, day, paper in pairs:
        contents.setdefault(source, []).append((day, paper))
    return {source: tuple(content) for source, content in contents.items()}


def _doubts(known: PaperTables, new: PaperTables, ids: Mapping[str, str]) -> Iterator[Problem]:
    before = {
        row["paper_id"]: row for row in _rows(known.papers[known.papers["paper_id"].isin(set(ids.values()))])
    }
    places = known.listings[known.listings["paper_id"].isin(before)].drop_duplicates("paper_id")
    first_place = {row["paper_id"]: f"{row['source']}, line {row['line']}" for row in _rows(places)}
    text_of = {row["paper_id"]: row for row in _rows(new.papers[new.papers["paper_id"].isin(ids)])}
    for listing in _rows(new.listings[new.listings["paper_id"].isin(ids)]):
        row, first = text_of[listing["paper_id"]], before[ids[listing["paper_id"]]]
        if row["arxiv_id"] is not None and row["arxiv_id"] == first["arxiv_id"]:
            continue
        texts = ((each["title"], each["abstract"]) for each in (first, row))
        reason = merge_doubt(first_place[first["paper_id"]], *texts)
        if reason:
            yield Problem(listing["source"], listing["line"], reason, excerpt(row["title"]))


def _rows(frame: pd.DataFrame) -> list[Row]:
    return cast("list[Row]", frame.astype(object).where(frame.notna(), None).to_dict("records"))
