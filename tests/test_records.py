"""Exports as CSV, JSON and Parquet: columns of any common name, others by the settings."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
import pytest

from analysis.dumps.any_source import NoDump, read_source
from analysis.dumps.entries import Dump, Entry, Problem

ZOTERO = (
    '"Key","Publication Year","Author","Title","DOI","Url","Abstract Note","Date","Manual Tags"\n'
    '"X1","2025","Doe, Jane; Roe, Kim","Sinks, and ""More""","10.48550/arXiv.2503.01234",'
    '"http://arxiv.org/abs/2503.01234","Two\nlines.","2025-03-11","attention; sinks"\n'
    '"X2","2024","Doe, Jane","Plain","10.1000/x","","","2024",""\n'
)
ARXIV = (
    '{"id":"0704.0001","title":"Calculation of\\n  Things","abstract":"  We calculate.",'
    '"authors":"C. B\\u00e1z, E. L. B and P. M. N","comments":"37 pages","update_date":"2008-11-26"}\n'
    '{"id":"0704.0002","title":"More Things","abstract":"We do.",'
    '"authors":"Ileana S","update_date":"2008-12-13"}\n'
)
CSL = (
    '[{"title": "A Paper", "abstract": "Its abstract.", "issued": {"date-parts": [[2025, 3]]}, '
    '"author": [{"family": "Doe"}, {"family": "Roe"}], "DOI": "10.1000/y", "keyword": "a, b"}]'
)


def read(text: str | bytes, source: str = "export", **columns: str) -> Dump:
    return read_source(source, text.encode() if isinstance(text, str) else text, columns)


def titles(dump: Dump) -> list[str]:
    return [entry.title for entry in dump.entries]


def test_an_export_of_zotero_is_read_without_any_setting() -> None:
    dump = read(ZOTERO)
    assert dump.layout == "csv"
    assert dump.entries[0] == Entry(
        "export",
        "csv",
        position=0,
        line=2,
        title='Sinks, and "More"',
        abstract="Two lines.",
        published=date(2025, 3, 11),
        n_authors=2,
        arxiv_id="2503.01234",
        url="http://arxiv.org/abs/2503.01234",
        keywords=("attention", "sinks"),
    )
    second = dump.entries[1]
    assert (second.line, second.published, second.published_precision) == (4, date(2024, 1, 1), "year")
    assert (second.url, second.n_authors, second.keywords) == ("https://doi.org/10.1000/x", None, ())
    assert dump.notes == ("1 of 2 papers without an abstract: only their titles are read",)


def test_the_metadata_of_arxiv_as_json_lines_are_read_without_any_setting() -> None:
    dump = read(ARXIV)
    assert dump.layout == "json-lines"
    assert titles(dump) == ["Calculation of Things", "More Things"]
    assert [entry.arxiv_id for entry in dump.entries] == ["0704.0001", "0704.0002"]
    assert [entry.n_authors for entry in dump.entries] == [3, 1]
    assert [entry.published for entry in dump.entries] == [date(2008, 11, 26), date(2008, 12, 13)]
    assert [entry.n_comments for entry in dump.entries] == [None, None]
    assert dump.problems == ()


def test_the_json_of_reference_managers_is_read() -> None:
    (entry,) = read(CSL).entries
    assert (entry.title, entry.n_authors, entry.url) == ("A Paper", 2, "https://doi.org/10.1000/y")
    assert (entry.published, entry.published_precision) == (date(2025, 3, 1), "month")
    assert entry.keywords == ("a", "b")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\n\r\n"])
def test_the_separator_and_the_line_ends_are_found_by_themselves(mark: str, end: str) -> None:
    rows = [["Title", "Abstract", "Listed on"], ["One", "First.", "2025-03-11"], ["Two", "Second.", "2025-03-12"]]
    dump = read("\ufeff" + end.join(mark.join(row) for row in rows))
    assert titles(dump) == ["One", "Two"]
    assert [entry.listed_on for entry in dump.entries] == [date(2025, 3, 11), date(2025, 3, 12)]


