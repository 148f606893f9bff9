"""The report of a year of days in a real browser with the network off: the real days where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from barriers import barriers
from opened_page import SCREENSHOTS, Opened, Window, draw_all, open_page
from year_of_days import year_of_days

from analysis.provenance import Provenance
from analysis.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow(reason="a browser is started, and with the real days all themes are found")

OVER_TIME = {"themes-by-date", "share-over-time", "areas-over-time", "life-lines", "risers-and-fallers"}
MARKS = """() => Object.fromEntries([...document.querySelectorAll('.chart')].map(chart =>
    [chart.id.replace('chart-', ''), chart.querySelectorAll('.trace, .heatmaplayer image, .points').length]))"""
PALE = """slug => new Set(document.getElementById('chart-' + slug).data
    .filter(trace => typeof trace.meta === 'string' && trace.opacity < 0.2).map(trace => trace.meta)).size"""

VEILED = """slug => (document.getElementById('chart-' + slug).layout.shapes || [])
    .filter(shape => shape.yref === 'y' && shape.x0 === -3).length"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    dumps = os.environ.get("ANALYSIS_DUMPS")
    days = Path(dumps).parent / "daily" if dumps else None
    if days is None or not days.is_dir():
        return write_report(year_of_days(), Provenance("data/raw", n_runs=20), folder)
    from analysis.config import Folders, Settings
    from analysis.job import Job
    from analysis.pipeline import make

    make("report", Job(Folders(days, folder / "processed", folder / "reports"), Settings()))
    return folder / "reports" / "themes.html"


@pytest.fixture(scope="module")
def opened(browser: Browser, path: Path) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = open_page(context, path)
    draw_all(page.page)
    yield page
    context.close()


def keep(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    # all of it would be as high as forty screens, and takes twice as long
    top = {"x": 0, "y": 0, "width": page.evaluate("innerWidth"), "height": 6000}
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, clip=top)


def first_theme(page: Page) -> str:
    return str(page.locator("#choice option").nth(1).get_attribute("value"))


def test_every_chart_of_a_year_is_drawn_and_nothing_is_asked_for(opened: Opened, path: Path) -> None:
    marks = opened.page.evaluate(MARKS)
    assert marks.keys() >= OVER_TIME | {"map", "theme-sizes", "theme-terms", "publication-lag"}
    assert all(marks.values()), marks
    keep(opened.page, "year-light")
    assert opened.complaints == []
    assert opened.requests == [path.as_uri()]


def test_a_theme_chosen_stands_out_across_the_charts_of_a_year(opened: Opened) -> None:
    page = opened.page
    chosen = first_theme(page)
    n_others = page.locator("#choice option").count() - 2
    page.select_option("#choice", chosen)
    for slug in ("share-over-time", "theme-terms", "map"):
        page.locator(f"#chart-{slug}").scroll_into_view_if_needed()
        page.wait_for_function(f"slug => ({PALE})(slug) > 0", arg=slug)
        assert n_others - 1 <= page.evaluate(PALE, slug) <= n_others, slug
    for slug in ("themes-by-date", "life-lines", "risers-and-fallers"):
        page.locator(f"#chart-{slug}").scroll_into_view_if_needed()
        page.wait_for_function(f"slug => ({VEILED})(slug) > 0", arg=slug)
    assert page.evaluate("location.hash").startswith(f"#theme={chosen}")
    page.keyboard.press("Escape")
    page.locator("#chart-map").scroll_into_view_if_needed()
    page.wait_for_function(f"() => ({PALE})('map') === 0")
    assert opened.complaints == []


def test_papers_of_a_year_are_found_by_words(opened: Opened) -> None:
    page = opened.page
    # the last one: the number in a made-up title stands in few other rows
    title = page.locator("#papers-table tbody tr:visible th").last.inner_text()
    before = page.locator("#hits").inner_text()
    page.fill("#words", title)
    page.wait_for_function("old => document.getElementById('hits').textContent !== old", arg=before)
    found = page.locator("#papers-table tbody tr:visible th").all_inner_texts()
    assert title in found
    assert len(found) <= 5
    page.fill("#words", "")


def test_a_theme_of_a_year_is_chosen_and_left_by_keyboard(window: Window, path: Path) -> None:
    page = window.open(path).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.focus("#choice")
    page.keyboard.press("ArrowDown")
    assert page.input_value("#choice") == first_theme(page)
    page.keyboard.press("Escape")
    assert page.input_value("#choice") == ""


# each colour scheme and each width is looked into once
@pytest.mark.parametrize(
    ("scheme", "width", "looked_into"), [("dark", 1280, True), ("light", 360, True), ("dark", 360, False)]
)
def test_a_year_fits_a_phone_and_the_dark_and_axe_finds_nothing(
    window: Window, path: Path, scheme: str, width: int, looked_into: bool
) -> None:
    opened = window.open(path, width, scheme=scheme)
    page = opened.page
    draw_all(page)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(22, 24, 29)" if scheme == "dark" else "rgb(255, 255, 255)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    keep(page, f"year-{scheme}-{width}")
    # thousands of rows are like the first hundred, and axe looks at each for seconds
    assert not looked_into or barriers(page, outside="#papers-table tbody tr:nth-child(n+101)") == []
    assert opened.complaints == []
    assert opened.requests == [path.as_uri()]
