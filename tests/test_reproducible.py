"""Same dumps, same settings, same machine: the same bytes, whatever the process and the order of the files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "raw" / "sample"

pytestmark = pytest.mark.slow  # each build finds themes in a process of its own: some 20 seconds


def build(root: Path, names: list[str], hash_seed: str) -> dict[str, bytes]:
    """Copy the dumps in this order, make the report in a new process, and return what it left by file name."""
    (root / "raw").mkdir(parents=True)
    for age, name in enumerate(names):
        shutil.copyfile(SAMPLE / name, root / "raw" / name)
        os.utime(root / "raw" / name, (age, age))
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "report", "--quiet", "--raw", "raw", "--processed", "made"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(Path(analysis.__file__).parents[1]), "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    made = [*(root / "made").rglob("*.parquet"), *(root / "made").rglob("*.npz"), *(root / "reports").rglob("*.*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(made)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The products of two builds: other process, other folder, other order of files, other hash seed."""
    names = sorted(path.name for path in SAMPLE.glob("*.txt"))
    root = tmp_path_factory.mktemp("builds")
    return build(root / "one", names, "1"), build(root / "another-place", names[::-1], "2")


def test_tables_and_report_are_the_same_to_the_byte(
    built: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    one, other = built
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_every_product_was_compared(built: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    names = built[0].keys()
    assert {"made/papers.parquet", "made/themes.parquet", "made/memberships.parquet", "made/map.parquet"} <= names
    assert "reports/themes.html" in names
    assert any(name.endswith(".csv") for name in names)
