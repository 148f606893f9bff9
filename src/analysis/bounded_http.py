"""One request to a server that may be hostile: its answer bounded in size and time, no secret sent or told."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.errors import AnalysisError
from analysis.patience import in_time

MOST_BYTES = 64 * 1024 * 1024
"""Of an answer, unpacked; a day of papers has less than one."""
_PIECE = 64 * 1024


class FetchError(AnalysisError):
    """A download that cannot be started; the text says why and what to do."""


class Failed(Exception):
    """An answer that cannot be used; another try may help."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        """Keep the reason, and how long to wait."""
        super().__init__(reason)
        self.wait = wait
        """How long the server asks to wait, in seconds."""


class Refused(Exception):
    """An answer that will be the same next time."""


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(url: str, until: float) -> Answer:
    """Ask for one address by ``huggingface_hub``'s session; no token is sent and no redirect followed.

    :param until: when to give up, on the monotonic clock, however the server trickles.
    :raises Failed: no whole answer came in time.
    :raises Refused: the answer is longer than ``MOST_BYTES`` or packed in a way that was not asked for.
    :raises FetchError: the network is switched off.
    """
    patience = until - time.monotonic()
    try:
        # a moment longer than the request itself has, whose own reason says more
        return in_time(lambda: _ask(url, until), max(0.0, patience) + 1.0)
    except TimeoutError as error:
        raise Failed(f"the answer took longer than {patience:.2g} seconds") from error


def _ask(url: str, until: float) -> Answer:
    from huggingface_hub import get_session
    from huggingface_hub.errors import OfflineModeIsEnabled
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    patience = until - time.monotonic()
    headers = build_hf_headers(token=False, library_name="paper-themes") | {"accept-encoding": "gzip"}
    try:
        with get_session().stream(
            "GET", url, headers=headers, timeout=patience, follow_redirects=False, auth=_unsigned
        ) as answer:
            unpack = _unpacker(answer.headers.get("content-encoding", ""))
            body = bytearray()
            for part in _pieces(answer.iter_raw(), unpack):
                body += part
                if len(body) > MOST_BYTES:
                    raise Refused(f"the answer is longer than {MOST_BYTES:,} bytes")
                if time.monotonic() > until:
                    raise Failed(f"the answer took longer than {patience:.2g} seconds")
            return Answer(answer.status_code, answer.headers, bytes(body))
    except (Refused, Failed):
        raise
    except OfflineModeIsEnabled as error:
        raise FetchError("HF_HUB_OFFLINE switches the network off. Unset it and call again.") from error
    except Exception as error:  # the library's transport, and with it its errors, has changed its package twice
        raise Failed(f"{type(error).__name__}: {error}".rstrip(": ")) from error


def _unsigned(request: Any) -> Any:  # noqa: ANN401 - of a transport that changes its package
    """Leave a request as it is: without this the transport may sign it with what ``~/.netrc`` has for the host."""
    return request


_Unpack = Callable[[bytes], Iterator[bytes]]


def _unpacker(encoding: str) -> _Unpack:
    if encoding in ("", "identity"):
        return lambda part: iter((part,))
    if encoding != "gzip":
        raise Refused("the answer is packed in a way that was not asked for")
    packed = zlib.decompressobj(wbits=31)

    def unzip(part: bytes) -> Iterator[bytes]:
        # piece by piece, as a few bytes can unpack to gigabytes
        while part:
            yield packed.decompress(part, _PIECE)
            part = packed.unconsumed_tail

    return unzip


def _pieces(parts: Iterator[bytes], unpack: _Unpack) -> Iterator[bytes]:
    for part in parts:
        yield from unpack(part)
