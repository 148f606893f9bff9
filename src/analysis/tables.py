"""The one room that touches ``data/processed``: every table is checked on read and write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError
from analysis.schemas import MEMORY as MEMORY
from analysis.schemas import SCHEMAS as SCHEMAS
from analysis.schemas import Kind, Schema
from analysis.whole_files import whole_file

if TYPE_CHECKING:
    import pandas as pd

VERSION = 2
"""Of the tables as a whole; raised when a changed schema makes older tables of no use. 1 had no stamp."""
_STAMP = b"paper-themes tables"
"""Key of the version among a Parquet file's own notes."""

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


class NewerTableError(TableError):
    """A table of a version that this program does not know yet."""


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

    Its pages carry checksums, and its notes the version of the tables.

    :raises TableError: the frame is not as the schema says.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = table_path(folder, name)
    table = pa.Table.from_pandas(check(name, frame, str(path)), preserve_index=False)
    stamped = table.replace_schema_metadata({**(table.schema.metadata or {}), _STAMP: str(VERSION).encode()})
    with whole_file(path, lasting=name in MEMORY) as unfinished:
        pq.write_table(stamped, unfinished, compression="zstd", write_page_checksum=True)
    return path


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Read a table and check it.

    What a run left for the next one is read of an older version too, where its columns are those of today.

    :raises NewerTableError: the table was made by a newer version of this program.
    :raises TableError: the file is missing, damaged, of an older version, or not as the schema says.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = table_path(folder, name)
    if not path.exists():
        raise TableError(f"{path}: not there yet. Run: paper-themes {_schema_of(name).made_by}")
    try:
        version = int((pq.read_schema(path).metadata or {}).get(_STAMP, b"1"))
        _check_version(path, name, version)
        frame = pd.read_parquet(path, page_checksum_verification=True)
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException) as error:
        said = str(error).strip().split("\n")[0]
        raise TableError(f"{path}: cannot be read ({said}). Delete it and run: paper-themes report") from error
    return check(name, frame, str(path))


def _check_version(path: Path, name: str, version: int) -> None:
    if version > VERSION:
        raise NewerTableError(
            f"{path}: a table of version {version}, made by a newer paper-themes; this one knows version "
            f"{VERSION}. Update paper-themes, or name another folder: --processed FOLDER"
        )
    if version < VERSION and name in SCHEMAS:
        raise TableError(
            f"{path}: a table of version {version}, made by an older paper-themes; this one reads version "
            f"{VERSION}. Run: paper-themes report"
        )
