"""What a person with nothing but ``python3`` and ``make`` relies on; nothing is installed here."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")} | variables
    return subprocess.run(["make", *words], cwd=ROOT, env=environment, capture_output=True, text=True)


def entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_help_lists_every_target_with_a_word_on_it() -> None:
    shown = make("help").stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets is not None
    for target in targets[1].split():
        assert re.search(rf"^  {target} +\S", shown, re.MULTILINE), target


def test_make_alone_shows_the_help() -> None:
    assert make().stdout == make("help").stdout


def test_folders_with_spaces_reach_the_command() -> None:
    planned = make("-n", "-o", ".venv/.ready", "report", "RAW=my dumps", "REPORTS=out", "OPTIONS=--quiet").stdout
    last = planned.splitlines()[-1]
    assert last == (
        '.venv/bin/paper-themes report --raw "my dumps" --processed "data/processed" --reports "out" --quiet'
    )


def test_a_machine_without_python_is_told_what_to_do(tmp_path: Path) -> None:
    done = make("setup", f"VENV={tmp_path / 'venv'}", "PYTHON=no-such-python")
    assert done.returncode != 0
    assert "This needs Python 3.11 or newer, and there is no 'no-such-python'" in done.stderr


@pytest.mark.parametrize(
    ("fails_at", "said"),
    [
        ("version_info", "This needs Python 3.11 or newer; '{python}' is Python 3.9.1"),
        ("ensurepip", "On Debian and Ubuntu: apt install python3-venv"),
    ],
)
def test_a_python_that_is_too_old_or_cannot_make_environments_is_named(
    fails_at: str, said: str, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in -V) echo Python 3.9.1;; *{fails_at}*) exit 1;; esac\n', encoding="utf-8"
    )
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    done = make("setup", f"VENV={tmp_path / 'venv'}", f"PYTHON={python}")
    assert done.returncode != 0
    assert said.format(python=python) in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_hashes(lock: str) -> None:
    assert len(entries(lock)) > 20
    for entry in entries(lock):
        assert re.match(r"^[A-Za-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_address_and_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|--extra|--trusted", text)


def test_the_default_installation_has_neither_torch_nor_sentence_transformers() -> None:
    names = {entry.split("==")[0].lower() for entry in entries("requirements.lock")}
    assert {"bertopic", "pandas", "plotly", "jupyterlab"} <= names
    assert not {"torch", "sentence-transformers", "transformers", "triton"} & names


def test_both_locks_agree_on_what_they_share() -> None:
    pins = [dict(entry.split()[0].split("==") for entry in entries(lock)) for lock in LOCKS]
    assert {name: pins[0][name] for name in pins[0].keys() & pins[1].keys()} == {
        name: pins[1][name] for name in pins[0].keys() & pins[1].keys()
    }


def test_what_ci_runs_is_executable_and_knows_only_paths_from_here() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    text = script.read_text(encoding="utf-8").replace("/usr/bin/env", "").replace("/dev/null", "")
    assert not re.findall(r"(?<![\w.$\"}])/\w+", text)


def test_clean_never_touches_dumps_nor_a_folder_named_by_the_user() -> None:
    planned = make("-n", "clean", "PROCESSED=mine", "REPORTS=mine", "VENV=mine").stdout
    assert "mine" not in planned
    assert "data/raw" not in planned
