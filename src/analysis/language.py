"""The language in which the report speaks: English as the code has it, or what a catalog says instead.

A message is its own English text, with named places: ``_("{n} of {all} papers", n=3, all=7)``. The language is set
once, around the work of a stage; nothing of it is left when the stage is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
CATALOGS = Path(__file__).parent / "languages"
"""Folder of the catalogs: a file such as ``de.po`` is a language."""


@dataclass(frozen=True)
class Speech:
    """A language, with its texts."""

    language: str
    """Name of its catalog, such as ``de`` or ``pt_BR``."""
    texts: NullTranslations


_SPEECH: ContextVar[Speech | None] = ContextVar("speech", default=None)


def languages() -> tuple[str, ...]:
    """Return the languages that a report can have, English first."""
    return (ENGLISH, *sorted(path.stem for path in CATALOGS.glob("*.po")))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let all texts made inside the block be of this language.

    :param language: one of ``languages()``.
    :raises CatalogError: its catalog cannot be read, or a text of it has a place that its message lacks.
    """
    speech = None
    if language != ENGLISH:
        from analysis.catalogs import read_catalog

        speech = Speech(language, read_catalog(CATALOGS / f"{language}.po"))
    before = _SPEECH.set(speech)
    try:
        yield
    finally:
        _SPEECH.reset(before)


def spoken() -> str:
    """Return the language of the moment; where none is set, English."""
    speech = _SPEECH.get()
    return speech.language if speech else ENGLISH


def tag() -> str:
    """Return the language of the moment as HTML and browsers name it, e.g. ``pt-BR``."""
    return spoken().replace("_", "-")


def _(message: str, **places: object) -> str:
    """Return a text in the language of the moment; what has no translation stays English.

    :param message: in English.
    :param places: what stands at ``{name}``; without any, braces are text.
    """
    speech = _SPEECH.get()
    text = speech.texts.gettext(message) if speech else message
    return text.format(**spelled(places)) if places else text


def pgettext(context: str, message: str, **places: object) -> str:
    """Return a text whose English words mean different things, told apart by a context for the translator."""
    speech = _SPEECH.get()
    text = speech.texts.pgettext(context, message) if speech else message
    return text.format(**spelled(places)) if places else text


def ngettext(one: str, more: str, number: int, **places: object) -> str:
    """Return the text that fits a number, whose own place is ``{n}``, with thousands apart.

    :param one: in English, for a single one; ``more`` for all other numbers.
    """
    speech = _SPEECH.get()
    text = speech.texts.ngettext(one, more, int(number)) if speech else one if number == 1 else more
    return text.format(n=written(number), **spelled(places))


def spelled(places: Mapping[str, object]) -> dict[str, object]:
    """Return what stands at the places of a text, whole numbers as the language of the moment writes them."""
    if not _SPEECH.get():
        return dict(places)
    return {name: written(int(it)) if isinstance(it, Integral) else it for name, it in places.items()}


def retold(text: str, *messages: str) -> str:
    """Return a text that a table holds in English in the language of the moment.

    :param messages: what it may have been made of; where it fits none of them, it stays as it is.
    """
    for message in messages if _SPEECH.get() else ():
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(message))
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return _(message, **found.groupdict())
    return text


def written(number: float, digits: int = 0) -> str:
    """Return a number with thousands apart, e.g. ``3,930``, and so many digits behind its point."""
    if not _SPEECH.get():
        return f"{number:,.{digits}f}"
    from analysis.locale_forms import decimal

    return decimal(spoken(), number, digits)


def N_(message: str) -> str:  # noqa: N802 - the name by which tools find messages
    """Mark a text that is translated later, where it is shown."""
    return message
