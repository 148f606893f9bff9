"""HTML or XML from anywhere as a tree that is no deeper than real pages are; pure.

What searches a tree takes time with its size and its depth, and the parser looks for the end of every comment:
without bounds, a page of nothing but openings takes minutes.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

DEEPEST = 120
"""Tags inside one another; a saved listing page has about 30."""


MOST_OPEN_COMMENTS = 20
"""Comments that are opened and never closed."""


class NoPage(ValueError):
    """A text with more left open than any real page has."""


def soup_of(text: str) -> BeautifulSoup:
    """Parse a text as HTML, which reads on where a parser of XML stops and knows no entities that grow.

    A ``<![`` that no parser knows is read as the text it is: one of them must not cost the page.

    :raises NoPage: more than ``DEEPEST`` tags inside one another, comments without end, or refused by the parser.
    """
    import bs4

    if text.count("<!--", text.rfind("-->") + 1) > MOST_OPEN_COMMENTS:
        raise NoPage(f"more than {MOST_OPEN_COMMENTS} comments that never end; no listing page is like that")

    class Bounded(bs4.BeautifulSoup):
        """A page that gives up where tags lie too deep."""

        def pushTag(self, tag: bs4.Tag) -> None:
            """Open a tag inside those that are open."""
            super().pushTag(tag)
            if len(self.tagStack) > DEEPEST:
                raise NoPage(f"more than {DEEPEST} tags inside one another; no listing page is so deep")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bs4.XMLParsedAsHTMLWarning)
        try:
            return Bounded(text, "html.parser")
        except bs4.ParserRejectedMarkup:
            return _without_sections(Bounded, text)


def _without_sections(parser: type[BeautifulSoup], text: str) -> BeautifulSoup:
    import bs4

    try:
        return parser(text.replace("<![", "&lt;!["), "html.parser")
    except bs4.ParserRejectedMarkup as error:
        raise NoPage("the parser of HTML refuses it; save the page again") from error
