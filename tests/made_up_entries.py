"""Entries and dumps made up for the tests of papers."""

from __future__ import annotations

import random
from dataclasses import replace

from analysis.dumps.entries import Dump, Entry, PrintedDate

_WORDS = (
    "attention sinks draw tokens models early layers where softmax spends weight that pruning saves later".split()
)


def entry(source: str, position: int, title: str, **more: object) -> Entry:
    """An entry whose abstract follows from the start of its title, but for what ``more`` says."""
    words = random.Random(title[:5].casefold()).choices(_WORDS, k=80)
    plain = Entry(source, "details", position, 11 + 4 * position, title, " ".join(words) + ".")
    return replace(plain, **more)  # type: ignore[arg-type]


def dump(source: str, heading: PrintedDate | None, *entries: Entry, **more: object) -> Dump:
    """A dump without problems or notes, but for what ``more`` says."""
    return replace(Dump(source, "details", heading, entries, ()), **more)  # type: ignore[arg-type]
