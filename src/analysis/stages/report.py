"""Stage ``report``: all tables -> ``reports/themes.html`` and the CSV behind each of its charts."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import cutting, manifest, wording
from analysis.config import Settings
from analysis.job import Job, Made
from analysis.language import _, speaking
from analysis.provenance import Excerpt, Provenance
from analysis.report import CHARTS, write_report
from analysis.shown_tables import shown_tables

if TYPE_CHECKING:
    import pandas as pd

    from analysis.sheets import Sheet

log = logging.getLogger(__name__)

SHOWN_VERSIONS = ("bertopic", "numpy", "pandas", "plotly", "scikit-learn", "umap-learn", "wordllama")


def run(job: Job) -> Made:
    """Write the report, with what it was made from.

    :raises ReportError: the folder cannot be written.
    :raises CatalogError: the texts of its language cannot be used.
    """
    with speaking(job.settings.language):
        everything = shown_tables(job.folders.processed)
        n_all = len(everything["papers"])
        everything = cutting.cut_down(everything, job.cut, job.settings)
        part = _part(everything, job, n_all) if job.cut else None
        page, lacks = _written(job, everything, _provenance(job, everything, part))
    if part and not part.n_papers:
        log.warning("No paper is left (%s): the page has no chart of papers.", cutting.said(job.cut))
    sheets = sorted((page.parent / CHARTS).glob("*.csv"))
    return Made((page, *sheets), f"{wording.count(len(sheets), 'chart')} on one page", lacks)


def _written(
    job: Job, everything: Mapping[str, pd.DataFrame], provenance: Provenance
) -> tuple[Path, tuple[str, ...]]:
    lacks: list[str] = []

    def pictures(sheets: Sequence[Sheet]) -> Mapping[str, str]:
        from analysis.static_pictures import static_pictures

        made = static_pictures(sheets)
        lacks.extend(["browser"] if len(made) < len(sheets) else [])
        return made

    page = write_report(everything, provenance, job.pages, pictures if job.pictures else None)
    return page, tuple(lacks)


def _provenance(job: Job, everything: Mapping[str, pd.DataFrame], part: Excerpt | None) -> Provenance:
    model = everything["model"]
    records = manifest.load(job.folders.processed)
    read = records.get(manifest.UPDATE) or records.get("read")
    return Provenance(
        raw=job.raw_shown,
        sample=job.is_sample,
        settings=_in_words(job.settings),
        versions=manifest.versions(SHOWN_VERSIONS),
        inputs=read.inputs if read else {},
        confidence=job.settings.confidence,
        n_runs=int(model["n_runs"].sum()),
        agreement=float(model["agreement"].iloc[0]) if model["agreement"].notna().any() else None,
        n_found_in=_sampled(model),
        part=part,
    )


def _sampled(model: pd.DataFrame) -> int:
    n_sampled = int(model["n_sampled"].sum())
    return n_sampled if n_sampled < model["n_papers"].sum() else 0


def _part(everything: Mapping[str, pd.DataFrame], job: Job, n_all: int) -> Excerpt:
    theme = cutting.theme_name(everything, job.cut)
    return Excerpt(cutting.said(job.cut), cutting.n_papers(everything), n_all, theme)


def _in_words(settings: Settings) -> dict[str, str]:
    naming = settings.naming
    return {
        _("Seed"): str(settings.seed),
        _("Encoder"): settings.encoder,
        _("Number of themes"): str(settings.n_themes or _("chosen from the papers")),
        _("Names"): _("phrases of the papers") if naming is None else _("asked of {model}", model=naming.model),
        _("Confidence"): wording.exact_percent(settings.confidence),
        _("Followed themes"): wording.listed([theme.name for theme in settings.watched]) or _("none"),
    }
