"""Stage ``read`` over many machines: dumps -> papers and listings in parts, problems and sources.

Dumps are read where a worker is free and stay there. What one place has to know of all of them is small: dates,
digests and arXiv ids, and which papers are the same. Texts go from worker to worker, never to one of them alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis import tables
from analysis.appearances import Appearance, appearances_in
from analysis.cluster.appearance_rows import appearance_of, columns, frame_of, record_of
from analysis.cluster.connection import gathered, held, once, shared_folder, task
from analysis.cluster.sameness import Key, keys_of, papers_the_same
from analysis.doubts import doubted_dates
from analysis.dumps.entries import Dump, Entry, Problem
from analysis.dumps.folder import (
    File,
    content_of,
    each_once,
    files_in,
    nothing_found,
    read_files,
    read_stated_dates,
)
from analysis.job import Job, Made
from analysis.listing_dates import ListingDate, listing_dates
from analysis.papers import merge, problems_table, said_of, sources_table
from analysis.table_parts import begin_parts, finish_parts, write_part

if TYPE_CHECKING:
    import pandas as pd
    from dask.delayed import Delayed
    from distributed import Client

    from analysis.dumps.columns import Columns

BYTES_AT_ONCE = 32 * 1024 * 1024
"""Of dumps that one task reads; a longer file is a task of its own."""
FILES_AT_ONCE = 100
PART = 20_000
"""Appearances of a part of the tables, about: the parts are the same however many workers there are."""
PARTED = ("papers", "listings")


@dataclass(frozen=True)
class _Told:
    """What one place has to know of a dump."""

    dump: Dump
    """Without texts: of entries alike in their dates, one."""
    content: str
    n_entries: int


@dataclass(frozen=True)
class _Plan:
    """What the workers have to know of all dumps: where the appearances of each begin, and its date."""

    first: Mapping[str, int]
    """By source; a dump that is left out has none."""
    dates: Mapping[str, ListingDate]
    stated: frozenset[str]


@dataclass(frozen=True)
class _PartTold:
    n_papers: int
    of_source: Counter[str]
    doubts: tuple[Problem, ...]


def read(job: Job, client: Client) -> Made:
    """Read every dump of the raw folder, as stage ``read`` does; tables come out the same, in parts.

    :raises DumpError: no file of the folder could be read as a dump, or ``dumps.toml`` cannot be used.
    :raises ClusterError: a task was lost with its worker again and again.
    """
    raw, folder = job.folders.raw.resolve(), job.folders.processed.resolve()
    stated = read_stated_dates(raw)
    files = files_in(raw, job.settings.follow_links)
    dumps = held(client, [task(_read)(batch, dict(job.settings.columns)) for batch in _batches(files)])
    found = [
        one for part in gathered(client, [task(_tell)(part) for part in dumps], "reading dumps") for one in part
    ]
    told, passed_over = each_once(found, lambda each: (each.dump.source, each.content))
    if not told:
        raise nothing_found(job.folders.raw, passed_over)
    plan = _plan(told, stated)
    n_parts = 1 + sum(each.n_entries for each in told) // PART
    everywhere = once(plan)
    rows = held(client, [task(_rows)(part, everywhere) for part in dumps])
    for name in PARTED:
        begin_parts(folder, name)
    with shared_folder(folder) as shared:
        firsts = papers_the_same(client, rows, n_parts, shared)
        np.save(shared / "firsts.npy", firsts)
        merged = gathered(client, _merged(rows, shared / "firsts.npy", n_parts, folder), "merging papers")
    files_made = [path for name in PARTED for path in finish_parts(folder, name, n_parts)]
    stubs = [each.dump for each in told]
    problems = [*passed_over, *(one for dump in stubs for one in dump.problems), *doubted_dates(stubs, stated)]
    problems += [doubt for part in merged for doubt in part.doubts]
    n_papers = sum((part.of_source for part in merged), Counter[str]())
    sources = sources_table(stubs, plan.dates, n_papers)
    sources["n_entries"] = [each.n_entries for each in told]
    for name, frame in (("problems", problems_table(problems)), ("sources", sources)):
        files_made.append(tables.write_table(folder, name, frame))
    n_different = sum(part.n_papers for part in merged)
    return Made(tuple(files_made), said_of(len(told), len(firsts), n_different, len(problems)))


def _batches(files: Sequence[File]) -> list[list[File]]:
    batches: list[list[File]] = []
    room = 0
    for file in files:
        n_bytes = file.path.stat().st_size if file.path is not None and file.path.exists() else 0
        if not batches or n_bytes > room or len(batches[-1]) >= FILES_AT_ONCE:
            batches.append([])
            room = BYTES_AT_ONCE
        batches[-1].append(file)
        room -= n_bytes
    return batches


def _read(files: Sequence[File], columns: Columns) -> list[Dump | Problem]:
    return list(read_files(files, columns))


def _tell(found: Iterable[Dump | Problem]) -> list[_Told | Problem]:
    return [
        _Told(_stub(one), content_of(one), len(one.entries)) if isinstance(one, Dump) else one for one in found
    ]


def _stub(dump: Dump) -> Dump:
    dated = {(entry.printed, entry.listed_on) for entry in dump.entries}
    entries = tuple(
        Entry(dump.source, dump.layout, 0, 0, "", "", printed=printed, listed_on=listed_on)
        for printed, listed_on in dated
    )
    return replace(dump, entries=entries)


def _plan(told: Sequence[_Told], stated: Mapping[str, date]) -> _Plan:
    first, n_before = {}, 0
    for each in told:
        first[each.dump.source] = n_before
        n_before += each.n_entries
    return _Plan(first, listing_dates([each.dump for each in told], stated), frozenset(stated))


def _rows(found: Iterable[Dump | Problem], plan: _Plan) -> pd.DataFrame:
    """Return the appearances of some dumps: number among all, what makes them the same paper, and all of each."""
    rows = []
    for dump in found:
        if isinstance(dump, Dump) and dump.source in plan.first:
            each = appearances_in(dump, plan.dates[dump.source], dump.source in plan.stated)
            rows += [
                (number, *_key(appearance), record_of(appearance))
                for number, appearance in enumerate(each, plan.first[dump.source])
            ]
    return frame_of(rows, like_rows())


def _key(appearance: Appearance) -> Key:
    return keys_of(appearance.title, appearance.abstract, appearance.arxiv_id)


def like_rows() -> pd.DataFrame:
    """Return no row, with the columns that appearances have."""
    return columns(number="int64", arxiv_id="string", title="string", abstract="string", record="string")


def _merged(rows: Sequence[Delayed], firsts: Path, n_parts: int, folder: Path) -> list[Delayed]:
    """Return tasks that bring the appearances of a paper together, make one of them, and write it."""
    from dask import dataframe

    like = columns(number="int64", paper="int64", record="string", _partitions="int64")
    together = dataframe.from_delayed(
        [task(_with_paper)(part, firsts, n_parts) for part in rows], meta=like, verify_meta=False
    ).shuffle("_partitions", npartitions=n_parts)
    return [task(_merge_part)(part, number, folder) for number, part in enumerate(together.to_delayed())]


def _with_paper(rows: pd.DataFrame, firsts: Path, n_parts: int) -> pd.DataFrame:
    paper = np.asarray(np.load(firsts, mmap_mode="r", allow_pickle=False)[rows["number"].to_numpy()])
    return rows[["number", "record"]].assign(paper=paper, _partitions=paper % n_parts)[
        ["number", "paper", "record", "_partitions"]
    ]


def _merge_part(rows: pd.DataFrame, number: int, folder: Path) -> _PartTold:
    rows = rows.sort_values("number")
    groups: dict[int, list[Appearance]] = {}
    for paper, record in zip(rows["paper"].tolist(), rows["record"].tolist(), strict=True):
        groups.setdefault(paper, []).append(appearance_of(record))
    merged = merge(groups.values())
    write_part(folder, "papers", number, merged.papers)
    write_part(folder, "listings", number, merged.listings)
    return _PartTold(len(merged.papers), merged.n_papers, merged.doubts)
