"""What every reader promises for any bytes whatever; the fuzzer looks for bytes for which it does not hold."""

from __future__ import annotations

from collections.abc import Callable

from analysis.dumps.any_source import NoDump, read_source
from analysis.dumps.atom import read_atom
from analysis.dumps.daily_json import read_daily_json
from analysis.dumps.decoding import NotText, decode
from analysis.dumps.entries import Dump
from analysis.dumps.json_objects import read_objects
from analysis.dumps.page_html import NoListing, html_of_mhtml, read_page_html
from analysis.dumps.page_text import read_page_text
from analysis.dumps.records import NoTable, read_csv, read_json_records
from analysis.dumps.references import read_bibtex, read_ris
from analysis.dumps.soup import NoPage
from analysis.matching import normalised_title
from analysis.readable import readable

COLUMNS = {"title": "Name of the work"}


def keeps(dump: Dump, text: str) -> None:
    """Fail unless a dump is fit for all that comes after reading."""
    n_lines = text.count("\n") + text.count("\r") + 1
    for position, entry in enumerate(dump.entries):
        assert entry.title, "an entry without a title"
        assert entry.position == position, "positions have a gap"
        assert 1 <= entry.line <= n_lines, f"line {entry.line} of {n_lines}"
        for said in (entry.title, entry.abstract, entry.organization or "", *entry.keywords):
            assert "\n" not in said, "a line break in a text"
            said.encode("utf-8")
        assert normalised_title(readable(entry.title)) is not None
        readable(entry.abstract)
    for problem in dump.problems:
        assert 0 <= problem.line <= n_lines, f"problem in line {problem.line} of {n_lines}"
        assert problem.reason, "a problem without a reason"
        assert len(problem.text) <= 120, "a problem quotes too much"


def _text(data: bytes) -> str:
    try:
        return decode(data).text
    except NotText:
        return ""


def _page_text(data: bytes) -> None:
    text = _text(data)
    keeps(read_page_text("a.txt", text), text)


def _page_html(data: bytes) -> None:
    page = html_of_mhtml(data)
    text = _text(data if page is None else page)
    try:
        keeps(read_page_html("a.html", text), text)
    except NoListing as error:
        assert str(error)


def _daily_json(data: bytes) -> None:
    text = _text(data)
    keeps(read_daily_json("2025-03-11.json", text), text)


def _records(data: bytes) -> None:
    text = _text(data)
    for read in (read_csv, lambda source, text, columns: read_json_records(source, read_objects(text), columns)):
        try:
            keeps(read("a.csv", text, COLUMNS), text)
        except NoTable as error:
            assert str(error)


def _references(data: bytes) -> None:
    text = _text(data)
    keeps(read_bibtex("a.bib", text, COLUMNS), text)
    keeps(read_ris("a.ris", text, COLUMNS), text)


def _atom(data: bytes) -> None:
    text = _text(data)
    try:
        keeps(read_atom("a.xml", text), text)
    except NoPage as error:
        assert str(error)


def _any_source(data: bytes) -> None:
    try:
        dump = read_source("a", data, COLUMNS)
    except NoDump as error:
        assert str(error), "refused without a word"
        return
    page = html_of_mhtml(data)
    # of a table without lines the row counts
    keeps(dump, _text(data if page is None else page) or "\n" * (len(dump.entries) + len(dump.problems)))


READERS: dict[str, Callable[[bytes], None]] = {
    "page-text": _page_text,
    "page-html": _page_html,
    "daily-json": _daily_json,
    "records": _records,
    "references": _references,
    "atom": _atom,
    "any-source": _any_source,
}
"""Name of a reader -> what fails where a promise of it does not hold for these bytes."""
