from __future__ import annotations

import pandas as pd

from analysis import tables
from analysis.overview import overview

Tables = dict[str, pd.DataFrame]


def test_the_counts_of_what_was_read_are_right(corpus: Tables) -> None:
    told = overview(corpus)
    assert told.title == "What 24 papers are about"
    assert told.subtitle == "4 saved listings from Mar 11, 2025 to Nov 18, 2025, one of them without a date"
    assert [f"{fact.value} {fact.label}" for fact in told.facts] == [
        "4 dumps read",
        "27 appearances",
        "24 different papers",
        "3 repeats merged",
        "3 listing dates",
        "3 themes found",
        "1 theme followed",
        "1 problem",
    ]


def test_each_dump_says_its_date_and_where_the_year_is_from(corpus: Tables) -> None:
    lines = {line.source: (line.listed, line.year_from) for line in overview(corpus).dumps}
    assert lines == {
        "a.txt": ("Mar 11, 2025", "stated"),
        "b.txt": ("Mar 12, 2025", "assumed"),
        "c.txt": ("Nov 18, 2025", "worked out from its own dates"),
        "d.txt": ("–", "–"),
    }


def test_a_dump_without_a_year_shows_its_date_as_printed(corpus: Tables) -> None:
    sources = corpus["sources"].head(1).assign(listed_on=pd.NaT, listed_year_from="unknown")
    line = overview({**corpus, "sources": sources}).dumps[0]
    assert (line.listed, line.year_from) == ("Mar 11, year not known", "not known")


def test_unplaced_papers_are_no_theme_found(corpus: Tables) -> None:
    themes = corpus["themes"].assign(theme_id=["attention-sinks", "unplaced", "t-retrieval", "t-code"])
    assert "2 themes found" in [
        f"{fact.value} {fact.label}" for fact in overview({**corpus, "themes": themes}).facts
    ]


def test_nothing_read_is_said_without_an_error() -> None:
    told = overview({name: tables.empty(name) for name in tables.SCHEMAS})
    assert told.title == "What 0 papers are about"
    assert told.subtitle == "0 saved listings, none with a date"
