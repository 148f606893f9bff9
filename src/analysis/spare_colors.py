"""Colours for new themes beside themes that keep theirs: like the rest of their area, unlike any in use."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import lru_cache

from analysis import palette

Lab = tuple[float, float, float]

LEAST_DISTANCE = 2.0
"""CIE76 distance to every colour in use; about that of two neighbouring shades in an area of five themes."""
N_FAMILIES, N_SHADES = 20, 5
"""The colours chosen from: shades of every hue of the palette."""


def spare_color(wanted: str, alike: Sequence[str], used: Collection[str]) -> str:
    """Return a colour of the palette that no other theme has.

    Nearest to the colours of ``alike``, else to ``wanted``; where every colour is near one in use, the one
    furthest from all of them.

    :param wanted: the colour the theme would have if no other kept its own, ``#rrggbb``.
    :param alike: colours of the other themes of its area.
    :param used: colours of all other themes.
    """
    taken = [lab(color) for color in sorted(set(used))]
    near = [lab(color) for color in alike] or [lab(wanted)]
    middle = (
        sum(color[0] for color in near) / len(near),
        sum(color[1] for color in near) / len(near),
        sum(color[2] for color in near) / len(near),
    )
    if not alike and _apart(lab(wanted), taken) >= LEAST_DISTANCE:
        return wanted
    free = [color for color in _pool() if _apart(lab(color), taken) >= LEAST_DISTANCE]
    if free:
        return min(free, key=lambda color: (round(_distance(lab(color), middle), 6), color))
    return max(_pool(), key=lambda color: (round(_apart(lab(color), taken), 6), color))


def lab(color: str) -> Lab:
    """Return a colour in CIE L*a*b*, white D65 (IEC 61966-2-1, CIE 15:2018)."""
    red, green, blue = (_linear(int(color[place : place + 2], 16) / 255) for place in (1, 3, 5))
    x = _root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    y = _root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    z = _root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@lru_cache(maxsize=1)
def _pool() -> tuple[str, ...]:
    areas = [str(area) for area in range(N_FAMILIES) for _ in range(N_SHADES)]
    return tuple(dict.fromkeys(palette.theme_colors(areas)))


def _apart(color: Lab, others: Sequence[Lab]) -> float:
    return min((_distance(color, other) for other in others), default=float("inf"))


def _distance(one: Lab, other: Lab) -> float:
    return math.dist(one, other)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else math.pow((channel + 0.055) / 1.055, 2.4)


def _root(value: float) -> float:
    return math.cbrt(value) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29
