"""Pictures in the page, for readers whose program runs no script."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis import manifest, pictures, tables
from analysis.config import Folders, Settings
from analysis.job import Job
from analysis.pipeline import renew
from analysis.stage_list import STAGES
from analysis.stages import report as stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def job(trended: dict[str, pd.DataFrame], tmp_path: Path) -> Job:
    for name in tables.SCHEMAS:
        tables.write_table(tmp_path / "processed", name, trended.get(name, tables.empty(name)))
    folders = Folders(processed=tmp_path / "processed", reports=tmp_path / "reports")
    return Job(folders, Settings(), pictures=True)


async def no_browser(jobs: object) -> None:
    raise RuntimeError("no browser here")


def test_without_a_browser_the_page_is_there_and_one_line_says_what_to_install(
    job: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pictures, "_batch", no_browser)
    with ThreadPoolExecutor() as threads:
        made = threads.submit(stage.run, job).result()
    assert "paper-themes report --pictures" in made.files[0].read_text(encoding="utf-8")
    [warning] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert re.search(r"(\d+) of \1 pictures are not in the page", warning.getMessage())
    assert pictures.INSTALL in warning.getMessage()


def test_a_page_that_lacks_its_pictures_is_made_again_and_one_that_has_them_is_not(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[bool] = []

    def made(given: Job) -> stage.Made:
        runs.append(given.pictures)
        given.pages.mkdir(parents=True, exist_ok=True)
        page = given.pages / "themes.html"
        page.write_text("page", encoding="utf-8")
        return stage.Made((page,), "", lacks=("browser",) if len(runs) < 3 else ())

    monkeypatch.setattr(stage, "run", made)
    records = {name: manifest.Record({}, {}, {}, "") for name in ("read", "themes", "trends")}
    for _ in range(5):
        renew([STAGES["report"]], job, records)
    assert len(runs) == 3
    renew([STAGES["report"]], replace(job, pictures=False), records)
    assert len(runs) == 4


@pytest.mark.slow(reason="browsers draw every chart")
def test_with_javascript_off_text_tables_and_pictures_are_there(job: Job, browser: Browser) -> None:
    # a thread of its own: the test's browser already runs a loop in this one
    with ThreadPoolExecutor() as threads:
        page_file = threads.submit(stage.run, job).result().files[0]
    assert page_file.stat().st_size < 2_500_000
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    context.set_offline(True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    shown = page.locator(".chart img")
    assert shown.count() == page.locator(".chart").count() >= 9
    for place in range(shown.count()):
        shown.nth(place).scroll_into_view_if_needed()
    sizes = [shown.nth(place).bounding_box() for place in range(shown.count())]
    assert all(size is not None and size["width"] > 300 and size["height"] > 80 for size in sizes)
    assert all(len(shown.nth(place).get_attribute("alt") or "") > 20 for place in range(shown.count()))
    assert page.locator("#papers-table tbody tr:visible").count() == 24
    assert page.locator(".card").count() == 4
    context.close()
