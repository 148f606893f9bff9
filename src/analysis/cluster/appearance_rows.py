"""Appearances as rows of a data frame, so that they can go from worker to worker."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.appearances import Appearance
from analysis.dumps.entries import Entry, PrintedDate
from analysis.listing_dates import ListingDate

if TYPE_CHECKING:
    import pandas as pd


def record_of(appearance: Appearance) -> str:
    """Return an appearance as one line of JSON."""
    return json.dumps(asdict(appearance), default=date.isoformat)


def appearance_of(record: str) -> Appearance:
    """Return the appearance that :func:`record_of` was given."""
    found = json.loads(record)
    entry, listing = found.pop("entry"), found.pop("listing")
    entry |= {name: _day(entry[name]) for name in ("published", "listed_on")}
    printed = PrintedDate(**entry.pop("printed")) if entry["printed"] else None
    keywords = tuple(entry.pop("keywords"))
    entry.pop("printed", None)
    listing["day"] = _day(listing["day"])
    return Appearance(
        entry=Entry(**entry, printed=printed, keywords=keywords),
        listing=ListingDate(**listing),
        published=_day(found.pop("published")),
        **found,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def frame_of(rows: Iterable[tuple[Any, ...]], like: pd.DataFrame) -> pd.DataFrame:
    """Return rows as a data frame with the columns and dtypes of another."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=like.columns).astype(like.dtypes.to_dict())


def columns(**dtypes: str) -> pd.DataFrame:
    """Return a data frame without rows, to say what others look like."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in dtypes.items()})
