"""How much is lost where themes are found in a sample and all other papers placed into them, and what was tried.

The papers of the large set are grouped in full, twice with different seeds, and by a sample (``sample_above``
lowered) with the others placed block by block, as a run does it. Printed is how far each agrees with the first
grouping (adjusted mutual information, 1 is the same): what the sample costs stands beside what another seed does.
With ``--tries`` other ways to find themes in the sample, and to place the others, stand beside it. With
``--stability`` the stability that runs on 10,000 papers each find is set beside that of 20 runs on 80% of all.

    python benchmarks/sampled.py --large ../shared/large/papers_large.jsonl.gz --sample 20000 --tries
    python benchmarks/sampled.py --papers 20000 --sample 5000 --stability
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scale import write_papers
from sklearn.metrics import adjusted_mutual_info_score

from analysis import load_listings, load_papers, stability, tables
from analysis.config import Settings
from analysis.consensus import ALL_PAIRS, PAIRS_OF_MANY, consensus
from analysis.embeddings import embed_in_space, load_encoder
from analysis.engines import Task, cpu
from analysis.membership_rows import N_NEIGHBOURS
from analysis.neighbours import Cells, Neighbours, nearest, nearest_of
from analysis.placement import Placements, joined, known_papers, place_parts
from analysis.sampling import sample
from analysis.stability import N_NEAREST, Regroup
from analysis.themes import find_themes, smallest_theme

ROUNDS = 5
"""Times that papers take the theme of their neighbours, where this is tried."""


@dataclass(frozen=True)
class Full:
    """The papers as a run without a sample has them."""

    rows: NDArray[np.float32]
    near: Neighbours
    groups: NDArray[np.int64]


def main() -> None:
    """Group the papers in all ways and print how the groupings agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=Path, default=Path("../shared/large/papers_large.jsonl.gz"))
    parser.add_argument("--papers", type=int, default=87_249, help="drawn from the set (%(default)s)")
    parser.add_argument("--sample", type=int, default=20_000, help="papers that themes are found in (%(default)s)")
    parser.add_argument("--tries", action="store_true", help="print what else was tried too")
    parser.add_argument("--stability", action="store_true", help="measure stability on samples too")
    asked = parser.parse_args()
    settings = replace(Settings(), sample_above=asked.sample)
    with TemporaryDirectory() as scratch:
        raw, made = Path(scratch) / "raw", Path(scratch) / "made"
        write_papers(asked.large, asked.papers, raw)
        papers, listings = load_papers(raw, made), load_listings(raw, made)
        full = timed("in full", in_full, papers, settings.seed, made)
        again = timed("in full, another seed", in_full, papers, settings.seed + 1, made).groups
        drawn = sample(papers, listings, settings.sample_above, settings.seed)
        placed = timed("sample and placing", by_sample, papers, drawn, settings)
        repeat = adjusted_mutual_info_score(full.groups, again)
        print(f"{len(papers):,} papers; of another seed: themes {again.max() + 1}, agreement {repeat:.3f}")
        found = {"as a run does it": placed} | (dict(tries(papers, drawn, full)) if asked.tries else {})
    for what, groups in found.items():
        agreement = adjusted_mutual_info_score(full.groups, groups)
        own = adjusted_mutual_info_score(full.groups[drawn], groups[drawn])
        print(
            f"{what}: themes {len(set(groups.tolist()))} (in full {full.groups.max() + 1}), agreement "
            f"{agreement:.3f}, {agreement / repeat:.2f} of the repeat; on the sample of {drawn.sum():,} {own:.3f}"
        )
    if asked.stability:
        compare_stability(full, settings.seed)


