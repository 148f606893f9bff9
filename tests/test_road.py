"""The whole road as a user walks it: one command from dumps to the report, in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from default_run import SAMPLE, DefaultRun

import analysis
from analysis import cli
from analysis.tables import MEMORY, SCHEMAS

ROOT = Path(__file__).parents[1]
FOLLOWED = {"Attention sinks", "Hallucination", "Sparse attention"}

pytestmark = pytest.mark.slow(reason="themes are found in a new process: some 10 seconds each time")


@dataclass(frozen=True)
class Walk:
    """Folders of a run, and what the terminal said."""

    root: Path
    raw: Path
    said: str

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return analysis.load_tables(None, self.root / "processed")

    @property
    def page(self) -> str:
        return (self.root / "reports" / "themes.html").read_text(encoding="utf-8")


def words(verb: str, raw: Path, root: Path) -> list[str]:
    """The command with folders of its own."""
    return [verb, "--raw", str(raw), "--processed", str(root / "processed"), "--reports", str(root / "reports")]


def walk(raw: Path, root: Path, verb: str = "report", *more: str) -> Walk:
    command = [sys.executable, "-m", "analysis", *words(verb, raw, root), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Walk(root, raw, done.stderr + done.stdout)


def tables_of(run: DefaultRun) -> dict[str, pd.DataFrame]:
    return analysis.load_tables(None, run.whole.root / "data" / "processed")


def page_of(run: DefaultRun) -> str:
    return run.products["reports/themes.html"].decode("utf-8")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The road with the real dumps."""
    named = os.environ.get("ANALYSIS_DUMPS")
    if not named:
        pytest.skip("ANALYSIS_DUMPS does not name the folder of the real dumps")
    if not (ROOT / named).is_dir():
        pytest.skip(f"ANALYSIS_DUMPS names {named}, which is no folder")
    return walk((ROOT / named).resolve(), tmp_path_factory.mktemp("real"))


def test_without_dumps_the_sample_is_read_and_that_is_said_in_terminal_and_report(
    default_run: DefaultRun,
) -> None:
    assert f"There is no dump in {Path('data/raw')}: reading the sample" in default_run.said["report"]
    assert "155 different papers" in default_run.said["report"]
    assert "This is the sample" in page_of(default_run)


def test_every_table_is_there_and_every_followed_theme_is_in_them(default_run: DefaultRun) -> None:
    there = {Path(name).name for name in default_run.products if name.endswith(".parquet")}
    assert there - {f"{name}.parquet" for name in MEMORY} == {f"{name}.parquet" for name in SCHEMAS}
    themes = tables_of(default_run)["themes"]
    assert set(themes.loc[themes["kind"] == "watched", "name"]) == FOLLOWED
    assert themes["name"].is_unique


def test_every_paper_has_one_main_theme_and_nearly_all_are_placed(default_run: DefaultRun) -> None:
    tables = tables_of(default_run)
    main = tables["memberships"].query("main")
    assert sorted(main["paper_id"]) == sorted(tables["papers"]["paper_id"])
    assert (main["theme_id"] == "unplaced").mean() <= 0.05


def test_the_page_stands_alone_and_names_every_theme(default_run: DefaultRun) -> None:
    page = page_of(default_run)
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)=[\"']?(?:https?:)?//", page)
    for name in tables_of(default_run)["themes"]["name"]:
        assert name in page


def test_a_second_call_makes_nothing_and_says_so(default_run: DefaultRun) -> None:
    assert "Nothing has changed, nothing was made again" in default_run.said["again"]
    assert default_run.products_again == default_run.products


def test_notebooks_run_on_the_sample(default_run: DefaultRun) -> None:
    assert "4 notebooks" in default_run.said["notebooks"]
    assert len(list((default_run.whole.reports / "notebooks").glob("*.html"))) == 4


def test_charts_come_as_files_of_their_own(default_run: DefaultRun) -> None:
    made = {path.name for path in (default_run.whole.reports / "charts").glob("*.html")}
    assert {"themes-by-date.html", "share-over-time.html", "map.html", "theme-sizes.html"} <= made


@pytest.mark.parametrize("n_papers", [5, 20])
def test_a_handful_of_papers_is_enough_for_a_report(
    n_papers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    paragraphs = (SAMPLE / "listing-b.txt").read_text(encoding="utf-8")
    titles = analysis.load_listings(SAMPLE, tmp_path / "look").query("source == 'listing-b.txt'")
    end = int(titles["line"].sort_values().iloc[n_papers]) - 1
    (tmp_path / "raw").mkdir()
    few = "\n".join(paragraphs.splitlines()[:end])
    (tmp_path / "raw" / "few.txt").write_text(f"{few}\n", encoding="utf-8")
    monkeypatch.chdir(ROOT)
    assert cli.main(words("report", tmp_path / "raw", tmp_path)) == 0
    assert f"{n_papers} different papers" in "".join(capfd.readouterr())
    tables = analysis.load_tables(None, tmp_path / "processed")
    assert len(tables["papers"]) == n_papers
    assert FOLLOWED <= set(tables["themes"]["name"])


@pytest.mark.dumps
def test_the_real_dumps_are_447_papers_in_20_to_40_themes(real: Walk) -> None:
    tables = real.tables
    assert len(tables["listings"]) == 495
    assert len(tables["papers"]) == 447
    assert "447" in real.page
    themes = tables["themes"][tables["themes"]["theme_id"] != "unplaced"]
    assert 20 <= (themes["kind"] == "found").sum() <= 40
    assert set(themes.loc[themes["kind"] == "watched", "name"]) == FOLLOWED
    assert (tables["memberships"].query("main")["theme_id"] == "unplaced").mean() <= 0.05


@pytest.mark.dumps
def test_the_real_dumps_are_charted_by_listing_date_with_the_undated_one_apart(real: Walk) -> None:
    listed = real.tables["trends"].query("axis == 'listed'")
    days = listed["period_start"].dropna().dt.strftime("%Y-%m-%d").unique()
    assert sorted(days) == ["2025-03-11", "2025-03-12", "2025-03-20", "2025-11-18"]
    assert listed.loc[listed["period_start"].isna(), "period"].nunique() == 1
    assert listed["share"].between(listed["share_low"] - 1e-12, listed["share_high"] + 1e-12).all()


@pytest.mark.dumps
def test_the_notebook_with_most_charts_runs_on_the_real_dumps(real: Walk, tmp_path: Path) -> None:
    shutil.copy(ROOT / "notebooks" / "03-trends.ipynb", tmp_path)
    assert "1 notebook" in walk(real.raw, real.root, "notebooks", "--notebooks", str(tmp_path)).said
