"""Every message of the report, as translators find it, and a pseudo-language in which each is told apart."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]
LANGUAGE = "qps"
"""A code for languages that nobody speaks: its dates and numbers are the English ones."""


@cache
def messages() -> Catalog:
    """The messages that ``make messages`` finds, by the same settings."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    method_map = [(mapping["pattern"], mapping["method"]) for mapping in settings]
    catalog = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(ROOT / "src", method_map):
        catalog.add(message, context=context)
    return catalog


def write_pseudo(folder: Path) -> Path:
    """Write a catalog in which every text stands in brackets of its own."""
    catalog = Catalog(locale=None)
    for message in messages():
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = tuple(f"⟦{text}⟧" for text in ids)
            catalog.add(message.id, texts if isinstance(message.id, tuple) else texts[0], context=message.context)
    path = folder / f"{LANGUAGE}.po"
    with path.open("wb") as file:
        write_po(file, catalog)
    return path
