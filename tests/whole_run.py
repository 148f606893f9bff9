"""The command run as a person runs it, in processes that can reach nothing but this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import cycle
from pathlib import Path

import analysis

REPOSITORY = Path(__file__).parents[1]
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass
class WholeRun:
    """A folder with sources and products, and what the command said there."""

    root: Path
    said: list[str] = field(default_factory=list)
    """What each call wrote to its output and errors."""

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def tried(self) -> list[str]:
        """What of the network was tried."""
        log = self.root / "network.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def call(self, *words: str, before: Sequence[str] = (), **variables: str) -> None:
        """Run the command in the folder; it must succeed.

        :param before: a command that runs it, such as ``unshare``.
        """
        path = [str(Path(__file__).parent / "offline"), str(Path(analysis.__file__).parents[1])]
        own = {"PYTHONPATH": os.pathsep.join(path), "NETWORK_LOG": str(self.root / "network.log")}
        kept = {name: value for name, value in os.environ.items() if name.lower() not in _PROXIES}
        done = subprocess.run(
            [*before, sys.executable, "-m", "analysis", *words],
            cwd=self.root,
            env=kept | own | variables,
            capture_output=True,
            check=False,
        )
        told = (done.stdout + done.stderr).decode("utf-8")
        assert done.returncode == 0, f"{words}: {told[-2000:]}"
        self.said.append(told)


@contextmanager
def model_that_answers(names: Sequence[str]) -> Iterator[str]:
    """A service on this machine that speaks as OpenAI's does and gives these names in turn; yields its address."""
    answers = cycle(names)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            message = {"role": "assistant", "content": next(answers)}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
            body = json.dumps(whole).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