def timed(what: str, step: Any, *arguments: Any) -> Any:  # noqa: ANN401
    """Run a step and say how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = step(*arguments)
    print(
        f"{what}: {time.perf_counter() - wall:.0f} s, of processors {time.process_time() - cpu:.0f} s", flush=True
    )
    return found


def in_full(papers: pd.DataFrame, seed: int, cache: Path) -> Full:
    """Return the groups as a run without a sample finds them."""
    rows = embed_in_space(papers, load_encoder("hybrid", seed, cache)).rows
    near = nearest(rows, N_NEAREST)
    return Full(rows, near, consensus(rows, seed, smallest_theme(len(papers)), near=near))


def by_sample(papers: pd.DataFrame, drawn: NDArray[np.bool_], settings: Settings) -> NDArray[Any]:
    """Return the main theme of each paper as a run with a sample finds it."""
    some, others = papers[drawn].reset_index(drop=True), papers[~drawn]
    encoder = load_encoder("hybrid", settings.seed)
    embedded = embed_in_space(some, encoder)
    found = find_themes(some, embedded.rows, settings, n_all=len(papers))
    known = known_papers(tuple(some["paper_id"]), embedded.rows, embedded.space, found.rules)
    there = Placements(found.themes, found.memberships, found.map, tables.empty("term_uses"))
    parts = list(place_parts(others, known, there, encoder, Cells.of(known.rows)))
    members = joined(there, parts).tables.memberships
    main = members[members["main"]].set_index("paper_id")["theme_id"]
    return main.reindex(papers["paper_id"]).to_numpy(dtype=str)


def tries(papers: pd.DataFrame, drawn: NDArray[np.bool_], full: Full) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Yield what else was tried, by name, with the groups of all papers."""
    encoder, n_drawn, seed = load_encoder("hybrid", Settings().seed), int(drawn.sum()), Settings().seed
    space = embed_in_space(papers[drawn], encoder)
    others = papers[~drawn]
    rows = encoder.encode_into(space.space, others["title"].tolist(), others["abstract"].tolist())
    near, voters = nearest(space.rows, N_NEAREST), nearest_of(rows, space.rows, N_NEIGHBOURS)
    least, n_full = smallest_theme(n_drawn), int(full.groups.max()) + 1

    def groups(**how: Any) -> NDArray[np.int64]:  # noqa: ANN401
        return spread(consensus(space.rows, seed, how.pop("least", least), near=near, **how), drawn, voters)

    yield "as many themes as in full asked for", groups(n_groups=n_full)
    for factor in (1.5, 2.0):
        yield f"resolutions x{factor}", groups(pairs=[(k, each * factor) for k, each in PAIRS_OF_MANY])
    yield "81 partitions", groups(pairs=ALL_PAIRS * 3)
    yield "least theme in proportion", groups(least=max(3, round(smallest_theme(len(papers)) * drawn.mean())))
    shared = full.rows[drawn]
    yield "rows of all papers' space", spread(consensus(shared, seed, least), drawn, voters)
    yield "themes of the full run, placed", spread(full.groups[drawn], drawn, voters)
    yield "neighbours among all vote", voted(groups(), full.near)


@dataclass(frozen=True)
class CoarseRegroup(Regroup):
    """Runs that group a sample as if it were all papers."""

    def __call__(self, rows: NDArray[Any], seed: int, near: Neighbours) -> NDArray[np.int64]:
        """Return the group of each row."""
        least = round(stability.KEPT * self.task.smallest)
        return self.engine.group(Task(rows, near, seed, least, rerun=True))


def compare_stability(full: Full, seed: int) -> None:
    """Print the stability that samples find beside that of runs on most papers."""
    task = Task(full.rows, full.near, seed, smallest_theme(len(full.rows)))
    most, stability.AT_MOST = stability.AT_MOST, len(full.rows)
    of_all = stability.measure(full.rows, full.groups, Regroup(cpu, task), seed, near=full.near)
    stability.AT_MOST = most
    print(f"of 80%: {of_all.n_runs} runs, themes hold in {of_all.themes.mean():.3f} of them")
    for what, regroup in (("as finely as all", Regroup(cpu, task)), ("as all", CoarseRegroup(cpu, task))):
        found = stability.measure(full.rows, full.groups, regroup, seed, near=full.near)
        print(
            f"of {most:,} grouped {what}: {found.n_runs} runs, themes hold in {found.themes.mean():.3f} of them, "
            f"off by {np.abs(found.themes - of_all.themes).mean():.3f} in the mean"
        )


def spread(groups: NDArray[np.int64], drawn: NDArray[np.bool_], voters: Neighbours) -> NDArray[np.int64]:
    """Return the groups of all papers: each paper that was not drawn goes where its nearest drawn ones are."""
    found = np.empty(len(drawn), dtype=np.int64)
    found[drawn] = groups
    found[~drawn] = majority(groups[voters.ids], voters.cosine)
    return found


def voted(groups: NDArray[np.int64], near: Neighbours) -> NDArray[np.int64]:
    """Return the groups after each paper has taken that of its neighbours among all papers, some times over."""
    for _ in range(ROUNDS):
        groups = majority(groups[near.ids[:, :20]], near.cosine[:, :20])
    return groups


def majority(groups: NDArray[np.int64], weights: NDArray[Any]) -> NDArray[np.int64]:
    """Return for each row the group with most weight; both of shape (n_papers, k)."""
    votes = np.zeros((len(groups), int(groups.max()) + 1))
    np.add.at(votes, (np.arange(len(groups))[:, None], groups), np.maximum(weights, 0))
    return votes.argmax(axis=1)


if __name__ == "__main__":
    main()
