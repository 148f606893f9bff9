"""What each choice of rows and of grouping is worth: agreement with the hand labels, and the number of themes.

    python benchmarks/grouping.py --dumps ../shared/dumps --labels ../shared/labels/dev.tsv

Agreement is adjusted mutual information with the labels, mean of the two readers, over five seeds; all papers are
grouped, the labelled ones scored.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import corpora
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_mutual_info_score

from analysis import consensus, lexical
from analysis.embeddings import ABSTRACT_START, TITLE_PART, StaticVectors, load_encoder
from analysis.lexical import lexical_rows, unit_rows
from analysis.neighbours import nearest
from analysis.themes import smallest_theme

Rows = NDArray[Any]
SEEDS = range(5)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--dumps", type=Path, default=Path("../shared/dumps"), help="folder of dumps (%(default)s)"
    )
    parser.add_argument(
        "--labels", type=Path, default=Path("../shared/labels/dev.tsv"), help="labels (%(default)s)"
    )
    asked = parser.parse_args()
    corpus = corpora.dumps(asked.dumps, asked.labels)
    titles, abstracts = corpus.papers["title"].tolist(), corpus.papers["abstract"].tolist()
    ours = load_encoder("hybrid").encode(titles, abstracts)
    print("rows, grouped by consensus          agreement   sd  themes  largest")
    for name, rows in variants(titles, abstracts).items():
        report(name, rows, by_consensus, corpus)
    print("\ngrouping of the hybrid rows         agreement   sd  themes  largest")
    for name, group in groupings().items():
        report(name, ours, group, corpus)


def report(name: str, rows: Rows, group: Callable[[Rows, int], Rows], corpus: corpora.Corpus) -> None:
    """Print one line of a table."""
    found = [group(rows, seed) for seed in SEEDS]
    scores = [agreement(groups, corpus.labels) for groups in found]
    sizes = [np.bincount(groups[groups >= 0]) for groups in found]
    n_themes, largest = np.mean([len(each) for each in sizes]), np.mean([each.max() for each in sizes]) / len(rows)
    print(f"{name:36}{np.mean(scores):8.3f} {np.std(scores):5.3f} {n_themes:6.1f}  {largest:6.1%}", flush=True)


def agreement(groups: Rows, labels: Sequence[Sequence[str]]) -> float:
    """Return the mean adjusted mutual information with each reader's labels, on the papers they labelled."""
    scores = []
    for reader in labels:
        labelled = np.array([bool(label) for label in reader])
        scores.append(adjusted_mutual_info_score(np.array(reader)[labelled], groups[labelled]))
    return float(np.mean(scores))


def variants(titles: list[str], abstracts: list[str]) -> dict[str, Rows]:
    """Return rows made in different ways, by name."""
    words = lexical_rows(titles, abstracts, 7)
    pairs = list(zip(titles, abstracts, strict=True))
    twice = meaning([f"{title} . {title}. {abstract[:ABSTRACT_START]}" for title, abstract in pairs])
    whole = meaning([f"{title} . {title}. {abstract}" for title, abstract in pairs])
    alone = TITLE_PART * meaning(titles)
    return {
        "words alone (TF-IDF, SVD)": words,
        "static vectors alone": joined(twice, alone),
        "hybrid (ours)": joined(words, twice, alone),
        "hybrid, words not cut": joined(_stemmed(100, titles, abstracts), twice, alone),
        "hybrid, words cut to 5 letters": joined(_stemmed(5, titles, abstracts), twice, alone),
        "hybrid, words cut to 7 letters": joined(_stemmed(7, titles, abstracts), twice, alone),
        "hybrid without titles alone": joined(words, twice),
        "hybrid, static half as heavy": joined(words, 0.5 * twice, 0.5 * alone),
        "hybrid, static twice as heavy": joined(words, 2 * twice, 2 * alone),
        "hybrid, static over all the abstract": joined(words, whole, alone),
        "hybrid, 2 common components removed": joined(words, without_common(twice, 2), alone),
    }


def _stemmed(letters: int, titles: list[str], abstracts: list[str]) -> Rows:
    kept = lexical.STEM
    lexical.STEM = letters
    try:
        return lexical_rows(titles, abstracts, 7)
    finally:
        lexical.STEM = kept


def meaning(texts: list[str]) -> Rows:
    """Return centred unit rows of static vectors."""
    rows = StaticVectors().vectors(texts).astype(np.float64)
    return unit_rows(rows - rows.mean(axis=0, keepdims=True))


def joined(*parts: Rows) -> Rows:
    """Return unit rows of several parts side by side."""
    return unit_rows(np.hstack(parts))


def without_common(rows: Rows, n: int) -> Rows:
    """Return rows without their first principal directions (Arora et al. 2017, SIF)."""
    directions = np.linalg.svd(rows, full_matrices=False)[2][:n]
    return unit_rows(rows - rows @ directions.T @ directions)


def by_consensus(rows: Rows, seed: int) -> Rows:
    """Group as the product does."""
    return consensus.consensus(rows, seed, smallest_theme(len(rows)))


def groupings() -> dict[str, Callable[[Rows, int], Rows]]:
    """Return ways to group rows, by name."""
    return {
        "consensus of 27 partitions (ours)": by_consensus,
        "consensus, links from 40%": lambda rows, seed: _with_agreement(rows, seed, 0.4),
        "consensus, links from 60%": lambda rows, seed: _with_agreement(rows, seed, 0.6),
        "one Leiden partition": lambda rows, seed: _one(rows, seed),
        "k-means, 26": _k_means,
        "Ward, 26": lambda rows, seed: AgglomerativeClustering(26).fit_predict(rows),
        "UMAP to 5, k-means 26": lambda rows, seed: KMeans(26, n_init=3, random_state=seed).fit_predict(
            _umap(rows, seed)
        ),
        "UMAP to 5, HDBSCAN 6": lambda rows, seed: HDBSCAN(min_cluster_size=6, copy=True).fit_predict(
            _umap(rows, seed)
        ),
    }


def _with_agreement(rows: Rows, seed: int, share: float) -> Rows:
    kept = consensus.AGREEMENT
    consensus.AGREEMENT = share
    try:
        return by_consensus(rows, seed)
    finally:
        consensus.AGREEMENT = kept


def _one(rows: Rows, seed: int) -> Rows:
    graph = consensus.neighbour_graph(nearest(rows, 15), 15)
    return consensus.leiden(consensus.Links.of(graph), 2.5, seed)


def _k_means(rows: Rows, seed: int) -> Rows:
    return KMeans(26, n_init=3, random_state=seed).fit_predict(rows)


def _umap(rows: Rows, seed: int) -> Rows:
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1)
    return np.asarray(reducer.fit_transform(rows))


if __name__ == "__main__":
    main()
