"""The tables as pages and charts need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

NOT_SHOWN = ("abstract", "keywords", "n_authors", "n_comments", "organization", "upvotes")
"""Columns of no use to a page: of very many papers they are most of what would be read."""


def shown_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return all tables by name, as in ``tables.SCHEMAS``, without the columns that no page shows.

    :raises TableError: a table is missing, damaged, or not as its schema says.
    """
    return {name: tables.read_table(folder, name, NOT_SHOWN) for name in tables.SCHEMAS}
