"""Whatever moment a run is killed at, the next one leaves the bytes of an undisturbed one, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow(reason="some twelve runs, each found by a fork")

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "raw" / "sample"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork and no SIGKILL")
def test_a_killed_run_is_made_good_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(SAMPLE / "listing-b.txt", tmp_path / "raw")
    command = [sys.executable, "tests/killed_runs.py", str(tmp_path), "--added", str(SAMPLE / "listing-a.txt")]
    done = subprocess.run(
        [*command, "--moments", "4", "--seed", "11"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["runs"] == 4
    assert found["killed"] >= 2
    assert found["codes"] == [0] * 4
    assert found["other"] == []
    assert found["raw"] == 0
