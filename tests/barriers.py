"""What axe-core finds in an open page that keeps some readers out: WCAG 2.2 AA."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def barriers(
    page: Page, *more_rules: str, inside: str | None = None, outside: str | None = None
) -> list[tuple[str, list[object]]]:
    """Return each broken rule with the first three places; what passes is not gathered, which takes as long again.

    :param inside: selector of the part to look at, None for the whole page.
    :param outside: selector of what to pass over; it is taken out, as axe makes a tree of all there is.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    options = {"runOnly": {"type": "tag", "values": [*RULES, *more_rules]}, "resultTypes": ["violations"]}
    if outside is not None:
        page.eval_on_selector_all(outside, "passed => passed.forEach(one => one.remove())")
    broken = axe.run(page, context=inside, options=options).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in broken]
