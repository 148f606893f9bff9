"""A server that means harm: it is not followed elsewhere, cannot fill memory or disk, and is told no secret."""

from __future__ import annotations

import gzip
import logging
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import huggingface_hub
import pytest
from listing_server import LATER, MONDAY, QUICK, TOKEN, Answer, Hub, body, listed, names, status, week

from analysis import bounded_http, cli
from analysis.bounded_http import FetchError
from analysis.daily_api import Pace
from analysis.fetch import Fetched, fetch_days

ONCE = Pace(delay_seconds=0.0, timeout_seconds=5.0, tries=1)


def fetch(hub: Hub, raw: Path, pace: Pace = ONCE) -> Fetched:
    return fetch_days(MONDAY, MONDAY, raw, endpoint=hub.address, pace=pace, today=LATER)


def packed(content: bytes, encoding: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", encoding)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def trickling_headers(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        handler.wfile.write(f"X-{number}: waiting\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1:9/", "https://evil.example/api", "//evil.example/api", "file:///etc/passwd", ""],
)
def test_a_redirect_to_another_place_is_refused_by_name(hub: Hub, tmp_path: Path, location: str) -> None:
    hub.oddities["2025-03-03"] = [status(302, Location=location)]
    fetched = fetch(hub, tmp_path)
    assert fetched.missing[0].reason.startswith("the server redirects to another place, which is not followed (")
    assert hub.asked == ["2025-03-03"]
    assert not (tmp_path / "daily").exists()


def test_a_redirect_within_the_server_is_followed_but_not_for_ever(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    here = status(307, Location="/api/daily_papers?date=2025-03-03&limit=100")
    hub.oddities["2025-03-03"] = [here, here]
    assert fetch(hub, tmp_path).kept == {MONDAY: 2}
    hub.oddities["2025-03-04"] = [status(307, Location="/api/daily_papers?date=2025-03-04&limit=100")] * 9
    tuesday = date(2025, 3, 4)
    again = fetch_days(tuesday, tuesday, tmp_path, endpoint=hub.address, pace=ONCE, today=LATER)
    assert again.missing[0].reason == "the server redirects more than 3 times"


def test_an_answer_without_end_is_cut_off(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "MOST_BYTES", 100_000)
    hub.oddities["2025-03-03"] = [body(b"[" + b" " * 200_000 + b"]")]
    assert fetch(hub, tmp_path).missing[0].reason == "the answer is longer than 100,000 bytes"


def test_a_few_bytes_that_unpack_to_gigabytes_are_cut_off(hub: Hub, tmp_path: Path) -> None:
    bomb = gzip.compress(b" " * (bounded_http.MOST_BYTES + 1_000_000))
    assert len(bomb) < 200_000
    hub.oddities["2025-03-03"] = [packed(bomb, "gzip")]
    assert fetch(hub, tmp_path).missing[0].reason == f"the answer is longer than {bounded_http.MOST_BYTES:,} bytes"


def test_a_packed_answer_is_read_and_one_packed_otherwise_is_not(hub: Hub, tmp_path: Path) -> None:
    hub.oddities["2025-03-03"] = [packed(b"xx", "br"), packed(gzip.compress(b"[]"), "gzip")]
    assert fetch(hub, tmp_path).missing[0].reason == "the answer is packed in a way that was not asked for"
    assert fetch(hub, tmp_path).kept == {MONDAY: 0}


@pytest.mark.slow(reason="a server lets wait for two seconds")
def test_a_server_that_trickles_its_headers_is_given_up(hub: Hub, tmp_path: Path) -> None:
    hub.oddities["2025-03-03"] = [trickling_headers]
    began = time.monotonic()
    fetched = fetch(hub, tmp_path, Pace(delay_seconds=0.0, timeout_seconds=1.0, tries=1))
    assert time.monotonic() - began < 4
    assert fetched.missing[0].reason == "the answer took longer than 1 seconds"


def test_no_secret_is_sent_or_told(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password netrc_secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HF_DEBUG", "1")
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", TOKEN)
    hub.oddities["2025-03-03"] = [status(500), body(b"{}")]
    with caplog.at_level(logging.DEBUG):
        fetched = fetch(hub, tmp_path, QUICK)
    assert hub.headers
    told = f"{hub.headers} {fetched} {caplog.text}"
    assert TOKEN not in told
    assert "netrc_secret" not in told
    assert all(not {"authorization", "cookie", "proxy-authorization"} & set(headers) for headers in hub.headers)


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("https://me:word@huggingface.co", "holds a user name or password"),
        ("http://huggingface.co", "is not encrypted"),
        ("https://huggingface.co/?date=", "is no address"),
        ("https://hugging face.co", "is no address"),
        ("file:///etc", "is no address"),
    ],
)
def test_an_address_that_could_give_something_away_is_refused(endpoint: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=said) as raised:
        fetch_days(MONDAY, MONDAY, tmp_path, endpoint=endpoint, pace=ONCE, today=LATER)
    assert "word@" not in str(raised.value)


def test_a_folder_that_leads_out_of_the_raw_folder_is_not_written_to(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "daily").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FetchError, match=r"daily: is no folder of its own but leads elsewhere"):
        fetch(hub, tmp_path / "raw")
    assert hub.asked == []
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_laid_in_the_way_of_a_download_is_not_followed(hub: Hub, tmp_path: Path) -> None:
    week(hub)
    mine = tmp_path / "mine.txt"
    mine.write_text("my own", encoding="utf-8")
    (tmp_path / "raw" / "daily").mkdir(parents=True)
    (tmp_path / "raw" / "daily" / ".2025-03-03.json.part").symlink_to(mine)
    assert fetch(hub, tmp_path / "raw").kept == {MONDAY: 2}
    assert mine.read_text(encoding="utf-8") == "my own"
    assert names(tmp_path / "raw") == ["2025-03-03.json"]


@pytest.mark.parametrize("day", ["../../etc/passwd", "2025-03-01/../x", "2025-03-01\x00", "", "-1"])
def test_a_day_that_is_a_path_is_no_day(day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["fetch", f"--from={day}", "--raw", str(tmp_path)])
    assert "is no day" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_names_that_a_server_makes_up_name_no_file(hub: Hub, tmp_path: Path) -> None:
    hub.days["2025-03-03"] = listed("2025-03-03")
    for paper in hub.days["2025-03-03"]:
        paper["paper"] |= {"id": "../../../escaped", "filename": "/tmp/escaped"}  # type: ignore[operator]
    fetch(hub, tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == [
        "daily/2025-03-03.json"
    ]


@pytest.fixture
def unknown_to_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server whose certificate nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    huggingface_hub.close_session()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    huggingface_hub.close_session()


def test_a_server_that_cannot_show_who_it_is_is_not_asked(unknown_to_all: str, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    fetched = fetch_days(MONDAY, MONDAY, raw, endpoint=unknown_to_all, pace=ONCE, today=LATER)
    assert "CERTIFICATE_VERIFY_FAILED" in fetched.missing[0].reason
    assert not raw.exists()
