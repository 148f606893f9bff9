"""Same dumps, same settings, same machine: the same bytes, whatever the process and the order of the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from default_run import DefaultRun, lay_out, products, sample_names

pytestmark = pytest.mark.slow(reason="themes are found in a process of its own")


def test_tables_and_report_are_the_same_to_the_byte(default_run: DefaultRun, tmp_path: Path) -> None:
    other = lay_out(tmp_path / "another-place", reversed(sample_names()))
    other.call("report", "--quiet", PYTHONHASHSEED="2")
    assert "".join(line for line in other.said if "reading the sample" not in line) == ""
    made = products(other.root)
    assert made.keys() == default_run.products.keys()
    assert [name for name in made if made[name] != default_run.products[name]] == []


def test_every_product_was_compared(default_run: DefaultRun) -> None:
    tables = {f"data/processed/{name}.parquet" for name in ("papers", "themes", "memberships", "map")}
    assert tables | {"data/processed/placement.npz", "reports/themes.html"} <= default_run.products.keys()
    assert any(name.endswith(".csv") for name in default_run.products)
