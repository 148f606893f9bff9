"""Files made to take all memory or time: each ends soon, in an entry, a problem or a sentence."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import pipeline, tables
from analysis.config import Folders
from analysis.dumps import records
from analysis.dumps.any_source import NoDump, read_source
from analysis.dumps.bounds import LONGEST_ABSTRACT, LONGEST_TITLE, MOST_KEYWORDS, bounded
from analysis.dumps.folder import DumpError, read_folder
from analysis.job import Job
from analysis.readable import readable
from analysis.settings_file import load_settings

ABSTRACT = "We study how kettles boil and why some of them sing. " * 8
WHOLE = json.dumps({"title": "On kettles", "abstract": ABSTRACT}).encode()
FEED = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>On kettles</title><summary>'
CARD = b'<!doctype html><body>%s<article><h3><a href="/papers/2503.00001">On kettles</a></h3><p>%s</p></article>'
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 12))

READ = {
    "deep members.jsonl": b'{"title":"a","abstract":"b","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" + WHOLE,
    "deep.json": b'[{"title":"a","x":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}," + WHOLE + b"]",
    "huge number.json": b'[{"title":"a","abstract":"b","year":' + b"9" * 2_000_000 + b"}," + WHOLE + b"]",
    "endless numbers.jsonl": WHOLE[:-1] + b',"upvotes":1e999,"year":-1e400,"num_comments":NaN}',
    "columns.csv": b"title,abstract," + b",".join(b"c%d" % n for n in range(40_000)) + b"\nOn kettles,b\n",
    "cell.csv": b"title,abstract\na," + b"x" * 1_000_000 + b"\nOn kettles,b\n",
    "open quote.csv": b'title,abstract\nOn kettles,b\nOther,"' + b"x, y\n" * 30_000,
    "attributes.html": CARD % (b"<p " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">", ABSTRACT.encode()),
    "braces.bib": b"@article{k, title = {" + b"{" * 20_000 + b"On kettles" + b"}" * 20_000 + b"}, abstract = {b}}",
    "strings.bib": b"".join(b"@string{%c = %c # %c}\n" % (98 + n, 97 + n, 97 + n) for n in range(24))
    + b"@article{k, title = {On kettles}, abstract = z}",
    "line.txt": b"new\n\nSubscribe\n\n" + b" " * 1_000_000 + b"\nOn kettles\n\n" + ABSTRACT.encode() + b"\n",
    "accents.jsonl": json.dumps({"title": "On kettles" + "\u0335" * 100_000, "abstract": ABSTRACT}).encode(),
}
REFUSED = {
    "deep.xml": FEED + b"<b>" * 5_000 + ABSTRACT.encode() + b"</summary></entry></feed>",
    "deep.html": CARD % (b"<div>" * 5_000, ABSTRACT.encode()),
    "deep card.html": CARD % (b"", b"<i>" * 5_000 + ABSTRACT.encode()),
    "only brackets.json": b"[" * 200_000,
    "only braces.json": b'{"a":' * 100_000,
    "laughs.xml": FEED.replace(b"<feed", b'<!DOCTYPE x [<!ENTITY l0 "lol">' + LAUGHS + b"]><feed"),
    "outside.xml": FEED.replace(b"<feed", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><feed'),
    "open.bib": b"@article{k, title = {" * 5_000,
    "no end.ris": b"TY  - JOUR\n" * 20_000,
    "parts.mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    + b"--b\nContent-Type: multipart/related; boundary=b\n\n" * 500,
    "archive.txt": b"PK\x03\x04" + b"\x00" * 1_000,
    "nothing.txt": b"\x00" * 1_000_000,
}
MOST_MEMORY = 60_000_000
"""Bytes at the height of reading one of these files of 2 MB at most."""


@pytest.mark.slow(reason="megabytes are read with every allocation counted")
@pytest.mark.parametrize("name", READ)
def test_what_is_sound_beside_a_hostile_part_is_read_in_little_memory(name: str) -> None:
    tracemalloc.start()
    dump = read_source(name, READ[name], {})
    _, height = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert any(entry.title.startswith("On kettles") for entry in bounded(dump).entries)
    assert height < MOST_MEMORY


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_nothing_sound_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(NoDump) as raised:
        read_source(name, REFUSED[name], {})
    assert 10 < len(str(raised.value)) < 300


def test_an_entity_of_a_feed_neither_grows_nor_reads_a_file() -> None:
    for kind in ("laughs.xml", "outside.xml"):
        feed = REFUSED[kind] + b"&l11; &e;" + ABSTRACT.encode() + b"</summary></entry></feed>"
        try:
            read = read_source(kind, feed[feed.index(b"<feed") :], {})
        except NoDump:
            continue
        told = "".join(entry.abstract for entry in read.entries)
        assert len(told) < 1_000
        assert "root:" not in told


def long_paper(**fields: object) -> bytes:
    return json.dumps({"title": "On kettles", "abstract": ABSTRACT, **fields}).encode() + b"\n"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "t" * 2_000_000}, "title of 2,000,000 characters, of which 1,000 are read"),
        ({"abstract": "w " * 500_000}, "abstract of 999,999 characters, of which 20,000 are read"),
        ({"organization": "o" * 9_000}, "organization of 9,000 characters, of which 500 are read"),
        ({"url": "https://arxiv.org/abs/" + "1" * 9_000}, "address of 9,022 characters, which was left out"),
        ({"keywords": [f"word {n}" for n in range(50_000)]}, "50,000 keywords, of which 100 are read"),
        ({"keywords": ["w" * 9_000]}, "a keyword, which was cut"),
    ],
)
def test_a_text_without_end_is_cut_and_that_is_said(fields: dict[str, object], said: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(long_paper(**fields))
    (dump,) = read_folder(tmp_path).dumps
    (entry,) = dump.entries
    assert len(entry.title) <= LONGEST_TITLE
    assert len(entry.abstract) <= LONGEST_ABSTRACT
    assert len(entry.keywords) <= MOST_KEYWORDS
    assert entry.url is None or len(entry.url) < 3_000
    assert [problem.reason for problem in dump.problems] == [f"too long to be that of a paper: {said}"]
    assert max(len(problem.text) for problem in dump.problems) < 200


def test_a_table_of_repeated_text_is_not_unpacked_beyond_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LARGEST_TABLE", 5_000_000)
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), pa.array(["x" * 20_000]))
    made = io.BytesIO()
    pq.write_table(pa.table({"title": ["a"] * 200_000, "abstract": column}), made, compression="zstd")
    assert len(made.getvalue()) < 10_000
    with pytest.raises(NoDump, match="unpacks to more than the 5,000,000 characters read; split it"):
        read_source("a.parquet", made.getvalue(), {})


def test_a_table_of_more_rows_than_there_are_papers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_ROWS", 10)
    made = io.BytesIO()
    pq.write_table(pa.table({"title": ["a"] * 11}), made)
    with pytest.raises(NoDump, match="a table of 11 rows; at most 10 are read"):
        read_source("a.parquet", made.getvalue(), {})


def test_columns_that_are_not_about_papers_are_not_unpacked_at_all() -> None:
    made = io.BytesIO()
    other = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["x" * 100_000]))
    pq.write_table(pa.table({"title": ["On kettles"] * 5_000, "blob": other}), made, compression="zstd")
    tracemalloc.start()
    dump = read_source("a.parquet", made.getvalue(), {})
    _, height = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(dump.entries) == 5_000
    assert height < 100_000_000


def test_links_out_of_the_raw_folder_are_named_and_not_followed(tmp_path: Path) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    raw.mkdir()
    outside.mkdir()
    (outside / "secret.jsonl").write_bytes(WHOLE + b"\n")
    (raw / "link.jsonl").symlink_to(outside / "secret.jsonl")
    (raw / "folder").symlink_to(outside)
    (raw / "loop").symlink_to(raw / "loop")
    (raw / "device").symlink_to("/dev/zero")
    with pytest.raises(
        DumpError, match=r"no dump found in 4 files .*a link that leads out of the folder"
    ) as raised:
        read_folder(raw)
    assert "kettles" not in str(raised.value)


def test_links_are_followed_where_the_reader_says_so_and_a_ring_of_them_ends(tmp_path: Path) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    raw.mkdir()
    outside.mkdir()
    (outside / "kept.jsonl").write_bytes(WHOLE + b"\n")
    (outside / "back").symlink_to(raw)
    (raw / "folder").symlink_to(outside)
    (raw / "gone").symlink_to(outside / "nothing")
    (raw / "device").symlink_to("/dev/zero")
    settings = tmp_path / "analysis.toml"
    settings.write_text("[raw]\nfollow_links = true\n")
    job = Job(Folders(raw, tmp_path / "tables", tmp_path / "pages", tmp_path / "none"), load_settings(settings))

    pipeline.make("read", job)

    sources = tables.read_table(tmp_path / "tables", "sources")["source"].tolist()
    assert sources == ["folder/kept.jsonl"]
    assert set(tables.read_table(tmp_path / "tables", "problems")["source"]) == {"device", "gone"}
    assert pipeline.make("read", job).rebuilt == ()
    (outside / "kept.jsonl").write_bytes(WHOLE + b"\n" + WHOLE.replace(b"kettles", b"teapots") + b"\n")
    assert pipeline.make("read", job).rebuilt == ("read",), "a change behind a link is a change"


@pytest.mark.parametrize(
    "text", ["\\emph{", "$a ", "``a ", "a.b-", "\\(", "3times", "{", "x^", "\\href{", "www.", "\\"]
)
def test_text_made_to_keep_a_pattern_busy_is_read_at_once(text: str) -> None:
    # patterns that try every way through such a text take minutes at a tenth of this length
    assert len(readable(text * (LONGEST_ABSTRACT // len(text)))) <= LONGEST_ABSTRACT


def test_a_packed_file_is_not_unpacked_beyond_its_bound(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "bomb.jsonl.gz", "wb", compresslevel=1) as packed:
        for _ in range(300):
            packed.write(b" " * 1_000_000)
    with pytest.raises(DumpError, match=r"bomb\.jsonl\.gz: .*unpacks to more than the [\d,]+ bytes"):
        read_folder(tmp_path)
