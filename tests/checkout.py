"""A copy of what a person gets, in which commands are run as they are typed, with the packages of the tests."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import analysis

REPOSITORY = Path(__file__).parents[1]
_TOP = ("Makefile", "pyproject.toml", "analysis.toml", "requirements.lock", "requirements-dev.lock")
_READY = (".ready", ".ready-dev")


@dataclass(frozen=True)
class Checkout:
    """A folder with the project's own files and an environment that is set up."""

    root: Path

    def run(self, line: str, **variables: str) -> str:
        """Run a line as a shell does; it must succeed. Returns what it said."""
        # what runs these tests is no part of what is run
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MAKE"))}
        source = {"PYTHONPATH": str(Path(analysis.__file__).parents[1])}
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.root,
            env=kept | source | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = done.stdout.decode("utf-8")
        assert done.returncode == 0, f"{line}: {said[-3000:]}"
        return said

    def copy(self, *paths: str) -> None:
        """Copy files and folders of the repository to their places."""
        for path in paths:
            source, target = REPOSITORY / path, self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, target)


def check_out(root: Path) -> Checkout:
    """Make the folder: the Makefile finds everything installed."""
    checkout = Checkout(root)
    checkout.copy(*_TOP, "notebooks", "data/raw/sample")
    programs = root / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in {"python": "", "paper-themes": "-m analysis", "sphinx-build": "-m sphinx"}.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for name in _READY:
        (root / ".venv" / name).touch()
    return checkout
