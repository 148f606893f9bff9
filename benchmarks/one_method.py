"""One method on one corpus in this process, once per seed: what quality.py starts.

    python benchmarks/one_method.py FOLDER --encode MODEL
    python benchmarks/one_method.py FOLDER "name of the method" NUMBER SEEDS OUT

FOLDER holds papers.json and, once a model has encoded them, encoder.npz. OUT is written after each seed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from dataclasses import asdict
from pathlib import Path

from corpora import Corpus, kept_corpus
from peers import METHODS
from tasks import Encoder, Task, kept_encoder

FIRST_SEED = 7


def main() -> None:
    """Encode the papers, or run the method and leave groups, terms, seconds and peak memory."""
    warnings.simplefilter("ignore")
    work = Path(sys.argv[1])
    corpus = kept_corpus(work / "papers.json")
    kept = work / "encoder.npz"
    if sys.argv[2] == "--encode":
        encoder = Encoder(Path(sys.argv[3]))
        encoder.encode(corpus.texts)
        encoder.keep(kept)
        return
    encoder = kept_encoder(kept) if kept.exists() else Encoder(None)
    n_known = len(encoder.known)
    run(corpus, encoder, sys.argv[2:])
    if len(encoder.known) > n_known:
        # words that one method had encoded need not be encoded again for the next
        encoder.keep(kept)


def run(corpus: Corpus, encoder: Encoder, arguments: list[str]) -> None:
    """Run a method once per seed and write what it finds."""
    name, number, seeds, out = arguments[0], int(arguments[1]), int(arguments[2]), Path(arguments[3])
    method = next(method for method in METHODS if method.name == name)
    found = []
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        task = Task(corpus.papers, corpus.texts, encoder, number or None, seed)
        start = time.perf_counter()
        outcome = method.run(task)
        seconds = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append({**asdict(outcome), "seconds": seconds, "memory": memory})
        out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
