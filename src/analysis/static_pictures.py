"""Charts as small pictures inside the page, for readers whose program runs no script."""

from __future__ import annotations

import base64
import copy
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis import house
from analysis.pictures import INSTALL, Picture, draw
from analysis.sheets import Sheet

log = logging.getLogger(__name__)

WIDTH, SCALE = 640, 2.0
"""Pixels of the layout, narrow for the sake of telephones; and pixels of the file per pixel of the layout."""


def static_pictures(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return each chart as a ``data:`` address by its slug, all drawn in one start of the browser.

    Titles are left out, as the page says them. Those that could not be drawn are missing, and one warning says
    what to do.
    """
    with tempfile.TemporaryDirectory() as folder:
        jobs = [_picture(sheet, Path(folder)) for sheet in sheets]
        batch = draw(jobs)
        if batch.missed:
            log.warning(
                "%d of %d pictures are not in the page (%s); they need Chrome or Chromium. %s.",
                *(len(batch.missed), len(jobs), batch.reason, INSTALL),
            )
        return {path.stem: _address(path) for path in batch.written}


def _picture(sheet: Sheet, folder: Path) -> Picture:
    figure: dict[str, Any] = copy.deepcopy(sheet.figure) | {"config": house.locale()}
    layout = figure["layout"]
    layout["template"] = house.template()
    del layout["title"]
    layout["height"] -= sheet.head
    layout["margin"]["t"] -= sheet.head
    return Picture(figure, folder / f"{sheet.slug}.png", WIDTH, int(layout["height"]), SCALE)


def _address(path: Path) -> str:
    import io

    from PIL import Image

    # a third as long as PNG, every colour kept
    smaller = io.BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").save(smaller, "WEBP", lossless=True, method=4)
    return f"data:image/webp;base64,{base64.b64encode(smaller.getvalue()).decode('ascii')}"
