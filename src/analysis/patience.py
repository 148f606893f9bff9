"""Work that may hang, waited for no longer than a bound."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def in_time(work: Callable[[], Result], seconds: float) -> Result:
    """Return what the work returns, or raise what it raises.

    Libraries bound each piece of an answer, not the whole, so that a server may trickle its headers for ever. Work
    that is late is left behind in a thread of its own, which does not keep the process from ending.

    :raises TimeoutError: the work took longer.
    """
    done: list[Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]
