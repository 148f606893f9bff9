"""Papers to themes."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.area_names import name_areas
from analysis.areas import group_themes
from analysis.config import Settings
from analysis.engines import Engine, Task, load_engine
from analysis.errors import AnalysisError
from analysis.naming import name_groups
from analysis.neighbours import nearest
from analysis.phrase_counts import PhraseCounts, count_phrases
from analysis.progress import Progress, steps_of
from analysis.stability import N_NEAREST, Regroup, measure
from analysis.theme_tables import Found, ThemeTables, build_tables
from analysis.topic_model import Model, fit
from analysis.watchlist import check_watch_list, watch_by_rule

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

FEWEST_PAPERS = 15
"""With fewer papers no themes are looked for."""
SMALLEST = 3
"""Least papers of a theme."""
SMALLEST_GROWTH = 0.33
"""Times the square root of the number of papers: 7 papers of 447, 21 of 4,000; smaller themes seldom come back."""


class ThemeError(AnalysisError):
    """Themes cannot be made from what was given; the text says what does not fit."""


def find_themes(
    papers: pd.DataFrame,
    rows: NDArray[Any],
    settings: Settings,
    progress: Progress | None = None,
    n_all: int | None = None,
) -> ThemeTables:
    """Group papers into themes, name them, measure how stable they are, and add the watched themes.

    The papers are taken in the order of their ids, so the order of the table changes nothing. With fewer than 15
    papers all stay unplaced; the watched themes are looked for all the same.

    :param papers: as in ``tables.SCHEMAS["papers"]``, at least one row.
    :param rows: one unit row per paper, in the order of the table, shape (n_papers, d).
    :param n_all: papers that these are a sample of, which shows as many themes as all would; None: they are all.
    :raises ThemeError: no paper, or rows that do not match the papers.
    :raises WatchError: the watch list has two themes of one name, or an empty phrase.
    """
    check_watch_list(settings.watched)
    if len(papers) == 0 or len(rows) != len(papers):
        raise ThemeError(
            f"expected at least one paper and one row of numbers for each, found {len(papers)} papers and "
            f"{len(rows)} rows. Run: paper-themes read"
        )
    if np.ndim(rows) != 2 or not np.isfinite(rows).all():
        raise ThemeError(
            f"expected rows of finite numbers, shape (n_papers, d), found shape {np.shape(rows)} with "
            f"{int((~np.isfinite(rows)).sum())} that are not finite. Check the encoder."
        )
    order = np.argsort(papers["paper_id"].to_numpy().astype(str), kind="stable")
    papers, rows = papers.iloc[order].reset_index(drop=True), np.asarray(rows, dtype=np.float32)[order]
    titles, abstracts = papers["title"].tolist(), papers["abstract"].tolist()
    watches = watch_by_rule(settings.watched, titles, abstracts, rows)
    broad = count_phrases(titles, abstracts, broad=True)
    counts = broad.not_alone()
    near = nearest(rows, N_NEAREST)
    engine, smallest = load_engine(settings.engine), smallest_theme(len(papers))
    grouping = steps_of(progress, "grouping papers")
    task = Task(rows, near, settings.seed, smallest, settings.n_themes, n_all, progress=grouping)
    model = _fit(engine, task, counts)
    taken = [theme.name for theme in settings.watched]
    named = name_groups(counts, model.groups, model.terms, taken)
    areas = group_themes(rows, model.groups)
    area_names = name_areas(broad, model.groups, areas.of_theme, [each.name for each in named], taken)
    stability = None
    if model.groups.max(initial=-1) >= 0:
        measuring = steps_of(progress, "measuring stability")
        stability = measure(rows, model.groups, Regroup(engine, task), settings.seed, measuring, near)
    found = Found(model.groups, rows, tuple(named), areas, tuple(area_names), stability, near)
    return build_tables(papers["paper_id"].tolist(), found, watches, model.places)


def smallest_theme(n_papers: int) -> int:
    """Return the least number of papers that makes a theme in a corpus of so many."""
    return max(SMALLEST, round(SMALLEST_GROWTH * math.sqrt(n_papers)))


def _fit(engine: Engine, task: Task, counts: PhraseCounts) -> Model:
    n_papers = len(task.rows)
    if n_papers < FEWEST_PAPERS:
        log.warning("%d papers: themes need at least %d, so none were looked for.", n_papers, FEWEST_PAPERS)
        return Model(np.full(n_papers, -1), {}, _few_places(task.rows))
    if not counts.vocabulary:
        log.warning("No two papers share a word that tells a theme: none were looked for.")
        return Model(np.full(n_papers, -1), {}, _few_places(task.rows))
    return fit(engine, task, counts)


def _few_places(rows: NDArray[Any]) -> NDArray[np.float64]:
    """Places for a map of papers too few for UMAP: the two main directions of their rows."""
    centred = rows - rows.mean(axis=0, keepdims=True)
    left, scale, _ = np.linalg.svd(np.pad(centred, ((0, max(0, 2 - len(rows))), (0, 2))), full_matrices=False)
    places = (left * scale)[: len(rows), :2]
    # the sign of a direction is arbitrary: the entry furthest out points up
    signs = np.sign(places[np.abs(places).argmax(axis=0), [0, 1]])
    return np.asarray(places * np.where(signs == 0, 1, signs))
