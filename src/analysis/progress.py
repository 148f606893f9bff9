"""Whom long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Steps = Callable[[int, int], None]
"""Told how many steps of one work are done, and how many there are."""
Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how many steps of it are done, and how many there are; None where nobody knows."""


def steps_of(progress: Progress | None, doing: str) -> Steps | None:
    """Return what tells the steps of one work; None where nobody is told."""
    return None if progress is None else lambda done, total: progress(doing, done, total)
