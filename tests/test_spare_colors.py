"""What a reader relies on: a new theme looks like its area and like no theme that keeps its colour."""

from __future__ import annotations

import itertools
import math

import pytest

from analysis.palette import GRAY, theme_colors
from analysis.spare_colors import LEAST_DISTANCE, lab, spare_color

AREAS = [f"area {number}" for number in range(9) for _ in range(3)]


def test_the_colour_wanted_is_taken_where_nobody_has_one_like_it() -> None:
    assert spare_color("#336699", [], ["#cc3311"]) == "#336699"


def test_a_new_theme_is_coloured_like_the_others_of_its_area_but_not_the_same() -> None:
    used = theme_colors(AREAS)
    area = used[3:6]
    new = spare_color(used[20], area, used)
    assert new not in used
    nearest = min(used, key=lambda color: math.dist(lab(color), lab(new)))
    assert nearest in area
    assert math.dist(lab(nearest), lab(new)) >= LEAST_DISTANCE


def test_thirty_new_themes_beside_thirty_kept_ones_all_differ() -> None:
    used = [*theme_colors(AREAS), GRAY]
    for number in range(30):
        used.append(spare_color(used[number % 27], used[number % 9 : number % 9 + 2], used))
    assert len(set(used)) == 58
    assert all(math.dist(lab(a), lab(b)) > 0.5 for a, b in itertools.combinations(used[28:], 2))


def test_lightness_is_that_of_the_standard() -> None:
    assert lab("#ffffff") == pytest.approx((100, 0, 0), abs=0.01)
    assert lab("#000000") == pytest.approx((0, 0, 0), abs=0.01)
    assert lab("#ff0000") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
