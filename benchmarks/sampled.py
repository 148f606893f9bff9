"""How much is lost where themes are found in a sample and all other papers placed into them.

The papers of the large set are grouped in full, twice with different seeds, and by a sample (``sample_above``
lowered) with the others placed block by block, as a run does it. Printed is how far each agrees with the first
grouping (adjusted mutual information, 1 is the same): what the sample costs stands beside what another seed does.

    python benchmarks/sampled.py --large ../shared/large/papers_large.jsonl.gz --sample 20000
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scale import write_papers
from sklearn.metrics import adjusted_mutual_info_score

from analysis import load_listings, load_papers, tables
from analysis.config import Settings
from analysis.consensus import consensus
from analysis.embeddings import embed_in_space, load_encoder
from analysis.neighbours import Cells, nearest
from analysis.placement import Tables, joined, known_papers, place_parts
from analysis.sampling import sample
from analysis.stability import N_NEAREST
from analysis.themes import find_themes, smallest_theme


def main() -> None:
    """Group the papers three times and print how the groupings agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=Path, default=Path("../shared/large/papers_large.jsonl.gz"))
    parser.add_argument("--papers", type=int, default=87_249, help="drawn from the set (%(default)s)")
    parser.add_argument("--sample", type=int, default=20_000, help="papers that themes are found in (%(default)s)")
    asked = parser.parse_args()
    settings = replace(Settings(), sample_above=asked.sample)
    with TemporaryDirectory() as scratch:
        raw, made = Path(scratch) / "raw", Path(scratch) / "made"
        write_papers(asked.large, asked.papers, raw)
        papers, listings = load_papers(raw, made), load_listings(raw, made)
        full = timed("in full", in_full, papers, settings.seed, made)
        drawn = sample(papers, listings, settings.sample_above, settings.seed)
        placed = timed("sample and placing", by_sample, papers, drawn, settings)
        again = timed("in full, another seed", in_full, papers, settings.seed + 1, made)
    print(f"{len(papers):,} papers, {full.max() + 1} themes; in the sample of {drawn.sum():,}: {len(set(placed))}")
    print(f"AMI with the first, of another seed: {adjusted_mutual_info_score(full, again):.3f}")
    for what, some in (("all papers", np.ones(len(papers), dtype=bool)), ("sample", drawn), ("placed", ~drawn)):
        agreement = adjusted_mutual_info_score(full[some], placed[some])
        print(f"AMI with the first, of the sampled run, {what}: {agreement:.3f}")


def timed(what: str, step: Any, *arguments: Any) -> NDArray[Any]:  # noqa: ANN401
    """Run a step and say how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    found: NDArray[Any] = step(*arguments)
    print(
        f"{what}: {time.perf_counter() - wall:.0f} s, of processors {time.process_time() - cpu:.0f} s", flush=True
    )
    return found


def in_full(papers: pd.DataFrame, seed: int, cache: Path) -> NDArray[np.int64]:
    """Return the group of each paper as a run without a sample finds it."""
    rows = embed_in_space(papers, load_encoder("hybrid", seed, cache)).rows
    near = nearest(rows, N_NEAREST)
    return consensus(rows, seed, smallest_theme(len(papers)), near=near)


def by_sample(papers: pd.DataFrame, drawn: NDArray[np.bool_], settings: Settings) -> NDArray[Any]:
    """Return the main theme of each paper as a run with a sample finds it."""
    some, others = papers[drawn].reset_index(drop=True), papers[~drawn]
    encoder = load_encoder("hybrid", settings.seed)
    embedded = embed_in_space(some, encoder)
    found = find_themes(some, embedded.rows, settings)
    known = known_papers(tuple(some["paper_id"]), embedded.rows, embedded.space, found.rules)
    there = Tables(found.themes, found.memberships, found.map, tables.empty("term_uses"))
    parts = list(place_parts(others, known, there, encoder, Cells.of(known.rows)))
    members = joined(there, parts).tables.memberships
    main = members[members["main"]].set_index("paper_id")["theme_id"]
    return main.reindex(papers["paper_id"]).to_numpy(dtype=str)


if __name__ == "__main__":
    main()
