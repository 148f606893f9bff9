"""Loose values of other people's files: what is clear is read, what is not is left alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from analysis.dumps.values import Day, arxiv_of, count_of, day_of, doi_of, link_of, text_of, texts_of

MARCH = date(2025, 3, 11)


@pytest.mark.parametrize(
    "value",
    [
        "2025-03-11",
        "2025-03-11T23:30:00.000Z",
        "2025-03-11 10:00:00",
        "2025-03-10T23:30:00-05:00",
        "20250311",
        "2025/03/11",
        "2025/03/11/",
        "2025.3.11",
        "Mar 11, 2025",
        "11 March 2025",
        "11. Mar. 2025",
        "Tue, 11 Mar 2025 19:18:42 GMT",
        MARCH,
        datetime(2025, 3, 11, 12),
        datetime(2025, 3, 11, 23, tzinfo=UTC),
        datetime(2025, 3, 12, 1, tzinfo=timezone(timedelta(hours=2))),
        {"date-parts": [[2025, 3, 11]]},
        {"raw": "2025-03-11"},
        {"literal": "11 March 2025"},
        "Mon, 10 Mar 2025 23:00:00 -0200",
        {"raw": "11 Mar 2025"},
    ],
)
def test_a_day_is_read_in_any_common_form(value: object) -> None:
    assert day_of(value) == Day(MARCH)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025", Day(date(2025, 1, 1), "year")),
        (2025, Day(date(2025, 1, 1), "year")),
        (2025.0, Day(date(2025, 1, 1), "year")),
        ("2025///", Day(date(2025, 1, 1), "year")),
        ("2025-03", Day(date(2025, 3, 1), "month")),
        ("2025/03//", Day(date(2025, 3, 1), "month")),
        ("mar 2025", Day(date(2025, 3, 1), "month")),
        ({"date-parts": [["2025", "3"]]}, Day(date(2025, 3, 1), "month")),
        ("31/03/2025", Day(date(2025, 3, 31))),
        ("13.12.1900", Day(date(1900, 12, 13))),
        ("12/13/2025", Day(date(2025, 12, 13))),
        ("12.12.2199", Day(date(2199, 12, 12))),
        ("31 Dec 1900", Day(date(1900, 12, 31))),
        ("03/31/2025", Day(date(2025, 3, 31))),
    ],
)
def test_a_year_or_a_month_alone_is_known_as_such(value: object, day: Day) -> None:
    assert day_of(value) == day


@pytest.mark.parametrize(
    "value",
    ["", "soon", "03/04/2025", "Mar 11", "2025-02-30", "0000-00-00", "1066", True, 1.7e9, None, [], {}]
    + [
        "5/12/2025",
        "13/14/2025",
        "31 Dec 1899",
        "1 Jan 2200",
        "2200",
        "9" * 5000,
        10**400,
        float("inf"),
        {"date-parts": [[10**30]]},
        {"date-parts": [[2025, 13]]},
        "²⁰²⁵",
    ],
)
def test_what_is_no_day_or_could_be_two_is_none(value: object) -> None:
    assert day_of(value) is None


@pytest.mark.parametrize(
    ("value", "count"),
    [(7, 7), (0, 0), (7.0, 7), ("7", 7), ("1,204", 1204), ("7.0", 7), (-1, None), (7.5, None), (True, None)]
    + [("many", None), (None, None), (float("nan"), None), (10**30, None), (10**400, None), ("1.204.5", None)],
)
def test_a_count_is_a_whole_number_from_zero(value: object, count: int | None) -> None:
    assert count_of(value) == count


def test_a_text_is_one_clean_line() -> None:
    assert text_of(" Wrapped\n  over\tlines \u200b") == "Wrapped over lines"
    assert text_of("half \ud800 a pair\x00") == "half ? a pair"
    assert text_of(["", None, "first", "second"]) == "first"
    assert (text_of(None), text_of(3), text_of({"a": 1})) == ("", "", "")


def test_several_texts_are_split_where_they_are_separated_and_kept_once() -> None:
    assert texts_of(["a", "b\n b", "a", None, ""]) == ("a", "b b")
    assert texts_of("a; b, c; a") == ("a", "b, c")
    assert texts_of("a, b") == ("a", "b")
    assert texts_of(None) == ()


def test_only_addresses_of_the_web_are_links() -> None:
    assert link_of("see https://example.org/a?b=c here") == "https://example.org/a?b=c"
    assert link_of(["file:///home/me/a.pdf", "HTTP://example.org"]) == "HTTP://example.org"
    assert link_of("javascript:alert(1)") is None
    assert link_of('https://example.org/"><script>') == "https://example.org/"


@pytest.mark.parametrize(
    ("value", "arxiv_id"),
    [
        ("2503.01234", "2503.01234"),
        ("arXiv:2503.01234v2 [cs.CL]", "2503.01234"),
        ("arXiv preprint arXiv:2503.01234", "2503.01234"),
        ("https://arxiv.org/pdf/2503.01234v1", "2503.01234"),
        ("http://arxiv.org/abs/cs/0301012v1", "cs/0301012"),
        ("https://huggingface.co/papers/2503.01234#community", "2503.01234"),
        ("10.48550/arXiv.2503.01234", "2503.01234"),
        ("10.1000/2503.01234", None),
        ("pages 2503.01234", None),
        ("2503.012345678", None),
        ("12 pages", None),
        (2503.01234, None),
    ],
)
def test_an_arxiv_id_is_found_where_it_is_called_one(value: object, arxiv_id: str | None) -> None:
    assert arxiv_of(value) == arxiv_id


def test_a_doi_is_found_without_what_stands_before_it() -> None:
    assert doi_of("https://doi.org/10.1000/x.y(1)") == "10.1000/x.y(1)"
    assert doi_of("doi:10.1000/x.") == "10.1000/x"
    assert doi_of("11.1/x") is None
