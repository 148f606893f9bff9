"""A theme's share over time as a small picture on its card: interval and line as SVG, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.courses import FEW_DATES
from analysis.language import _
from analysis.table_rows import rows_of

WIDTH, HEIGHT = 240, 44
_EDGE = 4
_SHOWN = ["position", "share", "share_low", "share_high", "period_label", "n_papers", "n_total"]


@dataclass(frozen=True)
class Dot:
    """A theme's share in one period."""

    label: str
    x: float
    y: float
    low: float
    """Height of the lower end of its interval, in pixels from the top."""
    high: float


@dataclass(frozen=True)
class Spark:
    """A small picture of a theme's shares; empty ``dots`` where there is nothing to draw."""

    words: str = ""
    dots: tuple[Dot, ...] = ()
    line: str = ""
    """Points of the line; empty with few dates, through which no line is drawn."""
    band: str = ""
    """Outline of the intervals; empty where there is no line."""


def spark(rows: pd.DataFrame) -> Spark:
    """Return the picture of one theme's dated periods; an empty one with a single date or without a paper.

    :param rows: as ``views.share_over_time`` makes them, of one theme, dated, in order.
    """
    rows = rows[rows["n_total"] > 0]
    if len(rows) < 2 or not rows["n_papers"].sum():
        return Spark()
    top = float(rows["share_high"].max())
    first, last = float(rows["position"].iloc[0]), float(rows["position"].iloc[-1])
    dots = tuple(
        Dot(
            label=_(
                "{period}: {share} ({n} of {all})", period=label, share=wording.percent(share), n=n, all=total
            ),
            x=round(_EDGE + (WIDTH - 2 * _EDGE) * (position - first) / (last - first), 1),
            y=_height(share, top),
            low=_height(low, top),
            high=_height(high, top),
        )
        for position, share, low, high, label, n, total in rows_of(rows, _SHOWN)
    )
    if len(dots) < FEW_DATES:
        return Spark(_words(rows, top), dots)
    ends = [(dot.x, dot.high) for dot in dots] + [(dot.x, dot.low) for dot in reversed(dots)]
    return Spark(_words(rows, top), dots, _points([(dot.x, dot.y) for dot in dots]), _points(ends))


def _height(share: float, top: float) -> float:
    return round(HEIGHT - 2 - (HEIGHT - 4) * float(share) / top, 1)


def _points(places: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _words(rows: pd.DataFrame, top: float) -> str:
    best, last = rows.iloc[int(rows["share"].to_numpy().argmax())], rows.iloc[-1]
    by = {
        "": _("Share by listing date"),
        "week": _("Share by week"),
        "month": _("Share by month"),
        "quarter": _("Share by quarter"),
        "year": _("Share by year"),
    }[str(rows["pooled"].iloc[0])]
    return _(
        "{by}: at most {most}, {period}; last {last}, interval {interval}. Scale: 0 to {top}.",
        by=by,
        most=wording.percent(best["share"]),
        period=best["period_label"],
        last=wording.percent(last["share"]),
        interval=wording.between(last["share_low"], last["share_high"]),
        top=wording.percent(top),
    )
