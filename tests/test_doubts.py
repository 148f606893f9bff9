"""What was read and may be wrong is named, and nothing else is."""

from __future__ import annotations

from datetime import date

import pandas as pd
from made_up_entries import dump, entry

from analysis.dumps.entries import Dump, PrintedDate
from analysis.papers import build_papers

OTHER_ABSTRACT = "Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich. " * 8


def _two_pages() -> list[Dump]:
    return [
        dump("a.txt", PrintedDate(3, 11), entry("a.txt", 0, "Attention Sinks")),
        dump("b.txt", PrintedDate(11, 18), entry("b.txt", 0, "Pruning Pays", printed=PrintedDate(5, 1, 2024))),
    ]


def test_each_stated_date_of_a_file_that_was_not_read_is_named() -> None:
    problems = build_papers(_two_pages(), {"zz.txt": date(2025, 3, 1), "y.txt": date(2025, 3, 2)}).problems

    assert problems.to_dict("records") == [
        {
            "source": "dumps.toml",
            "line": 0,
            "reason": f"a date is stated for '{source}', but no dump of that name was read",
            "text": text,
        }
        for source, text in (("y.txt", "y.txt = 2025-03-02"), ("zz.txt", "zz.txt = 2025-03-01"))
    ]


def test_a_stated_date_against_the_page_holds_and_is_named_for_the_whole_file() -> None:
    made = build_papers(_two_pages(), {"a.txt": date(2024, 3, 12), "b.txt": date(2025, 11, 18)})

    assert made.sources.loc[0, "listed_on"] == pd.Timestamp(2024, 3, 12)
    assert made.sources.loc[0, "listed_year_from"] == "stated"
    assert made.problems.to_dict("records") == [
        {
            "source": "a.txt",
            "line": 0,
            "reason": "the page prints Mar 11, but dumps.toml states 2024-03-12: stated holds",
            "text": "",
        }
    ]


def test_papers_joined_over_different_titles_or_abstracts_are_named_by_place_and_title() -> None:
    first = entry("a.txt", 0, "Why Models See the First Token")
    renamed = entry("b.txt", 0, "Why Models See First Tokens", abstract=first.abstract)
    other = entry("c.txt", 3, first.title, abstract=OTHER_ABSTRACT)

    made = build_papers([dump(each.source, None, each) for each in (first, renamed, other)], {})

    assert len(made.papers) == 1
    assert made.problems.to_dict("records") == [
        {
            "source": "b.txt",
            "line": 11,
            "reason": "taken for the paper of a.txt, line 11, whose title differs a little: "
            "Why Models See the First Token",
            "text": "Why Models See First Tokens",
        },
        {
            "source": "c.txt",
            "line": 23,
            "reason": "taken for the paper of a.txt, line 11: the same title, but another abstract",
            "text": "Why Models See the First Token",
        },
    ]


def test_the_doubts_of_every_paper_are_named() -> None:
    titles = ("Attention Sinks", "Pruning Pays", "Only Here")
    firsts = [entry("a.txt", place, title) for place, title in enumerate(titles)]
    others = [entry("b.txt", place, title, abstract=OTHER_ABSTRACT) for place, title in enumerate(titles)]

    made = build_papers([dump("a.txt", None, *firsts), dump("b.txt", None, *others)], {})

    assert list(made.problems["text"]) == list(titles)


def test_the_same_arxiv_id_leaves_no_doubt_but_what_comes_after_it_may() -> None:
    first = entry("a.txt", 0, "Attention Sinks", arxiv_id="2503.01234")
    renamed = entry("b.txt", 0, "Where Softmax Rests", arxiv_id="2503.01234v2", abstract=OTHER_ABSTRACT)
    other = entry("c.txt", 0, "Attention Sinks", abstract=OTHER_ABSTRACT)

    made = build_papers([dump(each.source, None, each) for each in (first, renamed, other)], {})

    assert len(made.papers) == 1
    assert list(made.problems["source"]) == ["c.txt"]
