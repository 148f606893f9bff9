"""Records with columns of any name turned into entries: which column means what, and what a record lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.dumps.entries import Dump, Entry, Problem
from analysis.dumps.page_lines import excerpt
from analysis.dumps.values import Day, arxiv_of, count_of, day_of, doi_of, link_of, text_of, texts_of

Columns = Mapping[str, str]
"""Our field -> their column, as ``[columns]`` of the settings states it; the known names hold for all others."""

# In the order in which they are tried, as written by Zotero, Mendeley, EndNote, Scopus, Web of Science, arXiv and
# OpenReview; compared without case and punctuation.
_KNOWN: dict[str, tuple[str, ...]] = {
    "title": ("title", "papertitle", "articletitle", "primarytitle", "documenttitle", "titles", "ti", "t1"),
    "abstract": ("abstract", "abstractnote", "summary", "paperabstract", "notesabstract", "ab", "n2"),
    "published": (
        *("published", "publishedat", "publishedon", "publicationdate", "datepublished", "date", "issued"),
        *(
            "dateofpublication",
            "submitted",
            "submitteddate",
            "da",
            "year",
            "publicationyear",
            "py",
            "pubyear",
            "y1",
        ),
        "updatedate",
    ),
    "listed_on": ("listedon", "listed", "listingdate", "submittedondailyat", "dailydate", "datelisted"),
    "authors": ("authors", "author", "firstauthors", "authornames", "authorlist", "creators", "au", "a1"),
    "n_authors": ("nauthors", "numauthors", "numberofauthors", "authorcount"),
    "organization": ("organization", "organisation", "institution", "affiliation", "affiliations"),
    "upvotes": ("upvotes", "numupvotes", "likes", "votes"),
    "n_comments": ("ncomments", "numcomments", "commentcount"),
    "arxiv_id": (
        *("arxivid", "arxiv", "eprint", "arxivnumber", "id", "paperid", "entryid", "number", "journal"),
        *("journalname", "journaltitle", "publicationtitle", "note", "notes", "extra", "howpublished", "doi"),
    ),
    "url": ("url", "urls", "link", "links", "ur", "paperurl", "href", "absurl", "entryid", "pdfurl"),
    "doi": ("doi", "do", "digitalobjectidentifier"),
    "keywords": (
        *("keywords", "keyword", "aikeywords", "authorkeywords", "manualtags", "automatictags", "tags", "kw"),
        "indexkeywords",
    ),
}
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Record:
    """One row, object or reference."""

    line: int
    """Where it starts in the file, from 1; of a Parquet table the row, from 1."""
    values: Mapping[str, object]
    """By their own column names."""


@dataclass(frozen=True)
class Source:
    """What the records of one file have in common."""

    name: str
    """Of the file, relative to the raw folder."""
    layout: str
    columns: Columns


def column_of(field: str, names: Iterable[str], columns: Columns) -> str | None:
    """Return which of ``names`` holds a field, by the settings or by its known names; None where none does."""
    by_name = {_bare(name): name for name in reversed(list(names))}
    return next((by_name[known] for known in _names_of(field, columns) if known in by_name), None)


def known_columns(names: Sequence[str], columns: Columns) -> list[str]:
    """Return those of ``names`` that may hold a field of a paper, in their order."""
    known = {name for field in _KNOWN for name in _names_of(field, columns)}
    return [name for name in names if _bare(name) in known]


def is_table_of_papers(names: Sequence[str], columns: Columns) -> bool:
    """Tell a header of papers from a line of text: a title and at least one more known column."""
    known = [field for field in _KNOWN if column_of(field, names, columns) is not None]
    return "title" in known and len(known) > 1


def records_dump(source: Source, records: Iterable[Record], problems: Iterable[Problem] = ()) -> Dump:
    """Turn records into a dump; those without a title become problems.

    :param problems: what goes wrong while the records are found; looked at when all are.
    """
    told: list[Problem] = []
    entries: list[Entry] = []
    for record in records:
        reader = _Reader(record.values, source.columns)
        title = reader.text("title")
        if not title:
            shown = "; ".join(text for text in map(text_of, record.values.values()) if text)
            told.append(Problem(source.name, record.line, "a record without a title was left out", excerpt(shown)))
            continue
        entries.append(_entry(source, record.line, len(entries), title, reader))
        if reader.doubts:
            told.append(Problem(source.name, record.line, "; ".join(reader.doubts), excerpt(title)))
    bare = sum(not entry.abstract for entry in entries)
    notes = (f"{bare} of {len(entries)} papers without an abstract: only their titles are read",) if bare else ()
    return Dump(source.name, source.layout, None, tuple(entries), (*problems, *told), notes)


def _entry(source: Source, line: int, position: int, title: str, reader: _Reader) -> Entry:
    published, listed = reader.day("published"), reader.day("listed_on")
    doi = doi_of(reader.text("doi"))
    link = next((link for value in reader.all("url") if (link := link_of(value))), None)
    return Entry(
        source.name,
        source.layout,
        position,
        line,
        title,
        reader.text("abstract"),
        published=published.when if published else None,
        published_precision=published.precision if published else "day",
        listed_on=listed.when if listed and listed.precision == "day" else None,
        n_authors=reader.count("n_authors") or _n_authors(reader.value("authors"), source.layout),
        organization=reader.text("organization") or None,
        upvotes=reader.count("upvotes"),
        n_comments=reader.count("n_comments"),
        arxiv_id=next((found for value in reader.all("arxiv_id") if (found := arxiv_of(value))), None),
        url=link or (f"https://doi.org/{doi}" if doi else None),
        keywords=texts_of(reader.value("keywords")),
    )


class _Reader:
    """The values of one record by our names, with a list of what could not be read."""

    def __init__(self, values: Mapping[str, object], columns: Columns) -> None:
        # of columns that differ only in case and punctuation the first holds
        self._values = {_bare(name): value for name, value in reversed(list(values.items()))}
        self._columns = columns
        self.doubts: list[str] = []

    def all(self, field: str) -> list[object]:
        found = (self._values.get(name) for name in _names_of(field, self._columns))
        return [value for value in found if value not in (None, "", [], ()) and value == value]

    def value(self, field: str) -> object:
        return next(iter(self.all(field)), None)

    def text(self, field: str) -> str:
        return next((text for text in map(text_of, self.all(field)) if text), "")

    def count(self, field: str) -> int | None:
        value = self.value(field)
        read = count_of(value)
        self._doubt(field, value, read)
        return read

    def day(self, field: str) -> Day | None:
        values = [value[0] if isinstance(value, list | tuple) else value for value in self.all(field)]
        days = [day for day in map(day_of, values) if day is not None]
        # a record may state its year and its whole date in two columns
        best = max(days, key=lambda day: ("year", "month", "day").index(day.precision), default=None)
        self._doubt(field, next(iter(values), None), best)
        return best

    def _doubt(self, field: str, value: object, read: object) -> None:
        if value is not None and read is None and str(value).strip():
            self.doubts.append(f"{field}: {excerpt(str(value))!r} cannot be read and was set aside")


def _names_of(field: str, columns: Columns) -> list[str]:
    stated = [_bare(columns[field])] if field in columns else []
    return [*stated, *_KNOWN.get(field, ())]


def _bare(name: str) -> str:
    return _LETTERS.sub("", str(name)).casefold() or str(name)


def _n_authors(value: object, layout: str) -> int | None:
    """Count names where how they are separated leaves no doubt."""
    if isinstance(value, list | tuple):
        return len(value) or None
    text = text_of(value)
    if not text:
        return None
    if layout == "bibtex":
        names = re.split(r"\s+and\s+", text)
        return len(names) if "others" not in names else None
    if ";" in text:
        return len([name for name in text.split(";") if name.strip()])
    names = [name.strip() for name in re.split(r",\s*and\s+|\s+and\s+|,", text) if name.strip()]
    # `Last, First` has a comma too; whole names have a space
    return len(names) if len(names) == 1 or all(" " in name for name in names) else None
