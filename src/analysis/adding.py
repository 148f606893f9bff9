"""New files into the tables that are there: their papers are read, placed and counted, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import tables, wording
from analysis.advice import Since
from analysis.dumps.folder import read_some, read_stated_dates
from analysis.embeddings import load_encoder
from analysis.new_papers import join_papers, moved_dates, newest_date
from analysis.papers import PaperTables, build_papers
from analysis.placement import TABLES, Placed, Placements, place
from analysis.placement_file import read_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analysis.config import Settings
    from analysis.job import Job


@dataclass(frozen=True)
class Added:
    """What became of new files."""

    reason: str = ""
    """Why they could not just be added; nothing was written then."""
    files: tuple[Path, ...] = ()
    """The tables written."""
    said: str = ""
    """One line for the terminal, with counts."""
    since: Since = Since(0, 0, 0)


def add(job: Job, names: Sequence[str], again: bool) -> Added:
    """Read new files of the raw folder and put what they hold into the tables of papers and of themes.

    :param names: of the new files, relative to the raw folder.
    :param again: whether this is not the first time since the themes were found.
    :raises AnalysisError: a table, or what the last full run left, cannot be used.
    """
    import pandas as pd

    folder = job.folders.processed
    known = PaperTables(
        *(tables.read_table(folder, name) for name in ("papers", "listings", "problems", "sources"))
    )
    new = _read(job, names, known)
    moved = moved_dates(known.sources, newest_date(pd.concat([known.listings, new.listings])))
    if moved:
        return Added(f"the new dates change the year that is assumed for {moved[0]}")
    joined = join_papers(known, new)
    fresh = joined.papers[~joined.papers["paper_id"].isin(known.papers["paper_id"])]
    placed = _place(fresh, folder, job.settings)
    earlier = tables.read_table(folder, "placed") if again else tables.empty("placed")
    rows = pd.DataFrame({"paper_id": fresh["paper_id"].to_numpy(), "cosine": placed.cosine, "far": placed.far})
    all_placed = pd.concat([part for part in (earlier, rows) if len(part)] or [earlier]).sort_values("paper_id")
    products = {**vars(joined), **vars(placed.tables), "placed": all_placed}
    files = tuple(tables.write_table(folder, name, frame) for name, frame in products.items())
    since = Since(len(joined.papers), len(all_placed), int(all_placed["far"].sum()))
    return Added("", files, _said(names, joined, known, placed), since)


def _read(job: Job, names: Sequence[str], known: PaperTables) -> PaperTables:
    settings = job.settings
    reading = read_some(job.folders.raw, set(names), dict(settings.columns), settings.follow_links)
    stated = {source: day for source, day in read_stated_dates(job.folders.raw).items() if source in names}
    return build_papers(reading.dumps, stated, newest_date(known.listings), reading.passed_over)


def _place(fresh: pd.DataFrame, folder: Path, settings: Settings) -> Placed:
    there = Placements(*(tables.read_table(folder, name) for name in TABLES))
    known = read_known(folder, settings.watched)
    return place(fresh, known, there, load_encoder(settings.encoder, settings.seed))


def _said(names: Sequence[str], now: PaperTables, before: PaperTables, placed: Placed) -> str:
    n_more = len(now.listings) - len(before.listings)
    n_new = len(placed.far)
    return (
        f"{wording.count(len(names), 'new file')}, {wording.count(n_more, 'appearance')}, "
        f"{wording.count(n_new, 'new paper')} placed, {wording.number(int(placed.far.sum()))} far from every theme"
    )
