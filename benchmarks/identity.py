"""How alike the themes of two runs are, when a dump is left out, added, or only the seed changes.

    python benchmarks/identity.py --raw FOLDER

For every pair of runs each theme is assigned its best counterpart (the assignment with the highest sum of scores,
whatever its height). Printed are the quantiles of the score of the assigned pairs, of the second best counterpart,
and what share of both reaches a threshold: the numbers behind ``analysis.overlap.SAME_FROM``.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.config import Settings
from analysis.dumps.folder import read_folder
from analysis.embeddings import embed, load_encoder
from analysis.identity import papers_of
from analysis.overlap import SAME_FROM, Corpus, overlap
from analysis.papers import build_papers
from analysis.themes import find_themes

QUANTILES = (0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Run:
    """The found themes of one run."""

    groups: dict[str, list[str]]
    corpus: Corpus


def main() -> None:
    """Make all runs, compare them in pairs, and print a table for each kind of pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("../shared/dumps"), help="folder of dumps (%(default)s)")
    dumps = list(read_folder(parser.parse_args().raw).dumps)
    whole = made(dumps, Settings())
    parts = [made([other for other in dumps if other is not dump], Settings()) for dump in dumps]
    seeds = [made(dumps, replace(Settings(), seed=seed)) for seed in SEEDS]
    shown("one dump left out or added", [pair for part in parts for pair in ((whole, part), (part, whole))])
    shown("another seed", [(whole, seed) for seed in seeds])


def made(dumps: list, settings: Settings) -> Run:
    """Find the themes of some dumps."""
    papers = build_papers(dumps, {}).papers
    rows = embed(papers, load_encoder(settings.encoder, settings.seed))
    found = find_themes(papers, rows, settings)
    themes = found.themes[found.themes["kind"] == "found"]
    return Run(papers_of(themes, found.memberships), Corpus(tuple(papers["paper_id"]), rows))


def shown(what: str, pairs: list[tuple[Run, Run]]) -> None:
    """Print how alike the themes of these pairs of runs are."""
    best, second = [], []
    for before, now in pairs:
        score = overlap(before.groups, now.groups, now.corpus).score
        for b, n in zip(*linear_sum_assignment(score, maximize=True), strict=True):
            best.append(score[b, n])
            second.append(max(np.delete(score[b], n).max(initial=0), np.delete(score[:, n], b).max(initial=0)))
    print(f"\n{what}: {len(pairs)} pairs of runs, {len(best)} pairs of themes; same from {SAME_FROM}")
    print("quantile    " + "".join(f"{quantile:7.2f}" for quantile in QUANTILES))
    for name, scores in (("best", best), ("second best", second)):
        print(f"{name:12}" + "".join(f"{value:7.2f}" for value in np.quantile(scores, QUANTILES)))
    print("at least    " + "".join(f"{threshold:7.2f}" for threshold in THRESHOLDS))
    for name, scores in (("best", best), ("second best", second)):
        print(f"{name:12}" + "".join(f"{np.mean(np.array(scores) >= each):7.1%}" for each in THRESHOLDS))


if __name__ == "__main__":
    main()
