"""Packed and long files: read line by line, within bounds, and a broken record costs itself alone."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from analysis.dumps import json_lines, long_files
from analysis.dumps.entries import Problem
from analysis.dumps.folder import read_folder
from analysis.dumps.page_lines import excerpt


def record(number: int) -> str:
    return json.dumps({"title": f"Paper number {number}", "abstract": "It tells what was done.", "year": 2020})


def read_alone(raw: Path, name: str, content: bytes) -> tuple[Any, dict[str, Problem]]:
    (raw / name).write_bytes(content)
    (raw / "zz.jsonl").write_text(record(999), encoding="utf-8")
    reading = read_folder(raw)
    return {dump.source: dump for dump in reading.dumps}.get(name), {
        each.source: each for each in reading.passed_over
    }


def test_packed_json_lines_are_read_as_the_unpacked_ones(tmp_path: Path) -> None:
    text = "\n".join(map(record, range(300))) + "\n"
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", gzip.compress(text.encode()))
    assert [entry.title for entry in dump.entries] == [f"Paper number {number}" for number in range(300)]
    assert [entry.line for entry in dump.entries][-1] == 300
    assert dump.layout == "json-lines" and not dump.problems


def test_a_broken_record_is_skipped_counted_and_told_with_its_line(tmp_path: Path) -> None:
    lines = list(map(record, range(200)))
    lines[150] = lines[150][:20]
    lines[160] = "17"
    lines[170] = "[" * 100_000
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    assert len(dump.entries) == 197
    assert list(dump.problems) == [
        Problem(
            "papers.jsonl.gz",
            151,
            "broken JSON (Unterminated string starting at): skipped; reading goes on behind it",
            lines[150],
        ),
        Problem("papers.jsonl.gz", 161, "expected an entry in braces, found something else: skipped", "17"),
        Problem(
            "papers.jsonl.gz",
            171,
            "broken JSON (nested too deeply or a number too long): skipped; reading goes on behind it",
            excerpt("[" * 400),
        ),
    ]


@pytest.mark.slow(reason="tens of megabytes are packed and read")
def test_a_line_too_long_is_one_line_where_a_break_behind_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (json_lines, long_files):
        monkeypatch.setattr(room, "LONGEST_LINE", 1_000)
    lines = [record(number) for number in range(40_000)]
    lines[5] = json.dumps({"title": "x" * 5_000})
    packed = gzip.compress("\n".join(lines).encode())
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", packed[: len(packed) * 9 // 10])
    (cut,) = (problem for problem in dump.problems if "breaks off" in problem.reason)
    # the long line itself is skipped
    assert cut.line == len(dump.entries) + 1


@pytest.mark.slow(reason="tens of megabytes are packed and read")
def test_an_archive_cut_off_keeps_what_stands_before_the_cut_and_says_so(tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(f"{record(number)}" for number in range(30_000)).encode())
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", packed[: len(packed) * 9 // 10])
    assert 10_000 < len(dump.entries) < 30_000
    (cut,) = (problem for problem in dump.problems if "breaks off" in problem.reason)
    assert (cut.source, cut.line) == ("papers.jsonl.gz", len(dump.entries))
    assert cut.reason == (
        "the file breaks off behind this line (Compressed file ended before the end-of-stream marker was "
        "reached): what stands before it is read"
    )


@pytest.mark.parametrize(
    ("start", "end"), [(b"\xef\xbb\xbf", b"\n"), (b"\n \n", b"\r\n"), (b"", b",\n"), (b"", b"\n\n")]
)
def test_marks_and_commas_around_the_lines_cost_nothing(tmp_path: Path, start: bytes, end: bytes) -> None:
    packed = gzip.compress(start + end.join(record(number).encode() for number in range(150)) + end)
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", packed)
    assert len(dump.entries) == 150
    assert dump.layout == "json-lines" and not dump.problems


@pytest.mark.parametrize("start", ["", "\ufeff", "\n \n", "\ufeff\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ",\n", " ,\n"])
def test_a_file_of_records_one_a_line_is_known_by_its_first_one(start: str, end: str) -> None:
    assert json_lines.is_json_lines(f"{start}{record(0)}{end}{record(1)[:10]}".encode())
    assert not json_lines.is_json_lines(f"{start}[{record(0)}{end}".encode())
    assert not json_lines.is_json_lines(f"{start}{record(0)}".encode())


def test_a_damaged_letter_costs_no_paper(tmp_path: Path) -> None:
    packed = gzip.compress(f"{record(0)}\n{record(1)}\n".encode().replace(b"number 1", b"\xff one"))
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", packed)
    assert [entry.title for entry in dump.entries] == ["Paper number 0", "Paper \ufffd one"]


def test_packed_records_without_titles_or_papers_are_passed_over_with_the_reason(tmp_path: Path) -> None:
    for text, reason in {
        '{"amount": 1}\n': "no dump: no column for titles among its columns (amount)",
        '{"title": ""}\n{"title": " "}\n': "no dump: no paper in it could be read; line 1: ",
    }.items():
        _, passed_over = read_alone(tmp_path, "papers.jsonl.gz", gzip.compress(text.encode()))
        assert passed_over["papers.jsonl.gz"].reason.startswith(reason)


def test_a_long_file_that_is_not_packed_has_its_bound_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_files, "LONG", 1_000)
    monkeypatch.setattr(long_files, "LARGEST_LINES", 5_000)
    text = "\n".join(map(record, range(100))).encode()
    _, passed_over = read_alone(tmp_path, "papers.jsonl", text)
    expected = f"{len(text):,} bytes are more than the 5,000 allowed; split it"
    assert expected in passed_over["papers.jsonl"].reason


def test_an_archive_of_anything_else_is_read_by_what_it_holds(tmp_path: Path) -> None:
    table = "title,abstract\nA Packed Table,It tells of a table.\n"
    dump, _ = read_alone(tmp_path, "table.csv.gz", gzip.compress(table.encode()))
    assert dump.layout == "csv" and dump.entries[0].title == "A Packed Table"


def test_an_archive_that_unpacks_to_too_much_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_files, "LARGEST_WHOLE", 100_000)
    monkeypatch.setattr(long_files, "LARGEST_LINES", 100_000)
    for name, text in {
        "long.gz": b"a" * 200_000,
        "many.gz": "\n".join(map(record, range(5_000))).encode(),
    }.items():
        _, passed_over = read_alone(tmp_path, name, gzip.compress(text))
        assert "unpacks to more than the 100,000 bytes" in passed_over[name].reason


@pytest.mark.parametrize("piece", [b" " * 1000, b'{"title": "a"}\n' * 70, b'{"title": "' + b"a" * 990])
def test_a_bomb_is_refused_with_a_sentence_long_before_it_has_gone_off(tmp_path: Path, piece: bytes) -> None:
    # two gigabytes
    packed = gzip.compress(piece * 50_000) * 40
    assert len(packed) < 9_000_000
    started = time.process_time()
    tracemalloc.start()
    dump, passed_over = read_alone(tmp_path, "bomb.jsonl.gz", packed)
    _, height = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert dump is None
    assert "it unpacks to more than the" in passed_over["bomb.jsonl.gz"].reason
    assert height < 30 * 1024 * 1024
    assert time.process_time() - started < 10


def test_an_archive_that_does_not_hold_much_more_than_its_size_is_read_however_long_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_files, "LONG", 1_000)
    text = "\n".join(map(record, range(100))).encode()
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", gzip.compress(text, compresslevel=0))
    assert len(dump.entries) == 100


def test_more_lines_than_there_are_papers_are_left_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "MOST_LINES", 200)
    text = "\n".join(map(record, range(300))).encode()
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", gzip.compress(text))
    assert len(dump.entries) == 200
    reason = "not read from this line on: 200 lines before it; split the file"
    assert list(dump.problems) == [Problem("papers.jsonl.gz", 201, reason)]


def test_a_file_of_broken_lines_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MOST_BROKEN", 50)
    text = "\n".join([record(0), *["{broken"] * 500]).encode()
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", gzip.compress(text))
    assert len(dump.entries) == 1 and len(dump.problems) == 51
    assert "50 broken lines before it" in dump.problems[-1].reason


def test_a_damaged_archive_is_passed_over_with_what_to_do(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress("\n".join(map(record, range(50))).encode()))
    packed[12:40] = b"\xff" * 28
    _, passed_over = read_alone(tmp_path, "papers.jsonl.gz", bytes(packed))
    assert "damaged gzip archive" in passed_over["papers.jsonl.gz"].reason


def test_a_line_longer_than_any_paper_is_skipped_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (json_lines, long_files):
        monkeypatch.setattr(room, "LONGEST_LINE", 5_000)
    long = json.dumps({"title": "Too long", "abstract": "word " * 4_000})
    lines = [record(0), long, record(1)]
    dump, _ = read_alone(tmp_path, "papers.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    assert [entry.title for entry in dump.entries] == ["Paper number 0", "Paper number 1"]
    reason = "a line of more than 5,000 bytes: skipped"
    assert list(dump.problems) == [Problem("papers.jsonl.gz", 2, reason)]


def test_a_long_file_of_json_lines_is_read_line_by_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_files, "LONG", 1_000)
    dump, _ = read_alone(tmp_path, "papers.jsonl", "\n".join(map(record, range(100))).encode())
    assert len(dump.entries) == 100


def test_packed_listing_days_keep_their_own_reader(tmp_path: Path) -> None:
    day = [{"paper": {"id": "2503.01001", "title": "From the API", "summary": "Short."}, "upvotes": 1}]
    packed = gzip.compress(json.dumps(day).encode())
    dump, _ = read_alone(tmp_path, "2025-03-12.json.gz", packed)
    assert dump.layout == "daily-json" and dump.entries[0].arxiv_id == "2503.01001"
    lines = "".join(json.dumps(one) + "\n" for one in day * 3)
    dump, _ = read_alone(tmp_path, "2025-03-13.jsonl.gz", gzip.compress(lines.encode()))
    assert dump.layout == "daily-json" and dump.entries[0].arxiv_id == "2503.01001"
