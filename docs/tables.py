"""Writes ``docs/tables.md``, what each column of each table holds: ``python docs/tables.py``.

The columns are those of ``analysis.schemas``, the sentences those of ``analysis.column_words``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis import tables
from analysis.column_words import WORDS
from analysis.schemas import MEMORY, SCHEMAS, Kind, Schema

PAGE = Path(__file__).with_suffix(".md")
WIDTH = 120
TOP = """# Tables

What `data/processed/` holds, a Parquet file each (after a run on a [cluster](cluster.md) some are folders of such
files): `load_tables()["trends"]` in a notebook ([reference](reference.md#tables)), `data/processed/trends.parquet`
for any other program. Columns and kinds are checked whenever a table is written or read
([`schemas.py`](../src/analysis/schemas.py)). A value is missing only where the line of its column says so.

{kinds}

<!-- Written by `python docs/tables.py` from src/analysis/column_words.py: change the sentences there. -->
"""
REMEMBERED = """
## Kept for the next run

Two more files are there for the program alone; `load_tables` leaves them out.
"""


def page() -> str:
    """Return the page: a heading for each table, what a row is, and a line for each column."""
    kinds = ", ".join(f"{kind} (`{dtype}`)" for kind, dtype in _dtypes().items())
    top = TOP.format(
        kinds=_wrapped(f"Kinds, and in brackets what pandas calls them: {kinds}; of texts each value is a list.")
    )
    return "".join([top, *_sections(SCHEMAS, "##"), REMEMBERED, *_sections(MEMORY, "###")])


def _dtypes() -> dict[Kind, str]:
    of_kind: dict[Kind, str] = {}
    for name, schema in SCHEMAS.items():
        for column, dtype in tables.empty(name).dtypes.items():
            of_kind[schema.columns[str(column)]] = str(dtype)
    return of_kind


def _sections(schemas: Mapping[str, Schema], heading: str) -> Iterator[str]:
    for name, schema in schemas.items():
        words = WORDS[name]
        lines = [f"| `{column}` | {kind} | {words.columns[column]} |" for column, kind in schema.columns.items()]
        table = "\n".join(["| column | kind | what it holds |", "|---|---|---|", *lines])
        yield f"\n{heading} {name}\n\n{_wrapped(f'{words.row} Made by `{schema.made_by}`.')}\n\n{table}\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
