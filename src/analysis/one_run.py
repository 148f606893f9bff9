"""One run at a time in a folder of tables: a second one waits, so that tables of two runs never mix."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)

LOCK = ".lock"
"""File in the folder of tables that a run holds; the system lets go of it however the run ends."""


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the folder until the block ends; while another process holds it, say so once and wait.

    A run may hold its folder twice. Where the folder cannot be written to, no run can change it, and none waits.

    :param folder: of the tables; made where it is missing.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, is_singleton=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("Another run is at work in %s: waiting for it to end.", folder)
        lock.acquire()
    except (OSError, NotImplementedError) as error:
        log.debug("%s cannot be held (%s)", folder, error)
        yield
        return
    try:
        yield
    finally:
        lock.release()
