"""Colours of themes: one hue family per broad area, safe for colour-blind readers, legible on light and dark."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GRAY = "#8a8a8a"
"""Of the papers that fit no theme; it stands out alike from white and from the dark page."""
LIGHTNESS_SPREAD = 4.5
"""How far, in CIE L*, the themes of an area lie above and below the area's own lightness."""
HUE_STEP = 18.0
"""Degrees of hue by which a family is turned when there are more areas than families."""


@dataclass(frozen=True)
class Family:
    """The colour an area's themes are shades of, in CIE LCh."""

    lightness: float
    """CIE L*; 48 or 56.5, so that every shade lies from 43.5 to 61: a contrast of 3 against white and #16181d."""
    chroma: float
    """CIE C*; distance from gray."""
    hue: float
    """Degrees."""


# Found by search: among families whose every shade is a colour of the screen, those whose nearest two (and the
# gray of the unplaced) lie furthest apart by CIEDE2000 in normal vision, deuteranopia and protanopia alike
# (at least 7.8); the order is farthest first, so that few areas get the clearest colours.
FAMILIES = (
    Family(48.0, 26, 224),
    Family(48.0, 58, 64),
    Family(56.5, 58, 280),
    Family(48.0, 42, 8),
    Family(56.5, 26, 48),
    Family(56.5, 34, 312),
    Family(48.0, 26, 104),
    Family(48.0, 26, 176),
    Family(48.0, 50, 296),
    Family(56.5, 42, 80),
)

# More vivid than any family, so that what a reader follows stands out; the same search, the clearest five first.
WATCHED = ("#e7349e", "#7786ff", "#ca8009", "#26a46a", "#806800", "#205fed", "#da4243", "#ba1db2")


def theme_colors(areas: Sequence[str]) -> list[str]:
    """Return a colour per found theme: the hue of its area, darker to lighter within it.

    Areas take families in the order in which they first appear, so the same areas in the same order always
    have the same colours. From the eleventh area on, families return with their hue turned a little.

    :param areas: the area of each found theme, in the order in which charts list them.
    :return: "#rrggbb" per theme.
    """
    numbers = {area: number for number, area in enumerate(dict.fromkeys(areas))}
    seen: dict[str, int] = {}
    colors = []
    for area in areas:
        place = seen.get(area, 0)
        seen[area] = place + 1
        colors.append(_shade(numbers[area], place, areas.count(area)))
    return colors


def watched_colors(n: int) -> list[str]:
    """Return fixed, distinct colours for watched themes; past the eighth they start again.

    :param n: number of watched themes.
    """
    return [WATCHED[number % len(WATCHED)] for number in range(n)]


def _shade(area: int, place: int, n_themes: int) -> str:
    turn, number = divmod(area, len(FAMILIES))
    family = FAMILIES[number]
    offset = 0.0 if n_themes == 1 else LIGHTNESS_SPREAD * (2 * place / (n_themes - 1) - 1)
    return _hex(family.lightness + offset, family.chroma, (family.hue + turn * HUE_STEP) % 360)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    channels = _srgb(lightness, chroma, hue)
    # a turned hue may leave the screen's colours; less chroma keeps lightness, and with it contrast
    while not all(-1e-3 <= channel <= 1 + 1e-3 for channel in channels):
        chroma -= 1
        channels = _srgb(lightness, chroma, hue)
    return "#" + "".join(f"{round(255 * min(max(channel, 0.0), 1.0)):02x}" for channel in channels)


def _srgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    # CIE 15:2018 (LCh to XYZ, white D65) and IEC 61966-2-1 (XYZ to sRGB)
    y = (lightness + 16) / 116
    x = y + chroma * math.cos(math.radians(hue)) / 500
    z = y - chroma * math.sin(math.radians(hue)) / 200
    big_x, big_y, big_z = 0.95047 * _cubed(x), _cubed(y), 1.08883 * _cubed(z)
    return (
        _encoded(3.2404542 * big_x - 1.5371385 * big_y - 0.4985314 * big_z),
        _encoded(-0.9692660 * big_x + 1.8760108 * big_y + 0.0415560 * big_z),
        _encoded(0.0556434 * big_x - 0.2040259 * big_y + 1.0572252 * big_z),
    )


def _cubed(value: float) -> float:
    return value**3 if value > 6 / 29 else 3 * (6 / 29) ** 2 * (value - 4 / 29)


def _encoded(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else float(1.055 * linear ** (1 / 2.4) - 0.055)
