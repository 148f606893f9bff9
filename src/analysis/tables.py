"""The one room that touches ``data/processed``: every table is checked on read and write."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError
from analysis.schemas import MEMORY as MEMORY
from analysis.schemas import SCHEMAS as SCHEMAS
from analysis.schemas import Kind, Schema
from analysis.whole_files import whole_file

if TYPE_CHECKING:
    import pandas as pd

VERSION = 2
"""Of the tables as a whole; raised when a changed schema makes older tables of no use. 1 had no stamp."""
PART = "part-"
"""How the name of each file of a table in parts begins."""
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


def check(name: str, frame: pd.DataFrame, where: str, leave_out: Collection[str] = ()) -> pd.DataFrame:
    """Return ``frame`` with the columns of the schema, in order and in its dtypes.

    :param where: what to call the table in an error, e.g. its path.
    :param leave_out: columns of the schema that are not there, and need not be.
    :raises TableError: a column is missing, of the wrong type, or has a gap where none may be.
    """
    schema = _schema_of(name)
    columns = {column: kind for column, kind in schema.columns.items() if column not in leave_out}
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise TableError(
            f"{where}: missing column {missing} (found: {list(frame.columns)}). Run: paper-themes {schema.made_by}"
        )
    frame = frame[list(columns)].reset_index(drop=True)
    for column, kind in columns.items():
        found = frame[column]
        try:
            values = found.map(list) if kind in ("texts", "numbers") else _as(found, _dtype(kind))
        except (TypeError, ValueError) as error:
            raise TableError(f"{where}: column '{column}' should hold {kind} values ({error}).") from error
        if values is not found:
            frame[column] = values
        if column in schema.required and values.hasnans:
            row = int(values.isna().to_numpy().argmax())
            raise TableError(f"{where}: column '{column}' has no value in row {row}; it must have one.")
    return frame


def _as(column: pd.Series, dtype: Any) -> pd.Series:  # noqa: ANN401 - a dtype of NumPy or of pandas
    # most come as they should be, and a cast that changes nothing takes as long as one that does
    return column if column.dtype == dtype else column.astype(dtype)


@cache
def _dtype(kind: Kind) -> Any:  # noqa: ANN401 - a dtype of NumPy or of pandas
    from pandas.api.types import pandas_dtype

    return pandas_dtype(_DTYPES[kind])


def empty(name: str) -> pd.DataFrame:
    """Return the table with its columns and dtypes and no row."""
    import pandas as pd

    return check(name, pd.DataFrame(columns=list(_schema_of(name).columns)), name)


def write_table(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    """Check a table and write it as Parquet, whole or not at all; returns the path.

    Its pages carry checksums, and its notes the version of the tables.

    :raises TableError: the frame is not as the schema says.
    """
    path = table_path(folder, name)
    with whole_file(path, lasting=name in MEMORY) as unfinished:
        write_checked(unfinished, check(name, frame, str(path)))
        if path.is_dir():
            # a cluster has left it in parts
            shutil.rmtree(path)
    return path


def write_checked(path: Path, frame: pd.DataFrame) -> None:
    """Write a table, or a part of one, that :func:`check` has returned."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    stamped = table.replace_schema_metadata({**(table.schema.metadata or {}), _STAMP: str(VERSION).encode()})
    pq.write_table(stamped, path, compression="zstd", write_page_checksum=True)


def parts_of(folder: Path, name: str) -> list[Path]:
    """Return the files of a table: one, or those that a cluster has left."""
    path = table_path(folder, name)
    return sorted(path.glob(f"{PART}*.parquet")) if path.is_dir() else [path]


def read_table(folder: Path, name: str, leave_out: Collection[str] = ()) -> pd.DataFrame:
    """Read a table and check it.

    What a run left for the next one is read of an older version too, where its columns are those of today.

    :param leave_out: columns that are not wanted, such as the abstracts. A table in parts that lacks those it is
        sorted by comes as its parts lie.
    :raises NewerTableError: the table was made by a newer version of this program.
    :raises TableError: the file is missing, damaged, of an older version, or not as the schema says.
    """
    import pandas as pd

    path, sorted_by = table_path(folder, name), list(_schema_of(name).sorted_by)
    if not path.exists():
        raise TableError(f"{path}: not there yet. Run: paper-themes {_schema_of(name).made_by}")
    parts = parts_of(folder, name)
    frames = [read_part(part, name, leave_out) for part in parts]
    if len(parts) == 1 and parts[0] == path:
        return frames[0]
    whole = pd.concat(frames) if frames else empty(name)
    known = [column for column in sorted_by if column not in leave_out]
    return whole.sort_values(known, kind="stable", ignore_index=True) if known else whole.reset_index(drop=True)


def read_part(path: Path, name: str, leave_out: Collection[str] = ()) -> pd.DataFrame:
    """Read one file of a table and check it, see :func:`read_table`.

    :raises TableError: the file cannot be read, or is no such table.
    :raises NewerTableError: a newer version of this program has made it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = [column for column in _schema_of(name).columns if column not in leave_out]
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            schema = file.schema_arrow
            _check_version(path, name, int((schema.metadata or {}).get(_STAMP, b"1")))
            columns = [column for column in wanted if column in schema.names] if leave_out else None
            frame = file.read(columns).to_pandas()
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException) as error:
        said = str(error).strip().split("\n")[0]
        raise TableError(f"{path}: cannot be read ({said}). Delete it and run: paper-themes report") from error
    return check(name, frame, str(path), leave_out)


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
