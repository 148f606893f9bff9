"""Reading one saved listing page: what a user relies on, layout by layout and oddity by oddity."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from made_up_pages import TITLES, Render, abstract, dense, detailed, reasons, spaced, titles_of

from analysis.dumps.entries import PrintedDate
from analysis.dumps.page_text import read_page_text


@pytest.mark.parametrize(("render", "layout"), [(spaced, "spaced"), (dense, "dense"), (detailed, "details")])
def test_every_layout_gives_back_its_papers_and_is_told_by_content(render: Render, layout: str) -> None:
    dump = read_page_text("any-name", render(TITLES))
    assert dump.layout == layout
    assert {entry.layout for entry in dump.entries} == {layout}
    assert titles_of(dump) == TITLES
    assert [entry.abstract for entry in dump.entries] == [abstract(number) for number in range(len(TITLES))]
    assert [entry.position for entry in dump.entries] == [0, 1, 2, 3, 4]
    assert dump.problems == ()


def test_the_line_of_an_entry_is_the_line_of_its_title() -> None:
    text = spaced(TITLES)
    lines = text.split("\n")
    assert [lines[entry.line - 1] for entry in read_page_text("a", text).entries] == TITLES


def test_page_chrome_never_becomes_a_title_even_when_glued_to_one() -> None:
    glued = (
        "Get trending papers in your email inbox!SubscribeDaily PapersbyAK and the research communityPointer Paths"
    )
    dump = read_page_text("a", glued + "\n" + abstract(0))
    assert titles_of(dump) == ["Pointer Paths"]


def test_a_title_that_only_starts_with_a_word_of_the_chrome_stays_whole() -> None:
    titles = ["Subscribers Leave Early", "Subscribe to Everything", "Subscribe: A Study", "Newton Was Right"]
    for title in titles:
        assert titles_of(read_page_text("a", f"{title}\n{abstract(0)}")) == [title]


@pytest.mark.parametrize(
    ("printed", "day", "comments"),
    [
        ("Nov 19, 2015", PrintedDate(11, 19, 2015), None),
        ("Jul 28", PrintedDate(7, 28), None),
        ("Mar 12 3", PrintedDate(3, 12), 3),
        ("Nov 29, 2024 7", PrintedDate(11, 29, 2024), 7),
        ("Jul 1 1", PrintedDate(7, 1), 1),
        ("Feb 29", PrintedDate(2, 29), None),
        ("September 9, 2011 12", PrintedDate(9, 9, 2011), 12),
    ],
)
def test_a_printed_date_is_read_with_its_comment_count(
    printed: str, day: PrintedDate, comments: int | None
) -> None:
    (entry,) = read_page_text("a", detailed(TITLES[:1], f"  • 1 authors\n·\n{printed}")).entries
    assert (entry.printed, entry.n_comments, entry.n_authors) == (day, comments, 1)


@pytest.mark.parametrize("printed", ["Feb 30", "Feb 29, 2023", "Jun 31, 2024", "Jan 5, 0007"])
def test_a_day_that_does_not_exist_is_named_and_costs_no_paper(printed: str) -> None:
    dump = read_page_text("a", detailed(TITLES[:2], f"  • 3 authors\n·\n{printed}"))
    assert titles_of(dump) == TITLES[:2]
    assert [entry.printed for entry in dump.entries] == [None, None]
    expected = "a publication date was expected, but there is no such day"
    assert [(each.source, each.reason) for each in dump.problems] == [("a", expected)] * 2


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("alibaba-inc alibaba-inc", "alibaba-inc"),
        ("SunYatsen Sun Yat-Sen University", "Sun Yat-Sen University"),
        ("inclusionAI inclusionAI", "inclusionAI"),
        ("Some University", "Some University"),
        ("Anthropic", "Anthropic"),
        ("acme_ai The Acme Company", "The Acme Company"),
        ("lab7 Vision Group", "Vision Group"),
        ("acmelabs Acme Research", "Acme Research"),
        ("ibmresearch IBM", "IBM"),
        ("ai A.I. Institute", "A.I. Institute"),
        ("Open Operations Lab", "Open Operations Lab"),
        ("Yahoo !", "Yahoo !"),
    ],
)
def test_an_organization_takes_the_place_of_the_authors(line: str, name: str) -> None:
    dump = read_page_text("a", detailed(TITLES[:2], f"{line}\n·\nOct 15 2"))
    assert [(entry.organization, entry.n_authors, entry.n_comments) for entry in dump.entries] == [
        (name, None, 2)
    ] * 2
    assert dump.problems == ()


def test_papers_without_details_among_papers_with_them_are_read() -> None:
    text = detailed(TITLES[:2]) + "\n\n" + "\n\n".join(["No Details Here", abstract(7), "Nor Here", abstract(8)])
    dump = read_page_text("a", text + "\n\n  • 2 authors\n·\nMay 8")
    assert [entry.n_authors for entry in dump.entries] == [7, 7, None, 2]
    assert dump.problems == ()


def test_the_heading_is_the_listing_date_and_no_publication_date() -> None:
    dump = read_page_text("a", spaced(TITLES[:2]))
    assert dump.heading == PrintedDate(3, 11)
    assert [entry.printed for entry in dump.entries] == [None, None]
    assert read_page_text("a", dense(TITLES)).heading is None


def test_two_pages_pasted_into_one_file_are_read_and_the_second_date_is_named() -> None:
    dump = read_page_text("a", spaced(TITLES[:2]) + "\n\n" + spaced(TITLES[2:], "Mar 12"))
    assert titles_of(dump) == TITLES
    assert dump.heading == PrintedDate(3, 11)
    assert reasons(dump) == (
        "27: a second listing date in one file; the papers below it are counted under the first. "
        "Save each page in a file of its own"
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n", " \t\n\t"),
        lambda text: text.replace(" ", "\u200b \u200b").replace("\n\n", "\n\u200b\n"),
        lambda text: text + "\n\n\n",
    ],
    ids=[
        "CRLF",
        "CR",
        "byte order mark",
        "no-break spaces",
        "tabs and trailing spaces",
        "zero width",
        "blank end",
    ],
)
def test_invisible_differences_do_not_change_what_is_read(spoil: Callable[[str], str]) -> None:
    for text in (spaced(TITLES), detailed(TITLES), dense(TITLES)):
        plain, spoilt = read_page_text("a", text), read_page_text("a", spoil(text))
        assert spoilt == plain


def test_line_numbers_count_as_editors_do_whatever_separators_a_title_holds() -> None:
    text = spaced(["Line\u2028Separator\x0bTitle", "Next Title"])
    dump = read_page_text("a", text)
    assert titles_of(dump) == ["Line Separator Title", "Next Title"]
    assert [entry.line for entry in dump.entries] == [11, 15]


@pytest.mark.parametrize("render", [spaced, dense, detailed])
def test_a_lost_title_costs_that_paper_only_and_is_named(render: Render) -> None:
    text = render(TITLES).replace(TITLES[2] + "\n", "", 1)
    dump = read_page_text("a", text)
    assert titles_of(dump) == TITLES[:2] + TITLES[3:]
    assert "without a title in front of it" in reasons(dump)


@pytest.mark.parametrize("render", [spaced, dense, detailed])
def test_a_lost_abstract_costs_that_paper_only_and_is_named(render: Render) -> None:
    dump = read_page_text("a", render(TITLES).replace(abstract(2), "", 1))
    assert titles_of(dump) == TITLES[:2] + TITLES[3:]
    problem = dump.problems[0]
    assert (problem.text, problem.reason) == (
        TITLES[2],
        f"a title ({len(TITLES[2])} characters) without an abstract behind it",
    )
    assert render(TITLES).split("\n")[problem.line - 1] == TITLES[2]


def test_details_whose_paper_was_lost_never_go_to_the_paper_before() -> None:
    text = (
        spaced(TITLES[:1]) + "\n\n" + detailed(TITLES[1:2]).split("Nov 18\n\n")[1].replace(TITLES[1] + "\n\n", "")
    )
    dump = read_page_text("a", text)
    assert titles_of(dump) == TITLES[:1]
    assert (dump.entries[0].n_authors, dump.entries[0].printed) == (None, None)
    assert "details (authors, organization or date) without a paper" in reasons(dump)


def test_details_that_lost_their_date_keep_the_paper_and_are_named() -> None:
    text = detailed(TITLES[:3]).replace("Jul 7, 2024", "", 1)
    dump = read_page_text("a", text)
    assert titles_of(dump) == TITLES[:3]
    assert [entry.printed is None for entry in dump.entries] == [True, False, False]
    assert [problem.reason for problem in dump.problems] == [
        "details without a date behind them; the paper is kept, undated"
    ]


def test_details_belong_to_the_paper_until_its_date_and_no_longer() -> None:
    dump = read_page_text("a", detailed(TITLES[:1]) + "\n\nAcme Inc.\n\n·\n\nMay 9 8")
    (entry,) = dump.entries
    assert (entry.source, entry.printed, entry.organization) == ("a", PrintedDate(7, 7, 2024), None)
    assert "details (authors, organization or date) without a paper in front of them" in reasons(dump)


def test_an_abstract_that_looks_like_a_title_is_kept_where_details_follow_and_doubted() -> None:
    dump = read_page_text("a", detailed(TITLES[:3]).replace(abstract(1), "A short note on gates", 1))
    assert titles_of(dump) == TITLES[:3]
    assert dump.entries[1].abstract == "A short note on gates"
    assert "taken as an abstract, but its 21 characters look like a title" in reasons(dump)


def test_a_title_that_looks_like_an_abstract_is_doubted() -> None:
    long_title = "A title " + "that goes on and on with many more words " * 5 + "and never ends."
    dump = read_page_text("a", dense(["First", long_title, "Third"]))
    assert titles_of(dump) == ["First", long_title, "Third"]
    assert f"taken as a title, but its {len(long_title)} characters read like an abstract" in reasons(dump)
    open_title = "A title " + "that goes on and on with many more words " * 4 + "and stays one"
    assert read_page_text("a", dense(["First", open_title])).problems == ()


def test_a_dump_cut_off_behind_a_title_or_inside_an_abstract_says_so_and_keeps_the_rest() -> None:
    text = spaced(TITLES)
    behind_title = read_page_text("a", text[: text.index(abstract(4))])
    assert titles_of(behind_title) == TITLES[:4]
    assert reasons(behind_title) == "27: the file ends behind this title, without its abstract: was it cut off?"
    inside = read_page_text("a", text[:-30])
    assert titles_of(inside) == TITLES
    assert reasons(inside) == "29: the file ends inside a sentence of this abstract: was it cut off?"


def test_ten_million_characters_in_one_line_end_fast_in_one_problem() -> None:
    began = time.process_time()
    dump = read_page_text(
        "a", spaced(TITLES[:2]) + "\n\n" + "word " * 2_000_000 + "\n\n" + "Last Title\n\n" + abstract(9)
    )
    assert time.process_time() - began < 2
    assert titles_of(dump) == [*TITLES[:2], "Last Title"]
    assert "a line of 10,000,000 characters" in reasons(dump)
    assert all(len(problem.text) <= 120 for problem in dump.problems)


def test_text_without_any_paper_gives_no_entry_and_no_error() -> None:
    for text in ("", "\n\n", "Mar 11", "·\n·\nMar 11 2\n", "new\nSubscribe\n"):
        assert read_page_text("a", text).entries == ()


def test_time_grows_with_the_text_and_not_faster() -> None:
    def seconds(copies: int) -> float:
        text = detailed(TITLES * copies)
        began = time.process_time()
        read_page_text("a", text)
        return time.process_time() - began

    seconds(50)
    assert seconds(2000) < 40 * max(seconds(200), 0.01)


def test_a_listing_date_that_is_no_day_is_named_with_its_line() -> None:
    dump = read_page_text("a", f"Daily Papers\nFeb 30\n\nPointer Paths\n{abstract(0)}")
    (problem,) = dump.problems
    assert (problem.line, problem.text) == (2, "Feb 30")
    assert problem.reason == "a listing date was expected, but there is no such day"
    assert dump.heading is None
    assert titles_of(dump) == ["Pointer Paths"]


def test_details_without_a_paper_are_named_once_at_their_first_line() -> None:
    for first in ("Acme Inc.", "  • 3 authors"):
        dump = read_page_text("a", f"Daily Papers\n{first}\n·\nMar 12 3\nGate Paths\n{abstract(0)}")
        assert titles_of(dump) == ["Gate Paths"]
        assert reasons(dump) == "2: details (authors, organization or date) without a paper in front of them"


def test_details_of_an_organization_that_lost_their_date_are_named_at_the_organization() -> None:
    lines = ["Daily Papers", "Gate Paths", abstract(0), "Acme Inc.", "·", "Pointer Paths", abstract(1)]
    dump = read_page_text("a", "\n".join(lines))
    assert [(entry.title, entry.organization) for entry in dump.entries] == [
        ("Gate Paths", "Acme Inc."),
        ("Pointer Paths", None),
    ]
    assert reasons(dump) == "4: details without a date behind them; the paper is kept, undated"
