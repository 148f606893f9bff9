"""Stage ``themes`` over many machines: found from a sample on one worker, all others placed where they lie.

Of no more papers than ``settings.sample_above`` that one worker has all, as one machine would; of more, none has.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis import tables
from analysis.cluster.connection import gathered, held, shared_folder, task
from analysis.config import Settings, WatchedTheme
from analysis.embeddings import load_encoder
from analysis.job import Job, Made
from analysis.neighbours import Cells
from analysis.placement import TABLES, Known, Placements, counts_of, place_parts, with_more
from analysis.placement_file import FILE, read_known
from analysis.sampling import sample
from analysis.table_parts import begin_parts, finish_parts, write_part
from analysis.theme_products import find_products, said_of, with_papers

if TYPE_CHECKING:
    import pandas as pd
    from distributed import Client
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

PARTED = ("memberships", "map", "term_uses")
_WHOLE = ("themes", "lineage", "model", "identity")
"""The other tables of the stage; the memory of themes last, as one machine writes it."""
_PAPER, _LISTING = ("paper_id", "published"), ("paper_id", "source", "position", "listed_on")


def find_over(job: Job, client: Client) -> Made:
    """Find themes as stage ``themes`` does; tables come out the same, memberships and map in parts as papers are.

    :raises AnalysisError: as stage ``themes``.
    :raises ClusterError: a task was lost with its worker again and again.
    """
    folder, settings = job.folders.processed.resolve(), job.settings
    papers, listings = (tables.parts_of(folder, name) for name in ("papers", "listings"))
    told = gathered(client, [task(_ids)(path, "papers", _PAPER) for path in papers], "counting papers")
    told_listings = gathered(
        client, [task(_ids)(path, "listings", _LISTING) for path in listings], "counting papers"
    )
    chosen = _shared_out(told, told_listings, settings)
    sampled = held(client, [task(_sampled)(*each) for each in zip(papers, chosen, strict=True)])
    with shared_folder(folder) as shared:
        n_all = sum(len(frame) for frame in told)
        (warnings,) = gathered(client, [task(_find)(sampled, folder, shared, settings, n_all)], "finding themes")
        for warning in warnings:
            log.warning("%s", warning)
        for name in PARTED:
            begin_parts(folder, name)
        parts = zip(range(len(papers)), papers, chosen, strict=True)
        tasks = [task(_place)(*part, folder, shared, settings) for part in parts]
        added = sum(gathered(client, tasks, "placing papers"), Counter[str]())
        n_more = n_all - int(sum(map(np.sum, chosen)))
        files = [path for name in PARTED for path in finish_parts(folder, name, len(papers))]
        made = {name: tables.read_table(shared, name) for name in _WHOLE}
        made["themes"], made["model"] = with_more(made["themes"], added), with_papers(made["model"], n_more)
        os.replace(shared / FILE, folder / FILE)
        files += [folder / FILE, *(tables.write_table(folder, name, frame) for name, frame in made.items())]
    return Made(tuple(files), said_of(made["themes"], made["model"]))


def _ids(path: Path, name: str, wanted: Collection[str]) -> pd.DataFrame:
    return tables.read_part(
        path, name, [column for column in tables.SCHEMAS[name].columns if column not in wanted]
    )


def _shared_out(
    papers: Sequence[pd.DataFrame], listings: Sequence[pd.DataFrame], settings: Settings
) -> list[NDArray[np.bool_]]:
    """Return for each part which of its papers the themes are found from."""
    import pandas as pd

    # in the order of one machine's table, which decides where two papers are as good as one another
    every = pd.concat(papers, ignore_index=True)
    order = every["paper_id"].argsort(kind="stable").to_numpy()
    listed = pd.concat(listings).sort_values(["source", "position"], kind="stable", ignore_index=True)
    chosen = np.zeros(len(every), dtype=bool)
    chosen[order] = sample(every.iloc[order].reset_index(drop=True), listed, settings.sample_above, settings.seed)
    return np.split(chosen, np.cumsum([len(frame) for frame in papers])[:-1])


def _sampled(path: Path, chosen: NDArray[np.bool_]) -> pd.DataFrame:
    return tables.read_part(path, "papers")[chosen]


def _find(
    parts: Sequence[pd.DataFrame], folder: Path, shared: Path, settings: Settings, n_all: int
) -> tuple[str, ...]:
    """Find themes and leave everything in the shared folder; returns what was warned of."""
    import pandas as pd

    papers = pd.concat(parts).sort_values("paper_id", ignore_index=True)
    with _warnings() as said:
        find_products(papers, folder, settings, lambda says, done, total: None, n_all).written(shared)
    return tuple(said)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    said: list[str] = []

    class _Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler, ours = _Kept(logging.WARNING), logging.getLogger("analysis")
    ours.addHandler(handler)
    try:
        yield said
    finally:
        ours.removeHandler(handler)


def _place(
    number: int, path: Path, chosen: NDArray[np.bool_], folder: Path, shared: Path, settings: Settings
) -> Counter[str]:
    """Write memberships and map of a part of the papers; returns how many more papers each theme has by it."""
    import pandas as pd

    base = _base_of(shared, (shared / FILE).stat().st_mtime_ns, settings.watched)
    papers = tables.read_part(path, "papers")
    ids = papers.loc[chosen, "paper_id"]
    products = {name: getattr(base.there, name) for name in PARTED}
    products = {name: frame[frame["paper_id"].isin(ids)] for name, frame in products.items()}
    added = Counter[str]()
    if not chosen.all():
        encoder = load_encoder(settings.encoder, settings.seed)
        for part in place_parts(papers[~chosen], base.known, base.there, encoder, base.cells):
            products = {name: pd.concat([frame, getattr(part, name)]) for name, frame in products.items()}
            added += counts_of(part.memberships, base.there.themes)
    for name, frame in products.items():
        write_part(folder, name, number, frame.sort_values(list(tables.SCHEMAS[name].sorted_by)))
    return added


@dataclass(frozen=True)
class _Base:
    """What papers are placed into."""

    known: Known
    there: Placements
    cells: Cells


# read and put into cells once for all parts that a worker is given
@lru_cache(maxsize=1)
def _base_of(shared: Path, written: int, watched: tuple[WatchedTheme, ...]) -> _Base:
    known = read_known(shared, watched)
    return _Base(known, Placements(*(tables.read_table(shared, name) for name in TABLES)), Cells.of(known.rows))
