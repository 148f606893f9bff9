"""What the stages cannot undercut: bytes to parse, word pieces to look up, pairs of rows to multiply.

Each at the speed of the machine it is asked on, measured then.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from analysis.embeddings import ABSTRACT_START
from analysis.known_vectors import TOKENIZER
from analysis.neighbours import EXACT_UP_TO, PROBED
from analysis.static_vectors import folder_of_vectors

DIMENSIONS = 592
"""Of a row: 80 of words, twice 256 of meaning."""
WIDTH = 256
"""Numbers of a word piece."""


@dataclass(frozen=True)
class Floor:
    """The least that some work of a stage takes."""

    stage: str
    work: str
    seconds: float


def floors(papers: Path) -> tuple[Floor, ...]:
    """Return the floors for a file of JSON Lines with title and abstract."""
    started = time.perf_counter()
    lines = papers.read_bytes().splitlines()
    read = [json.loads(line) for line in lines]
    parsing = time.perf_counter() - started
    n_bytes = papers.stat().st_size
    n_pieces, n_pairs = _pieces(read), _pairs(len(read))
    return (
        Floor("read", f"{n_bytes / 1e6:,.1f} MB of JSON parsed", parsing),
        Floor("themes", f"{n_pieces / 1e6:,.1f} million word pieces fetched", n_pieces * WIDTH * 4 / _bandwidth()),
        Floor("themes", f"{n_pairs / 1e6:,.0f} million pairs of rows", n_pairs * DIMENSIONS * 2 / _products()),
    )


def _pieces(papers: list[dict[str, str]]) -> int:
    tokenizer = Tokenizer.from_file(str(folder_of_vectors() / TOKENIZER))
    tokenizer.no_padding()
    texts = [f"{each['title']} . {each['title']}. {each['abstract'][:ABSTRACT_START]}" for each in papers]
    texts += [each["title"] for each in papers]
    return sum(
        len(each.ids)
        for start in range(0, len(texts), 1_024)
        for each in tokenizer.encode_batch_fast(texts[start : start + 1_024], add_special_tokens=False)
    )


def _pairs(n_papers: int) -> int:
    share = min(PROBED / round(n_papers**0.5), 1.0) if n_papers > EXACT_UP_TO else 1.0
    return round(n_papers * n_papers * share)


def _bandwidth() -> float:
    """Return the bytes a second at which memory is read."""
    numbers = np.ones(1 << 26, dtype=np.float32)
    started = time.perf_counter()
    for _ in range(4):
        numbers.sum()
    return 4 * numbers.nbytes / (time.perf_counter() - started)


def _products() -> float:
    """Return the floating-point operations a second of this machine's BLAS."""
    rows = np.random.default_rng(7).normal(size=(2_048, DIMENSIONS)).astype(np.float32)
    rows @ rows.T
    started = time.perf_counter()
    for _ in range(8):
        rows @ rows.T
    return 8 * 2 * len(rows) ** 2 * DIMENSIONS / (time.perf_counter() - started)
