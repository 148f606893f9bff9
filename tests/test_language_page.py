"""A language in which every text stands in brackets: what a page shows outside of them was forgotten."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from all_messages import LANGUAGE, write_pseudo
from bs4 import BeautifulSoup
from default_run import DefaultRun
from opened_page import Window, draw_all

from analysis import language
from analysis.config import Folders, Settings
from analysis.cut import Cut
from analysis.job import Job
from analysis.language import speaking
from analysis.page_of_chart import chart_page
from analysis.pipeline import make
from analysis.provenance import Provenance
from analysis.report import write_report
from analysis.sharing import origin, shared_figure
from analysis.sheets import build_sheets
from analysis.tables import SCHEMAS, read_table

RUN = Provenance("data/raw", n_runs=20, agreement=0.81)
Tables = dict[str, pd.DataFrame]
# texts of papers and of dumps; the names of themes and programs
OF_OTHERS = (
    *(
        "script",
        "style",
        "bdi",
        "[dir=auto]",
        "code",
        "h3",
        "h4",
        "option",
        "#papers-table td",
        "#papers-table th a",
    ),
    *(".terms", "footer dd", "footer dt"),
)
ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "label")
BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
# dates, tags, entities, plotly's own places, and words that were cut
NO_WORD = re.compile(rf"\b(?:{MONTHS})\b|<[^<>]*>|&#?\w+;|%\{{\w+\}}|\w+…")
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN_BY_PLOTLY = ("text", "ticktext", "customdata", "hovertemplate", "hovertext", "counted", "source", "caption")


@pytest.fixture(autouse=True)
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    write_pseudo(folder)
    monkeypatch.setattr(language, "CATALOGS", folder)


def outside(text: str) -> set[str]:
    """Words that stand in no brackets."""
    while BRACKETS.search(text):
        text = BRACKETS.sub(" ", text)
    return set(WORD.findall(NO_WORD.sub(" ", text)))


def words_of(names: Iterable[object]) -> set[str]:
    return set(WORD.findall(" ".join(map(str, names))))


def own_names(tables: Tables) -> set[str]:
    """Words of the names of themes, areas and dumps."""
    themes = tables["themes"]
    return words_of([*themes["name"], *themes["area"], *tables["sources"]["source"]])


def texts_of_papers(tables: Tables) -> set[str]:
    """Words of titles, and of the terms that mark a theme."""
    return words_of([*tables["papers"]["title"], *(term for terms in tables["themes"]["terms"] for term in terms)])


def on_page(text: str) -> set[str]:
    """What a page shows outside of brackets, in its text and its attributes."""
    page = BeautifulSoup(text, "html.parser")
    said = [
        str(tag[name])
        for name in ATTRIBUTES
        for tag in page.find_all(attrs={name: True})
        if tag.name != "optgroup"
    ]
    for tag in page.select(", ".join(OF_OTHERS)):
        tag.replace_with(" ")
    return outside(page.get_text(" ")).union(*map(outside, said))


def spoken_by(figure: object, key: str = "") -> Iterator[str]:
    """Every text of a figure that somebody reads."""
    if isinstance(figure, dict):
        for name, inner in figure.items():
            yield from spoken_by(inner, name)
    elif isinstance(figure, list):
        for inner in figure:
            yield from spoken_by(inner, key)
    elif isinstance(figure, str) and key in SPOKEN_BY_PLOTLY:
        yield figure


def figures(text: str) -> dict[str, Any]:
    packed = re.search(r'id="figures">([^<]+)<', text)
    assert packed
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    return found


def forgotten(text: str, tables: Tables) -> set[str]:
    """What of a page, and of the charts in it, is in no brackets."""
    drawn = set().union(*map(outside, spoken_by(figures(text)["sheets"])))
    return (on_page(text) | drawn - texts_of_papers(tables)) - own_names(tables)


@pytest.mark.slow(reason="trends are counted and a whole page is made")
def test_nothing_on_the_page_is_in_no_language(trended: Tables, tmp_path: Path) -> None:
    with speaking(LANGUAGE):
        text = write_report(trended, RUN, tmp_path).read_text(encoding="utf-8")
    assert f'<html lang="{LANGUAGE}">' in text
    assert text.count("⟦") > 200
    assert forgotten(text, trended) == set()
    assert set(re.findall(r'content: "([^" ]+) "', text)) == {"⟦Listed⟧", "⟦Published⟧"}


@pytest.mark.slow(reason="trends are counted and a whole page is made")
def test_nothing_on_the_page_of_a_chart_is_in_no_language(trended: Tables) -> None:
    with speaking(LANGUAGE):
        told = origin(trended)
        sheets = build_sheets(trended)
        pages = [chart_page(sheet, shared_figure(sheet, told)) for sheet in sheets]
    for page in pages:
        assert f'<html lang="{LANGUAGE}">' in page
        assert '"locale":"qps"' in page
        assert (
            set(on_page(page)) - {"Code", "Retrieval", "Image", "generation", "models", "Attention", "sinks"}
            == set()
        )


@pytest.mark.slow(reason="the report of the sample is made twice, and opened in a browser")
def test_the_page_of_the_sample_speaks_one_language_in_the_browser_too(
    default_run: DefaultRun, tmp_path: Path, window: Window
) -> None:
    made = default_run.whole.root / "data"
    folders = Folders(made / "raw", tmp_path / "processed", tmp_path / "reports")
    shutil.copytree(made / "processed", folders.processed)
    job = Job(folders, Settings(language=LANGUAGE))
    assert make("report", job).rebuilt == ("report",)
    page = folders.reports / "themes.html"
    tables = {name: read_table(folders.processed, name) for name in SCHEMAS}
    text = page.read_text(encoding="utf-8")
    assert forgotten(text, tables) <= {"hybrid", "found"}
    assert "⟦only" in Path(make("report", Job(folders, job.settings, cut=Cut(only_watched=True))).made).read_text()
    opened = window.open(page)
    draw_all(opened.page)
    opened.page.fill("#words", "attention")
    opened.page.wait_for_function("document.getElementById('hits').textContent.includes('⟦')")
    opened.page.click("button[data-choose]")
    for place in ("#hits", "#mode", "#chosen-said"):
        said = opened.page.inner_text(place)
        assert said.startswith("⟦"), place
        assert outside(said) <= own_names(tables)
    assert opened.complaints == []
