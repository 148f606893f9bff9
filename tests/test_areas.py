"""Broad areas: like themes together, six to ten where there are themes enough."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_papers import random_rows, separated

from analysis.areas import FEWEST, MOST, group_themes


@pytest.mark.parametrize(("n_themes", "n_areas"), [(1, 1), (2, 2), (5, 5), (6, 6), (14, 6), (28, 8), (60, 10)])
def test_there_are_six_to_ten_areas_and_never_more_than_themes(n_themes: int, n_areas: int) -> None:
    areas = group_themes(random_rows(4 * n_themes), np.repeat(np.arange(n_themes), 4))
    assert len(set(areas.of_theme.tolist())) == n_areas
    assert n_areas <= MOST
    assert n_areas == n_themes or n_areas >= FEWEST


@pytest.mark.parametrize("n_themes", [1, 2, 3, 4, 5, 12, 30])
def test_every_theme_is_listed_once_and_areas_stand_together_in_order(n_themes: int) -> None:
    areas = group_themes(random_rows(4 * n_themes), np.repeat(np.arange(n_themes), 4))
    assert sorted(areas.order.tolist()) == list(range(n_themes))
    in_order = areas.of_theme[areas.order]
    assert (np.diff(in_order) >= 0).all()
    assert in_order[0] == 0


def test_themes_about_one_thing_share_an_area() -> None:
    # eight families of three themes each: the family's direction and a little of the theme's own
    families = np.repeat(separated(8, 1, noise=0, n_dimensions=40), 3, axis=0)
    centres = families + 0.3 * np.roll(np.eye(24, 40), 10, axis=1)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    areas = group_themes(np.repeat(centres, 3, axis=0), np.repeat(np.arange(24), 3))
    for family in areas.of_theme.reshape(8, 3):
        assert len(set(family.tolist())) == 1


def test_papers_in_no_theme_are_left_out_and_no_theme_is_no_error() -> None:
    rows = separated(4, 5)
    groups = np.repeat([0, 1, 2, -1], 5)
    assert len(group_themes(rows, groups).order) == 3
    assert len(group_themes(rows, np.full(20, -1)).order) == 0


def test_themes_with_the_same_centre_still_have_a_place_each() -> None:
    areas = group_themes(np.ones((12, 1)), np.repeat(np.arange(4), 3))
    assert sorted(areas.order.tolist()) == [0, 1, 2, 3]
