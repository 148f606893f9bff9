"""The year a page leaves out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dumps.entries import Dump, Entry, PrintedDate
from analysis.listing_dates import ListingDate, latest_day, listing_dates, published_on


def entry(
    printed: PrintedDate | None = None, listed_on: date | None = None, published: date | None = None
) -> Entry:
    return Entry("a", "details", 0, 1, "T", "A", printed=printed, listed_on=listed_on, published=published)


def dump(source: str, heading: PrintedDate | None, *printed: PrintedDate, listed_on: date | None = None) -> Dump:
    entries = tuple(entry(each) for each in printed) or (entry(listed_on=listed_on),)
    return Dump(source, "details", heading, entries, ())


MARCH_11 = PrintedDate(3, 11)


def test_what_the_user_states_holds_before_all_else() -> None:
    page = dump("a", PrintedDate(11, 18), PrintedDate(5, 1, 2024))
    assert listing_dates([page], {"a": date(2023, 11, 18)}) == {"a": ListingDate(date(2023, 11, 18), "stated")}


def test_the_year_after_the_newest_printed_year_is_inferred() -> None:
    page = dump("a", PrintedDate(11, 18), PrintedDate(5, 1, 2022), PrintedDate(1, 1, 2024), PrintedDate(7, 28))
    assert listing_dates([page], {})["a"] == ListingDate(date(2025, 11, 18), "inferred", 2025)


def test_a_page_without_years_takes_the_latest_such_day_up_to_the_newest_dated_listing() -> None:
    newest = dump("z", PrintedDate(11, 18), PrintedDate(1, 1, 2024))
    before, after = dump("a", MARCH_11), dump("b", PrintedDate(11, 19))
    found = listing_dates([before, after, newest], {})
    assert found["a"] == ListingDate(date(2025, 3, 11), "assumed")
    assert found["b"] == ListingDate(date(2024, 11, 19), "assumed")


def test_an_assumed_date_is_no_ground_for_further_ones() -> None:
    pages = [dump("a", PrintedDate(12, 31)), dump("b", PrintedDate(12, 30)), dump("c", MARCH_11)]
    found = listing_dates(pages, {"c": date(2025, 3, 11)})
    assert (found["a"].day, found["b"].day) == (date(2024, 12, 31), date(2024, 12, 30))


def test_without_any_dated_listing_the_year_is_unknown() -> None:
    assert listing_dates([dump("a", MARCH_11)], {}) == {"a": ListingDate(None, "unknown")}
    assert listing_dates([dump("a", None)], {"other": date(2025, 1, 1)}) == {"a": ListingDate(None, "unknown")}


def test_a_page_without_heading_stays_undated_but_keeps_the_year_of_its_dates() -> None:
    found = listing_dates(
        [dump("a", None, PrintedDate(5, 1, 2024)), dump("b", MARCH_11)], {"b": date(2025, 3, 11)}
    )
    assert found["a"] == ListingDate(None, "unknown", 2025)


def test_a_source_that_states_its_day_needs_no_rule() -> None:
    assert listing_dates([dump("a", None, listed_on=date(2025, 1, 2))], {})["a"].year_from == "stated"
    assert listing_dates([dump("a", PrintedDate(1, 2, 2024))], {})["a"] == ListingDate(
        date(2024, 1, 2), "stated", 2024
    )


def test_entries_that_all_state_one_day_date_their_source() -> None:
    found = listing_dates([dump("a", None, listed_on=date(2025, 1, 2))], {})
    assert found["a"] == ListingDate(date(2025, 1, 2), "stated")


def test_a_page_without_years_goes_by_the_newest_date_elsewhere_in_the_folder() -> None:
    pages = [dump("a", PrintedDate(11, 18)), dump("b", None, listed_on=date(2023, 12, 1))]
    assert listing_dates(pages, {}, date(2025, 12, 1))["a"].day == date(2025, 11, 18)
    assert listing_dates(pages, {}, date(2022, 12, 1))["a"].day == date(2023, 11, 18)


@pytest.mark.parametrize("printed", [(), (PrintedDate(5, 1, 2024),)])
def test_a_day_that_no_year_has_or_not_the_one_inferred_is_no_date(printed: tuple[PrintedDate, ...]) -> None:
    heading = PrintedDate(2, 29) if printed else PrintedDate(2, 30)
    found = listing_dates([dump("a", heading, *printed)], {}, date(2025, 12, 1))
    assert (found["a"].day, found["a"].year_from) == (None, "unknown")


@pytest.mark.parametrize(
    ("printed", "listed_on", "published"),
    [
        (PrintedDate(7, 28), date(2025, 11, 18), date(2025, 7, 28)),
        (PrintedDate(11, 18), date(2025, 11, 18), date(2025, 11, 18)),
        (PrintedDate(12, 30), date(2025, 1, 2), date(2024, 12, 30)),
        (PrintedDate(2, 29), date(2024, 3, 1), date(2024, 2, 29)),
        (PrintedDate(11, 19, 2015), date(2025, 11, 18), date(2015, 11, 19)),
    ],
)
def test_a_publication_date_without_year_lies_in_the_year_up_to_its_listing(
    printed: PrintedDate, listed_on: date, published: date
) -> None:
    assert published_on(entry(printed), ListingDate(listed_on, "stated", listed_on.year)) == published


def test_a_publication_date_is_unknown_where_its_year_is() -> None:
    unknown = ListingDate(None, "unknown")
    assert published_on(entry(PrintedDate(7, 28)), unknown) is None
    assert published_on(entry(PrintedDate(7, 28, 2024)), unknown) == date(2024, 7, 28)
    assert published_on(entry(PrintedDate(7, 28)), ListingDate(None, "unknown", 2025)) == date(2025, 7, 28)
    assert published_on(entry(published=date(2020, 1, 1)), unknown) == date(2020, 1, 1)
    assert published_on(entry(), unknown) is None


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_the_latest_day_is_never_after_its_limit_and_under_a_year_away_but_for_leap_days(
    limit: date, any_day: date
) -> None:
    day = latest_day(PrintedDate(any_day.month, any_day.day), limit)
    assert day is not None
    assert day <= limit
    assert (day.month, day.day) == (any_day.month, any_day.day)
    assert (limit - day).days < 366 or (day.month, day.day) == (2, 29)
