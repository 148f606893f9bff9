"""Stage ``read``: dumps -> papers, listings, problems, sources."""

from __future__ import annotations

from analysis import tables
from analysis.dumps.folder import read_folder, read_stated_dates
from analysis.job import Job, Made, Workers
from analysis.papers import build_papers, said_of


def run(job: Job) -> Made:
    """Read every dump of the raw folder and write the four tables of what it holds.

    :raises DumpError: no file of the folder could be read as a dump, or ``dumps.toml`` cannot be used.
    """
    if job.workers is not None:
        return _over(job, job.workers)
    reading = read_folder(job.folders.raw, dict(job.settings.columns), job.settings.follow_links)
    made = build_papers(reading.dumps, read_stated_dates(job.folders.raw), passed_over=reading.passed_over)
    files = tuple(tables.write_table(job.folders.processed, name, frame) for name, frame in vars(made).items())
    said = said_of(len(made.sources), len(made.listings), len(made.papers), len(made.problems))
    return Made(files, said)


def _over(job: Job, workers: Workers) -> Made:
    from analysis.cluster.connection import connected
    from analysis.cluster.reading import read

    # a raw folder that is not there is told of as on one machine
    folders = [folder for folder in (job.folders.raw, job.folders.processed) if folder.is_dir()]
    with connected(workers, folders) as client:
        return read(job, client)
