"""Themes by listing date and by publication date, as grids of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import chart_words as words
from analysis import house
from analysis.chart_grids import Words, theme_grid
from analysis.drawing import Drawing
from analysis.language import _

if TYPE_CHECKING:
    import pandas as pd


def draw_dates(table: pd.DataFrame) -> Drawing:
    """Draw a grid of themes by listing dates."""
    title = _("Which themes were listed when?")
    if table.empty:
        return house.empty_chart(title, _("No theme was found, or no paper was listed."))
    cells = _("Number of papers (empty: none); the share of the column’s papers as colour.")
    return theme_grid(table, Words(title, words.joined(cells, words.counted(table)), _("papers listed")))


def draw_publication(table: pd.DataFrame) -> Drawing:
    """Draw a grid of themes by years of publication, or months where there are many papers."""
    title = _("When were the papers published?")
    if table.empty:
        return house.empty_chart(title, _("No paper has a publication date."))
    n = int(table.drop_duplicates("period")["n_total"].sum())
    cells = _("By publication date, known for {n} papers; the share of the column’s papers as colour.", n=n)
    return theme_grid(table, Words(title, words.joined(cells, words.counted(table)), _("papers published")))
