"""Files and words made from injections: no formula in a table, no name that leads away, no terminal commanded."""

from __future__ import annotations

import csv
import io
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hostile_sources import WATCHED, papers
from injections import EVIL, MARKUP, NAMES, PATHS, TEXTS
from notebook_cells import cells
from whole_run import REPOSITORY, WholeRun

from analysis import tables
from analysis.cut import LONGEST_SLUG, file_slug

pytestmark = pytest.mark.slow(reason="the whole run of injections is made once")

FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


def csv_files(run: WholeRun) -> list[Path]:
    return sorted(run.reports.rglob("*.csv"))


def test_all_that_was_written_is_read_and_nothing_of_it_is_lost(hostile: WholeRun) -> None:
    read = tables.read_table(hostile.root / "data" / "processed", "papers")
    assert len(read) >= len({paper.title for paper in papers()})
    listings = tables.read_table(hostile.root / "data" / "processed", "listings")
    problems = tables.read_table(hostile.root / "data" / "processed", "problems")
    lost = problems["reason"].str.contains("without a title|without an abstract behind")
    # each paper stands in two sources; a title of a page that reads like an abstract is told as a problem
    assert len(listings) + int(lost.sum()) >= 2 * len(papers())


def test_every_injection_names_a_theme_that_is_followed(hostile: WholeRun) -> None:
    themes = tables.read_table(hostile.root / "data" / "processed", "themes")
    assert sum(themes["kind"] == "watched") == len(WATCHED)
    assert themes["theme_id"].str.fullmatch("[a-z0-9-]+").all()


def test_the_model_s_names_are_plain_text(hostile: WholeRun) -> None:
    themes = tables.read_table(hostile.root / "data" / "processed", "themes")
    found = themes.loc[themes["kind"] == "found", "name"]
    assert found.str.contains("onerror|theme").any(), "the model was not asked"
    assert not found.map(lambda name: bool(OBEYED.search(name))).any()
    assert len(NAMES) > 5


def test_no_cell_of_a_table_is_a_formula(hostile: WholeRun) -> None:
    assert len(csv_files(hostile)) > 20
    told = 0
    for path in csv_files(hostile):
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1, path
        for cell in (cell for row in rows for cell in row):
            told += cell.startswith("'=")
            assert NUMBER.fullmatch(cell) or not FORMULA.match(cell), f"{path.name}: {cell!r}"
            assert not OBEYED.search(cell), f"{path.name}: {cell!r}"
    assert told


def test_a_script_in_a_dump_stays_text_in_the_page_of_a_notebook(hostile: WholeRun) -> None:
    pages = sorted((hostile.reports / "notebooks").glob("*.html"))
    assert len(pages) == len(list((REPOSITORY / "notebooks").glob("*.ipynb")))
    for path in pages:
        page = path.read_text(encoding="utf-8")
        assert "__tripped" in page, path.name
        assert MARKUP["script"] not in page, path.name


def test_pictures_hold_neither_scripts_nor_links_nor_handlers(hostile: WholeRun) -> None:
    pictures = sorted(hostile.reports.rglob("*.svg"))
    if not pictures:
        pytest.skip("no Chrome or Chromium here to draw them")
    for path in pictures:
        for node in ET.parse(path).iter():
            name = node.tag.rsplit("}")[-1]
            assert name not in ("script", "foreignObject", "a", "iframe", "animate", "set"), path.name
            assert not [key for key in node.attrib if key.startswith("on")], path.name
            links = [value for key, value in node.attrib.items() if key.rsplit("}")[-1] == "href"]
            assert all(link.startswith(("#", "data:image/png;base64,")) for link in links), path.name


def test_whatever_a_theme_is_called_its_files_lie_inside_the_folder_of_reports(hostile: WholeRun) -> None:
    known = {"data", "reports", "analysis.toml", "network.log"}
    assert {path.name for path in hostile.root.iterdir()} <= known
    for path in hostile.reports.rglob("*"):
        assert re.fullmatch(r"[\w.-]+", path.name), path
        assert len(os.fsencode(path.name)) < 200
        assert not path.is_symlink()
    assert not Path("/tmp/escaped").exists()


@pytest.mark.parametrize("name", [*TEXTS.values(), "\x00", "", "a/../b", "NUL.txt", "é" * 300])
def test_a_name_becomes_a_folder_name_that_any_system_can_hold(name: str) -> None:
    made = file_slug(name)
    assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", made), made
    assert len(made.encode()) <= LONGEST_SLUG


def test_the_command_says_nothing_that_a_terminal_would_obey(hostile: WholeRun) -> None:
    said = "".join(hostile.said)
    assert "themes found" in said
    assert not OBEYED.search(said.replace("\r\n", "\n"))


def test_outputs_of_notebooks_hold_injections_as_text_alone(hostile: WholeRun) -> None:
    shown = 0
    for path in sorted((hostile.reports / "notebooks").glob("*.ipynb")):
        for cell in cells(path):
            for output in cell.get("outputs", []):
                text = str(output.get("data", {}).get("text/html", ""))
                shown += "&lt;img src=x" in text or "&lt;script" in text
                ours = re.sub(r"<(script|style|noscript)\b.*?</\1>", "", text, flags=re.DOTALL)
                assert not re.search(r"<(img|svg|iframe|script|object|embed|form|meta|base)\b", ours), path.name
                assert not re.search(rf"<[^>]*{re.escape(EVIL)}", ours), path.name
    assert shown


def test_nothing_of_the_network_was_tried(hostile: WholeRun) -> None:
    assert hostile.tried == []


def test_the_paths_among_the_injections_were_names_of_themes_too() -> None:
    assert set(PATHS) - {"dots"} <= set(WATCHED)
