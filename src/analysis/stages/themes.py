"""Stage ``themes``: papers -> themes, memberships, map and the other tables about them."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from analysis import tables, wording
from analysis.area_names import renamed_areas
from analysis.config import Settings
from analysis.embeddings import embed_in_space, load_encoder
from analysis.identity import Memory, recall, remember
from analysis.keeping import Kept, keep_identity
from analysis.lineage import trace
from analysis.llm_naming import ask_names, subjects
from analysis.neighbours import Cells
from analysis.overlap import Corpus
from analysis.placement import Known, Tables, known_papers, place
from analysis.placement_file import write_known
from analysis.sampling import sample
from analysis.stages.job import Job, Made
from analysis.themes import find_themes

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

CACHE = "vectors"
"""Folder, beside the tables, of the vectors kept from run to run."""


def run(job: Job) -> Made:
    """Turn papers into rows, find their themes and write the tables of what was found.

    Themes that match those of the run before, which ``identity.parquet`` remembers, keep id, name and colour. Of
    very many papers they are found in a sample, and the others are placed into them.

    :raises EncoderError: the encoder cannot be had.
    :raises ThemeError: the papers allow no themes.
    """
    folder, settings = job.folders.processed, job.settings
    everything = tables.read_table(folder, "papers")
    drawn = sample(everything, tables.read_table(folder, "listings"), settings.sample_above, settings.seed)
    papers = everything[drawn]
    encoder = load_encoder(settings.encoder, settings.seed, folder / CACHE)
    with tqdm(disable=None, leave=False) as bar:

        def tell(says: str, done: int = 0, total: int | None = None) -> None:
            bar.desc, bar.n, bar.total = says, done, total
            bar.refresh()

        embedded = embed_in_space(papers, encoder, tell)
        found = find_themes(papers, embedded.rows, settings, tell)
    corpus = Corpus(tuple(papers["paper_id"]), embedded.rows)
    memory = _memory(folder)
    kept = keep_identity(found.themes, found.memberships, corpus, memory, _namer(settings))
    kept = _named_by_model(kept, papers, job) if settings.naming is not None else kept
    kept = replace(kept, themes=renamed_areas(found.themes, kept.themes))
    memory = remember(memory, kept.themes, kept.memberships, kept.named_by)
    known = known_papers(corpus.paper_ids, embedded.rows, embedded.space, found.rules)
    there = Tables(kept.themes, kept.memberships, found.map)
    if not drawn.all():
        there = _others_placed(everything[~drawn], known, there, settings)
    made = {**vars(there), "model": found.model.assign(n_papers=len(everything)), "lineage": trace(memory, corpus)}
    names = [name for name, schema in tables.SCHEMAS.items() if schema.made_by == "themes"]
    products = {name: made[name] for name in names}
    # the memory last: until it is written, the next run is told of the same change once more
    products["identity"] = memory.table()
    files = [write_known(folder, known)]
    files += [tables.write_table(folder, name, frame) for name, frame in products.items()]
    followed = int((found.themes["kind"] == "watched").sum())
    n_found = wording.count(int(found.model["n_themes"].sum()), "theme")
    return Made(tuple(files), f"{n_found} found, {followed} followed")


def _others_placed(others: pd.DataFrame, known: Known, there: Tables, settings: Settings) -> Tables:
    log.info(
        "%-9s found in %s, a sample by source and date; %s placed into them",
        *("themes", wording.count(len(known.paper_ids), "paper"), wording.count(len(others), "other")),
    )
    # without the cache of vectors, which keeps those of the sample
    encoder = load_encoder(settings.encoder, settings.seed)
    return place(others, known, there, encoder, Cells.of(known.rows)).tables


def _memory(folder: Path) -> Memory:
    if not tables.table_path(folder, "identity").exists():
        return recall(None)
    try:
        return recall(tables.read_table(folder, "identity"))
    except tables.NewerTableError:
        raise
    except tables.TableError as error:
        log.warning(
            "%s. The names, ids and colours that themes had are lost with it; they are named as on a first run.",
            str(error).split(". ")[0],
        )
        return recall(None)


def _namer(settings: Settings) -> str:
    return "" if settings.naming is None else settings.naming.model


def _named_by_model(kept: Kept, papers: pd.DataFrame, job: Job) -> Kept:
    naming = job.settings.naming
    if naming is None or not kept.to_name:
        return kept
    answers = ask_names(subjects(kept.themes, kept.memberships, papers, kept.to_name), naming)
    if answers.failure:
        n_asked, n_named = len(kept.to_name), len(answers.names)
        log.warning(
            "%s at %s named %d of %s (%s); the others keep the names they have. To ask again, delete %s.",
            *(naming.model, naming.endpoint, n_named, wording.count(n_asked, "theme"), answers.failure),
            tables.table_path(job.folders.processed, "themes"),
        )
    return kept.renamed(answers.names, naming.model)