def test_the_first_line_that_a_spreadsheet_writes_is_no_header() -> None:
    dump = read("sep=;\nTitle;Abstract\nOne;First.\n")
    assert [(entry.line, entry.title) for entry in dump.entries] == [(3, "One")]
    with pytest.raises(NoDump, match="it holds no paper"):
        read("sep=;\nTitle;Abstract", "a.csv")
    with pytest.raises(NoDump, match=r"no column for titles among its columns \(sep=, \)"):
        read("sep=;", "a.csv")


def test_columns_that_do_not_explain_themselves_are_named_in_the_settings() -> None:
    text = "Paper;Text;Read on;Likes?\nOne;First.;2025-03-11;7\n"
    with pytest.raises(NoDump, match=r"no column for titles among its columns \(Paper, Text, Read on, Likes\?\)"):
        read(text, "mine.csv")
    dump = read(text, "mine.csv", title="Paper", abstract="text", listed_on="Read on", upvotes="Likes?")
    (entry,) = dump.entries
    assert (entry.title, entry.abstract, entry.upvotes) == ("One", "First.", 7)
    assert entry.listed_on == date(2025, 3, 11)


def test_every_column_of_a_paper_arrives_under_its_common_name() -> None:
    head = "Title;Abstract;Date listed;Number of authors;Organisation;Likes;Comment count;Link;Keywords"
    dump = read(f"{head}\nOne;First.;2025-03-11;7;Acme Inc.;12;3;https://arxiv.org/abs/2503.01234;sinks, heads\n")
    assert dump.entries == (
        Entry(
            "export",
            "csv",
            position=0,
            line=2,
            title="One",
            abstract="First.",
            listed_on=date(2025, 3, 11),
            n_authors=7,
            organization="Acme Inc.",
            upvotes=12,
            n_comments=3,
            url="https://arxiv.org/abs/2503.01234",
            keywords=("sinks", "heads"),
        ),
    )
    assert (dump.notes, dump.problems) == ((), ())
    (bare,) = read("title,year\nTwo,\n").entries
    assert bare == Entry("export", "csv", 0, 2, "Two", "")


def test_a_stated_column_that_a_file_does_not_have_leaves_the_known_names() -> None:
    assert titles(read(ZOTERO, title="Paper")) == ['Sinks, and "More"', "Plain"]


def test_rows_that_do_not_fit_are_read_as_far_as_they_do_and_named() -> None:
    dump = read("title,abstract\nOne,First.,more\nTwo\n,no title\nThree,Third.\n")
    assert titles(dump) == ["One", "Two", "Three"]
    assert dump.problems == (
        Problem("export", 2, "a row of 3 cells under a header of 2: read as far as it fits", "One,First.,more"),
        Problem("export", 3, "a row of 1 cells under a header of 2: read as far as it fits", "Two"),
        Problem("export", 4, "a record without a title was left out", "no title"),
    )


def test_a_missing_quotation_mark_is_named() -> None:
    text = 'title,abstract\n"One,First.\n' + "Two,Second. " * 20_000 + "\nThree,Third.\n"
    dump = read(text, "a.csv")
    assert titles(dump) == ["Three"]
    assert (dump.problems[0].source, dump.problems[0].line) == ("a.csv", 2)
    assert "is a quotation mark missing?" in dump.problems[0].reason


def test_json_that_breaks_off_keeps_what_came_and_names_the_rest() -> None:
    dump = read('{"title": "One"}\n{"title": "Two"\n{"title": "Three"}\n', "sub/a.jsonl")
    assert [(entry.source, entry.line, entry.title) for entry in dump.entries] == [
        ("sub/a.jsonl", 1, "One"),
        ("sub/a.jsonl", 3, "Three"),
    ]
    (problem,) = dump.problems
    assert (problem.source, problem.line, problem.text) == ("sub/a.jsonl", 2, '{"title": "Two" {"title": "Three"}')
    assert "JSON" in problem.reason


def test_values_that_cannot_be_read_are_set_aside_and_named() -> None:
    dump = read("title,date,upvotes\nOne,03/04/2025,many\n")
    reason = (
        "published: '03/04/2025' cannot be read and was set aside; "
        "upvotes: 'many' cannot be read and was set aside"
    )
    assert dump.problems == (Problem("export", 2, reason, "One"),)
    assert (dump.entries[0].published, dump.entries[0].upvotes) == (None, None)


