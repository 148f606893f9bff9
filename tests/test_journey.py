"""The journey of one abstract names functions that are there, and a run goes by all of them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEPS = re.findall(r"\[`(\w+)`\]\(\.\./([\w/.]+)\)", (ROOT / "docs" / "journey.md").read_text(encoding="utf-8"))
WALK = """
import sys
passed = set()
sys.settrace(lambda frame, event, _: passed.add((frame.f_code.co_filename, frame.f_code.co_name)))
from analysis import cli
code = cli.main(sys.argv[1:])
sys.settrace(None)
print(*(f"{name} {file}" for file, name in passed), sep="\\n")
sys.exit(code)
"""


def test_every_function_of_the_journey_is_where_the_link_says() -> None:
    assert len(STEPS) > 20
    for name, path in STEPS:
        text = (ROOT / path).read_text(encoding="utf-8")
        if path.endswith(".js"):
            assert f"function {name}(" in text, name
        else:
            defined = {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
            imported = re.findall(rf"^__all__ = .*\b{name}\b", text, re.MULTILINE)
            assert name in defined or imported, f"{path}: {name}"


@pytest.mark.slow(reason="a whole run in a process of its own, with each call noted")
def test_a_run_goes_by_every_function_of_the_journey(tmp_path: Path) -> None:
    few = (ROOT / "data" / "raw" / "sample" / "listing-a.txt").read_bytes()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.txt").write_bytes(few)
    folders = [word for name in ("raw", "processed", "reports") for word in (f"--{name}", str(tmp_path / name))]
    done = subprocess.run(
        [sys.executable, "-c", WALK, "report", "--quiet", *folders],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    passed = {tuple(line.split(" ", 1)) for line in done.stdout.splitlines() if " " in line}
    for name, path in STEPS:
        if path.endswith(".py"):
            inside = path.removeprefix("src/")
            assert any(called == name and file.endswith(inside) for called, file in passed), f"{path}: {name}"
