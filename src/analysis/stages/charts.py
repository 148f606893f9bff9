"""Stage ``charts``: each chart of the report as a file of its own in ``reports/charts``."""

from __future__ import annotations

from pathlib import Path

import plotly.graph_objects as go
import plotly.io

from analysis import house, tables, wording
from analysis.errors import AnalysisError
from analysis.report import CHARTS
from analysis.sheets import Sheet, build_sheets
from analysis.stages.job import Job, Made

WIDTH = 800
"""Pixels of a picture; saved at twice as many for sharp screens."""
LIBRARY = "plotly.min.js"


class ChartError(AnalysisError):
    """A picture that cannot be made; the text says what to install."""


def run(job: Job) -> Made:
    """Write every chart in the forms asked for; HTML files share one ``plotly.min.js`` beside them.

    :raises ChartError: a picture was asked for and no browser can draw it; the HTML files are kept.
    """
    everything = {name: tables.read_table(job.folders.processed, name) for name in tables.SCHEMAS}
    sheets = build_sheets(everything, job.settings.confidence)
    into = job.folders.reports / CHARTS
    into.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    if "html" in job.formats and sheets:
        files += [_write_html(sheet, into / f"{sheet.slug}.html") for sheet in sheets]
        files.append(into / LIBRARY)
    for form in (form for form in job.formats if form != "html"):
        files += _write_pictures(sheets, into, form)
    return Made(tuple(files), f"{wording.count(len(sheets), 'chart')} as {wording.listed(job.formats)}")


def _figure(sheet: Sheet) -> go.Figure:
    return go.Figure(sheet.figure)


def _write_html(sheet: Sheet, path: Path) -> Path:
    plotly.io.write_html(
        _figure(sheet), path, config=house.CONFIG, include_plotlyjs="directory", div_id=f"chart-{sheet.slug}"
    )
    return path


def _write_pictures(sheets: tuple[Sheet, ...], into: Path, form: str) -> list[Path]:
    paths = [into / f"{sheet.slug}.{form}" for sheet in sheets]
    figures = [_figure(sheet).update_layout(paper_bgcolor=house.page_color("light")) for sheet in sheets]
    try:
        heights = [figure.layout.height for figure in figures]
        plotly.io.write_images(figures, paths, format=form, width=WIDTH, height=heights, scale=2)
    except Exception as error:
        # kaleido raises RuntimeError, its own errors and those of the browser alike
        reason = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
        raise ChartError(
            f"{into}: {form} pictures need Chrome or Chromium, which could not draw them ({reason}). "
            "Install one, e.g. apt install chromium, or ask for --format html."
        ) from error
    return paths
