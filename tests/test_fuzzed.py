"""What anybody's file may do to a reader: nothing. Held by the fuzzer's seeds, by what it found, and by size."""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(HERE))

from promises import READERS  # noqa: E402
from seeds import SEEDS, WORDS  # noqa: E402

FINDINGS = sorted(path for path in (HERE / "findings").iterdir() if path.suffix != ".md")
PAPER = " ".join(f"Sentence {part} says one more thing about its paper." for part in range(9))


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_keeps_its_promises_for_every_seed_of_every_kind(reader: str) -> None:
    for seed in SEEDS["any-source"]:
        READERS[reader](seed)
        for word in WORDS:
            READERS[reader](seed[: len(seed) // 2] + word.encode() + seed[len(seed) // 2 :])
        for end in range(0, len(seed), 97):
            READERS[reader](seed[:end])


def test_what_broke_a_reader_once_never_does_again() -> None:
    for path in FINDINGS:
        reader = next(name for name in READERS if path.name.startswith(name))
        READERS[reader](path.read_bytes())
    assert all(path.stat().st_size < 100_000 for path in FINDINGS)


def many(reader: str, n_papers: int) -> bytes:
    """A file of so many papers in the form that a reader reads."""
    forms: dict[str, Callable[[int], str]] = {
        "page-text": lambda n: f"On Subject {n}\n\n{PAPER}\n\n  • 7 authors\n\n·\n\nJul {n % 28 + 1}\n\n",
        "page-html": lambda n: (
            f"<article><h3><a href='/papers/2503.{n:05d}'>On Subject {n}</a></h3><p>{PAPER}</p></article>"
        ),
        "daily-json": lambda n: f'{{"paper": {{"title": "On Subject {n}", "summary": "{PAPER}"}}}},\n',
        "records": lambda n: f'"On Subject {n}","{PAPER}",2025\n',
        "references": lambda n: f"@article{{a{n}, title = {{On Subject {n}}}, abstract = {{{PAPER}}}}}\n",
        "atom": lambda n: f"<entry><title>On Subject {n}</title><summary>{PAPER}</summary></entry>",
        "any-source": lambda n: f"TY  - JOUR\nTI  - On Subject {n}\nAB  - {PAPER}\nER  - \n",
    }
    before = {"page-html": "<html>", "daily-json": "[", "records": "title,abstract,year\n", "atom": "<feed>"}
    return (before.get(reader, "") + "".join(map(forms[reader], range(n_papers)))).encode()


def seconds(work: Callable[[], None]) -> float:
    """Processor time of the quickest of two."""
    found = []
    for _ in range(2):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


@pytest.mark.slow(reason="megabytes are read")
@pytest.mark.parametrize("reader", READERS)
def test_twice_the_papers_take_twice_the_time(reader: str) -> None:
    small, large = many(reader, 1500), many(reader, 3000)
    READERS[reader](many(reader, 50))
    assert len(large) > 1_300_000
    assert seconds(lambda: READERS[reader](large)) < 2.5 * seconds(lambda: READERS[reader](small)) + 0.1


@pytest.mark.slow(reason="megabytes are read with every allocation counted")
@pytest.mark.parametrize("reader", READERS)
def test_memory_stays_within_a_small_multiple_of_the_file(reader: str) -> None:
    data = many(reader, 500)
    READERS[reader](many(reader, 50))
    tracemalloc.start()
    READERS[reader](data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30 * len(data)


OPENINGS = {
    "page-text": ["·\n", "Mar 12 3\n", "Pointer Paths\n", "\u200b", "\r"],
    "page-html": ["<article>", "<h3>", "<!--", "<h3>" * 100 + "</h3>" * 100, "<", "</", "<?"],
    "daily-json": ["{", "[", '{"a":', '[{"paper":{"title":"x"}},', '{"a":"\n', '"'],
    "records": ['"', '"a\n', '{"title":"x" \n', ","],
    "references": ["@article{", "@article{a, title = {", "{", "TY  - JOUR\n", "ER  - \n"],
    "atom": ["<entry>", "<title>", "<entry><author>", "<"],
    "any-source": ["<!-- -->", "MIME-Version: 1.0\n", "a: b\n", "title,"],
}
"""What opens and never closes: where a reader that looks for the end each time would never come to one."""


@pytest.mark.slow(reason="seconds of hostile text")
@pytest.mark.parametrize(
    ("reader", "opening"), [(reader, each) for reader, some in OPENINGS.items() for each in some]
)
def test_a_hundred_thousand_characters_of_nothing_but_openings_end_soon(reader: str, opening: str) -> None:
    data = (opening * (100_000 // len(opening))).encode()
    began = time.process_time()
    READERS[reader](data)
    READERS[reader]({"page-html": b"<html>", "daily-json": b"[", "atom": b"<feed>"}.get(reader, b"") + data)
    assert time.process_time() - began < 10
