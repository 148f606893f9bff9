"""Text of others as it may be shown: without what acts on a page or a terminal instead of being read."""

from __future__ import annotations

import re

# control characters, among them those that command a terminal; marks that turn the reading direction of the text
# around them; marks that are not seen at all, in which a second text can travel; halves of a surrogate pair
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
MOST_STACKED = 4
"""Marks above and below one letter; no script in use needs more, and a heap of them covers the lines around."""
_STACKED = re.compile(
    rf"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MOST_STACKED}}})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def visible(text: str) -> str:
    """Return the text without control characters, unseen marks and heaps of accents; lines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _STACKED.sub(r"\1", _UNSEEN.sub("", text))
