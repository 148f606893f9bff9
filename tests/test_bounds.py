"""A paper is held to what a paper can be: up to the bounds it stays, beyond it is cut and that is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.dumps.bounds import bounded
from analysis.dumps.entries import Dump, Entry, Problem

PAPER = Entry("a.jsonl", "json-lines", 0, 3, "On kettles", "Kettles boil.")
OTHER = Problem("a.jsonl", 1, "something else")
LARGEST = replace(
    PAPER,
    title="t" * 1_000,
    abstract="a" * 20_000,
    organization="o" * 500,
    url="https://arxiv.org/" + "u" * 1_982,
    keywords=tuple("k" * 500 for _ in range(100)),
)


def dump_of(*entries: Entry) -> Dump:
    return Dump("a.jsonl", "json-lines", None, entries, (OTHER,))


def test_papers_within_the_bounds_stay_as_they_are() -> None:
    dump = dump_of(PAPER, LARGEST, replace(PAPER, organization="", url=""))
    assert bounded(dump) == dump


@pytest.mark.parametrize(
    ("name", "longer", "kept", "said"),
    [
        ("title", "t" * 1_001, "t" * 1_000, "title of 1,001 characters, of which 1,000 are read"),
        ("abstract", "a" * 20_001, "a" * 20_000, "abstract of 20,001 characters, of which 20,000 are read"),
        ("organization", "o" * 501, "o" * 500, "organization of 501 characters, of which 500 are read"),
        ("url", "u" * 2_001, None, "address of 2,001 characters, which was left out"),
        ("keywords", ("k",) * 101, ("k",) * 100, "101 keywords, of which 100 are read"),
        ("keywords", ("k" * 501, "b"), ("k" * 500, "b"), "a keyword, which was cut"),
    ],
)
def test_what_is_longer_by_one_is_cut_and_named_beside_its_paper(
    name: str, longer: object, kept: object, said: str
) -> None:
    dump = bounded(dump_of(PAPER, replace(LARGEST, line=9, **{name: longer})))
    assert dump.entries == (PAPER, replace(LARGEST, line=9, **{name: kept}))
    title = "t" * 119 + "…"
    assert dump.problems == (OTHER, Problem("a.jsonl", 9, f"too long to be that of a paper: {said}", title))


def test_all_that_is_too_long_in_a_paper_is_said_at_once() -> None:
    (_, problem) = bounded(dump_of(replace(PAPER, title="t" * 1_001, keywords=("k",) * 200))).problems
    assert problem.reason == (
        "too long to be that of a paper: title of 1,001 characters, of which 1,000 are read; "
        "200 keywords, of which 100 are read"
    )
