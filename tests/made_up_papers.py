"""Papers made up for the tests of themes: subjects that share no word, so that what belongs together is known."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import tables
from analysis.embeddings import embed, load_encoder

SUBJECTS = {
    "speech": "speech audio phoneme speaker voice acoustic accent microphone pronunciation dialect".split(),
    "proteins": "protein folding amino-acid residue enzyme ligand binding-site docking peptide genome".split(),
    "robots": "robot gripper grasping locomotion legged-robot terrain joint actuator torque exoskeleton".split(),
    "poetry": "poetry rhyme metre stanza verse lyric poet sonnet metaphor ballad".split(),
    "weather": "rainfall storm climate precipitation satellite humidity hurricane barometer cloud drought".split(),
}


def table(titles: list[str], abstracts: list[str]) -> pd.DataFrame:
    """A table of papers as in the schema, ids in the order given."""
    frame = pd.DataFrame({"title": titles, "abstract": abstracts})
    frame["paper_id"] = [f"p{number:04d}" for number in range(len(frame))]
    frame["keywords"] = [[] for _ in titles]
    return tables.check("papers", frame.reindex(columns=list(tables.SCHEMAS["papers"].columns)), "papers")


def subjects_of(n_papers: int, n_subjects: int = 5) -> NDArray[np.int64]:
    """The subject of each paper of ``made_up``."""
    return np.arange(n_papers) % n_subjects


def made_up(n_papers: int, n_subjects: int = 5, seed: int = 3) -> pd.DataFrame:
    """Papers in turn about each subject, of words drawn from it."""
    rng = random.Random(seed)
    vocabularies = list(SUBJECTS.values())[:n_subjects]
    titles, abstracts = [], []
    for number in range(n_papers):
        own = vocabularies[number % n_subjects]
        titles.append(" and ".join(rng.sample(own, 3)).capitalize())
        abstracts.append(" ".join(f"The {' or the '.join(rng.sample(own, 4))}." for _ in range(4)))
    return table(titles, abstracts)


def rows_of(papers: pd.DataFrame) -> NDArray[np.float32]:
    """Rows of the default encoder."""
    return embed(papers, load_encoder("hybrid"))


def separated(n_groups: int, each: int, noise: float = 0.05, n_dimensions: int = 40) -> NDArray[np.float64]:
    """Unit rows in groups around orthogonal directions, group after group."""
    rng = np.random.default_rng(1)
    centres = np.repeat(np.eye(n_groups, n_dimensions), each, axis=0)
    rows = centres + noise * rng.normal(size=centres.shape)
    unit: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def random_rows(n_papers: int, n_dimensions: int = 40) -> NDArray[np.float64]:
    """Unit rows without any structure."""
    return separated(1, n_papers, noise=1e6, n_dimensions=n_dimensions)
