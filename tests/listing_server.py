"""A server on this machine that answers as the Daily Papers API does, or as it is told to misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import huggingface_hub
import pytest

from analysis.daily_api import Pace

QUICK = Pace(delay_seconds=0.0, timeout_seconds=5.0, tries=3, first_wait_seconds=0.01, longest_wait_seconds=2.0)
MONDAY = date(2025, 3, 3)
LATER = date(2025, 4, 1)
TOKEN = "hf_secret"

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


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A server on this machine, with a token in the environment that it must never see."""
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

        def end_headers(self) -> None:
            # said, or the client may ask again on a connection that is just being closed
            self.send_header("Connection", "close")
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
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
