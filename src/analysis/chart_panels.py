"""Charts of many small panels of one kind: a panel per theme, whose traces carry its theme_id as ``meta``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import house

if TYPE_CHECKING:
    import pandas as pd

NAME_LETTERS, WIDE_LETTERS = 16, 24
"""Letters of a name in a line, with three panels and with two side by side on a narrow page."""
HEAD = 32
"""Pixels above a panel for two lines of its name."""


@dataclass(frozen=True)
class Raster:
    """Panels left to right, then down; all of one size."""

    n: int
    columns: int
    plot: int
    """Height of a panel in pixels."""
    foot: int
    """Pixels below a panel for what its axis says."""
    gap: float
    """Space between panels, as a fraction of the width."""

    @property
    def height(self) -> int:
        """Pixels of all panels."""
        return -(-self.n // self.columns) * (HEAD + self.plot + self.foot)

    def domains(self, place: int) -> tuple[list[float], list[float]]:
        """Return where panel ``place`` lies across and up, as fractions."""
        row, column = divmod(place, self.columns)
        wide = (1 - self.gap * (self.columns - 1)) / self.columns
        left = column * (wide + self.gap)
        top = 1 - (row * (HEAD + self.plot + self.foot) + HEAD) / self.height
        return [left, left + wide], [max(top - self.plot / self.height, 0.0), top]


def panel_name(theme: pd.Series, left: float, top: float, letters: int, arrow: str = "") -> dict[str, Any]:
    """Return a theme's name above its panel, as an annotation in two lines at most.

    :param left: left edge of the panel, as a fraction of all panels; ``top`` likewise its upper edge.
    :param letters: letters of a line.
    :param arrow: where the theme is heading.
    """
    return {
        "name": str(theme["theme_id"]),
        "text": f"{house.marked(theme['theme'], theme['loose'], letters)}{arrow}",
        "font": {"weight": 600 if letters > NAME_LETTERS else 400},
        "hovertext": house.wrapped(theme["theme"], 44, 4),
        "x": left,
        "y": top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "borderpad": 2,
    }
