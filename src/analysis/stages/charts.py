"""Stage ``charts``: each chart of the report as files of its own in ``reports/charts``, to be pasted elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import cutting, social_card, wording
from analysis.errors import AnalysisError
from analysis.job import Job, Made
from analysis.language import speaking
from analysis.page_of_chart import LIBRARY, chart_page
from analysis.pictures import Picture, draw
from analysis.plotly_library import plotly_script
from analysis.report import CHARTS
from analysis.safety import CSV_ENCODING
from analysis.sharing import SCALE, WIDTH, origin, shared_figure
from analysis.sheets import Sheet, build_sheets
from analysis.shown_tables import shown_tables
from analysis.whole_files import write_whole

log = logging.getLogger(__name__)

CARD = "card.png"
PICTURES = ("png", "svg")
OF_ONE_THEME = (
    *("themes-by-date", "share-over-time", "risers-and-fallers", "life-lines", "map", "theme-terms"),
    "published",
)
"""Charts that say something about a theme alone; the others are about all papers."""


class ChartError(AnalysisError):
    """A folder in which no chart can be left; the text says what to do."""


def run(job: Job) -> Made:
    """Write every chart in the forms asked for; HTML files share one ``plotly.min.js`` beside them.

    :raises PictureError: a picture was asked for and no browser can draw it; all other files are kept.
    :raises ChartError: the folder cannot be written.
    """
    with speaking(job.settings.language):
        drawn = _drawn(job)
    if job.cut and not drawn.n_papers:
        log.warning("No paper is left (%s): there is little to draw.", cutting.said(job.cut))
    into = job.pages / CHARTS
    try:
        into.mkdir(parents=True, exist_ok=True)
        files = _pages(drawn.pages, into) if drawn.pages else []
        files += _tables(drawn.sheets, into) if "csv" in job.formats else []
        forms = [form for form in job.formats if form in PICTURES]
        pictures = [one for form in forms for one in _pictures(drawn.figures, into, form)]
        pictures += [_card(drawn.card, into)] if drawn.card else []
        batch = draw(pictures)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ChartError(f"{into}: charts cannot be written there ({reason}). Name a folder: --reports") from error
    batch.raise_missed()
    card = " and a card" if job.card else ""
    said = f"{wording.count(len(drawn.sheets), 'chart')} as {wording.listed(job.formats)}{card}"
    return Made((*files, *batch.written), said)


@dataclass(frozen=True)
class _Drawn:
    """What is written, in the language of the report."""

    sheets: Sequence[Sheet]
    figures: Mapping[str, dict[str, Any]]
    pages: Mapping[str, str]
    card: dict[str, Any] | None
    n_papers: int


def _drawn(job: Job) -> _Drawn:
    everything = cutting.cut_down(shown_tables(job.folders.processed), job.cut, job.settings)
    told = origin(everything, cutting.theme_name(everything, job.cut))
    sheets = [
        sheet
        for sheet in build_sheets(everything, job.settings.confidence)
        if not job.cut.theme or sheet.slug in OF_ONE_THEME
    ]
    figures = {sheet.slug: shared_figure(sheet, told) for sheet in sheets}
    wanted = sheets if "html" in job.formats else []
    pages = {sheet.slug: chart_page(sheet, figures[sheet.slug]) for sheet in wanted}
    card = social_card.card_figure(everything, told) if job.card else None
    return _Drawn(sheets, figures, pages, card, cutting.n_papers(everything))


def _pages(pages: Mapping[str, str], into: Path) -> list[Path]:
    files = [write_whole(into / f"{slug}.html", page.encode()) for slug, page in pages.items()]
    return [*files, write_whole(into / LIBRARY, plotly_script().encode())]


def _tables(sheets: Iterable[Sheet], into: Path) -> list[Path]:
    return [write_whole(into / f"{sheet.slug}.csv", sheet.csv.encode(CSV_ENCODING)) for sheet in sheets]


def _pictures(figures: Mapping[str, dict[str, Any]], into: Path, form: str) -> Sequence[Picture]:
    return [
        Picture(figure, into / f"{slug}.{form}", WIDTH, int(figure["layout"]["height"]), SCALE)
        for slug, figure in figures.items()
    ]


def _card(figure: dict[str, Any], into: Path) -> Picture:
    return Picture(figure, into / CARD, social_card.WIDTH, social_card.HEIGHT, social_card.SCALE)
