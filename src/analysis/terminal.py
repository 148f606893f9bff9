"""What a run tells a person at a terminal: its own lines, and those of libraries only when asked for."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from analysis.visible_text import visible


class _Plain(logging.Formatter):
    """Lines that hold names of files, themes and papers, and nothing a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be shown."""
        return visible(super().format(record))


@contextmanager
def terminal(quiet: bool, verbose: bool) -> Iterator[None]:
    """Show what is logged on standard error until the block ends; logging is left as it was found.

    :param quiet: only warnings and errors, and no progress bars.
    :param verbose: why each stage runs, and what libraries tell, too.
    """
    if quiet:
        # read by tqdm when it is first imported
        os.environ["TQDM_DISABLE"] = "1"
    level = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Plain("%(message)s"))
    ours, root = logging.getLogger("analysis"), logging.getLogger()
    # what libraries warn of is for those who asked; with a handler at the root none of them can put up its own
    theirs = handler if verbose else logging.NullHandler()
    logging.captureWarnings(True)
    ours.addHandler(handler)
    ours.setLevel(level)
    ours.propagate = False
    root.addHandler(theirs)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        ours.removeHandler(handler)
        ours.setLevel(logging.NOTSET)
        ours.propagate = True
        root.removeHandler(theirs)
