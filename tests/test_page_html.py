"""A listing page saved by a browser: its data first, what it shows else."""

from __future__ import annotations

import html
import json
from datetime import date

import pytest

from analysis.dumps.any_source import NoDump, read_source
from analysis.dumps.entries import Dump, PrintedDate
from analysis.dumps.page_html import NoListing, html_of_mhtml, is_html, read_page_html

ABSTRACT = "We look at the first tokens of long texts. " * 5


def item(number: int, **paper: object) -> dict[str, object]:
    whole = {
        "id": f"2503.0{number:04d}",
        "title": f"Paper number\n{number}: A & B",
        "summary": ABSTRACT,
        "publishedAt": "2025-03-09T10:00:00.000Z",
        "submittedOnDailyAt": "2025-03-11T03:00:00.000Z",
        "upvotes": 10 + number,
        **paper,
    }
    return {"paper": whole, "title": whole["title"], "numComments": 2}


def card(number: int, abstract: str = "", date_shown: str = "", heading: bool = True) -> str:
    address = f"https://huggingface.co/papers/2503.0{number:04d}"
    title = f'<h3 class="mb-1"><a href="{address}" class="line-clamp-3">Paper number {number}: A &amp; B</a></h3>'
    return f"""
  <article class="relative flex flex-col overflow-hidden rounded-xl border">
   <a href="{address}" class="shadow-alternate-sm"><img src="./page_files/{number}.png"></a>
   <a href="https://huggingface.co/someone">Submitted by <span>someone</span></a>
   <div class="from-gray-50-to-white">
    <a href="https://huggingface.co/login?next=%2Fpapers"><div class="shadow"><svg></svg>
      <div class="leading-none">{10 + number}</div></div></a>
    {title if heading else ""}
    <p class="line-clamp-2">{abstract}</p>
    <a href="https://github.com/someone/code"><span>99</span></a>
    <ul><li>·</li><li><div>{number + 1} authors</div></li></ul><time>{date_shown}</time>
    <a href="{address}#community"><svg></svg>{number}</a>
   </div>
  </article>"""


def page(body: str, head: str = "", before: str = "") -> str:
    title = "<title>Daily Papers - Hugging Face</title>"
    return f"<!DOCTYPE html>\n{before}<html><head>{title}{head}</head>\n<body>{body}</body></html>"


def component(props: object, name: str = "DailyPapers") -> str:
    data = html.escape(json.dumps(props))
    return f'<div class="SVELTE_HYDRATER contents" data-target="{name}" data-props="{data}">'


def read(text: str, source: str = "Daily Papers.html") -> Dump:
    dump = read_source(source, text.encode(), {})
    assert dump.layout == "page-html"
    return dump


def test_the_data_of_the_page_are_read_before_what_it_shows() -> None:
    data = component(
        {"dateString": "2025-03-11", "dailyPapers": [item(0), item(1, organization={"name": "acme"})]}
    )
    others = component({"theme": "light"}, "SiteHeader") + component([1, 2], "Other") + '<i data-props="{"></i>'
    dump = read(page(others + data + card(0) + card(1) + card(2) + "</div>"))
    assert [entry.title for entry in dump.entries] == ["Paper number 0: A & B", "Paper number 1: A & B"]
    assert dump.listed_on == date(2025, 3, 11)
    first, second = dump.entries
    assert (first.arxiv_id, first.url) == ("2503.00000", "https://huggingface.co/papers/2503.00000")
    assert (first.upvotes, first.n_comments, first.published) == (10, 2, date(2025, 3, 9))
    assert first.abstract == ABSTRACT.strip()
    assert second.organization == "acme"
    assert dump.problems == ()


@pytest.mark.parametrize("key", ["dailyPapers", "papers"])
def test_the_day_of_the_page_counts_for_papers_that_do_not_say_theirs(key: str) -> None:
    props = {"date": "2025-03-11", key: [item(0, submittedOnDailyAt=None)], "isLoggedIn": False}
    assert read(page(component(props))).entries[0].listed_on == date(2025, 3, 11)


