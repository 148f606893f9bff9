"""What a person who pastes charts relies on: each as a file of its own, whole and as it is in the report."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import plotly.io
import pytest

from analysis import tables
from analysis.config import Folders, Settings
from analysis.sheets import build_sheets
from analysis.stages import charts as stage
from analysis.stages.job import Job

BROWSER = any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


@pytest.fixture
def job(trended: dict[str, pd.DataFrame], tmp_path: Path) -> Job:
    """A run whose tables are those of the small corpus."""
    for name in tables.SCHEMAS:
        frame = trended[name] if name in trended else tables.empty(name)
        tables.write_table(tmp_path / "processed", name, frame)
    return Job(Folders(processed=tmp_path / "processed", reports=tmp_path / "reports"), Settings())


def test_every_chart_of_the_report_is_a_page_beside_one_library(
    job: Job, trended: dict[str, pd.DataFrame]
) -> None:
    made = stage.run(job)
    slugs = {sheet.slug for sheet in build_sheets(trended)}
    assert {path.name for path in made.files} == {f"{slug}.html" for slug in slugs} | {"plotly.min.js"}
    assert all(path.is_file() for path in made.files)
    assert made.said == f"{len(slugs)} charts as html"
    for path in made.files:
        if path.suffix == ".html":
            assert re.findall(r'src="([^"]+)"', path.read_text(encoding="utf-8")) == ["plotly.min.js"]


def test_the_same_tables_give_the_same_pages(job: Job) -> None:
    first = {path.name: path.read_bytes() for path in stage.run(job).files}
    assert {path.name: path.read_bytes() for path in stage.run(job).files} == first


def test_without_a_browser_the_pages_are_kept_and_the_way_out_is_told(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_images(*_: object, **__: object) -> None:
        raise RuntimeError("Kaleido requires Google Chrome to be installed.\nMore lines")

    monkeypatch.setattr(plotly.io, "write_images", write_images)
    with pytest.raises(stage.ChartError, match=r"png pictures need Chrome or Chromium.*apt install chromium"):
        stage.run(replace(job, formats=("html", "png")))
    assert (job.folders.reports / "charts" / "theme-sizes.html").exists()


@pytest.mark.slow  # a browser is started
@pytest.mark.skipif(not BROWSER, reason="no Chrome or Chromium is installed; on Debian: apt install chromium")
def test_a_picture_is_as_high_as_its_chart(job: Job, trended: dict[str, pd.DataFrame]) -> None:
    made = stage.run(replace(job, formats=("svg",)))
    heights = {sheet.slug: sheet.figure["layout"]["height"] for sheet in build_sheets(trended)}
    assert {path.stem for path in made.files} == heights.keys()
    for path in made.files:
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', path.read_text(encoding="utf-8"))
        assert size is not None
        assert float(size[2]) / float(size[1]) == pytest.approx(heights[path.stem] / stage.WIDTH, rel=0.01)
