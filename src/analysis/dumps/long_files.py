"""Files that are packed with gzip, or too long to be read at once: within a bound, whatever they unpack to."""

from __future__ import annotations

import gzip
import zlib
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
MOST_TIMES = 20
"""What an archive may unpack to, times its size, if it is more than ``LONG``; abstracts unpack to 3 times."""
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
    if not packed and size <= min(LONG, LARGEST_WHOLE):
        return read_source(source, path.read_bytes(), columns)
    length = _unpacked_length(path, size) if packed else size
    try:
        with _opened(path, packed) as file:
            is_lines = is_json_lines(file.read(_HEAD))
        if is_lines:
            _check_length(length, LARGEST_LINES)
            with _opened(path, packed) as file:
                dump = read_json_lines(source, iter(lambda: _line(file), b""), columns)
            if dump is not None:
                return _with_papers(dump)
        _check_length(length, LARGEST_WHOLE)
        with _opened(path, packed) as file:
            return read_source(source, file.read(), columns)
    except _DAMAGED as error:
        raise NoDump(f"a damaged gzip archive ({error}); was it cut off? Download it again") from error
    except NoTable as error:
        raise NoDump(str(error)) from error


def _opened(path: Path, packed: bool) -> gzip.GzipFile | BufferedReader:
    return gzip.open(path) if packed else path.open("rb")


def _unpacked_length(path: Path, size: int) -> int:
    """Count what an archive holds before anything in it is read: a bomb is known by that it holds too much."""
    most, length = min(LARGEST_LINES, max(LONG, MOST_TIMES * size)), 0
    with gzip.open(path) as file:
        while piece := _until_damage(file):
            length += len(piece)
            if length > most:
                raise NoDump(
                    f"it unpacks to more than the {most:,} bytes that an archive of {size:,} may hold: unpack it, "
                    "and split it if it is large"
                )
    return length


def _until_damage(file: gzip.GzipFile) -> bytes:
    try:
        return file.read(_HEAD)
    except _DAMAGED:
        return b""


def _check_length(length: int, most: int) -> None:
    if length > most:
        raise NoDump(f"{length:,} bytes are more than the {most:,} allowed; split it")


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
