"""Stage ``themes``: papers -> themes, memberships, map and the other tables about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from analysis import tables
from analysis.embeddings import load_encoder
from analysis.job import Job, Made, Workers
from analysis.neighbours import Cells
from analysis.placement import place_parts
from analysis.progress import Progress
from analysis.sampling import sample
from analysis.theme_products import find_products, said_of


def run(job: Job) -> Made:
    """Turn papers into rows, find their themes and write the tables of what was found.

    Themes that match those of the run before, which ``identity.parquet`` remembers, keep id, name and colour. Of
    more papers than ``settings.sample_above`` they are found in a sample, and the others are placed into them.

    :raises EncoderError: the encoder cannot be had.
    :raises ThemeError: the papers allow no themes.
    """
    if job.workers is not None:
        return _over(job, job.workers)
    folder, settings = job.folders.processed, job.settings
    papers = tables.read_table(folder, "papers")
    drawn = sample(papers, tables.read_table(folder, "listings"), settings.sample_above, settings.seed)
    with _bar() as progress:
        found = find_products(papers[drawn].reset_index(drop=True), folder, settings, progress, len(papers))
        others, parts = papers[~drawn], []
        if len(others):
            # without the cache of vectors, which keeps those of the sample
            encoder, cells = load_encoder(settings.encoder, settings.seed), Cells.of(found.known.rows)
            for part in place_parts(others, found.known, found.there, encoder, cells):
                parts.append(part)
                progress("placing papers", sum(len(each.far) for each in parts), len(others))
    found = found.with_parts(parts)
    return Made(found.written(folder), said_of(found.tables["themes"], found.tables["model"]))


def _over(job: Job, workers: Workers) -> Made:
    from analysis.cluster.connection import connected
    from analysis.cluster.finding import find_over

    with connected(workers, (job.folders.processed,)) as client:
        return find_over(job, client)


@contextmanager
def _bar() -> Iterator[Progress]:
    with tqdm(disable=None, leave=False) as bar:

        def tell(doing: str, done: int, total: int | None) -> None:
            bar.desc, bar.n, bar.total = doing, done, total
            bar.refresh()

        yield tell
