"""What a reader of the notebooks relies on: short letters that run top to bottom, and pages whose charts show."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from default_run import DefaultRun
from notebook_cells import cells

from analysis.config import Folders, Settings
from analysis.job import Job
from analysis.plotly_library import OF_A_PLANE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LONGEST_CELL = 10
LONGEST_RUN = 10
"""Seconds of processor time, so that it does not matter what else the machine does."""
LONGEST_LINE = 100
CHARTS = {"01-papers": 2, "02-themes": 3, "03-trends": 7, "04-theme-close-up": 3}


@pytest.fixture(scope="module")
def reports(default_run: DefaultRun) -> Path:
    """The notebooks' pages, made of the sample."""
    assert f"{len(NOTEBOOKS)} notebooks" in default_run.said["notebooks"]
    return default_run.whole.reports / "notebooks"


@pytest.fixture(scope="module")
def processed(default_run: DefaultRun) -> str:
    """The tables they were made from."""
    return str(default_run.whole.root / "data" / "processed")


def holds_parameters(cell: dict[str, Any]) -> bool:
    return "parameters" in cell["metadata"].get("tags", [])


def test_there_are_three_to_begin_with() -> None:
    assert [path.stem for path in NOTEBOOKS][:3] == ["01-papers", "02-themes", "03-trends"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_imports_only_analysis_and_defines_nothing(path: Path) -> None:
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(cell["source"])):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.While)
            if isinstance(node, ast.Import):
                assert [alias.name for alias in node.names] == ["analysis"]
            if isinstance(node, ast.ImportFrom):
                assert node.module == "analysis"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_a_letter_with_short_cells_and_one_for_its_parameters(path: Path) -> None:
    book, code = cells(path), cells(path, "code")
    assert book[0]["source"].startswith("# ")
    assert book[-1]["cell_type"] == "markdown"
    assert [cell["source"].split(" = ")[0] for cell in code if holds_parameters(cell)] == ["raw"]
    for cell in code:
        lines = cell["source"].splitlines()
        assert len(lines) <= LONGEST_CELL
        assert max(map(len, lines)) <= LONGEST_LINE


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_can_be_asked_and_has_a_control_and_a_table(path: Path) -> None:
    assert "**What you can ask here:**" in cells(path, "markdown")[0]["source"]
    code = "\n".join(cell["source"] for cell in cells(path, "code"))
    assert "widgets.searchable(" in code
    assert any(f"widgets.{control}(" in code for control in ("theme_explorer", "paper_reader", "map_reader"))


@pytest.mark.slow(reason="the notebooks' code is run once more")
def test_notebooks_on_warm_tables_are_quick_and_load_no_heavy_library(processed: str) -> None:
    parameters = {"raw": None, "processed": processed, "theme": None}
    for path in NOTEBOOKS:
        code = "\n".join(cell["source"] for cell in cells(path, "code") if not holds_parameters(cell))
        end = "import sys, time\nprint(*sys.modules)\nprint(time.process_time())"
        script = f"globals().update({parameters!r})\n{code}\n{end}"
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        modules, seconds = ran.stdout.splitlines()[-2:]
        assert float(seconds) < LONGEST_RUN, path.name
        loaded = set(modules.split())
        assert "ipywidgets" in loaded
        assert not {"torch", "bertopic", "umap", "wordllama", "sklearn", "papermill"} & loaded, path.name


@pytest.mark.slow(reason="the notebooks of the sample are run")
def test_every_notebook_runs_top_to_bottom(reports: Path) -> None:
    assert sorted(path.name for path in reports.iterdir()) == sorted(
        f"{path.stem}.{form}" for path in NOTEBOOKS for form in ("html", "ipynb")
    )
    for path in NOTEBOOKS:
        outputs = [output for cell in cells(reports / path.name, "code") for output in cell["outputs"]]
        assert not any(output["output_type"] == "error" for output in outputs)
        assert [output for output in outputs if output.get("name") == "stderr"] == []


@pytest.mark.slow(reason="the notebooks of the sample are run")
def test_a_page_loads_nothing_and_holds_plotly_once(reports: Path) -> None:
    for path in reports.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        scripts = re.findall(r"<script[^>]*\bsrc=[^>]*>", page)
        assert scripts == []
        assert re.findall(r"<link[^>]*>", page) == []
        assert page.count('id="plotly"') == 1
        assert len(page) < 2_000_000


@pytest.mark.slow(reason="the notebooks of the sample are run")
def test_a_page_neither_shows_papermills_cell_nor_a_path_of_this_machine(reports: Path) -> None:
    for path in reports.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "injected-parameters" not in page
        assert str(reports.parents[1]) not in page


