"""Where the papers lie on the map when they are too many to be drawn one by one: a soft shade as one small picture."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd

WIDE, HIGH = 240, 160
"""Cells of the picture; the browser smooths what lies between them."""
BLUR = 1.4
"""Standard deviation of the smoothing, in cells."""
GRAY, DARKEST = 138, 190
"""One gray stands out alike from a light and from a dark page; its opacity where most papers lie, of 255."""
PAD = 0.02


@dataclass(frozen=True)
class Shade:
    """A picture behind the points of the map."""

    n_papers: int
    """How many papers it stands for."""
    source: str
    """A ``data:`` address of a PNG, gray with an opacity that follows the density."""
    left: float
    top: float
    width: float
    height: float
    """Where it lies, in the units of the map."""


def shade(places: pd.DataFrame) -> Shade:
    """Return the density of papers on the map.

    :param places: x and y of each paper once, at least one row.
    """
    from scipy.ndimage import gaussian_filter

    (left, right), (bottom, top) = _span(places["x"]), _span(places["y"])
    counts, _, _ = np.histogram2d(
        places["y"].to_numpy(), places["x"].to_numpy(), bins=(HIGH, WIDE), range=((bottom, top), (left, right))
    )
    smooth = np.sqrt(gaussian_filter(counts, BLUR))
    # from the top down, as a picture is read
    opacity = np.round(DARKEST * smooth[::-1] / max(float(smooth.max()), 1e-9)).astype(np.uint8)
    return Shade(len(places), _png(opacity), left, top, right - left, top - bottom)


def _span(values: pd.Series) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = PAD * (high - low) or 1.0
    return low - room, high + room


def _png(opacity: np.ndarray) -> str:
    from PIL import Image

    gray = np.full_like(opacity, GRAY)
    picture, file = Image.fromarray(np.dstack([gray, opacity])), io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
