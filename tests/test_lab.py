"""What a person who lives in JupyterLab relies on: a notebook opens, runs, and shows its charts and controls."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from opened_page import SCREENSHOTS

from analysis import tables

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
SOURCE = Path(__file__).parents[1] / "src"
SECONDS = 120
CHARTS = {"01-papers": 2, "02-themes": 3, "03-trends": 8, "04-theme-close-up": 4}
"""With those that controls show."""
OPTIONS = (
    *("--no-browser", "--allow-root", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
    *("--IdentityProvider.token=", "--ServerApp.password=", "--LabApp.news_url="),
)
IDLE = "Python 3 (ipykernel) | Idle"
IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
ALL_RUN = f"""() => {{ const prompts = [...document.querySelectorAll('{IN_FRONT} .jp-CodeCell .jp-InputPrompt')];
    return prompts.length > 5 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent)); }}"""
DRAWN = f"() => [...document.querySelectorAll('{IN_FRONT} .js-plotly-plot')].map(c => (c._fullData || []).length)"
POINT = """map => { const dots = map._fullData[0], box = map.getBoundingClientRect();
    const { xaxis, yaxis } = map._fullLayout;
    return { id: dots.ids[1], x: box.left + xaxis._offset + xaxis.d2p(dots.x[1]),
        y: box.top + yaxis._offset + yaxis.d2p(dots.y[1]) }; }"""

pytestmark = [
    pytest.mark.slow(reason="JupyterLab and a browser are started"),
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chrome or Chromium is installed; on Debian: apt install chromium"
    ),
]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api/status", timeout=2):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def lab(trended: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on copies of the notebooks with tables of the small corpus."""
    root = tmp_path_factory.mktemp("lab")
    for name in tables.SCHEMAS:
        frame = trended[name] if name in trended else tables.empty(name)
        tables.write_table(root / "data" / "processed", name, frame)
    (root / "pyproject.toml").touch()
    for path in NOTEBOOKS:
        book = json.loads(path.read_text(encoding="utf-8"))
        for cell in book["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                cell["source"] = "raw = processed = theme = None"
        (root / path.name).write_text(json.dumps(book), encoding="utf-8")
    homes = {name: str(root / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    # cells out of sight would have no place in the page
    settings = root / "JUPYTER_CONFIG_DIR" / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    port = free_port()
    options = [*OPTIONS, f"--port={port}", f"--notebook-dir={root}"]
    environment = {**os.environ, **homes, "PYTHONPATH": str(SOURCE), "HOME": str(root)}
    with (root / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], stdout=log, stderr=log, cwd=root, env=environment
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + SECONDS
            while not answers(address):
                assert server.poll() is None and time.monotonic() < until, (root / "lab.log").read_text()
                time.sleep(0.3)
            yield address
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def opened(lab: str, started_playwright: Playwright) -> Iterator[Page]:
    """JupyterLab with all notebooks, each told to run before any other has ended."""
    browser = started_playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    # only this machine answers
    page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
    page.set_default_timeout(1000 * SECONDS)
    page.goto(f"{lab}/lab")
    for path in NOTEBOOKS:
        page.locator(".jp-DirListing-item", has_text=path.name).dblclick()
        page.locator(f"{IN_FRONT} .jp-Cell").first.wait_for()
        # asked to run before its kernel is there, JupyterLab would ask which one
        page.get_by_text(IDLE).wait_for()
    for path in NOTEBOOKS:
        bring_to_front(page, path.stem)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
    for path in NOTEBOOKS:
        bring_to_front(page, path.stem)
        page.wait_for_function(ALL_RUN)
    yield page
    browser.close()


def bring_to_front(page: Page, name: str) -> Locator:
    """Choose the tab of a notebook; returns what is below it."""
    page.get_by_role("tab", name=f"{name}.ipynb").click()
    return page.locator(IN_FRONT)


def told(notebook: Locator, kind: str) -> list[str]:
    found = notebook.locator(f".jp-RenderedText[data-mime-type='application/vnd.jupyter.{kind}']")
    return found.all_text_contents()


def test_four_notebooks_at_once_on_the_same_tables_show_every_chart(opened: Page) -> None:
    for name, n_charts in CHARTS.items():
        notebook = bring_to_front(opened, name)
        opened.wait_for_function(f"() => ({DRAWN})().length >= {n_charts}")
        drawn = opened.evaluate(DRAWN)
        assert len(drawn) == n_charts, name
        # three dates have no slope: the ranking says so and draws nothing
        assert drawn.count(0) == (1 if name == "03-trends" else 0), name
        assert told(notebook, "error") == told(notebook, "stderr") == [], name


def test_a_control_draws_what_is_chosen(opened: Page) -> None:
    notebook = bring_to_front(opened, "03-trends")
    control = notebook.locator(".widget-dropdown select").first
    control.scroll_into_view_if_needed()
    control.select_option("Attention sinks")
    own = notebook.locator(".jp-Cell", has=opened.locator(".widget-dropdown")).locator(".js-plotly-plot")
    opened.wait_for_function(
        "() => document.querySelector('.widget-output .js-plotly-plot')?._fullLayout?.annotations.length === 1"
    )
    assert own.count() == 1


def test_a_click_on_the_map_shows_the_abstract_as_text(opened: Page) -> None:
    notebook = bring_to_front(opened, "02-themes")
    chart = notebook.locator(".jupyter-widgets .js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    point: dict[str, Any] = chart.evaluate(POINT)
    assert point["id"] == "p03"
    opened.mouse.move(point["x"], point["y"])
    notebook.locator(".jupyter-widgets .hoverlayer .hovertext").first.wait_for(state="attached")
    opened.mouse.click(point["x"], point["y"])
    notebook.get_by_text("told in paper 3.").wait_for()
    opened.screenshot(path=SCREENSHOTS / "lab-map.png")
    notebook.get_by_placeholder("words of a title").first.fill("seg")
    notebook.get_by_role("link", name="A <SEG> token <script>alert(1)</script>").first.wait_for()
    assert told(notebook, "error") == []
