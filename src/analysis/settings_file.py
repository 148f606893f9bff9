"""Settings as ``analysis.toml`` states them: read when a caller asks, and checked."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from analysis.config import COLUMN_FIELDS, ENGINES, Count, Membership, ModelNaming, Period, Settings, WatchedTheme
from analysis.errors import AnalysisError
from analysis.language import languages


class ConfigError(AnalysisError):
    """A setting that cannot be used; the text names the file, the key, what was found and what is allowed."""


_SECTIONS = {
    "raw": {"follow_links"},
    "themes": {"seed", "encoder", "engine", "n_themes", "sample_above"},
    "report": {"language"},
    "trends": {"confidence", "period", "count", "membership"},
}
_OTHER_SECTIONS = {"columns", "naming", "watch"}
LEAST_SAMPLE = 100
"""Fewer papers show no themes that hold for others."""


def load_settings(path: Path | None = None) -> Settings:
    """Read settings from a TOML file; without a file the defaults hold.

    :param path: the file; None means the defaults.
    :raises ConfigError: unknown section or key, a value of the wrong type or out of range, an endpoint that is no
        address, a watched theme without name or phrases, or two of the same name.
    """
    if path is None:
        return Settings()
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as TOML ({error}).") from error
    unknown = set(document) - set(_SECTIONS) - _OTHER_SECTIONS
    if unknown:
        known = [*_SECTIONS, *sorted(_OTHER_SECTIONS)]
        raise ConfigError(f"{path}: unknown section {sorted(unknown)}; known: {known}.")
    values: dict[str, Any] = {}
    for section, keys in _SECTIONS.items():
        values |= _section(path, section, document.get(section, {}), keys)
    if "columns" in document:
        values["columns"] = _columns(path, document["columns"])
    if "naming" in document:
        values["naming"] = _naming(path, document["naming"])
    if "watch" in document:
        values["watched"] = _watch_list(path, document["watch"])
    return _checked(path, replace(Settings(), **values))


def _section(path: Path, section: str, found: object, known: set[str]) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ConfigError(f"{path}: '{section}' is {found!r}; expected a section with {sorted(known)}.")
    unknown = set(found) - known
    if unknown:
        raise ConfigError(f"{path}: unknown key {sorted(unknown)} in [{section}]; known: {sorted(known)}.")
    return found


def _columns(path: Path, found: object) -> tuple[tuple[str, str], ...]:
    columns = _section(path, "columns", found, set(COLUMN_FIELDS))
    for field, column in columns.items():
        if not isinstance(column, str) or not column.strip():
            raise ConfigError(f"{path}: the column of '{field}' is {column!r}; expected the name of a column.")
    return tuple(sorted((field, column.strip()) for field, column in columns.items()))


def _naming(path: Path, found: object) -> ModelNaming:
    expected = {field.name for field in fields(ModelNaming)}
    section = _section(path, "naming", found, expected)
    for key in sorted(expected):
        if not isinstance(section.get(key), str) or not section[key].strip():
            raise ConfigError(f"{path}: '{key}' in [naming] is {section.get(key)!r}; expected a text.")
    naming = ModelNaming(section["endpoint"].strip(), section["model"].strip())
    try:
        parts = urlsplit(naming.endpoint)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(
            f"{path}: endpoint is {naming.endpoint!r}; expected an address such as 'http://localhost:11434/v1'."
        )
    if parts.username is not None:
        # not repeated here: it may hold a secret, which the tables' manifest would keep
        raise ConfigError(f"{path}: endpoint holds a user name; put a key into PAPER_THEMES_API_KEY instead.")
    return naming


def _watch_list(path: Path, found: object) -> tuple[WatchedTheme, ...]:
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ConfigError(f"{path}: 'watch' is {found!r}; expected one [[watch]] per theme.")
    themes = tuple(_watched(f"{path}: [[watch]] number {place}", row) for place, row in enumerate(found, start=1))
    names = [theme.name.casefold() for theme in themes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ConfigError(f"{path}: watched themes share the name {twice}; give each its own.")
    return themes


def _watched(where: str, row: dict[str, Any]) -> WatchedTheme:
    expected = {field.name for field in fields(WatchedTheme)}
    if set(row) != expected:
        raise ConfigError(f"{where} has keys {sorted(row)}; expected {sorted(expected)}.")
    for key in ("name", "definition"):
        if not isinstance(row[key], str) or not row[key].strip():
            raise ConfigError(f"{where} has the {key} {row[key]!r}; expected a text that is not empty.")
    found = row["phrases"]
    if not isinstance(found, list) or not all(isinstance(phrase, str) for phrase in found):
        raise ConfigError(f"{where} ({row['name']!r}) has the phrases {found!r}; expected a list of texts.")
    phrases = tuple(" ".join(phrase.lower().split()) for phrase in found)
    if not phrases or not all(phrases):
        raise ConfigError(f"{where} ({row['name']!r}) has an empty phrase; write at least one word.")
    return WatchedTheme(row["name"].strip(), row["definition"].strip(), phrases)


def _checked(path: Path, settings: Settings) -> Settings:
    if not _is_whole(settings.seed) or not 0 <= settings.seed < 2**32:
        raise ConfigError(f"{path}: seed is {settings.seed!r}; expected a whole number from 0 to 4294967295.")
    if settings.n_themes is not None and (not _is_whole(settings.n_themes) or settings.n_themes < 2):
        raise ConfigError(f"{path}: n_themes is {settings.n_themes!r}; expected a whole number of at least 2.")
    if not _is_whole(settings.sample_above) or settings.sample_above < LEAST_SAMPLE:
        raise ConfigError(
            f"{path}: sample_above is {settings.sample_above!r}; "
            f"expected a whole number of at least {LEAST_SAMPLE}."
        )
    if not isinstance(settings.encoder, str) or not settings.encoder.strip():
        raise ConfigError(f"{path}: encoder is {settings.encoder!r}; expected 'hybrid' or a model name.")
    if not isinstance(settings.confidence, float) or not 0 < settings.confidence < 1:
        raise ConfigError(f"{path}: confidence is {settings.confidence!r}; expected a fraction such as 0.95.")
    if not isinstance(settings.follow_links, bool):
        raise ConfigError(f"{path}: follow_links is {settings.follow_links!r}; expected true or false.")
    choices = {"engine": ENGINES, "language": languages(), "period": get_args(Period), "count": get_args(Count)}
    for key, allowed in (choices | {"membership": get_args(Membership)}).items():
        found = getattr(settings, key)
        if found not in allowed and not (key == "period" and found is None):
            raise ConfigError(f"{path}: {key} is {found!r}; expected one of {list(allowed)}.")
    return settings


def _is_whole(value: object) -> bool:
    # TOML's true and false are whole numbers to Python
    return isinstance(value, int) and not isinstance(value, bool)
