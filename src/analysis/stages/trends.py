"""Stage ``trends``: themes and dates -> trends, theme_trends."""

from __future__ import annotations

from analysis import tables, wording
from analysis.stages.job import Job, Made
from analysis.trends import build_trends


def run(job: Job) -> Made:
    """Count every theme in every period and write the two tables of trends."""
    folder = job.folders.processed
    listings, papers, memberships, themes, sources = (
        tables.read_table(folder, name) for name in ("listings", "papers", "memberships", "themes", "sources")
    )
    made = build_trends(listings, papers, memberships, themes, sources, job.settings.confidence)
    products = {"trends": made.trends, "theme_trends": made.theme_trends}
    files = tuple(tables.write_table(folder, name, frame) for name, frame in products.items())
    starts = made.trends.groupby("axis")["period_start"].nunique()
    listed = wording.count(int(starts.get("listed", 0)), "listing date")
    return Made(files, f"{listed}, {wording.count(int(starts.get('published', 0)), 'period')} of publication")
