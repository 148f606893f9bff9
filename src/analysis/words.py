"""One way to split texts into words everywhere."""

from __future__ import annotations

import re
from functools import lru_cache

# a word starts with a letter; hyphens, apostrophes and digits inside stay: text-to-image, GPT-4, 3D
WORD = re.compile(r"[^\W\d_][\w-]*\w|\dD\b")
CLAUSE = r"[.,;:!?()\[\]{}\"“”‘’`|/\\<>=+*#@$%&~^]+|\s[-–—]\s|--+"
"""What ends a clause."""
TOKEN = re.compile(r"[^\W\d_][\w-]*\w|\dD\b|[^\W\d_]|" + CLAUSE)
"""A word, or the end of a clause; a letter of its own is found too, and is no word."""
_SINGULAR_ENDINGS = ("ss", "us", "is", "ias", "aos")
_SINGULAR_IN_E = ("caches", "niches")
_SAME_IN_PLURAL = frozenset({"series", "species", "lens"})


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """Return a word in lower case without its plural ending: ``Sinks`` and ``sink`` are one word.

    Only the plural is folded, so that every folded word is still a word (no ``halluci``).
    """
    word = word.lower()
    if word in _SAME_IN_PLURAL:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(_SINGULAR_IN_E):
        return word[:-1]
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "iases")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_ENDINGS):
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """Return the folded words of a text in order; hyphenated words are kept whole."""
    return [fold(word) for word in WORD.findall(text)]


def is_word(token: str) -> bool:
    """Tell a word from a single letter and from the end of a clause."""
    return len(token) > 1 and token[0].isalnum()


def is_mark(token: str) -> bool:
    """Tell the end of a clause from words and letters."""
    return not token[0].isalnum()
