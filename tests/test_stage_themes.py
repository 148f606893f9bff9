"""What a reader relies on who has a language model name themes: it is asked once, and themes stay themselves."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import pipeline, tables
from analysis.config import Folders, ModelNaming, Settings
from analysis.job import Job
from analysis.llm_naming import Answers, Subject

pytestmark = pytest.mark.slow(reason="themes are found again and again")

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "sample"


@dataclass
class Asker:
    """A run that asks a model that is not there, and what the model was asked."""

    job: Job
    asked: list[list[str]] = field(default_factory=list)
    failure: str = ""

    def ask(self, subjects: Mapping[str, Subject], naming: ModelNaming) -> Answers:
        self.asked.append(sorted(subjects))
        names = {theme: f"Model's {theme[2:]}" for theme in subjects}
        return Answers({}, self.failure) if self.failure else Answers(names)

    def make(self, model: str = "") -> pd.DataFrame:
        naming = ModelNaming("http://localhost:1/v1", model) if model else None
        self.job = replace(self.job, settings=replace(self.job.settings, naming=naming))
        pipeline.make("themes", self.job)
        themes = tables.read_table(self.job.folders.processed, "themes")
        return themes[themes["kind"] == "found"].set_index("theme_id")

    def events(self) -> set[str]:
        lineage = tables.read_table(self.job.folders.processed, "lineage")
        return set(lineage.loc[lineage["kind"] == "found", "event"])


@pytest.fixture
def asker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asker:
    (tmp_path / "raw").mkdir()
    shutil.copy(SAMPLE / "listing-a.txt", tmp_path / "raw")
    made = Asker(
        Job(Folders(tmp_path / "raw", tmp_path / "made", tmp_path / "reports", tmp_path / "none"), Settings())
    )
    monkeypatch.setattr("analysis.theme_products.ask_names", made.ask)
    return made


def test_without_a_model_nobody_is_asked(asker: Asker) -> None:
    assert len(asker.make())
    assert asker.asked == []


def test_a_model_renames_every_theme_once_and_is_not_asked_again(asker: Asker) -> None:
    own = asker.make()
    named = asker.make("stub")
    assert asker.asked == [sorted(own.index)]
    assert list(named["name"]) == [f"Model's {theme[2:]}" for theme in named.index]
    pd.testing.assert_series_equal(named["color"], own["color"])
    assert asker.events() == {"renamed"}
    (asker.job.folders.processed / "themes.parquet").unlink()
    pd.testing.assert_frame_equal(asker.make("stub"), named)
    assert len(asker.asked) == 1
    pd.testing.assert_frame_equal(asker.make(), own)


def test_a_model_that_fails_is_one_warning_and_all_names_stay(
    asker: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    own = asker.make()
    asker.failure = "Connection error."
    pd.testing.assert_frame_equal(asker.make("stub"), own)
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    path = asker.job.folders.processed / "themes.parquet"
    assert said == [
        f"stub at http://localhost:1/v1 named 0 of {len(own)} themes (Connection error.); the others keep the "
        f"names they have. To ask again, delete {path}."
    ]
    path.unlink()
    asker.failure = ""
    assert asker.make("stub")["name"].str.startswith("Model's").all()
