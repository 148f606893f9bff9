"""Figures → PNG and SVG files, all in one start of the system's Chrome or Chromium, with the network off."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import wording
from analysis.errors import AnalysisError

SECONDS_PER_PICTURE = 30
"""A picture that takes longer is given up."""
INSTALL = "Install one, e.g. apt install chromium, or name it in the variable BROWSER_PATH"


class PictureError(AnalysisError):
    """Pictures that could not be drawn; the text names them and says what to do."""


@dataclass(frozen=True)
class Picture:
    """One file to draw."""

    figure: Mapping[str, Any]
    """``data`` and ``layout`` as plotly.js takes them."""
    path: Path
    """Ends in .png or .svg; its folder exists."""
    width: int
    """Pixels of the layout."""
    height: int
    scale: float
    """Pixels of the file per pixel of the layout; of no meaning for SVG."""


@dataclass(frozen=True)
class Drawn:
    """What a batch came to."""

    written: tuple[Path, ...]
    missed: tuple[Path, ...]
    reason: str
    """Why some are missed, in half a line; empty where none is."""

    def raise_missed(self) -> None:
        """Say what is missing.

        :raises PictureError: a picture could not be drawn.
        """
        if not self.missed:
            return
        if not self.written:
            forms = wording.listed(sorted({path.suffix[1:] for path in self.missed}))
            raise PictureError(
                f"{forms} pictures need Chrome or Chromium, which could not draw them ({self.reason}). {INSTALL}."
            )
        names = wording.listed([path.name for path in self.missed], at_most=12)
        kept = wording.count(len(self.written), "picture is there", "pictures are there")
        raise PictureError(
            f"The browser stopped half-way ({self.reason}): {kept}; not drawn: {names}. Run it again."
        )


def draw(pictures: Sequence[Picture]) -> Drawn:
    """Draw pictures with one browser; each file appears whole or not at all, and one that fails stops no other."""
    if not pictures:
        return Drawn((), (), "")
    # beside the pictures, so that moving one into place is a matter of its name alone
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=pictures[0].path.parent) as folder:
        unfinished = [Path(folder) / f"{place}{one.path.suffix}" for place, one in enumerate(pictures)]
        reason = _run(pictures, unfinished)
        written, missed = [], []
        for one, path in zip(pictures, unfinished, strict=True):
            # kaleido claims a name with an empty file before it draws
            if path.is_file() and path.stat().st_size:
                path.replace(one.path)
                written.append(one.path)
            else:
                missed.append(one.path)
    return Drawn(tuple(written), tuple(missed), (reason or "no reason was given") if missed else "")


def _run(pictures: Sequence[Picture], paths: Sequence[Path]) -> str:
    """Let kaleido draw; return why something failed, as far as it is known."""
    jobs = [
        {
            "fig": dict(one.figure),
            "path": path,
            "opts": {
                "format": path.suffix[1:],
                "width": one.width,
                "height": one.height,
                "scale": one.scale if path.suffix == ".png" else 1,
            },
        }
        for one, path in zip(pictures, paths, strict=True)
    ]
    try:
        failed = _finished(_batch(jobs))
    except asyncio.CancelledError:
        return "the browser ended"
    except Exception as error:
        # kaleido raises its own errors, RuntimeError and those of the browser alike
        return _said(error)
    return _said(failed[0]) if failed else ""


def _finished(batch: Coroutine[Any, Any, Sequence[BaseException]]) -> Sequence[BaseException]:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(batch)
    # in a notebook an event loop runs in this thread already
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, batch).result()


async def _batch(jobs: Sequence[Mapping[str, Any]]) -> Sequence[BaseException]:
    """Draw all in one tab of one browser; return what went wrong."""
    from kaleido import Kaleido

    class Steady(Kaleido):  # type: ignore[misc]
        """A browser whose tab is not loaded anew after each picture, which takes a fifth of the time."""

        async def _return_kaleido_tab(self, tab: object) -> None:
            await self.tabs_ready.put(tab)

    # without mathjax nothing is asked of the network
    async with Steady(n=1, mathjax=False, timeout=SECONDS_PER_PICTURE) as browser:
        failed: Sequence[BaseException] = await browser.write_fig_from_object(jobs, cancel_on_error=False)
        return failed


def _said(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
