"""What a person who lives in JupyterLab relies on: a notebook opens, runs, and shows its charts and controls."""

from __future__ import annotations

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

import nbformat
import pandas as pd
import pytest

from analysis import tables

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "03-trends.ipynb"
SOURCE = Path(__file__).parents[1] / "src"
SECONDS = 90

pytestmark = [
    pytest.mark.slow,  # JupyterLab and a browser are started
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


@pytest.fixture
def lab(trended: dict[str, pd.DataFrame], tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab on a copy of a notebook with tables of the small corpus."""
    for name in tables.SCHEMAS:
        frame = trended[name] if name in trended else tables.empty(name)
        tables.write_table(tmp_path / "data" / "processed", name, frame)
    (tmp_path / "pyproject.toml").touch()
    book = nbformat.read(NOTEBOOK, as_version=4)
    for cell in book.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = "raw = processed = None"
    nbformat.write(book, tmp_path / NOTEBOOK.name)
    port = free_port()
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--notebook-dir={tmp_path}",
    ]
    options += [
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        "--LabApp.news_url=",
        "--ServerApp.ip=127.0.0.1",
    ]
    homes = {
        name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    environment = {**os.environ, **homes, "PYTHONPATH": str(SOURCE), "HOME": str(tmp_path)}
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], stdout=log, stderr=log, cwd=tmp_path, env=environment
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + SECONDS
            while not answers(address):
                assert server.poll() is None and time.monotonic() < until, (tmp_path / "lab.log").read_text()
                time.sleep(0.3)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def test_a_notebook_opens_runs_and_shows_its_charts_and_controls(lab: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        # only this machine answers
        context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(1000 * SECONDS)
        page.goto(f"{lab}/lab/tree/{NOTEBOOK.name}")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        # asked to run before its kernel is there, JupyterLab would ask which one
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.locator(".jp-Notebook .js-plotly-plot .main-svg").first.wait_for(state="attached")
        drawn = page.evaluate("document.querySelector('.js-plotly-plot')._fullData.length")
        assert drawn > 0
        control = page.locator(".jp-Notebook .widget-dropdown select").first
        control.scroll_into_view_if_needed()
        control.select_option("Attention sinks")
        own = page.locator(".jp-Cell", has=page.locator(".widget-dropdown")).locator(".js-plotly-plot")
        own.first.wait_for()
        assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        browser.close()
