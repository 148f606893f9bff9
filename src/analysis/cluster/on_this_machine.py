"""Workers on this machine, started once for all stages of a run."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import LocalCluster


@dataclass
class _Run:
    """What a run has started, and what ends it."""

    end: ExitStack
    cluster: LocalCluster | None = None


_run: ContextVar[_Run | None] = ContextVar("run", default=None)


@contextmanager
def one_start() -> Iterator[None]:
    """Let workers that a stage starts stay until the block ends: later stages take the same."""
    with ExitStack() as end:
        before = _run.set(_Run(end))
        try:
            yield
        finally:
            _run.reset(before)


@contextmanager
def started(count: int) -> Iterator[LocalCluster]:
    """Give the workers of the run, or some for the block alone.

    :param count: processes, where none are there yet.
    :raises ImportError: Dask is not installed.
    """
    from distributed import LocalCluster

    with ExitStack() as end:
        run = _run.get() or _Run(end)
        if run.cluster is None:
            cluster = LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
            run.cluster = run.end.enter_context(cluster)
        yield run.cluster
