"""A listing day of the Daily Papers API: every field that helps, in the forms of all years."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analysis.dumps.daily_json import day_in_name, looks_daily, read_daily_json
from analysis.dumps.entries import Dump, Entry
from analysis.dumps.json_objects import read_objects

DAY = "2025-10-03.json"


def early(number: int = 0) -> dict[str, object]:
    """An entry with the fields of January 2025."""
    paper = {
        "id": f"2501.0000{number}",
        "publishedAt": "2025-01-03T23:00:33.000Z",
        "title": f"An Early\n  Paper {number}",
        "summary": "It is wrapped\nover lines.\n  And has a second paragraph.",
        "upvotes": 40,
        "discussionId": "677b",
        "authors": [{"name": "A"}, {"name": "B"}],
    }
    return {"paper": paper, "publishedAt": "2025-01-05T23:32:23.698Z", "title": paper["title"], "numComments": 1}


def late(number: int = 0, **more: object) -> dict[str, object]:
    """An entry with the fields of October 2025."""
    item = early(number)
    assert isinstance(item["paper"], dict)
    item["paper"] |= {
        "submittedOnDailyAt": "2025-10-03T00:21:50.292Z",
        "ai_keywords": ["diffusion models", "latent\nspace", "diffusion models"],
        "ai_summary": "Not read.",
        "organization": {"name": "acme-ai", "fullname": "Acme AI"},
        "githubStars": 12,
        **more,
    }
    return item


def read(*items: object, source: str = DAY) -> Dump:
    return read_daily_json(source, json.dumps(items, indent=1))


def test_all_fields_of_a_late_day_are_read() -> None:
    dump = read(late())
    assert dump.problems == dump.notes == ()
    assert dump.listed_on == date(2025, 10, 3)
    assert dump.entries == (
        Entry(
            DAY,
            "daily-json",
            position=0,
            line=2,
            title="An Early Paper 0",
            abstract="It is wrapped over lines. And has a second paragraph.",
            published=date(2025, 1, 3),
            listed_on=date(2025, 10, 3),
            n_authors=2,
            organization="Acme AI",
            n_comments=1,
            upvotes=40,
            arxiv_id="2501.00000",
            url="https://huggingface.co/papers/2501.00000",
            keywords=("diffusion models", "latent space"),
        ),
    )


def test_an_early_day_without_listing_times_takes_the_day_of_its_name() -> None:
    dump = read(early(0), early(1), source="daily/2025-01-06.json")
    assert [entry.listed_on for entry in dump.entries] == [date(2025, 1, 6)] * 2
    assert [entry.organization for entry in dump.entries] == [None, None]
    assert [entry.keywords for entry in dump.entries] == [(), ()]


def test_without_a_day_in_the_name_the_others_of_the_file_tell_it() -> None:
    assert [entry.listed_on for entry in read(late(0), early(1), source="a.json").entries] == [
        date(2025, 10, 3)
    ] * 2
    assert read(early(), source="a.json").entries[0].listed_on is None
    assert read(early(), source="a.json").listed_on is None


def test_what_the_entries_say_goes_before_the_name_and_is_told() -> None:
    dump = read(late(0), late(1, submittedOnDailyAt="2025-10-02T09:00:00.000Z"))
    assert [entry.listed_on for entry in dump.entries] == [date(2025, 10, 3), date(2025, 10, 2)]
    assert dump.listed_on is None
    assert [(each.line, each.reason) for each in dump.problems] == [
        (
            0,
            "the file is said to be of 2025-10-03, but 1 of its entries say that they were listed on 2025-10-02: "
            "what the entries say holds",
        )
    ]


def test_a_day_without_papers_is_a_dump_with_its_date() -> None:
    dump = read_daily_json("2025-10-04.json", "[]")
    assert (dump.entries, dump.listed_on, dump.problems) == ((), date(2025, 10, 4), ())
    assert dump.notes == ("nothing was listed on this day",)


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("2025-03-11.json", date(2025, 3, 11)),
        ("2024-01-01/papers_20250311.json", date(2025, 3, 11)),
        ("daily papers 2025_03_11 (1).json", date(2025, 3, 11)),
        ("2025-03-01_2025-03-31.json", None),
        ("2025-13-01.json", None),
        ("677b5c2978ac1cec96840687.json", None),
        ("papers.json", None),
    ],
)
def test_the_day_in_a_name_must_be_one_and_real(source: str, day: date | None) -> None:
    assert day_in_name(source) == day


def test_a_bad_entry_is_named_with_its_line_and_costs_no_other() -> None:
    dump = read(late(0), {"paper": {"id": "2501.00009", "summary": "x"}}, {"paper": None}, late(1))
    assert [entry.title for entry in dump.entries] == ["An Early Paper 0", "An Early Paper 1"]
    assert [entry.position for entry in dump.entries] == [0, 1]
    assert [problem.reason for problem in dump.problems] == [
        "an entry without a title was left out; it holds: id, summary",
        "an entry without a title was left out; it holds: paper",
    ]
    assert dump.problems[0].line > dump.entries[0].line


def test_values_that_cannot_be_read_are_set_aside_and_named() -> None:
    dump = read(late(id="not an id", upvotes=-3, publishedAt="soon", authors="A and B", summary=None))
    (entry,) = dump.entries
    assert (entry.arxiv_id, entry.url, entry.upvotes, entry.published, entry.n_authors) == (None,) * 5
    (problem,) = dump.problems
    assert problem.reason == (
        "the id 'not an id' cannot be read and was set aside; the publishedAt 'soon' cannot be read and was set "
        "aside; the upvotes '-3' cannot be read and was set aside; without an abstract: only its title is read"
    )


def test_hidden_authors_are_not_counted() -> None:
    assert read(late(authors=[{"name": "A"}, {"name": "B", "hidden": True}])).entries[0].n_authors == 1
    assert read(late(authors=[])).entries[0].n_authors is None


def test_a_file_cut_off_in_the_middle_keeps_the_entries_before() -> None:
    text = json.dumps([late(0), late(1), late(2)])
    dump = read_daily_json(DAY, text[: text.index("Paper 2")])
    assert [entry.title for entry in dump.entries] == ["An Early Paper 0", "An Early Paper 1"]
    assert len(dump.problems) == 1
    assert "was the file cut off?" in dump.problems[0].reason


def test_flat_entries_of_a_single_paper_are_read_too() -> None:
    paper = late()["paper"]
    assert isinstance(paper, dict)
    assert read(paper | {"numComments": 4}).entries[0].n_comments == 4


@pytest.mark.parametrize(
    ("items", "is_daily"),
    [
        ([], True),
        ([late()], True),
        ([{"title": "A", "abstract": "B"}], False),
        ([{"title": "A", "summary": "B", "published": "2025"}], False),
    ],
)
def test_the_api_is_told_from_other_records(items: list[object], is_daily: bool) -> None:
    assert looks_daily(read_objects(json.dumps(items))) is is_daily
