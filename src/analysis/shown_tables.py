"""The tables as pages and charts need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import tables
from analysis.language import ENGLISH, spoken
from analysis.theme_order import own_names

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

NOT_SHOWN = ("abstract", "keywords", "n_authors", "n_comments", "organization", "upvotes")
"""Columns of no use to a page: of very many papers they are most of what would be read."""


def shown_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return all tables by name, as in ``tables.SCHEMAS``, without the columns that no page shows.

    Names that we gave ourselves, such as that of the unplaced papers, are of the language of the moment.

    :raises TableError: a table is missing, damaged, or not as its schema says.
    """
    found = {name: tables.read_table(folder, name, NOT_SHOWN) for name in tables.SCHEMAS}
    if spoken() == ENGLISH:
        return found
    named = {"themes": ("name", "area"), "lineage": ("name", "previous_name")}
    return found | {
        table: found[table].assign(**{column: own_names(found[table][column]) for column in columns})
        for table, columns in named.items()
    }
