"""What is said of the columns of the tables: every one is explained, what is said holds, and the page is fresh."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import get_args

import pandas as pd
import pytest
from checkout import REPOSITORY
from trended_corpus import daily, with_slopes

from analysis import (
    bursts,
    change_points,
    directions,
    identity,
    membership_rows,
    placement,
    spread,
    stability,
    tables,
    theme_tables,
    trends,
)
from analysis.column_words import UNSHOWN, WORDS
from analysis.config import Count, Membership, Period, Settings
from analysis.counting import Counted
from analysis.dumps import daily_json, page_html
from analysis.dumps.entries import Precision
from analysis.dumps.folder import read_folder
from analysis.embeddings import load_encoder
from analysis.listing_dates import YearFrom
from analysis.papers import build_papers
from analysis.periods import AxisName
from analysis.placement import place_parts
from analysis.provenance import Provenance
from analysis.report import write_report
from analysis.schemas import MEMORY, SCHEMAS, UNPLACED, UNPLACED_NAME, WATCHED_AREA
from analysis.theme_products import find_products
from analysis.themes import FEWEST_PAPERS
from analysis.trends import build_trends

ALL = {**SCHEMAS, **MEMORY}
COLUMNS = [(name, column) for name, schema in ALL.items() for column in schema.columns]
EVENTS = ("kept", "renamed", "merged", "split", "new", "gone")
Tables = dict[str, pd.DataFrame]


def docs_tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_tables", REPOSITORY / "docs" / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_column_of_every_table_is_explained_and_no_other() -> None:
    assert list(WORDS) == list(ALL)
    assert {name: list(words.columns) for name, words in WORDS.items()} == {
        name: list(schema.columns) for name, schema in ALL.items()
    }


@pytest.mark.parametrize("name", list(ALL))
def test_each_sentence_can_stand_in_a_cell_of_the_page(name: str) -> None:
    for said in (WORDS[name].row, *WORDS[name].columns.values()):
        assert re.fullmatch(r"\S.*\.", said), said
        assert "|" not in said
        assert "  " not in said
        assert said.count("`") % 2 == 0
        assert said.count("(") == said.count(")")


def test_the_page_is_what_its_command_writes() -> None:
    module = docs_tables()
    fresh = "renew it: python docs/tables.py"
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), fresh


def test_the_page_has_a_line_for_every_column_under_the_heading_of_its_table() -> None:
    sections = re.split(r"^#{2,3} ", docs_tables().page(), flags=re.MULTILINE)[1:]
    lines = {section.split("\n")[0]: re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) for section in sections}
    assert {name: found for name, found in lines.items() if found} == {
        name: list(schema.columns) for name, schema in ALL.items()
    }


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_what_must_have_a_value_is_not_said_to_be_missing(name: str, column: str) -> None:
    can_lack = column not in ALL[name].required and ALL[name].columns[column] not in ("flag", "texts", "numbers")
    assert can_lack or "issing" not in WORDS[name].columns[column]


def gaps(made: Tables) -> set[tuple[str, str]]:
    return {
        (name, column) for name, frame in made.items() for column in frame.columns if frame[column].isna().any()
    }


@pytest.fixture(scope="module")
def sample_tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """All tables of the sample, its themes found first from three papers of four, then from all but five."""
    folder, settings = tmp_path_factory.mktemp("sample"), Settings()
    read = build_papers(read_folder(REPOSITORY / "data" / "raw" / "sample").dumps, {})
    find_products(read.papers.iloc[: len(read.papers) * 3 // 4], folder, settings, quietly).written(folder)
    first, later = read.papers.iloc[:-5], read.papers.iloc[-5:]
    found = find_products(first, folder, settings, quietly)
    found = found.with_parts([*place_parts(later, found.known, found.there, load_encoder("hybrid"))])
    there = dict(found.tables)
    counted = build_trends(read.listings, read.papers, there["memberships"], there["themes"], read.sources)
    return {**vars(read), **there, **vars(counted)}


def quietly(says: str, done: int, total: int | None) -> None:
    """Take what is told of the progress, and tell nobody."""


@pytest.mark.slow(reason="finds the themes of the sample twice")
def test_every_gap_in_the_tables_of_the_sample_is_said_to_come(sample_tables: Tables) -> None:
    found = gaps(sample_tables)
    assert len(found) > 15
    assert {(name, column) for name, column in found if "issing" not in WORDS[name].columns[column]} == set()


@pytest.mark.parametrize(
    ("name", "column", "values"),
    [
        ("papers", "published_precision", get_args(Precision)),
        ("listings", "listed_year_from", get_args(YearFrom)),
        ("listings", "layout", (page_html.LAYOUT, daily_json.LAYOUT)),
        ("themes", "theme_id", (UNPLACED,)),
        ("themes", "area", (WATCHED_AREA, UNPLACED_NAME)),
        ("lineage", "event", EVENTS),
        ("trends", "axis", get_args(AxisName)),
        ("trends", "unit", (*get_args(Period), "undated")),
        ("trends", "counted", (*get_args(Count), *get_args(Counted))),
        ("trends", "membership", get_args(Membership)),
        ("theme_trends", "direction", get_args(directions.Direction)),
        ("identity", "run", (identity.NOW, identity.BEFORE, identity.RETIRED)),
    ],
)
def test_every_value_of_a_column_of_few_values_is_named(name: str, column: str, values: tuple[str, ...]) -> None:
    assert [value for value in values if f"`{value}`" not in WORDS[name].columns[column]] == []


@pytest.mark.parametrize(
    ("name", "column", "said"),
    [
        ("themes", "example_ids", {5: "five"}[theme_tables.N_EXAMPLES]),
        ("themes", "stability", f"{stability.KEPT:.0%} of the papers"),
        ("themes", "stability", {0.5: "more than half shared"}[stability.HOLDS]),
        ("memberships", "", f"at most {['no', 'one', 'two'][membership_rows.MOST_THEMES - 1]} more"),
        ("memberships", "weight", f"its {membership_rows.N_NEIGHBOURS} nearest"),
        ("memberships", "weight", f"at least {membership_rows.LEAST_WEIGHT}"),
        ("map", "", f"fewer than {FEWEST_PAPERS} papers"),
        ("model", "n_runs", f"{stability.N_RUNS}, or {stability.N_RUNS_OF_MANY} of samples"),
        ("theme_trends", "", f"more than {trends.MOST_TESTED}"),
        ("theme_trends", "direction", f"factor of {directions.STEADY_WITHIN:g} "),
        ("theme_trends", "slope", f"under {directions.MIN_PAPERS} papers or {directions.MIN_PERIODS} periods"),
        ("theme_trends", "factor", {0.25: "a quarter of a year"}[directions.MIN_YEARS]),
        ("theme_trends", "evenness", f"under {spread.MIN_PAPERS} papers"),
        ("theme_trends", "newcomer", {0.8: "the last fifth"}[spread.NEW_FROM]),
        ("bursts", "", f"under {bursts.MIN_PERIODS} periods or {bursts.MIN_PAPERS} papers"),
        ("bursts", "level", {(2.0, 3): "3, within a 2: eight"}[bursts.RATIO, bursts.MAX_LEVEL]),
        ("changes", "", f"under {change_points.MIN_PERIODS} periods"),
        ("placed", "cosine", f"its {membership_rows.N_NEIGHBOURS} nearest"),
        ("placed", "far", f"at most {placement.FAR:.0%} of"),
    ],
)
def test_the_numbers_in_the_sentences_are_those_of_the_code(name: str, column: str, said: str) -> None:
    assert said in (WORDS[name].columns[column] if column else WORDS[name].row)


def unread() -> dict[str, list[str]]:
    """Columns said to be read by no page, chart or notebook, by table."""
    return {
        name: [column for column, said in words.columns.items() if said.endswith(UNSHOWN)]
        for name, words in WORDS.items()
    }


def with_lineage(made: Tables) -> Tables:
    row = {"name": "A", "kind": "found", "previous_name": "B", "n_papers_before": 3, "n_papers_now": 4}
    ids = {"previous_ids": ["t-code"], "into_ids": ["t-retrieval"], "score": 0.5}
    told = [{"theme_id": f"t-{event}", "event": event, **row, **ids} for event in EVENTS]
    return {**made, "lineage": tables.check("lineage", pd.DataFrame(told), "lineage")}


@pytest.mark.slow(reason="writes a report of a hundred dates twice")
def test_report_and_charts_are_the_same_without_the_columns_said_to_be_read_nowhere(
    corpus: Tables, tmp_path: Path
) -> None:
    whole = with_lineage(with_slopes(daily(corpus, 100)))
    assert {"evenness", "newcomer", "spread"} <= set(unread()["theme_trends"])
    assert unread()["lineage"] == ["score"]
    without = {name: frame.drop(columns=unread()[name]) for name, frame in whole.items()}
    pages = []
    for folder, made in (("whole", whole), ("without", without)):
        write_report(made, Provenance("data/raw", n_runs=20), tmp_path / folder)
        pages.append({path.name: path.read_bytes() for path in (tmp_path / folder).rglob("*.*") if path.is_file()})
    assert len(pages[0]) > 10
    assert pages[0] == pages[1]


def test_no_notebook_names_a_column_said_to_be_read_nowhere() -> None:
    read = {column for name, column in COLUMNS if column not in unread()[name]}
    texts = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "notebooks").glob("*.ipynb")]
    named = {word for text in texts for word in re.findall(r'\\"(\w+)\\"', text)}
    assert "first" in named
    assert named & ({column for columns in unread().values() for column in columns} - read) == set()
