"""The one room on the network: the Daily Papers API asked for one day at a time, politely and patiently."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from analysis.errors import AnalysisError

log = logging.getLogger(__name__)

_PATH = "/api/daily_papers"
_PAGE = 100
"""Papers asked for at once, the most the server gives."""
_MAYBE_MORE = 50
"""From this many papers on a page another one is asked for: a server may give 50 whatever the limit."""
_MOST_PAGES = 20
_MOST_BYTES = 64 * 1024 * 1024
_TRY_AGAIN = frozenset({408, 425, 429})


class FetchError(AnalysisError):
    """A download that cannot be started; the text says why and what to do."""


@dataclass(frozen=True)
class Pace:
    """How patient and how polite a download is; all times in seconds."""

    between: float = 0.5
    """At least from one request to the next."""
    timeout: float = 60.0
    """At most for one answer, to its last byte."""
    tries: int = 5
    """For one answer."""
    first_wait: float = 1.0
    """After the first failure; doubled after each further one, unless the server says how long."""
    longest_wait: float = 120.0
    """If the server asks for more, the download stops and says so."""


class Failed(Exception):
    """An answer that cannot be used; another try may help."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        """Keep the reason, and how long to wait."""
        super().__init__(reason)
        self.wait = wait
        """How long the server asks to wait, in seconds."""


class Refused(Exception):
    """An answer that will be the same next time."""


class Stopped(Exception):
    """A reason to ask no further today."""


@dataclass
class DailyApi:
    """Asks one server, never faster than its pace.

    The call is that of ``huggingface_hub.HfApi.list_daily_papers``, whose objects leave out fields the server
    sends; so its session is used for the same address. No access token is sent, as the lists are public.
    """

    endpoint: str
    """Address without a slash at its end."""
    pace: Pace
    _not_before: float = field(default=0.0, init=False)

    def day(self, day: date) -> list[dict[str, Any]]:
        """Return all papers listed on a day, with every field the server sends.

        :raises Failed: no try brought a whole answer.
        :raises Refused: another try would bring the same.
        :raises Stopped: the server wants to be left alone for long.
        :raises FetchError: the network is switched off.
        """
        papers: dict[str, dict[str, Any]] = {}
        for page in range(_MOST_PAGES):
            found = self._patiently(day, page)
            new = {_identity(paper): paper for paper in found if _identity(paper) not in papers}
            papers |= new
            if len(found) < _MAYBE_MORE or not new:
                break
        listed = {str(paper["paper"].get("submittedOnDailyAt") or "")[:10] for paper in papers.values()}
        if papers and "" not in listed and day.isoformat() not in listed:
            raise Refused(f"the server answered with another day ({min(listed)})")
        return list(papers.values())

    def _patiently(self, day: date, page: int) -> list[dict[str, Any]]:
        wait = self.pace.first_wait
        for attempt in range(1, self.pace.tries + 1):
            try:
                return self._once(day, page)
            except Failed as error:
                asked = error.wait
                if asked is not None and asked > self.pace.longest_wait:
                    raise Stopped(f"the server asks to wait {asked:,.0f} seconds") from error
                log.debug("%s, try %d of %d: %s", day, attempt, self.pace.tries, error)
                if attempt == self.pace.tries:
                    raise
                time.sleep(wait if asked is None else asked)
                wait = min(2 * wait, self.pace.longest_wait)
        raise Failed("no try is allowed")

    def _once(self, day: date, page: int) -> list[dict[str, Any]]:
        asked: dict[str, str | int] = {"date": day.isoformat(), "limit": _PAGE}
        if page:
            asked["p"] = page
        status, headers, body = self._ask(asked)
        if status in _TRY_AGAIN or status >= 500:
            raise Failed(f"the server answered with status {status}", _asked_wait(headers))
        if status != 200:
            raise Refused(f"the server refused with status {status}")
        try:
            papers = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Failed(f"the answer is no whole JSON ({len(body):,} bytes)") from error
        if not isinstance(papers, list) or not all(
            isinstance(paper, dict) and isinstance(paper.get("paper"), dict) for paper in papers
        ):
            raise Failed("the answer is JSON, but no list of papers")
        return papers

    def _ask(self, parameters: Mapping[str, str | int]) -> tuple[int, Mapping[str, str], bytes]:
        from huggingface_hub import get_session
        from huggingface_hub.errors import OfflineModeIsEnabled
        from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

        time.sleep(max(0.0, self._not_before - time.monotonic()))
        started = time.monotonic()
        self._not_before = started + self.pace.between
        url, headers = self.endpoint + _PATH, build_hf_headers(token=False, library_name="paper-themes")
        body = bytearray()
        try:
            with get_session().stream(
                "GET", url, params=parameters, headers=headers, timeout=self.pace.timeout
            ) as answer:
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > _MOST_BYTES:
                        raise Refused(f"the answer is longer than {_MOST_BYTES:,} bytes")
                    if time.monotonic() - started > self.pace.timeout:
                        raise Failed(f"the answer took longer than {self.pace.timeout:g} seconds")
                return answer.status_code, answer.headers, bytes(body)
        except (Refused, Failed):
            raise
        except OfflineModeIsEnabled as error:
            raise FetchError("HF_HUB_OFFLINE switches the network off. Unset it and call again.") from error
        except (
            Exception
        ) as error:  # the library's transport, and with it its errors, has changed its package twice
            raise Failed(f"{type(error).__name__}: {error}".rstrip(": ")) from error


def _identity(paper: Mapping[str, Any]) -> str:
    named = paper["paper"].get("id")
    return named if isinstance(named, str) and named else json.dumps(paper, sort_keys=True)


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of ``Retry-After`` (RFC 9110, 10.2.3: seconds or a date), or None."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def address_of(endpoint: str | None) -> str:
    """Return the address of the server.

    :param endpoint: a server or a mirror; None takes the one ``huggingface_hub`` is set to.
    :raises FetchError: it is no address.
    """
    if endpoint is None:
        from huggingface_hub import constants

        endpoint = constants.ENDPOINT
    if not endpoint.startswith(("https://", "http://")):
        raise FetchError(f"The endpoint {endpoint!r} is no address. Write it as https://huggingface.co")
    return endpoint.rstrip("/")
