"""What ``paper-themes check`` sees: every kind of damage is named with the next step, and that step mends it."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis import cli, pipeline, tables, update
from analysis.checking import check_folders
from analysis.config import Folders, Settings
from analysis.job import Job
from analysis.table_counts import disagreements

pytestmark = pytest.mark.slow(reason="themes are found")

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "sample"
AGAIN = "Run: paper-themes report"


def job_in(folder: Path) -> Job:
    return Job(Folders(folder / "raw", folder / "made", folder / "reports", folder / "none"), Settings(n_themes=4))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "raw").mkdir()
    for name in ("listing-b.txt", "listing-e.txt"):
        shutil.copy(SAMPLE / name, folder / "raw")
    pipeline.make("report", job_in(folder))
    return folder


@pytest.fixture
def run(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "run"))


def wrong(folder: Path) -> list[str]:
    return check_folders(job_in(folder)).wrong


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def flip(path: Path, at: float = 0.5) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 4
    path.write_bytes(bytes(data))


def test_a_whole_folder_is_said_to_be_whole_and_stays_as_it_is(run: Path) -> None:
    before = contents(run)
    checked = check_folders(job_in(run))
    assert checked.wrong == checked.notes == []
    assert checked.said.endswith("All is whole.")
    assert "2 dumps with 73 appearances, 0 files passed over" in checked.said
    assert (
        "280 lines of saved pages = 73 titles, 73 abstracts, 123 details, 2 listing dates, 9 of the page itself "
        "and 0 that fit no paper" in checked.said
    )
    assert len(checked.said.splitlines()) <= 24
    assert contents(run) == before


@pytest.mark.parametrize("name", [*tables.SCHEMAS, "identity"])
def test_a_flipped_bit_in_a_table_is_named_with_what_to_run(name: str, run: Path) -> None:
    flip(run / "made" / f"{name}.parquet")
    told = wrong(run)
    assert any(f"{name}.parquet is not as it was made: its SHA-256 differs." in each for each in told)
    assert all(AGAIN[5:] in each for each in told)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda made: flip(made / "placement.npz"), "placement.npz is not as it was made: its SHA-256 differs"),
        (lambda made: flip(next((made / "vectors").glob("*.npz"))), "cannot be read (Bad CRC-32"),
        (lambda made: (made / "themes.parquet").unlink(), "themes.parquet is gone"),
        (lambda made: (made / "map.parquet").write_bytes(b"PAR1"), "map.parquet: cannot be read"),
        (lambda made: (made / "manifest.json").write_text("{}"), "no whole run has left tables here"),
        (lambda made: (made / "manifest.json").unlink(), "no whole run has left tables here"),
        (lambda made: flip(made.parent / "reports" / "themes.html"), "themes.html is not as it was made"),
        (lambda made: (made.parent / "reports" / "themes.html").unlink(), "themes.html is gone"),
    ],
)
def test_damage_is_named_and_the_next_run_leaves_the_bytes_there_were(
    damage: Callable[[Path], object], said: str, run: Path
) -> None:
    before = contents(run)
    damage(run / "made")
    told = wrong(run)
    assert any(said in each for each in told)
    assert all("paper-themes report" in each for each in told)
    pipeline.make("report", job_in(run))
    for path in (run / "made" / "vectors").glob("*.npz"):
        if any(path.name in each for each in told):
            path.unlink()
    assert {
        name for name, data in contents(run).items() if before[name] != data and "vectors" not in name
    } == set()
    assert wrong(run) == []


def test_a_lost_memory_of_names_says_what_is_lost(run: Path, caplog: pytest.LogCaptureFixture) -> None:
    (run / "made" / "identity.parquet").write_bytes(b"PAR1 damaged")
    assert any("Names, ids and colours of the themes are lost with it" in each for each in wrong(run))
    with caplog.at_level(logging.WARNING, "analysis"):
        pipeline.make("report", job_in(run))
    assert "identity.parquet is not as it was made (its SHA-256 differs): it is made again." in caplog.text
    assert "The names, ids and colours that themes had are lost with it" in caplog.text
    assert wrong(run) == []


def test_dumps_that_came_or_went_are_a_note_and_no_damage(run: Path) -> None:
    shutil.copy(SAMPLE / "listing-a.txt", run / "raw")
    checked = check_folders(job_in(run))
    assert checked.wrong == []
    assert checked.notes == [f"The dumps have changed since the tables were made (1 difference). {AGAIN}"]


def test_after_an_update_all_is_whole(run: Path) -> None:
    shutil.copy(SAMPLE / "listing-a.txt", run / "raw")
    update.update(job_in(run))
    assert wrong(run) == []
    flip(run / "made" / "placed.parquet")
    assert any("placed.parquet is not as it was made" in each for each in wrong(run))


def test_the_command_says_it_on_one_screen_with_a_code_for_scripts(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ["--raw", str(run / "raw"), "--processed", str(run / "made"), "--reports", str(run / "reports")]
    assert cli.main(["check", *folders]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "All is whole."
    (run / "made" / "map.parquet").unlink()
    assert cli.main(["check", *folders, "--quiet"]) == 1
    assert "1 thing wrong:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("papers", lambda t: t.iloc[1:], "papers are listed but are not in papers.parquet"),
        ("papers", lambda t: pd.concat([t, t.iloc[:1]]), "twice"),
        ("papers", lambda t: pd.concat([t, t.iloc[:1].assign(paper_id="new")]), "papers are nowhere listed"),
        ("listings", lambda t: pd.concat([t, t.iloc[:1]]), "count the papers of listing-b.txt differently"),
        ("sources", lambda t: t.iloc[1:], "count the papers of listing-b.txt differently"),
        ("memberships", lambda t: t[~t["main"]], "not every paper has exactly one main theme"),
        ("memberships", lambda t: t.assign(theme_id="x"), "names x, which is not in themes.parquet"),
        ("themes", lambda t: t.assign(n_papers=t["n_papers"] + 1), "count the papers of"),
        ("map", lambda t: t.iloc[1:], "map.parquet has other papers"),
        ("trends", lambda t: t.assign(n_papers=t["n_total"] + 1), "counts more papers than there are"),
        ("trends", lambda t: t.assign(theme_id="x"), "names the theme x"),
    ],
)
def test_tables_that_do_not_add_up_are_named(
    name: str, change: Callable[[pd.DataFrame], pd.DataFrame], said: str, whole: Path
) -> None:
    there = {each: tables.read_table(whole / "made", each) for each in tables.SCHEMAS}
    assert list(disagreements(there)) == []
    assert any(said in each for each in disagreements({**there, name: change(there[name])}))


def test_a_newer_manifest_is_refused_by_every_verb(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = run / "made" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}), encoding="utf-8")
    before = contents(run)
    folders = ["--raw", str(run / "raw"), "--processed", str(run / "made"), "--reports", str(run / "reports")]
    for verb in ("check", "report", "update", "read"):
        assert cli.main([verb, *folders]) == 2
        assert "made by a newer paper-themes" in capsys.readouterr().err
    assert contents(run) == before
