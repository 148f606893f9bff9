"""What a reader who asks a language model for names relies on: it names what it can; its failure costs nothing."""

from __future__ import annotations

import contextlib
import gzip
import importlib.util
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pandas as pd
import pytest

from analysis import llm_naming
from analysis.config import ModelNaming
from analysis.llm_naming import KEY, N_TITLES, Subject, as_name, ask_names, subjects

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("openai") is None, reason="the package openai is not installed (paper-themes[llm])"
)

CATS = Subject(("cat", "purring"), ("On cats", "Why cats purr"))
DOGS = Subject(("dog",), ("On dogs",))


@dataclass
class Stub:
    """A service on this machine that answers every question alike, and what it was asked."""

    server: HTTPServer
    answers: list[Any] = field(default_factory=list)
    """Texts, or whole answers as (status, body); the last one stays."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    """Of every answer, beside the usual ones."""

    @property
    def naming(self) -> ModelNaming:
        return ModelNaming(f"http://127.0.0.1:{self.server.server_port}/v1", "stub")

    def prompt(self, place: int = -1) -> str:
        return str(self.asked[place]["messages"][-1]["content"])


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", KEY):
        monkeypatch.delenv(name, raising=False)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            made.keys.append(self.headers["Authorization"])
            answer = made.answers.pop(0) if len(made.answers) > 1 else made.answers[0]
            status, body = answer if isinstance(answer, tuple) else (200, completion(answer))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made = Stub(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def trickling(start: bytes) -> Iterator[str]:
    """A service on this machine that says how an answer starts and then a header or letter ten times a second."""
    over = threading.Event()

    def serve(listening: socket.socket) -> None:
        caller, _ = listening.accept()
        with caller, contextlib.suppress(OSError):
            caller.recv(65_536)
            caller.sendall(start)
            while start and not over.wait(0.1):
                caller.sendall(b"X-Wait: more\r\n")
            over.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        over.set()
        thread.join()


def completion(text: str | None) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "stub", "choices": [choice]}
    return json.dumps(whole).encode()


def test_each_theme_is_named_from_its_words_and_titles(stub: Stub) -> None:
    stub.answers = ["Purring cats", 'topic: "Barking dogs."']
    answers = ask_names({"t-cats": CATS, "t-dogs": DOGS}, stub.naming)
    assert answers.names == {"t-cats": "Purring cats", "t-dogs": "Barking dogs"}
    assert answers.failure == ""
    assert "- On cats\n- Why cats purr\n" in stub.prompt(0)
    assert "cat, purring" in stub.prompt(0)
    assert "cats" not in stub.prompt(1)
    assert stub.asked[0]["model"] == "stub"


def test_the_key_comes_from_the_environment_and_none_is_needed(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.answers = ["Cats"]
    ask_names({"t-cats": CATS}, stub.naming)
    monkeypatch.setenv(KEY, "secret")
    ask_names({"t-cats": CATS}, stub.naming)
    assert stub.keys == ["Bearer none", "Bearer secret"]


def test_a_key_that_the_service_repeats_is_not_told(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "sk-secretsecret")
    stub.answers = [(401, b'{"error": {"message": "wrong key: sk-secretsecret"}}')]
    failure = ask_names({"t-cats": CATS}, stub.naming).failure
    assert "wrong key: …" in failure
    assert "sk-secretsecret" not in failure


def test_titles_do_not_follow_a_redirect_to_another_place(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            elsewhere.append(self.path)

    other = HTTPServer(("127.0.0.1", 0), Elsewhere)
    other.timeout = 0.2
    stub.answers = [(307, b"")]
    stub.headers = {"Location": f"http://127.0.0.1:{other.server_port}/v1/chat/completions"}
    answers = ask_names({"t-cats": CATS}, stub.naming)
    other.handle_request()
    other.server_close()
    assert (answers.names, elsewhere) == ({}, [])
    assert answers.failure


def test_an_answer_without_end_is_cut_off(stub: Stub) -> None:
    stub.answers = ["Purring cats", "x" * llm_naming.MOST_BYTES]
    answers = ask_names({"t-cats": CATS, "t-dogs": DOGS, "t-eels": DOGS}, stub.naming)
    assert answers.names == {"t-cats": "Purring cats"}
    assert answers.failure == "its answer is longer than 1,048,576 bytes"


def test_an_answer_of_a_few_bytes_that_unpack_to_many_is_not_unpacked(stub: Stub) -> None:
    stub.answers = [(200, gzip.compress(completion(" " * 10_000_000)))]
    stub.headers = {"Content-Encoding": "gzip"}
    assert ask_names({"t-cats": CATS}, stub.naming).failure == "its answer is packed, which was not asked for"


@pytest.mark.slow(reason="a server lets wait for a second")
@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_service_that_trickles_is_given_up(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm_naming, "PATIENCE", 1.0)
    with trickling(start) as address:
        began = time.monotonic()
        answers = ask_names({"t-cats": CATS, "t-dogs": DOGS}, ModelNaming(address, "stub"))
        assert time.monotonic() - began < 4
    assert (answers.names, answers.failure) == ({}, "its answer took longer than 1 seconds")


def test_a_failure_half_way_keeps_the_names_that_came(stub: Stub) -> None:
    stub.answers = ["Purring cats", (404, b'{"error": {"message": "no such model"}}')]
    answers = ask_names({"t-cats": CATS, "t-dogs": DOGS, "t-eels": DOGS}, stub.naming)
    assert answers.names == {"t-cats": "Purring cats"}
    assert answers.failure.startswith("status 404: ")
    assert "no such model" in answers.failure
    assert len(stub.asked) == 2


@pytest.mark.parametrize("body", [b"<html>a page</html>", b"{}", b'{"choices": []}', completion(None)])
def test_an_answer_of_another_kind_is_a_failure_and_no_crash(stub: Stub, body: bytes) -> None:
    stub.answers = [(200, body)]
    answers = ask_names({"t-cats": CATS}, stub.naming)
    assert answers.names == {}
    assert answers.failure


def test_nobody_there_is_said(stub: Stub) -> None:
    stub.answers = ["Cats"]
    naming = ModelNaming("http://127.0.0.1:9/v1", "stub")
    assert ask_names({"t-cats": CATS}, naming).failure == "Connection error."


def test_an_answer_that_is_no_name_leaves_the_theme_its_own(stub: Stub) -> None:
    stub.answers = ["I am sorry, but as a language model I would rather not name these papers at all."]
    answers = ask_names({"t-cats": CATS}, stub.naming)
    assert (answers.names, answers.failure) == ({}, "")


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("  **Sparse attention**\nbecause they all ...", "Sparse attention"),
        ("Name: KV cache compression.", "KV cache compression"),
        ("“speech recognition”", "Speech recognition"),
        ("\n\nBrain decoding", "Brain decoding"),
        ("two\u202ewords", "Two words"),
        ("LoRA", "LoRA"),
        ("", ""),
        ("...", ""),
        ("42", ""),
        ("No label returned", ""),
        ("x" * 61, ""),
    ],
)
def test_a_name_is_the_first_line_without_its_wrapping(answer: str, name: str) -> None:
    assert as_name(answer) == name


def test_the_model_is_shown_the_papers_most_of_all_in_a_theme(corpus: dict[str, pd.DataFrame]) -> None:
    members = corpus["memberships"].copy()
    members.loc[members["paper_id"] == "p23", "weight"] = 1.0
    shown = subjects(corpus["themes"], members, corpus["papers"], ["t-code"])
    assert list(shown) == ["t-code"]
    assert shown["t-code"].terms == ("code", "method-name")
    assert shown["t-code"].titles[:2] == ("Paper number 23", "Paper number 2")
    assert len(shown["t-code"].titles) == N_TITLES
