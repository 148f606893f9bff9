"""A chart as an HTML page of its own, beside the one plotly.js that all such pages share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from analysis import house
from analysis.language import tag
from analysis.page_texts import html_text
from analysis.safety import content_security_policy, embedded_json, inline_script
from analysis.sheets import Sheet
from analysis.visible_text import visible

LIBRARY = "plotly.min.js"
"""Name of the file with plotly.js, in the folder of the pages."""
_TEMPLATES = Path(__file__).parent / "templates"


def chart_page(sheet: Sheet, figure: Mapping[str, Any]) -> str:
    """Return a chart as HTML; its policy runs our own few lines and the library beside it, and loads nothing else.

    The figure travels as data, never as code: what a dump, an API or a model put into it is not run.

    :param figure: ``data`` and ``layout`` as plotly.js takes them.
    """
    code = inline_script((_TEMPLATES / "chart.js").read_text(encoding="utf-8"), "chart.js")
    template = jinja2.Template((_TEMPLATES / "chart.html").read_text(encoding="utf-8"), autoescape=True)
    return str(
        template.render(
            policy=content_security_policy([code], beside=True),
            title=visible(sheet.question),
            alt=sheet.alt,
            library=LIBRARY,
            figure=embedded_json({"data": figure["data"], "layout": figure["layout"], "config": house.config()}),
            code=code,
            language=tag(),
            _=html_text,
        )
    )
