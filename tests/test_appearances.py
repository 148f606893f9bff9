"""What an entry says of itself: its listing day, its publication date and its arXiv id."""

from __future__ import annotations

from datetime import date

import pytest
from made_up_entries import dump, entry

from analysis.appearances import appearances_in
from analysis.dumps.entries import PrintedDate
from analysis.listing_dates import ListingDate

OF_THE_FILE = ListingDate(date(2025, 3, 4), "stated")


def test_an_entry_that_states_its_own_listing_day_keeps_it_and_is_dated_by_it() -> None:
    days = dump(
        "days.csv",
        None,
        entry("days.csv", 0, "First", listed_on=date(2025, 1, 2), printed=PrintedDate(12, 30)),
        entry("days.csv", 1, "Second", printed=PrintedDate(12, 30)),
    )

    own, of_the_file = appearances_in(days, ListingDate(date(2026, 3, 4), "inferred"), is_stated=False)

    assert (own.listing.day, own.listing.year_from) == (date(2025, 1, 2), "stated")
    assert own.published == date(2024, 12, 30)
    assert (of_the_file.listing.day, of_the_file.listing.year_from) == (date(2026, 3, 4), "inferred")
    assert of_the_file.published == date(2025, 12, 30)


def test_what_the_user_states_goes_before_what_an_entry_says() -> None:
    (one,) = appearances_in(
        dump("a.csv", None, entry("a.csv", 0, "Here", listed_on=date(2025, 1, 2))), OF_THE_FILE, is_stated=True
    )

    assert one.listing == OF_THE_FILE


@pytest.mark.parametrize(
    ("said", "arxiv_id"),
    [
        ({"arxiv_id": "arXiv:2503.01234v2", "url": "https://arxiv.org/abs/2503.99999"}, "2503.01234"),
        ({"url": "https://arxiv.org/abs/2503.01234v1"}, "2503.01234"),
        ({"arxiv_id": "none yet", "url": "https://arxiv.org/pdf/2503.01234.pdf"}, "2503.01234"),
        ({"url": "https://example.org/a-paper"}, None),
    ],
)
def test_a_paper_is_known_by_the_arxiv_id_it_states_or_else_by_the_one_its_link_names(
    said: dict[str, str], arxiv_id: str | None
) -> None:
    (one,) = appearances_in(dump("a.csv", None, entry("a.csv", 0, "Here", **said)), OF_THE_FILE, is_stated=True)

    assert one.arxiv_id == arxiv_id


def test_title_and_abstract_are_made_readable() -> None:
    page = dump("a.txt", None, entry("a.txt", 0, "Faster by 11.9times", abstract="We spend $3\\times$ less."))

    (one,) = appearances_in(page, OF_THE_FILE, is_stated=True)

    assert (one.title, one.abstract) == ("Faster by 11.9×", "We spend 3× less.")
