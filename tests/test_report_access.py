"""The report for readers who use a keyboard, a screen reader, a phone or a dark page: WCAG 2.2 AA by axe-core."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from barriers import barriers
from opened_page import Window, draw_all, open_page

from analysis.provenance import Provenance
from analysis.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow(reason="a browser is started")


@pytest.fixture(scope="module")
def path(trended: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(trended, Provenance("data/raw", n_runs=20), tmp_path_factory.mktemp("access"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "choice"), [(1280, ""), (360, "#theme=t-retrieval")])
def test_axe_finds_nothing(window: Window, path: Path, scheme: str, width: int, choice: str) -> None:
    page = window.open(path, width, scheme=scheme).page
    page.goto(path.as_uri() + choice)
    draw_all(page)
    for summary in page.query_selector_all("summary"):
        summary.evaluate("summary => { summary.parentElement.open = true; }")
    assert barriers(page, "best-practice") == []


def test_everything_can_be_reached_and_done_by_keyboard(window: Window, path: Path) -> None:
    page = window.open(path).page
    reached: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate("""() => { const at = document.activeElement;
            return at.id || at.dataset.choose || at.dataset.papers || at.className || at.tagName; }""")
        if name == "BODY":
            break
        reached.append(name)
    wanted = {"mode", "choice", "map-words", "t-retrieval", "words", "theme", "papers-csv"}
    assert wanted <= set(reached)
    page.focus("button[data-choose='t-retrieval']")
    page.keyboard.press("Enter")
    assert page.input_value("#choice") == "t-retrieval"
    page.keyboard.press("Escape")
    assert page.input_value("#choice") == ""


def test_where_the_keyboard_stands_is_seen(window: Window, path: Path) -> None:
    page = window.open(path).page
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def test_every_chart_says_in_words_what_it_shows(browser: Browser, path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = open_page(context, path).page
    captions = page.locator("figure figcaption").all_text_contents()
    assert len(captions) == page.locator(".chart").count()
    assert all(caption.endswith(".") and any(letter.isdigit() for letter in caption) for caption in captions)
    context.close()
