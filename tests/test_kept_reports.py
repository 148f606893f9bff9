"""What a person who keeps reports relies on: each once, found again from one page, named without a clock."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import tables
from analysis.config import Folders
from analysis.kept_reports import KeptReportError, keep_report
from analysis.language import speaking


@pytest.fixture
def folders(trended: dict[str, pd.DataFrame], tmp_path: Path) -> Folders:
    """A folder of tables and one of reports."""
    tables.write_table(tmp_path / "processed", "listings", trended["listings"])
    (tmp_path / "reports" / "charts").mkdir(parents=True)
    return Folders(processed=tmp_path / "processed", reports=tmp_path / "reports")


def products(folders: Folders, title: str) -> list[Path]:
    page, table = folders.reports / "themes.html", folders.reports / "charts" / "map.csv"
    page.write_text(f"<title>{title}</title>", encoding="utf-8")
    table.write_text("a\n", encoding="utf-8")
    return [page, table]


def test_a_report_is_kept_once_under_its_newest_date_with_its_tables(folders: Folders) -> None:
    for _ in range(2):
        index = keep_report(products(folders, "What 24 papers &amp; more are about"), folders)
    (kept,) = (folders.reports / "kept").iterdir()
    assert kept.name.startswith("2025-11-18-")
    assert (kept / "charts" / "map.csv").exists()
    page = index.read_text(encoding="utf-8")
    assert page.count("<li>") == 1
    assert f'<a href="kept/{kept.name}/themes.html">Nov 18, 2025</a> · What 24 papers &amp; more are about' in page


def test_the_list_speaks_the_language_of_the_report(folders: Folders) -> None:
    with speaking("de"):
        page = keep_report(products(folders, "Wovon 24 Papers handeln"), folders).read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "<h1>Aufbewahrte Berichte</h1>" in page
    assert ">18. Nov. 2025</a> · Wovon 24 Papers handeln" in page


def test_another_report_stands_beside_the_first_and_foreign_folders_are_left_alone(folders: Folders) -> None:
    keep_report(products(folders, "one"), folders)
    (folders.reports / "kept" / "mine").mkdir()
    page = keep_report(products(folders, "<b>two</b>"), folders).read_text(encoding="utf-8")
    assert page.count("<li>") == 2
    assert "&lt;b&gt;two&lt;/b&gt;" in page
    assert "mine" not in page


def test_without_a_page_there_is_nothing_to_keep(folders: Folders) -> None:
    with pytest.raises(KeptReportError, match=r"there is no themes\.html to keep"):
        keep_report([], folders)
