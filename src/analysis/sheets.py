"""One sheet per chart of the report: the chart, what it asks, how to read it, and its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analysis.language import _
from analysis.number_tables import NumberTable, number_table
from analysis.safety import csv_text
from analysis.sheet_plans import PLANS, Chapter, Plan, Tables
from analysis.shown_papers import rows_shown
from analysis.visible_text import visible


@dataclass(frozen=True)
class Sheet:
    """A chart with all that stands around it."""

    slug: str
    """Its id on the page and the name of its CSV."""
    chapter: Chapter
    short: str
    """Its name in the page's contents."""
    question: str
    caption: str
    alt: str
    """What the chart shows, in words, for those who do not see it."""
    figure: dict[str, Any]
    """``data`` and ``layout`` as plotly.js takes them, without the template of a light or a dark page."""
    head: int
    """Pixels at the top of the figure that hold question and caption; the page says them itself."""
    numbers: NumberTable
    csv: str
    csv_inside: str
    """The numbers that travel in the page: those of the papers it holds, where these are not all."""

    @property
    def height(self) -> int:
        """Pixels the chart takes on the page."""
        return int(self.figure["layout"]["height"]) - self.head


def build_sheets(tables: Tables, confidence: float = 0.95) -> tuple[Sheet, ...]:
    """Return the charts in the order of the page; a chart that would be empty is left out.

    :param tables: by name, as in ``tables.SCHEMAS``.
    :param confidence: coverage of the intervals in ``tables``, in (0, 1).
    """
    made = (_sheet(plan, tables, confidence) for plan in PLANS)
    return tuple(sheet for sheet in made if sheet is not None)


def _sheet(plan: Plan, tables: Tables, confidence: float) -> Sheet | None:
    tidy = plan.view(tables)
    if tidy.empty:
        return None
    inside = rows_shown(tidy, tables)
    csv = csv_text(tidy[list(plan.exported)])
    drawn = plan.chart(inside, **plan.more(inside, tables, confidence))
    return Sheet(
        slug=plan.slug,
        chapter=plan.chapter,
        short=_(plan.short),
        question=drawn.title,
        caption=drawn.subtitle,
        alt=visible(plan.alt(tidy)),
        figure={"data": _rounded(drawn.data), "layout": _rounded(drawn.layout)},
        head=drawn.head,
        numbers=number_table(tidy, plan.columns),
        csv=csv,
        csv_inside=csv if inside is tidy else csv_text(inside[list(plan.exported)]),
    )


def _rounded(value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    # five digits place a mark to a tenth of a pixel; more would only make the page longer
    if isinstance(value, float):
        return _short(value)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_short(inner) if type(inner) is float else _rounded(inner) for inner in value]
    return value


def _short(number: float) -> float | None:
    return float(f"{number:.5g}") if math.isfinite(number) else None
