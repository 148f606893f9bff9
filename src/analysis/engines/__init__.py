"""Who groups the papers and draws their map: a module for each value of ``engine`` in ``analysis.toml``.

A module put beside these can be chosen by its name; it needs the two functions of :class:`Engine`.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.neighbours import Neighbours
    from analysis.progress import Steps


@dataclass(frozen=True)
class Task:
    """Papers to be grouped."""

    rows: NDArray[Any]
    """Unit rows, shape (n_papers, d), at least 2 papers."""
    near: Neighbours
    """The nearest papers of each."""
    seed: int
    smallest: int
    """Least papers of a group."""
    n_groups: int | None = None
    """Number of groups wanted; None leaves it to the papers."""
    n_all: int | None = None
    """Papers that these stand for as a sample; None where they are all."""
    rerun: bool = False
    """Whether this run only measures how stable the groups are: it may be coarser where that is quicker."""
    progress: Steps | None = None


class Engine(Protocol):
    """What a module of this folder has."""

    def group(self, task: Task) -> NDArray[np.int64]:
        """Return the group of each paper, shape (n_papers,), 0 for the largest; none is left out."""

    def place(self, rows: NDArray[Any], near: Neighbours, seed: int) -> NDArray[np.float64]:
        """Return where each paper stands on the map, shape (n_papers, 2)."""


def load_engine(name: str) -> Engine:
    """Return an engine.

    :param name: one of ``config.ENGINES``.
    """
    return cast("Engine", importlib.import_module(f"analysis.engines.{name}"))
