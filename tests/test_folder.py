"""Reading a folder: what is read, what is passed over, and what a user is told."""

from __future__ import annotations

import errno
import json
import os
import re
import time
from datetime import date
from pathlib import Path

import pytest

from analysis.dumps import long_files
from analysis.dumps.folder import DumpError, read_folder, read_some, read_stated_dates


def page(title: str, heading: str = "Mar 11") -> str:
    body = " ".join(f"Sentence {part} tells more about {title} and its results." for part in range(9))
    return "\n\n".join(["new", "Subscribe", "byAK and the research community", heading, title, body])


def put(raw: Path, name: str, content: str | bytes) -> Path:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def passed_over(raw: Path) -> dict[str, str]:
    put(raw, "zz-good.txt", page("A Good Paper"))
    found = read_folder(raw).passed_over
    assert all(problem.line == 0 for problem in found)
    assert len({problem.source for problem in found}) == len(found)
    return {problem.source: problem.reason for problem in found}


def test_dumps_are_read_in_the_order_of_their_names_sub_folders_included(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "2025/march/c", "2025/z.txt"):
        put(tmp_path, name, page(f"About {name.replace('/', ' ')}"))
    reading = read_folder(tmp_path)
    assert [dump.source for dump in reading.dumps] == ["2025/march/c", "2025/z.txt", "a.txt", "b.txt"]
    assert reading.passed_over == ()
    assert reading.dumps[2].entries[0].title == "About a.txt"


def test_hidden_files_and_the_settings_of_the_folder_are_no_dumps_and_no_problems(tmp_path: Path) -> None:
    put(tmp_path, ".gitkeep", "")
    put(tmp_path, ".cache/x.txt", page("Hidden"))
    put(tmp_path, "dumps.toml", '"zz-good.txt" = 2025-03-11\n')
    assert passed_over(tmp_path) == {}