def test_a_page_without_data_is_read_as_it_is_shown() -> None:
    dump = read(page("<section>" + card(0, ABSTRACT, "Nov 19, 2015") + card(3) + "</section>"))
    first, second = dump.entries
    assert (first.title, first.abstract) == ("Paper number 0: A & B", ABSTRACT.strip())
    assert (first.arxiv_id, first.url) == ("2503.00000", "https://huggingface.co/papers/2503.00000")
    assert (first.upvotes, first.n_comments, first.n_authors) == (10, 0, 1)
    assert first.printed == PrintedDate(11, 19, 2015)
    assert (second.upvotes, second.n_comments, second.n_authors, second.printed) == (13, 3, 4, None)
    assert second.line > first.line
    assert dump.notes == ("1 of 2 papers without an abstract: only their titles are read",)


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ('<link rel="canonical" href="https://huggingface.co/papers/date/2025-03-11">', ""),
        ('<meta property="og:url" content="https://huggingface.co/papers?date=2025-03-11">', ""),
        ("", "<!-- saved from url=(0045)https://huggingface.co/papers/date/2025-03-11 -->\n"),
    ],
)
def test_the_listing_date_is_read_from_the_address_of_the_page(head: str, before: str) -> None:
    dump = read(page(card(0), head, before))
    assert dump.listed_on == dump.entries[0].listed_on == date(2025, 3, 11)


def test_a_date_shown_without_its_year_is_the_heading() -> None:
    dump = read(
        page("<header><h1>Daily Papers</h1><button><time>Mar 11</time></button></header>" + card(0, "", "Jan 5"))
    )
    assert (dump.heading, dump.listed_on) == (PrintedDate(3, 11), None)
    assert dump.entries[0].printed == PrintedDate(1, 5)


def test_a_card_without_a_title_is_named() -> None:
    dump = read(page(card(0) + card(1, heading=False)))
    assert [entry.arxiv_id for entry in dump.entries] == ["2503.00000"]
    assert [problem.reason for problem in dump.problems] == ["a card of the page without a title was left out"]


def test_a_page_saved_as_a_single_file_is_the_same_page() -> None:
    whole = page(component({"dailyPapers": [item(0)]}))
    mhtml = (
        "From: <Saved by Blink>\r\nSubject: Daily Papers\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n'
        "----b--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + whole.replace("=", "=3D").replace("\n", "\r\n")
        + "\r\n----b--\r\nContent-Type: image/png\r\n\r\nx\r\n----b----\r\n"
    )
    dump = read_source("page.mhtml", mhtml.encode(), {})
    assert [entry.title for entry in dump.entries] == ["Paper number 0: A & B"]
    assert html_of_mhtml(whole.encode()) is None


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html><html></html>", page("<article><h3>News</h3></article>"), page(component({"papers": []}))],
)
def test_a_page_that_lists_no_paper_is_no_dump(text: str) -> None:
    with pytest.raises(NoListing, match="a page of HTML that lists no paper"):
        read_page_html("a.html", text)
    with pytest.raises(NoDump, match="expected a saved listing page"):
        read_source("a", text.encode(), {})


def test_a_page_that_breaks_off_keeps_what_came() -> None:
    text = page(card(0) + card(1))
    cut = text[: text.rindex("<h3")]
    assert [entry.arxiv_id for entry in read(cut).entries] == ["2503.00000"]


def test_a_declaration_no_parser_knows_does_not_cost_the_page() -> None:
    page = f"<html><body><h1>Daily Papers</h1><![[if mso]>{card(1)}{card(2)}</body></html>"
    assert [entry.title for entry in read_page_html("p.html", page).entries] == [
        "Paper number 1: A & B",
        "Paper number 2: A & B",
    ]
    titled = page.replace("number 1", "<![b]> number 1")
    assert read_page_html("p.html", titled).entries[0].title == "Paper <![b]> number 1: A & B"


def test_comments_cost_no_page_but_twenty_that_never_end_do() -> None:
    closed = page("<!-- one --><!-- two -->" * 20 + card(0) + "<!--" * 20)
    assert [entry.arxiv_id for entry in read(closed).entries] == ["2503.00000"]
    with pytest.raises(NoDump, match="more than 20 comments that never end"):
        read(closed + "<!--")


def test_text_with_a_bracket_is_no_page_of_html() -> None:
    assert not is_html("<SEG> tokens in a title")
    assert is_html("<!-- saved from url=(0014)about:internet -->\n<html lang='en'>")
