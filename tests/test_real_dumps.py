"""The five real dumps, counted by hand: these numbers must come out exactly."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis.dumps.folder import Reading, read_folder
from analysis.papers import PaperTables, build_papers

pytestmark = pytest.mark.dumps

NAMES = [
    "000_8ab6e94608b8bff3.txt",
    "001_0fcc99b96ce1307d.txt",
    "002_fb799c667a89328c.txt",
    "003_a9f9b402150337bc.txt",
    "004_6bfa6e821fac1645.txt",
]


@pytest.fixture(scope="module")
def raw() -> Path:
    named = os.environ.get("ANALYSIS_DUMPS")
    if not named:
        pytest.skip("ANALYSIS_DUMPS does not name the folder of the real dumps")
    if not Path(named).is_dir():
        pytest.skip(f"ANALYSIS_DUMPS names {named}, which is no folder")
    return Path(named)


@pytest.fixture(scope="module")
def reading(raw: Path) -> Reading:
    return read_folder(raw)


@pytest.fixture(scope="module")
def made(reading: Reading) -> PaperTables:
    return build_papers(reading.dumps, {})


def test_the_five_dumps_hold_495_appearances(reading: Reading) -> None:
    assert [dump.source for dump in reading.dumps] == NAMES
    assert [len(dump.entries) for dump in reading.dumps] == [51, 48, 236, 64, 96]


def test_each_layout_is_told_by_its_content(reading: Reading) -> None:
    assert [dump.layout for dump in reading.dumps] == ["spaced", "spaced", "dense", "spaced", "details"]


def test_nothing_is_passed_over_or_doubted(reading: Reading, made: PaperTables) -> None:
    assert reading.passed_over == ()
    assert made.problems.empty


def test_every_line_is_a_title_an_abstract_a_detail_or_page_chrome(raw: Path, reading: Reading) -> None:
    counted = [dump.lines for dump in reading.dumps if dump.lines is not None]
    for dump, lines in zip(reading.dumps, counted, strict=True):
        text = (raw / dump.source).read_text(encoding="utf-8")
        assert lines.total == sum(bool(line.strip()) for line in text.split("\n"))
        assert lines.titles == lines.abstracts == len(dump.entries)
    assert sum(lines.total for lines in counted) == 1295
    assert sum(lines.details for lines in counted) == 94 + 94 + 91 + 3  # dates, separators, authors, organizations
    assert sum(lines.headings for lines in counted) == 4
    assert sum(lines.chrome for lines in counted) == 4 * 4 + 1 + 2  # headers, Daily Papers, the dense file's two
    assert sum(lines.problems for lines in counted) == 0


def test_the_details_of_the_last_dump_are_complete(reading: Reading) -> None:
    entries = reading.dumps[4].entries
    assert sum(entry.printed is not None for entry in entries) == 94
    assert sum(entry.n_authors is not None for entry in entries) == 91
    assert [entry.organization for entry in entries if entry.organization] == [
        "inclusionAI",
        "alibaba-inc",
        "Sun Yat-Sen University",
    ]
    bare = [each for each in entries if (each.printed, each.n_authors, each.organization) == (None, None, None)]
    assert len(bare) == 2
    assert sum(entry.n_authors == 1 for entry in entries) == 1


def test_comment_counts_are_no_years_and_no_days(reading: Reading) -> None:
    commented = {
        (entry.printed.month, entry.printed.day, entry.printed.year, entry.n_comments)
        for entry in reading.dumps[4].entries
        if entry.printed is not None and entry.n_comments is not None
    }
    assert {(3, 12, None, 3), (7, 1, None, 1), (11, 29, 2024, 7), (7, 1, 2024, 1)} <= commented


def test_the_first_title_of_the_dense_file_is_free_of_page_chrome(reading: Reading) -> None:
    assert reading.dumps[2].entries[0].title.startswith("NIRVANA: ")


def test_every_line_number_points_at_its_title(raw: Path, reading: Reading) -> None:
    for dump in reading.dumps:
        lines = (raw / dump.source).read_text(encoding="utf-8").split("\n")
        assert all(lines[entry.line - 1].endswith(entry.title) for entry in dump.entries)


def test_no_title_is_an_abstract_and_no_abstract_a_title(reading: Reading) -> None:
    entries = [entry for dump in reading.dumps for entry in dump.entries]
    assert max(len(entry.title) for entry in entries) == 144
    assert min(len(entry.abstract) for entry in entries) == 405


def test_there_are_447_different_papers(made: PaperTables) -> None:
    assert len(made.papers) == 447
    assert len(made.listings) == 495
    times = made.listings["paper_id"].value_counts().value_counts().to_dict()
    assert times == {1: 411, 2: 27, 3: 7, 4: 1, 5: 1}
    assert made.papers["abstract"].is_unique


def test_the_listing_dates_follow_the_rule(made: PaperTables) -> None:
    sources = made.sources
    assert list(sources["listed_on"].dt.strftime("%Y-%m-%d").fillna("none")) == [
        "2025-03-11",
        "2025-03-12",
        "none",
        "2025-03-20",
        "2025-11-18",
    ]
    assert list(sources["listed_year_from"]) == ["assumed", "assumed", "unknown", "assumed", "inferred"]
    assert list(sources["heading"].fillna("none")) == ["Mar 11", "Mar 12", "none", "Mar 20", "Nov 18"]


def test_publication_dates_lie_before_the_listing(made: PaperTables) -> None:
    published = made.papers["published"].dropna()
    assert len(published) == 94
    assert published.min() == pd.Timestamp(2011, 9, 9)
    assert published.max() <= pd.Timestamp(2025, 11, 18)


def test_shown_text_is_free_of_latex_commands(made: PaperTables) -> None:
    shown = made.papers["title"] + " " + made.papers["abstract"]
    assert not shown.str.contains(r"\\[A-Za-z%&_'^]|``|\d(?:times|pm)\b", regex=True).any()


def test_reading_takes_well_under_a_second(raw: Path) -> None:
    began = time.process_time()
    build_papers(read_folder(raw).dumps, {})
    assert time.process_time() - began < 1
