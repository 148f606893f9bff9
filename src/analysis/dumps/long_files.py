"""Files that are packed with gzip, or too long to be read at once: within a bound, whatever they unpack to."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from analysis.dumps.any_source import NoDump, read_source
from analysis.dumps.columns import Columns
from analysis.dumps.entries import Dump
from analysis.dumps.json_lines import LONGEST_LINE, BrokenOff, is_json_lines, read_json_lines
from analysis.dumps.records import NoTable

LARGEST_WHOLE = 256 * 1024 * 1024
"""Bytes of a file, unpacked, that is read at once."""
LARGEST_LINES = 8 * 1024 * 1024 * 1024
"""Bytes of JSON Lines, unpacked, which are read line by line: five million abstracts."""
LONG = 32 * 1024 * 1024
"""Bytes from which on JSON Lines are read line by line."""
_GZIP = b"\x1f\x8b"
_HEAD = 1024 * 1024
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)


def read_path(source: str, path: Path, size: int, columns: Columns) -> Dump:
    """Read a file of any size, packed or not.

    :param source: name of the file, relative to the raw folder.
    :param size: bytes on disk.
    :param columns: our field -> their column, for tables and references.
    :raises NoDump: it holds no papers, cannot be read, or is larger than is read.
    :raises OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    if not packed and size <= LONG:
        return read_source(source, path.read_bytes(), columns)
    try:
        with _opened(path, packed) as file:
            head = file.read(_HEAD)
        if is_json_lines(head):
            with _opened(path, packed) as file:
                dump = read_json_lines(source, _lines(file), columns)
            if dump is not None:
                return _with_papers(dump)
        with _opened(path, packed) as file:
            data = file.read(LARGEST_WHOLE + 1)
    except _DAMAGED as error:
        raise NoDump(f"a damaged gzip archive ({error}); was it cut off? Download it again") from error
    except NoTable as error:
        raise NoDump(str(error)) from error
    if len(data) > LARGEST_WHOLE:
        raise NoDump(f"more than the {LARGEST_WHOLE:,} bytes that are read at once; write it as JSON Lines")
    return read_source(source, data, columns)


def _opened(path: Path, packed: bool) -> gzip.GzipFile | BufferedReader:
    return gzip.open(path, "rb") if packed else path.open("rb")


def _lines(file: gzip.GzipFile | BufferedReader) -> Iterator[bytes]:
    done = 0
    while line := _line(file):
        done += len(line)
        if done > LARGEST_LINES:
            raise NoDump(f"more than the {LARGEST_LINES:,} bytes of JSON Lines that are read; split it")
        yield line


def _line(file: gzip.GzipFile | BufferedReader) -> bytes:
    try:
        return file.readline(LONGEST_LINE + 1)
    except _DAMAGED as error:
        raise BrokenOff(str(error)) from error


def _with_papers(dump: Dump) -> Dump:
    if not dump.entries:
        first = dump.problems[0]
        raise NoDump(f"no paper in it could be read; line {first.line}: {first.reason}")
    return dump
