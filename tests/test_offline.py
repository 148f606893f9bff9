"""Offline means offline: with nothing but this machine in reach, the whole default run works and tries nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from whole_run import REPOSITORY, WholeRun

from analysis.pipeline import STAGES

TRIES = {
    "connect": "import socket; socket.create_connection(('192.0.2.1', 443), 1)",
    "look up": "import socket; socket.getaddrinfo('huggingface.co', 443)",
    "datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "library": "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
}
IP = shutil.which("ip") or "/sbin/ip"
IN_A_NAMESPACE = ("unshare", "-rn", "sh", "-c", f'{IP} link set lo up && exec "$@"', "sh")
"""A network of its own, in which there is this machine and nothing else; no Python needs to take part."""
VERBS = [verb for verb in (*STAGES, "update", "check") if verb != "notebooks"]


@pytest.fixture
def sample(tmp_path: Path) -> WholeRun:
    """A folder of one's own with the sample as dumps."""
    raw = tmp_path / "data" / "raw"
    shutil.copytree(REPOSITORY / "data" / "raw" / "sample", raw)
    shutil.copyfile(REPOSITORY / "analysis.toml", tmp_path / "analysis.toml")
    return WholeRun(tmp_path)


@pytest.mark.parametrize("kind", TRIES)
def test_the_wall_stops_and_notes_every_way_out(kind: str, tmp_path: Path) -> None:
    wall = str(Path(__file__).parent / "offline")
    environment = {**os.environ, "PYTHONPATH": wall, "NETWORK_LOG": str(tmp_path / "log"), "http_proxy": ""}
    done = subprocess.run([sys.executable, "-c", TRIES[kind]], env=environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert b"the network is off" in done.stderr
    assert (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.slow  # everything is made from the sample
def test_the_whole_default_run_tries_nothing(sample: WholeRun) -> None:
    for verb in VERBS:
        sample.call(verb, "--quiet")
    sample.call("notebooks", "--quiet", "--notebooks", str(REPOSITORY / "notebooks"))
    assert (sample.reports / "themes.html").is_file()
    assert sorted((sample.reports / "notebooks").glob("*.html"))
    assert sample.tried == []


@pytest.mark.slow  # everything is made from the sample
def test_the_whole_default_run_works_where_there_is_no_network_at_all(sample: WholeRun) -> None:
    if shutil.which("unshare") is None or subprocess.run([*IN_A_NAMESPACE, "true"], check=False).returncode:
        pytest.skip("no network namespace may be made here")
    for verb in VERBS:
        sample.call(verb, "--quiet", before=IN_A_NAMESPACE)
    sample.call("charts", "--quiet", "--format", "csv", before=IN_A_NAMESPACE)
    sample.call("notebooks", "--quiet", "--notebooks", str(REPOSITORY / "notebooks"), before=IN_A_NAMESPACE)
    assert (sample.reports / "themes.html").is_file()


@pytest.mark.slow  # a run of the sample
def test_a_secret_of_the_environment_is_in_no_product(sample: WholeRun) -> None:
    secrets = {"HF_TOKEN": "hf_secretsecret", "PAPER_THEMES_API_KEY": "sk-secretsecret"}
    sample.call("report", "--verbose", **secrets)
    products = [path for path in sample.root.rglob("*") if path.is_file()]
    assert len(products) > 10
    for secret in secrets.values():
        assert [path.name for path in products if secret.encode() in path.read_bytes()] == []
        assert secret not in "".join(sample.said)
