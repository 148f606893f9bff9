"""A page opened in a real browser with wires stretched: what runs, asks, links or breaks the policy is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opened_page import draw_all

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

_WIRES = """
window.__trips = [];
Object.defineProperty(window, "__tripped", { set() { window.__trips.push("ran"); }, get() { return undefined; } });
addEventListener("securitypolicyviolation", (event) => {
  window.__trips.push(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""
_PLOTS = ".js-plotly-plot"
_LINKS = """() => [...document.querySelectorAll('*')].flatMap((node) =>
  [...node.attributes].filter(({ name }) => /(^|:)(href|src|action|formaction|srcdoc|ping|background|poster|data)$/
    .test(name)).map(({ name, value }) => `${node.localName} ${name}=${value}`))"""
_HANDLERS = """() => [...document.querySelectorAll('*')].flatMap((node) =>
  node.getAttributeNames().filter((name) => name.startsWith('on')).map((name) => `${node.localName} ${name}`))"""


@dataclass
class Watched:
    """An open page and what it did."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    """Errors and messages, dialogs, and what tripped a wire."""
    requests: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    """Requests that the page's policy stopped before they left."""
    opened: list[str] = field(default_factory=list)
    """Addresses of pages that a click opened."""

    def go(self, path: Path) -> None:
        """Open a file in the window; what was asked for so far is forgotten, complaints are not."""
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(path.as_uri())

    def settle(self) -> None:
        """Let what is on its way arrive, and gather what tripped."""
        self.page.wait_for_timeout(300)
        self.complaints += self.page.evaluate("window.__trips.splice(0)")

    def links(self) -> list[str]:
        """Everything in the page, charts included, that names an address."""
        return list(self.page.evaluate(_LINKS))

    def handlers(self) -> list[str]:
        """Every attribute that would run code; no page of ours has one."""
        return list(self.page.evaluate(_HANDLERS))


def watch(context: BrowserContext) -> Watched:
    """Open a window with wires stretched; what a file in it asks for beside itself is refused and noted."""
    context.add_init_script(_WIRES)
    context.set_offline(True)
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.complaints.append(message.text))
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.on("request", lambda request: watched.requests.append(request.url))
    watched.page.on(
        "requestfailed", lambda request: watched.blocked.append(request.url) if request.failure == "csp" else None
    )
    watched.page.on("popup", lambda popup: watched.opened.append(popup.url))
    watched.page.on("dialog", lambda dialog: (watched.complaints.append(dialog.message), dialog.dismiss()))
    return watched


def draw(page: Page, plots: int = 0) -> None:
    """Bring every chart near the window, and wait until all are drawn.

    :param plots: at least so many charts, where the page has no places marked for them.
    """
    draw_all(page)
    page.wait_for_function(
        f"(least) => document.querySelectorAll('{_PLOTS} .main-svg').length >= least", arg=plots
    )


def point_everywhere(page: Page, steps: int = 3) -> int:
    """Move the mouse over every chart and click here and there; returns how many charts there were."""
    plots = page.query_selector_all(_PLOTS)
    for plot in plots:
        plot.scroll_into_view_if_needed()
        for x, y in _places(plot.bounding_box() or {}, steps):
            page.mouse.move(x, y)
        for x, y in _places(plot.bounding_box() or {}, 2):
            page.mouse.click(x, y)
    return len(plots)


def _places(box: object, steps: int) -> Iterator[tuple[float, float]]:
    if not isinstance(box, dict) or not box:
        return
    for row in range(steps):
        for column in range(steps):
            x = box["x"] + box["width"] * (column + 0.5) / steps
            yield x, box["y"] + min(box["height"], 800) * (row + 0.5) / steps
