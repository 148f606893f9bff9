"""Sentences of the report whose parts may lead to places on the page."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.language import _


@dataclass(frozen=True)
class Phrase:
    """A piece of a sentence, with a place on the page it may lead to."""

    text: str
    target: str = ""
    """Id on the page, or empty."""


@dataclass(frozen=True)
class Finding:
    """One thing that stands out, or one reason for caution."""

    kind: str
    phrases: tuple[Phrase, ...]
    chart: str = ""
    """Slug of the chart that shows it, or empty."""

    @property
    def text(self) -> str:
        """The sentence without its links."""
        return "".join(phrase.text for phrase in self.phrases)


def card_id(theme_id: str) -> str:
    """Return the id that the card of a theme has on the page."""
    return f"theme-{theme_id}"


Filling = str | Phrase | Sequence[Phrase]
"""What may stand at a place of a sentence."""


def woven(text: str, **parts: Filling) -> tuple[Phrase, ...]:
    """Return a sentence with phrases, which may be links, at its named places, in the order of its own language.

    :param text: a message, translated already, such as ``{theme} is new``.
    """
    phrases: list[Phrase] = []
    for before, name, *_form in string.Formatter().parse(text):
        phrases += [Phrase(before)] if before else []
        part = parts[name] if name else ()
        phrases += [Phrase(part)] if isinstance(part, str) else [part] if isinstance(part, Phrase) else part
    return tuple(phrases)


def listed(each: Sequence[Sequence[Phrase]]) -> tuple[Phrase, ...]:
    """Join phrases as a sentence does: ``A, B and C``."""
    before: list[Phrase] = []
    for place, phrases in enumerate(each[:-1]):
        before += [Phrase(", "), *phrases] if place else phrases
    last = tuple(each[-1]) if each else ()
    return woven(_("{list} and {last}"), list=before, last=last) if before else last
