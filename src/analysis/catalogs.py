"""Catalogs of translated texts, as gettext's ``.po`` files have them: read and checked."""

from __future__ import annotations

import gettext
import io
import string
from functools import lru_cache
from pathlib import Path

from analysis.errors import AnalysisError


class CatalogError(AnalysisError):
    """A catalog that cannot be used; the text names the file, the message and what is wrong with it."""


def read_catalog(path: Path) -> gettext.NullTranslations:
    """Return the texts of a catalog; messages without a translation, or marked ``fuzzy``, stay English.

    :param path: a ``.po`` file in UTF-8, https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
    :raises CatalogError: it cannot be read, or a text has a place that its message lacks.
    """
    try:
        return _compiled(path, path.read_bytes())
    except (OSError, ValueError) as error:
        raise CatalogError(f"{path}: cannot be read as a catalog ({error}).") from error


@lru_cache(maxsize=4)
def _compiled(path: Path, content: bytes) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalog = read_po(io.BytesIO(content), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        raise CatalogError(f"{path}: cannot be read as a catalog ({error}).") from error
    for message in catalog:
        ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        known = set().union(*map(places, ids))
        for text in filter(None, texts) if message.id else ():
            try:
                strange = places(text) - known
            except ValueError as error:
                raise CatalogError(f"{path}: {text!r} has braces that do not match ({error}).") from error
            if strange:
                raise CatalogError(
                    f"{path}: {text!r} has {{{min(strange)}}}, but its message has {sorted(known) or 'no place'}."
                )
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))


def places(text: str) -> set[str]:
    """Return the names of the places in a text, such as ``n`` of ``{n} papers``.

    :raises ValueError: its braces do not match.
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
