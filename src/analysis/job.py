"""What a stage is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.config import Folders, Settings
from analysis.cut import Cut


@dataclass(frozen=True)
class Workers:
    """Who does the work of a stage, where it is not this process alone."""

    scheduler: str | None = None
    """Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; None starts workers on this machine."""
    count: int = 2
    """Processes to start on this machine."""


@dataclass(frozen=True)
class Job:
    """One run: where from, where to, and how."""

    folders: Folders
    """``folders.raw`` is the folder that is read: the sample where the one asked for has no dump."""
    settings: Settings
    is_sample: bool = False
    """Whether the bundled sample stands in for dumps of one's own."""
    formats: tuple[str, ...] = ("html",)
    """Forms in which the stage ``charts`` leaves each chart: csv, html, png, svg."""
    card: bool = False
    """Whether the stage ``charts`` leaves a picture of the whole report too."""
    pictures: bool = False
    """Whether the report holds a picture of each chart too, for readers whose program runs no script."""
    workers: Workers | None = None
    """Who reads and places papers; None does all of it in this process. The tables come out the same."""
    cut: Cut = Cut()
    """What is left in of the report and its charts; their pages lie in a folder of their own then."""

    @property
    def raw_shown(self) -> str:
        """The raw folder as products name it: as it was given, but of a path from the root only its end."""
        return self.folders.raw.name if self.folders.raw.is_absolute() else self.folders.raw.as_posix()

    @property
    def pages(self) -> Path:
        """Folder of the report and its charts."""
        return self.folders.reports / self.cut.slug


@dataclass(frozen=True)
class Made:
    """What a stage left behind."""

    files: tuple[Path, ...]
    """Every file that belongs to the product, in the stage's own folder."""
    said: str
    """One line for the terminal, with counts."""
    lacks: tuple[str, ...] = ()
    """What was not there to make it whole, such as ``browser``: the next run makes it again."""
