"""A listing day as the Daily Papers API returns it, one JSON list, read into entries and problems; pure.

Its fields are those of https://huggingface.co/docs/hub/api#get-apidailypapers; which of them are there has changed
over the years.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.dumps.entries import Dump, Entry, Problem
from analysis.dumps.json_objects import Found, JsonObjects, read_objects
from analysis.dumps.page_lines import excerpt
from analysis.dumps.values import arxiv_of, count_of, day_of, text_of, texts_of

LAYOUT = "daily-json"
PAPER_PAGE = "https://huggingface.co/papers/"
"""Address of a paper's page, before its arXiv id: written as data, never loaded."""

_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_MARKS = ("submittedOnDailyAt", "upvotes", "discussionId", "ai_keywords", "publishedAt")


@dataclass(frozen=True)
class _Read:
    entry: Entry
    doubts: tuple[str, ...]
    """What was set aside, in words."""


def read_daily_json(source: str, text: str) -> Dump:
    """Read a listing day.

    The listing date of an entry is the day (UTC) of its own ``submittedOnDailyAt``; where it has none, the day in
    the file's name; where that has none either, the one day that all other entries of the file agree on.

    :param source: name of the file, relative to the raw folder.
    :param text: the whole file; a list that breaks off keeps what stands whole before the break.
    :return: entries in the order of the list; an empty list gives a dump without entries.
    """
    return daily_dump(source, read_objects(text))


def looks_daily(objects: JsonObjects) -> bool:
    """Tell the API's lists, empty ones included, from lists of other records."""
    if not objects.objects:
        return objects.is_list and not objects.damages
    alike = sum(_is_daily(found.value) for found in objects.objects)
    return 2 * alike > len(objects.objects)


def daily_dump(source: str, objects: JsonObjects, layout: str = LAYOUT, stated: date | None = None) -> Dump:
    """Turn the API's objects into a dump.

    :param source: name of the file, relative to the raw folder.
    :param layout: name of the form they were found in.
    :param stated: the listing date the source states beside them, which goes before the day in its name.
    """
    beside = stated or day_in_name(source)
    problems = [Problem(source, damage.line, damage.reason, damage.text) for damage in objects.damages]
    own_days = [_listed(found.value) for found in objects.objects]
    days = Counter(day for day in own_days if day is not None)
    fallback = beside or (next(iter(days)) if len(days) == 1 else None)
    entries: list[Entry] = []
    for found, own in zip(objects.objects, own_days, strict=True):
        read = _read(source, layout, len(entries), found, own or fallback)
        if isinstance(read, Problem):
            problems.append(read)
            continue
        entries.append(read.entry)
        if read.doubts:
            problems.append(Problem(source, found.line, "; ".join(read.doubts), excerpt(read.entry.title)))
    problems += _strange_days(source, beside, days)
    notes = _notes(objects, entries)
    return Dump(source, layout, None, tuple(entries), tuple(problems), notes, _day_of_all(entries, beside))


def day_in_name(source: str) -> date | None:
    """Return the one day in a file's name, such as ``2025-03-11.json``; None where there is none or several."""
    days = set()
    for year, month, day in _DAY_IN_NAME.findall(source.rsplit("/", 1)[-1]):
        try:
            days.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def _is_daily(value: Mapping[str, object]) -> bool:
    paper = value.get("paper")
    if isinstance(paper, dict):
        return True
    return "title" in value and "summary" in value and sum(mark in value for mark in _MARKS) >= 2


def _paper(value: Mapping[str, object]) -> Mapping[str, object]:
    paper = value.get("paper")
    return paper if isinstance(paper, dict) else value


def _listed(value: Mapping[str, object]) -> date | None:
    day = day_of(_paper(value).get("submittedOnDailyAt") or value.get("submittedOnDailyAt"))
    return day.when if day is not None else None


def _read(source: str, layout: str, position: int, found: Found, listed: date | None) -> _Read | Problem:
    item, paper = found.value, _paper(found.value)
    title = text_of(paper.get("title")) or text_of(item.get("title"))
    if not title:
        keys = ", ".join(sorted(map(str, paper))[:8]) or "nothing"
        return Problem(source, found.line, f"an entry without a title was left out; it holds: {excerpt(keys)}")
    abstract = text_of(paper.get("summary")) or text_of(item.get("summary")) or text_of(paper.get("abstract"))
    named = text_of(paper.get("id"))
    arxiv_id = arxiv_of(named)
    published = day_of(paper.get("publishedAt"))
    comments = item.get("numComments", paper.get("numComments"))
    entry = Entry(
        source,
        layout,
        position,
        found.line,
        title,
        abstract,
        published=published.when if published else None,
        published_precision=published.precision if published else "day",
        listed_on=listed,
        n_authors=_authors(paper.get("authors")),
        organization=_organization(paper.get("organization") or item.get("organization")),
        n_comments=count_of(comments),
        upvotes=count_of(paper.get("upvotes")),
        arxiv_id=arxiv_id,
        url=PAPER_PAGE + arxiv_id if arxiv_id else None,
        keywords=texts_of(paper.get("ai_keywords")),
    )
    given = {
        "id": (named, arxiv_id),
        "publishedAt": (paper.get("publishedAt"), published),
        "submittedOnDailyAt": (paper.get("submittedOnDailyAt"), _listed(item)),
        "upvotes": (paper.get("upvotes"), entry.upvotes),
        "numComments": (comments, entry.n_comments),
    }
    doubts = [
        f"the {name} {excerpt(str(raw))!r} cannot be read and was set aside"
        for name, (raw, read) in given.items()
        if raw not in (None, "") and read is None
    ]
    return _Read(entry, (*doubts, *(() if abstract else ("without an abstract: only its title is read",))))


def _authors(value: object) -> int | None:
    if not isinstance(value, list):
        return None
    shown = [each for each in value if not (isinstance(each, dict) and each.get("hidden") is True)]
    return len(shown) or None


def _organization(value: object) -> str | None:
    if isinstance(value, dict):
        return text_of(value.get("fullname")) or text_of(value.get("name")) or None
    return text_of(value) or None


def _strange_days(source: str, beside: date | None, days: Counter[date]) -> list[Problem]:
    others = {day: count for day, count in days.items() if day != beside}
    if beside is None or not others:
        return []
    told = ", ".join(day.isoformat() for day in sorted(others)[:3]) + (" ..." if len(others) > 3 else "")
    reason = (
        f"the file is said to be of {beside.isoformat()}, but {sum(others.values())} of its entries say that they "
        f"were listed on {told}: what the entries say holds"
    )
    return [Problem(source, 0, reason)]


def _notes(objects: JsonObjects, entries: Sequence[Entry]) -> tuple[str, ...]:
    return () if entries or objects.damages or objects.objects else ("nothing was listed on this day",)


def _day_of_all(entries: Sequence[Entry], beside: date | None) -> date | None:
    if not entries:
        return beside
    days = {entry.listed_on for entry in entries}
    return days.pop() if len(days) == 1 else None
