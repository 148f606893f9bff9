"""The docs site as ``make docs`` builds it: every page is there, and nothing is asked of another machine."""

from __future__ import annotations

import inspect
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from checkout import REPOSITORY, check_out
from default_run import DefaultRun
from opened_page import BROWSER

import analysis
from analysis import charts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = REPOSITORY / "docs"
LOADED = ("script[src]", "link[rel=stylesheet]", "link[rel=preload]", "img[src]", "iframe[src]", "source[src]")

pytestmark = [
    pytest.mark.slow(reason="pictures are drawn and the site built"),
    pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed"),
    pytest.mark.skipif(BROWSER is None, reason="no Chrome or Chromium here"),
]


@pytest.fixture(scope="module")
def site(default_run: DefaultRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built in a copy of the repository that reaches this machine alone; the notebooks have been run."""
    pytest.importorskip("sphinx")
    checkout = check_out(tmp_path_factory.mktemp("docs"))
    checkout.copy("docs", "src", "tests", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
    made = checkout.root / "build" / "docs"
    shutil.copytree(default_run.whole.root / "data" / "processed", made / "processed")
    shutil.copytree(default_run.whole.reports / "notebooks", made / "reports" / "notebooks")
    log = checkout.root / "network.log"
    source = f"{REPOSITORY / 'tests' / 'offline'}:{Path(analysis.__file__).parents[1]}"
    checkout.run(f"PYTHONPATH={source} make docs", NETWORK_LOG=str(log))
    assert not log.exists(), log.read_text(encoding="utf-8")
    return checkout.root / "build" / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, BeautifulSoup]:
    """Every page of the site, taken apart."""
    paths = sorted(site.rglob("*.html"))
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in paths}


def test_every_page_of_the_contents_is_there(site: Path) -> None:
    contents = (DOCS / "contents.md").read_text(encoding="utf-8")
    named = [line for line in contents.splitlines() if re.fullmatch(r"\w+", line)]
    assert len(named) > 8
    for name in [*named, "index", *(path.stem for path in DOCS.glob("*.md") if path.stem != "contents")]:
        assert (site / f"{name}.html").is_file(), name


def test_every_link_of_the_site_leads_to_something_in_it(pages: dict[Path, BeautifulSoup]) -> None:
    n_links = 0
    for path, page in pages.items():
        for link in page.select("a[href]"):
            target = str(link["href"]).partition("#")[0]
            if target and "notebooks" not in path.parts and not re.match(r"\w+:", target):
                n_links += 1
                assert (path.parent / target).exists(), f"{path.name}: {target}"
    assert n_links > 100


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, BeautifulSoup]) -> None:
    for path, page in pages.items():
        for selector in LOADED:
            for tag in page.select(selector):
                address = str(tag.get("src") or tag.get("href"))
                assert not re.match(r"(?:https?:)?//", address), f"{path.name}: {address}"
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text), path.name


def test_a_browser_asks_nothing_of_the_network_and_search_finds_a_chart(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index", "gallery", "reference"):
        page.goto(f"{site.as_uri()}/{name}.html")
        assert page.evaluate(
            "[...document.images].every(i => i.naturalWidth > 0 || i.loading === 'lazy' || !i.offsetParent)"
        )
    page.goto(f"{site.as_uri()}/search.html?q=life_lines")
    page.wait_for_selector("ul.search li")
    page.close()
    assert asked
    assert not [address for address in asked if not address.startswith(("file:", "data:"))]


def test_the_gallery_has_every_chart_with_its_code_and_a_picture_for_light_and_dark_pages(
    site: Path, pages: dict[Path, BeautifulSoup]
) -> None:
    gallery = pages[site / "gallery.html"]
    public = [
        name for name, one in inspect.getmembers(charts, inspect.isfunction) if one.__module__ == charts.__name__
    ]
    assert len(public) > 10
    code = " ".join(block.get_text() for block in gallery.select("pre"))
    assert {name for name in public if f"charts.{name}(" not in code} == set()
    for scheme in ("light", "dark"):
        shown = [str(image["src"]) for image in gallery.select(f"img.only-{scheme}")]
        assert len(shown) == len(public)
        assert all((site / address).stat().st_size > 5_000 for address in shown)


def test_the_reference_has_every_public_function_with_its_docstring(
    site: Path, pages: dict[Path, BeautifulSoup]
) -> None:
    reference = pages[site / "reference.html"]
    described = {str(term["id"]) for term in reference.select("dt[id]")}
    loading = {f"analysis.loading.{name}" for name in analysis.__all__ if name.startswith("load_")}
    views = {f"analysis.views.{name}" for name in analysis.views.__all__ if name.islower()}
    drawing = {
        f"analysis.charts.{name}"
        for name, _ in inspect.getmembers(charts, inspect.isfunction)
        if not name.startswith(("_", "draw_"))
    }
    assert (loading | views | drawing) - described == set()


def test_the_notebooks_are_there_as_pages(site: Path) -> None:
    for notebook in sorted((REPOSITORY / "notebooks").glob("*.ipynb")):
        page = (site / "notebooks" / f"{notebook.stem}.html").read_text(encoding="utf-8")
        assert "js-plotly-plot" in page or "plotly" in page
        assert notebook.stem in (site / "notebooks.html").read_text(encoding="utf-8")