def test_the_sample_is_left_out_unless_it_is_the_folder_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "sample/a.txt", page("In the Sample"))
    with pytest.raises(DumpError, match="no dump found, the folder is empty"):
        read_folder(tmp_path)
    assert [dump.source for dump in read_folder(tmp_path / "sample").dumps] == ["a.txt"]
    put(tmp_path, "more/sample/b.txt", page("A Sample of Another Kind"))
    assert [dump.source for dump in read_folder(tmp_path).dumps] == ["more/sample/b.txt"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b"\xef\xbb\xbf\r\n \n", "the file is empty"),
        ("chart.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a PNG picture"),
        ("paper.pdf", b"%PDF-1.7\n", "a PDF document"),
        ("data.bin", bytes(range(256)) * 40, "binary data, not text"),
        ("noise", b"\x01\x02\x03abc\x04\x05" * 99, "binary data, not text"),
        ("README.md", page("A Page in a Read Me").encode(), "its name says that it is a document"),
        ("LICENSE", b"Permission is hereby granted " * 60, "its name says that it is a document"),
        ("page.html", b"<!DOCTYPE html><html></html>", "a page of HTML that lists no paper"),
        ("2025-03-11.json", b'[{"paper": {}}]', "no paper in it could be read; line 1: an entry without a title"),
        ("2025-03-12.json", b'[{"paper": {"id": "2503', "line 1: broken JSON"),
        ("table.parquet", b"PAR1" + bytes(99), "it cannot be read as Parquet"),
        ("one-line.txt", b"word " * 2_000_000, "a single line of 10,000,000 characters"),
        ("list.txt", b"milk\nbread\neggs\n", "no title with an abstract behind it"),
        ("half.txt", b"\xff\xfe\x00", "UTF-16 but not valid at byte"),
    ],
)
def test_a_file_that_is_no_dump_is_passed_over_and_named_once(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    put(tmp_path, name, content)
    began = time.process_time()
    found = passed_over(tmp_path)
    assert list(found) == [name]
    assert reason in found[name]
    assert time.process_time() - began < 2


def test_notes_in_markdown_under_any_name_are_no_papers(tmp_path: Path) -> None:
    paragraph = "A long paragraph of prose that goes on about how the work was done. " * 8
    put(tmp_path, "notes.txt", f"# Notes\n\n{paragraph}\n\n## More\n\n{paragraph}\n")
    assert "Markdown" in passed_over(tmp_path)["notes.txt"]


def test_prose_whose_lines_mostly_fit_no_paper_is_passed_over(tmp_path: Path) -> None:
    paragraph = "A long paragraph of prose that goes on about how the work was done. " * 8
    put(tmp_path, "essay", "\n\n".join(["An Essay", *[paragraph + str(part) for part in range(5)]]))
    assert "most of its lines fit no paper (1 read, 4 doubtful)" in passed_over(tmp_path)["essay"]


def test_papers_without_any_page_chrome_are_a_dump(tmp_path: Path) -> None:
    put(tmp_path, "bare.txt", page("Only a Title").split("Mar 11\n\n")[1])
    assert [dump.source for dump in read_folder(tmp_path).dumps] == ["bare.txt"]


def test_the_same_content_under_two_names_is_read_once_and_the_second_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", page("Twice"))
    put(tmp_path, "b.txt", page("Twice").replace("\n", "\r\n"))
    put(tmp_path, "c.txt", page("Twice", "Mar 12"))
    reading = read_folder(tmp_path)
    assert [dump.source for dump in reading.dumps] == ["a.txt", "c.txt"]
    assert [(each.source, each.reason) for each in reading.passed_over] == [
        ("b.txt", "the same content as a.txt: read once, under that name")
    ]


def day(number: int, *titles: str) -> str:
    papers = [
        {"id": f"2503.0{number}{place:03d}", "title": title, "summary": "Short.", "upvotes": 1}
        for place, title in enumerate(titles)
    ]
    return json.dumps([{"paper": paper} for paper in papers])


def test_sources_of_all_kinds_lie_side_by_side(tmp_path: Path) -> None:
    put(tmp_path, "daily/2025-03-12.json", day(1, "From the API"))
    put(tmp_path, "listing.txt", page("From a Page"))
    put(tmp_path, "library.bib", "@article{a, title = {From a Library}, year = 2024}")
    put(tmp_path, "table.csv", "Paper,Year\nFrom a Table,2024\n")
    reading = read_folder(tmp_path, {"title": "Paper"})
    assert {dump.layout: dump.entries[0].title for dump in reading.dumps} == {
        "daily-json": "From the API",
        "bibtex": "From a Library",
        "spaced": "From a Page",
        "csv": "From a Table",
    }
    assert reading.passed_over == ()


def test_days_without_papers_are_not_the_same_day(tmp_path: Path) -> None:
    for name in ("2025-03-08.json", "2025-03-09.json", "again/2025-03-09.json"):
        put(tmp_path, name, "[]")
    put(tmp_path, "empty.json", "[]")
    reading = read_folder(tmp_path)
    assert [dump.source for dump in reading.dumps] == ["2025-03-08.json", "2025-03-09.json"]
    assert {each.source: each.reason[:24] for each in reading.passed_over} == {
        "again/2025-03-09.json": "the same content as 2025",
        "empty.json": "no dump: it holds no pap",
    }


def test_what_a_browser_saves_beside_a_page_is_not_looked_at(tmp_path: Path) -> None:
    card = '<article><h3><a href="/papers/2503.01234">A Title</a></h3></article>'
    put(tmp_path, "Daily Papers.html", f"<!DOCTYPE html><html><body>{card}</body></html>")
    put(tmp_path, "Daily Papers_files/script.js", "var a = 1;")
    put(tmp_path, "my_files/b.txt", page("In a Folder of My Own"))
    reading = read_folder(tmp_path)
    assert [dump.source for dump in reading.dumps] == ["Daily Papers.html", "my_files/b.txt"]
    assert reading.passed_over == ()


def test_an_empty_or_missing_folder_is_said_in_one_sentence_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(DumpError) as caught:
        read_folder(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: no dump found, the folder is empty. Save a listing page as text into it (select all, copy, "
        "paste into a .txt file), download listing days with paper-themes fetch, or name another folder."
    )
    with pytest.raises(DumpError, match="nowhere: there is no such folder. Make it"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(DumpError, match="a.txt: is a file, not a folder"):
        read_folder(put(tmp_path, "a.txt", page("A")))


def test_a_folder_with_nothing_readable_says_what_was_found(tmp_path: Path) -> None:
    said = "no dump: a PNG picture, not text"
    for number in range(5):
        put(tmp_path, f"{number}.png", b"\x89PNG")
    named = "; ".join(f"{number}.png: {said}" for number in range(5))
    with pytest.raises(DumpError, match=re.escape(f"{tmp_path}: no dump found in 5 files ({named}). Save a")):
        read_folder(tmp_path)
    put(tmp_path, "5.png", b"\x89PNG")
    with pytest.raises(DumpError, match=re.escape(f"no dump found in 6 files ({named}; and 1 more). Save a")):
        read_folder(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_out_of_the_folder_and_loops_are_named_and_not_followed(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    put(raw, "a.txt", page("Inside"))
    outside = put(tmp_path, "outside/b.txt", page("Outside"))
    (raw / "loop").symlink_to(raw, target_is_directory=True)
    (raw / "self").symlink_to(raw / "self")
    (raw / "b.txt").symlink_to(outside)
    (raw / "gone.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(raw / "pipe")
    found = passed_over(raw)
    assert sorted(found) == ["b.txt", "gone.txt", "loop", "pipe", "self"]
    assert (
        found["b.txt"]
        == "a link that leads out of the folder, or nowhere: put the file itself here, or set follow_links"
    )
    assert found["pipe"] == "no ordinary file: passed over"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, read_bytes = put(tmp_path, "secret.txt", page("Secret")), Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == secret.name:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert passed_over(tmp_path) == {"secret.txt": "cannot be read: Permission denied"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_a_file_kept_elsewhere_in_the_folder_is_followed(tmp_path: Path) -> None:
    kept = put(tmp_path, ".kept/1f3a", page("A Kept Paper"))
    (tmp_path / "a.txt").symlink_to(kept)
    assert passed_over(tmp_path) == {}
    assert [dump.source for dump in read_folder(tmp_path).dumps] == ["a.txt", "zz-good.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_a_file_whose_name_is_no_text_is_read_under_a_name_that_can_be_shown(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(bytes(tmp_path / "caf") + b"\xe9.txt")).write_text(page("A Café"), encoding="utf-8")
    except OSError:
        pytest.skip("this disk knows no such names")
    (dump,) = read_folder(tmp_path).dumps
    assert dump.source == "caf\N{REPLACEMENT CHARACTER}.txt"


def test_files_asked_for_by_name_are_read_wherever_they_lie_among_others(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c/d.txt", "e.txt"):
        put(tmp_path, name, page(f"About {name}"))
    assert [dump.source for dump in read_some(tmp_path, {"b.txt", "e.txt"}).dumps] == ["b.txt", "e.txt"]


def test_stated_dates_are_read_with_or_without_quotes(tmp_path: Path) -> None:
    text = '"a b.txt" = 2025-03-11\nc.txt = "2025-03-12"\n".\\\\sub\\\\d.txt" = 2025-03-13T08:00:00Z\n'
    put(tmp_path, "dumps.toml", text)
    assert read_stated_dates(tmp_path) == {
        "a b.txt": date(2025, 3, 11),
        "c.txt": date(2025, 3, 12),
        "sub/d.txt": date(2025, 3, 13),
    }


def test_without_stated_dates_there_are_none(tmp_path: Path) -> None:
    assert read_stated_dates(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a.txt" = ', "dumps.toml: cannot be read as TOML"),
        ('"a.txt" = "March"', "the date of 'a.txt' is 'March'; expected a day"),
        ('"a.txt" = 20250311', "the date of 'a.txt' is 20250311; expected a day"),
    ],
)
def test_a_stated_date_that_cannot_be_used_is_said_with_an_example(tmp_path: Path, text: str, said: str) -> None:
    put(tmp_path, "dumps.toml", text)
    put(tmp_path, "my-dump.txt", page("A"))
    with pytest.raises(DumpError, match=said) as caught:
        read_stated_dates(tmp_path)
    assert 'such as "my-dump.txt" = 2025-03-11' in str(caught.value)
    (tmp_path / "my-dump.txt").unlink()
    with pytest.raises(DumpError, match='such as "listing.txt" = 2025-03-11'):
        read_stated_dates(tmp_path)


def test_what_lies_in_a_hidden_folder_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, ".cache/a.txt", page("Hidden Paths"))
    put(tmp_path, "2025/.cache/b.txt", page("More Hidden Paths"))
    assert passed_over(tmp_path) == {}
    assert [dump.source for dump in read_folder(tmp_path).dumps] == ["zz-good.txt"]


def test_a_file_that_is_too_large_is_named_with_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_files, "LARGEST_WHOLE", len(page("A Good Paper")))
    put(tmp_path, "large.txt", b"x" * 1000)
    assert passed_over(tmp_path) == {
        "large.txt": f"no dump: 1,000 bytes are more than the {len(page('A Good Paper'))} allowed; split it"
    }
