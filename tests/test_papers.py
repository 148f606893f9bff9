"""From entries to tables: nothing is lost, the same paper is one row."""

from __future__ import annotations

import hashlib
from datetime import date

import pandas as pd
import pytest
from made_up_entries import dump, entry

from analysis import tables
from analysis.dumps.entries import Dump, PrintedDate, Problem
from analysis.new_papers import join_papers
from analysis.papers import PaperTables, build_papers


@pytest.fixture
def dumps() -> list[Dump]:
    return [
        dump(
            "b.txt",
            PrintedDate(11, 18),
            entry("b.txt", 0, "Attention SINKS", n_authors=7, n_comments=1, printed=PrintedDate(7, 28)),
            entry("b.txt", 1, "Pruning Pays 11.9times", printed=PrintedDate(5, 1, 2024), organization="Acme"),
            entry("b.txt", 2, "Pruning Pays 11.9×"),
            notes=("read as UTF-16",),
        ),
        dump(
            "a.txt",
            PrintedDate(3, 11),
            entry("a.txt", 0, "Attention Sinks", n_comments=3, upvotes=5, arxiv_id="arXiv:2503.01234v2"),
            entry("a.txt", 1, "Attention Sinks", published=date(2024, 7, 27), keywords=("sinks", "softmax")),
            problems=(Problem("a.txt", 40, "a title without an abstract", "Lost"),),
        ),
        dump("c.txt", None, entry("c.txt", 0, "Only Here")),
    ]


@pytest.fixture
def made(dumps: list[Dump]) -> PaperTables:
    return build_papers(dumps, {})


def row(papers: pd.DataFrame, title: str) -> pd.Series:
    (found,) = papers.index[papers["title"] == title]
    return papers.loc[found]


def test_every_appearance_stays_in_the_listings(made: PaperTables) -> None:
    listings = made.listings
    assert list(zip(listings["source"], listings["position"], listings["line"], strict=True)) == [
        ("a.txt", 0, 11),
        ("a.txt", 1, 15),
        ("b.txt", 0, 11),
        ("b.txt", 1, 15),
        ("b.txt", 2, 19),
        ("c.txt", 0, 11),
    ]
    assert list(
        listings["paper_id"].map(dict(zip(made.papers["paper_id"], made.papers["title"], strict=True)))
    ) == [
        *["Attention Sinks"] * 3,
        *["Pruning Pays 11.9×"] * 2,
        "Only Here",
    ]


def test_a_paper_is_called_by_its_arxiv_id_or_by_its_title(made: PaperTables) -> None:
    expected = "t-" + hashlib.sha256(b"only here").hexdigest()[:12]
    assert row(made.papers, "Only Here")["paper_id"] == expected
    assert row(made.papers, "Attention Sinks")["paper_id"] == "2503.01234"
    assert list(made.papers["paper_id"]) == sorted(made.papers["paper_id"])


def test_a_merged_paper_keeps_the_fullest_values(made: PaperTables) -> None:
    paper = row(made.papers, "Attention Sinks")
    assert (paper["n_authors"], paper["n_comments"], paper["upvotes"]) == (7, 3, 5)
    assert paper["arxiv_id"] == "2503.01234"
    assert paper["keywords"] == ["sinks", "softmax"]
    assert paper["published"] == pd.Timestamp(2024, 7, 27)
    assert paper["published_precision"] == "day"
    assert row(made.papers, "Pruning Pays 11.9×")["organization"] == "Acme"


def test_a_paper_without_a_publication_date_has_neither_day_nor_precision(made: PaperTables) -> None:
    paper = row(made.papers, "Only Here")
    assert pd.isna(paper["published"])
    assert pd.isna(paper["published_precision"])


def test_sources_say_what_each_dump_holds_and_where_its_year_comes_from(made: PaperTables) -> None:
    sources = made.sources.set_index("source")
    assert sources["n_entries"].to_dict() == {"a.txt": 2, "b.txt": 3, "c.txt": 1}
    assert sources["n_papers"].to_dict() == {"a.txt": 1, "b.txt": 2, "c.txt": 1}
    assert sources["listed_year_from"].to_dict() == {"a.txt": "assumed", "b.txt": "inferred", "c.txt": "unknown"}
    assert sources.loc["a.txt", "listed_on"] == pd.Timestamp(2025, 3, 11)
    assert sources.loc["b.txt", "listed_on"] == pd.Timestamp(2025, 11, 18)
    assert pd.isna(sources.loc["c.txt", "listed_on"])
    assert sources["heading"].fillna("none").to_dict() == {"a.txt": "Mar 11", "b.txt": "Nov 18", "c.txt": "none"}
    assert sources["note"].to_dict() == {"a.txt": "", "b.txt": "read as UTF-16", "c.txt": ""}


def test_the_listings_carry_the_date_of_their_dump(made: PaperTables) -> None:
    days = made.listings.groupby("source")["listed_on"].first()
    assert days["b.txt"] == pd.Timestamp(2025, 11, 18)
    assert list(made.listings["listed_year_from"]) == ["assumed"] * 2 + ["inferred"] * 3 + ["unknown"]


