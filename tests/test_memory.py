"""Memory between stages: what is free goes back to the system."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from analysis.memory import give_back


def resident_mebibytes() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 2**20


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's malloc can give back")
def test_what_was_freed_between_what_stays_goes_back() -> None:
    texts = [bytes(1_000) for _ in range(100_000)]
    kept = texts[::1_000]
    del texts
    before = resident_mebibytes()
    give_back()
    assert resident_mebibytes() < before - 50
    assert len(kept) == 100
