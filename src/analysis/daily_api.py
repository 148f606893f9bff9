"""The Daily Papers API asked for one day at a time, politely and patiently, and never led elsewhere."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from analysis.bounded_http import Answer, Failed, FetchError, Refused, ask
from analysis.visible_text import visible

log = logging.getLogger(__name__)

_PATH = "/api/daily_papers"
_PAGE = 100
"""Papers asked for at once, the most the server gives."""
_MAYBE_MORE = 50
"""From this many papers on a page another one is asked for: a server may give 50 whatever the limit."""
_MOST_PAGES = 20
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
"""Where nobody listens in, an address may do without encryption."""
_TRY_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Pace:
    """How patient and how polite a download is."""

    delay_seconds: float = 0.5
    """At least from the end of one request to the next."""
    timeout_seconds: float = 60.0
    """At most for one answer, to its last byte."""
    tries: int = 5
    """For one answer, at least one."""
    first_wait_seconds: float = 1.0
    """After the first failure; doubled after each further one, unless the server says how long."""
    longest_wait_seconds: float = 120.0
    """If the server asks for more, the download stops and says so."""


class Stopped(Exception):
    """A reason to ask no further today."""


@dataclass
class DailyApi:
    """Asks one server, never faster than its pace.

    The call is that of ``huggingface_hub.HfApi.list_daily_papers``, whose objects leave out fields the server
    sends; so its session is used for the same address.
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
            found = self._page_with_retries(day, page)
            new = {_identity(paper): paper for paper in found if _identity(paper) not in papers}
            papers |= new
            if len(found) < _MAYBE_MORE or not new:
                break
        listed = {str(paper["paper"].get("submittedOnDailyAt") or "")[:10] for paper in papers.values()}
        if papers and "" not in listed and day.isoformat() not in listed:
            raise Refused(f"the server answered with another day ({min(listed)})")
        return list(papers.values())

    def _page_with_retries(self, day: date, page: int) -> list[dict[str, Any]]:
        wait, attempt = self.pace.first_wait_seconds, 0
        while True:
            attempt += 1
            try:
                return self._page(day, page)
            except Failed as error:
                asked = error.wait
                if asked is not None and asked > self.pace.longest_wait_seconds:
                    raise Stopped(f"the server asks to wait {asked:,.0f} seconds") from error
                log.debug("%s, try %d of %d: %s", day, attempt, self.pace.tries, error)
                if attempt >= self.pace.tries:
                    raise
                time.sleep(wait if asked is None else asked)
                wait = min(2 * wait, self.pace.longest_wait_seconds)

    def _page(self, day: date, page: int) -> list[dict[str, Any]]:
        asked: dict[str, str | int] = {"date": day.isoformat(), "limit": _PAGE}
        if page:
            asked["p"] = page
        answer = self._get(asked)
        if answer.status in _TRY_AGAIN or answer.status >= 500:
            raise Failed(f"the server answered with status {answer.status}", _asked_wait(answer.headers))
        if answer.status != 200:
            raise Refused(f"the server refused with status {answer.status}")
        try:
            papers = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise Failed(f"the answer is no whole JSON ({len(answer.body):,} bytes)") from error
        if not isinstance(papers, list) or not all(
            isinstance(paper, dict) and isinstance(paper.get("paper"), dict) for paper in papers
        ):
            raise Failed("the answer is JSON, but no list of papers")
        return papers

    def _get(self, parameters: Mapping[str, str | int]) -> Answer:
        url = f"{self.endpoint}{_PATH}?{urlencode(parameters)}"
        until = time.monotonic() + self.pace.timeout_seconds
        for _ in range(_MOST_REDIRECTS + 1):
            time.sleep(max(0.0, self._not_before - time.monotonic()))
            try:
                answer = ask(url, until)
            finally:
                self._not_before = time.monotonic() + self.pace.delay_seconds
            if answer.status not in _REDIRECTS:
                return answer
            url = _followed(url, answer.headers.get("location", ""))
        raise Refused(f"the server redirects more than {_MOST_REDIRECTS} times")


def _followed(url: str, location: str) -> str:
    """Return where a redirect leads.

    :raises Refused: it leads to another host, to none, or out of an encrypted connection.
    """
    target = urljoin(url, location)
    before, after = urlsplit(url), urlsplit(target)
    if (before.scheme, before.netloc) != (after.scheme, after.netloc) or not location:
        host = visible(after.netloc)[:80] or "nowhere"
        raise Refused(f"the server redirects to another place, which is not followed ({host})")
    return target


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
    try:
        parts = urlsplit(endpoint)
        usable = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.query
    except ValueError:
        usable = False
    if not usable or any(letter.isspace() for letter in endpoint):
        raise FetchError(f"The endpoint {endpoint!r} is no address. Write it as https://huggingface.co")
    if parts.username is not None or parts.password is not None:
        # not repeated here: it may hold a secret
        raise FetchError("The endpoint holds a user name or password. The lists are public: leave it out.")
    if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
        raise FetchError(f"The endpoint {endpoint!r} is not encrypted. Write it with https://")
    return endpoint.rstrip("/")
