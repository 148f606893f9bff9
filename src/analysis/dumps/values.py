"""Loose values of JSON, tables and reference managers turned into clean ones; what cannot be read is None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from analysis.dumps.entries import Precision
from analysis.dumps.page_lines import squeezed

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST = 10**9
_LONGEST_DAY = 60
_ISO_START = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\d])")
_YEAR = re.compile(r"(\d{4})/*")
_NAMED_MONTH = re.compile(r"[^\W\d]{3,}")
_NUMBERS = re.compile(r"\d+")
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}]+")
ARXIV_ID = r"\d{4}\.\d{4,5}|[a-z][a-z.-]+/\d{7}"
"""An arXiv id without its version, as it is since 2007 and as it was before; in any case of letters."""
_ARXIV = re.compile(rf"(?:\barxiv[:.]\s*|arxiv\.org/\w+/|/papers/|^)({ARXIV_ID})(?![\d.]*\d)", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*[;|\n]\s*")


@dataclass(frozen=True)
class Day:
    """A date and how much of it is known."""

    when: date
    """The first day of its month or year where no more is known."""
    precision: Precision = "day"


def text_of(value: object) -> str:
    """Return a text on one line, empty where there is none; what is no text of its own is empty too.

    :param value: a text, or a list whose first text is taken.
    """
    if isinstance(value, list | tuple):
        value = next((each for each in value if isinstance(each, str) and each.strip()), "")
    if not isinstance(value, str):
        return ""
    # half a surrogate pair is legal in JSON and in no file
    return squeezed(value.encode("utf-8", errors="replace").decode("utf-8"))


def count_of(value: object) -> int | None:
    """Return a count from 0 to a billion, or None; ``"1,204"`` and ``12.0`` are counts."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}(,\d{3})+\s*|\s*\d{1,10}(\.0+)?\s*", value):
        value = float(value.replace(",", ""))
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        return None
    return int(value) if value == int(value) else None


def texts_of(value: object) -> tuple[str, ...]:
    """Return several texts, each once: members of a list, or parts of a text between ``;``, ``|`` or ``,``."""
    if isinstance(value, str):
        parts: Iterable[object] = _SEPARATORS.split(value) if _SEPARATORS.search(value) else value.split(",")
    elif isinstance(value, list | tuple):
        parts = value
    else:
        return ()
    return tuple(dict.fromkeys(text for text in map(text_of, parts) if text))


def link_of(value: object) -> str | None:
    """Return the first address of a web page, or None; what is neither http nor https is no such address."""
    found = _LINK.search(" ".join(texts_of(value)) if isinstance(value, list | tuple) else text_of(value))
    return found[0] if found else None


def doi_of(value: object) -> str | None:
    """Return a DOI without what stands before it, or None."""
    found = _DOI.search(text_of(value))
    return found[0].rstrip(".,;") if found else None


def arxiv_of(value: object) -> str | None:
    """Return an arXiv id without its version, or None; known are bare ids, addresses, DOIs and ``arXiv:...``.

    In the middle of a text, such as a note, it counts only behind ``arXiv:`` or in an address, as other numbers
    look alike; ``matching.bare_arxiv_id`` reads a field that is an id or an address.
    """
    text = text_of(value)
    found = _ARXIV.search(text)
    return found[1].lower() if found else None


def day_of(value: object) -> Day | None:
    """Return a date, or None where it is none or could be read in two ways, such as ``03/04/2025``.

    Known are ISO 8601, RFC 2822, a year, ``March 2025``, ``Mar 11, 2025``, ``11 Mar 2025``, ``2025/03/11``, the
    ``date-parts`` of CSL, and times, of which the day in UTC counts.
    """
    found: Day | None = None
    if isinstance(value, datetime):
        found = Day((value.astimezone(UTC) if value.tzinfo else value).date())
    elif isinstance(value, date):
        found = Day(value)
    elif isinstance(value, Mapping):
        return _from_parts(value.get("date-parts")) or day_of(value.get("raw") or value.get("literal"))
    elif isinstance(value, int | float):
        year = count_of(value)
        found = _day(year, None, None) if year is not None else None
    elif isinstance(value, str):
        found = _from_text(squeezed(value))
    return found if found is not None and 1900 <= found.when.year < 2200 else None


def _from_parts(parts: object) -> Day | None:
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [count_of(part) for part in first] if isinstance(first, list) else []
    if not numbers or numbers[0] is None:
        return None
    return _day(*(numbers + [None, None])[:3])  # type: ignore[arg-type]


def _from_text(text: str) -> Day | None:
    if not text or len(text) > _LONGEST_DAY:
        return None
    try:
        return day_of(datetime.fromisoformat(text))
    except ValueError:
        pass
    try:
        return day_of(parsedate_to_datetime(text)) if ":" in text else _short(text)
    except (ValueError, TypeError, IndexError):
        return _short(text)


def _short(text: str) -> Day | None:
    if whole := _YEAR.fullmatch(text):
        return _day(int(whole[1]), None, None)
    if iso := _ISO_START.match(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
    numbers = [int(number) for number in _NUMBERS.findall(text)[:4]]
    month = next((word[:3].lower() for word in _NAMED_MONTH.findall(text) if word[:3].lower() in _MONTHS), None)
    if month is not None:
        years = [number for number in numbers if number >= 1900]
        days = [number for number in numbers if number <= 31]
        if len(years) != 1:
            return None
        return _day(years[0], _MONTHS.index(month) + 1, days[0] if days else None)
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}", text):
        one, other, year = numbers
        if min(one, other) <= 12 < max(one, other) or one == other:
            return _day(year, min(one, other), max(one, other))
    return None


def _day(year: int, month: int | None, day: int | None) -> Day | None:
    try:
        when = date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return None
    return Day(when, "year" if month is None else "month" if day is None else "day")
