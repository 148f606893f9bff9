"""What a single line of a saved page is taken for, and that each is counted once."""

from __future__ import annotations

import pytest
from made_up_pages import TITLES, abstract, dense, detailed, reasons, spaced, titles_of

from analysis.dumps.entries import LineCounts, PrintedDate
from analysis.dumps.page_lines import as_printed
from analysis.dumps.page_text import read_page_text


def test_every_line_of_a_page_is_counted_once() -> None:
    assert read_page_text("a", detailed(TITLES)).lines == LineCounts(5, 5, 15, 1, 4, 0)
    assert read_page_text("a", dense(TITLES)).lines == LineCounts(5, 5, chrome=1)


@pytest.mark.parametrize("start", ["", "Daily Papers\nPointer Paths\n"])
def test_a_text_too_long_for_an_abstract_is_named_and_what_stands_behind_it_is_read(start: str) -> None:
    text = f"{start}{'word ' * 5_000}\n·\nMar 12 3\nSubscribeNet\n{abstract(0)}"
    dump = read_page_text("a", text)
    assert (titles_of(dump), dump.entries[0].printed) == (["SubscribeNet"], None)
    line = start.count("\n") + 1
    assert f"{line}: a line of 25,000 characters; no abstract is longer than 20,000: skipped" in reasons(dump)


@pytest.mark.parametrize("start", ["", "Daily Papers\nPointer Paths\n"])
def test_a_date_behind_a_text_too_long_for_an_abstract_is_not_the_listing_date(start: str) -> None:
    dump = read_page_text("a", f"{start}{'word ' * 5_000}\nMar 12 3\nSubscribeNet\n{abstract(0)}")
    assert (dump.heading, titles_of(dump)) == (None, ["SubscribeNet"])


def test_words_of_the_page_are_cut_off_the_first_title_alone() -> None:
    titles = ["Pointer Paths", "SubscribeNet Learns to Ask"]
    assert titles_of(read_page_text("a", spaced(titles))) == titles


def test_two_sentences_are_an_abstract_however_short() -> None:
    short = (
        "We look at gates that open by themselves. They do so more often than all of those who made them claim."
    )
    dump = read_page_text("a", f"Daily Papers\nPointer Paths\n{short}\nGate Paths\n{short}")
    assert [(entry.title, entry.abstract) for entry in dump.entries] == [
        ("Pointer Paths", short),
        ("Gate Paths", short),
    ]
    assert dump.problems == ()


@pytest.mark.parametrize("mark", ["·", "•"])
def test_a_dot_of_either_size_stands_between_authors_and_date(mark: str) -> None:
    dump = read_page_text("a", detailed(TITLES, f"• 7 authors\n{mark}\nJul 7, 2024"))
    assert [(entry.n_authors, entry.printed) for entry in dump.entries] == [(7, PrintedDate(7, 7, 2024))] * 5
    assert [entry.organization for entry in dump.entries] == [None] * 5
    assert dump.problems == ()


def test_an_organization_may_stand_right_before_the_date_at_the_end_of_a_page() -> None:
    dump = read_page_text("a", detailed(TITLES[:1], "Acme Inc.\nOct 15 2"))
    assert [(entry.organization, entry.n_comments) for entry in dump.entries] == [("Acme Inc.", 2)]
    assert dump.problems == ()


def test_blank_lines_between_the_words_of_the_page_do_not_make_its_papers_spaced() -> None:
    words = "new\n\nSubscribe\n\nDaily Papers\n\nMar 11\n\n"
    assert read_page_text("a", words + dense(TITLES[:2]).partition("\n")[2]).layout == "dense"


def test_a_control_character_in_a_title_is_dropped() -> None:
    assert titles_of(read_page_text("a", f"Point\x07er Paths\n{abstract(0)}")) == ["Pointer Paths"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Jan 5, 1899", None),
        ("Jan 5, 1900", PrintedDate(1, 5, 1900)),
        ("Dec 5, 2199", PrintedDate(12, 5, 2199)),
        ("Jan 5, 2200", None),
    ],
)
def test_years_in_which_nobody_prints_a_paper_are_misreadings(printed: str, day: PrintedDate | None) -> None:
    (entry,) = read_page_text("a", detailed(TITLES[:1], f"• 7 authors\n·\n{printed}")).entries
    assert entry.printed == day
    assert day is None or as_printed(day) == printed


def test_a_day_without_a_year_is_written_as_the_page_does() -> None:
    assert as_printed(PrintedDate(3, 11)) == "Mar 11"
