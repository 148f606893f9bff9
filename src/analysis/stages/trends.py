"""Stage ``trends``: themes and dates -> trends, theme_trends, bursts, changes."""

from __future__ import annotations

import pandas as pd

from analysis import tables, wording
from analysis.counting import Counting
from analysis.stages.job import Job, Made
from analysis.trends import build_trends


def run(job: Job) -> Made:
    """Count every theme in every period and write the four tables of trends."""
    folder = job.folders.processed
    listings, papers, memberships, themes, sources = (
        tables.read_table(folder, name) for name in ("listings", "papers", "memberships", "themes", "sources")
    )
    settings = job.settings
    counting = Counting(settings.period, settings.count, settings.membership)
    made = build_trends(listings, papers, memberships, themes, sources, settings.confidence, counting)
    products = {name: getattr(made, name) for name in ("trends", "theme_trends", "bursts", "changes")}
    files = tuple(tables.write_table(folder, name, frame) for name, frame in products.items())
    dates = wording.count(int(listings["listed_on"].nunique()), "listing date")
    return Made(files, f"{dates}, {_periods(made.trends, 'published')} of publication")


def _periods(trends: pd.DataFrame, axis: str) -> str:
    return wording.count(int(trends.loc[trends["axis"] == axis, "period_start"].nunique()), "period")
