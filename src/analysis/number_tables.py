"""The numbers behind a chart, as a table that people read; the CSV has them unrounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis import wording
from analysis.language import _
from analysis.visible_text import visible

MOST_ROWS = 200
"""A longer table is cut on the page; all its rows are in the CSV."""


@dataclass(frozen=True)
class Column:
    """One column of a table for people."""

    heading: str
    cell: Callable[[Mapping[str, Any]], str]
    """A row of the tidy table, by column name, to what is shown."""
    numeric: bool = True
    """Whether cells stand to the right."""


@dataclass(frozen=True)
class NumberTable:
    """A table as it is shown."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    n_left_out: int = 0
    """Rows that are only in the CSV."""


def number_table(tidy: pd.DataFrame, columns: Sequence[Column]) -> NumberTable:
    """Return the table that shows these columns of a tidy table, cut after ``MOST_ROWS`` rows."""
    shown = tidy.head(MOST_ROWS).to_dict("records")
    rows = tuple(tuple(column.cell(row) for column in columns) for row in shown)  # type: ignore[arg-type]
    told = tuple(replace(column, heading=_(column.heading)) for column in columns)
    return NumberTable(told, rows, max(len(tidy) - MOST_ROWS, 0))


def text(heading: str, name: str) -> Column:
    """Return a column of words."""
    return Column(heading, lambda row: "–" if pd.isna(row[name]) else visible(str(row[name])), numeric=False)


def words(heading: str, name: str) -> Column:
    """Return a column of our own words, such as directions, which are said in the language of the report."""
    return Column(heading, lambda row: "–" if pd.isna(row[name]) else _(str(row[name])), numeric=False)


def count(heading: str, name: str) -> Column:
    """Return a column of whole numbers."""
    return Column(heading, lambda row: wording.number(row[name]))


def percent(heading: str, name: str) -> Column:
    """Return a column of shares, shown as percentages."""
    return Column(heading, lambda row: wording.percent(row[name]))


def times(heading: str, name: str) -> Column:
    """Return a column of factors, e.g. ``×2.4``."""
    return Column(heading, lambda row: wording.times(row[name]))


def interval(heading: str, low: str, high: str) -> Column:
    """Return a column of intervals of shares, e.g. ``1.2–8.5%``."""
    return Column(heading, lambda row: wording.between(row[low], row[high]))
