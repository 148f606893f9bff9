"""A small corpus built by hand, shared by the tests: 24 papers, three dated dumps and an undated one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pandas as pd
import pytest
from default_run import DefaultRun, make_everything
from hostile_sources import write_raw, write_settings
from injections import NAMES, TEXTS
from listing_server import Hub, running
from opened_page import BROWSER, Window
from sharing_out import (  # noqa: F401 - pytest finds its hooks by their names here
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_ignore_collect,
    pytest_itemcollected,
    pytest_xdist_make_scheduler,
)
from whole_run import REPOSITORY, WholeRun, model_that_answers

from analysis import tables
from analysis.term_uses import term_uses
from analysis.trends import build_trends

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

    from analysis.theme_tables import ThemeTables

THEMES = {
    "attention-sinks": ("Attention sinks", "watched", "#4477AA"),
    "t-image-generation": ("Image generation", "found", "#EE6677"),
    "t-retrieval": ("Retrieval", "found", "#228833"),
    "t-code": ("Code models", "found", "#CCBB44"),
}
SOURCES = [
    ("a.txt", "2025-03-11", "stated", "Mar 11"),
    ("b.txt", "2025-03-12", "assumed", "Mar 12"),
    ("c.txt", "2025-11-18", "inferred", "Nov 18"),
    ("d.txt", None, "unknown", None),
]
FOUND = [theme for theme, (_, kind, _) in THEMES.items() if kind == "found"]

hypothesis.settings.register_profile("few", max_examples=40, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile("few")


def _papers() -> pd.DataFrame:
    rows = []
    for number in range(24):
        rows.append(
            {
                "paper_id": f"p{number:02d}",
                "title": "A <SEG> token <script>alert(1)</script>" if number == 0 else f"Paper number {number}",
                "abstract": f"Words about {FOUND[number % 3]}, told in paper {number}.",
                "published": pd.Timestamp(2015 + number % 11, 1 + number % 12, 3) if number % 4 else pd.NaT,
                "published_precision": "day" if number % 4 else None,
                "n_authors": number % 7 + 1,
                "keywords": [],
            }
        )
    columns = list(tables.SCHEMAS["papers"].columns)
    return tables.check("papers", pd.DataFrame(rows).reindex(columns=columns), "papers")


def _listings() -> pd.DataFrame:
    rows = []
    for place, (source, day, year_from, _) in enumerate(SOURCES):
        # every source lists six papers of its own, and the first of the source before it once more
        numbers = [*range(6 * place, 6 * place + 6), *([6 * place - 6] if place else [])]
        for position, number in enumerate(numbers):
            rows.append(
                {
                    "paper_id": f"p{number:02d}",
                    "source": source,
                    "layout": "dense" if day is None else "spaced",
                    "position": position,
                    "listed_on": day,
                    "listed_year_from": year_from,
                    "line": 11 + 4 * position,
                }
            )
    return tables.check("listings", pd.DataFrame(rows), "listings")


def _memberships() -> pd.DataFrame:
    found = [
        {
            "paper_id": f"p{n:02d}",
            "theme_id": FOUND[n % 3],
            "weight": 0.9,
            "main": True,
            "sureness": 0.8,
            "why": "",
        }
        for n in range(24)
    ]
    watched = [
        {"paper_id": f"p{n:02d}", "theme_id": "attention-sinks", "weight": 0.7, "main": False, "why": "sink token"}
        for n in (0, 3, 9, 14, 20)
    ]
    return tables.check("memberships", pd.DataFrame(found + watched), "memberships")


def _themes(memberships: pd.DataFrame) -> pd.DataFrame:
    sizes = memberships.groupby("theme_id").size()
    rows = [
        {
            "theme_id": theme,
            "name": name,
            "definition": "Sink tokens." if kind == "watched" else None,
            "kind": kind,
            "terms": ["sink", "token"] if kind == "watched" else [theme.removeprefix("t-"), "method-name"],
            "n_papers": int(sizes[theme]),
            "stability": 0.9 if kind == "found" else None,
            "example_ids": memberships.loc[memberships["theme_id"] == theme, "paper_id"].head(3).tolist(),
            "color": color,
            "area": "All",
            "area_order": place,
        }
        for place, (theme, (name, kind, color)) in enumerate(THEMES.items())
    ]
    return tables.check("themes", pd.DataFrame(rows), "themes")


@pytest.fixture(scope="session")
def corpus() -> dict[str, pd.DataFrame]:
    """The tables of the small corpus by name; copy a frame before changing it."""
    memberships = _memberships()
    papers = _papers()
    places = pd.DataFrame({"paper_id": papers["paper_id"], "x": range(24), "y": [n % 5 for n in range(24)]})
    problem = {"source": "b.txt", "line": 40, "reason": "a title without an abstract", "text": "Lost <b>title</b>"}
    sources = [
        {
            "source": source,
            "layout": "dense" if day is None else "spaced",
            "n_entries": 7 if place else 6,
            "n_papers": 7 if place else 6,
            "listed_on": day,
            "listed_year_from": year_from,
            "heading": heading,
            "note": "",
        }
        for place, (source, day, year_from, heading) in enumerate(SOURCES)
    ]
    themes = _themes(memberships)
    return {
        "papers": papers,
        "listings": _listings(),
        "problems": tables.check("problems", pd.DataFrame([problem]), "problems"),
        "sources": tables.check("sources", pd.DataFrame(sources), "sources"),
        "memberships": memberships,
        "themes": themes,
        "term_uses": term_uses(papers, memberships, themes),
        "map": tables.check("map", places, "map"),
    }


@pytest.fixture(scope="session")
def trended(corpus: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The small corpus with its trends: all tables that charts and report read."""
    names = ("listings", "papers", "memberships", "themes", "sources")
    made = build_trends(*(corpus[name] for name in names))
    moments = {"bursts": made.bursts, "changes": made.changes}
    return {**corpus, "trends": made.trends, "theme_trends": made.theme_trends, **moments}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A server on this machine that replays small days."""
    with running(monkeypatch) as server:
        yield server


@pytest.fixture(scope="session")
def started_playwright() -> Iterator[Playwright]:
    """What starts browsers, of which a process can hold one only; a test without a browser is skipped."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if BROWSER is None:
        pytest.skip("no Chrome or Chromium here; install chromium or name one in BROWSER_PATH")
    with sync_api.sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(started_playwright: Playwright) -> Iterator[Browser]:
    """The browser of this machine."""
    started = started_playwright.chromium.launch(executable_path=BROWSER)
    yield started
    started.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Window:
    """A window that shows page after page."""
    return Window(browser)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> WholeRun:
    """Every product made from sources, watch list and model names that are injections, all of it offline."""
    pytest.importorskip("openai", reason="the package openai is not installed (paper-themes[llm])")
    run = WholeRun(tmp_path_factory.mktemp("hostile"))
    write_raw(run.root / "data" / "raw")
    with model_that_answers(NAMES) as endpoint:
        write_settings(run.root / "analysis.toml", endpoint)
        run.call("report", "--index", "--verbose")
        run.call("report", "--theme", TEXTS["end of a script"])
        run.call("report", "--only-watched", "--since", "2025-03-05")
        pictures = ["svg"] if BROWSER else []
        run.call("charts", "--format", "html", "csv", *pictures, *(["--card"] if BROWSER else []))
        run.call("notebooks", "--notebooks", str(REPOSITORY / "notebooks"))
    return run


@pytest.fixture(scope="session")
def default_run(tmp_path_factory: pytest.TempPathFactory) -> DefaultRun:
    """Every product of the sample, made offline with the settings of the repository."""
    return make_everything(tmp_path_factory.mktemp("default"))


@pytest.fixture(scope="session")
def sample_papers() -> pd.DataFrame:
    """The papers of the sample corpus."""
    from analysis.dumps.folder import read_folder
    from analysis.papers import build_papers

    return build_papers(read_folder(Path(__file__).parents[1] / "data" / "raw" / "sample").dumps, {}).papers


@pytest.fixture(scope="session")
def found_in_sample(sample_papers: pd.DataFrame) -> ThemeTables:
    """The themes of the sample corpus, found once for all tests."""
    from analysis.config import Settings
    from analysis.embeddings import embed, load_encoder
    from analysis.themes import find_themes

    return find_themes(sample_papers, embed(sample_papers, load_encoder("hybrid")), Settings())
