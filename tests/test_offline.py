"""Offline means offline: with nothing but this machine in reach, the whole default run works and tries nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from default_run import SECRETS, DefaultRun

TRIES = {
    "connect": "import socket; socket.create_connection(('192.0.2.1', 443), 1)",
    "look up": "import socket; socket.getaddrinfo('huggingface.co', 443)",
    "datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "library": "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
}


@pytest.mark.parametrize("kind", TRIES)
def test_the_wall_stops_and_notes_every_way_out(kind: str, tmp_path: Path) -> None:
    wall = str(Path(__file__).parent / "offline")
    environment = {**os.environ, "PYTHONPATH": wall, "NETWORK_LOG": str(tmp_path / "log"), "http_proxy": ""}
    done = subprocess.run([sys.executable, "-c", TRIES[kind]], env=environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert b"the network is off" in done.stderr
    assert (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.slow(reason="everything is made from the sample, once for all tests that look at it")
def test_the_whole_default_run_tries_nothing(default_run: DefaultRun) -> None:
    assert (default_run.whole.reports / "themes.html").is_file()
    assert sorted((default_run.whole.reports / "charts").glob("*.csv"))
    assert sorted((default_run.whole.reports / "notebooks").glob("*.html"))
    assert default_run.whole.tried == []


@pytest.mark.slow(reason="everything is made from the sample, once for all tests that look at it")
def test_the_whole_default_run_works_where_there_is_no_network_at_all(default_run: DefaultRun) -> None:
    if not default_run.without_network:
        pytest.skip("no network namespace may be made here")
    assert {"report", "charts", "notebooks", "update", "check"} <= default_run.said.keys()


@pytest.mark.slow(reason="everything is made from the sample, once for all tests that look at it")
def test_a_secret_of_the_environment_is_in_no_product(default_run: DefaultRun) -> None:
    products = [path for path in default_run.whole.root.rglob("*") if path.is_file()]
    assert len(products) > 10
    for secret in SECRETS.values():
        assert [path.name for path in products if secret.encode() in path.read_bytes()] == []
        assert secret not in "".join(default_run.said.values())
