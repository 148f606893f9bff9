"""The labelled corpora of the benchmarks: the real dumps with hand labels, and two public sets."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dumps.folder import read_folder, read_stated_dates
from analysis.matching import normalised_title
from analysis.papers import build_papers

CHANCE = 20_250_311
"""Seed of every sample drawn here, so that all runs see the same papers."""
PER_CLASS = 140
"""Papers of a class of the public sets."""
VENUES = ("acl", "colm", "cvpr", "3dv", "iros", "rss", "colt", "uai", "www", "ijcai")
"""Venues of the first public set: each has a field of its own, some of them close."""
FIELDS = {
    "nips": "learning", "icml": "learning", "aistats": "learning", "uai": "learning", "acl": "language",
    "naacl": "language", "cvpr": "vision", "iccv": "vision", "eccv": "vision", "wacv": "vision",
    "icra": "robotics", "iros": "robotics",
}  # fmt: skip
"""Field of the venues of the second public set."""
GIVEN = ("paper_id", "title", "abstract")
"""What of a paper a method is given."""
SHORTEST = 300
"""Letters of an abstract below which a paper is left out of the public sets."""


@dataclass(frozen=True)
class Corpus:
    """Papers and what readers, or the record, say about them."""

    name: str
    papers: pd.DataFrame
    """paper_id, title, abstract; at most one row per paper_id."""
    labels: tuple[tuple[str, ...], ...]
    """One labelling per reader: a label per paper, "" where there is none."""
    also: tuple[tuple[frozenset[str], ...], ...] = ()
    """Per reader and paper, every label it bears, the main one among them; empty where only one is known."""

    @property
    def texts(self) -> list[str]:
        """Title and abstract of each paper as one text."""
        return [
            f"{title}. {abstract}" for title, abstract in zip(self.papers.title, self.papers.abstract, strict=True)
        ]

    def keep(self, path: Path) -> None:
        """Write the corpus as JSON for a process of its own; of the papers what methods are given."""
        also = [[sorted(labels) for labels in reader] for reader in self.also]
        papers = self.papers[list(GIVEN)].to_dict(orient="list")
        kept = {"name": self.name, "papers": papers, "labels": self.labels, "also": also}
        path.write_text(json.dumps(kept), encoding="utf-8")


def kept_corpus(path: Path) -> Corpus:
    """Return the corpus that ``keep`` left."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    labels = tuple(tuple(reader) for reader in kept["labels"])
    also = tuple(tuple(frozenset(labels) for labels in reader) for reader in kept["also"])
    return Corpus(kept["name"], pd.DataFrame(kept["papers"], dtype="string"), labels, also)


def dumps(folder: Path, labels: Path) -> Corpus:
    """Return the papers of the dumps, labelled by two readers where ``labels`` has their titles."""
    papers = build_papers(read_folder(folder).dumps, read_stated_dates(folder)).papers
    papers = papers.sort_values("paper_id", kind="stable").reset_index(drop=True)
    with labels.open(encoding="utf-8", newline="") as file:
        by_title = {normalised_title(row["title"]): row for row in csv.DictReader(file, delimiter="\t")}
    rows = [by_title.get(normalised_title(title), {}) for title in papers["title"]]
    if missing := len(by_title) - sum(map(bool, rows)):
        raise SystemExit(
            f"{labels}: {missing} of {len(by_title)} labelled titles are not among the papers of {folder}."
        )
    main = tuple(tuple(row.get(f"primary_{reader}") or "" for row in rows) for reader in (1, 2))
    also = tuple(tuple(_all_labels(row, reader) for row in rows) for reader in (1, 2))
    return Corpus("dumps", papers, main, also)


def _all_labels(row: dict[str, str], reader: int) -> frozenset[str]:
    further = (row.get(f"also_{reader}") or "").split(",")
    return frozenset(label.strip() for label in [row.get(f"primary_{reader}") or "", *further]) - {""}


def by_venue(large: Path) -> Corpus:
    """Return conference papers labelled with their venue: ten fields, 140 papers each."""
    found = _groups(
        (paper, str(paper["venue"])) for paper in _conference_papers(large) if paper["venue"] in VENUES
    )
    return _sampled("venue", found)


def by_decade(large: Path) -> Corpus:
    """Return conference papers labelled with field and decade: the words of a field change with the years."""
    labelled = (
        (paper, f"{FIELDS[paper['venue']]} {int(paper['year']) // 10}0s")
        for paper in _conference_papers(large)
        if paper["venue"] in FIELDS
    )
    return _sampled("decade", _groups(labelled))


def held_out(large: Path, n_texts: int, without: Sequence[Corpus]) -> list[str]:
    """Return texts that no corpus holds, to count on which words go together."""
    seen = {normalised_title(title) for corpus in without for title in corpus.papers["title"]}
    texts = [
        f"{paper['title']}. {paper['abstract']}"
        for paper in _conference_papers(large)
        if normalised_title(paper["title"]) not in seen
    ]
    return random.Random(CHANCE).sample(texts, min(n_texts, len(texts)))


def _conference_papers(large: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(large, "rt", encoding="utf-8") as file:
        for line in file:
            paper = json.loads(line)
            if len(paper["abstract"] or "") >= SHORTEST and paper["title"]:
                yield paper


def _groups(labelled: Iterator[tuple[dict[str, Any], str]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for paper, label in labelled:
        groups[label].setdefault(normalised_title(paper["title"]), paper)
    return {label: list(papers.values()) for label, papers in groups.items()}


def _sampled(name: str, groups: dict[str, list[dict[str, Any]]]) -> Corpus:
    chance = random.Random(CHANCE)
    drawn = [
        (label, paper)
        for label, papers in sorted(groups.items())
        if len(papers) >= PER_CLASS
        for paper in chance.sample(papers, PER_CLASS)
    ]
    chance.shuffle(drawn)
    frame = pd.DataFrame(
        [
            {"paper_id": f"{name}-{place:05d}", "title": paper["title"], "abstract": paper["abstract"]}
            for place, (_, paper) in enumerate(drawn)
        ]
    )
    return Corpus(name, frame, (tuple(label for label, _ in drawn),))
