"""Downloading listing days: each comes whole and once, and is read as a dump."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from listing_server import LATER, MONDAY, QUICK, Hub, listed, names, week

from analysis.bounded_http import FetchError
from analysis.daily_api import Pace
from analysis.dumps.folder import read_folder
from analysis.fetch import fetch_days


def test_each_day_becomes_a_file_with_every_field_and_is_read_as_a_dump(hub: Hub, tmp_path: Path) -> None:
    days = week(hub)
    fetched = fetch_days(MONDAY, date(2025, 3, 7), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert fetched.kept == {date.fromisoformat(day): 2 for day in days}
    assert fetched.said == "5 days downloaded with 10 papers"
    assert fetched.missed == ""
    assert names(tmp_path) == [f"{day}.json" for day in days]
    assert json.loads((tmp_path / "daily" / "2025-03-03.json").read_text(encoding="utf-8")) == listed("2025-03-03")
    dumps = read_folder(tmp_path).dumps
    assert [(dump.listed_on, len(dump.entries)) for dump in dumps] == [
        (date.fromisoformat(day), 2) for day in days
    ]


def test_days_without_a_paper_are_kept_as_empty_lists_and_counted(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    fetched = fetch_days(MONDAY, date(2025, 3, 9), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert fetched.said == "7 days downloaded with 10 papers; 2 of them without a paper, as on weekends"
    assert (tmp_path / "daily" / "2025-03-08.json").read_text(encoding="utf-8") == "[]\n"
    assert [len(dump.entries) for dump in read_folder(tmp_path).dumps] == [2, 2, 2, 2, 2, 0, 0]


def test_days_that_are_there_are_neither_asked_for_nor_changed(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    mine = tmp_path / "daily" / "2025-03-04.json"
    mine.parent.mkdir()
    mine.write_text("my own", encoding="utf-8")
    fetched = fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert fetched.there == (date(2025, 3, 4),)
    assert hub.asked == ["2025-03-03", "2025-03-05"]
    assert mine.read_text(encoding="utf-8") == "my own"
    assert fetched.said == "2 days downloaded with 4 papers; 1 day there already"


def test_a_day_that_is_not_over_is_left_for_later(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    fetched = fetch_days(
        MONDAY, date(2025, 3, 6), tmp_path, endpoint=hub.address, pace=QUICK, today=date(2025, 3, 5)
    )
    assert fetched.early == (date(2025, 3, 5), date(2025, 3, 6))
    assert names(tmp_path) == ["2025-03-03.json", "2025-03-04.json"]
    assert fetched.said.endswith("2 days not over yet and left for later")
    assert fetched.missing == ()


@pytest.mark.parametrize("most", [100, 50, 60])
def test_a_day_with_more_papers_than_a_page_holds_comes_whole(hub: Hub, tmp_path: Path, most: int) -> None:
    hub.most_on_a_page = most
    hub.days["2025-03-03"] = listed("2025-03-03", 130)
    fetched = fetch_days(MONDAY, MONDAY, tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert fetched.kept == {MONDAY: 130}


def test_requests_keep_their_distance_and_carry_no_token(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    pace = Pace(delay_seconds=0.2, timeout_seconds=5.0)
    fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address + "/", pace=pace, today=LATER)
    assert hub.times[-1] - hub.times[0] > 0.3
    assert all("authorization" not in headers for headers in hub.headers)
    assert "paper-themes" in hub.headers[0]["user-agent"]
    assert Pace().delay_seconds >= 0.5


def test_an_unfinished_file_of_a_stopped_call_is_no_dump_and_in_no_way(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    left = tmp_path / "daily" / ".2025-03-03.json.part"
    left.parent.mkdir()
    left.write_text("[{", encoding="utf-8")
    fetch_days(MONDAY, MONDAY, tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert names(tmp_path) == ["2025-03-03.json"]
    assert read_folder(tmp_path).passed_over == ()


def test_days_in_the_wrong_order_and_an_endpoint_that_is_none_are_said(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"The last day \(2025-03-03\) lies before the first \(2025-04-01\)"):
        fetch_days(LATER, MONDAY, tmp_path)
    with pytest.raises(FetchError, match="'huggingface.co' is no address. Write it as https://"):
        fetch_days(MONDAY, MONDAY, tmp_path, endpoint="huggingface.co")
