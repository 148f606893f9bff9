"""Files are told apart by what they hold, and no damage to any of them stops the reading."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_daily_json import late
from test_page_html import card, component, item, page
from test_records import ARXIV, CSL, FEED, ZOTERO
from test_references import BIB, RIS

from analysis.dumps.any_source import NoDump, read_source
from analysis.dumps.entries import Dump

BODY = " ".join(f"Sentence {number} tells more about the paper and its results." for number in range(9))
SOURCES = {
    "spaced": "\n\n".join(["Subscribe", "byAK and the research community", "Mar 11", "A Title", BODY]),
    "daily-json": json.dumps([late(0), late(1)], indent=1),
    "page-html": page(component({"dailyPapers": [item(0)]}) + card(0)),
    "csv": ZOTERO,
    "json-lines": ARXIV,
    "json": CSL,
    "atom": FEED,
    "bibtex": BIB,
    "ris": RIS,
}


@pytest.mark.parametrize("layout", SOURCES)
@pytest.mark.parametrize("name", ["export", "export.txt", "folder.json/export.dat"])
def test_a_source_is_told_by_its_content_whatever_its_name(layout: str, name: str) -> None:
    dump = read_source(name, SOURCES[layout].encode(), {})
    assert dump.layout == layout
    assert {found.source for found in (dump, *dump.entries, *dump.problems)} == {name}


@pytest.mark.parametrize("name", ["a.html", "a.HTM"])
def test_a_part_of_a_page_of_html_is_told_by_the_ending_of_its_name(name: str) -> None:
    assert read_source(name, f"News of <b>today</b> {card(0)}".encode(), {}).layout == "page-html"
    assert read_source(name, SOURCES["spaced"].encode(), {}).layout == "spaced"


@pytest.mark.parametrize("name", ["readme.txt", "2025/march/README", "2025/license.md"])
def test_a_document_about_the_folder_is_told_by_its_name_wherever_it_lies(name: str) -> None:
    with pytest.raises(NoDump, match="^its name says that it is a document about something else$"):
        read_source(name, SOURCES["spaced"].encode(), {})
    assert read_source("readme/a.txt", SOURCES["spaced"].encode(), {}).layout == "spaced"


def test_papers_without_a_page_around_them_may_be_as_many_as_what_is_doubtful() -> None:
    text = f"Pointer Paths\n{BODY}\nGate Paths\nRing Paths\n{BODY}\nLost Paths\n\u00b7"
    dump = read_source("a", text.encode(), {})
    assert (len(dump.entries), len(dump.problems)) == (2, 2)


@pytest.mark.parametrize("layout", SOURCES)
def test_byte_order_mark_encoding_and_line_ends_do_not_matter(layout: str) -> None:
    plain = read_source("a", SOURCES[layout].encode(), {})
    for data in (
        SOURCES[layout].encode("utf-8-sig"),
        "\ufeff".encode() + SOURCES[layout].encode("utf-8-sig"),
        SOURCES[layout].replace("\n", "\r\n").encode(),
        SOURCES[layout].encode("utf-16"),
    ):
        other = read_source("a", data, {})
        assert [entry.title for entry in other.entries] == [entry.title for entry in plain.entries]
        assert [entry.abstract for entry in other.entries] == [entry.abstract for entry in plain.entries]


def test_the_encoding_is_noted_beside_what_the_reader_notes() -> None:
    dump = read_source("a", "Title;Year\nCafé;2025\n".encode("cp1252"), {})
    assert dump.entries[0].title == "Café"
    assert dump.notes == (
        "read as Windows-1252 (cp1252): not valid UTF-8 in line 2",
        "1 of 1 papers without an abstract: only their titles are read",
    )


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.jsonl", "not json", r"line 1: broken JSON \(Expecting value\)"),
        ("a.b.ndjson", "not json", r"line 1: broken JSON \(Expecting value\)"),
        ("json", "not json", "^no title with an abstract behind it was found$"),
        ("a.tsv", "x\ty\n1\t2\n", r"no column for titles among its columns \(x, y\)"),
        ("a.txt", f"# One\n{BODY}\n# Two\n{BODY}", "^it reads like a Markdown document$"),
        ("a.json", "[]", "an empty listing day needs its date in the file's name"),
        ("a.json", "{", r"line 1: broken JSON \(Expecting property name"),
        ("a.json", "not json", r"line 1: broken JSON \(Expecting value\)"),
        ("a", '{"title": "A"', "line 1: broken JSON .* was the file cut off"),
        ("a", '[{"paper": {}}]', "no paper in it could be read; line 1: an entry without a title"),
        ("a", '[{"x": 1}]', r"no column for titles among its columns \(x\)"),
        ("a.csv", "x,y\n1,2\n", r"no column for titles among its columns \(x, y\)"),
        ("a.csv", "title,abstract\n", "it holds no paper"),
        ("a.bib", "@comment{nothing here}", "it holds no paper"),
        ("a.xml", "<?xml version='1.0'?><records/>", "XML, but no Atom feed"),
        ("a.html", "<!DOCTYPE html><p>News</p>", "a page of HTML that lists no paper"),
    ],
)
def test_what_holds_no_paper_is_named_with_the_reason(name: str, text: str, reason: str) -> None:
    with pytest.raises(NoDump, match=reason):
        read_source(name, text.encode(), {})


@given(layout=st.sampled_from(sorted(SOURCES)), data=st.data())
def test_no_damage_to_a_source_stops_the_reading(layout: str, data: st.DataObject) -> None:
    whole = SOURCES[layout].encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    patch = data.draw(
        st.sampled_from([b"", b'"', b"{", b"}", b"]", b"\n", b"\\", b"\xff", b"\x00", b"<", b"9" * 5000])
    )
    cut = data.draw(st.sampled_from([len(whole), end]))
    try:
        found = read_source("2025-03-11", whole[:start] + patch + whole[end:cut], {})
    except NoDump as error:
        assert str(error)
    else:
        assert isinstance(found, Dump)
        assert all(entry.title and entry.line >= 1 for entry in found.entries)
        assert all(problem.reason and len(problem.text) <= 120 for problem in found.problems)
        found_text = "".join(entry.title + entry.abstract for entry in found.entries)
        assert found_text.encode()
