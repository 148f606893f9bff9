"""What a reader relies on who adds a dump a day: a renewed report at once, the same themes, and an honest word."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import manifest, pipeline, tables, update
from analysis.advice import Since
from analysis.config import Folders, Settings
from analysis.job import Job

pytestmark = pytest.mark.slow(reason="themes are found once, and reports are made again and again")

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "sample"
LAST = "listing-c.txt"
STATED = ("themes", "memberships", "map")


def job_in(folder: Path) -> Job:
    return Job(Folders(folder / "raw", folder / "made", folder / "reports", folder / "none"), Settings())


def add(folder: Path, name: str = LAST) -> None:
    shutil.copy(SAMPLE / name, folder / "raw" / name)


@pytest.fixture(scope="session")
def full_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    shutil.copytree(SAMPLE, folder / "raw", ignore=shutil.ignore_patterns(LAST, "README.md"))
    pipeline.make("report", job_in(folder))
    return folder


@pytest.fixture
def run(full_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(full_run, tmp_path / "run"))


def read(folder: Path, name: str) -> pd.DataFrame:
    return tables.read_table(folder / "made", name)


def main_theme(folder: Path) -> pd.Series:
    members = read(folder, "memberships")
    return members[members["main"]].set_index("paper_id")["theme_id"]


def test_a_new_dump_is_in_the_tables_and_on_the_page(run: Path) -> None:
    add(run)
    outcome = update.update(job_in(run))
    assert outcome.rebuilt == ("update", "trends", "report")
    assert outcome.made == str(run / "reports" / "themes.html")
    papers = read(run, "papers")
    assert LAST in set(read(run, "sources")["source"])
    assert (
        set(read(run, "memberships")["paper_id"]) == set(read(run, "map")["paper_id"]) == set(papers["paper_id"])
    )
    new = set(papers["paper_id"]) - set(read(run, "listings").query("source != @LAST")["paper_id"])
    assert len(new) > 10
    page = (run / "reports" / "themes.html").read_text(encoding="utf-8")
    assert f"{len(papers)} papers" in page
    assert f"{len(new)} papers came after the themes had been found in {len(papers) - len(new)}" in page


def test_no_theme_changes_its_id_name_or_colour_and_no_paper_its_theme(full_run: Path, run: Path) -> None:
    add(run)
    update.update(job_in(run))
    same = ["theme_id", "name", "kind", "color", "area", "area_order", "terms", "stability"]
    pd.testing.assert_frame_equal(read(run, "themes")[same], read(full_run, "themes")[same])
    before = main_theme(full_run)
    pd.testing.assert_series_equal(main_theme(run).loc[before.index], before)


def test_what_is_read_is_what_a_full_run_reads(run: Path, tmp_path: Path) -> None:
    add(run)
    update.update(job_in(run))
    shutil.copytree(run / "raw", tmp_path / "again" / "raw")
    pipeline.make("read", job_in(tmp_path / "again"))
    for name in ("papers", "listings", "sources"):
        pd.testing.assert_frame_equal(read(run, name), read(tmp_path / "again", name))


def test_most_papers_are_placed_where_a_full_run_finds_them(run: Path, full_run: Path) -> None:
    add(run)
    update.update(job_in(run))
    placed = main_theme(run).drop(main_theme(full_run).index)
    pipeline.make("report", job_in(run))
    found = main_theme(run).loc[placed.index]
    kept = set(read(run, "themes")["theme_id"])
    comparable = placed[placed.isin(kept)]
    assert (found.loc[comparable.index] == comparable).mean() >= 0.7


def test_a_full_report_after_an_update_is_that_of_a_run_without_one(run: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(run, tmp_path / "other"))
    for folder in (run, other):
        add(folder)
    update.update(job_in(run))
    for folder in (run, other):
        assert pipeline.make("report", job_in(folder)).rebuilt == ("read", "themes", "trends", "report")
    files = sorted(path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other).as_posix() for path in other.rglob("*") if path.is_file())
    for name in files:
        assert (run / name).read_bytes() == (other / name).read_bytes(), name


def test_two_updates_are_one(run: Path, tmp_path: Path) -> None:
    (run / "raw" / "listing-d.txt").unlink()
    pipeline.make("report", job_in(run))
    other = Path(shutil.copytree(run, tmp_path / "other"))
    add(run, "listing-d.txt")
    update.update(job_in(run))
    add(run)
    update.update(job_in(run))
    for name in (LAST, "listing-d.txt"):
        add(other, name)
    update.update(job_in(other))
    for name in (*STATED, "papers", "listings", "sources", "placed"):
        pd.testing.assert_frame_equal(read(run, name), read(other, name))


def test_nothing_new_is_nothing_done(run: Path) -> None:
    assert update.update(job_in(run)).rebuilt == ()
    add(run)
    update.update(job_in(run))
    assert update.update(job_in(run)).rebuilt == ()


def test_a_copy_of_a_dump_is_named_and_read_once(run: Path) -> None:
    shutil.copy(run / "raw" / "listing-a.txt", run / "raw" / "z.txt")
    before = read(run, "listings")
    update.update(job_in(run))
    pd.testing.assert_frame_equal(read(run, "listings"), before)
    problems = read(run, "problems").set_index("source")
    assert problems.loc["z.txt", "reason"] == "the same content as listing-a.txt: read once, under that name"


def test_a_file_that_is_no_dump_is_named_and_stops_nothing(run: Path) -> None:
    (run / "raw" / "notes.txt").write_text("milk\n", encoding="utf-8")
    add(run)
    update.update(job_in(run))
    assert "notes.txt" in set(read(run, "problems")["source"])
    assert LAST in set(read(run, "sources")["source"])


def grown(path: Path) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: (raw / "listing-a.txt").unlink(), "input listing-a.txt is gone"),
        (lambda raw: grown(raw / "listing-a.txt"), "input listing-a.txt has changed"),
        (lambda raw: (raw / "dumps.toml").write_text(""), "dumps.toml is new and may date files read before"),
        (lambda raw: (raw.parent / "made" / "themes.parquet").unlink(), "product themes.parquet is gone"),
    ],
)
def test_what_cannot_be_added_is_named_and_all_is_made_anew(
    change: object, said: str, run: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = []
    monkeypatch.setattr(pipeline, "make", lambda target, job: asked.append(target))
    assert callable(change)
    change(run / "raw")
    with caplog.at_level(logging.WARNING, "analysis"):
        update.update(job_in(run))
    assert asked == ["report"]
    assert caplog.messages == [f"Only new files can be added; all is read and the themes are found anew: {said}."]


def test_a_first_update_is_a_full_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(pipeline, "make", lambda target, job: asked.append(target))
    (tmp_path / "raw").mkdir()
    add(tmp_path)
    update.update(job_in(tmp_path))
    assert asked == ["report"]


def test_a_dump_that_moves_an_assumed_year_is_no_small_thing(
    run: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sources = read(run, "sources")
    assumed = sources[sources["listed_year_from"] == "assumed"]["source"].tolist()
    assert assumed
    (run / "raw" / "later.json").write_text(
        '[{"paper": {"id": "2909.00001", "title": "A paper of a later year", "summary": "It came much later.", '
        '"publishedAt": "2029-09-01T00:00:00.000Z", "submittedOnDailyAt": "2029-09-02T00:00:00.000Z"}, '
        '"publishedAt": "2029-09-01T00:00:00.000Z", "title": "A paper of a later year"}]',
        encoding="utf-8",
    )
    asked = []
    monkeypatch.setattr(pipeline, "make", lambda target, job: asked.append(target))
    with caplog.at_level(logging.WARNING, "analysis"):
        update.update(job_in(run))
    assert asked == ["report"]
    assert f"the new dates change the year that is assumed for {assumed[0]}" in caplog.text


def test_a_stopped_update_is_made_good_by_a_full_run(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(run)
    monkeypatch.setattr(manifest, "save", lambda folder, records: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        update.update(job_in(run))
    monkeypatch.undo()
    assert update.update(job_in(run)).rebuilt == ("read", "themes", "trends", "report")


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (Since(3930, 393, 20), ""),
        (
            Since(3930, 394, 20),
            "394 papers of 3,930 (10.0%) are new since the themes were found, and 20 of them far",
        ),
        (Since(3930, 30, 10), "30 papers of 3,930 (0.8%) are new since the themes were found, and 10 of them far"),
        (Since(3930, 12, 9), ""),
        (Since(3930, 100, 20), ""),
    ],
)
def test_when_enough_is_new_a_sentence_says_how_much_and_what_to_run(since: Since, said: str) -> None:
    assert since.advice.startswith(said)
    assert bool(said) == since.advice.endswith("find the themes again: paper-themes report")


def test_an_update_loads_none_of_what_finds_themes(full_run: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; import analysis.adding, analysis.update, analysis.stages.trends, analysis.stages.report;"
        "print([name for name in ('bertopic', 'numba', 'sklearn', 'umap') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
