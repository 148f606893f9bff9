"""A folder of sources read into dumps; the one room of ``dumps`` that touches the disk."""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from analysis.dumps.any_source import NoDump
from analysis.dumps.bounds import bounded
from analysis.dumps.columns import Columns
from analysis.dumps.entries import Dump, Problem
from analysis.dumps.long_files import read_path
from analysis.errors import AnalysisError
from analysis.raw_folder import SAMPLE, STATED_DATES, walk

Read = TypeVar("Read")
_PAGE_ENDINGS = (".html", ".htm")
_PAGE_FOLDER = "_files"
"""A browser that saves ``a.html`` puts what the page needs into ``a_files``."""


class DumpError(AnalysisError):
    """A raw folder, or a file in it, that cannot be used; the text names it, what was found and the next step."""


@dataclass(frozen=True)
class Reading:
    """All that a raw folder holds."""

    dumps: tuple[Dump, ...]
    """In the order of their names."""
    passed_over: tuple[Problem, ...]
    """One for each file that is no dump, at line 0, in the order of their names."""


@dataclass(frozen=True)
class File:
    """A file that may be a dump."""

    source: str
    """Its name, relative to the raw folder, with forward slashes."""
    path: Path | None
    """None where it is a link that leads out of the folder, or nowhere."""


def read_folder(raw: Path, columns: Columns | None = None, follow_links: bool = False) -> Reading:
    """Read every dump in a folder and its sub-folders, of all kinds side by side.

    Hidden files and what a browser saves beside a page are ignored, links out of the folder are not followed, and
    a ``sample`` folder directly in ``raw`` is left out (it is read when it is itself ``raw``). What is no dump is
    passed over and named once.

    :param raw: the folder; nothing in it is changed.
    :param columns: our field -> their column, for tables and references whose columns do not explain themselves.
    :param follow_links: read what links out of the folder lead to; else they are named among the problems.
    :raises DumpError: the folder is missing, or holds no dump that can be read.
    """
    reading = _reading(read_files(files_in(raw, follow_links), columns or {}))
    if not reading.dumps:
        raise nothing_found(raw, reading.passed_over)
    return reading


def _reading(files: Iterable[Dump | Problem]) -> Reading:
    dumps, passed_over = each_once(files, lambda dump: (dump.source, content_of(dump)))
    return Reading(tuple(dumps), tuple(passed_over))


def each_once(
    files: Iterable[Read | Problem], identity: Callable[[Read], tuple[str, str]]
) -> tuple[list[Read], list[Problem]]:
    """Return what was read, of the same content the first alone, and why all else was passed over; in order.

    :param identity: source and content, see :func:`content_of`, of what was read.
    """
    first: dict[str, str] = {}
    kept: list[Read] = []
    passed_over: list[Problem] = []
    for one in files:
        if isinstance(one, Problem):
            passed_over.append(one)
            continue
        source, content = identity(one)
        if first.setdefault(content, source) == source:
            kept.append(one)
        else:
            passed_over.append(same_content(source, first[content]))
    return kept, passed_over


def same_content(source: str, first: str) -> Problem:
    """Return what is said of a dump that holds what another one holds."""
    return Problem(source, 0, f"the same content as {first}: read once, under that name")


def content_of(dump: Dump) -> str:
    """Return a digest (SHA-256, hex) of what a dump lists, and when: of two alike, one is read."""
    whole = hashlib.sha256(repr((dump.heading, dump.listed_on)).encode())
    for entry in dump.entries:
        whole.update(repr((entry.title, entry.abstract, entry.listed_on)).encode())
    return whole.hexdigest()


def read_some(
    raw: Path, names: Collection[str], columns: Columns | None = None, follow_links: bool = False
) -> Reading:
    """Read only these files of a folder, by the rules of :func:`read_folder`; none of them need be a dump.

    :param raw: the folder; nothing in it is changed.
    :param names: relative to ``raw``, with forward slashes.
    :raises DumpError: the folder is missing.
    """
    wanted = [file for file in files_in(raw, follow_links) if file.source in names]
    return _reading(read_files(wanted, columns or {}))


