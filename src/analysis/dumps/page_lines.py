"""What a single line of a saved listing page is: page chrome, a detail, a date, or text of a paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from analysis.dumps.entries import PrintedDate

LONGEST_TITLE = 200
"""Characters; the longest real title seen has 168."""
SHORTEST_ABSTRACT = 300
"""Characters from which a text can only be an abstract; below, it must also read like one."""
LONGEST_LINE = 20_000
"""Characters; the longest real abstract seen has 2,027. What is longer is no line of a listing page."""

_SHORTEST_PROSE = 100
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?) ([0-9]{1,2})(?:,? ([0-9]{4}))?(?: ([0-9]{1,6}))?"
)
_AUTHORS = re.compile(r"(?:[•·*‣◦-] ?)?([0-9]{1,6}) authors?")
_CHROME = (
    "Get trending papers in your email inbox once a day!",
    "Get trending papers in your email inbox!",
    "byAK and the research community",
    "Daily Papers",
    "Subscribe",
)
_WHOLE_CHROME = frozenset({*_CHROME, "new"})
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_SENTENCE_END = re.compile(r"\.[\"'”’)\]}]*$")
_NEXT_SENTENCE = re.compile(r"[.!?][\"'”’)\]}]* +\S")


class Kind(Enum):
    """The part a line can play on the page."""

    CHROME = "chrome"
    AUTHORS = "authors"
    SEPARATOR = "separator"
    DATE = "date"
    TITLE = "title"
    ABSTRACT = "abstract"
    UNCLEAR = "unclear"
    OVERLONG = "overlong"


DETAILS = frozenset({Kind.AUTHORS, Kind.SEPARATOR, Kind.DATE})
TEXTS = frozenset({Kind.TITLE, Kind.ABSTRACT, Kind.UNCLEAR})


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, read on its own."""

    number: int
    """In the file, from 1."""
    text: str
    """White space squeezed, invisible characters removed."""
    kind: Kind
    printed: PrintedDate | None = None
    """Set where ``kind`` is DATE and the day exists."""
    count: int | None = None
    """Authors, or the comments printed behind a date."""


def page_lines(text: str) -> Iterator[Line]:
    """Read the lines of a page that are not blank, in order.

    Lines are counted as editors do: at LF, CRLF or a lone CR, and at nothing else.

    :param text: the page, with any kind of line end and an optional byte order mark.
    :return: one record per line that is not blank.
    """
    in_header = True
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if len(raw) > LONGEST_LINE:
            in_header = False
            yield Line(number, squeezed(raw[:400]), Kind.OVERLONG, count=len(raw))
            continue
        clean = squeezed(raw)
        if in_header:
            clean = _without_glued_chrome(clean)
        if clean:
            line = _read(number, clean)
            in_header = in_header and line.kind in (Kind.CHROME, Kind.DATE)
            yield line


def squeezed(text: str) -> str:
    """Return ``text`` with runs of white space as one space and without invisible characters."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return " ".join(_CONTROLS.sub("", text).split())


def text_kind(text: str) -> Kind:
    """Tell a title from an abstract by its looks alone: TITLE, ABSTRACT, or UNCLEAR.

    :param text: one squeezed line.
    """
    length = len(text)
    closed = _SENTENCE_END.search(text) is not None
    if length >= SHORTEST_ABSTRACT:
        return Kind.ABSTRACT
    if length >= _SHORTEST_PROSE and closed and _NEXT_SENTENCE.search(text):
        return Kind.ABSTRACT
    if length <= LONGEST_TITLE and not closed:
        return Kind.TITLE
    return Kind.UNCLEAR


def _without_glued_chrome(text: str) -> str:
    """Cut page chrome off the first title: copying a page can glue ``Subscribe`` to what stands behind it."""
    if text in _WHOLE_CHROME:
        return text
    for chrome in _CHROME:
        rest = text.removeprefix(chrome)
        # `Subscribe to ...` and `Subscribers` are titles; what was glued starts like a title or is chrome itself
        if rest != text and rest and (rest.startswith("byAK") or not (rest[0].islower() or rest[0] in " :,;.-'’")):
            return _without_glued_chrome(rest)
    return text


def _read(number: int, text: str) -> Line:
    if text in _WHOLE_CHROME:
        return Line(number, text, Kind.CHROME)
    if text in ("·", "•"):
        return Line(number, text, Kind.SEPARATOR)
    if authors := _AUTHORS.fullmatch(text):
        return Line(number, text, Kind.AUTHORS, count=int(authors[1]))
    if day := _DATE.fullmatch(text):
        return Line(number, text, Kind.DATE, _printed(day), int(day[4]) if day[4] else None)
    return Line(number, text, text_kind(text))


def _printed(match: re.Match[str]) -> PrintedDate | None:
    month, day = _MONTHS.index(match[1][:3]) + 1, int(match[2])
    year = int(match[3]) if match[3] else None
    try:
        date(year if year is not None else 2024, month, day)  # a leap year: 29 February is a day without a year
    except ValueError:
        return None
    if year is not None and not 1900 <= year < 2200:
        return None
    return PrintedDate(month, day, year)


def as_printed(day: PrintedDate) -> str:
    """Write a date as the page does, such as ``Mar 11`` or ``Nov 19, 2015``."""
    return f"{_MONTHS[day.month - 1]} {day.day}" + (f", {day.year}" if day.year is not None else "")


def excerpt(text: str) -> str:
    """Return the start of ``text``, at most 120 characters, in composed Unicode form."""
    short = unicodedata.normalize("NFC", text[:240])
    return short if len(short) <= 120 else short[:119].rstrip() + "…"
