"""Sentences of the report whose parts may lead to places on the page."""

from __future__ import annotations

from dataclasses import dataclass


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