def test_an_entry_that_states_its_own_listing_day_keeps_it() -> None:
    days = [date(2025, 1, 2), date(2025, 1, 3)]
    entries = [entry("days.csv", place, f"Paper {place}", listed_on=day) for place, day in enumerate(days)]
    listings = build_papers([dump("days.csv", None, *entries)], {}).listings
    assert list(listings["listed_on"]) == [pd.Timestamp(day) for day in days]
    assert set(listings["listed_year_from"]) == {"stated"}


def test_the_tables_do_not_depend_on_the_order_of_the_dumps(dumps: list[Dump], made: PaperTables) -> None:
    again = build_papers(dumps[::-1], {})
    for name in ("papers", "listings", "problems", "sources"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(made, name))


def test_the_tables_are_as_their_schemas_say(made: PaperTables) -> None:
    for name in ("papers", "listings", "problems", "sources"):
        frame = getattr(made, name)
        pd.testing.assert_frame_equal(frame, tables.check(name, frame, name))


def test_the_papers_are_in_the_order_of_their_ids() -> None:
    names = ("2505.00003", "2404.00001", None, "2503.00002")
    page = dump("a.txt", None, *(entry("a.txt", n, f"{n} of four", arxiv_id=name) for n, name in enumerate(names)))
    papers = build_papers([page], {}).papers
    assert list(papers["paper_id"])[:3] == ["2404.00001", "2503.00002", "2505.00003"]
    assert papers.loc[3, "paper_id"].startswith("t-")


def test_the_same_arxiv_id_is_one_paper_whatever_its_title_and_another_id_is_another_paper() -> None:
    renamed = entry("b.txt", 0, "Where Softmax Rests", arxiv_id="2503.01234v2", abstract="Another text.")
    namesake = entry("c.txt", 0, "Attention Sinks", arxiv_id="2503.99999")
    first = entry("a.txt", 0, "Attention Sinks", arxiv_id="2503.01234")
    made = build_papers([dump(each.source, None, each) for each in (first, renamed, namesake)], {})
    assert list(made.listings["paper_id"]) == ["2503.01234", "2503.01234", "2503.99999"]


def test_a_page_without_a_year_is_dated_by_the_newest_date_elsewhere_in_the_folder() -> None:
    page = dump("a.txt", PrintedDate(3, 11), entry("a.txt", 0, "Here"))
    sources = build_papers([page], {}, date(2025, 11, 18)).sources
    assert sources.loc[0, "listed_on"] == pd.Timestamp(2025, 3, 11)


def test_problems_of_the_dumps_are_passed_on(made: PaperTables) -> None:
    assert made.problems.to_dict("records") == [
        {"source": "a.txt", "line": 40, "reason": "a title without an abstract", "text": "Lost"}
    ]


def test_a_paper_of_a_page_gets_the_arxiv_id_and_the_link_of_the_api() -> None:
    link = "https://huggingface.co/papers/2503.01234"
    shown = entry("a.txt", 0, "Attention Sinks")
    told = entry(
        "2025-03-12.json", 0, "Attention SINKS", arxiv_id="2503.01234", url=link, abstract="Another text."
    )
    cited = entry("b.bib", 0, "Attention sinks", url="https://example.org/a", abstract="")
    made = build_papers([dump("a.txt", None, shown), dump("b.bib", None, cited), dump("d.json", None, told)], {})
    (paper,) = made.papers.to_dict("records")
    assert (paper["paper_id"], paper["arxiv_id"], paper["url"]) == ("2503.01234", "2503.01234", link)
    assert paper["abstract"] == shown.abstract
    assert len(made.listings) == 3


def test_a_day_without_papers_is_a_source_with_its_date() -> None:
    made = build_papers([dump("2025-03-09.json", None, listed_on=date(2025, 3, 9))], {})
    (source,) = made.sources.to_dict("records")
    assert (source["listed_on"], source["listed_year_from"]) == (pd.Timestamp(2025, 3, 9), "stated")
    assert (source["n_entries"], source["n_papers"]) == (0, 0)


def test_what_the_user_states_goes_before_what_the_source_says() -> None:
    one = entry("a.csv", 0, "Only Here", listed_on=date(2025, 1, 2))
    listings = build_papers([dump("a.csv", None, one)], {"a.csv": date(2025, 3, 4)}).listings
    assert list(listings["listed_on"]) == [pd.Timestamp(2025, 3, 4)]


