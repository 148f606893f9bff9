"""How fast the report opens in headless Chromium, by the browser's own timing, and how many bytes it has.

Each opening is in a new context, with the network off. A page is open when its first chart is drawn, after its
load event. Goals on 2 cores: 1.5 s for 450 papers, 3 s for 4,000, at most 7 MB. Then the map is used by hand and
every frame is timed: the pointer wanders over it, it is dragged, zoomed step by step, and a theme is chosen.
Goal: the median is at least 30 frames a second.

    python benchmarks/page.py --raw FOLDER FOLDER     # reports are made first, from folders of dumps
    python benchmarks/page.py --page reports/themes.html
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

BROWSER = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
FEW, SECONDS_FEW, SECONDS_MANY, MEGABYTES = 450, 1.5, 3.0, 7.0
LOADED = """() => { const [entry] = performance.getEntriesByType('navigation'); return entry.loadEventEnd; }"""
# the chart itself does not say when it was drawn: a look at every frame does
FIRST_DRAWN = """() => new Promise((done) => {
    const drawn = () => document.querySelector('.chart svg.main-svg');
    const look = () => (drawn() ? done(performance.now()) : requestAnimationFrame(look));
    look();
})"""
WATCH = """() => { window.frames = []; window.watching = true; let last = performance.now();
    const tick = (now) => { window.frames.push(now - last); last = now;
        if (window.watching) requestAnimationFrame(tick); };
    requestAnimationFrame(tick); }"""
WATCHED = "() => { window.watching = false; return window.frames.slice(1); }"
ZOOM = """async () => { const chart = document.getElementById('chart-map');
    const [low, high] = chart._fullLayout.xaxis.range;
    for (let step = 1; step <= 20; step += 1) {
        const cut = step * (high - low) / 60;
        await Plotly.relayout(chart, { 'xaxis.range': [low + cut, high - cut] });
        await new Promise(requestAnimationFrame);
    } }"""
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
    frames: dict[str, list[float]]
    """Milliseconds between frames, by what was done to the map."""


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
            print(told(page, openings), fluid(openings), sep="\n", flush=True)


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
    frames = used(page)
    page.evaluate(WATCH)
    chosen = page.evaluate(CHOOSE)
    page.wait_for_timeout(300)
    frames["choosing"] = page.evaluate(WATCHED)
    n_papers = page.locator("#papers-table tbody tr").count()
    context.close()
    return Opening(loaded / 1000, drawn / 1000, chosen / 1000, n_papers, frames)


def used(page: Page) -> dict[str, list[float]]:
    """Hover, drag and zoom the map; return the time of each frame meanwhile."""
    box = page.locator("#chart-map .nsewdrag").first.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def hover() -> None:
        for step in range(80):
            across, down = math.cos(step / 9) * box["width"], math.sin(step / 13) * box["height"]
            page.mouse.move(middle[0] + 0.4 * across, middle[1] + 0.4 * down)

    def drag() -> None:
        page.evaluate("() => Plotly.relayout('chart-map', { dragmode: 'pan' })")
        page.mouse.move(*middle)
        page.mouse.down()
        for step in range(60):
            page.mouse.move(middle[0] + 2 * step, middle[1] + step)
        page.mouse.up()

    frames = {}
    for name, use in (("hovering", hover), ("dragging", drag), ("zooming", lambda: page.evaluate(ZOOM))):
        page.evaluate(WATCH)
        use()
        frames[name] = page.evaluate(WATCHED)
    return frames


def fluid(openings: list[Opening]) -> str:
    """Say how many frames a second each use of the map had: the median, and the slowest frame."""
    parts = []
    for name in openings[0].frames:
        times = [time for opening in openings for time in opening.frames[name]]
        parts.append(f"{name} {1000 / statistics.median(times):.0f} (slowest frame {max(times):.0f} ms)")
    return f"  frames a second on the map: {', '.join(parts)}"


def told(path: Path, openings: list[Opening]) -> str:
    """Say the medians of a page beside the goals."""
    loaded, drawn, chosen = (
        statistics.median(getattr(each, name) for each in openings) for name in ("loaded", "drawn", "chosen")
    )
    n_papers, size = openings[0].n_papers, path.stat().st_size / 1e6
    goal = SECONDS_FEW if n_papers <= FEW else SECONDS_MANY
    return (
        f"{n_papers} papers: first chart after {drawn:.2f} s (goal {goal:.1f} s), loaded in {loaded:.2f} s, "
        f"a theme chosen in {chosen:.2f} s, {size:.1f} MB (goal {MEGABYTES:.0f} MB); median of {len(openings)}"
    )


if __name__ == "__main__":
    main()
