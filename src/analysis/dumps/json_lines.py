"""Long JSON Lines read line by line: a file of a million papers never lies in memory as one text; pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from analysis.dumps.columns import Columns, Record, Source, records_dump
from analysis.dumps.daily_json import looks_daily
from analysis.dumps.entries import Dump, Problem
from analysis.dumps.json_objects import Found, JsonObjects
from analysis.dumps.page_lines import excerpt, squeezed
from analysis.dumps.records import need_title

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of a line; a longer one is skipped."""
MOST_LINES = 5_000_000
"""Lines that are read; those behind them are left, and that is said."""
MOST_BROKEN = 10_000
"""Broken lines after which a file is not read on."""
PEEK = 100
"""Lines that tell what the file holds."""
_DECODER = json.JSONDecoder(parse_constant=lambda name: None)


class BrokenOff(Exception):
    """The lines cannot be read to their end; the message says why. What came before counts."""


def is_json_lines(head: bytes) -> bool:
    """Tell whether a file starts with a whole JSON object on a line of its own.

    :param head: its first bytes.
    """
    line, ends, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    try:
        return bool(ends) and isinstance(_DECODER.decode(_text(line)), dict)
    except (ValueError, RecursionError):
        return False


def read_json_lines(source: str, lines: Iterable[bytes], columns: Columns) -> Dump | None:
    """Read records of papers, one a line; a broken line costs itself alone and is named.

    :param source: name of the file, relative to the raw folder.
    :param lines: in order, each with its end; one longer than ``LONGEST_LINE`` may come in several pieces.
    :param columns: our field -> their column, for columns that do not explain themselves.
    :return: None where the lines are listing days of the Daily Papers API, which hold their papers differently.
    :raises NoTable: no record of the first has a column for titles.
    """
    problems: list[Problem] = []
    objects = _objects(source, lines, problems)
    first = list(islice(objects, PEEK))
    if looks_daily(JsonObjects(tuple(first), (), False)):
        return None
    need_title(list(dict.fromkeys(name for found in first for name in found.value)), columns)
    records = (Record(found.line, found.value) for found in chain(first, objects))
    return records_dump(Source(source, "json-lines", columns), records, problems)


def _objects(source: str, lines: Iterable[bytes], problems: list[Problem]) -> Iterator[Found]:
    number, whole = 0, True
    for line in _until_broken(source, lines, problems):
        is_start, whole = whole, line.endswith(b"\n")
        number += is_start
        if not is_start:
            continue
        if number > MOST_LINES or len(problems) >= MOST_BROKEN:
            most = f"{MOST_LINES:,} lines" if number > MOST_LINES else f"{MOST_BROKEN:,} broken lines"
            problems.append(
                Problem(source, number, f"not read from this line on: {most} before it; split the file")
            )
            return
        if len(line) > LONGEST_LINE:
            problems.append(Problem(source, number, f"a line of more than {LONGEST_LINE:,} bytes: skipped"))
        elif line.strip():
            found = _object(source, number, line, problems)
            if found is not None:
                yield found


def _until_broken(source: str, lines: Iterable[bytes], problems: list[Problem]) -> Iterator[bytes]:
    # a line too long to be one comes in pieces
    number, is_start = 0, True
    try:
        for line in lines:
            number += is_start
            is_start = line.endswith(b"\n")
            yield line
    except BrokenOff as broken:
        reason = f"the file breaks off behind this line ({broken}): what stands before it is read"
        problems.append(Problem(source, number, reason))


def _object(source: str, number: int, line: bytes, problems: list[Problem]) -> Found | None:
    text = _text(line)
    try:
        value = _DECODER.decode(text)
        if isinstance(value, dict):
            return Found(number, value)
        reason = "expected an entry in braces, found something else: skipped"
    except (ValueError, RecursionError) as error:
        said = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
        reason = f"broken JSON ({said}): skipped; reading goes on behind it"
    problems.append(Problem(source, number, reason, excerpt(squeezed(text[:400]))))
    return None


def _text(line: bytes) -> str:
    return line.decode(errors="replace").removeprefix("\ufeff").strip().rstrip(",")
