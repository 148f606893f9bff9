from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from analysis.palette import FAMILIES, GRAY, WATCHED, theme_colors, watched_colors

AREAS = [f"area {number}" for number in range(10)]
LIGHT, DARK = "#ffffff", "#16181d"
# severity 1.0, on linear RGB: Machado, Oliveira & Fernandes (2009), IEEE TVCG 15, 1291-1298
SIGHT = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)


def _linear(color: str) -> np.ndarray:
    channels = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _contrast(a: str, b: str) -> float:
    one, other = sorted(float(XYZ[1] @ _linear(color)) for color in (a, b))
    return (other + 0.05) / (one + 0.05)


def _lab(color: str, sight: str = "normal") -> tuple[float, float, float]:
    xyz = XYZ @ np.clip(SIGHT[sight] @ _linear(color), 0, 1) / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def _distance(a: str, b: str, sight: str) -> float:
    """CIEDE2000 (CIE 142-2001)."""
    (l1, a1, b1), (l2, a2, b2) = _lab(a, sight), _lab(b, sight)
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    c1, c2 = math.hypot(a1 * (1 + g), b1), math.hypot(a2 * (1 + g), b2)
    h1, h2 = (math.degrees(math.atan2(y, x * (1 + g))) % 360 for x, y in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    d_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    mean_l, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = (h1 + h2 + 360) / 2 if abs(h1 - h2) > 180 else (h1 + h2) / 2
    waves = ((0.17, 1, -30, -1), (0.24, 2, 0, 1), (0.32, 3, 6, 1), (0.2, 4, -63, -1))
    t = 1 + sum(sign * size * math.cos(math.radians(times * h + shift)) for size, times, shift, sign in waves)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c, 1 + 0.015 * c * t
    bend = -2 * math.sqrt(c**7 / (c**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((h - 275) / 25) ** 2))))
    parts = (l2 - l1) / s_l, (c2 - c1) / s_c, d_h / s_h
    return math.sqrt(sum(part**2 for part in parts) + bend * parts[1] * parts[2])


def _hue(color: str) -> float:
    _, a, b = _lab(color)
    return math.degrees(math.atan2(b, a)) % 360


def test_the_distance_used_here_is_that_of_the_standard() -> None:
    assert _distance("#ffffff", "#ffffff", "normal") == 0
    assert _distance("#ff0000", "#00ff00", "normal") == pytest.approx(86.6, abs=0.1)


@pytest.mark.parametrize("sight", list(SIGHT))
@pytest.mark.parametrize(("n_areas", "least"), [(6, 8.5), (10, 7.5)])
def test_areas_are_told_apart_by_colour_blind_readers_too(sight: str, n_areas: int, least: float) -> None:
    colors = [*theme_colors(AREAS[:n_areas]), GRAY]

    assert min(_distance(a, b, sight) for a, b in itertools.combinations(colors, 2)) >= least


@pytest.mark.parametrize("sight", list(SIGHT))
def test_watched_themes_are_told_apart_by_colour_blind_readers_too(sight: str) -> None:
    colors = watched_colors(len(WATCHED))

    assert min(_distance(a, b, sight) for a, b in itertools.combinations(colors, 2)) >= 7.5
    first = [_distance(a, b, sight) for a, b in itertools.combinations(colors[:3], 2)]
    assert min(first) >= 15


@pytest.mark.parametrize("page", [LIGHT, DARK])
def test_every_colour_stands_out_from_light_and_dark_pages(page: str) -> None:
    crowded = theme_colors([area for area in [f"area {n}" for n in range(25)] for _ in range(7)])

    for color in (*crowded, *WATCHED, GRAY):
        assert _contrast(color, page) >= 3, color


def test_themes_of_an_area_share_its_hue_and_differ_in_lightness() -> None:
    for number in range(len(FAMILIES)):
        areas = [area for area in AREAS[: number + 1] for _ in range(4)]
        shades = theme_colors(areas)[-4:]
        hues = [_hue(shade) for shade in shades]
        assert max(abs((hue - hues[0] + 180) % 360 - 180) for hue in hues) < 5
        lightness = [_lab(shade)[0] for shade in shades]
        assert lightness == sorted(lightness)
        assert lightness[-1] - lightness[0] == pytest.approx(9, abs=0.6)


def test_colours_come_back_the_same_and_in_the_themes_order() -> None:
    areas = ["Vision", "Vision", "Language", "Vision"]

    assert theme_colors(areas) == theme_colors(list(areas))
    assert len(set(theme_colors(areas))) == 4
    assert theme_colors(["Vision", "Language"])[0] != theme_colors(areas)[2]


def test_a_new_area_at_the_end_changes_no_colour_before_it() -> None:
    assert theme_colors([*AREAS[:3], "new"])[:3] == theme_colors(AREAS[:3])


def test_more_areas_than_families_still_have_colours_of_their_own() -> None:
    colors = theme_colors([f"area {number}" for number in range(20)])

    assert len(set(colors)) == 20


def test_watched_colours_are_fixed_and_start_again_when_used_up() -> None:
    assert watched_colors(3) == list(WATCHED[:3])
    assert watched_colors(0) == []
    assert watched_colors(len(WATCHED) + 1)[-1] == WATCHED[0]


def test_no_watched_colour_is_a_shade_of_an_area() -> None:
    shades = theme_colors([area for area in AREAS for _ in range(3)])

    assert min(_distance(a, b, "normal") for a in WATCHED[:3] for b in shades) >= 8
