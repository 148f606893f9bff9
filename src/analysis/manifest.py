"""What each stage was made from, kept beside the tables, so that the next run can tell what is stale and why."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError
from analysis.whole_files import write_whole

log = logging.getLogger(__name__)

FILE_NAME = "manifest.json"
FORMAT = 2
"""Raised with every change of what it holds; 1 had no checksum."""
UPDATE = "update"
"""Name of the record of what ``paper-themes update`` added since the stages ran in full."""
PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Record:
    """What one stage was made from and what it made; every digest is a SHA-256 in hex."""

    inputs: dict[str, str]
    """Name of each input file -> its digest."""
    settings: dict[str, Any]
    """The settings that can change the result, as JSON knows them."""
    versions: dict[str, str]
    """Python and each package that can change the result -> version."""
    code: str
    """Digest of the source of every module the stage can reach."""
    outputs: dict[str, str] = field(default_factory=dict)
    """Name of each file made -> its digest."""


class NewerManifestError(AnalysisError):
    """A folder made by a newer version of this program; the text says what to do."""


def load(folder: Path) -> dict[str, Record]:
    """Return the records of ``folder`` by stage; none where there is no manifest, or none that can be trusted.

    A manifest that is damaged, or of an older version, costs a rebuild, never a wrong result, and is told of.

    :raises NewerManifestError: a newer version of this program has made the folder.
    """
    path = folder / FILE_NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] == FORMAT and document["sha256"] == _checksum(document["stages"]):
            return {stage: _record(found) for stage, found in document["stages"].items()}
        found_format = document["format"]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found_format = None
    if isinstance(found_format, int) and found_format > FORMAT:
        raise NewerManifestError(
            f"{path}: format {found_format}, made by a newer paper-themes; this one knows format {FORMAT}. "
            "Update paper-themes, or name another folder: --processed FOLDER"
        )
    if isinstance(found_format, int) and found_format < FORMAT:
        log.warning("%s was made by an older paper-themes: all tables are made again; themes keep names.", folder)
    else:
        log.warning("%s is damaged (its checksum does not fit): all tables are made again.", path)
    return {}


def _record(found: Mapping[str, Any]) -> Record:
    record = Record(**found)
    if not all(
        isinstance(part, dict) for part in (record.inputs, record.settings, record.versions, record.outputs)
    ):
        raise TypeError("a part of the record is no mapping")
    return record


def save(folder: Path, records: Mapping[str, Record]) -> None:
    """Write the records to ``folder``, whole or not at all."""
    stages = {stage: asdict(record) for stage, record in records.items()}
    document = {"format": FORMAT, "sha256": _checksum(stages), "stages": stages}
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    write_whole(folder / FILE_NAME, f"{text}\n".encode())


def _checksum(stages: object) -> str:
    text = json.dumps(stages, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def why_stale(before: Record | None, now: Record, on_disk: Mapping[str, str]) -> str:
    """Say in a few words why a stage has to run again; an empty text where nothing has changed.

    :param before: the stage's record of the last run, None where it never ran.
    :param now: the same for this run; its outputs are not looked at.
    :param on_disk: digest of each output of the last run as it lies there now; a missing file is left out.
    """
    if before is None:
        return "not made yet"
    changes = [
        _changed("input", before.inputs, now.inputs),
        _changed("setting", before.settings, now.settings),
        _changed("version", before.versions, now.versions),
        "" if before.code == now.code else "the code has changed",
        _changed("product", before.outputs, on_disk),
    ]
    return next((change for change in changes if change), "")


def _changed(what: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    for words, names in (
        ("is gone", sorted(before.keys() - now.keys())),
        ("is new", sorted(now.keys() - before.keys())),
        ("has changed", sorted(name for name in before.keys() & now.keys() if before[name] != now[name])),
    ):
        if names:
            others = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
            return f"{what} {names[0]}{others} {words}"
    return ""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex; a file that cannot be read has the digest ``unreadable``."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        # the reader says so better, and in its own place
        return "unreadable"


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return name -> digest of those files that are there, in sorted order."""
    return {name: digest(folder / name) for name in sorted(names) if (folder / name).is_file()}


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the version of Python and of each installed package of these."""
    found = {"python": platform.python_version()}
    for package in sorted(packages):
        found[package] = _version(package)
    return found


@cache
def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def code_digest(modules: Sequence[str]) -> str:
    """Return one digest over the source of these modules and of all they import from this package.

    :param modules: names inside the package, e.g. ``dumps.folder``; a folder of templates counts as a module.
    """
    together = hashlib.sha256()
    for path in sorted(_reachable(modules)):
        together.update(f"{path.relative_to(PACKAGE).as_posix()}\n{_source(path).digest}\n".encode())
    return together.hexdigest()


def _reachable(modules: Sequence[str]) -> set[Path]:
    found: set[Path] = set()
    known, waiting = set(modules), list(modules)
    while waiting:
        for path in _files(waiting.pop()):
            found.add(path)
            new = set(_source(path).imports) - known
            known |= new
            waiting += new
    return found


@dataclass(frozen=True)
class _Source:
    """What counts of a file of this package."""

    digest: str
    imports: tuple[str, ...]
    """Modules of this package that it imports, where it is of Python."""


def _source(path: Path) -> _Source:
    told = path.stat()
    return _read(path, told.st_size, told.st_mtime_ns)


# the stages have most files in common
@cache
def _read(path: Path, size: int, changed: int) -> _Source:
    return _Source(digest(path), tuple(imported(path)) if path.suffix == ".py" else ())


def _files(module: str) -> list[Path]:
    base = PACKAGE.joinpath(*module.split("."))
    if base.with_suffix(".py").is_file():
        return [base.with_suffix(".py")]
    if (base / "__init__.py").is_file():
        return [base / "__init__.py"]
    return [path for path in base.rglob("*") if path.is_file()] if base.is_dir() else []


_IMPORT = re.compile(
    r"^[ ]*(?:from (analysis(?:\.\w+)*) import (\([^)]*\)|[^\n(]+)|import (analysis(?:\.\w+)+))", re.MULTILINE
)


def imported(path: Path) -> list[str]:
    """Return the modules of this package that a source file imports anywhere in it, without ``analysis.``.

    ``from analysis import tables`` gives ``tables``; ``from analysis.periods import Axis`` gives ``periods`` and
    ``periods.Axis``, of which only the first is a file.
    """
    # a pattern takes a hundredth of the time of a parser; an import told in a text would only add a module
    names: list[str] = []
    for module, told, plain in _IMPORT.findall(path.read_text(encoding="utf-8")):
        parts = [part.split() for part in told.strip("()").split(",")]
        names += [module, *(f"{module}.{words[0]}" for words in parts if words)] if module else [plain]
    return list(dict.fromkeys(name.removeprefix("analysis.") for name in names if name.startswith("analysis.")))
