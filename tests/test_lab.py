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
    from playwright.sync_api import BrowserContext, Page, Playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
SOURCE = Path(__file__).parents[1] / "src"
SECONDS = 120
QUICK_IN_THE_BACK = ("--no-sandbox", "--disable-renderer-backgrounding", "--disable-background-timer-throttling")
CHARTS = {"01-papers": 2, "02-themes": 3, "03-trends": 8, "04-theme-close-up": 4}
"""With those that controls show."""
OPTIONS = (
    *("--no-browser", "--allow-root", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
    *("--IdentityProvider.token=", "--ServerApp.password=", "--LabApp.news_url="),
)
ALL_RUN = """() => { const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    return prompts.length > 5 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent)); }"""
DRAWN = "() => [...document.querySelectorAll('.js-plotly-plot')].map(c => (c._fullData || []).length)"
POINT = """() => { const map = document.querySelector('.jupyter-widgets .js-plotly-plot');
    const { xaxis, yaxis } = map._fullLayout, dots = map._fullData[0], box = map.getBoundingClientRect();
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
def context(started_playwright: Playwright) -> Iterator[BrowserContext]:
    browser = started_playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUICK_IN_THE_BACK))
    made = browser.new_context(viewport={"width": 1300, "height": 900})
    # only this machine answers
    made.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
    yield made
    browser.close()


@pytest.fixture(scope="module")
def opened(lab: str, context: BrowserContext) -> dict[str, Page]:
    """All notebooks, each in a window of its own, told to run before any other has ended."""
    pages = {path.stem: context.new_page() for path in NOTEBOOKS}
    for name, page in pages.items():
        page.set_default_timeout(1000 * SECONDS)
        page.goto(f"{lab}/lab/workspaces/{name}/tree/{name}.ipynb")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        # asked to run before its kernel is there, JupyterLab would ask which one
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    for page in pages.values():
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
    for page in pages.values():
        page.wait_for_function(ALL_RUN)
    return pages


def told(page: Page, kind: str) -> list[str]:
    found = page.locator(f".jp-RenderedText[data-mime-type='application/vnd.jupyter.{kind}']")
    return found.all_text_contents()


def test_four_notebooks_at_once_on_the_same_tables_show_every_chart(opened: dict[str, Page]) -> None:
    for name, page in opened.items():
        page.bring_to_front()
        page.wait_for_function(f"() => ({DRAWN})().length >= {CHARTS[name]}")
        drawn = page.evaluate(DRAWN)
        assert len(drawn) == CHARTS[name], name
        # three dates have no slope: the ranking says so and draws nothing
        assert drawn.count(0) == (1 if name == "03-trends" else 0), name
        assert told(page, "error") == told(page, "stderr") == [], name


def test_a_control_draws_what_is_chosen(opened: dict[str, Page]) -> None:
    page = opened["03-trends"]
    page.bring_to_front()
    control = page.locator(".jp-Notebook .widget-dropdown select").first
    control.scroll_into_view_if_needed()
    control.select_option("Attention sinks")
    own = page.locator(".jp-Cell", has=page.locator(".widget-dropdown")).locator(".js-plotly-plot")
    page.wait_for_function(
        "() => document.querySelector('.widget-output .js-plotly-plot')?._fullLayout.annotations.length === 1"
    )
    assert own.count() == 1


def test_a_click_on_the_map_shows_the_abstract_as_text(opened: dict[str, Page]) -> None:
    page = opened["02-themes"]
    page.bring_to_front()
    page.locator(".jupyter-widgets .js-plotly-plot").first.scroll_into_view_if_needed()
    point: dict[str, Any] = page.evaluate(POINT)
    assert point["id"] == "p03"
    page.mouse.move(point["x"], point["y"])
    page.locator(".jupyter-widgets .hoverlayer .hovertext").first.wait_for(state="attached")
    page.mouse.click(point["x"], point["y"])
    page.get_by_text("told in paper 3.").wait_for()
    page.screenshot(path=SCREENSHOTS / "lab-map.png")
    page.get_by_placeholder("words of a title").first.fill("seg")
    page.get_by_role("link", name="A <SEG> token <script>alert(1)</script>").first.wait_for()
    assert told(page, "error") == []