def test_a_page_without_a_year_is_dated_by_the_days_beside_it() -> None:
    days = dump("d.json", None, *(entry("d.json", n, f"{n}", listed_on=date(2025, n, 1)) for n in (3, 12)))
    sources = build_papers([dump("a.txt", PrintedDate(3, 11), entry("a.txt", 0, "Here")), days], {}).sources
    assert list(sources["listed_on"].fillna(pd.Timestamp(0))) == [pd.Timestamp(2025, 3, 11), pd.Timestamp(0)]
    assert list(sources["listed_year_from"]) == ["assumed", "unknown"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_more_precise_publication_date_wins(order: int) -> None:
    year = entry("a.bib", 0, "Here", published=date(2024, 1, 1), published_precision="year")
    month = entry("b.bib", 0, "Here", published=date(2024, 3, 1), published_precision="month")
    dumps = [dump("a.bib", None, year), dump("b.bib", None, month)]
    (paper,) = build_papers(dumps[::order], {}).papers.to_dict("records")
    assert (paper["published"], paper["published_precision"]) == (pd.Timestamp(2024, 3, 1), "month")


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ({"published": date(2025, 4, 1)}, date(2025, 4, 1)),
        ({"printed": PrintedDate(4, 1, 2025)}, date(2025, 4, 1)),
        ({"printed": PrintedDate(3, 15)}, date(2025, 3, 1)),
        ({}, date(2025, 3, 1)),
    ],
)
def test_a_publication_date_with_its_year_goes_before_an_earlier_one_whose_year_was_completed(
    said: dict[str, object], published: date
) -> None:
    completed = entry("a.txt", 0, "Here", printed=PrintedDate(3, 1))
    dumps = [dump("a.txt", PrintedDate(5, 1), completed), dump("b.txt", None, entry("b.txt", 0, "Here", **said))]
    (paper,) = build_papers(dumps, {"a.txt": date(2025, 5, 1), "b.txt": date(2025, 5, 1)}).papers.to_dict(
        "records"
    )
    assert (paper["published"], paper["published_precision"]) == (pd.Timestamp(published), "day")


@pytest.mark.parametrize(
    ("urls", "arxiv_id", "url"),
    [
        ((None, "https://example.org/a", "https://example.org/b"), None, "https://example.org/a"),
        (("https://example.org/a",), "2503.01234", "https://example.org/a"),
        (
            ("https://example.org/a", "https://arxiv.org/abs/2503.01234"),
            "2503.01234",
            "https://arxiv.org/abs/2503.01234",
        ),
    ],
)
def test_the_link_of_a_paper_is_that_of_its_arxiv_id_or_else_the_first(
    urls: tuple[str | None, ...], arxiv_id: str | None, url: str
) -> None:
    entries = (entry("a.csv", n, "Here", url=link, arxiv_id=arxiv_id) for n, link in enumerate(urls))
    (paper,) = build_papers([dump("a.csv", None, *entries)], {}).papers.to_dict("records")
    assert paper["url"] == url


def test_of_equally_common_names_the_longer_is_kept_and_where_none_is_told_there_is_none() -> None:
    names = ("Acme", "Acme Laboratories", None)
    entries = (entry("a.csv", n, "Here", organization=name) for n, name in enumerate(names))
    other = entry("a.csv", 3, "Attention Sinks")
    papers = build_papers([dump("a.csv", None, *entries, other)], {}).papers
    assert row(papers, "Here")["organization"] == "Acme Laboratories"
    assert pd.isna(row(papers, "Attention Sinks")["organization"])


@pytest.mark.parametrize(("n_new", "organization"), [(1, "Acme"), (2, "Acme Laboratories"), (3, "Acme Labs")])
def test_a_paper_listed_again_goes_by_what_most_of_its_appearances_say(n_new: int, organization: str) -> None:
    names = ("Acme", "Acme")
    known = dump("a.csv", None, *(entry("a.csv", n, "Here", organization=name) for n, name in enumerate(names)))
    name = "Acme Laboratories" if n_new == 2 else "Acme Labs"
    more = dump("b.csv", None, *(entry("b.csv", n, "Here", organization=name) for n in range(n_new)))
    joined = join_papers(build_papers([known], {}), build_papers([more], {}))
    assert list(joined.papers["organization"]) == [organization]
    pd.testing.assert_frame_equal(joined.papers, build_papers([known, more], {}).papers)


def test_the_notes_of_a_dump_stand_side_by_side() -> None:
    page = dump("a.txt", None, entry("a.txt", 0, "Here"), notes=("read as UTF-16", "2 links left out"))
    assert list(build_papers([page], {}).sources["note"]) == ["read as UTF-16; 2 links left out"]


def test_no_dump_gives_empty_tables() -> None:
    made = build_papers([], {})
    assert [len(made.papers), len(made.listings), len(made.problems), len(made.sources)] == [0, 0, 0, 0]
    assert list(made.papers.columns) == list(tables.SCHEMAS["papers"].columns)


def test_a_single_undated_dump_makes_whole_tables() -> None:
    made = build_papers([dump("c.txt", None, entry("c.txt", 0, "Only Here"))], {})
    assert made.listings["listed_on"].isna().all()
    assert str(made.listings["listed_on"].dtype).startswith("datetime64")
    assert made.papers["n_authors"].isna().all()
