"""Stage ``themes``: papers -> themes, memberships, map."""

from __future__ import annotations

from analysis import tables, wording
from analysis.embeddings import embed, load_encoder
from analysis.stages.job import Job, Made
from analysis.themes import find_themes


def run(job: Job) -> Made:
    """Turn papers into rows, find their themes and write the three tables of what was found.

    :raises ThemeError: the encoder cannot be loaded, or the papers allow no themes.
    """
    folder = job.folders.processed
    papers = tables.read_table(folder, "papers")
    rows = embed(papers, load_encoder(job.settings.encoder), folder)
    found = find_themes(papers, rows, job.settings)
    products = {"themes": found.themes, "memberships": found.memberships, "map": found.map}
    files = tuple(tables.write_table(folder, name, frame) for name, frame in products.items())
    kinds = found.themes["kind"].value_counts()
    said = f"{wording.count(int(kinds.get('found', 0)), 'theme')} found, {int(kinds.get('watched', 0))} watched"
    return Made(files, said)
