"""Workers of Dask distributed: how they are reached, and what is said when they are not."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from analysis import manifest
from analysis.cluster.on_this_machine import started
from analysis.errors import AnalysisError
from analysis.job import Workers
from analysis.whole_files import UNFINISHED

if TYPE_CHECKING:
    from dask.delayed import Delayed
    from distributed import Client

log = logging.getLogger(__name__)

PATIENCE = 15
"""Seconds that a scheduler has to answer, and then to have a worker."""
_OURS = ("cluster.reading", "cluster.finding", "cluster.tallying")


class ClusterError(AnalysisError):
    """Workers that cannot be had or do not fit; the text says what to start, install or change."""


@contextmanager
def connected(workers: Workers, folders: Sequence[Path]) -> Iterator[Client]:
    """Give a client of the scheduler named, or of workers on this machine: of the run, or for the block alone.

    :param folders: that all workers have to see.
    :raises ClusterError: Dask is not installed, no scheduler answers, it has no worker, or a worker does not fit.
    """
    with _client(workers) as client:
        log.info("%-9s %s", "workers", _said(client))
        _need_fit(client, [str(folder.resolve()) for folder in folders])
        yield client


@contextmanager
def _client(workers: Workers) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "Work on several processes or machines needs Dask. Run: pip install 'paper-themes[cluster]'"
        ) from error
    if workers.scheduler is None:
        with started(workers.count) as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(workers.scheduler, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(
            f"{workers.scheduler}: no scheduler answers within {PATIENCE} s. Start one (dask scheduler), give its "
            "address as it prints it, such as tcp://10.0.0.1:8786, or use --workers on this machine."
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise ClusterError(
                f"{workers.scheduler}: the scheduler has no worker after {PATIENCE} s. Start some: "
                f"dask worker {workers.scheduler}"
            ) from error
        yield client


def _said(client: Client) -> str:
    n_workers = len(client.scheduler_info(n_workers=-1)["workers"])
    address = client.scheduler_info(n_workers=0)["address"]
    return f"{n_workers} at {address}, dashboard {client.dashboard_link}"


def _need_fit(client: Client, folders: list[str]) -> None:
    ours = manifest.code_digest(_OURS)
    for worker, (code, unseen) in client.run(_fit_of, folders).items():
        if code != ours:
            raise ClusterError(
                f"{worker}: runs another paper-themes than this one. Install the same version on every worker."
            )
        if unseen:
            raise ClusterError(
                f"{worker}: does not see {unseen[0]}. Put the folders of dumps and tables on a disk that all "
                "workers share, under the same path."
            )


def _fit_of(folders: list[str]) -> tuple[str, list[str]]:
    return manifest.code_digest(_OURS), [folder for folder in folders if not Path(folder).is_dir()]


def gathered(client: Client, tasks: Sequence[Delayed], says: str) -> list[Any]:
    """Return the results of all tasks in their order, showing how many are done.

    :raises ClusterError: a task was lost with its worker again and again.
    :raises AnalysisError: what a task itself raised.
    """
    from distributed import KilledWorker, as_completed

    futures = client.compute(list(tasks))
    try:
        with tqdm(total=len(futures), desc=says, disable=None, leave=False) as bar:
            for _ in as_completed(futures, raise_errors=False):
                bar.update()
        return list(client.gather(futures))
    except KilledWorker as error:
        raise ClusterError(
            f"{says}: a worker died again and again over the same part, mostly for want of memory. Start fewer "
            "workers, or such with more memory."
        ) from error


def held(client: Client, tasks: Sequence[Delayed]) -> list[Delayed]:
    """Start the tasks and leave their results with the workers; a lost one is made again when it is asked for."""
    return list(client.persist(list(tasks)))


@contextmanager
def shared_folder(folder: Path) -> Iterator[Path]:
    """Give a folder for what is too large to be sent with every task; it is gone when the block ends.

    :param folder: one that all workers see.
    """
    shared = folder / f"{UNFINISHED}shared"
    shutil.rmtree(shared, ignore_errors=True)
    shared.mkdir(parents=True)
    try:
        yield shared
    finally:
        shutil.rmtree(shared, ignore_errors=True)


def once(value: object) -> Delayed:
    """Return what many tasks need, so that it is sent once; what is large goes into a file that all workers see.

    Scattered data would be lost with the worker that holds it.
    """
    from dask.delayed import delayed

    return delayed(value, pure=False)  # type: ignore[no-any-return]


def task(function: Callable[..., Any]) -> Callable[..., Delayed]:
    """Return a function that, called, does not run but is a task for a worker."""
    from dask.delayed import delayed

    # the same call may be of other files next time: nothing is taken from an earlier run
    return delayed(function, pure=False)  # type: ignore[no-any-return]
