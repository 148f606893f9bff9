"""Downloading listing days: what came whole is kept, what did not is named, and a second call completes it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import huggingface_hub
import pytest

from analysis.daily_api import FetchError, Pace
from analysis.dumps.folder import read_folder
from analysis.fetch import fetch_days

QUICK = Pace(between=0.0, timeout=5.0, tries=3, first_wait=0.01, longest_wait=2.0)
MONDAY = date(2025, 3, 3)
LATER = date(2025, 4, 1)

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def paper(day: str, number: int = 0) -> dict[str, object]:
    return {
        "paper": {
            "id": f"2503.{int(day[-2:]):02d}{number:03d}",
            "title": f"Paper {number} of {day}",
            "summary": "A summary\nin two lines.",
            "publishedAt": "2025-03-01T10:00:00.000Z",
            "submittedOnDailyAt": f"{day}T03:00:00.000Z",
            "unheard_of": {"kept": True},
        },
        "numComments": 2,
    }


def listed(day: str, papers: int = 2) -> list[dict[str, object]]:
    return [paper(day, number) for number in range(papers)]


def status(code: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def body(text: bytes | None = None, *, short_by: int = 0, wait: float = 0.0) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, right: bytes) -> None:
        sent = right if text is None else text
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(sent) + short_by))
        handler.end_headers()
        time.sleep(wait)
        handler.wfile.write(sent)

    return answer


def dripping(handler: BaseHTTPRequestHandler, right: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    for start in range(0, len(right), 50):
        handler.wfile.write(right[start : start + 50])
        handler.wfile.flush()
        time.sleep(0.1)


@dataclass
class Hub:
    """A server on this machine that replays small days, and misbehaves when told to."""

    address: str = ""
    days: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    oddities: dict[str, list[Answer]] = field(default_factory=dict)
    """What to answer first for a day; afterwards it answers rightly."""
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_on_a_page: int = 100


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            day, page = asked.get("date", ""), int(asked.get("p", 0))
            hub.asked.append(day + (f" p{page}" if page else ""))
            hub.times.append(time.monotonic())
            hub.headers.append({name.lower(): value for name, value in self.headers.items()})
            size = min(int(asked["limit"]), hub.most_on_a_page)
            found = hub.days.get(day, [])[page * size : (page + 1) * size]
            waiting = hub.oddities.get(day)
            right = json.dumps(found).encode()
            self.close_connection = True
            assert address.path == "/api/daily_papers"
            try:
                (waiting.pop(0) if waiting else body())(self, right)
            except OSError:  # the client has gone
                pass

        def log_message(self, format: str, *args: object) -> None:
            pass

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    huggingface_hub.close_session()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield hub
    server.shutdown()
    server.server_close()
    huggingface_hub.close_session()


def week(hub: Hub) -> list[str]:
    days = [(MONDAY + timedelta(days=offset)).isoformat() for offset in range(5)]
    hub.days = {day: listed(day) for day in days}
    return days


def names(raw: Path) -> list[str]:
    return sorted(path.name for path in (raw / "daily").iterdir())


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


def test_a_slow_answer_is_waited_for_and_a_stuck_one_is_not(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    hub.oddities = {"2025-03-03": [body(wait=0.2)], "2025-03-04": [body(wait=5)] * 2, "2025-03-05": [dripping] * 2}
    pace = Pace(between=0.0, timeout=0.5, tries=2, first_wait=0.01)
    began = time.monotonic()
    fetched = fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address, pace=pace, today=LATER)
    assert time.monotonic() - began < 5
    assert list(fetched.kept) == [MONDAY]
    assert [each.day.day for each in fetched.missing] == [4, 5]
    assert "Timeout" in fetched.missing[0].reason
    assert fetched.missing[1].reason == "the answer took longer than 0.5 seconds"


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
    pace = Pace(between=0.0, timeout=1.0, tries=1)
    fetched = fetch_days(
        date(2024, 1, 1), date(2024, 12, 31), tmp_path, endpoint="http://127.0.0.1:9", pace=pace, today=LATER
    )
    assert len(fetched.missing) == 366
    assert fetched.missing[3].reason == "not asked for, as 3 days in a row failed"
    assert "; and 361 days more)" in fetched.missed
    assert not (tmp_path / "daily").exists()


@pytest.mark.parametrize("most", [100, 50, 60])
def test_a_day_with_more_papers_than_a_page_holds_comes_whole(hub: Hub, tmp_path: Path, most: int) -> None:
    hub.most_on_a_page = most
    hub.days["2025-03-03"] = listed("2025-03-03", 130)
    fetched = fetch_days(MONDAY, MONDAY, tmp_path, endpoint=hub.address, pace=QUICK, today=LATER)
    assert fetched.kept == {MONDAY: 130}


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


def test_requests_keep_their_distance_and_carry_no_token(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    pace = Pace(between=0.2, timeout=5.0)
    fetch_days(MONDAY, date(2025, 3, 5), tmp_path, endpoint=hub.address + "/", pace=pace, today=LATER)
    assert hub.times[-1] - hub.times[0] > 0.3
    assert all("authorization" not in headers for headers in hub.headers)
    assert "paper-themes" in hub.headers[0]["user-agent"]
    assert Pace().between >= 0.5


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
