"""Tables → ``themes.html``, one page that needs nothing but itself, and the CSV behind each of its charts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import jinja2
import pandas as pd

from analysis import wording
from analysis.cards import areas
from analysis.cautions import cautions
from analysis.errors import AnalysisError
from analysis.findings import find
from analysis.language import _, ngettext, tag
from analysis.machinery import TEMPLATES, machinery
from analysis.overview import overview
from analysis.page_texts import html_text
from analysis.paper_lines import PaperList, paper_list
from analysis.provenance import Excerpt, Provenance, method
from analysis.safety import CSV_ENCODING
from analysis.shared_views import PageTables
from analysis.sheet_plans import Chapter
from analysis.sheets import Sheet, build_sheets
from analysis.since_last_run import since_last_run
from analysis.sureness import sureness
from analysis.visible_text import visible
from analysis.whole_files import UNFINISHED

PAGE = "themes.html"
CHARTS = "charts"
"""Folder of the CSV files, beside the page."""
NEEDED = (
    *("papers", "listings", "problems", "sources", "themes", "memberships"),
    *("map", "trends", "theme_trends", "bursts", "changes"),
)
"""Tables a report is made from."""
MOST_PROBLEMS = 500
"""Of more problems, the page only counts the reasons."""
FIRST_CAUTIONS = ("few papers", "few dates", "assumed year")
"""Kinds of caution that stand before the charts; the others stand where the page says how sure it is."""


class ReportError(AnalysisError):
    """A report that cannot be made or written; the text says what to do."""


Pictures = Callable[[Sequence[Sheet]], Mapping[str, str]]
"""From charts to their pictures: ``data:`` addresses by slug."""


def write_report(
    tables: Mapping[str, pd.DataFrame], provenance: Provenance, reports: Path, pictures: Pictures | None = None
) -> Path:
    """Write ``themes.html`` and ``charts/*.csv`` into a folder, all of them or none; returns the page's path.

    The same tables and provenance give the same bytes.

    :param tables: by name, as in ``tables.SCHEMAS``; see ``NEEDED``.
    :param reports: made where it is not there; other files in it stay.
    :param pictures: makes the charts' pictures for readers without scripts; None leaves them out.
    :raises ReportError: a table is missing, or the folder cannot be written.
    """
    missing = [name for name in NEEDED if name not in tables]
    if missing:
        raise ReportError(f"the report needs the tables {missing}, which were not given. Run: paper-themes report")
    tables = PageTables(tables)
    sheets = build_sheets(tables, provenance.confidence)
    drawn = pictures(sheets) if pictures else {}
    papers = paper_list(tables, only_of_themes=provenance.part is not None)
    files = {PAGE: _render(tables, provenance, (sheets, drawn), papers).encode("utf-8")}
    files |= {f"{CHARTS}/papers.csv": papers.csv.encode(CSV_ENCODING)} if papers.csv else {}
    files |= {f"{CHARTS}/{sheet.slug}.csv": sheet.csv.encode(CSV_ENCODING) for sheet in sheets}
    try:
        _write_all(files, reports)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReportError(
            f"{reports}: the report cannot be written there ({reason}). Free the folder or name another one."
        ) from error
    return reports / PAGE


def _write_all(files: Mapping[str, bytes], folder: Path) -> None:
    (folder / CHARTS).mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        (unfinished / CHARTS).mkdir()
        for name, content in files.items():
            (unfinished / name).write_bytes(content)
        # the page last: while it is the old one, the report is the old one
        for name in sorted(files, key=lambda name: name == PAGE):
            (unfinished / name).replace(folder / name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _render(
    tables: Mapping[str, pd.DataFrame],
    provenance: Provenance,
    charts: tuple[Sequence[Sheet], Mapping[str, str]],
    papers: PaperList,
) -> str:
    sheets, drawn = charts
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = visible
    environment.globals.update(_=html_text, language=tag())
    contents = _contents(tables, provenance, sheets)
    paper_ids = [paper.paper_id for paper in papers.lines]
    theme = provenance.part.theme if provenance.part else ""
    parts = machinery(tables, sheets, paper_ids, theme)
    return environment.get_template("report.html").render(**contents, **parts, papers=papers, drawn=drawn)


def _contents(
    tables: Mapping[str, pd.DataFrame], provenance: Provenance, sheets: Sequence[Sheet]
) -> dict[str, Any]:
    findings, care = find(tables, provenance.n_runs), cautions(tables)
    groups = areas(tables, provenance.n_runs)
    news = since_last_run(tables["lineage"]) if "lineage" in tables else []
    return {
        "overview": overview(tables, provenance.part.n_papers if provenance.part else None),
        "provenance": provenance,
        "part_papers": _part_papers(provenance.part) if provenance.part else "",
        "raw": visible(provenance.raw),
        "findings": findings,
        "cautions": [caution for caution in care if caution.kind in FIRST_CAUTIONS],
        "later_cautions": [caution for caution in care if caution.kind not in FIRST_CAUTIONS],
        "sureness": sureness(tables, provenance.n_runs),
        "news": news,
        "sheets": sheets,
        "slugs": [sheet.slug for sheet in sheets],
        "areas": groups,
        "assumed_years": bool((tables["listings"]["listed_year_from"] == "assumed").any()),
        "problems": _problems(tables["problems"]),
        "more_problems": _more_problems(tables["problems"]),
        "places": _places(sheets, bool(findings), bool(news), bool(groups)),
        "method": method(provenance),
    }


def _part_papers(part: Excerpt) -> str:
    return ngettext("{part} of {n} paper", "{part} of {n} papers", part.n_all, part=wording.number(part.n_papers))


@dataclass(frozen=True)
class Place:
    """An entry of the page's own contents."""

    target: str
    label: str


def _places(sheets: Sequence[Sheet], findings: bool, news: bool, themes: bool) -> list[Place]:
    def charts(*chapters: Chapter) -> list[Place]:
        return [Place(sheet.slug, sheet.short) for sheet in sheets if sheet.chapter in chapters]

    places = [Place("read", _("Read"))]
    places += [Place("findings", _("Stands out"))] if findings else []
    places += charts("time", "map")
    places += [Place("themes", _("Themes"))] if themes else []
    places += [*charts("themes"), Place("papers", _("Papers"))]
    places += [Place("since", _("Changed"))] if news else []
    places += [Place("sure", _("How sure")), *charts("sources")]
    return [*places, Place("problems", _("Problems")), Place("method", _("Method"))]


def _problems(problems: pd.DataFrame) -> list[dict[str, str]]:
    rows = cast(
        "list[dict[str, Any]]", problems.sort_values(["source", "line"]).head(MOST_PROBLEMS).to_dict("records")
    )
    return [
        {
            "source": visible(str(row["source"])),
            "line": wording.number(row["line"]) if row["line"] else "–",
            "reason": visible(str(row["reason"])),
            "text": visible(str(row["text"])),
        }
        for row in rows
    ]


def _more_problems(problems: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the reasons of the problems that are not listed, and how often each is there."""
    rest = problems.sort_values(["source", "line"])["reason"].iloc[MOST_PROBLEMS:]
    return [(visible(str(reason)), int(n)) for reason, n in rest.value_counts().head(20).items()]
