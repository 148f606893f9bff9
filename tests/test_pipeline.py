"""What a reader relies on: each stage runs when it must and only then, and what was whole stays whole."""

from __future__ import annotations

import importlib
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis import pipeline
from analysis.config import Folders, Settings
from analysis.cut import Cut
from analysis.errors import AnalysisError
from analysis.job import Job, Made
from analysis.stage_list import STAGES


@dataclass
class House:
    """A run in folders of its own whose stages write one small file each, and what ran."""

    job: Job
    ran: list[str] = field(default_factory=list)
    broken: str = ""
    """Stage that fails half-way, after it has written its file."""

    def make(self, target: str = "report") -> list[str]:
        self.ran.clear()
        pipeline.make(target, self.job)
        return list(self.ran)

    def stage(self, name: str) -> Callable[[Job], Made]:
        def run(job: Job) -> Made:
            into = job.folders.processed if STAGES[name].into == "processed" else job.folders.reports
            into.mkdir(parents=True, exist_ok=True)
            made = into / f"{name}.out"
            settings = (job.settings.seed, job.settings.confidence)
            names = pipeline.raw_files(job.folders.raw)
            raw = [(job.folders.raw / each).read_text(encoding="utf-8") for each in names]
            made.write_text(f"{name} {settings if name != 'read' else raw}", encoding="utf-8")
            self.ran.append(name)
            if name == self.broken:
                raise AnalysisError(f"{name} cannot go on")
            return Made((made,), "made")

        return run


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("first", encoding="utf-8")
    house = House(
        Job(Folders(raw, tmp_path / "processed", tmp_path / "reports", tmp_path / "notebooks"), Settings())
    )
    real = importlib.import_module

    def import_stage(name: str, package: str | None = None) -> object:
        stage = name.removeprefix("analysis.stages.")
        return SimpleNamespace(run=house.stage(stage)) if stage in STAGES else real(name, package)

    monkeypatch.setattr(pipeline.importlib, "import_module", import_stage)
    return house


ALL = ["read", "themes", "trends", "report"]


def test_the_first_run_makes_everything_and_the_second_nothing(house: House) -> None:
    assert house.make() == ALL
    assert house.make() == []


def test_a_part_is_made_anew_each_time_and_leaves_the_whole_as_it_is(house: House) -> None:
    assert house.make() == ALL
    house.job, whole = replace(house.job, cut=Cut(only_watched=True)), house.job
    assert house.make() == house.make() == ["report"]
    house.job = whole
    assert house.make() == []


def test_a_stage_runs_what_comes_before_it_and_nothing_else(house: House) -> None:
    assert house.make("themes") == ["read", "themes"]
    assert house.make("notebooks") == ["trends", "notebooks"]
    assert house.make("report") == ["report"]


def test_a_dump_that_is_added_changed_or_removed_makes_everything_again(house: House) -> None:
    house.make()
    (house.job.folders.raw / "b.txt").write_text("second", encoding="utf-8")
    assert house.make() == ALL
    (house.job.folders.raw / "b.txt").write_text("other", encoding="utf-8")
    assert house.make() == ALL
    (house.job.folders.raw / "b.txt").unlink()
    assert house.make() == ALL


def test_a_dump_that_is_only_touched_changes_nothing(house: House) -> None:
    house.make()
    os.utime(house.job.folders.raw / "a.txt", (1, 1))
    assert house.make() == []


def test_a_dump_that_reads_the_same_stops_the_rest_from_running(house: House) -> None:
    house.make()
    # hidden from the fake reader's product, yet a new input of the stage
    (house.job.folders.raw / "b.txt").write_text("", encoding="utf-8")
    house.stage = lambda name: _same_again(house, name)  # type: ignore[method-assign]
    assert house.make() == ["read"]


def _same_again(house: House, name: str) -> Callable[[Job], Made]:
    def run(job: Job) -> Made:
        house.ran.append(name)
        return Made((job.folders.processed / f"{name}.out",), "as before")

    return run


def test_a_setting_makes_only_the_stages_it_can_change(house: House) -> None:
    house.make()
    house.job = replace(house.job, settings=replace(house.job.settings, confidence=0.9))
    assert house.make() == ["trends", "report"]
    house.job = replace(house.job, settings=replace(house.job.settings, seed=8))
    assert house.make() == ["themes", "trends", "report"]


def test_a_table_that_was_deleted_or_edited_is_made_again(house: House) -> None:
    house.make()
    (house.job.folders.processed / "themes.out").unlink()
    assert house.make() == ["themes"]
    (house.job.folders.processed / "read.out").write_text("edited", encoding="utf-8")
    assert house.make() == ["read"]


def test_a_page_that_was_deleted_is_made_again_and_so_is_one_for_another_folder(
    house: House, tmp_path: Path
) -> None:
    house.make()
    (house.job.folders.reports / "report.out").unlink()
    assert house.make() == ["report"]
    house.job = replace(house.job, folders=replace(house.job.folders, reports=tmp_path / "elsewhere"))
    assert house.make() == ["report"]
    assert (tmp_path / "elsewhere" / "report.out").exists()


