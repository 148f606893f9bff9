"""Stage ``themes``: papers -> themes, memberships, map, model."""

from __future__ import annotations

from tqdm import tqdm

from analysis import tables, wording
from analysis.embeddings import embed, load_encoder
from analysis.stages.job import Job, Made
from analysis.themes import find_themes

CACHE = "vectors"
"""Folder, beside the tables, of the vectors kept from run to run."""


def run(job: Job) -> Made:
    """Turn papers into rows, find their themes and write the four tables of what was found.

    :raises EncoderError: the encoder cannot be had.
    :raises ThemeError: the papers allow no themes.
    """
    folder, settings = job.folders.processed, job.settings
    papers = tables.read_table(folder, "papers")
    encoder = load_encoder(settings.encoder, settings.seed, folder / CACHE)
    with tqdm(disable=None, leave=False) as bar:

        def tell(says: str, done: int = 0, total: int | None = None) -> None:
            bar.desc, bar.n, bar.total = says, done, total
            bar.refresh()

        rows = embed(papers, encoder, tell)
        found = find_themes(papers, rows, settings, tell)
    products = {"themes": found.themes, "memberships": found.memberships, "map": found.map, "model": found.model}
    files = tuple(tables.write_table(folder, name, frame) for name, frame in products.items())
    followed = int((found.themes["kind"] == "watched").sum())
    n_found = wording.count(int(found.model["n_themes"].sum()), "theme")
    return Made(files, f"{n_found} found, {followed} followed")
