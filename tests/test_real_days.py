"""The 257 real listing days of 2025 beside the five real dumps: these numbers must come out exactly."""

from __future__ import annotations

import json
import os
import shutil
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from listing_server import LATER, QUICK, Hub, body, status

from analysis.dumps.folder import Reading, read_folder
from analysis.fetch import fetch_days
from analysis.papers import PaperTables, build_papers

pytestmark = [pytest.mark.dumps, pytest.mark.slow(reason="a year of days is read")]


@pytest.fixture(scope="module")
def raw() -> Path:
    named = os.environ.get("ANALYSIS_DUMPS")
    if not named:
        pytest.skip("ANALYSIS_DUMPS does not name the folder of the real dumps")
    folder = Path(named).parent / "daily"
    if not folder.is_dir():
        pytest.skip(f"there are no listing days beside the dumps: {folder} is no folder")
    return folder


@pytest.fixture(scope="module")
def reading(raw: Path) -> Reading:
    return read_folder(raw)


@pytest.fixture(scope="module")
def made(reading: Reading) -> PaperTables:
    return build_papers(reading.dumps, {})


def test_all_days_are_read_and_the_read_me_is_passed_over(reading: Reading) -> None:
    assert len(reading.dumps) == 257
    assert sum(len(dump.entries) for dump in reading.dumps) == 3930
    assert {dump.layout for dump in reading.dumps} == {"daily-json"}
    assert [problem.source for problem in reading.passed_over] == ["README.md"]


def test_every_day_is_stated_and_is_that_of_its_name(made: PaperTables) -> None:
    sources = made.sources
    assert set(sources["listed_year_from"]) == {"stated"}
    assert list(sources["listed_on"].dt.strftime("%Y-%m-%d.json")) == list(sources["source"])
    assert sources["listed_on"].min() == pd.Timestamp(2025, 1, 2)
    assert sources["listed_on"].max() == pd.Timestamp(2025, 12, 31)


def test_nothing_is_doubted_and_every_paper_is_another(made: PaperTables) -> None:
    assert made.problems.empty
    assert len(made.papers) == len(made.listings) == 3930
    assert (made.papers["paper_id"] == made.papers["arxiv_id"]).all()


def test_every_field_that_the_api_gives_is_there(made: PaperTables) -> None:
    papers = made.papers
    for column in ("published", "n_authors", "upvotes", "n_comments", "url"):
        assert papers[column].notna().all(), column
    assert papers["organization"].notna().sum() == 630
    assert papers["keywords"].map(bool).sum() == 3103
    assert papers["published_precision"].eq("day").all()
    assert papers["url"].str.startswith("https://huggingface.co/papers/2").all()


def test_titles_and_abstracts_are_on_one_line_and_free_of_latex_commands(made: PaperTables) -> None:
    shown = made.papers["title"] + " " + made.papers["abstract"]
    assert not shown.str.contains("\n", regex=False).any()
    assert made.papers["abstract"].str.len().min() > 100


def test_a_year_of_days_is_read_in_a_few_seconds(raw: Path) -> None:
    began = time.process_time()
    build_papers(read_folder(raw).dumps, {})
    assert time.process_time() - began < 5


def test_dumps_and_days_in_one_folder_share_their_papers(raw: Path, tmp_path: Path) -> None:
    shutil.copytree(raw, tmp_path / "daily")
    shutil.copytree(raw.parent / "dumps", tmp_path / "dumps")
    reading = read_folder(tmp_path)
    assert len(reading.dumps) == 262
    made = build_papers(reading.dumps, {})
    assert len(made.listings) == 3930 + 495
    by_source = made.listings.merge(made.papers, on="paper_id")
    of_pages = by_source[by_source["source"].str.startswith("dumps/")].drop_duplicates("paper_id")
    shared = of_pages[of_pages["arxiv_id"].notna()]
    assert len(made.papers) == 3930 + 447 - len(shared)
    assert shared["url"].notna().all()
    dates = made.sources.set_index("source")["listed_on"]
    assert dates["dumps/000_8ab6e94608b8bff3.txt"].date() == date(2025, 3, 11)
    assert dates["dumps/004_6bfa6e821fac1645.txt"].date() == date(2025, 11, 18)


def test_a_month_replayed_by_a_troubled_server_comes_whole(raw: Path, hub: Hub, tmp_path: Path) -> None:
    hub.days = {path.stem: json.loads(path.read_bytes()) for path in raw.glob("2025-03-*.json")}
    hub.oddities = {
        "2025-03-04": [status(429, Retry_After="0"), status(500)],
        "2025-03-05": [body(short_by=1000)] * 3,
        "2025-03-06": [body(b'[{"paper"')],
        "2025-03-07": [body(wait=0.3)],
    }
    march = (date(2025, 3, 1), date(2025, 3, 31), tmp_path)
    first = fetch_days(*march, endpoint=hub.address, pace=QUICK, today=LATER)
    assert [each.day for each in first.missing] == [date(2025, 3, 5)]
    second = fetch_days(*march, endpoint=hub.address, pace=QUICK, today=LATER)
    assert (len(second.kept), len(second.there), second.missing) == (1, 30, ())
    assert sum(first.kept.values()) + sum(second.kept.values()) == 344
    for path in (tmp_path / "daily").iterdir():
        assert json.loads(path.read_bytes()) == hub.days.get(path.stem, [])
    fetched = build_papers(read_folder(tmp_path).dumps, {})
    assert len(fetched.papers) == 344
    assert len(fetched.sources) == 31
