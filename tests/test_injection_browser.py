"""Every product made from injections in a real browser: nothing runs, nothing is asked, nothing leads away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from injections import MARKUP
from opened_page import Window
from tripwire import Watched, draw, point_everywhere, watch
from whole_run import WholeRun

from analysis.safety import LINK_HOSTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

pytestmark = pytest.mark.slow(reason="a whole run of injections is made, and a browser opens it")

POINTS = """() => { const chart = document.getElementById('chart-map'); chart.scrollIntoView({ block: 'center' });
    const box = chart.getBoundingClientRect(); const { xaxis, yaxis } = chart._fullLayout;
    return chart.data.slice(0, 8).filter(({ x }) => x.length).map(({ x, y }) => [
        box.left + xaxis._offset + xaxis.d2p(x[0]), box.top + yaxis._offset + yaxis.d2p(y[0])]); }"""
"""Where on the window the first paper of some themes lies."""

SCREEN: ViewportSize = {"width": 1280, "height": 900}
PAGES = {
    "themes.html": 5,
    "index.html": 0,
    "script-script-window-tripped-1-script/themes.html": 5,
    "followed-since-2025-03-05/themes.html": 5,
    "kept/*/themes.html": 5,
    **{f"charts/{slug}.html": 1 for slug in ("map", "themes-by-date", "theme-terms", "share-over-time")},
    "charts/*.svg": 0,
    **{f"notebooks/{name}.html": 2 for name in ("01-papers", "02-themes", "03-trends", "04-theme-close-up")},
}
"""Products, and how many charts each has at least."""
ONE_OF_EACH_KIND = ("themes.html", "index.html", "charts/map.html", "notebooks/02-themes.html")
"""What runs would also break the policy, and that is noted: without it, one page of each kind is enough.

A picture has no policy to begin with."""
ONLY_DRAWN = ("followed-since-2025-03-05/themes.html", "kept/*/themes.html")
"""Pages of the same charts as ``themes.html``, where what shows under the mouse is looked at."""
HOSTS = "|".join(map(re.escape, LINK_HOSTS))
OURS = re.compile(
    rf"a href=(#.*|https://({HOSTS})/.*|charts/[a-z-]+\.csv|kept/[\w-]+/themes\.html)"
    r"|use href=#.*|script src=plotly\.min\.js|image (xlink:)?href=data:image/png;base64,.*"
)
"""What may name an address: places of the page, papers on known hosts, our own files, pictures of cells."""


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Watched]:
    """A window for file after file."""
    context = browser.new_context(viewport=SCREEN, reduced_motion="reduce")
    yield watch(context)
    context.close()


@pytest.fixture(scope="module")
def lenient(browser: Browser) -> Iterator[Watched]:
    """A window for file after file that passes over their policies."""
    context = browser.new_context(bypass_csp=True, viewport=SCREEN, reduced_motion="reduce")
    yield watch(context)
    context.close()


@pytest.fixture
def apart(browser: Browser) -> Iterator[Watched]:
    """A window for one test alone."""
    context = browser.new_context(viewport=SCREEN, reduced_motion="reduce")
    yield watch(context)
    context.close()


def check_quiet(run: WholeRun, watched: Watched, product: str) -> None:
    paths = sorted(run.reports.glob(product))
    assert paths
    for path in paths:
        watched.go(path)
        draw(watched.page, PAGES[product])
        if product not in ONLY_DRAWN:
            assert point_everywhere(watched.page) >= PAGES[product]
        watched.settle()
        assert watched.complaints == []
        beside = path.with_name("plotly.min.js").as_uri()
        assert {request for request in watched.requests if request != beside} == {path.as_uri()}
        assert [link for link in watched.links() if not OURS.fullmatch(link)] == []
        assert watched.handlers() == []


@pytest.mark.parametrize("product", PAGES)
def test_nothing_runs_and_nothing_is_asked_for(hostile: WholeRun, watched: Watched, product: str) -> None:
    check_quiet(hostile, watched, product)


@pytest.mark.parametrize("product", ONE_OF_EACH_KIND)
def test_text_stays_text_where_a_mail_program_or_a_wiki_drops_the_policy(
    hostile: WholeRun, lenient: Watched, product: str
) -> None:
    check_quiet(hostile, lenient, product)


def test_a_click_on_the_map_leads_to_the_paper_on_a_known_host(hostile: WholeRun, apart: Watched) -> None:
    asked: list[str] = []
    page = apart.page
    page.context.route(re.compile("^https?://"), lambda route: (asked.append(route.request.url), route.abort()))
    apart.go(hostile.reports / "themes.html")
    page.locator("#chart-map").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('#chart-map svg.main-svg')")
    for x, y in page.evaluate(POINTS):
        page.mouse.move(x, y)
        # plotly tells a click of the point that it knows to be hovered, and looks for that in its own time
        page.wait_for_timeout(200)
        page.mouse.click(x, y)
    apart.settle()
    assert apart.complaints == []
    assert asked
    assert all(re.match(rf"https://({HOSTS})/", address) for address in asked)


def test_the_tables_of_a_report_taken_out_of_the_browser_hold_no_formula(
    hostile: WholeRun, watched: Watched
) -> None:
    watched.go(hostile.reports / "themes.html")
    with watched.page.expect_download() as waiting:
        watched.page.click("#papers-csv")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "\"'=cmd|" in text
    assert not re.search(r'(^|,)"[=+\-@\t\r＝＋－＠]', text, re.MULTILINE)


def test_a_very_long_word_does_not_push_the_page_aside(hostile: WholeRun, window: Window) -> None:
    page = window.open(hostile.reports / "themes.html", 360, 800).page
    draw(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("product", ["themes.html", "index.html", "charts/map.html", "notebooks/02-themes.html"])
def test_what_got_in_all_the_same_would_be_stopped_by_the_policy(
    hostile: WholeRun, apart: Watched, product: str
) -> None:
    path = hostile.reports / product
    broken = path.with_name(f"broken-{path.name}")
    let_in = "".join(MARKUP[kind] for kind in ("script", "handler", "svg", "frame", "picture elsewhere"))
    broken.write_text(path.read_text(encoding="utf-8").replace("</body>", f"{let_in}</body>"), encoding="utf-8")
    try:
        apart.go(broken)
        apart.settle()
        assert "ran" not in apart.complaints
        assert any(complaint.startswith("policy: script-src") for complaint in apart.complaints)
        assert [url for url in apart.requests if "evil" in url and url not in apart.blocked] == []
    finally:
        broken.unlink()


def test_the_wires_trip_where_nothing_is_kept_out(apart: Watched, tmp_path: Path) -> None:
    path = tmp_path / "open.html"
    path.write_text(f"<!doctype html><body>{MARKUP['script']}{MARKUP['handler']}{MARKUP['svg']}", encoding="utf-8")
    apart.go(path)
    apart.settle()
    assert apart.complaints.count("ran") >= 3
    assert apart.handlers()
