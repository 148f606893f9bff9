"""A theme chosen on the page, and papers found and opened on its map, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from many_papers import many
from opened_page import Opened, Window, draw_all, open_page

from analysis.provenance import Provenance
from analysis.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow(reason="a browser is started")

PALE = """slug => document.getElementById('chart-' + slug).data
    .filter(trace => typeof trace.meta === 'string' && trace.opacity < 0.2).map(trace => trace.meta)"""
VEILED = """slug => (document.getElementById('chart-' + slug).layout.shapes || [])
    .filter(shape => shape.yref === 'y' && shape.x0 === -3).map(shape => shape.y0)"""
MARKED = """() => document.getElementById('chart-map').data
    .flatMap(trace => (trace.selectedpoints || []).map(point => trace.ids[point]))"""


FIRST_POINT = """() => { const chart = document.getElementById('chart-map');
    const box = chart.getBoundingClientRect(); const [trace] = chart.data;
    const { xaxis, yaxis } = chart._fullLayout;
    return [box.left + xaxis._offset + xaxis.d2p(trace.x[0]),
        box.top + yaxis._offset + yaxis.d2p(trace.y[0])]; }"""
INKED = """() => { const canvas = document.querySelector('#chart-map canvas.points');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, value, place) => sum + (place % 4 === 3 ? value : 0), 0); }"""


@pytest.fixture(scope="module")
def path(trended: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(trended, Provenance("data/raw", n_runs=20), tmp_path_factory.mktemp("choice"))


@pytest.fixture
def opened(window: Window, path: Path) -> Opened:
    return window.open(path)


def look_at(page: Page, slug: str) -> None:
    page.locator(f"#chart-{slug}").scroll_into_view_if_needed()
    page.wait_for_function("slug => document.querySelector(`#chart-${slug} svg.main-svg`)", arg=slug)


def wait_until_pale(page: Page, slug: str, n: int) -> set[str]:
    page.wait_for_function(f"([slug, n]) => new Set(({PALE})(slug)).size === n", arg=[slug, n])
    return set(page.evaluate(PALE, slug))


def test_a_theme_chosen_at_the_top_stands_out_in_every_chart_and_the_address_keeps_it(opened: Opened) -> None:
    page = opened.page
    draw_all(page)
    page.select_option("#choice", "t-retrieval")
    assert page.evaluate("location.hash") == "#theme=t-retrieval"
    for slug in ("map", "share-over-time", "theme-terms"):
        look_at(page, slug)
        assert wait_until_pale(page, slug, 3) == {"attention-sinks", "t-image-generation", "t-code"}
    for slug in ("themes-by-date", "theme-sizes", "published"):
        look_at(page, slug)
        page.wait_for_function(f"slug => ({VEILED})(slug).length === 3", arg=slug)
    assert page.input_value("#theme") == "t-retrieval"
    assert page.locator("#papers-table tbody tr:visible").count() == 8
    assert page.locator("#chosen-said").inner_text() == "Retrieval is highlighted in all charts."
    assert opened.complaints == []


def test_the_points_lie_on_a_canvas_and_pale_with_the_choice(opened: Opened) -> None:
    page = opened.page
    look_at(page, "map")
    page.wait_for_function(f"() => ({INKED})() > 0")
    before = page.evaluate(INKED)
    page.select_option("#choice", "t-code")
    wait_until_pale(page, "map", 3)
    page.wait_for_function(f"before => ({INKED})() < 0.7 * before", arg=before)
    # each theme has its entry in the legend once, and no mark of plotly's own lies over the points
    assert page.locator("#chart-map .scatterlayer .point").count() == 0
    assert page.locator("#chart-map .legendtext").all_text_contents() == ["Attention sinks"]


def test_a_point_tells_its_paper_when_hovered(opened: Opened) -> None:
    page = opened.page
    look_at(page, "map")
    x, y = page.evaluate(FIRST_POINT)
    page.mouse.move(x - 30, y)
    page.mouse.move(x, y)
    page.wait_for_selector("#chart-map .hoverlayer .hovertext")
    assert "A <SEG> token" in page.locator("#chart-map .hoverlayer .hovertext").text_content()


def test_names_on_a_narrow_map_neither_touch_each_other_nor_leave_it(window: Window, tmp_path: Path) -> None:
    path = write_report(many(3000), Provenance("data/raw"), tmp_path)
    page = window.open(path, 390, 800).page
    page.evaluate("location.hash = '#theme=t-29'")
    look_at(page, "map")
    plot = page.locator("#chart-map .svg-container").bounding_box()
    boxes = [name.bounding_box() for name in page.locator("#chart-map .annotation-text-g").all()]
    assert plot is not None
    assert len(boxes) > 5
    for place, box in enumerate(boxes):
        assert box is not None
        assert box["x"] >= plot["x"]
        assert box["x"] + box["width"] <= plot["x"] + plot["width"]
        for other in boxes[:place]:
            assert other is not None
            apart = abs(box["x"] + box["width"] / 2 - other["x"] - other["width"] / 2)
            above = abs(box["y"] + box["height"] / 2 - other["y"] - other["height"] / 2)
            wide, high = (box["width"] + other["width"]) / 2, (box["height"] + other["height"]) / 2
            assert apart > wide - 2 or above > high - 2
    assert page.locator("#chart-map .annotation-text-g", has_text="Subject 29").count() == 1


def test_a_choice_survives_a_reload_and_a_walk_through_the_page(opened: Opened) -> None:
    page = opened.page
    page.select_option("#choice", "t-code")
    page.click("nav a[href='#map']")
    assert page.evaluate("location.hash") == "#theme=t-code&at=map"
    page.reload()
    look_at(page, "map")
    assert wait_until_pale(page, "map", 3) == {"attention-sinks", "t-image-generation", "t-retrieval"}
    assert page.input_value("#choice") == "t-code"
    assert page.evaluate("scrollY") > 500
    page.go_back()
    assert page.evaluate("location.hash") == "#theme=t-code"


def test_escape_and_the_button_show_all_themes_again(opened: Opened) -> None:
    page = opened.page
    look_at(page, "map")
    page.select_option("#choice", "t-code")
    wait_until_pale(page, "map", 3)
    page.keyboard.press("Escape")
    wait_until_pale(page, "map", 0)
    assert page.evaluate("location.hash") == ""
    page.select_option("#choice", "t-code")
    page.click("#all-themes")
    wait_until_pale(page, "map", 0)
    assert not page.locator("#all-themes").is_visible()


def test_a_card_a_row_of_a_chart_and_a_name_on_the_map_choose_too(opened: Opened) -> None:
    page = opened.page
    draw_all(page)
    page.click("#theme-t-code button[data-choose]")
    assert page.input_value("#choice") == "t-code"
    assert page.get_attribute("#theme-t-code button[data-choose]", "aria-pressed") == "true"
    look_at(page, "themes-by-date")
    # drawn anew with the choice: a label clicked before would be gone
    page.wait_for_function(f"slug => ({VEILED})(slug).length === 3", arg="themes-by-date")
    page.locator("#chart-themes-by-date .ytick text", has_text="Attention sinks").click(force=True)
    assert page.input_value("#choice") == "attention-sinks"
    look_at(page, "map")
    wait_until_pale(page, "map", 3)
    page.locator("#chart-map .annotation-text-g", has_text="Retrieval").first.click()
    assert page.input_value("#choice") == "t-retrieval"


def test_an_address_that_names_no_theme_of_the_page_shows_all(opened: Opened, path: Path) -> None:
    opened.page.goto(f"{path.as_uri()}#theme=<img>&at=nowhere")
    assert opened.page.input_value("#choice") == ""
    assert opened.complaints == []


def test_words_mark_papers_on_the_map(opened: Opened) -> None:
    page = opened.page
    look_at(page, "map")
    page.fill("#map-words", "number 13")
    page.wait_for_function("() => document.getElementById('map-hits').textContent === '1 of 24 papers marked'")
    assert page.evaluate(MARKED) == ["p13"]
    page.fill("#map-words", "no such title")
    page.wait_for_function("() => document.getElementById('map-hits').textContent === 'No title has these words.'")
    page.fill("#map-words", "")
    page.wait_for_function("() => document.getElementById('chart-map').data.every(trace => !trace.selectedpoints)")
    assert opened.complaints == []


def test_a_point_of_the_map_opens_its_paper_in_a_new_tab_that_knows_nothing_of_the_page(opened: Opened) -> None:
    page = opened.page
    look_at(page, "map")
    page.evaluate("""() => { HTMLAnchorElement.prototype.click =
        function () { window.asked = [this.href, this.target, this.rel]; }; }""")
    page.evaluate("""() => { const chart = document.getElementById('chart-map');
        chart.emit('plotly_click', { points: [{ data: chart.data[0], pointNumber: 0 }], event: {} }); }""")
    href, target, rel = page.evaluate("window.asked")
    first = page.evaluate("document.getElementById('chart-map').data[0].ids[0]")
    assert first == "p00"
    assert href.startswith("https://huggingface.co/papers?q=A+%3CSEG%3E")
    assert (target, rel) == ("_blank", "noopener noreferrer")


def test_a_card_hands_out_its_papers_without_formulas(opened: Opened) -> None:
    page = opened.page
    with page.expect_download() as waiting:
        page.click("#theme-attention-sinks button[data-papers]")
    assert waiting.value.suggested_filename == "papers-attention-sinks.csv"
    rows = pd.read_csv(waiting.value.path())
    assert list(rows.columns) == ["title", "link", "themes", "listed", "published"]
    assert len(rows) == 5
    assert set(rows["title"]) >= {"A <SEG> token <script>alert(1)</script>", "Paper number 3"}
    assert opened.complaints == []


def test_a_browser_that_cannot_unpack_says_so_and_still_shows_the_numbers(browser: Browser, path: Path) -> None:
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = open_page(context, path).page
    page.wait_for_function("() => document.querySelector('#chart-map .note')")
    assert "This browser cannot unpack the chart" in page.inner_text("#chart-map")
    assert page.locator("#papers-table tbody tr:visible").count() == 24
    page.select_option("#choice", "t-code")
    assert page.locator("#papers-table tbody tr:visible").count() == 8
    context.close()
