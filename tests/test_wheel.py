"""What a person gets who installs the wheel: the command works on dumps anywhere, without the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from made_up_papers import made_up
from whole_run import REPOSITORY

import analysis

pytestmark = pytest.mark.slow(reason="a wheel is built, installed and run in a process of its own")

PACKAGE = REPOSITORY / "src" / "analysis"
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def done(command: list[str], folder: Path, **variables: str) -> str:
    """What a command said; it must succeed."""
    ran = subprocess.run(
        command, cwd=folder, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done([*PIP, "wheel", ".", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)], REPOSITORY)
    (made,) = folder.glob("paper_themes-*.whl")
    return made


def test_a_wheel_holds_the_package_with_its_templates_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        assert any(name.endswith(".dist-info/licenses/LICENSE") for name in archive.namelist())
    there = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert inside == {path.relative_to(PACKAGE.parent).as_posix() for path in there}


def test_an_installed_wheel_makes_a_report_from_a_folder_of_dumps_anywhere(wheel: Path, tmp_path: Path) -> None:
    installed, home = tmp_path / "installed", tmp_path / "somewhere"
    (home / "dumps").mkdir(parents=True)
    made_up(24)[["title", "abstract"]].to_json(home / "dumps" / "papers.jsonl", orient="records", lines=True)
    done([*PIP, "install", "--no-deps", "--no-index", "--target", str(installed), str(wheel)], tmp_path)
    found = done(
        [sys.executable, "-c", "import analysis; print(analysis.__file__)"], home, PYTHONPATH=str(installed)
    )
    assert Path(found.strip()).is_relative_to(installed)
    assert not Path(analysis.__file__).is_relative_to(installed)

    said = done(
        [str(installed / "bin" / "paper-themes"), "report", "--raw", "dumps"], home, PYTHONPATH=str(installed)
    )

    assert "24 different papers" in said
    page = (home / "reports" / "themes.html").read_text(encoding="utf-8")
    assert page.count('<li class="card') >= 2
    assert {path.name for path in home.iterdir()} == {"dumps", "data", "reports"}
