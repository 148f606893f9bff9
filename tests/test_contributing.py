"""The examples of CONTRIBUTING are whole: each is tried on a copy, touches two files, and its test passes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = {
    section.partition("\n")[0]: section
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    if "```python" in section
}
STEP = re.compile(
    r"^(?:[^\n]* )?`([\w/]+\.(?:py|po))`$|^```(python|po|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def apply(example: str, root: Path) -> list[str]:
    """Make the changes of an example in a copy; returns the files it touches."""
    touched: list[str] = []
    for name, kind, text in STEP.findall(example):
        if name:
            touched.append(name)
        elif kind != "diff":
            assert not (root / touched[-1]).exists(), touched[-1]
            (root / touched[-1]).write_text(text, encoding="utf-8")
        else:
            changed(root / touched[-1], text.splitlines(keepends=True))
    return touched


def changed(path: Path, lines: list[str]) -> None:
    """Change the one place where the lines without a plus stand into the lines without a minus."""
    before = "".join(line[1:] for line in lines if line[0] != "+")
    after = "".join(line[1:] for line in lines if line[0] != "-")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.name} has no such lines:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")


def copied(root: Path) -> Path:
    """A copy of what the examples change, and of what their tests look at."""
    without = shutil.ignore_patterns("__pycache__")
    for folder in ("benchmarks", "src", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=without)
    for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md", "SECURITY.md"):
        shutil.copyfile(ROOT / name, root / name)
    return root


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_touches_two_files_at_most_and_has_a_test(title: str) -> None:
    *files, test = (name for name, _, _ in STEP.findall(EXAMPLES[title]) if name)
    assert 1 <= len(files) <= 2
    assert test.startswith("tests/test_")


@pytest.mark.slow(reason="the package is copied, and tests run in a process of their own")
def test_the_examples_do_what_their_tests_say_and_keep_the_rules(tmp_path: Path) -> None:
    root = copied(tmp_path)
    touched = [path for example in EXAMPLES.values() for path in apply(example, root)]
    tests = [path for path in touched if path.startswith("tests/")]
    files = [path for path in touched if path not in tests and path.endswith(".py")]

    def run(*words: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        command = [sys.executable, "-m", *words]
        environment = kept | {"PYTHONPATH": str(root / "src")}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}: {done.stdout[-3000:]}{done.stderr[-1000:]}"

    run("pytest", "-q", "-p", "no:cacheprovider", *tests, "tests/test_architecture.py", "tests/test_sheets.py")
    run("ruff", "check", "--no-cache", *files)
    run("ruff", "format", "--check", "--no-cache", *files)
