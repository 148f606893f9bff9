"""Stage ``report``: all tables -> ``reports/themes.html`` and the CSV behind each of its charts."""

from __future__ import annotations

import logging

from analysis import cutting, manifest, tables, wording
from analysis.config import Settings
from analysis.report import CHARTS, Provenance, write_report
from analysis.stages.job import Job, Made

log = logging.getLogger(__name__)

SHOWN_VERSIONS = ("bertopic", "numpy", "pandas", "plotly", "scikit-learn", "umap-learn", "wordllama")


def run(job: Job) -> Made:
    """Write the report, with what it was made from.

    :raises ReportError: the folder cannot be written.
    """
    folder = job.folders.processed
    everything = {name: tables.read_table(folder, name) for name in tables.SCHEMAS}
    everything = cutting.cut_down(everything, job.cut, job.settings)
    said = cutting.said(job.cut)
    if said and not cutting.n_papers(everything):
        log.warning("No paper is left (%s): the page has no chart of papers.", said)
    model = everything["model"]
    records = manifest.load(folder)
    read = records.get(manifest.UPDATE) or records.get("read")
    provenance = Provenance(
        raw=f"{job.raw_shown}, {said}" if said else job.raw_shown,
        sample=job.is_sample,
        settings=({"Cut down": said} if said else {}) | _in_words(job.settings),
        versions=manifest.versions(SHOWN_VERSIONS),
        inputs=read.inputs if read else {},
        confidence=job.settings.confidence,
        n_runs=int(model["n_runs"].sum()),
        agreement=float(model["agreement"].iloc[0]) if model["agreement"].notna().any() else None,
    )
    page = write_report(everything, provenance, job.pages)
    sheets = sorted((page.parent / CHARTS).glob("*.csv"))
    return Made((page, *sheets), f"{wording.count(len(sheets), 'chart')} on one page")


def _in_words(settings: Settings) -> dict[str, str]:
    return {
        "Seed": str(settings.seed),
        "Encoder": settings.encoder,
        "Number of themes": "chosen from the papers" if settings.n_themes is None else str(settings.n_themes),
        "Names": "phrases of the papers" if settings.naming is None else f"asked of {settings.naming.model}",
        "Confidence": f"{100 * settings.confidence:g}%",
        "Followed themes": wording.listed([theme.name for theme in settings.watched]) or "none",
    }