@pytest.mark.slow(reason="a kernel is started")
def test_the_same_tables_give_the_same_page(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.notebook_pages import run_notebook

    monkeypatch.chdir(reports.parents[1])
    again = run_notebook(NOTEBOOKS[0], {"raw": None, "processed": "data/processed"})
    assert again.page == (reports / "01-papers.html").read_text(encoding="utf-8")
    assert again.notebook == (reports / "01-papers.ipynb").read_text(encoding="utf-8")


@pytest.mark.slow(reason="a browser is started")
@pytest.mark.skipif(CHROMIUM is None, reason="no Chrome or Chromium is installed; on Debian: apt install chromium")
def test_charts_of_a_page_are_drawn_with_the_network_off(reports: Path, browser: Browser) -> None:
    page = browser.new_context(offline=True, viewport={"width": 1000, "height": 800}).new_page()
    wrong: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: request.url.startswith("blob:") or asked.append(request.url))
    for name, n_charts in CHARTS.items():
        asked.clear()
        page.goto((reports / f"{name}.html").as_uri())
        page.wait_for_function(f"document.querySelectorAll('.js-plotly-plot .main-svg').length >= {n_charts}")
        drawn = page.evaluate("[...document.querySelectorAll('.js-plotly-plot')].map(c => c._fullData.length)")
        assert len(drawn) == n_charts
        # three dates have no slope: the ranking says so and draws nothing
        assert drawn.count(0) == (1 if name == "03-trends" else 0)
        heights = page.evaluate("[...document.querySelectorAll('.js-plotly-plot')].map(c => c.clientHeight)")
        assert min(heights) > 100
        # the table that can be sorted is alive; one that fits on a screen has no search box
        page.locator("table.dataTable").first.wait_for()
        if name == "01-papers":
            page.locator(".dt-search input").first.fill("no such words")
            page.get_by_text("No matching records found").first.wait_for()
        assert set(page.evaluate("Object.keys(Plotly.PlotSchema.get().traces)")) == OF_A_PLANE
        assert asked == [(reports / f"{name}.html").as_uri()]
    page.context.close()
    assert wrong == []


@pytest.mark.slow(reason="the notebooks of the sample are run")
def test_the_map_with_its_controls_is_a_chart_on_the_page_and_no_dead_control(reports: Path) -> None:
    from analysis.notebook_pages import WIDGET
    from analysis.widgets import PLOTLY

    for name in ("02-themes", "04-theme-close-up"):
        outputs = [output for cell in cells(reports / f"{name}.ipynb", "code") for output in cell["outputs"]]
        assert all(WIDGET not in output.get("data", {}) for output in outputs), name
        drawn = [json.dumps(output.get("data", {}).get(PLOTLY)) for output in outputs]
        maps = [figure for figure in drawn if '"ids"' in figure]
        assert len(maps) == 1, name
        assert "read here" not in maps[0], name


@pytest.mark.slow(reason="nbconvert is loaded")
def test_a_chart_becomes_html_with_the_house_settings_and_no_library_of_its_own() -> None:
    import nbformat

    from analysis import notebook_html
    from analysis.widgets import PLOTLY

    figure = {"data": [{"type": "bar", "y": [1]}], "layout": {"title": {"text": "</script><b>"}}}
    output = nbformat.v4.new_output("display_data", {PLOTLY: figure, "text/plain": "Figure"})
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("chart", outputs=[output])])
    page = notebook_html.page(book, "a name")
    assert "<title>a name</title>" in page
    assert 'id="chart-0"' in page
    assert "</script><b>" not in page
    assert PLOTLY in book.cells[0].outputs[0].data  # the notebook given stays as it is
    book.cells[0].outputs[0].data[PLOTLY]["data"].append({"type": "scatter3d"})
    # a chart of space needs all of plotly.js
    assert len(notebook_html.page(book, "a name")) > len(page) + 1_000_000


@pytest.mark.slow(reason="a kernel is started")
def test_a_cell_that_fails_is_named(tmp_path: Path) -> None:
    import nbformat

    from analysis.notebook_pages import NotebookError, run_notebook

    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("1"), nbformat.v4.new_code_cell("{}['theme']")]
    )
    path = tmp_path / "broken.ipynb"
    path.write_text(nbformat.writes(book), encoding="utf-8")
    with pytest.raises(NotebookError, match=r"broken\.ipynb: cell 2 failed \(KeyError: 'theme'\)"):
        run_notebook(path, {})


@pytest.mark.slow(reason="papermill is loaded")
@pytest.mark.parametrize("text", ["", "no JSON", "[]", json.dumps({"nbformat": 4}), json.dumps({"cells": 3})])
def test_a_file_that_is_no_notebook_is_named(text: str, tmp_path: Path) -> None:
    from analysis.notebook_pages import NotebookError, run_notebook

    path = tmp_path / "wrong.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError, match=r"wrong\.ipynb: is no notebook"):
        run_notebook(path, {})


@pytest.mark.slow(reason="papermill is loaded")
def test_a_folder_without_notebooks_is_named(tmp_path: Path) -> None:
    from analysis.notebook_pages import NotebookError
    from analysis.stages import notebooks as stage

    folders = Folders(processed=tmp_path, reports=tmp_path / "reports", notebooks=tmp_path / "none")
    with pytest.raises(NotebookError, match=r"none: holds no notebook\. Name their folder: --notebooks FOLDER"):
        stage.run(Job(folders, Settings()))
