"""The menu under each chart, in a real browser: four files that are what they say."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pandas as pd
import pytest
from barriers import barriers
from opened_page import Opened, Window

from analysis.language import speaking
from analysis.provenance import Provenance
from analysis.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow(reason="a browser is started")

SHEET = "section[aria-labelledby='theme-sizes']"


@pytest.fixture(scope="module")
def path(trended: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mailed")
    made = write_report(trended, Provenance("data/raw", n_runs=20), folder)
    # a mailed page comes without the folder of CSV files
    return made.rename(folder / "alone.html")


@pytest.fixture
def opened(window: Window, path: Path) -> Opened:
    return window.open(path)


def handed(page: Page, form: str, sheet: str = SHEET) -> Path:
    page.click(f"{sheet} .share > button")
    with page.expect_download() as waiting:
        page.click(f"{sheet} [data-form='{form}']")
    assert waiting.value.suggested_filename.endswith(f".{form}")
    return Path(waiting.value.path())


def test_the_picture_is_1600_pixels_wide(opened: Opened) -> None:
    picture = handed(opened.page, "png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 1600
    assert height > 400
    assert opened.complaints == []


def test_the_drawing_says_title_count_period_and_source_in_letters_large_enough(opened: Opened) -> None:
    root = ElementTree.fromstring(handed(opened.page, "svg").read_text(encoding="utf-8"))
    said = " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "How large is each theme?" in said
    assert "24 papers · listed Mar 11, 2025 to Nov 18, 2025" in said
    assert "Source: 4 saved listings; themes and counts by paper-themes" in said
    sizes = [
        float(part.split(":")[1].strip().removesuffix("px"))
        for text in root.iter("{http://www.w3.org/2000/svg}text")
        for part in text.get("style", "").split(";")
        if part.strip().startswith("font-size")
    ]
    # shown 600 pixels wide, no letter is smaller than 9 pixels
    assert min(sizes) * 600 / float(root.get("width", "0")) >= 9


def test_the_page_of_one_chart_draws_with_the_network_off_and_asks_for_nothing(
    opened: Opened, window: Window, tmp_path: Path
) -> None:
    opened.page.select_option("#choice", "t-retrieval")
    alone = tmp_path / "alone.html"
    alone.write_bytes(handed(opened.page, "html").read_bytes())
    assert alone.stat().st_size < 800_000
    for scheme, ground in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(22, 24, 29)")):
        one = window.open(alone, 390, 800, scheme)
        one.page.wait_for_selector("#chart svg.main-svg")
        assert one.page.locator("#chart .point path").count() == 4
        assert one.page.inner_text("h1") == "How large is each theme?"
        assert one.page.inner_text("strong").startswith("Highlighted: Retrieval · 24 papers · listed Mar 11, 2025")
        assert "Source: 4 saved listings" in one.page.inner_text("main")
        assert one.page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
        assert one.page.evaluate("document.documentElement.scrollWidth") == 390
        assert (one.complaints, one.requests) == ([], [alone.as_uri()])
        assert barriers(one.page, "best-practice") == []


def test_a_hostile_title_stays_text_in_the_page_of_the_map(opened: Opened, window: Window, tmp_path: Path) -> None:
    alone = tmp_path / "map.html"
    alone.write_bytes(handed(opened.page, "html", "section[aria-labelledby='map']").read_bytes())
    assert "<script>alert" not in alone.read_text(encoding="utf-8")
    one = window.open(alone)
    one.page.wait_for_selector("#chart svg.main-svg")
    assert one.page.locator("#chart .scatterlayer .point").count() == 29
    assert one.complaints == []


def test_the_numbers_are_those_of_the_chart(opened: Opened) -> None:
    text = handed(opened.page, "csv").read_text(encoding="utf-8-sig")
    rows = {row["theme"]: row["n_papers"] for row in csv.DictReader(io.StringIO(text))}
    assert rows == {"Attention sinks": "5", "Image generation": "8", "Retrieval": "8", "Code models": "8"}


def test_the_menu_works_by_keyboard_and_closes_by_escape_and_by_a_click_elsewhere(opened: Opened) -> None:
    page = opened.page
    opener = page.locator(f"{SHEET} .share > button")
    page.select_option("#choice", "t-code")
    opener.focus()
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.form") == "svg"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.form") == "csv"
    page.keyboard.press("Escape")
    assert opener.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
    # the first Escape was for the menu: the theme stays chosen
    assert page.input_value("#choice") == "t-code"
    opener.click()
    page.mouse.click(5, 5)
    assert opener.get_attribute("aria-expanded") == "false"
    assert not page.locator(f"{SHEET} [data-form='png']").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_menu(window: Window, path: Path, scheme: str) -> None:
    page = window.open(path, 390, 900, scheme).page
    page.click(f"{SHEET} .share > button")
    assert barriers(page, "best-practice", inside=SHEET) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_what_a_german_page_hands_out_is_german(
    trended: dict[str, pd.DataFrame], window: Window, tmp_path: Path
) -> None:
    with speaking("de"):
        path = write_report(trended, Provenance("data/raw", n_runs=20), tmp_path)
    opened = window.open(path)
    drawing = handed(opened.page, "svg").read_text(encoding="utf-8")
    assert "Wie groß ist jedes Thema?" in drawing
    assert "24 Papers · gelistet 11. März 2025 bis 18. Nov. 2025" in drawing
    assert "Quelle: 4 gespeicherte Listen" in drawing
    alone = handed(opened.page, "html").rename(tmp_path / "alone.html")
    page = window.open(alone)
    page.page.wait_for_selector("svg.main-svg")
    assert page.page.get_attribute("html", "lang") == "de"
    assert page.page.inner_text("h1") == "Wie groß ist jedes Thema?"
    assert opened.complaints == page.complaints == []


def test_papers_of_a_german_page_sort_by_their_dates(
    trended: dict[str, pd.DataFrame], window: Window, tmp_path: Path
) -> None:
    with speaking("de"):
        path = write_report(trended, Provenance("data/raw"), tmp_path)
    page = window.open(path).page
    page.click("#papers-table thead th:nth-child(4) button")
    shown = page.eval_on_selector_all(
        "#papers-table tbody td:nth-child(4)", "cells => cells.map(cell => cell.dataset.day ?? '')"
    )
    known = [day for day in shown if day]
    assert known == sorted(known)
    assert shown[: len(known)] == known
    assert page.inner_text("#papers-table tbody td:nth-child(4)").endswith("2015")
