"""Stage ``trends``: themes and dates -> trends, theme_trends, bursts, changes."""

from __future__ import annotations

import pandas as pd

from analysis import tables, wording
from analysis.counting import Counting
from analysis.job import Job, Made, Workers
from analysis.trends import TrendTables, build_trends

NOT_COUNTED = ("abstract", "keywords", "title", "why")
"""Columns that say nothing about when: of very many papers they are most of what would be read."""
NOT_DATED = ("paper_id", "source", "layout", "position", "listed_year_from", "line")
"""Columns of listings beside their date."""


def run(job: Job) -> Made:
    """Count every theme in every period and write the four tables of trends."""
    folder = job.folders.processed
    made = _made(job) if job.workers is None else _over(job, job.workers)
    files = tuple(tables.write_table(folder, name, frame) for name, frame in vars(made).items())
    dates = int(tables.read_table(folder, "listings", NOT_DATED)["listed_on"].nunique())
    said = f"{wording.count(dates, 'listing date')}, {_periods(made.trends, 'published')} of publication"
    return Made(files, said)


def _made(job: Job) -> TrendTables:
    counted = {
        name: tables.read_table(job.folders.processed, name, NOT_COUNTED)
        for name in ("listings", "papers", "memberships", "themes", "sources")
    }
    return build_trends(**counted, confidence=job.settings.confidence, counting=Counting.of(job.settings))


def _over(job: Job, workers: Workers) -> TrendTables:
    from analysis.cluster.connection import connected
    from analysis.cluster.tallying import lie_together, trends_over

    folder = job.folders.processed.resolve()
    if not lie_together(folder):
        # one machine has found the themes of papers that workers read, or the other way round
        return _made(job)
    with connected(workers, (folder,)) as client:
        return trends_over(folder, Counting.of(job.settings), job.settings.confidence, client)


def _periods(trends: pd.DataFrame, axis: str) -> str:
    return wording.count(int(trends.loc[trends["axis"] == axis, "period_start"].nunique()), "period")
