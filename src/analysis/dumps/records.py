"""Exports as tables: CSV, JSON records and Parquet, with columns of any name, read into entries; pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from analysis.dumps.columns import (
    Columns,
    Record,
    Source,
    column_of,
    is_table_of_papers,
    known_columns,
    records_dump,
)
from analysis.dumps.entries import Dump, Problem
from analysis.dumps.json_objects import JsonObjects
from analysis.dumps.page_lines import excerpt

_DELIMITERS = (",", ";", "\t", "|")
_SPREADSHEET_HINT = "sep="
MOST_ROWS = 5_000_000
"""Of a Parquet table."""
LARGEST_TABLE = 1024 * 1024 * 1024
"""Characters of its columns of papers, unpacked."""
_ROWS_AT_ONCE = 1_000


class NoTable(ValueError):
    """A file that cannot be read as a table of papers; the message says what was found and the next step."""


def csv_delimiter(text: str, columns: Columns) -> str | None:
    """Return the character that cuts the first line into the known columns of papers, or None.

    :param text: the file, or its start.
    :param columns: our field -> their column.
    """
    line, _ = _header_line(text)
    return next((mark for mark in _DELIMITERS if is_table_of_papers(_cut(line, mark), columns)), None)


def read_csv(source: str, text: str, columns: Columns) -> Dump:
    """Read a table with a header line, separated by comma, semicolon, tab or bar.

    :param source: name of the file, relative to the raw folder.
    :param text: the whole file, without a byte order mark.
    :param columns: our field -> their column, for columns that do not explain themselves.
    :raises NoTable: no column holds titles.
    """
    line, skipped = _header_line(text)
    mark = csv_delimiter(text, columns) or max(_DELIMITERS, key=line.count)
    need_title(_cut(line, mark), columns)
    problems: list[Problem] = []
    rows = list(_rows(source, text.split("\n", skipped)[-1], mark, problems))
    shifted = [Record(row.line + skipped, row.values) for row in rows]
    return records_dump(Source(source, "csv", columns), shifted, problems)


def read_json_records(source: str, objects: JsonObjects, columns: Columns) -> Dump:
    """Read JSON Lines, or a JSON list of records.

    :param source: name of the file, relative to the raw folder.
    :param columns: our field -> their column, for columns that do not explain themselves.
    :raises NoTable: no record has a column for titles.
    """
    names = list(dict.fromkeys(name for found in objects.objects for name in found.value))
    need_title(names, columns)
    problems = [Problem(source, damage.line, damage.reason, damage.text) for damage in objects.damages]
    records = [Record(found.line, found.value) for found in objects.objects]
    layout = "json" if objects.is_list else "json-lines"
    return records_dump(Source(source, layout, columns), records, problems)


def read_parquet(source: str, data: bytes, columns: Columns) -> Dump:
    """Read a Parquet table.

    :param source: name of the file, relative to the raw folder.
    :param columns: our field -> their column, for columns that do not explain themselves.
    :raises NoTable: it cannot be read as Parquet, or no column holds titles.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(io.BytesIO(data))
        names = known_columns(list(dict.fromkeys(table.schema_arrow.names)), columns)
        need_title(names or table.schema_arrow.names, columns)
        return records_dump(Source(source, "parquet", columns), _parquet_rows(table, names))
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        said = str(error).strip().split("\n")[0]
        raise NoTable(f"it cannot be read as Parquet ({excerpt(said)}); was it cut off?") from error


def _parquet_rows(table: Any, names: list[str]) -> Iterator[Record]:  # noqa: ANN401 - pyarrow is untyped
    if table.metadata.num_rows > MOST_ROWS:
        raise NoTable(f"a table of {table.metadata.num_rows:,} rows; at most {MOST_ROWS:,} are read, so split it")
    number = unpacked = 0
    # a few repeated bytes can unpack to gigabytes: only what holds a paper is unpacked, and only so much of it
    for batch in table.iter_batches(_ROWS_AT_ONCE, columns=names):
        for row in batch.to_pylist():
            number += 1
            unpacked += sum(len(value) for value in row.values() if isinstance(value, str | bytes | list))
            if unpacked > LARGEST_TABLE:
                raise NoTable(f"it unpacks to more than the {LARGEST_TABLE:,} characters read; split it")
            yield Record(number, row)


def _header_line(text: str) -> tuple[str, int]:
    """Return the line with the column names, and how many lines stand before it."""
    lines = text.split("\n", 2)
    if lines[0].lower().startswith(_SPREADSHEET_HINT) and len(lines) > 1:
        return lines[1], 1
    return lines[0], 0


def _cut(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark))
    except csv.Error:
        return []


def need_title(names: list[str], columns: Columns) -> None:
    """Make sure that one of the columns holds titles.

    :raises NoTable: none does; the message lists them.
    """
    if column_of("title", names, columns) is None:
        found = ", ".join(excerpt(str(name)) for name in names[:12]) or "none"
        raise NoTable(
            f"no column for titles among its columns ({found}); if it holds papers, name the column in the "
            'settings: [columns] title = "..."'
        )


def _rows(source: str, text: str, mark: str, problems: list[Problem]) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    header: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"a row that cannot be read ({error}): skipped; is a quotation mark missing?"
            problems.append(Problem(source, line, reason))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = cells
            continue
        if len(cells) != len(header):
            reason = f"a row of {len(cells)} cells under a header of {len(header)}: read as far as it fits"
            problems.append(Problem(source, line, reason, excerpt(mark.join(cells))))
        yield Record(line, dict(zip(header, cells, strict=False)))
