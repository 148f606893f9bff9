"""A server that errs: what did not come whole is named, and a second call completes it."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from listing_server import LATER, MONDAY, QUICK, Answer, Hub, body, dripping, listed, names, status, week

from analysis.daily_api import Pace
from analysis.fetch import fetch_days


@pytest.mark.parametrize(
    "oddity",
    [
        status(429),
        status(500),
        status(503, Retry_After="0"),
        body(short_by=100),
        body(b'[{"paper": {"id": "2503.0'),
        body(b"<html>Please wait</html>"),
        body(b'{"error": "not now"}'),
        body(b'[{"title": "no paper"}]'),
        body(b"[" * 100_000),
    ],
    ids=["429", "500", "503", "cut off", "half JSON", "HTML", "an object", "a list of others", "nested"],
)
def test_what_goes_wrong_twice_is_asked_for_a_third_time(hub: Hub, tmp_path: Path, oddity: Answer) -> None:
    week(hub)
    hub.oddities["2025-03-04"] = [oddity] * 2
    fetched = fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert fetched.missing == ()
    assert hub.asked == ["2025-03-03", *["2025-03-04"] * 3, "2025-03-05"]
    assert names(tmp_path) == ["2025-03-03.json", "2025-03-04.json", "2025-03-05.json"]


@pytest.mark.parametrize(
    ("oddity", "reason"),
    [
        (status(500), "the server answered with status 500"),
        (body(short_by=100), "RemoteProtocolError"),
        (body(b"[{"), "the answer is no whole JSON (2 bytes)"),
        (body(b"[1]"), "the answer is JSON, but no list of papers"),
    ],
)
def test_what_never_comes_whole_is_named_and_completed_by_a_second_call(
    hub: Hub, tmp_path: Path, oddity: Answer, reason: str
) -> None:
    week(hub)
    hub.oddities["2025-03-04"] = [oddity] * 3
    fetched = fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert names(tmp_path) == ["2025-03-03.json", "2025-03-05.json"]
    assert [each.day for each in fetched.missing] == [date(2025, 3, 4)]
    assert reason in fetched.missing[0].reason
    assert fetched.missed.startswith("1 day did not come whole (2025-03-04: ")
    assert fetched.missed.endswith(". The same call again asks for them only.")
    hub.asked.clear()
    again = fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert hub.asked == ["2025-03-04"]
    assert (again.missed, len(again.there)) == ("", 2)
    assert names(tmp_path) == ["2025-03-03.json", "2025-03-04.json", "2025-03-05.json"]


@pytest.mark.slow(reason="a server lets wait for two seconds")
def test_a_slow_answer_is_waited_for_and_a_stuck_one_is_not(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    hub.oddities = {"2025-03-03": [body(wait=0.2)], "2025-03-04": [body(wait=5)] * 2, "2025-03-05": [dripping] * 2}
    pace = Pace(delay_seconds=0.0, timeout_seconds=0.5, tries=2, first_wait_seconds=0.01)
    began = time.monotonic()
    fetched = fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address, pace=pace, today=LATER)
    assert time.monotonic() - began < 5
    assert list(fetched.kept) == [MONDAY]
    assert [each.day.day for each in fetched.missing] == [4, 5]
    assert "Timeout" in fetched.missing[0].reason
    assert fetched.missing[1].reason == "the answer took longer than 0.5 seconds"


@pytest.mark.slow(reason="a server lets wait for a second")
@pytest.mark.parametrize("as_date", [False, True])
def test_the_server_says_how_long_to_wait(hub: Hub, tmp_path: Path, as_date: bool) -> None:
    week(hub)
    wait = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if as_date else "1"
    hub.oddities["2025-03-03"] = [status(429, Retry_After=wait)]
    fetch_days(MONDAY, MONDAY, tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert 0.5 < hub.times[1] - hub.times[0] < 3


def test_a_server_that_asks_to_wait_for_long_is_left_alone(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    hub.oddities["2025-03-04"] = [status(429, Retry_After="3600")]
    fetched = fetch_days(MONDAY, date(2025, 3, 6), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert hub.asked == ["2025-03-03", "2025-03-04"]
    assert [each.reason for each in fetched.missing] == [
        "the server asks to wait 3,600 seconds",
        *["not asked for, as the server asks to wait 3,600 seconds"] * 2,
    ]


def test_a_refusal_is_not_repeated(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    hub.oddities["2025-03-04"] = [status(404)]
    fetched = fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert hub.asked == ["2025-03-03", "2025-03-04", "2025-03-05"]
    assert fetched.missing[0].reason == "the server refused with status 404"


def test_a_server_that_is_down_is_not_asked_for_every_day_of_a_year(tmp_path: Path) -> None:
    pace = Pace(delay_seconds=0.0, timeout_seconds=1.0, tries=1)
    fetched = fetch_days(
        date(2024, 1, 1), date(2024, 12, 31), tmp_path, endpoint="http://127.0.0.1:9", pace=pace, today=LATER
    )
    assert len(fetched.missing) == 366
    assert fetched.missing[3].reason == "not asked for, as 3 days in a row failed"
    assert "; and 361 days more)" in fetched.missed
    assert not (tmp_path / "daily").exists()


def test_a_mirror_that_knows_no_pages_is_asked_once_more_and_believed(hub: Hub, tmp_path: Path) -> None:
    hub.days["2025-03-03"] = listed("2025-03-03", 60)
    right = json.dumps(hub.days["2025-03-03"]).encode()
    hub.oddities["2025-03-03"] = [body(right), body(right), body(right)]
    fetched = fetch_days(MONDAY, MONDAY, tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert fetched.kept == {MONDAY: 60}
    assert hub.asked == ["2025-03-03", "2025-03-03 p1"]


def test_a_server_that_answers_with_another_day_is_not_believed(hub: Hub, tmp_path: Path) -> None:
    hub.days["2025-03-04"] = listed("2025-03-31")
    fetched = fetch_days(
        date(2025, 3, 4), date(2025, 3, 4), tmp_path, endpoint=hub.address, pace=QUICK, today=LATER
    )
    assert fetched.missing[0].reason == "the server answered with another day (2025-03-31)"
