"""The report in a real browser, with the network off: what a reader opens by double click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from opened_page import ALL_DRAWN, Opened, Window, draw_all, open_page

from analysis.provenance import Provenance
from analysis.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow(reason="a browser is started")

N_CHARTS = 9
MARKS = """() => [...document.querySelectorAll('.chart')].map(
    chart => chart.querySelectorAll('.trace, .heatmaplayer image, .points').length)"""
HOVERS = """() => document.getElementById('chart-map').data
    .flatMap(trace => trace.customdata || []).filter(text => String(text).includes('SEG'))"""


@pytest.fixture(scope="module")
def path(trended: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mailed")
    made = write_report(trended, Provenance("data/raw", n_runs=20), folder)
    # a mailed page comes without the folder of CSV files
    return made.rename(folder / "alone.html")


@pytest.fixture
def opened(window: Window, path: Path) -> Opened:
    return window.open(path)


def wait_for_hits(page: Page, start: str) -> None:
    page.wait_for_function("start => document.getElementById('hits').textContent.startsWith(start)", arg=start)


def ink(page: Page) -> str:
    found = page.eval_on_selector("#chart-theme-sizes .ytick text", "text => getComputedStyle(text).fill")
    return str(found)


def test_all_charts_draw_and_nothing_is_asked_for_or_complained_about(opened: Opened, path: Path) -> None:
    draw_all(opened.page)
    marks = opened.page.evaluate(MARKS)
    assert len(marks) == N_CHARTS
    assert all(marks), marks
    assert opened.complaints == []
    assert opened.requests == [path.as_uri()]


def test_a_hostile_title_is_text_in_the_table_and_on_the_map(opened: Opened) -> None:
    opened.page.fill("#words", "<seg>")
    wait_for_hits(opened.page, "1 of 24")
    shown = opened.page.locator("#papers-table tbody tr:visible th").inner_text()
    assert shown == "A <SEG> token <script>alert(1)</script>"
    draw_all(opened.page)
    names = opened.page.evaluate(HOVERS)
    assert names
    assert all("<SEG>" not in str(name) and "&lt;SEG&gt;" in str(name) for name in names)


def test_words_and_theme_narrow_the_papers_together(opened: Opened) -> None:
    page = opened.page
    page.select_option("#theme", "t-retrieval")
    assert page.locator("#papers-table tbody tr:visible").count() == 8
    page.fill("#words", "number 13")
    wait_for_hits(page, "1 of 24")
    page.fill("#words", "no such paper")
    wait_for_hits(page, "No paper fits.")


def test_a_card_leads_to_its_papers(opened: Opened) -> None:
    opened.page.click("#theme-attention-sinks a[data-theme]")
    assert opened.page.input_value("#theme") == "attention-sinks"
    assert opened.page.locator("#papers-table tbody tr:visible").count() == 5


def test_numbers_unfold_by_keyboard(opened: Opened) -> None:
    summary = opened.page.locator("section.sheet summary").first
    summary.focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("section.sheet details").first.get_attribute("open") is not None
    assert opened.page.locator("section.sheet td", has_text="33.3%").first.is_visible()


def test_the_first_tab_stop_skips_to_the_content(opened: Opened) -> None:
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "content"


def test_the_switch_turns_page_and_charts_dark_and_back(opened: Opened) -> None:
    page = opened.page
    draw_all(page)
    light_page, light_ink = page.evaluate("getComputedStyle(document.body).backgroundColor"), ink(page)
    page.locator("#chart-theme-sizes").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('mode').click()")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 29)"
    page.wait_for_function(
        "old => getComputedStyle(document.querySelector('#chart-theme-sizes .ytick text')).fill !== old",
        arg=light_ink,
    )
    assert page.inner_text("#mode") == "Light page"
    page.click("#mode")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light_page == "rgb(255, 255, 255)"


def test_a_reader_whose_system_is_dark_gets_a_dark_page(window: Window, path: Path) -> None:
    page = window.open(path, scheme="dark").page
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 29)"


@pytest.mark.parametrize("width", [360, 390, 768])
def test_a_narrow_page_does_not_scroll_sideways(window: Window, path: Path, width: int) -> None:
    page = window.open(path, width, 800).page
    draw_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_javascript_everything_can_be_read(browser: Browser, path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = open_page(context, path)
    page = opened.page
    assert page.locator("#papers-table tbody tr:visible").count() == 24
    assert "paper-themes report --pictures puts a picture of it here." in page.inner_text("main")
    assert page.locator("a[href='charts/map.csv']").is_visible()
    assert not page.locator(".share button").first.is_visible()
    assert not page.locator("#mode").is_visible()
    assert not page.locator("#search").is_visible()
    context.close()


def test_print_is_light_and_has_all_charts(window: Window, path: Path) -> None:
    page = window.open(path, 704, 1000, "dark").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function(ALL_DRAWN)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 704


def test_papers_sort_by_a_click_on_a_heading_and_those_without_a_date_come_last(opened: Opened) -> None:
    page = opened.page
    cells = "() => [...document.querySelectorAll('#papers-table tbody {}')].map(cell => cell.textContent.trim())"
    titles, dates = cells.replace("{}", "th"), cells.replace("{}", "td:nth-child(4)")
    first = page.evaluate(titles)
    page.click("#papers-table thead th:nth-child(4) button")
    oldest = page.evaluate(dates)
    page.click("#papers-table thead th:nth-child(4) button")
    newest = page.evaluate(dates)
    assert oldest[:18] == newest[:18][::-1]
    assert oldest[18:] == newest[18:] == ["–"] * 6
    assert page.get_attribute("#papers-table thead th:nth-child(4)", "aria-sort") == "descending"
    page.click("#papers-table thead th:nth-child(1) button")
    assert sorted(page.evaluate(titles)) == sorted(first)
    assert page.locator("#papers-table th[aria-sort]").count() == 1
