"""Tables of new dumps joined to those of the dumps read before, without reading these again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from analysis import tables
from analysis.doubts import merge_doubt
from analysis.dumps.entries import PrintedDate
from analysis.dumps.page_lines import excerpt
from analysis.listing_dates import latest_day
from analysis.matching import Candidate, same_papers
from analysis.papers import PaperTables

if TYPE_CHECKING:
    import pandas as pd

_PRECISIONS = ("day", "month", "year")
Row = dict[str, Any]


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
    a known one is left out and named among the problems.

    :param new: as built from the new dumps alone.
    """
    import pandas as pd

    ids = _matched(known.papers, new.papers)
    listings = new.listings.assign(paper_id=new.listings["paper_id"].map(lambda paper: ids.get(paper, paper)))
    twice = _same_content(known, listings, new, ids)
    fresh = new.papers[~new.papers["paper_id"].isin(ids)]
    changed = _merged(known, new, ids)
    kept = known.papers[~known.papers["paper_id"].isin(changed["paper_id"])] if len(changed) else known.papers
    problems = [known.problems, new.problems, _problems(twice), _doubts(known, new, ids)]
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

    counts = [tables_of.listings["paper_id"].value_counts() for tables_of in (known, new)]
    rows = {row["paper_id"]: row for row in _rows(known.papers[known.papers["paper_id"].isin(set(ids.values()))])}
    for row in _rows(new.papers[new.papers["paper_id"].isin(ids)]):
        first = ids[row["paper_id"]]
        n_known, n_new = int(counts[0].get(first, 0)), int(counts[1].get(row["paper_id"], 0))
        rows[first] = _merge(rows[first], row, n_known, n_new)
    columns = list(tables.SCHEMAS["papers"].columns)
    return tables.check("papers", pd.DataFrame(list(rows.values()), columns=columns), "papers")


def _merge(known: Row, new: Row, n_known: int, n_new: int) -> Row:
    merged = dict(known)
    said_more = (known, new) if n_known > n_new else (new, known) if n_new > n_known else None
    for column in ("title", "organization"):
        said = [row[column] for row in said_more or (known, new) if row[column] is not None]
        ordered = said if said_more else sorted(said, key=lambda text: (-len(text), text))
        merged[column] = ordered[0] if ordered else None
    merged["abstract"] = min(known["abstract"], new["abstract"], key=lambda text: (-len(text), text))
    dated = [row for row in (known, new) if row["published"] is not None]
    if dated:
        best = min(dated, key=lambda row: (_PRECISIONS.index(row["published_precision"]), row["published"]))
        merged |= {column: best[column] for column in ("published", "published_precision")}
    for column in ("n_authors", "upvotes", "n_comments"):
        merged[column] = max((row[column] for row in (known, new) if row[column] is not None), default=None)
    arxiv = [row["arxiv_id"] for row in (known, new) if row["arxiv_id"] is not None]
    merged["arxiv_id"] = arxiv[0] if arxiv else None
    urls = [row["url"] for row in (known, new) if row["url"] is not None]
    told = [url for url in urls if arxiv and arxiv[0] in url]
    merged["url"] = (told or urls or [None])[0]
    merged["keywords"] = list(dict.fromkeys([*known["keywords"], *new["keywords"]]))
    return merged


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


def _problems(twice: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "source": source,
            "line": 0,
            "reason": f"the same content as {first}: read once, under that name",
            "text": "",
        }
        for source, first in twice.items()
    ]
    columns = list(tables.SCHEMAS["problems"].columns)
    return tables.check("problems", pd.DataFrame(rows, columns=columns), "problems")


def _doubts(known: PaperTables, new: PaperTables, ids: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    rows = []
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
            shown = {
                "source": listing["source"],
                "line": listing["line"],
                "reason": reason,
                "text": excerpt(row["title"]),
            }
            rows.append(shown)
    columns = list(tables.SCHEMAS["problems"].columns)
    return tables.check("problems", pd.DataFrame(rows, columns=columns), "problems")


def _rows(frame: pd.DataFrame) -> list[Row]:
    return cast("list[Row]", frame.astype(object).where(frame.notna(), None).to_dict("records"))
