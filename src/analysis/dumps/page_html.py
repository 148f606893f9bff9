"""A listing page saved by a browser, as HTML or as a single MHTML file, read into entries and problems; pure.

The page of https://huggingface.co/papers carries the data it was made from: the property ``data-props`` of its
component ``DailyPapers`` holds what the API returns. Where that is missing, what is shown is read: an ``article``
per paper, with a heading that links to ``/papers/<arXiv id>``.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from analysis.dumps.daily_json import PAPER_PAGE, daily_dump
from analysis.dumps.entries import Dump, Entry, PrintedDate, Problem
from analysis.dumps.json_objects import Found, JsonObjects
from analysis.dumps.page_lines import Kind, Line, excerpt, page_lines
from analysis.dumps.soup import NoPage, soup_of
from analysis.dumps.values import count_of, day_of, text_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

LAYOUT = "page-html"

_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MHTML = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related", re.IGNORECASE)
_PAPER = re.compile(r"/papers/(\d{4}\.\d{4,5})(?:v\d+)?(?=$|[/?#])")
_DAY_IN_ADDRESS = re.compile(r"/papers(?:/date/|\?(?:[^\s\"]*&)?date=)(\d{4}-\d{2}-\d{2})")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_LISTS = ("dailyPapers", "papers", "trendingPapers", "results")
_SHORTEST_ABSTRACT = 100


class NoListing(ValueError):
    """A page that lists no paper; the message says so."""


def is_html(text: str) -> bool:
    """Tell a page of HTML from other text."""
    return _HTML.match(text) is not None


def html_of_mhtml(data: bytes) -> bytes | None:
    """Return the page inside a page saved as a single file, or None where the bytes are no such file.

    :param data: the whole file.
    """
    if not _MHTML.match(data[:4000].replace(b"\r\n", b"\n")):
        return None
    message = email.message_from_bytes(data, policy=email.policy.default)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    found = page.get_payload(decode=True) if page is not None else None
    return found if isinstance(found, bytes) else None


def read_page_html(source: str, text: str) -> Dump:
    """Read a saved listing page.

    Its listing date is the one its data or its address states; else the date it shows, perhaps without a year.

    :param source: name of the file, relative to the raw folder.
    :param text: the page.
    :raises NoListing: no paper is listed on it.
    """
    try:
        page = soup_of(text)
    except NoPage as error:
        raise NoListing(str(error)) from error
    data = _data(page)
    stated = (data.stated if data else None) or _day_in_address(page, text)
    if data is not None:
        return daily_dump(source, data.objects, LAYOUT, stated)
    return _shown(source, page, stated)


@dataclass(frozen=True)
class _Data:
    objects: JsonObjects
    stated: date | None


def _data(page: BeautifulSoup) -> _Data | None:
    """Return the fullest list of papers among the data of the page's components."""
    best: _Data | None = None
    for tag in page.select("[data-props]"):
        try:
            props = json.loads(str(tag["data-props"]))
        except (ValueError, RecursionError):
            continue
        found = _listed(props, tag.sourceline or 1) if isinstance(props, dict) else None
        if found is not None and (best is None or len(found.objects.objects) > len(best.objects.objects)):
            best = found
    return best


def _listed(props: dict[str, object], line: int) -> _Data | None:
    for key in _LISTS:
        members = props.get(key)
        if isinstance(members, list) and members:
            day = day_of(props.get("dateString") or props.get("date"))
            objects = tuple(Found(line, member) for member in members if isinstance(member, dict))
            return _Data(JsonObjects(objects, (), True), day.when if day else None)
    return None


def _day_in_address(page: BeautifulSoup, text: str) -> date | None:
    addresses = [saved[1] for saved in [_SAVED_FROM.search(text[:4000])] if saved]
    for tag in page.find_all(["link", "meta"]):
        if "canonical" in (tag.get("rel") or []):
            addresses.append(str(tag.get("href")))
        elif tag.get("property") == "og:url":
            addresses.append(str(tag.get("content")))
    for address in addresses:
        found = _DAY_IN_ADDRESS.search(address)
        day = day_of(found[1]) if found else None
        if day is not None:
            return day.when
    return None


