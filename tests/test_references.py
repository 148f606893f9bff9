"""Exports of reference managers: BibTeX and RIS, whole or with slips."""

from __future__ import annotations

import logging
from datetime import date

import pytest
import rispy

from analysis.dumps.any_source import read_source
from analysis.dumps.entries import Dump, Problem
from analysis.dumps.references import is_bibtex, is_ris, read_bibtex
from analysis.readable import readable

BIB = r"""% Encoding: UTF-8
@string{mine = {My Press}}
@article{doe2025,
  title     = {{BERT} and {\'E}t{\'e}s of G{PT}: \emph{a} $x_{2}$ Study},
  author    = {Doe, Jane and Roe, Kim and {The Team}},
  journal   = {arXiv preprint arXiv:2503.01234},
  year      = 2025, month = mar,
  abstract  = {It gains 50\% over
               ``all'' others.},
  keywords  = {attention, sinks},
  publisher = mine
}
@misc{roe, title = "Plain", author = {Roe, Kim and others}, date = {2024-11-18}, doi = {10.1000/x}}
@misc{roe, title = "The Same Key", eprint = {2503.00002}, archivePrefix = {arXiv}, year = 2024, month = {5}}
@article{broken, title = {No End,
  year = 2020

@inproceedings{after, title = {After It}, year = {2019}, url = {https://example.org/a}}
@misc{untitled, year = 2020}
"""
RIS = """TY  - JOUR
TI  - First
   in two lines
AU  - Doe, Jane
AU  - Roe, Kim
DA  - 2025/03/11/
PY  - 2025
AB  - An abstract
that goes on
KW  - attention
KW  - sinks
UR  - https://arxiv.org/abs/2503.01234
ER  -

TY  - CPAPER
T1  - Second
N2  - Another abstract
Y1  - 2023///
DO  - 10.1000/y
ER  -
TY  - JOUR
TI  - Cut
"""


def read(text: str) -> Dump:
    return read_source("library", text.encode(), {})


def test_bibtex_is_read_and_reads_well() -> None:
    dump = read(BIB)
    assert dump.layout == "bibtex"
    assert [readable(entry.title) for entry in dump.entries] == [
        "BERT and Étés of GPT: a $x_{2}$ Study".replace("$x_{2}$", readable("$x_{2}$")),
        "Plain",
        "The Same Key",
        "After It",
    ]
    first = dump.entries[0]
    assert readable(first.abstract) == "It gains 50% over “all” others."
    assert (first.line, first.n_authors, first.arxiv_id) == (3, 3, "2503.01234")
    assert (first.published, first.published_precision) == (date(2025, 3, 1), "month")
    assert first.keywords == ("attention", "sinks")


def test_the_other_ways_to_date_and_to_link_a_bibtex_entry_are_known() -> None:
    _, plain, same_key, after = read(BIB).entries
    assert (plain.published, plain.published_precision, plain.n_authors) == (date(2024, 11, 18), "day", None)
    assert plain.url == "https://doi.org/10.1000/x"
    assert (same_key.arxiv_id, same_key.published) == ("2503.00002", date(2024, 5, 1))
    assert (after.url, after.published_precision) == ("https://example.org/a", "year")


def test_a_broken_bibtex_entry_is_named_and_costs_no_other() -> None:
    problems = {problem.line: problem for problem in read(BIB).problems}
    assert sorted(problems) == [15, 19]
    assert problems[15].reason.startswith("a BibTeX entry that cannot be read was left out")
    assert problems[15].text.startswith("@article{broken, title = {No End")
    assert problems[19].reason == "a record without a title was left out"


def test_the_library_for_bibtex_says_nothing_on_its_own(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("bibtexparser").setLevel(logging.NOTSET)
    with caplog.at_level(logging.DEBUG):
        read_bibtex("a.bib", BIB, {})
    assert caplog.records == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ris_is_read(end: str) -> None:
    dump = read(RIS.replace("\n", end))
    assert dump.layout == "ris"
    first, second = dump.entries
    assert (first.title, first.abstract) == ("First in two lines", "An abstract that goes on")
    assert (first.line, first.n_authors, first.published) == (1, 2, date(2025, 3, 11))
    assert (first.url, first.keywords) == ("https://arxiv.org/abs/2503.01234", ("attention", "sinks"))
    assert (second.line, second.title, second.abstract) == (15, "Second", "Another abstract")
    assert (second.published, second.published_precision) == (date(2023, 1, 1), "year")
    assert second.url == "https://doi.org/10.1000/y"


def test_a_ris_reference_cut_off_is_named() -> None:
    assert [(problem.line, problem.reason) for problem in read(RIS).problems] == [
        (21, "a RIS reference without TY or ER was left out: was the file cut off?")
    ]


def test_a_title_that_mentions_a_format_is_no_export() -> None:
    assert not is_bibtex("Write to me@article{s} or @home")
    assert not is_ris("PRETTY  - a paper")


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("date = {2024-11-18}, year = 2020, month = 5", date(2024, 11, 18)),
        ("year = 2020, month = 5", date(2020, 5, 1)),
        ("year = 2020", date(2020, 1, 1)),
        ("month = 5", None),
        ("doi = {10.1000/x}", None),
    ],
)
def test_a_whole_date_is_worth_more_than_year_and_month_and_without_any_nothing_is_doubted(
    fields: str, published: date | None
) -> None:
    dump = read(f"@article{{a, title = {{A Title}}, {fields}}}\n")
    assert [entry.published for entry in dump.entries] == [published]
    assert dump.problems == ()


def test_braces_in_braces_around_the_first_word_are_dropped_all() -> None:
    dump = read("@article{a, title = {{{BERT}} Rules {{{All}} of} Them}}\n")
    assert [entry.title for entry in dump.entries] == ["BERT Rules All of Them"]


def test_what_stands_in_the_first_line_is_counted_as_line_one() -> None:
    whole, broken = "@misc{a, title = {Whole}}\n", "@misc{b, title = {No End,\n"
    assert [entry.line for entry in read(whole).entries] == [1]
    (problem,) = read(f"{broken}\n{whole}").problems
    assert (problem.source, problem.line, problem.text) == ("library", 1, "@misc{b, title = {No End,")


def test_a_command_that_starts_a_title_keeps_its_braces() -> None:
    (entry,) = read("@article{a, title = {\\emph{Sinks} and {More}}}\n").entries
    assert entry.title == "\\emph{Sinks} and More"


def test_a_ris_reference_at_which_the_library_fails_is_named_and_costs_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loads = rispy.loads

    def fail_once(part: str) -> list[dict[str, object]]:
        if "Twice" in part:
            raise KeyError(part)
        return loads(part)

    monkeypatch.setattr(rispy, "loads", fail_once)
    dump = read(f"\nTY  - JOUR\nTI  - Twice\nER  - \n{RIS}")
    assert [entry.title for entry in dump.entries] == ["First in two lines", "Second"]
    reason = "a RIS reference that cannot be read was left out (KeyError)"
    assert dump.problems[0] == Problem("library", 2, reason, "TY - JOUR TI - Twice ER -")
