"""The border between other people's text and our products: all that is shown, linked, embedded or exported."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote_plus, urlsplit

import pandas as pd
from markupsafe import Markup

from analysis.visible_text import visible

# spreadsheets take a file without this mark for the computer's own encoding, and garble every é
CSV_ENCODING = "utf-8-sig"
LINK_HOSTS = ("huggingface.co", "arxiv.org")
"""The only hosts a product may link to."""

# the border takes no reader's word for what an id is; ``math.gt/0309136``, kept in lower case, is searched for
_ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
# the full-width forms too: spreadsheets read them as the plain ones
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ANCHOR = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)


def paper_link(title: str, arxiv_id: str | None = None, url: str | None = None) -> str:
    """Return the address of a paper: its page, the stated address on an allowed host, or a search."""
    if isinstance(arxiv_id, str) and _ARXIV_ID.fullmatch(arxiv_id):
        return f"https://huggingface.co/papers/{arxiv_id}"
    if isinstance(url, str) and _is_allowed(url):
        return url
    return f"https://huggingface.co/papers?q={quote_plus(visible(title))}"


def _is_allowed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        plain = parts.port is None and not parts.username and not parts.password
    except ValueError:
        return False
    plain = plain and re.search(r"[\s\\\"'<>]", url) is None
    return plain and parts.scheme == "https" and parts.hostname in LINK_HOSTS


def embedded_json(value: object) -> Markup:
    """Return a value as JSON that cannot end the ``<script type="application/json">`` it stands in.

    :raises ValueError: the value holds a number that JSON has no word for (NaN, infinity).
    """
    safe = harmless(value)
    text = json.dumps(safe, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that could leave the block is escaped above


def packed_json(value: object) -> Markup:
    """Return a value as JSON, gzipped and in base64: a quarter of its size, and nothing in it can end its block.

    :raises ValueError: the value holds a number that JSON has no word for (NaN, infinity).
    """
    return packed_text(embedded_json(value))


def packed_text(text: str) -> Markup:
    """Return a text gzipped and in base64, for a block of the page that is no script until it is unpacked."""
    # no time in the header: the same text is the same bytes
    return base64_text(gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0))


def base64_text(packed: bytes) -> Markup:
    """Return bytes in base64, in which nothing can end the block they stand in."""
    return Markup(base64.b64encode(packed).decode("ascii"))  # noqa: S704 - letters and digits


def harmless(value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Return a figure, or any JSON, whose texts hold nothing unseen and no link.

    plotly reads its labels as a small HTML of its own; our charts hold no links, so an ``<a>`` came from a paper.
    """
    if isinstance(value, str):
        return _ANCHOR.sub("&lt;", visible(value))
    if isinstance(value, dict):
        return {key: harmless(inner) for key, inner in value.items()}
    if isinstance(value, list):
        # most of a chart are its numbers
        return [inner if type(inner) is float else harmless(inner) for inner in value]
    return value


def inline_script(code: str, name: str) -> Markup:
    """Return our own code as the content of a ``<script>``, unchanged.

    :raises ValueError: the code holds text that a browser would take for markup.
    """
    folded = code.lower()
    for mark in ("</script", "<script", "<!--", "\r"):
        if mark in folded:
            raise ValueError(f"{name} holds {mark!r} and cannot stand inside a page; install another version.")
    return Markup(code)  # noqa: S704 - only plotly.js and our own page.js come here


def content_security_policy(scripts: Sequence[str], beside: bool = False) -> str:
    """Return a policy under which a page runs these inline scripts, and nothing else is run or loaded.

    :param beside: whether files of the page's own place may run too: the library that several pages share.
    """
    allowed = " ".join(map(_allowed, scripts))
    # a page opened by double click has no host, which some browsers take for no 'self' either
    allowed += " 'self' file:" if beside else ""
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


# plotly.js is three megabytes, and stands in the page and in the shell of its charts
@lru_cache(maxsize=4)
def _allowed(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def defused(cell: object) -> object:
    """Return a CSV cell that a spreadsheet will not take for a formula: such text gets an apostrophe before it."""
    if not isinstance(cell, str):
        return cell
    text = visible(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV with every text cell and heading defused; dates as ISO, lines end with LF."""
    safe = table.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]) and not pd.api.types.is_datetime64_dtype(safe[column]):
            # a theme stands in many rows: each text is looked at once
            cells = safe[column].tolist()
            safe[column] = pd.Series(map(cache(defused), cells), safe.index, dtype=object)
    safe.columns = [defused(str(column)) for column in safe.columns]
    return safe.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