def _shown(source: str, page: BeautifulSoup, stated: date | None) -> Dump:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for card in page.find_all("article") or _around_headings(page):
        entry = _card(source, len(entries), card)
        if entry is not None:
            entries.append(replace(entry, listed_on=stated))
        elif card.name == "article" and card.find("a", href=_PAPER):
            reason = "a card of the page without a title was left out"
            problems.append(Problem(source, card.sourceline or 0, reason, excerpt(_text(card))))
    if not entries:
        raise NoListing("a page of HTML that lists no paper; expected a saved listing page")
    bare = sum(not entry.abstract for entry in entries)
    notes = (f"{bare} of {len(entries)} papers without an abstract: only their titles are read",) if bare else ()
    heading = None if stated else _heading(page)
    return Dump(source, LAYOUT, heading, tuple(entries), tuple(problems), notes, stated)


def _around_headings(page: BeautifulSoup) -> Iterator[Tag]:
    """Yield what stands around each heading; the heading alone where several stand side by side."""
    headings = page.find_all("h3")
    beside = Counter(id(heading.parent) for heading in headings)
    for heading in headings:
        yield heading.parent if heading.parent is not None and beside[id(heading.parent)] == 1 else heading


def _card(source: str, position: int, card: Tag) -> Entry | None:
    link = next((link for link in card.select("h1 a, h2 a, h3 a, h4 a") if _PAPER.search(_href(link))), None)
    title = _text(link) if link is not None else ""
    if link is None or not title:
        return None
    found = _PAPER.search(_href(link))
    lines = [line for leaf in card.find_all(string=True) for line in page_lines(str(leaf))]
    day = next((line for line in lines if line.kind is Kind.DATE), None)
    authors = next((line for line in lines if line.kind is Kind.AUTHORS), None)
    paragraphs = sorted((_text(tag) for tag in card.find_all("p")), key=len)
    abstract = paragraphs[-1] if paragraphs and len(paragraphs[-1]) >= _SHORTEST_ABSTRACT else ""
    arxiv_id = found[1] if found else None
    return Entry(
        source,
        LAYOUT,
        position,
        link.sourceline or 1,
        title,
        abstract,
        printed=_printed(card, day),
        n_authors=authors.count if authors else None,
        n_comments=_number(card, "#community"),
        upvotes=_upvotes(card),
        arxiv_id=arxiv_id,
        url=PAPER_PAGE + arxiv_id if arxiv_id else None,
    )


def _printed(card: Tag, shown: Line | None) -> PrintedDate | None:
    time = card.find("time", attrs={"datetime": True})
    day = day_of(str(time["datetime"])) if time is not None else None
    if day is not None and day.precision == "day":
        return PrintedDate(day.when.month, day.when.day, day.when.year)
    return shown.printed if shown else None


def _number(card: Tag, ending: str) -> int | None:
    links = [link for link in card.find_all("a") if _href(link).endswith(ending)]
    return next((count for link in links if (count := count_of(_text(link))) is not None), None)


def _upvotes(card: Tag) -> int | None:
    """Return the first number that is no part of a link to somewhere else: comments and stars stand in links."""
    for leaf in card.find_all(string=True):
        count = count_of(str(leaf).strip())
        if count is not None and not any(_leads_away(above) for above in leaf.parents if above.name == "a"):
            return count
    return None


def _leads_away(link: Tag) -> bool:
    return "/login" not in _href(link)


def _heading(page: BeautifulSoup) -> PrintedDate | None:
    for tag in page.find_all(["time", "h1", "h2", "button", "a", "div", "span"]):
        if tag.find(True) is None and tag.find_parent("article") is None:
            lines = list(page_lines(_text(tag)))
            if len(lines) == 1 and lines[0].kind is Kind.DATE:
                return lines[0].printed
    return None


def _href(link: Tag) -> str:
    return str(link.get("href") or "")


def _text(tag: Tag) -> str:
    return text_of(tag.get_text(" "))
