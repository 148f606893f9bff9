"""A report in a real browser with the network off: what it draws, says and asks for."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

BROWSER = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
SCREENSHOTS = Path(__file__).parents[1] / "build" / "screenshots"
"""Pictures of pages as tests saw them, to be looked at; a product that may be deleted."""
SHOW_EACH = """async () => { for (const chart of document.querySelectorAll('.chart')) {
    chart.scrollIntoView({ behavior: 'instant', block: 'center' });
    for (const from = performance.now(); !chart.querySelector('svg.main-svg');) {
        if (performance.now() - from > 30000) throw new Error(`${chart.id} was not drawn in 30 s`);
        await new Promise(goOn => setTimeout(goOn, 10)); } } }"""
"""Bring each chart near the window, as readers do, and wait: a busy browser may make no frame for 15 s."""
ALL_DRAWN = "() => [...document.querySelectorAll('.chart')].every(chart => chart.querySelector('svg.main-svg'))"


@dataclass
class Opened:
    """A page with what it said and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


class Window:
    """One window for page after page, as readers have; a page finds nothing that the page before it left.

    A window keeps its process and what that compiled, so that a page takes half the work of one in a new window.
    """

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(offline=True, reduced_motion="reduce")
        self._page = self._context.new_page()
        self._shown = Opened(self._page)
        self._page.on("console", lambda message: self._shown.complaints.append(message.text))
        self._page.on("pageerror", lambda error: self._shown.complaints.append(str(error)))
        self._page.on("request", lambda request: self._shown.requests.append(request.url))

    def open(self, path: Path, width: int = 1280, height: int = 900, scheme: str = "light") -> Opened:
        """Show a file, in the system's colours ``light`` or ``dark``."""
        if self._page.url.startswith("file:"):
            self._page.evaluate("localStorage.clear()")
        for other in self._context.pages:
            if other != self._page:
                other.close()
        self._page.goto("about:blank")
        self._page.mouse.move(0, 0)
        self._page.set_viewport_size({"width": width, "height": height})
        self._page.emulate_media(media="null", color_scheme="dark" if scheme == "dark" else "light")
        self._shown = Opened(self._page)
        self._page.goto(path.as_uri())
        return self._shown


def open_page(context: BrowserContext, path: Path) -> Opened:
    """Show a file in a window of its own: one with other settings than ``Window`` has."""
    context.set_offline(True)
    opened = Opened(context.new_page())
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.goto(path.as_uri())
    return opened


def draw_all(page: Page) -> None:
    """Have every chart of a report drawn."""
    page.evaluate(SHOW_EACH)
