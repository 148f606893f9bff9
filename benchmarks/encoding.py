"""Rows per second of an encoder, on the processor or the GPU that it finds.

Two encodings are timed, of a twentieth of the papers and of all; the difference is the encoding alone, without the
loading of weights. Papers come from a JSON Lines file with ``title`` and ``abstract``, packed with gzip or not.

    python benchmarks/encoding.py --papers ../shared/large/papers_large.jsonl.gz --model MODEL --most 20000
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from itertools import islice
from pathlib import Path

from analysis.embeddings import ABSTRACT_START, TransformerVectors
from analysis.static_vectors import StaticVectors
from analysis.vector_cache import TextVectors


def main() -> None:
    """Encode twice and print what one second encodes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=Path, required=True, help="JSON Lines file, .gz or not")
    parser.add_argument("--model", help="a sentence-transformers model or folder; without it the static vectors")
    parser.add_argument("--most", type=int, default=20_000, help="at most so many papers (%(default)s)")
    asked = parser.parse_args()
    texts = _texts(asked.papers, asked.most)
    encoder: TextVectors = TransformerVectors(asked.model) if asked.model else StaticVectors()
    few = texts[: max(1, len(texts) // 20)]
    encoder.vectors(few[:8])  # what is compiled or read once for the whole process
    short, long = _seconds(encoder, few), _seconds(encoder, texts)
    print(f"{encoder.name} on {_device() if asked.model else 'the processor'}")
    print(f"{len(texts):,} texts of title and {ABSTRACT_START} characters: {long:.1f} s with loading")
    print(f"{(len(texts) - len(few)) / (long - short):,.0f} rows per second")


def _texts(papers: Path, most: int) -> list[str]:
    opener = gzip.open if papers.suffix == ".gz" else open
    with opener(papers, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in islice(lines, most)]
    return [f"{each['title']}. {each['abstract'][:ABSTRACT_START]}" for each in read]


def _seconds(encoder: TextVectors, texts: list[str]) -> float:
    started = time.perf_counter()
    encoder.vectors(texts)
    return time.perf_counter() - started


def _device() -> str:
    import torch

    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else f"{torch.get_num_threads()} threads"


if __name__ == "__main__":
    main()
