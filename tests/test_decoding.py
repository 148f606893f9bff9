"""Bytes to text: the encoding is found, and said where it is not plain UTF-8."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_folder import page, put

from analysis.dumps.decoding import Decoded, NotText, decode
from analysis.dumps.folder import read_folder


@pytest.mark.parametrize(
    ("content", "title", "note"),
    [
        (page("Café Modèle").encode("utf-8"), "Café Modèle", ()),
        (page("Café Modèle").encode("utf-8-sig"), "Café Modèle", ()),
        (
            page("Café “Modèle”").encode("cp1252"),
            "Café “Modèle”",
            ("read as Windows-1252 (cp1252): not valid UTF-8 in line 9",),
        ),
        (page("Café Modèle").encode("utf-16"), "Café Modèle", ("read as UTF-16",)),
    ],
)
def test_the_encoding_is_found_and_said_where_it_is_not_utf8(
    tmp_path: Path, content: bytes, title: str, note: tuple[str, ...]
) -> None:
    put(tmp_path, "a.txt", content)
    (dump,) = read_folder(tmp_path).dumps
    assert dump.entries[0].title == title
    assert dump.notes == note


def test_one_damaged_byte_does_not_spoil_the_other_characters(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", page("Café Modèle").encode() + b" \xe9.")
    (dump,) = read_folder(tmp_path).dumps
    assert dump.entries[0].title == "Café Modèle"
    reason = "read as UTF-8 with 1 damaged characters, the first in line 11"
    assert [(each.source, each.line, each.reason) for each in dump.problems] == [("a.txt", 11, reason)]


@pytest.mark.parametrize(("data", "line"), [(b"\nCaf\xe9", 2), (b"Caf\xe9\n\n", 1), (b"a\r\nb\r\nCaf\xe9", 3)])
def test_the_line_of_the_first_damage_is_counted_from_the_top(data: bytes, line: int) -> None:
    assert decode(data).note == f"read as Windows-1252 (cp1252): not valid UTF-8 in line {line}"


def test_the_mark_in_front_of_a_damaged_file_is_no_part_of_its_text() -> None:
    text = decode("Café Modèle — à ".encode("utf-8-sig") + b"\xe9").text
    assert text == "Café Modèle — à \N{REPLACEMENT CHARACTER}"


def test_bytes_that_fit_no_encoding_are_refused_with_their_place() -> None:
    with pytest.raises(NotText, match=r"neither UTF-8 \(line 2\) nor Windows-1252 \(byte 7\)"):
        decode(b"a\nCaf\xe9 \x81")
    with pytest.raises(NotText, match="marked as UTF-16 but not valid at byte 2"):
        decode(b"\xff\xfea")


def test_a_few_control_characters_are_text_and_many_are_not() -> None:
    assert decode(b"\x07" + b"a" * 99) == Decoded("\x07" + "a" * 99)
    with pytest.raises(NotText, match="binary data, not text"):
        decode(b"\x07" + b"a" * 98)
