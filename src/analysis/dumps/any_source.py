"""A file of any kind handed to its reader: kinds are told apart by content, the name is only a hint; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from analysis.dumps import atom, daily_json, page_html, records, references
from analysis.dumps.columns import Columns
from analysis.dumps.decoding import Decoded, NotText, decode
from analysis.dumps.entries import Dump, Problem
from analysis.dumps.json_objects import read_objects
from analysis.dumps.page_lines import LONGEST_LINE, Kind, page_lines
from analysis.dumps.page_text import read_page_text
from analysis.dumps.soup import NoPage

_PARQUET = b"PAR1"
_DOCUMENTS = re.compile(r"(readme|licen[cs]e|changelog|changes|notice|contributing|copying|todo)\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(#{1,6} |```|[-*+] \S|> |\|)", re.MULTILINE)
_JSON = re.compile(r"\s*(?:\[\s*(?:[{\]]|$)|\{\s*[\"}])")
_XML = re.compile(r"\s*<(?:\?xml|feed\b|rss\b)", re.IGNORECASE)


class NoDump(ValueError):
    """A file that is no dump; the message says what it is instead, or what it lacks."""


def read_source(source: str, data: bytes, columns: Columns) -> Dump:
    """Read a file as what its content shows it to be.

    :param source: name of the file, relative to the raw folder, with forward slashes.
    :param data: the whole file.
    :param columns: our field -> their column, for tables and references.
    :raises NoDump: it holds no papers, or cannot be read at all.
    """
    try:
        if data.startswith(_PARQUET):
            return _checked(records.read_parquet(source, data, columns))
        page = page_html.html_of_mhtml(data)
        decoded = decode(data if page is None else page)
        dump = _read_text(source, decoded.text, columns)
    except (NotText, records.NoTable, page_html.NoListing, NoPage) as error:
        raise NoDump(str(error)) from error
    return _with_encoding(_checked(dump), decoded)


def _read_text(source: str, text: str, columns: Columns) -> Dump:
    name = source.rpartition("/")[2]
    if not text.strip("\ufeff \t\r\n"):
        raise NoDump("the file is empty")
    if _DOCUMENTS.match(name):
        raise NoDump("its name says that it is a document about something else")
    _, dot, ending = name.rpartition(".")
    text = text.removeprefix("\ufeff")
    reader = _reader(text, ending.lower() if dot else "", columns)
    if reader is not None:
        return reader(source, text)
    if _XML.match(text):
        raise NoDump("XML, but no Atom feed; expected a listing page, or an export as CSV, JSON, BibTeX or RIS")
    dump = read_page_text(source, text)
    if reason := _no_listing(dump, text):
        raise NoDump(reason)
    return dump


def _reader(text: str, ending: str, columns: Columns) -> Callable[[str, str], Dump] | None:
    """Choose by content, or by the name's ending where the content could be several things; None is a page."""
    if page_html.is_html(text) or (ending in ("html", "htm") and "<" in text):
        return page_html.read_page_html
    if atom.is_atom(text):
        return atom.read_atom
    if _JSON.match(text) or ending in ("json", "jsonl", "ndjson"):
        return lambda source, text: _read_json(source, text, columns)
    if references.is_ris(text):
        return lambda source, text: references.read_ris(source, text, columns)
    if references.is_bibtex(text):
        return lambda source, text: references.read_bibtex(source, text, columns)
    if ending in ("csv", "tsv") or records.csv_delimiter(text[:20_000], columns):
        return lambda source, text: records.read_csv(source, text, columns)
    return None


def _read_json(source: str, text: str, columns: Columns) -> Dump:
    objects = read_objects(text)
    if daily_json.looks_daily(objects):
        return daily_json.daily_dump(source, objects)
    if not objects.objects and objects.damages:
        first = objects.damages[0]
        raise NoDump(f"line {first.line}: {first.reason}")
    return records.read_json_records(source, objects, columns)


def _checked(dump: Dump) -> Dump:
    """Let a dump without entries pass only where it is the list of a day on which nothing was listed."""
    if dump.entries or (not dump.problems and dump.listed_on is not None):
        return dump
    if dump.problems:
        first = dump.problems[0]
        raise NoDump(f"no paper in it could be read; line {first.line}: {first.reason}")
    raise NoDump("it holds no paper and no day; an empty listing day needs its date in the file's name")


def _with_encoding(dump: Dump, decoded: Decoded) -> Dump:
    if not decoded.note:
        return dump
    problems = dump.problems
    if decoded.damaged_line is not None:
        problems = (Problem(dump.source, decoded.damaged_line, decoded.note), *problems)
    return replace(dump, notes=(decoded.note, *dump.notes), problems=problems)


def _no_listing(dump: Dump, text: str) -> str:
    """Say why a text, once read, is not taken for a listing page; empty if it is one."""
    longest = max(map(len, text.splitlines()))
    if not dump.entries and longest > LONGEST_LINE:
        return f"a single line of {longest:,} characters; no abstract is longer than {LONGEST_LINE:,}"
    if not dump.entries:
        return "no title with an abstract behind it was found"
    if any(line.kind is Kind.CHROME for line in page_lines(text[:2000])):
        return ""
    if len(_MARKDOWN.findall(text)) >= 2:
        return "it reads like a Markdown document"
    if len(dump.problems) > len(dump.entries):
        return f"most of its lines fit no paper ({len(dump.entries)} read, {len(dump.problems)} doubtful)"
    return ""
