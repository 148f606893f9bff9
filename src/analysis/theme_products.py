"""All that is known of the themes after a run: their tables, and what places papers that come later."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import tables, wording
from analysis.area_names import renamed_areas
from analysis.config import ModelNaming, Settings
from analysis.embeddings import embed_in_space, load_encoder
from analysis.identity import Memory, recall, remember
from analysis.keeping import Kept, keep_identity
from analysis.lineage import trace
from analysis.llm_naming import ask_names, subjects
from analysis.overlap import Corpus
from analysis.placement import TABLES, Known, PlacedBlock, Placements, joined, known_papers
from analysis.placement_file import write_known
from analysis.progress import Progress
from analysis.term_uses import term_uses
from analysis.themes import find_themes

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

CACHE = "vectors"
"""Folder, beside the tables, of the vectors kept from run to run."""


@dataclass(frozen=True)
class ThemeProducts:
    """What the stage ``themes`` leaves."""

    tables: Mapping[str, pd.DataFrame]
    """By name, each as in ``tables.SCHEMAS`` or ``tables.MEMORY``."""
    known: Known

    @property
    def there(self) -> Placements:
        """The tables that other papers are placed into."""
        return Placements(*(self.tables[name] for name in TABLES))

    def with_parts(self, parts: Sequence[PlacedBlock]) -> ThemeProducts:
        """Return the same with papers that were placed into the themes found from the others."""
        if not parts:
            return self
        placed = joined(self.there, parts)
        more = {**vars(placed.tables), "model": with_papers(self.tables["model"], len(placed.far))}
        return replace(self, tables={**self.tables, **more})

    def written(self, folder: Path) -> tuple[Path, ...]:
        """Write everything into the folder; returns the paths.

        The memory of themes comes last: until it is there, the next run is told of the same change once more.
        """
        last = ("identity",)
        order = [*(name for name in self.tables if name not in last), *last]
        files = [write_known(folder, self.known)]
        files += [tables.write_table(folder, name, self.tables[name]) for name in order if name in self.tables]
        return tuple(files)


def said_of(themes: pd.DataFrame, model: pd.DataFrame) -> str:
    """Return one line for the terminal on the tables ``themes`` and ``model``."""
    n_watched = int((themes["kind"] == "watched").sum())
    n_papers, n_sampled, n_found = (int(model[name].iloc[0]) for name in ("n_papers", "n_sampled", "n_themes"))
    sampled = f", from {wording.number(n_sampled)} of {wording.number(n_papers)} papers"
    return (
        f"{wording.count(n_found, 'theme')} found, {n_watched} followed{sampled if n_sampled < n_papers else ''}"
    )


def with_papers(model: pd.DataFrame, n_more: int) -> pd.DataFrame:
    """Return the table ``model`` of themes that more papers are in than those they were found from."""
    return tables.check("model", model.assign(n_papers=model["n_papers"] + n_more), "model")


def find_products(
    papers: pd.DataFrame, folder: Path, settings: Settings, progress: Progress, n_all: int | None = None
) -> ThemeProducts:
    """Find the themes of papers; those that match the last run's keep id, name and colour.

    :param papers: as in ``tables.SCHEMAS``.
    :param folder: of the tables: the memory of themes and the vectors of papers known before are read there.
    :param n_all: papers that these are a sample of; None: they are all.
    :raises EncoderError: the encoder cannot be had.
    :raises ThemeError: the papers allow no themes.
    """
    encoder = load_encoder(settings.encoder, settings.seed, folder / CACHE)
    progress(f"encoding {len(papers)} papers", 0, None)
    embedded = embed_in_space(papers, encoder)
    found = find_themes(papers, embedded.rows, settings, progress, n_all)
    corpus = Corpus(tuple(papers["paper_id"]), embedded.rows)
    memory = _memory(folder)
    model = settings.naming.model if settings.naming is not None else ""
    kept = keep_identity(found.themes, found.memberships, corpus, memory, model)
    if settings.naming is not None:
        kept = _named_by_model(kept, papers, settings.naming, tables.table_path(folder, "themes"))
    kept = replace(kept, themes=renamed_areas(found.themes, kept.themes))
    memory = remember(memory, kept.themes, kept.memberships, kept.named_by)
    made = {"themes": kept.themes, "memberships": kept.memberships, "lineage": trace(memory, corpus)}
    made["term_uses"] = term_uses(papers, kept.memberships, kept.themes)
    names = [name for name, schema in tables.SCHEMAS.items() if schema.made_by == "themes"]
    products = {name: made[name] if name in made else getattr(found, name) for name in names}
    known = known_papers(corpus.paper_ids, embedded.rows, embedded.space, found.rules)
    return ThemeProducts({**products, "identity": memory.table()}, known)


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


def _named_by_model(kept: Kept, papers: pd.DataFrame, naming: ModelNaming, table: Path) -> Kept:
    if not kept.to_name:
        return kept
    answers = ask_names(subjects(kept.themes, kept.memberships, papers, kept.to_name), naming)
    if answers.failure:
        n_asked, n_named = len(kept.to_name), len(answers.names)
        log.warning(
            "%s at %s named %d of %s (%s); the others keep the names they have. To ask again, delete %s.",
            *(naming.model, naming.endpoint, n_named, wording.count(n_asked, "theme"), answers.failure),
            table,
        )
    return kept.renamed(answers.names, naming.model)