@pytest.mark.parametrize(
    ("authors", "count"),
    [
        ("Doe, Jane", None),
        ("Doe, J; Roe, K", 2),
        ("Jane Doe, Kim Roe and A. Poe", 3),
        ("Jane Doe", 1),
        ("", None),
    ],
)
def test_authors_are_counted_where_their_separation_leaves_no_doubt(authors: str, count: int | None) -> None:
    assert read(f'title,authors\nOne,"{authors}"\n').entries[0].n_authors == count


def parquet(frame: pd.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.to_parquet(held, index=False)
    return held.getvalue()


def test_a_parquet_table_is_read_with_its_own_types() -> None:
    frame = pd.DataFrame(
        {
            "title": ["One", "Two", None],
            "abstract": ["First.", None, "Third."],
            "publishedAt": [datetime(2025, 3, 11, 23), pd.NaT, pd.NaT],
            "year": [2025.0, 2024.0, float("nan")],
            "ai_keywords": [["a", "b"], [], None],
            "num_authors": [3, 4, 5],
        }
    )
    dump = read(parquet(frame), "table")
    assert (dump.source, dump.layout) == ("table", "parquet")
    assert titles(dump) == ["One", "Two"]
    first, second = dump.entries
    assert (first.published, first.published_precision, first.keywords) == (date(2025, 3, 11), "day", ("a", "b"))
    assert (second.published, second.published_precision, second.abstract) == (date(2024, 1, 1), "year", "")
    assert [entry.n_authors for entry in dump.entries] == [3, 4]
    assert [(each.line, each.reason) for each in dump.problems] == [(3, "a record without a title was left out")]


@pytest.mark.parametrize("cut", [4, 100, -1])
def test_a_parquet_table_cut_off_is_named(cut: int) -> None:
    data = parquet(pd.DataFrame({"title": ["One"], "abstract": ["First."]}))
    with pytest.raises(NoDump, match=r"it cannot be read as Parquet \((?!None).{12,}\); was it cut off\?$"):
        read(data[:cut])


def test_a_parquet_table_of_something_else_is_named_with_its_columns() -> None:
    said = 'name the column in the settings: [columns] title = "..."'
    with pytest.raises(NoDump, match=rf"no column for titles among its columns \(x, y\); .*{re.escape(said)}$"):
        read(parquet(pd.DataFrame({"x": [1], "y": [2]})))
    with pytest.raises(NoDump, match=r"no column for titles among its columns \(none\)"):
        read("[{}, {}]")


FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <title>arXiv Query</title>
  <entry>
    <id>http://arxiv.org/abs/2503.01234v2</id>
    <title>First Tokens
  &amp; More</title>
    <published>2025-03-03T18:00:00Z</published>
    <summary>  We look at them.
</summary>
    <author><name>Jane Doe</name></author><author><name>Kim Roe</name></author>
    <link href="https://arxiv.org/abs/2503.01234v2" rel="alternate"/>
  </entry>
  <entry><id>http://arxiv.org/abs/2503.09999v1</id><summary>No title.</summary></entry>
  <entry><title type="xhtml">In <i>other</i> words</title><arxiv:doi>10.1000/z</arxiv:doi></entry>
</feed>
"""


def test_the_answer_of_the_arxiv_api_is_read() -> None:
    dump = read(FEED)
    entry, other = dump.entries
    assert (entry.title, entry.abstract, entry.layout) == ("First Tokens & More", "We look at them.", "atom")
    assert (entry.arxiv_id, entry.url) == ("2503.01234", "http://arxiv.org/abs/2503.01234v2")
    assert (entry.published, entry.n_authors, entry.line) == (date(2025, 3, 3), 2, 4)
    assert (other.source, other.title, other.url) == ("export", "In other words", "https://doi.org/10.1000/z")
    assert dump.problems == (
        Problem(
            "export",
            14,
            "a record without a title was left out",
            "No title.; http://arxiv.org/abs/2503.09999v1; http://arxiv.org/abs/2503.09999v1",
        ),
    )


@pytest.mark.parametrize("names", [["title"], ["milk", "bread"], ["date", "year"]])
def test_a_line_with_commas_is_no_header(names: Sequence[str]) -> None:
    with pytest.raises(NoDump, match="no title with an abstract behind it"):
        read(",".join(names) + "\na,b\n")