def test_after_a_stage_failed_the_next_run_goes_on_from_there(house: House) -> None:
    house.broken = "themes"
    with pytest.raises(AnalysisError, match="themes cannot go on"):
        house.make()
    house.broken = ""
    assert house.make() == ["themes", "trends", "report"]


def test_a_stage_that_failed_over_an_older_product_does_not_pass_for_fresh(house: House) -> None:
    house.make()
    (house.job.folders.raw / "a.txt").write_text("changed", encoding="utf-8")
    house.broken = "read"
    with pytest.raises(AnalysisError, match="read cannot go on"):
        house.make()
    house.broken = ""
    assert house.make() == ALL


def test_a_product_that_is_no_longer_made_is_removed_unless_someone_changed_it(house: House) -> None:
    house.make()
    reports = house.job.folders.reports
    for kept, expected in ((False, False), (True, True)):
        (reports / "old.csv").write_text("1", encoding="utf-8")
        real = house.stage
        house.stage = lambda name: _with_more(house, name, reports / "old.csv")  # type: ignore[method-assign]
        (reports / "report.out").unlink()
        house.make()
        house.stage = real  # type: ignore[method-assign]
        if kept:
            (reports / "old.csv").write_text("mine", encoding="utf-8")
        (reports / "report.out").unlink()
        house.make()
        assert (reports / "old.csv").exists() is expected


def _with_more(house: House, name: str, more: Path) -> Callable[[Job], Made]:
    def run(job: Job) -> Made:
        made = House.stage(house, name)(job)
        return Made((*made.files, more), made.said)

    return run


def test_another_raw_folder_is_noticed(house: House, tmp_path: Path) -> None:
    house.make()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("other papers", encoding="utf-8")
    house.job = replace(house.job, folders=replace(house.job.folders, raw=tmp_path / "other"))
    assert house.make() == ALL


def test_the_sample_stands_in_for_a_folder_without_dumps_and_that_is_said(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    raw = house.job.folders.raw
    (raw / "a.txt").rename(raw / ".gitkeep")
    (raw / "sample").mkdir()
    (raw / "sample" / "s.txt").write_text("sample", encoding="utf-8")
    with caplog.at_level(logging.WARNING, "analysis"):
        outcome = pipeline.make("read", house.job)
    assert outcome.job.is_sample
    assert outcome.job.folders.raw == raw / "sample"
    assert caplog.messages == [f"There is no dump in {raw}: reading the sample in {raw / 'sample'} instead."]


def test_own_dumps_come_before_the_sample(house: House) -> None:
    raw = house.job.folders.raw
    (raw / "sample").mkdir()
    (raw / "sample" / "s.txt").write_text("sample", encoding="utf-8")
    outcome = pipeline.make("read", house.job)
    assert not outcome.job.is_sample
    assert outcome.job.folders.raw == raw


def test_a_file_that_may_be_no_dump_is_not_answered_with_the_sample(house: House) -> None:
    raw = house.job.folders.raw
    (raw / "a.txt").write_text("", encoding="utf-8")
    (raw / "sample").mkdir()
    (raw / "sample" / "s.txt").write_text("sample", encoding="utf-8")
    assert pipeline.make("read", house.job).job.folders.raw == raw


def test_files_are_looked_at_in_subfolders_too_but_not_hidden_ones_nor_the_sample(tmp_path: Path) -> None:
    for name in ("b.txt", "2025/a.txt", ".hidden", ".git/x", "sample/s.txt", "2025/sample/s.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert pipeline.raw_files(tmp_path) == ["2025/a.txt", "2025/sample/s.txt", "b.txt"]
    assert pipeline.raw_files(tmp_path / "nowhere") == []


def test_the_same_dumps_in_another_folder_only_change_what_the_report_calls_them(
    house: House, tmp_path: Path
) -> None:
    house.make()
    shutil.copytree(house.job.folders.raw, tmp_path / "copy")
    house.job = replace(house.job, folders=replace(house.job.folders, raw=tmp_path / "copy"))
    assert house.make() == ["report"]


def test_a_changed_notebook_is_run_again(house: House) -> None:
    notebooks = house.job.folders.notebooks
    notebooks.mkdir()
    (notebooks / "01.ipynb").write_text("{}", encoding="utf-8")
    assert house.make("notebooks") == ["read", "themes", "trends", "notebooks"]
    (notebooks / "01.ipynb").write_text("{ }", encoding="utf-8")
    assert house.make("notebooks") == ["notebooks"]


def test_the_outcome_says_where_to_look(house: House) -> None:
    outcome = pipeline.make("report", house.job)
    assert outcome.made == str(house.job.folders.reports / "report.out")
    assert pipeline.make("report", house.job).made == outcome.made


def test_every_stage_has_a_module_of_its_name() -> None:
    stages = {path.stem for path in (Path(pipeline.__file__).parent / "stages").glob("*.py")}
    assert set(STAGES) == stages - {"__init__", "job"}
