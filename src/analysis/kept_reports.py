"""Reports that are kept: each in a folder named by its newest listing date, all of them on an index page."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analysis import tables, wording
from analysis.config import Folders
from analysis.errors import AnalysisError
from analysis.language import _, tag
from analysis.report import PAGE

KEPT = "kept"
"""Folder of the kept reports, inside the folder of reports."""
INDEX = "index.html"
UNDATED = "undated"
LETTERS_OF_HASH = 8

_NAME = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}}|{UNDATED})-([0-9a-f]{{{LETTERS_OF_HASH}}})")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body{{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}}
li{{margin:.6rem 0}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{said}</p>
<ul>
{lines}
</ul>
</main>
</body>
</html>
"""


class KeptReportError(AnalysisError):
    """A report that cannot be kept; the text names it."""


def keep_report(products: Sequence[Path], folders: Folders) -> Path:
    """Copy a report beside those kept before, and list them all; a report kept already is not kept twice.

    The name is the newest listing date and the start of the page's SHA-256: the same report, the same folder.

    :param products: files of the report: the page, and the tables in folders beside it.
    :param folders: where the tables and the reports lie.
    :return: the page that lists all kept reports.
    :raises KeptReportError: there is no page among the products.
    """
    page = next((path for path in products if path.name == PAGE), None)
    if page is None:
        raise KeptReportError(f"{folders.reports}: there is no {PAGE} to keep. Run: paper-themes report --index")
    listed = tables.read_table(folders.processed, "listings")["listed_on"].max()
    day = UNDATED if listed is None or listed != listed else listed.date().isoformat()
    digest = hashlib.sha256(page.read_bytes()).hexdigest()[:LETTERS_OF_HASH]
    into = folders.reports / KEPT / f"{day}-{digest}"
    for path in products:
        copy = into / path.relative_to(page.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return _write_index(folders.reports)


def _write_index(reports: Path) -> Path:
    kept = [path for path in (reports / KEPT).iterdir() if _NAME.fullmatch(path.name) and (path / PAGE).is_file()]
    kept.sort(key=lambda path: (not path.name.startswith(UNDATED), path.name), reverse=True)
    index = reports / INDEX
    page = _PAGE.format(
        language=tag(),
        title=_("Kept reports"),
        said=_(
            "The newest first, by the newest listing date in each. Of one date the later ones stand in no order "
            "of time."
        ),
        lines="\n".join(map(_line, kept)),
    )
    index.write_text(page, encoding="utf-8")
    return index


def _line(kept: Path) -> str:
    found = _TITLE.search((kept / PAGE).read_text(encoding="utf-8"))
    day, digest = kept.name.rsplit("-", 1)
    said = _("No date") if day == UNDATED else wording.day(date.fromisoformat(day))
    # the title is HTML already, as our own page has it
    title = html.escape(html.unescape(found.group(1).strip())) if found else PAGE
    return f'<li><a href="{KEPT}/{kept.name}/{PAGE}">{said}</a> · {title} <small>({digest})</small></li>'
