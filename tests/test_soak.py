"""A few of the updates that ``benchmarks/soak.py`` makes by the hundred: nothing piles up from one to the next."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.slow(reason="update after update is made")

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def soak() -> ModuleType:
    spec = importlib.util.spec_from_file_location("soak", BENCHMARKS / "soak.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["soak"] = module
    spec.loader.exec_module(module)
    return module


def test_update_after_update_keeps_time_memory_and_handles_flat(soak: ModuleType, tmp_path: Path) -> None:
    moments = list(soak.soak(tmp_path, 8, 2, 600))
    assert len(moments) == 8
    first, last = moments[1], moments[-1]
    assert last.n_handles <= first.n_handles
    assert last.megabytes < 1.2 * first.megabytes
    assert min(m.seconds for m in moments[4:]) < 2 * min(m.seconds for m in moments[:4])
