"""What of the tables a product shows: one theme, the followed ones, or a span of listing dates."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

LONGEST_SLUG = 60
"""Bytes of a name for files."""


@dataclass(frozen=True)
class Cut:
    """What is left in; the default leaves in everything."""

    theme: str | None = None
    """Name or id of a theme, in any case."""
    since: date | None = None
    """First listing date; what has no date is left out."""
    until: date | None = None
    """Last listing date; what has no date is left out."""
    only_watched: bool = False
    """Whether the found themes are left out."""

    def __bool__(self) -> bool:
        """Whether anything is cut off."""
        return self != Cut()

    @property
    def slug(self) -> str:
        """Name of the folder in which a page that is cut down lies; empty where nothing is cut off."""
        parts = [file_slug(self.theme)] if self.theme else ["followed"] if self.only_watched else []
        parts += [f"{word}-{day}" for word, day in (("since", self.since), ("until", self.until)) if day]
        return "-".join(parts)


def file_slug(name: str) -> str:
    """Return a name for files: letters, digits and hyphens of any language, never empty.

    What a file name cannot hold is left out, so that ``../x`` leads nowhere.
    """
    plain = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
    cut = plain.encode()[:LONGEST_SLUG].decode(errors="ignore").strip("-")
    return cut or "theme"
