"""The one room that touches ``data/processed``: the schema of every table, checked on read and write."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analysis.errors import AnalysisError

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "integer", "number", "flag", "date", "texts", "numbers"]

_DTYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "Int64",
    "number": "float64",
    "flag": "bool",
    "date": "datetime64[us]",
    "texts": "object",
    "numbers": "object",
}


class TableError(AnalysisError):
    """A table that is missing or not as its schema says; the text names the file and the next step."""


@dataclass(frozen=True)
class Schema:
    """Columns of one table, in order, with their kind, and the stage that makes it."""

    made_by: str
    columns: dict[str, Kind]
    required: frozenset[str]
    """Columns in which no value may be missing."""


def _schema(made_by: str, required: str, **columns: Kind) -> Schema:
    return Schema(made_by, columns, frozenset(required.split()))


SCHEMAS: dict[str, Schema] = {
    "papers": _schema(
        "read",
        "paper_id title abstract keywords",
        paper_id="text",
        title="text",
        abstract="text",
        published="date",
        published_precision="text",
        n_authors="integer",
        organization="text",
        upvotes="integer",
        n_comments="integer",
        arxiv_id="text",
        url="text",
        keywords="texts",
    ),
    "listings": _schema(
        "read",
        "paper_id source layout position listed_year_from line",
        paper_id="text",
        source="text",
        layout="text",
        position="integer",
        listed_on="date",
        listed_year_from="text",
        line="integer",
    ),
    "problems": _schema(
        "read", "source line reason text", source="text", line="integer", reason="text", text="text"
    ),
    "sources": _schema(
        "read",
        "source layout n_entries n_papers listed_year_from note",
        source="text",
        layout="text",
        n_entries="integer",
        n_papers="integer",
        listed_on="date",
        listed_year_from="text",
        heading="text",
        note="text",
    ),
    "themes": _schema(
        "themes",
        "theme_id name kind terms n_papers example_ids color area area_order",
        theme_id="text",
        name="text",
        definition="text",
        kind="text",
        terms="texts",
        n_papers="integer",
        stability="number",
        example_ids="texts",
        color="text",
        area="text",
        area_order="integer",
    ),
    "memberships": _schema(
        "themes",
        "paper_id theme_id weight main",
        paper_id="text",
        theme_id="text",
        weight="number",
        main="flag",
        sureness="number",
        why="text",
    ),
    "map": _schema("themes", "paper_id x y", paper_id="text", x="number", y="number"),
    "model": _schema(
        "themes",
        "n_papers n_themes n_runs",
        n_papers="integer",
        n_themes="integer",
        n_runs="integer",
        agreement="number",
    ),
    "lineage": _schema(
        "themes",
        "theme_id name kind event previous_ids into_ids n_papers_before n_papers_now",
        theme_id="text",
        name="text",
        kind="text",
        event="text",
        previous_name="text",
        previous_ids="texts",
        into_ids="texts",
        score="number",
        n_papers_before="integer",
        n_papers_now="integer",
    ),
    "trends": _schema(
        "trends",
        "theme_id axis period unit n_papers n_total share share_low share_high counted membership",
        theme_id="text",
        axis="text",
        period="text",
        period_start="date",
        period_end="date",
        unit="text",
        partial="flag",
        n_papers="integer",
        n_total="integer",
        share="number",
        share_low="number",
        share_high="number",
        year_from="text",
        counted="text",
        membership="text",
    ),
    "theme_trends": _schema(
        "trends",
        "theme_id axis direction n_papers n_periods",
        theme_id="text",
        axis="text",
        direction="text",
        slope="number",
        slope_low="number",
        slope_high="number",
        factor="number",
        factor_low="number",
        factor_high="number",
        p_adjusted="number",
        n_papers="integer",
        n_periods="integer",
        n_dates="integer",
        first="date",
        last="date",
        spread="number",
        evenness="number",
        newcomer="flag",
        counted="text",
        membership="text",
    ),
    "bursts": _schema(
        "trends",
        "theme_id axis start end level weight",
        theme_id="text",
        axis="text",
        start="date",
        end="date",
        level="integer",
        weight="number",
    ),
    "changes": _schema(
        "trends",
        "theme_id axis at share_before share_after gain",
        theme_id="text",
        axis="text",
        at="date",
        share_before="number",
        share_after="number",
        gain="number",
    ),
}

MEMORY: dict[str, Schema] = {
    "identity": _schema(
        "themes",
        "run theme_id name kind color named_by paper_ids",
        run="text",
        theme_id="text",
        name="text",
        kind="text",
        color="text",
        named_by="text",
        paper_ids="texts",
    ),
    "placed": _schema("update", "paper_id cosine far", paper_id="text", cosine="number", far="flag"),
}
"""What a stage leaves for its own next run; no other stage reads it."""


def table_path(folder: Path, name: str) -> Path:
    """Path of a table's Parquet file in ``folder``.

    :raises KeyError: no schema has that name.
    """
    if name not in SCHEMAS and name not in MEMORY:
        raise KeyError(f"no table is called {name!r}; there are {list(SCHEMAS)}")
    return folder / f"{name}.parquet"


def _schema_of(name: str) -> Schema:
    return SCHEMAS[name] if name in SCHEMAS else MEMORY[name]


def check(name: str, frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """Return ``frame`` with the columns of the schema, in order and in its dtypes.

    :param where: what to call the table in an error, e.g. its path.
    :raises TableError: a column is missing, of the wrong type, or has a gap where none may be.
    """
    schema = _schema_of(name)
    missing = [column for column in schema.columns if column not in frame.columns]
    if missing:
        raise TableError(
            f"{where}: missing column {missing} (found: {list(frame.columns)}). Run: paper-themes {schema.made_by}"
        )
    frame = frame[list(schema.columns)].reset_index(drop=True)
    for column, kind in schema.columns.items():
        try:
            if kind in ("texts", "numbers"):
                frame[column] = frame[column].map(list)
            else:
                frame[column] = frame[column].astype(_DTYPES[kind])  # type: ignore[call-overload]
        except (TypeError, ValueError) as error:
            raise TableError(f"{where}: column '{column}' should hold {kind} values ({error}).") from error
        if column in schema.required and frame[column].isna().any():
            row = int(frame[column].isna().to_numpy().argmax())
            raise TableError(f"{where}: column '{column}' has no value in row {row}; it must have one.")
    return frame


def empty(name: str) -> pd.DataFrame:
    """Return the table with its columns and dtypes and no row."""
    import pandas as pd

    return check(name, pd.DataFrame(columns=list(_schema_of(name).columns)), name)


def write_table(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    """Check a table and write it as Parquet, whole or not at all; returns the path.

    :raises TableError: the frame is not as the schema says.
    """
    path = table_path(folder, name)
    checked = check(name, frame, str(path))
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".parquet.tmp")
    checked.to_parquet(unfinished, index=False, compression="zstd")
    os.replace(unfinished, path)
    return path


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Read a table and check it.

    :raises TableError: the file is missing, unreadable, or not as the schema says.
    """
    import pandas as pd

    path = table_path(folder, name)
    if not path.exists():
        raise TableError(f"{path}: not there yet. Run: paper-themes {_schema_of(name).made_by}")
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: cannot be read ({error}). Delete it and run: paper-themes report") from error
    return check(name, frame, str(path))
