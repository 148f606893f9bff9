"""Every field of a listing day and of a saved page arrives, wherever it stands; every problem says where."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from analysis.dumps.any_source import NoDump, read_source
from analysis.dumps.daily_json import day_in_name, looks_daily, read_daily_json
from analysis.dumps.entries import Entry, PrintedDate, Problem
from analysis.dumps.folder import read_some
from analysis.dumps.json_objects import read_objects
from analysis.dumps.page_html import NoListing, read_page_html
from analysis.dumps.references import read_bibtex, read_ris

ABSTRACT = " ".join(f"Sentence {part} says one more thing about the paper." for part in range(9))


def day(*items: object, name: str = "daily/2025-03-11.json") -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    dump = read_daily_json(name, json.dumps(list(items), indent=1))
    return dump.entries, dump.problems


def test_what_stands_beside_the_paper_counts_where_the_paper_does_not_say_it() -> None:
    beside = {
        "paper": {"id": "2503.01234", "upvotes": 3, "publishedAt": "2025-03-10"},
        "title": "Pointer Paths",
        "summary": ABSTRACT,
        "organization": {"name": "acme", "fullname": "Acme Inc."},
        "submittedOnDailyAt": "2025-03-09T23:00:00-02:00",
    }
    ((entry,), problems) = day(beside, name="day.json")
    assert (entry.title, entry.abstract, entry.organization) == ("Pointer Paths", ABSTRACT, "Acme Inc.")
    assert (entry.listed_on, entry.published, entry.published_precision) == (
        date(2025, 3, 10),
        date(2025, 3, 10),
        "day",
    )
    assert problems == ()


def test_what_the_paper_says_counts_where_nothing_stands_beside_it() -> None:
    inside = {"title": "Pointer Paths", "abstract": ABSTRACT, "numComments": 4, "organization": "Acme"}
    ((entry,), _) = day({"paper": {**inside, "publishedAt": "2025-03"}})
    assert (entry.abstract, entry.n_comments, entry.organization) == (ABSTRACT, 4, "Acme")
    assert (entry.published, entry.published_precision) == (date(2025, 3, 1), "month")
    ((undated,), _) = day({"paper": inside})
    assert (undated.published, undated.published_precision) == (None, "day")


def test_each_value_that_cannot_be_read_is_named_with_file_line_and_title() -> None:
    odd = {
        "title": "Pointer Paths",
        "summary": ABSTRACT,
        "id": "no id",
        "publishedAt": "soon",
        "submittedOnDailyAt": "later",
        "upvotes": "many",
    }
    _, problems = day({"paper": odd, "numComments": "some"})
    assert problems == (
        Problem(
            "daily/2025-03-11.json",
            2,
            "the id 'no id' cannot be read and was set aside; the publishedAt 'soon' cannot be read and was set "
            "aside; the submittedOnDailyAt 'later' cannot be read and was set aside; the upvotes 'many' cannot be "
            "read and was set aside; the numComments 'some' cannot be read and was set aside",
            "Pointer Paths",
        ),
    )


def test_an_entry_without_a_title_is_named_by_what_it_holds() -> None:
    _, problems = day({"paper": {letter: 1 for letter in "ihgfedcba"}}, {"paper": {}})
    told = [(problem.source, problem.line, problem.reason) for problem in problems]
    held = "an entry without a title was left out; it holds: "
    assert told == [
        ("daily/2025-03-11.json", 2, f"{held}a, b, c, d, e, f, g, h"),
        ("daily/2025-03-11.json", 15, f"{held}nothing"),
    ]


def test_a_break_in_the_list_is_named_with_its_place_and_text() -> None:
    dump = read_daily_json("2025-03-11.json", '[{"paper": {"title": "One"}},\n{"paper" {"title": "Two"}}]')
    (problem,) = (each for each in dump.problems if "broken JSON" in each.reason)
    assert (problem.source, problem.line, problem.text[:8]) == ("2025-03-11.json", 2, '{"paper"')


@pytest.mark.parametrize("n_days", [1, 3, 4])
def test_days_other_than_the_files_own_are_told(n_days: int) -> None:
    items = [
        {"paper": {"title": f"T{n}", "summary": "S", "submittedOnDailyAt": f"2025-04-0{n}"}} for n in range(1, 6)
    ]
    _, problems = day(*items[:n_days])
    told = ", ".join(f"2025-04-0{n}" for n in range(1, min(n_days, 3) + 1)) + (" ..." if n_days > 3 else "")
    assert problems[-1].source == "daily/2025-03-11.json"
    assert f"{n_days} of its entries say that they were listed on {told}: what" in problems[-1].reason


def test_an_empty_day_says_so_and_a_damaged_one_does_not() -> None:
    assert read_daily_json("2025-03-11.json", "[]").notes == ("nothing was listed on this day",)
    assert read_daily_json("2025-03-11.json", "[{]").notes == ()
    assert read_daily_json("2025-03-11.json", '[{"paper": {}}]').notes == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2024-01-01/b/2025-03-11.json", date(2025, 3, 11)),
        ("2024-01-01/listing.json", None),
        ("2025-02-30-2025-03-11.json", date(2025, 3, 11)),
        ("2025-03-10-to-2025-03-11.json", None),
        ("20250311.json", date(2025, 3, 11)),
    ],
)
def test_the_day_of_a_file_is_the_one_day_in_its_own_name(name: str, expected: date | None) -> None:
    assert day_in_name(name) == expected


@pytest.mark.parametrize(
    ("text", "daily"),
    [
        ("[]", True),
        ("[{]", False),
        ("", False),
        ('[{"paper": {}}, {"title": "T"}]', False),
        ('[{"paper": {}}, {"paper": {}}, {"title": "T"}]', True),
        ('[{"title": "T", "summary": "S", "upvotes": 1, "publishedAt": "2025"}]', True),
        ('[{"title": "T", "summary": "S", "upvotes": 1}]', False),
        ('[{"summary": "S", "upvotes": 1, "publishedAt": "2025"}]', False),
        ('[{"title": "T", "upvotes": 1, "publishedAt": "2025"}]', False),
    ],
)
def test_a_list_is_a_listing_day_where_most_of_it_is(text: str, daily: bool) -> None:
    assert looks_daily(read_objects(text)) is daily


def card(title: str = "Pointer Paths", number: str = "2503.01234", more: str = "", heading: str = "h3") -> str:
    link = f'<a href="/papers/{number}">{title}</a>'
    return f"<article>\n<{heading}>{link}</{heading}><p>{ABSTRACT}</p>{more}</article>"


def page(body: str) -> tuple[Entry, ...]:
    return read_page_html("saved/a.html", f"<html>\n<body>{body}</body></html>").entries


def test_a_card_is_told_in_full() -> None:
    more = (
        '<time datetime="2024-12-31T10:00:00Z">Jan 5</time><li>7 authors</li>'
        '<a href="/login?next=x">12</a><a href="/papers/2503.01234#community">3</a><a href="/code">99</a>'
    )
    (entry,) = page(card(more=more))
    assert entry == Entry(
        "saved/a.html",
        "page-html",
        0,
        3,
        "Pointer Paths",
        ABSTRACT,
        printed=PrintedDate(12, 31, 2024),
        n_authors=7,
        n_comments=3,
        upvotes=12,
        arxiv_id="2503.01234",
        url="https://huggingface.co/papers/2503.01234",
    )


def test_a_date_that_is_only_shown_counts_where_none_is_stated_to_the_day() -> None:
    for stated in ("", '<time datetime="2024">2024</time>', '<b datetime="2020-01-01"></b>'):
        (entry,) = page(card(more=f"{stated}<span>Jul 28</span>"))
        assert entry.printed == PrintedDate(7, 28)


@pytest.mark.parametrize("heading", ["h1", "h2", "h3", "h4"])
def test_any_heading_may_hold_the_title(heading: str) -> None:
    assert [entry.title for entry in page(card(heading=heading) + card("Next", "2503.09999"))] == [
        "Pointer Paths",
        "Next",
    ]


@pytest.mark.parametrize("tag", ["time", "h1", "h2", "button", "a", "div", "span"])
def test_the_listing_date_is_read_where_it_stands_alone_outside_the_cards(tag: str) -> None:
    inside = card(more=f"<{tag}>Jul 28</{tag}>")
    text = f"<html>{inside}<div><{tag}>Mar <b>1</b></{tag}></div><{tag}>Mar 11</{tag}><p>Mar 12</p></html>"
    assert read_page_html("a.html", text).heading == PrintedDate(3, 11)


def test_the_longest_paragraph_is_the_abstract_if_it_is_long_enough() -> None:
    short = "x" * 99
    (entry,) = page(card(more=f"<p>{short}</p><p>zz</p>"))
    assert entry.abstract == ABSTRACT
    (bare,) = page(card().replace(ABSTRACT, short))
    (just,) = page(card().replace(ABSTRACT, "x" * 100))
    assert (bare.abstract, just.abstract) == ("", "x" * 100)


def test_cards_without_a_title_are_named_and_articles_about_something_else_are_not() -> None:
    lost = '<article>\n<a href="/papers/2503.01234">Go</a> on</article><article><a href="/x">News</a></article>'
    dump = read_page_html("a.html", f"<html>{card()}\n{lost}</html>")
    assert [entry.position for entry in dump.entries] == [0]
    assert dump.problems == (Problem("a.html", 3, "a card of the page without a title was left out", "Go on"),)
    assert dump.notes == ()


def test_a_page_without_papers_says_so() -> None:
    with pytest.raises(NoListing, match="^a page of HTML that lists no paper; expected a saved listing page$"):
        read_page_html("a.html", "<html><h3>News</h3></html>")


def test_the_fullest_list_among_the_data_of_a_page_is_taken_with_its_date() -> None:
    def props(n_papers: int, key: str, stated: str) -> str:
        papers = [{"paper": {"title": f"{key} {number}", "summary": ABSTRACT}} for number in range(n_papers)]
        told = json.dumps({key: papers, stated: "2025-03-11"}).replace('"', "&quot;")
        return f'<div data-props="{told}"></div>'

    fuller = props(3, "dailyPapers", "dateString") + props(3, "results", "date")
    text = f"<html>\n{props(1, 'papers', 'date')}\n{fuller}"
    dump = read_page_html("a.html", text)
    assert [entry.title for entry in dump.entries] == ["dailyPapers 0", "dailyPapers 1", "dailyPapers 2"]
    assert {(entry.listed_on, entry.line) for entry in dump.entries} == {(date(2025, 3, 11), 3)}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b" \r\n\t\xef\xbb\xbf", "the file is empty"),
        ("old/README.txt", b"Title\n", "its name says that it is a document about something else"),
        (
            "a.xml",
            b"<?xml version='1.0'?><rss></rss>",
            "XML, but no Atom feed; expected a listing page, or an export",
        ),
        ("a.json", b"nothing", "line 1: broken JSON"),
    ],
)
def test_what_is_no_dump_says_what_it_is(name: str, data: bytes, said: str) -> None:
    with pytest.raises(NoDump) as refused:
        read_source(name, data, {})
    assert str(refused.value).startswith(said)


def test_headings_side_by_side_without_cards_are_papers_each() -> None:
    flat = "".join(
        f'<h3><a href="/papers/2503.0000{number}">Paper {number}</a></h3><p>{ABSTRACT}</p>' for number in range(3)
    )
    assert [entry.title for entry in page(flat)] == ["Paper 0", "Paper 1", "Paper 2"]
    one_each = "".join(
        f'<div><h3><a href="/papers/2503.0000{number}">Paper {number}</a></h3><p>{ABSTRACT}</p></div>'
        for number in range(3)
    )
    assert [(entry.title, entry.abstract) for entry in page(one_each)] == [
        (f"Paper {number}", ABSTRACT) for number in range(3)
    ]


@pytest.mark.parametrize("text", ["<article>" * 200, "<!--" * 30])
def test_a_page_that_leaves_more_open_than_any_real_one_is_refused_with_a_word(text: str) -> None:
    with pytest.raises(NoDump, match="no listing page is"):
        read_source("a.html", f"<html>{text}".encode(), {})


def test_a_broken_reference_is_named_with_file_line_and_text() -> None:
    bibtex = read_bibtex("a.bib", "@article{a, title = {One}}\n@article{b, title = {Two\n", {})
    assert [entry.source for entry in bibtex.entries] == ["a.bib"]
    (problem,) = bibtex.problems
    assert (problem.source, problem.line, problem.text[:11]) == ("a.bib", 2, "@article{b,")
    ris = read_ris("a.ris", "TY  - JOUR\nTI  - One\nER  - \n\n\nTI  - Two\n", {})
    assert [(entry.source, entry.line) for entry in ris.entries] == [("a.ris", 1)]
    assert [(problem.source, problem.line, problem.text) for problem in ris.problems] == [("a.ris", 6, "TI - Two")]
    assert "left out" in ris.problems[0].reason


def test_some_files_of_a_folder_are_read_by_the_rules_of_all(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name of it,abstract\nPointer Paths,It says so.\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("title,abstract\nOne,It says so.\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("title,abstract\nOne,It says so.\n", encoding="utf-8")
    (tmp_path / "d.csv").write_text("title,abstract\nOther,It says so.\n", encoding="utf-8")
    reading = read_some(tmp_path, {"a.csv", "b.csv", "c.csv"}, {"title": "Name of it"})
    assert [(dump.source, [entry.title for entry in dump.entries]) for dump in reading.dumps] == [
        ("a.csv", ["Pointer Paths"]),
        ("b.csv", ["One"]),
    ]
    assert reading.passed_over == (Problem("c.csv", 0, "the same content as b.csv: read once, under that name"),)
    assert [problem.source for problem in read_some(tmp_path, {"a.csv"}).passed_over] == ["a.csv"]
