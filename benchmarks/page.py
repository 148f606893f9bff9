"""How fast the report opens in headless Chromium, by the browser's own timing, and how many bytes it has.

Each opening is in a new context, with the network off. Two times since navigation are printed: when the page was
loaded (``loadEventEnd``), and when the first chart was drawn. Goals: 1.5 s and 3 s to load 450 and 4,000 papers on
2 cores, at most 7 MB; and to choose a theme, with the map in view, in less than a second.

    python benchmarks/page.py --raw FOLDER FOLDER     # reports are made first, from folders of dumps
    python benchmarks/page.py --page reports/themes.html
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

BROWSER = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
FEW, SECONDS_FEW, SECONDS_MANY, MEGABYTES = 450, 1.5, 3.0, 7.0
LOADED = """() => { const [entry] = performance.getEntriesByType('navigation'); return entry.loadEventEnd; }"""
# the chart itself does not say when it was drawn: a look at every frame does
FIRST_DRAWN = """() => new Promise((done) => {
    const drawn = () => document.querySelector('.chart svg.main-svg');
    const look = () => (drawn() ? done(performance.now()) : requestAnimationFrame(look));
    look();
})"""
CHOOSE = """() => new Promise((done) => {
    const select = document.getElementById('choice');
    const began = performance.now();
    document.getElementById('chart-map').on('plotly_afterplot', () => done(performance.now() - began));
    select.value = select.options[1].value;
    select.dispatchEvent(new Event('change'));
})"""
SEE_MAP = "() => document.getElementById('chart-map').scrollIntoView({ behavior: 'instant' })"


@dataclass(frozen=True)
class Opening:
    """Seconds since the page was asked for; ``chosen`` since a theme was."""

    loaded: float
    drawn: float
    chosen: float
    n_papers: int


def main() -> None:
    """Measure the pages and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, nargs="*", default=[], help="folders of dumps to make reports from")
    parser.add_argument("--page", type=Path, nargs="*", default=[], help="reports to open as they are")
    parser.add_argument("--rounds", type=int, default=5, help="openings of each page (%(default)s)")
    arguments = parser.parse_args()
    if BROWSER is None:
        parser.error("no Chrome or Chromium here; install chromium or name one in BROWSER_PATH")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        pages = [made(raw, Path(scratch) / str(place)) for place, raw in enumerate(arguments.raw)]
        for page in [*pages, *arguments.page]:
            browser = playwright.chromium.launch(executable_path=BROWSER)
            openings = [opened(browser, page) for _ in range(arguments.rounds)]
            browser.close()
            print(told(page, openings), flush=True)


def made(raw: Path, folder: Path) -> Path:
    """Make the report of a folder of dumps."""
    options = ["--raw", str(raw), "--processed", str(folder / "tables"), "--reports", str(folder), "--quiet"]
    subprocess.run([sys.executable, "-m", "analysis", "report", *options], check=True, stdout=subprocess.DEVNULL)
    return folder / "themes.html"


def opened(browser: Browser, path: Path) -> Opening:
    """Open a page once, look at its map and choose a theme."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_offline(True)
    page = context.new_page()
    page.goto(path.resolve().as_uri())
    drawn, loaded = page.evaluate(FIRST_DRAWN), page.evaluate(LOADED)
    page.evaluate(SEE_MAP)
    page.wait_for_selector("#chart-map svg.main-svg")
    page.wait_for_timeout(500)
    chosen = page.evaluate(CHOOSE)
    n_papers = page.locator("#papers-table tbody tr").count()
    context.close()
    return Opening(loaded / 1000, drawn / 1000, chosen / 1000, n_papers)


def told(page: Path, openings: list[Opening]) -> str:
    """Say the medians of a page beside the goals."""
    loaded, drawn, chosen = (
        statistics.median(getattr(each, name) for each in openings) for name in ("loaded", "drawn", "chosen")
    )
    n_papers, size = openings[0].n_papers, page.stat().st_size / 1e6
    goal = SECONDS_FEW if n_papers <= FEW else SECONDS_MANY
    return (
        f"{n_papers} papers: loaded in {loaded:.2f} s (goal {goal:.1f} s), first chart after {drawn:.2f} s, "
        f"a theme chosen in {chosen:.2f} s, {size:.1f} MB (goal {MEGABYTES:.0f} MB); median of {len(openings)}"
    )


if __name__ == "__main__":
    main()
