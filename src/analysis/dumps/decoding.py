"""Bytes of a file to text, with a word on the encoding; what is no text is refused with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a WebP picture or another media file",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet table",
    b"SQLite format 3": "an SQLite database",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SNIFFED = 65_536


class NotText(ValueError):
    """Bytes that are no text; the message says what they seem to be."""


@dataclass(frozen=True)
class Decoded:
    """Text and, where it was not plain UTF-8, how it was decoded."""

    text: str
    note: str = ""
    """Empty, or one sentence for the report."""
    damaged_line: int | None = None
    """First line, from 1, with bytes that fit no encoding and were replaced by ``\N{REPLACEMENT CHARACTER}``."""


def decode(data: bytes) -> Decoded:
    """Decode a file as UTF-8, else as Windows-1252 (or UTF-16 where its mark stands in front).

    :param data: the whole file.
    :raises NotText: a picture, an archive, or other binary data.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise NotText(f"{what}, not text")
    if data.startswith(_UTF16):
        try:
            return Decoded(data.decode("utf-16"), "read as UTF-16")
        except UnicodeDecodeError as error:
            raise NotText(f"marked as UTF-16 but not valid at byte {error.start}") from error
    head = data[:_SNIFFED]
    if b"\x00" in head or 100 * len(_CONTROLS.findall(head)) > len(head):
        raise NotText("binary data, not text")
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Decoded:
    line = data.count(b"\n", 0, error.start) + 1
    repaired = data.decode("utf-8-sig", errors="replace")
    wrong = repaired.count("\N{REPLACEMENT CHARACTER}")
    right = sum(not character.isascii() for character in repaired) - wrong
    if right > wrong:  # mostly good UTF-8: another encoding would spoil every good character to save the bad ones
        return Decoded(repaired, f"read as UTF-8 with {wrong} damaged characters, the first in line {line}", line)
    try:
        return Decoded(data.decode("cp1252"), f"read as Windows-1252 (cp1252): not valid UTF-8 in line {line}")
    except UnicodeDecodeError as neither:
        raise NotText(f"neither UTF-8 (line {line}) nor Windows-1252 (byte {neither.start})") from error
