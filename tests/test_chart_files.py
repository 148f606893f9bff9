"""What a person who pastes charts relies on: each as a file of its own, whole and as it is in the report."""

from __future__ import annotations

import re
import shutil
import struct
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import pictures, tables
from analysis.config import Folders, Settings
from analysis.cut import Cut
from analysis.job import Job
from analysis.pictures import PictureError
from analysis.sharing import WIDTH, origin, shared_figure
from analysis.sheets import build_sheets
from analysis.social_card import card_figure
from analysis.stages import charts as stage

HARD_NAMES = ("</script><b>", "\"quoted\" 'name'", "🧠 brains", "مواضيع البحث", "x" * 200, "../../etc")
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


def test_without_a_browser_the_pages_and_tables_are_kept_and_the_way_out_is_told(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def batch(_: object) -> None:
        raise RuntimeError("Kaleido requires Google Chrome to be installed.\nMore lines")

    monkeypatch.setattr(pictures, "_batch", batch)
    with pytest.raises(PictureError, match=r"png pictures need Chrome.*apt install chromium") as raised:
        stage.run(replace(job, formats=("csv", "html", "png")))
    assert "\n" not in str(raised.value)
    assert {"theme-sizes.csv", "theme-sizes.html"} <= {path.name for path in (job.pages / "charts").iterdir()}


def test_the_numbers_of_each_chart_are_a_table(job: Job, trended: dict[str, pd.DataFrame]) -> None:
    made = stage.run(replace(job, formats=("csv",)))
    assert {path.stem for path in made.files} == {sheet.slug for sheet in build_sheets(trended)}
    sizes = pd.read_csv(job.pages / "charts" / "theme-sizes.csv")
    assert dict(zip(sizes["theme"], sizes["n_papers"], strict=True))["Attention sinks"] == 5


def test_charts_of_one_theme_lie_apart_and_say_whose_they_are(job: Job) -> None:
    made = stage.run(replace(job, formats=("html",), cut=Cut(theme="attention SINKS")))
    folder = job.folders.reports / "attention-sinks" / "charts"
    assert {path.parent for path in made.files} == {folder}
    assert not (folder / "theme-sizes.html").exists()
    page = (folder / "share-over-time.html").read_text(encoding="utf-8")
    assert "Attention sinks · 5 of 24 papers · listed Mar 11, 2025 to Nov 18, 2025" in page
    assert "Source: 4 saved listings" in page
    assert "Image generation" not in page


@pytest.mark.slow(reason="all charts are made for one name after the other")
@pytest.mark.parametrize("name", HARD_NAMES)
def test_any_name_of_a_theme_makes_files_that_run_nothing(
    job: Job, trended: dict[str, pd.DataFrame], name: str
) -> None:
    themes = trended["themes"].assign(name=[name, *trended["themes"]["name"][1:]])
    tables.write_table(job.folders.processed, "themes", themes)
    made = stage.run(replace(job, formats=("csv", "html"), cut=Cut(theme=name)))
    assert len({path.parent for path in made.files}) == 1
    for path in made.files:
        assert path.resolve().is_relative_to(job.folders.reports.resolve())
        if path.suffix == ".html":
            assert "</script><b>" not in path.read_text(encoding="utf-8")


def test_a_theme_without_dates_and_a_single_period_still_make_charts(
    job: Job, trended: dict[str, pd.DataFrame]
) -> None:
    trends = trended["trends"]
    for kept in (trends["period"] == "2025-03-11", trends["period"] == ""):
        tables.write_table(job.folders.processed, "trends", trends[kept])
        made = stage.run(replace(job, cut=Cut(theme="Code models")))
        assert "map.html" in {path.name for path in made.files}


@pytest.mark.slow(reason="charts of three hundred themes are drawn")
def test_three_hundred_themes_make_charts_and_a_card_of_the_largest(
    job: Job, trended: dict[str, pd.DataFrame]
) -> None:
    first = trended["themes"].iloc[[1]]
    more = (
        {"theme_id": f"t-{n}", "name": f"Theme {n}", "n_papers": n + 1, "area_order": n + 9} for n in range(300)
    )
    many = [first.assign(**theme) for theme in more]
    themes = pd.concat([trended["themes"], *many], ignore_index=True)
    tables.write_table(job.folders.processed, "themes", themes)
    assert "theme-sizes.html" in {path.name for path in stage.run(job).files}
    card = card_figure({**trended, "themes": themes}, origin(trended))
    assert len(card["data"][0]["y"]) == 7
    assert "The 7 largest of 304 themes" in " ".join(card["layout"]["title"]["subtitle"]["text"].split("<br>"))


def test_a_folder_that_cannot_be_written_is_named(job: Job) -> None:
    job.folders.reports.write_text("a file", encoding="utf-8")
    with pytest.raises(stage.ChartError, match=r"reports.*charts cannot be written there \(.*Name a folder"):
        stage.run(job)


@pytest.mark.slow(reason="a browser draws every chart")
@pytest.mark.skipif(not BROWSER, reason="no Chrome or Chromium is installed; on Debian: apt install chromium")
def test_pictures_are_1600_wide_and_the_card_1200_by_630(job: Job, trended: dict[str, pd.DataFrame]) -> None:
    made = stage.run(replace(job, formats=("png", "svg"), card=True))
    told = origin(trended)
    heights = {sheet.slug: shared_figure(sheet, told)["layout"]["height"] for sheet in build_sheets(trended)}
    assert {path.stem for path in made.files} == heights.keys() | {"card"}
    for path in made.files:
        if path.suffix == ".svg":
            size = re.search(r'width="([\d.]+)" height="([\d.]+)"', path.read_text(encoding="utf-8"))
            assert size is not None
            assert (float(size[1]), float(size[2])) == (WIDTH, heights[path.stem])
        else:
            width, height = struct.unpack(">II", path.read_bytes()[16:24])
            wanted = (1200, 630) if path.stem == "card" else (1600, 2.5 * heights[path.stem])
            assert (width, height) == pytest.approx(wanted, abs=1)
