"""A notebook that was run → one HTML page: charts and tables travel as data, only our own scripts run."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbformat import NotebookNode
from traitlets.config import Config

from analysis import house
from analysis.errors import AnalysisError
from analysis.plotly_library import plotly_for
from analysis.safety import base64_text, content_security_policy, embedded_json, inline_script, packed_text
from analysis.widgets import PLOTLY, TABLE

TEMPLATES = Path(__file__).parent / "templates"
_EXPORTS = re.compile(r"export\s*\{([^}]*)\}")


def page(notebook: NotebookNode, name: str) -> str:
    """Return a notebook that was run as one HTML page that loads nothing.

    plotly's own output is JSON that nbconvert leaves out, so that charts would vanish without a word; here each
    becomes data for the page's one script. The same is done with tables that can be searched. What else an output
    holds is shown, but no script in it is run: the page's policy lists the hashes of ours and no other.

    :param name: title of the page where the notebook has no heading.
    """
    notebook = nbformat.from_dict(notebook)
    plotly = _plotly(notebook)
    _replaced(notebook, PLOTLY, _chart)
    n_tables = _replaced(notebook, TABLE, _table)
    notebook.metadata["title"] = _title(notebook) or name
    settings = Config()
    settings.TagRemovePreprocessor.remove_cell_tags = {"injected-parameters"}
    exporter = HTMLExporter(
        config=settings,
        raw_template=(TEMPLATES / "notebook.html.j2").read_text(encoding="utf-8"),
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    exporter.register_preprocessor(TagRemovePreprocessor(config=settings), enabled=True)
    resources = {"machinery": _machinery(plotly, bool(n_tables)), "metadata": {"name": name}}
    body, _ = exporter.from_notebook_node(notebook, resources)
    return str(body)


def _replaced(notebook: NotebookNode, kind: str, as_html: Callable[[Any, int], str]) -> int:
    number = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if kind in output.get("data", {}):
                output["data"] = NotebookNode({"text/html": as_html(output["data"][kind], number)})
                number += 1
    return number


def _chart(figure: Any, number: int) -> str:  # noqa: ANN401 - JSON
    layout = dict(figure["layout"])
    given = {"data": list(figure["data"]), "layout": layout, "config": house.CONFIG}
    height = layout.get("height")
    room = f' style="min-height:{height:g}px"' if isinstance(height, int | float) else ""
    return (
        f'<div id="chart-{number}"{room}><noscript>The chart needs JavaScript.</noscript></div>'
        f'<script type="application/json" data-chart="chart-{number}">{embedded_json(given)}</script>'
    )


def _table(settings: Any, number: int) -> str:  # noqa: ANN401 - JSON
    return (
        f'<table id="table-{number}"></table><noscript>The table needs JavaScript.</noscript>'
        f'<script type="application/json" data-table="table-{number}">{embedded_json(dict(settings))}</script>'
    )


def _plotly(notebook: NotebookNode) -> bytes | None:
    """Return, gzipped, the plotly.js that draws the charts of a notebook; None where it has none."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    figures = [output["data"][PLOTLY] for output in outputs if PLOTLY in output.get("data", {})]
    types = {trace.get("type", "scatter") for figure in figures for trace in figure["data"]}
    return plotly_for(types) if figures else None


def _machinery(plotly: bytes | None, tables: bool) -> dict[str, str]:
    code = inline_script((TEMPLATES / "notebook.js").read_text(encoding="utf-8"), "notebook.js")
    made: dict[str, str] = {"code": code}
    scripts: list[str] = [code]
    if plotly is not None:
        scripts.append(gzip.decompress(plotly).decode("utf-8"))
        made["charts"] = base64_text(plotly)
    if tables:
        library, made["tables_css"] = _tables_library()
        scripts.append(library)
        made["tables"] = packed_text(library)
    return made | {"policy": content_security_policy(scripts)}


def _tables_library() -> tuple[str, str]:
    """Return itables' own module, followed by the lines that fill our tables with it, and its style sheet."""
    from itables import options

    bundle = Path(options.dt_bundle)
    library = bundle.read_text(encoding="utf-8")
    exported = _EXPORTS.search(library)
    named = re.search(r"([\w$]+)\s+as\s+ITable\b", exported.group(1)) if exported else None
    if named is None:
        raise AnalysisError(f"{bundle.name} of itables exports no ITable any more; install the locked version.")
    own = (TEMPLATES / "tables.js").read_text(encoding="utf-8")
    style = inline_script(bundle.with_suffix(".css").read_text(encoding="utf-8"), "the style sheet of itables")
    return f"{library}\nconst ITable = {named.group(1)};\n{own}", style


def _title(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source).splitlines()[0].removeprefix("# ")
    return ""
