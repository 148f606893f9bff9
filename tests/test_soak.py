"""A few of the updates that ``benchmarks/soak.py`` makes by the hundred: nothing piles up from one to the next."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from benchmark_module import benchmark

pytestmark = pytest.mark.slow(reason="update after update is made")


@pytest.fixture
def soak() -> ModuleType:
    return benchmark("soak")


def test_update_after_update_keeps_time_memory_and_handles_flat(soak: ModuleType, tmp_path: Path) -> None:
    moments = list(soak.soak(tmp_path, 8, 2, 600))
    assert len(moments) == 8
    first, last = moments[1], moments[-1]
    assert last.n_handles <= first.n_handles
    assert last.megabytes < 1.2 * first.megabytes
    assert min(m.seconds for m in moments[4:]) < 2 * min(m.seconds for m in moments[:4])