def read_stated_dates(raw: Path) -> dict[str, date]:
    """Read the listing dates a user states in ``dumps.toml``, as ``"name of the file" = 2025-03-11``.

    :param raw: the folder of the dumps.
    :return: date by file name, relative to ``raw`` and with forward slashes; empty without a ``dumps.toml``.
    :raises DumpError: the file is no TOML, or a value is no date.
    """
    path = raw / STATED_DATES
    if not path.is_file():
        return {}
    cure = f'Write one line per file, such as "{_example_name(raw)}" = 2025-03-11'
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DumpError(f"{path}: cannot be read as TOML ({error}). {cure}.") from error
    stated: dict[str, date] = {}
    for name, value in _flat(document):
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            day = value
        if not isinstance(day, date):
            raise DumpError(f"{path}: the date of '{name}' is {value!r}; expected a day. {cure}.")
        source = name.replace("\\", "/").removeprefix("./")
        stated[source] = day.date() if isinstance(day, datetime) else day
    return stated


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    # a file name written without quotes, `a.txt = ...`, is a table `a` with a key `txt` to TOML
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def _example_name(raw: Path) -> str:
    return next((file.source for file in files_in(raw) if file.path is not None), "listing.txt")


def files_in(raw: Path, follow_links: bool = False) -> list[File]:
    """Return every file that may be a dump, in the order of their names; none is opened.

    :param follow_links: also those that links out of the folder lead to.
    :raises DumpError: the folder is missing.
    """
    if not raw.is_dir():
        what = "is a file, not a folder" if raw.exists() else "there is no such folder"
        raise DumpError(f"{raw}: {what}. Make it and save listing pages as text into it, or name another folder.")
    root = raw.resolve()
    found: list[File] = []
    for here, folders, files in walk(root, follow_links):
        links = [] if follow_links else [name for name in folders if (here / name).is_symlink()]
        left_out = {SAMPLE} if here == root else set()
        left_out |= {name for name in folders if name.endswith(_PAGE_FOLDER) and _is_beside_page(name, files)}
        folders[:] = [name for name in folders if name not in {*left_out, *links} and not name.startswith(".")]
        for name in [*files, *links]:
            if not name.startswith(".") and (here / name) != root / STATED_DATES:
                found.append(
                    File(_source_name(here / name, root), _inside(here / name, None if follow_links else root))
                )
    return sorted(found, key=lambda file: file.source)


def _is_beside_page(folder: str, files: list[str]) -> bool:
    return any(folder.removesuffix(_PAGE_FOLDER) + ending in files for ending in _PAGE_ENDINGS)


def _source_name(path: Path, root: Path) -> str:
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", errors="replace")


def _inside(path: Path, root: Path | None) -> Path | None:
    if not path.is_symlink():
        return path
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return None
    return target if target.is_file() and (root is None or target.is_relative_to(root)) else None


def read_files(files: Iterable[File], columns: Columns) -> Iterator[Dump | Problem]:
    """Read each file: a dump, or the reason why it is none.

    :param files: as :func:`files_in` returns them.
    """
    for file in files:
        if file.path is None:
            reason = (
                "a link that leads out of the folder, or nowhere: put the file itself here, or set follow_links"
            )
            yield Problem(file.source, 0, reason)
        else:
            found = _read_file(file.source, file.path, columns)
            yield bounded(found) if isinstance(found, Dump) else found


def _read_file(source: str, path: Path, columns: Columns) -> Dump | Problem:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(source, 0, "no ordinary file: passed over")
        return read_path(source, path, status.st_size, columns)
    except OSError as error:
        return Problem(source, 0, f"cannot be read: {error.strerror or error}")
    except NoDump as error:
        return Problem(source, 0, f"no dump: {error}")


def nothing_found(raw: Path, passed_over: Sequence[Problem]) -> DumpError:
    """Return what is said of a folder without a dump."""
    cure = (
        "Save a listing page as text into it (select all, copy, paste into a .txt file), download listing days "
        "with paper-themes fetch, or name another folder."
    )
    if not passed_over:
        return DumpError(f"{raw}: no dump found, the folder is empty. {cure}")
    shown = "; ".join(f"{problem.source}: {problem.reason}" for problem in passed_over[:5])
    more = f"; and {len(passed_over) - 5} more" if len(passed_over) > 5 else ""
    return DumpError(f"{raw}: no dump found in {len(passed_over)} files ({shown}{more}). {cure}")
