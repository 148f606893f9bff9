"""Where names stand on the map so that they cover each other as little as possible."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.labels import cut_lines

if TYPE_CHECKING:
    import pandas as pd

MAP_WIDTH, MAP_HEIGHT = 350.0, 560.0
"""The narrowest map in pixels on which names shall stand apart; on a wider one they do all the more."""
LETTER, LINE = 6.2, 13.0
"""Width of a letter and height of a line in pixels."""
LINE_LETTERS = 15
"""A name longer than this takes a second line."""
_RINGS, _DIRECTIONS = 14, 16


@dataclass(frozen=True)
class Box:
    """A name's place on the narrow map: its middle and half its size, in pixels."""

    x: float
    y: float
    half_width: float
    half_height: float

    def covers(self, other: Box) -> float:
        """Return the area the two have in common, in square pixels."""
        wide = self.half_width + other.half_width - abs(self.x - other.x)
        high = self.half_height + other.half_height - abs(self.y - other.y)
        return max(wide, 0.0) * max(high, 0.0)


def label_lines(name: str) -> list[str]:
    """Return a name in at most two lines, cut with an ellipsis where it is longer."""
    return cut_lines(name, LINE_LETTERS, 2) or [""]


def place_labels(themes: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return the themes with x and y of their names, largest theme placed first and nearest its anchor.

    :param themes: theme (the name), anchor_x, anchor_y, n_points; other columns are kept.
    :param points: x and y of all papers, which span the map.
    :return: the themes in their order, less n_points, with x and y in the units of the points.
    """
    left, bottom = float(points["x"].min()), float(points["y"].min())
    x_unit = (float(points["x"].max()) - left) / MAP_WIDTH or 1.0
    y_unit = (float(points["y"].max()) - bottom) / MAP_HEIGHT or 1.0
    placed: dict[str, Box] = {}
    for row in themes.sort_values(["n_points", "theme_id"], ascending=[False, True]).to_dict("records"):
        lines = label_lines(row["theme"])
        half_width, half_height = max(map(len, lines)) * LETTER / 2, len(lines) * LINE / 2
        start = Box(
            (row["anchor_x"] - left) / x_unit, (row["anchor_y"] - bottom) / y_unit, half_width, half_height
        )
        placed[row["theme_id"]] = _free(start, list(placed.values()))
    boxes = [placed[theme_id] for theme_id in themes["theme_id"]]
    return themes.assign(
        x=[left + box.x * x_unit for box in boxes], y=[bottom + box.y * y_unit for box in boxes]
    ).drop(columns="n_points")


def _free(start: Box, taken: list[Box]) -> Box:
    best, least = start, math.inf
    for ring in range(_RINGS):
        for turn in range(_DIRECTIONS if ring else 1):
            angle = 2 * math.pi * turn / _DIRECTIONS
            x = _inside(start.x + 6 * ring * math.cos(angle), start.half_width, MAP_WIDTH)
            y = _inside(start.y + 4.5 * ring * math.sin(angle), start.half_height, MAP_HEIGHT)
            box = replace(start, x=x, y=y)
            covered = sum(box.covers(other) for other in taken)
            if covered == 0:
                return box
            if covered < least:
                best, least = box, covered
    return best


def _inside(middle: float, half: float, whole: float) -> float:
    return min(max(middle, half), max(whole - half, half))
