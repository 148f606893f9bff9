"""What a person in a notebook relies on: tables by one call, made when stale, from any folder of the project."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import tables, theme_order
from analysis.errors import AnalysisError
from analysis.settings_file import ConfigError

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "sample"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one dump of the sample as its own."""
    root = tmp_path / "project"
    (root / "data" / "raw").mkdir(parents=True)
    (root / "notebooks").mkdir()
    (root / "pyproject.toml").touch()
    shutil.copy(SAMPLE / "listing-a.txt", root / "data" / "raw")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def made(trended: dict[str, pd.DataFrame], tmp_path: Path) -> Path:
    """A folder with all tables of the small corpus."""
    for name in tables.SCHEMAS:
        frame = trended[name] if name in trended else tables.empty(name)
        tables.write_table(tmp_path / "made", name, frame)
    return tmp_path / "made"


def test_papers_of_a_folder_are_one_call_away(project: Path) -> None:
    papers = analysis.load_papers("data/raw")
    assert list(papers.columns) == list(tables.SCHEMAS["papers"].columns)
    assert papers["paper_id"].is_unique
    assert len(papers) > 20
    assert set(analysis.load_listings("data/raw")["source"]) == {"listing-a.txt"}


def test_tables_are_kept_in_the_project_and_read_again_without_work(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = analysis.load_papers()
    assert (project / "data" / "processed" / "papers.parquet").exists()
    monkeypatch.setattr("analysis.pipeline._run", lambda *_: pytest.fail("nothing had to be made"))
    pd.testing.assert_frame_equal(analysis.load_papers(), first)


def test_a_new_dump_is_seen_at_the_next_call(project: Path) -> None:
    before = analysis.load_papers()
    shutil.copy(SAMPLE / "listing-b.txt", project / "data" / "raw")
    assert len(analysis.load_papers()) > len(before)


def test_the_same_words_work_from_the_folder_of_the_notebooks(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = analysis.load_papers("data/raw")
    monkeypatch.chdir(project / "notebooks")
    pd.testing.assert_frame_equal(analysis.load_papers("data/raw"), here)
    assert not (project / "notebooks" / "data").exists()


def test_another_folder_of_tables_is_made_in_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "notebooks")
    analysis.load_papers("data/raw", "data/other")
    assert (project / "data" / "other" / "papers.parquet").exists()


def test_the_sample_stands_in_with_a_warning(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    raw = project / "data" / "raw"
    (raw / "sample").mkdir()
    (raw / "listing-a.txt").rename(raw / "sample" / "listing-a.txt")
    assert len(analysis.load_papers("data/raw")) > 20
    assert "reading the sample" in caplog.text


def test_settings_of_the_project_hold_and_a_slip_in_them_is_named(project: Path) -> None:
    (project / "analysis.toml").write_text("[themes]\nsed = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"unknown key \['sed'\]"):
        analysis.load_papers()


def test_a_folder_without_a_dump_is_an_error_of_one_sentence(project: Path) -> None:
    (project / "empty").mkdir()
    with pytest.raises(AnalysisError, match="empty: no dump found, the folder is empty"):
        analysis.load_papers("empty")


@pytest.mark.parametrize("name", list(tables.SCHEMAS))
def test_every_table_has_a_function_that_loads_it(name: str, made: Path) -> None:
    load = getattr(analysis, f"load_{name}")
    pd.testing.assert_frame_equal(load(None, made), tables.read_table(made, name))


def test_all_tables_come_by_name(made: Path) -> None:
    assert list(analysis.load_tables(None, made)) == list(tables.SCHEMAS)


def test_the_papers_of_a_theme_come_by_its_name_in_any_case(made: Path) -> None:
    papers = analysis.papers_of_theme("attention SINKS", None, made)
    assert list(papers["paper_id"]) == ["p00", "p03", "p09", "p14", "p20"]
    assert set(papers["why"]) == {"sink token"}
    assert list(analysis.papers_of_theme("t-code", None, made)["paper_id"])[:2] == ["p02", "p05"]


def test_a_theme_that_is_not_there_is_answered_with_those_that_are(made: Path) -> None:
    with pytest.raises(
        theme_order.UnknownThemeError, match="No theme is called 'Agents'; there are: Attention sinks, "
    ):
        analysis.papers_of_theme("Agents", None, made)


def test_charts_are_drawn_from_tables_with_names_the_face_offers(made: Path) -> None:
    figure = analysis.charts.theme_sizes(analysis.views.theme_sizes(analysis.load_tables(None, made)))
    assert len(figure.data) == 1


def test_a_name_the_face_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'analysis' has no attribute 'chart'"):
        _ = analysis.chart  # type: ignore[attr-defined]
    assert set(analysis.__all__) <= set(dir(analysis))


@pytest.mark.parametrize("name", [name for name in analysis.__all__ if name.startswith(("load_", "papers_"))])
def test_every_function_says_what_it_returns_and_raises(name: str) -> None:
    told = inspect.getdoc(getattr(analysis, name)) or ""
    assert ":param raw:" in told
    assert ":return:" in told
    assert ":raises AnalysisError:" in told


def test_importing_the_face_loads_no_heavy_library() -> None:
    code = "import sys, analysis; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "pandas", "plotly", "sklearn", "bertopic", "tqdm"} & set(loaded)
