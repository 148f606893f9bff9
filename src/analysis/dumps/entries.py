"""What every reader of a source returns: entries as they stand there, and problems worth telling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True)
class PrintedDate:
    """A date as a page prints it: the year may be missing."""

    month: int
    """1 to 12."""
    day: int
    """1 to 31, a real day of that month (29 February allowed without a year)."""
    year: int | None = None
    """None where the page leaves it out."""


@dataclass(frozen=True)
class Entry:
    """One appearance of a paper in one source, in the source's own words."""

    source: str
    """Name of the file, relative to the raw folder, with forward slashes."""
    layout: str
    """Which form the source has: ``spaced``, ``dense``, ``details``, ``daily-json``, ``page-html``, ``csv`` ..."""
    position: int
    """0 for the first entry of its source."""
    line: int
    """Line of the title in the file, from 1; of a table without lines (Parquet) the row, from 1."""
    title: str
    abstract: str
    """Empty where the source has none: then only the title is read."""
    printed: PrintedDate | None = None
    """Publication date as printed with the entry."""
    published: date | None = None
    """Publication date where the source states it with its year; see ``published_precision``."""
    listed_on: date | None = None
    """Listing date where the source itself states it in full."""
    n_authors: int | None = None
    organization: str | None = None
    n_comments: int | None = None
    upvotes: int | None = None
    arxiv_id: str | None = None
    url: str | None = None
    keywords: tuple[str, ...] = ()
    published_precision: Precision = "day"
    """How much of ``published`` is known: ``2024`` alone is 1 January with the precision ``year``."""


@dataclass(frozen=True)
class Problem:
    """One thing that was skipped or is doubted."""

    source: str
    line: int
    """Line in the file, from 1; 0 where the whole file is meant."""
    reason: str
    """One sentence: what was expected, what was found."""
    text: str = ""
    """The start of the text in question, at most 120 characters."""


@dataclass(frozen=True)
class LineCounts:
    """What became of each line of a page that is not blank: every one is counted once."""

    titles: int = 0
    abstracts: int = 0
    details: int = 0
    """Authors, organizations, separators and publication dates."""
    headings: int = 0
    """Listing dates."""
    chrome: int = 0
    """What the page itself says: its name, its buttons."""
    problems: int = 0
    """What fits no paper and is named among the problems."""

    @property
    def total(self) -> int:
        """How many lines are not blank."""
        return self.titles + self.abstracts + self.details + self.headings + self.chrome + self.problems


@dataclass(frozen=True)
class Dump:
    """All that one source holds."""

    source: str
    layout: str
    heading: PrintedDate | None
    """The listing date the page prints, without a year."""
    entries: tuple[Entry, ...]
    """None for a listing day on which nothing was listed."""
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    """Facts worth a line in the report that are no problem, such as an encoding other than UTF-8."""
    listed_on: date | None = None
    """The listing date where the source states one for all of it, in full."""
    lines: LineCounts | None = None
    """Set by readers that go line by line."""
