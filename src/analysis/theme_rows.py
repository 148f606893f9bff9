"""Themes as rows of a chart: under headings of their areas, named on the left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import house
from analysis.language import N_, _
from analysis.table_rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

ROW = 29
"""Height of a row in pixels; two lines of a name fit."""
WATCHED = N_("Followed themes")


@dataclass(frozen=True)
class Rows:
    """Where the themes of a chart stand, top to bottom."""

    places: list[int]
    """Row of each theme; rows between are headings."""
    edges: list[float]
    """Top edge of every row, and the bottom edge of the last."""
    height: int
    """Pixels of all rows."""
    axis: dict[str, Any]
    """The y axis that names them."""


def theme_rows(themes: pd.DataFrame, headings: Sequence[str] | None = None) -> Rows:
    """Return a row per theme, with a heading above each area where areas hold two themes or more on average.

    :param themes: theme_id, theme, kind, area, color, loose; in the order in which they shall stand.
    :param headings: one per theme instead of its area, shown above the first of a run; "" for none.
    """
    groups = list(headings or (_group(*theme) for theme in themes[["kind", "area", "theme"]].to_numpy()))
    starts = [place for place, group in enumerate(groups) if place == 0 or group != groups[place - 1]]
    headed = headings is not None or 1 < len(starts) <= max(len(groups) / 2, 2)
    names = [
        house.theme_name(theme, color, loose)
        for theme, color, loose in rows_of(themes, ["theme", "color", "loose"])
    ]
    places: list[int] = []
    ticks: list[str] = []
    for place, name in enumerate(names):
        if headed and place in starts and groups[place]:
            ticks.append(f"<b>{house.wrapped(groups[place], house.NAME_LETTERS, 2)}</b>")
        places.append(len(ticks))
        ticks.append(name)
    axis = {
        "tickvals": [place + 0.5 for place in range(len(ticks))],
        "ticktext": ticks,
        "range": [len(ticks), 0],
        "showgrid": False,
        "ticks": "",
        "ticklabelstandoff": 4,
    }
    return Rows(places, [float(place) for place in range(len(ticks) + 1)], ROW * len(ticks), axis)


def _group(kind: str, area: object, theme: str) -> str:
    if kind == "watched":
        return _(WATCHED)
    # a heading that says what the row below it says, as over the unplaced papers, is left out
    return area.strip() if isinstance(area, str) and area.casefold() != theme.casefold() else ""
