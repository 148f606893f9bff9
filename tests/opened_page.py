"""A report in a real browser with the network off: what it draws, says and asks for."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

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


def open_page(context: BrowserContext, path: Path) -> Opened:
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
